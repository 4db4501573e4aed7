/**
 * Signed requests to the bot.
 *
 * Source: docs.slack.dev/authentication/verifying-requests-from-slack (the v0 signature) and
 * docs.slack.dev/apis/events-api#retries (the retry headers, the 3 seconds).
 */

import { createHmac } from 'node:crypto';

/** How to send, where a test wants other than one honest delivery. */
export interface Sending {
  /** How many times in all, 1 to 4: Slack sends an event once and retries three times. */
  repeat?: number;
  /** Milliseconds between the repeats; Slack waits none, a minute, then five. */
  gapMs?: number;
  /** Whether the repeats go off together and not one after the other's answer. */
  together?: boolean;
  /** What the retries say was wrong with the one before. */
  retryReason?: 'http_timeout' | 'http_error' | 'connection_failed' | 'unknown_error';
  /** After this long no answer is waited for; Slack waits 3,000 ms. */
  timeoutMs?: number;
  /** The seconds to sign with, for requests that are stale or from the future. */
  timestamp?: number;
  /** The whole signature header, for forgeries. */
  signature?: string;
  /** Another key to sign with. */
  secret?: string;
  /** Headers to add or to change; undefined takes one away. */
  headers?: Record<string, string | undefined>;
  /** True: nothing is sent now, and `again` on what is returned sends it, so that order can be mixed up. */
  hold?: boolean;
}

/** What came back from one try. Status 0 means that nothing came. */
export interface Answer {
  status: number;
  ms: number;
  body: string;
  /** What the request was signed with, so that it can be sent again exactly. */
  sent?: { timestamp: number; signature: string };
}

/** Slack gives up on an answer after three seconds. */
export const ACK_MS = 3_000;

/**
 * Posts a body to the bot, signed, as often as asked.
 *
 * @param to where, with which key and as what content type
 * @param body the body
 * @param sending how
 * @returns one answer for each try, in the order of the tries
 */
export function post(
  to: { url: string; secret: string; contentType: string },
  body: string,
  sending: Sending,
): Promise<Answer[]> {
  return repeatedly(sending, (retry) => postOnce(to, body, sending, retry));
}

/**
 * Does something once for the first try and once for each retry.
 *
 * @param sending how often, how far apart and whether together
 * @param send one try, given the number of the retry, 0 for the first
 * @returns the answers in the order of the tries
 * @throws RangeError when asked for fewer than one or more than four, which Slack never sends
 */
export async function repeatedly(
  sending: Sending,
  send: (retry: number) => Promise<Answer>,
): Promise<Answer[]> {
  const { repeat = 1, gapMs = 0, together = false } = sending;
  if (repeat < 1 || repeat > 4) throw new RangeError('Slack sends once and retries three times');
  const retries = Array.from({ length: repeat }, (_, retry) => retry);
  if (together) return Promise.all(retries.map(send));
  const answers: Answer[] = [];
  for (const retry of retries) {
    if (retry > 0 && gapMs > 0) await new Promise((resolve) => setTimeout(resolve, gapMs));
    answers.push(await send(retry));
  }
  return answers;
}

async function postOnce(
  { url, secret, contentType }: { url: string; secret: string; contentType: string },
  body: string,
  sending: Sending,
  retry: number,
): Promise<Answer> {
  const timestamp = sending.timestamp ?? Math.floor(Date.now() / 1000);
  const signature = sending.signature ?? sign(sending.secret ?? secret, timestamp, body);
  const sent = { timestamp, signature };
  const headers: Record<string, string | undefined> = {
    'content-type': contentType,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': signature,
    ...(retry > 0 && {
      'x-slack-retry-num': String(retry),
      'x-slack-retry-reason': sending.retryReason ?? 'http_timeout',
    }),
    ...sending.headers,
  };
  const given = Object.entries(headers).filter(
    (header): header is [string, string] => header[1] !== undefined,
  );
  const started = performance.now();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: given,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(sending.timeoutMs ?? ACK_MS),
    });
    const text = await response.text();
    return { status: response.status, ms: performance.now() - started, body: text, sent };
  } catch (error) {
    return { status: 0, ms: performance.now() - started, body: String(error), sent };
  }
}

function sign(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}
