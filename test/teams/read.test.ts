/** Activities in Teams' shape, with our own values, and what each becomes. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deliveryId, read, readQuery, tenantOf } from '../../adapters/teams/read.ts';
import type { Json } from './standin/json.ts';

const TENANT = '11111111-1111-4111-8111-111111111111';
const PERSON = `teams:${TENANT}:aad-anna`;
const BOT = { id: '28:signpost', name: 'Signpost' };
const THREAD = '19:channel@thread.tacv2;messageid=1700000000001';

/** An activity from Anna's own chat, as Teams sends it. */
function activity(more: Json): Json {
  return {
    type: 'message',
    id: '1700000000000',
    timestamp: '2026-11-24T09:00:00.000Z',
    localTimestamp: '2026-11-24T09:00:00.000+00:00',
    localTimezone: 'Europe/London',
    locale: 'en-GB',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/uk/',
    from: { id: '29:anna', name: 'Anna Able', aadObjectId: 'aad-anna' },
    conversation: { id: 'a:anna', conversationType: 'personal', tenantId: TENANT },
    recipient: BOT,
    entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web' }],
    channelData: { tenant: { id: TENANT } },
    ...more,
  };
}

const CHAT = {
  serviceUrl: 'https://smba.trafficmanager.net/uk/',
  conversation: 'a:anna',
  tenant: TENANT,
  bot: BOT.id,
  user: '29:anna',
  isPrivate: true,
};
const OWN = { lane: PERSON, chat: CHAT, person: PERSON };
const inChannel = {
  conversation: { id: THREAD, conversationType: 'channel', isGroup: true, tenantId: TENANT },
  channelData: { tenant: { id: TENANT }, team: { id: '19:team' }, channel: { id: '19:channel' } },
};
const SHARED = {
  lane: `teams:${THREAD}`,
  chat: { ...CHAT, conversation: THREAD, isPrivate: false },
  person: PERSON,
};
const mention = (id: string, text: string) => ({ type: 'mention', mentioned: { id }, text });

const ids = (type = 'message') => ({ id: `${type}:a:anna:1700000000000`, person: PERSON });
const own = { ...ids(), place: { id: `${PERSON}:chat`, shared: false } };
const shared = {
  id: `message:${THREAD}:1700000000000`,
  person: PERSON,
  place: { id: `teams:${THREAD}`, shared: true },
};
const said = (text: string) => ({ ...OWN, do: 'turn', incoming: { ...own, kind: 'said', text } });
const saidInChannel = (text: string) => ({
  ...SHARED,
  do: 'turn',
  incoming: { ...shared, kind: 'said', text },
});
const press = (action: string) => ({ signpost: { do: 'press', action, where: 'private' } });
const submit = (ask: string, many: string[] = []) => ({
  signpost: { do: 'submit', ask, many, where: 'private' },
});
const invoke = (name: string, value: unknown, more: Json = {}): Json =>
  activity({ type: 'invoke', name, value, replyToId: 'm1', ...more });
const invoked = ids('invoke').id;
const upload = {
  uploadUrl: 'https://one-my.sharepoint.com/u',
  contentUrl: 'https://one-my.sharepoint.com/c',
  name: 'a.docx',
  uniqueId: 'u1',
  fileType: 'docx',
};

