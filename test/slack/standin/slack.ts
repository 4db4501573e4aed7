/**
 * A Slack for tests, on loopback: a front over emulate's store that adds what emulate lacks, says no
 * where Slack says no, and lets a test be a person, read what they see, and make things go wrong.
 */

import type { AddressInfo } from 'node:net';
import { type Deliver, type Delivery, sendEvent } from './delivery.ts';
import type { Fault } from './faults.ts';
import { startFront } from './front.ts';
import type { Json } from './json.ts';
import { makeOAuth } from './oauth.ts';
import { appOf, type SlackApp, type SlackOptions, type UserOptions, workspace } from './options.ts';
import { type Person, person } from './people.ts';
import {
  filesIn,
  messagesIn,
  type SlackFile,
  type SlackMessage,
  type SlackView,
  viewOf,
} from './reading.ts';
import { makeResponses } from './response-url.ts';
import { post, type Sending } from './signing.ts';
import { makeSockets, type Sockets } from './socket.ts';
import { join, startTeam, type Team } from './team.ts';
import {
  type Call,
  makeWorld,
  type Sent,
  type ThreadState,
  teamById,
  teamOf,
  threadOf,
} from './world.ts';

export type {
  Call,
  Delivery,
  Fault,
  Person,
  Sending,
  SlackFile,
  SlackMessage,
  SlackOptions,
  SlackView,
  Sockets,
  ThreadState,
};
export { workspace };

export interface SlackStandIn {
  /** What `SLACK_API_URL` is set to; ends in `/api/`. */
  apiUrl: string;
  /** The page a person is sent to for installing the app. */
  authorizeUrl: string;
  app: SlackApp;
  /** From now on signed requests go to this address; undefined sends everything over the socket. */
  deliverTo(botUrl: string | undefined): void;
  /** A workspace's bot: its token, its ids, its scopes (which a test may change). */
  bot(team?: string): Team['bot'];
  /** A person to drive. */
  user(team: string, id: string): Person;
  /** Brings somebody new in and sends `team_join`. */
  join(team: string, user: UserOptions, sending?: Sending): Promise<Delivery>;
  /** Sends an event of any kind from a workspace. */
  event(team: string, event: Json, sending?: Sending): Promise<Delivery>;
  /** Sends a payload as it is: to be malformed, or forged. */
  raw(body: string, contentType: string, sending?: Sending): Promise<Delivery['answers']>;
  /** Removes the app from a workspace: its token stops working and both events are sent. */
  uninstall(team: string, sending?: Sending): Promise<Delivery[]>;
  /** The code a person gets who allows the app. */
  code(team: string, grant?: { userId?: string; redirectUri?: string; lifeMs?: number }): string;
  /** The messages of a conversation, oldest first; `asUser` sees what that person sees. */
  messages(channel: string, seen?: { asUser?: string; team?: string }): SlackMessage[];
  /** Waits for a message. */
  message(
    channel: string,
    where: (message: SlackMessage) => boolean,
    seen?: { asUser?: string; team?: string; timeoutMs?: number },
  ): Promise<SlackMessage>;
  /** The calls the bot made, of one method or of all, oldest first. */
  calls(method?: string): Call[];
  /** What was sent to the bot and what it answered, oldest first. */
  sent(): Sent[];
  /** Waits until something is so, looking whenever anything happens; gives what was found. */
  waitFor<T>(look: () => T | Promise<T>, timeoutMs?: number): Promise<NonNullable<T>>;
  /** Waits until the bot has made no call for a while. */
  quiet(ms?: number): Promise<void>;
  /** What was published to somebody's Home tab. */
  home(user: string, team?: string): SlackView | undefined;
  /** The topmost modal somebody has open. */
  modal(user: string, team?: string): SlackView | undefined;
  files(channel: string, team?: string): SlackFile[];
  /** What the bot showed in an assistant's thread: status, prompts, title. */
  thread(channel: string, threadTs?: string): ThreadState;
  /** The scopes that were needed so far, in order. */
  scopesExercised(): string[];
  fault(fault: Fault): void;
  sockets: Sockets;
  /** Makes a response address old. */
  expire(responseUrl: string): void;
  /** Puts everything back as it was at the start; sockets stay open. */
  reset(): void;
  close(): Promise<void>;
}

/**
 * Starts a Slack.
 *
 * @param options the app, the workspaces, where to send; one workspace `T0ONE` unless given
 * @returns the stand-in, listening on a free port of 127.0.0.1
 * @throws when emulate is not the version this was written for
 */
