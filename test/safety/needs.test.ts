/** Needs told plainly are the matter of an application; worries about a child stop it. */

import { expect, test } from 'vitest';
import { gateText } from '../../src/guide/gate.ts';
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

/** The gate of the form. Nobody teaches from these two tables: they tell how it does on unseen answers. */
const isHeld = (text: string) => gateText(text, safety).kind === 'risk';

test('most ordinary answers to the form pass the gate', () => {
  const all = table('drafting');
  expect(all.length).toBeGreaterThanOrEqual(250);
  const held = all.filter(isHeld);
  expect(held.length / all.length, held.join('\n')).toBeLessThanOrEqual(0.075);
});

test('at least 87 in 100 answers that tell of a child who may not be safe are held', () => {
  const all = table('drafting-worries');
  expect(all.length).toBeGreaterThanOrEqual(80);
  const missed = all.filter((text) => !isHeld(text));
  expect(missed.length / all.length, missed.join('\n')).toBeLessThanOrEqual(0.13);
});

test('small talk is neither held nor taken for a worry', () => {
  for (const text of ['tell us a joke', 'No', 'im booked on the npq from january', 'hello there'])
    expect(stops(text), text).toBe(false);
});
