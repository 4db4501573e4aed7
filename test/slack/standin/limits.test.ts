/** Each of Slack's limits, at its edge and one past it, through the real Web client. */

import { webApi } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from './json.ts';
import { LIMITS } from './limits.ts';
import { quiet } from './quiet.ts';
import { type SlackStandIn, startSlack } from './slack.ts';

let slack: SlackStandIn;
let client: webApi.WebClient;

beforeAll(async () => {
  slack = await startSlack();
  client = new webApi.WebClient(slack.bot().token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    logger: quiet,
  });
});
afterAll(() => slack.close());

/** What a limit is tried on: a message, a Home tab or a modal, with a value at the edge or past it. */
interface Trial {
  on?: 'home' | 'modal';
  make: (over: 0 | 1) => Json | Json[];
  says: string;
}

const long = (length: number) => 'x'.repeat(length);
const many = <T>(length: number, make: (index: number) => T): T[] =>
  Array.from({ length }, (_, index) => make(index));
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (more: Json = {}) => ({ type: 'section', text: mrkdwn('x'), ...more });
const button = (more: Json = {}) => ({ type: 'button', text: plain('x'), ...more });
const actions = (...elements: Json[]) => ({ type: 'actions', elements });
const input = (element: Json, more: Json = {}) => ({
  type: 'input',
  label: plain('x'),
  element,
  ...more,
});
const typedInput = (more: Json = {}) => input({ type: 'plain_text_input', ...more });
const options = (length: number, more: Json = {}) =>
  many(length, (index) => ({ text: plain('x'), value: `${index}`, ...more }));
const radio = (given: Json[]) => actions({ type: 'radio_buttons', options: given });
const select = (more: Json) => actions({ type: 'static_select', ...more });
const confirm = (more: Json) => actions(button({ confirm: { text: plain('x'), ...more } }));
const feedback = (more: Json = {}) => ({
  type: 'feedback_buttons',
  positive_button: { text: plain('x'), value: 'x', ...more },
  negative_button: { text: plain('x'), value: 'x' },
});
const contextActions = (...elements: Json[]) => ({ type: 'context_actions', elements });
const image = (more: Json = {}) => ({
  type: 'image',
  alt_text: 'x',
  image_url: 'https://a.example/x.png',
  ...more,
});
const cell = (text = 'x') => ({ type: 'raw_text', text });
const table = (rows: number, columns: number) => ({
  type: 'table',
  rows: many(rows, () => many(columns, () => cell())),
});
const dataTable = (rows: Json[][], more: Json = {}) => ({
  type: 'data_table',
  caption: 'x',
  rows,
  ...more,
});
const card = (more: Json = {}) => ({ type: 'card', title: mrkdwn('x'), ...more });
const container = (more: Json = {}) => ({
  type: 'container',
  title: plain('x'),
  child_blocks: [{ type: 'divider' }],
  ...more,
});
const video = (more: Json = {}) => ({
  type: 'video',
  video_url: 'https://a.example/v',
  thumbnail_url: 'https://a.example/t.png',
  alt_text: 'x',
  title: plain('x'),
  ...more,
});
const modal = (more: Json = {}) => ({
  type: 'modal',
  title: plain('x'),
  blocks: [{ type: 'divider' }],
  ...more,
});
const message = (args: Json) => ({ args });

const characters = (most: number) => `must be less than ${most + 1} characters`;
const items = (most: number) => `no more than ${most} items allowed`;
const L = LIMITS;

