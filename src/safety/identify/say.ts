/** One sentence that says what was seen, without saying it again. */

import type { Identifier, IdentifierKind } from './found.ts';

const CALLED: Readonly<Record<IdentifierKind, string>> = {
  name: 'a name',
  'adult name': "an adult's name",
  initials: 'initials',
  'date of birth': 'a date of birth',
  UPN: 'a UPN',
  'NHS number': 'an NHS number',
  'NI number': 'a National Insurance number',
  phone: 'a phone number',
  email: 'an e-mail address',
  postcode: 'a postcode',
  address: 'an address',
  'car registration': 'a car registration',
  'social media': 'a social media account',
  'file name': 'a file name with a name in it',
};

/**
 * Names the kinds of detail that were seen, each once and in the order in which they stand, and in
 * a longer text the sentence each first stands in, so that the writer finds it.
 *
 * @param found as `findIdentifiers` gave them for this text
 * @returns one sentence such as "I think I saw a name and a date of birth."; empty when nothing was
 *   found; never a word of the text itself
 */
export function sayIdentifiers(found: readonly Identifier[], text: string): string {
  const breaks = Array.from(text.matchAll(/[.!?](?=\s+\p{Lu})|\n+(?=\S)/gu), ({ index }) => index);
  const seen = new Map<IdentifierKind, string>();
  for (const { kind, start } of found) {
    const sentence = breaks.filter((at) => at < start).length + 1;
    const where = breaks.length > 0 ? ` (sentence ${sentence})` : '';
    if (!seen.has(kind)) seen.set(kind, `${CALLED[kind]}${where}`);
  }
  if (seen.size === 0) return '';
  const all = [...seen.values()];
  const last = all.pop() ?? '';
  return `I think I saw ${all.length > 0 ? `${all.join(', ')} and ` : ''}${last}.`;
}