export async function startSlack(options: SlackOptions = {}): Promise<SlackStandIn> {
  const world = makeWorld(appOf(options));
  const changed = () => void world.changes.emit('change');
  const sockets = makeSockets(world.app.id, changed);
  const responses = makeResponses(world);
  const oauth = makeOAuth(world);
  const server = await startFront({ world, responses, oauth, sockets });
  world.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let { botUrl } = options;

  const deliver: Deliver = async (type, payload, sending) => {
    const answers = await carry(type, payload, sending);
    world.sent.push({ type, payload, answers });
    changed();
    return answers;
  };
  const carry: Deliver = async (type, payload, sending) => {
    if (botUrl === undefined) return sockets.send(type, payload, sending);
    const to = { url: botUrl, secret: world.app.signingSecret };
    if (type === 'events_api') {
      const json = { ...to, contentType: 'application/json' };
      return post(json, JSON.stringify(payload), sending);
    }
    const form = { ...to, contentType: 'application/x-www-form-urlencoded' };
    const fields =
      type === 'interactive'
        ? { payload: JSON.stringify(payload) }
        : (payload as Record<string, string>);
    return post(form, new URLSearchParams(fields).toString(), sending);
  };
  const surroundings = { world, responses, deliver };

  // Nobody waits for these, as nobody at Slack does, and a bot that is gone is no failure of ours.
  world.echo = (team, event) => {
    if (options.echoes !== true) return;
    sendEvent(surroundings, team, event).catch(() => undefined);
  };

  for (const described of options.workspaces ?? [workspace('T0ONE')]) {
    const baseUrl = `${world.origin}/team/${described.id}`;
    world.teams.set(described.id, await startTeam(world.app, described, baseUrl));
  }

  const waitFor: SlackStandIn['waitFor'] = async (look, timeoutMs = 5_000) => {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const found = await look();
      if (found) return found;
      const left = deadline - Date.now();
      if (left <= 0) {
        const last = world.calls
          .slice(-5)
          .map(({ method, answer }) => `${method} ${JSON.stringify(answer)}`);
        throw new Error(
          `nothing came of ${look} in ${timeoutMs} ms; last calls:\n${last.join('\n')}`,
        );
      }
      // What a test looks at may be its own, which no change here tells of.
      await nextChange(Math.min(left, 20));
    }
  };

  function nextChange(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const stop = () => {
        clearTimeout(timer);
        world.changes.off('change', stop);
        resolve();
      };
      const timer = setTimeout(stop, ms);
      world.changes.on('change', stop);
    });
  }

  const messages: SlackStandIn['messages'] = (channel, { asUser, team } = {}) =>
    messagesIn(world, teamOf(world, channel, team), channel, asUser);

  return {
    apiUrl: `${world.origin}/api/`,
    authorizeUrl: `${world.origin}/oauth/v2/authorize`,
    app: world.app,
    sockets,
    deliverTo(url) {
      botUrl = url;
    },
    bot: (team) => teamById(world, team).bot,
    user: (team, id) => person(surroundings, teamById(world, team), id),
    async join(teamId, user, sending = {}) {
      const team = teamById(world, teamId);
      join(team, user);
      const { user: known } = await team.emulator.call(team.actor, 'users.info', { user: user.id });
      return sendEvent(surroundings, team, { type: 'team_join', user: known }, sending);
    },
    event: (team, event, sending) => sendEvent(surroundings, teamById(world, team), event, sending),
    raw(body, contentType, sending = {}) {
      if (botUrl === undefined) throw new Error('a raw request needs the address of the bot');
      return post({ url: botUrl, secret: world.app.signingSecret, contentType }, body, sending);
    },
    async uninstall(teamId, sending = {}) {
      const team = teamById(world, teamId);
      team.refused = 'account_inactive';
      const tokens = { oauth: [], bot: [team.bot.userId] };
      return [
        await sendEvent(surroundings, team, { type: 'tokens_revoked', tokens }, sending),
        await sendEvent(surroundings, team, { type: 'app_uninstalled' }, sending),
      ];
    },
    code: (team, grant) => oauth.grant(teamById(world, team), grant),
    messages,
    message: (channel, where, { timeoutMs, ...seen } = {}) =>
      waitFor(() => messages(channel, seen).find(where), timeoutMs),
    calls: (method) => world.calls.filter((call) => (method ?? call.method) === call.method),
    sent: () => [...world.sent],
    waitFor,
    async quiet(ms = 50) {
      for (let before = -1; before !== world.calls.length; ) {
        before = world.calls.length;
        await new Promise((resolve) => setTimeout(resolve, ms));
      }
    },
    home: (user, team) => viewOf(teamById(world, team), user, 'home'),
    modal: (user, team) => viewOf(teamById(world, team), user, 'modal'),
    files: (channel, team) => filesIn(teamOf(world, channel, team), channel),
    thread: (channel, threadTs = '') => threadOf(world, channel, threadTs),
    scopesExercised: () => [...world.scopes].sort(),
    fault: (fault) => world.faults.add(fault),
    expire: (responseUrl) => responses.expire(responseUrl),
    reset() {
      world.calls.length = 0;
      world.sent.length = 0;
      world.faults.clear();
      world.versions.clear();
      world.threads.clear();
      world.scopes.clear();
      sockets.acks.length = 0;
      for (const team of world.teams.values()) team.reset();
    },
    async close() {
      sockets.thaw();
      sockets.drop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const team of world.teams.values()) await team.emulator.close();
    },
  };
}