// Named by the table's rows, so that the compiler tells of a limit nobody tries.
const TRIALS: Record<keyof typeof LIMITS, Trial> = {
  messageBlocks: {
    make: (over) => many(L.messageBlocks + over, () => ({ type: 'divider' })),
    says: items(L.messageBlocks),
  },
  viewBlocks: {
    on: 'home',
    make: (over) => many(L.viewBlocks + over, () => ({ type: 'divider' })),
    says: items(L.viewBlocks),
  },
  id: {
    make: (over) => actions(button({ action_id: long(L.id + over) })),
    says: characters(L.id),
  },
  text: {
    make: (over) => section({ text: mrkdwn(long(L.text + over)) }),
    says: characters(L.text),
  },
  header: {
    make: (over) => ({ type: 'header', text: plain(long(L.header + over)) }),
    says: characters(L.header),
  },
  fields: {
    make: (over) => section({ fields: many(L.fields + over, () => mrkdwn('x')) }),
    says: items(L.fields),
  },
  field: {
    make: (over) => section({ fields: [mrkdwn(long(L.field + over))] }),
    says: characters(L.field),
  },
  markdown: {
    make: (over) => ({ type: 'markdown', text: long(L.markdown + over) }),
    says: characters(L.markdown),
  },
  button: {
    make: (over) => actions(button({ text: plain(long(L.button + over)) })),
    says: characters(L.button),
  },
  value: {
    make: (over) => actions(button({ value: long(L.value + over) })),
    says: characters(L.value),
  },
  url: {
    make: (over) => actions(button({ url: `https://${long(L.url - 8 + over)}` })),
    says: characters(L.url),
  },
  accessibilityLabel: {
    make: (over) => actions(button({ accessibility_label: long(L.accessibilityLabel + over) })),
    says: characters(L.accessibilityLabel),
  },
  actions: { make: (over) => actions(...many(L.actions + over, () => button())), says: items(25) },
  context: {
    make: (over) => ({ type: 'context', elements: many(L.context + over, () => mrkdwn('x')) }),
    says: items(L.context),
  },
  contextActions: {
    make: (over) => contextActions(...many(L.contextActions + over, () => feedback())),
    says: items(L.contextActions),
  },
  option: {
    make: (over) => radio(options(1, { text: plain(long(L.option + over)) })),
    says: characters(L.option),
  },
  optionValue: {
    make: (over) => radio(options(1, { value: long(L.optionValue + over) })),
    says: characters(L.optionValue),
  },
  optionDescription: {
    make: (over) => radio(options(1, { description: plain(long(L.optionDescription + over)) })),
    says: characters(L.optionDescription),
  },
  options: { make: (over) => select({ options: options(L.options + over) }), says: items(100) },
  optionGroups: {
    make: (over) =>
      select({
        option_groups: many(L.optionGroups + over, () => ({
          label: plain('x'),
          options: options(1),
        })),
      }),
    says: items(L.optionGroups),
  },
  boxes: { make: (over) => radio(options(L.boxes + over)), says: items(L.boxes) },
  overflow: {
    make: (over) => actions({ type: 'overflow', options: options(L.overflow + over) }),
    says: items(L.overflow),
  },
  confirmTitle: {
    make: (over) => confirm({ title: plain(long(L.confirmTitle + over)) }),
    says: characters(L.confirmTitle),
  },
  confirmText: {
    make: (over) => confirm({ text: plain(long(L.confirmText + over)) }),
    says: characters(L.confirmText),
  },
  confirmButton: {
    make: (over) => confirm({ deny: plain(long(L.confirmButton + over)) }),
    says: characters(L.confirmButton),
  },
  placeholder: {
    make: (over) => typedInput({ placeholder: plain(long(L.placeholder + over)) }),
    says: characters(L.placeholder),
  },
  label: {
    make: (over) => ({ ...typedInput(), label: plain(long(L.label + over)) }),
    says: characters(L.label),
  },
  hint: {
    make: (over) => ({ ...typedInput(), hint: plain(long(L.hint + over)) }),
    says: characters(L.hint),
  },
  typed: {
    make: (over) => typedInput({ initial_value: long(L.typed + over) }),
    says: characters(L.typed),
  },
  files: {
    make: (over) => input({ type: 'file_input', max_files: L.files + over }),
    says: `must be less than or equal to ${L.files}`,
  },
  lines: {
    make: (over) => input({ type: 'rich_text_input', max_lines: L.lines + over }),
    says: `must be less than or equal to ${L.lines}`,
  },
  altText: {
    make: (over) => image({ alt_text: long(L.altText + over) }),
    says: characters(L.altText),
  },
  imageTitle: {
    make: (over) => image({ title: plain(long(L.imageTitle + over)) }),
    says: characters(L.imageTitle),
  },
  tableRows: { make: (over) => table(L.tableRows + over, 2), says: items(L.tableRows) },
  tableColumns: { make: (over) => table(2, L.tableColumns + over), says: items(L.tableColumns) },
  dataTableRows: {
    make: (over) => dataTable(many(L.dataTableRows + over, () => [cell()])),
    says: items(L.dataTableRows),
  },
  dataTableText: {
    // A message is full long before a table is, so this is tried where there is no such limit.
    on: 'home',
    make: (over) => dataTable([[cell()], [cell(long(L.dataTableText - 1 + over))]]),
    says: characters(L.dataTableText),
  },
  pageSize: {
    make: (over) => dataTable([[cell()], [cell()]], { page_size: L.pageSize + over }),
    says: `must be less than or equal to ${L.pageSize}`,
  },
  alert: {
    on: 'modal',
    make: (over) => modal({ blocks: [{ type: 'alert', text: plain(long(L.alert + over)) }] }),
    says: characters(L.alert),
  },
  cardTitle: {
    make: (over) => card({ title: mrkdwn(long(L.cardTitle + over)) }),
    says: characters(L.cardTitle),
  },
  cardBody: {
    make: (over) => card({ body: mrkdwn(long(L.cardBody + over)) }),
    says: characters(L.cardBody),
  },
  cardActions: {
    make: (over) => card({ actions: many(L.cardActions + over, () => button()) }),
    says: items(L.cardActions),
  },
  carousel: {
    make: (over) => ({ type: 'carousel', elements: many(L.carousel + over, () => card()) }),
    says: items(L.carousel),
  },
  containerTitle: {
    make: (over) => container({ title: plain(long(L.containerTitle + over)) }),
    says: characters(L.containerTitle),
  },
  containerBlocks: {
    make: (over) =>
      container({ child_blocks: many(L.containerBlocks + over, () => ({ type: 'divider' })) }),
    says: items(L.containerBlocks),
  },
  iconUsers: {
    make: (over) =>
      contextActions({
        type: 'icon_button',
        icon: 'trash',
        text: plain('x'),
        visible_to_user_ids: many(L.iconUsers + over, () => 'U0'),
      }),
    says: items(L.iconUsers),
  },
  tasks: {
    make: (over) => ({
      type: 'plan',
      title: 'x',
      tasks: many(L.tasks + over, () => ({
        type: 'task_card',
        task_id: 'x',
        title: 'x',
        status: 'pending',
      })),
    }),
    says: items(L.tasks),
  },
  videoTitle: {
    make: (over) => video({ title: plain(long(L.videoTitle + over)) }),
    says: characters(L.videoTitle),
  },
  videoAuthor: {
    make: (over) => video({ author_name: long(L.videoAuthor + over) }),
    says: characters(L.videoAuthor),
  },
  viewTitle: {
    on: 'modal',
    make: (over) => modal({ title: plain(long(L.viewTitle + over)) }),
    says: characters(L.viewTitle),
  },
  privateMetadata: {
    on: 'modal',
    make: (over) => modal({ private_metadata: long(L.privateMetadata + over) }),
    says: characters(L.privateMetadata),
  },
  attachments: {
    make: (over) => message({ attachments: many(L.attachments + over, () => ({ text: 'x' })) }),
    says: 'too_many_attachments',
  },
  updateText: {
    make: (over) => message({ ts: 'the last', text: long(L.updateText + over) }),
    says: 'msg_too_long',
  },
  metadataBytes: {
    make: (over) => {
      const empty = { event_type: 'x', event_payload: { text: '' } };
      const room = L.metadataBytes - JSON.stringify(empty).length;
      return message({
        metadata: { event_type: 'x', event_payload: { text: long(room + over) } },
      });
    },
    says: 'metadata_too_large',
  },
  messageText: {
    make: (over) => [
      ...many(4, () => section({ text: mrkdwn(long(3_000)) })),
      section({ text: mrkdwn(long(L.messageText - 12_000 - 4 * L.perBlock + over)) }),
    ],
    says: 'msg_blocks_too_long',
  },
  perBlock: {
    // What bolt-js#2867 measured: 50 blocks of 9,597 characters were taken, 45 of 11,341 were not.
    make: (over) => {
      const [blocks, all] = over === 0 ? [50, 9_597] : [45, 11_341];
      return many(blocks, (index) =>
        section({ text: mrkdwn(long(Math.floor(all / blocks) + (index < all % blocks ? 1 : 0))) }),
      );
    },
    says: 'msg_blocks_too_long',
  },
};

