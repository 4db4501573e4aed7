/** A reply as HTML: one function of plain values, and one switch over the kinds of block. */
import type { Values } from '../../src/incoming.ts';
import type { Block, CitedSource, Duty, Reply } from '../../src/reply.ts';
import { BY_MODEL, byForce, numericColumns } from '../../src/surface.ts';
import { fieldControl } from './fields.ts';
import { type Html, html, raw } from './html.ts';
import { type Cite, markdown, safeAddress } from './markdown.ts';
import { CHECK_WORDS, count, FORCE_WORDS, longDate, STATUS_WORDS, size } from './words.ts';

/** What a reply needs to know of the page it is put on. */
export interface View {
  /** Begins every id inside, so that ids stay unique on the page (WCAG 2.2 SC 4.1.2). */
  id: string;
  /** The level of the headings inside, so that levels are not skipped. */
  level: 3 | 4;
  /** Goes with every form, so that one form sent twice has one effect. */
  nonce: string;
  /** Where each file block can be fetched, and its size. */
  files?: ReadonlyMap<Block, { href: string; size: number }>;
  /** What the bot said to a rating, by the answer rated; shown in place of the buttons. */
  thanks?: ReadonlyMap<string, Reply>;
  /** What was typed into the form that this reply may ask again. */
  values?: Values;
  /** What is wrong with it, by the field's id. */
  problems?: ReadonlyMap<string, string>;
}

/**
 * Renders a whole reply.
 *
 * @param blocks the reply's blocks, top to bottom
 * @param view where it will stand
 * @returns safe markup; every value from the reply is escaped
 */
export function renderReply(blocks: Reply['blocks'], view: View): Html {
  const marks = new Set(
    blocks.flatMap((block) => (block.kind === 'sources' ? block.sources.map((s) => s.mark) : [])),
  );
  const cite: Cite = (mark) =>
    marks.has(mark)
      ? html`<a class="govuk-link cite" href="#${view.id}-source-${mark}">[<span class="govuk-visually-hidden">source </span>${mark}]</a>`
      : undefined;
  return html`${blocks.map((block, index) => renderBlock(block, index, view, cite))}`;
}

/**
 * Where a field of the question stands, for a link that leads to it.
 *
 * @param view the id of the reply
 * @param at the field's place in the form
 * @returns the id of its first control
 */
export function fieldPlace(view: string, at: number): string {
  return `${view}-ask-f${at}`;
}

function renderBlock(block: Block, index: number, view: View, cite: Cite): Html {
  const id = `${view.id}-${index}`;
  switch (block.kind) {
    case 'text':
      return html`<div class="block">${markdown(block.text, cite)}${block.byModel && html`<p class="govuk-body-s by-model">${BY_MODEL}</p>`}</div>`;
    case 'duties':
      return duties(block.title, block.rows, view, cite);
    case 'table':
      return table(block, id);
    case 'sources':
      return sources(block.sources, view);
    case 'checks':
      return html`<ul class="govuk-list block checks">${block.rows.map((row) => {
        const { word, colour } = CHECK_WORDS[row.level];
        return html`<li>${tag(word, colour)} ${row.message} ${marked(row.marks, cite)}</li>`;
      })}</ul>`;
    case 'choices':
      return html`<div class="block" role="group" aria-label="${block.prompt || 'Choose one'}">${block.prompt !== undefined && block.prompt !== '' && html`<p class="govuk-body">${block.prompt}</p>`}<ul class="govuk-list choices">${block.choices.map(
        (choice) =>
          html`<li><form method="post" action="/press" data-say>${hidden('nonce', view.nonce)}${hidden('label', choice.label)}<button class="govuk-button govuk-button--secondary" name="action" value="${choice.action}">${choice.label}</button></form></li>`,
      )}</ul></div>`;
    case 'ask':
      // A named group and not a named form: two forms of one name would be two landmarks of one name.
      return html`<form class="block ask" method="post" action="/submit" novalidate data-say>${hidden('nonce', view.nonce)}${hidden('ask', block.id)}<div role="group"${block.title !== undefined && html` aria-labelledby="${id}-title"`}>${block.title !== undefined && heading(view.level, html`${block.title}`, `${id}-title`)}${block.fields.map((field, at) => fieldControl(field, fieldPlace(view.id, at), view.values, view.problems?.get(field.id)))}</div><button class="govuk-button">${block.submit}</button></form>`;
    case 'progress': {
      const of = Math.max(1, block.of);
      const done = Math.min(Math.max(0, block.done), of);
      return html`<div class="block progress"><label class="govuk-label" for="${id}">${block.section}: ${count(block.done)} of ${count(block.of)} done in all</label><progress id="${id}" max="${of}" value="${done}">${count(block.done)} of ${count(block.of)}</progress></div>`;
    }
    case 'file': {
      const file = view.files?.get(block);
      return file === undefined
        ? html`<p class="govuk-body block">${block.name} is no longer kept here. Ask for it again.</p>`
        : html`<p class="govuk-body block"><a class="govuk-link file" download="${block.name}" href="${file.href}">Download ${block.name} (${size(file.size)})</a></p>`;
    }
    case 'rating':
      return rating(block.answer, id, view);
    default:
      return block satisfies never;
  }
}

