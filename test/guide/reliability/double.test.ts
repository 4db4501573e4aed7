/** What comes twice, late, broken or from elsewhere has one effect or none, says so, and loses nothing. */

import { afterAll, describe, expect, test } from 'vitest';
import type { Bot } from '../../../src/bot.ts';
import { type Answer, listOf, type Value, valueAt } from '../../../src/guide/answers.ts';
import { type Draft, makeDrafts } from '../../../src/guide/drafts.ts';
import { WORDS } from '../../../src/guide/words.ts';
import type { Incoming } from '../../../src/incoming.ts';
import type { Reply } from '../../../src/reply.ts';
import { memoryKeyring } from '../../../src/safety/seal.ts';
import { openStore } from '../../../src/store/sqlite.ts';
import { askOf, pathOf } from '../drive.ts';
import { formOf, lightBot, lightKnowledge, readFiles, shortened, wordsIn } from './light.ts';
import { buttonIn, shownIn } from './windows.ts';

const files = shortened(readFiles());
const form = formOf(files);
const store = openStore(':memory:');
const keyring = memoryKeyring();
const bot: Bot = lightBot(store, keyring, { form, knowledge: lightKnowledge(files) });
const drafts = makeDrafts(store, keyring);
afterAll(() => store.close());

type Act =
  | { kind: 'said'; text: string }
  | { kind: 'pressed'; action: string }
  | { kind: 'submitted'; ask: string; values: Record<string, string | readonly string[]> };

let people = 0;
let deliveries = 0;
const answered = (value: Value): Answer => ({ kind: 'answered', value });
const SAVED = /(^|\n)Saved: question/;

/** Somebody with a draft that holds these answers. */
async function somebody(before: Readonly<Record<string, Value>> = {}) {
  people += 1;
  const person = `test:T1:senco-${people}`;
  const send = (act: Act, delivery = `new ${++deliveries}`): Promise<Reply> =>
    bot.handle({
      ...act,
      id: delivery,
      person,
      place: { id: `${person}:dm`, shared: false },
    } as Incoming);
  const { id } = await drafts.begin(person, form, 'teal-7');
  const draft = async (): Promise<Draft | undefined> => drafts.open(person, id);
  const fresh = await draft();
  const given = Object.entries(before).map(([path, value]) => [path, answered(value)] as const);
  if (fresh && given.length > 0) await drafts.save(fresh, new Map(given));
  return {
    person,
    id,
    send,
    say: (text: string) => send({ kind: 'said', text }),
    press: (action: string) => send({ kind: 'pressed', action }),
    draft,
    /** A question as it is shown now. */
    show: (path: string) => send({ kind: 'pressed', action: `draft:change:${id}:${path}` }),
    /** The filled-in form of what a reply shows. */
    fill: (shown: Reply, values: Record<string, string | readonly string[]>): Act => {
      const { ask, fields } = shownIn(shown);
      const ids = new Map(fields.map((field) => [pathOf(field), field.id]));
      return {
        kind: 'submitted',
        ask,
        values: Object.fromEntries(
          Object.entries(values).map(([path, value]) => [ids.get(path) ?? path, value]),
        ),
      };
    },
    /** Everything the draft holds, for comparing. */
    holds: async () => Object.fromEntries((await draft())?.answers ?? []),
    value: async (path: string) => valueAt((await draft())?.answers ?? new Map(), path),
  };
}

const ROW = {
  outcomes: ['1'],
  'outcomes/1/outcome': 'Asks for help in each lesson of the week',
  'outcomes/1/measure': '5 of 10 tries',
  'outcomes/1/by-when': '2027-07-16',
};
const rowsOf = async (one: Awaited<ReturnType<typeof somebody>>) =>
  listOf(await one.value('outcomes'));

