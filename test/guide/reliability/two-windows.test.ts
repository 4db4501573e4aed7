/** What becomes of a draft that one person has open in two windows, or two devices, at once. */

import { afterAll, describe, expect, test } from 'vitest';
import { type Answer, listOf, type Value, valueAt } from '../../../src/guide/answers.ts';
import type { Draft } from '../../../src/guide/drafts.ts';
import { WORDS } from '../../../src/guide/words.ts';
import type { Reply } from '../../../src/reply.ts';
import type { Talk } from '../drive.ts';
import { wordsIn } from './light.ts';
import { buttonIn, type Case, fillIn, makeCases, shownIn } from './windows.ts';

const cases = makeCases();
afterAll(() => cases.close());

const KEEP_FIRST = 'Keep the answer that was there first';
const USE_MINE = 'Use the one I just gave';

const said = (reply: Reply) => {
  const words = wordsIn(reply);
  return {
    saved: /(^|\n)Saved: question/.test(words),
    lost: words.includes(WORDS.lost),
    gone: words.includes(WORDS.gone) || words.includes(WORDS.noneSuch),
    old: words.includes(WORDS.old),
  };
};
const answered = (value: Value): Answer => ({ kind: 'answered', value });
const open = async ({ id }: Case, window: Talk, path: string) =>
  shownIn(await window.press(`draft:change:${id}:${path}`));
const draftOf = async (one: Case): Promise<Draft> => {
  const draft = await one.draft();
  if (!draft) throw new Error('The draft is gone.');
  return draft;
};

/** Plays a scene once for each seed, and names the seeds with which it went wrong. */
async function play(
  seeds: readonly [from: number, count: number],
  before: ReadonlyMap<string, Answer>,
  scene: (one: Case) => Promise<string[]>,
): Promise<string[]> {
  const wrong: string[] = [];
  for (let seed = seeds[0]; seed < seeds[0] + seeds[1]; seed += 1) {
    const one = await cases.begin(seed, before);
    wrong.push(...(await scene(one)).map((what) => `${what} (seed ${seed})`));
  }
  return wrong;
}

/** What is claimed and does not hold. */
function unless(claims: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(claims).flatMap(([claim, holds]) => (holds ? [] : [claim]));
}

/** For a machine that is busy with other tests; by itself all of this takes six seconds. */
const LONG = 300_000;

