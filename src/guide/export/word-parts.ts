/** The pieces a Word draft is made of: its styles, and a paragraph or table of each kind. */

import {
  BorderStyle,
  HeadingLevel,
  type IParagraphOptions,
  type IStylesOptions,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { Grid } from './document.ts';

/** What stands on the page: a paragraph or a table. */
export type Part = Paragraph | Table;

const BOX = { style: BorderStyle.SINGLE, size: 8, space: 6, color: '1F3864' };
const DASHES = { ...BOX, style: BorderStyle.DASHED, color: '404040' };
const LINE = { style: BorderStyle.SINGLE, size: 4, color: '7F7F7F' };
const all = <T>(side: T) => ({ top: side, bottom: side, left: side, right: side });
const heading = (size: number, before: number, outlineLevel?: number) => ({
  run: { size, bold: true, color: '1F3864' },
  paragraph: {
    spacing: { before, after: 120 },
    keepNext: true,
    keepLines: true,
    // Said outright, or the navigation pane and screen readers see no headings.
    ...(outlineLevel !== undefined && { outlineLevel }),
  },
});

/**
 * The document's styles. A mark is a word with shading, never a colour alone (WCAG 2.2, 1.4.1);
 * every text colour stands out from its ground by more than 7 to 1.
 */
export const STYLES: IStylesOptions = {
  default: {
    document: {
      run: { font: 'Arial', size: 22, language: { value: 'en-GB' } },
      paragraph: { spacing: { before: 80, after: 80, line: 276 } },
    },
    title: heading(40, 0),
    heading1: heading(32, 360, 0),
    heading2: heading(26, 300, 1),
    heading3: heading(22, 240, 2),
  },
  paragraphStyles: [
    {
      id: 'Notice',
      name: 'Notice',
      basedOn: 'Normal',
      paragraph: {
        border: all(BOX),
        shading: { fill: 'F2F2F2' },
        indent: { left: 140, right: 140 },
      },
    },
    {
      id: 'Mark',
      name: 'Mark',
      basedOn: 'Normal',
      paragraph: { shading: { fill: 'FFF2CC' }, keepLines: true },
    },
    {
      id: 'FillIn',
      name: 'Fill in',
      basedOn: 'Normal',
      paragraph: { border: all(DASHES), indent: { left: 140, right: 140 } },
    },
    { id: 'Basis', name: 'Basis', basedOn: 'Normal', run: { size: 18, color: '404040' } },
    {
      id: 'Cell',
      name: 'Cell',
      basedOn: 'Normal',
      run: { size: 20 },
      paragraph: { spacing: { before: 40, after: 40, line: 240 } },
    },
  ],
};

/** @returns a heading, 1 to 3 deep; 0 is the title. Line ends become spaces. */
export function headingOf(depth: 0 | 1 | 2 | 3, text: string): Paragraph {
  const { TITLE, HEADING_1, HEADING_2, HEADING_3 } = HeadingLevel;
  return new Paragraph({
    heading: [TITLE, HEADING_1, HEADING_2, HEADING_3][depth] ?? HEADING_3,
    children: [new TextRun({ text: oneLine(text) })],
  });
}

/**
 * Typed text as paragraphs, one for each line. Blank lines are left out: the space between
 * paragraphs is the style's, and an empty paragraph would be read out as "blank".
 *
 * @param first put before the first line, in bold
 */
export function paragraphs(
  text: string,
  style: 'Normal' | 'Notice' | 'Mark' | 'Basis' | 'FillIn' | 'Cell' = 'Normal',
  first?: string,
): Paragraph[] {
  const lines = text.split('\n').filter((line) => line.trim());
  if (lines.length === 0 && !first) return [];
  const options: IParagraphOptions = style === 'Normal' ? {} : { style };
  return (lines.length ? lines : ['']).map(
    (line, at) =>
      new Paragraph({
        ...options,
        children: [
          ...(first && at === 0 ? [new TextRun({ text: first, bold: true })] : []),
          ...(line ? [new TextRun({ text: line })] : []),
        ],
      }),
  );
}

/**
 * A table whose header row is repeated on every page and whose rows do not break across pages.
 *
 * @param width of the page inside its margins, in twentieths of a point
 * @param options `shares` are the columns' parts of the width, alike unless told; `total` is a last
 * row in bold
 */
export function tableOf(
  { columns, rows }: Grid,
  width: number,
  { shares, total }: { shares?: readonly number[]; total?: readonly string[] } = {},
): Table {
  const count = Math.max(1, columns.length, ...rows.map((row) => row.length), total?.length ?? 0);
  const parts = Array.from({ length: count }, (_, at) => shares?.[at] ?? 1);
  const whole = parts.reduce((sum, part) => sum + part, 0);
  const widths = parts.map((part) => Math.floor((width * part) / whole));
  const row = (texts: readonly string[], look: 'header' | 'body' | 'total') =>
    new TableRow({
      tableHeader: look === 'header',
      cantSplit: true,
      children: widths.map(
        (size, at) =>
          new TableCell({
            width: { size, type: WidthType.DXA },
            ...(look !== 'body' && { shading: { fill: look === 'header' ? 'D9E2F3' : 'F2F2F2' } }),
            margins: { top: 40, bottom: 40, left: 90, right: 90 },
            children: cell(texts[at] ?? '', look !== 'body'),
          }),
      ),
    });
  return new Table({
    width: { size: widths.reduce((sum, size) => sum + size, 0), type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    tableLook: { firstRow: true, noHBand: true, noVBand: true },
    borders: { ...all(LINE), insideHorizontal: LINE, insideVertical: LINE },
    rows: [
      row(columns, 'header'),
      ...rows.map((texts) => row(texts, 'body')),
      ...(total ? [row(total, 'total')] : []),
    ],
  });
}

/** A cell has to hold a paragraph, even with nothing in it. */
function cell(text: string, bold: boolean): Paragraph[] {
  const made = bold ? paragraphs('', 'Cell', text) : paragraphs(text, 'Cell');
  return made.length ? made : [new Paragraph({ style: 'Cell' })];
}

/** @returns the text with its line ends as spaces */
export function oneLine(text: string): string {
  return text.replace(/\n+/g, ' ');
}
