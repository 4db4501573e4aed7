import { type Block, plainText, type Reply } from '../../src/reply.ts';

/** What the person can press by typing: a number for each choice, + or - for the rating. */
export interface Keys {
  choices: readonly { action: string; label: string }[];
  /** A question waits: numbers are its answer, and a choice is made by its words. */
  asks: boolean;
  rating: string | undefined;
}

/**
 * A reply as lines for a terminal.
 *
 * @returns the text, and what the numbers and signs below it stand for
 */
export function renderReply(reply: Reply): { text: string; keys: Keys } {
  // While a question waits for its answer a number is that answer, so commands go by their words.
  const asks = reply.blocks.some((block) => block.kind === 'ask');
  const choices = reply.blocks.flatMap((block) => (block.kind === 'choices' ? block.choices : []));
  const rating = reply.blocks.find((block) => block.kind === 'rating')?.answer;
  const hints = [
    ...(choices.length > 0 && !asks ? [`type a number from 1 to ${choices.length} to choose`] : []),
    ...(rating ? ['+ if this helped, - if not'] : []),
  ];
  const text = [
    asks ? plainText(reply) : numbered(reply),
    hints.length > 0 ? `(${hints.join('; ')})` : '',
  ]
    .filter(Boolean)
    .join('\n\n');
  return { text: printable(text), keys: { choices, asks, rating } };
}

/** Numbers run on through all lists of choices, so that each number means one thing. */
function numbered(reply: Reply): string {
  let count = 0;
  const blocks: Block[] = reply.blocks.map((block) => {
    if (block.kind !== 'choices') return block;
    const lines = block.choices.map(({ label }) => {
      count += 1;
      return `${count}. ${label}`;
    });
    return { kind: 'text', text: [block.prompt ?? '', ...lines].filter(Boolean).join('\n') };
  });
  return plainText({ blocks });
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
