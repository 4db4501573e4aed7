/** Takes what was typed or filled in: reads it, lets nothing through that must not be kept, and saves it. */

import type { Judgement } from '../safety/judge.ts';
import type { Safety } from '../safety/words.ts';
import { type Answer, inRow, listOf, type Value, valueAt } from './answers.ts';
import type { Desk } from './desk.ts';
import type { Changes, Draft, Drafts } from './drafts.ts';
import { lengthNote, readEntry } from './entry.ts';
import { nameOf } from './form.ts';
import { gate, gateText } from './gate.ts';
import { dependents, type Step, steps } from './journey.ts';
import { optionsFor, profileKey } from './put.ts';
import { isRowList, saveAll } from './race.ts';
import { nudge } from './vague.ts';

/** One answer as given. */
export interface Given {
  step: Step;
  typed: string | readonly string[];
  /** The version the person was shown. */
  version: number;
  /** What the bot has already made of the words. */
  judged?: Judgement | undefined;
}

/** What became of it. */
export type Taken =
  /** Shows the safeguarding card; nothing was kept. */
  | { kind: 'stop' }
  | { kind: 'gone' }
  | {
      kind: 'taken';
      /** Paths whose answers are now kept. */
      saved: readonly string[];
      /** What could not be taken, one sentence each; nothing else is lost by it. */
      problems: readonly { step: Step; says: string }[];
      /** Kept, and worth a second look. */
      notes: readonly string[];
      /** Paths changed elsewhere in the meantime; both answers are kept. */
      lost: readonly string[];
      /** The same once more, while the first choice still waits: these were not kept. */
      again: readonly string[];
      /** A row was added or removed elsewhere in the meantime, so that this no longer fits. */
      moved: boolean;
      /** The path of a row that was added. */
      added?: string;
      /** Something looked like an identifying detail. */
      identified: boolean;
    };

/** What taking needs. */
export interface TakeParts {
  drafts: Drafts;
  safety: Safety;
  today: string;
  /** What the writer has said of the next answer to one question. */
  fine?: Desk['fine'];
}

/** Takes answers to one `ask`; blanks are left alone, since a blank never overwrites. */
export async function take(
  draft: Draft,
  given: readonly Given[],
  parts: TakeParts,
): Promise<Taken> {
  const problems: { step: Step; says: string }[] = [];
  const notes: string[] = [];
  const changes = new Map<string, Answer | undefined>();
  const seen = new Map<string, number>();
  let identified = false;
  let added: string | undefined;
  for (const { step, typed, version, judged } of given) {
    if (isBlank(typed)) continue;
    const { question, path } = step;
    const fine = parts.fine?.path === path ? parts.fine.of : undefined;
    const looked = gate(question, [typed].flat().join('\n'), parts.safety, { fine, judged });
    if (looked.kind === 'risk') return { kind: 'stop' };
    if (looked.kind === 'identified') {
      identified = true;
      problems.push({ step, says: looked.says });
      continue;
    }
    const notBefore = dateBefore(step, draft, changes);
    const entry = readEntry(question, typed, {
      today: parts.today,
      options: optionsFor(draft.form, draft.answers, question),
      ...(notBefore !== undefined && { notBefore }),
    });
    if ('problem' in entry) {
      // Words that are no choice and no number may tell who somebody is: they are not said again.
      const held = gateText([typed].flat().join('\n'), parts.safety, { fine: 'safety' });
      identified ||= held.kind === 'identified';
      problems.push({ step, says: held.kind === 'identified' ? held.says : entry.problem });
      continue;
    }
    if (question.stops !== undefined && entry.value === question.stops) return { kind: 'stop' };
    if (step.more) {
      added = moreRows(step, entry.value, draft, changes);
      seen.set(path, version);
      continue;
    }
    changes.set(path, {
      kind: 'answered',
      value: entry.value,
      ...(fine === 'details' && { fine: true }),
    });
    seen.set(path, version);
    newRow(step, draft, changes);
    const note = noteOf(step, entry.value);
    if (note) notes.push(note);
  }
  const told = { problems, notes, identified };
  if (changes.size === 0)
    return { kind: 'taken', saved: [], lost: [], again: [], moved: false, ...told };
  lookAgain(draft, changes);
  const result = await saveAll(draft, changes, seen, parts.drafts);
  if (result.kind === 'gone') return result;
  return { ...result, ...told, ...(added !== undefined && !result.moved && { added }) };
}

