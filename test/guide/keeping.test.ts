import { beforeAll, describe, expect, test } from 'vitest';
import { type Bot, makeBot } from '../../src/bot.ts';
import type { Form } from '../../src/guide/form.ts';
import { readForms } from '../../src/guide/forms.ts';
import type { Knowledge } from '../../src/knowledge/read.ts';
import { plainText, type Reply } from '../../src/reply.ts';
import { memoryKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { theKnowledge } from '../the-knowledge.ts';
import { askOf, talk } from './drive.ts';

let knowledge: Knowledge;
let forms: Form[];
beforeAll(() => {
  knowledge = theKnowledge();
  forms = readForms('knowledge', knowledge);
});

const DAY = 86_400_000;

/** A bot whose calendar can be moved. */
function botOn(start: string): { bot: Bot; store: Store; pass(days: number): Promise<void> } {
  let now = Date.parse(`${start}T09:00:00Z`);
  const store = openStore(':memory:', () => now);
  const today = () => new Date(now).toISOString().slice(0, 10);
  const bot = makeBot({ knowledge, store, drafting: { forms, keyring: memoryKeyring(), today } });
  return {
    bot,
    store,
    pass: async (days) => {
      now += days * DAY;
      await store.expire();
    },
  };
}

async function begin(bot: Bot, reference: string, person?: string) {
  const somebody = talk(bot, person);
  await somebody.say('start an application');
  await somebody.say(reference);
  return somebody;
}

const arrive = (bot: Bot, person: string): Promise<Reply> =>
  bot.handle({
    kind: 'arrived',
    id: `${person}-${Math.random()}`,
    person,
    place: { id: `${person}:dm`, shared: false },
  });

describe('how long a draft is kept', () => {
  test('untouched for 30 days it is erased, and from the 23rd the person is told', async () => {
    const { bot, pass } = botOn('2026-11-02');
    const person = await begin(bot, 'teal-9', 'ann');
    await pass(22);
    expect(plainText(await arrive(bot, 'ann'))).not.toContain('will be erased');
    await pass(1);
    expect(plainText(await arrive(bot, 'ann'))).toContain(
      'teal-9 will be erased on 2 December 2026',
    );
    await pass(8);
    expect(plainText(await person.say('show my drafts'))).toContain('no draft yet');
  });

  test('an answer keeps it 30 days more', async () => {
    const { bot, pass } = botOn('2026-11-02');
    const person = await begin(bot, 'teal-9');
    await pass(29);
    await person.say('no');
    await pass(29);
    expect(plainText(await person.say('show my drafts'))).toContain('teal-9');
  });

  test('after an export it is kept seven days, unless it is worked on', async () => {
    const { bot, pass } = botOn('2026-11-02');
    const person = await begin(bot, 'teal-9');
    expect(plainText(await person.say('export'))).toContain('Kept until 9 November 2026');
    await pass(6);
    await person.say('carry on');
    await person.say('no');
    await pass(6);
    expect(plainText(await person.say('show my drafts'))).toContain('teal-9');
    await person.say('export');
    await pass(8);
    expect(plainText(await person.say('show my drafts'))).toContain('no draft yet');
  });
});

describe('what a person can do about what is kept', () => {
  test('see it, erase one draft, erase everything', async () => {
    const { bot, store } = botOn('2026-11-02');
    const person = await begin(bot, 'teal-9', 'ann');
    await person.say('stop');
    await begin(bot, 'plum-4', 'ann');
    const kept = plainText(await person.say('what do you keep about me?'));
    expect(kept).toContain('teal-9');
    expect(kept).toContain('plum-4');
    await person.say('delete my draft');
    expect(plainText(await person.say('yes'))).toContain('plum-4 is erased');
    expect((await store.drafts('ann')).length).toBe(1);
    await person.say('forget me');
    expect((await store.drafts('ann')).length).toBe(1);
    await person.say('yes');
    expect(await store.drafts('ann')).toEqual([]);
    expect(JSON.stringify(await store.audited())).not.toMatch(/ann|teal|plum/);
  });

  test('nobody else can see or open it', async () => {
    const { bot, store } = botOn('2026-11-02');
    await begin(bot, 'teal-9', 'ann');
    const [draft] = await store.drafts('ann');
    const other = talk(bot, 'ben');
    expect(plainText(await other.say('show my drafts'))).toContain('no draft yet');
    for (const verb of ['open', 'export', 'erase', 'panel'])
      expect(plainText(await other.press(`draft:${verb}:${draft?.id}`))).toContain(
        'do not find that draft',
      );
    expect((await store.drafts('ann')).length).toBe(1);
  });

  test('in a shared place nothing of a draft is said, and it moves to private', async () => {
    const { bot } = botOn('2026-11-02');
    await begin(bot, 'teal-9', 'ann');
    const say = (text: string) =>
      bot.handle({
        kind: 'said',
        text,
        id: `c-${text}`,
        person: 'ann',
        place: { id: 'channel', shared: true },
      });
    for (const words of ['start an application', 'show my drafts', 'carry on', 'forget me']) {
      const reply = plainText(await say(words));
      expect(reply, words).toContain('in private');
      expect(reply, words).not.toContain('teal-9');
    }
    expect((await say('how long has a new SENCO got to qualify')).outcome).toBe('answered');
  });
});

test('the next application offers the setting and the rates again', async () => {
  const { bot } = botOn('2026-11-02');
  const person = await begin(bot, 'teal-9');
  await person.say('go to Q1.1');
  await person.say('Ash Lane Primary School');
  await person.say('go to costs');
  for (const words of [
    'Picture-based language programme',
    'TA',
    '1',
    '1',
    '30',
    '5',
    '38',
    '£16.50',
  ])
    await person.say(words);
  await person.say('stop');
  const second = await begin(bot, 'plum-4');
  expect(askOf(await second.say('go to Q1.1'))?.fields[0]?.value).toBe('Ash Lane Primary School');
  expect(plainText(await second.say('same as before'))).toContain('Saved');
  await second.say('go to costs');
  for (const words of ['Counting practice with cubes', 'TA', '1', '2', '20', '3'])
    await second.say(words);
  const rate = askOf(await second.say('38'))?.fields[0];
  expect([rate?.label, rate?.value]).toEqual(['Q11.9 What does an hour cost?', '16.50']);
});

test("last year's check stands beside this year's", async () => {
  const { bot, pass } = botOn('2025-11-03');
  const check = async (reference: string, status: string) => {
    const person = talk(bot);
    await person.say('start a duty check');
    await person.say(reference);
    for (const words of ['2025/26', 'skip', 'maintained school', 'governors', '1', 'skip', 'today'])
      await person.say(words);
    await person.say(status);
    return person.say('show me what the panel would see');
  };
  await check('gov-2025', 'not yet');
  await pass(370);
  const now = await check('gov-2026', 'met');
  const table = now.blocks.find((block) => block.kind === 'table');
  expect(table?.columns).toContain('Last time (gov-2025)');
  expect(table?.rows[0]?.slice(2, 4)).toEqual(['Met', 'Not yet']);
});

test('a draft whose key is lost is not shown, the person is told, and questions are answered', async () => {
  const store = openStore(':memory:');
  const today = () => '2026-11-24';
  const made = () =>
    makeBot({ knowledge, store, drafting: { forms, keyring: memoryKeyring(), today } });
  await begin(made(), 'teal-9', 'ann');
  const other = talk(made(), 'ann');
  expect(plainText(await other.say('show my drafts'))).toContain('the key file has to be put back');
  const elsewhere = talk(made(), 'ann', 'another place');
  expect((await elsewhere.say('how long has a new SENCO got to qualify')).outcome).toBe('answered');
});
