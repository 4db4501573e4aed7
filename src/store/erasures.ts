/**
 * The erasure list: which drafts were erased, outside the database, so that restoring an older
 * copy of the database brings none of them back. It holds random ids and dates, nothing else.
 */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { appendDurably } from '../durable.ts';

/** A list of erased drafts that can only grow. */
export interface Erasures {
  /** Adds drafts; returns once the list is on disk. */
  add(drafts: readonly string[], at: number): void;
  /** Adds lines of another list. */
  addLines(lines: readonly string[]): void;
  /** @returns the ids of every draft on it */
  drafts(): string[];
  /** @returns every whole line, `id ISO-instant` */
  lines(): string[];
}

/** @returns the list beside a database; a database in memory has nothing to restore and so no list */
export function erasuresOf(database: string): Erasures {
  return database === ':memory:'
    ? { add: () => {}, addLines: () => {}, drafts: () => [], lines: () => [] }
    : erasuresIn(join(dirname(database), 'erasures.txt'));
}

/**
 * Erases every listed draft that is there, as it is after a restore, or when a power cut came
 * between the list and the rows.
 *
 * @returns how many there were
 */
export function replay(db: Database.Database, erasures: Erasures): number {
  const listed = JSON.stringify(erasures.drafts());
  const there = db.prepare(
    'SELECT count(*) FROM drafts WHERE id IN (SELECT value FROM json_each(?))',
  );
  // Looked for first, so that a program that only reads takes no lock.
  if (there.pluck().get(listed) === 0) return 0;
  const erase = db.prepare('DELETE FROM drafts WHERE id IN (SELECT value FROM json_each(?))');
  return db.transaction(() => erase.run(listed).changes).immediate();
}

function erasuresIn(file: string): Erasures {
  const text = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  const lines = () => text().match(/^\S+ \d{4}-\d\d-\d\dT[\d:.]+Z$/gm) ?? [];
  const addLines = (added: readonly string[]) => {
    if (added.length === 0) return;
    // A line that a power cut left unfinished stays by itself, so that it spoils no other.
    const mend = /[^\n]$/.test(text()) ? '\n' : '';
    appendDurably(file, `${mend}${added.join('\n')}\n`);
  };
  return {
    add: (drafts, at) => addLines(drafts.map((id) => `${id} ${new Date(at).toISOString()}`)),
    addLines,
    drafts: () => lines().map((line) => line.slice(0, line.indexOf(' '))),
    lines,
  };
}
