/** What Slack makes of the blocks an app sends: ids filled in, elements found, inputs' values gathered. */

import { randomBytes } from 'node:crypto';
import { type Block, blocksOf, isObject, type Json } from './json.ts';

/** An element a person can work, and the block it is in. */
export interface Found {
  block: Block;
  element: Block;
}

const INTERACTIVE = new Set([
  'button',
  'channels_select',
  'checkboxes',
  'conversations_select',
  'datepicker',
  'datetimepicker',
  'email_text_input',
  'external_select',
  'feedback_buttons',
  'file_input',
  'icon_button',
  'multi_channels_select',
  'multi_conversations_select',
  'multi_external_select',
  'multi_static_select',
  'multi_users_select',
  'number_input',
  'overflow',
  'plain_text_input',
  'radio_buttons',
  'rich_text_input',
  'static_select',
  'timepicker',
  'url_text_input',
  'users_select',
  'workflow_button',
]);

/**
 * Fills in what Slack fills in: a `block_id` for each block, an `action_id` for each element, and
 * the defaults of text objects. An app that looks for its blocks exactly as it sent them does not
 * find them at Slack either.
 *
 * @param blocks the blocks as sent
 * @returns a copy with everything filled in
 */
export function complete(blocks: Block[]): Block[] {
  return blocks.map((block) => {
    const { type, ...rest } = block;
    const blockId = block.block_id || randomBytes(4).toString('base64url').slice(0, 5);
    return {
      type,
      block_id: blockId,
      ...(filled(rest) as Json),
      ...(rest.block_id === '' && { block_id: blockId }),
    };
  });
}

function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled);
  if (!isObject(value)) return value;
  const inside: Json = {};
  for (const [key, each] of Object.entries(value)) inside[key] = filled(each);
  if (value.type === 'plain_text' && value.emoji === undefined) inside.emoji = true;
  if (value.type === 'mrkdwn' && value.verbatim === undefined) inside.verbatim = false;
  if (INTERACTIVE.has(String(value.type)) && !value.action_id) {
    inside.action_id = randomBytes(4).toString('base64url').slice(0, 5);
  }
  return inside;
}

/**
 * Finds the elements a person can work in a message or a view.
 *
 * @param blocks its blocks
 * @returns each element with its block, in reading order
 */
export function elementsOf(blocks: Block[]): Found[] {
  return blocks.flatMap((block) => {
    if (block.type === 'container') return elementsOf(blocksOf(block.child_blocks));
    if (block.type === 'carousel') {
      return blocksOf(block.elements).flatMap((card) => elementsOf([card]));
    }
    const own =
      block.type === 'actions' || block.type === 'context_actions'
        ? blocksOf(block.elements)
        : blocksOf([block.element, block.accessory, ...blocksOf(block.actions)]);
    return own.filter(({ type }) => INTERACTIVE.has(type)).map((element) => ({ block, element }));
  });
}

/** What a person put into an input: text, an option's value, several, or nothing. */
export type Value = string | number | readonly string[] | null;

/**
 * Gathers `state.values` as Slack sends it: every input in the message, touched or not, under its
 * block's and its own id.
 *
 * Source: docs.slack.dev/reference/interaction-payloads/block_actions-payload and view-interactions-payload.
 *
 * @param blocks the blocks
 * @param filled what the person put in, by `block_id`, `action_id` or both with a slash between; the
 *   rest keeps its initial value
 * @returns the values
 * @throws when a person could not have put that in: an option that is not offered, too long a text,
 *   or a name nothing in the blocks has
 */
