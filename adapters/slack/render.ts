/** A reply as Slack messages: one function of plain values, and one switch over the kinds of block. */

import { FORCE_WORDS, STATUS_WORDS, sayDate } from '../../src/answer/wording.ts';
import type { Values } from '../../src/incoming.ts';
import {
  type Block,
  type CitedSource,
  type Duty,
  type Field,
  plainText as plainTwin,
  type Reply,
  sayMarks,
  withoutHeld,
} from '../../src/reply.ts';
import { byForce, inGroups, isDay, numericColumns, sayProgress } from '../../src/surface.ts';
import { cut, escaped, type IsCardLink, pieces } from '../../src/written.ts';
import {
  type Button,
  type Control,
  context,
  type Option,
  plainText,
  type SlackBlock,
  section,
} from './blocks.ts';
import { LIMITS } from './limits.ts';
import { toMarkdown, toMrkdwn } from './text.ts';
import { WORDS } from './words.ts';

/** What a reply needs to know of where it will stand. */
export interface View {
  /**
   * Who can see it: `private` the person in their direct message, `shared` a channel, `aside` the
   * person alone within a shared place, `home` the person in their App Home. It comes back with each
   * press, so that the answer goes where the button stood.
   */
  where: 'private' | 'shared' | 'aside' | 'home';
  isCardLink: IsCardLink;
  /** What was typed into the form that this reply may ask again: nothing typed is lost. */
  values?: Values;
}

/** One message. */
export interface Message {
  /** What it says without blocks: for notifications and screen readers. Escaped. */
  text: string;
  blocks: SlackBlock[];
}

/** A reply ready to be sent. */
export interface Rendered {
  messages: Message[];
  files: Extract<Block, { kind: 'file' }>[];
}

/**
 * Renders a reply, in as few messages as Slack's limits allow.
 *
 * @param blocks the reply's blocks, top to bottom
 * @param view where it will stand
 * @returns messages within {@link LIMITS}, and the files to upload after them
 */
export function render(blocks: Reply['blocks'], view: View): Rendered {
  const messages: Message[] = [];
  let open: { parts: SlackBlock[][]; twins: Block[]; tables: number } | undefined;
  let buttons = 0;
  const close = () => {
    if (!open) return;
    const twin =
      plainTwin({ blocks: withoutHeld(open.twins) }) || readable(open.parts.flat()) || WORDS.twin;
    messages.push({ text: escaped(cut(twin, LIMITS.twin)), blocks: open.parts.flat() });
    open = undefined;
  };
  for (const block of blocks) {
    const count = () => {
      buttons += 1;
      return buttons;
    };
    const rendered = renderBlock(block, view, count, (open?.tables ?? 0) < LIMITS.tables);
    for (const [at, part] of rendered.entries()) {
      const full =
        open !== undefined &&
        (open.parts.flat().length + part.length > LIMITS.blocks ||
          lengthOf(open.parts.flat()) + lengthOf(part) > LIMITS.message);
      if (full) close();
      open ??= { parts: [], twins: [], tables: 0 };
      open.parts.push(part);
      if (part.some(({ type }) => type === 'table')) open.tables += 1;
      // What was split over two messages is told whole with the first.
      if (at === 0) open.twins.push(block);
    }
  }
  close();
  return { messages, files: blocks.filter((block) => block.kind === 'file') };
}

