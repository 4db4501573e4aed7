/** A reply as a Teams message: one function of plain values, and one switch over the kinds of block. */

import { FORCE_WORDS, STATUS_WORDS, sayDate } from '../../src/answer/wording.ts';
import type { Values } from '../../src/incoming.ts';
import {
  type Block,
  type CitedSource,
  type Duty,
  type Field,
  plainText,
  type Reply,
  sayMarks,
  withoutHeld,
} from '../../src/reply.ts';
import { byForce, inGroups, isDay, numericColumns, sayProgress } from '../../src/surface.ts';
import { cut, escaped, type IsCardLink, pieces, written } from '../../src/written.ts';
import { type Action, attached, type Card, type Element, type Input, paragraph } from './cards.ts';
import { LIMITS } from './limits.ts';
import { WORDS } from './words.ts';

/** What a reply needs to know of where it will stand. */
export interface View {
  /** Whether others read it. It comes back with each press. */
  where: 'private' | 'shared';
  isCardLink: IsCardLink;
  /** What was typed into the form that this reply may ask again: nothing typed is lost. */
  values?: Values;
}

/** An activity as it is sent, before Teams' own envelope: text, or a card. */
export interface Message {
  type: 'message';
  textFormat: 'markdown';
  text: string;
  /** Stands for the message in notifications, and for its card where that cannot be. */
  summary: string;
  attachments: { contentType: string; content: unknown; name?: string }[];
  entities: Entity[];
  channelData?: { feedbackLoop: { type: 'default' } };
}

/** Schema.org's Message, by which Teams shows citations and that a model worded a text. */
interface Entity {
  type: 'https://schema.org/Message';
  '@type': 'Message';
  '@context': 'https://schema.org';
  '@id': '';
  additionalType?: ['AIGeneratedContent'];
  citation?: {
    '@type': 'Claim';
    position: number;
    appearance: { '@type': 'DigitalDocument'; name: string; abstract: string; url?: string };
  }[];
}

/** A reply ready to be sent. */
export interface Rendered {
  /** Texts, then cards. */
  messages: Message[];
  files: Extract<Block, { kind: 'file' }>[];
  /** The answer that can be rated, by the feedback buttons of the last text. */
  rated?: string;
}

/**
 * Renders a reply. A message holds text or a card, never both: Teams makes two messages of one that
 * does, and gives the id of neither; source: learn.microsoft.com, "Format your bot messages".
 *
 * @param blocks the reply's blocks, top to bottom
 * @param view where it will stand
 * @returns messages within {@link LIMITS}, and the files to offer after them
 */
export function render(blocks: Reply['blocks'], view: View): Rendered {
  const ask = blocks.findIndex(({ kind }) => kind === 'ask');
  // What leads to a form stands in its card: the progress, the words after that, and the buttons.
  const progress = blocks.findLastIndex(({ kind }, at) => kind === 'progress' && at < ask);
  const from = ask < 0 ? blocks.length : progress < 0 ? ask : progress;
  const inCard = (block: Block, at: number) =>
    at >= from || block.kind === 'choices' || (block.kind === 'table' && fitsTable(block));
  const said = blocks.filter((block, at) => !inCard(block, at));
  const shown = blocks.filter(inCard);
  const rated = blocks.find((block) => block.kind === 'rating')?.answer;
  const told = withoutHeld(blocks);
  const summary = cut(plainText({ blocks: told }), LIMITS.summary);
  const text = said
    .map((block) => asText(block, view))
    .filter(Boolean)
    .join('\n\n');
  const body = shown.flatMap((block) => asElements(block, view));
  // An answer keeps a message of its own, for its citations and its rating; a few words before a
  // form or buttons stand in their card.
  const entities = entitiesOf(blocks, view, text);
  const together =
    body.length > 0 && entities.length === 0 && rated === undefined && text.length < MOST_BESIDE;
  const words = together
    ? text
        .split('\n\n')
        .filter(Boolean)
        .map((part) => paragraph(part))
    : [];
  const texts = text === '' || together ? [] : pieces(text, LIMITS.text, (piece) => piece);
  const cards = cardsOf(
    [...words, ...body],
    plainText({ blocks: together ? told : withoutHeld(shown) }),
  );
  return {
    messages: [
      ...texts.map((piece, at): Message => {
        const last = at === texts.length - 1;
        return {
          ...message(piece),
          summary,
          entities: entitiesOf(blocks, view, piece),
          ...(last &&
            rated !== undefined && { channelData: { feedbackLoop: { type: 'default' } } }),
        };
      }),
      ...cards.map((card): Message => ({ ...message(''), summary, attachments: [attached(card)] })),
    ],
    files: blocks.filter((block) => block.kind === 'file'),
    ...(rated !== undefined && { rated }),
  };
}

