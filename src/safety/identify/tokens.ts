/** A text in words, each with its place. */

/** One word and what stands before it. */
export interface Token {
  text: string;
  lower: string;
  start: number;
  end: number;
  /** What stands between the token before and this one. */
  before: string;
  capital: boolean;
}

/** A small-letter word without its possessive. */
export function stemOf(lower: string): string {
  return lower.replace(/'s?$/, '');
}

/** @returns the words of a plain text in order */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let last = 0;
  for (const match of text.matchAll(/\p{L}[\p{L}\p{N}]*(?:['-]\p{L}+)*'?/gu)) {
    const piece =
      match[0].endsWith("'") && !/s'$/i.test(match[0]) ? match[0].slice(0, -1) : match[0];
    tokens.push({
      text: piece,
      lower: piece.toLowerCase(),
      start: match.index,
      end: match.index + piece.length,
      before: text.slice(last, match.index).replace(/\s+/g, ' '),
      capital: /^\p{Lu}/u.test(piece),
    });
    last = match.index + piece.length;
  }
  return tokens;
}

/** Whether a message is all capitals, so that capitals tell nothing. */
export function isShouted(text: string): boolean {
  const letters = text.replace(/\P{L}/gu, '');
  return letters.length > 12 && letters === letters.toUpperCase();
}