export function stateOf(blocks: Block[], filled: Record<string, Value>): Json {
  const values: Record<string, Json> = {};
  const unused = new Set(Object.keys(filled));
  for (const { block, element } of elementsOf(blocks)) {
    const shape = SHAPES[element.type];
    if (shape === undefined) continue;
    const blockId = String(block.block_id);
    const actionId = String(element.action_id);
    const name = [`${blockId}/${actionId}`, blockId, actionId].find((each) => unused.has(each));
    if (name !== undefined) unused.delete(name);
    const put = name === undefined ? undefined : filled[name];
    values[blockId] = {
      ...values[blockId],
      [actionId]: {
        type: element.type,
        ...(put === undefined ? shape.initial(element) : shape.put(element, put)),
      },
    };
  }
  if (unused.size > 0) throw new Error(`no input is called ${[...unused].join(' or ')}`);
  return { values };
}

/**
 * Reads what one element holds once a person has chosen in it.
 *
 * @param element the element
 * @param value what they chose
 * @returns the part of an action or of the state that says so
 * @throws when the element offers no such thing
 */
export function chosen(element: Block, value: Value): Json {
  if (element.type === 'overflow') return { selected_option: pick(element, value) };
  const shape = SHAPES[element.type];
  if (shape === undefined) throw new Error(`nothing is chosen in a ${element.type}`);
  return shape.put(element, value);
}

interface Shape {
  initial(element: Block): Json;
  put(element: Block, value: Value): Json;
}

const text: Shape = {
  initial: (element) => ({ value: element.initial_value ?? null }),
  put(element, value) {
    if (value === null || value === '') return { value: null };
    const typed = String(value);
    const { min_length: least = 0, max_length: most = 3_000 } = element;
    if (typed.length < Number(least) || typed.length > Number(most)) {
      throw new Error(`Slack takes ${least} to ${most} characters here, not ${typed.length}`);
    }
    return { value: typed };
  },
};

const option: Shape = {
  initial: (element) => ({ selected_option: element.initial_option ?? null }),
  put: (element, value) => ({ selected_option: value === null ? null : pick(element, value) }),
};

const options: Shape = {
  initial: (element) => ({ selected_options: element.initial_options ?? [] }),
  put: (element, value) => ({
    selected_options: listOf(value).map((each) => pick(element, each)),
  }),
};

/** A single thing, held under one name. */
function single(selected: string, initial: string): Shape {
  return {
    initial: (element) => ({ [selected]: element[initial] ?? null }),
    put: (_element, value) => ({ [selected]: value }),
  };
}

/** Several things, held under one name. */
function several(selected: string, initial: string): Shape {
  return {
    initial: (element) => ({ [selected]: element[initial] ?? [] }),
    put: (_element, value) => ({ [selected]: listOf(value) }),
  };
}

const SHAPES: Record<string, Shape> = {
  channels_select: single('selected_channel', 'initial_channel'),
  checkboxes: options,
  conversations_select: single('selected_conversation', 'initial_conversation'),
  datepicker: single('selected_date', 'initial_date'),
  datetimepicker: single('selected_date_time', 'initial_date_time'),
  email_text_input: text,
  external_select: option,
  file_input: several('files', 'initial_files'),
  multi_channels_select: several('selected_channels', 'initial_channels'),
  multi_conversations_select: several('selected_conversations', 'initial_conversations'),
  multi_external_select: options,
  multi_static_select: options,
  multi_users_select: several('selected_users', 'initial_users'),
  number_input: text,
  plain_text_input: text,
  radio_buttons: option,
  rich_text_input: single('rich_text_value', 'initial_value'),
  static_select: option,
  timepicker: single('selected_time', 'initial_time'),
  url_text_input: text,
  users_select: single('selected_user', 'initial_user'),
};

function listOf(value: Value): readonly string[] {
  return value === null ? [] : Array.isArray(value) ? value : [String(value)];
}

function pick(element: Block, value: Value): Json {
  const groups = Array.isArray(element.option_groups) ? element.option_groups : [element];
  const offered = groups.filter(isObject).flatMap((group) => asObjects(group.options));
  const found = offered.find((each) => each.value === value);
  if (found === undefined) {
    const names = offered.map((each) => each.value).join(', ');
    throw new Error(`${element.action_id} offers ${names}, not ${value}`);
  }
  return found;
}

function asObjects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
