/** Finds the cards that best answer a question: BM25 over fields, and likeness to known asks. */

import { everyday } from '../english.ts';
import type { Card } from '../knowledge/card.ts';
import type { Knowledge } from '../knowledge/read.ts';
import { type IndexedCard, indexCards, neighbours, type Without } from './index.ts';
import { makePhases } from './phase.ts';
import type { WeightedUnit } from './units.ts';
import { WEIGHTS } from './weights.ts';
import type { Lexicon, Unit } from './words.ts';

/** A question ready to be searched. */
export interface Query {
  units: readonly WeightedUnit[];
  /** The asker's role, as a slight preference. */
  role?: string;
  /** The card a follow-up comes after: its topic is likely still meant, but not the same card. */
  after?: Card;
  /** Cards that cite a paragraph or section named in the question, by id. */
  cited?: ReadonlySet<string>;
}

/** A card found, with the reasons. */
export interface Hit {
  card: Card;
  /** 0 to about 1: likeness to the best asks and share of the question found. */
  score: number;
  /** Likeness to the best known ask, 0 to 1. */
  likeness: number;
  /** Share of the question's weight that the card holds anywhere, 0 to 1. */
  coverage: number;
  /** How much the card holds of the question, in the coin of rarity: one rare word is about 5. */
  held: number;
  /** The yes-or-no asks most like the question. */
  polar: { yes: Likeness; no: Likeness };
  /** Units of the question that the card does not hold. */
  missing: readonly WeightedUnit[];
}

/** How like one ask is. */
export interface Likeness {
  text: string;
  likeness: number;
}

/** Search over all cards. */
export interface Index {
  /** @returns the best cards, best first, at most `most` */
  search(query: Query, most?: number): Hit[];
  /** How much a unit counts in a search; rare words count more. */
  weigh(unit: Unit): number;
}

/** A unit of the question with the numbers of the keys that cards hold. */
interface Term {
  unit: WeightedUnit;
  weight: number;
  keys: readonly { id: number; share: number }[];
}

/** So many entries are read to choose candidates; commoner words then only weigh those chosen. */
const POSTINGS_BUDGET = 8_000;
/** So many are kept when the commoner words come to be weighed. */
const LONG_LIST = 200;
/** So many cards are compared ask by ask. */
const CANDIDATES = 48;

/** Makes the search; scratch space is reused, since one search ends before the next begins. */
export function buildIndex(
  knowledge: Pick<Knowledge, 'cards'>,
  lexicon: Lexicon,
  without?: Without,
): Index {
  const index = indexCards(knowledge, lexicon, without);
  const phases = makePhases(lexicon);
  const phaseOfCards = index.cards.map(({ card }) => phases.ofCard(card));
  const rough = new Float64Array(index.cards.length);
  const values = new Float64Array(index.worth.length);

  const keysOf = (unit: Unit): Term['keys'] => {
    const share = WEIGHTS.otherKeys / Math.sqrt(Math.max(1, unit.keys.length - 1));
    return unit.keys.flatMap((key, at) => {
      const id = index.id(key);
      return id === undefined ? [] : [{ id, share: at === 0 ? 1 : share }];
    });
  };
  const weigh = (unit: Unit): number => {
    if (unit.kind === 'question') return WEIGHTS.question;
    if (unit.kind === 'small') return WEIGHTS.small;
    const id = index.id(unit.keys[0] ?? '');
    if (id !== undefined) return index.worth[id] ?? 0;
    return WEIGHTS.unknown[everyday(unit.text)] ?? 0;
  };

  /** Rare keys choose the candidates. */
  const candidates = (terms: readonly Term[]): number[] => {
    const lists = terms
      .flatMap(({ keys, weight }) =>
        keys.map(({ id, share }) => ({ id, gain: weight * share, postings: index.postings[id] })),
      )
      .sort((one, two) => (one.postings?.cards.length ?? 0) - (two.postings?.cards.length ?? 0));
    let touched: number[] = [];
    const cleared: number[] = [];
    let spent = 0;
    let full = false;
    for (const { id, gain, postings } of lists) {
      if (!postings || gain === 0) continue;
      const { cards, strengths } = postings;
      if (full || (spent > 0 && spent + cards.length > POSTINGS_BUDGET)) {
        if (!full) {
          full = true;
          cleared.push(...touched);
          touched = highest(touched, rough, LONG_LIST);
        }
        for (const at of touched)
          rough[at] = (rough[at] ?? 0) + gain * (index.cards[at]?.keys.get(id) ?? 0);
        continue;
      }
      spent += cards.length;
      for (let entry = 0; entry < cards.length; entry += 1) {
        const at = cards[entry] ?? 0;
        if (rough[at] === 0) touched.push(at);
        rough[at] = (rough[at] ?? 0) + gain * (strengths[entry] ?? 0);
      }
    }
    const best = highest(touched, rough, CANDIDATES);
    for (const at of touched) rough[at] = 0;
    for (const at of cleared) rough[at] = 0;
    return best;
  };

  const search = (query: Query, most = 5): Hit[] => {
    const terms: Term[] = query.units
      .filter((unit) => unit.kind !== 'small')
      .map((unit) => ({ unit, weight: weigh(unit) * unit.weight, keys: keysOf(unit) }));
    dropChatter(terms);
    const total = terms.reduce((sum, { weight }) => sum + weight, 0);
    if (total === 0) return [];
    const chosen = candidates(terms);

    // What each key of the question is worth in an ask, for as long as this search lasts.
    const marked: number[] = [];
    let asked = total;
    const mark = (id: number, share: number) => {
      const value = share * (index.worth[id] ?? 0);
      if (value > (values[id] ?? 0)) values[id] = value;
      marked.push(id);
    };
    for (const { keys } of terms) for (const { id, share } of keys) mark(id, share);
    for (const unit of query.units) {
      if (unit.kind !== 'small') continue;
      asked += WEIGHTS.small;
      const id = index.id(unit.keys[0] ?? '');
      if (id !== undefined) mark(id, 1);
    }
    for (const [one, two] of neighbours(query.units)) {
      const id = index.pairId(one, two);
      if (id === undefined) continue;
      asked += index.worth[id] ?? 0;
      mark(id, 1);
    }
    const meant = phases.ofQuestion(query.units, query.role);
    const hits = chosen.flatMap((at) => {
      const entry = index.cards[at];
      if (!entry) return [];
      const hit = judge(entry, terms, total, asked, values, query.role);
      const phase = phaseOfCards[at];
      if (query.after) hit.score *= nearness(entry.card, query.after);
      if (query.cited?.has(entry.card.id)) hit.score *= WEIGHTS.cited;
      if (phase) hit.score *= meant.includes(phase) ? WEIGHTS.samePhase : WEIGHTS.otherPhase;
      return [hit];
    });
    for (const id of marked) values[id] = 0;
    return hits.sort((one, two) => two.score - one.score).slice(0, most);
  };
  return { search, weigh };
}

