/** Pasted text as rows of cells, whatever a spreadsheet, Word or a chat window made of it. */

import { parse } from 'csv-parse/sync';
import { clean, plain } from '../safety/text.ts';

/** Rows of trimmed cells, top to bottom; blank rows are left out. */
export type Grid = readonly (readonly string[])[];

/** Far more than forty rows of a map; what lies beyond is not read. */
const PASTE_AT_MOST = 400_000;

const LINES_AT_MOST = 10_000;
/** More columns than any map has; a wider row is told of by its reader. */
const COLUMNS_AT_MOST = 60;
/** A title and a few notes may stand above the headings. */
export const HEADINGS_WITHIN = 15;

const SEPARATORS = ['\t', '|', ';', ','] as const;

/**
 * Splits a paste at tabs, pipes, semicolons or commas.
 *
 * @param isHeading whether a row of cells looks like headings, which settles a doubtful case
 * @returns the rows, whether tabs parted them and whether the end was cut off; undefined when the text is not a table
 */
export function readGrid(
  text: string,
  isHeading: (cells: readonly string[]) => boolean,
): { grid: Grid; tabs: boolean; cut: boolean } | undefined {
  const kept = clean(text.slice(0, PASTE_AT_MOST))
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n')
    .replace(/\n{2,}/g, '\n');
  for (const separator of SEPARATORS) {
    if (!kept.includes(separator)) continue;
    const grid = split(kept, separator);
    if (looksLikeTable(grid, separator, isHeading))
      return {
        grid,
        tabs: separator === '\t',
        cut: text.length > PASTE_AT_MOST || grid.length >= LINES_AT_MOST,
      };
  }
  return undefined;
}

function split(text: string, separator: (typeof SEPARATORS)[number]): Grid {
  // Word turns the quotes of a CSV into curly ones; in a spreadsheet's own paste they are the text's.
  const straight = (separator === '\t' ? text : text.replace(/[“”]/g, '"'))
    // A ditto mark would open a quotation that swallows the cells after it.
    .replace(/(?<=^|[\t|;,])[ ]?"[ ]?(?=[\t|;,]|$)/gm, '〃');
  const options = {
    delimiter: separator,
    relax_column_count: true,
    relax_quotes: true,
    to: LINES_AT_MOST,
    skip_empty_lines: false,
    trim: separator !== '\t',
  };
  let records: string[][];
  try {
    records = parse(straight, options);
  } catch {
    // A quotation mark that never closes, as in `6" ruler`, is a character like any other.
    records = parse(straight, { ...options, quote: false });
  }
  return records
    .map((record) => record.slice(0, COLUMNS_AT_MOST).map(cell))
    .map((record) => (separator === '|' ? withoutEdges(record) : record))
    .filter((record) => record.some((one) => one && !/^:?-+:?$/.test(one)));
}

/** Non-breaking and other odd spaces, and line ends within a cell, become one space. */
function cell(text: string): string {
  return text
    .replace(/[\s\p{Zs}]+/gu, ' ')
    .trim()
    .replace(/^'(?=[\d=+-])/, '');
}

/** Markdown's tables begin and end each line with a pipe. */
function withoutEdges(record: readonly string[]): string[] {
  const from = record[0] === '' ? 1 : 0;
  return record.slice(from, record.length > 1 && record.at(-1) === '' ? -1 : undefined);
}

function looksLikeTable(
  grid: Grid,
  separator: (typeof SEPARATORS)[number],
  isHeading: (cells: readonly string[]) => boolean,
): boolean {
  if (grid.slice(0, HEADINGS_WITHIN).some(isHeading)) return true;
  const wide = grid.filter((row) => row.length > 1);
  const numbered = wide.filter(
    (row) => row.filter((one) => /^\W?\d/.test(plain(one).text)).length > 1,
  );
  if (separator === '\t' || separator === '|')
    return wide.length > 1 || wide.some((row) => row.length > 2);
  // Sentences have commas too: without headings, only rows of one width with figures are a table.
  const widths = new Set(wide.map((row) => row.length));
  return numbered.length > 1 && widths.size === 1 && [...widths].every((width) => width > 3);
}
