import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryKeyring } from '../../src/safety/seal.ts';
import { makeInbox } from '../../src/store/inbox.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/sqlite.ts';
import {
  type Store,
  type StoredDelivery,
  type StoredItem,
  StoreError,
} from '../../src/store/store.ts';
import { openVault } from '../../src/store/vault.ts';

const DAY = 86_400_000;

/** Every way of making a store; a second one joins by adding a line. */
const makers = [
  ['SQLite', (folder: string, now: () => number) => openStore(join(folder, 'signpost.db'), now)],
] as const;

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const text = (sealed: Uint8Array) => Buffer.from(sealed).toString();

const delivery = (id: string, lane = 'lane'): StoredDelivery => ({
  id,
  lane,
  key: bytes(`key of ${id}`),
  keyId: 'k1',
  sealed: bytes(`body of ${id}`),
});
const item = (kind: string, id: string, more: Partial<StoredItem> = {}): StoredItem => ({
  kind,
  id,
  key: bytes(`key of ${id}`),
  keyId: 'k1',
  sealed: bytes(`value of ${id}`),
  ...more,
});

let folder: string;
let time: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signpost-surfaces-'));
  time = Date.UTC(2026, 10, 24, 9);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe.each(makers)('what surfaces leave with the store on %s', (_name, open) => {
  let store: Store;
  beforeEach(() => {
    store = open(folder, () => time);
  });
  afterEach(() => store.close());

  const receive = (ids: readonly string[], done: readonly string[] = []) =>
    store.receive(
      ids.map((id) => delivery(id)),
      done,
    );
  const waiting = async (prefix = '') => (await store.unworked(prefix)).map(({ id }) => id);

  test('a delivery comes back as it was, until it is done', async () => {
    expect(await receive(['s:1'])).toEqual([true]);
    const [kept] = await store.unworked('s:');
    expect(kept && { ...kept, key: text(kept.key), sealed: text(kept.sealed) }).toEqual({
      id: 's:1',
      lane: 'lane',
      key: 'key of s:1',
      keyId: 'k1',
      sealed: 'body of s:1',
    });
    expect(await receive([], ['s:1'])).toEqual([]);
    expect(await waiting()).toEqual([]);
  });

  test('a delivery is new once: not while it waits, not in one write, not when it is done', async () => {
    expect(await receive(['s:1', 's:2', 's:1'])).toEqual([true, true, false]);
    expect(await receive(['s:2', 's:3'])).toEqual([false, true]);
    expect(await receive(['s:1'], ['s:1'])).toEqual([false]);
    expect(await receive(['s:1'])).toEqual([false]);
    expect(await waiting()).toEqual(['s:2', 's:3']);
  });

  test('of writes at the same moment each learns for itself what was new', async () => {
    const answers = await Promise.all(
      [['s:1'], ['s:1', 's:2'], ['s:2'], ['s:3']].map((ids) => receive(ids)),
    );
    expect(answers).toEqual([[true], [false, true], [false], [true]]);
    expect(await waiting()).toEqual(['s:1', 's:2', 's:3']);
  });

  test('a delivery is known for seven days', async () => {
    await receive(['s:1']);
    await receive([], ['s:1']);
    time += 7 * DAY;
    await store.expire();
    expect(await receive(['s:1'])).toEqual([false]);
    time += 1;
    await store.expire();
    expect(await receive(['s:1'])).toEqual([true]);
  });

  test('what waits comes in the order it came, each surface its own', async () => {
    const ids = ['s:9', 't:1', 's:10', 's_:1', 'S:1', 's:1', 'ss:1'];
    for (const id of ids) await receive([id]);
    expect(await waiting('s:')).toEqual(['s:9', 's:10', 's:1']);
    expect(await waiting('s_')).toEqual(['s_:1']);
    expect(await waiting('%')).toEqual([]);
    expect(await waiting()).toEqual(ids);
  });

  test('deliveries are taken in and let go of together or not at all', async () => {
    await receive(['s:1']);
    const broken = { ...delivery('s:3'), sealed: null as unknown as Uint8Array };
    const whole = store.receive([delivery('s:2'), broken], ['s:1']);
    const beside = receive(['s:4']);
    await expect(whole).rejects.toThrow(StoreError);
    await expect(whole).rejects.not.toThrow(/body|s:[123]/);
    expect(await beside).toEqual([true]);
    expect(await waiting()).toEqual(['s:1', 's:4']);
    expect(await receive(['s:2', 's:3'])).toEqual([true, true]);
  });

  test('an item comes back as it was, by its kind and id', async () => {
    const until = '2026-11-25T09:00:00.000Z';
    await store.putItem(item('a', '1', { person: 'p', until }));
    await store.putItem(item('b', '1'));
    const kept = await store.item('a', '1');
    expect(kept && { ...kept, key: text(kept.key), sealed: text(kept.sealed) }).toEqual({
      kind: 'a',
      id: '1',
      person: 'p',
      until,
      key: 'key of 1',
      keyId: 'k1',
      sealed: 'value of 1',
    });
    const other = await store.item('b', '1');
    expect(other).not.toHaveProperty('person');
    expect(other).not.toHaveProperty('until');
    expect(await store.item('a', '2')).toBeUndefined();
    expect(await store.item('c', '1')).toBeUndefined();
  });

  test('an item takes the place of the one before, with everything that was told of it', async () => {
    await store.putItem(item('a', '1', { person: 'p', until: '2026-11-24T09:00:01.000Z' }));
    await store.putItem(
      item('a', '1', { sealed: bytes('new'), key: bytes('new key'), keyId: 'k2' }),
    );
    time += DAY;
    await store.forget('p');
    const kept = await store.item('a', '1');
    expect(kept && [text(kept.sealed), text(kept.key), kept.keyId]).toEqual([
      'new',
      'new key',
      'k2',
    ]);
  });

  test('items of a kind come by their ids', async () => {
    for (const id of ['b', 'c', 'a']) await store.putItem(item('x', id));
    await store.putItem(item('y', 'd'));
    await store.putItem(item('x', 'gone', { until: '2026-11-24T09:00:00.000Z' }));
    expect((await store.items('x')).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(await store.items('z')).toEqual([]);
  });

  test('of many who take an item, in two programs, one gets it', async () => {
    const other = open(folder, () => time);
    await store.putItem(item('a', '1'));
    await store.putItem(item('a', '2'));
    const taken = await Promise.all(
      [store, other, store, other, store].map((from) => from.takeItem('a', '1')),
    );
    await other.close();
    expect(taken.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await store.item('a', '1')).toBeUndefined();
    expect(await store.item('a', '2')).toBeDefined();
  });

  test('an item is there until its moment, and then neither to read nor to take', async () => {
    await store.putItem(item('a', '1', { until: '2026-11-24T09:10:00.000Z' }));
    time += 600_000 - 1;
    expect(await store.item('a', '1')).toBeDefined();
    time += 1;
    expect(await store.item('a', '1')).toBeUndefined();
    expect(await store.items('a')).toEqual([]);
    expect(await store.takeItem('a', '1')).toBeUndefined();
  });

  test('what is over is erased, what is not stays', async () => {
    await store.putItem(item('a', 'over', { until: '2026-11-24T10:00:00.000Z' }));
    await store.putItem(item('a', 'later', { until: '2026-11-24T10:00:00.001Z' }));
    await store.putItem(item('a', 'for good'));
    time += 3_600_000;
    await store.expire();
    // Earlier again, so that only what was erased is missing.
    time -= 3_600_000;
    expect((await store.items('a')).map(({ id }) => id)).toEqual(['for good', 'later']);
  });

  test('forgetting a person takes what is about them, and nobody else’s', async () => {
    await store.putItem(item('a', '1', { person: 'p' }));
    await store.putItem(item('b', '2', { person: 'p' }));
    await store.putItem(item('a', '3', { person: 'q' }));
    await store.putItem(item('a', '4'));
    for (const person of ['p', 'q']) await store.setLocked(person, true);
    await store.forget('p');
    expect((await store.items('a')).map(({ id }) => id)).toEqual(['3', '4']);
    expect(await store.items('b')).toEqual([]);
    expect(await store.locked('p')).toBe(false);
    expect(await store.locked('q')).toBe(true);
  });

  test('a person is locked until unlocked, however often either is said', async () => {
    expect(await store.locked('p')).toBe(false);
    await store.setLocked('p', false);
    await store.setLocked('p', true);
    await store.setLocked('p', true);
    expect(await store.locked('p')).toBe(true);
    expect(await store.locked('q')).toBe(false);
    await store.setLocked('p', false);
    expect(await store.locked('p')).toBe(false);
  });

  test('all of it is there after closing and opening again', async () => {
    await receive(['s:1', 's:2']);
    await receive([], ['s:1']);
    await store.putItem(item('a', '1', { until: '2027-01-01T00:00:00.000Z' }));
    await store.putItem(item('a', '2'));
    await store.takeItem('a', '2');
    await store.setLocked('p', true);
    await store.close();
    store = open(folder, () => time);
    expect(await waiting()).toEqual(['s:2']);
    expect(await receive(['s:1', 's:2'])).toEqual([false, false]);
    expect((await store.items('a')).map(({ id }) => id)).toEqual(['1']);
    expect(await store.locked('p')).toBe(true);
  });
});

describe('what surfaces leave in SQLite files', () => {
  let file: string;
  beforeEach(() => {
    file = join(folder, 'signpost.db');
  });

  test('a database of version 2 keeps everything when it is brought further', async () => {
    const at = time - 1_000;
    const old = new Database(file);
    for (const sql of MIGRATIONS.slice(0, 2)) old.exec(sql);
    old.pragma('user_version = 2');
    old.exec(`
      INSERT INTO deliveries VALUES ('s:1', ${at});
      INSERT INTO people VALUES ('p', 'senco');
      INSERT INTO turns VALUES (1, 'p', 'here', ${at}, 'asked', '["card"]');
      INSERT INTO answers VALUES ('a1', 'p', ${at}, 'answered', '["card"]', 1, 'good');
      INSERT INTO unanswered VALUES ('what', 3, ${at});
      INSERT INTO forms VALUES ('f1', 'form', ${at});
      INSERT INTO drafts VALUES ('d1', 'p', 'f1', x'01', 'k1', 30, 7, ${at}, ${at}, NULL);
      INSERT INTO fields VALUES ('d1', 'x', 2, x'0203'), ('d1', 'y', 5, NULL);
      INSERT INTO desks VALUES ('p', 'here', '{"draft":"d1"}', ${at});
      INSERT INTO audit VALUES (7, ${at}, 'somebody', 'opened', 'd1');
    `);
    const tables = ['deliveries', 'people', 'turns', 'answers', 'unanswered', 'forms', 'drafts'];
    const all = (db: Database.Database) =>
      [...tables, 'fields', 'desks', 'audit'].map((table) =>
        db.prepare(`SELECT * FROM ${table}`).raw().all(),
      );
    const before = all(old);
    expect(before.every((rows) => rows.length > 0)).toBe(true);
    old.close();

    const store = openStore(file, () => time);
    expect(await store.receive([delivery('s:1'), delivery('s:2')], [])).toEqual([false, true]);
    expect(await store.fields('d1')).toMatchObject([
      { field: 'x', version: 2 },
      { field: 'y', version: 5, sealed: undefined },
    ]);
    await store.setLocked('p', true);
    await store.putItem(item('a', '1'));
    await store.close();

    const now = new Database(file);
    expect(now.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    expect(now.pragma('integrity_check', { simple: true })).toBe('ok');
    now.exec("DELETE FROM deliveries WHERE id = 's:2'");
    expect(all(now)).toEqual(before);
    now.close();
  });

  test('nothing of a delivery or an item can be read from any file, while it is kept or after', async () => {
    const keyring = memoryKeyring();
    const store = openStore(file, () => time);
    const canary = 'Canary Sings Öffentlich xoxb-4242';
    const inbox = makeInbox({
      surface: 's',
      store,
      keyring,
      work: () => new Promise(() => {}),
      report: () => {},
    });
    const vault = openVault('token', { store, keyring }, () => time);
    for (const long of [1, 300]) {
      const body = { text: canary.repeat(long), [canary]: true };
      await inbox.receive({ id: `seen-${long}`, lane: 'lane', body });
      await vault.put(`held-${long}`, body);
      await vault.put(`over-${long}`, body, { seconds: 1 });
      await vault.put(`of-p-${long}`, body, { person: 'p' });
    }
    await vault.take('held-1');
    const disk = () =>
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const);
    const unreadable = () => {
      for (const [name, all] of disk())
        for (const form of [canary, canary.toLowerCase(), encodeURIComponent(canary)]) {
          for (const encoding of ['utf8', 'utf16le'] as const)
            expect(all.includes(Buffer.from(form.slice(0, 20), encoding)), name).toBe(false);
          // Base64 of a text depends on where in it a group of three begins.
          for (const shift of [0, 1, 2]) {
            const piece = Buffer.from(form).subarray(shift, shift + 12);
            expect(all.includes(piece.toString('base64')), name).toBe(false);
            expect(all.includes(piece.toString('base64url')), name).toBe(false);
            expect(all.includes(piece.toString('hex')), name).toBe(false);
          }
        }
    };
    expect(disk().map(([name]) => name)).toEqual([
      'signpost.db',
      'signpost.db-shm',
      'signpost.db-wal',
    ]);
    unreadable();
    // What may be read is, so that the search is known to find something.
    for (const name of ['s:seen-300', 'of-p-300'])
      expect(disk().some(([, all]) => all.includes(name))).toBe(true);
    time += 2_000;
    await store.expire();
    await store.forget('p');
    unreadable();
    for (const name of ['over-300', 'of-p-300'])
      expect(
        disk().some(([, all]) => all.includes(name)),
        name,
      ).toBe(false);
    await store.close();
    unreadable();
  });
});