function duties(title: string, rows: readonly Duty[], view: View, cite: Cite): Html {
  const shown = byForce(rows);
  // A list of one force is often named after it: then the badge stands in its title, and is not said twice.
  const only = shown.length === 1 && shown[0] ? FORCE_WORDS[shown[0].force] : undefined;
  const named = only && title.toLowerCase().startsWith(only.word.toLowerCase()) ? only : undefined;
  const titled = named
    ? html`${tag(title.slice(0, named.word.length), named.colour)}${title.slice(named.word.length)}`
    : html`${title}`;
  return html`<div class="block duties">${title !== '' && heading(view.level, titled)}${shown.map(
    (group) => {
      const { word, meaning, colour } = FORCE_WORDS[group.force];
      return html`<div class="force">${named === undefined && html`<p class="govuk-body force__name">${tag(word, colour)} <span class="force__meaning">${meaning}</span></p>`}<ul class="govuk-list govuk-list--bullet">${group.rows.map(
        (row) => {
          const status = STATUS_WORDS[row.status];
          return html`<li>${status && html`${tag(status.word, status.colour)} `}${row.statement} ${marked(row.marks, cite)}</li>`;
        },
      )}</ul></div>`;
    },
  )}</div>`;
}

function sources(list: readonly CitedSource[], view: View): Html {
  if (list.length === 0) return html``;
  return html`<div class="block sources">${heading(view.level, html`Sources`)}<ol class="govuk-list govuk-list--number">${list.map(
    (source) => {
      const href = safeAddress(source.url);
      const title =
        href === undefined
          ? html`${source.title}`
          : html`<a class="govuk-link" rel="noreferrer" href="${href}">${source.title}</a>`;
      const status = STATUS_WORDS[source.status];
      return html`<li id="${view.id}-source-${source.mark}" value="${source.mark}" tabindex="-1">${title}${source.locator !== '' && html`, ${source.locator}`} <span class="sources__about">${FORCE_WORDS[source.force].word.toLowerCase()}${status && `, ${status.word.toLowerCase()}`}, checked ${longDate(source.checked)}</span></li>`;
    },
  )}</ol></div>`;
}

function table(block: Extract<Block, { kind: 'table' }>, id: string): Html {
  const numeric = numericColumns(block);
  const cells = (row: readonly string[]) =>
    row.map((cell, column) =>
      column === 0
        ? html`<th scope="row" class="govuk-table__header">${cell}</th>`
        : html`<td class="govuk-table__cell${numeric[column] && ' govuk-table__cell--numeric'}">${cell}</td>`,
    );
  // Only the table scrolls sideways on a narrow screen, and the keyboard can reach it (WCAG 2.2 SC 1.4.10, 2.1.1).
  return html`<div class="block scroll" role="group" tabindex="0" aria-label="Table: ${block.columns.join(', ')}" id="${id}"><table class="govuk-table"><thead class="govuk-table__head"><tr class="govuk-table__row">${block.columns.map((column, at) => html`<th scope="col" class="govuk-table__header${at > 0 && numeric[at] && ' govuk-table__header--numeric'}">${column}</th>`)}</tr></thead><tbody class="govuk-table__body">${block.rows.map((row) => html`<tr class="govuk-table__row">${cells(row)}</tr>`)}</tbody>${block.total && html`<tfoot class="total"><tr class="govuk-table__row">${cells(block.total)}</tr></tfoot>`}</table></div>`;
}

function rating(answer: string, id: string, view: View): Html {
  const thanks = view.thanks?.get(answer);
  // The place has an id of its own, so that after rating the page without a script returns to it.
  if (thanks !== undefined) {
    return html`<div class="block rating" id="${id}-rating" tabindex="-1">${renderReply(thanks.blocks, { ...view, id: `${id}-thanks` })}</div>`;
  }
  return html`<form class="block rating" id="${id}-rating" method="post" action="/rate" data-say="rating">${hidden('nonce', view.nonce)}${hidden('answer', answer)}${hidden('place', `${id}-rating`)}<fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Was this answer helpful?</legend><details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">Add a comment (optional)</span></summary><div class="govuk-details__text"><label class="govuk-label" for="${id}-comment">What was helpful, wrong or missing? Do not name a child.</label><textarea class="govuk-textarea" id="${id}-comment" name="comment" rows="2" maxlength="1000" autocomplete="off"></textarea></div></details><div class="govuk-button-group"><button class="govuk-button govuk-button--secondary" name="helpful" value="yes">Yes<span class="govuk-visually-hidden">this answer was helpful</span></button><button class="govuk-button govuk-button--secondary" name="helpful" value="no">No<span class="govuk-visually-hidden">this answer was not helpful</span></button></div></fieldset></form>`;
}

function marked(marks: readonly number[], cite: Cite): Html {
  return html`${marks.map((mark) => cite(mark) ?? html`[${mark}]`)}`;
}

function tag(word: string, colour: string): Html {
  return html`<strong class="govuk-tag govuk-tag--${colour}">${word}</strong>`;
}

function heading(level: number, contents: Html, id?: string): Html {
  const name = raw(`h${level}`);
  return html`<${name} class="govuk-heading-s"${id !== undefined && html` id="${id}"`}>${contents}</${name}>`;
}

function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}
