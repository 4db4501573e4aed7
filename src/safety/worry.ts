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
const RATE = 0.3;
/** A missed worry costs far more than a card too many. */
const WORRY_COUNTS = 5;

/**
 * Fits a logistic regression over words and pairs of words: the plainest learner that weighs
 * evidence, the same every time, quick enough to be made anew at each start, so that adding a line
 * to the examples is all it takes to teach it.
 *
 * @returns a judge of messages; it never throws
 */
export function learnWorries({ worries, ordinary }: Examples): Worry {
  const ids = new Map<string, number>();
  const texts = [...worries, ...ordinary];
  const found: number[] = [];
  const ends = new Int32Array(texts.length);
  for (const [row, text] of texts.entries()) {
    for (const feature of features(text)) {
      let id = ids.get(feature);
      if (id === undefined) {
        id = ids.size;
        ids.set(feature, id);
      }
      found.push(id);
    }
    ends[row] = found.length;
  }
  const own = Int32Array.from(found);
  const weights = new Float64Array(ids.size);
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
  }
  return (text) => {
    const said = features(text);
    let sum = 0;
    for (const feature of said) {
      const id = ids.get(feature);
      if (id !== undefined) sum += weights[id] ?? 0;
    }
    return bias + sum / Math.sqrt(said.length || 1);
  };
}

/** Words and neighbouring pairs, each once, by their stems. */
function features(text: string): string[] {
  const words = wordsOf(text)
    .filter((word) => word !== '.')
    .slice(0, 200)
    .map((word) => (word.length > 3 ? stemmer(word) : word));
  return [...new Set([...words, ...words.slice(1).map((word, at) => `${words[at]} ${word}`)])];
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
