/** What has been answered so far: the only thing a draft keeps. */

/** An option's value, a number (pence for money), text, or several values. Dates are ISO. */
export type Value = string | number | readonly string[];

/** What is known of one question. */
export type Answer =
  | {
      kind: 'answered';
      value: Value;
      /** Something it depended on has changed since. */
      again?: true;
      /** The writer has said that what looked like an identifying detail is none. */
      fine?: true;
    }
  | { kind: 'parked'; note: string }
  | { kind: 'skipped' };

/**
 * Answers by path: a question's id, or `rows/row/column` within a table. The ids of a repeating
 * table's rows are the answer to the table itself; `rows/+` says whether another row is wanted.
 */
export type Answers = ReadonlyMap<string, Answer>;

/** @returns the value at a path, when it has been answered */
export function valueAt(answers: Answers, path: string): Value | undefined {
  const answer = answers.get(path);
  return answer?.kind === 'answered' ? answer.value : undefined;
}

/** @returns a value as a list: nothing, one, or several */
export function listOf(value: Value | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'object' ? value : [String(value)];
}

/** The path of a column in one row. */
export function inRow(rows: string, row: string, column: string): string {
  return `${rows}/${row}/${column}`;
}
