/** Drafting in the terminal: as a person types and pastes, and as a script that stops and carries on. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chat } from '../../adapters/console/listen.ts';
import { readTyped } from '../../adapters/console/read.ts';
import { renderReply } from '../../adapters/console/render.ts';
import { type Opened, openBot } from '../../adapters/open.ts';
import type { Incoming } from '../../src/incoming.ts';
import type { Block, Reply } from '../../src/reply.ts';
import { runProgram } from '../run-program.ts';

const CHAT = 'adapters/console/chat.ts';
const folder = mkdtempSync(join(tmpdir(), 'signpost-console-draft-'));
let opened: Opened;
beforeAll(() => {
  opened = openBot({}, { data: ':memory:' });
});
afterAll(async () => {
  await opened.store.close();
  rmSync(folder, { recursive: true });
});

interface Line {
  outcome: string;
  text: string;
  blocks: (Record<string, unknown> & { kind: string })[];
}

/** One run of `chat --json`: each line said, or given as it is. */
async function script(said: readonly (string | object)[], ...more: string[]): Promise<Line[]> {
  const input = said.map((one) => JSON.stringify(typeof one === 'string' ? { say: one } : one));
  const args = ['--json', '--data', folder, '--as', 'ann', ...more];
  const { code, out, err } = await runProgram(CHAT, args, { input: `${input.join('\n')}\n` });
  expect([code, err]).toEqual([0, '']);
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}
const block = (line: Line | undefined, kind: string) =>
  line?.blocks.find((one) => one.kind === kind);

describe('chat --json', () => {
  test('asks, is stopped, carries on in another run, and hands over files as bytes or paths', async () => {
    const [, begun, second] = await script(['start an application', 'teal 41', 'no']);
    expect(block(begun, 'ask')).toEqual({
      kind: 'ask',
      id: expect.stringMatching(/^draft:[^:]+:safe-now$/),
      fields: [
        {
          id: 'safe-now@0',
          label: expect.stringMatching(/^G0\.1 /),
          hint: expect.any(String),
          input: 'yesno',
          required: true,
        },
      ],
      submit: 'Save',
    });
    expect(block(second, 'ask')).toMatchObject({
      fields: [{ input: 'ticks', options: [{ value: 'agreed', label: expect.any(String) }] }],
    });

    const [opened] = await script(['carry on']);
    const ask = block(opened, 'ask') as { id: string; fields: { id: string }[] } | undefined;
    expect(ask?.fields[0]?.id).toBe('no-names@0');
    const [saved, out] = await script([
      { submit: { ask: ask?.id, values: { 'no-names@0': ['agreed'] } } },
      'export',
    ]);
    expect(saved?.text).toMatch(/^Saved: question 2 of/);
    const word = block(out, 'file');
    expect(Object.keys(word ?? {})).toEqual(['kind', 'name', 'mediaType', 'bytes']);
    expect(Buffer.from(String(word?.bytes), 'base64').subarray(0, 2).toString()).toBe('PK');

    const files = join(folder, 'files');
    const [again] = await script(['export'], '--files', files);
    for (const file of again?.blocks.filter(({ kind }) => kind === 'file') ?? []) {
      expect(Object.keys(file)).toEqual(['kind', 'name', 'mediaType', 'path']);
      expect(file.path).toBe(join(files, String(file.name)));
      // Only its owner reads what is about a child.
      expect(statSync(String(file.path)).mode & 0o777).toBe(0o600);
    }
    expect(block(again, 'file')).toBeDefined();
    // Somebody else at the same store finds none of it.
    const other = await runProgram(CHAT, ['--json', '--data', folder, '--as', 'bob'], {
      input: '{"say":"show my drafts"}\n',
    });
    expect(other.out).not.toContain('teal-41');
  }, 150_000);
});

/** A terminal somebody types into; `lines` of one call arrive together, as a paste does. */
function terminal(tty: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY: tty });
  const output = Object.assign(new PassThrough(), { isTTY: tty, columns: 60 });
  let text = '';
  output.on('data', (bytes) => {
    text += bytes;
  });
  const answered = async () => {
    while (!text.endsWith('> ')) await setTimeout(5);
    const shown = text;
    text = '';
    return shown;
  };
  return {
    streams: { input, output, errors: new PassThrough() },
    answered,
    type: (...lines: string[]) => {
      input.write(`${lines.join('\n')}\n`);
      return answered();
    },
    end: () => input.end(),
  };
}

/** A bot that says back what it was given. */
function echo(): { given: Incoming[]; handle: (incoming: Incoming) => Promise<Reply> } {
  const given: Incoming[] = [];
  return {
    given,
    handle: async (incoming) => {
      given.push(incoming);
      return { outcome: 'helped', blocks: [{ kind: 'text', text: 'Heard.' }], cards: [] };
    },
  };
}
const said = (given: readonly Incoming[]) =>
  given.flatMap((one) => (one.kind === 'said' ? [one.text] : []));

