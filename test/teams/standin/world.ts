/** What all parts of the stand-in share: tenants, conversations, what was called, and what came of it. */

import { EventEmitter } from 'node:events';
import { type Faults, makeFaults } from './faults.ts';
import { chatId, guid, personId, threadId } from './ids.ts';
import type { Json } from './json.ts';
import type { TeamsApp, TenantOptions } from './options.ts';
import type { Method } from './routes.ts';
import type { Answer } from './sending.ts';

/** A school, or a trust. */
export interface Tenant {
  name: string;
  /** A GUID. */
  id: string;
  /** Where the bot calls for what is in this tenant; ends in a slash. */
  serviceUrl: string;
  users: Map<string, User>;
  teams: Map<string, Team>;
  conversations: Map<string, Conversation>;
}

export interface User {
  key: string;
  /** As the bot knows them: `29:…`. */
  id: string;
  name: string;
  aadObjectId: string;
  email: string;
}

export interface Team {
  name: string;
  /** Its General channel's. */
  id: string;
  groupId: string;
  /** By name. */
  channels: Map<string, Conversation>;
}

export interface Conversation {
  id: string;
  kind: 'personal' | 'groupChat' | 'channel';
  name: string;
  /** Their keys. */
  members: Set<string>;
  team?: Team;
  /** Whether the bot is in it. */
  installed: boolean;
  messages: Stored[];
  /** Who was in it to start with, and whether the bot was. */
  atStart: { members: readonly string[]; installed: boolean };
}

/** A message, whoever wrote it. */
export interface Stored {
  id: string;
  /** The message it stands under in a channel; its own id when it began the thread. */
  thread?: string;
  /** The key of a person, or `bot`. */
  from: string;
  activity: Json;
  /** What it was before it was changed, oldest first. */
  before: Json[];
  deleted: boolean;
}

/** A call the bot made, as it came in. */
export interface Call {
  method: Method;
  verb: string;
  path: string;
  /** The name tests call the tenant. */
  tenant: string | undefined;
  conversation: string | undefined;
  activity: string | undefined;
  authorization: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
  /** When, in milliseconds since 1970. */
  at: number;
  /** The fault it met. */
  fault?: string;
  /** What Teams made of it, even where a fault kept the bot from hearing. */
  status?: number;
  answer?: unknown;
}

/** Something sent to the bot. */
export interface Sent {
  activity: Json;
  answers: Answer[];
}

/** Something that Teams would take and show badly. */
export interface Problem {
  /** The call, or the answer to an invoke, it was found in. */
  where: string;
  problem: string;
}

/** A file that a person agreed to have. */
export interface Upload {
  id: string;
  name: string;
  /** The key of whose OneDrive it went to. */
  of: string;
  tenant: string;
  bytes: Buffer;
  complete: boolean;
}

export interface World {
  app: TeamsApp;
  /** `http://127.0.0.1:port`. */
  origin: string;
  splits: boolean;
  rates: boolean;
  anonymous: boolean;
  tenants: Map<string, Tenant>;
  /** The bot's own tokens, and until when they are good, in milliseconds since 1970. */
  tokens: Map<string, number>;
  uploads: Map<string, Upload>;
  calls: Call[];
  sent: Sent[];
  problems: Problem[];
  faults: Faults;
  /** The id of the message that was written last: a time, and no two the same. */
  lastId: number;
  /** Emits `change` whenever something happened that a test may be waiting for. */
  changes: EventEmitter;
}

/**
 * Makes a world in which nothing has happened yet.
 *
 * @param app the app
 * @param how what holds in it
 * @returns the world, without tenants
 */
export function makeWorld(
  app: TeamsApp,
  how: Pick<World, 'splits' | 'rates' | 'anonymous'>,
): World {
  const changes = new EventEmitter();
  // Each waiting test listens, and many may wait at once.
  changes.setMaxListeners(0);
  return {
    app,
    origin: '',
    ...how,
    tenants: new Map(),
    tokens: new Map(),
    uploads: new Map(),
    calls: [],
    sent: [],
    problems: [],
    faults: makeFaults(),
    lastId: 0,
    changes,
  };
}

/**
 * Makes a tenant with its people and conversations.
 *
 * @param world the world, whose origin is known
 * @param described what is in it
 * @returns the tenant, in which nobody has said anything
 * @throws when a team or a chat names somebody who is not there
 */
