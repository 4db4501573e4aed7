import type Database from 'better-sqlite3';
import type { Write } from './batch.ts';
import { guard } from './database.ts';
import { IDENTITIES } from './identities.ts';
import type { Store, StoredDelivery, StoredItem } from './store.ts';

/**
 * What surfaces leave with the store, in SQLite: deliveries under way, small sealed items, locks.
 *
 * @returns the store's methods, and its part of larger transactions
 */
export function sqliteSurfaces(db: Database.Database, write: Write, now: () => number) {
  const sql = {
    seen: db.prepare('INSERT OR IGNORE INTO deliveries (id, at) VALUES (?, ?)'),
    add: db.prepare(
      'INSERT INTO inbox (id, lane, at, key, key_id, sealed) VALUES (@id, @lane, @at, @key, @keyId, @sealed)',
    ),
    done: db.prepare('DELETE FROM inbox WHERE id = ?'),
    unworked: db.prepare(
      'SELECT id, lane, key, key_id AS keyId, sealed FROM inbox WHERE substr(id, 1, length(@prefix)) = @prefix ORDER BY seq',
    ),
    put: db.prepare(
      `INSERT INTO items (kind, id, person, until, key, key_id, sealed)
       VALUES (@kind, @id, @person, @until, @key, @keyId, @sealed)
       ON CONFLICT (kind, id) DO UPDATE SET person = excluded.person, until = excluded.until,
         key = excluded.key, key_id = excluded.key_id, sealed = excluded.sealed`,
    ),
    item: db.prepare(
      `SELECT ${ITEM} FROM items WHERE kind = ? AND id = ? AND (until IS NULL OR until > ?)`,
    ),
    items: db.prepare(
      `SELECT ${ITEM} FROM items WHERE kind = ? AND (until IS NULL OR until > ?) ORDER BY id`,
    ),
    take: db.prepare('DELETE FROM items WHERE kind = ? AND id = ?'),
    forget: db.prepare('DELETE FROM items WHERE person = ?'),
    forgetInbox: db.prepare('DELETE FROM inbox WHERE lane = ?'),
    expireInbox: db.prepare('DELETE FROM inbox WHERE at < ?'),
    expire: db.prepare('DELETE FROM items WHERE until <= ?'),
    locked: db.prepare(`SELECT 1 FROM locks WHERE person IN ${IDENTITIES}`).pluck(),
    owner: db.prepare('SELECT owner FROM links WHERE person = ?').pluck(),
    identities: db.prepare(`SELECT person FROM links WHERE owner = ?`).pluck(),
    relink: db.prepare('UPDATE links SET owner = ? WHERE owner = ?'),
    link: db.prepare(
      'INSERT INTO links (person, owner) VALUES (?, ?) ON CONFLICT (person) DO UPDATE SET owner = excluded.owner',
    ),
    unlink: db.prepare('DELETE FROM links WHERE owner = ?'),
    lock: db.prepare('INSERT OR IGNORE INTO locks (person, at) VALUES (?, ?)'),
    unlock: db.prepare('DELETE FROM locks WHERE person = ?'),
  };
  const receive = (deliveries: readonly StoredDelivery[], done: readonly string[]): boolean[] => {
    for (const id of done) sql.done.run(id);
    return deliveries.map((delivery) => {
      const isNew = sql.seen.run(delivery.id, now()).changes === 1;
      if (isNew) sql.add.run({ ...delivery, at: now() });
      return isNew;
    });
  };
  const take = db.transaction((kind: string, id: string) => {
    const row = sql.item.get(kind, id, now()) as ItemRow | undefined;
    sql.take.run(kind, id);
    return row;
  });
  const owner = (person: string) => (sql.owner.get(person) as string | undefined) ?? person;
  const link = db.transaction((person: string, to: string) => {
    const [from, onto] = [owner(person), owner(to)];
    if (from === onto) return;
    sql.relink.run(onto, from);
    sql.link.run(from, onto);
  });
  const methods: SurfaceMethods = {
    receive: (deliveries, done) => write('take deliveries in', () => receive(deliveries, done)),
    unworked: async (prefix) =>
      guard('read the deliveries', () => sql.unworked.all({ prefix }) as StoredDelivery[]),
    putItem: async ({ person, until, ...item }) =>
      guard('keep an item', () => {
        sql.put.run({
          ...item,
          person: person ?? null,
          until: until === undefined ? null : Date.parse(until),
        });
      }),
    item: async (kind, id) =>
      guard('read an item', () => itemOf(sql.item.get(kind, id, now()) as ItemRow | undefined)),
    items: async (kind) =>
      guard('read the items', () =>
        (sql.items.all(kind, now()) as ItemRow[]).flatMap((row) => itemOf(row) ?? []),
      ),
    takeItem: async (kind, id) => guard('take an item', () => itemOf(take.immediate(kind, id))),
    owner: async (person) => guard('read a link', () => owner(person)),
    identities: async (person) =>
      guard('read the links', () => [
        owner(person),
        ...(sql.identities.all(owner(person)) as string[]),
      ]),
    link: async (person, to) => guard('link two identities', () => link.immediate(person, to)),
    unlink: async (person) =>
      guard('part two identities', () => {
        sql.unlink.run(owner(person));
      }),
    locked: async (person) => guard('read a lock', () => sql.locked.get({ person }) !== undefined),
    setLocked: async (person, locked) =>
      guard('keep a lock', () => {
        const { changes } = locked ? sql.lock.run(person, now()) : sql.unlock.run(person);
        return changes === 1;
      }),
  };
  return {
    methods,
    /** @returns the identities that were forgotten with the person */
    forget: (person: string): string[] => {
      const all = [owner(person), ...(sql.identities.all(owner(person)) as string[])];
      for (const one of all) {
        sql.forget.run(one);
        sql.forgetInbox.run(one);
        sql.unlock.run(one);
      }
      sql.unlink.run(owner(person));
      return all;
    },
    expire: () => {
      sql.expire.run(now());
      sql.expireInbox.run(now() - INBOX);
    },
  };
}

type SurfaceMethods = Pick<
  Store,
  | 'receive'
  | 'unworked'
  | 'putItem'
  | 'item'
  | 'items'
  | 'takeItem'
  | 'owner'
  | 'identities'
  | 'link'
  | 'unlink'
  | 'locked'
  | 'setLocked'
>;

/** What is left of a surface that was turned off goes after a week. */
const INBOX = 7 * 24 * 3_600_000;

const ITEM = 'kind, id, person, until, key, key_id AS keyId, sealed';

type ItemRow = Omit<StoredItem, 'person' | 'until'> & {
  person: string | null;
  until: number | null;
};

function itemOf(row: ItemRow | undefined): StoredItem | undefined {
  if (!row) return undefined;
  const { person, until, ...item } = row;
  return {
    ...item,
    ...(person !== null && { person }),
    ...(until !== null && { until: new Date(until).toISOString() }),
  };
}
