/**
 * Where a draft stands, worked out each time from the form and the answers and never stored: an
 * inserted question moves nothing (GOV.UK Forms does the same in `journey.rb`).
 */

import { type Answer, type Answers, inRow, listOf, valueAt } from './answers.ts';
import { type Condition, readCondition, type Scope } from './condition.ts';
import {
  type Form,
  type GivenRow,
  isAsked,
  type PlainQuestion,
  type Question,
  questionsOf,
  type RowsQuestion,
  type Section,
} from './form.ts';

/** One row of a table. */
export interface RowPlace {
  rows: RowsQuestion;
  id: string;
  /** From 1. */
  number: number;
  given?: GivenRow;
}

/** One thing to be answered. */
export interface Step {
  path: string;
  section: Section;
  question: PlainQuestion;
  row?: RowPlace;
  required: boolean;
  /** Whether another row is wanted. */
  more?: RowsQuestion;
}

/** What the program works out beside the answers; see figures.ts. */
export type Figures = (name: string) => number | undefined;

/** @returns the answers as a condition sees them */
export function scopeOf(
  form: Form,
  answers: Answers,
  today: string,
  figures: Figures = () => undefined,
): Scope {
  const tables = new Map(
    questionsOf(form).flatMap(({ question }) =>
      question.type === 'rows' ? [[question.id, question] as const] : [],
    ),
  );
  const whole: Scope = {
    value: (id) => valueAt(answers, id),
    rows: (id) => {
      const table = tables.get(id);
      return table ? rowsOf(table, answers).map((row) => rowScope(whole, answers, row)) : [];
    },
    figure: figures,
    today,
  };
  return whole;
}

/** The answers as a condition within one row sees them: its own columns come first. */
export function rowScope(whole: Scope, answers: Answers, { rows, id }: RowPlace): Scope {
  const own = new Set(rows.columns.map((column) => column.id));
  return {
    ...whole,
    value: (name) =>
      own.has(name) ? valueAt(answers, inRow(rows.id, id, name)) : whole.value(name),
  };
}

/** The rows a table has: given by the form, or added so far. */
export function rowsOf(rows: RowsQuestion, answers: Answers): RowPlace[] {
  if (rows.each)
    return rows.each
      .filter((given) => binds(given, rows, answers))
      .map((given, at) => ({ rows, id: given.id, number: at + 1, given }));
  return listOf(valueAt(answers, rows.id)).map((id, at) => ({ rows, id, number: at + 1 }));
}

/** Whether a given row is for the kind of setting that was named; all are, until one is. */
function binds(given: GivenRow, rows: RowsQuestion, answers: Answers): boolean {
  const setting = rows['each card']?.setting;
  const named = setting?.means[String(valueAt(answers, setting.asked) ?? '')];
  if (!named || named.length === 0 || given.settings.length === 0) return true;
  return given.settings.some((one) => named.includes(one));
}

const conditions = new Map<string, Condition>();

/** Conditions are read once; a form has some hundreds and the words of each are its key. */
export function conditionOf(text: string): Condition {
  let known = conditions.get(text);
  if (!known) {
    known = readCondition(text);
    if (conditions.size < 5_000) conditions.set(text, known);
  }
  return known;
}

/** Whether a question is asked of these answers. */
export function applies(question: Question, scope: Scope): boolean {
  return question.when === undefined || conditionOf(question.when).test(scope);
}

/** Whether a draft is ready only with an answer to it. */
export function isRequired(question: Question, scope: Scope): boolean {
  const wanted = question['required when'];
  return wanted === undefined ? question.need === 'required' : conditionOf(wanted).test(scope);
}

/** Everything that is asked of these answers, in the form's order. */
export function steps(form: Form, answers: Answers, today: string): Step[] {
  const scope = scopeOf(form, answers, today);
  return questionsOf(form).flatMap(({ section, question }): Step[] => {
    if (!isAsked(question) || !applies(question, scope)) return [];
    const required = isRequired(question, scope);
    if (question.type !== 'rows') return [{ path: question.id, section, question, required }];
    return rowSteps(section, question, answers, scope, required);
  });
}

function rowSteps(
  section: Section,
  rows: RowsQuestion,
  answers: Answers,
  scope: Scope,
  required: boolean,
): Step[] {
  const there = rowsOf(rows, answers);
  const more: Step = {
    path: `${rows.id}/+`,
    section,
    question: moreQuestion(rows, there.length),
    required: false,
    more: rows,
  };
  // A table that must have a row starts with one; the rest are asked for.
  const own = answers.get(rows.id);
  if (there.length === 0 && required && own?.kind !== 'parked' && !rows.each)
    there.push({ rows, id: '1', number: 1 });
  const columns = there.flatMap((row) => {
    const rowOwn = rowScope(scope, answers, row);
    return rows.columns
      .filter((column) => isAsked(column) && applies(column, rowOwn))
      .map(
        (question): Step => ({
          path: inRow(rows.id, row.id, question.id),
          section,
          question,
          row,
          required: isRequired(question, rowOwn),
        }),
      );
  });
  return rows.each || there.length >= rows.most ? columns : [...columns, more];
}

