/**
 * A pasted provision map, read row by row: what is plain is kept, what could mean two things is
 * asked about, and what is left out is named.
 */

import { costMap, type Provision } from './costs.ts';
import {
  isBlank,
  type PaidFrom,
  readPaidFrom,
  readText,
  readTimes,
  readWho,
  type Who,
} from './paste-cells.ts';
import { type Column, type Heading, isHeadingRow, readHeading } from './paste-headings.ts';
import { type Grid, HEADINGS_WITHIN, readGrid } from './paste-table.ts';
import {
  quoted,
  type Read,
  readDate,
  readGroup,
  readMinutes,
  readMoney,
  readSessions,
  readWeeks,
  readWhole,
  sayDate,
  sayMoney,
} from './quantity.ts';

/** One row of the paste: only what was read. Money is in pence, dates are ISO. */
export interface PastedRow {
  what?: string;
  need?: string;
  who?: Who;
  adults?: number;
  pupils?: number;
  /** Of one session. */
  minutes?: number;
  /** A week. */
  sessions?: number;
  weeks?: number;
  /** An hour. */
  rate?: number;
  other?: number;
  sharing?: number;
  paidFrom?: PaidFrom;
  effect?: string;
  start?: string;
  end?: string;
}

/** Something that was not read, to be asked. */
export interface PasteAsk {
  /** Index in `rows`; −1 when it is about the table. */
  row: number;
  /** A key of {@link PastedRow}, `row`, `total`, or `column 3` where the table has no headings. */
  column: string;
  /** The cell, or heading, as pasted. */
  seen: string;
  /** One plain sentence: what is wrong and how to write it. */
  problem: string;
}

/** What was made of a paste. */
export interface Pasted {
  rows: PastedRow[];
  asks: PasteAsk[];
  /** One plain sentence for each line or column left out. */
  ignored: string[];
}

/** More rows than any map of one pupil; the rest are counted and told. */
export const ROWS_AT_MOST = 40;
const SEEN_AT_MOST = 80;

/**
 * Reads a table copied from a spreadsheet, Word, a CSV file or Markdown.
 *
 * @param today ISO date, for cells such as "today"
 * @returns rows, asks and what was ignored; undefined when the text is not a table; never throws
 */
export function readPasted(text: string, today: string): Pasted | undefined {
  const found = readGrid(text, isHeadingRow);
  if (!found) return undefined;
  const { grid, tabs, cut } = found;
  const at = grid.slice(0, HEADINGS_WITHIN).findIndex(isHeadingRow);
  const headings = grid[at];
  if (!headings) return askForHeadings(grid);

  const pasted: Pasted = { rows: [], asks: [], ignored: [] };
  for (const line of grid.slice(0, at))
    pasted.ignored.push(
      `The line ${quoted(line.filter(Boolean).join(' '))} stands above the headings.`,
    );
  const body = grid.slice(at + 1);
  const columns = readColumns(headings, body, pasted);
  readRows(body, columns, { headings, tabs, today }, pasted);
  if (cut) pasted.ignored.push('The paste is very long, and its end was not read.');
  return pasted;
}

function askForHeadings(grid: Grid): Pasted {
  const width = Math.min(20, Math.max(...grid.map((row) => row.length)));
  const asks = Array.from({ length: width }, (_, at) => {
    const cells = grid.map((row) => row[at] ?? '').filter(Boolean);
    const seen = clip(cells.slice(0, 3).join(', '));
    return {
      row: -1,
      column: `column ${at + 1}`,
      seen,
      problem: `Column ${at + 1} (${quoted(cells[0] ?? '')}) has no heading: say what it holds, or paste the table again with its headings.`,
    };
  });
  return { rows: [], asks: asks.filter(({ seen }) => seen), ignored: [] };
}

/** A column of the paste that is understood. */
interface Placed extends Heading {
  at: number;
  title: string;
}

/** Columns of text may come twice ("Need", "Outcome") and are joined. */
const JOINED: readonly Column[] = ['need', 'effect', 'total', 'perPupil'];

const UNCLEAR =
  'give the minutes of one session and the sessions a week, the cost of one hour, or a start and an end';

