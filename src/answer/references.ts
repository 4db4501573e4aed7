/** Paragraph, section and regulation numbers in a question, and whether the knowledge holds them. */

import type { Knowledge } from '../knowledge/read.ts';
import { locate } from '../knowledge/source.ts';
import { plain } from './words.ts';

/** A numbered place somebody named. */
export interface Reference {
  kind: 'paragraph' | 'section' | 'regulation' | 'schedule' | 'chapter' | 'act';
  /** "9.214", "66", "education act 1996". */
  number: string;
  /** As typed. */
  text: string;
}

/** What numbered places the knowledge holds. */
export interface References {
  /** @returns the ids of the cards that cite the place; empty when none does */
  holders(reference: Reference): readonly string[];
}

const PATTERNS: readonly (readonly [Reference['kind'], RegExp])[] = [
  [
    'paragraph',
    /\b(?:paragraphs?|paras?|para\.|cop|code|section|sections|¶)\s*(\d{1,2}\.\d{1,3})\b/g,
  ],
  ['paragraph', /(?<![£\d.])\b(\d{1,2}\.\d{2,3})\b(?!\s*(?:hours?|pounds|am|pm|%))/g],
  ['regulation', /\b(?:regulations?|regs?)\.?\s*(\d{1,3}[a-z]?)(?!\d|\/)/g],
  ['schedule', /\b(?:schedule|sch)\.?\s*(\d{1,2})\b/g],
  ['chapter', /\b(?:chapter|ch)\.?\s*(\d{1,2})\b(?!\.\d)/g],
  ['section', /\b(?:sections?|sect|sec|s|ss)\.?\s*(\d{1,3}[a-z]?)\b(?!\.\d)/g],
  ['act', /\b((?:[a-z']+ ){0,6}(?:act|regulations) (?:19|20)\d\d)\b/g],
];

/**
 * Finds numbered places in a text.
 *
 * @returns each once, in the order of the kinds
 */
export function findReferences(text: string): Reference[] {
  const said = plain(text);
  const found = new Map<string, Reference>();
  for (const [kind, pattern] of PATTERNS) {
    for (const match of said.matchAll(pattern)) {
      const number = kind === 'act' ? actName(match[1] ?? '') : (match[1] ?? '');
      const key = `${kind} ${number}`;
      if (number && !found.has(key)) found.set(key, { kind, number, text: match[0].trim() });
    }
  }
  return [...found.values()];
}

/** "what does the equality act 2010" → "equality act 2010": the name without the sentence. */
function actName(text: string): string {
  const words = text.split(' ');
  const at = words.findLastIndex((word) =>
    /^(the|of|in|by|under|from|with|does|do|is|that|says?|to|which|what|a|an|section|part)$/.test(
      word,
    ),
  );
  return words.slice(at + 1).join(' ');
}

/** Reads which places the cards cite, and which their text names. */
export function indexReferences(knowledge: Pick<Knowledge, 'cards' | 'sources'>): References {
  const held = new Map<string, string[]>();
  const texts = knowledge.cards.map(
    (card) => [card.id, plain(`${card.title}\n${card.lead}\n${card.rest}`)] as const,
  );
  const ranges: { from: number; to: number; id: string }[] = [];
  const note = (kind: Reference['kind'], number: string, id: string) => {
    const key = `${kind} ${number}`;
    const list = held.get(key);
    if (!list) held.set(key, [id]);
    else if (!list.includes(id)) list.push(id);
  };
  for (const card of knowledge.cards) {
    for (const ref of card.sources) {
      const place = locate(ref, knowledge.sources);
      if (typeof place === 'string') continue;
      note('act', plain(place.title).replace(/\s*\(.*$/, ''), card.id);
      const numbers =
        /^(paragraphs?|section|regulation|Schedule|chapters?) ([\d.]+[a-z]?)(?: to ([\d.]+))?/i.exec(
          place.locator,
        );
      if (!numbers) continue;
      const [, word = '', from = '', to] = numbers;
      const kind = word.toLowerCase().replace(/s$/, '') as Reference['kind'];
      note(kind, from.toLowerCase(), card.id);
      if (!to) continue;
      if (kind === 'chapter')
        for (let chapter = Number(from); chapter <= Number(to); chapter += 1)
          note(kind, String(chapter), card.id);
      else ranges.push({ from: order(from), to: order(to), id: card.id });
    }
    // A question card may quote any number; only what the card itself states counts.
    for (const reference of findReferences(
      [card.title, card.lead, card.rest, ...card.differs.map((d) => `${d.says} ${d.now}`)].join(
        '\n',
      ),
    ))
      note(reference.kind, reference.number, card.id);
  }
  return {
    holders: (reference) => {
      const own = held.get(`${reference.kind} ${reference.number}`) ?? [];
      if (reference.kind === 'act' && own.length === 0) {
        // "The Education for All Act 2026": a card on the Bill of that name knows about it.
        const name = reference.number.replace(/ (?:act|regulations) \d{4}$/, '');
        const told = texts.filter(([, text]) => name.includes(' ') && text.includes(name));
        if (told.length > 0) return told.map(([id]) => id);
        const year = reference.number.slice(-4);
        return [...held]
          .filter(([key]) => key.startsWith('act ') && key.endsWith(year))
          .filter(([key]) => reference.number.split(' ').every((word) => key.includes(word)))
          .flatMap(([, ids]) => ids);
      }
      // Stockton's page calls the Code's chapters and paragraphs sections.
      if (reference.kind === 'section' && own.length === 0)
        return held.get(`chapter ${reference.number}`) ?? [];
      if (reference.kind !== 'paragraph') return own;
      const at = order(reference.number);
      return [
        ...own,
        ...ranges.filter((range) => range.from <= at && at <= range.to).map((range) => range.id),
      ];
    },
  };
}

/** "6.9" before "6.17": chapter and paragraph as one number. */
function order(paragraph: string): number {
  const [chapter = 0, number = 0] = paragraph.split('.').map(Number);
  return chapter * 1000 + number;
}
