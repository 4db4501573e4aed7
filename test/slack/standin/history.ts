/**
 * Reading a conversation back.
 *
 * Source: docs.slack.dev/reference/methods/conversations.history and conversations.replies.
 */

import type { Methods } from './asked.ts';
import { isObject, type Json, textOf } from './json.ts';
import { messageRow } from './reading.ts';
import { refusal } from './refuse.ts';
import { conversation, type Team } from './team.ts';

export const HISTORY: Methods = {
  'conversations.history': ({ team, args }) => history(team, args, 'conversations.history'),
  'conversations.replies': ({ team, args }) => history(team, args, 'conversations.replies'),
};

async function history(team: Team, args: Json, method: string): Promise<Json> {
  const found = conversation(team, textOf(args.channel));
  const inside = found?.members.includes(team.bot.userId) === true;
  if (found === undefined || (found.closed && !inside)) return refusal('channel_not_found');
  if (!inside) return refusal('not_in_channel');
  if (method === 'conversations.replies' && !messageRow(team, found.id, textOf(args.ts))) {
    return refusal('thread_not_found');
  }
  const all: Json[] = [];
  for (let cursor = ''; ; ) {
    const page = await team.emulator.call(team.actor, method, {
      channel: args.channel,
      ...(args.ts !== undefined && { ts: args.ts }),
      limit: 1_000,
      cursor,
    });
    if (page.ok !== true) return page;
    all.push(...(page.messages as Json[]));
    cursor = textOf((page.response_metadata as Json | undefined)?.next_cursor);
    if (cursor === '') break;
  }
  return pageOf(
    all.map((message) => readable(message, args)),
    args,
  );
}

/** emulate always shows metadata; Slack only to who asks for it. */
function readable(message: Json, args: Json): Json {
  const { metadata, ...rest } = message;
  const asked = String(args.include_all_metadata) === 'true' || args.include_all_metadata === '1';
  const replies = Number(message.reply_count ?? 0) > 0;
  return {
    ...rest,
    ...(asked && isObject(metadata) && Object.keys(metadata).length > 0 && { metadata }),
    ...(replies && { thread_ts: message.ts }),
  };
}

/** emulate knows no `oldest`, `latest` and `inclusive`, and reads replies without pages. */
function pageOf(all: Json[], args: Json): Json {
  const oldest = textOf(args.oldest) || '0';
  const latest = textOf(args.latest) || '9999999999.999999';
  const inclusive = String(args.inclusive) === 'true' || args.inclusive === '1';
  const within = all.filter(({ ts }) => {
    const at = textOf(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
  const cursor = textOf(args.cursor);
  const from = cursor === '' ? 0 : within.findIndex(({ ts }) => ts === cursor);
  if (from < 0) return refusal('invalid_cursor');
  const limit = Math.min(Number(args.limit ?? 100) || 100, 1_000);
  const next = within[from + limit];
  return {
    ok: true,
    messages: within.slice(from, from + limit),
    has_more: next !== undefined,
    ...(next && { response_metadata: { next_cursor: next.ts } }),
  };
}
