/** Finds the cards that best answer a question: BM25 over fields, and likeness to known asks. */

import type { Card } from '../knowledge/card.ts';
import type { Knowledge } from '../knowledge/read.ts';
import type { Lexicon, Unit } from './words.ts';

/** How the signals are weighed; found by leaving out each card's own asks one at a time. */
export const WEIGHTS = {
  /** Field weights: how much a word counts by where in the card it stands. */
  title: 2.2,
  asks: 1,
  lead: 1.6,
  rest: 0.7,
  /** BM25's saturation. A card is short, so its length says little: no length norm. */
  k1: 1.2,
  /** Share of likeness to the best known ask in the score; the rest is BM25. */
  ask: 0.62,
  /** How much the second and third best asks count beside the best. */
  second: 0.3,
  /** How far an ask may be longer than the question without loss. */
  askLength: 0.35,
  /** Other keys of the same unit count less than the main one. */
  otherKeys: 0.55,
  /** A question word, in the same coin as a word's rarity. */
  question: 1.3,
  /** A small word such as "do" or "with". */
  small: 0.35,
  /** Two units that stand side by side in both the question and the ask. */
  pair: 0.45,
  /** A word the knowledge does not use, by how everyday it is in English. */
  unknown: [4.2, 3.4, 2.2, 0.9],
  /** A card that binds or helps the asker's role. */
  role: 0.05,
};

/** A question ready to be searched. */
export interface Query {
  units: readonly WeightedUnit[];
  /** The asker's role, as a slight preference. */
  role?: string;
}

/** A unit and how much it counts: 1 for what was typed, less for what is carried over. */
export interface WeightedUnit extends Unit {
  weight: number;
}

/** A card found, with the reasons. */
export interface Hit {
  card: Card;
  /** 0 to about 1: likeness to the best ask and share of the question found. */
  score: number;
  /** Likeness to the best known ask, 0 to 1. */
  likeness: number;
  /** Share of the question's weight that the card holds anywhere, 0 to 1. */
  coverage: number;
  /** The known ask most like the question. */
  ask: { text: string; kind: 'asks' | 'yes' | 'no' | 'title' };
  /** The yes-or-no asks most like the question, where the card has any. */
  polar?: { yes: Likeness; no: Likeness };
  /** Units of the question that the card does not hold. */
  missing: readonly WeightedUnit[];
}

/** How like one ask is. */
export interface Likeness {
  text: string;
  likeness: number;
}

/** The index over all cards. */
export interface Index {
  /** @returns the best cards, best first, at most `most` */
  search(query: Query, most?: number): Hit[];
  /** How much a unit counts in a search; rare words count more. */
  weigh(unit: Unit): number;
  /** Whether any card uses the unit. */
  knows(unit: Unit): boolean;
}

interface IndexedAsk {
  text: string;
  kind: Hit['ask']['kind'];
  /** Its units and their pairs. */
  keys: Int32Array;
  /** The sum of the keys' weights. */
  total: number;
}

interface IndexedCard {
  card: Card;
  asks: readonly IndexedAsk[];
  /** Saturated weight of each key in the card. */
  keys: Map<number, number>;
}

const POSTINGS_BUDGET = 12_000;
const CANDIDATES = 48;

/**
 * Builds the index in memory.
 *
 * @param cards all cards; `without` leaves out asks, for measuring the search against itself
 */
