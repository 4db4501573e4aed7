/** Learns from example messages how a worry about a child is told, beyond what patterns can list. */

import { stemmer } from 'stemmer';
import { wordsOf } from './text.ts';

/** Messages that should bring the safeguarding card, and messages that should not. */
export interface Examples {
  worries: readonly string[];
  ordinary: readonly string[];
}

/** How worrying a message reads: above 0 more likely a worry than not; the scale is log-odds. */
export type Worry = (text: string) => number;

/** Passes over the examples; more would only learn them by heart. */
const PASSES = 6;
const RATE = 1.5;
/** So many of the last passes are averaged, so that one line more moves little else. */
const SETTLED = 3;
/** A missed worry costs far more than a card too many. */
const WORRY_COUNTS = 5;
/** When unsure, it is a worry: so much is added to what the examples say. */
const CAUTION = 0.4;

/**
 * Fits a logistic regression over words and pairs of words: the plainest learner that weighs
 * evidence, the same every time, quick enough to be made anew at each start, so that adding a line
 * to the examples is all it takes to teach it.
 *
 * @returns a judge of messages; it never throws
 */
export function learnWorries({ worries, ordinary }: Examples): Worry {
  const words = new Map<string, number>();
  const pairs = new Map<number, number>();
  let known = 0;
  const texts = [...worries, ...ordinary];
  const found: number[] = [];
  const ends = new Int32Array(texts.length);
  for (const [row, text] of texts.entries()) {
    const from = found.length;
    let before: number | undefined;
    for (const word of stemsOf(text)) {
      let id = words.get(word);
      if (id === undefined) {
        id = known;
        known += 1;
        words.set(word, id);
      }
      if (found.indexOf(id, from) < 0) found.push(id);
      if (before !== undefined) {
        const pair = pairOf(before, id);
        let pairId = pairs.get(pair);
        if (pairId === undefined) {
          pairId = known;
          known += 1;
          pairs.set(pair, pairId);
        }
        if (found.indexOf(pairId, from) < 0) found.push(pairId);
      }
      before = id;
    }
    ends[row] = found.length;
  }
  const own = Int32Array.from(found);
  const weights = new Float64Array(known);
  const settled = new Float64Array(known);
  let settledBias = 0;
  const balance = Math.min(WORRY_COUNTS, ordinary.length / (worries.length || 1));
  let bias = 0;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const rate = RATE / (1 + 0.3 * pass);
    for (const row of shuffled(texts.length, pass)) {
      const [from, to] = [row > 0 ? (ends[row - 1] ?? 0) : 0, ends[row] ?? 0];
      const root = Math.sqrt(to - from || 1);
      let sum = 0;
      for (let at = from; at < to; at += 1) sum += weights[own[at] ?? 0] ?? 0;
      const likely = 1 / (1 + Math.exp(-bias - sum / root));
      const step = (row < worries.length ? (1 - likely) * balance : -likely) * rate;
      if (Math.abs(step) < 1e-4) continue;
      bias += step * 0.1;
      const share = step / root;
      for (let at = from; at < to; at += 1) {
        const id = own[at] ?? 0;
        weights[id] = (weights[id] ?? 0) + share;
      }
    }
    if (pass < PASSES - SETTLED) continue;
    for (let id = 0; id < known; id += 1)
      settled[id] = (settled[id] ?? 0) + (weights[id] ?? 0) / SETTLED;
    settledBias += bias / SETTLED;
  }
  return (text) => {
    const seen = new Set<number | string>();
    let sum = 0;
    let before: string | undefined;
    const count = (id: number | undefined, name: string) => {
      const size = seen.size;
      if (seen.add(id ?? name).size === size) return;
      if (id !== undefined) sum += settled[id] ?? 0;
    };
    for (const word of stemsOf(text)) {
      const id = words.get(word);
      count(id, word);
      if (before !== undefined) {
        const first = words.get(before);
        const pair =
          first === undefined || id === undefined ? undefined : pairs.get(pairOf(first, id));
        count(pair, `${before} ${word}`);
      }
      before = word;
    }
    return CAUTION + settledBias + sum / Math.sqrt(seen.size || 1);
  };
}

/** Two words' numbers as one. */
function pairOf(one: number, two: number): number {
  return one * 0x100_0000 + two;
}

/**
 * The stems of a text's words, in order, with the breaks between sentences, so that how a sentence
 * begins ("she …", "what …") is evidence too; a long text is read no further than 200 words.
 */
function stemsOf(text: string): string[] {
  return wordsOf(text)
    .slice(0, 200)
    .map((word) => (word.length > 3 ? stemmer(word) : word));
}

/** The numbers below `count` in an order that is mixed, and the same at every start. */
function shuffled(count: number, seed: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, at) => at);
  let state = seed + 1;
  for (let at = count - 1; at > 0; at -= 1) {
    // Park and Miller's minimal standard generator.
    state = (state * 16_807) % 2_147_483_647;
    const other = state % (at + 1);
    const held = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = held;
  }
  return order;
}
