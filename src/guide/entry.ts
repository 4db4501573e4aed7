/** Reads what a person typed or chose into an answer, and says an answer as a person would. */

import { makeMend } from '../english.ts';
import { listOf, type Value } from './answers.ts';
import { wordsIn } from './condition.ts';
import type { PlainQuestion } from './form.ts';
import * as quantity from './quantity.ts';

/** An answer, or one sentence on what was seen and how to write it. */
export type Entry = { value: Value } | { problem: string };

/** What reading may depend on. */
export interface EntryContext {
  /** ISO date. */
  today: string;
  /** What may be chosen: the question's own options, or a table's rows. */
  options: readonly Option[];
  /** The date this one must not come before. */
  notBefore?: string;
}

/** One thing that may be chosen. */
export interface Option {
  value: string;
  label: string;
  also?: readonly string[];
}

/** Longest text taken: ten times what any panel reads. */
const LONGEST = 20_000;
const LONGEST_LINE = 500;

const YES_NO: readonly Option[] = [
  {
    value: 'yes',
    label: 'Yes',
    also: [
      'y',
      'yep',
      'yeah',
      'yes please',
      'correct',
      'true',
      'ok',
      'sure',
      'definitely',
      'it is',
      'they do',
      'we do',
      'we have',
      'they are',
    ],
  },
  {
    value: 'no',
    label: 'No',
    also: [
      'n',
      'nope',
      'nah',
      'no thanks',
      'none',
      'not',
      'false',
      'it is not',
      'they do not',
      'we have not',
      'no more',
      "that's all",
      'that is all',
      'finished',
      'done',
    ],
  },
];

/** @returns the options of a question that lists its own, else none */
export function ownOptions(question: PlainQuestion): Option[] {
  if (question.type === 'yesno') return [...YES_NO];
  return Object.entries(question.options ?? {}).map(([value, option]) => ({
    value,
    label: option.label,
    ...('also' in option && { also: option.also }),
  }));
}

/**
 * Reads one answer.
 *
 * @param typed words, or the values of several boxes
 * @returns never throws; an empty answer is a problem, since a blank overwrites nothing
 */
export function readEntry(
  question: PlainQuestion,
  typed: string | readonly string[],
  context: EntryContext,
): Entry {
  const text = typeof typed === 'string' ? typed.trim() : typed.join('\n').trim();
  if (text === '') return { problem: 'Nothing was entered, so nothing was changed.' };
  switch (question.type) {
    case 'line':
      return readLine(text);
    case 'long':
      return text.length > LONGEST
        ? {
            problem: `That is ${text.length.toLocaleString('en-GB')} characters, and at most ${LONGEST.toLocaleString('en-GB')} can be taken. Shorten it, and attach the rest to the application instead.`,
          }
        : { value: text.replace(/\r\n?/g, '\n') };
    case 'one':
    case 'yesno':
      return readOne(text, context.options);
    case 'many':
    case 'ticks':
    case 'links':
      return readMany(typed, context.options, question.type === 'ticks');
    case 'date':
      return bounded(quantity.readDate(text, context.today), question, context);
    case 'month':
      return bounded(quantity.readMonth(text, context.today), question, context);
    case 'number':
      return within(counted(question, text), question, (value) => String(value));
    case 'percent':
      return within(quantity.readPercent(text), question, (value) => `${value}%`);
    case 'money':
      return within(
        quantity.readMoney(text, question.counts === 'rate' ? 'rate' : 'sum'),
        question,
        quantity.sayMoney,
      );
    case 'calculated':
    case 'instruction':
    case 'blank':
      return { problem: 'This is not asked for here, so nothing was kept.' };
    default:
      return question.type satisfies never;
  }
}

function readLine(text: string): Entry {
  const line = text.replace(/\s*\r?\n\s*/g, '; ');
  if (line.length <= LONGEST_LINE) return { value: line };
  return {
    problem: `That is ${line.length.toLocaleString('en-GB')} characters for a short answer; ${LONGEST_LINE} can be taken. Shorten it to a line or two.`,
  };
}

