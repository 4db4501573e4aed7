/** `npm start` with Slack: off, half set up, refused, out of reach, and on either way. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root, runProgram } from '../run-program.ts';
import { type Person, type SlackStandIn, startSlack, workspace } from './standin/slack.ts';

const START = 'adapters/signpost.js';
const QUESTION = 'What is the Local Offer for?';
const ANSWER = /The Local Offer should do two jobs/;

let folder: string;
let standIn: SlackStandIn;
let anna: Person;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signpost-slack-'));
  standIn = await startSlack({ workspaces: [workspace('T0ONE')] });
  anna = standIn.user('T0ONE', 'U0ANNAONE');
});
afterEach(async () => {
  if (child) await stop(child);
  child = undefined;
  await standIn.close();
  rmSync(folder, { recursive: true });
});

/** A program that was started. */
interface Started {
  address: string;
  out(): string;
  /** What the log says. */
  err(): string;
}

/** Starts the program and waits until it says that it is ready. */
function start(env: Record<string, string>): Promise<Started> {
  return new Promise((resolve, reject) => {
    const started = spawn(process.execPath, [join(root, START)], {
      cwd: root,
      env: { ...process.env, PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'error', ...env },
    });
    child = started;
    let [out, err] = ['', ''];
    started.stderr.on('data', (bytes) => {
      err += bytes;
    });
    started.stdout.on('data', (bytes) => {
      out += bytes;
      const address = /ready: (\S+)/.exec(out)?.[1];
      if (address && /Language model/.test(out))
        resolve({ address, out: () => out, err: () => err });
    });
    started.once('close', () => reject(new Error(`It ended before it was ready: ${out}${err}`)));
  });
}

/** Tells it to stop. @returns its exit code */
function stop(started: ChildProcess): Promise<number | null> {
  if (started.exitCode !== null || started.signalCode !== null)
    return Promise.resolve(started.exitCode);
  const ended = new Promise<number | null>((resolve) => started.once('close', resolve));
  started.kill('SIGTERM');
  return ended;
}

const http = (more: Record<string, string> = {}) => ({
  SLACK_API_URL: standIn.apiUrl,
  SLACK_SIGNING_SECRET: standIn.app.signingSecret,
  SLACK_BOT_TOKEN: standIn.bot().token,
  ...more,
});
const socket = (more: Record<string, string> = {}) => ({
  SLACK_API_URL: standIn.apiUrl,
  SLACK_APP_TOKEN: standIn.app.token,
  SLACK_BOT_TOKEN: standIn.bot().token,
  ...more,
});

const answered = () =>
  standIn.message(anna.im, ({ text }) => ANSWER.test(text), { timeoutMs: 20_000 });

describe('Slack is off', () => {
  test('without any setting of it, and the page works', async () => {
    const { address, out, err } = await start({});
    expect(out()).toMatch(/^Slack: off\. To turn it on, see "Connect Slack" in the README\.$/m);
    expect((await fetch(address)).status).toBe(200);
    expect((await fetch(`${address}/slack/events`, { method: 'POST' })).status).toBe(404);
    expect(err()).toBe('');
  });
});

describe('Slack is half set up: one clear sentence, and it ends', () => {
  const TOKEN = 'xoxb-1-very-secret-value';
  const SECRET = 'very-secret-value';

  test.each<[string, Record<string, string>, RegExp]>([
    ['a token alone', { SLACK_BOT_TOKEN: TOKEN }, /SLACK_SIGNING_SECRET is missing.*Basic Info/],
    [
      'one workspace and several',
      { SLACK_BOT_TOKEN: TOKEN, SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: SECRET },
      /SLACK_BOT_TOKEN is for one workspace.*Leave one or the other out/,
    ],
    [
      'the wrong kind of token',
      { SLACK_BOT_TOKEN: 'xoxp-very-secret-value', SLACK_SIGNING_SECRET: SECRET },
      /SLACK_BOT_TOKEN is set, but not to a real value.*begins with xoxb-/,
    ],
  ])('%s', async (_name, env, says) => {
    const { code, out, err } = await runProgram(START, [], { env: { DATA_DIR: folder, ...env } });
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toMatch(says);
    expect(err).toMatch(/api\.slack\.com\/apps|Leave one/);
    expect(out + err).not.toMatch(/very-secret-value/);
  });
});