describe('what is typed and pasted', () => {
  test('at a terminal, lines that arrive together are one message; line after line they are several', async () => {
    const bot = echo();
    const { streams, type, answered, end } = terminal(true);
    const talk = chat(bot, streams, 'me');
    await answered();
    await type('What\tWho\tHours', 'Reading\tTA\t2', 'Lego\tTA\t1');
    await type('one');
    await type('two');
    await type('"""', 'a paragraph', '', 'and another', '"""');
    end();
    await talk;
    expect(said(bot.given)).toEqual([
      'What\tWho\tHours\nReading\tTA\t2\nLego\tTA\t1',
      'one',
      'two',
      'a paragraph\n\nand another',
    ]);
  });

  test('from a file or a script each line is a message, and quotes hold several together', async () => {
    const bot = echo();
    const { streams, end } = terminal(false);
    const talk = chat(bot, streams, 'me');
    streams.input.write('one\ntwo\n"""\na\nb\n"""\nthree\n"""\nnot ended\n');
    end();
    await talk;
    expect(said(bot.given)).toEqual(['one', 'two', 'a\nb', 'three', 'not ended']);
  });

  test('a person answers, is asked less each turn, keeps what is suggested, and finds the files', async () => {
    const { streams, type, answered, end } = terminal(true);
    const files = join(folder, 'here');
    const talk = chat(opened.bot, { ...streams, files }, 'eve');
    expect(await answered()).toContain('Start: ONE Point application');
    await type('start an application');
    const first = await type('plum 7');
    expect(first).toMatch(/Or say: don't know yet · back · why do you ask\? · where was\sI\?/);
    for (const line of first.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
    const second = await type('no');
    expect(second).toContain('Saved: question 1 of');
    // The same commands are not said again.
    expect(second).not.toContain('Or say');
    for (const words of ['1', '2', '1', '1', 'Mill Lane Primary', '1', 'Ms P Quill', 'Mr O Fern'])
      await type(words);
    const date = await type('skip');
    expect(date).toMatch(/\(press Enter to keep 20\d\d-\d\d-\d\d\)/);
    expect(await type('')).toMatch(/Saved: question 11 of/);
    const where = await type('where was I?');
    expect(where).toMatch(/Before we start\s+Answered: 5 of 5/);
    const shown = await type('export');
    const path = /^Saved: (.*\.docx)$/m.exec(shown)?.[1] ?? '';
    expect(path).toBe(join(files, 'one-point-plum-7.docx'));
    expect(readFileSync(path).subarray(0, 2).toString()).toBe('PK');
    end();
    await talk;
  }, 60_000);
});

describe('while a question waits', () => {
  const envelope = { id: 'x', person: 'p', place: { id: 'q', shared: false } };
  const waiting: Block[] = [
    { kind: 'text', text: 'Something was answered.' },
    { kind: 'rating', answer: 'a1' },
    {
      kind: 'ask',
      id: 'd',
      fields: [{ id: 'f', label: 'What is done?', input: 'lines', required: true }],
      submit: 'Save',
    },
    { kind: 'choices', choices: [{ action: 'go:why', label: 'Why do you ask?' }] },
  ];
  const { keys } = renderReply({ outcome: 'helped', blocks: waiting, cards: [] });

  test('a number, or a list with hyphens, is its answer', () => {
    expect(readTyped('1', keys, envelope)).toMatchObject({ kind: 'said', text: '1' });
    expect(readTyped('- Reading twice a week', keys, envelope)).toMatchObject({ kind: 'said' });
    expect(readTyped('+', keys, envelope)).toMatchObject({ kind: 'rated', helpful: true });
    expect(readTyped('why do you ask', keys, envelope)).toMatchObject({
      kind: 'pressed',
      action: 'go:why',
    });
  });

  test('otherwise a number chooses', () => {
    const blocks = waiting.filter(({ kind }) => kind !== 'ask');
    const free = renderReply({ outcome: 'helped', blocks, cards: [] });
    expect(readTyped('1', free.keys, envelope)).toMatchObject({ kind: 'pressed' });
    expect(readTyped('- out of date', free.keys, envelope)).toMatchObject({
      kind: 'rated',
      comment: 'out of date',
    });
  });
});

test('a table stands in columns, or row by row where the screen is too narrow', () => {
  const table: Block = {
    kind: 'table',
    columns: ['Provision', 'Hours', 'A year'],
    rows: [['Reading with a teaching assistant', '2', '£1,950.00']],
    total: ['Total', '2', '£1,950.00'],
  };
  const show = (width: number) =>
    renderReply({ outcome: 'helped', blocks: [table], cards: [] }, { width }).text;
  expect(show(80).split('\n')).toEqual([
    'Provision                          Hours  A year',
    'Reading with a teaching assistant  2      £1,950.00',
    'Total                              2      £1,950.00',
  ]);
  expect(show(36).split('\n').slice(0, 3)).toEqual([
    'Reading with a teaching assistant',
    '  Hours: 2',
    '  A year: £1,950.00',
  ]);
});
