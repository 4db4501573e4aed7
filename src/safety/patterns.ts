/**
 * Word patterns that a person who has never seen code can read and write.
 *
 *     bruis*                     any word that begins so
 *     *s draft                   any word that ends so
 *     (he|she) flinches          either word
 *     <pupil> .. flinches        any word of the list `pupil`; up to two words between
 *     told me ... dad            up to six words between
 *     (gone|ran away) again      a choice may hold more than one word
 *     the? panel                 the word may be left out
 *     hit her (again|.)          a full stop is the end of a sentence
 *
 * A pattern never reads past the end of a sentence unless it says so. Small letters, no
 * apostrophes, hyphens written as spaces.
 */

import { englishFrom } from '../english.ts';
import { BREAK } from './text.ts';

/** Named lists of words for use in patterns, as they stand in the file. */
export type Groups = Readonly<Record<string, readonly string[]>>;

/** Patterns ready to be looked for. */
export interface Patterns {
  /** Each place where a pattern holds: the positions of the words that it names. */
  all(words: readonly string[]): number[][];
  /** Whether any pattern holds. */
  some(words: readonly string[]): boolean;
  /** Which pattern holds first, as written in the file: for a test's message. */
  which(words: readonly string[]): string | undefined;
  /** Every word named, so that slips can be mended towards them. */
  vocabulary(): Set<string>;
}

/** Thrown when a pattern cannot be read; the message quotes it. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

const FEW = 2;
const SEVERAL = 6;

interface Step {
  exact: ReadonlySet<string>;
  starts: readonly string[];
  ends: readonly string[];
  /** How many words may stand before this one. */
  gap: number;
  optional: boolean;
}

interface Pattern {
  written: string;
  steps: readonly Step[];
  /** The step looked for first, because the fewest words fit it. */
  anchor: number;
}

/**
 * Reads patterns once, at start.
 *
 * @throws PatternError when a pattern names a list that is not there, or nothing but wildcards
 */
export function readPatterns(written: readonly string[], groups: Groups = {}): Patterns {
  const patterns = written.flatMap((line) => readPattern(line, groups));
  const byWord = new Map<string, Pattern[]>();
  // By their first two letters, so that few beginnings are tried on each word.
  const byStart = new Map<string, { start: string; pattern: Pattern }[]>();
  for (const pattern of patterns) {
    const step = pattern.steps[pattern.anchor];
    for (const word of step?.exact ?? []) shelve(byWord, word, pattern);
    for (const start of step?.starts ?? []) shelve(byStart, start.slice(0, 2), { start, pattern });
  }

  function* found(words: readonly string[]): Generator<{ pattern: Pattern; places: number[] }> {
    for (const [at, word] of words.entries()) {
      for (const pattern of byWord.get(word) ?? []) {
        const places = hold(pattern, words, at);
        if (places) yield { pattern, places };
      }
      for (const { start, pattern } of byStart.get(word.slice(0, 2)) ?? []) {
        if (!word.startsWith(start)) continue;
        const places = hold(pattern, words, at);
        if (places) yield { pattern, places };
      }
    }
  }

  return {
    all: (words) => Array.from(found(words), (one) => one.places),
    some: (words) => !found(words).next().done,
    which: (words) => {
      for (const one of found(words)) return one.pattern.written;
      return undefined;
    },
    vocabulary: () => {
      const all = new Set<string>();
      for (const { steps } of patterns) {
        for (const step of steps) {
          for (const word of step.exact) all.add(word);
          for (const start of step.starts) for (const word of englishFrom(start)) all.add(word);
        }
      }
      return all;
    },
  };
}

/** The words with every place of the patterns struck out, so that nothing else reads it. */
export function strike(words: readonly string[], patterns: Patterns): readonly string[] {
  const places = patterns.all(words);
  if (places.length === 0) return words;
  const struck = [...words];
  for (const place of places.flat()) if (struck[place] !== BREAK) struck[place] = '_';
  return struck;
}

