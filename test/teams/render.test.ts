/** Every kind of block, at its largest and with anything in it, as messages that Teams takes and shows. */

import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../adapters/teams/limits.ts';
import { type Rendered, render } from '../../adapters/teams/render.ts';
import { WORDS } from '../../adapters/teams/words.ts';
import { makeBot } from '../../src/bot.ts';
import { readForms } from '../../src/guide/forms.ts';
import { type Block, type Field, FORCES, type Input, STATUSES } from '../../src/reply.ts';
import { memoryKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { fill, talk, wholeApplication } from '../guide/drive.ts';
import { theKnowledge } from '../the-knowledge.ts';
import { checkCard } from './standin/card-rules.ts';
import { objectsOf, textOf } from './standin/json.ts';
import { problemsOf, refusalOf } from './standin/message-rules.ts';

const isCardLink = (url: string) => url.startsWith('https://www.gov.uk/');
const PLACES = ['private', 'shared'] as const;

/** Renders, and holds each message to what Teams takes and shows well. */
function rendered(
  blocks: readonly Block[],
  {
    where = 'private',
    values,
  }: { where?: (typeof PLACES)[number]; values?: Record<string, string> } = {},
): Rendered & { read: string } {
  const made = render(blocks, { where, isCardLink, ...(values && { values }) });
  for (const message of made.messages) {
    const activity = JSON.parse(JSON.stringify(message));
    expect(refusalOf(activity)).toBeUndefined();
    expect(problemsOf(activity, where === 'private')).toEqual([]);
    expect(Number(message.text !== '') + message.attachments.length).toBe(1);
    expect(message.summary.length).toBeLessThanOrEqual(LIMITS.summary);
    expect(JSON.stringify(message).length * 2).toBeLessThanOrEqual(80_000);
  }
  const read = made.messages
    .map(({ text, attachments }) => `${text}\n${JSON.stringify(attachments)}`)
    .join('\n');
  return { ...made, read };
}

const words = (length: number) =>
  'Every school must have regard to this. '.repeat(300).slice(0, length).trim();
const source = (mark: number) => ({
  mark,
  id: `s${mark}`,
  title: words(500),
  locator: words(500),
  url: 'https://www.gov.uk/a?b=1&c=2',
  force: 'must' as const,
  status: 'proposed' as const,
  checked: '2026-11-23',
});
const tableOf = (
  rows: number,
  columns: number,
  cell: (row: number, at: number) => string,
): Block => ({
  kind: 'table',
  columns: Array.from({ length: columns }, (_, at) => `Column ${at}`),
  rows: Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, at) => cell(row, at)),
  ),
});
const INPUTS: readonly Input[] = [
  'line',
  'lines',
  'one',
  'many',
  'yesno',
  'ticks',
  'date',
  'month',
  'number',
  'percent',
  'money',
];
const options = (count: number, length = 20) =>
  Array.from({ length: count }, (_, at) => ({ value: `v${at}`, label: `${at} ${words(length)}` }));
const field = (input: Input, more: Partial<Field> = {}): Field => ({
  id: `${input}@0`,
  label: `A ${input}`,
  input,
  required: true,
  ...(['one', 'many', 'ticks'].includes(input) && { options: options(4) }),
  ...more,
});
const asking = (fields: readonly Field[]): Block[] => [
  { kind: 'progress', done: 3, of: 100, section: 'Needs' },
  { kind: 'ask', id: 'draft:1', title: 'A title', fields, submit: 'Save' },
];

