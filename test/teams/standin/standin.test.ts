/** The stand-in against real botbuilder, so that what the bot's tests rest on is itself tested. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Activity,
  ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  type Request,
  type Response,
  TeamsInfo,
  TurnContext,
} from 'botbuilder';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Json } from './json.ts';
import { type Person, startTeams, type TeamsStandIn, tenant } from './teams.ts';

/** A bot that keeps what it hears and does what a test tells it to. */
interface Bot {
  url: string;
  heard: Activity[];
  /** What it does with what it hears; echoes unless told otherwise. */
  does(turn: (context: TurnContext) => Promise<unknown>): void;
  /** Speaks in a conversation some time later. */
  later(to: Activity, speak: (context: TurnContext) => Promise<unknown>): Promise<void>;
  /** Whether botbuilder repeats calls that failed, as it does when left alone. */
  retries(wanted: boolean): void;
  stop(): void;
}

const RETRY = { phase: 'Retry' };

async function startBot(teams: TeamsStandIn): Promise<Bot> {
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication(
      {
        MicrosoftAppId: teams.app.id,
        ToBotFromChannelOpenIdMetadataUrl: teams.openIdUrl,
        ToBotFromEmulatorOpenIdMetadataUrl: teams.openIdUrl,
        ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
        ToChannelFromBotOAuthScope: 'https://api.botframework.com',
        ToChannelFromBotLoginUrl: `https://login.microsoftonline.com/${teams.app.tenant}`,
        OAuthUrl: 'https://token.botframework.com',
        ValidateAuthority: 'true',
      },
      teams.instead.credentials,
    ),
  );
  let retries = false;
  // botbuilder forgets every option of its client that has to do with retries.
  adapter.use(async ({ turnState }, next) => {
    if (!retries) turnState.get(adapter.ConnectorClientKey).client.pipeline.removePolicy(RETRY);
    await next();
  });
  adapter.onTurnError = async (_context, error) => {
    throw error;
  };
  const heard: Activity[] = [];
  const echo = (context: TurnContext): Promise<unknown> =>
    context.activity.type === 'message'
      ? context.sendActivity(`echo: ${context.activity.text}`)
      : Promise.resolve();
  let turn = echo;
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    const { method, headers } = request;
    let status = 200;
    let body: unknown;
    const asExpress = {
      status: (code: number) => {
        status = code;
      },
      send: (sent: unknown) => {
        body = sent;
      },
      header: () => {},
      end: () => response.writeHead(status).end(typeof body === 'string' ? body : asJson(body)),
    };
    const parsedBody: unknown = JSON.parse(text);
    const hear = async (context: TurnContext) => {
      heard.push(context.activity);
      await turn(context);
    };
    const asked = { method, headers, body: parsedBody } as Request;
    const answered = adapter.process(asked, asExpress as unknown as Response, hear);
    await answered.catch((error: unknown) => response.writeHead(400).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`,
    heard,
    does(what) {
      turn = what as typeof turn;
    },
    later: (to, speak) =>
      adapter.continueConversationAsync(
        teams.app.id,
        TurnContext.getConversationReference(to) as ConversationReference,
        async (context) => {
          await speak(context);
        },
      ),
    retries(wanted) {
      retries = wanted;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function asJson(body: unknown): string {
  return body === undefined ? '' : JSON.stringify(body);
}

const CARD = 'application/vnd.microsoft.card.adaptive';

/** A card as a good bot sends it. */
function form(changes: Json = {}): Json {
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: 'Two questions',
    body: [
      {
        type: 'Input.Text',
        id: 'name',
        label: 'Name',
        isRequired: true,
        errorMessage: 'Say who',
      },
      {
        type: 'Input.ChoiceSet',
        id: 'needs',
        label: 'Needs',
        isMultiSelect: true,
        choices: [
          { title: 'Hearing', value: 'hi' },
          { title: 'Vision', value: 'vi' },
        ],
      },
      { type: 'Input.Toggle', id: 'sure', label: 'Sure', title: 'I am sure', valueOff: 'no' },
      {
        type: 'ActionSet',
        actions: [
          { type: 'Action.Submit', title: 'Send', data: { form: 1 } },
          { type: 'Action.Submit', title: 'Skip', data: { skip: 1 }, associatedInputs: 'none' },
          { type: 'Action.Execute', title: 'Run', verb: 'run', data: { run: 1 } },
        ],
      },
    ],
    ...changes,
  };
}

const withCard = (content: Json): Json => ({
  type: 'message',
  summary: 'A form',
  attachments: [{ contentType: CARD, content }],
});

let teams: TeamsStandIn;
let bot: Bot;
let anna: Person;
let ben: Person;
let send: string;

beforeAll(async () => {
  teams = await startTeams({ tenants: [tenant('one'), tenant('two', { installed: false })] });
  bot = await startBot(teams);
  teams.deliverTo(bot.url);
  anna = teams.user('one', 'anna');
  ben = teams.user('one', 'ben');
  send = teams.channel('one', 'staff', 'send');
});

beforeEach(() => {
  // botbuilder tells the console of every request it refuses.
  vi.spyOn(console, 'error').mockReturnValue(undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
  teams.reset();
  bot.heard.length = 0;
  bot.does(async (context) => {
    if (context.activity.type === 'message')
      await context.sendActivity(`echo: ${context.activity.text}`);
  });
});

afterAll(async () => {
  bot.stop();
  await teams.close();
});

const texts = (conversation: string, asUser?: string) =>
  teams.activities(conversation, asUser === undefined ? {} : { asUser }).map(({ text }) => text);

describe('who may speak', () => {
  test('an honest message is taken, and its echo is seen', async () => {
    const { status } = await anna.say('hello');
    expect(status).toBe(200);
    expect(texts(anna.chat)).toEqual(['hello', 'echo: hello']);
    expect(texts(anna.chat, 'ben')).toEqual([]);
    const [call] = teams.calls('send');
    expect(call).toMatchObject({ tenant: 'one', conversation: anna.chat, status: 201 });
    expect(call?.authorization).toMatch(/^Bearer bot\./);
  });

  test('each forgery meets what botbuilder makes of it', async () => {
    bot.does(async () => {});
    const found = [];
    for (const { name, sending, botbuilder } of teams.forgeries()) {
      const { status } = await anna.say('hello', sending);
      found.push({ name, botbuilder, status });
    }
    expect(found.length).toBeGreaterThanOrEqual(30);
    expect(found.filter(({ botbuilder, status }) => botbuilder !== status)).toEqual([]);
  });

  test('a clock may be five minutes off', async () => {
    const now = Math.floor(Date.now() / 1_000);
    for (const claims of [{ exp: now - 290 }, { nbf: now + 290 }]) {
      expect((await anna.say('hello', { token: { claims } })).status).toBe(200);
    }
  });

  test('a new key is fetched once the old ones are an hour old', async () => {
    await anna.say('before');
    await teams.rollKeys({ keepOld: false });
    expect((await anna.say('with the new one')).status).toBe(401);
    const hour = Date.now() + 3_601_000;
    vi.spyOn(Date, 'now').mockReturnValue(hour);
    expect((await anna.say('an hour later')).status).toBe(200);
    expect((await anna.say('the old one', { token: { key: 'previous' } })).status).toBe(401);
  });

  test('the bot gets a token with its own id and secret, once', async () => {
    await anna.say('one');
    await ben.say('two');
    expect(teams.calls('login').length).toBeLessThanOrEqual(1);
    const wrong = { grant_type: 'client_credentials', client_id: teams.app.id, client_secret: 'x' };
    const answer = await fetch(teams.loginUrl, {
      method: 'POST',
      body: new URLSearchParams(wrong),
    });
    expect(answer.status).toBe(401);
  });

  test('without one of those nothing can be called', async () => {
    const url = `${teams.serviceUrl}v3/conversations/${encodeURIComponent(anna.chat)}/members`;
    for (const authorization of ['', 'Bearer made-up', `Bearer ${teams.token()}`]) {
      const { status } = await fetch(url, { headers: { authorization } });
      expect(status).toBe(401);
    }
  });
});

describe('what is sent', () => {
  test('a personal message looks like one of Teams', async () => {
    await anna.say('a < b & c');
    expect(bot.heard[0]).toMatchObject({
      type: 'message',
      channelId: 'msteams',
      text: 'a < b & c',
      textFormat: 'plain',
      attachments: [{ contentType: 'text/html', content: '<p>a &lt; b &amp; c</p>' }],
      from: { id: anna.id, aadObjectId: anna.aadObjectId, name: 'Anna Able' },
      recipient: { id: `28:${teams.app.id}` },
      conversation: { id: anna.chat, conversationType: 'personal', tenantId: anna.tenant },
      channelData: { tenant: { id: anna.tenant } },
      serviceUrl: teams.serviceUrl,
      locale: 'en-GB',
    });
    expect(anna.id).toMatch(/^29:1/);
    expect(bot.heard[0]?.entities).toMatchObject([{ type: 'clientInfo' }]);
  });

  test('a mention in a channel begins a thread, and the reply stands in it', async () => {
    const asked = await anna.mention(send, 'who decides? @ben');
    expect(asked.conversation).toBe(`${send};messageid=${asked.id}`);
    expect(bot.heard[0]).toMatchObject({
      text: '<at>Signpost</at> who decides? <at>Ben Brook</at>',
      conversation: { id: asked.conversation, isGroup: true, conversationType: 'channel' },
      channelData: {
        channel: { id: send },
        team: { id: teams.channel('one', 'staff', 'General') },
      },
    });
    expect(bot.heard[0]?.entities).toMatchObject([
      { type: 'mention', mentioned: { id: `28:${teams.app.id}` }, text: '<at>Signpost</at>' },
      { type: 'mention', mentioned: { id: ben.id }, text: '<at>Ben Brook</at>' },
      { type: 'clientInfo' },
    ]);
    const other = await ben.mention(send, 'and who pays?', { thread: asked.id });
    expect(other.conversation).toBe(asked.conversation);
    await ben.mention(send, 'something else');
    expect(texts(asked.conversation)).toHaveLength(4);
    expect(texts(send)).toHaveLength(6);
    expect(texts(send, 'cara')).toEqual([]);
    await expect(teams.user('one', 'cara').mention(send, 'x')).rejects.toThrow('is not in');
  });

  test('a group chat', async () => {
    const heads = teams.groupChat('one', 'heads');
    await ben.mention(heads, 'hello');
    expect(bot.heard[0]?.conversation).toMatchObject({ id: heads, conversationType: 'groupChat' });
    expect(texts(heads)).toHaveLength(2);
  });

  test('Teams sends again with another id and another time', async () => {
    const { answers } = await anna.say('hello', { repeat: 3, renew: true });
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(bot.heard.map(({ id }) => id)).size).toBe(3);
    const same = await anna.say('hello', { repeat: 2, together: true });
    expect(bot.heard.slice(3).map(({ id }) => id)).toEqual([same.id, same.id]);
    const held = await anna.say('later', { hold: true });
    expect(held.status).toBe(0);
    expect((await held.again()).status).toBe(200);
  });

  test('changes, reactions, typing, files, and what is malformed', async () => {
    bot.does(async () => {});
    const said = await anna.say('helo');
    await anna.edit(said.id, 'hello');
    expect(texts(anna.chat)).toEqual(['hello']);
    await anna.unsay(said.id);
    expect(texts(anna.chat)).toEqual([]);
    await anna.resay(said.id);
    await anna.typing();
    await anna.share('plan.docx', 'see this');
    expect(bot.heard.map(({ type, channelData }) => [type, channelData.eventType])).toEqual([
      ['message', undefined],
      ['messageUpdate', 'editMessage'],
      ['messageDelete', 'softDeleteMessage'],
      ['messageUpdate', 'undeleteMessage'],
      ['typing', undefined],
      ['message', undefined],
    ]);
    expect(bot.heard.at(-1)?.attachments?.[0]).toMatchObject({ name: 'plan.docx' });
    await anna.react(said.id, 'like');
    expect(bot.heard.at(-1)).toMatchObject({
      type: 'messageReaction',
      replyToId: said.id,
      reactionsAdded: [{ type: 'like' }],
    });
    expect((await teams.raw('{"no":"type"}')).status).toBe(400);
    await expect(ben.edit(said.id, 'x')).rejects.toThrow("is not ben's");
  });

  test('coming and going', async () => {
    bot.does(async () => {});
    const away = teams.user('two', 'anna');
    await expect(away.say('hello')).rejects.toThrow('the bot is not in');
    const came = await away.install();
    expect(came.map(({ activity }) => activity.type)).toEqual([
      'conversationUpdate',
      'installationUpdate',
    ]);
    expect(bot.heard[0]?.membersAdded).toMatchObject([{ id: `28:${teams.app.id}` }]);
    expect(bot.heard[1]?.action).toBe('add');
    await away.uninstall();
    expect(bot.heard[2]?.action).toBe('remove');
    await teams.user('two', 'ben').install(teams.channel('two', 'staff', 'send'));
    expect(bot.heard[3]).toMatchObject({
      conversation: { id: teams.channel('two', 'staff', 'General'), conversationType: 'channel' },
      channelData: { eventType: 'teamMemberAdded', team: { name: 'staff' } },
    });
    const cara = teams.user('one', 'cara');
    await cara.join(send);
    expect((await cara.mention(send, 'hello')).status).toBe(200);
    await cara.leave(send);
    expect(bot.heard.at(-1)?.membersRemoved).toMatchObject([{ id: cara.id }]);
  });
});

describe('what the bot may do', () => {
  test('it changes and deletes its own messages, and no others', async () => {
    const ids: (string | undefined)[] = [];
    bot.does(async (context) => {
      const sent = await context.sendActivity('one');
      ids.push(sent?.id);
      await context.updateActivity({ id: sent?.id ?? '', type: 'message', text: 'two' });
    });
    const said = await anna.say('hello');
    const [, answer] = teams.activities(anna.chat);
    expect(answer).toMatchObject({ id: ids[0], text: 'two', edits: 1, from: 'bot' });
    const [to] = bot.heard as [Activity];
    const failed = async (speak: (context: TurnContext) => Promise<unknown>) => {
      const error = await bot.later(to, speak).catch((thrown: unknown) => thrown);
      return (error as { statusCode?: number } | undefined)?.statusCode;
    };
    expect(await failed((context) => context.deleteActivity(ids[0] ?? ''))).toBeUndefined();
    expect(texts(anna.chat)).toEqual(['hello']);
    expect(await failed((context) => context.deleteActivity(ids[0] ?? ''))).toBe(404);
    expect(await failed((context) => context.deleteActivity(said.id))).toBe(404);
    await anna.uninstall();
    expect(await failed((context) => context.sendActivity('still there?'))).toBe(403);
    to.conversation.id = 'a:nobody';
    expect(await failed((context) => context.sendActivity('who?'))).toBe(404);
    // Another tenant's conversation is none of this one's.
    to.conversation.id = teams.user('two', 'anna').chat;
    expect(await failed((context) => context.sendActivity('who?'))).toBe(404);
  });

  test('it asks who is there', async () => {
    const found: Json[] = [];
    bot.does(async (context) => {
      const [all, page, one, team, channels] = await Promise.all([
        TeamsInfo.getMembers(context),
        TeamsInfo.getPagedMembers(context, 1),
        TeamsInfo.getMember(context, anna.aadObjectId),
        TeamsInfo.getTeamDetails(context),
        TeamsInfo.getTeamChannels(context),
      ]);
      found.push({ all: all.length, page, one, team, channels });
    });
    expect(await anna.mention(send, 'hello')).toMatchObject({ status: 200, body: '' });
    expect(found[0]).toMatchObject({
      all: 2,
      page: { members: [{ id: anna.id }], continuationToken: '1' },
      one: { id: anna.id, aadObjectId: anna.aadObjectId, email: 'anna@one.example' },
      team: { name: 'staff' },
      channels: [{ id: teams.channel('one', 'staff', 'General') }, { id: send, name: 'send' }],
    });
  });

  test('it begins a chat with somebody, where it is installed for them', async () => {
    const begin = (person: Person) => {
      const home = teams.tenant(person.tenant);
      return fetch(`${home.serviceUrl}v3/conversations`, {
        method: 'POST',
        headers: { authorization: teams.calls('send')[0]?.authorization ?? '' },
        body: JSON.stringify({
          bot: { id: `28:${teams.app.id}` },
          members: [{ id: person.id }],
          tenantId: home.id,
          isGroup: false,
          activity: { type: 'message', text: 'hello' },
        }),
      });
    };
    await anna.say('hello');
    const begun = await begin(ben);
    expect(begun.status).toBe(201);
    expect(await begun.json()).toMatchObject({ id: ben.chat });
    expect(texts(ben.chat)).toEqual(['hello']);
    expect((await begin(teams.user('two', 'ben'))).status).toBe(403);
  });

  test('a text with a card becomes two messages, and its id is not told', async () => {
    let id: string | undefined = 'none yet';
    bot.does(async (context) => {
      id = (await context.sendActivity({ ...withCard(form()), text: 'Fill this in' }))?.id;
    });
    await anna.say('hello');
    expect(id).toBeUndefined();
    expect(teams.activities(anna.chat).map(({ text, cards }) => [text, cards.length])).toEqual([
      ['hello', 0],
      ['Fill this in', 0],
      ['', 1],
    ]);
  });

  test('and where it does not split, one with an id', async () => {
    const whole = await startTeams({ splits: false, botUrl: bot.url, anonymous: true });
    // It checks no token, so that this bot, which logs in elsewhere, may speak.
    bot.does(async () => {});
    const there = whole.user('one', 'anna');
    const answer = await fetch(
      `${whole.serviceUrl}v3/conversations/${encodeURIComponent(there.chat)}/activities`,
      { method: 'POST', body: JSON.stringify({ ...withCard(form()), text: 'Fill this in' }) },
    );
    expect(answer.status).toBe(201);
    expect(whole.lastCard(there.chat).text).toBe('Fill this in');
    // Without credentials nobody shows a token.
    expect((await there.say('hello')).status).toBe(401);
    await whole.close();
  });

  test('what Teams refuses', async () => {
    const root = { type: 'https://schema.org/Message', '@type': 'Message' };
    const cite = (count: number, changes: Json = {}) => ({
      ...root,
      citation: Array.from({ length: count }, (_, at) => ({
        '@type': 'Claim',
        position: at + 1,
        appearance: { '@type': 'DigitalDocument', name: 'Act', abstract: 'words', ...changes },
      })),
    });
    const url = `${teams.serviceUrl}v3/conversations/${encodeURIComponent(anna.chat)}/activities`;
    await anna.say('hello');
    const authorization = teams.calls('send')[0]?.authorization ?? '';
    // By hand: botbuilder would leave out most of an entity.
    const status = async (activity: Json) => {
      const body = JSON.stringify({ type: 'message', text: 'x', ...activity });
      return (await fetch(url, { method: 'POST', headers: { authorization }, body })).status;
    };
    expect(await status({ entities: [cite(20)] })).toBe(201);
    expect(await status({ entities: [cite(21)] })).toBe(400);
    expect(await status({ entities: [root, root] })).toBe(400);
    expect(await status({ entities: [cite(1, { name: 'x'.repeat(81) })] })).toBe(400);
    expect(await status({ entities: [cite(1, { abstract: 'x'.repeat(161) })] })).toBe(400);
    expect(await status({ entities: [cite(1, { name: '' })] })).toBe(400);
    expect(await status({ entities: [{ '@type': 'Message' }] })).toBe(400);
    expect(await status({ text: 'x'.repeat(40_000) })).toBe(201);
    expect(await status({ text: 'x'.repeat(51_200) })).toBe(413);
    expect(await status({ text: ' ' })).toBe(400);
    expect(await status({ attachments: [{ contentType: 'card' }] })).toBe(400);
  });

  test('rates, where they are wanted', async () => {
    const strict = await startTeams({ rates: true, anonymous: true });
    const chat = encodeURIComponent(strict.user('one', 'anna').chat);
    const once = () =>
      fetch(`${strict.serviceUrl}v3/conversations/${chat}/activities`, {
        method: 'POST',
        body: '{"type":"message","text":"x"}',
      });
    const answers = [];
    for (let time = 0; time < 8; time += 1) answers.push(await once());
    expect(answers.map(({ status }) => status)).toEqual([...Array(7).fill(201), 429]);
    expect(answers.at(-1)?.headers.get('retry-after')).toBe('1');
    await strict.close();
  });
});

describe('what goes wrong', () => {
  const tries = [
    ['429', 429, 0],
    ['412', 412, 0],
    ['413', 413, 0],
    ['403', 403, 0],
    ['404', 404, 0],
    ['503', 503, 0],
    ['502-before', 502, 0],
    ['502-after', 502, 1],
    ['504-after', 504, 1],
    ['reset-before', undefined, 0],
    ['reset-after', undefined, 1],
    ['slow-before', 201, 1],
    ['slow-after', 201, 1],
    ['no-id', 202, 1],
    ['html-200', 202, 0],
    ['400', 400, 0],
    ['401', 401, 0],
    ['500', 500, 0],
    ['504-before', 504, 0],
  ] as const;

  test.each(tries)(
    '%s: the bot sees %s, and the person sees %d messages',
    async (kind, status, seen) => {
      const [to] = await hello();
      teams.fault({ method: 'send', kind, conversation: anna.chat, ms: 20, retryAfter: 3 });
      let answer: { status?: number; retryAfter?: string | undefined } = {};
      const error = await bot
        .later(to, async (context) => {
          const sent = await context.sendActivity('one');
          answer = { status: sent?.id ? 201 : 202 };
        })
        .catch((thrown: unknown) => thrown);
      const failed = error as
        | { statusCode?: number; response?: { headers: { get(name: string): string } } }
        | undefined;
      expect(failed ? failed.statusCode : answer.status).toBe(status);
      if (kind === '429') expect(failed?.response?.headers.get('retry-after')).toBe('3');
      expect(teams.activities(anna.chat).filter(({ from }) => from === 'bot')).toHaveLength(seen);
      expect(teams.calls('send')[0]?.fault).toBe(kind);
      // It is used up.
      await bot.later(to, (context) => context.sendActivity('two'));
      expect(texts(anna.chat).at(-1)).toBe('two');
    },
  );

  test('a fault befalls one tenant, one conversation, the second call', async () => {
    const [to] = await hello();
    teams.fault({ method: '*', kind: '503', tenant: 'two' });
    teams.fault({ method: 'send', kind: '503', conversation: ben.chat });
    teams.fault({ method: 'send', kind: '503', skip: 1 });
    const say = () => bot.later(to, (context) => context.sendActivity('x'));
    await say();
    await expect(say()).rejects.toMatchObject({ statusCode: 503 });
    await say();
  });

  test('botbuilder left alone says twice what was heard and not answered', async () => {
    const [to] = await hello();
    teams.fault({ method: 'send', kind: 'reset-after' });
    bot.retries(true);
    await bot.later(to, (context) => context.sendActivity('one'));
    bot.retries(false);
    expect(texts(anna.chat)).toEqual(['hello', 'one', 'one']);
  });

  async function hello(): Promise<[Activity]> {
    bot.does(async () => {});
    await anna.say('hello');
    return bot.heard as [Activity];
  }
});

describe('cards', () => {
  const show = async (card: Json) => {
    bot.does((context) => context.sendActivity(withCard(card)));
    await anna.say('hello');
    bot.does(async () => {});
    return teams.lastCard(anna.chat);
  };

  test('a form goes off with what was typed', async () => {
    const card = await show(form());
    await anna.fill(card, { name: 'Q', needs: ['hi', 'vi'] }, 'Send');
    expect(bot.heard.at(-1)).toMatchObject({
      type: 'message',
      replyToId: card.id,
      value: { form: 1, name: 'Q', needs: 'hi,vi', sure: 'false' },
    });
    expect(bot.heard.at(-1)?.text).toBeUndefined();
    await anna.press(card, 'Skip');
    expect(bot.heard.at(-1)?.value).toEqual({ skip: 1 });
    await anna.press(card, ({ data }) => (data as Json).skip === 1);
    await anna.fill(card, { name: 'Q', sure: true }, 'Send');
    expect(bot.heard.at(-1)?.value).toEqual({ form: 1, name: 'Q', sure: 'true' });
    expect(teams.problems()).toEqual([]);
  });

  test('the client sends nothing that is not filled in', async () => {
    const card = await show(form());
    await expect(anna.fill(card, {}, 'Send')).rejects.toThrow('Say who');
    await expect(anna.fill(card, { name: 'Q', needs: ['xx'] }, 'Send')).rejects.toThrow(
      'no choice',
    );
    await expect(anna.fill(card, { name: 'Q', age: '3' }, 'Send')).rejects.toThrow('no input age');
    await expect(anna.fill(card, { name: 'Q' })).rejects.toThrow('2 buttons');
    await expect(anna.press(card, 'Go')).rejects.toThrow('there are: "Send", "Skip", "Run"');
    await expect(ben.press(card, 'Skip')).rejects.toThrow('ben is not in');
    await anna.fill(card, { needs: ['xx'] }, 'Send', { lax: true });
    expect(bot.heard.at(-1)?.value).toMatchObject({ name: '', needs: 'xx' });
  });

  test('an action that is executed is answered, and a card as answer takes the place', async () => {
    const card = await show(form());
    bot.does((context) =>
      context.sendActivity({
        type: 'invokeResponse',
        value: {
          status: 200,
          body: { statusCode: 200, type: CARD, value: form({ fallbackText: 'Done' }) },
        },
      }),
    );
    const { value } = await anna.fill(card, { name: 'Q' }, 'Run');
    expect(bot.heard.at(-1)).toMatchObject({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: card.id,
      value: {
        trigger: 'manual',
        action: { type: 'Action.Execute', verb: 'run', data: { run: 1, name: 'Q' } },
      },
    });
    expect(value.statusCode).toBe(200);
    expect(teams.lastCard(anna.chat).cards[0]?.fallbackText).toBe('Done');
    expect(teams.problems()).toEqual([]);
  });

  test('a card that is bad is taken, and noted', async () => {
    await show(form({ version: '1.6', fallbackText: undefined }));
    expect(teams.problems().map(({ problem }) => problem)).toEqual([
      'Teams shows cards up to 1.5, not 1.6',
      'the card has no fallbackText',
    ]);
  });

  test('feedback is given where there are thumbs, and must be answered with nothing', async () => {
    bot.does((context) =>
      context.sendActivity({
        type: 'message',
        text: 'Yes.',
        channelData: { feedbackLoop: { type: 'default' } },
      }),
    );
    const said = await anna.say('hello');
    await expect(anna.rate(said.id, 'like')).rejects.toThrow('no thumbs');
    const [, answer] = teams.activities(anna.chat);
    const respond = (body: Json) =>
      bot.does((context) =>
        context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } }),
      );
    respond({});
    await anna.rate(answer?.id ?? '', 'dislike', 'too long');
    expect(bot.heard.at(-1)).toMatchObject({
      name: 'message/submitAction',
      replyToId: answer?.id,
      value: {
        actionName: 'feedback',
        actionValue: { reaction: 'dislike', feedback: '{"feedbackText":"too long"}' },
      },
    });
    expect(teams.problems()).toEqual([]);
    respond({ thanks: true });
    await anna.rate(answer?.id ?? '', 'like');
    expect(teams.problems()).toMatchObject([{ where: 'answer to message/submitAction' }]);
  });

  test('a search is answered at once', async () => {
    const result = { contentType: CARD, content: form(), preview: { content: { title: 'A' } } };
    bot.does((context) =>
      context.sendActivity({
        type: 'invokeResponse',
        value: {
          status: 200,
          body: { composeExtension: { type: 'result', attachments: [result] } },
        },
      }),
    );
    const { value } = await anna.search('senco');
    expect(bot.heard[0]?.value).toMatchObject({ parameters: [{ name: 'query', value: 'senco' }] });
    expect(value).toMatchObject({ composeExtension: { attachments: [{ contentType: CARD }] } });
    await anna.search('', { initial: true, conversation: send });
    expect(bot.heard[1]?.value).toMatchObject({ parameters: [{ name: 'initialRun' }] });
    await anna.pick({ card: 'x' });
    expect(bot.heard[2]).toMatchObject({ name: 'composeExtension/selectItem' });
    expect(teams.problems()).toEqual([]);
  });

  test('a file is offered, agreed to and put where Teams says', async () => {
    bot.does((context) =>
      context.sendActivity({
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.teams.card.file.consent',
            name: 'draft.docx',
            content: { sizeInBytes: 5, acceptContext: { file: 1 }, declineContext: { file: 2 } },
          },
        ],
      }),
    );
    await anna.say('export');
    bot.does(async () => {});
    const [, offer] = teams.activities(anna.chat);
    await anna.consent(offer?.id ?? '', 'decline');
    expect(bot.heard.at(-1)?.value).toMatchObject({ action: 'decline', context: { file: 2 } });
    expect(teams.files()).toEqual([]);
    await anna.consent(offer?.id ?? '', 'accept');
    const { value } = bot.heard.at(-1) as Activity;
    expect(value).toMatchObject({ context: { file: 1 }, uploadInfo: { name: 'draft.docx' } });
    const put = (range: string, body: string, headers: Record<string, string> = {}) =>
      fetch(value.uploadInfo.uploadUrl, {
        method: 'PUT',
        headers: { 'content-range': range, ...headers },
        body,
      });
    // The address is the permission, and a token there a leak.
    expect((await put('bytes 0-4/5', 'words', { authorization: 'Bearer x' })).status).toBe(401);
    expect((await put('bytes 0-3/5', 'words')).status).toBe(400);
    expect((await put('bytes 0-2/5', 'wor')).status).toBe(202);
    expect((await put('bytes 3-4/5', 'ds')).status).toBe(201);
    expect((await put('bytes 0-4/5', 'words')).status).toBe(416);
    const [file] = teams.files();
    expect(file).toMatchObject({ name: 'draft.docx', of: 'anna', complete: true });
    expect(file?.bytes.toString()).toBe('words');
  });

  test('waiting gives what was found, or says what was called last', async () => {
    bot.does(async (context) => {
      const { activity } = context;
      setTimeout(() => bot.later(activity, (then) => then.sendActivity('at last')), 30);
    });
    await anna.say('hello');
    const found = await teams.message(anna.chat, ({ text }) => text === 'at last');
    expect(found.from).toBe('bot');
    await teams.quiet();
    await expect(teams.waitFor(() => false, 30)).rejects.toThrow('send 201');
  });
});

test('a handler of botbuilder is called as well', async () => {
  const handler = new ActivityHandler();
  const said: string[] = [];
  handler.onMessage(async (context, next) => {
    said.push(context.activity.text);
    await next();
  });
  bot.does((context) => handler.run(context));
  await anna.say('hello');
  expect(said).toEqual(['hello']);
});
