/**
 * Drafts are about real children: nobody but their author sees a word, a count or a question of one,
 * wherever in Slack it is asked for and whoever asks.
 */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WORDS } from '../../adapters/slack/words.ts';
import { fill, wholeApplication } from '../guide/drive.ts';
import { type Program, startProgram } from './program.ts';
import type { Person, SlackMessage } from './standin/slack.ts';
import { slackTalk } from './talk.ts';

/** Stands in every answer that is typed; the reference is as private. */
const CANARY = 'quokka';
const REFERENCE = 'Raven-77';

/** What only the author may read: answers, reference, counts, dates, questions, files. */
const DRAFT = new RegExp(
  [
    CANARY,
    REFERENCE,
    '\\d+ of \\d+ (?:questions|sections|done)',
    'question \\d+ of \\d+',
    '\\b[GQ]\\d{1,2}\\.\\d',
    'Kept until',
    '▰|▱',
  ].join('|'),
  'i',
);

const PLACES = {
  'a public channel': 'C0STAFF',
  'a private channel': 'C0SEND',
  'a group message': 'G0GROUP',
  'a channel shared with another organisation': 'C0SHARED',
};
const AWAY = 'C0AWAY';

/** What people say about their drafts. */
const PHRASES = [
  'start an application',
  'new application',
  'I want to do a ONE Point application',
  'start a duty check',
  'check our SEN information report',
  'carry on with my draft',
  'carry on with my application',
  'pick up where I left off',
  'show my drafts',
  'what drafts do I have?',
  'which applications are open',
  'my drafts please',
  'show me my draft',
  'find my application',
  'open my draft',
  'go back to my application',
  'where did I get to',
  'where was I?',
  'what is left to do?',
  'how far am I',
  'what do you keep about me?',
  'what data do you hold on me',
  'my data',
  'privacy',
  'forget me',
  'delete everything you have about me',
  'finish my application',
  'resume my draft',
];

/** Commands of an open draft: in a shared place no draft is open, so they are questions or nothing. */
const WHILE_DRAFTING = [
  'carry on',
  'export',
  'check it',
  'show the costs',
  'show me what the panel would see',
  'delete it',
  'skip',
  'back',
  'why do you ask',
  'change needs',
  'go to section 4',
  'show parked',
  REFERENCE,
  `open ${REFERENCE}`,
  'no',
  'yes',
  '1',
];

let program: Program;
let anna: Person;
let ben: Person;
let cara: Person;
let draft: string;

beforeAll(async () => {
  const everybody = ['U0ANNA', 'U0BEN'];
  program = await startProgram({
    workspaces: [
      {
        id: 'T0ONE',
        users: [{ id: 'U0ANNA' }, { id: 'U0BEN' }, { id: 'U0CARA', homeTeam: 'T0COUNCIL' }],
        channels: [
          { id: 'C0STAFF', kind: 'public', members: everybody },
          { id: 'C0SEND', kind: 'private', members: everybody },
          { id: 'G0GROUP', kind: 'group', members: everybody },
          { id: 'C0SHARED', kind: 'external', members: [...everybody, 'U0CARA'] },
          { id: AWAY, kind: 'public', members: everybody, withBot: false },
        ],
      },
    ],
  });
  const { user } = program.standIn;
  [anna, ben, cara] = [user('T0ONE', 'U0ANNA'), user('T0ONE', 'U0BEN'), user('T0ONE', 'U0CARA')];
  const talk = slackTalk(program, anna);
  await talk.say('start an application');
  const script = new Map(
    [...wholeApplication()].map(([path, value]) => [
      path,
      typeof value === 'string' && value.length > 40 ? `${value} There is a ${CANARY}.` : value,
    ]),
  );
  await fill(talk, await talk.say(REFERENCE), script, 'forms');
  draft = (await program.store.drafts('slack:T0ONE:U0ANNA'))[0]?.id ?? '';
});
afterAll(() => program.stop());

let before = 0;
beforeEach(() => {
  before = program.standIn.calls().length;
  program.reports.splice(0);
});

async function doing<T>(act: Promise<T>): Promise<T> {
  const done = await act;
  await program.settle();
  return done;
}