describe('the same delivery twice', () => {
  test('of a typed answer answers one question, not the next one too', async () => {
    const one = await somebody();
    await one.show('strengths');
    const text = { kind: 'said', text: 'Builds detailed models from memory' } as const;
    expect(wordsIn(await one.send(text, 'd1'))).toMatch(SAVED);
    const holds = await one.holds();
    expect(wordsIn(await one.send(text, 'd1'))).toContain(WORDS.already);
    expect(await one.holds()).toEqual(holds);
  });

  test('of a form saves it once, and says that it is there', async () => {
    const one = await somebody();
    const act = one.fill(await one.show('strengths'), { strengths: 'Builds models' });
    await one.send(act, 'd2');
    const holds = await one.holds();
    const reply = await one.send(act, 'd2');
    expect(wordsIn(reply)).toMatch(new RegExp(`${WORDS.twice}|${WORDS.already}`));
    expect(await one.holds()).toEqual(holds);
    expect((await one.draft())?.version('strengths')).toBe(1);
  });

  test.each(['pressed', 'typed', 'filled in'])('that adds a row, %s, adds one', async (how) => {
    const one = await somebody(ROW);
    const shown = await one.show('outcomes/+');
    const act: Act =
      how === 'pressed'
        ? { kind: 'pressed', action: `draft:add:${one.id}:outcomes/+@0` }
        : how === 'typed'
          ? { kind: 'said', text: 'yes' }
          : one.fill(shown, { 'outcomes/+': 'yes' });
    await one.send(act, `add ${how}`);
    await one.send(act, `add ${how}`);
    expect(await rowsOf(one)).toEqual(['1', '2']);
  });

  test('the button that offers another row of a finished table adds one, and no more when pressed again', async () => {
    const one = await somebody(ROW);
    await one.show('outcomes/1/outcome');
    const offered = await one.send({ kind: 'said', text: 'go to outcomes' }, 'go');
    const action = buttonIn(offered, 'Add another outcome');
    await one.send({ kind: 'pressed', action }, 'add 1');
    expect(await rowsOf(one)).toEqual(['1', '2']);
    await one.send({ kind: 'pressed', action }, 'add 2');
    expect(await rowsOf(one)).toEqual(['1', '2']);
  });

  test('that puts a question off leaves the next one alone', async () => {
    const one = await somebody();
    const action = buttonIn(await one.show('strengths'), "Don't know yet");
    await one.send({ kind: 'pressed', action }, 'd3');
    const holds = await one.holds();
    expect(wordsIn(await one.send({ kind: 'pressed', action }, 'd3'))).toContain(WORDS.old);
    expect(await one.holds()).toEqual(holds);
  });

  test('that erases a draft erases no other', async () => {
    const one = await somebody();
    const other = await drafts.begin(one.person, form, 'amber-9');
    const act = { kind: 'pressed', action: `draft:erase:${one.id}` } as const;
    await one.send(act, 'd4');
    expect(wordsIn(await one.send(act, 'd4'))).toContain(WORDS.noneSuch);
    expect((await drafts.list(one.person)).map(({ id }) => id)).toEqual([other.id]);
  });
});

describe('a second press of the same button', () => {
  test('"Begin" twice at once begins one draft', async () => {
    const one = await somebody();
    const begin: Act = {
      kind: 'submitted',
      ask: 'draft-start:one-point',
      values: { reference: 'amber-9' },
    };
    const [, second] = await Promise.all([one.send(begin), one.send(begin)]);
    expect(wordsIn(second)).toContain('**amber-9**, ONE Point application. 0 of');
    expect(await drafts.list(one.person)).toHaveLength(2);
  });

  test('"Save" twice at once saves once and says that it is there', async () => {
    const one = await somebody();
    const act = one.fill(await one.show('strengths'), { strengths: 'Builds models' });
    const [first, second] = await Promise.all([one.send(act), one.send(act)]);
    expect(wordsIn(first)).toMatch(SAVED);
    expect(wordsIn(second)).toContain(WORDS.twice);
    expect((await one.draft())?.version('strengths')).toBe(1);
    expect((await one.draft())?.others.size).toBe(0);
  });

  test('"Save" twice on a whole row makes one row', async () => {
    const one = await somebody();
    const act = one.fill(await one.show('outcomes/1/outcome'), {
      'outcomes/1/outcome': 'Asks for help in each lesson of the week',
      'outcomes/1/measure': '5 of 10 tries',
      'outcomes/1/by-when': '16/7/2027',
    });
    await Promise.all([one.send(act), one.send(act)]);
    expect(await rowsOf(one)).toEqual(['1']);
  });

  test('"yes" to another row sent twice in one form adds one', async () => {
    const one = await somebody(ROW);
    const act = one.fill(await one.show('outcomes/+'), { 'outcomes/+': 'yes' });
    await one.send(act);
    const reply = await one.send(act);
    expect(await rowsOf(one)).toEqual(['1', '2']);
    expect(wordsIn(reply)).toMatch(new RegExp(`${WORDS.twice}|${WORDS.old}`));
  });
});

test('"yes" to another row puts the first question of that row', async () => {
  const one = await somebody(ROW);
  await one.show('outcomes/+');
  expect(askOf(await one.say('yes'))?.fields[0]?.id).toBe('outcomes/2/outcome@0');
});

