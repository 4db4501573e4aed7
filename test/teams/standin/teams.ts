/**
 * A Microsoft Teams for tests, on loopback: it vouches for what it sends as Microsoft does, takes the
 * bot's calls and says no where Teams says no, and lets a test be a person, read what they see, and make
 * things go wrong.
 */

import type { AddressInfo } from 'node:net';
import { headerOf, type Surroundings } from './delivery.ts';
import type { Fault } from './faults.ts';
import { type Forgery, forgeriesOf } from './forgeries.ts';
import { startFront } from './front.ts';
import { makeIssuer, type TokenOptions } from './issuer.ts';
import { type Credentials, makeCredentials } from './login.ts';
import { appOf, type TeamsApp, type TeamsOptions, tenant } from './options.ts';
import { type Person, person } from './people.ts';
import { makeRates } from './rates.ts';
import { messagesIn, type TeamsMessage } from './reading.ts';
import type { Method } from './routes.ts';
import { type Answer, post, type Sending } from './sending.ts';
import { type Waiting, waiting } from './waiting.ts';
import {
  addTenant,
  type Call,
  makeWorld,
  type Problem,
  resetWorld,
  type Sent,
  type Tenant,
  tenantOf,
  type Upload,
} from './world.ts';

export type { Fault, Forgery, Person, Sending, TeamsMessage, TeamsOptions };
export { tenant };

export interface TeamsStandIn extends Waiting {
  app: TeamsApp;
  /** Where the keys are: botbuilder's `ToBotFromChannelOpenIdMetadataUrl`. */
  openIdUrl: string;
  /** Where the bot gets its own token. */
  loginUrl: string;
  /** The first tenant's; ends in a slash. */
  serviceUrl: string;
  /** What `startTeams` of the bot's own adapter takes as `instead`. */
  instead: {
    openIdUrl: string;
    credentials: Credentials;
    isServiceUrl(url: unknown): url is string;
  };
  /** From now on activities go to this address. */
  deliverTo(botUrl: string): void;
  /** A tenant, by what tests call it or by its id. */
  tenant(name?: string): Tenant;
  /** The id of a channel of a team. */
  channel(tenant: string, team: string, channel: string): string;
  /** The id of a group chat. */
  groupChat(tenant: string, name: string): string;
  /** A person to drive. */
  user(tenant: string, key: string): Person;
  /** A token of Teams', for one tenant's service URL; as it should be unless the options say otherwise. */
  token(options?: TokenOptions & { tenant?: string }): string;
  /** Requests to be refused, each a way to send anything. */
  forgeries(tenant?: string): Forgery[];
  /** Changes Teams' key; the one before stays published unless told otherwise. */
  rollKeys(how?: { keepOld?: boolean }): Promise<void>;
  /** Sends a body as it is: to be malformed. */
  raw(body: string, sending?: Sending & { tenant?: string }): Promise<Answer>;
  /** A conversation's messages as they read now, oldest first; `asUser` sees what that person sees. */
  activities(conversation: string, seen?: { asUser?: string }): TeamsMessage[];
  /** Waits for a message. */
  message(
    conversation: string,
    where: (message: TeamsMessage) => boolean,
    seen?: { asUser?: string; timeoutMs?: number },
  ): Promise<TeamsMessage>;
  /** The last message of the bot that holds a card. */
  lastCard(conversation: string): TeamsMessage;
  /** The calls the bot made, of one method or of all, oldest first. */
  calls(method?: Method): Call[];
  /** What was sent to the bot and what it answered, oldest first. */
  sent(): Sent[];
  /** The files that people agreed to have. */
  files(): Upload[];
  /** What Teams took and would show badly, or not at all. */
  problems(): Problem[];
  fault(fault: Fault): void;
  /** Empties the conversations and forgets what happened; the bot is again where it was at the start. */
  reset(): void;
  close(): Promise<void>;
}

/**
 * Starts a Teams.
 *
 * @param options the app, the tenants, where to send; one tenant `one` unless given
 * @returns the stand-in, listening on a free port of 127.0.0.1
 */
export async function startTeams(options: TeamsOptions = {}): Promise<TeamsStandIn> {
  const { splits = true, rates: hasRates = false, anonymous = false } = options;
  const world = makeWorld(appOf(options), { splits, rates: hasRates, anonymous });
  const issuer = await makeIssuer(world.app.id);
  const rates = makeRates();
  const server = await startFront({ world, issuer, rates });
  world.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const one of options.tenants ?? [tenant('one')]) addTenant(world, one);

  let { botUrl } = options;
  const surroundings: Surroundings = {
    world,
    issuer,
    botUrl() {
      if (botUrl === undefined) throw new Error('nobody said where the bot is: deliverTo(url)');
      return botUrl;
    },
  };
  const openIdUrl = `${world.origin}/v1/.well-known/openidconfiguration`;
  const loginUrl = `${world.origin}/login/${world.app.tenant}/oauth2/v2.0/token`;
  const { waitFor, quiet } = waiting(world);
  const activities: TeamsStandIn['activities'] = (conversation, { asUser } = {}) =>
    messagesIn(world, conversation, asUser);

  return {
    app: world.app,
    openIdUrl,
    loginUrl,
    serviceUrl: tenantOf(world).serviceUrl,
    instead: {
      openIdUrl,
      credentials: makeCredentials(world, loginUrl),
      isServiceUrl: (url): url is string =>
        typeof url === 'string' && URL.canParse(url) && new URL(url).origin === world.origin,
    },
    deliverTo(url) {
      botUrl = url;
    },
    tenant: (name) => tenantOf(world, name),
    channel(tenantName, team, channel) {
      const found = tenantOf(world, tenantName).teams.get(team)?.channels.get(channel);
      if (found === undefined) throw new Error(`there is no channel ${channel} in ${team}`);
      return found.id;
    },
    groupChat(tenantName, name) {
      const found = [...tenantOf(world, tenantName).conversations.values()].find(
        (each) => each.kind === 'groupChat' && each.name === name,
      );
      if (found === undefined) throw new Error(`there is no group chat ${name}`);
      return found.id;
    },
    user: (tenantName, key) => person(surroundings, tenantOf(world, tenantName), key),
    token: ({ tenant: name, ...how } = {}) => issuer.token(tenantOf(world, name).serviceUrl, how),
    forgeries: (name) => forgeriesOf(world, issuer, tenantOf(world, name)),
    rollKeys: (how) => issuer.rollKeys(how),
    raw(body, { tenant: name, ...sending } = {}) {
      const { serviceUrl } = tenantOf(world, name);
      const header = headerOf(surroundings, { serviceUrl }, sending);
      return post(surroundings.botUrl(), body, header, sending);
    },
    activities,
    message: (conversation, where, { timeoutMs, ...seen } = {}) =>
      waitFor(() => activities(conversation, seen).find(where), timeoutMs),
    lastCard(conversation) {
      const found = activities(conversation).findLast(
        ({ from, cards }) => from === 'bot' && cards.length > 0,
      );
      if (found === undefined) throw new Error(`there is no card in ${conversation}`);
      return found;
    },
    calls: (method) => world.calls.filter((call) => (method ?? call.method) === call.method),
    sent: () => [...world.sent],
    files: () => [...world.uploads.values()],
    problems: () => [...world.problems],
    waitFor,
    quiet,
    fault: (fault) => world.faults.add(fault),
    reset() {
      resetWorld(world);
      rates.clear();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