const since = () => program.standIn.calls().slice(before);

/** Everything that anybody but the author can read, in every conversation and Home tab. */
function readByOthers(): string[] {
  const others = [ben, cara];
  const channels = [...Object.values(PLACES), AWAY, anna.im, ben.im, cara.im];
  return others.flatMap((other) => [
    ...channels.flatMap((channel) =>
      program.standIn
        .messages(channel, { asUser: other.id })
        .filter(({ botId }) => botId !== undefined)
        .map(({ text, blocks, versions }) => JSON.stringify({ text, blocks, versions })),
    ),
    JSON.stringify(program.standIn.home(other.id)?.blocks ?? ''),
  ]);
}

/** No call takes a word of a draft anywhere but to the author. */
function expectNothingLeaked(): void {
  expect(readByOthers().filter((said) => DRAFT.test(said))).toEqual([]);
  for (const { method, args } of since()) {
    const { channel, channel_id, user_id, user } = args;
    const to = [channel, channel_id, user_id].find((one) => typeof one === 'string');
    const mayRead = to === anna.im || to === anna.id || (to === undefined && user === undefined);
    const said = JSON.stringify(args);
    if (!mayRead) expect(DRAFT.exec(said)?.[0], `${method} to ${to}`).toBeUndefined();
    if (method === 'assistant.threads.setStatus') {
      expect([anna.im, ben.im, cara.im]).toContain(channel_id);
      expect(said).not.toMatch(CANARY);
    }
  }
  expect(program.reports.filter((said) => DRAFT.test(said))).toEqual([]);
}

/** What the author alone was told, in that place. */
const asides = (channel: string) =>
  program.standIn.messages(channel).filter(({ visibleTo }) => visibleTo === anna.id);

/** The bot's messages in the author's direct message. */
const privately = (person: Person = anna) =>
  program.standIn.messages(person.im).filter(({ botId }) => botId !== undefined);

/** Does a thing in a place; the author is told there, alone, and the work goes on in private. */
async function expectMoved(channel: string, act: () => Promise<unknown>): Promise<void> {
  const [told, went] = [asides(channel).length, privately().length];
  await doing(act());
  expect(
    asides(channel)
      .slice(told)
      .map(({ text }) => text),
  ).toEqual([WORDS.movedToPrivate]);
  expect(privately().length).toBeGreaterThan(went);
}

/** A message of ours with one element, as if it stood there. */
function withElement(channel: string, element: object, more: object = {}): SlackMessage {
  return {
    channel,
    team: 'T0ONE',
    ts: '1795500000.000001',
    threadTs: undefined,
    user: program.standIn.bot().userId,
    botId: program.standIn.bot().botId,
    text: 'Here',
    blocks: [{ type: 'actions', block_id: 'b', elements: [{ type: 'button', ...element }] }],
    metadata: undefined,
    subtype: undefined,
    files: [],
    visibleTo: undefined,
    versions: [],
    ...more,
  };
}

describe.each(Object.entries(PLACES))('asked for in %s', (_name, channel) => {
  test(`${PHRASES.length} phrases of drafting, by mention: the author is told alone, and it goes on in private`, async () => {
    for (const phrase of PHRASES) await expectMoved(channel, () => anna.mention(channel, phrase));
    expectNothingLeaked();
  });

  test('the same through /signpost', async () => {
    // All of them in the place where the bot is no member; here every fourth, each place its own.
    const place = Object.values(PLACES).indexOf(channel);
    const some = PHRASES.filter((_, at) => at % 4 === place);
    for (const phrase of [...some, 'draft', 'check'])
      await expectMoved(channel, () => anna.command('/signpost', phrase, channel));
    expectNothingLeaked();
  });

  test('the same in a thread, and by the message shortcut', async () => {
    const { ts } = await doing(anna.mention(channel, 'What is the Local Offer for?'));
    await expectMoved(channel, () => anna.mention(channel, 'show my drafts', { thread_ts: ts }));
    const message = withElement(channel, {}, { user: ben.id, botId: undefined });
    for (const phrase of PHRASES.slice(0, 6)) {
      // What stands there as the message is what the shortcut sends.
      await doing(ben.mention(channel, 'hello'));
      const said = program.standIn.messages(channel).findLast(({ user }) => user === ben.id);
      await ben.edit(said ?? message, phrase);
      await expectMoved(channel, () =>
        anna.messageShortcut('which_duty', { ...message, ts: said?.ts ?? '' }),
      );
    }
    expectNothingLeaked();
  });

  test(`${WHILE_DRAFTING.length} commands of an open draft find none open there`, async () => {
    for (const phrase of WHILE_DRAFTING) {
      await doing(anna.mention(channel, phrase));
      await doing(anna.command('/signpost', phrase, channel));
    }
    expectNothingLeaked();
    const [kept] = await program.store.drafts('slack:T0ONE:U0ANNA');
    expect(kept?.id).toBe(draft);
  });
});

