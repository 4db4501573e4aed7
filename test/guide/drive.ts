/** Fills a form through the bot as a person would: by typing, by filling forms, or by a mix. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Bot } from '../../src/bot.ts';
import type { Incoming } from '../../src/incoming.ts';
import type { Block, Field, Reply } from '../../src/reply.ts';

/** What somebody would answer, by path; `SKIP` skips. */
export type Script = ReadonlyMap<string, string | readonly string[]>;

/** A whole made-up application. */
export function wholeApplication(): Map<string, string | readonly string[]> {
  const raw = load(readFileSync(join(import.meta.dirname, 'application.yaml'), 'utf8'));
  return new Map(
    Object.entries(raw as Record<string, unknown>).map(([path, value]) => [
      path,
      Array.isArray(value) ? value.map(String) : String(value),
    ]),
  );
}

/** One person's side of a conversation. */
export interface Talk {
  say(text: string): Promise<Reply>;
  press(action: string): Promise<Reply>;
  submit(ask: string, values: Record<string, string | readonly string[]>): Promise<Reply>;
}

type Act =
  | { kind: 'said'; text: string }
  | { kind: 'pressed'; action: string }
  | { kind: 'submitted'; ask: string; values: Record<string, string | readonly string[]> };

/** Speaks to the bot in private, each delivery with an id of its own. */
export function talk(
  bot: Pick<Bot, 'handle'>,
  person = 'test:senco',
  place = `${person}:dm`,
): Talk {
  let count = 0;
  const send = (act: Act) => {
    count += 1;
    const incoming: Incoming = {
      ...act,
      id: `${person}-${place}-${count}-${Math.random()}`,
      person,
      place: { id: place, shared: false },
    };
    return bot.handle(incoming);
  };
  return {
    say: (text) => send({ kind: 'said', text }),
    press: (action) => send({ kind: 'pressed', action }),
    submit: (ask, values) => send({ kind: 'submitted', ask, values }),
  };
}

/** The `ask` of a reply. */
export function askOf(reply: Reply): Extract<Block, { kind: 'ask' }> | undefined {
  return reply.blocks.find((block) => block.kind === 'ask');
}

/** A field's path, without the version that was shown. */
export function pathOf(field: Field): string {
  return field.id.replace(/@\d+$/, '');
}

/** What would be answered: rows are added while the script has more of them. */
function answerTo(field: Field, script: Script): string | readonly string[] | undefined {
  const path = pathOf(field);
  const [rows, row] = path.split('/');
  if (row !== '+') return script.get(path);
  const done = /another/.test(field.label) ? rowsDone.get(rows ?? '') : 0;
  const wanted = new Set(
    [...script.keys()].filter((key) => key.startsWith(`${rows}/`)).map((key) => key.split('/')[1]),
  ).size;
  return (done ?? 0) < wanted ? 'yes' : 'no';
}

const rowsDone = new Map<string, number>();

/** How a person types an answer: the label of a choice, the words of anything else. */
function typed(field: Field, value: string | readonly string[]): string {
  const label = (one: string) =>
    field.options?.find((option) => option.value === one)?.label ?? one;
  return [value].flat().map(label).join('; ');
}

/** Something said or done between two answers; it must change no answer. */
export type Interruption = (talk: Talk, reply: Reply) => Promise<Reply>;

/**
 * Answers everything the bot asks until nothing is left.
 *
 * @param how `mixed` takes turns between typing and forms
 * @param interrupt what happens before answer number n
 * @returns the last reply and how many answers were given
 * @throws Error naming the question that the script cannot answer, or when the bot asks the same again
 */
export async function fill(
  person: Talk,
  reply: Reply,
  script: Script,
  how: 'typed' | 'forms' | 'mixed',
  interrupt: ReadonlyMap<number, Interruption> = new Map(),
): Promise<{ reply: Reply; answers: number }> {
  rowsDone.clear();
  let now = reply;
  let answers = 0;
  for (let turn = 0; turn < 1_000; turn += 1) {
    const disturb = interrupt.get(turn);
    if (disturb) now = await disturb(person, now);
    const ask = askOf(now);
    if (!ask) return { reply: now, answers };
    const [first] = ask.fields;
    if (!first) throw new Error('An ask without a field.');
    const value = answerTo(first, script);
    if (value === undefined)
      throw new Error(`The script has no answer to ${first.id} (${first.label}).`);
    noteRow(first, value);
    if (value === 'SKIP') now = await person.say('skip');
    else if (how === 'typed' || (how === 'mixed' && turn % 2 === 0))
      now = await person.say(typed(first, value));
    else {
      const values: Record<string, string | readonly string[]> = {};
      for (const field of ask.fields) {
        const given = answerTo(field, script);
        if (given !== undefined && given !== 'SKIP') values[field.id] = given;
      }
      now = await person.submit(ask.id, values);
    }
    answers += 1;
    const next = askOf(now)?.fields[0];
    if (next && pathOf(next) === pathOf(first) && !pathOf(first).endsWith('/+'))
      throw new Error(
        `Asked again for ${first.id}: ${JSON.stringify(now.blocks.filter(({ kind }) => kind === 'text'))}`,
      );
  }
  throw new Error('The form has no end.');
}

function noteRow(field: Field, value: string | readonly string[]): void {
  const [rows = '', row = '0'] = pathOf(field).split('/');
  if (row === '+') return;
  void value;
  rowsDone.set(rows, Math.max(rowsDone.get(rows) ?? 0, Number(row)));
}

/** Marks to look again come and go with edits; the answers are what must agree. */
export function answersOnly(answers: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(answers).map(([path, answer]) => {
      const { again: _again, ...rest } = answer as { again?: boolean };
      return [path, rest];
    }),
  );
}