/** The words of blocks that carry on from the message before. */
function readable(blocks: readonly SlackBlock[]): string {
  return blocks
    .flatMap((block) =>
      block.type === 'section'
        ? [block.text.text]
        : block.type === 'context'
          ? block.elements.map(({ text }) => text)
          : block.type === 'markdown'
            ? [block.text]
            : [],
    )
    .join('\n')
    .replace(/<[^<>|]+\|([^<>]+)>/g, '$1')
    .replace(/[*`]/g, '');
}

/** What counts towards a message's length: everything that is read, and something for each block. */
function lengthOf(blocks: readonly SlackBlock[]): number {
  let length = blocks.length * LIMITS.perBlock;
  JSON.stringify(blocks, (key, value) => {
    if ((key === 'text' || key === 'initial_value') && typeof value === 'string')
      length += value.length;
    return value;
  });
  return length;
}

/** The parts of one block, none of which is broken over two messages. */
function renderBlock(
  block: Block,
  view: View,
  count: () => number,
  tableFits: boolean,
): SlackBlock[][] {
  switch (block.kind) {
    case 'text':
      return [
        ...(view.where === 'home'
          ? sections(block.text, view)
          : pieces(block.text, LIMITS.message, (piece) => toMarkdown(piece, view.isCardLink)).map(
              (text): SlackBlock[] => [{ type: 'markdown', text }],
            )),
        ...(block.byModel ? [[context([WORDS.byModel])]] : []),
      ];
    case 'duties':
      return duties(block.title, block.rows, view);
    case 'table':
      return tableFits && view.where !== 'home' && fitsTable(block)
        ? [[table(block)]]
        : listed(block, view);
    case 'sources':
      return sources(block.sources, view);
    case 'checks':
      return sections(
        block.rows
          .map(
            ({ level, message, marks }) =>
              `- **${WORDS.levels[level]}** ${message} ${sayMarks(marks)}`,
          )
          .join('\n'),
        view,
      );
    case 'choices':
      return choices(block, view, count);
    case 'ask':
      return [ask(block, view)];
    case 'progress':
      return [
        [context([escaped(sayProgress({ ...block, section: cut(block.section, LIMITS.title) }))])],
      ];
    case 'file':
      return [];
    case 'rating':
      return [[rating(block.answer, view)]];
    default:
      return block satisfies never;
  }
}

/** A paragraph, or several, in mrkdwn. */
function sections(text: string, { isCardLink }: View): SlackBlock[][] {
  return pieces(text, LIMITS.text, (piece) => toMrkdwn(piece, isCardLink)).map((piece) => [
    section(piece),
  ]);
}

function duties(title: string, rows: readonly Duty[], view: View): SlackBlock[][] {
  const groups = byForce(rows);
  const [only, more] = groups;
  const label = only && !more ? FORCE_WORDS[only.force].label : undefined;
  // A list of one force is often named after it: then its badge stands in the title, said once.
  const named = label !== undefined && title.startsWith(label);
  const rest = cut(named ? title.slice(label.length).trim() : title, LIMITS.title);
  const heading = section(
    [...(named ? [`\`${label}\``] : []), ...(rest ? [`*${escaped(rest)}*`] : [])].join(' '),
  );
  return [
    ...(title === '' ? [] : [[heading]]),
    ...groups.flatMap(({ force, rows: found }) => {
      const lines = found.map(({ statement, status, marks }) => {
        const note = status === 'in force' ? '' : `_${STATUS_WORDS[status]}_: `;
        return `- ${note}${statement} ${sayMarks(marks)}`;
      });
      const badge = `\`${FORCE_WORDS[force].label}\` ${FORCE_WORDS[force].means}`;
      return sections([...(named ? [] : [badge]), ...lines].join('\n'), view);
    }),
  ];
}

type Table = Extract<Block, { kind: 'table' }>;

function fitsTable({ columns, rows, total }: Table): boolean {
  const all = [columns, ...rows, ...(total ? [total] : [])];
  return (
    all.length <= LIMITS.tableRows &&
    columns.length <= LIMITS.tableColumns &&
    all.flat().join('').length <= LIMITS.tableText
  );
}

function table({ columns, rows, total }: Table): SlackBlock {
  const numeric = numericColumns({ columns, rows });
  return {
    type: 'table',
    rows: [columns, ...rows, ...(total ? [total] : [])].map((row) =>
      // A cell must not be empty, and every row has every column.
      columns.map((_, at) => ({ type: 'raw_text', text: row[at] || ' ' })),
    ),
    column_settings: columns.map((_, at) => ({
      align: at > 0 && numeric[at] ? 'right' : 'left',
      is_wrapped: true,
    })),
  };
}

/** Columns that a phone can still show side by side. */
const NARROW = 72;

