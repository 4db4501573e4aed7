/** Text made safe for HTML: whatever is put into an `html` template is escaped unless it is itself `html`. */

/** A piece of markup that is safe to send as it stands. Only `html` and `raw` make one. */
export interface Html {
  readonly html: string;
}

/** What may stand in an `html` template. `undefined` and `false` leave nothing behind. */
export type Part = Html | string | number | undefined | false | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/**
 * Escapes text for element content and for a quoted attribute.
 *
 * @param text anything at all
 * @returns the same text with the characters that mean something in HTML written as entities,
 *   without NUL (which no HTML document may hold)
 * Rule: OWASP Cross Site Scripting Prevention, output encoding for HTML contexts.
 */
export function escapeHtml(text: string): string {
  return text.replaceAll('\0', '').replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}

/**
 * The template tag all markup is written with.
 *
 * @param strings the literal markup
 * @param parts values: escaped, except those that are `html` already; lists are joined
 * @returns safe markup
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let out = strings[0] ?? '';
  for (const [index, part] of parts.entries()) out += written(part) + (strings[index + 1] ?? '');
  return { html: out };
}

/**
 * Markup known to be safe, such as a tag's name from our own code. Never give it a value from outside.
 *
 * @param markup trusted markup
 * @returns the same, marked as safe
 */
export function raw(markup: string): Html {
  return { html: markup };
}

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if ('html' in part) return part.html;
  return part.map(written).join('');
}
