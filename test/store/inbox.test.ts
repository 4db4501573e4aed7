import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { memoryKeyring, SealError } from '../../src/safety/seal.ts';
import { type Delivery, type InboxParts, makeInbox } from '../../src/store/inbox.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { type Store, StoreError } from '../../src/store/store.ts';

const keyring = memoryKeyring();
let folder: string;
let file: string;
let store: Store;
/** What was worked, `id` or `id again`, in the order it was begun. */
let worked: string[];
let reported: unknown[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signpost-inbox-'));
  file = join(folder, 'signpost.db');
  store = openStore(file);
  worked = [];
  reported = [];
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** An inbox whose work is noted, and then done as told. */
const inboxOn = (
  over: Partial<InboxParts> = {},
  work: (delivery: Delivery) => Promise<void> = async () => {},
) =>
  makeInbox({
    surface: 's',
    store,
    keyring,
    report: (error) => reported.push(error),
    work: (delivery, again) => {
      worked.push(again ? `${delivery.id} again` : delivery.id);
      return work(delivery);
    },
    ...over,
  });

const delivery = (id: string, lane = 'lane', body: unknown = { of: id }): Delivery => ({
  id,
  lane,
  body,
});
const waiting = async () => (await store.unworked('')).map(({ id }) => id);
const never = () => new Promise<void>(() => {});
/** Long enough for everything that can happen to have happened. */
const aMoment = () => new Promise<void>((resolve) => setTimeout(resolve, 20));

/** The store, with the calls of `receive` counted, and failing while it is told to. */
function counted() {
  const calls = { count: 0, most: 0, failing: false };
  const receive: Store['receive'] = async (deliveries, done) => {
    calls.count += 1;
    calls.most = Math.max(calls.most, deliveries.length);
    if (calls.failing) throw new StoreError('The store could not take deliveries in: SQLITE_FULL.');
    return store.receive(deliveries, done);
  };
  return { calls, store: { ...store, receive } };
}

describe('a delivery', () => {
  test('is on disk, for another program to see, before it is acknowledged', async () => {
    const inbox = inboxOn({}, never);
    const other = new Database(file, { readonly: true });
    const seen = other.prepare('SELECT id, lane FROM inbox ORDER BY seq');
    for (const id of ['1', '2', '3']) {
      expect(await inbox.receive(delivery(id))).toBe(true);
      expect(seen.all().at(-1)).toEqual({ id: `s:${id}`, lane: 'lane' });
    }
    other.close();
  });

  test('is worked as it was received, and let go of afterwards', async () => {
    const bodies: unknown[] = [];
    const inbox = inboxOn({}, async ({ body }) => {
      bodies.push(body);
    });
    const body = { text: 'Öffentlich 🙂', nested: [1, null, { a: '' }] };
    await inbox.receive(delivery('1', 'lane', body));
    await inbox.settle();
    expect(bodies).toEqual([body]);
    expect(await waiting()).toEqual([]);
  });

  test('is let go of soon, without another one coming', async () => {
    const inbox = inboxOn();
    await inbox.receive(delivery('1'));
    expect(await waiting()).toEqual(['s:1']);
    await vi.waitFor(async () => expect(await waiting()).toEqual([]), { timeout: 2_000 });
  });

  test('is let go of with the next that comes, without a write of its own', async () => {
    const { calls, store: counting } = counted();
    const inbox = inboxOn({ store: counting });
    for (const id of ['1', '2', '3']) await inbox.receive(delivery(id));
    expect(calls.count).toBe(3);
    expect(await waiting()).toEqual(['s:3']);
  });

  test('that comes four times at once, and again later, has one effect', async () => {
    let finish = () => {};
    const inbox = inboxOn({}, () => new Promise((resolve) => (finish = resolve)));
    const four = [1, 2, 3, 4].map(() => inbox.receive(delivery('1')));
    expect(await Promise.all(four)).toEqual([true, false, false, false]);
    expect(await inbox.receive(delivery('1'))).toBe(false);
    finish();
    await inbox.settle();
    expect(await inbox.receive(delivery('1'))).toBe(false);
    await inbox.settle();
    await store.close();
    store = openStore(file);
    const next = inboxOn();
    await next.resume();
    expect(await next.receive(delivery('1'))).toBe(false);
    await next.settle();
    expect(worked).toEqual(['1']);
  });

  test('of another surface under the same id is another', async () => {
    const [one, two] = [inboxOn({ surface: 's' }), inboxOn({ surface: 'ss' })];
    expect(await Promise.all([one, two].map((inbox) => inbox.receive(delivery('1'))))).toEqual([
      true,
      true,
    ]);
    await Promise.all([one.settle(), two.settle()]);
    expect(worked).toEqual(['1', '1']);
  });
});

describe('lanes', () => {
  test('are worked in order, each on its own', async () => {
    const log: string[] = [];
    const inbox = inboxOn({}, async ({ id, lane }) => {
      log.push(`${id} begins`);
      await new Promise((resolve) => setTimeout(resolve, lane === 'slow' ? 5 : 1));
      log.push(`${id} ends`);
    });
    const ids = Array.from({ length: 10 }, (_, at) => `${at}`);
    await Promise.all(
      ids.flatMap((id) => [
        inbox.receive(delivery(`a${id}`, 'slow')),
        inbox.receive(delivery(`b${id}`, 'quick')),
      ]),
    );
    await inbox.settle();
    for (const lane of ['a', 'b'])
      expect(log.filter((line) => line.startsWith(lane))).toEqual(
        ids.flatMap((id) => [`${lane}${id} begins`, `${lane}${id} ends`]),
      );
    expect(log.indexOf('b9 ends')).toBeLessThan(log.indexOf('a5 begins'));
  });

  test('that are stuck hold up no other', async () => {
    const inbox = inboxOn({}, ({ lane }) => (lane === 'stuck' ? never() : Promise.resolve()));
    for (const id of ['1', '2', '3']) {
      await inbox.receive(delivery(`x${id}`, 'stuck'));
      await inbox.receive(delivery(`y${id}`, 'other'));
    }
    await aMoment();
    expect(worked).toEqual(['x1', 'y1', 'y2', 'y3']);
    await vi.waitFor(async () => expect(await waiting()).toEqual(['s:x1', 's:x2', 's:x3']), {
      timeout: 2_000,
    });
  });

  test('go on after work that failed, which is reported and let go of', async () => {
    const inbox = inboxOn({}, ({ id }) => {
      if (id === '1') return Promise.reject(new Error('first'));
      if (id === '2') throw new Error('second');
      return Promise.resolve();
    });
    for (const id of ['1', '2', '3']) await inbox.receive(delivery(id));
    await inbox.settle();
    expect(worked).toEqual(['1', '2', '3']);
    expect(reported).toEqual([new Error('first'), new Error('second')]);
    expect(await waiting()).toEqual([]);
  });
});

describe('after a stop', () => {
  test('what was left is worked again, in order, before anything new of its lane', async () => {
    const before = inboxOn({}, never);
    const other = inboxOn({ surface: 'ss' }, never);
    for (const id of ['a1', 'b1', 'a2', 'a3']) await before.receive(delivery(id, id[0] as string));
    await other.receive(delivery('c1'));
    await store.close();
    worked.length = 0;

    store = openStore(file);
    const bodies: unknown[] = [];
    const after = inboxOn({}, async ({ body }) => {
      await aMoment();
      bodies.push(body);
    });
    await after.resume();
    expect(await after.receive(delivery('a4', 'a'))).toBe(true);
    expect(await after.receive(delivery('a2', 'a'))).toBe(false);
    await after.settle();
    expect(worked.filter((id) => id.startsWith('a'))).toEqual([
      'a1 again',
      'a2 again',
      'a3 again',
      'a4',
    ]);
    expect(worked.filter((id) => !id.startsWith('a'))).toEqual(['b1 again']);
    expect(bodies).toHaveLength(5);
    expect(bodies).toContainEqual({ of: 'a3' });
    expect(await waiting()).toEqual(['ss:c1']);
  });

  test('what was altered, moved or has lost its key is reported, never worked, and stops nothing', async () => {
    const before = inboxOn({}, never);
    const lost = inboxOn({ keyring: memoryKeyring() }, never);
    for (const id of ['1', '2', '3', '4']) await before.receive(delivery(id, 'lane', 'CANARY'));
    await lost.receive(delivery('5', 'lane', 'CANARY'));
    await store.close();
    worked.length = 0;
    const db = new Database(file);
    db.exec(`
      UPDATE inbox SET lane = 'another' WHERE id = 's:1';
      UPDATE inbox SET sealed = (SELECT sealed FROM inbox WHERE id = 's:4') WHERE id = 's:2';
      UPDATE inbox SET sealed = substr(sealed, 1, length(sealed) - 1) || x'00' WHERE id = 's:3';
    `);
    db.close();

    store = openStore(file);
    const after = inboxOn();
    await after.resume();
    await after.settle();
    expect(worked).toEqual(['4 again']);
    expect(reported).toHaveLength(4);
    for (const error of reported) {
      expect(error).toBeInstanceOf(SealError);
      expect(String((error as Error).stack)).not.toContain('CANARY');
    }
    expect(await waiting()).toEqual([]);
  });
});

describe('writing', () => {
  test('a hundred deliveries at the same moment share a few writes', async () => {
    const { calls, store: counting } = counted();
    const inbox = inboxOn({ store: counting });
    const received = await Promise.all(
      Array.from({ length: 100 }, (_, at) => inbox.receive(delivery(`${at}`, `lane ${at % 7}`))),
    );
    expect(received.every(Boolean)).toBe(true);
    expect(calls.most).toBe(100);
    await inbox.settle();
    expect(calls.count).toBeLessThan(5);
    expect(worked).toHaveLength(100);
    expect(await waiting()).toEqual([]);
  });

  test('when it fails nothing is acknowledged or worked, and the next try is new', async () => {
    const { calls, store: failing } = counted();
    const inbox = inboxOn({ store: failing });
    calls.failing = true;
    const three = await Promise.allSettled(
      ['1', '2', '3'].map((id) => inbox.receive(delivery(id))),
    );
    for (const one of three)
      expect(one).toEqual({ status: 'rejected', reason: expect.any(StoreError) });
    await aMoment();
    expect(worked).toEqual([]);
    calls.failing = false;
    expect(await inbox.receive(delivery('2'))).toBe(true);
    await inbox.settle();
    expect(worked).toEqual(['2']);
    expect(reported).toEqual([]);
  });

  test('what could not be let go of is let go of when the disk has room again', async () => {
    const { calls, store: failing } = counted();
    const inbox = inboxOn({ store: failing });
    await inbox.receive(delivery('1'));
    calls.failing = true;
    await expect(inbox.receive(delivery('2'))).rejects.toThrow(StoreError);
    await expect(inbox.settle()).rejects.toThrow(StoreError);
    calls.failing = false;
    await inbox.settle();
    expect(await waiting()).toEqual([]);
  });

  test('when letting go fails by itself it is reported', async () => {
    const { calls, store: failing } = counted();
    const inbox = inboxOn({ store: failing });
    await inbox.receive(delivery('1'));
    calls.failing = true;
    await vi.waitFor(() => expect(reported).toEqual([expect.any(StoreError)]), { timeout: 2_000 });
    calls.failing = false;
    await inbox.settle();
  });
});

describe('settling', () => {
  test('waits for what is worked, what waits behind it and what is just being received', async () => {
    const done: string[] = [];
    const inbox = inboxOn({}, async ({ id }) => {
      await aMoment();
      done.push(id);
    });
    await inbox.receive(delivery('1'));
    await inbox.receive(delivery('2'));
    const third = inbox.receive(delivery('3', 'another'));
    await inbox.settle();
    expect(await third).toBe(true);
    expect(done).toEqual(['1', '3', '2']);
    expect(await waiting()).toEqual([]);
  });

  test('works even what comes with it, and lets go of that too', async () => {
    const inbox = inboxOn({}, aMoment);
    const received = inbox.receive(delivery('1'));
    await inbox.settle();
    expect(await received).toBe(true);
    expect(worked).toEqual(['1']);
    expect(await waiting()).toEqual([]);
  });

  test('waits for a write that is under way, so that the store can be closed after it', async () => {
    let [begun, ended] = [0, 0];
    const receive: Store['receive'] = async (deliveries, done) => {
      begun += 1;
      await aMoment();
      const fresh = await store.receive(deliveries, done);
      ended += 1;
      return fresh;
    };
    const inbox = inboxOn({ store: { ...store, receive } });
    await inbox.receive(delivery('1'));
    // The write that lets go of it has begun by itself.
    await vi.waitFor(() => expect(begun).toBe(2), { timeout: 2_000, interval: 1 });
    await inbox.settle();
    expect(ended).toBe(begun);
    expect(await waiting()).toEqual([]);
  });

  test('with nothing to do is done', async () => {
    await inboxOn().settle();
    expect(await waiting()).toEqual([]);
  });
});
