/** Takes out of typed text what a file cannot hold, and keeps a list so that the writer is told. */

/**
 * What XML 1.0 forbids (section 2.2, Char) or discourages: control characters, non-characters and
 * halves of surrogate pairs. The discouraged are taken out too, since no program shows them and
 * the spreadsheet writer drops them without a word.
 */
const UNFIT = /[\p{Cs}\p{Noncharacter_Code_Point}]|(?![\t\n\x85])\p{Cc}/gu;

/** Windows' line end, and the vertical tab and form feed that Word pastes for its own breaks. */
const LINE_ENDS = /\r\n?|\v|\f/g;

/** The most characters that a cell of a spreadsheet holds (Excel specifications and limits). */
const LONGEST_CELL = 32_767;
const CUT = ' … (cut short: too long for a spreadsheet)';

/** Text that is fit for a file. */
export interface Harmless {
  text: string;
  /** Something other than a line end was altered. */
  changed: boolean;
}

/**
 * Makes text fit for any XML file.
 *
 * @returns the text without the characters of {@link UNFIT}; every line end is a line feed, which
 * does not count as a change
 */
export function harmless(text: string): Harmless {
  const lines = text.replace(LINE_ENDS, '\n');
  const fit = lines.replace(UNFIT, '');
  return { text: fit, changed: fit !== lines };
}

/**
 * Makes text fit for a cell. A cell that starts like a formula needs no mark in front: it is stored
 * as a string in a cell of text format, so it is shown as typed and stays text even when a person
 * edits it (OWASP, CSV Injection, is about files that have no types).
 *
 * @returns the text that the file has to hold for the cell to show what was typed; changed where it
 * cannot, because the text is too long or holds U+FFFD, which the spreadsheet writer would drop
 */
export function harmlessCell(text: string): Harmless {
  const fit = harmless(text);
  const whole = fit.text.replaceAll('\ufffd', '?');
  const shown =
    whole.length > LONGEST_CELL
      ? `${whole.slice(0, LONGEST_CELL - CUT.length).replace(/\p{Cs}$/u, '')}${CUT}`
      : whole;
  return { text: encoded(shown), changed: fit.changed || shown !== fit.text };
}

/**
 * Spreadsheets read "_x0041_" in a cell as "A" (ECMA-376 part 1, 22.9.2.19), so text that looks so
 * has its first mark encoded. The same serves "constructor" and the like, which the spreadsheet
 * writer looks up in a plain object and would take for strings that it already knows.
 */
function encoded(text: string): string {
  const start = text in {} ? `_x00${text.charCodeAt(0).toString(16).toUpperCase()}_` : '';
  return start + text.slice(start ? 1 : 0).replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
}

/**
 * Makes every text of a draft, or of part of one, fit for a file.
 *
 * @param value plain values, as in document.ts
 * @param mend how one text is made fit
 * @returns a copy, and a sentence for each place where text was altered
 */
export function harmlessAll<T>(
  value: T,
  mend: (text: string) => Harmless,
): { value: T; changed: readonly string[] } {
  const places = new Set<string>();
  const copy = copyOf(value, 'the draft', (text, where) => {
    const made = mend(text);
    if (made.changed) places.add(where);
    return made.text;
  });
  return {
    value: copy as T,
    changed: [...places].map(
      (place) => `In ${place}, something that this kind of file cannot hold was taken out.`,
    ),
  };
}

function copyOf(
  value: unknown,
  where: string,
  mend: (text: string, where: string) => string,
): unknown {
  if (typeof value === 'string') return mend(value, where);
  if (Array.isArray(value)) return value.map((item) => copyOf(item, where, mend));
  if (typeof value !== 'object' || value === null) return value;
  const here = placeOf(value) ?? where;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => {
      const there = PLACES[key] ?? here;
      return [
        key,
        key === 'rows' && Array.isArray(held)
          ? held.map((row, at) => copyOf(row, `row ${at + 1} of ${there}`, mend))
          : copyOf(held, there, mend),
      ];
    }),
  );
}

const PLACES: Readonly<Record<string, string>> = {
  reference: 'the reference',
  notice: 'the notice',
  readiness: 'the list of what is left to do',
  summary: 'the summary',
  map: 'the costed provision map',
  attachments: 'the list of what goes with it',
};

/** A question or section is named by what the writer knows it by. */
function placeOf(value: object): string | undefined {
  if ('code' in value) return `question ${harmless(String(value.code)).text}`;
  if ('items' in value && 'number' in value)
    return `section ${harmless(String(value.number)).text}`;
  return undefined;
}
