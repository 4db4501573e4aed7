/** Answers a draft from wherever it stands, and tells what the bot acknowledged. */

import type { Field, Reply } from '../../../src/reply.ts';
import { askOf, pathOf, type Script, type Talk, wholeApplication } from '../drive.ts';

/** One thing the bot was told and said that it has. */
export interface Acknowledged {
  path: string;
  /** The row that a "yes" to another row made. */
  row?: string;
}

/** What answering needs beside the person and the script. */
export interface Answering {
  /** Paths that are answered already, so that no row is added twice. */
  kept: readonly string[];
  /** Whether turn number n is typed; the others fill in the form. */
  typed(turn: number): boolean;
  /** Told after each turn what is now safe. */
  told(acknowledged: readonly Acknowledged[]): void;
}

/**
 * The made-up application. Carrying on may ask what was done in a cycle when the map has one line, so
 * each cycle names that one.
 */
export function theScript(): Map<string, string | readonly string[]> {
  return new Map([...wholeApplication(), ['cycles/2/done', ['1']]]);
}

/** Answers until nothing is asked any more. */
export async function answerAll(
  person: Talk,
  reply: Reply,
  script: Script,
  { kept, typed, told }: Answering,
): Promise<void> {
  const rows = new Set(kept.map(rowOf));
  let now = reply;
  for (let turn = 0; ; turn += 1) {
    const fields = askOf(now)?.fields ?? [];
    const [first] = fields;
    if (!first) return;
    for (const field of fields) rows.add(rowOf(pathOf(field)));
    const answers = new Map(
      fields.flatMap((field) => {
        const answer = answerTo(pathOf(field), script, rows);
        return answer === undefined ? [] : [[field, answer] as const];
      }),
    );
    const one = answers.get(first);
    if (one === undefined) throw new Error(`The script has no answer to ${first.id}.`);
    const whole = one !== 'SKIP' && !typed(turn);
    const given = whole
      ? [...answers].filter(([, answer]) => answer !== 'SKIP')
      : [[first, one] as const];
    if (one === 'SKIP') now = await person.say('skip');
    else if (whole)
      now = await person.submit(
        askOf(now)?.id ?? '',
        Object.fromEntries(given.map(([field, answer]) => [field.id, answer])),
      );
    else now = await person.say(asTyped(first, one));
    if (accepted(now, pathOf(first)))
      told(given.map(([field]) => acknowledged(field, script, rows)));
    else throw new Error(`Not taken: ${first.id}. ${JSON.stringify(now.blocks).slice(0, 500)}`);
  }
}

/** "Saved" or "Skipped"; adding a row says nothing and asks the next thing. */
function accepted(reply: Reply, path: string): boolean {
  const words = reply.blocks.map((block) => (block.kind === 'text' ? block.text : '')).join('\n');
  if (path.endsWith('/+')) return !words.includes('none of the choices');
  return /^(Saved: question|Skipped\.)/.test(words);
}

function acknowledged(field: Field, script: Script, rows: ReadonlySet<string>): Acknowledged {
  const path = pathOf(field);
  const yes = path.endsWith('/+') && answerTo(path, script, rows) === 'yes';
  return yes ? { path, row: String(rowsIn(path, rows) + 1) } : { path };
}

function answerTo(
  path: string,
  script: Script,
  rows: ReadonlySet<string>,
): string | readonly string[] | undefined {
  if (!path.endsWith('/+')) return script.get(path);
  const wanted = new Set([...script.keys()].map(rowOf));
  return rowsIn(path, rows) < rowsIn(path, wanted) ? 'yes' : 'no';
}

function rowsIn(path: string, rows: ReadonlySet<string>): number {
  const [table] = path.split('/');
  return [...rows].filter((row) => row.startsWith(`${table}/`)).length;
}

/** `cycles/2` of `cycles/2/aim`; nothing that is a row of anything else. */
function rowOf(path: string): string {
  const [table, row, column] = path.split('/');
  return column === undefined ? '' : `${table}/${row}`;
}

/** The label of a choice, the words of anything else. */
function asTyped(field: Field, value: string | readonly string[]): string {
  const label = (one: string) =>
    field.options?.find((option) => option.value === one)?.label ?? one;
  return [value].flat().map(label).join('; ');
}
