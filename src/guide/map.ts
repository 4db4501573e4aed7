/** A form's costed provision map: its rows as provisions, its sums, and pasted tables read into it. */

import { type Answers, type Value, valueAt } from './answers.ts';
import type { Scope } from './condition.ts';
import { costMap, type MapCosts } from './costs.ts';
import { type Form, questionsOf, type RowsQuestion } from './form.ts';
import { applies, rowScope, rowsOf, scopeOf } from './journey.ts';
import { type PastedRow, readPasted } from './paste.ts';
import { type MappedProvision, type Pitfall, pitfalls } from './pitfalls.ts';

/** A table whose columns say what a provision costs. */
export type CostTable = RowsQuestion & { costs: NonNullable<RowsQuestion['costs']> };

/** A map with its sums. */
export interface DraftMap {
  table: CostTable;
  provisions: readonly MappedProvision[];
  /** Rows that cannot be costed yet, by id. */
  unfinished: readonly string[];
  wholeYear: boolean;
  costs: MapCosts;
  pitfalls: readonly Pitfall[];
}

/** The form's costed map, when it has one. */
function costTable(form: Form): CostTable | undefined {
  return questionsOf(form)
    .map(({ question }) => question)
    .find(
      (question): question is CostTable => question.type === 'rows' && question.costs !== undefined,
    );
}

/** Costs the rows that are complete; a row that lacks a figure is named and left out of the sums. */
export function mapOf(form: Form, answers: Answers): DraftMap | undefined {
  const table = costTable(form);
  if (!table) return undefined;
  // No column of a map looks at dates or figures.
  const whole = scopeOf(form, answers, '');
  const read = rowsOf(table, answers).map((row) => ({
    row,
    provision: provisionOf(table, row.id, rowScope(whole, answers, row)),
  }));
  const provisions = read.flatMap(({ provision }) => (provision ? [provision] : []));
  const wholeYear = valueAt(answers, table.costs['whole year']) !== 'no';
  const costs = costMap(provisions, { wholeYear, senBudget: table.costs['sen budget'] });
  return {
    table,
    provisions,
    unfinished: read.filter(({ provision }) => !provision).map(({ row }) => row.id),
    wholeYear,
    costs,
    pitfalls: pitfalls(provisions, costs),
  };
}

function provisionOf(table: CostTable, id: string, scope: Scope): MappedProvision | undefined {
  const { costs } = table;
  // What is no longer asked of a row, such as minutes of what has become equipment, is not costed.
  const value = (column: string) => {
    const question = table.columns.find((one) => one.id === column);
    return question && applies(question, scope) ? scope.value(column) : undefined;
  };
  const number = (column: string): number | undefined => {
    const held = value(column);
    return typeof held === 'number' ? held : undefined;
  };
  const other = number(costs.other);
  const from = value(costs.from);
  const timed = {
    minutes: number(costs.minutes),
    sessions: number(costs.sessions),
    weeks: number(costs.weeks),
    rate: number(costs.rate),
  };
  const given = Object.values(timed).filter((one) => one !== undefined).length;
  // Equipment and bought-in services may have no sessions; half a timetable cannot be costed.
  if (given < 4 && !(given === 0 && other !== undefined)) return undefined;
  const effect = value(costs.effect);
  return {
    id,
    what: String(value(costs.what) ?? ''),
    who: String(value(costs.who) ?? ''),
    adults: number(costs.adults) ?? 1,
    pupils: number(costs.pupils) ?? 1,
    minutes: timed.minutes ?? 0,
    sessions: timed.sessions ?? 0,
    weeks: timed.weeks ?? 0,
    rate: timed.rate ?? 0,
    ...(other !== undefined && { other, sharing: number(costs.sharing) ?? 1 }),
    paidFrom: String(from ?? ''),
    ...(effect !== undefined && { effect: String(effect) }),
  };
}

/** A pasted table as rows of answers. */
export interface PastedMap {
  rows: ReadonlyMap<string, Value>[];
  /** What was left out, compared or could not be read: one sentence each. */
  told: readonly string[];
  /** All words that would be kept, for the gate. */
  text: string;
}

/**
 * Reads a pasted table into the map's columns. What was not understood stays unanswered, so that
 * it is asked next.
 *
 * @returns undefined when the text is no table
 */
export function readMap(table: RowsQuestion, text: string, today: string): PastedMap | undefined {
  const { costs } = table;
  if (!costs || !/[\t,;|]/.test(text) || !/\n/.test(text.trim())) return undefined;
  const pasted = readPasted(text, today);
  if (!pasted) return undefined;
  const columns: Readonly<Record<Exclude<keyof PastedRow, 'need'>, string>> = {
    what: costs.what,
    who: costs.who,
    adults: costs.adults,
    pupils: costs.pupils,
    minutes: costs.minutes,
    sessions: costs.sessions,
    weeks: costs.weeks,
    rate: costs.rate,
    other: costs.other,
    sharing: costs.sharing,
    paidFrom: costs.from,
    effect: costs.effect,
    start: costs.start,
    end: costs.end,
  };
  const told: string[] = [];
  const rows = pasted.rows.map((row, at) => {
    const values = new Map<string, Value>();
    for (const [key, column] of Object.entries(columns)) {
      const value = row[key as keyof typeof columns];
      const question = table.columns.find(({ id }) => id === column);
      if (value === undefined || !question) continue;
      const options = question.options;
      if (options && !Object.hasOwn(options, String(value))) continue;
      const range = question.between;
      if (range && typeof value === 'number' && (value < range[0] || value > range[1])) {
        told.push(
          `Row ${at + 1}: ${question.short ?? question.ask} is outside what it can be, so it is asked again.`,
        );
        continue;
      }
      values.set(column, value);
    }
    return values;
  });
  for (const ask of pasted.asks)
    told.push(ask.row >= 0 ? `Row ${ask.row + 1}: ${ask.problem}` : ask.problem);
  told.push(...pasted.ignored);
  const kept = rows.flatMap((row) =>
    [...row.values()].filter((value) => typeof value === 'string'),
  );
  return { rows, told, text: kept.join('\n') };
}
