/** A cell of a spreadsheet, and how it is handed to the spreadsheet writer. */

import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import type { CellObject, Feature } from 'write-excel-file/node';

/** A cell: typed text, a figure, or a formula with its result. `null` is an empty cell. */
export type Cell =
  | { kind: 'text'; text: string; look?: Look }
  | { kind: 'number'; number: number; money?: true; look?: Look }
  | { kind: 'formula'; formula: string; result: number; money?: true; look?: Look }
  | null;

/** `input` is a cell to type in, `head` heads a column or part, `total` is a sum. */
export type Look = 'input' | 'head' | 'total' | 'title';

const MONEY = '£#,##0.00';

const LOOKS: Readonly<Record<Look, CellObject>> = {
  title: { fontWeight: 'bold', fontSize: 14, wrap: false },
  head: { fontWeight: 'bold', backgroundColor: '#d9e2f3', ...edge() },
  input: { backgroundColor: '#fff2cc', ...edge() },
  total: { fontWeight: 'bold', backgroundColor: '#f2f2f2', ...edge() },
};

/** @returns the cell as the writer takes it; text is a string in a cell of text format */
export function cellObject(cell: Cell): CellObject | null {
  if (cell === null || (cell.kind === 'text' && cell.text === '')) return null;
  const look = { alignVertical: 'top' as const, wrap: true, ...(cell.look && LOOKS[cell.look]) };
  const format = 'money' in cell && cell.money ? { format: MONEY } : {};
  switch (cell.kind) {
    case 'text':
      return { ...look, type: String, value: cell.text, format: '@' };
    case 'number':
      return { ...look, ...format, type: Number, value: cell.number };
    case 'formula':
      return { ...look, ...format, type: 'Formula', value: cell.formula };
    default:
      return cell satisfies never;
  }
}

/**
 * The writer stores a formula alone, so that a preview or an e-mail program shows an empty cell.
 * This adds each result beside its formula, and asks the program that opens it to reckon afresh.
 *
 * @param rows the cells of the first sheet
 */
export function withResults(rows: readonly (readonly Cell[])[]): Feature<Stream | Buffer | Blob> {
  const results = new Map<string, number>();
  for (const [row, cells] of rows.entries())
    for (const [column, cell] of cells.entries())
      if (cell?.kind === 'formula') results.set(address(column, row + 1), cell.result);
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml, _options, { sheetIndex }) =>
            sheetIndex
              ? xml
              : xml.replace(/<c r="([A-Z]+\d+)"[^>]*><f>[^<]*<\/f>/g, (found, at: string) =>
                  results.has(at) ? `${found}<v>${results.get(at)}</v>` : found,
                ),
        },
        'xl/workbook.xml': {
          transformElementAttributes: (tag, attributes) =>
            tag === 'calcPr' ? { ...attributes, fullCalcOnLoad: '1' } : attributes,
        },
      },
    },
  };
}

/** Columns from 0, rows from 1. */
function address(column: number, row: number): string {
  return `${String.fromCharCode(65 + column)}${row}`;
}

function edge(): CellObject {
  return { borderStyle: 'thin', borderColor: '#7f7f7f' };
}
