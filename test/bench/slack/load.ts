/** Signed mentions at full speed against a server, with a stub for Slack that counts the replies. */

import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const SECRET = 'bench-signing-secret';

/** Requests under way at once, as many channels, and how often each server is measured. */
const CONNECTIONS = 10;
const CHANNELS = 200;
const SECONDS = { warm: 3, measured: 6 };

/** A server under load. */
export interface Served {
  /** Replies posted to Slack a second. */
  perSecond: number;
  /** Milliseconds until a mention was acknowledged. */
  p99: number;
}

/**
 * Measures a server. Load, stub and server share this machine, so only ratios of one run mean much.
 *
 * @param program path of the server's program, from the root
 * @param questions asked in turn
 * @throws Error when the server does not start, refuses a mention or leaves one without a reply
 */
export async function serve(program: string, questions: readonly string[]): Promise<Served> {
  let replies = 0;
  const stub = createServer((incoming, response) => {
    incoming.resume();
    incoming.on('end', () => {
      if (incoming.url === '/api/chat.postMessage') replies += 1;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, ts: `1.${replies}`, channel: 'C1' }));
    });
  });
  await new Promise<void>((listening) => stub.listen(0, '127.0.0.1', listening));
  const api = `http://127.0.0.1:${(stub.address() as AddressInfo).port}/api/`;
  const data = mkdtempSync(join(tmpdir(), 'signpost-bench-'));
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const child = spawn(process.execPath, [program], {
    cwd: ROOT,
    stdio: 'ignore',
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: data,
      LOG_LEVEL: 'silent',
      SLACK_BOT_TOKEN: 'xoxb-bench-1',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: api,
    },
  });
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  try {
    await listening(port);
    const send = mentions(port, agent, questions);
    await load(send, SECONDS.warm);
    await until(() => replies >= send.sent());
    const [before, started] = [replies, performance.now()];
    const waits = await load(send, SECONDS.measured);
    await until(() => replies >= send.sent());
    const perSecond = ((replies - before) / (performance.now() - started)) * 1_000;
    waits.sort((one, two) => one - two);
    return { perSecond, p99: waits[Math.floor(waits.length * 0.99)] ?? 0 };
  } finally {
    agent.destroy();
    await end(child);
    stub.close();
    rmSync(data, { recursive: true, force: true });
  }
}

type Send = (() => Promise<number>) & { sent(): number };

/** Makes and sends one signed mention after another, each in the next channel. */
function mentions(port: number, agent: Agent, questions: readonly string[]): Send {
  let count = 0;
  const send = () => {
    count += 1;
    const event = {
      type: 'app_mention',
      channel: `C${count % CHANNELS}`,
      user: `U${count % CHANNELS}`,
      text: `<@UBOT> ${questions[count % questions.length]}`,
      ts: `17000000${count}.000100`,
    };
    const body = JSON.stringify({
      type: 'event_callback',
      team_id: 'T1',
      api_app_id: 'A1',
      event_id: `Ev${count}`,
      event_time: 1_700_000_000,
      authorizations: [{ team_id: 'T1', user_id: 'UBOT', is_bot: true }],
      event,
    });
    const at = String(Math.floor(Date.now() / 1_000));
    const signature = createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex');
    const started = performance.now();
    return new Promise<number>((answered, failed) => {
      const sent = request(
        {
          port,
          agent,
          host: '127.0.0.1',
          path: '/slack/events',
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            'x-slack-request-timestamp': at,
            'x-slack-signature': `v0=${signature}`,
          },
        },
        (response) => {
          response.resume();
          response.on('end', () =>
            response.statusCode === 200
              ? answered(performance.now() - started)
              : failed(new Error(`A mention was answered with ${response.statusCode}.`)),
          );
        },
      );
      sent.on('error', failed);
      sent.end(body);
    });
  };
  return Object.assign(send, { sent: () => count });
}

async function load(send: Send, seconds: number): Promise<number[]> {
  const end = performance.now() + seconds * 1_000;
  const waits: number[] = [];
  const connection = async () => {
    while (performance.now() < end) waits.push(await send());
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  return waits;
}

async function listening(port: number): Promise<void> {
  await until(() =>
    fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST' }).then(
      ({ status }) => status === 401,
      () => false,
    ),
  );
}

async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 3_000; tries += 1) {
    if (await isDone()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('The server left mentions without a reply for thirty seconds.');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
