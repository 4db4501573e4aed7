/** A case reference: a few letters and numbers the school makes up, which say nothing of the child. */

import { isEnglish } from '../english.ts';
import { findIdentifiers } from '../safety/identifiers.ts';
import type { Safety } from '../safety/words.ts';

/** A reference that may be kept, or why not, in a sentence with an example. */
export type ReadReference = { value: string } | { problem: string };

const COLOURS =
  'amber blue copper coral green grey indigo ivory jade lilac lime mint navy ochre olive orange pink plum purple red ruby sand silver teal violet white yellow'.split(
    ' ',
  );
const THINGS =
  'anchor arrow badge basket beacon boat bridge button candle canoe castle cloud comet compass drum feather ferry fossil garden harbour kettle kite ladder lantern maple marble meadow mirror pebble pencil puzzle ribbon rocket saddle shell spoon ticket tower tunnel wagon whistle windmill'.split(
    ' ',
  );
const EXAMPLE = 'blue-47';

/**
 * Reads a reference as typed. What looks like somebody's name, initials, a date, a UPN or an NHS
 * number is refused, because a reference stands on every page of a draft, in lists and file names.
 *
 * @param typed anything
 * @param safety for its lists of names
 * @returns the reference with hyphens for spaces, or a plain sentence that says what to change; never
 *   repeats what was typed; never throws
 */
export function readReference(typed: string, safety: Pick<Safety, 'identifiers'>): ReadReference {
  const value = typed
    .normalize('NFKC')
    .trim()
    .replace(/^["'“‘(]+|["'”’).,!]+$/g, '')
    .replace(/\s*[\p{Pd}\u2212_/]\s*/gu, '-')
    .replace(/\s+/g, '-');
  const problem = whyNot(value, safety);
  if (problem !== undefined) return { problem: `${problem} For example: ${EXAMPLE}.` };
  return { value };
}

/**
 * Makes up a reference from a colour or a thing and a number, such as "kite-47".
 *
 * @param random gives numbers from 0 to below 1, as Math.random
 */
export function suggestReference(random: () => number): string {
  const list = random() < 0.5 ? COLOURS : THINGS;
  const word = list[Math.floor(random() * list.length)] ?? 'blue';
  return `${word}-${20 + Math.floor(random() * 80)}`;
}

function whyNot(value: string, { identifiers }: Pick<Safety, 'identifiers'>): string | undefined {
  if (/^[a-z](?:-?\d){11}-?[\da-z]$/i.test(value))
    return 'That looks like a UPN, which must not be kept here. Please make up a reference.';
  const digits = value.replace(/-/g, '');
  if (/^\d{10}$/.test(digits))
    return 'That looks like an NHS number, which must not be kept here. Please make up a reference.';
  if (!/^[a-z\d-]{2,12}$/i.test(value))
    return 'A reference has 2 to 12 letters, digits or hyphens.';
  if (!/[a-z\d]/i.test(value)) return 'A reference needs a letter or a digit.';
  if (isDate(value, identifiers.birthYears))
    return 'That looks like a date or a year, which could tell who the child is.';
  if (isInitials(value)) return 'That looks like initials, which could tell who the child is.';
  const parts = value.split(/-|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])|(?<=[a-z])(?=[A-Z])/);
  if (parts.some((part) => isName(part, identifiers)))
    return 'That looks like a name, which could tell who the child is.';
  if (findIdentifiers(value, identifiers).length > 0)
    return 'That looks like something that could tell who the child is.';
  return undefined;
}

const MONTH =
  /(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?/;

/** A date in any order, run together or not, or one of the years in which a pupil may be born. */
function isDate(value: string, [first, last]: readonly [number, number]): boolean {
  const small = value.toLowerCase();
  if (/^\d{1,4}-\d{1,2}-\d{1,4}$/.test(small)) return true;
  if (
    new RegExp(`^(?:\\d{1,2}(?:st|nd|rd|th)?-?)?${MONTH.source}-?\\d{0,4}$`).test(small) &&
    /\d/.test(small)
  )
    return true;
  const years = small.match(/(?:19|20)\d{2}/g) ?? [];
  if (years.some((year) => Number(year) >= first && Number(year) <= last)) return true;
  const six = /^(\d{2})(\d{2})(\d{2}|\d{4})$/.exec(small.replace(/-/g, ''));
  if (!six) return false;
  const [day, month] = [Number(six[1]), Number(six[2])];
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

/** Two or three letters and nothing else but perhaps a class: "JB", "j-s", "JB4", "JB-Y4". */
function isInitials(value: string): boolean {
  const match = /^([a-z]-?[a-z](?:-?[a-z])?)(?:-?\d{1,2}[a-z]?|-(?:y|yr|year)-?\d{1,2})?$/i.exec(
    value,
  );
  const letters = match?.[1] ?? '';
  if (letters === '' || /^(?:ref|id|no|sen)$/i.test(letters)) return false;
  // "red-22" and "oak-4" are words, unless they stand in capitals.
  return !(letters.length === 3 && letters === letters.toLowerCase() && isEnglish(letters));
}

function isName(part: string, words: Safety['identifiers']): boolean {
  const word = part.toLowerCase();
  if (word.length < 3) return words.firstNames.has(word);
  // A colour or a thing may stand even if somebody is called so; Hope or Will may not.
  if (COLOURS.includes(word) || THINGS.includes(word)) return false;
  if (words.firstNames.has(word) || words.surnames.has(word)) return !OBJECTS.has(word);
  if (words.cuedNames.has(word)) return !OBJECTS.has(word);
  // No English word, and sayable: most likely a name that no list holds, or two run together.
  return (
    word.length >= 4 &&
    /^[a-z]+$/.test(word) &&
    /[aeiouy]/.test(word) &&
    !isEnglish(word) &&
    !words.things.has(word) &&
    !words.notAName.has(word)
  );
}

/** Names and objects both: as a reference they are objects. */
const OBJECTS = new Set(
  'star river bear storm sky brook forest reed stone bell wood ford field bird fox lion wolf tiger day carr bush barn flint wren robin dove lark raven rain ocean winter autumn summer spring'.split(
    ' ',
  ),
);
