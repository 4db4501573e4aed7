import type Database from 'better-sqlite3';
import { guard } from './database.ts';

/** Does a write with others that come at the same moment. */
export type Write = <T>(what: string, work: () => T) => Promise<T>;

/**
 * Writes that come at the same moment share one transaction, and so one wait for the disk; each is
 * done when all are on disk. One that fails takes no other with it.
 *
 * @returns does one write: `what` it does, for the error, and the work, which may use statements but
 *   must not begin a transaction of its own
 */
export function batching(db: Database.Database): Write {
  interface Waiting {
    what: string;
    work: () => unknown;
    done: (result: unknown) => void;
    failed: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  const all = db.transaction((batch: readonly Waiting[]) => batch.map(({ work }) => work()));
  const one = db.transaction(({ work }: Waiting) => work());

  const write = (): void => {
    const batch = waiting;
    waiting = [];
    try {
      const results = all.immediate(batch);
      for (const [at, { done }] of batch.entries()) done(results[at]);
    } catch {
      for (const each of batch)
        try {
          each.done(guard(each.what, () => one.immediate(each)));
        } catch (error) {
          each.failed(error);
        }
    }
  };

  return <T>(what: string, work: () => T) =>
    new Promise<T>((done, failed) => {
      waiting.push({ what, work, done: done as (result: unknown) => void, failed });
      if (waiting.length === 1) setImmediate(write);
    });
}
