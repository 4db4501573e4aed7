import { describe, expect, test } from 'vitest';
import { readSlackSettings, SlackSettingsError } from '../../adapters/slack/settings.ts';

const SIGNING = '8f742231b10e8888abcd99yyyzzz85a5';
const BOT = 'xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcBrzySqy';
const APP = 'xapp-1-A0123456789-1234567890123-abcdef0123456789';
const ID = '17653672481.19874698323';
const SECRET = '4b2c0000aaaa1111bbbb2222cccc3333';

const API = 'https://slack.com/api/';
const http = { SLACK_SIGNING_SECRET: SIGNING };
const socket = { SLACK_APP_TOKEN: APP };
const bot = { SLACK_BOT_TOKEN: BOT };
const oauth = { SLACK_CLIENT_ID: ID, SLACK_CLIENT_SECRET: SECRET };
const read = {
  http: { signingSecret: SIGNING },
  socket: { appToken: APP },
  bot: { botToken: BOT },
  oauth: { oauth: { clientId: ID, clientSecret: SECRET } },
};

type Env = Readonly<Record<string, string | undefined>>;
const legal: [string, Env, object][] = [
  ['HTTP in one workspace', { ...http, ...bot }, { ...read.http, ...read.bot }],
  ['a socket in one workspace', { ...socket, ...bot }, { ...read.socket, ...read.bot }],
  ['HTTP in many', { ...http, ...oauth }, { ...read.http, ...read.oauth }],
  ['a socket in many', { ...socket, ...oauth }, { ...read.socket, ...read.oauth }],
  ['both in one', { ...http, ...socket, ...bot }, { ...read.http, ...read.socket, ...read.bot }],
  [
    'both in many',
    { ...http, ...socket, ...oauth },
    { ...read.http, ...read.socket, ...read.oauth },
  ],
  [
    'spaces and a line end around the values',
    { SLACK_SIGNING_SECRET: ` ${SIGNING}\n`, SLACK_BOT_TOKEN: `\t${BOT} ` },
    { ...read.http, ...read.bot },
  ],
  [
    'blanks where nothing is meant',
    { ...http, ...bot, SLACK_APP_TOKEN: '', SLACK_CLIENT_ID: ' ', SLACK_CLIENT_SECRET: '\t' },
    { ...read.http, ...read.bot },
  ],
];

/** Where Slack's pages show each, in words that must stand in the message. */
const found = {
  SLACK_SIGNING_SECRET: 'Basic Information, App Credentials, Signing Secret',
  SLACK_BOT_TOKEN: 'OAuth & Permissions, Bot User OAuth Token',
  SLACK_APP_TOKEN: 'Basic Information, App-Level Tokens',
  SLACK_CLIENT_ID: 'Basic Information, App Credentials, Client ID',
  SLACK_CLIENT_SECRET: 'Basic Information, App Credentials, Client Secret',
} as const;
type Name = keyof typeof found;

/** What is in each setting beside the others, when all is well. */
const beside: Record<Name, Env> = {
  SLACK_SIGNING_SECRET: bot,
  SLACK_BOT_TOKEN: http,
  SLACK_APP_TOKEN: bot,
  SLACK_CLIENT_ID: { ...http, SLACK_CLIENT_SECRET: SECRET },
  SLACK_CLIENT_SECRET: { ...http, SLACK_CLIENT_ID: ID },
};

/** What stands in a setting that nobody has set. */
const unreal: Record<Name, readonly string[]> = {
  SLACK_SIGNING_SECRET: ['your-signing-secret', '<signing secret>', 'xxxxxxxx', `${SIGNING} new`],
  SLACK_BOT_TOKEN: [
    'xoxb-',
    'xoxb-...',
    'xoxb-xxxx-xxxx-xxxx',
    'xoxb-your-token',
    `xoxp-${ID}`,
    APP,
    'xoxb-a b',
  ],
  SLACK_APP_TOKEN: ['xapp-', 'xapp-…', 'xapp-xxx', 'xapp-***', BOT, SIGNING, `xapp 1 ${ID}`],
  SLACK_CLIENT_ID: ['your_client_id', '<id>', '...', 'TODO', '1765 3672'],
  SLACK_CLIENT_SECRET: ['change-me', 'changeme', 'secret', 'your-secret', 'a\nb'],
};
const ANYWHERE = ['false', 'null', 'undefined', 'NONE', 'true', 'tbc'];

