/** Safety before anything else: a child at risk, a wrong asked for, details to be left out. */

import { asksForWrong, type Wrong, withoutOrders } from './conduct.ts';
import { findIdentifiers, withoutIdentifiers } from './identifiers.ts';
import { suggestsRisk, withoutHarmless } from './risk.ts';
import type { Safety } from './words.ts';

/** What was found in a message. */
export type Judgement =
  | { kind: 'risk' }
  | { kind: 'wrong'; wrong: Wrong }
  | {
      kind: 'fine';
      /** The message without orders to the bot and without identifying details. */
      text: string;
      /** Whether identifying details were taken out. */
      identified: boolean;
      /**
       * How much it reads like a worry about a child, by the examples. Above 0 it may be one: unless
       * it is clearly a question, treat it as one.
       */
      worry: number;
    };

/** Above this the examples leave little doubt; between 0 and this a clear question may still be one. */
const SURE = 3;

/** One or two words, such as "No", tell nothing that the listed patterns would not. */
const FEWEST_WORDS = 3;

/**
 * Judges a message as typed. Risk is looked for first and in the whole message, so that nothing
 * else in it can stand in its way (Keeping children safe in education: act at once).
 */
export function judge(typed: string, safety: Safety): Judgement {
  if (suggestsRisk(typed, safety.risk)) return { kind: 'risk' };
  const wrong = asksForWrong(typed, safety.conduct);
  if (wrong) return { kind: 'wrong', wrong };
  const worry = worryIn(typed, safety);
  if (worry >= SURE) return { kind: 'risk' };
  const text = withoutOrders(typed);
  const identified = findIdentifiers(text, safety.identifiers).length > 0;
  return {
    kind: 'fine',
    text: identified ? withoutIdentifiers(text, safety.identifiers) : text,
    identified,
    worry,
  };
}

function worryIn(text: string, safety: Safety): number {
  if (text.trim().split(/\s+/).length < FEWEST_WORDS) return 0;
  return safety.worry(withoutHarmless(text, safety.risk));
}