describe('at the edge Slack says yes, and one past it says what is too much', () => {
  test.each(Object.entries(TRIALS))('%s', async (_name, { on, make, says }) => {
    expect(await refusalOf(on, make(0))).toBe('');
    expect(await refusalOf(on, make(1))).toContain(says);
  });
});

const WRONG: [name: string, wrong: Json | Json[], says: string, right: Json | Json[]][] = [
  ['an unknown block', { type: 'nope' }, 'unsupported type: nope', { type: 'divider' }],
  [
    'a block named like what every object has',
    { type: 'constructor' },
    'unsupported type',
    section(),
  ],
  ['a block without a type', { text: 'x' }, 'missing required field: type', section()],
  [
    'an unknown element',
    actions({ type: 'slider' }),
    'unsupported type: slider',
    actions(button()),
  ],
  [
    'an element where it cannot stand',
    actions({ type: 'plain_text_input' }),
    'unsupported type',
    typedInput(),
  ],
  [
    'a block where it cannot stand',
    { type: 'alert', text: plain('x') },
    'unsupported type: alert',
    section(),
  ],
  [
    'a file block, which only Slack adds',
    { type: 'file', source: 'remote', external_id: 'x' },
    'unsupported type: file',
    section(),
  ],
  ['an empty section', { type: 'section' }, 'missing required field: text or fields', section()],
  ['empty text', section({ text: mrkdwn('') }), 'must be more than 0 characters', section()],
  ['text that is no object', section({ text: 'x' }), 'must be an object', section()],
  [
    'a header in mrkdwn',
    { type: 'header', text: mrkdwn('x') },
    'unsupported type: mrkdwn',
    { type: 'header', text: plain('x') },
  ],
  ['a misspelt property', section({ txt: 'x' }), 'invalid additional property: txt', section()],
  [
    'emoji on mrkdwn',
    section({ text: { ...mrkdwn('x'), emoji: true } }),
    'invalid additional property: emoji',
    section({ text: { ...plain('x'), emoji: true } }),
  ],
  [
    'a button without a label',
    actions({ type: 'button' }),
    'missing required field: text',
    actions(button()),
  ],
  [
    'a style there is not',
    actions(button({ style: 'loud' })),
    'must be one of primary, danger',
    actions(button({ style: 'danger' })),
  ],
  [
    'an address that is none',
    actions(button({ url: 'here' })),
    'must match',
    actions(button({ url: 'mailto:a@b.example' })),
  ],
  ['no elements', actions(), 'no less than 1 items allowed', actions(button())],
  ['no options', radio([]), 'no less than 1 items allowed', radio(options(1))],
  ['no fields', { type: 'section', fields: [] }, 'no less than 1 items allowed', section()],
  [
    'no text in a context',
    { type: 'context', elements: [] },
    'no less than 1 items allowed',
    { type: 'context', elements: [plain('x')] },
  ],
  ['no rows', { type: 'table', rows: [] }, 'no less than 1 items allowed', table(1, 1)],
  [
    'an empty cell',
    { type: 'table', rows: [[cell('')]] },
    'must be more than 0 characters',
    table(1, 1),
  ],
  ['two tables', [table(1, 1), table(1, 1)], 'only_one_table_allowed', table(1, 1)],
  [
    'empty Markdown',
    { type: 'markdown', text: '' },
    'must be more than 0 characters',
    { type: 'markdown', text: 'x' },
  ],
  [
    'Markdown too long together',
    [
      { type: 'markdown', text: long(6_001) },
      { type: 'markdown', text: long(6_000) },
    ],
    'msg_blocks_too_long',
    [
      { type: 'markdown', text: long(6_000) },
      { type: 'markdown', text: long(6_000) },
    ],
  ],
  [
    'two blocks of one id',
    [section({ block_id: 'a' }), section({ block_id: 'a' })],
    '`block_id` "a" already exists',
    [section({ block_id: 'a' }), section({ block_id: 'b' })],
  ],
  [
    'two elements of one id in a block',
    actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
    '`action_id` "a" already exists',
    [actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))],
  ],
  [
    'a label missing',
    { type: 'input', element: { type: 'plain_text_input' } },
    'missing required field: label',
    typedInput(),
  ],
  [
    'an option without a value',
    radio([{ text: plain('x') }]),
    'missing required field: value',
    radio(options(1)),
  ],
  [
    'a link as an option elsewhere than in an overflow menu',
    radio(options(1, { url: 'https://a.example' })),
    'invalid additional property: url',
    actions({ type: 'overflow', options: options(1, { url: 'https://a.example' }) }),
  ],
  [
    'mrkdwn in a menu',
    select({ options: options(1, { text: mrkdwn('x') }) }),
    'unsupported type: mrkdwn',
    radio(options(1, { text: mrkdwn('x') })),
  ],
  [
    'options beside groups',
    select({ options: options(1), option_groups: [{ label: plain('x'), options: options(1) }] }),
    'exactly one of options and option_groups',
    select({ options: options(1) }),
  ],
  [
    'a first choice that is not offered',
    select({ options: options(2), initial_option: { text: plain('x'), value: '2' } }),
    'initial_option must be among the options',
    select({ options: options(2), initial_option: { text: plain('x'), value: '1' } }),
  ],
  [
    'a first choice that is offered under another label',
    input({
      type: 'checkboxes',
      options: options(1),
      initial_options: [{ text: plain('y'), value: '0' }],
    }),
    'initial_options must be among the options',
    input({
      type: 'checkboxes',
      options: options(1),
      initial_options: [{ text: { ...plain('x'), emoji: true }, value: '0' }],
    }),
  ],
  [
    'first choices that are none',
    input({ type: 'checkboxes', options: options(1), initial_options: [] }),
    'no less than 1 items allowed',
    input({ type: 'checkboxes', options: options(1) }),
  ],
  [
    'more first choices than may be made',
    input({
      type: 'multi_static_select',
      options: options(2),
      initial_options: options(2),
      max_selected_items: 1,
    }),
    'no more than max_selected_items',
    input({
      type: 'multi_static_select',
      options: options(2),
      initial_options: options(2),
      max_selected_items: 2,
    }),
  ],
  [
    'a date that is none',
    input({ type: 'datepicker', initial_date: '1/9/2026' }),
    'must match',
    input({ type: 'datepicker', initial_date: '2026-09-01' }),
  ],
  [
    'a time that is none',
    input({ type: 'timepicker', initial_time: '24:00' }),
    'must match',
    input({ type: 'timepicker', initial_time: '23:59' }),
  ],
  [
    'a text box that starts with more than it holds',
    typedInput({ max_length: 3, initial_value: 'four' }),
    'must be less than 4 characters',
    typedInput({ max_length: 4, initial_value: 'four' }),
  ],
  [
    'a text box that holds more than Slack',
    typedInput({ max_length: 3_001 }),
    'must be less than or equal to 3000',
    typedInput({ max_length: 3_000 }),
  ],
  [
    'a text box that must be longer than it may',
    typedInput({ min_length: 3, max_length: 2 }),
    'min_length must not exceed max_length',
    typedInput({ min_length: 2, max_length: 3 }),
  ],
  [
    'numbers the wrong way round',
    input({ type: 'number_input', is_decimal_allowed: false, min_value: '3', max_value: '2' }),
    'min_value must not exceed max_value',
    input({ type: 'number_input', is_decimal_allowed: false, min_value: '2', max_value: '3' }),
  ],
  [
    'two places to start',
    [typedInput({ focus_on_load: true }), typedInput({ focus_on_load: true })],
    'only one element can have focus_on_load',
    typedInput({ focus_on_load: true }),
  ],
  [
    'an image from two places',
    image({ slack_file: { id: 'F0' } }),
    'exactly one of image_url and slack_file',
    image(),
  ],
  [
    'a feedback button without a value',
    contextActions(feedback({ value: undefined })),
    'missing required field: value',
    contextActions(feedback()),
  ],
  [
    'rich text of an unknown kind',
    { type: 'rich_text', elements: [{ type: 'rich_text_poem', elements: [] }] },
    'unsupported type: rich_text_poem',
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [{ type: 'text', text: 'x', style: { bold: true } }],
        },
      ],
    },
  ],
  [
    'a card with nothing on it',
    { type: 'card' },
    'missing required field: hero_image or title',
    card(),
  ],
  [
    'a container without a title',
    container({ title: undefined }),
    'missing required field: title or rich_text_title',
    container(),
  ],
  [
    'a data table with rows of unlike length',
    dataTable([[cell()], [cell(), cell()]]),
    'the same number of cells',
    dataTable([[cell()], [cell()]]),
  ],
  [
    'metadata without an event',
    message({ metadata: { event_type: 'x' } }),
    'invalid_metadata_format',
    message({ metadata: { event_type: 'x', event_payload: {} } }),
  ],
  [
    'blocks that are no list',
    message({ blocks: '{"type":"divider"}' }),
    'invalid_blocks_format',
    message({ blocks: '[{"type":"divider"}]' }),
  ],
  [
    'Markdown text beside text',
    message({ markdown_text: 'x', text: 'x' }),
    'markdown_text_conflict',
    message({ markdown_text: 'x', text: undefined }),
  ],
  ['a message of nothing', message({ text: '' }), 'no_text', message({ text: 'x' })],
];