/** One written line; more than one pattern where a choice holds several words. */
function readPattern(written: string, groups: Groups): Pattern[] {
  let variants: string[][] = [[]];
  for (const part of written.match(/\([^)]*\)\??|\S+/g) ?? []) {
    const choices = part.startsWith('(') ? part.replace(/^\(|\)\??$/g, '').split('|') : [part];
    const long = choices.filter((choice) => choice.trim().includes(' '));
    const short = choices.filter((choice) => !choice.trim().includes(' '));
    const mark = part.startsWith('(') && part.endsWith('?') ? '?' : '';
    const ways: string[][] = long.map((choice) => choice.trim().split(/\s+/));
    if (short.length > 0) ways.push([`${short.join('|')}${mark}`]);
    else if (mark) ways.push([]);
    variants = variants.flatMap((sofar) => ways.map((way) => [...sofar, ...way]));
  }
  return variants.map((parts) => readVariant(written, parts, groups));
}

function readVariant(written: string, parts: readonly string[], groups: Groups): Pattern {
  const steps: Step[] = [];
  let gap = 0;
  for (const part of parts) {
    if (part === '...' || part === '..') {
      gap = part === '..' ? FEW : SEVERAL;
      continue;
    }
    const optional = part.endsWith('?');
    const choices = part
      .replace(/\?$/, '')
      .split('|')
      .flatMap((choice) => {
        const name = /^<(.+)>$/.exec(choice)?.[1];
        if (name === undefined) return [choice];
        const group = groups[name];
        if (!group) {
          throw new PatternError(`"${written}" names the list <${name}>, which is not there`);
        }
        return group;
      });
    for (const choice of choices) {
      if (!/^(?:\*?[\p{Ll}\p{N}]+\*?|\.)$/u.test(choice)) {
        throw new PatternError(
          `"${written}" holds "${choice}": write small letters without apostrophes or hyphens, and * only at one end`,
        );
      }
    }
    steps.push({
      exact: new Set(choices.filter((choice) => !choice.includes('*'))),
      starts: choices.filter((choice) => choice.endsWith('*')).map((choice) => choice.slice(0, -1)),
      ends: choices.filter((choice) => choice.startsWith('*')).map((choice) => choice.slice(1)),
      gap,
      optional,
    });
    gap = 0;
  }
  let anchor = -1;
  let fewest = Number.POSITIVE_INFINITY;
  for (const [at, step] of steps.entries()) {
    const size = step.exact.size + step.starts.length * 3 + (step.exact.has(BREAK) ? 50 : 0);
    if (step.optional || step.ends.length > 0 || size >= fewest) continue;
    anchor = at;
    fewest = size;
  }
  if (anchor < 0) throw new PatternError(`"${written}" needs at least one whole word`);
  return { written, steps, anchor };
}

function shelve<T>(shelves: Map<string, T[]>, key: string, one: T): void {
  const shelf = shelves.get(key);
  if (shelf) shelf.push(one);
  else shelves.set(key, [one]);
}

/** Whether the pattern holds with its anchor at `at`, and where its words stand. */
function hold(pattern: Pattern, words: readonly string[], at: number): number[] | undefined {
  const { steps, anchor } = pattern;
  const after = follow(steps, anchor + 1, 1, words, at, steps[anchor + 1]?.gap ?? 0);
  if (!after) return undefined;
  const before = follow(steps, anchor - 1, -1, words, at, steps[anchor]?.gap ?? 0);
  return before && [...before, at, ...after];
}

function follow(
  steps: readonly Step[],
  next: number,
  way: 1 | -1,
  words: readonly string[],
  from: number,
  gap: number,
): number[] | undefined {
  const step = steps[next];
  if (!step) return [];
  // A gap is written before a word; walking back, it stands before the word just left.
  const gapAfter = way === 1 ? (steps[next + 1]?.gap ?? 0) : step.gap;
  for (let skipped = 0; skipped <= gap; skipped += 1) {
    const at = from + way * (skipped + 1);
    const word = words[at];
    if (word === undefined) break;
    if (fits(step, word)) {
      const rest = follow(steps, next + way, way, words, at, gapAfter);
      if (rest) return [at, ...rest];
    }
    if (word === BREAK) break;
  }
  if (!step.optional) return undefined;
  return follow(steps, next + way, way, words, from, Math.max(gap, gapAfter));
}

function fits(step: Step, word: string): boolean {
  if (step.exact.has(word)) return true;
  for (const start of step.starts) if (word.startsWith(start)) return true;
  for (const end of step.ends) if (word.length > end.length && word.endsWith(end)) return true;
  return false;
}
