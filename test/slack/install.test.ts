/** Installing the app in workspaces and organisations, as the person in the browser meets it. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Installation, manyInstalls } from '../../adapters/slack/installs.ts';
import { makeSender } from '../../adapters/slack/send.ts';
import { memoryKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { openVault, type Vault } from '../../src/store/vault.ts';
import { type Program, startProgram } from './program.ts';
import { type Person, workspace } from './standin/slack.ts';

const QUESTION = 'What is the Local Offer for?';
const ENTERPRISE = { id: 'E0TRUST', name: 'The Trust' };

let folder: string;
let program: Program;
let vault: Vault<Installation>;
/** How far the store's clock is ahead, in milliseconds. */
let ahead = 0;

async function start(): Promise<void> {
  const store = openStore(join(folder, 'signpost.db'), () => Date.now() + ahead);
  const keyring = memoryKeyring();
  vault = openVault<Installation>('slack-installation', { store, keyring });
  program = await startProgram(
    {
      workspaces: [
        { ...workspace('T0ONE'), installed: false },
        { ...workspace('T0TWO'), installed: false },
        { ...workspace('T0ORG'), installed: false, enterprise: ENTERPRISE },
      ],
    },
    { oauth: true, store, keyring },
  );
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signpost-install-'));
  await start();
});
afterAll(async () => {
  await program.stop();
  rmSync(folder, { recursive: true });
});
/** Before each test the app is installed nowhere. */
beforeEach(async () => {
  ahead = 0;
  await program.settle();
  program.standIn.reset();
  program.standIn.bot('T0ONE').token = 'xoxb-T0ONE-local';
  program.reports.splice(0);
  for (const team of ['T0ONE', 'T0TWO', 'T0ORG'])
    await manyInstalls(vault).remove({ team, enterprise: ENTERPRISE.id });
  await manyInstalls(vault).remove({ team: '', enterprise: ENTERPRISE.id });
});
afterEach(() => vi.restoreAllMocks());

/** A page as the browser shows it. */
interface Shown {
  status: number;
  text: string;
  headers: Headers;
}

/** A browser with the cookies of one person. */
function browser() {
  let cookie = '';
  const get = async (url: string): Promise<Response> => {
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) cookie = set.split(';')[0] ?? '';
    return response;
  };
  const address = (path: string) => new URL(path, program.url).href;
  const shown = async (url: string): Promise<Shown> => {
    const response = await get(url);
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  return {
    shown,
    /** Begins at /slack/install. @returns where Slack asks for consent */
    begin: async (): Promise<URL> => {
      const response = await get(address('/slack/install'));
      expect(response.status).toBe(302);
      return new URL(response.headers.get('location') ?? '');
    },
    /** Allows it in a workspace. @returns where Slack sends the person back to */
    allow: async (consent: URL, team: string): Promise<string> => {
      consent.searchParams.set('team', team);
      const response = await fetch(consent, { redirect: 'manual' });
      return response.headers.get('location') ?? '';
    },
    forget: () => {
      cookie = '';
    },
  };
}

async function install(team: string): Promise<Shown> {
  const one = browser();
  return one.shown(await one.allow(await one.begin(), team));
}

const anna = (team: string): Person =>
  program.standIn.user(team, `U0ANNA${team.replace(/^T0/, '')}`);

/** Asks in a workspace. @returns the tokens with which it was answered */
async function ask(team: string): Promise<(string | undefined)[]> {
  const before = program.standIn.calls().length;
  const person = anna(team);
  await person.say(person.im, QUESTION);
  await program.settle();
  const posts = program.standIn
    .calls()
    .slice(before)
    .filter(({ method, answer }) => method === 'chat.postMessage' && answer?.ok === true);
  expect(posts.every(({ team: where }) => where === team)).toBe(true);
  return posts.map(({ token }) => token);
}

/** Of every file of the database. */
const onDisk = () =>
  readdirSync(folder)
    .map((file) => readFileSync(join(folder, file)).toString('latin1'))
    .join('\n');

const exchanges = () => program.standIn.calls('oauth.v2.access').length;

/** Nothing of the inside, and nothing secret, is on a page. */
function expectPlain({ text, headers }: Shown): void {
  expect(text).toMatch(/<html lang="en-GB">/);
  expect(text).toMatch(/<title>Signpost is /);
  expect(text).not.toMatch(
    /\bat \S+\.[jt]s|Error|node_modules|slack_|xoxb|secret|stack|undefined/i,
  );
  for (const secret of ['local-client-secret', 'local-signing-secret', '1111.2222'])
    expect(text).not.toContain(secret);
  expect(headers.get('content-type')).toMatch(/^text\/html; charset=utf-8/);
  expect(headers.get('content-security-policy')).toBe("default-src 'none'");
  expect(headers.get('referrer-policy')).toBe('no-referrer');
}

