/**
 * The lightest Slack there can be, for load tests: says ok to everything and counts.
 *
 *     node test/slack/standin/stub.ts --port 0
 *
 * prints `{"url":"http://127.0.0.1:…/api/"}` and runs until it is stopped; `GET /count` tells how
 * many calls of each method there were, `POST /reset` begins anew.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

export interface SlackStub {
  /** What `SLACK_API_URL` is set to; ends in `/api/`. */
  url: string;
  count(): Record<string, number>;
  reset(): void;
  close(): Promise<void>;
}

/** Whom `auth.test` says the token belongs to. */
const BOT = { team_id: 'T0ONE', user_id: 'U0BOTONE', bot_id: 'B0BOTONE' };

/**
 * Starts the stub.
 *
 * @param options the port, a free one unless given, and how long each answer takes in milliseconds
 * @returns the stub, listening on 127.0.0.1
 */
export async function startSlackStub({ port = 0, delayMs = 0 } = {}): Promise<SlackStub> {
  let counts: Record<string, number> = {};
  let posted = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, place, method = ''] = request.url?.split(/[/?]/) ?? [];
    if (place !== 'api') {
      if (place === 'reset') counts = {};
      return say(response, counts);
    }
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const args = new URLSearchParams(Buffer.concat(parts).toString());
    counts[method] = (counts[method] ?? 0) + 1;
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    posted += 1;
    const channel = args.get('channel') ?? 'D0STUB';
    const ts = args.get('ts') ?? `1700000000.${String(posted % 1_000_000).padStart(6, '0')}`;
    say(response, { ok: true, ...(ANSWERS[method]?.(args) ?? { channel, ts, message_ts: ts }) });
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    count: () => ({ ...counts }),
    reset() {
      counts = {};
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const ANSWERS: Record<string, (args: URLSearchParams) => object> = {
  'auth.test': () => ({ url: 'https://t0one.slack.com/', team: 'One', user: 'signpost', ...BOT }),
  'conversations.history': () => ({ messages: [], has_more: false }),
  'conversations.open': (args) => ({ channel: { id: `D${args.get('users')?.slice(1)}` } }),
  'conversations.replies': () => ({ messages: [], has_more: false }),
  'users.info': (args) => ({
    user: { id: args.get('user'), team_id: BOT.team_id, name: 'somebody', profile: {} },
  }),
  'views.publish': () => ({ view: { id: 'V0STUB', type: 'home' } }),
};

function say(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, delay: { type: 'string', default: '0' } },
  });
  const { url } = await startSlackStub({
    port: Number(values.port),
    delayMs: Number(values.delay),
  });
  process.stdout.write(`${JSON.stringify({ url })}\n`);
}
