/**
 * One workspace's state, in `emulate`.
 *
 * emulate holds one workspace and makes up its ids, and its public interface neither seeds ids nor
 * hands over the store. Its Slack plugin is one object beside its entry, so the plugin's `register`
 * is borrowed while an emulator starts: that yields the store and the router. This rests on the insides of emulate 0.12.2, which is why the version is pinned.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { createEmulator } from 'emulate';
import { type Json, textOf } from './json.ts';

type Row = Json & { id: number };

/** A table of emulate's store. */
export interface Table {
  insert(row: Json): Row;
  update(id: number, changes: Json): Row | undefined;
  delete(id: number): boolean;
  all(): Row[];
  findBy(field: string, value: string): Row[];
  findOneBy(field: string, value: string): Row | undefined;
}

/** The tables used here. */
export interface Tables {
  teams: Table;
  users: Table;
  channels: Table;
  messages: Table;
  ephemeralMessages: Table;
  bots: Table;
  tokens: Table;
  incomingWebhooks: Table;
  files: Table;
  fileUploadSessions: Table;
  views: Table;
  viewTriggers: Table;
}

/** Whoever calls: a person, or the bot when its id as an app is given too. */
export interface Actor {
  userId: string;
  botId?: string;
  appId?: string;
}

export interface Emulator {
  tables: Tables;
  /** Calls a method as somebody and gives the answer; an unknown method answers `unknown_method`. */
  call(actor: Actor, method: string, args: Json): Promise<Json>;
  /** Passes on anything else: uploads and downloads. */
  pass(actor: Actor | undefined, path: string, init: RequestInit): Promise<Response>;
  /** Empties it and seeds it again. */
  reset(): void;
  close(): Promise<void>;
}

interface Plugin {
  register(app: { fetch(request: Request): Promise<Response> }, ...rest: unknown[]): void;
}

interface SlackModule {
  slackPlugin: Plugin;
  getSlackStore(store: unknown): Tables;
}

// emulate answers 403 to a token's 5,000th call in an hour, so no token is used for that many.
const CALLS_PER_TOKEN = 4_000;

// Starting borrows the plugin, and two at once would take each other's store.
let starting: Promise<unknown> = Promise.resolve();

/**
 * Starts an emulator.
 *
 * @param baseUrl how the bot reaches it, since upload addresses are made from it
 * @param seed fills the tables, at the start and after each reset; emulate's own sample rows are gone by then
 * @returns the emulator
 * @throws when emulate is another version and its insides have moved
 */
export function startEmulator(baseUrl: string, seed: (tables: Tables) => void): Promise<Emulator> {
  const started = starting.then(() => start(baseUrl, seed));
  starting = started.catch(() => undefined);
  return started;
}

async function start(baseUrl: string, seed: (tables: Tables) => void): Promise<Emulator> {
  const { slackPlugin, getSlackStore } = await slackModule();
  const { register } = slackPlugin;
  let borrowed: { app: { fetch(request: Request): Promise<Response> }; store: unknown } | undefined;
  slackPlugin.register = (app, store, ...rest) => {
    borrowed = { app, store };
    register.call(slackPlugin, app, store, ...rest);
  };
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    hostname: '127.0.0.1',
    baseUrl,
  }).finally(() => {
    slackPlugin.register = register;
  });
  if (borrowed === undefined) throw new Error('emulate no longer registers its Slack plugin');
  const { app, store } = borrowed;
  const tables = getSlackStore(store);
  let calls = 0;

  function fill(): void {
    for (const table of Object.values(tables) as Table[]) {
      for (const { id } of table.all()) table.delete(id);
    }
    seed(tables);
  }

  function tokenFor(actor: Actor): string {
    const token = `${actor.userId}-${Math.floor(calls++ / CALLS_PER_TOKEN)}`;
    if (tables.tokens.findOneBy('token', token) === undefined) {
      tables.tokens.insert({
        token,
        token_type: actor.botId === undefined ? 'user' : 'bot',
        team_id: tables.teams.all()[0]?.team_id,
        user_id: actor.userId,
        scopes: ['files:read'],
        ...(actor.botId !== undefined && { bot_id: actor.botId, app_id: actor.appId }),
      });
    }
    return token;
  }

  function pass(actor: Actor | undefined, path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.delete('authorization');
    if (actor !== undefined) headers.set('authorization', `Bearer ${tokenFor(actor)}`);
    return app.fetch(new Request(new URL(path, 'http://127.0.0.1'), { ...init, headers }));
  }

  fill();
  return {
    tables,
    pass,
    async call(actor, method, args) {
      const response = await pass(actor, `/api/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(args),
      });
      if (response.status === 404) return { ok: false, error: 'unknown_method' };
      return (await response.json()) as Json;
    },
    reset() {
      emulator.reset();
      fill();
    },
    close: () => emulator.close(),
  };
}

let found: Promise<SlackModule> | undefined;

function slackModule(): Promise<SlackModule> {
  found ??= findSlackModule();
  return found;
}

async function findSlackModule(): Promise<SlackModule> {
  const folder = new URL('.', import.meta.resolve('emulate'));
  const name = readdirSync(folder).find(
    (file) =>
      /^dist-\w+\.js$/.test(file) &&
      readFileSync(new URL(file, folder), 'utf8').includes('getSlackStore,\n'),
  );
  if (name === undefined) throw new Error('emulate no longer keeps its Slack plugin in a file');
  return (await import(new URL(name, folder).href)) as SlackModule;
}

/**
 * Reads a column that is a list of ids.
 *
 * @param row a row, or undefined
 * @param field the column
 * @returns the ids
 */
export function idsIn(row: Json | undefined, field: string): string[] {
  const value = row?.[field];
  return Array.isArray(value) ? value.map(textOf) : [];
}
