/** A draft as a document: what the panel would see, in the form's order, with its gaps shown. */

import type { Knowledge } from '../knowledge/read.ts';
import { locate } from '../knowledge/source.ts';
import { type Answer, inRow, listOf, valueAt } from './answers.ts';
import { readiness } from './checks.ts';
import type { Scope } from './condition.ts';
import { sayThreshold } from './costs.ts';
import type { Draft } from './drafts.ts';
import { sayDate } from './entry.ts';
import type { CostedMap, DocumentItem, DocumentSection, DraftDocument } from './export/document.ts';
import { type PlainQuestion, questionsOf, type RowsQuestion } from './form.ts';
import { applies, isRequired, type RowPlace, rowScope, rowsOf, scopeOf, steps } from './journey.ts';
import { mapOf } from './map.ts';
import { rowTitle, sayAnswer } from './put.ts';
import { sayMoney } from './quantity.ts';

/** What a document needs beside the draft. */
export interface DocumentParts {
  knowledge: Knowledge;
  today: string;
  /** Earlier drafts of the same form, newest first. */
  earlier: readonly Draft[];
}

/** Makes the document of a draft. */
export function documentOf(
  draft: Draft,
  { knowledge, today, earlier }: DocumentParts,
): DraftDocument {
  const { form, answers } = draft;
  const all = steps(form, answers, today);
  const found = readiness(draft, all, knowledge.safety, today);
  const map = costedMap(draft);
  const summary = summaryOf(draft, earlier[0], today);
  return {
    title: form.export.title ?? form.title,
    reference: draft.reference,
    made: today,
    notice: [
      ...form.about,
      ...Object.entries(form.basis).map(([code, means]) => `${code}: ${means}`),
    ],
    readiness: found.checks.map(({ level, id, message, card }) => ({
      level,
      id,
      message,
      source: sourceOf(card, knowledge),
    })),
    ...(summary && { summary, lead: leadOf(dutyRows(draft, today)) }),
    sections: sectionsOf(draft, today),
    ...(map && { map }),
    attachments: form.export.attachments,
  };
}

/** A card's first source, in words. */
function sourceOf(cardId: string, knowledge: Knowledge): string {
  const ref = knowledge.byId.get(cardId)?.sources[0];
  if (ref === undefined) return '';
  const place = locate(ref, knowledge.sources);
  return typeof place === 'string' ? '' : [place.title, place.locator].filter(Boolean).join(', ');
}

function sectionsOf(draft: Draft, today: string): DocumentSection[] {
  const { form, answers } = draft;
  const scope = scopeOf(form, answers, today);
  const asked = new Set<string>();
  const sections = form.sections.map(({ number, title, questions }): DocumentSection => {
    const items = questions.flatMap((question): DocumentItem[] => {
      asked.add(question.id);
      if (!applies(question, scope)) return [];
      const required = isRequired(question, scope);
      return question.type === 'rows'
        ? tableItems(draft, question, required, scope)
        : plainItems(draft, question, question.id, required);
    });
    return { number, title, items };
  });
  const left = leftOver(draft, asked);
  return [
    ...sections.filter(({ items }) => items.length > 0),
    ...(left.length > 0 ? [{ number: '', title: 'No longer asked', items: left }] : []),
  ];
}

function plainItems(
  draft: Draft,
  question: PlainQuestion,
  path: string,
  required: boolean,
): DocumentItem[] {
  const code = question.code ?? '';
  const base = { code, question: question.ask };
  if (question.type === 'blank') return [{ kind: 'blank', ...base }];
  if (question.type === 'instruction')
    return [{ kind: 'note', text: [question.ask, question.help].filter(Boolean).join(' ') }];
  if (question.type === 'calculated') return calculated(draft, question);
  return [itemOf(draft, question, draft.answers.get(path), base, required)];
}

function itemOf(
  draft: Draft,
  question: PlainQuestion,
  answer: Answer | undefined,
  base: { code: string; question: string },
  required: boolean,
): DocumentItem {
  if (answer?.kind === 'answered')
    return {
      kind: 'answer',
      ...base,
      text: sayAnswer(draft, question, answer.value),
      ...(question.basis.length > 0 && { basis: question.basis.join(', ') }),
      ...(answer.again && { again: true }),
    };
  if (answer?.kind === 'parked') return { kind: 'parked', ...base, note: answer.note };
  return { kind: 'empty', ...base, required };
}

