import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../src/reply.ts';
import { answersOnly, fill, wholeApplication } from '../guide/drive.ts';
import { WALKS, walkThrough } from '../walks/walk.ts';
import { type Program, startProgram } from './program.ts';
import { workspace } from './standin/slack.ts';
import { type SlackTalk, slackTalk } from './talk.ts';

let program: Program;
let talk: SlackTalk;

beforeEach(async () => {
  program = await startProgram({ workspaces: [workspace('T0ONE')] });
  talk = slackTalk(program, program.standIn.user('T0ONE', 'U0ANNAONE'));
});
afterEach(() => program.stop());

describe('the walks of the terminal, through Slack', () => {
  test.each(WALKS)('%s', async (name) => {
    const told = (reply: Reply) => ({ said: talk.said(), outcome: reply.outcome });
    await walkThrough(name, {
      say: async (text) => told(await talk.say(text)),
      press: async (label) => told(await talk.pressLabel(label)),
    });
    expect(program.reports).toEqual([]);
  });
});

describe('a whole application through Slack', () => {
  /** What the JSON file in the conversation holds of the answers. */
  const exported = async (): Promise<Record<string, unknown>> => {
    await talk.say('export');
    const file = program.standIn
      .files(talk.person.im)
      .findLast(({ name }) => name.endsWith('.json'));
    return JSON.parse(Buffer.from(file?.bytes ?? []).toString('utf8')).answers;
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
