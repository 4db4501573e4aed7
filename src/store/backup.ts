/** A copy of the database to keep elsewhere, and the way back from it. */

import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { syncFile, syncFolder } from '../durable.ts';
import { emptyLog, openDatabase, reason } from './database.ts';
import { erasuresOf, replay } from './erasures.ts';
import { MIGRATIONS } from './migrations.ts';
import { StoreError } from './store.ts';

/** What a store or a backup holds. */
export interface Held {
  drafts: number;
  /** Ids of the master keys without which they do not open. */
  keys: readonly string[];
}

/**
 * Copies the database, consistent as of one moment, into a file that only its owner can read, with
 * the erasure list in it. The bot may be writing meanwhile: `VACUUM INTO` reads one snapshot, where
 * SQLite's backup API starts again at every write of another program.
 *
 * @throws StoreError when the backup is there already, or cannot be made or verified
 */
export function backUp(database: string, backup: string): Held {
  if (!existsSync(database))
    throw new StoreError(`There is no store ${database} to back up. Set DATA_DIR to where it is.`);
  const copy = `${backup}.${process.pid}.tmp`;
  return attempt(`back up ${database} to ${backup}`, () => {
    try {
      // SQLite fills an empty file, so that the copy never has a mode that others can read.
      closeSync(openSync(copy, 'wx', 0o600));
      const db = new Database(database, { fileMustExist: true, timeout: 5000 });
      try {
        db.prepare('VACUUM INTO ?').run(copy);
      } finally {
        db.close();
      }
      // After the copy: whatever was erased while it was made is on the list.
      packErasures(copy, erasuresOf(database).lines());
      const held = check(copy);
      syncFile(copy);
      refuseToReplace(copy, backup);
      syncFolder(dirname(backup));
      return held;
    } finally {
      clear(copy);
    }
  });
}

/** What a restore did. */
export interface Restored extends Held {
  /** Erased drafts that were in the backup and were erased again. */
  erased: number;
  /** Where the store that was there is now. */
  aside?: string;
}

/**
 * Puts a backup in the place of the database, which is kept beside it under its date. A copy is
 * checked, brought to the present version and cleared of erased drafts first and takes its place in
 * one step, so that an interruption leaves the old store or the new one.
 *
 * @throws StoreError when the backup is damaged or newer, or a program has the store open
 */
export function restore(backup: string, database: string, now: () => number = Date.now): Restored {
  if (!existsSync(backup))
    throw new StoreError(`There is no backup ${backup}. Give the file that "npm run backup" made.`);
  const copy = `${database}.restoring`;
  return attempt(`restore ${backup} to ${database}`, () => {
    mkdirSync(dirname(database), { recursive: true, mode: 0o700 });
    try {
      clear(copy);
      copyFileSync(backup, copy);
      chmodSync(copy, 0o600);
      check(copy);
      const prepared = prepare(copy, database);
      const aside = putInPlace(copy, database, now());
      return { ...prepared, ...(aside !== undefined && { aside }) };
    } finally {
      clear(copy);
    }
  });
}

/** The table that carries the erasure list in a backup; a store in use has none. */
const PACKED = 'erasures';

function packErasures(copy: string, lines: readonly string[]): void {
  const db = new Database(copy);
  try {
    db.exec(`CREATE TABLE ${PACKED} (line TEXT NOT NULL)`);
    db.prepare(`INSERT INTO ${PACKED} SELECT value FROM json_each(?)`).run(JSON.stringify(lines));
  } finally {
    db.close();
  }
}