function readColumns(headings: readonly string[], body: Grid, pasted: Pasted): Placed[] {
  const placed: Placed[] = [];
  const read = headings.map(readHeading);
  const timed = (['minutes', 'sessions'] as const).every((column) =>
    read.some((heading) => heading?.column === column),
  );
  if (!read.some((heading) => heading?.column === 'what') && body.length)
    pasted.asks.push({
      row: -1,
      column: 'what',
      seen: clip(headings.filter(Boolean).join(', ')),
      problem:
        'No column is headed "Provision" or the like: say which column holds what is provided.',
    });
  for (const [at, title] of headings.entries()) {
    const heading = read[at];
    if (heading?.column === 'weekly' && timed)
      pasted.ignored.push(`The column ${quoted(title)} was left out: hours are worked out here.`);
    else if (heading?.column === 'weekly' || heading?.column === 'unclear')
      pasted.asks.push({
        row: -1,
        column: heading.column === 'weekly' ? 'minutes' : 'column',
        seen: clip(title),
        problem: `The column ${quoted(title)} was not read: ${heading.column === 'weekly' ? 'give the minutes of one session and the sessions a week' : UNCLEAR}.`,
      });
    else if (heading) placed.push({ ...heading, at, title });
    else if (title) pasted.ignored.push(`The column ${quoted(title)} was not understood.`);
    else if (body.some((row) => row[at]))
      pasted.ignored.push('A column without a heading was left out.');
  }
  return placed.filter((column) => {
    const same = placed.filter((other) => other.column === column.column);
    if (same.length === 1 || JOINED.includes(column.column)) return true;
    if (same[0] === column)
      pasted.asks.push({
        row: -1,
        column: column.column === 'ratio' ? 'pupils' : column.column,
        seen: clip(same.map(({ title }) => title).join(', ')),
        problem: `Two columns may hold the same thing (${same.map(({ title }) => quoted(title)).join(' and ')}): say which one to read.`,
      });
    return false;
  });
}

interface Layout {
  headings: readonly string[];
  tabs: boolean;
  today: string;
}

function readRows(body: Grid, columns: readonly Placed[], layout: Layout, pasted: Pasted): void {
  const { rows, asks, ignored } = pasted;
  const first = columns.find(({ column }) => column === 'what')?.at ?? 0;
  let beyond = 0;
  let alone: string | undefined;
  for (const [at, line] of body.entries()) {
    const filled = line.filter(Boolean);
    const above = alone;
    alone = undefined;
    if (isTotal(line, columns)) {
      ignored.push(
        `The total row ${quoted(filled.join(' '))} was left out: totals are worked out here.`,
      );
      continue;
    }
    if (line.every((cell, column) => cell === (layout.headings[column] ?? ''))) {
      ignored.push('A second row of headings was left out.');
      continue;
    }
    if (filled.length === 1 && layout.headings.length > 2) {
      ignored.push(
        `The line ${quoted(filled[0] ?? '')} has nothing else in it, so it was not read as a row.`,
      );
      if (line.length === 1) alone = filled[0];
      continue;
    }
    if (rows.length === ROWS_AT_MOST) {
      beyond += 1;
      continue;
    }
    const row = rows.length;
    const broken = brokenAt(body, at, layout);
    if (broken) {
      rows.push({});
      asks.push({ row, column: 'row', seen: clip(filled.join(', ')), problem: broken });
      continue;
    }
    const reading = readRow(line, columns, layout.today, row);
    const begins = line[first] ?? '';
    // Word parts a cell of two paragraphs into two lines.
    if (above !== undefined && /^\p{Ll}/u.test(begins)) {
      delete reading.row.what;
      reading.asks.push({
        row,
        column: 'what',
        seen: clip(`${above} ${begins}`),
        problem: `${quoted(above)} stands on a line of its own above ${quoted(begins)}: say what is provided.`,
      });
    }
    rows.push(reading.row);
    asks.push(...reading.asks);
    ignored.push(...reading.ignored);
  }
  if (beyond)
    ignored.push(
      `Only the first ${ROWS_AT_MOST} of ${(ROWS_AT_MOST + beyond).toLocaleString('en-GB')} rows were read.`,
    );
}

function isTotal(line: readonly string[], columns: readonly Placed[]): boolean {
  const firstFilled = line.find(Boolean) ?? '';
  if (/^(?:(?:grand|sub|overall|annual|map)[ -]?)?totals?\b/i.test(firstFilled)) return true;
  const sums = columns.filter(({ column }) => column === 'total' || column === 'perPupil');
  return line.every((cell, at) => !cell || sums.some((sum) => sum.at === at));
}

/** Why a line cannot be laid under the headings; nothing when it can. */
function brokenAt(body: Grid, at: number, { headings, tabs }: Layout): string | undefined {
  const width = headings.length;
  const line = body[at] ?? [];
  if (line.slice(width).some(Boolean))
    return `This row has ${line.length} cells under ${width} headings, perhaps from a comma inside a cell: write the row again.`;
  if (!tabs) return undefined;
  const halves = (one: readonly string[] | undefined, other: readonly string[] | undefined) =>
    one !== undefined &&
    other !== undefined &&
    one.length > 1 &&
    other.length > 1 &&
    one.length !== other.length &&
    one.length + other.length === width + 1;
  return halves(line, body[at + 1]) || halves(body[at - 1], line)
    ? 'This row may be half of one that a line break parted: write the row again.'
    : undefined;
}