describe('an installation', () => {
  test('asks for the scopes it needs and no others, and comes back to this program', async () => {
    const consent = await browser().begin();
    expect(consent.href).toMatch(new RegExp(`^${program.standIn.authorizeUrl}`));
    expect(consent.searchParams.get('scope')?.split(',').toSorted()).toEqual([
      'app_mentions:read',
      'assistant:write',
      'chat:write',
      'commands',
      'files:write',
      'im:history',
      'im:write',
      'users:read',
    ]);
    expect(consent.searchParams.get('user_scope') ?? '').toBe('');
    expect(consent.searchParams.get('redirect_uri')).toBe(
      new URL('/slack/oauth_redirect', program.url).href,
    );
    expect(consent.href).not.toContain('local-client-secret');
  });

  test('works in two workspaces at once, each with its own token; before it, nothing is called', async () => {
    expect(await ask('T0ONE')).toEqual([]);
    expect(program.standIn.calls()).toEqual([]);
    const [one, two] = await Promise.all([install('T0ONE'), install('T0TWO')]);
    for (const page of [one, two]) {
      expect(page.status).toBe(200);
      expect(page.text).toMatch(/Signpost is installed.*You can close this page/s);
      expectPlain(page);
    }
    expect(await ask('T0ONE')).toEqual(['xoxb-T0ONE-local']);
    expect(await ask('T0TWO')).toEqual(['xoxb-T0TWO-local']);
    expect(program.reports.filter((said) => !/app_uninstalled/.test(said))).toEqual([]);
  });

  test('leaves no token and no secret to read in the files of the database', async () => {
    await install('T0ONE');
    await install('T0TWO');
    const disk = onDisk();
    expect(disk).toContain('slack-installation');
    for (const secret of ['xoxb-T0ONE-local', 'xoxb-T0TWO-local', 'local-client-secret', 'xoxb-']) {
      expect(disk).not.toContain(secret);
      expect(disk).not.toContain(Buffer.from(secret).toString('base64').slice(0, -2));
    }
  });

  test('a second time replaces the token of the first', async () => {
    await install('T0ONE');
    program.standIn.bot('T0ONE').token = 'xoxb-T0ONE-second';
    await install('T0ONE');
    expect(await vault.get('team:T0ONE')).toEqual({ token: 'xoxb-T0ONE-second' });
    expect((await vault.all()).size).toBe(1);
    expect(await ask('T0ONE')).toEqual(['xoxb-T0ONE-second']);
  });

  test('is erased when the app is removed, in that workspace alone, and works again after another', async () => {
    await install('T0ONE');
    await install('T0TWO');
    await program.standIn.uninstall('T0ONE');
    await program.settle();
    expect([...(await vault.all()).keys()]).toEqual(['team:T0TWO']);
    expect(await ask('T0ONE')).toEqual([]);
    expect(await ask('T0TWO')).toEqual(['xoxb-T0TWO-local']);
    await install('T0ONE');
    expect(await ask('T0ONE')).toEqual(['xoxb-T0ONE-local']);
  });

  test('made while a call with the old token is under way is not erased when that call is refused', async () => {
    const installs = manyInstalls(vault);
    const team = { team: 'T0ONE' };
    await installs.add(team, { token: 'xoxb-old' });
    const { call } = makeSender({
      installs,
      report: () => {},
      sleep: async () => {},
      api: {
        call: async () => {
          await installs.add(team, { token: 'xoxb-new' });
          return { ok: false, why: 'refused', error: 'invalid_auth' };
        },
        respond: () => Promise.reject(new Error('not called')),
        upload: () => Promise.reject(new Error('not called')),
      },
    });
    await call(team, 'chat.postMessage', {}, 'unsent');
    expect(await installs.of(team)).toEqual({ token: 'xoxb-new' });
    await installs.remove(team);
  });
});

