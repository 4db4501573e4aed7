/** The stand-in against real Bolt, so that what the bot's tests rest on is itself tested. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, SocketModeReceiver, webApi } from '@slack/bolt';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from './json.ts';
import { quiet } from './quiet.ts';
import {
  type Person,
  type SlackMessage,
  type SlackStandIn,
  startSlack,
  workspace,
} from './slack.ts';
import { startSlackStub } from './stub.ts';

/** A bot that keeps what it hears and does what a test tells it to. */
interface Bot {
  app: App;
  heard: { body: Json; retry: number | undefined }[];
  last(): Json;
  stop(): Promise<unknown>;
}

const options = (slack: SlackStandIn) => ({
  slackApiUrl: slack.apiUrl,
  retryConfig: { retries: 0 },
  logger: quiet,
});

async function listening(slack: SlackStandIn, socketMode: boolean): Promise<Bot> {
  const common = { token: slack.bot().token, logger: quiet, clientOptions: options(slack) };
  const receiver = new HTTPReceiver({
    signingSecret: slack.app.signingSecret,
    logger: quiet,
  });
  // Bolt waits this long before it connects again, five seconds unless told.
  const socket = new SocketModeReceiver({
    appToken: slack.app.token,
    clientPingTimeout: 200,
    logger: quiet,
    installerOptions: { clientOptions: options(slack) },
  });
  const app = new App({ ...common, receiver: socketMode ? socket : receiver });
  const heard: Bot['heard'] = [];
  app.use(async ({ body, context, next }) => {
    heard.push({ body: body as unknown as Json, retry: context.retryNum });
    await next();
  });
  if (socketMode) await app.start();
  else {
    const server = await app.start({ port: 0, host: '127.0.0.1' });
    const { port } = (server as { address(): AddressInfo }).address();
    slack.deliverTo(`http://127.0.0.1:${port}/slack/events`);
  }
  return { app, heard, last: () => heard.at(-1)?.body ?? {}, stop: () => app.stop() };
}

const ONE = 'T0ONE';
const STAFF = 'C0STAFFONE';
const AWAY = 'C0AWAYONE';
const SEND = 'C0SENDONE';
const HEADS = 'C0HEADSONE';
const GROUP = 'G0GROUPONE';
const SHARED = 'C0SHAREDONE';

let slack: SlackStandIn;
let bot: Bot;
let anna: Person;
let ben: Person;
let client: webApi.WebClient;

beforeAll(async () => {
  const one = workspace(ONE);
  one.users.push({ id: 'U0VISITOR', homeTeam: 'T0COUNCIL', name: 'visitor' });
  slack = await startSlack({
    workspaces: [one, { ...workspace('T0TWO'), installed: false }],
  });
  bot = await listening(slack, false);
  const { app } = bot;
  app.message('ask', async ({ say }) => {
    await say({ text: 'a question', blocks: FORM });
  });
  app.action(/.*/, async ({ ack }) => ack());
  app.event('app_mention', async () => {});
  app.command('/signpost', async ({ command, ack }) => ack(command.text || ''));
  app.shortcut(/.*/, async ({ ack }) => ack());
  client = new webApi.WebClient(slack.bot(ONE).token, options(slack));
  anna = slack.user(ONE, 'U0ANNAONE');
  ben = slack.user(ONE, 'U0BENONE');
});

afterEach(() => {
  slack.reset();
  bot.heard.length = 0;
});

afterAll(async () => {
  await bot.stop();
  await slack.close();
});

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(`The ${value}`), value });
const asks = (blockId: string, element: object) => ({
  type: 'input' as const,
  block_id: blockId,
  label: plain(blockId),
  element: element as never,
});
const BOXES = [option('hearing'), option('vision'), option('speech')];
const FORM = [
  asks('words', { type: 'plain_text_input', action_id: 'a', max_length: 10 }),
  asks('one', { type: 'radio_buttons', action_id: 'a', options: BOXES }),
  asks('some', { type: 'checkboxes', action_id: 'a', options: BOXES }),
  asks('menu', { type: 'static_select', action_id: 'a', options: BOXES }),
  asks('menus', { type: 'multi_static_select', action_id: 'a', options: BOXES }),
  asks('day', { type: 'datepicker', action_id: 'a', initial_date: '2026-09-01' }),
  {
    type: 'actions' as const,
    elements: [
      { type: 'button' as const, action_id: 'send', text: plain('Send'), value: 'v1' },
      { type: 'static_select' as const, action_id: 'jump', options: BOXES },
    ],
  },
  {
    type: 'context_actions' as const,
    elements: [
      {
        type: 'feedback_buttons' as const,
        action_id: 'rated',
        positive_button: { text: plain('Good'), value: 'good' },
        negative_button: { text: plain('Bad'), value: 'bad' },
      },
    ],
  },
];

async function form(channel = anna.im): Promise<SlackMessage> {
  const { ts } = await client.chat.postMessage({ channel, text: 'a form', blocks: FORM });
  return slack.message(channel, (message) => message.ts === ts);
}

