import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root, runProgram } from '../run-program.ts';

const START = 'adapters/signpost.js';
let folder: string;
let child: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signpost-start-'));
});
afterEach(async () => {
  if (child && child.exitCode === null) {
    const ended = new Promise((resolve) => child?.once('close', resolve));
    child.kill('SIGTERM');
    await ended;
  }
  child = undefined;
  rmSync(folder, { recursive: true });
});

/** Starts the program and waits for the address it prints. */
function start(env: Record<string, string> = {}): Promise<{ address: string; out: string }> {
  return new Promise((resolve, reject) => {
    const started = spawn(process.execPath, [join(root, START)], {
      cwd: root,
      env: { ...process.env, PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent', ...env },
    });
    child = started;
    let out = '';
    started.stdout.on('data', (bytes) => {
      out += bytes;
      const address = /ready: (\S+)/.exec(out)?.[1];
      if (address && /confirm these contacts/.test(out)) resolve({ address, out });
    });
    started.once('close', () => reject(new Error(`It ended before it was ready: ${out}`)));
  });
}

describe('npm start', () => {
  test('prints the address of the page and which surfaces are on, and answers there', async () => {
    const { address, out } = await start();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(out).toMatch(/Surfaces: web page on/);
    expect(out).toMatch(/Language model: off/);
    const page = await fetch(`${address}/`);
    expect(page.status).toBe(200);
    expect(await page.text()).toMatch(/Signpost/);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
  });

  test('stops at once when told to', async () => {
    const { address } = await start();
    await fetch(address);
    const ended = new Promise((resolve) => child?.once('close', resolve));
    child?.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});

describe('what cannot work gets one clear sentence and a non-zero exit', () => {
  const sentence = async (env: Record<string, string>) => {
    const { code, err } = await runProgram(START, [], { env: { DATA_DIR: folder, ...env } });
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).not.toMatch(/ at .*\.ts:\d+/);
    return err;
  };

  test('a port in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    expect(await sentence({ PORT: port })).toMatch(
      new RegExp(`port ${port} on 127\\.0\\.0\\.1 is in use\\. .*set PORT`, 'i'),
    );
    other.close();
  });

  test('a setting that is no setting', async () => {
    expect(await sentence({ PORT: 'eighty' })).toMatch(/^PORT=eighty cannot be used: /);
    expect(await sentence({ LOG_LEVEL: 'debug' })).toMatch(/^LOG_LEVEL=debug cannot be used: /);
  });

  test('an address that is not this machine', async () => {
    expect(await sentence({ HOST: '192.0.2.1', PORT: '0' })).toMatch(/192\.0\.2\.1 .*Set HOST/);
  });

  test('a data folder that cannot be written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(await sentence({ DATA_DIR: file })).toMatch(/cannot be opened: .*Set DATA_DIR/);
  });

  test('a broken card, by file and line', async () => {
    const knowledge = join(folder, 'knowledge');
    cpSync(join(root, 'knowledge'), knowledge, { recursive: true });
    writeFileSync(
      join(knowledge, 'england', 'senco', 'broken.md'),
      '---\ntitle: Broken\n---\nText.',
    );
    expect(await sentence({ KNOWLEDGE_DIR: knowledge })).toMatch(
      /england\/senco\/broken\.md:2 .*Run "npm run check:knowledge"/,
    );
  });

  test('a knowledge folder that is not there', async () => {
    expect(await sentence({ KNOWLEDGE_DIR: join(folder, 'none') })).toMatch(/set KNOWLEDGE_DIR/);
  });
});