const RECORDED: readonly (readonly [string, Json, unknown])[] = [
  ['words', activity({ text: 'What is the Local Offer?' }), said('What is the Local Offer?')],
  ['words with HTML’s own', activity({ text: 'a &amp; b &lt;c&gt;&nbsp;d' }), said('a & b <c> d')],
  ['words with a blank that is not broken', activity({ text: ' a\u00a0b ' }), said('a b')],
  [
    'the HTML that Teams adds',
    activity({ text: 'hi', attachments: [{ contentType: 'text/html', content: '<p>hi</p>' }] }),
    said('hi'),
  ],
  ['no words', activity({ text: undefined }), said('')],
  [
    'a mention in a channel',
    activity({
      ...inChannel,
      text: '<at>Signpost</at> hello',
      entities: [mention(BOT.id, '<at>Signpost</at>')],
    }),
    saidInChannel('hello'),
  ],
  [
    'a mention in the middle',
    activity({
      ...inChannel,
      text: 'so <at>Signpost</at> hello',
      entities: [mention(BOT.id, '<at>Signpost</at>')],
    }),
    saidInChannel('so hello'),
  ],
  [
    'a mention of somebody else',
    activity({
      ...inChannel,
      text: '<at>Signpost</at> ask <at>Ben Brook</at>',
      entities: [mention(BOT.id, '<at>Signpost</at>'), mention('29:ben', '<at>Ben Brook</at>')],
    }),
    saidInChannel('ask someone'),
  ],
  [
    'a mention that no entity tells of',
    activity({ text: '<at>Signpost</at> hello' }),
    said('hello'),
  ],
  [
    'a file with words',
    activity({
      text: 'see this',
      attachments: [{ contentType: 'application/vnd.microsoft.teams.file.download.info' }],
    }),
    { ...said('see this'), files: true },
  ],
  [
    'a pasted picture',
    activity({ text: '', attachments: [{ contentType: 'image/*' }] }),
    { ...said(''), files: true },
  ],
  [
    'a button',
    activity({ value: press('card:a'), replyToId: 'm1' }),
    { ...OWN, do: 'turn', incoming: { ...own, kind: 'pressed', action: 'card:a' }, from: 'm1' },
  ],
  [
    'a button in a channel',
    activity({ ...inChannel, value: press('card:a'), replyToId: 'm1' }),
    {
      ...SHARED,
      do: 'turn',
      incoming: { ...shared, kind: 'pressed', action: 'card:a' },
      from: 'm1',
    },
  ],
  [
    'a button whose message nobody names',
    activity({ value: press('card:a') }),
    { ...OWN, do: 'turn', incoming: { ...own, kind: 'pressed', action: 'card:a' } },
  ],
  [
    'a form',
    activity({
      value: { ...submit('draft:1'), 'a@0': 'yes', 'b@2': 'two\nlines' },
      replyToId: 'm1',
    }),
    {
      ...OWN,
      do: 'turn',
      incoming: {
        ...own,
        kind: 'submitted',
        ask: 'draft:1',
        values: { 'a@0': 'yes', 'b@2': 'two\nlines' },
      },
      from: 'm1',
    },
  ],
  [
    'a form with several choices',
    activity({
      value: { ...submit('draft:1', ['a@0', 'b@0']), 'a@0': 'x,y', 'b@0': '' },
      replyToId: 'm1',
    }),
    {
      ...OWN,
      do: 'turn',
      incoming: {
        ...own,
        kind: 'submitted',
        ask: 'draft:1',
        values: { 'a@0': ['x', 'y'], 'b@0': [] },
      },
      from: 'm1',
    },
  ],
  [
    'a form with what is no text',
    activity({ value: { ...submit('draft:1'), 'a@0': 7, 'b@0': { c: 1 } }, replyToId: 'm1' }),
    {
      ...OWN,
      do: 'turn',
      incoming: { ...own, kind: 'submitted', ask: 'draft:1', values: {} },
      from: 'm1',
    },
  ],
  ['a button of another bot', activity({ text: 'hi', value: { other: 1 } }), said('hi')],
  [
    'a card’s action as an invoke',
    invoke('adaptiveCard/action', { action: { type: 'Action.Execute', data: press('card:a') } }),
    {
      ...OWN,
      do: 'turn',
      incoming: { ...own, id: invoked, kind: 'pressed', action: 'card:a' },
      from: 'm1',
    },
  ],
  [
    'a card’s action of another bot',
    invoke('adaptiveCard/action', { action: { data: {} } }),
    undefined,
  ],
  ...(['like', 'dislike'] as const).map(
    (reaction) =>
      [
        `${reaction}, with a comment`,
        invoke('message/submitAction', {
          actionName: 'feedback',
          actionValue: { reaction, feedback: '{"feedbackText":"so so"}' },
        }),
        {
          ...OWN,
          do: 'rate',
          id: invoked,
          activity: 'm1',
          helpful: reaction === 'like',
          comment: 'so so',
        },
      ] as const,
  ),
  [
    'feedback that is no JSON',
    invoke('message/submitAction', {
      actionName: 'feedback',
      actionValue: { reaction: 'like', feedback: 'good' },
    }),
    { ...OWN, do: 'rate', id: invoked, activity: 'm1', helpful: true, comment: 'good' },
  ],
  [
    'feedback on nothing',
    invoke(
      'message/submitAction',
      { actionName: 'feedback', actionValue: { reaction: 'like' } },
      { replyToId: undefined },
    ),
    undefined,
  ],
  [
    'a file taken',
    invoke('fileConsent/invoke', {
      type: 'fileUpload',
      action: 'accept',
      context: { file: 'f1' },
      uploadInfo: upload,
    }),
    { ...OWN, do: 'send file', file: 'f1', upload, activity: 'm1' },
  ],
  [
    'a file declined',
    invoke('fileConsent/invoke', {
      type: 'fileUpload',
      action: 'decline',
      context: { file: 'f1' },
    }),
    { ...OWN, do: 'send file', file: 'f1', upload: undefined, activity: 'm1' },
  ],
  [
    'consent to nothing',
    invoke('fileConsent/invoke', { action: 'accept', context: {} }),
    undefined,
  ],
  ['an invoke of another kind', invoke('task/fetch', {}), undefined],
  [
    'a search',
    invoke('composeExtension/query', { parameters: [{ name: 'query', value: 'x' }] }),
    undefined,
  ],
  [
    'the bot added',
    activity({ type: 'conversationUpdate', membersAdded: [{ id: BOT.id }] }),
    { ...OWN, do: 'arrive', id: ids('conversationUpdate').id },
  ],
  [
    'somebody added',
    activity({ type: 'conversationUpdate', membersAdded: [{ id: '29:ben' }] }),
    undefined,
  ],
  [
    'the bot removed',
    activity({ type: 'conversationUpdate', membersRemoved: [{ id: BOT.id }] }),
    { ...OWN, do: 'leave' },
  ],
  [
    'a channel renamed',
    activity({
      type: 'conversationUpdate',
      channelData: { tenant: { id: TENANT }, eventType: 'channelRenamed' },
    }),
    undefined,
  ],
  ...(['add', 'add-upgrade'] as const).map(
    (action) =>
      [
        `installed: ${action}`,
        activity({ type: 'installationUpdate', action }),
        { ...OWN, do: 'arrive', id: ids('installationUpdate').id },
      ] as const,
  ),
  [
    'uninstalled',
    activity({ type: 'installationUpdate', action: 'remove' }),
    { ...OWN, do: 'leave' },
  ],
  ...['typing', 'messageUpdate', 'messageDelete', 'messageReaction', 'event', 'handoff'].map(
    (type) => [type, activity({ type, text: 'hi' }), undefined] as const,
  ),
];

