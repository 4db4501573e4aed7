import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Bot } from '../../src/bot.ts';
import type { Incoming, Role } from '../../src/incoming.ts';
import type { Reply } from '../../src/reply.ts';
import { type Envelope, LineError, readAskLine, readChatLine, readTyped } from './read.ts';
import { jsonAnswer, jsonReply, type Keys, renderReply } from './render.ts';

/** Where a console program reads and writes. */
export interface Terminal {
  input: Readable;
  output: Writable;
  /** Complaints about lines that could not be read. */
  errors: Writable;
}

/** A fresh envelope for each thing one person does at one place. */
function envelopes(person: string, place: string): () => Envelope {
  let count = 0;
  const start = Date.now().toString(36);
  return () => {
    count += 1;
    return { id: `${start}-${count}`, person, place: { id: place, shared: false } };
  };
}

/**
 * Holds a conversation: one line in, one reply out, until the input ends.
 *
 * @param person the name under which the conversation is kept
 */
export async function chat(bot: Bot, terminal: Terminal, person: string): Promise<void> {
  const next = envelopes(person, `console:${person}`);
  const say = (text: string) => terminal.output.write(`${text}\n\n> `);
  let keys: Keys = { choices: [], rating: undefined };
  const turn = async (incoming: Incoming) => {
    const rendered = renderReply(await bot.handle(incoming));
    if (incoming.kind !== 'rated') keys = rendered.keys;
    say(rendered.text);
  };
  await turn({ ...next(), kind: 'arrived' });
  for await (const line of createInterface({ input: terminal.input })) {
    if (/^\s*(quit|exit|:q)\s*$/i.test(line)) break;
    if (line.trim() === '') terminal.output.write('> ');
    else await turn(readTyped(line, keys, next()));
  }
  terminal.output.write('\n');
}

/**
 * Holds a conversation for a script: one JSON object a line in, one Reply a line out.
 *
 * @returns how many lines could not be read; each was named on `errors`
 */
export async function chatJson(bot: Bot, terminal: Terminal, person: string): Promise<number> {
  const next = envelopes(person, `console:${person}`);
  return eachLine(terminal, async (line, number) => {
    const reply = await bot.handle(readChatLine(line, number, next()));
    terminal.output.write(`${JSON.stringify(jsonReply(reply))}\n`);
  });
}

/** Answers one question and nothing more. */
export async function askOnce(bot: Bot, question: string): Promise<Reply> {
  return bot.handle({ ...envelopes('ask', 'console:ask')(), kind: 'said', text: question });
}

/**
 * Answers conversations for a script: each line is one, all its turns are said, the reply to the
 * last is written.
 *
 * @returns how many lines could not be read; each was named on `errors`
 */
export async function askJsonLines(bot: Bot, terminal: Terminal): Promise<number> {
  return eachLine(terminal, async (line, number) => {
    const { id, role, turns } = readAskLine(line, number);
    const next = envelopes(`ask:${number}`, `ask:${number}`);
    if (role) await bot.handle({ ...next(), kind: 'said', text: sayIAm(role) });
    let reply: Reply | undefined;
    let ms = 0;
    for (const text of turns) {
      const start = performance.now();
      reply = await bot.handle({ ...next(), kind: 'said', text });
      ms = performance.now() - start;
    }
    if (reply) terminal.output.write(`${JSON.stringify(jsonAnswer(id, reply, ms))}\n`);
  });
}

/** How a person would tell their role. */
export function sayIAm(role: Role): string {
  const words: Partial<Record<Role, string>> = {
    governors: "I'm a governor",
    'early years': "I'm a nursery practitioner",
    college: "I'm a college tutor",
  };
  return words[role] ?? `I'm a ${role}`;
}

async function eachLine(
  terminal: Terminal,
  work: (line: string, number: number) => Promise<void>,
): Promise<number> {
  let number = 0;
  let failed = 0;
  for await (const line of createInterface({ input: terminal.input })) {
    number += 1;
    if (line.trim() === '') continue;
    try {
      await work(line, number);
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      failed += 1;
      terminal.errors.write(`${error.message}\n`);
    }
  }
  return failed;
}
