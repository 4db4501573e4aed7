/** Messages at full speed against a server, with a stub for the platform that counts the replies. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
/** Requests under way at once, and how long each server is measured. */
const CONNECTIONS = 10;
const SECONDS = { warm: 3, measured: 6 };

/** A platform: what its server is told, and what it sends. */
export interface Platform {
  env(stub: string): Record<string, string>;
  /** The nth message, which asks a question in the next of many conversations. */
  message(
    n: number,
    question: string,
    stub: string,
  ): { path: string; headers: Record<string, string>; body: string };
  /** Whether a call to the platform is a reply. */
  isReply(method: string, path: string): boolean;
  /** What the platform answers to a reply. */
  took(n: number): { status: number; json: object };
  /** A path that answers once the server listens. */
  ready: string;
}

/** A server under load. */
export interface Served {
  /** Replies a second. */
  perSecond: number;
  /** Milliseconds until a message was acknowledged. */
  p99: number;
}

/**
 * Measures a server. Load, stub and server share this machine, so only ratios of one run mean much.
 *
 * @param program path of the server's program, from the root
 * @param questions asked in turn
 * @throws Error when the server does not start, refuses a message or leaves one without a reply
 */
export async function serve(
  program: string,
  platform: Platform,
  questions: readonly string[],
): Promise<Served> {
  let replies = 0;
  const stub = createServer((incoming, response) => {
    incoming.resume();
    incoming.on('end', () => {
      if (platform.isReply(incoming.method ?? '', incoming.url ?? '')) replies += 1;
      const { status, json } = platform.took(replies);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(json));
    });
  });
  await new Promise<void>((listening) => stub.listen(0, '127.0.0.1', listening));
  const address = `http://127.0.0.1:${(stub.address() as AddressInfo).port}/`;
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
      ...platform.env(address),
    },
  });
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  try {
    await until(() =>
      fetch(`http://127.0.0.1:${port}${platform.ready}`, { method: 'POST' }).then(
        ({ status }) => status !== 404,
        () => false,
      ),
    );
    const send = sending(port, agent, (n) =>
      platform.message(n, questions[n % questions.length] ?? '', address),
    );
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

function sending(
  port: number,
  agent: Agent,
  make: (n: number) => ReturnType<Platform['message']>,
): Send {
  let count = 0;
  const send = () => {
    count += 1;
    const { path, headers, body } = make(count);
    const started = performance.now();
    return new Promise<number>((answered, failed) => {
      const sent = request(
        {
          port,
          agent,
          path,
          host: '127.0.0.1',
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            ...headers,
          },
        },
        (response) => {
          response.resume();
          response.on('end', () =>
            response.statusCode === 200
              ? answered(performance.now() - started)
              : failed(new Error(`A message was answered with ${response.statusCode}.`)),
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

async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 3_000; tries += 1) {
    if (await isDone()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('The server left messages without a reply for thirty seconds.');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