describe('two windows', { timeout: LONG }, () => {
  test('answer the same question: one stands, the other is told and kept until one is chosen', async () => {
    const scene = async (one: Case) => {
      const { windows, random, both } = one;
      const values = [
        `Reads for ${1 + random(50)} minutes`,
        `Writes for ${1 + random(50)} minutes`,
      ];
      const shown = [
        await open(one, windows[0], 'why-now'),
        await open(one, windows[1], 'why-now'),
      ] as const;
      const give = (at: 0 | 1) => () =>
        random(2) === 0
          ? windows[at].say(values[at] ?? '')
          : fillIn(windows[at], shown[at], { 'why-now': values[at] ?? '' });
      const replies = await both(give(0), give(1));
      const winner = said(replies[0]).saved ? 0 : 1;
      const loser = winner === 0 ? 1 : 0;
      const kept = await draftOf(one);
      const wrong = unless({
        'the winner is told': said(replies[winner]).saved && !said(replies[winner]).lost,
        'the loser is told': said(replies[loser]).lost && !said(replies[loser]).saved,
        'the first stands': valueAt(kept.answers, 'why-now') === values[winner],
        'the other is beside': kept.others.get('why-now') === values[loser],
      });
      if (wrong.length > 0) return wrong;
      const mine = random(2) === 0;
      // Either window may choose by the button; only the loser has it.
      const reply =
        mine && random(2) === 0
          ? await windows[loser].say('use mine')
          : await windows[loser].press(buttonIn(replies[loser], mine ? USE_MINE : KEEP_FIRST));
      const after = await draftOf(one);
      return unless({
        'the choice is said': wordsIn(reply).includes(mine ? 'Your answer' : 'The first answer'),
        'the chosen one stands':
          valueAt(after.answers, 'why-now') === values[mine ? loser : winner],
        'nothing is beside any more': after.others.size === 0,
      });
    };
    expect(await play([1_000, 60], new Map(), scene)).toEqual([]);
    const before = new Map([['why-now', answered('The gap has grown')]]);
    expect(await play([1_100, 60], before, scene)).toEqual([]);
  });

  test('answer different questions: both are kept', async () => {
    const scene = async (one: Case) => {
      const { windows, both } = one;
      const shown = [
        await open(one, windows[0], 'why-now'),
        await open(one, windows[1], 'strengths'),
      ] as const;
      const replies = await both(
        () => fillIn(windows[0], shown[0], { 'why-now': 'Two years behind' }),
        () => fillIn(windows[1], shown[1], { strengths: 'Builds models' }),
      );
      const { answers } = await draftOf(one);
      return unless({
        'both are told': replies.every((reply) => said(reply).saved),
        'the one is kept': valueAt(answers, 'why-now') === 'Two years behind',
        'the other is kept': valueAt(answers, 'strengths') === 'Builds models',
      });
    };
    expect(await play([2_000, 60], new Map(), scene)).toEqual([]);
  });

  /** Both windows ask for another outcome at once: a second press of the same question is one row. */
  const rowScene =
    (begin: (one: Case, window: Talk, shown: number) => Promise<Reply>) => async (one: Case) => {
      const { windows, random, both } = one;
      for (const window of windows) await open(one, window, 'outcomes/+');
      const shown = (await draftOf(one)).version('outcomes/+');
      const begun = await both(
        () => begin(one, windows[0], shown),
        () => begin(one, windows[1], shown),
      );
      const late = said(begun[0]).old ? 0 : 1;
      const first = late === 0 ? 1 : 0;
      const value = `Reads for ${1 + random(40)} minutes in a lesson`;
      const other = `Writes ${1 + random(40)} words in a lesson`;
      const kept = await fillIn(windows[first], shownIn(begun[first]), { outcome: value });
      await open(one, windows[late], 'outcomes/+');
      const version = (await draftOf(one)).version('outcomes/+');
      const more = await begin(one, windows[late], version);
      const second = await fillIn(windows[late], shownIn(more), { outcome: other });
      const { answers } = await draftOf(one);
      const rows = listOf(valueAt(answers, 'outcomes'));
      const texts = rows.map((row) => valueAt(answers, `outcomes/${row}/outcome`));
      return unless({
        'the late one is told, and only that one': said(begun[late]).old && !said(begun[first]).old,
        'both rows are told': said(kept).saved && said(second).saved,
        'each row is its own': texts.includes(value) && texts.includes(other),
        'there are no more rows': rows.length === 3,
      });
    };
  const oneRow = new Map([
    ['outcomes', answered(['1'])],
    ['outcomes/1/outcome', answered('Asks for help in each lesson of the week')],
    ['outcomes/1/measure', answered('5 of 10 tries')],
    ['outcomes/1/by-when', answered('2027-07-16')],
  ]);

  test('press for another row at once: it is one row, the other is told, and adds its own', async () => {
    const scene = rowScene((one, window, shown) =>
      window.press(`draft:add:${one.id}:outcomes/+@${shown}`),
    );
    expect(await play([3_000, 60], oneRow, scene)).toEqual([]);
  });

  test('say yes to another row at once: it is one row, the other is told, and adds its own', async () => {
    const scene = rowScene((_one, window) => window.say('yes'));
    expect(await play([4_000, 60], oneRow, scene)).toEqual([]);
  });

  test('put a question off and answer it: the answer stands or is kept beside', async () => {
    const scene = async (one: Case) => {
      const { windows, both } = one;
      const shown = [
        await windows[0].press(`draft:change:${one.id}:why-now`),
        await open(one, windows[1], 'why-now'),
      ] as const;
      const [putOff, given] = await both(
        () => windows[0].press(buttonIn(shown[0], "Don't know yet")),
        () => fillIn(windows[1], shown[1], { 'why-now': 'Two years behind' }),
      );
      const { answers, others } = await draftOf(one);
      const parked = answers.get('why-now')?.kind === 'parked';
      const stands = valueAt(answers, 'why-now') === 'Two years behind';
      return unless({
        'one of them stands': parked || stands,
        'whoever answered is told': stands ? said(given).saved : said(given).lost,
        'whoever put it off is told': parked
          ? wordsIn(putOff).includes(WORDS.parked)
          : said(putOff).old,
        'the answer is not lost': stands || others.get('why-now') === 'Two years behind',
      });
    };
    expect(await play([5_000, 60], new Map(), scene)).toEqual([]);
  });

  test('erase the draft and answer: it is gone, and whoever answered too late is told', async () => {
    const scene = async (one: Case) => {
      const { windows, both } = one;
      const shown = await open(one, windows[1], 'why-now');
      const [erased, given] = await both(
        () => windows[0].press(`draft:erase:${one.id}`),
        () => fillIn(windows[1], shown, { 'why-now': 'Two years behind' }),
      );
      return unless({
        'it is erased': (await one.draft()) === undefined,
        'that is said': wordsIn(erased).includes(WORDS.erased('teal-7')),
        'the answer was saved before, or told gone': said(given).saved !== said(given).gone,
      });
    };
    expect(await play([6_000, 40], new Map(), scene)).toEqual([]);
  });

  test('remove a row and answer in it: no answer is left outside a row, and it is told', async () => {
    const before = new Map([
      ['outcomes', answered(['1'])],
      ['outcomes/1/outcome', answered('Asks for help in each lesson of the week')],
    ]);
    const scene = async (one: Case) => {
      const { windows, both } = one;
      const shown = await open(one, windows[1], 'outcomes/1/measure');
      const [removed, given] = await both(
        () => windows[0].press(`draft:drop:${one.id}:outcomes/1`),
        () => fillIn(windows[1], shown, { measure: '5 of 10 tries' }),
      );
      const { answers, others } = await draftOf(one);
      const there = listOf(valueAt(answers, 'outcomes')).includes('1');
      const outside = [...answers.keys()].filter((path) => path.startsWith('outcomes/1/'));
      const kept = valueAt(answers, 'outcomes/1/measure') ?? others.get('outcomes/1/measure');
      return unless({
        'no answer is left outside a row': there || outside.length === 0,
        'who removed it is told':
          said(removed).old || wordsIn(removed).includes('The row is removed.'),
        'who answered is told': Object.values(said(given)).some(Boolean),
        'in a row that stays the answer is kept': !there || kept === '5 of 10 tries',
      });
    };
    expect(await play([7_000, 50], before, scene)).toEqual([]);
  });

  test('choose between two answers while a third is given: none is lost unseen', async () => {
    const scene = async (one: Case) => {
      const { windows, both } = one;
      const shown = await open(one, windows[0], 'why-now');
      await fillIn(windows[1], shown, { 'why-now': 'Reads for 1 minute' });
      const lost = await fillIn(windows[0], shown, { 'why-now': 'Reads for 2 minutes' });
      const seen = await open(one, windows[1], 'why-now');
      const [chosen, given] = await both(
        () => windows[0].press(buttonIn(lost, USE_MINE)),
        () => fillIn(windows[1], seen, { 'why-now': 'Reads for 3 minutes' }),
      );
      const { answers, others } = await draftOf(one);
      const kept = [valueAt(answers, 'why-now'), others.get('why-now')];
      return unless({
        'the chosen answer is kept': kept.includes('Reads for 2 minutes'),
        'the third answer is kept': kept.includes('Reads for 3 minutes'),
        'it is told which stands':
          valueAt(answers, 'why-now') === 'Reads for 2 minutes'
            ? wordsIn(chosen).includes('Your answer stands')
            : said(given).saved,
      });
    };
    expect(await play([8_000, 50], new Map(), scene)).toEqual([]);
  });

  test('lose one after the other: the first waits for the choice, the second is told that it is not kept', async () => {
    const one = await cases.begin(9_000);
    const [first, second] = one.windows;
    const early = await open(one, first, 'why-now');
    await fillIn(second, early, { 'why-now': 'Reads for 1 minute' });
    const seen = await open(one, second, 'why-now');
    const lost = await fillIn(first, early, { 'why-now': 'Reads for 2 minutes' });
    await fillIn(first, await open(one, first, 'why-now'), {
      'why-now': 'Reads for 3 minutes',
    });
    const alsoLost = await fillIn(second, seen, { 'why-now': 'Reads for 4 minutes' });
    expect(said(lost).lost).toBe(true);
    expect(wordsIn(alsoLost)).toContain(WORDS.lostAgain);
    const { others } = await draftOf(one);
    expect(others.get('why-now')).toBe('Reads for 2 minutes');
  });
});