export function buildIndex(
  knowledge: Pick<Knowledge, 'cards'>,
  lexicon: Lexicon,
  without?: (card: Card, ask: string) => boolean,
): Index {
  const ids = new Map<string, number>();
  const idOf = (key: string): number => {
    let id = ids.get(key);
    if (id === undefined) {
      id = ids.size;
      ids.set(key, id);
    }
    return id;
  };
  const weightsOfCards = knowledge.cards.map((card) => {
    const weights = new Map<number, number>();
    const note = (units: readonly Unit[], weight: number) => {
      for (const unit of units) {
        if (unit.kind === 'small') {
          idOf(unit.keys[0] ?? '');
          continue;
        }
        const seen = new Set<string>();
        for (const key of unit.keys) {
          if (seen.has(key)) continue;
          seen.add(key);
          const id = idOf(key);
          weights.set(id, (weights.get(id) ?? 0) + weight);
        }
      }
    };
    const asks: { text: string; kind: Hit['ask']['kind']; units: Unit[] }[] = [];
    const keep = (text: string, kind: Hit['ask']['kind']) => {
      if (without?.(card, text)) return;
      asks.push({ text, kind, units: lexicon.units(text) });
    };
    keep(card.title, 'title');
    for (const ask of card.asks) keep(ask, 'asks');
    for (const ask of card.yes) keep(ask, 'yes');
    for (const ask of card.no) keep(ask, 'no');
    for (const ask of asks) note(ask.units, ask.kind === 'title' ? WEIGHTS.title : WEIGHTS.asks);
    const lead = lexicon.units(card.lead);
    const rest = lexicon.units(
      [card.rest, card.caution ?? '', ...card.differs.map((d) => `${d.says} ${d.now}`)].join('\n'),
    );
    // A statement's own "who" or "when" asks nothing.
    note(
      lead.filter((unit) => unit.kind !== 'question'),
      WEIGHTS.lead,
    );
    note(
      rest.filter((unit) => unit.kind !== 'question'),
      WEIGHTS.rest,
    );
    return { card, asks, weights };
  });

  const holders = new Map<number, number[]>();
  for (const [at, { weights }] of weightsOfCards.entries()) {
    for (const id of weights.keys()) {
      const list = holders.get(id);
      if (list) list.push(at);
      else holders.set(id, [at]);
    }
  }
  const count = knowledge.cards.length;
  const rarity = new Float64Array(ids.size);
  for (const [key, id] of ids) {
    const held = holders.get(id)?.length ?? 0;
    rarity[id] = key.startsWith('?')
      ? WEIGHTS.question
      : key.startsWith('f:')
        ? WEIGHTS.small
        : Math.log(1 + (count - held + 0.5) / (held + 0.5));
  }
  const pairs = new Map<string, number>();
  const pairWeights: number[] = [];
  const pairOf = (one: Unit, two: Unit, learn: boolean): number | undefined => {
    const [first, second] = [one.keys[0] ?? '', two.keys[0] ?? ''];
    const key = `${first}|${second}`;
    let id = pairs.get(key);
    if (id === undefined && learn) {
      id = ids.size + pairs.size;
      pairs.set(key, id);
      const least = Math.min(rarity[ids.get(first) ?? 0] ?? 0, rarity[ids.get(second) ?? 0] ?? 0);
      pairWeights.push(WEIGHTS.pair * least);
    }
    return id;
  };
  const pairsOf = (units: readonly Unit[], learn: boolean): number[] => {
    const spoken = units.filter((unit) => unit.kind !== 'question');
    const found = new Set<number>();
    for (let at = 1; at < spoken.length; at += 1) {
      const [one, two] = [spoken[at - 1], spoken[at]];
      const id = one && two && pairOf(one, two, learn);
      if (id !== undefined) found.add(id);
    }
    return [...found];
  };
  const worth = (id: number): number =>
    id < ids.size ? (rarity[id] ?? 0) : (pairWeights[id - ids.size] ?? 0);
  const indexed: IndexedCard[] = weightsOfCards.map(({ card, asks, weights }) => {
    const keys = new Map<number, number>();
    for (const [id, weight] of weights)
      keys.set(id, (weight * (WEIGHTS.k1 + 1)) / (weight + WEIGHTS.k1));
    return {
      card,
      keys,
      asks: asks.map(({ text, kind, units }) => {
        const own = [
          ...new Set(units.map((unit) => idOf(unit.keys[0] ?? ''))),
          ...pairsOf(units, true),
        ];
        const total = own.reduce((sum, id) => sum + worth(id), 0);
        return { text, kind, keys: Int32Array.from(own), total };
      }),
    };
  });

  const knownKeys = (unit: Unit): { id: number; share: number }[] => {
    const found: { id: number; share: number }[] = [];
    const [main, ...others] = unit.keys;
    const id = main === undefined ? undefined : ids.get(main);
    if (id !== undefined) found.push({ id, share: 1 });
    for (const key of others) {
      const other = ids.get(key);
      if (other !== undefined)
        found.push({ id: other, share: WEIGHTS.otherKeys / Math.sqrt(others.length) });
    }
    return found;
  };
  const weigh = (unit: Unit): number => {
    if (unit.kind === 'question') return WEIGHTS.question;
    if (unit.kind === 'small') return WEIGHTS.small;
    const known = knownKeys(unit);
    const main = known.find((key) => key.share === 1);
    if (main) return rarity[main.id] ?? 0;
    const rank = lexicon.everyday(unit.text);
    return WEIGHTS.unknown[rank] ?? WEIGHTS.unknown[0] ?? 0;
  };

  // Scratch space, reused: one search runs at a time and ends before the next begins.
  const best = new Float64Array(ids.size + pairs.size);

  const search = (query: Query, most = 5): Hit[] => {
    const units = query.units
      .filter((unit) => unit.kind !== 'small')
      .map((unit) => {
        const weight = weigh(unit) * unit.weight;
        return { unit, weight, keys: knownKeys(unit) };
      });
    const total = units.reduce((sum, { weight }) => sum + weight, 0);
    if (total === 0) return [];

    // Rare keys choose the candidates; common ones only weigh those already chosen.
    const byCost = units
      .flatMap(({ keys, weight }) =>
        keys.map(({ id, share }) => ({ holders: holders.get(id) ?? [], id, gain: weight * share })),
      )
      .sort((one, two) => one.holders.length - two.holders.length);
    const rough = new Map<number, number>();
    let spent = 0;
    for (const { holders: list, id, gain } of byCost) {
      if (spent > 0 && spent + list.length > POSTINGS_BUDGET) {
        for (const [at, score] of rough) {
          const weight = indexed[at]?.keys.get(id);
          if (weight !== undefined) rough.set(at, score + gain * weight);
        }
        continue;
      }
      spent += list.length;
      for (const at of list)
        rough.set(at, (rough.get(at) ?? 0) + gain * (indexed[at]?.keys.get(id) ?? 0));
    }
    const candidates = topOf(rough, CANDIDATES);

    // How much each key of the question is worth, for comparing with asks.
    const touched: number[] = [];
    for (const { keys } of units) {
      for (const { id, share } of keys) {
        if (share > (best[id] ?? 0)) best[id] = share;
        touched.push(id);
      }
    }
    let asked = total;
    for (const unit of query.units) {
      const id = unit.kind === 'small' ? ids.get(unit.keys[0] ?? '') : undefined;
      if (unit.kind === 'small') asked += WEIGHTS.small;
      if (id === undefined) continue;
      best[id] = 1;
      touched.push(id);
    }
    for (const id of pairsOf(query.units, false)) {
      best[id] = 1;
      asked += worth(id);
      touched.push(id);
    }
    const hits: Hit[] = [];
    for (const at of candidates) {
      const entry = indexed[at];
      if (entry) hits.push(judge(entry));
    }
    for (const id of touched) best[id] = 0;
    return hits.sort((one, two) => two.score - one.score).slice(0, most);

    function judge({ card, keys, asks }: IndexedCard): Hit {
      let covered = 0;
      let bm25 = 0;
      const missing: WeightedUnit[] = [];
      for (const { unit, weight, keys: own } of units) {
        let share = 0;
        let tf = 0;
        let others = 0;
        for (const key of own) {
          const held = keys.get(key.id);
          if (held === undefined) continue;
          if (key.share === 1) {
            share = 1;
            tf = held;
          } else {
            others += key.share * key.share;
            tf = Math.max(tf, held * key.share);
          }
        }
        share = Math.max(share, Math.sqrt(others));
        covered += weight * share;
        bm25 += weight * tf;
        if (share < 0.3 && unit.kind !== 'question') missing.push(unit);
      }
      let likeness = 0;
      let second = 0;
      let third = 0;
      let closest: IndexedAsk | undefined;
      const polar = { yes: { text: '', likeness: 0 }, no: { text: '', likeness: 0 } };
      for (const ask of asks) {
        let shared = 0;
        for (const id of ask.keys) {
          const share = best[id] ?? 0;
          if (share > 0) shared += share * worth(id);
        }
        const like =
          shared / ((1 - WEIGHTS.askLength) * asked + WEIGHTS.askLength * ask.total || 1);
        if (ask.kind === 'yes' || ask.kind === 'no') {
          if (like > polar[ask.kind].likeness) polar[ask.kind] = { text: ask.text, likeness: like };
        }
        if (like > likeness) {
          third = second;
          second = likeness;
          likeness = like;
          closest = ask;
        } else if (like > second) {
          third = second;
          second = like;
        } else if (like > third) third = like;
      }
      const near = (likeness + WEIGHTS.second * (second + third)) / (1 + 2 * WEIGHTS.second);
      likeness = Math.min(1, likeness);
      const coverage = covered / total;
      const saturated = bm25 / (total * (WEIGHTS.k1 + 1));
      const forRole = query.role !== undefined && (card.for as string[]).includes(query.role);
      return {
        card,
        score:
          WEIGHTS.ask * near + (1 - WEIGHTS.ask) * saturated + (forRole ? WEIGHTS.role : 0),
        likeness,
        coverage,
        ask: { text: closest?.text ?? card.title, kind: closest?.kind ?? 'title' },
        missing,
        polar,
      };
    }
  };

  return {
    search,
    weigh,
    knows: (unit) => knownKeys(unit).some((key) => key.share === 1),
  };
}

function topOf(scores: ReadonlyMap<number, number>, most: number): number[] {
  if (scores.size <= most) return [...scores.keys()];
  return [...scores]
    .sort((one, two) => two[1] - one[1])
    .slice(0, most)
    .map(([at]) => at);
}