/** Characters of words that may stand in the card they lead to: its plain twin has to hold them all. */
const MOST_BESIDE = 2_500;

/** Words for whoever is told something and no more. */
export function message(text: string): Message {
  return {
    type: 'message',
    textFormat: 'markdown',
    text,
    summary: text,
    attachments: [],
    entities: [],
  };
}

function asText(block: Block, view: View): string {
  switch (block.kind) {
    case 'text':
      return [markdown(block.text, view), ...(block.byModel ? [`_${WORDS.byModel}_`] : [])].join(
        '\n\n',
      );
    case 'duties':
      return duties(block.title, block.rows, view);
    case 'table':
      return listed(block, view);
    case 'sources':
      return sources(block.sources, view);
    case 'checks':
      return markdown(
        block.rows
          .map(
            ({ level, message: says, marks }) =>
              `- **${WORDS.levels[level]}** ${says} ${sayMarks(marks)}`,
          )
          .join('\n'),
        view,
      );
    case 'progress':
      return sayProgress({ ...block, section: literal(block.section) });
    case 'choices':
    case 'ask':
    case 'file':
    case 'rating':
      return '';
    default:
      return block satisfies never;
  }
}

/** The same for what stands in a card. */
function asElements(block: Block, view: View): Element[] {
  switch (block.kind) {
    case 'choices':
      return choices(block, view);
    case 'ask':
      return ask(block, view);
    case 'table':
      return fitsTable(block) ? [table(block)] : [paragraph(listed(block, view))];
    case 'progress':
      return [paragraph(asText(block, view), { isSubtle: true })];
    case 'text':
    case 'duties':
    case 'sources':
    case 'checks':
    case 'file':
    case 'rating': {
      const text = asText(block, view);
      return text === '' ? [] : [paragraph(text)];
    }
    default:
      return block satisfies never;
  }
}

function markdown(text: string, { isCardLink }: View): string {
  return written(text, isCardLink, {
    bold: (inside) => `**${inside}**`,
    link: (label, address) => `[${label}](${address})`,
    bullet: '- ',
  });
}

/** Words in which nothing is a link, whatever they look like. */
function literal(text: string): string {
  return escaped(text).replaceAll('](', '] (');
}

function duties(title: string, rows: readonly Duty[], view: View): string {
  const groups = byForce(rows);
  const lines = groups.flatMap(({ force, rows: found }) => {
    const { label, means } = FORCE_WORDS[force];
    return [
      ...(title.startsWith(label) ? [] : [`**${label}** (${means})`, '']),
      ...found.map(({ statement, status, marks }) => {
        const note = status === 'in force' ? '' : `(${STATUS_WORDS[status]}) `;
        return `- ${note}${statement} ${sayMarks(marks)}`;
      }),
      '',
    ];
  });
  return markdown(
    [...(title === '' ? [] : [`**${title}**`, '']), ...lines].join('\n').trim(),
    view,
  );
}

type Table = Extract<Block, { kind: 'table' }>;

function fitsTable(block: Table): boolean {
  return (
    block.columns.length <= LIMITS.tableColumns &&
    block.rows.length <= LIMITS.tableRows &&
    Buffer.byteLength(JSON.stringify(table(block))) <= LIMITS.card * 0.8
  );
}