describe('what comes late', () => {
  test.each(["Don't know yet", 'Skip'])('an old button "%s" undoes no answer', async (label) => {
    const one = await somebody();
    const action = buttonIn(await one.show('exclusion-risk'), label);
    await one.show('exclusion-risk');
    await one.say('A managed start is agreed');
    expect(wordsIn(await one.press(action))).toContain(WORDS.old);
    expect(await one.value('exclusion-risk')).toBe('A managed start is agreed');
  });

  test('an old choice between two answers changes nothing and claims nothing', async () => {
    const one = await somebody();
    const shown = await one.show('strengths');
    await one.send(one.fill(shown, { strengths: 'Builds models' }));
    const lost = await one.send(one.fill(shown, { strengths: 'Counts quickly' }));
    expect(wordsIn(lost)).toContain(WORDS.lost);
    await one.press(buttonIn(lost, 'Keep the answer that was there first'));
    const late = await one.press(buttonIn(lost, 'Use the one I just gave'));
    expect(await one.value('strengths')).toBe('Builds models');
    expect(wordsIn(late)).not.toContain('Your answer stands');
  });

  test('a form of last week overwrites nothing that was written since', async () => {
    const one = await somebody({ strengths: 'Builds models' });
    const old = one.fill(await one.show('strengths'), { strengths: 'Sorts' });
    await one.show('strengths');
    await one.say('Builds models and counts quickly');
    expect(wordsIn(await one.send(old))).toContain(WORDS.lost);
    expect(await one.value('strengths')).toBe('Builds models and counts quickly');
    expect((await one.draft())?.others.get('strengths')).toBe('Sorts');
  });

  test('a form whose row was removed brings nothing of it back', async () => {
    const one = await somebody({
      ...ROW,
      outcomes: ['1', '2'],
      'outcomes/2/outcome': 'Reads alone',
    });
    const act = one.fill(await one.show('outcomes/2/measure'), { 'outcomes/2/measure': '4 of 10' });
    await one.press(`draft:drop:${one.id}:outcomes/2`);
    const holds = await one.holds();
    expect(wordsIn(await one.send(act))).toContain(WORDS.old);
    expect(await one.holds()).toEqual(holds);
    expect(wordsIn(await one.press(`draft:drop:${one.id}:outcomes/2`))).toContain(WORDS.old);
    expect(await one.holds()).toEqual(holds);
  });

  test('a form of a removed row fills in no other row that was added since', async () => {
    const one = await somebody({
      ...ROW,
      outcomes: ['1', '2'],
      'outcomes/2/outcome': 'Reads alone',
    });
    const act = one.fill(await one.show('outcomes/2/measure'), { 'outcomes/2/measure': '4 of 10' });
    await one.press(`draft:drop:${one.id}:outcomes/2`);
    await one.press(`draft:add:${one.id}:outcomes`);
    expect(wordsIn(await one.send(act))).not.toMatch(SAVED);
    expect(Object.values(await one.holds())).not.toContainEqual(answered('4 of 10'));
  });

  test('a form, a button and a message for an erased draft say that it is gone', async () => {
    const one = await somebody();
    const shown = await one.show('strengths');
    await one.press(`draft:erase:${one.id}`);
    const form = await one.send(one.fill(shown, { strengths: 'Builds models' }));
    expect(wordsIn(form)).toContain(WORDS.noneSuch);
    const button = await one.press(buttonIn(shown, "Don't know yet"));
    expect(wordsIn(button)).toContain(WORDS.noneSuch);
    expect(wordsIn(await one.say('carry on'))).toContain(WORDS.none);
    expect(await drafts.list(one.person)).toEqual([]);
  });
});

describe("somebody else's draft", () => {
  test.each([
    'open',
    'change',
    'park',
    'export',
    'panel',
    'check',
    'erase',
    'drop',
    'add',
    'mine',
    'take',
  ])('is not there for the button "%s"', async (verb) => {
    const owner = await somebody({ ...ROW, strengths: 'Builds models' });
    const holds = await owner.holds();
    const thief = await somebody();
    const reply = await thief.press(`draft:${verb}:${owner.id}:outcomes/1`);
    expect(wordsIn(reply)).toContain(WORDS.noneSuch);
    expect(wordsIn(reply)).not.toMatch(/teal-7|Builds models|outcomes/);
    expect(await owner.holds()).toEqual(holds);
  });

  test('is not there for a form', async () => {
    const owner = await somebody({ strengths: 'Builds models' });
    const act = owner.fill(await owner.show('strengths'), { strengths: 'Nothing' });
    const thief = await somebody();
    expect(wordsIn(await thief.send(act))).toContain(WORDS.noneSuch);
    expect(await owner.value('strengths')).toBe('Builds models');
    expect((await owner.draft())?.others.size).toBe(0);
  });
});

const KEPT: Readonly<Record<string, Value>> = {
  'parent-date': '2026-11-10',
  attendance: 91,
  suspensions: 1,
  consent: 'yes',
  'exclusion-risk': 'There is none',
  strengths: 'Builds models',
};

