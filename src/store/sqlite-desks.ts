import type Database from 'better-sqlite3';
import { guard } from './database.ts';
import type { AuditEntry, Store } from './store.ts';

const DAY = 86_400_000;

/** What somebody left open is forgotten after a month; the audit trail goes back a year. */
const KEEP = { desks: 30 * DAY, audit: 365 * DAY };

/**
 * What is open where, and what was done, in SQLite.
 *
 * @returns the store's methods, and its part of larger transactions
 */
export function sqliteDesks(db: Database.Database, now: () => number) {
  const sql = {
    desk: db.prepare('SELECT state FROM desks WHERE person = ? AND place = ? AND at >= ?').pluck(),
    setDesk: db.prepare(
      'INSERT INTO desks (person, place, state, at) VALUES (?, ?, ?, ?) ON CONFLICT (person, place) DO UPDATE SET state = excluded.state, at = excluded.at',
    ),
    clearDesk: db.prepare('DELETE FROM desks WHERE person = ? AND place = ?'),
    forget: db.prepare('DELETE FROM desks WHERE person = ?'),
    expireDesks: db.prepare('DELETE FROM desks WHERE at < ?'),
    audit: db.prepare('INSERT INTO audit (at, actor, event, draft) VALUES (?, ?, ?, ?)'),
    audited: db.prepare('SELECT at, actor, event, draft FROM audit WHERE at >= ? ORDER BY id'),
    expireAudit: db.prepare('DELETE FROM audit WHERE at < ?'),
  };
  const methods: Pick<Store, 'desk' | 'setDesk' | 'audit' | 'audited'> = {
    desk: async (person, place) =>
      guard('read a desk', () => sql.desk.get(person, place, now() - KEEP.desks) as string),
    setDesk: async (person, place, state) =>
      guard('keep a desk', () => {
        if (state === undefined) sql.clearDesk.run(person, place);
        else sql.setDesk.run(person, place, state, now());
      }),
    audit: async ({ actor, event, draft }) =>
      guard('keep an audit entry', () => {
        sql.audit.run(now(), actor, event, draft ?? null);
      }),
    audited: async () =>
      guard('read the audit entries', () =>
        (sql.audited.all(now() - KEEP.audit) as AuditRow[]).map(
          ({ at, actor, event, draft }): AuditEntry => ({
            at: new Date(at).toISOString(),
            actor,
            event,
            ...(draft !== null && { draft }),
          }),
        ),
      ),
  };
  return {
    methods,
    forget: (person: string) => {
      sql.forget.run(person);
    },
    expire: () => {
      sql.expireDesks.run(now() - KEEP.desks);
      sql.expireAudit.run(now() - KEEP.audit);
    },
  };
}

interface AuditRow {
  at: number;
  actor: string;
  event: string;
  draft: string | null;
}