interface Reading {
  row: PastedRow;
  asks: PasteAsk[];
  ignored: string[];
}

function readRow(
  line: readonly string[],
  columns: readonly Placed[],
  today: string,
  index: number,
): Reading {
  const row: PastedRow = {};
  const asks: PasteAsk[] = [];
  const ignored: string[] = [];
  const cellOf = (column: Column) => {
    const placed = columns.find((one) => one.column === column);
    return placed && (line[placed.at] ?? '');
  };
  const has = (column: Column) => columns.some((one) => one.column === column);
  const ask = (column: string, seen: string, problem: string) =>
    asks.push({ row: index, column, seen: clip(seen), problem });

  /** Two cells that tell different things of one figure are both put back to the writer. */
  const put = <K extends keyof PastedRow>(
    column: K,
    value: NonNullable<PastedRow[K]>,
    seen: string,
  ) => {
    const before = row[column];
    if (before === undefined && !asks.some((one) => one.column === column)) row[column] = value;
    else if (before !== undefined && before !== value) {
      delete row[column];
      ask(
        column,
        seen,
        `${quoted(seen)} does not agree with another cell of this row: say which is right.`,
      );
    }
  };
  const take = <K extends keyof PastedRow>(
    column: K,
    cell: string,
    reading: Read<NonNullable<PastedRow[K]>>,
  ) => {
    if ('value' in reading) put(column, reading.value, cell);
    else ask(column, cell, reading.problem);
  };

  // A row that is only equipment or a bought-in service has no time to ask for.
  const onlyOther =
    !isBlank(cellOf('other') ?? '') &&
    (['minutes', 'duration', 'sessions', 'weeks', 'rate'] as const).every((column) =>
      isBlank(cellOf(column) ?? ''),
    );

  for (const { column, at, title, bare, reversed } of columns) {
    const cell = line[at] ?? '';
    const blank = isBlank(cell);
    const given = blank ? '' : cell;
    switch (column) {
      case 'what':
        take('what', cell, readText(cell, 'say what is provided'));
        break;
      case 'need':
      case 'effect':
        if (!blank) takeText(column, cell);
        break;
      case 'who': {
        if (blank && onlyOther) break;
        const who = readWho(cell);
        if ('problem' in who) ask('who', cell, who.problem);
        else {
          put('who', who.value.who, cell);
          if (who.value.adults !== undefined) put('adults', who.value.adults, cell);
        }
        break;
      }
      case 'adults':
        if (!blank) take('adults', cell, readWhole(cell, 1, 3));
        break;
      case 'pupils':
      case 'ratio': {
        if (blank && onlyOther) break;
        const group = readGroup(
          reversed ? given.replace(/^(\d+)(\s?[:-]\s?)(\d+)$/, '$3$2$1') : given,
        );
        if ('problem' in group) ask('pupils', cell, group.problem);
        else {
          put('pupils', group.value.pupils, cell);
          if (group.value.adults !== undefined) put('adults', group.value.adults, cell);
        }
        break;
      }
      case 'minutes': {
        if (onlyOther) break;
        const minutes = readMinutes(given, bare === 'hours' || bare === 'ask' ? bare : 'minutes');
        if (!('problem' in minutes && !has('sessions') && takeTimes(cell)))
          take('minutes', cell, minutes);
        break;
      }
      case 'sessions': {
        if (onlyOther) break;
        const sessions = readSessions(given, bare === 'ask' ? 'ask' : 'a week');
        const timed = has('minutes') || has('duration');
        if (!('problem' in sessions && !timed && takeTimes(cell))) take('sessions', cell, sessions);
        break;
      }
      case 'duration': {
        if (onlyOther) break;
        const minutes = readMinutes(given, 'ask');
        if ('value' in minutes) put('minutes', minutes.value, cell);
        else if (/we?e?ks?\b|term|year/i.test(cell)) take('weeks', cell, readWeeks(given));
        else if (has('sessions') || !takeTimes(cell))
          ask(
            'minutes',
            cell,
            blank
              ? `${quoted(title)} is blank: write the length of one session with its unit, such as 30 minutes.`
              : `${quoted(cell)} under ${quoted(title)} may be a session or the whole block: write it with its unit, such as 30 minutes or 12 weeks.`,
          );
        break;
      }
      case 'weeks':
        if (!onlyOther) take('weeks', cell, readWeeks(given));
        break;
      case 'rate':
        if (!onlyOther) take('rate', cell, believable(readMoney(given, 'rate'), cell));
        break;
      case 'other':
        if (!blank) take('other', cell, readMoney(cell, 'sum'));
        break;
      case 'sharing':
        if (!blank) take('sharing', cell, readWhole(cell, 1, 1000));
        break;
      case 'paidFrom':
        take('paidFrom', cell, readPaidFrom(cell));
        break;
      case 'start':
      case 'end':
        if (!blank) take(column, cell, readDate(cell, today));
        break;
      case 'total':
      case 'perPupil':
      case 'weekly':
      case 'unclear':
        break;
      default:
        column satisfies never;
    }
  }
  if (row.start && row.end && row.end < row.start) {
    const seen = `${sayDate(row.start)} to ${sayDate(row.end)}`;
    delete row.start;
    delete row.end;
    ask('end', seen, `"${seen}" ends before it starts: write both dates again.`);
  }
  for (const { column, at, title } of columns)
    if ((column === 'total' || column === 'perPupil') && !isBlank(line[at] ?? ''))
      compareTotal(column, line[at] ?? '', title);
  return { row, asks, ignored };

  function takeText(column: 'need' | 'effect', cell: string): void {
    const text = readText(
      cell,
      column === 'need' ? 'say which need it meets' : 'say what has changed',
    );
    if ('problem' in text) ask(column, cell, text.problem);
    else row[column] = row[column] === undefined ? text.value : `${row[column]}; ${text.value}`;
  }

  function takeTimes(cell: string): boolean {
    const times = readTimes(cell);
    if (!times) return false;
    put('minutes', times.minutes, cell);
    put('sessions', times.sessions, cell);
    return true;
  }

  function compareTotal(column: 'total' | 'perPupil', cell: string, title: string): void {
    const pasted = readMoney(cell, 'sum');
    if ('problem' in pasted) {
      ask('total', cell, pasted.problem);
      return;
    }
    const ours = costOf(row);
    if (!ours) {
      if (
        !has('rate') &&
        !asks.some((one) => one.column === 'rate') &&
        row.rate === undefined &&
        !onlyOther
      )
        ask(
          'rate',
          cell,
          `${quoted(title)} does not give the cost of one hour: write it, such as £16.50.`,
        );
      ignored.push(
        `${quoted(title)} of ${quoted(row.what ?? `row ${index + 1}`)}, ${sayMoney(pasted.value)}, could not be compared: the row is not complete.`,
      );
      return;
    }
    if (near(pasted.value, ours.perPupil)) return;
    const shared = row.pupils !== undefined && row.pupils > 1 && near(pasted.value, ours.whole);
    if (shared && column === 'total') {
      // A row that gives the group's cost and one pupil's share beside it has said which is which.
      const share = readMoney(cellOf('perPupil') ?? '', 'sum');
      if ('value' in share && near(share.value, ours.perPupil)) return;
      ask(
        'total',
        cell,
        `${quoted(cell)} is the cost of the whole group of ${row.pupils}: one pupil's share is ${sayMoney(ours.perPupil)}, so check which you mean.`,
      );
      return;
    }
    ask(
      'total',
      cell,
      `${quoted(cell)} under ${quoted(title)} is not what the row comes to, ${sayMoney(ours.perPupil)} a pupil: check the row or the total.`,
    );
  }
}