const broken: [string, Name, Env, string][] = [
  ...(Object.keys(found) as Name[]).flatMap((name) =>
    [...ANYWHERE, ...unreal[name]].map((value): [string, Name, Env, string] => [
      `${name} is ${JSON.stringify(value)}`,
      name,
      { ...beside[name], [name]: value },
      value,
    ]),
  ),
  ...(
    ['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN', 'SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'] as const
  ).flatMap((name) =>
    [undefined, '', '  ', '\n'].map((value): [string, Name, Env, string] => [
      `${name} is ${value === undefined ? 'missing' : JSON.stringify(value)}`,
      name,
      { ...beside[name], [name]: value },
      '',
    ]),
  ),
  ['only a socket is set', 'SLACK_BOT_TOKEN', socket, ''],
  ['only OAuth is set', 'SLACK_SIGNING_SECRET', oauth, ''],
  ['a socket and half of OAuth', 'SLACK_CLIENT_SECRET', { ...socket, SLACK_CLIENT_ID: ID }, ''],
];

function refusal(env: Env): Error {
  try {
    readSlackSettings(env);
  } catch (error) {
    return error as Error;
  }
  throw new Error('It was taken.');
}

describe('the settings for Slack', () => {
  test('are tried in enough ways', () => {
    expect(legal.length + broken.length).toBeGreaterThanOrEqual(48);
  });

  test.each(legal)('are %s', (_name, env, wanted) => {
    expect(readSlackSettings(env)).toEqual({ apiUrl: API, ...wanted });
  });

  test('leave Slack off when nothing of it is set', () => {
    const blank = Object.fromEntries(Object.keys(found).map((name) => [name, ' ']));
    for (const env of [{}, blank, { OTHER: 'x' }, { SLACK_API_URL: 'http://127.0.0.1:4003/api/' }])
      expect(readSlackSettings(env)).toBeUndefined();
  });

  test.each(broken)(
    'are refused when %s: the message names it and where to find it, and tells no value',
    (_name, setting, env, value) => {
      const error = refusal(env);
      expect(error).toBeInstanceOf(SlackSettingsError);
      expect(error.message).toContain(setting);
      expect(error.message).toContain(`api.slack.com/apps, your app, ${found[setting]}`);
      for (const other of Object.keys(found))
        if (other !== setting && other !== 'SLACK_APP_TOKEN')
          expect(error.message).not.toContain(other);
      // The name of a beginning is told; what follows it never.
      for (const secret of [...Object.values(env), value].map((one) => one?.trim()))
        if (secret && !['xoxb-', 'xapp-', 'secret', '<id>'].includes(secret))
          expect(error.message).not.toContain(secret);
    },
  );

  test('that are missing say how to leave Slack off, and what needs no public address', () => {
    const { message } = refusal(bot);
    expect(message).toMatch(/leave out every setting that begins with SLACK_/);
    expect(message).toMatch(/Or set SLACK_APP_TOKEN/);
  });

  test.each([
    { ...http, ...bot, ...oauth },
    { ...socket, ...bot, SLACK_CLIENT_ID: ID },
    { ...socket, ...bot, SLACK_CLIENT_SECRET: SECRET },
  ])('are refused when they are for one workspace and for many', (env) => {
    const { message } = refusal(env);
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'])
      expect(message).toContain(name);
    for (const value of Object.values(env)) expect(message).not.toContain(value);
  });

  test.each([
    ['http://127.0.0.1:4003/api/', 'http://127.0.0.1:4003/api/'],
    ['http://127.0.0.1:4003/api', 'http://127.0.0.1:4003/api/'],
    [' ', API],
  ])('take %j as the address of the API', (given, url) => {
    expect(readSlackSettings({ ...http, ...bot, SLACK_API_URL: given })?.apiUrl).toBe(url);
  });

  test.each(['slack.com/api', 'file:///etc/passwd', 'nonsense', 'javascript:alert(1)'])(
    'refuse %j as the address of the API',
    (given) => {
      const { message } = refusal({ ...http, ...bot, SLACK_API_URL: given });
      expect(message).toContain('SLACK_API_URL');
      expect(message).not.toContain(given);
    },
  );
});
