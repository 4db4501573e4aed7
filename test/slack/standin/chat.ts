/**
 * Writing messages: who may write where, what Slack makes of the content, and who is told.
 *
 * Source: docs.slack.dev/reference/methods/chat.postMessage and the pages beside it.
 */

import type { Methods } from './asked.ts';
import { complete } from './blocks.ts';
import { type Block, blocksOf, type Json, textOf } from './json.ts';
import { LIMITS } from './limits.ts';
import { slackTime } from './payloads.ts';
import { messageRow, shown } from './reading.ts';
import { refusal, refuseMessage } from './refuse.ts';
import { conversation, type Team } from './team.ts';
import { threadOf, type World } from './world.ts';

export const CHAT: Methods = {
  'chat.postMessage': async ({ world, team, args }) => {
    const unreachable = cannotPost(team, textOf(args.channel));
    if (unreachable) return refusal(unreachable);
    const refused = refuseMessage(args);
    if (refused) return refused;
    const posted = await team.emulator.call(team.actor, 'chat.postMessage', contentOf(args));
    if (posted.ok !== true) return posted;
    const message = signed(world, team, textOf(posted.channel), textOf(posted.ts));
    threadOf(world, textOf(posted.channel), textOf(args.thread_ts)).status = '';
    echo(world, team, textOf(posted.channel), shown(team, at(posted)));
    return { ...posted, message: { ...(posted.message as Json), ...message } };
  },
  'chat.postEphemeral': async ({ world, team, args }) => {
    const unreachable = cannotPost(team, textOf(args.channel));
    if (unreachable) return refusal(unreachable);
    const refused = refuseMessage(args);
    if (refused) return refused;
    const posted = await team.emulator.call(team.actor, 'chat.postEphemeral', contentOf(args));
    if (posted.ok === true) signed(world, team, textOf(args.channel), textOf(posted.message_ts));
    return posted;
  },
  'chat.update': async ({ world, team, args }) => {
    const channel = textOf(args.channel);
    if (conversation(team, channel) === undefined) return refusal('channel_not_found');
    if (textOf(args.text).length > LIMITS.updateText) return refusal('msg_too_long');
    const refused = refuseMessage(args);
    if (refused) return refused;
    const before = messageRow(team, channel, textOf(args.ts));
    const previous = shown(team, at(args));
    const updated = await team.emulator.call(team.actor, 'chat.update', contentOf(args));
    if (updated.ok === true && before !== undefined) {
      keepVersion(world, channel, before);
      const message = shown(team, at(args));
      echo(world, team, channel, { ...hidden('message_changed', previous), message });
    }
    return updated;
  },
  'chat.delete': async ({ world, team, args }) => {
    const previous = shown(team, at(args));
    const deleted = await team.emulator.call(team.actor, 'chat.delete', args);
    if (deleted.ok === true) {
      const event = { ...hidden('message_deleted', previous), deleted_ts: args.ts };
      echo(world, team, textOf(args.channel), event);
    }
    return deleted;
  },
  'files.completeUploadExternal': async ({ world, team, args }) => {
    const channels = [args.channel_id, ...textOf(args.channels).split(',')].map(textOf);
    for (const channel of channels.filter((each) => each !== '')) {
      const unreachable = cannotPost(team, channel);
      if (unreachable) return refusal(unreachable);
    }
    const refused = args.blocks === undefined ? undefined : refuseMessage(args);
    if (refused) return refused;
    const known = new Set(team.emulator.tables.messages.all().map(({ id }) => id));
    const done = await team.emulator.call(
      team.actor,
      'files.completeUploadExternal',
      contentOf(args),
    );
    for (const row of team.emulator.tables.messages.all()) {
      if (!known.has(row.id)) signed(world, team, textOf(row.channel_id), textOf(row.ts));
    }
    return done;
  },
};

/**
 * Keeps what a message said before it is changed.
 *
 * @param world the world
 * @param channel the conversation
 * @param row the message before the change
 */
export function keepVersion(world: World, channel: string, row: Json): void {
  const key = `${channel}:${row.ts}`;
  const earlier = world.versions.get(key) ?? [];
  world.versions.set(key, [...earlier, { text: textOf(row.text), blocks: blocksOf(row.blocks) }]);
}

/**
 * Prepares a message's content for emulate: blocks filled in, Markdown made a block.
 *
 * @param args the arguments of a call that posts
 * @returns them, with what Slack would store
 */
export function contentOf(args: Json): Json {
  const { markdown_text: markdown, ...rest } = args;
  const blocks: Block[] | undefined =
    textOf(markdown) === '' ? undefined : [{ type: 'markdown', text: textOf(markdown) }];
  const given = Array.isArray(args.blocks) ? blocksOf(args.blocks) : blocks;
  return given === undefined ? rest : { ...rest, blocks: complete(given) };
}

/** emulate leaves out which app a message came from, and apps know their own messages by that. */
function signed(world: World, team: Team, channel: string, ts: string): Json {
  const from = { bot_id: team.bot.botId, app_id: world.app.id, team: team.id };
  const row = messageRow(team, channel, ts);
  const { messages, ephemeralMessages } = team.emulator.tables;
  const table = row?.target_user === undefined ? messages : ephemeralMessages;
  if (row !== undefined) table.update(row.id, from);
  return from;
}

/** An app that reads a conversation is told of its own messages too, and must not answer them. */
function echo(world: World, team: Team, channel: string, event: Json): void {
  const kind = conversation(team, channel)?.kind;
  world.echo(team, { type: 'message', channel, channel_type: kind, event_ts: event.ts, ...event });
}

function hidden(subtype: string, previous: Json): Json {
  return { subtype, hidden: true, ts: slackTime(), previous_message: previous };
}

function at({ channel, ts }: Json): { channel: string; ts: string } {
  return { channel: textOf(channel), ts: textOf(ts) };
}

function cannotPost(team: Team, channel: string): string | undefined {
  const found = conversation(team, channel);
  if (found === undefined) return team.users.has(channel) ? undefined : 'channel_not_found';
  if (found.members.includes(team.bot.userId)) return undefined;
  return found.closed ? 'channel_not_found' : 'not_in_channel';
}