function table({ columns, rows, total }: Table): Element {
  const numeric = numericColumns({ columns, rows });
  const cells = (row: readonly string[], bold = false) => ({
    type: 'TableRow' as const,
    cells: columns.map((_, at) => ({
      type: 'TableCell' as const,
      items: [row[at] ?? '']
        .filter((cell) => cell.trim() !== '')
        .map((cell) => paragraph(literal(cell), bold ? { weight: 'bolder' } : {})),
    })),
  });
  return {
    type: 'Table',
    firstRowAsHeaders: true,
    columns: columns.map((_, at) => ({
      width: 1,
      ...(at > 0 && numeric[at] && { horizontalCellContentAlignment: 'right' as const }),
    })),
    rows: [
      cells(columns, true),
      ...rows.map((row) => cells(row)),
      ...(total ? [cells(total, true)] : []),
    ],
  };
}

/** A table too large for a card, row by row: a message's own text has no tables. */
function listed({ columns, rows, total }: Table, view: View): string {
  const lines = [...rows, ...(total ? [total] : [])].map(([head = '', ...cells]) =>
    [
      `- **${head}**`,
      ...cells.flatMap((cell, at) => (cell === '' ? [] : [`${columns[at + 1] ?? ''}: ${cell}`])),
    ].join('; '),
  );
  return markdown(lines.join('\n'), view);
}

function sources(list: readonly CitedSource[], { isCardLink }: View): string {
  if (list.length === 0) return '';
  const lines = list.map(({ mark, title, locator, url, force, status, checked }) => {
    const name = literal(title);
    return [
      `- [${mark}] ${url !== '' && isCardLink(url) ? `[${name.replace(/[[\]]/g, '')}](${url})` : name}`,
      ...(locator ? [literal(locator)] : []),
      FORCE_WORDS[force].label.toLowerCase(),
      ...(status === 'in force' ? [] : [STATUS_WORDS[status]]),
      `checked ${sayDate(checked)}`,
    ].join(', ');
  });
  return [`**${WORDS.sources}**`, '', ...lines].join('\n');
}

function choices(
  { prompt, choices: list }: Extract<Block, { kind: 'choices' }>,
  view: View,
): Element[] {
  const buttons = list.map(
    ({ action, label }): Action => ({
      type: 'Action.Submit',
      title: cut(label, LIMITS.button),
      associatedInputs: 'none',
      data: { signpost: { do: 'press', action, where: view.where } },
    }),
  );
  return [
    ...(prompt ? [paragraph(markdown(prompt, view))] : []),
    ...inGroups(buttons, LIMITS.actions).map(
      (actions): Element => ({ type: 'ActionSet', actions }),
    ),
  ];
}

function ask(
  { id, title, fields, submit }: Extract<Block, { kind: 'ask' }>,
  view: View,
): Element[] {
  const many = fields.filter(({ input }) => input === 'many' || input === 'ticks');
  // One question must be answered; of several, what is not known yet can be left.
  const strict = fields.length === 1;
  return [
    ...(title === undefined ? [] : [paragraph(markdown(title, view), { weight: 'bolder' })]),
    ...fields.flatMap((field) => [
      input(field, view, strict),
      // Below, since the label belongs to the input and comes first.
      ...(field.hint ? [paragraph(markdown(field.hint, view), { isSubtle: true })] : []),
    ]),
    {
      type: 'ActionSet',
      actions: [
        {
          type: 'Action.Submit',
          title: cut(submit, LIMITS.button),
          style: 'positive',
          data: {
            signpost: {
              do: 'submit',
              ask: id,
              many: many.map((field) => field.id),
              where: view.where,
            },
          },
        },
      ],
    },
  ];
}