const LARGE: readonly (readonly [string, readonly Block[]])[] = [
  ['a text of 10,000 characters', [{ kind: 'text', text: words(10_000) }]],
  ['a text without a space', [{ kind: 'text', text: 'x'.repeat(90_000) }]],
  ['a text to escape', [{ kind: 'text', text: '<&>'.repeat(4_000) }]],
  ['a text of emoji', [{ kind: 'text', text: '🙂'.repeat(5_000) }]],
  ['a text of line breaks', [{ kind: 'text', text: `a${'\n'.repeat(10_000)}b` }]],
  [
    '200 duties',
    [
      {
        kind: 'duties',
        title: words(500),
        rows: Array.from({ length: 200 }, (_, at) => ({
          statement: `${at} ${words(600)}`,
          force: FORCES[at % FORCES.length] ?? 'must',
          status: STATUSES[at % STATUSES.length] ?? 'in force',
          marks: [1, 2, 3],
        })),
      },
    ],
  ],
  ['a table of 150 rows and 25 columns', [tableOf(150, 25, (row, at) => `${row}.${at}`)]],
  ['a table of 40 rows and 6 columns', [tableOf(40, 6, (row, at) => `${row}.${at} ${words(20)}`)]],
  ['a table of long cells', [tableOf(20, 5, (row, at) => `${row}.${at} ${words(300)}`)]],
  ['a table of empty cells', [tableOf(3, 3, () => '')]],
  ['three tables', Array.from({ length: 3 }, () => tableOf(9, 3, (row, at) => `${row}.${at}`))],
  [
    '60 sources',
    [{ kind: 'sources', sources: Array.from({ length: 60 }, (_, at) => source(at + 1)) }],
  ],
  [
    '60 checks',
    [
      {
        kind: 'checks',
        rows: Array.from({ length: 60 }, (_, at) => ({
          level: (['stop', 'warn', 'note'] as const)[at % 3] ?? 'note',
          message: `${at} ${words(600)}`,
          marks: [at],
        })),
      },
    ],
  ],
  [
    '80 choices',
    [
      {
        kind: 'choices',
        prompt: words(600),
        choices: Array.from({ length: 80 }, (_, at) => ({
          action: `card:${at}${'a'.repeat(200)}`,
          label: `${at} ${words(200)}`,
        })),
      },
    ],
  ],
  ['a section of a long name', [{ kind: 'progress', done: 1, of: 2, section: words(5_000) }]],
  ['a form of every kind of field', asking(INPUTS.map((input) => field(input)))],
  [
    'a form of 20 long answers',
    asking(
      Array.from({ length: 20 }, (_, at) =>
        field('lines', { id: `f${at}@0`, hint: words(300), value: words(300) }),
      ),
    ),
  ],
  ['a form with 60 options', asking([field('one', { options: options(60, 60) })])],
  ['a form with 60 ticks', asking([field('ticks', { options: options(60, 60) })])],
  ['an answer of 8,000 characters', asking([field('lines', { value: words(8_000) })])],
];

describe('the largest of each', () => {
  test.each(LARGE)('%s is within what Teams takes', (_name, blocks) => {
    for (const where of PLACES) rendered(blocks, { where });
  });

  test('everything at once', () => {
    const { messages } = rendered(
      LARGE.flatMap(([, blocks]) => blocks).filter(
        ({ kind }) => kind !== 'ask' && kind !== 'progress',
      ),
    );
    expect(messages.length).toBeGreaterThan(5);
  });

  test('no word of it is lost', () => {
    for (const [name, blocks] of LARGE) {
      const { read } = rendered(blocks);
      for (const block of blocks) {
        if (block.kind === 'duties')
          for (const { statement } of block.rows) expect(read, name).toContain(statement);
        if (block.kind === 'checks')
          for (const { message } of block.rows) expect(read, name).toContain(message);
        if (block.kind === 'table')
          for (const cell of block.rows.flat()) expect(read, name).toContain(cell.trim());
        if (block.kind === 'choices')
          for (const { action } of block.choices) expect(read, name).toContain(action);
        if (block.kind === 'ask')
          for (const { id, label } of block.fields)
            expect([read.includes(id), read.includes(label)], name).toEqual([true, true]);
      }
    }
  });
});

describe('every form there is', () => {
  test('every reply on the way through a whole application is within what Teams takes', async () => {
    const knowledge = theKnowledge();
    const forms = readForms(join(import.meta.dirname, '..', '..', 'knowledge'), knowledge);
    const drafting = { forms, keyring: memoryKeyring(), today: () => '2026-11-24' };
    const bot = makeBot({ knowledge, store: openStore(':memory:'), drafting });
    let largest = 0;
    const checked = talk({
      handle: async (incoming) => {
        const reply = await bot.handle(incoming);
        for (const { attachments } of rendered(reply.blocks).messages)
          largest = Math.max(largest, Buffer.byteLength(JSON.stringify(attachments)));
        return reply;
      },
    });
    for (const how of ['forms', 'typed'] as const) {
      await checked.say('start an application');
      await fill(checked, await checked.say(`K7-${how}`), wholeApplication(), how);
      for (const said of [
        'check it',
        'show the costs',
        'show me what the panel would see',
        'export',
        'where was I',
        'stop',
      ])
        await checked.say(said);
    }
    expect(largest).toBeGreaterThan(2_000);
    expect(largest).toBeLessThanOrEqual(LIMITS.card);
  });
});

