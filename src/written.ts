/** Text on its way to and from a platform: escaped, cut where people would, with no link that is not a card's. */

/** Whether an address stands on a card, in a source or in a contact. */
export type IsCardLink = (address: string) => boolean;

/**
 * Escapes what a platform reads as a tag, a mention or an entity.
 * Rules: "Escaping text", docs.slack.dev/messaging/formatting-message-text; Teams reads HTML.
 */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** How a platform writes bold, a named link and an item of a list. */
export interface Dialect {
  bold(inside: string): string;
  link(label: string, address: string): string;
  bullet: string;
}

/** Code, bold, a named link, an address with a scheme, and what a client would make an address of. */
const MARKED =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|!?\[([^[\]\n]{1,300})\]\(([^\s()]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?)\)|((?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\.)[^\s<>"'`]+|(?:[a-z0-9-]{1,63}\.){1,6}(?:com|net|org|info|biz|io|co|app|dev|me|tv|us|eu|uk|xyz|site|online|top|click|link|ru|cn)(?![a-z0-9@])(?:\/[^\s<>"'`]*)?)/gi;

/**
 * Our Markdown as a platform writes it: paragraphs unwrapped; links kept when they are a card's, and
 * shown as code, which no client makes a link of, when they are not.
 */
export function written(text: string, isCardLink: IsCardLink, dialect: Dialect): string {
  return unwrapped(text)
    .map((line) => {
      const item = /^(?:[-*•])\s+(.*)$/s.exec(line);
      const marked = inline(item?.[1] ?? line, isCardLink, dialect);
      return item ? `${dialect.bullet}${marked}` : marked;
    })
    .join('\n');
}

function inline(text: string, isCardLink: IsCardLink, dialect: Dialect): string {
  const code = (inside: string) => `\`${words(inside)}\``;
  // A lone backtick would pair with one of ours, and leave the address between them a link.
  const words = (some: string) => escaped(some.replaceAll('`', "'"));
  const out: string[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKED)) {
    const [whole, quoted, bold, label, address, bare] = match;
    // Part of an e-mail address, which is no way to anywhere.
    if (bare && text[match.index - 1] === '@' && !bare.includes('://')) continue;
    out.push(words(text.slice(from, match.index)));
    from = match.index + whole.length;
    if (quoted !== undefined) out.push(code(quoted));
    else if (bold !== undefined) out.push(dialect.bold(inline(bold, isCardLink, dialect)));
    else if (label !== undefined && address !== undefined)
      out.push(
        isCardLink(address)
          ? dialect.link(words(label.replaceAll('|', '/')), escaped(address))
          : `${inline(label, isCardLink, dialect)} (${code(address)})`,
      );
    else {
      const end = /[.,;:!?)\]]*$/.exec(bare ?? '')?.[0] ?? '';
      const plain = (bare ?? '').slice(0, (bare ?? '').length - end.length);
      out.push(isCardLink(plain) ? escaped(plain) : code(plain), end);
    }
  }
  out.push(words(text.slice(from)));
  return out.join('');
}

/** Lines as they are read: cards are hard-wrapped files, whose line breaks are spaces. */
function unwrapped(text: string): string[] {
  const lines: string[] = [];
  let open = false;
  for (const line of text.split(/\r?\n/)) {
    const words = line.trim();
    const starts = /^(?:[-*•]|\d{1,3}[.)])\s+/.test(words);
    if (words === '') {
      if (lines.length > 0) lines.push('');
      open = false;
    } else if (open && !starts) {
      lines.push(`${lines.pop()} ${words}`);
    } else {
      lines.push(words);
      open = true;
    }
  }
  return lines;
}

/**
 * The text within a length, cut where a reader would: after a sentence, else after a word.
 *
 * @param most characters, "…" among them
 */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const room = whole(text.slice(0, most - 2));
  const sentence = room.search(/[.!?](?=\s[^.!?]*$)/);
  const word = room.lastIndexOf(' ');
  const at = sentence > most / 2 ? sentence + 1 : word > most / 2 ? word : room.length;
  return `${room.slice(0, at).trimEnd()} …`;
}

/**
 * The text in pieces, split where a reader would: between paragraphs, else lines, sentences, words.
 *
 * @param most characters a piece, once it is written
 * @param write how a piece is written, which may make it longer
 */
export function pieces(text: string, most: number, write: (piece: string) => string): string[] {
  for (let room = most; room > 1; room = Math.floor(room / 2)) {
    const written = split(text, room).map(write);
    if (written.every((piece) => piece.length <= most)) return written.filter(Boolean);
  }
  return [];
}

function split(text: string, most: number): string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > most) {
    const room = rest.slice(0, most + 1);
    const at =
      [/\n\n(?![\s\S]*\n\n)/, /\n(?![\s\S]*\n)/, /(?<=[.!?]) (?![\s\S]*[.!?] )/, / (?!.* )/s]
        .map((where) => room.search(where))
        .find((end) => end > most / 3) ?? most;
    const piece = whole(rest.slice(0, at));
    found.push(piece.trimEnd());
    rest = rest.slice(piece.length).trimStart();
  }
  return [...found, rest];
}

/** Without the first half of a character of two halves at its end. */
function whole(piece: string): string {
  return /[\uD800-\uDBFF]$/.test(piece) ? piece.slice(0, -1) : piece;
}

/**
 * Text as a person typed it: line breaks as one character, no control characters, which no keyboard
 * types, and no half characters.
 */
export function asTyped(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .toWellFormed();
}
