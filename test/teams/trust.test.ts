/**
 * Who may speak to us as Teams, and whom we speak to: a request that is not Teams', or not from a
 * tenant we serve, changes nothing and makes us call nobody; our token goes to Teams alone.
 */

import http from 'node:http';
import https from 'node:https';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { isServiceUrl } from '../../adapters/teams/guard.ts';
import type { TeamsSettings } from '../../adapters/teams/settings.ts';
import { WORDS } from '../../adapters/teams/words.ts';
import { type Program, startProgram } from './program.ts';
import type { Delivery } from './standin/delivery.ts';
import { type Json, objectOf } from './standin/json.ts';
import type { Sending } from './standin/sending.ts';
import { type Person, startTeams, type TeamsStandIn, tenant } from './standin/teams.ts';

const QUESTION = 'What is the Local Offer for?';

let teams: TeamsStandIn;
let program: Program;
/** The same with the hosts of Teams itself; it is only ever told what asks for no answer. */
let strict: Program;
let anna: Person;
/** How far the clock is ahead, in milliseconds. */
let ahead = 0;
/** Where requests went by `node:http` and `node:https`, which is how botbuilder sends. */
const hosts: string[] = [];
const printed: unknown[] = [];

beforeAll(async () => {
  const now = Date.now;
  vi.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
  for (const how of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const)
    vi.spyOn(console, how).mockImplementation((...said) => void printed.push(said));
  for (const made of [http, https]) {
    const { request } = made;
    const noted = (...given: [never]) => {
      const sent = request(...given);
      hosts.push(String(sent.getHeader('host')));
      return sent;
    };
    vi.spyOn(made, 'request').mockImplementation(noted as unknown as typeof request);
  }
  teams = await startTeams({ tenants: [tenant('one'), tenant('two'), tenant('stranger')] });
  const settings: TeamsSettings = {
    local: false,
    appId: teams.app.id,
    password: teams.app.secret,
    type: 'SingleTenant',
    appTenant: teams.app.tenant,
    tenants: ['one', 'two'].map((name) => teams.tenant(name).id),
  };
  program = await startProgram(settings, teams.instead);
  const realHosts = (url: unknown): url is string => isServiceUrl(url, false);
  strict = await startProgram(settings, { ...teams.instead, isServiceUrl: realHosts });
  anna = teams.user('one', 'anna');
});
afterAll(async () => {
  await program.stop();
  await strict.stop();
  await teams.close();
  vi.restoreAllMocks();
});

beforeEach(async () => {
  teams.reset();
  teams.deliverTo(program.url);
  for (const { store, settle, turns, reports } of [program, strict]) {
    await settle();
    turns.splice(0);
    reports.splice(0);
    for (const [name, method] of Object.entries(store))
      if (typeof method === 'function') vi.spyOn(store, name as 'keep').mockClear();
  }
  hosts.splice(0);
});

/** What the store was asked to do; it writes at times that there is nothing to write. */
function touched({ store }: Program): string[] {
  return Object.entries(store).flatMap(([name, method]) => {
    const { calls } = vi.mocked(method as typeof store.receive).mock;
    return calls.filter(([first]) => !Array.isArray(first) || first.length > 0).map(() => name);
  });
}

/** Calls, apart from those for the keys that tokens are checked with. */
const calls = () => teams.calls().filter(({ method }) => !['openid', 'keys'].includes(method));

function expectNoEffect(one = program): void {
  expect(touched(one)).toEqual([]);
  expect(one.turns).toEqual([]);
  expect(calls()).toEqual([]);
  expect(one.connector.calls).toEqual([]);
  const elsewhere = hosts.filter((host) => !teams.openIdUrl.includes(host));
  expect(elsewhere).toEqual([]);
}

/** What Teams sends, one of each kind. */
const KINDS: Record<string, (person: Person, sending?: Sending) => Promise<Delivery>> = {
  message: (person, sending) => person.say(QUESTION, sending),
  'a search': (person, sending) => person.search(QUESTION, sending),
  invoke: (person, sending) =>
    person.act(
      {
        type: 'invoke',
        name: 'fileConsent/invoke',
        value: { type: 'fileUpload', action: 'decline', context: { file: 'any' } },
      },
      sending,
    ),
  conversationUpdate: (person, sending) =>
    person.act(
      { type: 'conversationUpdate', membersAdded: [{ id: `28:${teams.app.id}` }] },
      sending,
    ),
};
const kinds = Object.entries(KINDS);

