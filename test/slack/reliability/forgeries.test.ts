/** Who is let in: Slack, each time it means it, and nobody else. */

import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { memoryKeyring } from '../../../src/safety/seal.ts';
import { openStore } from '../../../src/store/sqlite.ts';
import type { Store } from '../../../src/store/store.ts';
import { readFiles, shortened } from '../../guide/reliability/light.ts';
import { seeded } from '../../store/seeded.ts';
import { type SlackStandIn, startSlack, workspace } from '../standin/slack.ts';
import { type LightSurface, startLight } from './light-surface.ts';
import {
  type Body,
  FORM_TYPE,
  genuine,
  JSON_TYPE,
  type Raw,
  seconds,
  send,
  signature,
  withHeader,
} from './requests.ts';

const TEAM = 'T0ONE';
/** Slack asks this when the address is set; the answer is what was asked, and nothing else happens. */
const VERIFICATION = 'a verification of the address';
const TIME = 'X-Slack-Request-Timestamp';
const SIGNATURE = 'X-Slack-Signature';
const USER = 'U0ANNAONE';
const files = shortened(readFiles());
const keyring = memoryKeyring();
const folder = mkdtempSync(join(tmpdir(), 'signpost-forgeries-'));
const file = join(folder, 'signpost.db');
let standIn: SlackStandIn;
let store: Store;
let surface: LightSurface;
let secret: string;
/** Another program's view of the store: its version grows with whatever is written. */
let watcher: Database.Database;
/** What the core was asked. */
let asked = 0;
const reports: string[] = [];

const startSurface = () =>
  startLight({
    files,
    settings: {
      apiUrl: standIn.apiUrl,
      botToken: standIn.bot().token,
      signingSecret: standIn.app.signingSecret,
    },
    store,
    keyring,
    report: (error) => void reports.push(error instanceof Error ? error.message : String(error)),
    told: () => {
      asked += 1;
    },
  });

