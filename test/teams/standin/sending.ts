/**
 * Requests to the bot.
 *
 * Teams waits 15 seconds for an answer; what comes later, or not at all, it sends again with a new id
 * and a new time (microsoft/botbuilder-dotnet#5005).
 */

import type { TokenOptions } from './issuer.ts';
import { isObject, type Json } from './json.ts';

/** How to send, where a test wants other than one honest delivery. */
export interface Sending {
  /** How many times in all. */
  repeat?: number;
  /** Whether each repeat has an id and a time of its own, as when Teams sends again. */
  renew?: boolean;
  /** Milliseconds between the repeats. */
  gapMs?: number;
  /** Whether the repeats go off together and not one after the other's answer. */
  together?: boolean;
  /** After this long no answer is waited for; Teams waits 15,000 ms. */
  timeoutMs?: number;
  /** Another token: how it is made, or the whole of it; null shows none. */
  token?: TokenOptions | string | null;
  /** The whole `Authorization` header, for what is no bearer. */
  authorization?: string;
  /** Headers to add or to change; undefined takes one away. */
  headers?: Record<string, string | undefined>;
  /** Makes another activity of the one that would be sent: other ids, other people, things left out. */
  change?(activity: Json): Json;
  /** True: nothing is sent now, and `again` on what is returned sends it, so that order can be mixed up. */
  hold?: boolean;
}

/** What came back from one try. Status 0 means that nothing came. */
export interface Answer {
  status: number;
  ms: number;
  body: string;
}

/** Teams gives up on an answer after 15 seconds. */
const TEAMS_WAITS_MS = 15_000;

/**
 * Posts a body to the bot once.
 *
 * @param url where
 * @param body the body
 * @param authorization the header, or undefined for none
 * @param sending what else to heed of it: headers and patience
 * @returns what came back
 */
export async function post(
  url: string,
  body: string,
  authorization: string | undefined,
  { headers: changes = {}, timeoutMs = TEAMS_WAITS_MS }: Sending,
): Promise<Answer> {
  const headers: Record<string, string | undefined> = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
    authorization,
    ...changes,
  };
  const given = Object.entries(headers).filter(
    (header): header is [string, string] => header[1] !== undefined,
  );
  const started = performance.now();
  const since = () => performance.now() - started;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: given,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    return { status: response.status, ms: since(), body: text };
  } catch (error) {
    return { status: 0, ms: since(), body: String(error) };
  }
}

/**
 * Does something as often as asked.
 *
 * @param sending how often, how far apart and whether together
 * @param send one try, given its number, 0 for the first
 * @returns the answers in the order of the tries
 */
export async function repeatedly(
  { repeat = 1, gapMs = 0, together = false }: Sending,
  send: (time: number) => Promise<Answer>,
): Promise<Answer[]> {
  const times = Array.from({ length: repeat }, (_, time) => time);
  if (together) return Promise.all(times.map(send));
  const answers: Answer[] = [];
  for (const time of times) {
    if (time > 0 && gapMs > 0) await new Promise((resolve) => setTimeout(resolve, gapMs));
    answers.push(await send(time));
  }
  return answers;
}

/**
 * Reads the body of an answer to an invoke.
 *
 * @param answer the answer
 * @returns the object it holds, empty for anything else
 */
export function objectIn({ body }: Answer): Json {
  try {
    const read: unknown = JSON.parse(body);
    return isObject(read) ? read : {};
  } catch {
    return {};
  }
}
