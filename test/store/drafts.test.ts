import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryKeyring, ownerOf } from '../../src/safety/seal.ts';
import { backUp } from '../../src/store/backup.ts';
import { openStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { draftOf, draftSuite } from './drafts-suite.ts';

draftSuite('SQLite', (folder, now) => openStore(join(folder, 'signpost.db'), now));

describe('drafts in SQLite files', () => {
  let folder: string;
  let file: string;
  let store: Store;
  const keyring = memoryKeyring();
  const person = 'slack:T1:U2';
  /** Every byte on disk, by file. */
  const disk = () =>
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const);
  const list = () => readFileSync(join(folder, 'erasures.txt'), 'utf8');

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'signpost-files-'));
    file = join(folder, 'signpost.db');
    store = openStore(file, () => Date.UTC(2026, 10, 24, 9));
    await store.addForm('form-1', 'first');
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  test('nothing written into 40 fields can be read from any file, and once erased not even sealed', async () => {
    const { key, keyId } = keyring.newKey(ownerOf(person, 'd'));
    const data = keyring.open(key, keyId, ownerOf(person, 'd'));
    const canary = (at: number) => `Canary-${at} Sings Öffentlich `.repeat(at % 4 === 0 ? 400 : 2);
    const sealed = Array.from({ length: 40 }, (_, at) => {
      const bound = { person, draft: 'd', field: `f${at}`, version: 1 };
      return data.seal(canary(at), bound);
    });
    await store.addDraft({ ...draftOf('d', person), key, keyId }, []);
    await store.saveFields(
      'd',
      sealed.map((one, at) => ({ field: `f${at}`, expected: 0, sealed: one })),
    );
    backUp(file, join(folder, 'backup.db'));
    expect(disk().map(([name]) => name)).toEqual(
      expect.arrayContaining(['backup.db', 'signpost.db', 'signpost.db-shm', 'signpost.db-wal']),
    );
    for (const [name, bytes] of disk())
      for (let at = 0; at < 40; at++) {
        const text = canary(at).slice(0, 20);
        for (const form of [text, text.toLowerCase()])
          for (const encoding of ['utf8', 'utf16le'] as const)
            expect(bytes.includes(Buffer.from(form, encoding)), name).toBe(false);
        // Base64 of a text depends on where in it a group of three begins.
        for (const shift of [0, 1, 2]) {
          const piece = Buffer.from(text)
            .subarray(shift, shift + 12)
            .toString('base64');
          expect(bytes.includes(piece), name).toBe(false);
        }
      }
    const found = (piece: Uint8Array, but = '') =>
      disk().some(([name, bytes]) => name !== but && bytes.includes(Buffer.from(piece)));
    /** From end to end: a long value lies on several pages. */
    const pieces = [...sealed, key].flatMap((one) =>
      Array.from({ length: Math.floor(one.length / 1000) + 1 }, (_, at) =>
        one.subarray(at * 1000 + 13, at * 1000 + 29),
      ),
    );
    for (const piece of pieces) expect(found(piece)).toBe(true);

    await store.eraseDraft(person, 'd');
    for (const piece of pieces)
      if (piece.length === 16) expect(found(piece, 'backup.db')).toBe(false);
    expect(statSync(`${file}-wal`).size).toBe(0);
  });

  test('an erased field is gone from the files after the next expiry', async () => {
    const secret = Buffer.from('sealed bytes that are to go');
    await store.addDraft(draftOf('d'), [{ field: 'x', version: 1, sealed: secret }]);
    await store.saveFields('d', [{ field: 'x', expected: 1, sealed: undefined }]);
    await store.expire();
    for (const [name, bytes] of disk()) expect(bytes.includes(secret), name).toBe(false);
  });

  test('a draft can be erased while another program reads; its bytes go at the next expiry', async () => {
    const secret = Buffer.from('sealed bytes that are to go');
    await store.addDraft(draftOf('d'), [{ field: 'x', version: 1, sealed: secret }]);
    const reader = new Database(file);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM fields').get();
    expect(await store.eraseDraft('p', 'd')).toBe(true);
    expect(await store.draft('p', 'd')).toBeUndefined();
    reader.exec('COMMIT');
    await store.expire();
    reader.close();
    for (const [name, bytes] of disk()) expect(bytes.includes(secret), name).toBe(false);
  });

  test('each erased draft is on a list that only its owner reads, whoever erased it', async () => {
    for (const [id, who] of [
      ['by-hand', 'p'],
      ['forgotten', 'q'],
      ['due', 'r'],
      ['kept', 's'],
    ] as const)
      await store.addDraft({ ...draftOf(id, who), keep: { untouched: 30, exported: 7 } }, []);
    await store.eraseDraft('p', 'by-hand');
    await store.eraseDraft('p', 'kept');
    await store.forget('q');
    await store.markExported('due');
    await store.close();
    store = openStore(file, () => Date.UTC(2026, 11, 3, 9));
    await store.expire();
    expect(list()).toBe(
      'by-hand 2026-11-24T09:00:00.000Z\nforgotten 2026-11-24T09:00:00.000Z\ndue 2026-12-03T09:00:00.000Z\n',
    );
    expect(statSync(join(folder, 'erasures.txt')).mode & 0o777).toBe(0o600);
  });

  test('the list is written before the rows go: without it nothing is erased', async () => {
    await store.addDraft(draftOf('d'), []);
    rmSync(join(folder, 'erasures.txt'), { force: true });
    // A folder in its place cannot be appended to.
    mkdirSync(join(folder, 'erasures.txt'));
    await expect(store.eraseDraft('p', 'd')).rejects.toThrow(/could not erase a draft: EISDIR/);
    expect(await store.draft('p', 'd')).toBeDefined();
    rmSync(join(folder, 'erasures.txt'), { recursive: true });
  });

  test('what is on the list is erased on opening, and a line cut short spoils nothing', async () => {
    for (const id of ['a', 'b', 'c']) await store.addDraft(draftOf(id), []);
    await store.close();
    writeFileSync(join(folder, 'erasures.txt'), 'a 2026-11-24T09:00:00.000Z\nb 2026-11-2');
    store = openStore(file);
    expect((await store.drafts('p')).map(({ id }) => id)).toEqual(['c', 'b']);
    await store.eraseDraft('p', 'c');
    expect(list().split('\n').slice(0, 3)).toEqual([
      'a 2026-11-24T09:00:00.000Z',
      'b 2026-11-2',
      expect.stringMatching(/^c \S+Z$/),
    ]);
  });

  test('a store that would not sync every write is not opened', async () => {
    const { pragma } = Database.prototype;
    Database.prototype.pragma = function (this: Database.Database, source, options) {
      return pragma.call(
        this,
        source === 'synchronous = FULL' ? 'synchronous = NORMAL' : source,
        options,
      );
    };
    try {
      expect(() => openStore(file)).toThrow(/would lose writes in a power cut: .* is 1, not 2/);
    } finally {
      Database.prototype.pragma = pragma;
    }
  });
});
