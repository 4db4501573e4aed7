/** Needs told plainly are the matter of an application; worries about a child stop it. */

import { expect, test } from 'vitest';
import { judge } from '../../src/safety/judge.ts';
import { theKnowledge } from '../the-knowledge.ts';
import { table } from './tables.ts';

const { safety } = theKnowledge();

const stops = (text: string) => {
  const judged = judge(text, safety);
  return judged.kind === 'risk' || (judged.kind === 'fine' && judged.worry > 0);
};

test('at least 97 in 100 worries in the words of an application are caught', () => {
  const all = table('needs-worries');
  expect(all.length).toBeGreaterThanOrEqual(95);
  const missed = all.filter((text) => !stops(text));
  expect(missed.length / all.length, missed.join('\n')).toBeLessThanOrEqual(0.03);
});

test('few sentences about needs are taken for worries', () => {
  const all = table('needs');
  expect(all.length).toBeGreaterThanOrEqual(200);
  const stopped = all.filter(stops);
  expect(stopped.length / all.length, stopped.join('\n')).toBeLessThanOrEqual(0.25);
});
