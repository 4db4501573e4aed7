/**
 * Drafts are about real children: nobody but their author sees a word, a count or a question of one,
 * wherever in Teams it is asked for and whoever asks.
 */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WORDS } from '../../adapters/teams/words.ts';
import { WORDS as DRAFT_WORDS } from '../../src/guide/words.ts';
import { fill, talk, wholeApplication } from '../guide/drive.ts';
import { type Program, startProgram } from './program.ts';
import type { Json } from './standin/json.ts';
import { type Person, startTeams, type TeamsStandIn, tenant } from './standin/teams.ts';

/** Stands in every long answer; the reference is as private. */
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
    'file\\.consent',
    '"Input\\.',
  ].join('|'),
  'i',
);

/** What people say about their drafts. */
const PHRASES = [
  'start an application',
  'new application',
  'I want to do a ONE Point application',
  'start a duty check',
  'check our SEN information report',
  'carry on with my draft',
  'pick up where I left off',
  'show my drafts',
  'what drafts do I have?',
  'my drafts please',
  'find my application',
  'open my draft',
  'where did I get to',
  'what is left to do?',
  'what do you keep about me?',
  'my data',
  'privacy',
  'forget me',
  'delete everything you have about me',
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

let teams: TeamsStandIn;
let program: Program;
let anna: Person;
let ben: Person;
/** Has no chat of their own with the bot. */
let cara: Person;
let places: Record<string, string>;
let draft: string;
let key: string;

beforeAll(async () => {
  const users = ['anna', 'ben', 'cara'].map((name) => ({ key: name }));
  const members = users.map((user) => user.key);
  teams = await startTeams({
    tenants: [
      tenant('one', {
        users,
        teams: [{ name: 'staff', channels: ['send'], members }],
        groupChats: [{ name: 'heads', members }],
      }),
    ],
  });
  program = await startProgram(
    {
      local: false,
      appId: teams.app.id,
      password: teams.app.secret,
      type: 'SingleTenant',
      appTenant: teams.app.tenant,
      tenants: [teams.tenant('one').id],
    },
    teams.instead,
  );
  teams.deliverTo(program.url);
  [anna, ben, cara] = ['anna', 'ben', 'cara'].map((name) => teams.user('one', name)) as [
    Person,
    Person,
    Person,
  ];
  places = {
    'a channel': teams.channel('one', 'staff', 'send'),
    'the General channel': teams.channel('one', 'staff', 'General'),
    'a group chat': teams.groupChat('one', 'heads'),
  };
  await cara.uninstall();
  key = `teams:${anna.tenant}:${anna.aadObjectId}`;
  const author = talk(program.bot, key, `${key}:chat`);
  await author.say('start an application');
  const script = new Map(
    [...wholeApplication()].map(([path, value]) => [
      path,
      typeof value === 'string' && value.length > 40 ? `${value} There is a ${CANARY}.` : value,
    ]),
  );
  await fill(author, await author.say(REFERENCE), script, 'forms');
  draft = (await program.store.drafts(key)).find(({ form }) => form !== 'profile')?.id ?? '';
  for (const person of [anna, ben]) await doing(person.say('help'));
});
afterAll(async () => {
  await program.stop();
  await teams.close();
});

let before = 0;
beforeEach(() => {
  before = teams.calls().length;
  program.reports.splice(0);
  program.turns.splice(0);
});

async function doing<T>(act: Promise<T>): Promise<T> {
  const done = await act;
  await program.settle();
  return done;
}

const since = () => teams.calls().slice(before);
const ours = (conversation: string) =>
  teams.activities(conversation).filter(({ from }) => from === 'bot');

/** Nothing of the draft stands, stood, or was sent anywhere but in its author's own chat. */
function expectNothingLeaked(): void {
  for (const { method, conversation, body } of since()) {
    if (conversation === undefined || conversation === anna.chat) continue;
    // Others have drafts of their own in their own chats: of hers they see nothing.
    const own = conversation === ben.chat || conversation === cara.chat;
    const found = (own ? new RegExp(`${CANARY}|${REFERENCE}`, 'i') : DRAFT).exec(
      JSON.stringify(body),
    );
    expect(found?.[0], `${method} in ${conversation}`).toBeUndefined();
  }
  expect(program.reports).toEqual([]);
}

/** Does a thing in a place; it is told there in a line, and the work goes on in private. */
async function expectMoved(person: Person, conversation: string, act: () => Promise<unknown>) {
  const [told, went] = [ours(conversation).length, ours(person.chat).length];
  await doing(act());
  const said = ours(conversation)
    .slice(told)
    .map(({ text, cards }) => [text, cards.length]);
  expect(said).toEqual([[WORDS.movedToPrivate, 0]]);
  expect(ours(person.chat).length).toBeGreaterThan(went);
}

/** What comes of a button or a form of ours, wherever somebody puts it. */
const used = (signpost: Json, values: Json = {}) => ({
  type: 'message',
  replyToId: '1795500000000',
  value: { ...values, signpost: { where: 'private', many: [], ...signpost } },
});

const VERBS = [
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
  'export',
  'nonsense',
];
const actions = () => [
  ...VERBS.flatMap((verb) => [`draft:${verb}:${draft}`, `draft:${verb}:${draft}:needs@1`]),
  'draft:keep',
  'draft:start:one-point',
];

describe.each(['a channel', 'the General channel', 'a group chat'])('asked for in %s', (name) => {
  /** All of them in one place; in the others every third, each place its own. */
  const some = <T>(all: readonly T[]) =>
    all.filter((_, at) => name === 'a channel' || at % 3 === (name === 'a group chat' ? 1 : 2));

  test(`${some(PHRASES).length} phrases of drafting: told in a line, and it goes on in private`, async () => {
    const place = places[name] ?? '';
    for (const phrase of some(PHRASES))
      await expectMoved(anna, place, () => anna.mention(place, phrase));
    await doing(anna.say('no'));
    expectNothingLeaked();
  });

  test('the same in a thread of an answer', async () => {
    const place = places[name] ?? '';
    const { id } = await doing(anna.mention(place, 'What is the Local Offer for?'));
    const thread = name === 'a group chat' ? {} : { thread: id };
    await expectMoved(anna, place, () => anna.mention(place, 'show my drafts', thread));
    expectNothingLeaked();
  });

  test(`${some(WHILE_DRAFTING).length} commands of an open draft find none open there`, async () => {
    const place = places[name] ?? '';
    await doing(anna.say(`open ${REFERENCE}`));
    before = teams.calls().length;
    for (const phrase of some(WHILE_DRAFTING))
      for (const person of [anna, ben]) await doing(person.mention(place, phrase));
    expectNothingLeaked();
    expect((await program.store.drafts(key)).map(({ id }) => id)).toContain(draft);
  });

  test('buttons and forms, of the author’s and in others’ hands', async () => {
    const conversation = places[name] ?? '';
    for (const [person, where] of [
      [anna, 'shared'],
      [ben, 'private'],
    ] as const)
      for (const action of some(actions()))
        await doing(person.act(used({ do: 'press', action, where }), { conversation }));
    for (const person of [anna, ben])
      for (const ask of [`draft:${draft}`, `draft-report:${draft}`, 'draft-start:one-point'])
        await doing(
          person.act(
            used(
              { do: 'submit', ask, where: 'shared' },
              {
                'needs@1': `${CANARY} reads for nine minutes`,
                reference: 'Heron-5',
                report: CANARY,
              },
            ),
            { conversation },
          ),
        );
    expectNothingLeaked();
    const shared = since().filter((call) => call.conversation?.startsWith(conversation));
    for (const { body } of shared) expect(JSON.stringify(body)).not.toContain(DRAFT_WORDS.noneSuch);
  });

  test('without a chat of their own, a person is told how to open one, and no more', async () => {
    const place = places[name] ?? '';
    for (const phrase of some(PHRASES)) {
      const told = ours(place).length;
      await doing(cara.mention(place, phrase));
      expect(
        ours(place)
          .slice(told)
          .map(({ text }) => text),
      ).toEqual([WORDS.noPrivateChat]);
    }
    expect(since().filter(({ conversation }) => conversation === cara.chat)).toEqual([]);
    expectNothingLeaked();
  });

  test('a child at risk, or a child’s details: only who told of it is answered, in private', async () => {
    const place = places[name] ?? '';
    for (const said of [
      'a child told me that her uncle hits her at night',
      'My pupil Emily Brown, born 12/03/2015, UPN H801200001001, cannot read yet. What should I do?',
    ]) {
      const [told, went] = [ours(place).length, ours(anna.chat).length];
      await doing(anna.mention(place, said));
      expect(
        ours(place)
          .slice(told)
          .map(({ text }) => text),
      ).toEqual([WORDS.answeredInPrivate]);
      expect(ours(anna.chat).length).toBeGreaterThan(went);
      const sent = JSON.stringify(since().map(({ body }) => body));
      expect(sent).not.toMatch(/uncle|Emily|Brown|H801200001001/);
    }
  });

  test('the search from the compose box there knows no draft', async () => {
    const conversation = places[name] ?? '';
    for (const text of [REFERENCE, CANARY, 'my drafts', 'start an application']) {
      const { value } = await anna.search(text, { conversation });
      expect(JSON.stringify(value)).not.toMatch(new RegExp(`${CANARY}|${REFERENCE}`, 'i'));
    }
  });
});

test('greeting a team or a group says nothing of anybody’s drafts', async () => {
  for (const place of Object.values(places)) await doing(anna.install(place));
  expectNothingLeaked();
});

test('in their own chats others see nothing of it, with its buttons or its reference', async () => {
  await doing(ben.say('stop'));
  const kept = JSON.stringify(await program.store.fields(draft));
  const hers = actions().filter((action) => action.includes(draft));
  for (const action of [...hers, `draft:erase:${draft}`])
    await doing(ben.act(used({ do: 'press', action })));
  for (const said of ['show my drafts', REFERENCE, `open ${REFERENCE}`]) await doing(ben.say(said));
  expect(teams.activities(anna.chat, { asUser: 'ben' })).toEqual([]);
  const seen = ours(ben.chat).map(({ activity }) => JSON.stringify(activity));
  expect(seen.filter((said) => said.includes(CANARY) || said.includes(REFERENCE))).toEqual([]);
  expect(JSON.stringify(await program.store.fields(draft))).toBe(kept);
});

test('the author still has it, whole', async () => {
  await doing(anna.say(`open ${REFERENCE}`));
  await doing(anna.say('show me what the panel would see'));
  expect(JSON.stringify(ours(anna.chat))).toContain(CANARY);
});
