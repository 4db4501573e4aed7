/** A form as people write it in `knowledge/forms/*.yaml`, and as the guide reads it. */

import { z } from 'zod';
import { ROLES } from '../incoming.ts';
import { FORCES } from '../reply.ts';

/** How a question is answered. `blank` is never asked: the export leaves a labelled gap. */
const QUESTION_TYPES = [
  'line',
  'long',
  'one',
  'many',
  'yesno',
  'ticks',
  'date',
  'month',
  'number',
  'percent',
  'money',
  'links',
  'rows',
  'calculated',
  'instruction',
  'blank',
] as const;

const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'must be small letters, digits and hyphens, such as why-now');
const sentence = z.string().trim().min(1);
const card = z.string().trim().min(1);

const option = z.union([
  sentence.transform((label) => ({ label })),
  z.strictObject({
    label: sentence,
    /** Said when the option is chosen. */
    note: sentence.optional(),
    card: card.optional(),
    /** Other words people use for it. */
    also: z.array(sentence).default([]),
  }),
]);

const options = z.record(id, option);

/** What a good answer holds; a vague one gets one friendly nudge. */
export const EXPECTATIONS = [
  'number',
  'date',
  'baseline',
  'frequency',
  'provision',
  'evidence',
  'outcome',
  'views',
] as const;

const plainQuestion = z.strictObject({
  id,
  /** The number people use for it, such as Q4.2. */
  code: sentence.optional(),
  ask: sentence,
  /** Its name in a table's heading or a message, where the question itself is too long. */
  short: sentence.optional(),
  type: z.enum(QUESTION_TYPES).exclude(['rows']),
  need: z.enum(['required', 'optional']).default('required'),
  /** Asked only when this holds. */
  when: sentence.optional(),
  /** An optional question that is required when this holds. */
  'required when': sentence.optional(),
  help: sentence.optional(),
  /** The card behind "why do you ask?". */
  card: card.optional(),
  /** Where the question comes from; the codes stand in the form's own `basis`. */
  basis: z.array(sentence).default([]),
  options: options.optional(),
  /** Fewest and most words of a text. */
  words: z.tuple([z.number().int().min(0), z.number().int().min(1)]).optional(),
  /** Least and most of a number, percent or money (in pence). */
  between: z.tuple([z.number(), z.number()]).optional(),
  whole: z.boolean().default(false),
  /** Which side of today a date lies on. */
  dates: z.enum(['past', 'future', 'any']).default('any'),
  /** What a number or sum counts, so that "half an hour", "fortnightly" or "£16.50 an hour" can be read. */
  counts: z.enum(['minutes', 'sessions', 'group', 'weeks', 'rate']).optional(),
  /** The question it must not come before, as the end of a cycle after its start. */
  after: id.optional(),
  /** Staff may be named here; a pupil never. */
  names: z.enum(['staff', 'setting']).optional(),
  expects: z.array(z.enum(EXPECTATIONS)).default([]),
  /** Kept for the next application. */
  profile: z.boolean().default(false),
  default: z.enum(['today']).optional(),
  /** The table whose rows are chosen from. */
  to: id.optional(),
  /** The answer that stops the draft: the safeguarding card is shown and nothing is kept. */
  stops: id.optional(),
  /** Other questions to look at again when this one changes. */
  affects: z.array(id).default([]),
  /** The answer is itself a question, so one typed here is not taken for one to the bot. */
  'may ask': z.boolean().default(false),
  /** What a calculated question shows. */
  shows: z.enum(['costs', 'threshold']).optional(),
});

const row = z.strictObject({
  id,
  label: sentence,
  help: sentence.optional(),
  card: card.optional(),
  /** Words that show a report deals with this item; see report-text. */
  look: z.array(sentence).default([]),
  /** A heading the row stands under. */
  under: sentence.optional(),
  /** The kinds of setting it binds; none means all. */
  settings: z.array(sentence).default([]),
});