beforeAll(async () => {
  standIn = await startSlack({ workspaces: [workspace(TEAM)] });
  secret = standIn.app.signingSecret;
  store = openStore(file);
  surface = await startSurface();
  watcher = new Database(file, { readonly: true });
});
afterAll(async () => {
  watcher.close();
  await surface.stop();
  await standIn.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

let bodies = 0;

/** What Slack sends, each time another delivery. */
const BODIES: Readonly<Record<string, () => Body>> = {
  'an event': () => ({
    type: JSON_TYPE,
    text: JSON.stringify({
      type: 'event_callback',
      team_id: TEAM,
      event_id: `Ev${++bodies}`,
      authorizations: [{ team_id: TEAM, user_id: standIn.bot().userId }],
      event: {
        type: 'message',
        channel_type: 'im',
        channel: standIn.user(TEAM, USER).im,
        user: USER,
        text: 'help',
        ts: `17.${bodies}`,
      },
    }),
  }),
  'a pressed button': () => ({
    type: FORM_TYPE,
    text: payload({
      type: 'block_actions',
      trigger_id: `press.${++bodies}`,
      team: { id: TEAM },
      user: { id: USER },
      channel: { id: standIn.user(TEAM, USER).im },
      container: { channel_id: standIn.user(TEAM, USER).im, message_ts: '17.1' },
      actions: [{ action_id: 'choose:private:1', value: 'draft:start:one-point' }],
    }),
  }),
  'a command': () => ({
    type: FORM_TYPE,
    text: new URLSearchParams({
      command: '/signpost',
      text: 'help',
      team_id: TEAM,
      channel_id: 'C0STAFFONE',
      user_id: USER,
      response_url: '',
      trigger_id: `command.${++bodies}`,
    }).toString(),
  }),
  'a shortcut': () => ({
    type: FORM_TYPE,
    text: payload({
      type: 'shortcut',
      callback_id: 'draft_application',
      trigger_id: `shortcut.${++bodies}`,
      team: { id: TEAM },
      user: { id: USER },
    }),
  }),
  [VERIFICATION]: () => ({
    type: JSON_TYPE,
    text: JSON.stringify({ type: 'url_verification', challenge: `challenge ${++bodies}` }),
  }),
};
const KINDS = Object.entries(BODIES);
/** A body of each kind in turn, the first an event. */
const anyBody = (at: number): Body => {
  const [, make = BODIES['an event']] = KINDS[at % KINDS.length] ?? [];
  if (!make) throw new Error('There are no bodies.');
  return make();
};

function payload(body: unknown): string {
  return new URLSearchParams({ payload: JSON.stringify(body) }).toString();
}

/** What the surface does for others: it asks the core, writes, and calls Slack. */
async function effects() {
  await surface.slack.settle();
  return {
    asked,
    written: watcher.pragma('data_version', { simple: true }),
    rows: watcher.prepare('SELECT count(*) FROM deliveries').pluck().get(),
    calls: standIn.calls().length,
  };
}

/** Ways to pretend to be Slack, each made of an honest request. */
const FORGERIES: Readonly<Record<string, (raw: Raw, body: Body) => Raw>> = {
  'no headers of Slack at all': (raw) =>
    withHeader(withHeader(raw, SIGNATURE, undefined), TIME, undefined),
  'no signature': (raw) => withHeader(raw, SIGNATURE, undefined),
  'no time': (raw) => withHeader(raw, TIME, undefined),
  'an empty signature': (raw) => withHeader(raw, SIGNATURE, ''),
  'an empty time': (raw) => withHeader(raw, TIME, ''),
  'another key': (_, body) => genuine('another-signing-secret', body),
  'an empty key': (_, body) => genuine('', body),
  'the key with a space': (_, body) => genuine(`${secret} `, body),
  'version 1': (raw) => altered(raw, (signed) => signed.replace('v0=', 'v1=')),
  'no version': (raw) => altered(raw, (signed) => signed.slice(3)),
  'a version in capitals': (raw) => altered(raw, (signed) => signed.replace('v0', 'V0')),
  'digits in capitals': (raw) => altered(raw, (signed) => `v0=${signed.slice(3).toUpperCase()}`),
  'something after the signature': (raw) => altered(raw, (signed) => `${signed}=x`),
  'a digit too few': (raw) => altered(raw, (signed) => signed.slice(0, -1)),
  'a digit too many': (raw) => altered(raw, (signed) => `${signed}0`),
  'two signatures in one header': (raw) => altered(raw, (signed) => `${signed},${signed}`),
  'a second signature header': (raw, body) => ({
    ...raw,
    headers: [[SIGNATURE, signature('wrong', seconds(), body.text)], ...raw.headers],
  }),
  'a digest without a key': (raw, body) =>
    altered(raw, () => `v0=${createHash('sha256').update(body.text).digest('hex')}`),
  'the body signed alone': (raw, body) =>
    altered(raw, () => `v0=${createHmac('sha256', secret).update(body.text).digest('hex')}`),
  'the signature of another body': (raw, body) =>
    altered(raw, () => signature(secret, seconds(), `${body.text} `)),
  'the signature of another second': (raw, body) =>
    altered(raw, () => signature(secret, seconds() - 1, body.text)),
  'a longer body': (raw, body) => ({ ...raw, body: `${body.text}&text=more` }),
  'another body': (raw, body) => ({ ...raw, body: `${body.text.replaceAll(TEAM, 'T0TWO')} ` }),
  'a time in milliseconds': (raw) => withHeader(raw, TIME, String(Date.now())),
  'a time with a fraction': (raw) => withHeader(raw, TIME, `${seconds()}.0`),
  'a time that is no number': (raw) => withHeader(raw, TIME, 'NaN'),
};

function altered(raw: Raw, how: (signed: string) => string): Raw {
  const [, signed = ''] = raw.headers.find(([name]) => name === SIGNATURE) ?? [];
  return withHeader(raw, SIGNATURE, how(signed));
}

describe.each(KINDS)('%s', (what, make) => {
  test.each(Object.entries(FORGERIES))('with %s is refused', async (_how, forge) => {
    const body = make();
    const before = await effects();
    const { status } = await send(surface.url, forge(genuine(secret, body), body));
    expect(status).toBe(401);
    expect(await effects()).toEqual(before);
  });

  test.each([
    [-86_400, 401],
    [-301, 401],
    [-300, 200],
    [-299, 200],
    [0, 200],
    [299, 200],
    [300, 200],
    [301, 401],
    [86_400, 401],
    [315_360_000, 401],
  ])('signed %i seconds from now is answered with %i', async (away, status) => {
    // The clock stands still, so that a second is a second on a busy machine too.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    try {
      const raw = genuine(secret, make(), seconds() + away);
      const before = await effects();
      expect(await send(surface.url, raw)).toMatchObject({ status });
      if (status === 401) expect(await effects()).toEqual(before);
    } finally {
      vi.useRealTimers();
    }
  });

  test('is taken, however its headers are written', async () => {
    for (const change of [
      (name: string) => name,
      (name: string) => name.toLowerCase(),
      (name: string) => name.toUpperCase(),
    ]) {
      const raw = genuine(secret, make());
      const headers = raw.headers.map(([name, value]) => [change(name), value] as const);
      expect(await send(surface.url, { ...raw, headers })).toMatchObject({ status: 200 });
    }
  });

  test('is taken in pieces', async () => {
    const raw = genuine(secret, make());
    const bytes = Buffer.from(raw.body ?? '');
    const pieces = [bytes.subarray(0, 1), bytes.subarray(1, 50), bytes.subarray(50)];
    const { headers } = raw;
    expect(await send(surface.url, { headers, pieces })).toMatchObject({ status: 200 });
  });

  test('has no second effect when the same request comes again', async () => {
    const raw = genuine(secret, make());
    expect(await send(surface.url, raw)).toMatchObject({ status: 200 });
    const before = await effects();
    const status = what === VERIFICATION ? 200 : 401;
    expect(await send(surface.url, raw)).toMatchObject({ status });
    expect(await effects()).toEqual(before);
  });

  test('has no second effect when the same request comes again after a restart', async () => {
    const raw = genuine(secret, make());
    expect(await send(surface.url, raw)).toMatchObject({ status: 200 });
    await effects();
    await surface.stop();
    surface = await startSurface();
    // The delivery is let go of with the next write.
    await send(surface.url, genuine(secret, make()));
    const { asked: before } = await effects();
    expect(await send(surface.url, raw)).toMatchObject({ status: 200 });
    expect(await effects()).toMatchObject({ asked: before });
  });

  test.each(['GET', 'PUT', 'HEAD', 'DELETE', 'PATCH', 'OPTIONS'])(
    'by %s is not found',
    async (method) => {
      const before = await effects();
      const { status } = await send(surface.url, { ...genuine(secret, make()), method });
      expect(status).toBe(404);
      expect(await effects()).toEqual(before);
    },
  );
});

test('1,000 requests altered at random are refused, and 100 unaltered ones among them taken', async () => {
  const random = seeded(20_261_124);
  const accepted: string[] = [];
  const refused: number[] = [];
  const before = await effects();
  for (let at = 0; at < 1_000; at += 1) {
    const body = anyBody(at);
    const raw = genuine(secret, body);
    const [forged, how] = mutated(raw, random);
    const { status } = await send(surface.url, forged);
    if (status !== 401) accepted.push(`${status}: ${how}`);
  }
  expect(accepted).toEqual([]);
  expect(await effects()).toEqual(before);
  for (let at = 0; at < 100; at += 1) {
    const body = anyBody(at);
    const { status } = await send(surface.url, genuine(secret, body));
    if (status !== 200) refused.push(status);
  }
  expect(refused).toEqual([]);
});

/** Changes one thing: a digit of the signature or of the time, or a character of the body. */
function mutated(raw: Raw, random: (limit: number) => number): [Raw, string] {
  const place = [SIGNATURE, TIME, 'body'][random(3)] ?? 'body';
  const [, before = ''] = raw.headers.find(([name]) => name === place) ?? ['', String(raw.body)];
  // The time stays within the five minutes, so that only its signature is wrong.
  const at = place === TIME ? before.length - 1 - random(2) : random(before.length);
  const others = (place === 'body' ? 'abcxyz{}[]":,&=%0123' : '0123456789abcdef')
    .replace(before[at] ?? '', '')
    .slice(0, place === TIME ? 9 : 99);
  const other = others[random(others.length)] ?? '0';
  const cut = place !== TIME && random(4) === 0;
  const after = `${before.slice(0, at)}${cut ? '' : other}${before.slice(at + 1)}`;
  const how = `${place} ${at} ${cut ? 'cut' : other}`;
  return [place === 'body' ? { ...raw, body: after } : withHeader(raw, place, after), how];
}

describe('a signed body that Slack never sends', () => {
  const junk: Readonly<Record<string, readonly [string, string]>> = {
    nothing: [JSON_TYPE, ''],
    'nothing in a form': [FORM_TYPE, ''],
    'nothing of no type': ['', ''],
    'half an object': [JSON_TYPE, '{"type":"event_callback"'],
    null: [JSON_TYPE, 'null'],
    'null in a form': [FORM_TYPE, 'payload=null'],
    'null with space around it': [JSON_TYPE, ' \nnull '],
    true: [JSON_TYPE, 'true'],
    'a number': [JSON_TYPE, '1e999'],
    'a string': [JSON_TYPE, '"event_callback"'],
    'an empty list': [JSON_TYPE, '[]'],
    'a list of nulls': [JSON_TYPE, '[null,null]'],
    'an empty object': [JSON_TYPE, '{}'],
    'an empty payload': [FORM_TYPE, 'payload='],
    'half a payload': [FORM_TYPE, 'payload=%7B'],
    'a payload that is a list': [FORM_TYPE, 'payload=%5B%5D'],
    'two payloads': [FORM_TYPE, 'payload=%7B%7D&payload=%7B%7D'],
    'a broken escape': [FORM_TYPE, 'payload=%E0%A4%A&command=%'],
    'an event without an event': [JSON_TYPE, '{"type":"event_callback","team_id":"T0ONE"}'],
    'an event that is null': [
      JSON_TYPE,
      '{"type":"event_callback","team_id":"T0ONE","event_id":"Ev","event":null}',
    ],
    'ids that are numbers': [JSON_TYPE, '{"type":"event_callback","event_id":7,"trigger_id":[]}'],
    'a text that is an object': [
      JSON_TYPE,
      '{"type":"event_callback","team_id":"T0ONE","event_id":"EvO","event":{"type":"message","channel":"D1","channel_type":"im","user":"U1","ts":"1.1","text":{}}}',
    ],
    'no actions': [FORM_TYPE, payload({ type: 'block_actions', user: { id: USER }, actions: [] })],
    'a prototype': [JSON_TYPE, '{"__proto__":{"type":"url_verification"},"constructor":1}'],
    'a verification without a challenge': [JSON_TYPE, '{"type":"url_verification"}'],
    '100,000 open lists': [JSON_TYPE, '['.repeat(100_000)],
    '100,000 lists': [JSON_TYPE, `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    '10,000 objects, one in another': [
      JSON_TYPE,
      `${'{"type":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    ],
    'a lone surrogate': [JSON_TYPE, '{"type":"event_callback","event_id":"\\ud800"}'],
    'a page': ['text/html', '<!DOCTYPE html>'],
    'JSON called a form': [FORM_TYPE, '{"type":"url_verification","challenge":"c"}'],
    'a form called JSON': [JSON_TYPE, 'command=%2Fsignpost&text=help'],
    'a form of a character set, which Bolt does not read': [
      `${FORM_TYPE}; charset=utf-8`,
      'command=%2Fsignpost&text=help&team_id=T0ONE&channel_id=C1&user_id=U1',
    ],
  };

  test.each(Object.entries(junk))(
    '%s: is answered, and harms nothing',
    async (_what, [type, text]) => {
      await surface.slack.settle();
      const before = asked;
      const came = await send(surface.url, genuine(secret, { type, text }));
      expect([200, 400, 401]).toContain(came.status);
      expect(came.ms).toBeLessThan(3_000);
      await surface.slack.settle();
      expect(asked).toBe(before);
      expect(await send(surface.url, genuine(secret, anyBody(0)))).toMatchObject({ status: 200 });
      await surface.slack.settle();
      expect(asked).toBe(before + 1);
    },
  );

  test('a character set on JSON is no matter', async () => {
    const body = anyBody(0);
    const before = asked;
    const raw = genuine(secret, { ...body, type: `${JSON_TYPE}; charset=utf-8` });
    expect(await send(surface.url, raw)).toMatchObject({ status: 200 });
    await surface.slack.settle();
    expect(asked).toBe(before + 1);
  });

  test("Slack's check of our certificate is answered unsigned, and whatever comes with it left", async () => {
    const before = await effects();
    const text = `ssl_check=1&${payload({ type: 'block_actions' })}&command=%2Fsignpost&text=help&team_id=T0ONE&channel_id=C1&user_id=U1`;
    const raw = genuine('another-signing-secret', { type: FORM_TYPE, text });
    expect([200, 401]).toContain((await send(surface.url, raw)).status);
    expect(await effects()).toEqual(before);
  });
});

describe('a body of more than a mebibyte', () => {
  const most = 1_048_576;
  const big = (length: number) => JSON.stringify({ type: 'x', filler: 'x'.repeat(length - 24) });

  test('is refused, and one of exactly a mebibyte is not', async () => {
    for (const [length, status] of [
      [most, 200],
      [most + 1, 413],
      [3 * most, 413],
    ] as const) {
      const text = big(length);
      expect(text).toHaveLength(length);
      const raw = genuine(secret, { type: JSON_TYPE, text });
      expect(await send(surface.url, raw)).toMatchObject({ status });
    }
  });

  test.each([
    ['signed as Slack signs', (raw: Raw) => raw],
    ['unsigned', (raw: Raw) => withHeader(raw, SIGNATURE, undefined)],
    ['old', (raw: Raw) => withHeader(raw, TIME, String(seconds() - 400))],
  ])('of no given length and %s takes no memory', async (_how, change) => {
    const { headers } = change(genuine(secret, { type: JSON_TYPE, text: '' }));
    const piece = Buffer.alloc(65_536, 'x');
    function* flood() {
      for (let sent = 0; sent < 128 * most; sent += piece.length) yield piece;
    }
    const before = process.memoryUsage().rss;
    const { status } = await send(surface.url, { headers, pieces: flood() });
    // The connection may break before the answer is read.
    expect([0, 401, 413]).toContain(status);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * most);
    expect(await send(surface.url, genuine(secret, anyBody(0)))).toMatchObject({
      status: 200,
    });
  });
});

test('nothing of all this was told as wrong with us', () => {
  expect(reports.filter((report) => !/^Slack/.test(report))).toEqual([]);
});
