/** The fields of an `ask` as GOV.UK form controls. Their names carry how they are read back: see read.ts. */
import type { Values } from '../../src/incoming.ts';
import type { Field } from '../../src/reply.ts';
import { YES_NO } from '../../src/surface.ts';
import { type Html, html, type Part } from './html.ts';

/** Beginnings of field names, so that reading needs to know nothing of the form: one value, several, or the parts of a date. */
export const NAMES = { one: 'v.', many: 'm.', date: 'd.' } as const;

/**
 * One field with its label, hint and control.
 *
 * @param field as the core asks it
 * @param id an id no other element on the page has
 * @param values what the person typed before, if the form comes back to them (nothing is lost)
 * @param problem why it was not taken, if it was not
 * @returns a GOV.UK form group
 * Rules: WCAG 2.2 SC 1.3.1, 3.3.2 and 4.1.2 (each control has a label, each set a legend, each hint is
 * tied to its control), 3.3.1 (so is each problem); the first control has the id itself, so that a link
 * leads to it. No `required` attribute: a question may be left for later, and says so when it
 * is optional. No autocomplete: answers are about a school, not about the person typing.
 */
export function fieldControl(
  field: Field,
  id: string,
  values: Values = {},
  problem?: string,
): Html {
  const label = field.required ? field.label : `${field.label} (optional)`;
  const hint =
    field.hint !== undefined &&
    field.hint !== '' &&
    html`<div id="${id}-hint" class="govuk-hint">${field.hint}</div>`;
  const error =
    problem !== undefined &&
    html`<p id="${id}-error" class="govuk-error-message"><span class="govuk-visually-hidden">Error: </span>${problem}</p>`;
  const about = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const described = about !== '' && html` aria-describedby="${about}"`;
  const invalid = error && html` aria-invalid="true"`;
  const group = html`govuk-form-group${error && ' govuk-form-group--error'}`;
  const held = values[field.id] ?? field.value;
  const value = single(held);

  const alone = (control: Html) =>
    html`<div class="${group}"><label class="govuk-label govuk-label--s" for="${id}">${label}</label>${hint}${error}${control}</div>`;
  const set = (contents: Html, role?: 'group') =>
    html`<div class="${group}"><fieldset class="govuk-fieldset"${role && html` role="${role}"`}${described}><legend class="govuk-fieldset__legend govuk-fieldset__legend--s">${label}</legend>${hint}${error}${contents}</fieldset></div>`;
  const text = (width: string, mode?: 'decimal' | 'numeric') =>
    html`<input class="govuk-input${width}${error && ' govuk-input--error'}" id="${id}" name="${NAMES.one}${field.id}" type="text"${mode && html` inputmode="${mode}"`} autocomplete="off" spellcheck="${mode ? 'false' : 'true'}" value="${value}"${described}${invalid}>`;

  switch (field.input) {
    case 'line':
      return alone(text(''));
    case 'lines':
      return alone(
        html`<textarea class="govuk-textarea${error && ' govuk-textarea--error'}" id="${id}" name="${NAMES.one}${field.id}" rows="5" autocomplete="off"${described}${invalid}>${newlineFirst(value)}</textarea>`,
      );
    case 'number':
      return alone(text(' govuk-input--width-10', 'decimal'));
    case 'percent':
      return alone(
        html`<div class="govuk-input__wrapper">${text(' govuk-input--width-5', 'decimal')}<div class="govuk-input__suffix" aria-hidden="true">%</div></div>`,
      );
    case 'money':
      return alone(
        html`<div class="govuk-input__wrapper"><div class="govuk-input__prefix" aria-hidden="true">£</div>${text(' govuk-input--width-10', 'decimal')}</div>`,
      );
    case 'one':
      return set(radios(field, id, value, ''));
    case 'yesno':
      return set(
        radios({ ...field, options: field.options ?? YES_NO }, id, value, ' govuk-radios--inline'),
      );
    case 'many':
    case 'ticks':
      return set(checkboxes(field, id, held));
    case 'date':
      return set(
        dateParts(field, id, value, ['day', 'month', 'year'], problem !== undefined),
        'group',
      );
    case 'month':
      return set(dateParts(field, id, value, ['month', 'year'], problem !== undefined), 'group');
    default:
      return field.input satisfies never;
  }
}

function radios(field: Field, id: string, chosen: string, extra: string): Html {
  return html`<div class="govuk-radios govuk-radios--small${extra}">${(field.options ?? []).map(
    (option, index) =>
      html`<div class="govuk-radios__item"><input class="govuk-radios__input" id="${nth(id, index)}" name="${NAMES.one}${field.id}" type="radio" value="${option.value}"${option.value === chosen && html` checked`}><label class="govuk-label govuk-radios__label" for="${nth(id, index)}">${option.label}</label></div>`,
  )}</div>`;
}

function checkboxes(field: Field, id: string, chosen: string | readonly string[] = []): Html {
  const ticked = typeof chosen === 'string' ? [chosen] : chosen;
  return html`<div class="govuk-checkboxes govuk-checkboxes--small"><input type="hidden" name="${NAMES.many}${field.id}" value="">${(
    field.options ?? []
  ).map(
    (option, index) =>
      html`<div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" id="${nth(id, index)}" name="${NAMES.many}${field.id}" type="checkbox" value="${option.value}"${ticked.includes(option.value) && html` checked`}><label class="govuk-label govuk-checkboxes__label" for="${nth(id, index)}">${option.label}</label></div>`,
  )}</div>`;
}

function dateParts(
  field: Field,
  id: string,
  value: string,
  parts: readonly ('day' | 'month' | 'year')[],
  wrong: boolean,
): Html {
  const known = typedParts(value, parts);
  return html`<div class="govuk-date-input">${parts.map((part, index): Part => {
    const width = part === 'year' ? '4' : '2';
    const word = part.charAt(0).toUpperCase() + part.slice(1);
    return html`<div class="govuk-date-input__item"><div class="govuk-form-group"><label class="govuk-label govuk-date-input__label" for="${nth(id, index)}">${word}</label><input class="govuk-input govuk-date-input__input govuk-input--width-${width}${wrong && ' govuk-input--error'}" id="${nth(id, index)}" name="${NAMES.date}${part}.${field.id}" type="text" inputmode="numeric" autocomplete="off" value="${known[index] ?? ''}"${wrong && html` aria-invalid="true"`}></div></div>`;
  })}</div>`;
}

/** The parts of a date in the order of their boxes; what makes no date comes joined as typed, "31/2/x". */
function typedParts(value: string, parts: readonly string[]): string[] {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(value) ?? [];
  const known: Record<string, string> = { day, month, year };
  if (year !== '') return parts.map((part) => (known[part] ?? '').replace(/^0/, ''));
  const typed = value.split('/');
  return typed.length === parts.length ? typed : [];
}

/** The id of the nth control of a set: the first has the set's own. */
function nth(id: string, index: number): string {
  return index === 0 ? id : `${id}-${index}`;
}

/**
 * Text for inside a textarea.
 *
 * @param text what the box holds
 * @returns the text after a line break, since HTML drops the first line break of a textarea's content
 */
export function newlineFirst(text: string): string {
  return `\n${text}`;
}

function single(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}
