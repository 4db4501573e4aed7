/**
 * Sending: one visible message for each answer, whatever becomes of a call. A post is never repeated
 * blindly, since Slack cannot tell a second one from the first; an update may be.
 */

import { createHash } from 'node:crypto';
import type { Called, SlackApi } from './api.ts';
import type { Installs } from './installs.ts';
import type { Team } from './read.ts';
import type { Message } from './render.ts';

/** A message that stands in a conversation. */
export interface Posted {
  channel: string;
  ts: string;
}

/** Where a message goes. */
export interface Where {
  channel: string;
  thread?: string;
  /** Whether we may look there for what arrived: we read nobody's channels, only our own direct messages. */
  readable: boolean;
}

/** What of a call may be repeated. */
export type Repeat = 'harmless' | 'unsent' | 'never';

/** Sends, with the patience that each kind of call allows. */
export interface Sender {
  /**
   * Posts a message once.
   *
   * @param mark names the message; one that already stands there under this mark is not posted again
   * @param look whether it may stand there already
   * @returns where it stands, or undefined when it was not posted or that cannot be known
   */
  post(
    team: Team,
    where: Where,
    message: Message,
    mark: string,
    look: boolean,
  ): Promise<Posted | undefined>;
  /** @returns the message that stands there under this mark */
  find(team: Team, where: Where, mark: string): Promise<Posted | undefined>;
  /** @returns whether the message now reads so; it keeps its mark */
  update(team: Team, posted: Posted, message: Message, mark: string): Promise<boolean>;
  /**
   * Calls any other method.
   *
   * @param repeat what may be repeated: `harmless` whatever may not have been done, `unsent` only what
   *   surely was not, `never` nothing, not even when Slack asks us to wait
   */
  call(
    team: Team,
    method: string,
    args: Readonly<Record<string, unknown>>,
    repeat: Repeat,
  ): Promise<Called>;
  /** Tells one person alone; never repeated after it may have arrived. */
  respond(url: string, body: Readonly<Record<string, unknown>>): Promise<boolean>;
  /** @returns whether the file stands in the conversation */
  upload(team: Team, where: Where, file: { name: string; bytes: Uint8Array }): Promise<boolean>;
}

/** Seconds between tries, and how long Slack may make us wait in all. */
const PATIENCE = { tries: [0.5, 1, 2, 4], look: [1, 3, 8], limited: 600 };

/** What Slack says when the app is no longer welcome there. */
const GONE = new Set([
  'account_inactive',
  'app_uninstalled',
  'invalid_auth',
  'not_authed',
  'org_login_required',
  'token_expired',
  'token_revoked',
]);

/**
 * Makes a sender.
 *
 * @param installs gives the token of each call; an installation that Slack no longer knows is removed
 * @param report told of each call that failed for good: the method and Slack's word, never content
 * @param sleep waits so many milliseconds
 */