/** Whether a value holds nothing at all. */
export function isBlank(typed: string | readonly string[]): boolean {
  return [typed].flat().every((part) => part.trim() === '');
}

/** "Yes" to another row makes one; "no" is an answer. @returns the path of the row that was made */
function moreRows(
  step: Step,
  value: Value,
  draft: Draft,
  changes: Map<string, Answer | undefined>,
): string | undefined {
  const rows = step.more;
  if (!rows) return undefined;
  if (value !== 'yes') {
    changes.set(step.path, { kind: 'answered', value: 'no' });
    return undefined;
  }
  const id = freeRow(draft, rows.id);
  changes.set(rows.id, {
    kind: 'answered',
    value: [...listOf(valueAt(draft.answers, rows.id)), id],
  });
  // Erasing moves the version on, so that the same "yes" sent twice makes one row.
  changes.set(step.path, undefined);
  return `${rows.id}/${id}/`;
}

/** A row id that was never used in this draft, so that nothing old shows up in a new row. */
export function freeRow(draft: Draft, rows: string): string {
  // What was erased keeps its version, and with it the id of its row.
  const paths = [...draft.versions.keys()].filter((path) => path.startsWith(`${rows}/`));
  const used = [...paths.map((path) => path.split('/')[1]), ...listOf(valueAt(draft.answers, rows))]
    .map(Number)
    .filter((number) => Number.isInteger(number));
  return String(Math.max(0, ...used) + 1);
}

/** The first answer in a row makes the row. */
export function newRow(step: Step, draft: Draft, changes: Map<string, Answer | undefined>): void {
  if (!step.row || step.row.given) return;
  const { rows, id } = step.row;
  const there = listOf(valueAt(draft.answers, rows.id));
  if (!there.includes(id)) changes.set(rows.id, { kind: 'answered', value: [...there, id] });
}

/** The date this one must follow, given in the same form or before. */
function dateBefore({ question, row }: Step, draft: Draft, changes: Changes): string | undefined {
  if (question.after === undefined) return undefined;
  const path = row?.rows.columns.some(({ id }) => id === question.after)
    ? inRow(row.rows.id, row.id, question.after)
    : question.after;
  const change = changes.get(path);
  const value = change?.kind === 'answered' ? change.value : valueAt(draft.answers, path);
  return typeof value === 'string' ? value : undefined;
}

function noteOf({ question }: Step, value: Value): string | undefined {
  const chosen = listOf(value).flatMap((one) => {
    const option = question.options?.[one];
    return option && 'note' in option && option.note ? [option.note] : [];
  });
  if (chosen.length > 0) return chosen.join(' ');
  if (typeof value !== 'string' || (question.type !== 'long' && question.type !== 'line'))
    return undefined;
  const hint = nudge(value, question.expects);
  if (hint)
    return `${hint.message} For example: ${hint.example} Your answer is kept; say "change ${nameOf(question).toLowerCase()}" to add to it.`;
  return lengthNote(question, value);
}

/** Marks what depended on an answer that is being changed. */
function lookAgain(draft: Draft, changes: Map<string, Answer | undefined>): void {
  for (const [path, change] of [...changes]) {
    const before = valueAt(draft.answers, path);
    if (
      before === undefined ||
      change?.kind !== 'answered' ||
      JSON.stringify(before) === JSON.stringify(change.value)
    )
      continue;
    if (isRowList(draft, path)) continue;
    const [, row] = path.split('/');
    const affected = dependents(draft.form, path);
    for (const [other, answer] of draft.answers) {
      if (answer.kind !== 'answered' || changes.has(other) || other === path) continue;
      const [table, otherRow, column] = other.split('/');
      const hit =
        affected.has(other) ||
        (column !== undefined &&
          (affected.has(table ?? '') ||
            (affected.has(`${table}/*/${column}`) &&
              (otherRow === row || path.split('/')[0] !== table)) ||
            (otherRow === row && path.startsWith(`${table}/`) && affected.has(column))));
      if (hit) changes.set(other, { ...answer, again: true });
    }
  }
}

/** What a draft teaches the next one: the setting's details and the rates. */
export function profileValues(
  draft: Draft,
  paths: readonly string[],
  today: string,
): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const step of steps(draft.form, draft.answers, today)) {
    if (!step.question.profile || !paths.includes(step.path)) continue;
    const value = valueAt(draft.answers, step.path);
    if (value !== undefined) found.set(profileKey(step, draft.answers), value);
  }
  return found;
}
