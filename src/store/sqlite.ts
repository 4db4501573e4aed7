import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { Role } from '../incoming.ts';
import { type Store, StoreError } from './store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long each kind of record is kept. Follow-ups seldom reach back further than two hours. */
const KEEP = { turns: 2 * HOUR, deliveries: 7 * DAY, answers: 90 * DAY, unanswered: 365 * DAY };

/** How many past turns a follow-up can build on. */
const TURNS = 5;

/** Each step brings a database one version further; steps are only ever added. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE deliveries (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE people (person TEXT PRIMARY KEY, role TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE turns (
    id INTEGER PRIMARY KEY, person TEXT NOT NULL, place TEXT NOT NULL, at INTEGER NOT NULL,
    asked TEXT NOT NULL, cards TEXT NOT NULL
  );
  CREATE INDEX turns_of ON turns (person, place, id);
  CREATE TABLE answers (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, at INTEGER NOT NULL, outcome TEXT NOT NULL,
    cards TEXT NOT NULL, helpful INTEGER, comment TEXT
  ) WITHOUT ROWID;
  CREATE TABLE unanswered (
    question TEXT PRIMARY KEY, times INTEGER NOT NULL, at INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
];

/**
 * Opens the store in a SQLite file, or in memory with `:memory:`.
 *
 * Settings follow SQLite's own account of durability: a write-ahead log with
 * `synchronous=FULL` loses no acknowledged write in a power cut, `secure_delete` overwrites what
 * is erased, and a short busy timeout keeps the event loop free.
 *
 * @param now milliseconds since 1970; injected so that tests can move time
 * @throws StoreError when the file cannot be opened or was written by a newer version
 */
export function openStore(file: string, now: () => number = Date.now): Store {
  const db = open(file);
  migrate(db, file);
  const sql = {
    delivery: db.prepare('INSERT OR IGNORE INTO deliveries (id, at) VALUES (?, ?)'),
    role: db.prepare('SELECT role FROM people WHERE person = ?').pluck(),
    setRole: db.prepare(
      'INSERT INTO people (person, role) VALUES (?, ?) ON CONFLICT (person) DO UPDATE SET role = excluded.role',
    ),
    turns: db.prepare(
      'SELECT asked, cards FROM turns WHERE person = ? AND place = ? AND at > ? ORDER BY id DESC LIMIT ?',
    ),
    addTurn: db.prepare(
      'INSERT INTO turns (person, place, at, asked, cards) VALUES (?, ?, ?, ?, ?)',
    ),
    dropTurns: db.prepare(
      'DELETE FROM turns WHERE person = ? AND place = ? AND id NOT IN (SELECT id FROM turns WHERE person = ? AND place = ? ORDER BY id DESC LIMIT ?)',
    ),
    addAnswer: db.prepare(
      'INSERT INTO answers (id, person, at, outcome, cards) VALUES (?, ?, ?, ?, ?)',
    ),
    rate: db.prepare('UPDATE answers SET helpful = ?, comment = ? WHERE id = ?'),
    ratings: db.prepare(
      'SELECT id, outcome, cards, helpful, comment FROM answers WHERE helpful IS NOT NULL ORDER BY at',
    ),
    addUnanswered: db.prepare(
      'INSERT INTO unanswered (question, times, at) VALUES (?, 1, ?) ON CONFLICT (question) DO UPDATE SET times = times + 1, at = excluded.at',
    ),
    unanswered: db.prepare(
      'SELECT question, times, at FROM unanswered ORDER BY times DESC, at DESC',
    ),
    expire: (['turns', 'deliveries', 'answers', 'unanswered'] as const).map(
      (table) => [db.prepare(`DELETE FROM ${table} WHERE at < ?`), KEEP[table]] as const,
    ),
    forget: ['people', 'turns', 'answers'].map((table) =>
      db.prepare(`DELETE FROM ${table} WHERE person = ?`),
    ),
  };
  const keep = db.transaction((record: Parameters<Store['keep']>[0]) => {
    const { person, place, role, turn, answer, unanswered } = record;
    const at = now();
    if (role) sql.setRole.run(person, role);
    if (turn) {
      sql.addTurn.run(person, place, at, turn.asked, JSON.stringify(turn.cards));
      sql.dropTurns.run(person, place, person, place, TURNS);
    }
    if (answer)
      sql.addAnswer.run(answer.id, person, at, answer.outcome, JSON.stringify(answer.cards));
    if (unanswered) sql.addUnanswered.run(unanswered, at);
  });
  const forget = db.transaction((person: string) => {
    for (const statement of sql.forget) statement.run(person);
  });
  const expire = db.transaction(() => {
    for (const [statement, age] of sql.expire) statement.run(now() - age);
  });

  return {
    firstTime: async (delivery) =>
      guard('note a delivery', () => sql.delivery.run(delivery, now()).changes === 1),
    role: async (person) => guard('read a role', () => sql.role.get(person) as Role | undefined),
    turns: async (person, place) =>
      guard('read the last turns', () => {
        const since = now() - KEEP.turns;
        const rows = sql.turns.all(person, place, since, TURNS) as Row[];
        return rows
          .map(({ asked, cards }) => ({ asked, cards: JSON.parse(cards) as string[] }))
          .reverse();
      }),
    keep: async (record) => guard('keep a turn', () => keep.immediate(record)),
    rate: async (answer, helpful, comment) =>
      guard('keep a rating', () => sql.rate.run(helpful ? 1 : 0, comment, answer).changes === 1),
    ratings: async () =>
      guard('read the ratings', () =>
        (sql.ratings.all() as RatingRow[]).map((row) => ({
          ...row,
          cards: JSON.parse(row.cards) as string[],
          helpful: row.helpful === 1,
        })),
      ),
    unanswered: async () =>
      guard('read the unanswered questions', () =>
        (sql.unanswered.all() as { question: string; times: number; at: number }[]).map(
          ({ question, times, at }) => ({ question, times, last: new Date(at).toISOString() }),
        ),
      ),
    forget: async (person) => guard('forget a person', () => forget.immediate(person)),
    expire: async () => guard('erase what is due', () => expire.immediate()),
    close: async () => {
      db.close();
    },
  };
}

interface Row {
  asked: string;
  cards: string;
}

interface RatingRow {
  id: string;
  outcome: string;
  cards: string;
  helpful: number;
  comment: string;
}

function open(file: string): Database.Database {
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const db = new Database(file, { timeout: 250 });
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    db.pragma('temp_store = MEMORY');
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
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > MIGRATIONS.length) {
    db.close();
    throw new StoreError(
      `The store ${file} was written by a newer version (${version}; this one knows ${MIGRATIONS.length}). Run the newer version, or restore an older backup.`,
    );
  }
  db.transaction(() => {
    for (const step of MIGRATIONS.slice(version)) db.exec(step);
    db.pragma(`user_version = ${MIGRATIONS.length}`);
  }).immediate();
}

/** Wraps SQLite's errors: what failed and its code, never the values. */
function guard<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new StoreError(`The store could not ${what}: ${reason(cause)}.`, { cause });
  }
}

function reason(cause: unknown): string {
  const code = (cause as { code?: unknown }).code;
  return typeof code === 'string' ? code : 'an unknown error';
}