function counted(question: PlainQuestion, text: string): { value: number } | { problem: string } {
  switch (question.counts) {
    case 'minutes':
      return quantity.readMinutes(text);
    case 'sessions':
      return quantity.readSessions(text);
    case 'weeks':
      return quantity.readWeeks(text);
    case 'group': {
      const read = quantity.readGroup(text);
      return 'value' in read ? { value: read.value.pupils } : read;
    }
    case 'rate':
    case undefined:
      return question.whole ? quantity.readWhole(text) : quantity.readNumber(text);
    default:
      return question.counts satisfies never;
  }
}

function within(
  read: { value: number } | { problem: string },
  { between, whole }: PlainQuestion,
  say: (value: number) => string,
): Entry {
  if ('problem' in read) return read;
  if (whole && !Number.isInteger(read.value))
    return {
      problem: `${say(read.value)} is not a whole number. Write one such as ${Math.round(read.value)}.`,
    };
  if (!between || (read.value >= between[0] && read.value <= between[1])) return read;
  return {
    problem: `${say(read.value)} is outside what this can be: from ${say(between[0])} to ${say(between[1])}.`,
  };
}

function bounded(
  read: { value: string } | { problem: string },
  { dates }: PlainQuestion,
  { today, notBefore }: EntryContext,
): Entry {
  if ('problem' in read) return read;
  const now = today.slice(0, read.value.length);
  if (dates === 'past' && read.value > now)
    return {
      problem: `${sayDate(read.value)} is still to come, and this has to have happened already. Check the year.`,
    };
  if (dates === 'future' && read.value < now)
    return {
      problem: `${sayDate(read.value)} has passed, and this is about what is to come. Check the year.`,
    };
  if (notBefore !== undefined && read.value < notBefore.slice(0, read.value.length))
    return {
      problem: `${sayDate(read.value)} is before ${sayDate(notBefore)}, the date it has to follow. Check both.`,
    };
  return read;
}

function readOne(text: string, options: readonly Option[]): Entry {
  const found = findOption(text, options);
  if (found) return { value: found.value };
  const number = simple(text);
  const named =
    /^\d{1,2}$/.test(number) &&
    options.find(({ label }) => simple(label).split(' ').includes(number));
  if (named)
    return {
      problem: `"${number}" could mean ${named.label} or number ${number} on the list. Write it in words.`,
    };
  return {
    problem: `"${shortened(text)}" is none of the choices. Choose one by its number or its words.`,
  };
}

function readMany(
  typed: string | readonly string[],
  options: readonly Option[],
  ticks: boolean,
): Entry {
  if (typeof typed === 'string') {
    const whole = typed.trim();
    if (
      /^(?:all|all of (?:them|these|those|the above)|everything|both|yes|yes to all|ticked|they do|every one)\.?$/i.test(
        whole,
      ) &&
      !exactOption(whole, options)
    )
      return { value: options.map(({ value }) => value) };
    if (ticks && /^(?:no|none)\.?$/i.test(whole))
      return {
        problem:
          'Nothing is ticked. Tick what is true now, or say "don\'t know yet" to come back to it.',
      };
  }
  const { found, rest } =
    typeof typed === 'string' ? labelsIn(typed, options) : { found: [], rest: typed };
  const values = [...found];
  for (const part of rest) {
    // A box gives a value; a typed number counts the rows as they are shown.
    const boxed = typeof typed !== 'string' && options.find(({ value }) => value === part);
    const option = boxed || findOption(part, options);
    if (!option)
      return {
        problem: `"${shortened(part)}" is none of the choices. Give their numbers or words, with commas between them.`,
      };
    if (!values.includes(option.value)) values.push(option.value);
  }
  if (values.length === 0) return { problem: 'Choose at least one.' };
  return { value: options.map(({ value }) => value).filter((value) => values.includes(value)) };
}

/** Whole labels first, since a label may hold an "and" or a comma; what is left is split. */
function labelsIn(typed: string, options: readonly Option[]): { found: string[]; rest: string[] } {
  const found: string[] = [];
  let left = typed;
  for (const { value, label } of [...options].sort(
    (one, two) => two.label.length - one.label.length,
  )) {
    const at = left.toLowerCase().indexOf(label.toLowerCase());
    const before = left[at - 1];
    const after = left[at + label.length];
    if (
      at < 0 ||
      label.length < 3 ||
      (before && /[\p{L}\p{N}]/u.test(before)) ||
      (after && /[\p{L}\p{N}]/u.test(after))
    )
      continue;
    found.push(value);
    left = `${left.slice(0, at)};${left.slice(at + label.length)}`;
  }
  const rest = left
    .replace(/^[\d\s]+$/, (numbers) => numbers.trim().replace(/\s+/g, ';'))
    .split(/[,;\n]+|\s+and\s+|\s*&\s*|(?<=^|\s)(?=\d+\s)/)
    .map((part) => part.replace(/^\s*and\s+|\s+and\s*$/g, '').trim())
    .filter((part) => !/^(?:and|the|a|an|both|\.)?$/i.test(part));
  return { found, rest };
}

