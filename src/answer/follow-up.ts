/** Whether a question leans on the turns before, and what it takes over from them. */

import type { Role } from '../incoming.ts';
import { PRONOUN } from './questions.ts';
import type { Roles } from './roles.ts';
import { content, join, type WeightedUnit } from './units.ts';
import type { Unit } from './words.ts';

/** What the last turns left behind: all that a follow-up needs. */
export interface Context {
  role?: Role;
  /** Oldest first; the last few turns. */
  turns: readonly PastTurn[];
}

/** One past turn: the question as it was resolved, and the cards it was answered from. */
export interface PastTurn {
  asked: string;
  cards: readonly string[];
}

/** How surely a question leans on the turns before. */
export type Leaning = 'no' | 'slightly' | 'perhaps' | 'surely';

const FOLLOW_SURE =
  /^(?:ok(?:ay)?|right|thanks|great|so|but|and|or|also|then|oh|hmm|yes|no|sorry)?[ ,.-]*(?:and|or|but)?[ ,]*(?:what about|how about|and for|and the|and if|and what|and in|and do|and does|and is|and are|and can|and who|and how|and when|and where|and why|(?:and|or) [a-z-]+(?: [a-z-]+)?\??$|same for|is it the same|what if|also for|for |in |i mean\b|i meant\b|sorry,? i mean|no,? i mean|not |instead|even if|even for)/;

const CORRECTION = /\b(?:i mean|meant|should have said|not \w+,? (?:but )?)\b/;

/** "How often does it meet?" */
const STANDS_FOR_IT = /\b(?:it|its|they|them|their|those|these)\b/;

/** "Sorry, I meant SENCO". */
export function isCorrection(text: string): boolean {
  return CORRECTION.test(text);
}

/** Whether the message opens as a follow-up does: "and for …", "what about …". */
export function opensAsFollowUp(text: string): boolean {
  return FOLLOW_SURE.test(text);
}

/** @param about how many things the question is about by itself */
export function leaning(text: string, about: number): Leaning {
  if (opensAsFollowUp(text) || about === 0 || (isCorrection(text) && about <= 3)) return 'surely';
  if (STANDS_FOR_IT.test(text) && about <= 1) return 'surely';
  if (PRONOUN.test(text) && about <= 5) return 'perhaps';
  // "Deadline?", "what sort": too short to be a question of its own.
  if (about <= 1 && text.split(' ').length <= 3) return 'perhaps';
  return about <= 4 ? 'slightly' : 'no';
}

/**
 * Joins a follow-up to what came before: what it names replaces what is of the same sort (a role
 * for a role, a setting for a setting, a question word for a question word), the rest stays.
 */
export function carry(
  own: readonly WeightedUnit[],
  previous: readonly WeightedUnit[],
  topic: readonly WeightedUnit[],
  correction: boolean,
  roles: Roles,
): WeightedUnit[] {
  const hasRole = own.some((unit) => roles.is(unit));
  const hasQuestion = own.some((unit) => unit.kind === 'question');
  const nouns = content(own).filter((unit) => !roles.is(unit));
  const replaced = (unit: Unit) =>
    (hasRole && roles.is(unit)) ||
    ((unit.kind === 'question' || unit.kind === 'small') && (hasQuestion || nouns.length > 1));
  const named = previous.some((unit) => unit.kind === 'term');
  // What the new question says for itself takes the place of what the old one said; what both are
  // about, mostly a thing with a name, stays.
  const fade = (unit: Unit) => {
    if (correction || unit.kind === 'term') return 0.8;
    // "And how often?" asks something else of the thing with a name.
    if (nouns.length === 0) return named && hasQuestion ? 0.5 : 0.8;
    return named && hasQuestion ? 0.25 : 0.45;
  };
  const kept = previous
    .filter((unit) => !replaced(unit))
    .map((unit) => ({ ...unit, weight: unit.weight * fade(unit) }));
  // "And for teachers?" asks the same of somebody else: what the answer was about says the same what.
  const about = nouns.length === 0 && hasRole ? content(topic) : [];
  return join(
    join(own, kept),
    about.filter((unit) => !replaced(unit) && !roles.is(unit)),
  );
}