function tableItems(
  draft: Draft,
  rows: RowsQuestion,
  required: boolean,
  scope: Scope,
): DocumentItem[] {
  const base = { code: rows.code ?? '', question: rows.ask };
  const own = draft.answers.get(rows.id);
  if (own?.kind === 'parked') return [{ kind: 'parked', ...base, note: own.note }];
  const there = rowsOf(rows, draft.answers);
  if (there.length === 0) return [{ kind: 'empty', ...base, required }];
  const costed = new Set(costedRows(draft, rows));
  if (costed.size > 0) {
    const rest = there.filter(({ id }) => !costed.has(id));
    return [
      {
        kind: 'note',
        text: 'The costed rows stand as a table of their own, with every sum shown.',
      },
      ...rest.flatMap((row) => rowItems(draft, row, scope)),
    ];
  }
  // Few short columns make a table; long texts are read better one below the other.
  if (rows.columns.length > 6 && !rows.each)
    return there.flatMap((row) => rowItems(draft, row, scope));
  const columns = rows.columns.filter(
    (column) =>
      !rows.each || there.some((row) => draft.answers.has(inRow(rows.id, row.id, column.id))),
  );
  return [
    {
      kind: 'table',
      ...base,
      columns: [
        ...(rows.each ? ['Item'] : []),
        ...columns.map((column) => column.short ?? column.ask),
      ],
      rows: there.map((row) => [
        ...(row.given ? [row.given.label] : []),
        ...columns.map((column) =>
          cell(draft, column, draft.answers.get(inRow(rows.id, row.id, column.id))),
        ),
      ]),
    },
  ];
}

/** One row's answers, one below the other. */
function rowItems(draft: Draft, { rows, id, number }: RowPlace, scope: Scope): DocumentItem[] {
  const own = rowScope(scope, draft.answers, { rows, id, number });
  return [
    { kind: 'heading', text: rowTitle(rows, id, number, draft.answers) },
    ...rows.columns.flatMap((column) => {
      const answer = draft.answers.get(inRow(rows.id, id, column.id));
      const required = isRequired(column, own);
      if (answer === undefined && (!required || !applies(column, own))) return [];
      const base = { code: column.code ?? '', question: column.ask };
      return [itemOf(draft, column, answer, base, required)];
    }),
  ];
}

/** The rows that the costed map shows. */
function costedRows(draft: Draft, rows: RowsQuestion): string[] {
  const map = rows.costs && mapOf(draft.form, draft.answers);
  return map ? map.provisions.map(({ id }) => id) : [];
}

function cell(draft: Draft, question: PlainQuestion, answer: Answer | undefined): string {
  if (answer?.kind === 'answered') return sayAnswer(draft, question, answer.value);
  return answer?.kind === 'parked' ? `NOT YET KNOWN${answer.note ? `: ${answer.note}` : ''}` : '';
}

function calculated(draft: Draft, question: PlainQuestion): DocumentItem[] {
  const map = mapOf(draft.form, draft.answers);
  const base = { code: question.code ?? '', question: question.ask };
  if (!map || map.provisions.length === 0) return [{ kind: 'empty', ...base, required: false }];
  if (question.shows === 'threshold')
    return [{ kind: 'answer', ...base, text: sayThreshold(map.costs) }];
  const label = (source: string) =>
    map.table.columns.find(({ id }) => id === map.table.costs.from)?.options?.[source]?.label ??
    source;
  return [
    {
      kind: 'table',
      ...base,
      columns: ['Paid from', 'For the period', 'For a whole year'],
      rows: map.costs.bySource.map(({ source, period, fullYear }) => [
        label(source),
        sayMoney(period),
        sayMoney(fullYear),
      ]),
      total: ['All', sayMoney(map.costs.total.period), sayMoney(map.costs.total.fullYear)],
    },
  ];
}

/** The map as the spreadsheet takes it. */
function costedMap(draft: Draft): CostedMap | undefined {
  const map = mapOf(draft.form, draft.answers);
  if (!map || map.provisions.length === 0) return undefined;
  const { table, costs } = map;
  const words = (row: string, column: string): string => {
    const question = table.columns.find(({ id }) => id === column);
    const value = valueAt(draft.answers, inRow(table.id, row, column));
    return question && value !== undefined ? sayAnswer(draft, question, value) : '';
  };
  const fromColumn = table.columns.find(({ id }) => id === table.costs.from);
  return {
    rows: costs.rows.map(({ provision, perPupil, fullYear, working }) => ({
      what: provision.what,
      need: words(provision.id, table.costs.need),
      who: words(provision.id, table.costs.who),
      adults: provision.adults,
      pupils: provision.pupils,
      minutes: provision.minutes,
      sessions: provision.sessions,
      weeks: provision.weeks,
      rate: provision.rate,
      other: provision.other ?? 0,
      sharing: provision.sharing ?? 1,
      paidFrom: words(provision.id, table.costs.from),
      start: words(provision.id, table.costs.start),
      end: words(provision.id, table.costs.end),
      effect: words(provision.id, table.costs.effect),
      working,
      perPupil,
      fullYear,
    })),
    fullYearWeeks: costs.fullYearWeeks,
    threshold: costs.threshold,
    senBudgetLabel:
      fromColumn?.options?.[table.costs['sen budget']]?.label ?? table.costs['sen budget'],
    wholeYear: map.wholeYear,
  };
}

