/** Off-the-shelf search over the same cards, for comparison: the best card is the answer. */

import { create, insertMultiple, search as oramaSearch } from '@orama/orama';
import Database from 'better-sqlite3';
import MiniSearch from 'minisearch';
import { sayCard } from '../../src/answer/compose.ts';
import type { Card } from '../../src/knowledge/card.ts';
import { startCitations } from '../../src/knowledge/cite.ts';
import type { Knowledge } from '../../src/knowledge/read.ts';
import type { Reply } from '../../src/reply.ts';
import { judge } from './measure.ts';
import type { Question } from './questions.ts';

/** A search engine set over the cards: a question in, the best card's id out. */
export interface Peer {
  name: string;
  find(question: string): Promise<string | undefined>;
}

const FIELDS = ['title', 'asks', 'lead', 'rest'] as const;

function documents(knowledge: Knowledge) {
  return knowledge.cards.map((card: Card) => ({
    id: card.id,
    title: card.title,
    asks: [...card.asks, ...card.yes, ...card.no].join('\n'),
    lead: card.lead,
    rest: card.rest,
  }));
}

/** Sets MiniSearch, Orama and plain FTS5 over the cards, each as its own documentation advises. */
export async function makePeers(knowledge: Knowledge): Promise<Peer[]> {
  const rows = documents(knowledge);
  const mini = new MiniSearch({
    fields: [...FIELDS],
    searchOptions: { boost: { title: 2, asks: 2 }, fuzzy: 0.2, prefix: true },
  });
  mini.addAll(rows);

  const orama = create({
    schema: { id: 'string', title: 'string', asks: 'string', lead: 'string', rest: 'string' },
    components: { tokenizer: { stemming: true, language: 'english' } },
  });
  await insertMultiple(orama, rows);

  const db = new Database(':memory:');
  db.exec(
    "CREATE VIRTUAL TABLE cards USING fts5(id UNINDEXED, title, asks, lead, rest, tokenize='porter unicode61')",
  );
  const add = db.prepare('INSERT INTO cards VALUES (?, ?, ?, ?, ?)');
  for (const row of rows) add.run(row.id, row.title, row.asks, row.lead, row.rest);
  const match = db.prepare(
    'SELECT id FROM cards WHERE cards MATCH ? ORDER BY bm25(cards, 0, 2, 2, 1, 1) LIMIT 1',
  );

  return [
    { name: 'MiniSearch', find: async (question) => mini.search(question)[0]?.id },
    {
      name: 'Orama',
      find: async (question) => {
        const found = await oramaSearch(orama, {
          term: question,
          properties: [...FIELDS],
          boost: { title: 2, asks: 2 },
          tolerance: 1,
          limit: 1,
        });
        return found.hits[0]?.document.id;
      },
    },
    {
      name: 'FTS5',
      find: async (question) => {
        const words = question.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
        if (words.length === 0) return undefined;
        const row = match.get(words.map((word) => `"${word}"`).join(' OR ')) as
          | { id: string }
          | undefined;
        return row?.id;
      },
    },
  ];
}

/** What a peer shows: the whole of the best card with its sources, or that nothing was found. */
function peerReply(knowledge: Knowledge, id: string | undefined): Reply {
  const card = knowledge.byId.get(id ?? '');
  if (!card)
    return { outcome: 'declined', blocks: [{ kind: 'text', text: 'Nothing found.' }], cards: [] };
  const citations = startCitations(knowledge.sources);
  const text = sayCard(card, knowledge, citations);
  return {
    outcome: card.holds ? 'answered' : 'declined',
    blocks: [
      { kind: 'text', text },
      { kind: 'sources', sources: citations.all() },
    ],
    cards: [card.id],
  };
}

/** The share of questions that a peer gets right, judged as the bot is. */
export async function peerShare(
  knowledge: Knowledge,
  peer: Peer,
  questions: readonly Question[],
): Promise<number> {
  let right = 0;
  for (const question of questions) {
    const found = await peer.find(question.turns.at(-1) ?? '');
    if (judge(question, peerReply(knowledge, found)).right) right += 1;
  }
  return right / (questions.length || 1);
}
