/** The word lists that tell a name or a number from what only looks like one. */

import { z } from 'zod';

const small = z.array(z.coerce.string().trim().min(1));

/** The `identifiers` part of safety.yaml. */
export const identifierFile = z.strictObject({
  allowed: small,
  'birth years': z.tuple([z.number().int(), z.number().int()]),
  handles: small,
  'not names': small,
  'not a name': small,
  'first names': small,
  'first names after a cue': small,
  surnames: small,
  /** Tests, programmes, places and stories that stand where a name could. */
  things: small.default([]),
});

/** The lists of {@link identifierFile}, ready; made by {@link readIdentifierWords}. */
export interface IdentifierWords {
  allowed: ReadonlySet<string>;
  birthYears: readonly [number, number];
  handles: ReadonlySet<string>;
  notNames: RegExp;
  notAName: ReadonlySet<string>;
  firstNames: ReadonlySet<string>;
  cuedNames: ReadonlySet<string>;
  surnames: ReadonlySet<string>;
  things: ReadonlySet<string>;
}

/**
 * Reads the lists once, at start.
 *
 * @param contacts further e-mail addresses, phones, postcodes and postal addresses that may stand
 */
export function readIdentifierWords(
  file: z.infer<typeof identifierFile>,
  contacts: readonly string[] = [],
): IdentifierWords {
  const escaped = file['not names'].map((name) => name.replace(/[^\p{L}\p{N} ]/gu, '\\$&'));
  const firstNames = new Set(file['first names']);
  for (const name of file['first names after a cue']) firstNames.delete(name);
  return {
    allowed: new Set([...file.allowed, ...contacts].map(bare)),
    birthYears: file['birth years'],
    handles: new Set(file.handles),
    notNames: escaped.length > 0 ? new RegExp(`\\b(?:${escaped.join('|')})\\b`, 'gi') : /(?!)/g,
    notAName: new Set(file['not a name']),
    firstNames,
    cuedNames: new Set([...file['first names'], ...file['first names after a cue']]),
    surnames: new Set(file.surnames),
    things: new Set(file.things),
  };
}
/** Letters and digits only, a phone without its country code: one form for comparing. */
export function bare(detail: string): string {
  return detail
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@]/gu, '')
    .replace(/^(?:0044|44)0?(?=\d{9,10}$)/, '0');
}
