/** What must not be kept: looked for in every text before it becomes an answer. */

import {
  findIdentifiers,
  type Identifier,
  type IdentifierKind,
  STAFF_DETAILS,
  sayIdentifiers,
} from '../safety/identifiers.ts';
import { type Judgement, judge } from '../safety/judge.ts';
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
const WORRY = 1.25;

/** What the writer has said of the text that comes next. */
export type Fine =
  /** What looked like an identifying detail is none. */
  | 'details'
  /** The safeguarding lead knows of it. */
  | 'safety';

/** What is known before looking. */
interface Before {
  fine?: Fine | undefined;
  names?: 'staff' | 'setting' | undefined;
  /** What the bot has already made of the same text. */
  judged?: Judgement | undefined;
}

/** Looks at one text. A closed question's answer is a choice or a number and needs no gate. */
export function gate(
  question: PlainQuestion,
  text: string,
  safety: Safety,
  before: Omit<Before, 'names'> = {},
): Gate {
  if (!isText(question)) return { kind: 'open' };
  return gateText(text, safety, { ...before, names: question.names });
}

/** As {@link gate}, for words that answer no question: a note, a pasted report. */
export function gateText(text: string, safety: Safety, { fine, names, judged }: Before = {}): Gate {
  const made = fine === 'safety' ? undefined : (judged ?? judge(text, safety));
  if (made?.kind === 'risk' || (made?.kind === 'fine' && made.worry > WORRY))
    return { kind: 'risk' };
  if (fine === 'details') return { kind: 'open' };
  const found = identifiersIn(text, safety, names);
  return found.length === 0
    ? { kind: 'open' }
    : { kind: 'identified', says: `${sayIdentifiers(found, text)} ${WITHOUT}` };
}

/** Whether a kept answer looks as if it identified somebody. */
export function identifies(question: PlainQuestion, text: string, safety: Safety): boolean {
  return isText(question) && identifiersIn(text, safety, question.names).length > 0;
}

function isText({ type }: PlainQuestion): boolean {
  return type === 'line' || type === 'long';
}

function identifiersIn(text: string, safety: Safety, names: Before['names']): Identifier[] {
  const allowed = names === 'staff' ? STAFF_DETAILS : names === 'setting' ? SETTING_DETAILS : [];
  return findIdentifiers(text, safety.identifiers, allowed);
}

const WITHOUT =
  'It is not saved. Please send the sentence again without it: write "the pupil", "a parent" or a job title.';