test.each(WRONG)('%s is refused', async (_name, wrong, says, right) => {
  expect(await refusalOf(undefined, right)).toBe('');
  expect(await refusalOf(undefined, wrong)).toContain(says);
});

describe('views', () => {
  test.each([
    [
      'a modal that asks and cannot be sent in',
      modal({ blocks: [typedInput()] }),
      'missing required field: submit',
      modal({ blocks: [typedInput()], submit: plain('x') }),
    ],
    [
      'a modal without a title',
      modal({ title: undefined }),
      'missing required field: title',
      modal(),
    ],
    ['a modal of nothing', modal({ blocks: [] }), 'no less than 1 items allowed', modal()],
    [
      'Markdown in a modal',
      modal({ blocks: [{ type: 'markdown', text: 'x' }] }),
      'unsupported type: markdown',
      modal(),
    ],
  ])('%s is refused', async (_name, wrong, says, right) => {
    expect(await refusalOf('modal', right)).toBe('');
    expect(await refusalOf('modal', wrong)).toContain(says);
  });

  test('what belongs to messages is refused on a Home tab', async () => {
    expect(await refusalOf('home', section())).toBe('');
    expect(await refusalOf('home', contextActions(feedback()))).toContain('unsupported type');
  });
});

test('the refusal names the place as Slack does', async () => {
  const blocks = [section(), { type: 'header', text: plain(long(151)) }];
  const error = await client.chat
    .postMessage({ channel: 'D0ANNAONE', text: 'x', blocks: blocks as never })
    .catch((caught: { data: unknown }) => caught.data);
  const says = 'must be less than 151 characters [json-pointer:/blocks/1/text/text]';
  expect(error).toMatchObject({
    ok: false,
    error: 'invalid_blocks',
    errors: [says],
    response_metadata: { messages: [`[ERROR] ${says}`] },
  });
});

