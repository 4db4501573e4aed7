/** What can be seen in a workspace: messages, views and files, as one person sees them. */

import { type Block, blocksOf, isObject, type Json, textOf } from './json.ts';
import { conversation, type Team } from './team.ts';
import type { Version, World } from './world.ts';

export interface SlackMessage {
  channel: string;
  team: string;
  ts: string;
  threadTs: string | undefined;
  user: string;
  botId: string | undefined;
  text: string;
  blocks: Block[];
  metadata: Json | undefined;
  subtype: string | undefined;
  /** The ids of the files in it. */
  files: string[];
  /** Whom alone it is shown to, for an ephemeral message. */
  visibleTo: string | undefined;
  /** What it said before each change, oldest first. */
  versions: Version[];
}

export interface SlackView {
  id: string;
  team: string;
  user: string;
  type: 'home' | 'modal';
  title: string;
  callbackId: string;
  privateMetadata: string;
  blocks: Block[];
  /** The view as Slack puts it into a payload. */
  view: Json;
}

export interface SlackFile {
  id: string;
  name: string;
  title: string;
  bytes: Buffer;
  threadTs: string | undefined;
}

/**
 * Lists the messages of a conversation.
 *
 * @param world the world
 * @param team the workspace
 * @param channel the conversation
 * @param asUser whose eyes: without it every message is listed, with it none from a conversation
 *   they are not in and none that is for somebody else alone
 * @returns the messages, oldest first
 */
export function messagesIn(
  world: World,
  team: Team,
  channel: string,
  asUser?: string,
): SlackMessage[] {
  const members = conversation(team, channel)?.members ?? [];
  if (asUser !== undefined && !members.includes(asUser)) return [];
  const { messages, ephemeralMessages } = team.emulator.tables;
  return [
    ...messages.findBy('channel_id', channel),
    ...ephemeralMessages.findBy('channel_id', channel),
  ]
    .map((row) => messageOf(world, team, row))
    .filter(
      ({ visibleTo }) => asUser === undefined || visibleTo === undefined || visibleTo === asUser,
    )
    .sort((one, other) => (one.ts < other.ts ? -1 : 1));
}

function messageOf(world: World, team: Team, row: Json): SlackMessage {
  const channel = textOf(row.channel_id);
  const ts = textOf(row.ts);
  const files = Array.isArray(row.files) ? row.files.filter(isObject) : [];
  return {
    channel,
    team: team.id,
    ts,
    threadTs: textOf(row.thread_ts) || undefined,
    user: textOf(row.user),
    botId: textOf(row.bot_id) || undefined,
    text: textOf(row.text),
    blocks: blocksOf(row.blocks),
    metadata: isObject(row.metadata) ? row.metadata : undefined,
    subtype: textOf(row.subtype) || undefined,
    files: files.map(({ file_id: id }) => textOf(id)),
    visibleTo: textOf(row.target_user) || undefined,
    versions: world.versions.get(`${channel}:${ts}`) ?? [],
  };
}

/**
 * Finds a message as emulate keeps it.
 *
 * @param team the workspace
 * @param channel the conversation
 * @param ts the message's `ts`
 * @returns its row, of the messages for everybody or of the ones for one person
 */
export function messageRow(
  team: Team,
  channel: string,
  ts: string,
): (Json & { id: number }) | undefined {
  const { messages, ephemeralMessages } = team.emulator.tables;
  return [messages, ephemeralMessages]
    .flatMap((table) => table.findBy('ts', ts))
    .find((row) => row.channel_id === channel);
}

/**
 * Makes a message as Slack puts it into a payload.
 *
 * @param team the workspace
 * @param message where it is
 * @returns it, with little more than its time when it is gone
 */
export function shown(team: Team, { channel, ts }: Pick<SlackMessage, 'channel' | 'ts'>): Json {
  const row = messageRow(team, channel, ts);
  if (row === undefined) return { type: 'message', ts };
  const { user, text, blocks, bot_id: botId, app_id: appId, thread_ts: threadTs } = row;
  return {
    type: 'message',
    ...(row.subtype !== undefined && { subtype: row.subtype }),
    ...(botId !== undefined && { bot_id: botId, app_id: appId }),
    user,
    team: team.id,
    text,
    ts,
    ...(blocks !== undefined && { blocks }),
    ...(threadTs !== undefined && { thread_ts: threadTs }),
    ...(row.edited !== undefined && { edited: row.edited }),
    ...(row.metadata !== undefined && { metadata: row.metadata }),
  };
}

/**
 * Finds the view a person has before them.
 *
 * @param team the workspace
 * @param user who
 * @param type their Home tab, or the topmost modal
 * @returns the view, or undefined when nothing was published or opened
 */
export function viewOf(team: Team, user: string, type: SlackView['type']): SlackView | undefined {
  const row = team.emulator.tables.views
    .findBy('user_id', user)
    .filter((each) => each.type === type)
    .at(-1);
  if (row === undefined) return undefined;
  const { user_id: _user, view_id: id, created: _created, updated: _updated, ...view } = row;
  return {
    id: textOf(id),
    team: team.id,
    user,
    type,
    title: isObject(row.title) ? textOf(row.title.text) : '',
    callbackId: textOf(row.callback_id),
    privateMetadata: textOf(row.private_metadata),
    blocks: blocksOf(row.blocks),
    view: { ...view, id },
  };
}

/**
 * Lists the files shared in a conversation.
 *
 * @param team the workspace
 * @param channel the conversation
 * @returns the files, oldest first
 */
export function filesIn(team: Team, channel: string): SlackFile[] {
  return team.emulator.tables.files
    .all()
    .filter((row) => row.deleted !== true)
    .filter((row) =>
      [row.channels, row.groups, row.ims].some(
        (where) => Array.isArray(where) && where.includes(channel),
      ),
    )
    .map((row) => ({
      id: textOf(row.file_id),
      name: textOf(row.name),
      title: textOf(row.title),
      bytes: Buffer.from(textOf(row.content_base64), 'base64'),
      threadTs: textOf(row.thread_ts) || undefined,
    }));
}