/** Whose token is Teams', but who is not welcome. */
const UNWELCOME = new Set(['from a tenant that is not ours', 'from two tenants at once']);

describe.each(kinds)('forged: %s', (_name, act) => {
  test('every kind of forgery is refused, changes nothing and calls nobody', async () => {
    const forgeries = teams.forgeries('one');
    expect(forgeries.length).toBeGreaterThanOrEqual(30);
    const refused: Record<string, number> = {};
    for (const { name, sending } of forgeries) {
      const { status, body } = await act(anna, sending);
      refused[name] = status;
      expect(body, name).toBe('');
    }
    const wanted = forgeries.map(({ name }) => [name, UNWELCOME.has(name) ? 403 : 401]);
    expect(refused).toEqual(Object.fromEntries(wanted));
    expectNoEffect();
    expect(program.reports).toEqual([]);
  });

  test('a genuine one is taken before and after', async () => {
    expect((await act(anna)).status).toBe(200);
    expect((await act(anna, { token: null })).status).toBe(401);
    expect((await act(anna)).status).toBe(200);
    await program.settle();
    expect(program.reports).toEqual([]);
  });
});

describe('a tenant', () => {
  /** Names tenants where Teams does. */
  const from =
    (conversation: string | undefined, channel: string | undefined) =>
    (activity: Json): Json => ({
      ...activity,
      conversation: { ...objectOf(activity.conversation), tenantId: conversation },
      channelData: {
        ...objectOf(activity.channelData),
        tenant: channel === undefined ? undefined : { id: channel },
      },
    });

  test.each(kinds)('that is not on the list is refused: %s', async (_name, act) => {
    expect((await act(teams.user('stranger', 'anna'))).status).toBe(403);
    expectNoEffect();
  });

  test.each(kinds)('must be named, and be one: %s', async (_name, act) => {
    const [one, two] = ['one', 'two'].map((name) => teams.tenant(name).id);
    for (const change of [from(one, two), from(two, one), from(undefined, undefined), from('', '')])
      expect((await act(anna, { change })).status).toBe(403);
    expectNoEffect();
  });

  test('is the same in capitals, and named in either place', async () => {
    const { id } = teams.tenant('one');
    for (const change of [from(id.toUpperCase(), id), from(id, undefined), from(undefined, id)])
      expect((await anna.typing({ change })).status).toBe(200);
  });
});

describe('keys roll over', () => {
  test('in mid-run: the new one is taken, and the old one is no longer', async () => {
    expect((await anna.typing()).status).toBe(200);
    await teams.rollKeys({ keepOld: false });
    // Keys are fetched at most once an hour, and Microsoft publishes a new one long before using it.
    expect((await anna.typing()).status).toBe(401);
    ahead += 3_601_000;
    for (const [, act] of kinds) expect((await act(anna)).status).toBe(200);
    await program.settle();
    expect(teams.activities(anna.chat).some(({ text }) => /Local Offer/.test(text))).toBe(true);
    for (const [, act] of kinds)
      expect((await act(anna, { token: { key: 'previous' } })).status).toBe(401);
    expect(program.turns.length).toBeGreaterThan(0);
  });

  test('and all forgeries are refused after it as before', async () => {
    for (const { name, sending } of teams.forgeries('one'))
      expect((await anna.say(QUESTION, sending)).status, name).toBeGreaterThanOrEqual(401);
    expectNoEffect();
  });
});