test('a reader is asked to count characters, not UTF-16 units', async () => {
  expect(await refusalOf(undefined, section({ text: mrkdwn('😀'.repeat(3_000)) }))).toBe('');
});

/** Has Slack take it and gives the words it refused with, '' for none. */
async function refusalOf(on: Trial['on'], made: Json | Json[]): Promise<string> {
  try {
    if (on === 'home') {
      const blocks = Array.isArray(made) ? made : [made];
      await client.views.publish({ user_id: 'U0ANNAONE', view: { type: 'home', blocks } as never });
    } else if (on === 'modal') {
      await client.views.open({ trigger_id: 'none', view: made as never });
    } else {
      await write(
        Array.isArray(made) || made.args === undefined ? { blocks: made } : (made.args as Json),
      );
    }
    return '';
  } catch (error) {
    const { data } = error as { data: { error: string; errors?: string[] } };
    // A modal is looked at before its trigger, so this one is a yes.
    if (data.error === 'invalid_trigger_id') return '';
    return [data.error, ...(data.errors ?? [])].join('; ');
  }
}

async function write(args: Json): Promise<void> {
  const { blocks } = args;
  const whole = {
    channel: 'D0ANNAONE',
    text: 'x',
    ...args,
    ...(typeof blocks === 'object' && { blocks: Array.isArray(blocks) ? blocks : [blocks] }),
  };
  if (args.ts === undefined) await client.apiCall('chat.postMessage', whole);
  else {
    const { ts } = await client.chat.postMessage({ channel: 'D0ANNAONE', text: 'x' });
    await client.apiCall('chat.update', { ...whole, ts });
  }
}
