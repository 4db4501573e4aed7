/** What is left when the program, or the power, goes at a random moment. */

import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openKeyring, ownerOf } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { seeded } from './seeded.ts';

const person = 'slack:T1:U2';
const writer = join(import.meta.dirname, 'crash-writer.ts');
const random = seeded(20_261_124);
/** For a machine that is busy with other tests; by itself all of this takes half a minute. */
const LONG = 300_000;
const temporary = (what: string) => mkdtempSync(join(tmpdir(), `signpost-${what}-`));

/** Compiled code, so that a writer starts in half the time. */
const compiled = temporary('compiled');
afterAll(() => rmSync(compiled, { recursive: true }));
const load = "await import('./src/safety/seal.ts'); await import('./src/store/sqlite.ts');";
execFileSync(process.execPath, ['--input-type=module', '-e', load], {
  cwd: join(import.meta.dirname, '..', '..'),
  env: { ...process.env, NODE_COMPILE_CACHE: compiled },
});

/** One killed writer, and what was found of its draft afterwards. */
interface Run {
  folder: string;
  draft: string;
  /** Steps acknowledged: the draft, then each write. */
  acknowledged: number;
  /** Acknowledged steps that are not there. */
  missing: number;
  /** Things that are there by half, twice, or that nobody wrote. */
  wrong: number;
}

/**
 * Starts a writer and kills it while it writes or, for one in five, while it is still starting.
 *
 * @returns how many steps it had acknowledged
 */
function writeUntilKilled(
  folder: string,
  draft: string,
  { env = {}, careless = false }: { env?: Record<string, string>; careless?: boolean } = {},
): Promise<number> {
  const args = [writer, folder, draft, ...(careless ? ['careless'] : [])];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_COMPILE_CACHE: compiled, ...env },
  });
  const kill = () => child.kill('SIGKILL');
  const early = random(5) === 0;
  if (early) setTimeout(kill, random(150));
  // Counted in acknowledgements rather than in time, so that a busy machine tests as much.
  const steps = 1 + random(50);
  const delay = random(4);
  let said = '';
  child.stdout.on('data', (text) => {
    const before = said.split('\n').length - 1;
    said += text;
    const now = said.split('\n').length - 1;
    if (!early && before < steps && now >= steps) setTimeout(kill, delay);
  });
  let err = '';
  child.stderr.on('data', (text) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(said.split('\n').length - 1);
      else reject(new Error(`The writer ended by itself: ${err}`));
    });
  });
}

/** Opens what is left and compares a draft with what its writer had said. */
async function look(folder: string, draft: string, acknowledged: number): Promise<Run> {
  const store = openStore(join(folder, 'signpost.db'));
  try {
    const kept = await store.draft(person, draft);
    const fields = await store.fields(draft);
    const owner = ownerOf(person, draft);
    const data = kept && openKeyring(join(folder, 'master.key')).open(kept.key, kept.keyId, owner);
    const texts = fields.map(({ field, version, sealed }) => {
      const text = data?.open(sealed as Uint8Array, { person, draft, field, version });
      return `${field} ${version} ${text}`;
    });
    const writes = fields.find(({ field }) => field === 'count')?.version ?? 0;
    const right = new Set([
      ...(writes > 0 ? [`count ${writes} ${writes}`] : []),
      ...Array.from({ length: writes }, (_, at) => `f${at + 1} 1 text ${at + 1}`),
    ]);
    const there = kept ? 1 + writes : 0;
    const back = acknowledged > 0 && (await store.draft(person, `${draft}-erased`)) ? 1 : 0;
    return {
      folder,
      draft,
      acknowledged,
      missing: Math.max(0, acknowledged - there),
      wrong:
        // One step may be there that was just being acknowledged.
        Math.max(0, there - acknowledged - 1) +
        texts.filter((text) => !right.delete(text)).length +
        right.size +
        back,
    };
  } finally {
    await store.close();
  }
}

/** Two at a time, because starting a writer is what takes the time. */
async function inLanes(times: number, run: (at: number, lane: number) => Promise<Run>) {
  const runs: Run[] = [];
  let next = 0;
  const lane = async (which: number) => {
    while (next < times) runs.push(await run(next++, which));
  };
  await Promise.all([lane(0), lane(1)]);
  return runs;
}

function total(runs: readonly Run[]) {
  const sum = (what: 'acknowledged' | 'missing' | 'wrong') =>
    runs.reduce((all, run) => all + run[what], 0);
  return {
    runs: runs.length,
    acknowledged: sum('acknowledged'),
    missing: sum('missing'),
    wrong: sum('wrong'),
  };
}

describe('a killed program', () => {
  test(
    'loses no acknowledged write and keeps none by half or twice, 100 times',
    async () => {
      const folders = [temporary('kill'), temporary('kill')];
      const runs = await inLanes(100, async (at, lane) => {
        const folder = folders[lane] as string;
        return look(folder, `d${at}`, await writeUntilKilled(folder, `d${at}`));
      });
      // Once more at the end: no later crash took anything of an earlier run.
      const later: Run[] = [];
      for (const { folder, draft, acknowledged } of runs)
        later.push(await look(folder, draft, acknowledged));
      for (const folder of folders) rmSync(folder, { recursive: true });
      const found = total(runs);
      console.log('Killed:', found);
      expect(found).toMatchObject({ runs: 100, missing: 0, wrong: 0 });
      expect(total(later)).toEqual(found);
      expect(found.acknowledged).toBeGreaterThan(1000);
      expect(runs.some(({ acknowledged }) => acknowledged === 0)).toBe(true);
    },
    LONG,
  );
});

const shim = buildShim();
afterAll(() => rmSync(dirname(shim.library), { recursive: true }));
const skipped = shim.missing === undefined ? '' : ` (skipped: ${shim.missing})`;

describe.skipIf(skipped !== '')(`a power cut${skipped}`, () => {
  /** Kills a writer and looks at a copy that holds what had been synced, and nothing else. */
  const cutPower = (times: number, careless: boolean) =>
    inLanes(times, async () => {
      const folder = temporary('cut');
      const survived = temporary('cut');
      openKeyring(join(folder, 'master.key'));
      copyFileSync(join(folder, 'master.key'), join(survived, 'master.key'));
      const env = { LD_PRELOAD: shim.library, POWER_CUT_FROM: folder, POWER_CUT_TO: survived };
      const run = await look(survived, 'd', await writeUntilKilled(folder, 'd', { env, careless }));
      for (const done of [folder, survived]) rmSync(done, { recursive: true });
      return run;
    });

  test(
    'loses no acknowledged write, 40 times',
    async () => {
      const found = total(await cutPower(40, false));
      console.log('Power cut:', found);
      expect(found).toMatchObject({ runs: 40, missing: 0, wrong: 0 });
      expect(found.acknowledged).toBeGreaterThan(300);
    },
    LONG,
  );

  test(
    'would lose some if the store synced less, so the cut is a real one',
    async () => {
      const found = total(await cutPower(10, true));
      console.log('Power cut with synchronous=NORMAL:', found);
      expect(found.missing).toBeGreaterThan(0);
    },
    LONG,
  );
});

/** @returns the compiled shim, or what is missing for it */
function buildShim(): { library: string; missing?: string } {
  const library = join(temporary('shim'), 'power-cut.so');
  if (process.platform !== 'linux') return { library, missing: 'LD_PRELOAD is of Linux' };
  const source = join(import.meta.dirname, 'power-cut.c');
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { library, missing: 'no C compiler "cc" on this machine' };
  }
  return { library };
}
