/**
 * Response addresses: each command and action carries one, by which the bot may answer without
 * being in the conversation.
 *
 * Source: docs.slack.dev/interactivity/handling-user-interaction#message_responses ("up to 5 times
 * within 30 minutes"; ephemeral unless said otherwise; only these replace an ephemeral message).
 */

import { randomBytes } from 'node:crypto';
import { contentOf, keepVersion } from './chat.ts';
import { blocksOf, type Json, textOf } from './json.ts';
import { messageRow } from './reading.ts';
import { refusal, refuseMessage } from './refuse.ts';
import { conversation, type Team } from './team.ts';
import type { World } from './world.ts';

/** What an address was given out for. */
export interface Source {
  team: Team;
  channel: string;
  userId: string;
  /** The message that was acted on, which may be replaced or deleted. */
  messageTs?: string | undefined;
}

export interface Responses {
  /** Gives out an address. */
  make(source: Source, kind: 'actions' | 'commands'): string;
  /** What an address was given out for, or undefined for one never given out. */
  source(path: string): Source | undefined;
  /** Takes a post to an address. */
  take(path: string, body: Json): Promise<{ status: number; body: Json }>;
  /** Posts what a command's own answer holds, which counts against no address. */
  post(source: Source, body: Json): Promise<Json>;
  /** Makes an address old, so that a test need not wait half an hour. */
  expire(url: string): void;
}

const MOST_USES = 5;
const LIFE_MS = 30 * 60_000;

/**
 * Makes the response addresses.
 *
 * @param world the world
 * @returns them, with none given out
 */
export function makeResponses(world: World): Responses {
  const given = new Map<string, { source: Source; uses: number; expires: number }>();

  return {
    make(source, kind) {
      const path = `/${kind}/${source.team.id}/${randomBytes(6).toString('hex')}/${randomBytes(12).toString('base64url')}`;
      given.set(path, { source, uses: 0, expires: Date.now() + LIFE_MS });
      return `${world.origin}${path}`;
    },
    source: (path) => given.get(path)?.source,
    async take(path, body) {
      const address = given.get(path);
      if (address === undefined || address.expires < Date.now()) {
        return { status: 404, body: refusal('expired_url') };
      }
      if (address.uses >= MOST_USES) return { status: 404, body: refusal('used_url') };
      const answered = await respond(world, address.source, body);
      if (answered.ok === true) address.uses += 1;
      return { status: answered.ok === true ? 200 : 400, body: answered };
    },
    post: (source, body) => respond(world, source, body),
    expire(url) {
      const address = given.get(new URL(url).pathname);
      if (address !== undefined) address.expires = 0;
    },
  };
}

async function respond(world: World, source: Source, body: Json): Promise<Json> {
  const { team, channel, messageTs } = source;
  const { messages, ephemeralMessages } = team.emulator.tables;
  const original = messageTs === undefined ? undefined : messageRow(team, channel, messageTs);
  const table = original?.target_user === undefined ? messages : ephemeralMessages;
  if (body.delete_original === true) {
    if (original !== undefined) table.delete(original.id);
    return { ok: true };
  }
  const refused = refuseMessage(body, false);
  if (refused) return refused;
  const { text, blocks } = contentOf(body);
  if (body.replace_original === true && original !== undefined) {
    keepVersion(world, channel, original);
    table.update(original.id, {
      text: textOf(text),
      blocks: blocksOf(blocks),
      ...(original.target_user === undefined && {
        edited: { user: team.bot.userId, ts: original.ts },
      }),
    });
    return { ok: true };
  }
  return postNew(world, source, body, textOf(text), blocks);
}

async function postNew(
  world: World,
  { team, channel, userId }: Source,
  body: Json,
  text: string,
  blocks: unknown,
): Promise<Json> {
  const inside = conversation(team, channel)?.members.includes(team.bot.userId) === true;
  const everybody = body.response_type === 'in_channel';
  // Where the bot is not a member emulate lets only the person post; whose it is, is put right after.
  const posted = await team.emulator.call(
    inside ? team.actor : { userId },
    everybody ? 'chat.postMessage' : 'chat.postEphemeral',
    {
      channel,
      text,
      ...(blocks !== undefined && { blocks }),
      ...(textOf(body.thread_ts) !== '' && { thread_ts: body.thread_ts }),
      ...(!everybody && { user: userId }),
    },
  );
  if (posted.ok !== true) return posted;
  const row = messageRow(team, channel, textOf(posted.ts) || textOf(posted.message_ts));
  const { messages, ephemeralMessages } = team.emulator.tables;
  if (row !== undefined) {
    (everybody ? messages : ephemeralMessages).update(row.id, {
      user: team.bot.userId,
      bot_id: team.bot.botId,
      app_id: world.app.id,
    });
  }
  return { ok: true };
}
