import { z } from 'zod';
import { type Incoming, ROLES, type Role } from '../../src/incoming.ts';
import type { Keys } from './render.ts';

/** Who is at the terminal, and a fresh id for each thing they do. */
export interface Envelope {
  id: string;
  person: string;
  place: Incoming['place'];
}

/** Thrown for a line that cannot be read; the message names the line and the mend. */
export class LineError extends Error {
  override readonly name = 'LineError';
}

/** Reads a line typed at the prompt: a number chooses, + and - rate, anything else is said. */
export function readTyped(line: string, keys: Keys, envelope: Envelope): Incoming {
  const typed = line.trim();
  const bare = (words: string) => words.toLowerCase().replace(/[?.!]+$/, '');
  const choice = keys.asks
    ? keys.choices.find(({ label }) => bare(label) === bare(typed))
    : /^\d{1,2}$/.test(typed)
      ? keys.choices[Number(typed) - 1]
      : undefined;
  if (choice) return { ...envelope, kind: 'pressed', action: choice.action };
  // While a question waits, "- three sessions a week" is an answer: only the sign alone rates.
  const rated = /^([+-])\s*(.*)$/s.exec(typed);
  if (rated && keys.rating && !(keys.asks && rated[2]))
    return {
      ...envelope,
      kind: 'rated',
      answer: keys.rating,
      helpful: rated[1] === '+',
      ...(rated[2] && { comment: rated[2] }),
    };
  return { ...envelope, kind: 'said', text: line };
}

const chatLine = z.union([
  z.strictObject({ say: z.string() }),
  z.strictObject({ press: z.string() }),
  z.strictObject({
    submit: z.strictObject({
      ask: z.string(),
      values: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    }),
  }),
  z.strictObject({
    rate: z.strictObject({
      answer: z.string(),
      helpful: z.boolean(),
      comment: z.string().optional(),
    }),
  }),
]);

/**
 * Reads one line of `chat --json`.
 *
 * @throws LineError
 */
export function readChatLine(line: string, number: number, envelope: Envelope): Incoming {
  const value = parse(
    line,
    number,
    chatLine,
    '{"say":"…"}, {"press":"action"}, {"submit":{"ask":"id","values":{…}}} or {"rate":{"answer":"id","helpful":true}}',
  );
  if ('say' in value) return { ...envelope, kind: 'said', text: value.say };
  if ('press' in value) return { ...envelope, kind: 'pressed', action: value.press };
  if ('submit' in value) return { ...envelope, kind: 'submitted', ...value.submit };
  const { answer, helpful, comment } = value.rate;
  return { ...envelope, kind: 'rated', answer, helpful, ...(comment !== undefined && { comment }) };
}

/** The words scripts may use for a role, besides the knowledge's own. */
const ROLE_ALIASES: Readonly<Record<string, Role>> = {
  governor: 'governors',
  trustee: 'governors',
  head: 'headteacher',
  principal: 'headteacher',
  sendco: 'senco',
  ta: 'teaching assistant',
  practitioner: 'early years',
  nursery: 'early years',
  parent: 'parents',
};

const role = z
  .string()
  .transform((text) => text.trim().toLowerCase())
  .transform((text) => ROLE_ALIASES[text] ?? text)
  .pipe(z.enum(ROLES));

const askLine = z.strictObject({
  id: z.union([z.string(), z.number()]).transform(String),
  role: role.optional(),
  turns: z.array(z.string()).min(1, 'needs at least one turn'),
});

/** One conversation to be had for a script. */
export type AskLine = z.infer<typeof askLine>;

/**
 * Reads one line of `ask --jsonl`.
 *
 * @throws LineError
 */
export function readAskLine(line: string, number: number): AskLine {
  return parse(line, number, askLine, '{"id":"x","role":"governor","turns":["first","second"]}');
}

function parse<S extends z.ZodType>(
  line: string,
  number: number,
  schema: S,
  example: string,
): z.infer<S> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new LineError(`Line ${number} is not JSON: write one object a line, like ${example}.`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.length ? `"${issue.path.join('.')}": ` : '';
  throw new LineError(
    `Line ${number} cannot be read (${where}${issue?.message ?? 'wrong shape'}): write ${example}.`,
  );
}
