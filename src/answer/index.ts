/** The cards as numbers: which keys each card and each of its asks holds, and how rare each key is. */

import type { Card } from '../knowledge/card.ts';
import type { Knowledge } from '../knowledge/read.ts';
import { WEIGHTS } from './weights.ts';
import type { Lexicon, Unit } from './words.ts';

/** One known way of asking for a card. */
export interface KnownAsk {
  text: string;
  kind: 'asks' | 'yes' | 'no' | 'title';
}

/** A card's known asks, their keys in one run so that comparing them is quick. */
export interface IndexedAsks {
  asks: readonly KnownAsk[];
  /** Keys and pairs of keys, ask after ask. */
  keys: Int32Array;
  /** Where each ask's keys end. */
  ends: Int32Array;
  /** The sum of what each ask's keys are worth. */
  totals: Float64Array;
}

/** One card. */
export interface IndexedCard {
  card: Card;
  asks: IndexedAsks;
  /** How strongly the card holds each key: BM25's saturated weight. */
  keys: ReadonlyMap<number, number>;
}

/** The cards that hold a key, and how strongly. */
export interface Postings {
  cards: Int32Array;
  strengths: Float64Array;
}

/** Leaves an ask out, for measuring the search against itself. */
export type Without = (card: Card, ask: string) => boolean;

/** Everything a search looks things up in. */
export interface CardIndex {
  cards: readonly IndexedCard[];
  /** @returns the number of a key, when any card holds it */
  id(key: string): number | undefined;
  /** @returns the number of a pair of neighbouring keys, when any ask holds it */
  pairId(one: string, two: string): number | undefined;
  /** What each key or pair is worth, by number. */
  worth: Float64Array;
  postings: readonly (Postings | undefined)[];
}

/** Builds the index in memory; it is made anew at every start, so it cannot be stale. */
export function indexCards(
  knowledge: Pick<Knowledge, 'cards'>,
  lexicon: Lexicon,
  without?: Without,
): CardIndex {
  const ids = numbering<string>();
  const drafts = knowledge.cards.map((card) => draftCard(card, lexicon, ids.give, without));
  const single = ids.size();

  const holders: { cards: number[]; strengths: number[] }[] = [];
  for (const [at, { strengths }] of drafts.entries()) {
    for (const [id, strength] of strengths) {
      holders[id] ??= { cards: [], strengths: [] };
      holders[id].cards.push(at);
      holders[id].strengths.push(strength);
    }
  }
  const count = knowledge.cards.length;
  const worths: number[] = [];
  for (const [key, id] of ids.entries()) {
    const held = holders[id]?.cards.length ?? 0;
    worths[id] = key.startsWith('?')
      ? WEIGHTS.question
      : key.startsWith('f:')
        ? WEIGHTS.small
        : Math.log(1 + (count - held + 0.5) / (held + 0.5)) *
          (key.startsWith('g:') ? WEIGHTS.term : 1);
  }

  const pairs = numbering<number>(single);
  const cards = drafts.map(({ card, asks, strengths }): IndexedCard => {
    const keys: number[] = [];
    const ends: number[] = [];
    const totals = asks.map((ask) => {
      let total = 0;
      const from = keys.length;
      const add = (id: number) => {
        if (keys.indexOf(id, from) >= 0) return;
        keys.push(id);
        total += worths[id] ?? 0;
      };
      for (const id of ask.mains) add(id);
      for (let at = 0; at < ask.pairs.length; at += 2) {
        const [first, second] = [ask.pairs[at] ?? 0, ask.pairs[at + 1] ?? 0];
        const id = pairs.give(first * single + second);
        worths[id] ??= WEIGHTS.pair * Math.min(worths[first] ?? 0, worths[second] ?? 0);
        add(id);
      }
      ends.push(keys.length);
      return total;
    });
    return {
      card,
      keys: strengths,
      asks: {
        asks: asks.map(({ text, kind }) => ({ text, kind })),
        keys: Int32Array.from(keys),
        ends: Int32Array.from(ends),
        totals: Float64Array.from(totals),
      },
    };
  });
  return {
    cards,
    id: ids.find,
    pairId: (one, two) => {
      const [first, second] = [ids.find(one), ids.find(two)];
      if (first === undefined || second === undefined) return undefined;
      return pairs.find(first * single + second);
    },
    worth: Float64Array.from(worths),
    postings: holders.map((held) => ({
      cards: Int32Array.from(held.cards),
      strengths: Float64Array.from(held.strengths),
    })),
  };
}

/**
 * The main keys of units that stand side by side. Question words are looked for anywhere, and a
 * figure makes no pair, since it may be the very thing the asker has wrong.
 */
export function* neighbours(units: readonly Unit[]): Generator<[string, string]> {
  let before: string | undefined;
  for (const unit of units) {
    if (unit.kind === 'question' || unit.kind === 'number') continue;
    const key = unit.keys[0] ?? '';
    if (before !== undefined) yield [before, key];
    before = key;
  }
}

interface DraftCard {
  card: Card;
  /** Each ask with its main keys, and its neighbouring main keys two by two. */
  asks: { text: string; kind: KnownAsk['kind']; mains: number[]; pairs: number[] }[];
  strengths: Map<number, number>;
}

function draftCard(
  card: Card,
  lexicon: Lexicon,
  number: (key: string) => number,
  without?: Without,
): DraftCard {
  const weights = new Map<number, number>();
  const note = (units: readonly Unit[], weight: number) => {
    for (const unit of units) {
      for (const key of new Set(unit.keys)) {
        const id = number(key);
        if (unit.kind !== 'small') weights.set(id, (weights.get(id) ?? 0) + weight);
      }
    }
  };
  const asks = (
    [
      ['title', [card.title]],
      ['asks', card.asks],
      ['yes', card.yes],
      ['no', card.no],
    ] as const
  ).flatMap(([kind, texts]) =>
    texts
      .filter((text) => !without?.(card, text))
      .map((text) => {
        const units = lexicon.learn(text);
        note(units, kind === 'title' ? WEIGHTS.title : WEIGHTS.asks);
        const main = (unit: Unit) => number(unit.keys[0] ?? '');
        const pairs = [...neighbours(units)].flatMap(([one, two]) => [number(one), number(two)]);
        return { text, kind, mains: units.map(main), pairs };
      }),
  );
  const more = card.differs.map(({ says, now }) => `${says} ${now}`);
  note(statement(lexicon.learn(card.lead)), WEIGHTS.lead);
  note(statement(lexicon.learn([card.rest, card.caution ?? '', ...more].join('\n'))), WEIGHTS.rest);
  for (const [id, weight] of weights)
    weights.set(id, (weight * (WEIGHTS.k1 + 1)) / (weight + WEIGHTS.k1));
  return { card, asks, strengths: weights };
}

/** A statement's own "who" or "when" asks nothing. */
function statement(units: readonly Unit[]): Unit[] {
  return units.filter((unit) => unit.kind !== 'question');
}

/** Numbers keys in the order they come. */
function numbering<K>(from = 0) {
  const ids = new Map<K, number>();
  return {
    give: (key: K): number => {
      let id = ids.get(key);
      if (id === undefined) {
        id = from + ids.size;
        ids.set(key, id);
      }
      return id;
    },
    find: (key: K): number | undefined => ids.get(key),
    entries: () => ids.entries(),
    size: () => ids.size,
  };
}
