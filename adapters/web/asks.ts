/** A question in the conversation: live while it is the newest, then closed; and what went wrong with its answer. */
import type { Values } from '../../src/incoming.ts';
import type { Block, Reply } from '../../src/reply.ts';

type Ask = Extract<Block, { kind: 'ask' }>;
type Blocks = Reply['blocks'];

/**
 * The question a reply ends with.
 *
 * @param reply of one turn
 * @returns its `ask`, if it has one
 */
export function askOf(reply: Pick<Reply, 'blocks'>): Ask | undefined {
  return reply.blocks.find((block) => block.kind === 'ask');
}

/**
 * A reply whose question is no longer the newest: an old form must not invite a second answer, and
 * what it held is not kept either.
 *
 * @param blocks the reply's blocks
 * @returns them without the form and without what belongs to it: the progress, the words that lead
 *   to the form and the buttons beside it
 */
export function closed(blocks: Blocks): Blocks {
  const ask = blocks.findIndex(({ kind }) => kind === 'ask');
  if (ask < 0) return blocks;
  const lead = blocks.slice(0, ask).findLastIndex(({ kind }) => kind === 'progress');
  const from = lead < 0 ? ask : lead;
  return blocks.filter(({ kind }, index) => {
    if (index === ask || index === from) return false;
    if (kind === 'text') return index < from || index > ask;
    return kind !== 'choices' || index < from;
  });
}

/**
 * The words said before the question: that an answer was saved, what is worth a second look.
 *
 * @param blocks the reply's blocks
 * @returns the `text` blocks that come before the question and its progress
 */
export function wordsBefore(blocks: Blocks): string[] {
  const end = blocks.findIndex(({ kind }) => kind === 'progress' || kind === 'ask');
  return blocks
    .slice(0, end < 0 ? undefined : end)
    .flatMap((block) => (block.kind === 'text' ? [block.text] : []));
}

/** A reply with each problem taken to its field. */
export interface Beside {
  blocks: Blocks;
  /** What is wrong, by the field's id. */
  problems: ReadonlyMap<string, string>;
}

/**
 * Puts what could not be taken beside the field it is about. A field whose answer was saved comes
 * back under another id, since its version is part of it: so a field that was sent and comes back
 * under the same id was not taken. The core says why in the last words before the question, one
 * text for each such field, in the order sent.
 *
 * @param blocks the reply's blocks
 * @param values what was sent, if this reply answers a form
 * @returns the blocks without those words, and with the buttons that belong to the problem below the form
 */
export function besideFields(blocks: Blocks, values: Values | undefined): Beside {
  const none: Beside = { blocks, problems: new Map() };
  const ask = askOf({ blocks });
  if (!values || !ask) return none;
  const back = Object.keys(values).filter((id) => ask.fields.some((field) => field.id === id));
  const filled = back.filter((id) => [values[id] ?? ''].flat().some((part) => part.trim() !== ''));
  // With nothing filled in, the one complaint is about the form as a whole: its first field.
  const failed = filled.length > 0 ? filled : back.slice(0, 1);
  const end = blocks.findIndex(({ kind }) => kind === 'progress' || kind === 'ask');
  const words = blocks.slice(0, end).filter(({ kind }) => kind === 'text');
  if (failed.length === 0 || words.length < failed.length) return none;
  const told = words.slice(-failed.length);
  const problems = new Map(
    failed.map((id, at) => {
      const block = told[at];
      return [id, block?.kind === 'text' ? block.text : ''] as const;
    }),
  );
  const buttons = blocks.slice(0, end).filter(({ kind }) => kind === 'choices');
  const rest = blocks.filter((block) => !told.includes(block) && !buttons.includes(block));
  const at = rest.indexOf(ask) + 1;
  return { blocks: [...rest.slice(0, at), ...buttons, ...rest.slice(at)], problems };
}