describe(`${RECORDED.length} activities become what a person did, and where the answer goes`, () => {
  test.each(RECORDED)('%s', (_name, body, task) => {
    expect(read(body)).toEqual(task);
  });

  test('there are at least 30', () => {
    expect(RECORDED.length).toBeGreaterThanOrEqual(30);
  });
});

describe('a person', () => {
  const personOf = (more: Json) => read(activity(more))?.person;

  test('is who their organisation says, whatever they are called there', () => {
    expect(personOf({ from: { id: '29:other', name: 'X', aadObjectId: 'aad-anna' } })).toBe(PERSON);
    expect(personOf({ ...inChannel, text: 'hi' })).toBe(PERSON);
    expect(personOf({ from: { id: '29:anna' } })).toBe(`teams:${TENANT}:29:anna`);
  });

  test('is another one in another tenant', () => {
    const other = TENANT.replaceAll('1', '2');
    const conversation = { id: 'a:anna', conversationType: 'personal', tenantId: other };
    const channelData = { tenant: { id: other } };
    expect(personOf({ conversation, channelData })).not.toBe(PERSON);
  });
});

describe('a tenant', () => {
  const at = (tenantId: unknown, id: unknown) =>
    tenantOf(
      activity({ conversation: { id: 'a', tenantId }, channelData: { tenant: id && { id } } }),
    );

  test('is named in one place or in two that agree', () => {
    expect([at(TENANT, TENANT), at(TENANT, undefined), at(undefined, TENANT)]).toEqual([
      TENANT,
      TENANT,
      TENANT,
    ]);
    expect(at('ABCDEF', 'abcdef')).toBe('abcdef');
  });

  test('is none when there are two, or none', () => {
    expect([at(TENANT, 'other'), at(undefined, undefined), at('', ''), at(7, TENANT)]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });
});

describe('a search', () => {
  const asked = (parameters: unknown) =>
    readQuery(invoke('composeExtension/query', { commandId: 'search', parameters }));

  test('is what was typed, cut where it is long', () => {
    expect(asked([{ name: 'query', value: ' SENCO ' }])).toEqual({ text: 'SENCO', person: PERSON });
    expect(asked([{ name: 'query', value: 'x'.repeat(5_000) }])?.text).toHaveLength(400);
  });

  test('is empty before anything is typed, and whatever else comes', () => {
    for (const parameters of [
      [{ name: 'initialRun', value: 'true' }],
      [{ name: 'query', value: 7 }],
      [],
    ])
      expect(asked(parameters)?.text).toBe('');
    expect(asked('x')).toBeUndefined();
    expect(readQuery(activity({ text: 'hi' }))).toBeUndefined();
  });
});

describe('a delivery', () => {
  test('is known by the activity’s id, within its conversation and kind', () => {
    const one = deliveryId(activity({}));
    expect(deliveryId(activity({ timestamp: 'later' }))).toBe(one);
    expect(deliveryId(activity({ id: '2' }))).not.toBe(one);
    expect(deliveryId(activity({ type: 'invoke' }))).not.toBe(one);
    expect(deliveryId(activity(inChannel))).not.toBe(one);
  });

  test('without an id by the whole of it', () => {
    const one = deliveryId(activity({ id: undefined }));
    expect(one).toMatch(/^[\w-]{43}$/);
    expect(deliveryId(activity({ id: undefined, text: 'x' }))).not.toBe(one);
  });
});

describe('what nobody sends', () => {
  const all = (body: unknown) => {
    deliveryId(body);
    tenantOf(body);
    readQuery(body);
    return read(body);
  };

  test('is nothing, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: false }), (body) => {
        expect(all(body)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  test('an activity with anything in any one place throws nothing', () => {
    const names = [...Object.keys(activity({})), 'text', 'value', 'name', 'action', 'membersAdded'];
    fc.assert(
      fc.property(
        fc.constantFrom(...RECORDED.map(([, body]) => body)),
        fc.constantFrom(...names),
        fc.jsonValue(),
        (body, name, value) => void all({ ...body, [name]: value }),
      ),
      { numRuns: 4_000 },
    );
  });

  test('the value of a button can be anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (signpost, more) => {
        const task = all(activity({ value: { signpost, more }, text: 'hi' }));
        expect(task?.do).toBe('turn');
      }),
      { numRuns: 2_000 },
    );
  });
});
