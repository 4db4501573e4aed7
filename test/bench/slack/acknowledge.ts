/** How soon deliveries are acknowledged while somebody has a whole application exported again and again. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBot } from '../../../adapters/open.ts';
import { readQuestions } from '../../eval/questions.ts';
import { fill, talk, wholeApplication } from '../../guide/drive.ts';
import { type Came, genuine, JSON_TYPE, send } from '../../slack/reliability/requests.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const SECRET = 'bench-signing-secret';
/** Requests a second: a busy council. */
const RATE = 20;
const CHANNELS = 50;

/** What became of the deliveries. */
export interface Acknowledgements {
  sent: number;
  acknowledged: number;
  answered: number;
  /** Exports whose files all reached Slack meanwhile. */
  exports: number;
  /** Milliseconds until a delivery was acknowledged. */
  p50: number;
  p99: number;
  max: number;
}

/**
 * Sends mentions at a steady rate, whether the ones before are acknowledged or not.
 *
 * @param seconds for how long
 * @throws Error when the program does not start, or leaves something unanswered for half a minute
 */
export async function acknowledge(seconds: number): Promise<Acknowledgements> {
  const slack = await stub();
  const data = mkdtempSync(join(tmpdir(), 'signpost-bench-'));
  await draftWhole(data);
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const url = `http://127.0.0.1:${port}/slack/events`;
  const child = spawn(process.execPath, ['adapters/signpost.js'], {
    cwd: ROOT,
    stdio: 'ignore',
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: data,
      LOG_LEVEL: 'silent',
      SLACK_BOT_TOKEN: 'xoxb-bench-1',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: slack.apiUrl,
    },
  });
  try {
    await until(async () => (await send(url, { headers: [] })).status === 401);
    const deliver = deliveries(url);
    // What is made ready with the first of each kind is no part of what is measured.
    await deliver.mention();
    await deliver.exporting();
    await until(() => slack.exports() === 1 && slack.answers() === 1);

    let isOver = false;
    const exporting = (async () => {
      while (!isOver) {
        const before = slack.exports();
        await deliver.exporting();
        await until(() => slack.exports() > before);
      }
    })();
    const sent: Promise<Came>[] = [];
    const started = performance.now();
    while (sent.length < seconds * RATE) {
      sent.push(deliver.mention());
      const due = started + (sent.length * 1_000) / RATE;
      await later(Math.max(0, due - performance.now()));
    }
    const came = await Promise.all(sent);
    isOver = true;
    await exporting;
    await until(() => slack.answers() >= sent.length + 1);
    const waits = came.map(({ ms }) => ms).sort((one, two) => one - two);
    const at = (share: number) => waits[Math.ceil(waits.length * share) - 1] ?? 0;
    return {
      sent: sent.length,
      acknowledged: came.filter(({ status }) => status === 200).length,
      answered: slack.answers() - 1,
      exports: slack.exports() - 1,
      p50: at(0.5),
      p99: at(0.99),
      max: at(1),
    };
  } finally {
    await end(child);
    slack.close();
    rmSync(data, { recursive: true, force: true });
  }
}

/** A Slack that says yes, and counts the answers in channels and the exports. */
async function stub() {
  const answered = new Set<string>();
  let exports = 0;
  let origin = '';
  const server = createServer(async (incoming, response) => {
    const body = await textOf(incoming);
    const method = incoming.url?.split('/').at(-1) ?? '';
    const args = new URLSearchParams(body);
    const thread = args.get('thread_ts');
    // In the thread, or to the person alone; an answer may take several messages.
    if (thread && /^chat\.post/.test(method)) answered.add(thread);
    if (method === 'files.completeUploadExternal' && /\.json/.test(args.get('files') ?? ''))
      exports += 1;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        ok: true,
        ts: '1.1',
        channel: args.get('channel'),
        messages: [],
        upload_url: `${origin}/upload`,
        file_id: 'F1',
        files: [{ id: 'F1' }],
      }),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${origin}/api/`,
    answers: () => answered.size,
    exports: () => exports,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** Fills in a whole application for the person who will export it. */
async function draftWhole(data: string): Promise<void> {
  const { bot, store } = openBot({ ...process.env, DATA_DIR: data, LOG_LEVEL: 'silent' });
  const person = talk(bot, 'slack:T1:UEXPORTS', 'slack:T1:UEXPORTS:dm');
  await person.say('start an application');
  await fill(person, await person.say('bench-1'), wholeApplication(), 'forms');
  await store.close();
}

/** Makes deliveries, each another. */
function deliveries(url: string) {
  const questions = readQuestions().map(({ turns }) => turns[0] ?? '');
  let count = 0;
  const deliver = (event: Record<string, unknown>): Promise<Came> => {
    count += 1;
    const text = JSON.stringify({
      type: 'event_callback',
      team_id: 'T1',
      event_id: `Ev${count}`,
      authorizations: [{ team_id: 'T1', user_id: 'UBOT' }],
      event: { ts: `17000000${count}.000100`, ...event },
    });
    return send(url, genuine(SECRET, { type: JSON_TYPE, text }));
  };
  return {
    mention: () =>
      deliver({
        type: 'app_mention',
        channel: `C${count % CHANNELS}`,
        user: `U${count % CHANNELS}`,
        text: `<@UBOT> ${questions[count % questions.length]}`,
      }),
    exporting: () =>
      deliver({
        type: 'message',
        channel_type: 'im',
        channel: 'DEXPORTS',
        user: 'UEXPORTS',
        text: 'export',
      }),
  };
}

async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 3_000; tries += 1) {
    if (await isDone()) return;
    await later(10);
  }
  throw new Error('The program left something unanswered for thirty seconds.');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