/** @returns what a copy holds, once it is known to be whole and of a version we know */
function check(copy: string): Held {
  const db = new Database(copy, { fileMustExist: true });
  try {
    const found = db.pragma('integrity_check', { simple: true });
    if (found !== 'ok') throw new StoreError('The backup is damaged. Take another one.');
    const version = db.pragma('user_version', { simple: true }) as number;
    if (version > MIGRATIONS.length)
      throw new StoreError(
        `The backup was made by a newer version (${version}; this one knows ${MIGRATIONS.length}). Run the newer version.`,
      );
    const has = db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').pluck();
    if (version < 1 || has.get('deliveries') === undefined)
      throw new StoreError('The backup is no Signpost store. Give the file "npm run backup" made.');
    return has.get('drafts') === undefined ? { drafts: 0, keys: [] } : holds(db);
  } catch (cause) {
    if (!isDamage(cause)) throw cause;
    throw new StoreError(`The backup is damaged (${reason(cause)}). Take another one.`, { cause });
  } finally {
    db.close();
  }
}

function holds(db: Database.Database): Held {
  return {
    drafts: db.prepare('SELECT count(*) FROM drafts').pluck().get() as number,
    keys: db
      .prepare('SELECT DISTINCT key_id FROM drafts ORDER BY key_id')
      .pluck()
      .all() as string[],
  };
}

/** Brings a copy to the present version and erases what either erasure list names. */
function prepare(copy: string, database: string): Held & { erased: number } {
  const db = openDatabase(copy);
  try {
    const erasures = erasuresOf(database);
    if (db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(PACKED)) {
      const known = new Set(erasures.lines());
      const packed = db.prepare(`SELECT line FROM ${PACKED}`).pluck().all() as string[];
      erasures.addLines(packed.filter((line) => !known.has(line)));
      db.exec(`DROP TABLE ${PACKED}`);
    }
    const erased = replay(db, erasures);
    emptyLog(db);
    return { ...holds(db), erased };
  } finally {
    db.close();
    syncFile(copy);
  }
}

/** @returns where the database that was there is now */
function putInPlace(copy: string, database: string, at: number): string | undefined {
  const folder = dirname(database);
  if (!existsSync(database)) {
    clearLog(database);
    renameSync(copy, database);
    syncFolder(folder);
    return undefined;
  }
  const aside = `${database}.${new Date(at).toISOString().replaceAll(':', '-')}`;
  // Set aside before it is opened: closing a damaged store may cost it its log.
  const parts = ['', '-wal'].filter((ending) => existsSync(database + ending));
  for (const ending of parts) linkSync(database + ending, aside + ending);
  let held: Database.Database | undefined;
  try {
    held = hold(database);
  } catch (error) {
    for (const ending of parts) rmSync(aside + ending);
    throw error;
  }
  try {
    if (held) rmSync(`${aside}-wal`, { force: true });
    // SQLite would apply what is left of a damaged store's log to the new one.
    else clearLog(database);
    renameSync(copy, database);
    syncFolder(folder);
  } finally {
    held?.close();
  }
  return aside;
}

/**
 * Takes the store for ourselves, and its log into it. Leaving the write-ahead log needs the whole
 * file, which SQLite refuses while any other connection is open: so a running bot is noticed.
 *
 * @returns nothing when the store is too damaged to be held
 */
function hold(database: string): Database.Database | undefined {
  const db = new Database(database, { timeout: 250 });
  try {
    db.pragma('journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (cause) {
    db.close();
    if (isDamage(cause)) return undefined;
    throw new StoreError(
      `The store ${database} is in use (${reason(cause)}). Stop Signpost, then restore again.`,
      { cause },
    );
  }
}

function isDamage(cause: unknown): boolean {
  return /^SQLITE_(NOTADB|CORRUPT)/.test(reason(cause));
}

function clearLog(file: string): void {
  for (const ending of ['-wal', '-shm']) rmSync(file + ending, { force: true });
}

function clear(file: string): void {
  rmSync(file, { force: true });
  rmSync(`${file}-journal`, { force: true });
  clearLog(file);
}

function refuseToReplace(copy: string, backup: string): void {
  try {
    linkSync(copy, backup);
  } catch (cause) {
    if (reason(cause) !== 'EEXIST') throw cause;
    throw new StoreError(`${backup} is there already. Give a file that is not.`, { cause });
  }
}

function attempt<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw new StoreError(`Signpost could not ${what}: ${reason(cause)}.`, { cause });
  }
}