export function addTenant(world: World, described: TenantOptions): Tenant {
  const { name, id = guid(`tenant ${name}`), installed = true } = described;
  const tenant: Tenant = {
    name,
    id,
    serviceUrl: `${world.origin}/emea/${id}/`,
    users: new Map(),
    teams: new Map(),
    conversations: new Map(),
  };
  const add = (conversation: Omit<Conversation, 'installed' | 'messages' | 'atStart'>) => {
    const unknown = [...conversation.members].find((key) => !tenant.users.has(key));
    if (unknown !== undefined) throw new Error(`${name} has nobody called ${unknown}`);
    const atStart = { members: [...conversation.members], installed };
    const made = { ...conversation, installed, messages: [], atStart };
    tenant.conversations.set(made.id, made);
    return made;
  };
  for (const { key, ...user } of described.users ?? []) {
    const aadObjectId = user.aadObjectId ?? guid(`${id} ${key}`);
    const email = user.email ?? `${key}@${name}.example`;
    const called = user.name ?? key;
    const known = {
      key,
      name: called,
      aadObjectId,
      email,
      id: personId(world.app.id, aadObjectId),
    };
    tenant.users.set(key, known);
    const chat = chatId(world.app.id, aadObjectId);
    add({ id: chat, kind: 'personal', name: '', members: new Set([key]) });
  }
  for (const {
    name: called,
    channels = [],
    members = [...tenant.users.keys()],
  } of described.teams ?? []) {
    const team: Team = {
      name: called,
      id: threadId(`${id} ${called} General`, 'channel'),
      groupId: guid(`${id} ${called}`),
      channels: new Map(),
    };
    tenant.teams.set(called, team);
    for (const channel of ['General', ...channels]) {
      const thread = threadId(`${id} ${called} ${channel}`, 'channel');
      const made = { id: thread, name: channel, members: new Set(members), team };
      team.channels.set(channel, add({ ...made, kind: 'channel' }));
    }
  }
  for (const { name: called, members } of described.groupChats ?? []) {
    const thread = threadId(`${id} chat ${called}`, 'groupChat');
    add({ id: thread, kind: 'groupChat', name: called, members: new Set(members) });
  }
  world.tenants.set(name, tenant);
  return tenant;
}

/**
 * Puts everything back as it was at the start, so that people who are held on to are still there.
 *
 * @param world the world
 */
export function resetWorld(world: World): void {
  for (const list of [world.calls, world.sent, world.problems]) list.length = 0;
  world.uploads.clear();
  world.faults.clear();
  for (const tenant of world.tenants.values()) {
    for (const conversation of tenant.conversations.values()) {
      conversation.messages.length = 0;
      conversation.members = new Set(conversation.atStart.members);
      conversation.installed = conversation.atStart.installed;
    }
  }
}

/**
 * Finds a tenant.
 *
 * @param world the world
 * @param name what tests call it, or its id; the first one unless given
 * @returns the tenant
 * @throws when there is none, which is a mistake in the test
 */
export function tenantOf(world: World, name?: string): Tenant {
  const all = [...world.tenants.values()];
  const found = name === undefined ? all[0] : all.find((one) => [one.name, one.id].includes(name));
  if (found === undefined) throw new Error(`there is no tenant ${name}`);
  return found;
}

/**
 * Finds a conversation in whatever tenant it is.
 *
 * @param world the world
 * @param id its id, with or without the thread
 * @returns where it is, and which thread of it was meant
 * @throws when there is none, which is a mistake in the test
 */
export function placeOf(world: World, id: string): { tenant: Tenant } & Place {
  for (const tenant of world.tenants.values()) {
    const place = placeIn(tenant, id);
    if (place !== undefined) return { tenant, ...place };
  }
  throw new Error(`there is no conversation ${id}`);
}

/** A conversation, or one thread of a channel. */
export interface Place {
  conversation: Conversation;
  thread?: string;
}

/**
 * Finds a conversation of a tenant.
 *
 * @param tenant the tenant
 * @param id its id, with or without the thread
 * @returns it, or undefined where the tenant has no such conversation or thread
 */
export function placeIn(tenant: Tenant, id: string): Place | undefined {
  const [base = '', thread] = id.split(';messageid=');
  const conversation = tenant.conversations.get(base);
  if (conversation === undefined) return undefined;
  if (thread === undefined) return { conversation };
  const known = conversation.messages.some((each) => each.id === thread);
  return known && conversation.kind === 'channel' ? { conversation, thread } : undefined;
}

/**
 * Finds a conversation in a person's own tenant.
 *
 * @param tenant the tenant
 * @param id its id, with or without the thread
 * @returns it
 * @throws when there is none there, which is a mistake in the test
 */
export function placeFor(tenant: Tenant, id: string): Place {
  const place = placeIn(tenant, id);
  if (place === undefined) throw new Error(`${tenant.name} has no conversation ${id}`);
  return place;
}

/**
 * Makes the next message's id.
 *
 * @param world the world
 * @returns the time in milliseconds, or one more than the last
 */
export function nextId(world: World): string {
  world.lastId = Math.max(Date.now(), world.lastId + 1);
  return String(world.lastId);
}

/**
 * Writes a message down.
 *
 * @param world the world
 * @param place where
 * @param from the key of a person, or `bot`
 * @param activity what it says
 * @param id its id, where it is known already
 * @returns the message
 */
export function store(
  world: World,
  { conversation, thread }: Place,
  from: string,
  activity: Json,
  id = nextId(world),
): Stored {
  const message: Stored = {
    id,
    ...(conversation.kind === 'channel' && { thread: thread ?? id }),
    from,
    activity,
    before: [],
    deleted: false,
  };
  conversation.messages.push(message);
  world.changes.emit('change');
  return message;
}