/** One duty as a check left it. */
interface DutyRow {
  /** How far it binds. */
  force: string;
  label: string;
  state: string;
  /** ISO date, empty when none was given. */
  by: string;
  /** Still to be done or found out. */
  open: boolean;
  known: boolean;
  overdue: boolean;
  /** The path of its state. */
  path: string;
}

/** The duties that a check asked about, each as it stands. */
function dutyRows(draft: Draft, today: string): DutyRow[] {
  const { summary } = draft.form;
  if (!summary) return [];
  const scope = scopeOf(draft.form, draft.answers, today);
  return questionsOf(draft.form).flatMap(({ question }) => {
    if (question.type !== 'rows' || !summary.rows.includes(question.id)) return [];
    const status = question.columns.find(({ id }) => id === summary.status);
    if (!status || !applies(question, scope)) return [];
    return rowsOf(question, draft.answers).map((row): DutyRow => {
      const path = inRow(question.id, row.id, summary.status);
      const value = listOf(valueAt(draft.answers, path))[0] ?? '';
      const by = String(valueAt(draft.answers, inRow(question.id, row.id, summary.by)) ?? '');
      const open = summary.open.includes(value);
      return {
        force: row.given?.under ?? '',
        label: row.given?.label ?? '',
        state: value === '' ? 'Not answered' : sayAnswer(draft, status, value),
        by,
        open,
        known: value !== 'unknown',
        overdue: open && by !== '' && by < today,
        path,
      };
    });
  });
}

/** A check of duties on one page: how many are met, which are overdue or unknown, and what to ask. */
function leadOf(duties: readonly DutyRow[]): NonNullable<DraftDocument['lead']> {
  const counts = new Map<string, number>();
  for (const { state } of duties) counts.set(state, (counts.get(state) ?? 0) + 1);
  const named = (title: string, rows: readonly DutyRow[]) =>
    rows.length === 0
      ? []
      : [
          {
            title,
            lines: rows.map(({ label, by }) => (by ? `${label} (by ${sayDate(by)})` : label)),
          },
        ];
  const open = duties.filter((duty) => duty.open);
  const asks = open.slice(0, MOST_ASKS).map(questionOn);
  const more = open.length - asks.length;
  return [
    {
      title: 'At a glance',
      lines: [[...counts].map(([state, count]) => `${state}: ${count}`).join('; ')],
    },
    ...named(
      'Overdue',
      open.filter(({ overdue }) => overdue),
    ),
    ...named(
      'Not known',
      open.filter(({ known, overdue }) => !known && !overdue),
    ),
    ...(asks.length > 0
      ? [
          {
            title: 'Questions governors may want to ask',
            lines: more > 0 ? [...asks, `And ${more} more: see the list below.`] : asks,
          },
        ]
      : []),
  ];
}

/** More would not be asked at one meeting. */
const MOST_ASKS = 12;

function questionOn({ label, overdue, known }: DutyRow): string {
  if (overdue) return `${label}: the date has passed; what stood in the way?`;
  if (!known) return `${label}: who can tell us, and by when?`;
  return `${label}: what is still missing, who does it and by when?`;
}

/** What a check of duties comes to, last time's beside it. */
function summaryOf(
  draft: Draft,
  before: Draft | undefined,
  today: string,
): DraftDocument['summary'] {
  const duties = dutyRows(draft, today);
  if (duties.length === 0) return undefined;
  const earlier = new Map(
    before && dutyRows(before, today).map(({ path, state }) => [path, state]),
  );
  return {
    columns: [
      'Force',
      'Duty',
      'Now',
      ...(before ? [`Last time (${before.reference})`] : []),
      'By when',
    ],
    rows: duties.map(({ force, label, state, by, overdue, path }) => [
      force,
      label,
      overdue ? `${state} (OVERDUE)` : state,
      ...(before ? [earlier.get(path) ?? 'Not asked'] : []),
      by,
    ]),
  };
}

/** Answers to questions that the form no longer has: shown, never lost. */
function leftOver(draft: Draft, asked: ReadonlySet<string>): DocumentItem[] {
  const columns = new Set(
    questionsOf(draft.form).flatMap(({ question }) =>
      question.type === 'rows' ? question.columns.map(({ id }) => `${question.id}/${id}`) : [],
    ),
  );
  return [...draft.answers].flatMap(([path, answer]): DocumentItem[] => {
    if (answer.kind !== 'answered') return [];
    const [table = '', , column] = path.split('/');
    const known =
      column === undefined
        ? asked.has(table) || path.endsWith('/+')
        : columns.has(`${table}/${column}`);
    return known
      ? []
      : [
          {
            kind: 'answer',
            code: '',
            question: path.replaceAll('/', ' '),
            text: listOf(answer.value).join('; '),
          },
        ];
  });
}
