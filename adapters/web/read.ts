/** What the browser sent, as what the person did. Nothing here touches a request or keeps anything. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Incoming, ROLES, type Role } from '../../src/incoming.ts';
import { ROLE_WORDS } from '../../src/role-words.ts';
import { isDay } from '../../src/surface.ts';
import { asTyped } from '../../src/written.ts';
import { NAMES } from './fields.ts';
import { LONGEST_QUESTION, PROBLEMS } from './words.ts';

/** A form as sent: a name may come more than once. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** What every delivery from one browser has in common. */
export interface Sender {
  person: string;
  place: string;
  /** Stands in for the form's nonce when a client sends none. */
  fallback: string;
}

/** The request cannot be read: answered with 400. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}

/** The request can be read but the person must change something: answered with 422, their words kept. */
export class Unacceptable extends Error {
  override name = 'Unacceptable';
}

const MOST_FIELDS = 500;

/**
 * Reads the body of a form post.
 *
 * @param body application/x-www-form-urlencoded text
 * @returns its fields in clean text
 * @throws Unreadable for more fields than any form of ours has
 */
export function parseForm(body: string): Fields {
  return gathered([...new URLSearchParams(body)]);
}

const JSON_FIELDS = z.record(
  z.string().max(300),
  z.union([z.string(), z.boolean().transform(String), z.array(z.string()).max(MOST_FIELDS)]),
);

/**
 * Reads the body the page's script sends: the same fields as a form, as one JSON object.
 *
 * @param body JSON text
 * @returns its fields in clean text
 * @throws Unreadable for anything but an object of strings and lists of strings
 */
export function parseJson(body: string): Fields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (cause) {
    throw new Unreadable('The body is not JSON.', { cause });
  }
  const checked = JSON_FIELDS.safeParse(parsed);
  if (!checked.success) {
    throw new Unreadable('The body is not a JSON object of strings and lists of strings.');
  }
  return gathered(
    Object.entries(checked.data).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    ),
  );
}

/**
 * A question, a choice of role, or anything else typed.
 *
 * @param fields `text`, or `role` from the list of roles
 * @param sender who sent it
 * @param longest the most characters it may have
 * @returns the incoming, and the role if one was chosen
 * @throws Unacceptable when there are no words, no role or too many words; Unreadable for an unknown role
 */
export function readSaid(
  fields: Fields,
  sender: Sender,
  longest: number = LONGEST_QUESTION,
): { incoming: Extract<Incoming, { kind: 'said' }>; role?: Role } {
  const named = first(fields, 'role');
  const role = ROLES.find((one) => one === named);
  if (named !== undefined && named !== '' && role === undefined) {
    throw new Unreadable('There is no such role.');
  }
  const text = (role ? ROLE_WORDS[role].said : (first(fields, 'text') ?? '')).trim();
  if (text === '') throw new Unacceptable(named === undefined ? PROBLEMS.empty : PROBLEMS.noRole);
  // Counted as a reader counts, so that an emoji is one character and not two.
  const length = [...text].length;
  if (length > longest) throw new Unacceptable(PROBLEMS.tooLong(length, longest));
  const incoming = { ...envelope('said', text, fields, sender), kind: 'said' as const, text };
  return role ? { incoming, role } : { incoming };
}

/**
 * A pressed button.
 *
 * @param fields `action`, and `label` as it stood on the button
 * @param sender who sent it
 * @returns the incoming, and the label to show
 * @throws Unreadable when there is no action
 */
export function readPressed(
  fields: Fields,
  sender: Sender,
): { incoming: Extract<Incoming, { kind: 'pressed' }>; label: string } {
  const action = first(fields, 'action');
  if (!action) throw new Unreadable('A pressed button must carry its action.');
  return {
    incoming: { ...envelope('pressed', action, fields, sender), kind: 'pressed', action },
    label: (first(fields, 'label') ?? '').slice(0, 300),
  };
}

/**
 * A filled form. The beginning of each name says how it is read: `v.` one value, `m.` several,
 * `d.day.` and so on the parts of a date, put together as 2026-11-24, or 2026-11 for a month.
 *
 * @param fields `ask` and the form's own
 * @param sender who sent it
 * @returns the incoming; parts that make no date are joined as typed, "31/2/x", for the core to question
 * @throws Unreadable when the ask is not named
 */
