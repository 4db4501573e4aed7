import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { type Answer, type Answers, inRow, valueAt } from '../../src/guide/answers.ts';
import { readiness } from '../../src/guide/checks.ts';
import { readEntry } from '../../src/guide/entry.ts';
import { type Form, type PlainQuestion, questionsOf } from '../../src/guide/form.ts';
import { inspectForms } from '../../src/guide/forms.ts';
import { steps } from '../../src/guide/journey.ts';
import { mapOf } from '../../src/guide/map.ts';
import { optionsFor } from '../../src/guide/put.ts';
import { theKnowledge } from '../the-knowledge.ts';
import { type Script, wholeApplication } from './drive.ts';

const TODAY = '2026-11-24';
const knowledge = theKnowledge();
const form = inspectForms('knowledge', knowledge).forms.find(
  ({ id }) => id === 'one-point',
) as Form;

type Typed = string | readonly string[];
interface Defect {
  name: string;
  set?: Record<string, Typed | number | null>;
  drop?: string[];
  also?: Record<string, Typed | number>[];
  /** Known not to be found, and why. */
  missed?: string;
}
const DEFECTS = load(readFileSync(join(import.meta.dirname, 'defects.yaml'), 'utf8')) as Defect[];

const typed = (value: Typed | number): Typed =>
  typeof value === 'object' ? value.map(String) : String(value);

/** The same with one thing wrong. */
function spoilt({ set = {}, drop = [], also = [] }: Omit<Defect, 'name'>): Script {
  const script = new Map(wholeApplication());
  for (const path of [...script.keys()])
    if (drop.some((gone) => path.startsWith(`${gone}/`))) script.delete(path);
  for (const [path, value] of [set, ...also].flatMap((one) => Object.entries(one)))
    if (value === null) script.delete(path);
    else script.set(path, typed(value));
  return script;
}

const questions = new Map<string, PlainQuestion>(
  questionsOf(form).flatMap(({ question }): [string, PlainQuestion][] =>
    question.type === 'rows'
      ? question.columns.map((column) => [`${question.id}/*/${column.id}`, column])
      : [[question.id, question]],
  ),
);

/** What the script comes to, and what could not be typed in. */
function filled(script: Script): { answers: Answers; refused: string[] } {
  const answers = new Map<string, Answer>();
  const refused: string[] = [];
  for (const path of script.keys()) {
    const [table = '', row] = path.split('/');
    if (row === undefined) continue;
    const rows = valueAt(answers, table);
    const ids = typeof rows === 'object' ? rows : [];
    answers.set(table, { kind: 'answered', value: [...new Set([...ids, row])] });
  }
  for (const [path, value] of script) {
    const question = questions.get(path.replace(/\/[^/]+\//, '/*/'));
    if (!question) throw new Error(`The form has no question ${path}.`);
    if (value === 'SKIP') {
      answers.set(path, { kind: 'skipped' });
      continue;
    }
    const [table = '', row = ''] = path.split('/');
    const after = question.after && valueAt(answers, inRow(table, row, question.after));
    const entry = readEntry(question, value, {
      today: TODAY,
      options: optionsFor(form, answers, question),
      ...(typeof after === 'string' && { notBefore: after }),
    });
    if ('problem' in entry) refused.push(path);
    else answers.set(path, { kind: 'answered', value: entry.value });
  }
  return { answers, refused };
}

/** Everything that is said against a draft. */
function findings(script: Script): string[] {
  const { answers, refused } = filled(script);
  const found = readiness({ form, answers }, steps(form, answers, TODAY), knowledge.safety, TODAY);
  return [
    ...refused.map((path) => `refused ${path}`),
    ...found.checks.map(({ id }) => id),
    ...found.missing.map(({ path }) => `missing ${path}`),
    ...found.length.map(({ path }) => `length ${path}`),
    ...(mapOf(form, answers)?.pitfalls ?? []).map(({ id, row = '' }) => `pitfall ${id} ${row}`),
  ];
}

test('nothing is found in an application that has nothing wrong', () => {
  expect(findings(wholeApplication())).toEqual([]);
});

describe('what panels criticise', () => {
  // That a line is now above half of the cost comes of many a change, and is not what is wrong.
  const unseen = DEFECTS.filter((defect) =>
    findings(spoilt(defect)).every((found) => found === 'R14'),
  );

  test('there is enough of it, and each is named once', () => {
    expect(DEFECTS.length).toBeGreaterThanOrEqual(120);
    expect(new Set(DEFECTS.map(({ name }) => name)).size).toBe(DEFECTS.length);
    const whole = JSON.stringify([...wholeApplication()]);
    for (const defect of DEFECTS)
      expect(JSON.stringify([...spoilt(defect)]), defect.name).not.toBe(whole);
  });

  test('at least 92 in 100 are found', () => {
    expect(1 - unseen.length / DEFECTS.length).toBeGreaterThanOrEqual(0.95);
  });

  test('what is not found is known, with the reason', () => {
    const known = DEFECTS.filter(({ missed }) => missed).map(({ name }) => name);
    expect(unseen.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  });
});
