/**
 * Block Kit's grammar: which properties each block and element has, which it must have, and what
 * each may hold.
 *
 * Source: @slack/types 3.2.0, dist/block-kit/*.d.ts, and docs.slack.dev/reference/block-kit.
 */

import { isObject, type Json } from './json.ts';
import { LIMITS } from './limits.ts';
import {
  anyOf,
  anything,
  boolean,
  byType,
  exactlyOne,
  integer,
  list,
  number,
  object,
  oneOf,
  type Rule,
  string,
  type Tell,
} from './rules.ts';

const id = string(LIMITS.id);

/** A `plain_text` object. */
function plain(most: number): Rule {
  return byType({ plain_text: textOfType('plain_text', most) });
}

/** A `mrkdwn` object. */
function mrkdwn(most: number): Rule {
  return byType({ mrkdwn: textOfType('mrkdwn', most) });
}

/** A text object of either kind. */
function text(most: number): Rule {
  return byType(texts(most));
}

function texts(most: number): Record<string, Rule> {
  return {
    plain_text: textOfType('plain_text', most),
    mrkdwn: textOfType('mrkdwn', most),
  };
}

function textOfType(type: 'plain_text' | 'mrkdwn', most: number): Rule {
  const option: Record<string, Rule> =
    type === 'plain_text' ? { 'emoji?': boolean } : { 'verbatim?': boolean };
  return object({ type: oneOf(type), text: string(most), ...option });
}

const confirm = object({
  'title?': plain(LIMITS.confirmTitle),
  text: text(LIMITS.confirmText),
  'confirm?': plain(LIMITS.confirmButton),
  'deny?': plain(LIMITS.confirmButton),
  'style?': oneOf('primary', 'danger'),
});

