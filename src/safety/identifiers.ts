/** Details that could tell who a child is, found so that they are never kept or sent on. */

import { codes } from './identify/codes.ts';
import { contacts } from './identify/contacts.ts';
import { dateBeside, dates } from './identify/dates.ts';
import { fileNames } from './identify/file-names.ts';
import { apart, type Identifier, type IdentifierKind } from './identify/found.ts';
import { initials } from './identify/initials.ts';
import type { IdentifierWords } from './identify/lists.ts';
import { names } from './identify/names.ts';
import { places } from './identify/places.ts';
import { plain, READ_AT_MOST } from './text.ts';

export type { Identifier, IdentifierKind } from './identify/found.ts';
export { type IdentifierWords, identifierFile, readIdentifierWords } from './identify/lists.ts';
export { sayIdentifiers } from './identify/say.ts';

/**
 * What a field for a member of staff may hold. A name that is said to be a pupil's, a UPN, an NHS or
 * NI number and a date of birth are found there all the same.
 */
export const STAFF_DETAILS: readonly IdentifierKind[] = [
  'adult name',
  'name',
  'initials',
  'email',
  'phone',
];

/**
 * Finds details that could identify a child or an adult around one: names after cues and common
 * first names, dates of birth, UPN (DfE, UPN guide: a letter and twelve characters, the last a
 * letter while temporary; the check letter is not required, since a mistyped one identifies too),
 * NHS number (NHS data dictionary: ten digits, modulus 11), NI number (HMRC), phones, e-mail,
 * postcodes, addresses, car registrations, handles, and file names that hold a name.
 *
 * No list finds every name: ask for none in the first place.
 *
 * @param text as typed; the first 20,000 characters are read
 * @param allow kinds that may stand, such as {@link STAFF_DETAILS}; a name said to be a pupil's never may
 * @returns the details in order, none overlapping; never throws
 */
export function findIdentifiers(
  text: string,
  words: IdentifierWords,
  allow: readonly IdentifierKind[] = [],
): Identifier[] {
  const { text: read, origin } = plain(text);
  const named = names(read, words);
  const found = [
    ...codes(read, words),
    ...contacts(read, words),
    ...places(read, words),
    ...dates(read, words),
    ...named,
    ...initials(read, words),
    ...fileNames(read, words),
  ];
  for (const one of named) if (one.kind === 'name') found.push(...dateBeside(read, one));
  const barred =
    allow.length > 0 ? found.filter((one) => one.pupil || !allow.includes(one.kind)) : found;
  return apart(barred).map((one) => ({
    ...one,
    start: origin(one.start),
    end: originEnd(origin, one.end, text),
  }));
}

/**
 * Puts a neutral word in place of each detail.
 *
 * @param text as typed; what lies beyond 20,000 characters was not read and is dropped
 * @returns text that names nobody the lists can find; never throws
 */
export function withoutIdentifiers(text: string, words: IdentifierWords): string {
  const read = text.slice(0, READ_AT_MOST);
  let out = '';
  let from = 0;
  for (const { kind, start, end } of findIdentifiers(read, words)) {
    out += read.slice(from, start) + NEUTRAL[kind];
    from = end;
  }
  return out + read.slice(from);
}

const NEUTRAL: Readonly<Record<IdentifierKind, string>> = {
  name: 'the pupil',
  'adult name': 'the adult',
  initials: 'the pupil',
  'date of birth': '[removed]',
  UPN: '[removed]',
  'NHS number': '[removed]',
  'NI number': '[removed]',
  phone: '[removed]',
  email: '[removed]',
  postcode: '[removed]',
  address: '[removed]',
  'car registration': '[removed]',
  'social media': '[removed]',
  'file name': '[removed]',
};
function originEnd(origin: (at: number) => number, end: number, text: string): number {
  const last = origin(end - 1);
  const next = origin(end);
  if (next > last) return Math.min(next, text.length);
  return Math.min(last + ((text.codePointAt(last) ?? 0) > 0xffff ? 2 : 1), text.length);
}
