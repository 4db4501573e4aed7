/** A SQLite file, opened so that nothing acknowledged is lost and nothing erased is left. */

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { MIGRATIONS } from './migrations.ts';
import { StoreError } from './store.ts';

/**
 * Opens a database and brings it to the present version.
 *
 * Settings follow SQLite's own account of durability: a write-ahead log with
 * `synchronous=FULL` loses no acknowledged write in a power cut, `secure_delete` overwrites what
 * is erased, and a short busy timeout keeps the event loop free.
 *
 * @throws StoreError when the file cannot be opened or was written by a newer version
 */
export function openDatabase(file: string): Database.Database {
  const db = open(file);
  try {
    migrate(db, file);
    assertDurable(db, file);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Empties the log into the database, so that nothing erased is left in it. While another program
 * reads, the log stays until the next time.
 */
export function emptyLog(db: Database.Database): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
}

/** Wraps SQLite's errors: what failed and its code, never the values. */
export function guard<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw new StoreError(`The store could not ${what}: ${reason(cause)}.`, { cause });
  }
}

/** @returns an error's code, which holds no user text */
export function reason(cause: unknown): string {
  const code = (cause as { code?: unknown }).code;
  return typeof code === 'string' ? code : 'an unknown error';
}

function open(file: string): Database.Database {
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const db = new Database(file, { timeout: 250 });
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    db.pragma('temp_store = MEMORY');
    db.pragma('foreign_keys = ON');
    db.pragma('journal_size_limit = 16777216');
    return db;
  } catch (cause) {
    throw new StoreError(
      `The store ${file} cannot be opened: ${reason(cause)}. Set DATA_DIR to a folder this user can write to.`,
      { cause },
    );
  }
}

function migrate(db: Database.Database, file: string): void {
  const version = () => db.pragma('user_version', { simple: true }) as number;
  if (version() > MIGRATIONS.length)
    throw new StoreError(
      `The store ${file} was written by a newer version (${version()}; this one knows ${MIGRATIONS.length}). Run the newer version, or restore an older backup.`,
    );
  if (version() === MIGRATIONS.length) return;
  const step = db.transaction(() => {
    // Asked again under the lock: another program may have opened the file at the same moment.
    for (const sql of MIGRATIONS.slice(version())) db.exec(sql);
    db.pragma(`user_version = ${MIGRATIONS.length}`);
  });
  guard(`bring ${file} to version ${MIGRATIONS.length}`, () => step.immediate());
}

/** Read after the first statement: before it, SQLite may answer with a level it does not keep. */
function assertDurable(db: Database.Database, file: string): void {
  const FULL = 2;
  db.prepare('SELECT count(*) FROM deliveries').get();
  const found = db.pragma('synchronous', { simple: true });
  if (found !== FULL)
    throw new StoreError(
      `The store ${file} would lose writes in a power cut: SQLite's synchronous is ${found}, not ${FULL} (FULL). Run "npm ci" for the SQLite that the package pins.`,
    );
}
