import type { Role } from '../incoming.ts';
import { batching } from './batch.ts';
import { emptyLog, guard, openDatabase } from './database.ts';
import { erasuresOf, replay } from './erasures.ts';
import { sqliteDesks } from './sqlite-desks.ts';
import { sqliteDrafts } from './sqlite-drafts.ts';
import { sqliteSurfaces } from './sqlite-surfaces.ts';
import type { Store } from './store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long each kind of record is kept. Follow-ups seldom reach back further than two hours. */
const KEEP = { turns: 2 * HOUR, deliveries: 7 * DAY, answers: 90 * DAY, unanswered: 365 * DAY };

/** How many past turns a follow-up can build on. */
const TURNS = 5;

/**
 * Opens the store in a SQLite file, or in memory with `:memory:`. Drafts on the erasure list beside
 * the file are erased first, so that a copy of an older database brings none of them back.
 *
 * @param now milliseconds since 1970; injected so that tests can move time
 * @throws StoreError when the file cannot be opened or was written by a newer version
 */
export function openStore(file: string, now: () => number = Date.now): Store {
  const db = openDatabase(file);
  const erasures = erasuresOf(file);
  guard('replay the erasure list', () => {
    if (replay(db, erasures) > 0) emptyLog(db);
  });
  const drafts = sqliteDrafts(db, erasures, now);
  const desks = sqliteDesks(db, now);
  const write = batching(db);
  const surfaces = sqliteSurfaces(db, write, now);
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
  const keep = (record: Parameters<Store['keep']>[0]) => {
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
  };
  const forget = db.transaction((person: string) => {
    for (const one of surfaces.forget(person)) {
      for (const statement of sql.forget) statement.run(one);
      drafts.forget(one);
      desks.forget(one);
    }
  });
  const expire = db.transaction(() => {
    for (const [statement, age] of sql.expire) statement.run(now() - age);
    drafts.expire();
    desks.expire();
    surfaces.expire();
  });

  return {
    firstTime: (delivery) =>
      write('note a delivery', () => sql.delivery.run(delivery, now()).changes === 1),
    role: async (person) => guard('read a role', () => sql.role.get(person) as Role | undefined),
    turns: async (person, place) =>
      guard('read the last turns', () => {
        const since = now() - KEEP.turns;
        const rows = sql.turns.all(person, place, since, TURNS) as Row[];
        return rows
          .map(({ asked, cards }) => ({ asked, cards: JSON.parse(cards) as string[] }))
          .reverse();
      }),
    keep: (record) => write('keep a turn', () => keep(record)),
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
    ...drafts.methods,
    ...desks.methods,
    ...surfaces.methods,
    forget: async (person) =>
      guard('forget a person', () => {
        forget.immediate(person);
        emptyLog(db);
      }),
    expire: async () =>
      guard('erase what is due', () => {
        expire.immediate();
        emptyLog(db);
      }),
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