function moreQuestion(rows: RowsQuestion, count: number): PlainQuestion {
  return {
    id: '+',
    ask: count === 0 ? `${rows.ask} Is there a ${rows.row} to add?` : `Add another ${rows.row}?`,
    type: 'yesno',
    need: 'optional',
    basis: [],
    whole: false,
    dates: 'any',
    expects: [],
    profile: false,
    affects: [],
    'may ask': false,
    ...(rows.help !== undefined && count === 0 && { help: rows.help }),
  };
}

/** What a step still needs. */
export function isOpen(step: Step, answers: Answers): boolean {
  return answers.get(step.path) === undefined;
}

/**
 * The next question to put: the first open one after the given place, or else the first open one
 * anywhere.
 */
export function nextStep(all: readonly Step[], answers: Answers, after?: string): Step | undefined {
  const from = after === undefined ? -1 : placeOf(all, after);
  const open = all.filter((step) => isOpen(step, answers));
  return open.find((step) => all.indexOf(step) > from) ?? open[0];
}

/** Where a path stands; a row's or table's place is its first step's. */
export function placeOf(all: readonly Step[], path: string): number {
  const exact = all.findIndex((step) => step.path === path);
  if (exact >= 0) return exact;
  // The question itself may no longer be asked: the nearest place is its row, or its table.
  const parts = path.split('/');
  for (let length = parts.length - 1; length > 0; length -= 1) {
    const start = `${parts.slice(0, length).join('/')}/`;
    const at = all.findLastIndex((step) => step.path.startsWith(start) && !step.more);
    if (at >= 0) return at;
  }
  return -1;
}

/** The steps that are put together: a question alone, or with the other open columns of its row. */
export function together(all: readonly Step[], answers: Answers, step: Step): Step[] {
  const { row } = step;
  if (!row || !isOpen(step, answers)) return [step];
  const mates = all.filter(
    (one) =>
      one !== step &&
      one.row?.id === row.id &&
      one.row.rows.id === row.rows.id &&
      isOpen(one, answers),
  );
  return [step, ...mates];
}

/** How far a draft is. */
export interface Progress {
  done: number;
  of: number;
  parked: number;
  sections: { done: number; of: number };
}

/** Counts answered, skipped and parked steps; what is parked is not done. */
export function progressOf(all: readonly Step[], answers: Answers): Progress {
  const counted = all.filter((step) => !step.more);
  const kindOf = (step: Step): Answer['kind'] | undefined => answers.get(step.path)?.kind;
  const isDone = (step: Step) => ['answered', 'skipped'].includes(kindOf(step) ?? '');
  const sections = [...new Set(counted.map((step) => step.section))];
  return {
    done: counted.filter(isDone).length,
    of: counted.length,
    parked: counted.filter((step) => kindOf(step) === 'parked').length,
    sections: {
      done: sections.filter((section) =>
        counted.filter((step) => step.section === section).every(isDone),
      ).length,
      of: sections.length,
    },
  };
}

/** Answers that depended on one that has changed, and so should be looked at again. */
export function dependents(form: Form, changed: string): Set<string> {
  const [table, , column] = changed.split('/');
  const ids = new Set([changed, column ?? changed, ...(column ? [] : [table ?? changed])]);
  const found = new Set<string>();
  const looks = (question: Question, within?: RowsQuestion) =>
    [question.when, question['required when']].some(
      (text) =>
        text !== undefined &&
        conditionOf(text).reads.some((reading) => {
          const sibling = within?.columns.some((one) => one.id === reading.id);
          // A column's sibling counts only when the change was in the same table.
          return (
            ids.has(reading.id) && (!sibling || (column !== undefined && table === within?.id))
          );
        }),
    );
  for (const { question } of questionsOf(form)) {
    if (looks(question)) found.add(question.id);
    if (question.type !== 'rows') {
      if (question.id === changed) for (const id of question.affects) found.add(id);
      continue;
    }
    for (const one of question.columns)
      if (looks(one, question)) found.add(`${question.id}/*/${one.id}`);
    if (column && question.id === table)
      for (const id of question.columns.find((one) => one.id === column)?.affects ?? [])
        found.add(id);
  }
  return found;
}