/** A follow-up mostly stays with its topic: the card's folder, and the cards it names as related. */
function nearness(card: Card, after: Card): number {
  if (card.id === after.id) return WEIGHTS.sameCard;
  if (after.related.includes(card.id) || card.related.includes(after.id)) return WEIGHTS.related;
  return topicOf(card) === topicOf(after) ? WEIGHTS.sameTopic : 1;
}

/** "england/ehc-assessment/ehc-six-weeks.md" is about ehc-assessment, wherever it stands. */
function topicOf(card: Card): string {
  return card.file.split('/').at(-2) ?? '';
}

/** Compares one card with the question: what it holds, and how like its asks are. */
function judge(
  { card, keys, asks }: IndexedCard,
  terms: readonly Term[],
  total: number,
  asked: number,
  values: Float64Array,
  role: string | undefined,
): Hit {
  let held = 0;
  let strength = 0;
  const missing: WeightedUnit[] = [];
  for (const { unit, weight, keys: own } of terms) {
    let main = 0;
    let others = 0;
    let strongest = 0;
    for (const { id, share } of own) {
      const found = keys.get(id);
      if (found === undefined) continue;
      if (share === 1) main = 1;
      else others += share * share;
      strongest = Math.max(strongest, found * share);
    }
    const share = Math.max(main, Math.sqrt(others));
    held += weight * share;
    strength += weight * strongest;
    if (share < 0.3 && unit.kind !== 'question') missing.push(unit);
  }
  const polar = { yes: { text: '', likeness: 0 }, no: { text: '', likeness: 0 } };
  let [first, second, third] = [0, 0, 0];
  let key = 0;
  for (let at = 0; at < asks.ends.length; at += 1) {
    const end = asks.ends[at] ?? 0;
    let shared = 0;
    for (; key < end; key += 1) shared += values[asks.keys[key] ?? 0] ?? 0;
    const length = (1 - WEIGHTS.askLength) * asked + WEIGHTS.askLength * (asks.totals[at] ?? 0);
    const likeness = Math.min(1, shared / (length || 1));
    if (likeness === 0) continue;
    const { text, kind } = asks.asks[at] ?? { text: '', kind: 'asks' };
    if ((kind === 'yes' || kind === 'no') && likeness > polar[kind].likeness)
      polar[kind] = { text, likeness };
    if (likeness > first) [first, second, third] = [likeness, first, second];
    else if (likeness > second) [second, third] = [likeness, second];
    else if (likeness > third) third = likeness;
  }
  const likeness = (first + WEIGHTS.second * (second + third)) / (1 + 2 * WEIGHTS.second);
  const bm25 = strength / (total * (WEIGHTS.k1 + 1));
  const preferred = role !== undefined && (card.for as readonly string[]).includes(role);
  return {
    card,
    score: WEIGHTS.ask * likeness + (1 - WEIGHTS.ask) * bm25 + (preferred ? WEIGHTS.role : 0),
    likeness: first,
    coverage: held / total,
    held,
    polar,
    missing,
  };
}

/** Keeps only the heaviest of the words that no card uses. */
function dropChatter(terms: Term[]): void {
  terms
    .filter(({ keys, unit }) => keys.length === 0 && unit.kind !== 'question')
    .sort((one, two) => two.weight - one.weight)
    .slice(WEIGHTS.unknownAtMost)
    .forEach((term) => {
      term.weight = 0;
    });
}

/** The places with the highest scores, without sorting them all. */
function highest(places: readonly number[], scores: Float64Array, most: number): number[] {
  if (places.length <= most) return [...places];
  const best: number[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (const at of places) {
    const score = scores[at] ?? 0;
    if (best.length === most && score <= least) continue;
    let slot = best.length;
    while (slot > 0 && (scores[best[slot - 1] ?? 0] ?? 0) < score) slot -= 1;
    best.splice(slot, 0, at);
    if (best.length > most) best.pop();
    least = scores[best[best.length - 1] ?? 0] ?? 0;
  }
  return best;
}
