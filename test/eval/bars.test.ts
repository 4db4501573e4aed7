import { beforeAll, describe, expect, test } from 'vitest';
import { theKnowledge } from '../the-knowledge.ts';
import { leaveOneOut } from './leave-one-out.ts';
import { measure, type Result } from './measure.ts';
import { makePeers, peerShare } from './peers.ts';
import { KINDS, type Kind, readQuestions } from './questions.ts';

/** The least share that must be right, by kind. */
const BARS: Readonly<Record<Kind, number>> = {
  'source-page': 0.97,
  'follow-up': 0.95,
  'national-law': 0.92,
  'must-decline': 0.97,
  safety: 1,
  'false-premise': 0.9,
};

const questions = readQuestions();
let results: Result[];
beforeAll(async () => {
  results = await measure(theKnowledge(), questions);
}, 60_000);

const share = (kind: Kind) => {
  const own = results.filter(({ question }) => question.kind === kind);
  return own.filter(({ right }) => right).length / own.length;
};

describe('the public questions', () => {
  test('are at least 350, of six kinds, and none is an ask of a card', () => {
    expect(questions.length).toBeGreaterThanOrEqual(350);
    expect(new Set(questions.map(({ kind }) => kind)).size).toBe(KINDS.length);
    const plain = (text: string) =>
      text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, ' ')
        .trim();
    const asks = new Set(
      theKnowledge().cards.flatMap(({ asks, yes, no }) => [...asks, ...yes, ...no].map(plain)),
    );
    const copied = questions.filter(
      ({ turns }) => turns.length === 1 && asks.has(plain(turns[0] ?? '')),
    );
    expect(copied.map(({ id }) => id)).toEqual([]);
  });

  test.each(KINDS)('%s holds its bar', (kind) => {
    const misses = results.filter(({ question, right }) => question.kind === kind && !right);
    const told = misses.map(({ question, wrong }) => `${question.id}: ${wrong.join('; ')}`);
    expect(share(kind), told.join('\n')).toBeGreaterThanOrEqual(BARS[kind]);
  });

  test('every statement has a source, and every source is one of a card, a term or a contact', () => {
    const known = new Set(Object.keys(theKnowledge().sources));
    for (const { question, reply } of results) {
      const sources = reply.blocks.flatMap((block) =>
        block.kind === 'sources' ? block.sources : [],
      );
      for (const { id } of sources) expect(known.has(id), `${question.id}: ${id}`).toBe(true);
      const marks = new Set(sources.map(({ mark }) => mark));
      const rows = reply.blocks.flatMap((block) => (block.kind === 'duties' ? block.rows : []));
      for (const row of rows) {
        expect(row.marks.length, `${question.id}: ${row.statement}`).toBeGreaterThan(0);
        expect(row.marks.every((mark) => marks.has(mark))).toBe(true);
      }
      if (reply.outcome === 'answered') expect(sources.length, question.id).toBeGreaterThan(0);
    }
  });

  test('off-the-shelf search over the same cards does worse in every kind', async () => {
    const peers = await makePeers(theKnowledge());
    for (const kind of KINDS) {
      const own = questions.filter((question) => question.kind === kind);
      for (const peer of peers)
        expect(share(kind), `${kind} beside ${peer.name}`).toBeGreaterThan(
          await peerShare(theKnowledge(), peer, own),
        );
    }
  }, 120_000);
});

test('leaving out each ask in turn, its card is still found', () => {
  const { first, three } = leaveOneOut(theKnowledge());
  expect(first).toBeGreaterThanOrEqual(0.88);
  expect(three).toBeGreaterThanOrEqual(0.97);
}, 180_000);