const address = string(LIMITS.url, 1, /^[a-z][a-z0-9+.-]*:/i);
const webAddress = string(LIMITS.url, 1, /^https?:\/\//);
const slackFile = object({ 'id?': string(255), 'url?': webAddress }, exactlyOne('id', 'url'));
const style = oneOf('primary', 'danger');

const image = object(
  {
    type: anything,
    alt_text: string(LIMITS.altText),
    'image_url?': webAddress,
    'slack_file?': slackFile,
  },
  exactlyOne('image_url', 'slack_file'),
);

/** What every element a person works has. */
const acting: Record<string, Rule> = { type: anything, 'action_id?': id };
const confirming: Record<string, Rule> = { ...acting, 'confirm?': confirm };
const focusing: Record<string, Rule> = { ...confirming, 'focus_on_load?': boolean };
const holding: Record<string, Rule> = { 'placeholder?': plain(LIMITS.placeholder) };
const dispatching: Record<string, Rule> = {
  ...acting,
  ...holding,
  'focus_on_load?': boolean,
  'dispatch_action_config?': object({
    'trigger_actions_on?': list(oneOf('on_enter_pressed', 'on_character_entered'), 2),
  }),
};

const button = object({
  ...confirming,
  text: plain(LIMITS.button),
  'value?': string(LIMITS.value),
  'url?': address,
  'style?': style,
  'accessibility_label?': string(LIMITS.accessibilityLabel),
});

/** An option; only those of an overflow menu may be links. */
function option(label: Rule, more: Record<string, Rule> = {}): Rule {
  return object({
    text: label,
    value: string(LIMITS.optionValue),
    'description?': text(LIMITS.optionDescription),
    ...more,
  });
}

const boxOption = option(text(LIMITS.option));
const menuOption = option(plain(LIMITS.option));

/** Initial choices must be among those offered, exactly. */
function offered(initial: 'initial_option' | 'initial_options') {
  return (element: Json, at: string, tell: Tell): void => {
    const groups = Array.isArray(element.option_groups) ? element.option_groups : [element];
    const options = groups.filter(isObject).flatMap((group) => group.options);
    const known = new Set(options.map(canonical));
    const value = element[initial];
    const chosen = Array.isArray(value) ? value : value === undefined ? [] : [value];
    if (chosen.some((each) => !known.has(canonical(each)))) {
      tell(`${initial} must be among the options`, `${at}/${initial}`);
    }
    if (Number(element.max_selected_items ?? Number.POSITIVE_INFINITY) < chosen.length) {
      tell('no more than max_selected_items may be selected', `${at}/${initial}`);
    }
  };
}

/** Slack fills in `emoji` and `verbatim`, so an option with and one without are the same. */
function canonical(option: unknown): string {
  if (!isObject(option)) return '';
  const { text: label, value } = option;
  return JSON.stringify([isObject(label) ? [label.type, label.text] : label, value]);
}

const menuOptions: Record<string, Rule> = {
  'options?': list(menuOption, LIMITS.options),
  'option_groups?': list(
    object({ label: plain(LIMITS.option), options: list(menuOption, LIMITS.options) }),
    LIMITS.optionGroups,
  ),
};
const choosing: Record<string, Rule> = { ...focusing, ...holding };
const severally: Record<string, Rule> = {
  ...choosing,
  'max_selected_items?': integer(1, LIMITS.options),
};
const ids = list(id, LIMITS.options);
const conversationFilter = object(
  {
    'include?': list(oneOf('im', 'mpim', 'private', 'public'), 4),
    'exclude_external_shared_channels?': boolean,
    'exclude_bot_users?': boolean,
  },
  anyOf('include', 'exclude_external_shared_channels', 'exclude_bot_users'),
);
const conversing: Record<string, Rule> = {
  'default_to_current_conversation?': boolean,
  'filter?': conversationFilter,
};

const feedbackButton = object({
  text: plain(LIMITS.button),
  value: string(LIMITS.value),
  'accessibility_label?': string(LIMITS.accessibilityLabel),
});

/** A text box may not start with more, or less, than it takes. */
function fitting({ initial_value: value, ...box }: Json, at: string, tell: Tell): void {
  const { min_length: least = 0, max_length: most = LIMITS.typed } = box;
  if (Number(least) > Number(most)) tell('min_length must not exceed max_length', at);
  if (typeof value === 'string' && [...value].length > Number(most)) {
    tell(`must be less than ${Number(most) + 1} characters`, `${at}/initial_value`);
  }
}

const richStyle = object({
  'bold?': boolean,
  'italic?': boolean,
  'strike?': boolean,
  'underline?': boolean,
  'highlight?': boolean,
  'client_highlight?': boolean,
  'unlink?': boolean,
  'code?': boolean,
});
const anyText = string(Number.POSITIVE_INFINITY);
const styled: Record<string, Rule> = { type: anything, 'style?': richStyle };
const richText = object({ ...styled, text: anyText });
const richLink = object({ ...styled, url: address, 'text?': anyText, 'unsafe?': boolean });
const richPiece = byType({
  broadcast: object({ ...styled, range: oneOf('here', 'channel', 'everyone') }),
  channel: object({ ...styled, channel_id: id }),
  color: object({ ...styled, value: id }),
  date: object({
    ...styled,
    timestamp: number,
    format: anyText,
    'url?': address,
    'fallback?': anyText,
  }),
  emoji: object({ ...styled, name: id, 'unicode?': id, 'url?': address }),
  link: richLink,
  team: object({ ...styled, team_id: id }),
  text: richText,
  user: object({ ...styled, user_id: id }),
  usergroup: object({ ...styled, usergroup_id: id }),
});
const pieces = list(richPiece, Number.POSITIVE_INFINITY);
const border = oneOf(0, 1);
const richSection = object({ type: anything, elements: pieces });
const rich = object({
  type: anything,
  'block_id?': id,
  elements: list(
    byType({
      rich_text_list: object({
        type: anything,
        elements: list(byType({ rich_text_section: richSection }), Number.POSITIVE_INFINITY),
        style: oneOf('bullet', 'ordered'),
        'indent?': integer(0, 8),
        'offset?': integer(0, Number.MAX_SAFE_INTEGER),
        'border?': border,
      }),
      rich_text_preformatted: object({
        type: anything,
        elements: list(byType({ link: richLink, text: richText }), Number.POSITIVE_INFINITY),
        'border?': border,
        'language?': id,
      }),
      rich_text_quote: object({ type: anything, elements: pieces, 'border?': border }),
      rich_text_section: richSection,
    }),
    Number.POSITIVE_INFINITY,
  ),
});

const ELEMENTS: Record<string, Rule> = {
  button,
  channels_select: object({
    ...choosing,
    'initial_channel?': id,
    'response_url_enabled?': boolean,
  }),
  checkboxes: object(
    {
      ...focusing,
      options: list(boxOption, LIMITS.boxes),
      'initial_options?': list(boxOption, LIMITS.boxes),
    },
    offered('initial_options'),
  ),
  conversations_select: object({
    ...choosing,
    ...conversing,
    'initial_conversation?': id,
    'response_url_enabled?': boolean,
  }),
  datepicker: object({ ...choosing, 'initial_date?': string(10, 10, /^\d{4}-\d\d-\d\d$/) }),
  datetimepicker: object({ ...focusing, 'initial_date_time?': integer(1e9, 1e10 - 1) }),
  email_text_input: object({ ...dispatching, 'initial_value?': string(LIMITS.typed) }),
  external_select: object({
    ...choosing,
    'initial_option?': menuOption,
    'min_query_length?': integer(0, LIMITS.typed),
  }),
  feedback_buttons: object({
    ...acting,
    positive_button: feedbackButton,
    negative_button: feedbackButton,
  }),
  file_input: object({
    ...acting,
    'filetypes?': list(id, Number.POSITIVE_INFINITY),
    'max_files?': integer(1, LIMITS.files),
  }),
  icon_button: object({
    ...confirming,
    icon: oneOf('trash'),
    text: plain(LIMITS.button),
    'accessibility_label?': string(LIMITS.accessibilityLabel),
    'value?': string(LIMITS.value),
    'visible_to_user_ids?': list(id, LIMITS.iconUsers),
  }),
  image,
  multi_channels_select: object({ ...severally, 'initial_channels?': ids }),
  multi_conversations_select: object({
    ...severally,
    ...conversing,
    'initial_conversations?': ids,
  }),
  multi_external_select: object({
    ...severally,
    'initial_options?': list(menuOption, LIMITS.options),
    'min_query_length?': integer(0, LIMITS.typed),
  }),
  multi_static_select: object(
    { ...severally, ...menuOptions, 'initial_options?': list(menuOption, LIMITS.options) },
    exactlyOne('options', 'option_groups'),
    offered('initial_options'),
  ),
  multi_users_select: object({ ...severally, 'initial_users?': ids }),
  number_input: object(
    {
      ...dispatching,
      is_decimal_allowed: boolean,
      'initial_value?': string(LIMITS.typed, 1, /^-?\d+(\.\d+)?$/),
      'min_value?': string(LIMITS.typed, 1, /^-?\d+(\.\d+)?$/),
      'max_value?': string(LIMITS.typed, 1, /^-?\d+(\.\d+)?$/),
    },
    ({ min_value: least, max_value: most }, at, tell) => {
      if (Number(least ?? Number.NEGATIVE_INFINITY) > Number(most ?? Number.POSITIVE_INFINITY)) {
        tell('min_value must not exceed max_value', at);
      }
    },
  ),
  overflow: object({
    ...confirming,
    options: list(option(plain(LIMITS.option), { 'url?': address }), LIMITS.overflow),
  }),
  plain_text_input: object(
    {
      ...dispatching,
      'initial_value?': string(LIMITS.typed),
      'multiline?': boolean,
      'min_length?': integer(0, LIMITS.typed),
      'max_length?': integer(1, LIMITS.typed),
    },
    fitting,
  ),
  radio_buttons: object(
    { ...focusing, options: list(boxOption, LIMITS.boxes), 'initial_option?': boxOption },
    offered('initial_option'),
  ),
  rich_text_input: object({
    ...dispatching,
    'initial_value?': byType({ rich_text: rich }),
    'min_lines?': integer(1, LIMITS.lines),
    'max_lines?': integer(1, LIMITS.lines),
  }),
  static_select: object(
    { ...choosing, ...menuOptions, 'initial_option?': menuOption },
    exactlyOne('options', 'option_groups'),
    offered('initial_option'),
  ),
  timepicker: object({
    ...choosing,
    'initial_time?': string(5, 5, /^([01]\d|2[0-3]):[0-5]\d$/),
    'timezone?': id,
  }),
  url_text_input: object({ ...dispatching, 'initial_value?': string(LIMITS.url) }),
  users_select: object({ ...choosing, 'initial_user?': id }),
  workflow_button: object({
    ...confirming,
    text: plain(LIMITS.button),
    workflow: anything,
    'style?': style,
    'accessibility_label?': string(LIMITS.accessibilityLabel),
  }),
};

function elements(...types: string[]): Rule {
  return byType(Object.fromEntries(types.map((type) => [type, ELEMENTS[type] ?? anything])));
}

const MENUS = [
  'channels_select',
  'conversations_select',
  'external_select',
  'multi_channels_select',
  'multi_conversations_select',
  'multi_external_select',
  'multi_static_select',
  'multi_users_select',
  'static_select',
  'users_select',
];
const PICKERS = ['checkboxes', 'datepicker', 'radio_buttons', 'timepicker'];
const BUTTONS = ['button', 'overflow', 'workflow_button'];

/** T: `action_id` "should be unique among all other action_ids in the containing block". */
function uniqueActions(block: Json, at: string, tell: Tell): void {
  const given = Array.isArray(block.elements) ? block.elements.filter(isObject) : [];
  const seen = new Set<unknown>();
  given.forEach(({ action_id: actionId }, index) => {
    if (actionId !== undefined && seen.has(actionId)) {
      tell(`\`action_id\` "${actionId}" already exists`, `${at}/elements/${index}/action_id`);
    }
    seen.add(actionId);
  });
}

const block: Record<string, Rule> = { type: anything, 'block_id?': id };
const rawText = object({ type: anything, text: anyText });
const cell = byType({
  raw_number: object({ type: anything, value: number, text: anyText }),
  raw_text: rawText,
  rich_text: rich,
});
const headingCell = byType({
  raw_number: object({ type: anything, value: number, text: anyText }),
  raw_text: rawText,
});

function dataTable(value: Json, at: string, tell: Tell): void {
  const rows = Array.isArray(value.rows) ? value.rows : [];
  const [heading, ...rest] = rows;
  if (Array.isArray(heading)) {
    heading.forEach((each, index) => {
      headingCell(each, `${at}/rows/0/${index}`, tell);
    });
    if (rest.some((row) => Array.isArray(row) && row.length !== heading.length)) {
      tell('all rows must have the same number of cells', `${at}/rows`);
    }
  }
  if (textLength(rows) > LIMITS.dataTableText) {
    tell(`must be less than ${LIMITS.dataTableText + 1} characters`, `${at}/rows`);
  }
}

const card = object(
  {
    ...block,
    'hero_image?': byType({ image }),
    'icon?': byType({ image }),
    'title?': mrkdwn(LIMITS.cardTitle),
    'subtitle?': mrkdwn(LIMITS.cardTitle),
    'body?': mrkdwn(LIMITS.cardBody),
    'actions?': list(elements('button'), LIMITS.cardActions),
  },
  anyOf('hero_image', 'title', 'actions', 'body'),
);
const taskCard = object({
  ...block,
  task_id: id,
  title: anyText,
  'details?': byType({ rich_text: rich }),
  'output?': byType({ rich_text: rich }),
  'sources?': list(
    byType({ url: object({ type: anything, url: webAddress, text: anyText }) }),
    Number.POSITIVE_INFINITY,
  ),
  status: oneOf('pending', 'in_progress', 'complete', 'error'),
});

const INNER: Record<string, Rule> = {
  actions: object(
    {
      ...block,
      elements: list(
        elements(...BUTTONS, ...PICKERS, ...MENUS, 'datetimepicker', 'rich_text_input'),
        LIMITS.actions,
      ),
    },
    uniqueActions,
  ),
  context: object({
    ...block,
    elements: list(byType({ ...texts(LIMITS.text), image }), LIMITS.context),
  }),
  divider: object(block),
  header: object({ ...block, text: plain(LIMITS.header) }),
  image: object(
    {
      ...block,
      alt_text: string(LIMITS.altText),
      'title?': plain(LIMITS.imageTitle),
      'image_url?': webAddress,
      'slack_file?': slackFile,
    },
    exactlyOne('image_url', 'slack_file'),
  ),
  input: object({
    ...block,
    label: plain(LIMITS.label),
    'hint?': plain(LIMITS.hint),
    'optional?': boolean,
    'dispatch_action?': boolean,
    element: elements(
      ...PICKERS,
      ...MENUS,
      'datetimepicker',
      'email_text_input',
      'file_input',
      'number_input',
      'plain_text_input',
      'rich_text_input',
      'url_text_input',
    ),
  }),
  rich_text: rich,
  section: object(
    {
      ...block,
      'text?': text(LIMITS.text),
      'fields?': list(text(LIMITS.field), LIMITS.fields),
      'accessory?': elements(...BUTTONS, ...PICKERS, ...MENUS, 'image'),
      'expand?': boolean,
    },
    anyOf('text', 'fields'),
  ),
  table: object({
    ...block,
    rows: list(list(cell, LIMITS.tableColumns), LIMITS.tableRows),
    'column_settings?': list(
      object({ 'align?': oneOf('left', 'center', 'right'), 'is_wrapped?': boolean }),
      LIMITS.tableColumns,
    ),
  }),
  video: object({
    ...block,
    video_url: webAddress,
    thumbnail_url: webAddress,
    alt_text: string(LIMITS.altText),
    title: plain(LIMITS.videoTitle),
    'title_url?': webAddress,
    'author_name?': string(LIMITS.videoAuthor),
    'provider_name?': string(LIMITS.videoAuthor),
    'provider_icon_url?': webAddress,
    'description?': plain(LIMITS.videoTitle),
  }),
};

const EVERY: Record<string, Rule> = {
  ...INNER,
  alert: object({
    ...block,
    text: text(LIMITS.alert),
    'level?': oneOf('default', 'info', 'warning', 'error', 'success'),
  }),
  card,
  carousel: object({ ...block, elements: list(byType({ card }), LIMITS.carousel) }),
  container: object(
    {
      ...block,
      'title?': plain(LIMITS.containerTitle),
      'rich_text_title?': byType({ rich_text: rich }),
      'subtitle?': text(LIMITS.containerTitle),
      child_blocks: list(byType(INNER), LIMITS.containerBlocks),
      'width?': oneOf('narrow', 'standard', 'wide', 'full'),
      'icon?': byType({ image }),
      'is_collapsible?': boolean,
      'default_collapsed?': boolean,
      'has_header_divider?': boolean,
    },
    anyOf('title', 'rich_text_title'),
  ),
  context_actions: object(
    {
      ...block,
      elements: list(elements('feedback_buttons', 'icon_button'), LIMITS.contextActions),
    },
    uniqueActions,
  ),
  data_table: object(
    {
      ...block,
      rows: list(list(cell, LIMITS.tableColumns), LIMITS.dataTableRows, 2),
      caption: anyText,
      'page_size?': integer(1, LIMITS.pageSize),
      'row_header_column_index?': integer(0, LIMITS.tableColumns - 1),
    },
    dataTable,
  ),
  markdown: object({ ...block, text: string(LIMITS.markdown) }),
  plan: object({
    ...block,
    title: anyText,
    'tasks?': list(byType({ task_card: taskCard }), LIMITS.tasks),
  }),
  task_card: taskCard,
};

/** Where blocks are shown. */
export type Surface = 'message' | 'modal' | 'home';

/**
 * Where each block may stand; a `file` block stands nowhere, since Slack alone adds it.
 *
 * Source: the "Available in surfaces" line of each page under docs.slack.dev/reference/block-kit/blocks.
 */
const NOT_ON: Record<Surface, readonly string[]> = {
  message: ['alert'],
  modal: [
    'carousel',
    'container',
    'context_actions',
    'data_table',
    'markdown',
    'plan',
    'table',
    'task_card',
  ],
  home: ['alert', 'context_actions', 'markdown', 'plan', 'task_card'],
};

/**
 * Makes the rule for a list of blocks.
 *
 * @param surface where they are shown
 * @returns the rule
 */
export function blocksRule(surface: Surface): Rule {
  const allowed = Object.entries(EVERY).filter(([type]) => !NOT_ON[surface].includes(type));
  const most = surface === 'message' ? LIMITS.messageBlocks : LIMITS.viewBlocks;
  const rule = list(byType(Object.fromEntries(allowed)), most, surface === 'message' ? 0 : 1);
  return (value, at, tell) => {
    rule(value, at, tell);
    uniqueBlocks(value, at, tell);
    oneFocus(value, at, tell);
  };
}

/** The rule for a modal. */
export const modalRule = object(
  {
    type: oneOf('modal'),
    title: plain(LIMITS.viewTitle),
    'submit?': plain(LIMITS.viewTitle),
    'close?': plain(LIMITS.viewTitle),
    blocks: blocksRule('modal'),
    'private_metadata?': string(LIMITS.privateMetadata, 0),
    'callback_id?': string(LIMITS.id, 0),
    'external_id?': string(LIMITS.id, 0),
    'clear_on_close?': boolean,
    'notify_on_close?': boolean,
    'submit_disabled?': boolean,
  },
  ({ blocks, submit }, at, tell) => {
    const asks =
      Array.isArray(blocks) && blocks.some((each) => isObject(each) && each.type === 'input');
    if (asks && submit === undefined) tell('missing required field: submit', at);
  },
);

/** The rule for a Home tab. */
export const homeRule = object({
  type: oneOf('home'),
  blocks: blocksRule('home'),
  'private_metadata?': string(LIMITS.privateMetadata, 0),
  'callback_id?': string(LIMITS.id, 0),
  'external_id?': string(LIMITS.id, 0),
});

function uniqueBlocks(value: unknown, at: string, tell: Tell): void {
  const seen = new Set<unknown>();
  const blocks = Array.isArray(value) ? value.filter(isObject) : [];
  blocks.forEach(({ block_id: blockId }, index) => {
    if (blockId !== undefined && seen.has(blockId)) {
      tell(`\`block_id\` "${blockId}" already exists`, `${at}/${index}/block_id`);
    }
    seen.add(blockId);
  });
}

/** T: "Only one element can be set to `true`". */
function oneFocus(value: unknown, at: string, tell: Tell): void {
  if (JSON.stringify(value)?.split('"focus_on_load":true').length > 2) {
    tell('only one element can have focus_on_load', at);
  }
}

/**
 * Counts the characters a reader sees in blocks.
 *
 * @param value blocks, or any part of them
 * @returns the length of every `text` in them together
 */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + textLength(each), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, each]) =>
      sum + (key === 'text' && typeof each === 'string' ? [...each].length : textLength(each)),
    0,
  );
}