/** Slips of spelling mended towards the words of the choices. */
function mended(typed: string, names: readonly string[]): string {
  const mend = makeMend(names.flatMap((name) => name.split(' ')));
  return typed.split(' ').map(mend).join(' ');
}

/** @returns the option that the text names in full */
export function exactOption(text: string, options: readonly Option[]): Option | undefined {
  const typed = simple(text);
  return options.find((option) =>
    [option.value, option.label, ...(option.also ?? [])].some((name) => simple(name) === typed),
  );
}

/** By number, value, label or another of its words; then by what only one option holds. */
function findOption(text: string, options: readonly Option[]): Option | undefined {
  const typed = simple(text).replace(/^(?:the|a|an|both|our|my|his|her|their) (?=.)/, '');
  if (/^\d{1,2}$/.test(typed)) {
    const exact = options.find(({ label }) => simple(label) === typed);
    // "4" is Year 4 to whoever types it, though Year 1 may stand fourth: then neither is taken.
    const named = options.filter(({ label }) => simple(label).split(' ').includes(typed));
    const counted = options[Number(typed) - 1];
    if (exact || named.length === 0) return exact ?? counted;
    return named.length === 1 && named[0] === counted ? counted : undefined;
  }
  const names = (option: Option) =>
    [option.value, option.label, ...(option.also ?? [])].map(simple);
  const exact =
    exactOption(text, options) ??
    exactOption(typed, options) ??
    exactOption(mended(typed, options.flatMap(names)), options);
  if (exact) return exact;
  if (typed.length < 2) return undefined;
  const begun = options.filter((option) =>
    names(option).some((name) => name.startsWith(`${typed} `) || typed.startsWith(`${name} `)),
  );
  // "Yes and no" begins like one and names another.
  const named = options.filter((option) =>
    names(option).some((name) => ` ${typed} `.includes(` ${name} `)),
  );
  if (begun.length === 1) return named.some((one) => one !== begun[0]) ? undefined : begun[0];
  const words = typed.split(' ').filter((word) => !/^(?:.|and|or|of|to|in|the)$/.test(word));
  const holding = options.filter((option) =>
    names(option).some(
      (name) => words.length > 0 && words.every((word) => name.split(' ').includes(word)),
    ),
  );
  return holding.length === 1 ? holding[0] : undefined;
}

function simple(text: string): string {
  return text
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim();
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** What is said beside a text that is shorter or longer than asked; it is kept either way. */
export function lengthNote(question: PlainQuestion, value: Value): string | undefined {
  if (!question.words || typeof value !== 'string') return undefined;
  const count = wordsIn(value);
  const [least, most] = question.words;
  if (count < least)
    return `That is ${count} ${count === 1 ? 'word' : 'words'}; about ${least} or more make the point. It is kept as it is, and you can change it at any time.`;
  if (count > most)
    return `That is ${count} words; the form asks for ${most} at most. It is kept whole, so shorten it when you are ready.`;
  return undefined;
}

/** "23 November 2026", or "November 2026" for a month. */
export function sayDate(iso: string): string {
  return iso.length === 7 ? quantity.sayMonth(iso) : quantity.sayDate(iso);
}

/** An answer in words. */
export function sayValue(
  question: PlainQuestion,
  value: Value,
  options: readonly Option[],
): string {
  const label = (one: string) => options.find((option) => option.value === one)?.label ?? one;
  switch (question.type) {
    case 'one':
    case 'yesno':
      return label(String(value));
    case 'many':
    case 'ticks':
    case 'links':
      return listOf(value).map(label).join('; ');
    case 'date':
    case 'month':
      return sayDate(String(value));
    case 'percent':
      return `${value}%`;
    case 'money':
      return typeof value === 'number' ? quantity.sayMoney(value) : String(value);
    default:
      return String(value);
  }
}
