import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { JsonAnswer } from '../../adapters/console/render.ts';
import { runProgram } from '../run-program.ts';

const ASK = 'adapters/console/ask.ts';
const CHAT = 'adapters/console/chat.ts';
const data = mkdtempSync(join(tmpdir(), 'signpost-console-'));
afterAll(() => rmSync(data, { recursive: true }));

function lines<T>(out: string): T[] {
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

describe('one question', () => {
  test('is answered first line first, with its source', async () => {
    const { code, out } = await runProgram(ASK, ['how long has a new senco got to get qualified']);
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toMatch(/three years/);
    expect(out).toMatch(/Sources:\n\[1\]/);
    expect(out).not.toMatch(/type a number/);
  });

  test('that is missing gets one sentence and a non-zero exit', async () => {
    const { code, err } = await runProgram(ASK);
    expect(code).toBe(1);
    expect(err).toBe('There is no question: write npm run --silent ask -- "your question".\n');
  });
});

describe('ask --jsonl', () => {
  test('says every turn and returns the reply to the last, in the promised shape', async () => {
    const input = `${JSON.stringify({ id: 'x', role: 'governor', turns: ['who chairs the one point panel', 'how often does it meet'] })}\n`;
    const { code, out } = await runProgram(ASK, ['--jsonl'], { input });
    expect(code).toBe(0);
    const [answer] = lines<JsonAnswer>(out);
    expect(Object.keys(answer ?? {})).toEqual(['id', 'outcome', 'text', 'sources', 'cards', 'ms']);
    expect(answer).toMatchObject({ id: 'x', outcome: 'answered' });
    expect(answer?.text).toMatch(/every week/);
    expect(answer?.sources[0]).toEqual({
      title: expect.stringMatching(/Stockton/),
      locator: 'The ONE Point Panel',
      url: expect.stringMatching(/^https:/),
      force: 'local',
      status: 'in force',
      checked: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    expect(answer?.cards.length).toBeGreaterThan(0);
    expect(answer?.ms).toBeGreaterThan(0);
  });

  test('one conversation knows nothing of another', async () => {
    const input = [
      { id: 'a', turns: ["I'm a TA", 'who chairs the one point panel'] },
      { id: 'b', turns: ['and how often?'] },
    ]
      .map((line) => JSON.stringify(line))
      .join('\n');
    const { out } = await runProgram(ASK, ['--jsonl'], { input });
    expect(lines<JsonAnswer>(out)[1]?.outcome).toBe('declined');
  });

  test('names each line it cannot read and the mend, and loses none of the others', async () => {
    const input = [
      '{"id":"first","turns":["what is the local offer for"]}',
      'not json',
      '{"id":"no turns"}',
      '{"id":"r","role":"wizard","turns":["hello"]}',
      '{"id":"last","turns":["hello"]}',
    ].join('\n');
    const { code, out, err } = await runProgram(ASK, ['--jsonl'], { input });
    expect(code).toBe(1);
    expect(lines<JsonAnswer>(out).map(({ id }) => id)).toEqual(['first', 'last']);
    const complaints = err.trim().split('\n');
    expect(complaints).toHaveLength(3);
    expect(complaints[0]).toMatch(/^Line 2 is not JSON: write one object a line, like \{"id"/);
    expect(complaints[1]).toMatch(/^Line 3 cannot be read \("turns"/);
    expect(complaints[2]).toMatch(/^Line 4 cannot be read \("role"/);
  });
});

describe('a conversation in the terminal', () => {
  test('greets, answers, takes a number for a choice and a rating, and ends', async () => {
    const input = 'SLT?\n2\nwho chairs the one point panel\n+ good\nquit\n';
    const { code, out } = await runProgram(CHAT, ['--data', data], { input });
    expect(code).toBe(0);
    expect(out).toMatch(/^Hello\. Ask me about SEND/);
    expect(out).toMatch(/Which do you mean by "SLT"\?/);
    expect(out).toMatch(/education adviser/);
    expect(out).toMatch(/\+ if this helped/);
    expect(out).toMatch(/Thank you\. The people who keep the answers right will see that\./);
  });

  test('--json takes said, pressed, submitted and rated, and survives nonsense', async () => {
    const input = [
      '{"say":"slt"}',
      '{"press":"card:no-such-card"}',
      '{"submit":{"ask":"old","values":{"a":"b"}}}',
      '{"rate":{"answer":"unknown","helpful":true}}',
      '{"shout":"x"}',
      '{"say":"who chairs the one point panel"}',
    ].join('\n');
    const { code, out, err } = await runProgram(CHAT, ['--json', '--data', data], { input });
    expect(code).toBe(1);
    expect(err).toMatch(/^Line 5 cannot be read/);
    const replies = lines<{ outcome: string; text: string; blocks: unknown[] }>(out);
    expect(replies.map(({ outcome }) => outcome)).toEqual([
      'choices',
      'helped',
      'helped',
      'helped',
      'answered',
    ]);
    expect(replies[1]?.text).toMatch(/no longer in use/);
  });

  test('remembers the speaker from one run to the next, and nobody else', async () => {
    const say = (text: string, who: string) =>
      runProgram(CHAT, ['--json', '--data', data, '--as', who], {
        input: `${JSON.stringify({ say: text })}\n`,
      });
    await say('who chairs the one point panel', 'ann');
    expect((await say('how often does it meet', 'ann')).out).toMatch(/every week/);
    expect((await say('and how often?', 'bob')).out).toMatch(/"outcome":"declined"/);
  });
});

test('a question without an answer is listed by gaps, without personal details', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'signpost-gaps-'));
  const input = [
    'does the zebra crossing outside Zoe Marsden count, call me on 07700 900123',
    'zebra crossing rules outside',
  ]
    .map((say) => JSON.stringify({ say }))
    .join('\n');
  await runProgram(CHAT, ['--json', '--data', folder], { input });
  const { code, out } = await runProgram('adapters/console/gaps.ts', [], {
    env: { DATA_DIR: folder },
  });
  expect(code).toBe(0);
  expect(out).toMatch(/1\. Asked 2 times:/);
  expect(out).toMatch(/zebra crossing/);
  expect(out).toMatch(/title: TO WRITE/);
  expect(out).not.toMatch(/Marsden|07700/);
  rmSync(folder, { recursive: true });
});