describe('an organisation', () => {
  /** The stand-in installs in workspaces; what Slack answers for a whole organisation differs in this. */
  function forTheWholeOrganisation(): void {
    const real = globalThis.fetch;
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (...args) => {
      const response = await real(...args);
      if (!String(args[0]).endsWith('/oauth.v2.access')) return response;
      const answer = (await response.json()) as object;
      return Response.json({ ...answer, team: null, is_enterprise_install: true });
    });
  }

  test('installs once for all its workspaces, and its removal erases that', async () => {
    await program.stop();
    forTheWholeOrganisation();
    await start();
    const page = await install('T0ORG');
    expect(page.status).toBe(200);
    expectPlain(page);
    expect([...(await vault.all()).keys()]).toEqual(['enterprise:E0TRUST']);
    expect(await ask('T0ORG')).toEqual(['xoxb-T0ORG-local']);
    expect(await ask('T0ONE')).toEqual([]);
    await program.standIn.uninstall('T0ORG');
    await program.settle();
    expect((await vault.all()).size).toBe(0);
    expect(await ask('T0ORG')).toEqual([]);
    await program.stop();
    vi.restoreAllMocks();
    await start();
  });

  test('a workspace of it with an installation of its own uses that', async () => {
    await install('T0ORG');
    expect([...(await vault.all()).keys()]).toEqual(['team:T0ORG']);
    await manyInstalls(vault).add({ team: '', enterprise: 'E0TRUST' }, { token: 'xoxb-org' });
    expect(await ask('T0ORG')).toEqual(['xoxb-T0ORG-local']);
  });
});

describe('nothing is installed, and the page says how to begin again', () => {
  const expectRefused = (page: Shown, status = 400) => {
    expect(page.status).toBe(status);
    expect(page.text).toMatch(/Signpost is not installed.*href="\/slack\/install".*start again/s);
    expectPlain(page);
  };
  afterEach(async () => {
    expect((await vault.all()).size).toBe(0);
  });

  test('when the same link is opened a second time', async () => {
    const one = browser();
    const back = await one.allow(await one.begin(), 'T0ONE');
    expect((await one.shown(back)).status).toBe(200);
    const before = exchanges();
    const replayed = browser();
    await replayed.begin();
    expectRefused(await one.shown(back));
    expectRefused(await replayed.shown(back));
    expect(exchanges()).toBe(before);
    await manyInstalls(vault).remove({ team: 'T0ONE' });
  });

  test('when the state is used, though the cookie still goes with it', async () => {
    const one = browser();
    const back = new URL(await one.allow(await one.begin(), 'T0ONE'));
    const again = `slack-app-oauth-state=${back.searchParams.get('state')}`;
    expect((await one.shown(back.href)).status).toBe(200);
    await manyInstalls(vault).remove({ team: 'T0ONE' });
    const before = exchanges();
    back.searchParams.set('code', program.standIn.code('T0ONE'));
    const response = await fetch(back, { headers: { cookie: again } });
    expectRefused({
      status: response.status,
      text: await response.text(),
      headers: response.headers,
    });
    expect(exchanges()).toBe(before);
  });

  test('when it took longer than ten minutes', async () => {
    const one = browser();
    const back = await one.allow(await one.begin(), 'T0ONE');
    ahead = 601_000;
    expectRefused(await one.shown(back));
    expect(exchanges()).toBe(0);
  });

  test('when it was begun in another browser, or nowhere', async () => {
    const [one, other] = [browser(), browser()];
    const back = new URL(await one.allow(await one.begin(), 'T0ONE'));
    await other.begin();
    expectRefused(await other.shown(back.href));
    one.forget();
    expectRefused(await one.shown(back.href));
    for (const state of ['made-up', '', 'A'.repeat(5_000)]) {
      back.searchParams.set('state', state);
      expectRefused(await one.shown(back.href));
    }
    back.searchParams.delete('code');
    expectRefused(await one.shown(back.href));
    expect(exchanges()).toBe(0);
  });

  test('when it is not allowed in Slack', async () => {
    const one = browser();
    const consent = await one.begin();
    const back = new URL(consent.searchParams.get('redirect_uri') ?? '');
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('state', consent.searchParams.get('state') ?? '');
    expectRefused(await one.shown(back.href), 403);
    expect(exchanges()).toBe(0);
  });

  test('when Slack refuses the code', async () => {
    const one = browser();
    const back = new URL(await one.allow(await one.begin(), 'T0ONE'));
    back.searchParams.set('code', '"><script>alert(1)</script>');
    const page = await one.shown(back.href);
    expectRefused(page, 502);
    expect(page.text).not.toContain('script');
    expect(program.reports.join()).toMatch(/Slack did not install the app/);
    expect(program.reports.join()).not.toMatch(/script|local-client-secret/);
  });

  test.each([
    ['is down', { kind: '500-before' }],
    ['breaks off', { kind: 'reset-before' }],
    ['is behind a proxy’s page', { kind: 'html-200' }],
    ['is too slow', { kind: 'slow-before', ms: 6_000 }],
  ] as const)('when Slack %s', async (_how, fault) => {
    program.standIn.fault({ ...fault, method: 'oauth.v2.access' });
    expectRefused(await install('T0ONE'), 502);
    expect(program.reports.join()).not.toMatch(/local-client-secret|DOCTYPE/);
  });
});
