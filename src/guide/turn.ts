/** What one turn of drafting is made of, and the replies it ends in. */

import type { Place } from '../incoming.ts';
import type { Block, Choice, Outcome, Reply } from '../reply.ts';
import { WORDS } from './words.ts';

/** What the guide makes of a turn. */
export type Guided =
  | { kind: 'reply'; reply: Reply }
  /** A question for the cards; what was open is put again below the answer. */
  | { kind: 'question'; text: string; after: readonly Block[] }
  /** A child may not be safe: nothing was kept. */
  | { kind: 'risk' };

/** Who speaks, where. */
export interface Speaker {
  person: string;
  place: Place;
}

/** Words as a block. */
export function text(words: string): Block {
  return { kind: 'text', text: words };
}

/** Buttons as a block. */
export function choices(list: readonly Choice[], prompt?: string): Block {
  return { kind: 'choices', choices: list, ...(prompt !== undefined && { prompt }) };
}

/** A reply that helps on. */
export function helped(blocks: readonly Block[]): Reply {
  return { outcome: 'helped', blocks, cards: [] };
}

/** A turn that ends in a reply. */
export function reply(
  blocks: readonly Block[],
  {
    outcome = 'helped',
    cards = [],
    dropMessage = false,
  }: { outcome?: Outcome; cards?: readonly string[]; dropMessage?: boolean } = {},
): Guided {
  return {
    kind: 'reply',
    reply: { outcome, blocks, cards, ...(dropMessage && { dropMessage: true as const }) },
  };
}

/** A turn that ends where others can read it: nothing is shown of a draft, or kept. */
export function onlyInPrivate(): Guided {
  return { kind: 'reply', reply: { ...helped([text(WORDS.shared)]), onlyInPrivate: true } };
}