describe('a form', () => {
  const inputsOf = (blocks: readonly Block[], values?: Record<string, string>) =>
    rendered(blocks, values ? { values } : {}).messages.flatMap(({ attachments }) =>
      attachments.flatMap(({ content }) =>
        objectsOf((content as { body?: unknown }).body).filter(({ type }) =>
          textOf(type).startsWith('Input.'),
        ),
      ),
    );

  test.each(INPUTS)('%s has an input with a label', (input) => {
    const [made, ...more] = inputsOf(asking([field(input)]));
    expect(more).toEqual([]);
    expect(made).toMatchObject({ id: `${input}@0`, label: `A ${input}`, isRequired: true });
  });

  test('one question must be answered; of several, what is not known can be left', () => {
    expect(inputsOf(asking([field('line')]))[0]?.errorMessage).toBe(WORDS.required);
    const several = inputsOf(asking([field('line'), field('date', { required: false })]));
    expect(several.map(({ isRequired }) => isRequired)).toEqual([undefined, undefined]);
    expect(several.map(({ label }) => label)).toEqual(['A line', `A date ${WORDS.optional}`]);
  });

  test.each([
    ['line', 'what was typed'],
    ['lines', 'two\nlines'],
    ['one', 'v2'],
    ['many', 'v1'],
    ['yesno', 'yes'],
    ['date', '2026-11-24'],
    ['date', 'next week'],
    ['money', '12 pounds'],
  ] as const)('%s holds what was typed: %s', (input, value) => {
    expect(inputsOf(asking([field(input)]), { [`${input}@0`]: value })[0]?.value).toBe(value);
  });

  test('a choice that is none is not put into it', () => {
    expect(inputsOf(asking([field('one')]), { 'one@0': 'v99' })[0]?.value).toBeUndefined();
  });

  test('has one button that sends it, and its progress and buttons in the same card', () => {
    const { messages } = rendered([
      ...asking(INPUTS.map((input) => field(input))),
      { kind: 'choices', choices: [{ action: 'draft:park:1', label: "Don't know yet" }] },
    ]);
    expect(messages).toHaveLength(1);
    expect(JSON.stringify(messages).split('"do":"submit"')).toHaveLength(2);
  });
});

/** Words that try to be more than words. */
const EVIL = [
  '[click](https://evil.example/)',
  '![x](https://evil.example/x.png)',
  'https://evil.example/',
  '<at>everyone</at>',
  '<script>alert(1)</script>',
  '{{DATE(2026-01-01T00:00:00Z)}}',
  '[x](javascript:alert(1))',
  '**bold** _it_ `code`',
  '| a | b |',
  '\u202eevil',
  '\u0000',
  '"}],"x":[{"',
];

describe('what is written in a reply stays words', () => {
  const everywhere = (said: string): Block[] => [
    { kind: 'text', text: said },
    {
      kind: 'duties',
      title: said,
      rows: [{ statement: said, force: 'must', status: 'in force', marks: [1] }],
    },
    { kind: 'table', columns: [said, 'b'], rows: [[said, said]], total: [said, '1'] },
    { kind: 'checks', rows: [{ level: 'stop', message: said, marks: [] }] },
    { kind: 'sources', sources: [{ ...source(1), title: said, locator: said, url: said }] },
    { kind: 'progress', done: 1, of: 2, section: said },
    { kind: 'choices', prompt: said, choices: [{ action: 'card:a', label: said }] },
  ];

  test.each(EVIL)('%j is no link, no picture and no mention', (said) => {
    const { messages } = rendered(everywhere(said));
    // Of a card, Markdown is read in its paragraphs.
    const paragraphs: string[] = [];
    JSON.stringify(messages, (_key, value) => {
      if (value?.type === 'TextBlock') paragraphs.push(value.text);
      return value;
    });
    expect(paragraphs.length).toBeGreaterThan(0);
    for (const one of [...paragraphs, ...messages.map(({ text }) => text)])
      expect(one).not.toMatch(/\]\((?:https:\/\/evil|javascript:)/);
    for (const { text } of messages) expect(text).not.toMatch(/<at>|<script/);
  });

  test('anything can stand anywhere', () => {
    const part = fc.oneof(fc.constantFrom(...EVIL), fc.string({ unit: 'grapheme', maxLength: 40 }));
    const said = fc
      .array(part, { minLength: 1, maxLength: 12 })
      .map((parts) => parts.join(' '))
      .filter((all) => /\p{L}/u.test(all));
    fc.assert(
      fc.property(said, fc.constantFrom(...PLACES), (one, where) => {
        rendered(everywhere(one), { where });
        rendered(asking([field('lines', { label: one, hint: one, value: one })]), { where });
      }),
      { numRuns: 300 },
    );
  });
});

test('the check of cards finds what is wrong with one', () => {
  expect(
    checkCard({ type: 'AdaptiveCard', version: '1.6', body: [{ type: 'Input.Text' }] }),
  ).not.toEqual([]);
});
