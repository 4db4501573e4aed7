/** One workspace: its people and conversations, laid into an emulator with the ids a test chose. */

import { type Actor, type Emulator, idsIn, startEmulator, type Tables } from './emulator.ts';
import { type Json, textOf } from './json.ts';
import {
  type BotOptions,
  botOf,
  type ChannelOptions,
  type SlackApp,
  type UserOptions,
  type WorkspaceOptions,
} from './options.ts';
import type { Kind } from './scopes.ts';

export interface Team {
  id: string;
  name: string;
  domain: string;
  enterprise: { id: string; name: string } | undefined;
  bot: BotOptions;
  users: Map<string, UserOptions>;
  /** The channels shared with another organisation, which emulate does not know of. */
  externals: Set<string>;
  emulator: Emulator;
  /** Why the bot's token would be refused, if it would. */
  refused: 'invalid_auth' | 'token_revoked' | 'account_inactive' | undefined;
  actor: Actor;
  /** Puts the workspace back as the test described it. */
  reset(): void;
}

/** A conversation as the rules here need it. */
export interface Conversation {
  id: string;
  kind: Kind;
  name: string;
  members: string[];
  external: boolean;
  /** Whether one must be in it to know of it. */
  closed: boolean;
  row: Json & { id: number };
}

/**
 * Starts a workspace.
 *
 * @param app the app installed in it
 * @param options what the test said of it
 * @param baseUrl how the bot reaches its uploads
 * @returns the workspace
 */
export async function startTeam(
  app: SlackApp,
  options: WorkspaceOptions,
  baseUrl: string,
): Promise<Team> {
  const bot = botOf(options);
  const { id, name = `School ${id}`, domain = id.toLowerCase(), enterprise } = options;
  const refusedAtFirst = options.installed === false ? 'invalid_auth' : undefined;
  const users = new Map<string, UserOptions>();
  const externals = new Set(
    options.channels?.filter(({ kind }) => kind === 'external').map((channel) => channel.id),
  );

  function seed(tables: Tables): void {
    users.clear();
    tables.teams.insert({ team_id: id, name, domain });
    tables.bots.insert({
      bot_id: bot.botId,
      app_id: app.id,
      user_id: bot.userId,
      name: bot.name,
      deleted: false,
      icons: { image_48: '' },
    });
    tables.users.insert(userRow(id, { id: bot.userId, name: bot.name, bot: true }));
    for (const user of options.users ?? []) settle(tables, { id, bot, users }, user);
    for (const channel of options.channels ?? []) {
      const everybody = [...users.keys()];
      tables.channels.insert(channelRow(id, bot, channel, everybody));
    }
  }

  const team: Team = {
    id,
    name,
    domain,
    enterprise,
    bot,
    users,
    externals,
    refused: refusedAtFirst,
    actor: { userId: bot.userId, botId: bot.botId, appId: app.id },
    emulator: await startEmulator(baseUrl, seed),
    reset() {
      team.emulator.reset();
      team.refused = refusedAtFirst;
    },
  };
  return team;
}

/**
 * Brings somebody into a workspace, with a direct conversation between them and the bot.
 *
 * @param team the workspace
 * @param user who
 */
export function join(team: Team, user: UserOptions): void {
  settle(team.emulator.tables, team, user);
}

/**
 * Finds a conversation.
 *
 * @param team the workspace
 * @param id its id
 * @returns the conversation, or undefined when the workspace has none of that id
 */
export function conversation(team: Team, id: string): Conversation | undefined {
  const row = team.emulator.tables.channels.findOneBy('channel_id', id);
  if (row === undefined) return undefined;
  const kind = row.is_im ? 'im' : row.is_mpim ? 'mpim' : row.is_private ? 'group' : 'channel';
  return {
    id,
    kind,
    name: textOf(row.name),
    members: idsIn(row, 'members'),
    external: team.externals.has(id),
    closed: row.is_private === true,
    row,
  };
}

/**
 * Finds the direct conversation between somebody and the bot.
 *
 * @param team the workspace
 * @param userId who
 * @returns its id
 * @throws when the person is not in the workspace
 */
export function directOf(team: Team, userId: string): string {
  const found = team.emulator.tables.channels
    .all()
    .find((row) => row.is_im === true && idsIn(row, 'members').includes(userId));
  if (found === undefined) throw new Error(`${userId} has no conversation with the bot`);
  return textOf(found.channel_id);
}

function settle(
  tables: Tables,
  { id, bot, users }: Pick<Team, 'id' | 'bot' | 'users'>,
  user: UserOptions,
): void {
  users.set(user.id, user);
  tables.users.insert(userRow(user.homeTeam ?? id, user));
  const im = user.im ?? `D${user.id.slice(1)}`;
  tables.channels.insert({
    ...channelRow(id, bot, { id: im, kind: 'private', members: [user.id] }, []),
    is_im: true,
    user: user.id,
    is_open_by_user: { [user.id]: true, [bot.userId]: true },
  });
}

function userRow(teamId: string, user: UserOptions): Json {
  const name = user.name ?? user.id.toLowerCase();
  const realName = user.realName ?? `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const email = user.email ?? `${name}@school.example`;
  return {
    user_id: user.id,
    team_id: teamId,
    name,
    real_name: realName,
    email,
    is_admin: user.admin ?? false,
    is_bot: user.bot ?? false,
    deleted: user.deleted ?? false,
    profile: { display_name: name, real_name: realName, email, image_48: '', image_192: '' },
    presence: 'active',
    manual_presence: 'auto',
    connection_count: 1,
  };
}

function channelRow(
  teamId: string,
  bot: BotOptions,
  channel: ChannelOptions,
  everybody: string[],
): Json {
  const { id, kind, name = id.toLowerCase(), withBot = true, members = everybody } = channel;
  const all = withBot ? [...members, bot.userId] : members;
  const creator = members[0] ?? bot.userId;
  return {
    channel_id: id,
    team_id: teamId,
    name,
    is_channel: kind === 'public' || kind === 'external',
    is_private: kind === 'private' || kind === 'group',
    is_mpim: kind === 'group',
    is_im: false,
    is_archived: false,
    topic: { value: '', creator, last_set: 0 },
    purpose: { value: '', creator, last_set: 0 },
    members: all,
    creator,
    num_members: all.length,
    last_read: {},
  };
}