/** A second table of a message, or one that is too large: in columns where they fit, else row by row. */
function listed({ columns, rows, total }: Table, view: View): SlackBlock[][] {
  const all = [columns, ...rows, ...(total ? [total] : [])];
  const widths = columns.map((_, at) => Math.max(...all.map((row) => (row[at] ?? '').length)));
  if (widths.reduce((sum, width) => sum + width + 2, 0) <= NARROW) {
    const lines = all.map((row) =>
      columns
        .map((_, at) => (row[at] ?? '').padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    );
    const fenced = (piece: string) => `\`\`\`\n${escaped(piece.replaceAll('`', "'"))}\n\`\`\``;
    return pieces(lines.join('\n'), LIMITS.text, fenced).map((piece) => [section(piece)]);
  }
  const lines = [...rows, ...(total ? [total] : [])].map(([head = '', ...cells]) =>
    [
      `- **${head}**`,
      ...cells.flatMap((cell, at) => (cell === '' ? [] : [`${columns[at + 1] ?? ''}: ${cell}`])),
    ].join('; '),
  );
  return sections(lines.join('\n'), view);
}

function sources(list: readonly CitedSource[], { isCardLink }: View): SlackBlock[][] {
  const lines = list.map(({ mark, title, locator, url, force, status, checked }) => {
    const name = escaped(cut(title, LIMITS.title).replaceAll('|', '/'));
    return [
      `[${mark}] ${url !== '' && isCardLink(url) ? `<${escaped(url)}|${name}>` : name}`,
      ...(locator ? [escaped(cut(locator, LIMITS.title))] : []),
      FORCE_WORDS[force].label.toLowerCase(),
      ...(status === 'in force' ? [] : [STATUS_WORDS[status]]),
      `checked ${sayDate(checked)}`,
    ].join(', ');
  });
  const said = lines.length === 0 ? [] : [WORDS.sources, ...lines];
  return inGroups(said, LIMITS.context).map((group) => [context(group)]);
}

type Choices = Extract<Block, { kind: 'choices' }>;

function choices(
  { prompt, choices: list }: Choices,
  view: View,
  count: () => number,
): SlackBlock[][] {
  // What is longer than a button is said whole above it.
  const long = list.filter(({ label }) => label.length > LIMITS.button);
  const said = [...(prompt ? [prompt] : []), ...long.map(({ label }) => `- ${label}`)].join('\n');
  const made = list
    .filter(({ action }) => action.length <= LIMITS.value)
    .map(({ action, label }) => button(`choose:${view.where}:${count()}`, label, action));
  const rows = inGroups(made, LIMITS.actions).map(
    (elements): SlackBlock => ({
      type: 'actions',
      elements,
    }),
  );
  const above = said === '' ? [] : sections(said, view);
  const [first, ...more] = rows;
  const last = above.pop() ?? [];
  return [...above, [...last, ...(first ? [first] : [])], ...more.map((row) => [row])].filter(
    (part) => part.length > 0,
  );
}

/**
 * A button.
 *
 * @param id its action_id, of which a message has one only
 * @param value what comes back with a press
 */
export function button(id: string, label: string, value: string): Button {
  return {
    type: 'button',
    action_id: id,
    text: plainText(cut(label, LIMITS.button)),
    value,
  };
}

type Ask = Extract<Block, { kind: 'ask' }>;

/** Blocks that a form leaves to what stands beside it: the progress, words before it and buttons. */
const BESIDE = 12;

/** A form of more fields than one message takes shows the first; what is not sent is asked for again. */
function ask({ id, title, fields, submit }: Ask, view: View): SlackBlock[] {
  const heading = title === undefined ? [] : [section(`*${escaped(cut(title, LIMITS.title))}*`)];
  const inputs: SlackBlock[] = [];
  for (const field of fields) {
    const made = input(field, view);
    const all = [...inputs, ...made];
    const isFull = all.length > LIMITS.blocks - BESIDE || lengthOf(all) > LIMITS.message;
    if (inputs.length > 0 && isFull) break;
    inputs.push(...made);
  }
  return [
    ...heading,
    ...inputs,
    {
      type: 'actions',
      elements: [{ ...button(`submit:${view.where}`, submit, id), style: 'primary' }],
    },
  ];
}

/** A field as an input block, which carries its id; options longer than Slack takes are said above it. */
function input(field: Field, view: View): SlackBlock[] {
  const options = field.options ?? (field.input === 'yesno' ? WORDS.yesNo : []);
  const width = widthOf(options);
  const said = options.every(({ label }) => label.length <= width)
    ? []
    : sections(cut(options.map(({ label }) => `- ${label}`).join('\n'), LIMITS.text), view).slice(
        0,
        1,
      );
  const more = held(field).join(' ');
  const hint = [cut(field.hint ?? '', LIMITS.hint - more.length - 1), more]
    .filter(Boolean)
    .join(' ');
  return [
    ...said.flat(),
    {
      type: 'input',
      block_id: field.id,
      label: plainText(cut(field.label, LIMITS.label)),
      ...(hint !== '' && { hint: plainText(hint) }),
      optional: !field.required,
      element: control(field, options, view),
    },
  ];
}

/** Characters for each option's label: all there may be, unless there are very many. */
function widthOf(options: Options): number {
  return Math.min(LIMITS.option, Math.max(20, Math.floor(LIMITS.text / options.length)));
}

/** What a box cannot show of what it holds. */
function held({ value }: Field): string[] {
  const longest = Math.max(0, ...[value ?? ''].flat().map(({ length }) => length));
  return longest > LIMITS.typed ? [WORDS.tooLongToShow] : [];
}

type Options = NonNullable<Field['options']>;

const CHOSEN: ReadonlySet<Field['input']> = new Set(['one', 'many', 'ticks']);

function control(field: Field, options: Options, { values }: View): Control {
  const action_id = 'value';
  const given = [values?.[field.id] ?? field.value ?? []].flat().filter((one) => one !== '');
  const width = widthOf(options);
  const made = options.map(({ value, label }) => ({ text: plainText(cut(label, width)), value }));
  const chosen = made.filter(({ value }) => given.includes(value));
  const [one] = chosen;
  const few = made.length <= LIMITS.boxes;
  const initial_option = one && { initial_option: one };
  const initial_options = one && { initial_options: chosen.slice(0, LIMITS.menu) };
  // With nothing to choose from, the answer is typed.
  const kind = made.length === 0 && CHOSEN.has(field.input) ? 'line' : field.input;
  switch (kind) {
    case 'one':
    case 'yesno':
      return few
        ? { type: 'radio_buttons', action_id, options: made, ...initial_option }
        : { type: 'static_select', action_id, ...menu(made), ...initial_option };
    case 'many':
    case 'ticks':
      return few
        ? { type: 'checkboxes', action_id, options: made, ...initial_options }
        : { type: 'multi_static_select', action_id, ...menu(made), ...initial_options };
    case 'date': {
      const date = given[0] ?? '';
      if (date === '') return { type: 'datepicker', action_id };
      // A date that was typed and is none goes back into a box, where it can be mended.
      return isDay(date)
        ? { type: 'datepicker', action_id, initial_date: date }
        : typed(action_id, date, false);
    }
    case 'lines':
      return typed(action_id, given.join('\n'), true);
    case 'line':
    case 'month':
    case 'number':
    case 'percent':
    case 'money':
      return typed(action_id, given.join('\n'), false);
    default:
      return kind satisfies never;
  }
}

/** Options of a menu, in as many lists as it takes. */
function menu(options: Option[]) {
  if (options.length <= LIMITS.menu) return { options };
  const option_groups = inGroups(options, LIMITS.menu).map((group, at) => {
    const before = at * LIMITS.menu;
    return { label: plainText(`${before + 1} to ${before + group.length}`), options: group };
  });
  return { option_groups };
}

function typed(action_id: string, text: string, multiline: boolean): Control {
  return {
    type: 'plain_text_input',
    action_id,
    multiline: multiline || text.includes('\n'),
    max_length: LIMITS.typed,
    ...(text !== '' && text.length <= LIMITS.typed && { initial_value: text }),
  };
}

function rating(answer: string, { where }: View): SlackBlock {
  return {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: `rate:${where}`,
        positive_button: {
          text: plainText(WORDS.helpful),
          accessibility_label: WORDS.helpfulLabel,
          value: `yes:${answer}`,
        },
        negative_button: {
          text: plainText(WORDS.notHelpful),
          accessibility_label: WORDS.notHelpfulLabel,
          value: `no:${answer}`,
        },
      },
    ],
  };
}