test('by an outsider in the shared channel: they are told alone, and get nothing of anybody’s', async () => {
  for (const phrase of PHRASES) await doing(cara.mention('C0SHARED', phrase));
  const told = program.standIn
    .messages('C0SHARED')
    .filter(({ visibleTo }) => visibleTo === cara.id)
    .map(({ text }) => text);
  expect(new Set(told)).toEqual(new Set([WORDS.movedToPrivate]));
  expect(told).toHaveLength(PHRASES.length);
  expect(privately(cara).length).toBeGreaterThanOrEqual(PHRASES.length);
  expectNothingLeaked();
});

test('/signpost where the bot is no member: the same', async () => {
  for (const phrase of PHRASES)
    await expectMoved(AWAY, () => anna.command('/signpost', phrase, AWAY));
  expectNothingLeaked();
});

/** Every button of a draft, erasing ones last. */
const actions = () => [
  ...[
    'open',
    'park',
    'skip',
    'change',
    'row',
    'drop',
    'add',
    'mine',
    'theirs',
    'fine',
    'known',
    'take',
    'asked',
    'back',
    'why',
    'where',
    'check',
    'panel',
    'costs',
    'parked',
    'update',
    'delete',
    'nonsense',
  ].flatMap((verb) => [`draft:${verb}:${draft}`, `draft:${verb}:${draft}:needs@1`]),
  `draft:export:${draft}`,
  'draft:keep',
  'draft:start:one-point',
];

describe('pressed and submitted', () => {
  test('in a channel and its threads, as a shared button or one copied from the direct message: the author is answered in private', async () => {
    for (const value of actions())
      for (const action_id of ['choose:shared:1', 'choose:private:1']) {
        const threaded = { threadTs: '1795500000.000000' };
        await doing(anna.press(withElement('C0STAFF', { action_id, value }, threaded), action_id));
      }
    expectNothingLeaked();
  });

  test('a form in a channel is not saved there, nor put again there', async () => {
    const input = {
      type: 'input',
      block_id: 'attendance@9',
      label: { type: 'plain_text', text: 'Q' },
      element: { type: 'plain_text_input', action_id: 'value' },
    };
    for (const submit of ['submit:private', 'submit:shared', 'submit:aside']) {
      const asked = withElement('C0STAFF', { action_id: submit, value: `draft:${draft}` });
      const shown = { ...asked, blocks: [...asked.blocks, input] };
      await doing(anna.fill(shown, { 'attendance@9': `${CANARY} nine in ten` }, submit));
      await doing(ben.fill(shown, { 'attendance@9': `${CANARY} nine in ten` }, submit));
    }
    expectNothingLeaked();
    const touched = since().filter(({ args }) => args.channel === 'C0STAFF');
    const forAll = touched.filter(
      ({ method, args }) => method !== 'chat.postEphemeral' && args.response_type !== 'ephemeral',
    );
    expect(forAll).toEqual([]);
  });

  test('by somebody else, with the author’s own buttons and forms: they get nothing of it, and nothing changes', async () => {
    const kept = JSON.stringify(await program.store.drafts('slack:T0ONE:U0ANNA'));
    for (const other of [ben, cara]) {
      for (const value of [...actions(), `draft:erase:${draft}`, 'draft:forget'])
        for (const [channel, action_id] of [
          [other.im, 'choose:private:1'],
          [other.im, 'choose:home:1'],
          ['C0SHARED', 'choose:shared:1'],
          ['C0SHARED', 'choose:private:1'],
        ] as const)
          await doing(other.press(withElement(channel, { action_id, value }), action_id));
      for (const ask of [`draft:${draft}`, `draft-report:${draft}`]) {
        const shown = withElement(other.im, { action_id: 'submit:private', value: ask });
        await doing(other.press(shown, 'submit:private'));
      }
      // Nor do they see the author's direct message or Home tab.
      expect(program.standIn.messages(anna.im, { asUser: other.id })).toEqual([]);
    }
    expect(readByOthers().filter((said) => said.includes(CANARY))).toEqual([]);
    expect(readByOthers().filter((said) => said.includes(REFERENCE))).toEqual([]);
    expect(JSON.stringify(await program.store.drafts('slack:T0ONE:U0ANNA'))).toBe(kept);
  });

  test('the Home tab of everybody else shows none of it', async () => {
    for (const person of [anna, ben, cara]) await doing(person.openHome());
    expect(JSON.stringify(program.standIn.home(anna.id)?.blocks)).toContain(REFERENCE);
    expect(JSON.stringify(program.standIn.home(ben.id)?.blocks)).not.toMatch(REFERENCE);
    expect(JSON.stringify(program.standIn.home(cara.id)?.blocks)).not.toMatch(REFERENCE);
    for (const person of [ben, cara]) {
      await doing(person.say(person.im, 'show my drafts'));
      await doing(person.say(person.im, REFERENCE));
      await doing(person.say(person.im, `open ${REFERENCE}`));
    }
    expect(readByOthers().filter((said) => said.includes(CANARY))).toEqual([]);
  });
});

