/**
 * The conditions of a form, in words an officer can read: `plan is final`,
 * `request includes funding and (attendance < 90 or full-time is not yes)`,
 * `number of cycles where (result is answered) < 2`, `any advice has (months since date > 12)`.
 */

import { listOf, type Value } from './answers.ts';

/** What a condition is asked about. */
export interface Scope {
  value(id: string): Value | undefined;
  /** The rows of a table, each a scope of its own in which columns come before other questions. */
  rows(id: string): readonly Scope[];
  /** A figure the program works out, such as `costs.full-year`. */
  figure(name: string): number | undefined;
  /** ISO date. */
  today: string;
}

/** A condition, read once. */
export interface Condition {
  test(scope: Scope): boolean;
  /** Ids of the questions, tables and figures it looks at, for checking the form and for knowing what depends on what. */
  reads: readonly Reading[];
}

/** One thing a condition looks at. */
export interface Reading {
  kind: 'question' | 'rows' | 'figure';
  id: string;
  /** The table whose rows it is asked of. */
  within?: string;
  /** The option it is compared with. */
  option?: string;
}

/** Thrown for a condition that cannot be read; the message quotes it and says where it stopped making sense. */
export class ConditionError extends Error {
  override readonly name = 'ConditionError';
}

/** Words of the language itself, which name nothing. */
const JOINING = /^(?:and|or|not|is|has|where)$/;

type Test = (scope: Scope) => boolean;
type Figure = (scope: Scope) => number | undefined;

/**
 * Reads a condition.
 *
 * @throws ConditionError
 */
export function readCondition(text: string): Condition {
  const words = text.match(/[()]|[<>]=?|=|[^\s()<>=]+/g) ?? [];
  const reads: Reading[] = [];
  let at = 0;
  let within: string | undefined;

  const peek = (...expected: string[]) =>
    expected.every((word, ahead) => words[at + ahead] === word);
  const take = (...expected: string[]) => {
    if (!peek(...expected)) return false;
    at += expected.length;
    return true;
  };
  const fail = (wanted: string): never => {
    const where = at < words.length ? `at "${words[at]}"` : 'at its end';
    throw new ConditionError(
      `the condition "${text}" cannot be read ${where}: ${wanted} was expected`,
    );
  };
  const name = (wanted: string): string => {
    const word = words[at];
    if (word === undefined || !/^[a-z][\w.-]*$/i.test(word) || JOINING.test(word))
      return fail(wanted);
    at += 1;
    return word;
  };
  const note = (kind: Reading['kind'], id: string, option?: string) => {
    reads.push({
      kind,
      id,
      ...(within !== undefined && { within }),
      ...(option !== undefined && { option }),
    });
  };

  const either = (): Test => {
    const parts = [both()];
    while (take('or')) parts.push(both());
    return parts.length === 1 ? (parts[0] as Test) : (scope) => parts.some((part) => part(scope));
  };
  const both = (): Test => {
    const parts = [negated()];
    while (take('and')) parts.push(negated());
    return parts.length === 1 ? (parts[0] as Test) : (scope) => parts.every((part) => part(scope));
  };
  const negated = (): Test => {
    if (!take('not')) return simple();
    const inner = simple();
    return (scope) => !inner(scope);
  };
  const bracketed = (): Test => {
    if (!take('(')) fail('"("');
    const inner = either();
    if (!take(')')) fail('")"');
    return inner;
  };
  const ofRows = (): { id: string; test: Test } => {
    const id = name('a table');
    note('rows', id);
    if (!take('has')) fail('"has"');
    const before = within;
    within = id;
    const test = bracketed();
    within = before;
    return { id, test };
  };
  const simple = (): Test => {
    if (peek('(')) return bracketed();
    if (take('any')) {
      const { id, test } = ofRows();
      return (scope) => scope.rows(id).some((row) => test(row));
    }
    if (take('every')) {
      const { id, test } = ofRows();
      return (scope) => scope.rows(id).every((row) => test(row));
    }
    const counted = figure();
    if (counted) return compared(counted);
    const id = name('a question');
    if (take('is')) {
      const no = take('not');
      const about = words[at];
      if (about === 'answered' || about === 'empty') {
        at += 1;
        note('question', id);
        const wanted = (about === 'answered') !== no;
        return (scope) => listOf(scope.value(id)).length > 0 === wanted;
      }
      const option = name('an option');
      note('question', id, option);
      return (scope) => listOf(scope.value(id)).includes(option) !== no;
    }
    if (take('includes')) {
      const option = name('an option');
      note('question', id, option);
      return (scope) => listOf(scope.value(id)).includes(option);
    }
    note('question', id);
    return compared((scope) => {
      const value = scope.value(id);
      return typeof value === 'number' ? value : undefined;
    });
  };
  const figure = (): Figure | undefined => {
    if (take('figure')) {
      const id = name('a figure');
      note('figure', id);
      return (scope) => scope.figure(id);
    }
    if (take('number', 'of')) return countOf();
    if (take('words', 'in')) {
      const id = name('a question');
      note('question', id);
      return (scope) => wordsIn(scope.value(id));
    }
    for (const unit of ['days', 'months'] as const) {
      if (!take(unit, 'since')) continue;
      const id = name('a date');
      note('question', id);
      return (scope) => since(scope.value(id), scope.today, unit);
    }
    return undefined;
  };
  const countOf = (): Figure => {
    const id = name('a table');
    note('rows', id);
    const before = within;
    within = id;
    // "repeating done": the same answer as in the row before.
    const same = take('repeating') ? name('a column') : undefined;
    if (same) note('question', same);
    const test = take('where') ? bracketed() : () => true;
    within = before;
    return (scope) => {
      const rows = scope.rows(id);
      return rows.filter(
        (row, index) => test(row) && (same === undefined || alike(rows[index - 1], row, same)),
      ).length;
    };
  };
  const compared = (one: Figure): Test => {
    const sign = words[at];
    const compare = sign === undefined ? undefined : COMPARE[sign];
    if (!compare) return fail('"is", "includes" or a comparison such as < 2');
    at += 1;
    const number = Number(words[at]);
    if (words[at] === undefined || Number.isNaN(number)) return fail('a number');
    at += 1;
    return (scope) => {
      const value = one(scope);
      return value !== undefined && compare(value, number);
    };
  };

  const test = either();
  if (at < words.length) fail('"and", "or" or the end');
  return { test, reads };
}

const COMPARE: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
  '=': (one, other) => one === other,
};

function alike(before: Scope | undefined, row: Scope, column: string): boolean {
  const [one, other] = [listOf(before?.value(column)), listOf(row.value(column))];
  return one.length > 0 && [...one].sort().join('\n') === [...other].sort().join('\n');
}

/** @returns how many words an answer has; 0 when it has none */
export function wordsIn(value: Value | undefined): number {
  return typeof value === 'string'
    ? (value.match(/[\p{L}\p{N}][\p{L}\p{N}'’.,-]*/gu)?.length ?? 0)
    : 0;
}

/** Whole days or months from an ISO date or month until today; negative when it is to come. */
function since(
  value: Value | undefined,
  today: string,
  unit: 'days' | 'months',
): number | undefined {
  if (typeof value !== 'string') return undefined;
  const match = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(value);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3] ?? '01')];
  const [nowYear = 0, nowMonth = 0, nowDay = 0] = today.split('-').map(Number);
  if (unit === 'days')
    return (Date.UTC(nowYear, nowMonth - 1, nowDay) - Date.UTC(year, month - 1, day)) / 86_400_000;
  return (nowYear - year) * 12 + nowMonth - month - (nowDay < day ? 1 : 0);
}
