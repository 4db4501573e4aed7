import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../src/reply.ts';
import { answersOnly, fill, wholeApplication } from '../guide/drive.ts';
import { WALKS, walkThrough } from '../walks/walk.ts';
import { type Program, startProgram } from './program.ts';
import { type TeamsTalk, teamsTalk } from './talk.ts';

let program: Program;
let talk: TeamsTalk;

beforeEach(async () => {
  program = await startProgram();
  talk = teamsTalk(program, 'anna');
});
afterEach(() => program.stop());

describe('the walks of the terminal, through Teams', () => {
  test.each(WALKS)('%s', async (name) => {
    const told = (reply: Reply) => ({ said: talk.said(), outcome: reply.outcome });
    await walkThrough(name, {
      say: async (text) => told(await talk.say(text)),
      press: async (label) => told(await talk.pressLabel(label)),
    });
    expect(program.reports).toEqual([]);
  });
});

describe('a whole application through Teams', () => {
  /** What the JSON file that was uploaded holds of the answers. */
  const exported = async (): Promise<Record<string, unknown>> => {
    await talk.say('export');
    const files = await talk.takeFiles();
    const name = [...files.keys()].findLast((one) => one.endsWith('.json'));
    return JSON.parse(files.get(name ?? '')?.toString('utf8') ?? '{}').answers;
  };
  const results: Record<string, unknown>[] = [];

  test.each([['typed'], ['forms'], ['mixed']] as const)('%s', async (how) => {
    await talk.say('start an application');
    const { reply } = await fill(talk, await talk.say('K7-blue'), wholeApplication(), how);
    expect(JSON.stringify(reply.blocks)).toMatch(/everything is answered/i);
    results.push(await exported());
    expect(program.reports).toEqual([]);
  });

  test('comes to the same answers each way', () => {
    const [typed, ...others] = results.map(answersOnly);
    expect(Object.keys(typed ?? {}).length).toBeGreaterThan(150);
    for (const other of others) expect(other).toEqual(typed);
  });
});
