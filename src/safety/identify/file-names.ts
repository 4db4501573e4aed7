/** File names that hold somebody's name. */

import type { Identifier } from './found.ts';
import type { IdentifierWords } from './lists.ts';

const FILE =
  /(?<![\w'-])[\w'-]{1,80}\.(?:docx?|pdf|xlsx?|pptx?|jpe?g|png|heic|csv|txt|rtf|odt|msg|eml|zip|mp[34]|mov)\b/gi;
/** @returns the file names in a plain text that hold a name */
export function fileNames(text: string, words: IdentifierWords): Identifier[] {
  const found: Identifier[] = [];
  for (const match of text.matchAll(FILE)) {
    const parts = match[0]
      .replace(/\.\w+$/, '')
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .replace(/\b(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
      .split(/[\s_'-]+/);
    const named = parts.some((part, at) => {
      const word = part.toLowerCase();
      if (words.firstNames.has(word)) return true;
      const capital = /^\p{Lu}\p{Ll}/u.test(part);
      return (
        capital &&
        words.surnames.has(word) &&
        (at > 0 ? /^\p{Lu}/u.test(parts[at - 1] ?? '') : parts.length > 1)
      );
    });
    if (named)
      found.push({ kind: 'file name', start: match.index, end: match.index + match[0].length });
  }
  return found;
}