/** "16,500" and "16p" are slips in an hourly rate, though they are sums of money. */
function believable(rate: Read<number>, cell: string): Read<number> {
  if ('problem' in rate || (rate.value >= 100 && rate.value <= 50_000)) return rate;
  return {
    problem: `${quoted(cell)} is no likely rate: write the cost of one hour, such as £16.50.`,
  };
}

/** A row's cost for one pupil and undivided, in pence; undefined when it is not complete. */
function costOf(row: PastedRow): { perPupil: number; whole: number } | undefined {
  const { minutes, sessions, weeks, rate, other, sharing, adults = 1 } = row;
  const untimed = [minutes, sessions, weeks, rate].every((figure) => figure === undefined);
  if (untimed ? other === undefined : row.pupils === undefined) return undefined;
  if (
    !untimed &&
    (minutes === undefined || sessions === undefined || weeks === undefined || rate === undefined)
  )
    return undefined;
  const provision: Provision = {
    id: 'pasted',
    what: '',
    who: '',
    adults,
    pupils: row.pupils ?? 1,
    minutes: minutes ?? 0,
    sessions: sessions ?? 0,
    weeks: weeks ?? 0,
    rate: rate ?? 0,
    paidFrom: '',
    ...(other !== undefined && { other }),
    ...(sharing !== undefined && { sharing }),
  };
  const cost = (one: Provision) =>
    costMap([one], { wholeYear: true, senBudget: '' }).rows[0]?.perPupil ?? 0;
  return { perPupil: cost(provision), whole: cost({ ...provision, pupils: 1, sharing: 1 }) };
}

/** Within a penny: two ways of rounding are no difference. */
function near(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1;
}

function clip(text: string): string {
  return text.length > SEEN_AT_MOST ? `${text.slice(0, SEEN_AT_MOST)}…` : text;
}