describe('what is typed into a form', () => {
  const form = () => {
    const found = privately().findLast(({ blocks }) => blocks.some(({ type }) => type === 'input'));
    if (!found) throw new Error('No form stands there.');
    return found;
  };
  const field = () => String(form().blocks.find(({ type }) => type === 'input')?.block_id);
  const isSubmit = ({ action_id }: { action_id?: unknown }) =>
    String(action_id).startsWith('submit:');
  const typed =
    'In class the pupil follows one step at a time, as a wombat might, in four of five lessons, and needs it said again each time.';

  test('is sent back nowhere: the form becomes "Saved", and no message holds it', async () => {
    await doing(anna.say(anna.im, `open ${REFERENCE}`));
    await doing(anna.say(anna.im, 'change needs'));
    const sent = form();
    expect(field()).toMatch(/^needs@/);
    before = program.standIn.calls().length;
    await doing(anna.fill(sent, { [field()]: typed }, isSubmit));
    const became = privately().find(({ ts }) => ts === sent.ts);
    expect(became?.text).toMatch(/^Saved: question \d+ of \d+/);
    expect(JSON.stringify(became?.blocks)).not.toMatch(/wombat|quokka/);
    expect(JSON.stringify(since())).not.toContain('wombat');
    expect(JSON.stringify(privately().map(({ text, blocks }) => [text, blocks]))).not.toContain(
      'wombat',
    );
    expect(JSON.stringify(program.reports)).not.toContain('wombat');
  });

  test('is there again for its author when they change it, and gone again once saved', async () => {
    await doing(anna.say(anna.im, 'change needs'));
    const shown = form();
    expect(JSON.stringify(shown.blocks)).toContain('wombat');
    await doing(anna.fill(shown, {}, isSubmit));
    expect(JSON.stringify(privately().map(({ text, blocks }) => [text, blocks]))).not.toContain(
      'wombat',
    );
  });

  test('is in no report when Slack refuses or loses it', async () => {
    await doing(anna.say(anna.im, 'change needs'));
    for (const kind of ['fatal_error', 'msg_blocks_too_long', 'html-200'] as const) {
      program.standIn.fault({ method: 'chat.update', kind, times: 1 });
      await doing(anna.fill(form(), { [field()]: `${typed} ${CANARY}` }, isSubmit));
      await doing(anna.say(anna.im, 'change needs'));
    }
    expect(program.reports.join()).not.toMatch(/wombat|quokka|needs/);
  });
});

