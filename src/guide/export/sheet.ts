/** The costed provision map as a spreadsheet whose sums are live, with a sheet on how to read it. */

import writeExcelFile from 'write-excel-file/node';
import type { DraftDocument, ExportedFile } from './document.ts';
import { harmlessAll, harmlessCell } from './harmless.ts';
import { cellObject, withResults } from './sheet-cells.ts';
import { guideCells } from './sheet-guide.ts';
import { COLUMN_WIDTHS, mapCells, STICKY_ROWS } from './sheet-map.ts';

/**
 * Writes the map as an Excel workbook. Each sum is a formula over the cells beside it, and holds
 * its result too, so that a program which does not reckon shows the same figures.
 *
 * @returns the file; `changed` names each place where a cell shows something other than was typed
 * @throws Error when the draft has no map, or a map without rows
 */
export async function sheetFile(document: DraftDocument): Promise<ExportedFile> {
  const { title, reference, notice, map } = document;
  if (!map?.rows.length)
    throw new Error(
      `spreadsheet of draft "${reference}": there is no costed map with rows in it; add a row of provision first`,
    );
  const { value: draft, changed } = harmlessAll({ title, reference, notice, map }, harmlessCell);
  const cells = mapCells(draft.map, `${draft.title} (${draft.reference})`);
  const bytes = await writeExcelFile(
    [
      {
        sheet: 'Costed map',
        data: cells.map((row) => row.map(cellObject)),
        columns: COLUMN_WIDTHS.map((width) => ({ width })),
        orientation: 'landscape',
        stickyRowsCount: STICKY_ROWS,
        stickyColumnsCount: 1,
      },
      {
        sheet: 'How to read this',
        data: guideCells(draft.notice).map((row) => row.map(cellObject)),
        columns: [{ width: 100 }],
      },
    ],
    { fontFamily: 'Arial', fontSize: 11, features: [withResults(cells)] },
  ).toBuffer();
  return {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    bytes: new Uint8Array(bytes),
    changed,
  };
}
