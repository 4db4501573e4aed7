/** The costed provision map as pages of a Word file: its rows, how each was reckoned, the totals. */

import { sayMoney, sayPounds } from '../quantity.ts';
import type { CostedMap, MapRow } from './document.ts';
import { sourceTotals, standing, totalOf } from './map-totals.ts';
import { headingOf, type Part, paragraphs, tableOf } from './word-parts.ts';

const COLUMNS: readonly (readonly [string, number, (row: MapRow, at: number) => string])[] = [
  ['Row', 1.7, (_, at) => String(at + 1)],
  ['What and for which need', 5, ({ what, need }) => `${what}\n${need}`],
  ['Who', 3.2, ({ who, adults, minutes }) => (minutes ? `${who}\n${count(adults, 'adult')}` : who)],
  ['Group', 2.2, ({ pupils, minutes }) => (minutes ? count(pupils, 'pupil') : '–')],
  [
    'Time',
    3.6,
    ({ minutes, sessions, weeks }) =>
      minutes ? `${minutes} min × ${sessions} a week × ${count(weeks, 'week')}` : '–',
  ],
  ['An hour', 2.6, ({ rate }) => (rate ? sayMoney(rate) : '–')],
  [
    'Other cost',
    3,
    ({ other, sharing }) =>
      other
        ? `${sayMoney(other)}\n${sharing === 1 ? 'for one pupil' : `shared by ${sharing} pupils`}`
        : '–',
  ],
  ['Paid from', 3, ({ paidFrom }) => paidFrom],
  ['Start and end', 3.2, ({ start, end }) => [start, end].filter(Boolean).join(' to ')],
  ['Effect', 4.8, ({ effect }) => effect],
  ['For one pupil', 3.3, ({ perPupil }) => sayMoney(perPupil)],
  ['Whole year', 3.3, ({ fullYear }) => sayMoney(fullYear)],
];

/**
 * @param map with at least one row
 * @param width of the page inside its margins, in twentieths of a point
 * @returns the parts in reading order, with the working below the table so that its columns stay
 * wide enough to read
 */
export function mapParts(map: CostedMap, width: number): Part[] {
  const { senBudget, above, under } = standing(map);
  const rows = map.rows.map((row, at) => COLUMNS.map(([, , say]) => say(row, at)));
  const every = totalOf(map.rows);
  const stands = above
    ? `${sayMoney(above)} above`
    : under
      ? `${sayMoney(under)} under`
      : 'exactly at';
  return [
    headingOf(1, 'Costed provision map'),
    tableOf({ columns: COLUMNS.map(([title]) => title), rows }, width, {
      shares: COLUMNS.map(([, share]) => share),
    }),
    headingOf(2, 'How each row was reckoned'),
    ...map.rows.flatMap(({ what, working }, at) =>
      paragraphs(working, 'Normal', `Row ${at + 1}, ${what}: `),
    ),
    headingOf(2, 'Totals for one pupil'),
    tableOf(
      {
        columns: ['Paid from', 'For the period as given', 'For a whole year'],
        rows: sourceTotals(map).map(({ source, perPupil, fullYear }) => [
          source,
          sayMoney(perPupil),
          sayMoney(fullYear),
        ]),
      },
      width,
      { total: ['Every row', sayMoney(every.perPupil), sayMoney(every.fullYear)] },
    ),
    ...paragraphs(
      `For a whole year the rows paid from ${map.senBudgetLabel} come to ${sayMoney(senBudget.fullYear)}, which is ${stands} the threshold of ${sayPounds(map.threshold)}.`,
    ),
    ...(map.wholeYear
      ? []
      : paragraphs(
          `The map covers part of a year, for which those rows come to ${sayMoney(senBudget.perPupil)}. The figure for a whole year carries the longest rows on to ${map.fullYearWeeks} weeks, and counts shorter blocks and other costs once.`,
        )),
    ...paragraphs(
      `${sayPounds(map.threshold)} is a line for a whole year's cost above which a school can ask for help. It is not a sum that a child has or that must be used up.`,
    ),
  ];
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
