import { expect, test } from 'vitest';
import { costMap } from '../../../src/guide/costs.ts';
import { isVague, type MappedProvision, pitfalls } from '../../../src/guide/pitfalls.ts';

/** A row with nothing to say about it. */
const SOUND: MappedProvision = {
  id: 'a',
  what: 'Speech sound programme from the therapist',
  who: 'ta',
  adults: 1,
  pupils: 1,
  minutes: 20,
  sessions: 5,
  weeks: 38,
  rate: 1650,
  paidFrom: 'sen-budget',
  effect: 'Now says 14 of 20 target sounds, from 6 in September',
};

function found(rows: readonly Partial<MappedProvision>[], wholeYear = true): string[] {
  const provisions = rows.map((row, at) => ({ ...SOUND, id: 'abcdefgh'.charAt(at), ...row }));
  const costs = costMap(provisions, { wholeYear, senBudget: 'sen-budget' });
  const all = pitfalls(provisions, costs);
  for (const { message } of all) expect(message).toMatch(/^Check [^\n]+\.$/);
  return all.map(({ id, row }) => (row ? `${id} ${row}` : id));
}

test('a sound map has nothing to check', () => {
  expect(found([{}])).toEqual([]);
  expect(
    found([
      {},
      { what: 'Lego therapy group', pupils: 4 },
      { what: 'One-to-one work after the small group' },
      { what: 'Two-to-one personal care', adults: 2, minutes: 15, sessions: 10 },
      { what: 'Writing slope and pencil grips', minutes: 0, rate: 0, weeks: 0, other: 4000 },
      { what: 'Mental health group led by a nurse', pupils: 6, minutes: 40, sessions: 1 },
      { what: 'Touch typing on a laptop', minutes: 15, sessions: 3 },
    ]),
  ).toEqual([]);
});

test.each<[string, Partial<MappedProvision>]>([
  ['group-not-divided a', { what: 'Small group reading: Rapid Readers' }],
  ['group-not-divided a', { what: 'Lunch club for social communication' }],
  ['two-to-one a', { what: '2:1 care at changing time' }],
  ['two-to-one a', { what: 'One-to-one personal care plan', adults: 2 }],
  ['rate a', { rate: 1199 }],
  ['rate a', { rate: 8001 }],
  ['too-many-weeks a', { weeks: 52 }],
  ['rounded a', { minutes: 180, sessions: 1 }],
  ['universal a', { what: 'Quality first teaching in maths' }],
  ['universal a', { what: 'Library at lunchtime' }],
  ['grant-as-sen-budget a', { what: 'Reading recovery (pupil premium)' }],
  ['grant-as-sen-budget a', { what: 'PP tutor for maths' }],
  ['grant-as-sen-budget a', { what: 'Speech therapy funded by NHS' }],
  ['one-off a', { what: 'Touch typing with new laptop', other: 40000 }],
  ['no-effect a', { effect: ' ' }],
  ['vague a', { what: 'in-class support' }],
])('%s is found: %j', (id, row) => {
  expect(found([row])).toEqual([id]);
});

test.each([
  { rate: 1200 },
  { rate: 8000 },
  { weeks: 39 },
  { minutes: 149, sessions: 1 },
  { what: 'Reading recovery (pupil premium)', paidFrom: 'other-grant' },
  { what: 'Counselling funded by the SEN budget' },
])('at the edge nothing is said: %j', (row) => {
  expect(found([row])).toEqual([]);
});

test('a row without an effect field is not asked about its effect', () => {
  const { effect: _, ...row } = SOUND;
  const costs = costMap([row], { wholeYear: true, senBudget: 'sen-budget' });
  expect(pitfalls([row], costs)).toEqual([]);
});

test.each([
  ['in-class support', true],
  ['In class support.', true],
  ['support in class', true],
  ['TA support', true],
  ['1:1 support', true],
  ['one to one support', true],
  ['general help', true],
  ['additional adult support in lessons', true],
  ['small group intervention', true],
  ['', true],
  ['Phonics catch-up', false],
  ['TA-led precision teaching of spelling', false],
  ['Support with transitions between lessons', false],
])('%s: vague is %s', (what, vague) => {
  expect(isVague(what)).toBe(vague);
});

test('the same hour twice', () => {
  expect(found([{}, {}])).toEqual(['same-hour-twice b']);
  expect(found([{}, { what: 'Speech sound programme', paidFrom: 'health' }])).toEqual([
    'same-hour-twice b',
  ]);
  expect(found([{}, { what: 'Number facts programme' }])).toEqual([]);
  expect(found([{}, { minutes: 30 }])).toEqual([]);
  expect(found([{}, { who: 'teacher' }])).toEqual([]);
});

test('part of a year against a whole year, both ways', () => {
  expect(found([{ weeks: 24 }], false)).toEqual(['part-year']);
  expect(found([{ weeks: 24 }], true)).toEqual(['part-year']);
  expect(found([{ weeks: 36 }], true)).toEqual([]);
});

test('more minutes than a school week', () => {
  const rows = (minutes: number) => [
    { what: 'Precision teaching', minutes: 300 },
    { what: 'Phonics catch-up', minutes, sessions: 1 },
  ];
  expect(found(rows(450))).not.toContain('school-week');
  expect(found(rows(451))).toContain('school-week');
});
