/** Units with their weights: what a question is about, and how texts are joined. */

import type { Unit } from './words.ts';

/** A unit and how much it counts: 1 for what was typed, less for what is carried over. */
export interface WeightedUnit extends Unit {
  weight: number;
}

/** Units that say what a question is about. */
export function content<U extends Unit>(units: readonly U[]): U[] {
  return units.filter((unit) => unit.kind !== 'question' && unit.kind !== 'small');
}

/** Both, each thing once; the first way of saying it stands. */
export function join(one: readonly WeightedUnit[], two: readonly WeightedUnit[]): WeightedUnit[] {
  const seen = new Set(one.map((unit) => unit.keys[0]));
  return [...one, ...two.filter((unit) => !seen.has(unit.keys[0]))];
}

/** A figure may be the very thing the asker has wrong, so it counts for less than a word. */
const FIGURE = 0.35;

/** Each thing once, with its weight. */
export function weigh(units: readonly Unit[], weight: number): WeightedUnit[] {
  const found = new Map<string, WeightedUnit>();
  for (const unit of units) {
    const main = unit.keys[0] ?? '';
    const before = found.get(main);
    // Said twice in other words: both ways of saying it help, but it counts once.
    if (before) before.keys = [...new Set([...before.keys, ...unit.keys])];
    else
      found.set(main, {
        ...unit,
        weight: unit.kind === 'number' ? weight * FIGURE : weight,
      });
  }
  return [...found.values()];
}

/** A question with its meaning resolved, as words: what the next turn builds on. */
export function resolvedText(units: readonly WeightedUnit[]): string {
  return units.map((unit) => unit.text).join(' ');
}
