/** The conversations shown on the page, in memory only: the core keeps no more of a turn than follow-ups need. */
import type { Role, Values } from '../../src/incoming.ts';
import type { Block, Reply } from '../../src/reply.ts';
import { closed } from './asks.ts';

/** One thing said and what was answered. */
export interface Turn {
  /** The delivery's id. */
  id: string;
  /** Counts up in one conversation; part of the ids on the page. */
  number: number;
  /** What to show as said. */
  said: Said;
  reply: Reply;
  /** Where each file block of the reply can be fetched. */
  files: ReadonlyMap<Block, { href: string; size: number }>;
  /** What was typed into a form, shown again if the reply asks the same; dropped with the next turn. */
  values?: Values;
}

/** What a person did, as shown back to them. An answer to a question of the bot is never among it. */
export type Said =
  | {
      kind: 'asked';
      text: string /** It may be an answer: dropped with the next turn. */;
      brief?: true;
    }
  | { kind: 'chose'; label: string }
  | { kind: 'answered'; questions: readonly string[] }
  | { kind: 'wrote' }
  | { kind: 'not kept' };

/** One browser's conversation. */
export interface Visitor {
  turns: Turn[];
  /** How many turns there have been, including those let go. */
  count: number;
  role?: Role;
  /** Replies to ratings, by the answer rated. */
  thanks: Map<string, Reply>;
  /** Deliveries being answered now, so that a double click waits for one answer. */
  pending: Map<string, Promise<Turn>>;
  seen: number;
}

/** The conversations by their place. */
export interface Visitors {
  /** The conversation, if it is still kept. */
  find(place: string): Visitor | undefined;
  /** The conversation, begun if need be. */
  open(place: string): Visitor;
  /** Adds a turn, closes the one before it and lets go of the oldest. */
  add(visitor: Visitor, turn: Omit<Turn, 'number'>): Turn;
  /** Lets go of a conversation. */
  forget(place: string): void;
}

/** How much is kept, and for how long. */
export const KEPT = { turns: 20, visitors: 1000, milliseconds: 2 * 60 * 60 * 1000 } as const;

/**
 * Makes the memory of conversations.
 *
 * @param now the clock
 * @returns functions over it; what is older than {@link KEPT} or beyond its numbers is gone
 */
export function visitors(now: () => number): Visitors {
  // A Map keeps the order of insertion: re-inserting on use makes the first the least recently used.
  const kept = new Map<string, Visitor>();

  const sweep = () => {
    for (const [place, visitor] of kept) {
      if (visitor.seen > now() - KEPT.milliseconds && kept.size <= KEPT.visitors) break;
      kept.delete(place);
    }
  };
  const use = (place: string, visitor: Visitor) => {
    visitor.seen = now();
    kept.delete(place);
    kept.set(place, visitor);
    sweep();
    return visitor;
  };

  return {
    find(place) {
      sweep();
      const visitor = kept.get(place);
      return visitor && use(place, visitor);
    },
    open(place) {
      sweep();
      const fresh = () => ({ turns: [], count: 0, thanks: new Map(), pending: new Map(), seen: 0 });
      return use(place, kept.get(place) ?? fresh());
    },
    add(visitor, turn) {
      visitor.count += 1;
      visitor.turns = visitor.turns.map(laidAside);
      const added = { ...turn, number: visitor.count };
      visitor.turns.push(added);
      if (visitor.turns.length > KEPT.turns) visitor.turns.shift();
      return added;
    },
    forget: (place) => void kept.delete(place),
  };
}

/** A turn that is no longer the newest: its form is closed, and no answer is kept with it. */
function laidAside({ values: _, ...turn }: Turn): Turn {
  const brief = turn.said.kind === 'asked' && turn.said.brief;
  return {
    ...turn,
    said: brief ? { kind: 'wrote' } : turn.said,
    reply: { ...turn.reply, blocks: closed(turn.reply.blocks) },
  };
}