/** What Slack said no with. */
async function refusal(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'taken',
    (error: { data?: { error: string }; code: string }) => error.data?.error ?? error.code,
  );
}

describe('requests to the bot', () => {
  test('Bolt takes the signature, and the bot answers into the conversation', async () => {
    const { status, ts } = await anna.say(anna.im, 'ask');
    expect(status).toBe(200);
    const answer = await slack.message(anna.im, ({ botId }) => botId !== undefined);
    expect(answer).toMatchObject({ user: 'U0BOTONE', text: 'a question' });
    expect(slack.messages(anna.im).map((message) => message.ts)).toEqual([ts, answer.ts]);
  });

  test('forgeries are refused', async () => {
    const now = Math.floor(Date.now() / 1000);
    const forged = [
      { signature: 'v0=00' },
      { secret: 'another' },
      { timestamp: now - 301 },
      { headers: { 'x-slack-signature': undefined } },
    ];
    for (const sending of forged) {
      expect((await anna.say(anna.im, 'x', sending)).status, JSON.stringify(sending)).toBe(401);
    }
    expect(bot.heard).toHaveLength(0);
  });

  test('a captured request can be sent again exactly, or the same event signed anew', async () => {
    const first = await anna.say(anna.im, 'x');
    const { timestamp, signature } = first.answers[0]?.sent ?? { timestamp: 0, signature: '' };
    const again = await first.again({ timestamp, signature });
    expect(again.answers[0]?.sent).toEqual({ timestamp, signature });
    const [one, two] = bot.heard.map(({ body }) => body);
    expect(one).toEqual(two);
  });

  test('retries carry their number and the same event', async () => {
    const { answers } = await anna.say(anna.im, 'x', { repeat: 4 });
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(bot.heard.map(({ retry }) => retry)).toEqual([undefined, 1, 2, 3]);
    expect(new Set(bot.heard.map(({ body }) => body.event_id)).size).toBe(1);
    await expect(anna.say(anna.im, 'x', { repeat: 5 })).rejects.toThrow(RangeError);
    const together = await anna.say(anna.im, 'x', { repeat: 3, together: true });
    expect(together.answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test('what is held back arrives when it is let go', async () => {
    const first = await anna.say(anna.im, 'first', { hold: true });
    await anna.say(anna.im, 'second');
    expect(first.status).toBe(0);
    expect((await first.again()).status).toBe(200);
    expect(bot.heard.map(({ body }) => (body.event as Json).text)).toEqual(['second', 'first']);
  });

  test('anything at all can be sent, signed', async () => {
    const [answer] = await slack.raw('{"type":', 'application/json');
    expect(answer?.status).toBeGreaterThanOrEqual(400);
  });
});

describe('what people do', () => {
  test('a direct message', async () => {
    const { payload, ts } = await anna.say(anna.im, 'is <b> ok & https://a.example/?x=1&y=2');
    expect(payload).toMatchObject({
      token: expect.any(String),
      team_id: ONE,
      api_app_id: slack.app.id,
      type: 'event_callback',
      event_id: expect.stringMatching(/^Ev0/),
      event_time: expect.any(Number),
      is_ext_shared_channel: false,
      authorizations: [
        {
          enterprise_id: null,
          team_id: ONE,
          user_id: 'U0BOTONE',
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      event: {
        type: 'message',
        channel_type: 'im',
        channel: anna.im,
        user: anna.id,
        team: ONE,
        ts,
        event_ts: ts,
        text: 'is &lt;b&gt; ok &amp; <https://a.example/?x=1&amp;y=2>',
      },
    });
    expect(bot.last()).toEqual(payload);
  });

  test.each([
    [STAFF, 'channel'],
    [SEND, 'group'],
    [GROUP, 'mpim'],
    [SHARED, 'channel'],
  ])('a message in %s is of a %s', async (channel, kind) => {
    const { payload } = await anna.say(channel, 'x');
    expect(payload.event).toMatchObject({ channel_type: kind });
    expect(payload.is_ext_shared_channel).toBe(channel === SHARED);
  });

  test('somebody from outside is named as such', async () => {
    const { payload } = await slack.user(ONE, 'U0VISITOR').say(SHARED, 'x');
    expect(payload.event).toMatchObject({ user_team: 'T0COUNCIL', team: 'T0COUNCIL' });
    expect(await client.users.info({ user: 'U0VISITOR' })).toMatchObject({
      user: { is_stranger: true, team_id: 'T0COUNCIL' },
    });
    expect(await client.conversations.info({ channel: SHARED })).toMatchObject({
      channel: { is_ext_shared: true },
    });
  });

  test('a mention, in a thread, and with the message beside it', async () => {
    const { ts } = await anna.mention(STAFF, 'what now?');
    await ben.mention(STAFF, 'and then?', { thread_ts: ts, alsoMessage: true });
    const events = bot.heard.map(({ body }) => body.event as Json);
    expect(events.map(({ type }) => type).sort()).toEqual([
      'app_mention',
      'app_mention',
      'message',
    ]);
    expect(events[0]).toMatchObject({ text: '<@U0BOTONE> what now?', channel: STAFF });
    expect(events[0]).not.toHaveProperty('channel_type');
    expect(events[1]).toMatchObject({ thread_ts: ts });
  });

  test('changing and taking back what was said', async () => {
    const said = await anna.say(anna.im, 'one');
    await anna.edit(said, 'two');
    expect(bot.last().event).toMatchObject({
      subtype: 'message_changed',
      message: { text: 'two', ts: said.ts },
      previous_message: { text: 'one' },
    });
    expect(slack.messages(anna.im)[0]).toMatchObject({ text: 'two', versions: [{ text: 'one' }] });
    await anna.unsay(said);
    expect(bot.last().event).toMatchObject({ subtype: 'message_deleted', deleted_ts: said.ts });
    expect(slack.messages(anna.im)).toEqual([]);
  });

  test('a shared file', async () => {
    await anna.share(anna.im, { name: 'a.csv', bytes: Buffer.from('a,b') }, 'here');
    const event = bot.last().event as { subtype: string; files: { url_private: string }[] };
    expect(event).toMatchObject({
      subtype: 'file_share',
      text: 'here',
      files: [{ name: 'a.csv' }],
    });
    const { token } = slack.bot(ONE);
    const file = await fetch(event.files[0]?.url_private ?? '', {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await file.text()).toBe('a,b');
    expect(slack.files(anna.im)).toMatchObject([{ name: 'a.csv', bytes: Buffer.from('a,b') }]);
  });

  test('pressing a button sends every input, touched or not', async () => {
    const message = await form();
    await anna.fill(
      message,
      { words: 'some', one: 'vision', some: ['hearing', 'speech'], menus: ['speech'] },
      'send',
    );
    const full = (value: string) => ({
      ...option(value),
      text: { ...plain(`The ${value}`), emoji: true },
    });
    expect(bot.last()).toMatchObject({
      type: 'block_actions',
      user: { id: anna.id, username: 'anna', team_id: ONE },
      api_app_id: slack.app.id,
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: anna.im,
        is_ephemeral: false,
      },
      team: { id: ONE, domain: 't0one' },
      enterprise: null,
      is_enterprise_install: false,
      channel: { id: anna.im, name: 'directmessage' },
      message: { ts: message.ts, bot_id: 'B0BOTONE', app_id: slack.app.id },
      response_url: expect.stringContaining('/actions/T0ONE/'),
      actions: [{ type: 'button', action_id: 'send', value: 'v1', text: { text: 'Send' } }],
      state: {
        values: {
          words: { a: { type: 'plain_text_input', value: 'some' } },
          one: { a: { type: 'radio_buttons', selected_option: full('vision') } },
          some: { a: { type: 'checkboxes', selected_options: [full('hearing'), full('speech')] } },
          menu: { a: { type: 'static_select', selected_option: null } },
          menus: { a: { type: 'multi_static_select', selected_options: [full('speech')] } },
          day: { a: { type: 'datepicker', selected_date: '2026-09-01' } },
        },
      },
    });
  });

  test('what no person could do is a mistake in the test', async () => {
    const message = await form();
    await expect(async () => anna.fill(message, { one: 'touch' }, 'send')).rejects.toThrow(
      'offers',
    );
    await expect(async () => anna.fill(message, { words: '12345678901' }, 'send')).rejects.toThrow(
      '0 to 10',
    );
    await expect(async () => anna.fill(message, { nowhere: 'x' }, 'send')).rejects.toThrow(
      'no input',
    );
    await expect(anna.press(message, 'nothing')).rejects.toThrow('Send');
    await expect(anna.say(HEADS, 'x')).rejects.toThrow('cannot write');
    expect(() => slack.user(ONE, 'U0NOBODY')).toThrow('nobody');
  });

  test('choosing, rating, and pressing by the label', async () => {
    const message = await form();
    await anna.choose(message, 'jump', 'speech');
    expect(bot.last()).toMatchObject({
      actions: [{ type: 'static_select', selected_option: { value: 'speech' } }],
    });
    await anna.rate(message, false);
    expect(bot.last()).toMatchObject({
      actions: [{ type: 'feedback_buttons', action_id: 'rated', value: 'bad' }],
    });
    await anna.press(message, 'Send');
    expect(bot.last()).toMatchObject({ actions: [{ action_id: 'send' }] });
  });

  test('a command, whose answer only its sender sees', async () => {
    const { payload, body } = await anna.command('/signpost', 'hello', AWAY);
    expect(payload).toMatchObject({
      command: '/signpost',
      text: 'hello',
      team_id: ONE,
      channel_id: AWAY,
      channel_name: 'away',
      user_id: anna.id,
      response_url: expect.stringContaining('/commands/'),
      trigger_id: expect.any(String),
    });
    expect(body).toBe('hello');
    expect(slack.messages(AWAY, { asUser: anna.id })).toMatchObject([
      { text: 'hello', user: 'U0BOTONE', botId: 'B0BOTONE', visibleTo: anna.id },
    ]);
    expect(slack.messages(AWAY, { asUser: ben.id })).toEqual([]);
    expect((await anna.command('/signpost', '', anna.im)).payload.channel_name).toBe(
      'directmessage',
    );
  });

  test('shortcuts', async () => {
    await anna.shortcut('start');
    expect(bot.last()).toMatchObject({ type: 'shortcut', callback_id: 'start' });
    const message = await form(STAFF);
    await anna.messageShortcut('about', message);
    expect(bot.last()).toMatchObject({
      type: 'message_action',
      callback_id: 'about',
      channel: { id: STAFF, name: 'staff' },
      message_ts: message.ts,
      message: { text: 'a form' },
    });
  });

  test('the Home tab: opened, published, pressed', async () => {
    await anna.openMessages();
    expect(bot.last().event).toMatchObject({ type: 'app_home_opened', tab: 'messages' });
    await client.views.publish({
      user_id: anna.id,
      view: { type: 'home', blocks: FORM.slice(-2, -1) },
    });
    await anna.openHome();
    const home = slack.home(anna.id);
    expect(bot.last().event).toMatchObject({ tab: 'home', view: { id: home?.id } });
    if (home === undefined) throw new Error('nothing was published');
    await anna.press(home, 'send');
    expect(bot.last()).toMatchObject({
      container: { type: 'view', view_id: home.id },
      view: { id: home.id, type: 'home' },
    });
    expect(bot.last()).not.toHaveProperty('message');
  });

  test('a modal: opened with a trigger, sent in with a mistake, changed, closed', async () => {
    const { payload } = await anna.shortcut('start');
    const open = (trigger: unknown) =>
      client.views.open({
        trigger_id: String(trigger),
        view: {
          type: 'modal',
          callback_id: 'm',
          title: plain('Ask'),
          submit: plain('Send'),
          blocks: FORM.slice(0, 1),
        },
      });
    await open(payload.trigger_id);
    expect(await refusal(open(payload.trigger_id))).toBe('exchanged_trigger_id');
    expect(await refusal(open('other'))).toBe('invalid_trigger_id');
    const replies = [
      { response_action: 'errors' as const, errors: { words: 'Say more' } },
      {
        response_action: 'update' as const,
        view: {
          type: 'modal' as const,
          title: plain('Thanks'),
          blocks: [{ type: 'divider' as const }],
        },
      },
    ];
    bot.app.view('m', async ({ ack }) => ack(replies.shift() as never));
    bot.app.view('', async ({ ack }) => ack());
    expect(JSON.parse((await anna.submit({ words: 'x' })).body)).toMatchObject({
      response_action: 'errors',
    });
    expect(bot.last()).toMatchObject({
      type: 'view_submission',
      view: { callback_id: 'm', state: { values: { words: { a: { value: 'x' } } } } },
    });
    await anna.submit({ words: 'more' });
    expect(slack.modal(anna.id)?.title).toBe('Thanks');
    await anna.dismiss();
    expect(slack.modal(anna.id)).toBeUndefined();
  });

  test('other events, joining, and uninstalling', async () => {
    await anna.event({ type: 'user_change', user: { id: anna.id } });
    expect(bot.last().event).toMatchObject({ type: 'user_change' });
    await slack.join(ONE, { id: 'U0NEW', name: 'new' });
    expect(bot.last().event).toMatchObject({ type: 'team_join', user: { id: 'U0NEW' } });
    expect(slack.user(ONE, 'U0NEW').im).toBe('D0NEW');
    await slack.uninstall(ONE);
    expect(bot.heard.slice(-2).map(({ body }) => (body.event as Json).type)).toEqual([
      'tokens_revoked',
      'app_uninstalled',
    ]);
    expect(await refusal(client.auth.test())).toBe('account_inactive');
  });
});

describe('answers by response_url', () => {
  const answerTo = (url: unknown, body: Json) =>
    fetch(String(url), { method: 'POST', body: JSON.stringify(body) });

  test('five times within half an hour', async () => {
    const { payload } = await anna.command('/signpost', '', AWAY);
    const statuses: number[] = [];
    for (let use = 0; use < 6; use += 1) {
      statuses.push((await answerTo(payload.response_url, { text: `${use}` })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(slack.messages(AWAY, { asUser: anna.id })).toHaveLength(5);
    const old = await anna.command('/signpost', '', AWAY);
    slack.expire(String(old.payload.response_url));
    const late = await answerTo(old.payload.response_url, { text: 'x' });
    expect([late.status, await late.json()]).toMatchObject([404, { error: 'expired_url' }]);
  });

  test('to everybody, in place of the message, and taking it away', async () => {
    const message = await form(STAFF);
    const { payload } = await anna.press(message, 'send');
    await answerTo(payload.response_url, { response_type: 'in_channel', text: 'all' });
    await answerTo(payload.response_url, { text: 'changed', replace_original: true });
    expect(slack.messages(STAFF, { asUser: ben.id })).toMatchObject([
      { text: 'changed', blocks: [], versions: [{ text: 'a form' }] },
      { text: 'all' },
    ]);
    await answerTo(payload.response_url, { delete_original: true });
    expect(slack.messages(STAFF)).toMatchObject([{ text: 'all' }]);
    expect(slack.calls('response_url')).toHaveLength(3);
  });

  test('an ephemeral message is changed only so, and pressing it sends no message', async () => {
    await client.chat.postEphemeral({
      channel: STAFF,
      user: anna.id,
      text: 'for you',
      blocks: FORM.slice(-2),
    });
    const [only] = slack.messages(STAFF, { asUser: anna.id });
    if (only === undefined) throw new Error('nothing was shown');
    expect(only).toMatchObject({ visibleTo: anna.id, text: 'for you' });
    expect(slack.messages(STAFF, { asUser: ben.id })).toEqual([]);
    expect(await refusal(client.chat.update({ channel: STAFF, ts: only.ts, text: 'x' }))).toBe(
      'message_not_found',
    );
    const { payload } = await anna.press(only, 'send');
    expect(payload).toMatchObject({ container: { is_ephemeral: true } });
    expect(payload).not.toHaveProperty('message');
    await answerTo(payload.response_url, { text: 'thanks', replace_original: true });
    expect(slack.messages(STAFF, { asUser: anna.id })).toMatchObject([{ text: 'thanks' }]);
  });

  test('blocks are looked at here too', async () => {
    const { payload } = await anna.command('/signpost', '', AWAY);
    const refused = await answerTo(payload.response_url, { blocks: [{ type: 'nope' }] });
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { error: 'invalid_blocks' },
    ]);
  });
});

describe('the Web API', () => {
  test('says no with the codes of Slack', async () => {
    const as = (token: string | undefined) => new webApi.WebClient(token, options(slack));
    const post = (to: webApi.WebClient, channel: string) =>
      refusal(to.chat.postMessage({ channel, text: 'x' }));
    expect(await post(as(undefined), STAFF)).toBe('not_authed');
    expect(await post(as('xoxb-other'), STAFF)).toBe('invalid_auth');
    expect(await post(as(slack.bot('T0TWO').token), STAFF)).toBe('invalid_auth');
    expect(await post(client, 'C0NOWHERE')).toBe('channel_not_found');
    expect(await post(client, AWAY)).toBe('not_in_channel');
    expect(await post(client, HEADS)).toBe('channel_not_found');
    expect(await refusal(client.conversations.info({ channel: HEADS }))).toBe('channel_not_found');
    expect(await refusal(client.conversations.history({ channel: AWAY }))).toBe('not_in_channel');
    expect(await refusal(client.users.info({ user: 'U0NOBODY' }))).toBe('user_not_found');
    expect(await refusal(client.apiCall('nothing.such'))).toBe('unknown_method');
    expect(slack.calls('chat.postMessage')).toHaveLength(6);
    expect(slack.calls('chat.postMessage')[1]).toMatchObject({
      token: 'xoxb-other',
      args: { channel: STAFF, text: 'x' },
      answer: { ok: false, error: 'invalid_auth' },
    });
  });

  test('asks for scopes, and keeps which were needed', async () => {
    await client.chat.postMessage({ channel: anna.im, text: 'x' });
    await client.conversations.history({ channel: anna.im });
    await anna.mention(STAFF, 'x');
    expect(slack.scopesExercised()).toEqual(['app_mentions:read', 'chat:write', 'im:history']);
    const { scopes } = slack.bot(ONE);
    try {
      slack.bot(ONE).scopes = ['chat:write', 'im:history'];
      const call = client.users.info({ user: anna.id });
      expect(await call.catch(({ data }) => data)).toMatchObject({
        error: 'missing_scope',
        needed: 'users:read',
        provided: 'chat:write,im:history',
      });
      await expect(anna.mention(STAFF, 'x')).rejects.toThrow('app_mentions:read');
      await expect(anna.command('/signpost', '', STAFF)).rejects.toThrow('commands');
    } finally {
      slack.bot(ONE).scopes = scopes;
    }
  });

  test('keeps what a message said before', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: anna.im, text: 'one' });
    await client.chat.update({ channel: anna.im, ts, text: 'two' });
    await client.chat.update({ channel: anna.im, ts, text: 'three', blocks: FORM.slice(-2) });
    const [message] = slack.messages(anna.im, { asUser: anna.id });
    expect(message).toMatchObject({ text: 'three', versions: [{ text: 'one' }, { text: 'two' }] });
    await client.chat.delete({ channel: anna.im, ts });
    expect(slack.messages(anna.im)).toEqual([]);
  });

  test('reads history in pages, between times, with metadata for who asks', async () => {
    const metadata = { event_type: 'draft', event_payload: { version: 3 } };
    const said: string[] = [];
    for (const text of ['1', '2', '3', '4']) {
      const { ts = '' } = await client.chat.postMessage({ channel: anna.im, text, metadata });
      said.push(ts);
    }
    await client.chat.postMessage({ channel: anna.im, text: 'reply', thread_ts: said[0] ?? '' });
    const read = (more: object = {}) => client.conversations.history({ channel: anna.im, ...more });
    const texts = ({ messages = [] }: { messages?: { text?: string }[] }) =>
      messages.map(({ text }) => text);
    const first = await read({ limit: 3 });
    expect(texts(first)).toEqual(['4', '3', '2']);
    expect(first.messages?.[0]).not.toHaveProperty('metadata');
    const cursor = first.response_metadata?.next_cursor;
    expect(texts(await read({ limit: 3, cursor }))).toEqual(['1']);
    expect(texts(await read({ oldest: said[1], latest: said[3] }))).toEqual(['3']);
    expect(texts(await read({ oldest: said[1], latest: said[2], inclusive: true }))).toEqual([
      '3',
      '2',
    ]);
    const whole = await read({ include_all_metadata: true });
    expect(whole.messages?.[0]?.metadata).toEqual(metadata);
    const thread = await client.conversations.replies({ channel: anna.im, ts: said[0] ?? '' });
    expect(texts(thread)).toEqual(['1', 'reply']);
  });

  test('opens the conversation with a person, and posts to them by name', async () => {
    const opened = await client.conversations.open({ users: anna.id });
    expect(opened.channel?.id).toBe(anna.im);
    const posted = await client.chat.postMessage({ channel: ben.id, text: 'x' });
    expect(posted.channel).toBe(ben.im);
    expect(posted.message).toMatchObject({ bot_id: 'B0BOTONE', app_id: slack.app.id });
  });

  test('takes files by the upload in three steps', async () => {
    await client.files.uploadV2({
      channel_id: anna.im,
      filename: 'form.docx',
      file: Buffer.from([0, 255, 128]),
      initial_comment: 'Your form',
    });
    expect(slack.files(anna.im)).toMatchObject([
      { name: 'form.docx', bytes: Buffer.from([0, 255, 128]) },
    ]);
    expect(slack.messages(anna.im)).toMatchObject([{ text: 'Your form', botId: 'B0BOTONE' }]);
    expect(slack.calls().map(({ method }) => method)).toEqual([
      'files.getUploadURLExternal',
      'upload',
      'files.completeUploadExternal',
    ]);
    expect(
      await refusal(client.files.uploadV2({ channel_id: AWAY, filename: 'x', content: 'x' })),
    ).toBe('not_in_channel');
  });

  test("shows an assistant's status, prompts and title", async () => {
    const { ts } = await anna.say(anna.im, 'x');
    const place = { channel_id: anna.im, thread_ts: ts };
    const { threads } = client.assistant;
    await threads.setStatus({ ...place, status: 'is looking…', loading_messages: ['one'] });
    await threads.setTitle({ ...place, title: 'A title' });
    const prompts = [{ title: 'Ask', message: 'What is a plan?' }] as const;
    // To an app with the agent view, prompts for a thread are lost without a word.
    await threads.setSuggestedPrompts({ ...place, prompts: [...prompts] });
    expect(slack.thread(anna.im, ts)).toMatchObject({
      status: 'is looking…',
      loadingMessages: ['one'],
      title: 'A title',
      prompts: [],
    });
    const { channel_id } = place;
    await threads.setSuggestedPrompts({ channel_id, prompts: [...prompts], title: 'Try' });
    expect(slack.thread(anna.im)).toMatchObject({ prompts, promptsTitle: 'Try' });
    await client.chat.postMessage({ channel: anna.im, thread_ts: ts, text: 'x' });
    expect(slack.thread(anna.im, ts)).toMatchObject({ status: '', statuses: ['is looking…'] });
    const five = Array.from({ length: 5 }, () => prompts[0]);
    expect(await refusal(threads.setSuggestedPrompts({ ...place, prompts: five as never }))).toBe(
      'invalid_arguments',
    );
    expect(await refusal(threads.setTitle({ ...place, thread_ts: '1.1', title: 'x' }))).toBe(
      'invalid_thread_ts',
    );
  });

  test('exchanges a code for a token, once', async () => {
    const two = new webApi.WebClient(slack.bot('T0TWO').token, options(slack));
    expect(await refusal(two.auth.test())).toBe('invalid_auth');
    const secrets = { client_id: slack.app.clientId, client_secret: slack.app.clientSecret };
    const exchange = (code: string, more: object = {}) =>
      client.oauth.v2.access({ ...secrets, ...more, code });
    const code = slack.code('T0TWO', { userId: 'U0ANNATWO' });
    expect(await exchange(code)).toMatchObject({
      access_token: slack.bot('T0TWO').token,
      token_type: 'bot',
      bot_user_id: 'U0BOTTWO',
      app_id: slack.app.id,
      team: { id: 'T0TWO' },
      enterprise: null,
      authed_user: { id: 'U0ANNATWO' },
    });
    expect(await two.auth.test()).toMatchObject({ team_id: 'T0TWO', user_id: 'U0BOTTWO' });
    expect(await refusal(exchange(code))).toBe('code_already_used');
    expect(await refusal(exchange('other'))).toBe('invalid_code');
    expect(await refusal(exchange(slack.code(ONE, { lifeMs: -1 })))).toBe('invalid_code');
    expect(await refusal(exchange('other', { client_secret: 'x' }))).toBe('bad_client_secret');
    expect(await two.auth.revoke()).toMatchObject({ revoked: true });
    expect(await refusal(two.auth.test())).toBe('token_revoked');
  });

  test('sends who allows the app back with a code', async () => {
    const url = new URL(slack.authorizeUrl);
    url.search = new URLSearchParams({
      client_id: slack.app.clientId,
      state: 's',
      team: 'T0TWO',
      redirect_uri: 'http://127.0.0.1:9/back',
    }).toString();
    const { headers, status } = await fetch(url, { redirect: 'manual' });
    expect(status).toBe(302);
    expect(headers.get('location')).toMatch(/^http:\/\/127\.0\.0\.1:9\/back\?code=\w+&state=s$/);
  });
});

describe('faults', () => {
  const post = (timeout = 0) =>
    new webApi.WebClient(slack.bot(ONE).token, {
      ...options(slack),
      rejectRateLimitedCalls: true,
      timeout,
    }).chat.postMessage({ channel: anna.im, text: 'x' });
  const posted = () => slack.messages(anna.im).length;

  test.each([
    ['429', 'slack_webapi_rate_limited_error', 0],
    ['500-before', 'slack_webapi_http_error', 0],
    ['500-after', 'slack_webapi_http_error', 1],
    ['reset-before', 'slack_webapi_request_error', 0],
    ['reset-after', 'slack_webapi_request_error', 1],
    ['invalid_auth', 'invalid_auth', 0],
    ['account_inactive', 'account_inactive', 0],
    ['token_revoked', 'token_revoked', 0],
    ['channel_not_found', 'channel_not_found', 0],
    ['msg_blocks_too_long', 'msg_blocks_too_long', 0],
  ] as const)('%s', async (kind, code, done) => {
    slack.fault({ method: 'chat.postMessage', kind });
    expect(await refusal(post())).toBe(code);
    expect(posted()).toBe(done);
    expect(slack.calls()[0]).toMatchObject({ fault: kind });
    expect(await refusal(post())).toBe('taken');
  });

  test('any other refusal', async () => {
    slack.fault({ method: '*', kind: 'error', error: 'is_archived' });
    expect(await refusal(post())).toBe('is_archived');
  });

  test("a proxy's page", async () => {
    slack.fault({ method: '*', kind: 'html-200' });
    expect(await refusal(post())).not.toBe('taken');
    expect(posted()).toBe(0);
  });

  test('slow, before and after', async () => {
    slack.fault({ method: 'chat.postMessage', kind: 'slow-before', ms: 100 });
    const late = post();
    await slack.waitFor(() => slack.calls().length === 1);
    expect(posted()).toBe(0);
    await late;
    expect(posted()).toBe(1);
    slack.fault({ method: 'chat.postMessage', kind: 'slow-after', ms: 200 });
    expect(await refusal(post(50))).not.toBe('taken');
    expect(posted()).toBe(2);
  });

  test('of one conversation, a few times, after a few calls', async () => {
    slack.fault({ method: '*', channel: ben.im, kind: 'invalid_auth' });
    expect(await refusal(post())).toBe('taken');
    slack.fault({ method: '*', channel: anna.im, kind: '429', retryAfter: 7, times: 2, skip: 1 });
    expect(await refusal(post())).toBe('taken');
    expect(await post().catch(({ retryAfter }) => retryAfter)).toBe(7);
    expect(await refusal(post())).toBe('slack_webapi_rate_limited_error');
    expect(await refusal(post())).toBe('taken');
  });
});

test('workspaces are apart, of an enterprise or not', async () => {
  const other = await startSlack({
    botUrl: 'http://127.0.0.1:9/',
    workspaces: [
      workspace('T0A'),
      { ...workspace('T0B'), enterprise: { id: 'E0X', name: 'Trust' } },
    ],
  });
  try {
    const to = (team: string) => new webApi.WebClient(other.bot(team).token, options(other));
    await to('T0A').chat.postMessage({ channel: 'C0STAFFA', text: 'a' });
    expect(await refusal(to('T0B').chat.postMessage({ channel: 'C0STAFFA', text: 'b' }))).toBe(
      'channel_not_found',
    );
    expect(await to('T0B').auth.test()).toMatchObject({ team_id: 'T0B', enterprise_id: 'E0X' });
    const { payload, status } = await other.user('T0B', 'U0ANNAB').say('C0STAFFB', 'x');
    expect(status).toBe(0);
    expect(payload).toMatchObject({
      team_id: 'T0B',
      enterprise_id: 'E0X',
      authorizations: [{ enterprise_id: 'E0X', user_id: 'U0BOTB' }],
    });
  } finally {
    await other.close();
  }
});

describe('Socket Mode', () => {
  let socketed: SlackStandIn;
  let listener: Bot;

  beforeAll(async () => {
    socketed = await startSlack({ echoes: true });
    listener = await listening(socketed, true);
    listener.app.message('ask', async ({ say }) => {
      await say('an answer');
    });
    listener.app.command('/signpost', async ({ ack }) => ack('at once'));
  });
  afterEach(() => {
    listener.heard.length = 0;
  });
  afterAll(async () => {
    await listener.stop();
    await socketed.close();
  });

  test('Bolt connects, is sent envelopes and acknowledges them', async () => {
    const person = socketed.user(ONE, 'U0ANNAONE');
    expect(socketed.sockets.count()).toBe(1);
    const { status } = await person.say(person.im, 'ask');
    expect(status).toBe(200);
    expect(socketed.sockets.acks).toHaveLength(1);
    await socketed.message(person.im, ({ text }) => text === 'an answer');
    expect((await person.command('/signpost', '', STAFF)).body).toBe('{"text":"at once"}');
    expect(socketed.messages(STAFF, { asUser: person.id })).toMatchObject([{ text: 'at once' }]);
  });

  test('repeats keep the envelope and count', async () => {
    const person = socketed.user(ONE, 'U0ANNAONE');
    const { answers } = await person.say(person.im, 'x', { repeat: 2 });
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(listener.heard.map(({ retry }) => retry)).toEqual([0, 1]);
    const [one, two] = socketed.sockets.acks.slice(-2);
    expect(one?.envelopeId).toBe(two?.envelopeId);
  });

  test('large messages and many at once arrive whole', async () => {
    const person = socketed.user(ONE, 'U0ANNAONE');
    const text = 'é'.repeat(39_000);
    const all = await Promise.all([1, 2, 3].map(() => person.say(person.im, text)));
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(listener.heard.map(({ body }) => (body.event as Json).text)).toEqual([text, text, text]);
  });

  test('with echoes the bot is told of what it posts and changes itself', async () => {
    const web = new webApi.WebClient(socketed.bot().token, options(socketed));
    const before = socketed.sent().length;
    const { ts = '', channel = '' } = await web.chat.postMessage({ channel: STAFF, text: 'one' });
    await web.chat.update({ channel, ts, text: 'two' });
    const own = () => socketed.sent().slice(before);
    await socketed.waitFor(() => own().length === 2);
    expect(own().map(({ payload }) => payload.event)).toMatchObject([
      { type: 'message', bot_id: 'B0BOTONE', text: 'one', channel_type: 'channel' },
      { subtype: 'message_changed', message: { text: 'two', bot_id: 'B0BOTONE' } },
    ]);
  });

  test('told to go, or cut off, Bolt comes back', async () => {
    const person = socketed.user(ONE, 'U0ANNAONE');
    for (const cut of ['disconnect', 'drop'] as const) {
      const before = socketed.calls('apps.connections.open').length;
      socketed.sockets[cut]();
      await socketed.waitFor(
        () => socketed.calls('apps.connections.open').length > before && socketed.sockets.open(),
      );
      expect((await person.say(person.im, 'x')).status).toBe(200);
    }
  });

  test('silence is noticed', async () => {
    const person = socketed.user(ONE, 'U0ANNAONE');
    socketed.sockets.freeze();
    const { status, body } = await person.say(person.im, 'x', { timeoutMs: 50 });
    socketed.sockets.thaw();
    expect([status, body]).toEqual([0, 'no ack came']);
  });

  test('a bot token opens no connection', async () => {
    const web = new webApi.WebClient(socketed.bot().token, options(socketed));
    expect(await refusal(web.apps.connections.open({}))).toBe('not_allowed_token_type');
  });
});

describe('the stub', () => {
  test('says ok and counts', async () => {
    const stub = await startSlackStub();
    const web = new webApi.WebClient('xoxb-any', { slackApiUrl: stub.url, logger: quiet });
    expect(await web.chat.postMessage({ channel: 'C1', text: 'x' })).toMatchObject({
      ok: true,
      channel: 'C1',
      ts: expect.stringMatching(/^\d+\.\d{6}$/),
    });
    await web.chat.update({ channel: 'C1', ts: '1.000001', text: 'x' });
    expect(await web.auth.test()).toMatchObject({ team_id: 'T0ONE' });
    expect(stub.count()).toEqual({ 'chat.postMessage': 1, 'chat.update': 1, 'auth.test': 1 });
    stub.reset();
    expect(stub.count()).toEqual({});
    await stub.close();
  });

  test('runs by itself', async () => {
    const program = new URL('./stub.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [program, '--port', '0']);
    try {
      const [line] = await once(child.stdout, 'data');
      const { url } = JSON.parse(String(line)) as { url: string };
      await fetch(new URL('chat.postMessage', url), { method: 'POST', body: 'channel=C1' });
      const count = await fetch(new URL('/count', url));
      expect(await count.json()).toEqual({ 'chat.postMessage': 1 });
    } finally {
      child.kill();
    }
  });
});