const rowsQuestion = z.strictObject({
  id,
  code: sentence.optional(),
  ask: sentence,
  short: sentence.optional(),
  type: z.literal('rows'),
  need: z.enum(['required', 'optional']).default('required'),
  when: sentence.optional(),
  'required when': sentence.optional(),
  help: sentence.optional(),
  card: card.optional(),
  basis: z.array(sentence).default([]),
  /** What one row is called, such as "cycle". */
  row: sentence,
  most: z.number().int().min(1).max(200).default(12),
  columns: z.array(plainQuestion).min(1),
  /** The column that names a row, for links and lists. */
  title: id.optional(),
  /** Rows that are given, not added. */
  each: z.array(row).optional(),
  /** Rows given by the duty cards of a role: a new card is a new row. */
  'each card': z
    .strictObject({
      for: z.array(z.enum(ROLES)).min(1),
      force: z.array(z.enum(FORCES)).min(1),
      /** The question that says what kind of setting it is, and which of the cards' settings each answer means. */
      setting: z.strictObject({ asked: id, means: z.record(id, z.array(sentence)) }).optional(),
    })
    .optional(),
  /** Which column holds what of a cost; makes the table a costed provision map. */
  costs: z
    .strictObject({
      what: id,
      who: id,
      adults: id,
      pupils: id,
      minutes: id,
      sessions: id,
      weeks: id,
      rate: id,
      other: id,
      sharing: id,
      from: id,
      'sen budget': id,
      need: id,
      effect: id,
      start: id,
      end: id,
      'whole year': id,
    })
    .optional(),
});

const section = z.strictObject({
  id,
  /** Empty for questions that belong to the bot and not to the form. */
  number: z.coerce.string().default(''),
  title: sentence,
  /** Other words people use for it: "go to costs". */
  also: z.array(sentence).default([]),
  about: sentence.optional(),
  questions: z.array(z.discriminatedUnion('type', [rowsQuestion, plainQuestion])).min(1),
});

const check = z.strictObject({
  id: z.string().regex(/^[A-Z]{1,3}\d{2}$/, 'must be letters and two digits, such as R03'),
  level: z.enum(['stop', 'warn', 'note']),
  when: sentence,
  message: sentence,
  card,
  basis: z.array(sentence).default([]),
  /** The question where it is mended. */
  at: id,
});

/** One form file. */
export const formFile = z.strictObject({
  id,
  version: z.number().int().min(1),
  title: sentence,
  /** What one is called in a sentence: "application", "check". */
  noun: sentence,
  /** Ways people ask for it, in small letters. */
  starts: z.array(sentence).min(1),
  /** What it is and is not; said at the start and on every export. */
  about: z.array(sentence).min(1),
  card: card.optional(),
  basis: z.record(z.string(), sentence).default({}),
  /** Days a draft is kept: untouched, and after it was exported. */
  keep: z
    .strictObject({
      untouched: z.number().int().min(1).max(1100),
      exported: z.number().int().min(1).max(1100),
    })
    .default({ untouched: 30, exported: 7 }),
  sections: z.array(section).min(1),
  checks: z.array(check).default([]),
  /** How the duty rows are summed up on one page. */
  summary: z
    .strictObject({
      rows: z.array(id).min(1),
      status: id,
      by: id,
      met: z.array(id),
      open: z.array(id),
    })
    .optional(),
  export: z
    .strictObject({
      /** The contact the e-mail is made out to. */
      to: sentence.optional(),
      subject: sentence.optional(),
      /** What the document is called; the form's title unless told. */
      title: sentence.optional(),
      letter: z.array(sentence).default([]),
      attachments: z.array(sentence).default([]),
    })
    .default({ letter: [], attachments: [] }),
});

/** A form. */
export type Form = z.infer<typeof formFile>;
export type Section = Form['sections'][number];
export type RowsQuestion = z.infer<typeof rowsQuestion>;
export type PlainQuestion = z.infer<typeof plainQuestion>;
/** One thing a form asks. */
export type Question = RowsQuestion | PlainQuestion;
/** One readiness check. */
export type FormCheck = z.infer<typeof check>;
/** A row that is given by the form. */
export type GivenRow = z.infer<typeof row>;
/** One way a vague answer can fall short. */
export type Expectation = (typeof EXPECTATIONS)[number];

/** Whether a question is ever put to anybody. */
export function isAsked(question: Question): boolean {
  return !['calculated', 'instruction', 'blank'].includes(question.type);
}

/** The questions of a form in order, tables whole. */
export function questionsOf(form: Form): { section: Section; question: Question }[] {
  return form.sections.flatMap((section) =>
    section.questions.map((question) => ({ section, question })),
  );
}

/** How a question is named in a message. */
export function nameOf(question: Question): string {
  return question.short ?? question.ask.replace(/[?.]$/, '');
}
