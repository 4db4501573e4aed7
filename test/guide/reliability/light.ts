/** A whole bot with the real form and safety lists but no cards, so that it starts in a moment. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { type Bot, type BotParts, makeBot } from '../../../src/bot.ts';
import { type Form, formFile } from '../../../src/guide/form.ts';
import type { Contact } from '../../../src/knowledge/lists.ts';
import type { Knowledge } from '../../../src/knowledge/read.ts';
import type { Block, Reply } from '../../../src/reply.ts';
import type { Keyring } from '../../../src/safety/seal.ts';
import { readSafety } from '../../../src/safety/words.ts';
import type { Store } from '../../../src/store/store.ts';

/** The day on which every test of this folder plays; the made-up application fits it. */
export const TODAY = '2026-11-24';

/** What a light bot is made from, as it stands in the knowledge folder. */
export interface Files {
  form: unknown;
  safety: unknown;
  contacts: readonly Contact[];
}

/** Reads the files once; a program that must start fast is handed them as JSON. */
export function readFiles(): Files {
  const file = (name: string) =>
    load(readFileSync(join(import.meta.dirname, '../../../knowledge', name), 'utf8'));
  return {
    form: file('forms/one-point.yaml'),
    safety: file('safety.yaml'),
    contacts: file('contacts.yaml') as Contact[],
  };
}

/** The same with the first few of what is looked for in each kind of message, read in no time. */
export function shortened(files: Files): Files {
  const few = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.slice(0, 2).map(few);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, few(part)]));
  };
  const safety = files.safety as Record<string, unknown>;
  return { ...files, safety: { ...safety, risk: few(safety.risk), conduct: few(safety.conduct) } };
}

/** The form alone. */
export function formOf({ form }: Files): Form {
  return formFile.parse(form);
}

/** Knowledge without cards; worries are told apart by the lists and two examples. */
export function lightKnowledge({ safety, contacts }: Files): Knowledge {
  return {
    cards: [],
    byId: new Map(),
    sources: {},
    glossary: [],
    words: [],
    contacts: new Map(contacts.map((one) => [one.id, one])),
    councils: { home: [], others: [], nations: [], schools: [] },
    suggestions: {},
    safety: readSafety(safety, [], {
      worries: ['a boy told me that his father hits him'],
      ordinary: ['the pupil follows one instruction at a time in class'],
    }),
  };
}

/** A bot that drafts the one form. */
export function lightBot(
  store: Store,
  keyring: Keyring,
  { form, knowledge, note }: { form: Form; knowledge: Knowledge } & Pick<BotParts, 'note'>,
): Bot {
  return makeBot({
    knowledge,
    store,
    drafting: { forms: [form], keyring, today: () => TODAY },
    ...(note && { note }),
  });
}

/** The words of a reply that a person reads: labels, hints and buttons too. */
export function wordsIn(reply: Reply): string {
  return reply.blocks.map(wordsOf).join('\n');
}

function wordsOf(block: Block): string {
  if (block.kind === 'text') return block.text;
  return block.kind === 'file' ? block.name : JSON.stringify(block);
}

/** The id of the draft that a reply puts a question of. */
export function draftIn(reply: Reply): string {
  const ask = reply.blocks.find((block) => block.kind === 'ask');
  const [family, id] = ask?.id.split(':') ?? [];
  if (family !== 'draft' || !id) throw new Error(`No question was put: ${wordsIn(reply)}`);
  return id;
}
