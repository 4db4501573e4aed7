/** The roles people name, and the one they say they have. */

import { ROLES, type Role } from '../incoming.ts';
import { type Lexicon, tokens, type Unit } from './words.ts';

/** Reads roles in messages. */
export interface Roles {
  is(unit: Unit): boolean;
  /** @returns each role named, once */
  named(units: readonly Unit[]): Role[];
  /** @returns the role in "I'm a new SENCO" or "as a governor, …" */
  said(text: string): Role | undefined;
  /** @returns the message without "I'm a TA," */
  without(text: string): string;
}

/** "Everyone", "panel" and the like name no asker. */
const ASKERS: readonly Role[] = ROLES.filter(
  (role) => !['everyone', 'panel', 'nhs', 'parents', 'young people'].includes(role),
);

/** Other words for a role that the everyday words do not hold. */
const ALSO: readonly (readonly [string, Role])[] = [
  ['nursery', 'early years'],
  ['practitioner', 'early years'],
  ['trustees', 'governors'],
  ['lecturer', 'college'],
  ['tutor', 'college'],
];

/** Reads the roles' words as the lexicon reads messages. */
export function makeRoles(lexicon: Lexicon): Roles {
  const keys = new Map<string, Role>(ASKERS.map((role) => [lexicon.keyOf(role), role]));
  for (const [form, role] of ALSO)
    if (!keys.has(lexicon.keyOf(form))) keys.set(lexicon.keyOf(form), role);
  return {
    is: (unit) => keys.has(unit.keys[0] ?? ''),
    named: (units) => [...new Set(units.flatMap((unit) => keys.get(unit.keys[0] ?? '') ?? []))],
    said: (text) => roleSaid(text, lexicon, keys),
    without: (text) => withoutRole(text, lexicon, keys),
  };
}

const I_AM =
  /\b(?:i ?a?'?m|i am|we ?a?'?re|we are|as|speaking as|i work (?:as|in|at|for)|i teach (?:in|at)|i run|i manage|i lead|my role is|my job is|i'?ve (?:just )?(?:started|become)(?: as)?)\s+(?:the |a |an |our |one of the |only a |just a |new |brand new |here as )*/g;

/** "I'm a new SENCO", "as a governor": the role, when what follows is one. */
function roleSaid(
  said: string,
  lexicon: Lexicon,
  keys: ReadonlyMap<string, Role>,
): Role | undefined {
  if (/^(?:hi |hello |hey )?i teach\b/.test(said)) return 'teacher';
  for (const match of said.matchAll(I_AM)) {
    const after = said.slice(match.index + match[0].length).split(/[,.;!?]/, 1)[0] ?? '';
    const first = lexicon.units(tokens(after).slice(0, 4).join(' '), true)[0];
    const role = first && keys.get(first.keys[0] ?? '');
    // "as head of year" or "as the council says" says nothing about the asker.
    if (!role || role === 'council') continue;
    if (
      match[0].startsWith('as') &&
      match.index > 0 &&
      !/[,.]\s*$|\b(?:me|i|us)\s*$/.test(said.slice(0, match.index))
    )
      continue;
    return role;
  }
  return undefined;
}

/** The message without "I'm a TA,". */
function withoutRole(said: string, lexicon: Lexicon, keys: ReadonlyMap<string, Role>): string {
  return said
    .replace(I_AM, '\u0001')
    .split('\u0001')
    .map((piece, at) => {
      if (at === 0) return piece;
      const words = piece.split(' ');
      for (let length = 4; length > 0; length -= 1) {
        const units = lexicon.units(words.slice(0, length).join(' '), true);
        if (units.length === 1 && units[0] && keys.has(units[0].keys[0] ?? ''))
          return words.slice(length).join(' ');
      }
      return piece;
    })
    .join(' ')
    .replace(/^[\s,.;:-]+/, '')
    .replace(
      /^(?:in|at|from) (?:a|an|the|my|our) [a-z ]+?(?:school|academy|nursery|college)[,.]?\s*/,
      '',
    )
    .replace(/^(?:and|so|but)\s+/, '')
    .trim();
}