describe('Slack does not know a token: one clear sentence, and it ends', () => {
  test.each([
    ['SLACK_BOT_TOKEN', 'xoxb-very-secret-value'],
    ['SLACK_APP_TOKEN', 'xapp-very-secret-value'],
  ])('%s', async (name, value) => {
    const env = { ...socket(), [name]: value, DATA_DIR: folder, PORT: '0' };
    const { code, out, err } = await runProgram(START, [], { env });
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toMatch(
      new RegExp(
        `^Slack does not take ${name} \\(invalid_auth\\)\\. Copy it again from api\\.slack`,
      ),
    );
    expect(out + err).not.toMatch(/very-secret-value/);
  });
});

describe('Slack is on', () => {
  test('over HTTP: the first question is answered, and a forged one is not', async () => {
    const { address, out, err } = await start(http());
    expect(out()).toMatch(/^Slack: on, at \/slack\/events, in one workspace\.$/m);
    standIn.deliverTo(`${address}/slack/events`);
    const forged = await anna.say(anna.im, 'Who must appoint the SENCO?', { secret: 'another' });
    expect(forged.status).toBe(401);
    expect((await anna.say(anna.im, QUESTION)).status).toBe(200);
    await answered();
    expect(standIn.calls('chat.postMessage')).toHaveLength(1);
    expect((await fetch(address)).status).toBe(200);
    expect(err()).toBe('');
  });

  test('by Socket Mode: the first question is answered, and it stops when told', async () => {
    const { out, err } = await start(socket());
    expect(out()).toMatch(/^Slack: on, by Socket Mode, in one workspace\.$/m);
    expect(standIn.sockets.open()).toBe(true);
    expect((await anna.say(anna.im, QUESTION)).status).toBe(200);
    await answered();
    expect(standIn.calls('chat.postMessage')).toHaveLength(1);
    expect(err()).toBe('');
    expect(child && (await stop(child))).toBe(0);
  });

  test('over HTTP for several workspaces, installed at /slack/install', async () => {
    const { SLACK_BOT_TOKEN: _none, ...rest } = http();
    const { address, out } = await start({
      ...rest,
      SLACK_CLIENT_ID: standIn.app.clientId,
      SLACK_CLIENT_SECRET: standIn.app.clientSecret,
    });
    expect(out()).toMatch(/^Slack: on, at \/slack\/events, installed at \/slack\/install\.$/m);
    const install = await fetch(`${address}/slack/install`, { redirect: 'manual' });
    expect(install.status).toBe(302);
    expect(install.headers.get('location')).toContain(standIn.authorizeUrl);
  });
});

describe('Slack cannot be reached', () => {
  /** The way to the stand-in: nothing listens there until it is opened. */
  async function road(): Promise<{ url: string; open(): Promise<void>; close(): void }> {
    const to = new URL(standIn.apiUrl);
    const server: Server = createServer((from) => {
      const through = connect(Number(to.port), to.hostname);
      from.pipe(through).pipe(from);
      for (const end of [from, through])
        end.on('error', () => [from, through].map((x) => x.destroy()));
    });
    const listen = (port: number) =>
      new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    await listen(0);
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return {
      url: `http://127.0.0.1:${port}/api/`,
      open: () => listen(port),
      close: () => void server.close(),
    };
  }

  test.each([
    ['over HTTP', http],
    ['by Socket Mode', socket],
  ] as const)(
    '%s: it starts, says so, the page works, and it answers once Slack is back',
    async (_how, settings) => {
      const way = await road();
      const { address, err, out } = await start(settings({ SLACK_API_URL: way.url }));
      expect(out()).toMatch(/^Slack: on/m);
      expect((await fetch(address)).status).toBe(200);
      expect(err()).toMatch(/"error":"Slack cannot be reached now\./);
      expect(err()).not.toMatch(/xoxb-|xapp-|local-signing-secret/);

      await way.open();
      if (settings === http) standIn.deliverTo(`${address}/slack/events`);
      else await standIn.waitFor(() => standIn.sockets.open(), 20_000);
      expect((await anna.say(anna.im, QUESTION)).status).toBe(200);
      await answered();
      way.close();
    },
  );

  test('by Socket Mode: it stops at once when told, though it still tries', async () => {
    const way = await road();
    const { address } = await start(socket({ SLACK_API_URL: way.url }));
    await fetch(address);
    const started = performance.now();
    expect(child && (await stop(child))).toBe(0);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