export function readSubmitted(
  fields: Fields,
  sender: Sender,
): Extract<Incoming, { kind: 'submitted' }> {
  const ask = first(fields, 'ask');
  if (!ask) throw new Unreadable('A form must say which question it answers.');
  const values: [string, string | readonly string[]][] = [];
  const dates = new Map<string, Map<string, string>>();
  for (const [name, sent] of fields) {
    if (name.startsWith(NAMES.one)) {
      values.push([name.slice(NAMES.one.length), sent[0] ?? '']);
    } else if (name.startsWith(NAMES.many)) {
      // An empty hidden field goes with every set of boxes, so that "none ticked" is told too.
      values.push([name.slice(NAMES.many.length), sent.filter((value) => value !== '')]);
    } else if (name.startsWith(NAMES.date)) {
      const [, part = '', id = ''] = /^d\.(day|month|year)\.(.*)$/s.exec(name) ?? [];
      if (part === '') continue;
      const parts = dates.get(id) ?? new Map<string, string>();
      dates.set(id, parts.set(part, (sent[0] ?? '').trim()));
    }
  }
  for (const [id, parts] of dates) values.push([id, joinedDate(parts)]);
  return {
    ...envelope('submitted', JSON.stringify([ask, values]), fields, sender),
    kind: 'submitted',
    ask,
    // fromEntries defines each name as a plain property, even "__proto__".
    values: Object.fromEntries(values),
  };
}

/**
 * A rating.
 *
 * @param fields `answer`, `helpful` ("yes", "no", "true" or "false") and perhaps `comment`
 * @param sender who sent it
 * @returns the incoming, without a comment when it is blank
 * @throws Unreadable for a missing answer or another word
 */
export function readRated(fields: Fields, sender: Sender): Extract<Incoming, { kind: 'rated' }> {
  const answer = first(fields, 'answer');
  const word = first(fields, 'helpful') ?? '';
  const helpful = word === 'yes' || word === 'true';
  if (!answer || !(helpful || word === 'no' || word === 'false')) {
    throw new Unreadable('A rating must name its answer and say yes or no.');
  }
  const comment = (first(fields, 'comment') ?? '').trim();
  return {
    ...envelope('rated', JSON.stringify([answer, helpful, comment]), fields, sender),
    kind: 'rated',
    answer,
    helpful,
    ...(comment !== '' && { comment }),
  };
}

/**
 * The first value of a field.
 *
 * @param fields the form
 * @param name the field's name
 * @returns its text, or undefined when it was not sent
 */
export function first(fields: Fields, name: string): string | undefined {
  return fields.get(name)?.[0];
}

/**
 * The delivery's id comes from the form's nonce and what was sent: the same form sent twice is one
 * delivery, while going back and sending other words in the same form is another.
 */
function envelope(kind: string, content: string, fields: Fields, sender: Sender) {
  const nonce = first(fields, 'nonce') || sender.fallback;
  const id = createHash('sha256')
    .update(JSON.stringify([sender.person, sender.place, nonce, kind, content]))
    .digest('base64url');
  return { id: `web:${id}`, person: sender.person, place: { id: sender.place, shared: false } };
}

function joinedDate(parts: ReadonlyMap<string, string>): string {
  const typed = ['day', 'month', 'year'].filter((part) => parts.has(part));
  const [day, month = '', year = ''] = ['day', 'month', 'year'].map((part) => parts.get(part));
  if (typed.every((part) => parts.get(part) === '')) return '';
  const whole = /^\d{1,2}$/.test(month) && /^\d{4}$/.test(year) && /^\d{0,2}$/.test(day ?? '');
  const iso = [year, month.padStart(2, '0'), (day ?? '1').padStart(2, '0')].join('-');
  if (!whole || day === '' || !isDay(iso)) return typed.map((part) => parts.get(part)).join('/');
  return day === undefined ? iso.slice(0, 7) : iso;
}

function gathered(pairs: readonly [string, string][]): Fields {
  if (pairs.length > MOST_FIELDS) throw new Unreadable('The form has too many fields.');
  const fields = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const values = fields.get(name) ?? [];
    values.push(asTyped(value));
    fields.set(name, values);
  }
  return fields;
}
