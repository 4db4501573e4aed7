/** One plain form for what was typed, so that look-alike and invisible characters hide nothing. */

/**
 * How much of a message the patterns read. A message may be a megabyte; a person's is not, and
 * whatever lies beyond this is never passed on by {@link ./identifiers.ts} or {@link ./conduct.ts}.
 */
export const READ_AT_MOST = 20_000;

/** Stands between sentences, so that no pattern reads across one. */
export const BREAK = '.';

/** Format characters (zero-width, bidi, tags, soft hyphen), unassigned, private and broken ones. */
const INVISIBLE = /[\p{Cf}\p{Co}\p{Cn}\p{Cs}\u115F\u1160\u3164\uFFA0]|[\uFE00-\uFE0F]|\u034F/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

/** Letters of other alphabets that look Latin and that NFKC leaves alone (Unicode TR 39). */
const LOOK_ALIKES = new Map(
  Object.entries({
    а: 'a',
    в: 'b',
    е: 'e',
    к: 'k',
    м: 'm',
    н: 'h',
    о: 'o',
    р: 'p',
    с: 'c',
    т: 't',
    у: 'y',
    х: 'x',
    і: 'i',
    ї: 'i',
    ј: 'j',
    ѕ: 's',
    һ: 'h',
    ԁ: 'd',
    ԛ: 'q',
    ԝ: 'w',
    ӏ: 'l',
    α: 'a',
    β: 'b',
    ε: 'e',
    η: 'n',
    ι: 'i',
    κ: 'k',
    ν: 'v',
    ο: 'o',
    ρ: 'p',
    τ: 't',
    υ: 'u',
    χ: 'x',
    ɡ: 'g',
    ı: 'i',
    ł: 'l',
    ø: 'o',
    А: 'A',
    В: 'B',
    Е: 'E',
    К: 'K',
    М: 'M',
    Н: 'H',
    О: 'O',
    Р: 'P',
    С: 'C',
    Т: 'T',
    У: 'Y',
    Х: 'X',
    І: 'I',
    Ј: 'J',
    Ѕ: 'S',
    Α: 'A',
    Β: 'B',
    Ε: 'E',
    Η: 'H',
    Ι: 'I',
    Κ: 'K',
    Μ: 'M',
    Ν: 'N',
    Ο: 'O',
    Ρ: 'P',
    Τ: 'T',
    Υ: 'Y',
    Χ: 'X',
    Ζ: 'Z',
    '’': "'",
    '‘': "'",
    ʼ: "'",
    '`': "'",
    '´': "'",
    '“': '"',
    '”': '"',
  }),
);

/**
 * Takes out what a reader cannot see: zero-width, bidirectional and tag characters (by which an
 * order can be hidden in plain sight, GOV.UK Chat's `unicode_tags.rb`), control characters and
 * broken surrogates. Line ends and tabs stay.
 *
 * @param text anything, of any length
 * @returns the text without them; never throws
 */
export function clean(text: string): string {
  return text.replace(INVISIBLE, '').replace(CONTROL, '');
}

/** Text in one plain form, with the way back to where each of its characters stood. */
export interface Plain {
  text: string;
  /** Where character `at` of the plain text began in the original. */
  origin(at: number): number;
}

/**
 * Folds look-alikes, full-width forms, accents, curly quotes, odd dashes and odd spaces, and drops
 * invisible characters, keeping case. Reads the first {@link READ_AT_MOST} characters.
 *
 * @returns the plain text and the way back; never throws
 */
export function plain(text: string): Plain {
  const read = text.slice(0, READ_AT_MOST);
  if (isAscii(read)) return { text: read, origin: (at) => at };
  let out = '';
  const origins: number[] = [];
  let offset = 0;
  for (const character of read) {
    const folded = fold(character);
    for (let at = 0; at < folded.length; at += 1) origins.push(offset);
    out += folded;
    offset += character.length;
  }
  return { text: out, origin: (at) => origins[at] ?? offset };
}

/**
 * Splits a message into small-letter words: apostrophes vanish ("he's" and "hes" are one), hyphens
 * and slashes part words, and a {@link BREAK} stands between sentences and at both ends.
 */
export function wordsOf(text: string): string[] {
  const lower = plain(text)
    .text.toLowerCase()
    .replace(/'/g, '')
    .replace(/\b(mr|mrs|ms|dr|st|e\.?g|i\.?e)\./g, '$1 ');
  const found = lower.match(/[\p{L}\p{N}]+|[.?!;]+(?=\s|$)/gu) ?? [];
  const words = [BREAK];
  for (const word of found) {
    if (!/^[.?!;]/.test(word)) words.push(word);
    else if (words.at(-1) !== BREAK) words.push(BREAK);
  }
  if (words.at(-1) !== BREAK) words.push(BREAK);
  return words;
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII
  return /^[\u0000-\u007F]*$/.test(text);
}

function fold(character: string): string {
  if (character <= '\u007F') return character;
  const known = LOOK_ALIKES.get(character);
  if (known !== undefined) return known;
  if (/[\p{Pd}\u2212]/u.test(character)) return '-';
  if (/\p{Zs}/u.test(character)) return ' ';
  const composed = character
    .normalize('NFKC')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(INVISIBLE, '');
  return [...composed].map((part) => LOOK_ALIKES.get(part) ?? part).join('');
}
