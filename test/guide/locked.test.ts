import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bot, makeBot } from '../../src/bot.ts';
import { readForms } from '../../src/guide/forms.ts';
import { WORDS } from '../../src/guide/words.ts';
import { plainText, type Reply } from '../../src/reply.ts';
import { memoryKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { theKnowledge } from '../the-knowledge.ts';
import { askOf, type Talk, talk } from './drive.ts';

const REFERENCE = 'teal-9';
const SETTING = 'Canary Lane Primary School';

let store: Store;
let bot: Bot;
let person: string;
let ann: Talk;
/** Ann's draft. */
let id: string;
/** Its open question's form, with the version it was shown at. */
let fieldId: string;

/** Every row of Ann's drafts. */
const kept = async () => {
  const drafts = await store.drafts(person);
  const fields = await Promise.all(drafts.map((draft) => store.fields(draft.id)));
  return JSON.stringify([drafts, fields, await store.desk(person, `${person}:dm`)]);
};

/** Nothing of a draft stands in a reply: no form, file or table, and no word that was written. */
function expectNothingOf(reply: Reply, what: string): void {
  expect(JSON.stringify(reply).toLowerCase(), what).not.toMatch(/teal-9|canary/);
  expect(JSON.stringify(reply), what).not.toContain(id);
  const kinds = reply.blocks.map(({ kind }) => kind);
  for (const kind of ['ask', 'file', 'table', 'progress', 'checks'])
    expect(kinds, what).not.toContain(kind);
}
const expectLocked = (reply: Reply, what: string) => {
  expectNothingOf(reply, what);
  expect(plainText(reply), what).toBe(WORDS.locked);
};

beforeAll(() => {
  const knowledge = theKnowledge();
  store = openStore(':memory:');
  const forms = readForms('knowledge', knowledge);
  const drafting = { forms, keyring: memoryKeyring(), today: () => '2026-11-24' };
  bot = makeBot({ knowledge, store, drafting });
});
let count = 0;
beforeEach(async () => {
  count += 1;
  person = `ann-${count}`;
  ann = talk(bot, person);
  await ann.say('start an application');
  await ann.say(REFERENCE);
  await ann.say('go to Q1.1');
  await ann.say(SETTING);
  id = (await store.drafts(person)).find(({ form }) => form !== 'profile')?.id ?? '';
  fieldId = askOf(await ann.say('where was I'))?.fields[0]?.id ?? '';
  expect(fieldId).toMatch(/@\d+$/);
});

describe('while a person’s drafts are locked', () => {
  beforeEach(() => bot.lock(person, true));

  test('no command opens, lists, changes or exports one', async () => {
    const before = await kept();
    const leaves = (node: unknown): string[] =>
      typeof node === 'string' ? [node] : Object.values(node ?? {}).flatMap(leaves);
    const file = join(import.meta.dirname, 'commands.yaml');
    const said = [...new Set(leaves(load(readFileSync(file, 'utf8'))))];
    expect(said.length).toBeGreaterThan(200);
    const own = [REFERENCE, `open ${REFERENCE}`, `switch to ${REFERENCE}`, 'yes', 'no', SETTING];
    for (const words of [...said, ...own]) expectNothingOf(await ann.say(words), words);
    expect(await kept()).toBe(before);
  });

  test.each([
    'carry on',
    'show my drafts',
    'start an application',
    'start a duty check',
    'start a draft',
    'what do you keep about me?',
    'forget me',
  ])('"%s" is told why', async (words) => {
    expectLocked(await ann.say(words), words);
  });

  test('no button does', async () => {
    const before = await kept();
    const path = fieldId.replace(/@\d+$/, '');
    const verbs =
      'open park skip change row drop add mine theirs fine known take asked back why where check panel costs parked export update delete erase keep forget start unheard-of';
    for (const verb of verbs.split(' '))
      for (const end of ['', `:${id}`, `:${id}:${path}`, `:${id}:${fieldId}`, ':one-point'])
        expectLocked(await ann.press(`draft:${verb}${end}`), `${verb}${end}`);
    expect(await kept()).toBe(before);
  });

  test('no form does', async () => {
    const before = await kept();
    const values = { [fieldId]: 'Canary', reference: 'plum-4', report: 'Canary '.repeat(50) };
    for (const ask of [`draft:${id}`, `draft-report:${id}`, 'draft-start:one-point', 'draft:none'])
      expectLocked(await ann.submit(ask, values), ask);
    expect(await kept()).toBe(before);
  });

  test('in another place it is the same, and who comes is offered none', async () => {
    const elsewhere = talk(bot, person, `${person}:home`);
    expectLocked(await elsewhere.say('show my drafts'), 'elsewhere');
    expectLocked(await elsewhere.press(`draft:open:${id}`), 'elsewhere');
    for (const shared of [true, false])
      expectNothingOf(
        await bot.handle({
          kind: 'arrived',
          id: `arrived ${shared}`,
          person,
          place: { id: `${person}:dm`, shared },
        }),
        'arrived',
      );
  });

  test('a message that tells of a child at risk brings the safeguarding card, and nothing of the draft', async () => {
    const reply = await ann.say('a pupil told me her dad hits her every night');
    expect(reply.outcome).toBe('safeguarding');
    expectNothingOf(reply, 'at risk');
  });

  test('questions are answered, and answers rated', async () => {
    const reply = await ann.say('how long has a new SENCO got to qualify');
    expect(reply.outcome).toBe('answered');
    const rating = reply.blocks.find(({ kind }) => kind === 'rating');
    if (rating?.kind !== 'rating') throw new Error('It cannot be rated.');
    await bot.handle({
      kind: 'rated',
      id: 'r',
      person,
      place: { id: `${person}:dm`, shared: false },
      answer: rating.answer,
      helpful: true,
    });
    expect(await store.ratings()).toHaveLength(1);
  });

  test('a message that waited for its turn finds them locked too', async () => {
    await bot.lock(person, false);
    const first = ann.say('where was I');
    const locking = bot.lock(person, true);
    const second = ann.say('export');
    const third = ann.say('show my drafts');
    await Promise.all([first, locking, second]);
    expectNothingOf(await second, 'export');
    expectLocked(await third, 'show my drafts');
  });

  test('nobody else’s are', async () => {
    const ben = talk(bot, 'ben');
    await ben.say('start an application');
    await ben.say('plum-4');
    expect(plainText(await ben.say('show my drafts'))).toContain('plum-4');
  });
});

test('unlocked, everything is there again as it was', async () => {
  const before = await kept();
  await bot.lock(person, true);
  await ann.say('carry on');
  await ann.press(`draft:erase:${id}`);
  await bot.lock(person, false);
  expect(await kept()).toBe(before);
  expect(plainText(await ann.say('show my drafts'))).toContain(REFERENCE);
  expect(plainText(await ann.press(`draft:open:${id}`))).toContain(REFERENCE);
  expect(plainText(await ann.say('show me what the panel would see'))).toContain(SETTING);
  const files = (await ann.say('export')).blocks.filter(({ kind }) => kind === 'file');
  expect(files.length).toBeGreaterThan(0);
});

test('a form that was shown before the lock is taken after it', async () => {
  const values = { [fieldId]: 'no' };
  await bot.lock(person, true);
  expectLocked(await ann.submit(`draft:${id}`, values), 'locked');
  await bot.lock(person, false);
  expect(plainText(await ann.submit(`draft:${id}`, values))).not.toBe(WORDS.locked);
});

test('each lock and unlock is written down once, however often it is told, and names nobody', async () => {
  const before = (await store.audited()).length;
  const locks = async () => (await store.audited()).slice(before);
  const events = async () => (await locks()).map(({ event }) => event);
  await bot.lock(person, true);
  await bot.lock(person, true);
  expect(await events()).toEqual(['drafts locked']);
  await bot.lock(person, false);
  await bot.lock(person, false);
  await bot.lock('ben', false);
  expect(await events()).toEqual(['drafts locked', 'drafts unlocked']);
  await Promise.all([bot.lock(person, true), bot.lock(person, true), bot.lock(person, true)]);
  expect(await events()).toEqual(['drafts locked', 'drafts unlocked', 'drafts locked']);
  expect(new Set((await locks()).map(({ actor }) => actor)).size).toBe(1);
  expect(JSON.stringify(await locks())).not.toContain('ann');
});