describe('our token', () => {
  const looksLike = [
    'https://smba.trafficmanager.net.evil.example/',
    'https://evil.trafficmanager.net/emea/',
    'https://x.smba.trafficmanager.net/',
    'https://smba.trafficmanager.net:8443/emea/',
    'http://smba.trafficmanager.net/emea/',
    'https://user@smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://xn--smb-8ka.trafficmanager.net/',
    'https://evil.example/smba.trafficmanager.net/',
    'https://127.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'file:///etc/passwd',
  ];

  test.each(looksLike)('is not sent to %s, whoever vouches for it', async (url) => {
    teams.deliverTo(strict.url);
    for (const [, act] of kinds) {
      const token = { claims: { serviceurl: url } };
      const { status } = await act(anna, {
        token,
        change: (activity) => ({ ...activity, serviceUrl: url }),
      });
      expect(status).toBe(401);
    }
    expectNoEffect(strict);
  });

  test('an address of Teams itself is taken', async () => {
    teams.deliverTo(strict.url);
    for (const url of ['https://smba.trafficmanager.net/uk/', 'https://SMBA.trafficmanager.net']) {
      const token = { claims: { serviceurl: url } };
      const change = (activity: Json) => ({ ...activity, serviceUrl: url });
      expect((await anna.typing({ token, change })).status).toBe(200);
    }
  });

  test('goes with every call to Teams, to no other host, and not to where files go', async () => {
    await anna.install();
    for (const said of [QUESTION, 'start an application', 'K7-blue', 'export'])
      await anna.say(said);
    await program.settle();
    const offer = teams
      .activities(anna.chat)
      .find(({ attachments }) => JSON.stringify(attachments).includes('file.consent'));
    await anna.consent(offer?.id ?? '', 'accept');
    await program.settle();
    const { host } = new URL(teams.serviceUrl);
    expect(new Set(hosts)).toEqual(new Set([host]));
    const made = teams.calls();
    expect(made.filter(({ method }) => method === 'upload')).toHaveLength(1);
    for (const { method, authorization } of made)
      if (method === 'upload' || method === 'login') expect(authorization).toBeUndefined();
      else expect(authorization, method).toMatch(/^Bearer bot\./);
    expect(program.reports).toEqual([]);
  });

  test('a file goes to OneDrive and nowhere else', async () => {
    for (const said of ['start an application', 'K7-blue']) await anna.say(said);
    const fetched = vi.spyOn(globalThis, 'fetch');
    const elsewhere = [
      'https://evil.example/put',
      'https://sharepoint.com.evil.example/put',
      'https://school.sharepoint.com@evil.example/put',
      'https://sharepoint.com/put',
      'http://school.sharepoint.com/put',
      'http://127.0.0.1:1/put',
    ];
    for (const uploadUrl of elsewhere) {
      await anna.say('export');
      await program.settle();
      const offer = teams
        .activities(anna.chat)
        .findLast(({ attachments }) => JSON.stringify(attachments).includes('file.consent'));
      await anna.consent(offer ?? '', 'accept', {
        change: (activity) => {
          const value = objectOf(activity.value);
          const uploadInfo = { ...objectOf(value.uploadInfo), uploadUrl };
          return { ...activity, value: { ...value, uploadInfo } };
        },
      });
    }
    await program.settle();
    const asked = fetched.mock.calls.map(([url]) => String(url));
    fetched.mockRestore();
    expect(asked.filter((url) => elsewhere.includes(url))).toEqual([]);
    const refused = program.reports.filter((said) => said.includes('take a file: refused'));
    expect(refused).toHaveLength(elsewhere.length);
    expect(teams.activities(anna.chat).at(-1)?.text).toContain(WORDS.fileFailed);
  });
});

describe('what is no activity', () => {
  test('more than a mebibyte is not read', async () => {
    const padded = JSON.stringify({ type: 'message', text: 'x'.repeat(1_048_576) });
    expect((await teams.raw(padded)).status).toBe(413);
    const fits = JSON.stringify({ type: 'message', text: 'x'.repeat(1_000_000) });
    expect((await teams.raw(fits, { token: null })).status).toBe(401);
    expectNoEffect();
  });

  test.each(['', '{', 'null', '[]', '"message"', '7', '{"type":"message"', '\u0000'])(
    '%j is answered with 400',
    async (body) => {
      expect((await teams.raw(body)).status).toBe(400);
      expectNoEffect();
    },
  );

  test.each([
    '{}',
    '{"type":7}',
    '{"type":"message","serviceUrl":{}}',
    `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
    '{"__proto__":{"serviceUrl":"https://smba.trafficmanager.net/"}}',
  ])('%.40s is refused', async (body) => {
    expect((await teams.raw(body)).status).toBe(401);
    expectNoEffect();
  });

  test.each(['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD'])(
    '%s is answered with 405',
    async (method) => {
      expect((await fetch(program.url, { method })).status).toBe(405);
      expectNoEffect();
    },
  );

  test('another address is answered with 404', async () => {
    const { status } = await fetch(`${program.origin}/api/messages/more`, { method: 'POST' });
    expect(status).toBe(404);
  });
});

test('botbuilder writes nothing of its own on the console', () => {
  expect(printed).toEqual([]);
});
