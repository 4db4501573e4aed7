/** The little Markdown a `text` block may hold: paragraphs, lists, **bold**, [links](https://…) and source marks [1]. */
import { type Html, html } from './html.ts';

/** Turns the mark of a source into a link, or into nothing when no such source is shown. */
export type Cite = (mark: number) => Html | undefined;

interface Group {
  kind: 'p' | 'ul' | 'ol';
  items: string[];
}

/**
 * Renders the subset as HTML; everything else stays as the characters that were written.
 *
 * @param text Markdown as the core writes it
 * @param cite how to show `[1]`; left as text when it returns undefined
 * @returns paragraphs and lists in GOV.UK classes
 * Line breaks inside a paragraph are spaces, as in CommonMark, since cards are hard-wrapped files.
 */
export function markdown(text: string, cite: Cite = () => undefined): Html {
  return html`${groups(text).map((group) => rendered(group, cite))}`;
}

/**
 * One line of the subset: bold, links and marks.
 *
 * @param text one line
 * @param cite as for {@link markdown}
 * @returns safe inline markup
 * A link is made only for http, https and mailto, so `javascript:` stays text (OWASP XSS Prevention,
 * "URL contexts"). Each pattern is bounded or stops at its own opening character, so that time grows
 * only in line with the length of the text.
 */
export function inline(text: string, cite: Cite = () => undefined): Html {
  const pattern =
    /\*\*([^*\n]+)\*\*|\[(\d{1,3})\]|\[([^[\]\n]{1,300})\]\(([^\s()]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?)\)/g;
  const out: Html[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, bold, mark, label, address] = match;
    const made =
      bold !== undefined
        ? html`<strong>${inline(bold, cite)}</strong>`
        : mark !== undefined
          ? cite(Number(mark))
          : label !== undefined && address !== undefined
            ? link(label, address)
            : undefined;
    if (made === undefined) continue;
    out.push(html`${text.slice(from, match.index)}`, made);
    from = match.index + whole.length;
  }
  return html`${out}${text.slice(from)}`;
}

/**
 * The address of a link, if it is one we are willing to make a link of.
 *
 * @param address what was written
 * @returns the normalised address, or undefined for any other scheme or nonsense
 */
export function safeAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
}

function link(label: string, address: string): Html | undefined {
  const safe = safeAddress(address);
  return safe === undefined
    ? undefined
    : html`<a class="govuk-link" rel="noreferrer" href="${safe}">${label}</a>`;
}

function groups(text: string): Group[] {
  const found: Group[] = [];
  let ended = true;
  for (const line of text.split(/\r?\n/)) {
    const words = line.trim();
    const item = /^(?:([-*•])|\d{1,3}[.)])\s+(.*)$/.exec(words);
    const last = found.at(-1);
    if (words === '') {
      ended = true;
      continue;
    }
    if (item) {
      const kind = item[1] ? 'ul' : 'ol';
      // A blank line between two items does not end their list.
      if (last?.kind === kind) last.items.push(item[2] ?? '');
      else found.push({ kind, items: [item[2] ?? ''] });
    } else if (ended || last === undefined) {
      found.push({ kind: 'p', items: [words] });
    } else {
      last.items.push(`${last.items.pop()} ${words}`);
    }
    ended = false;
  }
  return found;
}

function rendered(group: Group, cite: Cite): Html {
  switch (group.kind) {
    case 'p':
      return html`<p class="govuk-body">${inline(group.items[0] ?? '', cite)}</p>`;
    case 'ul':
      return html`<ul class="govuk-list govuk-list--bullet">${group.items.map((item) => html`<li>${inline(item, cite)}</li>`)}</ul>`;
    case 'ol':
      return html`<ol class="govuk-list govuk-list--number">${group.items.map((item) => html`<li>${inline(item, cite)}</li>`)}</ol>`;
  }
}