describe('a child’s name', () => {
  const NAMED = 'My pupil Emily Brown, born 12/03/2015, UPN H801200001001, cannot read yet';
  const HERS = /Emily|Brown|12\/03\/2015|H801200001001/;

  /** What we keep or say of it, anywhere. */
  async function expectNotKept(person: Person, places: string[]): Promise<void> {
    for (const { method, args } of since()) expect(JSON.stringify(args), method).not.toMatch(HERS);
    for (const place of places)
      expect(
        JSON.stringify(await program.store.turns(`slack:T0ONE:${person.id}`, place)),
      ).not.toMatch(HERS);
    expect(program.reports.join()).not.toMatch(HERS);
  }

  test.each([
    ['while drafting', 'change needs'],
    ['as a question', 'stop'],
  ])(
    'in the direct message %s is refused, not kept, and the person is asked to delete it',
    async (_when, first) => {
      await doing(anna.say(anna.im, first));
      before = program.standIn.calls().length;
      await doing(anna.say(anna.im, NAMED));
      const said = privately().at(-1)?.text ?? '';
      expect(said).toMatch(/name|identify/i);
      expect(
        privately()
          .slice(-2)
          .map(({ text }) => text)
          .join('\n'),
      ).toContain(WORDS.deleteYours);
      await expectNotKept(anna, ['slack:T0ONE:U0ANNA:dm']);
    },
  );

  test('in a form is not kept and not put back into it', async () => {
    await doing(ben.say(ben.im, 'start an application'));
    const form = privately(ben).at(-1) as SlackMessage;
    before = program.standIn.calls().length;
    await doing(ben.fill(form, { reference: 'Emily Brown' }, 'Begin'));
    await expectNotKept(ben, ['slack:T0ONE:U0BEN:dm']);
    expect(await program.store.drafts('slack:T0ONE:U0BEN')).toEqual([]);
  });

  test.each(Object.entries(PLACES))('in %s: only who wrote it is told', async (_name, channel) => {
    const shown = () =>
      program.standIn.messages(channel, { asUser: ben.id }).filter(({ botId }) => botId);
    const [seen, told] = [shown().length, asides(channel).length];
    await doing(anna.mention(channel, `${NAMED}. What should I do?`));
    await doing(anna.command('/signpost', NAMED, channel));
    expect(shown()).toHaveLength(seen);
    const [mentioned] = asides(channel).slice(told);
    expect(mentioned?.text).toContain(WORDS.deleteYours);
    await expectNotKept(anna, []);
  });

  test.each(Object.entries(PLACES))(
    'a child at risk, told of in %s: the card is for the asker alone',
    async (_name, channel) => {
      const shown = () =>
        program.standIn.messages(channel, { asUser: ben.id }).filter(({ botId }) => botId);
      const [seen, told] = [shown().length, asides(channel).length];
      await doing(anna.mention(channel, 'a child told me that her uncle hits her at night'));
      await doing(anna.command('/signpost', 'a child told me that her uncle hits her', channel));
      expect(shown()).toHaveLength(seen);
      const card = asides(channel).slice(told);
      expect(card.length).toBeGreaterThan(1);
      expect(card[0]?.text).toMatch(/A child may not be safe/);
      expect(JSON.stringify(since().map(({ args }) => args))).not.toMatch(/uncle/);
    },
  );
});

test('the draft is as it was after all this, and only its author can erase it', async () => {
  await doing(
    anna.press(
      withElement(anna.im, { action_id: 'choose:private:1', value: `draft:open:${draft}` }),
      'choose:private:1',
    ),
  );
  expect(privately().at(-1)?.text).toMatch(/Everything is answered|Q\d/);
  await doing(
    anna.press(
      withElement('C0STAFF', { action_id: 'choose:shared:1', value: `draft:erase:${draft}` }),
      'choose:shared:1',
    ),
  );
  expect(privately().at(-1)?.text).toBe(`The draft ${REFERENCE} is erased.`);
  expectNothingLeaked();
});
