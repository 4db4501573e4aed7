/** Every place where a pattern holds, less what is allowed to stand. */

import type { Identifier, IdentifierKind } from './found.ts';
import { bare, type IdentifierWords } from './lists.ts';

/**
 * @param pattern global; its first group, where it has one, is the detail itself
 * @param fits whether a match counts; without it each does
 */
export function findAll(
  kind: IdentifierKind,
  text: string,
  pattern: RegExp,
  words: IdentifierWords,
  fits: (match: RegExpMatchArray) => boolean = () => true,
): Identifier[] {
  const found: Identifier[] = [];
  for (const match of text.matchAll(pattern)) {
    if (!fits(match)) continue;
    const piece = match[1] ?? match[0];
    if (words.allowed.has(bare(piece))) continue;
    const start = match.index + match[0].lastIndexOf(piece);
    found.push({ kind, start, end: start + piece.length });
  }
  return found;
}
