import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
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
import { backUp, restore } from '../../src/store/backup.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { root, runProgram } from '../run-program.ts';
import { draftOf } from './drafts-suite.ts';

let folder: string;
let data: string;
let file: string;
let backup: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signpost-backup-'));
  data = join(folder, 'data');
  file = join(data, 'signpost.db');
  backup = join(folder, 'backup.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Opens the store, does something and closes it again. */
async function withStore<T>(work: (store: ReturnType<typeof openStore>) => Promise<T>, at = file) {
  const store = openStore(at);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const addDrafts = (...ids: string[]) =>
  withStore(async (store) => {
    await store.addForm('form-1', 'first');
    for (const id of ids) await store.addDraft(draftOf(id), []);
  });
const drafts = (at = file) =>
  withStore(async (store) => (await store.drafts('p')).map(({ id }) => id).sort(), at);
const erase = (...ids: string[]) =>
  withStore(async (store) => {
    for (const id of ids) expect(await store.eraseDraft('p', id)).toBe(true);
  });

/** A program that has the store open and writes to it, until it is told to stop. */
async function startWriter() {
  const writer = join(import.meta.dirname, 'crash-writer.ts');
  const child = spawn(process.execPath, [writer, data, `w${Date.now()}`]);
  let said = 0;
  await new Promise<void>((resolve) =>
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString().split('\n').length - 1;
      resolve();
    }),
  );
  const ended = new Promise((resolve) => child.once('close', resolve));
  return {
    said: () => said,
    stop: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

describe('a backup', () => {
  test('holds everything, is for its owner alone and leaves nothing else behind', async () => {
    await addDrafts('a', 'b');
    expect(backUp(file, backup)).toEqual({ drafts: 2, keys: ['k1'] });
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['backup.db', 'data']);
    expect(await drafts(backup)).toEqual(['a', 'b']);
  });

  test('replaces no file', async () => {
    await addDrafts('a');
    writeFileSync(backup, 'mine');
    expect(() => backUp(file, backup)).toThrow(/backup\.db is there already/);
    expect(readFileSync(backup, 'utf8')).toBe('mine');
    expect(readdirSync(folder).sort()).toEqual(['backup.db', 'data']);
  });

  test('says what is wrong when there is no store, or no place for it', async () => {
    expect(() => backUp(file, backup)).toThrow(/no store .*Set DATA_DIR/);
    await addDrafts('a');
    expect(() => backUp(file, join(folder, 'none', 'x'))).toThrow(/could not back up .*: ENOENT/);
  });

  test('is whole while another program writes, and the writer goes on', async () => {
    await addDrafts('a');
    const writer = await startWriter();
    try {
      for (let at = 0; at < 10; at++) {
        const before = writer.said();
        const copy = `${backup}-${at}`;
        expect(backUp(file, copy).drafts).toBe(2);
        const db = new Database(copy, { readonly: true });
        // One moment: the writer counts in one field what it adds as others.
        const [count, added] = db
          .prepare("SELECT total(version * (field = 'count')), total(field <> 'count') FROM fields")
          .raw()
          .get() as [number, number];
        db.close();
        expect(count).toBe(added);
        expect(count).toBeGreaterThanOrEqual(before - 1);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const before = writer.said();
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(writer.said()).toBeGreaterThan(before);
    } finally {
      await writer.stop();
    }
  });
});

describe('a restore', () => {
  const now = () => Date.UTC(2026, 10, 24, 9);

  test('brings back what was there, and keeps what is there now under its date', async () => {
    await addDrafts('a');
    backUp(file, backup);
    await addDrafts('b');
    // As it may come back from another disk.
    chmodSync(backup, 0o644);
    const aside = `${file}.2026-11-24T09-00-00.000Z`;
    expect(restore(backup, file, now)).toEqual({ drafts: 1, keys: ['k1'], erased: 0, aside });
    expect(await drafts()).toEqual(['a']);
    expect(await drafts(aside)).toEqual(['a', 'b']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(backup)).toBe(true);
    expect(readdirSync(data).filter((name) => /restoring|wal|shm/.test(name))).toEqual([]);
  });

  test('does not bring back what was erased since', async () => {
    await addDrafts('a', 'b', 'c');
    backUp(file, backup);
    await erase('a', 'b');
    expect(restore(backup, file, now)).toMatchObject({ drafts: 1, erased: 2 });
    expect(await drafts()).toEqual(['c']);
  });

  test('onto a new machine replays the list that came with the backup', async () => {
    await addDrafts('a', 'b');
    backUp(file, backup);
    await erase('a');
    const later = join(folder, 'later.db');
    backUp(file, later);
    rmSync(data, { recursive: true });
    expect(restore(later, file, now)).toEqual({ drafts: 1, keys: ['k1'], erased: 0 });
    expect(readFileSync(join(data, 'erasures.txt'), 'utf8')).toMatch(/^a \S+Z\n$/);
    // An older backup, put in place after the newer one, still does not bring it back.
    expect(restore(backup, file, now)).toMatchObject({ drafts: 1, erased: 1 });
    expect(await drafts()).toEqual(['b']);
    expect(readFileSync(join(data, 'erasures.txt'), 'utf8')).toMatch(/^a \S+Z\n$/);
  });

  test('takes what an older version kept, and refuses what a newer one did', async () => {
    await addDrafts('a');
    backUp(file, backup);
    const db = new Database(backup);
    db.pragma('user_version = 999');
    expect(() => restore(backup, file, now)).toThrow(/made by a newer version \(999/);
    const first = ['deliveries', 'people', 'turns', 'answers', 'unanswered'];
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    for (const name of (tables as string[]).toReversed())
      if (!first.includes(name)) db.exec(`DROP TABLE ${name}`);
    db.pragma('user_version = 1');
    db.close();
    expect(await drafts()).toEqual(['a']);
    expect(restore(backup, file, now)).toMatchObject({ drafts: 0, erased: 0 });
    expect(await drafts()).toEqual([]);
  });

  test.each([
    ['that is no database', () => writeFileSync(backup, 'a shopping list '.repeat(99)), /damaged/],
    [
      'of something else',
      () => new Database(backup).exec('CREATE TABLE x (y)').close(),
      /no Signpost/,
    ],
    ['with a hole in it', () => spoil(backup), /damaged/],
    ['that is not there', () => rmSync(backup, { force: true }), /There is no backup/],
  ])('refuses a file %s, and changes nothing', async (_what, make, says) => {
    await addDrafts(...Array.from({ length: 50 }, (_, at) => `draft-${at}`));
    if (says.test('damaged')) backUp(file, backup);
    make();
    const before = await drafts();
    expect(() => restore(backup, file, now)).toThrow(says);
    expect(await drafts()).toEqual(before);
    expect(readdirSync(data).filter((name) => /restoring|2026/.test(name))).toEqual([]);
  });

  test('refuses while another program has the store open, and changes nothing', async () => {
    await addDrafts('a');
    backUp(file, backup);
    await addDrafts('b');
    const store = openStore(file);
    expect(() => restore(backup, file, now)).toThrow(/is in use .*Stop Signpost/);
    await store.close();
    const writer = await startWriter();
    expect(() => restore(backup, file, now)).toThrow(/is in use .*Stop Signpost/);
    await writer.stop();
    expect(await drafts()).toEqual(['a', 'b']);
    expect(restore(backup, file, now)).toMatchObject({ drafts: 1 });
  });

  test('replaces a store that is too damaged to open, and its log with it', async () => {
    await addDrafts('a');
    backUp(file, backup);
    for (const ending of ['', '-wal', '-shm']) writeFileSync(file + ending, 'rubbish '.repeat(999));
    const { aside = '' } = restore(backup, file, now);
    expect(await drafts()).toEqual(['a']);
    for (const ending of ['', '-wal'])
      expect(readFileSync(aside + ending, 'latin1')).toContain('rubbish');
  });

  test('killed before any of its steps leaves the old store or the new one', async () => {
    await addDrafts('old');
    backUp(file, backup);
    await addDrafts('new');
    const program = (step: number) => `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      let left = ${step};
      for (const name of ['mkdirSync', 'copyFileSync', 'chmodSync', 'openSync', 'fsyncSync', 'linkSync', 'renameSync', 'rmSync']) {
        const real = fs[name];
        fs[name] = (...given) => left-- > 0 ? real(...given) : process.kill(process.pid, 'SIGKILL');
      }
      syncBuiltinESMExports();
      const { restore } = await import('./src/store/backup.ts');
      restore(${JSON.stringify(backup)}, ${JSON.stringify(file)});
    `;
    const found = { old: 0, new: 0 };
    for (let step = 0, ended = false; !ended; step++) {
      const args = ['--input-type=module', '-e', program(step)];
      const { status, signal, stderr } = spawnSync(process.execPath, args, { cwd: root });
      ended = status === 0;
      expect(ended || signal === 'SIGKILL', String(stderr)).toBe(true);
      const left = (await drafts()).join();
      expect(['old', 'new,old'], `step ${step}`).toContain(left);
      found[left === 'old' ? 'new' : 'old']++;
      if (left === 'old') await addDrafts('new');
    }
    console.log('Restores killed at each step, by the store they left:', found);
    expect(found.old).toBeGreaterThan(8);
    expect(found.new).toBeGreaterThan(2);
  }, 300_000);
});

describe('the programs', () => {
  const run = (name: string, ...args: string[]) =>
    runProgram(`adapters/console/${name}.ts`, args, { env: { DATA_DIR: data } });

  test('say what they did, and where the key is without which it is useless', async () => {
    await addDrafts('a', 'b');
    const made = await run('backup', backup);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toMatch(/Backed up to .*backup\.db and verified\. Drafts in it: 2\./);
    expect(made.out).toContain('useless without the master key k1, which is not in it');
    expect(made.out).toContain(join(data, 'master.key'));
    await erase('a');
    const done = await run('restore', backup);
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toMatch(/Drafts in it: 1; erasures replayed: 1\. .* is kept as /);
    expect(done.out).toContain('only with the master key k1');
  });

  test('say how they are called, and end with a failure', async () => {
    for (const name of ['backup', 'restore']) {
      const { code, err } = await run(name);
      expect(code).toBe(1);
      expect(err).toContain(`npm run ${name} -- FILE`);
    }
  });
});

/** Overwrites the middle of a file. */
function spoil(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0xab, bytes.length / 2, bytes.length / 2 + 6000);
  writeFileSync(path, bytes);
}
