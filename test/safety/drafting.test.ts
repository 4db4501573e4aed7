/** The identity gate on text as it stands in an application. */

import { describe, expect, test } from 'vitest';
import {
  findIdentifiers,
  type IdentifierKind,
  STAFF_DETAILS,
  sayIdentifiers,
} from '../../src/safety/identifiers.ts';
import { type Batch, harmless, planted } from './draft-sentences.ts';
import { safety, table } from './tables.ts';

const SEED = 20261124;
const words = safety.identifiers;
const find = (text: string, allow?: readonly IdentifierKind[]) =>
  findIdentifiers(text, words, allow);
const kinds = (text: string, allow?: readonly IdentifierKind[]) =>
  find(text, allow).map(({ kind }) => kind);
const BATCHES: readonly Batch[] = ['seen', 'fresh'];

describe.each(BATCHES)(`drafting sentences, %s batch (seed ${SEED})`, (batch) => {
  test('at least 97 in 100 planted details are found whole', () => {
    const all = planted(1000, SEED, batch);
    const missed = all.filter(({ text, secret }) => {
      const at = text.indexOf(secret);
      return !find(text).some(({ start, end }) => start <= at && end >= at + secret.length);
    });
    const told = missed.map(({ kind, text }) => `${kind}: ${text}`).join('\n');
    expect(missed.length / all.length, told).toBeLessThanOrEqual(0.03);
  });

  test('at most 2 in 100 harmless sentences are stopped', () => {
    const all = harmless(1000, SEED, batch);
    const stopped = all.filter((text) => find(text).length > 0);
    expect(stopped.length / all.length, stopped.join('\n')).toBeLessThanOrEqual(0.02);
  });
});

test('where a name stands does most of the work: with no list of names, most are found', () => {
  const none = new Set<string>();
  const listless = { ...words, firstNames: none, cuedNames: none, surnames: none };
  const all = planted(1000, SEED, 'fresh').filter(({ kind }) => kind === 'name');
  const found = all.filter(({ text }) => findIdentifiers(text, listless).length > 0);
  expect(found.length / all.length).toBeGreaterThan(0.8);
});

test('the list of things does its work: without it, harmless sentences are stopped', () => {
  const bare = { ...words, things: new Set<string>() };
  const all = BATCHES.flatMap((batch) => harmless(1000, SEED, batch));
  const stopped = all.filter((text) => findIdentifiers(text, bare).length > 0);
  expect(stopped.length / all.length).toBeGreaterThan(0.005);
});

test('a third, small batch that nothing was tuned to is seldom stopped', () => {
  const all = table('drafting-harmless');
  const stopped = all.filter((text) => find(text).length > 0);
  expect(stopped.length / all.length, stopped.join('\n')).toBeLessThanOrEqual(0.05);
});

describe('dates of school life are no dates of birth', () => {
  test.each([
    'Reviewed on 12/09/2026 with parents.',
    'The plan of 03/10/2026 was shared.',
    'Review: 14.1.26',
    'SEN Support began in September 2022.',
    'Observed 2026-03-05 in maths.',
  ])('%s', (text) => expect(kinds(text)).toEqual([]));

  test.each(['Born 3 May 2017.', 'DOB 3/5/17', 'Child in Year 3, 03/05/2017, on SEN Support.'])(
    '%s',
    (text) => expect(kinds(text)).toEqual(['date of birth']),
  );
});

describe('a field for staff', () => {
  test.each([
    'Mrs Karen Ferguson, karen.ferguson@example.sch.uk, 01642 655555',
    'Dr Okonkwo',
    'Andreea Popescu, SENCO',
    'KF, class teacher',
  ])('may hold %s', (text) => expect(kinds(text, STAFF_DETAILS)).toEqual([]));

  test.each<[string, IdentifierKind]>([
    ['Mrs Ferguson, teacher of a pupil called Tyler', 'name'],
    ['Miss Hall, TA to pupil Xandru', 'name'],
    ['Mrs Ferguson A80120000101X', 'UPN'],
    ['Mrs Ferguson 943 476 5919', 'NHS number'],
    ['Mrs Ferguson DOB 12/03/2015', 'date of birth'],
    ['Mrs Ferguson AB123456C', 'NI number'],
    ['Mrs Ferguson (pupil: JB)', 'initials'],
  ])('may not hold %s: %s', (text, kind) => expect(kinds(text, STAFF_DETAILS)).toContain(kind));
});

describe('what is said of what was seen', () => {
  const say = (text: string) => sayIdentifiers(find(text), text);

  test('names each kind once and repeats nothing', () => {
    expect(say('A pupil called Xandru, dob 12/03/2015')).toBe(
      'I think I saw a name and a date of birth.',
    );
    expect(say('Ring 07700 900123 or 07700 900456')).toBe('I think I saw a phone number.');
    expect(say('Nothing here')).toBe('');
  });

  test('says in which sentence, where there are several', () => {
    expect(say('Reading is hard. A pupil called Xandru helps. Her UPN is A80120000101X.')).toBe(
      'I think I saw a name (sentence 2) and a UPN (sentence 3).',
    );
  });

  test('holds no secret of the made-up sentences', () => {
    for (const { text, secret } of planted(300, SEED, 'seen'))
      expect(say(text).split(/\W+/)).not.toContain(secret);
  });
});
