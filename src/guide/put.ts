/** Puts questions to a person: one `ask`, and the words that work beside it. */

import type { Block, Field, Input } from '../reply.ts';
import { type Answers, inRow, listOf, type Value, valueAt } from './answers.ts';
import type { Draft } from './drafts.ts';
import { type Option, ownOptions, sayValue } from './entry.ts';
import { type PlainQuestion, questionsOf, type RowsQuestion } from './form.ts';
import { isOpen, progressOf, rowsOf, type Step, together } from './journey.ts';
import { text } from './turn.ts';
import { sayPlace, sayRow } from './words.ts';

const INPUTS: Readonly<
  Record<Exclude<PlainQuestion['type'], 'calculated' | 'instruction' | 'blank'>, Input>
> = {
  line: 'line',
  long: 'lines',
  one: 'one',
  many: 'many',
  yesno: 'yesno',
  ticks: 'ticks',
  date: 'date',
  month: 'month',
  number: 'number',
  percent: 'percent',
  money: 'money',
  links: 'many',
};

/**
 * The next question of a draft as blocks.
 *
 * @param profile what the last application said, offered again
 */
export function put(
  draft: Draft,
  all: readonly Step[],
  step: Step,
  today: string,
  profile: ReadonlyMap<string, Value>,
): Block[] {
  const steps = together(all, draft.answers, step);
  const progress = progressOf(all, draft.answers);
  const fields = steps.map((one) => fieldOf(draft, one, today, profile));
  const about = step.section.about && isFirstOfSection(all, step) ? [text(step.section.about)] : [];
  const help =
    step.row?.given?.help && steps[0] === step
      ? [text(`**${step.row.given.label}**\n\n${step.row.given.help}`)]
      : [];
  return [
    { kind: 'progress', done: progress.done, of: progress.of, section: sayPlace(step) },
    ...about,
    ...help,
    {
      kind: 'ask',
      id: `draft:${draft.id}:${step.path}`,
      ...(step.row && { title: sayRow(step) }),
      fields,
      submit: 'Save',
    },
    { kind: 'choices', choices: beside(draft, step) },
  ];
}

function isFirstOfSection(all: readonly Step[], step: Step): boolean {
  return all.find((one) => one.section === step.section) === step;
}

/** Field ids carry the version that was shown, so that a form can be judged however late it comes. */
function fieldOf(
  draft: Draft,
  step: Step,
  today: string,
  profile: ReadonlyMap<string, Value>,
): Field {
  const { question } = step;
  const options = optionsFor(draft.form, draft.answers, question);
  const value = suggested(draft, step, today, profile);
  const hint = [question.help, formatHint(question)].filter(Boolean).join(' ');
  const type = question.type as keyof typeof INPUTS;
  return {
    id: `${step.path}@${draft.version(step.path)}`,
    label: question.code && !step.more ? `${question.code} ${question.ask}` : question.ask,
    ...(hint && { hint }),
    input: INPUTS[type],
    ...(options.length > 0 &&
      type !== 'yesno' && {
        options: options.map(({ value: one, label }) => ({ value: one, label })),
      }),
    required: step.required,
    ...(value !== undefined && { value }),
  };
}

/** What may be chosen: the question's own options, or the rows of another table by their titles. */
export function optionsFor(
  form: Draft['form'],
  answers: Answers,
  question: PlainQuestion,
): Option[] {
  if (question.type !== 'links') return ownOptions(question);
  const table = questionsOf(form).find((one) => one.question.id === question.to)?.question;
  if (table?.type !== 'rows') return [];
  return rowsOf(table, answers).map((row) => ({
    value: row.id,
    label: rowTitle(table, row.id, row.number, answers),
  }));
}

/** "Cycle 2" or what its title column says. */
export function rowTitle(
  table: RowsQuestion,
  id: string,
  number: number,
  answers: Answers,
): string {
  const given = table.each?.find((row) => row.id === id);
  if (given) return given.label;
  const title = table.title && valueAt(answers, inRow(table.id, id, table.title));
  const column = table.columns.find((one) => one.id === table.title);
  const words = title !== undefined && column ? sayValue(column, title, ownOptions(column)) : '';
  const head = `${table.row.charAt(0).toUpperCase()}${table.row.slice(1)} ${number}`;
  return words ? `${head}: ${words.length > 60 ? `${words.slice(0, 60)}…` : words}` : head;
}

/** What a question's answer is, or is likely to be: shown in its field before anything is typed. */
export function suggested(
  draft: Draft,
  step: Step,
  today: string,
  profile: ReadonlyMap<string, Value>,
): string | string[] | undefined {
  const { question, path } = step;
  const own = valueAt(draft.answers, path);
  const value =
    own ??
    (question.default === 'today'
      ? today
      : question.profile
        ? profile.get(profileKey(step, draft.answers))
        : undefined);
  if (value === undefined) return undefined;
  if (typeof value === 'object') return [...value];
  if (question.type === 'money' && typeof value === 'number') return (value / 100).toFixed(2);
  return String(value);
}

/** Settings are kept by question; a rate by who is paid it. */
export function profileKey({ question, row, path }: Step, answers: Answers): string {
  const who = row?.rows.costs?.who;
  if (!row || !who) return path;
  const paid = valueAt(answers, inRow(row.rows.id, row.id, who));
  return `${row.rows.id}.${question.id}.${listOf(paid)[0] ?? ''}`;
}

function formatHint(question: PlainQuestion): string {
  switch (question.type) {
    case 'date':
      return 'For example 12/9/2026.';
    case 'month':
      return 'For example September 2026.';
    case 'many':
    case 'links':
      return 'Choose all that apply.';
    case 'ticks':
      return 'Tick what is true.';
    default:
      return question.words ? `About ${question.words[0]} to ${question.words[1]} words.` : '';
  }
}

/** Commands that make sense here, as buttons; typing them works as well. */
function beside(draft: Draft, step: Step): { action: string; label: string }[] {
  const at = `${draft.id}:${step.path}@${draft.version(step.path)}`;
  const open = isOpen(step, draft.answers);
  return [
    ...(open && !step.more ? [{ action: `draft:park:${at}`, label: "Don't know yet" }] : []),
    ...(open && !step.required && !step.more
      ? [{ action: `draft:skip:${at}`, label: 'Skip' }]
      : []),
    { action: `draft:back:${at}`, label: 'Back' },
    ...(step.more ? [] : [{ action: `draft:why:${at}`, label: 'Why do you ask?' }]),
    { action: `draft:where:${draft.id}`, label: 'Where was I?' },
  ];
}

/** An answer in words, for reviews and files. */
export function sayAnswer(draft: Draft, question: PlainQuestion, value: Value): string {
  return sayValue(question, value, optionsFor(draft.form, draft.answers, question));
}