describe('what cannot be taken', () => {
  test.each([
    ['parent-date', '31/2/2026', 'no date, since February 2026 has no day 31'],
    ['parent-date', '31 November 2026', 'no day 31'],
    ['parent-date', '45/45/2026', 'no month 45'],
    ['parent-date', '24/12/2026', 'still to come'],
    ['attendance', '140%', 'outside|from 0'],
    ['attendance', '🙂🙂🙂', 'could not be read'],
    ['suspensions', '2.5', 'whole number'],
    ['consent', '🙂', 'none of the choices'],
    ['exclusion-risk', 'x'.repeat(10_000), '10,000 characters'],
    ['strengths', 'word '.repeat(4_001), '20,00\\d characters'],
  ])('%s, case %#, is told in a sentence and what was there stays', async (path, typed, says) => {
    const one = await somebody({ [path]: KEPT[path] ?? '' });
    const holds = await one.holds();
    const shown = await one.show(path);
    for (const act of [
      { kind: 'said', text: typed } as const,
      one.fill(shown, { [path]: typed }),
    ]) {
      const reply = await one.send(act);
      expect(wordsIn(reply)).toMatch(new RegExp(says));
      expect(wordsIn(reply)).not.toMatch(SAVED);
      expect(shownIn(reply).fields.map(pathOf)).toEqual([path]);
      await one.show(path);
    }
    expect(await one.holds()).toEqual(holds);
  });

  test('one wrong field of a form keeps the others', async () => {
    const one = await somebody();
    const shown = await one.show('outcomes/1/outcome');
    const reply = await one.send(
      one.fill(shown, {
        'outcomes/1/outcome': 'Asks for help in each lesson of the week',
        'outcomes/1/measure': '',
        'outcomes/1/by-when': '31/2/2027',
      }),
    );
    expect(wordsIn(reply)).toMatch(SAVED);
    expect(wordsIn(reply)).toContain('February 2027 has no day 31');
    expect(await one.holds()).toEqual({
      outcomes: answered(['1']),
      'outcomes/1/outcome': answered('Asks for help in each lesson of the week'),
    });
  });

  test.each([[''], ['   '], ['\n\t']])(
    'an empty form (%j) changes nothing and says so',
    async (blank) => {
      const one = await somebody({ strengths: 'Builds models' });
      const act = one.fill(await one.show('strengths'), { strengths: blank });
      expect(wordsIn(await one.send(act))).toContain(WORDS.blank);
      expect(await one.value('strengths')).toBe('Builds models');
      expect((await one.draft())?.version('strengths')).toBe(1);
    },
  );

  test('a form without a field changes nothing', async () => {
    const one = await somebody({ strengths: 'Builds models' });
    const holds = await one.holds();
    const shown = await one.show('strengths');
    const reply = await one.send({ ...one.fill(shown, {}), values: {} } as Act);
    expect(wordsIn(reply)).toMatch(new RegExp(`${WORDS.blank}|${WORDS.old}`));
    expect(await one.holds()).toEqual(holds);
  });

  test.each([
    '#reference@1',
    '__proto__@0',
    'cycles/99/aim@0',
    'strengths@',
    'strengths#other@0',
    'outcomes@0',
    'blank-name@0',
    'nothing-such@0',
  ])('a made-up field %s changes nothing', async (field) => {
    const one = await somebody({ strengths: 'Builds models' });
    const holds = await one.holds();
    await one.show('strengths');
    const values = Object.fromEntries([[field, 'Made up']]);
    const reply = await one.send({ kind: 'submitted', ask: `draft:${one.id}:strengths`, values });
    expect(wordsIn(reply)).not.toMatch(SAVED);
    expect(await one.holds()).toEqual(holds);
    expect((await one.draft())?.reference).toBe('teal-7');
  });
});

describe('what is unusual and taken', () => {
  test.each([
    ['£6k', 600_000],
    ['6k', 600_000],
    ['£6,000.50', 600_050],
  ])('"%s" is a sum of money', async (typed, pence) => {
    const one = await somebody({ request: ['funding'] });
    await one.show('to-buy-cost');
    const reply = await one.say(typed);
    expect(wordsIn(reply)).toMatch(SAVED);
    expect(await one.value('to-buy-cost')).toBe(pence);
  });

  test.each([
    ['10,000 characters', 'The pupil reads. '.repeat(588).trim()],
    ['emoji only', '🙂👩‍🏫🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['markup', '<b onload="x">reads</b> & {writes} \\ "quotes"'],
  ])('%s are kept to the letter', async (_, typed) => {
    const one = await somebody();
    const act = one.fill(await one.show('strengths'), { strengths: typed });
    expect(wordsIn(await one.send(act))).toMatch(SAVED);
    expect(await one.value('strengths')).toBe(typed);
  });
});
