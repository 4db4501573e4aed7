/** What all parts of the stand-in share: the workspaces, what was called, and what came of it. */

import { EventEmitter } from 'node:events';
import type { Faults } from './faults.ts';
import { makeFaults } from './faults.ts';
import type { Block, Json } from './json.ts';
import type { SlackApp } from './options.ts';
import type { Answer } from './signing.ts';
import { conversation, type Team } from './team.ts';

/** A call the bot made, as it came in. */
export interface Call {
  method: string;
  /** The arguments, with the ones sent as JSON text read. */
  args: Json;
  token: string | undefined;
  team: string | undefined;
  /** When, in milliseconds since 1970. */
  at: number;
  /** The fault it met. */
  fault?: string;
  /** What Slack made of it, even where a fault kept the bot from hearing. */
  answer?: Json;
}

/** Something sent to the bot, whether a person did it or it came of itself. */
export interface Sent {
  type: 'events_api' | 'interactive' | 'slash_commands';
  payload: Json;
  answers: Answer[];
}

/** What a message said before it was changed. */
export interface Version {
  text: string;
  blocks: Block[];
}

/** What the bot showed in an assistant's thread. */
export interface ThreadState {
  status: string;
  /** Every status there was, the empty ones that clear it too. */
  statuses: string[];
  loadingMessages: string[];
  prompts: { title: string; message: string }[];
  promptsTitle: string | undefined;
  title: string | undefined;
}

export interface World {
  app: SlackApp;
  /** `http://127.0.0.1:port`. */
  origin: string;
  teams: Map<string, Team>;
  calls: Call[];
  sent: Sent[];
  faults: Faults;
  versions: Map<string, Version[]>;
  threads: Map<string, ThreadState>;
  /** The scopes calls and deliveries needed and the bot had. */
  scopes: Set<string>;
  /** Tells the bot of what it did itself, where a test wants that. */
  echo(team: Team, event: Json): void;
  /** Emits `change` whenever something happened that a test may be waiting for. */
  changes: EventEmitter;
}

/**
 * Makes a world in which nothing has happened yet.
 *
 * @param app the app
 * @returns the world, without workspaces
 */
export function makeWorld(app: SlackApp): World {
  const changes = new EventEmitter();
  // Each waiting test listens, and many may wait at once.
  changes.setMaxListeners(0);
  return {
    app,
    origin: '',
    teams: new Map(),
    calls: [],
    sent: [],
    faults: makeFaults(),
    versions: new Map(),
    threads: new Map(),
    scopes: new Set(),
    echo: () => {},
    changes,
  };
}

/**
 * Finds the workspace a conversation is in.
 *
 * @param world the world
 * @param channel the conversation's id
 * @param teamId the workspace, where two share the conversation
 * @returns the workspace
 * @throws when there is none, which is a mistake in the test
 */
export function teamOf(world: World, channel: string, teamId?: string): Team {
  for (const team of world.teams.values()) {
    if ((teamId ?? team.id) === team.id && conversation(team, channel)) return team;
  }
  throw new Error(`no workspace has the conversation ${channel}`);
}

/**
 * Finds a workspace.
 *
 * @param world the world
 * @param id the workspace's id; the first one unless given
 * @returns the workspace
 * @throws when there is none, which is a mistake in the test
 */
export function teamById(world: World, id?: string): Team {
  const team = id === undefined ? [...world.teams.values()][0] : world.teams.get(id);
  if (team === undefined) throw new Error(`there is no workspace ${id}`);
  return team;
}

/**
 * Looks up what the bot showed in a thread.
 *
 * @param world the world
 * @param channel the conversation
 * @param thread the thread's `thread_ts`, or '' for prompts set for the whole conversation
 * @returns its state, to read or to change
 */
export function threadOf(world: World, channel: string, thread: string): ThreadState {
  const key = `${channel}:${thread}`;
  const state = world.threads.get(key) ?? {
    status: '',
    statuses: [],
    loadingMessages: [],
    prompts: [],
    promptsTitle: undefined,
    title: undefined,
  };
  world.threads.set(key, state);
  return state;
}
