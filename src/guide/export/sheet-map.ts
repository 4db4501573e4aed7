/** The sheet of the costed map: what can be set, a row for each provision, and the totals. */

import type { CostedMap, MapRow } from './document.ts';
import { sourceTotals, standing, type Total, totalOf } from './map-totals.ts';
import type { Cell } from './sheet-cells.ts';

/** Title, the names of the settings, the settings, and the heads of the columns. */
export const STICKY_ROWS = 4;
const FIRST = STICKY_ROWS + 1;

/** What every formula refers to. */
const FULL_YEAR_WEEKS = '$A$3';
const THRESHOLD = '$B$3';
const WHOLE_YEAR = '$C$3';
const SEN_BUDGET = '$D$3';

interface Column {
  title: string;
  width: number;
  cell: (row: MapRow, at: number, map: CostedMap) => Cell;
}

/** Where each column stands, for the formulas. */
const AT = {
  paidFrom: 'D',
  adults: 'E',
  pupils: 'F',
  minutes: 'G',
  sessions: 'H',
  weeks: 'I',
  rate: 'J',
  other: 'K',
  sharing: 'L',
  hours: 'M',
  perPupil: 'O',
  fullYear: 'P',
} as const;

const COLUMNS: readonly Column[] = [
  { title: 'What is provided', width: 32, cell: ({ what }) => text(what) },
  { title: 'Area of need', width: 22, cell: ({ need }) => text(need) },
  { title: 'Who delivers it', width: 20, cell: ({ who }) => text(who) },
  { title: 'Paid from', width: 20, cell: ({ paidFrom }) => text(paidFrom) },
  { title: 'Adults', width: 8, cell: ({ adults }) => number(adults) },
  { title: 'Pupils in the group', width: 9, cell: ({ pupils }) => number(pupils) },
  { title: 'Minutes a session', width: 10, cell: ({ minutes }) => number(minutes) },
  { title: 'Sessions a week', width: 10, cell: ({ sessions }) => number(sessions) },
  { title: 'Weeks', width: 8, cell: ({ weeks }) => number(weeks) },
  { title: 'Cost an hour', width: 11, cell: ({ rate }) => money(rate) },
  { title: 'Other cost, once', width: 12, cell: ({ other }) => money(other) },
  { title: 'Pupils sharing the other cost', width: 12, cell: ({ sharing }) => number(sharing) },
  { title: 'Hours', width: 10, cell: hours },
  { title: 'Cost of the hours for the whole group', width: 14, cell: rowCost },
  { title: 'Cost for one pupil, as given', width: 14, cell: perPupil },
  { title: 'Cost for one pupil, whole year', width: 14, cell: fullYear },
  { title: 'Start', width: 13, cell: ({ start }) => text(start) },
  { title: 'End', width: 13, cell: ({ end }) => text(end) },
  { title: 'Effect', width: 36, cell: ({ effect }) => text(effect) },
  { title: 'The sum in words', width: 48, cell: ({ working }) => text(working) },
];

/** In characters, from the first column. */
export const COLUMN_WIDTHS = COLUMNS.map(({ width }) => width);

/**
 * @param map with at least one row
 * @param title for the first cell
 * @returns the sheet's cells, row by row
 */
export function mapCells(map: CostedMap, title: string): readonly (readonly Cell[])[] {
  return [
    [{ kind: 'text', text: title, look: 'title' }],
    [
      'Weeks in a full year',
      'Threshold',
      'Covers a whole year? (yes or no)',
      'SEN budget is called',
    ].map(head),
    [
      { kind: 'number', number: map.fullYearWeeks, look: 'input' },
      { kind: 'number', number: map.threshold / 100, money: true, look: 'input' },
      { kind: 'text', text: map.wholeYear ? 'yes' : 'no', look: 'input' },
      { kind: 'text', text: map.senBudgetLabel, look: 'input' },
    ],
    COLUMNS.map((column) => head(column.title)),
    ...map.rows.map((row, at) => COLUMNS.map(({ cell }) => cell(row, FIRST + at, map))),
    ...totals(map),
  ];
}

function hours({ minutes, sessions, weeks, adults }: MapRow, at: number): Cell {
  return {
    kind: 'formula',
    formula: `${AT.minutes}${at}*${AT.sessions}${at}*${AT.weeks}${at}*${AT.adults}${at}/60`,
    result: (minutes * sessions * weeks * adults) / 60,
  };
}

function rowCost({ minutes, sessions, weeks, adults, rate }: MapRow, at: number): Cell {
  return {
    kind: 'formula',
    formula: `${AT.hours}${at}*${AT.rate}${at}`,
    result: (((minutes * sessions * weeks * adults) / 60) * rate) / 100,
    money: true,
  };
}

function perPupil(row: MapRow, at: number): Cell {
  return {
    kind: 'formula',
    formula: `${pence(at, `${AT.weeks}${at}`)}/100`,
    result: row.perPupil / 100,
    money: true,
  };
}

