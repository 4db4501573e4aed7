/** What becomes of changes when another window, or another device, was quicker. */

import { type Answer, listOf, type Value, valueAt } from './answers.ts';
import type { Changes, Draft, Drafts } from './drafts.ts';
import { questionsOf } from './form.ts';

interface SavedAll {
  kind: 'taken';
  saved: string[];
  lost: string[];
  again: string[];
  moved: boolean;
}

/**
 * Saves what can be saved; where somebody was quicker, says what became of the rest.
 *
 * @param seen the version each changed field had when the person was shown it
 */
export async function saveAll(
  draft: Draft,
  changes: Changes,
  seen: ReadonlyMap<string, number>,
  drafts: Drafts,
): Promise<{ kind: 'gone' } | SavedAll> {
  const result = await drafts.save(draft, changes, seen);
  if (result.kind === 'gone') return { kind: 'gone' };
  if (result.kind === 'saved')
    return { kind: 'taken', saved: [...changes.keys()], lost: [], again: [], moved: false };
  const now = await drafts.open(draft.person, draft.id, draft);
  if (!now) return { kind: 'gone' };
  const sorted = sortOut(draft, now, changes, seen);
  if (sorted.others.size > 0) await drafts.keepAside(now, { others: sorted.others });
  const told = { lost: [...sorted.others.keys()], again: sorted.again, moved: sorted.moved };
  if (sorted.rest.size === 0) return { kind: 'taken', saved: sorted.done, ...told };
  // What was seen is now what stands: whatever changes once more is lost once more, and told.
  const stands = new Map([...sorted.rest.keys()].map((path) => [path, now.version(path)]));
  const second = await saveAll(now, sorted.rest, stands, drafts);
  if (second.kind === 'gone') return second;
  return {
    kind: 'taken',
    saved: [...sorted.done, ...second.saved],
    lost: [...told.lost, ...second.lost],
    again: [...told.again, ...second.again],
    moved: told.moved || second.moved,
  };
}

/** What becomes of changes that came too late. */
interface Sorted {
  /** The same is kept already. */
  done: string[];
  /** Nobody else touched these. */
  rest: Map<string, Answer | undefined>;
  /** Somebody else answered these: kept beside until the person chooses. */
  others: Map<string, Value>;
  /** The same, where an answer already waits for that choice: not kept. */
  again: string[];
  /** Rows came or went, so that the change no longer fits. */
  moved: boolean;
}

function sortOut(
  draft: Draft,
  now: Draft,
  changes: Changes,
  seen: ReadonlyMap<string, number>,
): Sorted {
  const sorted: Sorted = { done: [], rest: new Map(), others: new Map(), again: [], moved: false };
  const late = (path: string) => now.version(path) !== (seen.get(path) ?? draft.version(path));
  // Another row was asked for, or refused, of a table that has changed: it is asked again.
  const stalled = new Set(
    [...changes.keys()].filter((path) => path.endsWith('/+') && late(path)).map(tableOf),
  );
  for (const [path, change] of changes) {
    const table = tableOf(path);
    if (stalled.has(table)) sorted.moved = true;
    else if (isRowList(draft, path)) sorted.rest.set(path, joinRows(draft, now, path, change));
    else if (rowIsGone(draft, now, path)) sorted.moved = true;
    else if (sameAnswer(now.answers.get(path), change)) sorted.done.push(path);
    else if (!late(path)) sorted.rest.set(path, change);
    else if (change?.kind === 'answered' && !change.again && seen.has(path)) {
      if (now.others.has(path)) sorted.again.push(path);
      else sorted.others.set(path, change.value);
    }
  }
  if (
    [...sorted.rest.keys()].every(
      (path) => isRowList(draft, path) && !grows(now, path, sorted.rest.get(path)),
    )
  )
    sorted.rest.clear();
  return sorted;
}

function tableOf(path: string): string {
  return path.split('/')[0] ?? path;
}

/** A row that was there and has been removed elsewhere takes no more answers. */
function rowIsGone(draft: Draft, now: Draft, path: string): boolean {
  const [table = '', row, column] = path.split('/');
  if (column === undefined || row === undefined || !isRowList(draft, table)) return false;
  const was = listOf(valueAt(draft.answers, table)).includes(row);
  return was && !listOf(valueAt(now.answers, table)).includes(row);
}

/** Whether a list of rows would hold a row that is not kept yet. */
function grows(now: Draft, path: string, change: Answer | undefined): boolean {
  const there = listOf(valueAt(now.answers, path));
  return change?.kind === 'answered' && listOf(change.value).some((id) => !there.includes(id));
}

function sameAnswer(one: Answer | undefined, other: Answer | undefined): boolean {
  if (one?.kind !== 'answered' || other?.kind !== 'answered') return one?.kind === other?.kind;
  return JSON.stringify(one.value) === JSON.stringify(other.value);
}

/** Whether a path is the list of a table's rows. */
export function isRowList(draft: Draft, path: string): boolean {
  return questionsOf(draft.form).some(
    ({ question }) => question.type === 'rows' && question.id === path,
  );
}

/** Rows added in two windows are all kept; one removed in the other stays removed. */
function joinRows(draft: Draft, now: Draft, path: string, change: Answer | undefined): Answer {
  const before = listOf(valueAt(draft.answers, path));
  const wanted = change?.kind === 'answered' ? listOf(change.value) : [];
  const added = wanted.filter((id) => !before.includes(id));
  return {
    kind: 'answered',
    value: [...new Set([...listOf(valueAt(now.answers, path)), ...added])],
  };
}
