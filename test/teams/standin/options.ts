/** What a Teams of tests is made of: the app, and tenants with their people, teams and group chats. */

import { guid } from './ids.ts';

export interface TeamsApp {
  /** The bot's id in Entra; in conversations it is `28:` and this. */
  id: string;
  /** Its client secret. */
  secret: string;
  name: string;
  /** The tenant it is registered in. */
  tenant: string;
}

export interface TenantOptions {
  /** What tests call it. */
  name: string;
  /** A GUID, made of the name unless given. */
  id?: string;
  users?: UserOptions[];
  teams?: TeamOptions[];
  groupChats?: { name: string; members: string[] }[];
  /** Where the bot is to start with: everywhere unless false, which tells it nothing. */
  installed?: boolean;
}

export interface UserOptions {
  /** What tests call them. */
  key: string;
  name?: string;
  /** Made of the tenant and the key unless given. */
  aadObjectId?: string;
  email?: string;
}

export interface TeamOptions {
  name: string;
  /** Besides General, which every team has. */
  channels?: string[];
  /** Everybody unless given. */
  members?: string[];
}

export interface TeamsOptions {
  app?: Partial<TeamsApp>;
  /** One, called `one`, unless given. */
  tenants?: TenantOptions[];
  /** The bot's `/api/messages`; may be set later with `deliverTo`. */
  botUrl?: string;
  /**
   * Whether a message of a text and a card becomes two, and its id is not told. Teams' documentation
   * says so ("Message splitting", messages in bot conversations); true unless given.
   */
  splits?: boolean;
  /** Whether Teams' rates hold: 7 a second in one conversation, and so on. */
  rates?: boolean;
  /** Whether nobody shows a token, as when a bot is tried without credentials. */
  anonymous?: boolean;
}

/**
 * Describes a school's tenant: three people, a team with two channels, and a chat of two of them.
 *
 * @param name what tests call it
 * @param changes what is to be otherwise
 * @returns the description
 */
export function tenant(name: string, changes: Omit<TenantOptions, 'name'> = {}): TenantOptions {
  return {
    name,
    users: [
      { key: 'anna', name: 'Anna Able' },
      { key: 'ben', name: 'Ben Brook' },
      { key: 'cara', name: 'Cara Cole' },
    ],
    teams: [{ name: 'staff', channels: ['send'], members: ['anna', 'ben'] }],
    groupChats: [{ name: 'heads', members: ['anna', 'ben'] }],
    ...changes,
  };
}

/**
 * Fills in what was left open of the app.
 *
 * @param options as given
 * @returns the app
 */
export function appOf({ app }: TeamsOptions): TeamsApp {
  return {
    id: guid('signpost bot'),
    secret: 'the-client-secret-of-the-stand-in',
    name: 'Signpost',
    tenant: guid('home of the bot'),
    ...app,
  };
}
