import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Every way of making a store; a second one joins by adding a line. */
const makers = [
  ['SQLite', (folder: string, now: () => number) => openStore(join(folder, 'signpost.db'), now)],
] as const;

describe.each(makers)('the store on %s', (_name, open) => {
  let folder: string;
  let time: number;
  let store: Store;
  const turn = (asked: string) => ({ person: 'p', place: 'd', turn: { asked, cards: ['a'] } });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signpost-store-'));
    time = Date.UTC(2026, 10, 24, 9);
    store = open(folder, () => time);
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  test('a delivery is new once', async () => {
    expect(await store.firstTime('x')).toBe(true);
    expect(await store.firstTime('x')).toBe(false);
    expect(await store.firstTime('y')).toBe(true);
  });

  test('a delivery is forgotten after seven days', async () => {
    await store.firstTime('x');
    time += 7 * DAY + 1;
    await store.expire();
    expect(await store.firstTime('x')).toBe(true);
  });

  test('a role is remembered and can be changed', async () => {
    expect(await store.role('p')).toBeUndefined();
    await store.keep({ person: 'p', place: 'd', role: 'senco' });
    await store.keep({ person: 'p', place: 'd', role: 'governors' });
    expect(await store.role('p')).toBe('governors');
    expect(await store.role('q')).toBeUndefined();
  });

  test('turns come back oldest first, the last five of one conversation only', async () => {
    for (const asked of ['1', '2', '3', '4', '5', '6']) await store.keep(turn(asked));
    await store.keep({ ...turn('elsewhere'), place: 'other' });
    await store.keep({ ...turn('somebody else'), person: 'q' });
    const asked = (await store.turns('p', 'd')).map((one) => one.asked);
    expect(asked).toEqual(['2', '3', '4', '5', '6']);
  });

  test('turns are not used after two hours, and then erased', async () => {
    await store.keep(turn('canary question'));
    time += 2 * HOUR + 1;
    expect(await store.turns('p', 'd')).toEqual([]);
    await store.expire();
    await store.close();
    const bytes = readFileSync(join(folder, 'signpost.db'), 'latin1');
    expect(bytes).not.toContain('canary question');
    store = open(folder, () => time);
  });

  test('an answer can be rated, and the rating changed; an unknown one cannot', async () => {
    const answer = { id: 'a1', outcome: 'answered', cards: ['one', 'two'] };
    await store.keep({ person: 'p', place: 'd', answer });
    expect(await store.rate('a1', false, 'too long')).toBe(true);
    expect(await store.rate('a1', true, '')).toBe(true);
    expect(await store.rate('nope', true, '')).toBe(false);
    expect(await store.ratings()).toEqual([{ ...answer, helpful: true, comment: '' }]);
  });

  test('unanswered questions are counted, most asked first', async () => {
    for (const unanswered of ['b', 'a', 'a'])
      await store.keep({ person: 'p', place: 'd', unanswered });
    expect((await store.unanswered()).map(({ question, times }) => [question, times])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
  });

  test('forgetting a person leaves nothing of theirs and all of others', async () => {
    for (const person of ['p', 'q'])
      await store.keep({
        ...turn(`asked by ${person}`),
        person,
        role: 'senco',
        answer: { id: person, outcome: 'answered', cards: [] },
      });
    await store.forget('p');
    expect(await store.role('p')).toBeUndefined();
    expect(await store.turns('p', 'd')).toEqual([]);
    expect(await store.rate('p', true, '')).toBe(false);
    expect(await store.role('q')).toBe('senco');
  });

  test('what was kept is there after closing and opening again', async () => {
    await store.keep({ ...turn('kept'), role: 'teacher' });
    await store.close();
    store = open(folder, () => time);
    expect(await store.role('p')).toBe('teacher');
    expect((await store.turns('p', 'd')).map(({ asked }) => asked)).toEqual(['kept']);
  });
});

describe('a SQLite store that cannot be opened', () => {
  test('names the file and the mend', () => {
    expect(() => openStore(join(import.meta.filename, 'signpost.db'))).toThrow(
      /The store .*store\.test\.ts.signpost\.db cannot be opened: .*Set DATA_DIR/,
    );
  });

  test('refuses a file that a newer version wrote, and leaves it as it was', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'signpost-store-'));
    const file = join(folder, 'signpost.db');
    await openStore(file).close();
    const db = new Database(file);
    db.pragma('user_version = 999');
    db.close();
    expect(() => openStore(file)).toThrow(/written by a newer version \(999/);
    rmSync(folder, { recursive: true });
  });

  test('says so when the file is no database', () => {
    const folder = mkdtempSync(join(tmpdir(), 'signpost-store-'));
    const file = join(folder, 'signpost.db');
    writeFileSync(
      file,
      'this is a shopping list, not a database, and long enough to be read as one',
    );
    expect(() => openStore(file)).toThrow(/SQLITE_NOTADB/);
    rmSync(folder, { recursive: true });
  });
});