/** Only a row as long as the longest is carried on, as in the reckoning of the draft itself. */
function fullYear(row: MapRow, at: number, map: CostedMap): Cell {
  const weeks = `${AT.weeks}${at}`;
  const longest = `MAX(${range(map, 'weeks')})`;
  const carriedOn = `AND(${WHOLE_YEAR}<>"yes",${weeks}=${longest},${weeks}>1,${weeks}<${FULL_YEAR_WEEKS})`;
  return {
    kind: 'formula',
    formula: `IF(${carriedOn},${pence(at, FULL_YEAR_WEEKS)}/100,${AT.perPupil}${at})`,
    result: row.fullYear / 100,
    money: true,
  };
}

/**
 * Minutes × sessions × weeks × adults × rate ÷ 60 ÷ pupils + other ÷ sharing, in pence, halves up.
 * ROUND over that sum would miss halves, since 0.1 has no exact binary form. So the sessions are
 * counted in hundredths and the money in pence, and twice the whole sum is divided once, by whole
 * numbers that stay exact up to nine thousand million million.
 */
function pence(at: number, weeks: string): string {
  const cell = (column: keyof typeof AT) => `${AT[column]}${at}`;
  const hundredths = (column: keyof typeof AT) => `ROUND(100*${cell(column)},0)`;
  const time = `${cell('minutes')}*${hundredths('sessions')}*${weeks}*${cell('adults')}*${hundredths('rate')}*${cell('sharing')}`;
  const other = `6000*${cell('pupils')}*${hundredths('other')}`;
  const under = `6000*${cell('pupils')}*${cell('sharing')}`;
  return `INT((2*(${time}+${other})+${under})/(2*${under}))`;
}

function totals(map: CostedMap): readonly (readonly Cell[])[] {
  const heads = FIRST + map.rows.length + 1;
  const sources = sourceTotals(map);
  const { senBudget, above, under } = standing(map);
  // After the heads stand the sources, then the sum of every row, then the SEN budget.
  const senYear = `${AT.fullYear}${heads + sources.length + 2}`;
  const sums = (name: Cell, criterion: string, { perPupil, fullYear }: Total) =>
    line(
      name,
      sumOf(`SUMIF(${range(map, 'paidFrom')},${criterion},${range(map, 'perPupil')})`, perPupil),
      sumOf(`SUMIF(${range(map, 'paidFrom')},${criterion},${range(map, 'fullYear')})`, fullYear),
    );
  const every = totalOf(map.rows);
  return [
    [],
    line(head('Totals for one pupil, by who pays'), head('As given'), head('Whole year')),
    ...sources.map(({ source, ...total }, at) =>
      sums(text(source), criterionOf(`$A${heads + 1 + at}`, source), total),
    ),
    line(
      totalName('Every row'),
      sumOf(`SUM(${range(map, 'perPupil')})`, every.perPupil),
      sumOf(`SUM(${range(map, 'fullYear')})`, every.fullYear),
    ),
    sums(
      totalName('Rows paid from the SEN budget'),
      criterionOf(SEN_BUDGET, map.senBudgetLabel),
      senBudget,
    ),
    line(
      totalName('Above the threshold'),
      null,
      sumOf(`MAX(0,ROUND(${senYear}-${THRESHOLD},2))`, above),
    ),
    line(
      totalName('Under the threshold'),
      null,
      sumOf(`MAX(0,ROUND(${THRESHOLD}-${senYear},2))`, under),
    ),
  ];
}

/** The figures stand below the columns they add up. */
function line(name: Cell, asGiven: Cell, wholeYear: Cell): readonly Cell[] {
  const between = AT.perPupil.charCodeAt(0) - 'A'.charCodeAt(0) - 1;
  return [name, ...Array.from({ length: between }, () => null), asGiven, wholeYear];
}

function range({ rows }: CostedMap, column: keyof typeof AT): string {
  return `$${AT[column]}$${FIRST}:$${AT[column]}$${FIRST + rows.length - 1}`;
}

/**
 * SUMIF reads "*", "?", "~" and a leading "<", ">" or "=" in what it looks for as signs. A label
 * that holds any of them is compared as it stands by escaping it; any other is simply referred to.
 */
function criterionOf(cell: string, label: string): string {
  if (label && !/^[<>=]|[*?~]/.test(label)) return cell;
  const escaped = ['~', '*', '?'].reduce(
    (inner, sign) => `SUBSTITUTE(${inner},"${sign}","~${sign}")`,
    cell,
  );
  return `"="&${escaped}`;
}

function sumOf(formula: string, pence: number): Cell {
  return { kind: 'formula', formula, result: pence / 100, money: true, look: 'total' };
}

function totalName(name: string): Cell {
  return { kind: 'text', text: name, look: 'total' };
}

function head(name: string): Cell {
  return { kind: 'text', text: name, look: 'head' };
}

function text(typed: string): Cell {
  return { kind: 'text', text: typed };
}

function number(figure: number): Cell {
  return { kind: 'number', number: figure };
}

function money(pence: number): Cell {
  return { kind: 'number', number: pence / 100, money: true };
}
