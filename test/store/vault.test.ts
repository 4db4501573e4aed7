import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryKeyring, SealError } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { type Store, StoreError } from '../../src/store/store.ts';
import { openVault } from '../../src/store/vault.ts';

describe('a vault', () => {
  const keyring = memoryKeyring();
  let folder: string;
  let file: string;
  let time: number;
  let store: Store;
  const now = () => time;
  const vault = <T = string>(kind = 'one', keys = keyring) =>
    openVault<T>(kind, { store, keyring: keys }, now);
  /** Somebody with the file and a program for it. */
  const tamper = (sql: string) => {
    const db = new Database(file);
    expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
    db.close();
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signpost-vault-'));
    file = join(folder, 'signpost.db');
    time = Date.UTC(2026, 10, 24, 9);
    store = openStore(file, now);
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  test('gives back what was put, whatever it is, also after opening again', async () => {
    const values = ['', 'x'.repeat(100_000), 0, null, false, [], { a: [1, { b: '🙂 \u0000' }] }];
    for (const [at, value] of values.entries()) await vault<unknown>().put(`v${at}`, value);
    await store.close();
    store = openStore(file, now);
    for (const [at, value] of values.entries())
      expect(await vault<unknown>().get(`v${at}`)).toEqual(value);
    expect(await vault().get('v99')).toBeUndefined();
  });

  test('keeps a value in place of the one before', async () => {
    await vault().put('a', 'first', { seconds: 1, person: 'p' });
    await vault().put('a', 'second');
    time += 5_000;
    await store.forget('p');
    expect(await vault().get('a')).toBe('second');
    expect(await vault().all()).toEqual(new Map([['a', 'second']]));
  });

  test('keeps two kinds apart, under whatever ids', async () => {
    await vault('one').put('a', 'of one');
    await vault('two').put('a', 'of two');
    await vault('one').put('it’s "quoted"; % _ \n', 'odd');
    expect(await vault('one').get('a')).toBe('of one');
    expect(await vault('two').take('a')).toBe('of two');
    expect(await vault('two').all()).toEqual(new Map());
    expect(await vault('one').all()).toEqual(
      new Map([
        ['a', 'of one'],
        ['it’s "quoted"; % _ \n', 'odd'],
      ]),
    );
  });

  test.each([
    ['to another id', "UPDATE items SET id = 'b' WHERE id = 'a'", 'one', 'b'],
    ['to another kind', "UPDATE items SET kind = 'two' WHERE id = 'a'", 'two', 'a'],
    [
      'into another value’s place',
      "UPDATE items SET sealed = (SELECT sealed FROM items WHERE id = 'c') WHERE id = 'a'",
      'one',
      'a',
    ],
    [
      'into another value’s place with its key',
      "UPDATE items SET (sealed, key) = (SELECT sealed, key FROM items WHERE id = 'c') WHERE id = 'a'",
      'one',
      'a',
    ],
  ])('does not open a row that was moved %s', async (_how, sql, kind, id) => {
    await vault().put('a', 'secret');
    await vault().put('c', 'another');
    tamper(sql);
    for (const read of [vault(kind).get(id), vault(kind).all(), vault(kind).take(id)])
      await expect(read).rejects.toThrow(SealError);
  });

  test('does not open a row with any one byte changed, or cut short', async () => {
    await vault().put('a', 'secret');
    const whole = (await store.item('one', 'a')) as NonNullable<Awaited<ReturnType<Store['item']>>>;
    for (const part of ['sealed', 'key'] as const)
      for (const at of whole[part].keys()) {
        const bytes = Uint8Array.from(whole[part]);
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        await store.putItem({ ...whole, [part]: bytes });
        await expect(vault().get('a'), `${part} ${at}`).rejects.toThrow(SealError);
        await store.putItem({ ...whole, [part]: whole[part].slice(0, at) });
        await expect(vault().get('a'), `${part} ${at}`).rejects.toThrow(SealError);
      }
    await store.putItem(whole);
    expect(await vault().get('a')).toBe('secret');
  });

  test('does not open without its master key, and says nothing of what it holds', async () => {
    await vault().put('a', 'secret');
    const other = vault('one', memoryKeyring());
    await expect(other.get('a')).rejects.toThrow(SealError);
    await expect(other.get('a')).rejects.not.toThrow(/secret/);
    expect(await vault().get('a')).toBe('secret');
  });

  test('gives a value to one of many who take it at the same moment', async () => {
    await vault().put('a', 'secret');
    const other = openStore(file, now);
    const takers = [vault(), openVault<string>('one', { store: other, keyring }, now), vault()];
    const taken = await Promise.all(takers.map((one) => one.take('a')));
    await other.close();
    expect(taken.filter((value) => value !== undefined)).toEqual(['secret']);
    expect(await vault().get('a')).toBeUndefined();
    expect(await vault().take('a')).toBeUndefined();
  });

  test('lets a value go after its seconds, and not before', async () => {
    await vault().put('a', 'secret', { seconds: 600 });
    await vault().put('b', 'for good');
    time += 599_999;
    expect(await vault().get('a')).toBe('secret');
    time += 1;
    expect(await vault().get('a')).toBeUndefined();
    expect(await vault().take('a')).toBeUndefined();
    expect(await vault().all()).toEqual(new Map([['b', 'for good']]));
  });

  test('forgets what is about a person', async () => {
    await vault().put('a', 'about p', { person: 'p' });
    await vault().put('b', 'about q', { person: 'q', seconds: 60 });
    await store.forget('p');
    expect(await vault().all()).toEqual(new Map([['b', 'about q']]));
  });

  test('says so when the store fails', async () => {
    await store.close();
    await expect(vault().put('a', 'secret')).rejects.toThrow(StoreError);
    await expect(vault().get('a')).rejects.toThrow(StoreError);
    store = openStore(file, now);
  });
});
