/** What a test says of the Slack it wants: its app, its workspaces, who is in them and where they talk. */

import { SCOPES } from './scopes.ts';

/** Somebody in a workspace. `id` is all a test must say. */
export interface UserOptions {
  id: string;
  name?: string;
  realName?: string;
  email?: string;
  admin?: boolean;
  guest?: 'single-channel' | 'multi-channel';
  bot?: boolean;
  deleted?: boolean;
  locale?: string;
  /** The workspace of a person from outside, who is here through a shared channel. */
  homeTeam?: string;
  /** The direct conversation with the bot; made from the id unless given. */
  im?: string;
}

/**
 * A place to talk: a public channel (`C…`), a private one (`C…` or `G…`), a group direct message
 * (`G…` or `C…`), or a channel shared with another organisation.
 */
export interface ChannelOptions {
  id: string;
  name?: string;
  kind: 'public' | 'private' | 'group' | 'external';
  /** Everybody in the workspace unless given. */
  members?: string[];
  /** Whether the bot is in it; true unless given. */
  withBot?: boolean;
}

export interface BotOptions {
  token: string;
  userId: string;
  botId: string;
  name: string;
  scopes: string[];
}

export interface WorkspaceOptions {
  id: string;
  name?: string;
  domain?: string;
  enterprise?: { id: string; name: string };
  bot?: Partial<BotOptions>;
  users?: UserOptions[];
  channels?: ChannelOptions[];
  /** False: the token works only once an OAuth code has been exchanged for it. */
  installed?: boolean;
}

export interface SlackOptions {
  /** Where signed requests go. Without it everything goes over the open socket. */
  botUrl?: string;
  signingSecret?: string;
  workspaces?: WorkspaceOptions[];
  appId?: string;
  appToken?: string;
  clientId?: string;
  clientSecret?: string;
  /** Whether the app has the older assistant view (`assistant_view`) and not the agent view. */
  assistantView?: boolean;
  /** Whether the bot is told of its own posts and edits, as Slack tells an app that reads the channel. */
  echoes?: boolean;
}

/** The app as Slack knows it. */
export interface SlackApp {
  id: string;
  token: string;
  signingSecret: string;
  clientId: string;
  clientSecret: string;
  assistantView: boolean;
  /** The old way of telling that a request is Slack's, which every payload still carries. */
  verificationToken: string;
}

/**
 * Fills in the app a test did not describe.
 *
 * @param options what the test said
 * @returns the app
 */
export function appOf(options: SlackOptions): SlackApp {
  return {
    id: options.appId ?? 'A0SIGNPOST',
    token: options.appToken ?? 'xapp-1-A0SIGNPOST-1-local',
    signingSecret: options.signingSecret ?? 'local-signing-secret',
    clientId: options.clientId ?? '1111.2222',
    clientSecret: options.clientSecret ?? 'local-client-secret',
    assistantView: options.assistantView ?? false,
    verificationToken: 'local-verification-token',
  };
}

/**
 * Fills in the bot of a workspace.
 *
 * @param workspace what the test said of the workspace
 * @returns the bot, with a token of its own and every scope there is unless the test said which
 */
export function botOf({ id, bot }: WorkspaceOptions): BotOptions {
  const tail = id.replace(/^T0?/, '');
  return {
    token: `xoxb-${id}-local`,
    userId: `U0BOT${tail}`,
    botId: `B0BOT${tail}`,
    name: 'signpost',
    scopes: [...SCOPES],
    ...bot,
  };
}

/**
 * A workspace with one of each: two people, a channel with the bot and one without, a private
 * channel, a group message and a channel shared with another organisation.
 *
 * @param id the workspace's id, `T…`
 * @returns its description, to change as a test needs
 */
export function workspace(id: string): WorkspaceOptions & {
  users: UserOptions[];
  channels: ChannelOptions[];
} {
  const tail = id.replace(/^T0?/, '');
  const anna = `U0ANNA${tail}`;
  const ben = `U0BEN${tail}`;
  return {
    id,
    users: [
      { id: anna, name: 'anna' },
      { id: ben, name: 'ben' },
    ],
    channels: [
      { id: `C0STAFF${tail}`, name: 'staff', kind: 'public' },
      { id: `C0AWAY${tail}`, name: 'away', kind: 'public', withBot: false },
      { id: `C0SEND${tail}`, name: 'send-team', kind: 'private' },
      { id: `C0HEADS${tail}`, name: 'heads', kind: 'private', withBot: false, members: [ben] },
      { id: `G0GROUP${tail}`, name: 'mpdm-anna--ben--signpost-1', kind: 'group' },
      { id: `C0SHARED${tail}`, name: 'with-the-council', kind: 'external' },
    ],
  };
}
