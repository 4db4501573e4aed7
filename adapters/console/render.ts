import { type Block, plainText, type Reply } from '../../src/reply.ts';

/** What the person can press by typing: a number for each choice, + or - for the rating. */
export interface Keys {
  choices: readonly { action: string; label: string }[];
  /** A question waits: numbers are its answer, and a choice is made by its words. */
  asks: boolean;
  /** What Enter alone answers: the words that the question suggests. */
  suggested?: string;
  rating: string | undefined;
}

/** How a reply is laid out. */
export interface Layout {
  /** The columns of the screen; without it lines run on, as a script or a file wants them. */
  width?: number;
  /** The commands that were said last: the same ones are not said again. */
  commands?: string;
}

/**
 * A reply as lines for a terminal.
 *
 * @returns the text, what the numbers and signs below it stand for, and the commands said beside a question
 */
export function renderReply(
  reply: Reply,
  { width = Number.POSITIVE_INFINITY, commands: before = '' }: Layout = {},
): { text: string; keys: Keys; commands: string } {
  // While a question waits for its answer a number is that answer, so commands go by their words.
  const asks = reply.blocks.some((block) => block.kind === 'ask');
  const choices = reply.blocks.flatMap((block) => (block.kind === 'choices' ? block.choices : []));
  const rating = reply.blocks.find((block) => block.kind === 'rating')?.answer;
  const suggested = reply.blocks.find((block) => block.kind === 'ask')?.fields[0]?.value;
  const enter = typeof suggested === 'string' && suggested !== '' ? suggested : undefined;
  const hints = [
    ...(enter === undefined ? [] : [`press Enter to keep ${enter}`]),
    ...(choices.length > 0 && !asks ? [`type a number from 1 to ${choices.length} to choose`] : []),
    ...(rating
      ? [asks ? '+ or - tells whether the answer helped' : '+ if this helped, - if not']
      : []),
  ];
  const last = reply.blocks.findLast((block) => block.kind === 'choices');
  const commands = asks && last ? sayCommands(last) : '';
  const blocks = reply.blocks
    .filter((block) => !(asks && block === last && commands === before))
    .map((block): Block => {
      if (block.kind === 'table') return { kind: 'text', text: sayTable(block, width) };
      if (block.kind === 'progress') return { kind: 'text', text: sayProgress(block) };
      return asks && block.kind === 'choices' ? { kind: 'text', text: sayCommands(block) } : block;
    });
  const text = [
    asks ? plainText({ blocks }) : numbered(blocks),
    hints.length > 0 ? `(${hints.join('; ')})` : '',
  ]
    .filter(Boolean)
    .join('\n\n');
  const wrapped = printable(text)
    .split('\n')
    .map((line) => wrap(line, width))
    .join('\n');
  return {
    text: wrapped,
    keys: { choices, asks, rating, ...(enter !== undefined && { suggested: enter }) },
    commands,
  };
}

/** "--- 5. Voices (12 of 100 done)": the number is of the whole draft, so it stands apart. */
function sayProgress({ section, done, of }: Extract<Block, { kind: 'progress' }>): string {
  return `--- ${section} (${done} of ${of} done)`;
}

/** "Or say: skip · back": the words of the buttons. */
function sayCommands({ prompt, choices }: Extract<Block, { kind: 'choices' }>): string {
  const words = choices.map(({ label }) =>
    label.replace(/^[A-Z](?=[a-z'])/, (letter) => letter.toLowerCase()),
  );
  return `${(prompt ?? 'Or say').replace(/:$/, '')}: ${words.join(' · ')}`;
}

/** Numbers run on through all lists of choices, so that each number means one thing. */
function numbered(blocks: readonly Block[]): string {
  let count = 0;
  return plainText({
    blocks: blocks.map((block) => {
      if (block.kind !== 'choices') return block;
      const lines = block.choices.map(({ label }) => {
        count += 1;
        return `${count}. ${label}`;
      });
      return { kind: 'text', text: [block.prompt ?? '', ...lines].filter(Boolean).join('\n') };
    }),
  });
}

/** Columns under each other; where they are wider than the screen, each row as lines of its own. */
function sayTable(table: Extract<Block, { kind: 'table' }>, width: number): string {
  const rows = [table.columns, ...table.rows, ...(table.total ? [table.total] : [])];
  const widths = table.columns.map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? '')].length)),
  );
  if (widths.reduce((sum, one) => sum + one + 2, 0) <= width)
    return rows
      .map((row) =>
        row
          .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length))
          .join('  ')
          .trimEnd(),
      )
      .join('\n');
  return rows
    .slice(1)
    .map(([head = '', ...cells]) =>
      [
        head,
        ...cells.flatMap((cell, at) =>
          cell === '' ? [] : [`  ${table.columns[at + 1]}: ${cell}`],
        ),
      ].join('\n'),
    )
    .join('\n');
}

/** Breaks a line between words; what follows a bullet or a number stands under its words. */
function wrap(line: string, width: number): string {
  if (line.length <= width) return line;
  const indent = ' '.repeat(/^\s*(?:- |\d+\. |\[\d+\] )?/.exec(line)?.[0].length ?? 0);
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const at = rest.lastIndexOf(' ', width);
    // A word longer than the line, such as an address, is left whole.
    const cut = at > indent.length ? at : rest.indexOf(' ', width);
    if (cut < 0) break;
    lines.push(rest.slice(0, cut));
    rest = indent + rest.slice(cut + 1);
  }
  return [...lines, rest].join('\n');
}

/** Takes out control characters, so that no answer can move the cursor or colour the screen. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  return text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, '');
}

/** The source as scripts read it. */
export interface JsonSource {
  title: string;
  locator: string;
  url: string;
  force: string;
  status: string;
  checked: string;
}

/** One line of `ask --jsonl`. */
export interface JsonAnswer {
  id: string;
  outcome: Reply['outcome'];
  text: string;
  sources: JsonSource[];
  cards: readonly string[];
  ms: number;
}

/** A reply as one object for scripts; `ms` is the time inside the core. */
export function jsonAnswer(id: string, reply: Reply, ms: number): JsonAnswer {
  const sources = reply.blocks.flatMap((block) =>
    block.kind === 'sources'
      ? block.sources.map(({ title, locator, url, force, status, checked }) => ({
          title,
          locator,
          url,
          force,
          status,
          checked,
        }))
      : [],
  );
  return {
    id,
    outcome: reply.outcome,
    text: plainText(reply),
    sources,
    cards: reply.cards,
    ms: Math.round(ms * 1000) / 1000,
  };
}

/** A whole reply as one object: files as base64, or as the path they were saved under. */
export function jsonReply(reply: Reply, paths?: ReadonlyMap<Block, string>): object {
  const blocks = reply.blocks.map((block) => {
    if (block.kind !== 'file') return block;
    const { bytes, ...file } = block;
    const path = paths?.get(block);
    return path === undefined
      ? { ...file, bytes: Buffer.from(bytes).toString('base64') }
      : { ...file, path };
  });
  return { outcome: reply.outcome, text: plainText(reply), cards: reply.cards, blocks };
}
