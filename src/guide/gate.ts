/** What must not be kept: looked for in every text before it becomes an answer. */

import {
  findIdentifiers,
  type IdentifierKind,
  STAFF_DETAILS,
  sayIdentifiers,
} from '../safety/identifiers.ts';
import { judge } from '../safety/judge.ts';
import type { Safety } from '../safety/words.ts';
import type { PlainQuestion } from './form.ts';

/** What the gate says of a text. */
export type Gate =
  | { kind: 'open' }
  /** It may tell of a child who is not safe. */
  | { kind: 'risk' }
  /** It holds what could identify somebody; `says` names the kinds, never the words. */
  | { kind: 'identified'; says: string };

/** A setting is known by its address, as staff are by their names. */
const SETTING_DETAILS: readonly IdentifierKind[] = ['name', 'adult name', 'address', 'postcode'];

/**
 * An application describes needs, which reads more like a worry than a question does: so much more
 * must speak for one here.
 */
const WORRY = 0.5;

/**
 * Looks at one text. A closed question's answer is a choice or a number and needs no gate.
 *
 * @param fine the writer has said that what was seen is a false alarm, or that the safeguarding
 *   lead knows
 */
export function gate(question: PlainQuestion, text: string, safety: Safety, fine: boolean): Gate {
  if (question.type !== 'line' && question.type !== 'long') return { kind: 'open' };
  return gateText(text, safety, { fine, ...(question.names && { names: question.names }) });
}

/** As {@link gate}, for words that answer no question: a note, a pasted report. */
export function gateText(
  text: string,
  safety: Safety,
  { fine = false, names }: { fine?: boolean; names?: 'staff' | 'setting' } = {},
): Gate {
  if (fine) return { kind: 'open' };
  const judged = judge(text, safety);
  if (judged.kind === 'risk' || (judged.kind === 'fine' && judged.worry > WORRY))
    return { kind: 'risk' };
  const allowed = names === 'staff' ? STAFF_DETAILS : names === 'setting' ? SETTING_DETAILS : [];
  const found = findIdentifiers(text, safety.identifiers, allowed);
  return found.length === 0
    ? { kind: 'open' }
    : { kind: 'identified', says: `${sayIdentifiers(found, text)} ${WITHOUT}` };
}

const WITHOUT =
  'It is not saved. Please send the sentence again without it: write "the pupil", "a parent" or a job title.';
