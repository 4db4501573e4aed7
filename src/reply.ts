/** What the core answers: blocks from top to bottom, and how the turn ended. */

/** How far a statement binds, strongest first. */
export const FORCES = [
  'must',
  'grant condition',
  'should',
  'local',
  'good practice',
  'right',
  'definition',
  'context',
] as const;

/** One of {@link FORCES}. */
export type Force = (typeof FORCES)[number];

/** Whether a statement is the rule today. */
export const STATUSES = ['in force', 'enacted', 'proposed', 'superseded'] as const;

/** One of {@link STATUSES}. */
export type Status = (typeof STATUSES)[number];

/** How the turn ended. */
export type Outcome =
  | 'answered'
  | 'partly'
  | 'choices'
  | 'declined'
  | 'safeguarding'
  | 'refused'
  | 'helped';

/** A source as shown to the reader. `mark` is its number in this reply. */
export interface CitedSource {
  mark: number;
  /** The source's id in sources.yaml. */
  id: string;
  title: string;
  /** "section 67(2)", "paragraph 6.17", "The ONE Point Panel"; empty for the whole source. */
  locator: string;
  /** Empty where the source has no public address. */
  url: string;
  force: Force;
  status: Status;
  /** ISO date on which a person last checked it. */
  checked: string;
}

/** One row of a list of duties. */
export interface Duty {
  statement: string;
  force: Force;
  status: Status;
  marks: readonly number[];
}

/** A button: pressing it sends `action` back; typing `label` does the same. */
export interface Choice {
  action: string;
  label: string;
}

/** What a field of an `ask` takes. */
export type Input =
  | 'line'
  | 'lines'
  | 'one'
  | 'many'
  | 'yesno'
  | 'ticks'
  | 'date'
  | 'month'
  | 'number'
  | 'percent'
  | 'money';

/** One field of an `ask`. */
export interface Field {
  id: string;
  label: string;
  hint?: string;
  input: Input;
  options?: readonly { value: string; label: string }[];
  required: boolean;
  /** What the field holds before anything is typed. */
  value?: string | readonly string[];
}

/** One block of a reply. Every renderer is one exhaustive switch over `kind`. */
export type Block =
  | { kind: 'text'; text: string; byModel?: true }
  | { kind: 'duties'; title: string; rows: readonly Duty[] }
  | {
      kind: 'table';
      columns: readonly string[];
      rows: readonly (readonly string[])[];
      total?: readonly string[];
    }
  | { kind: 'sources'; sources: readonly CitedSource[] }
  | {
      kind: 'checks';
      rows: readonly {
        level: 'stop' | 'warn' | 'note';
        message: string;
        marks: readonly number[];
      }[];
    }
  | { kind: 'choices'; prompt?: string; choices: readonly Choice[] }
  | { kind: 'ask'; id: string; title?: string; fields: readonly Field[]; submit: string }
  | { kind: 'progress'; done: number; of: number; section: string }
  | { kind: 'file'; name: string; mediaType: string; bytes: Uint8Array }
  | { kind: 'rating'; answer: string };

/** A whole reply. `cards` are the ids of the cards it was made from. */
export interface Reply {
  outcome: Outcome;
  blocks: readonly Block[];
  cards: readonly string[];
  /** The message held what must not be kept: a surface drops its own copy of it too. */
  dropMessage?: true;
  /**
   * Asked for in a shared place, but only done in private: a surface that can open a private
   * conversation with the person takes it there and asks again.
   */
  onlyInPrivate?: true;
}

/**
 * Blocks without what a form holds already: for notifications and for what a platform keeps, where
 * an answer given before has no place.
 */
export function withoutHeld(blocks: readonly Block[]): Block[] {
  return blocks.map((block) =>
    block.kind === 'ask'
      ? { ...block, fields: block.fields.map(({ value: _held, ...field }) => field) }
      : block,
  );
}

const LEVELS = { stop: 'Stop', warn: 'Check', note: 'Note' } as const;

/**
 * A reply as plain text: for notifications, screen readers, the terminal and tests.
 *
 * @returns lines from top to bottom; Markdown's marks are taken out, everything else is said
 */
export function plainText(reply: Pick<Reply, 'blocks'>): string {
  // While a question waits, a number is its answer: commands beside it are said by their words.
  const asks = reply.blocks.some(({ kind }) => kind === 'ask');
  return reply.blocks
    .map((block) => (asks && block.kind === 'choices' ? sayCommands(block) : plainBlock(block)))
    .filter(Boolean)
    .join('\n\n');
}

/** What a field holds as its form shows it: a choice by its label, a date in words. */
function sayHeld({ options }: Field): (value: string) => string {
  return (value) => {
    const label = options?.find((option) => option.value === value)?.label;
    const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
    if (label !== undefined || day === undefined) return label ?? value;
    return Number.isNaN(day.getTime()) ? value : LONG_DATE.format(day);
  };
}

const LONG_DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

function sayCommands({ prompt, choices }: Extract<Block, { kind: 'choices' }>): string {
  const words = choices.map(({ label }) => label).join(' · ');
  return `${(prompt ?? 'Or say').replace(/:$/, '')}: ${words}`;
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.text
        .replace(/\*\*(.+?)\*\*/g, '$1')
        .replace(/\[([^\]]+)\]\((?:https?|mailto):[^)]+\)/g, '$1');
    case 'duties':
      return [
        `${block.title}:`,
        ...block.rows.map(
          ({ statement, force, status, marks }) =>
            `- ${statement} (${force}${status === 'in force' ? '' : `, ${status}`}) ${sayMarks(marks)}`,
        ),
      ].join('\n');
    case 'table':
      return [block.columns, ...block.rows, ...(block.total ? [block.total] : [])]
        .map((row) => row.join(' | '))
        .join('\n');
    case 'sources':
      return [
        'Sources:',
        ...block.sources.map(
          ({ mark, title, locator, url, checked }) =>
            `[${mark}] ${[title, locator].filter(Boolean).join(', ')}${url ? ` ${url}` : ''} (checked ${checked})`,
        ),
      ].join('\n');
    case 'checks':
      return block.rows
        .map(({ level, message, marks }) =>
          `${LEVELS[level]}: ${message} ${sayMarks(marks)}`.trim(),
        )
        .join('\n');
    case 'choices':
      return [
        ...(block.prompt ? [block.prompt] : []),
        ...block.choices.map(({ label }, at) => `${at + 1}. ${label}`),
      ].join('\n');
    case 'ask':
      return plainAsk(block);
    case 'progress':
      return `${block.section}: ${block.done} of ${block.of}`;
    case 'file':
      return `File: ${block.name}`;
    case 'rating':
      return '';
    default:
      return block satisfies never;
  }
}

/** One prompt at a time: typing answers the first field, and the rest are only named. */
function plainAsk({ title, fields }: Extract<Block, { kind: 'ask' }>): string {
  const [first, ...rest] = fields;
  if (!first) return title ?? '';
  const optional = first.required ? '' : ' (optional)';
  return [
    ...(title ? [title] : []),
    `${first.label}${optional}`,
    ...(first.hint ? [first.hint] : []),
    ...(first.options ?? []).map(({ label }, at) => `${at + 1}. ${label}`),
    ...(first.value?.length ? [`Now: ${[first.value].flat().map(sayHeld(first)).join('; ')}`] : []),
    ...(rest.length > 0 ? [`Next: ${rest.map(({ label }) => label).join(' · ')}`] : []),
  ].join('\n');
}

/** "[1][2]", to follow a statement. */
export function sayMarks(marks: readonly number[]): string {
  return marks.map((mark) => `[${mark}]`).join('');
}