export function makeSender({
  api,
  installs,
  report,
  sleep,
}: {
  api: SlackApi;
  installs: Installs;
  report(error: Error): void;
  sleep(milliseconds: number): Promise<void>;
}): Sender {
  /** Calls once Slack has room; waiting holds up only what waits for this call. */
  const whenThereIsRoom = async (once: () => Promise<Called>): Promise<Called> => {
    let waited = 0;
    for (;;) {
      const called = await once();
      if (called.ok || called.why !== 'limited') return called;
      waited += called.seconds;
      if (waited > PATIENCE.limited) return called;
      await sleep(called.seconds * 1_000);
    }
  };

  /** Repeats what was surely not done, and what may be done twice as well. */
  const patiently = async (once: () => Promise<Called>, repeat: Repeat): Promise<Called> => {
    if (repeat === 'never') return once();
    let called = await whenThereIsRoom(once);
    for (const seconds of PATIENCE.tries) {
      const again =
        !called.ok &&
        (called.why === 'unsent' || (called.why === 'unknown' && repeat === 'harmless'));
      if (!again) break;
      await sleep(seconds * 1_000);
      called = await whenThereIsRoom(once);
    }
    return called;
  };

  const inTeam = async (
    team: Team,
    method: string,
    args: Readonly<Record<string, unknown>>,
    repeat: Repeat,
  ): Promise<Called> => {
    let token: string | undefined;
    const called = await patiently(async () => {
      token = (await installs.of(team))?.token;
      return token === undefined
        ? { ok: false, why: 'refused', error: 'app_uninstalled' }
        : api.call(token, method, args);
    }, repeat);
    await settle(team, token, method, called);
    return called;
  };

  const settle = async (
    team: Team,
    token: string | undefined,
    method: string,
    called: Called,
  ): Promise<void> => {
    if (called.ok) return;
    // It may have been installed again while we called.
    if (
      called.why === 'refused' &&
      GONE.has(called.error) &&
      (await installs.of(team))?.token === token
    )
      await installs.remove(team);
    const why = called.why === 'refused' ? called.error : called.why;
    report(new Error(`Slack did not do ${method}: ${why}.`));
  };

  /** Looks for a message; that Slack did not let us look does not mean that it is not there. */
  const lookFor = async (
    team: Team,
    { channel, thread }: Where,
    mark: string,
  ): Promise<Posted | 'not there' | 'not seen'> => {
    const [method, args] =
      thread === undefined
        ? ['conversations.history', { limit: 100 }]
        : // Oldest first, so that only the whole thread holds the newest.
          ['conversations.replies', { limit: 1_000, ts: thread }];
    const asked = { channel, include_all_metadata: true, ...args };
    const called = await inTeam(team, method, asked, 'harmless');
    if (!called.ok || !Array.isArray(called.data.messages)) return 'not seen';
    const found = (called.data.messages as Standing[]).find(
      ({ metadata }) => metadata?.event_payload?.mark === markId(mark),
    );
    return found ? { channel, ts: found.ts } : 'not there';
  };

  const find: Sender['find'] = async (team, where, mark) => {
    const seen = await lookFor(team, where, mark);
    return typeof seen === 'string' ? undefined : seen;
  };

  const post: Sender['post'] = async (team, where, message, mark, look) => {
    const there = look && where.readable ? await lookFor(team, where, mark) : 'not there';
    if (there !== 'not there') return there === 'not seen' ? undefined : there;
    const args = {
      channel: where.channel,
      ...(where.thread !== undefined && { thread_ts: where.thread }),
      ...content(message, mark),
      unfurl_links: false,
      unfurl_media: false,
    };
    for (const _ of PATIENCE.tries) {
      const called = await inTeam(team, 'chat.postMessage', args, 'unsent');
      if (called.ok)
        return {
          channel: String(called.data.channel ?? where.channel),
          ts: String(called.data.ts),
        };
      // Whether it arrived can only be seen where we may look; elsewhere twice is worse than never.
      if (called.why !== 'unknown' || !where.readable) return undefined;
      let seen: Awaited<ReturnType<typeof lookFor>> = 'not seen';
      for (const seconds of PATIENCE.look) {
        await sleep(seconds * 1_000);
        seen = await lookFor(team, where, mark);
        if (typeof seen !== 'string') return seen;
      }
      if (seen === 'not seen') return undefined;
    }
    return undefined;
  };

  return {
    post,
    find,
    update: async (team, { channel, ts }, message, mark) =>
      (await inTeam(team, 'chat.update', { channel, ts, ...content(message, mark) }, 'harmless'))
        .ok,
    call: inTeam,
    respond: async (url, body) => {
      const called = await patiently(() => api.respond(url, body), 'unsent');
      if (!called.ok)
        report(new Error(`Slack did not take an answer for one person: ${called.why}.`));
      return called.ok;
    },
    upload: async (team, { channel, thread }, { name, bytes }) => {
      let token: string | undefined;
      const called = await patiently(async () => {
        token = (await installs.of(team))?.token;
        if (token === undefined) return { ok: false, why: 'refused', error: 'app_uninstalled' };
        return api.upload(token, {
          channel,
          name,
          bytes,
          ...(thread !== undefined && { thread }),
        });
      }, 'unsent');
      await settle(team, token, 'files.completeUploadExternal', called);
      return called.ok;
    },
  };
}

/** A message as Slack shows it. */
interface Standing {
  ts: string;
  metadata?: { event_payload?: { mark?: unknown } };
}

/**
 * The message as Slack takes it. Its mark is metadata, which every message can hold; the id of a
 * markdown block is not kept (docs.slack.dev/reference/block-kit/blocks/markdown-block).
 */
function content({ text, blocks }: Message, mark: string) {
  return {
    text,
    blocks,
    metadata: { event_type: 'signpost_message', event_payload: { mark: markId(mark) } },
    parse: 'none',
    link_names: false,
  };
}

function markId(mark: string): string {
  return createHash('sha256').update(mark).digest('base64url').slice(0, 22);
}
