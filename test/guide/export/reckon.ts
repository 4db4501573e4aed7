/** Opens a spreadsheet as Excel would: its cells, and every formula reckoned from the cells alone. */

import FormulaParser from 'fast-formula-parser';
import { unescaped, xmlParts } from './open-file.ts';

/** One cell as the file holds it. */
export interface HeldCell {
  value: string | number | null;
  formula?: string;
  /** The number of the cell's format, "General" when it has none. */
  format: string;
}

/** A sheet by the addresses of its cells. */
export type HeldSheet = ReadonlyMap<string, HeldCell>;

/** @returns the sheets by name, in the order of the workbook */
export function openSheets(bytes: Uint8Array): ReadonlyMap<string, HeldSheet> {
  const parts = xmlParts(bytes);
  const strings = [
    ...(parts['xl/sharedStrings.xml'] ?? '').matchAll(/<si><t(?: [^>]*)?>([^<]*)<\/t><\/si>/g),
  ].map(([, text]) => shown(unescaped(text ?? '')));
  const formats = formatsOf(parts['xl/styles.xml'] ?? '');
  const names = [...(parts['xl/workbook.xml'] ?? '').matchAll(/<sheet [^>]*name="([^"]*)"/g)];
  return new Map(
    names.map(([, name], at) => [
      unescaped(name ?? ''),
      cellsOf(parts[`xl/worksheets/sheet${at + 1}.xml`] ?? '', strings, formats),
    ]),
  );
}

/**
 * @param set cells that a person has typed over
 * @returns what each formula comes to, by address
 */
export function reckon(
  sheet: HeldSheet,
  set: Readonly<Record<string, string | number>> = {},
): ReadonlyMap<string, number> {
  const known = new Map<string, unknown>();
  const valueAt = (row: number, col: number): unknown => {
    const at = `${String.fromCharCode(64 + col)}${row}`;
    if (at in set) return set[at];
    if (!known.has(at)) {
      const cell = sheet.get(at);
      known.set(
        at,
        cell?.formula
          ? parser.parse(cell.formula.replaceAll('SUMIF(', 'SUMWHEN('), { sheet: 'S', row, col })
          : cell?.value,
      );
    }
    return known.get(at);
  };
  const parser = new FormulaParser({
    functions: {
      MAX: (...values) =>
        Math.max(
          ...values
            .flatMap(({ value }) => value)
            .flat()
            .map(Number),
        ),
      // The parser ties the name SUMIF to its own, which does not know "~".
      SUMWHEN: (range, criterion, amounts) => {
        const fits = matcher(String(criterion?.value ?? ''));
        const sums = [amounts?.value].flat(2);
        return [range?.value]
          .flat(2)
          .reduce<number>((sum, held, at) => sum + (fits(held) ? Number(sums[at]) : 0), 0);
      },
      SUBSTITUTE: (text, from, to) =>
        String(text?.value ?? '').replaceAll(String(from?.value), String(to?.value)),
    },
    onCell: ({ row, col }) => valueAt(row, col),
    onRange: ({ from, to }) => {
      const rows: unknown[][] = [];
      for (let row = from.row; row <= to.row; row += 1) {
        const cells: unknown[] = [];
        for (let col = from.col; col <= to.col; col += 1) cells.push(valueAt(row, col));
        rows.push(cells);
      }
      return rows;
    },
  });
  const found = new Map<string, number>();
  for (const [at, { formula }] of sheet) {
    if (!formula) continue;
    const [, column = 'A', row = '1'] = /^([A-Z])(\d+)$/.exec(at) ?? [];
    const value = valueAt(Number(row), column.charCodeAt(0) - 64);
    if (typeof value !== 'number') throw new Error(`${at} = ${formula} comes to ${String(value)}`);
    found.set(at, value);
  }
  return found;
}

/**
 * What SUMIF looks for, by Microsoft's description of it: an operator in front, "?" and "*" for any
 * letters, "~" before one that is meant as it stands.
 */
function matcher(criterion: string): (held: unknown) => boolean {
  const [, operator = '', sought = ''] = /^(<>|>=|<=|>|<|=)?(.*)$/s.exec(criterion) ?? [];
  if (operator && operator !== '=') return () => false;
  const pattern = sought.replace(/~[~*?]|[*?]|[.+^${}()|[\]\\]/g, (sign) => {
    if (sign === '*') return '.*';
    return sign === '?' ? '.' : `\\${sign.at(-1)}`;
  });
  const whole = new RegExp(`^${pattern}$`, 'is');
  return (held) => whole.test(String(held ?? ''));
}

/** "_x0041_" stands for "A" in a cell (ECMA-376 part 1, 22.9.2.19). */
function shown(text: string): string {
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

function formatsOf(styles: string): readonly string[] {
  const codes = new Map(
    [...styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)].map(([, id, code]) => [
      id,
      unescaped(code ?? ''),
    ]),
  );
  const list = styles.slice(styles.indexOf('<cellXfs'), styles.indexOf('</cellXfs>'));
  return [...list.matchAll(/<xf ([^>]*)>/g)].map(
    ([, given]) => codes.get(/numFmtId="(\d+)"/.exec(given ?? '')?.[1]) ?? 'General',
  );
}

function cellsOf(xml: string, strings: readonly string[], formats: readonly string[]): HeldSheet {
  const cells = new Map<string, HeldCell>();
  for (const [, given = '', held = ''] of xml.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
    const at = /r="([A-Z]+\d+)"/.exec(given)?.[1] ?? '';
    const value = /<v>([^<]*)<\/v>/.exec(held)?.[1];
    const formula = /<f>([^<]*)<\/f>/.exec(held)?.[1];
    cells.set(at, {
      value:
        value === undefined
          ? null
          : given.includes('t="s"')
            ? (strings[Number(value)] ?? null)
            : Number(value),
      ...(formula !== undefined && { formula: unescaped(formula) }),
      format: formats[Number(/s="(\d+)"/.exec(given)?.[1] ?? 0)] ?? 'General',
    });
  }
  return cells;
}