function input(field: Field, { values }: View, strict: boolean): Input {
  const label = field.required ? field.label : `${field.label} ${WORDS.optional}`;
  const common = {
    id: field.id,
    label,
    ...(field.required && strict && { isRequired: true as const, errorMessage: WORDS.required }),
  };
  const given = [values?.[field.id] ?? field.value ?? []].flat().filter((one) => one !== '');
  const options = field.options ?? (field.input === 'yesno' ? WORDS.yesNo : []);
  const known = given.filter((one) => options.some(({ value }) => value === one));
  const set = (multi: boolean): Input =>
    options.length === 0
      ? text(false)
      : {
          type: 'Input.ChoiceSet',
          ...common,
          style: options.length > MOST_SHOWN && !multi ? 'compact' : 'expanded',
          wrap: true,
          choices: options.map(({ value, label: title }) => ({ title, value })),
          ...(multi && { isMultiSelect: true as const }),
          ...(known.length > 0 && { value: multi ? known.join(',') : (known[0] ?? '') }),
        };
  const text = (isMultiline: boolean): Input => ({
    type: 'Input.Text',
    ...common,
    ...((isMultiline || given.join('').includes('\n')) && { isMultiline: true as const }),
    ...(given.length > 0 && { value: given.join('\n') }),
  });
  switch (field.input) {
    case 'one':
    case 'yesno':
      return set(false);
    case 'many':
    case 'ticks':
      return set(true);
    case 'date': {
      const [date = ''] = given;
      // A date that was typed and not understood goes back into a box, where it can be mended.
      if (date !== '' && !isDay(date)) return text(false);
      return { type: 'Input.Date', ...common, ...(date !== '' && { value: date }) };
    }
    case 'lines':
      return text(true);
    case 'line':
    case 'month':
    case 'number':
    case 'percent':
    case 'money':
      return text(false);
    default:
      return field.input satisfies never;
  }
}

/** Options that are all shown; more fold into a menu. */
const MOST_SHOWN = 10;

/** The body as cards, each small enough; a form is never parted. */
function cardsOf(body: readonly Element[], fallback: string): Card[] {
  const cards: Card[] = [];
  let open: Element[] = [];
  const close = () => {
    if (open.length > 0)
      cards.push({
        type: 'AdaptiveCard',
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        version: '1.5',
        fallbackText: cut(fallback, LIMITS.card / 8),
        body: open,
      });
    open = [];
  };
  const isForm = body.some(({ type }) => type.startsWith('Input.'));
  for (const element of body) {
    const size = Buffer.byteLength(JSON.stringify([...open, element]));
    if (!isForm && open.length > 0 && size > LIMITS.card * 0.8) close();
    open.push(element);
  }
  close();
  return cards;
}

/** Citations for the marks in the text, and the label of a text that a model worded. */
function entitiesOf(blocks: readonly Block[], { isCardLink }: View, said: string): Entity[] {
  const byModel = blocks.some((block) => block.kind === 'text' && block.byModel);
  const cited = blocks
    .flatMap((block) => (block.kind === 'sources' ? block.sources : []))
    .filter(({ mark }) => said.includes(`[${mark}]`));
  if (!byModel && cited.length === 0) return [];
  const entity: Entity = {
    type: 'https://schema.org/Message',
    '@type': 'Message',
    '@context': 'https://schema.org',
    '@id': '',
    ...(byModel && { additionalType: ['AIGeneratedContent'] }),
    ...(cited.length > 0 && {
      citation: cited
        .slice(0, LIMITS.citations)
        .map(({ mark, title, locator, url, force, checked }) => ({
          '@type': 'Claim',
          position: mark,
          appearance: {
            '@type': 'DigitalDocument',
            name: cut(title, LIMITS.citationName),
            abstract: cut(
              [locator, FORCE_WORDS[force].label, `checked ${sayDate(checked)}`]
                .filter(Boolean)
                .join(', '),
              LIMITS.citationAbstract,
            ),
            ...(url !== '' && isCardLink(url) && { url }),
          },
        })),
    }),
  };
  return [entity];
}
