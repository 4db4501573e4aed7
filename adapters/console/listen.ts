import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { Bot } from '../../src/bot.ts';
import type { Incoming, Role } from '../../src/incoming.ts';
import type { Block, Reply } from '../../src/reply.ts';
import { type Envelope, LineError, readAskLine, readChatLine, readTyped } from './read.ts';
import { jsonAnswer, jsonReply, type Keys, renderReply } from './render.ts';

/** Where a console program reads and writes. */
export interface Terminal {
  input: Readable;
  output: Writable;
  /** Complaints about lines that could not be read. */
  errors: Writable;
  /** Where files are saved; without it, JSON Lines carry their bytes. */
  files?: string;
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
export async function chat(
  bot: Pick<Bot, 'handle'>,
  terminal: Terminal,
  person: string,
): Promise<void> {
  const next = envelopes(person, `console:${person}`);
  const say = (text: string) => terminal.output.write(`${text}\n\n> `);
  let keys: Keys = { choices: [], asks: false, rating: undefined };
  let commands = '';
  const turn = async (incoming: Incoming) => {
    const reply = await bot.handle(incoming);
    const width = screenWidth(terminal.output);
    const rendered = renderReply(reply, { ...(width !== undefined && { width }), commands });
    if (incoming.kind !== 'rated') ({ keys, commands } = rendered);
    const saved = [...saveFiles(reply, terminal.files ?? '.').values()];
    say([rendered.text, ...saved.map((path) => `Saved: ${path}`)].join('\n'));
  };
  await turn({ ...next(), kind: 'arrived' });
  for await (const said of messages(terminal.input)) {
    if (/^\s*(quit|exit|:q)\s*$/i.test(said)) break;
    const meant = said.trim() === '' ? keys.suggested : said;
    if (meant === undefined) terminal.output.write('> ');
    else await turn(readTyped(meant, keys, next()));
  }
  terminal.output.write('\n');
}

/** Lines longer than this are hard to read, however wide the screen is. */
const WIDEST = 100;

/** The columns of a real terminal; undefined where the output is a file or another program. */
function screenWidth(output: Writable): number | undefined {
  const { isTTY, columns } = output as Writable & { isTTY?: boolean; columns?: number };
  return isTTY && columns ? Math.min(columns, WIDEST) : undefined;
}

/** Lines typed this soon after each other were pasted together, and are one message. */
const PASTE_WITHIN = 25;

/**
 * Messages from a terminal: a line is one, and so is everything between two lines of `"""`. At a
 * real terminal lines that arrive together were pasted, such as the rows of a table, and are one.
 */
async function* messages(input: Readable): AsyncGenerator<string> {
  const typing = (input as Readable & { isTTY?: boolean }).isTTY === true;
  const lines = createInterface({ input })[Symbol.asyncIterator]();
  let ahead: Promise<IteratorResult<string>> | undefined;
  const next = () => {
    const line = ahead ?? lines.next();
    ahead = undefined;
    return line;
  };
  for (let line = await next(); !line.done; line = await next()) {
    const message = [line.value];
    if (line.value.trim() === '"""') {
      message.pop();
      for (line = await next(); !line.done && line.value.trim() !== '"""'; line = await next())
        message.push(line.value);
    }
    while (typing) {
      ahead ??= lines.next();
      const more = await Promise.race([ahead, setTimeout(PASTE_WITHIN, undefined)]);
      if (more === undefined || more.done) break;
      ahead = undefined;
      message.push(more.value);
    }
    yield message.join('\n');
  }
}

/** Saves the files of a reply, readable to their owner alone, since they are about a child. */
function saveFiles(reply: Reply, folder: string): Map<Block, string> {
  const saved = new Map<Block, string>();
  for (const block of reply.blocks) {
    if (block.kind !== 'file') continue;
    mkdirSync(folder, { recursive: true });
    const path = resolve(folder, basename(block.name));
    writeFileSync(path, block.bytes, { mode: 0o600 });
    saved.set(block, path);
  }
  return saved;
}

/**
 * Holds a conversation for a script: one JSON object a line in, one Reply a line out.
 *
 * @returns how many lines could not be read; each was named on `errors`
 */
export async function chatJson(
  bot: Pick<Bot, 'handle'>,
  terminal: Terminal,
  person: string,
): Promise<number> {
  const next = envelopes(person, `console:${person}`);
  return eachLine(terminal, async (line, number) => {
    const reply = await bot.handle(readChatLine(line, number, next()));
    const paths = terminal.files === undefined ? undefined : saveFiles(reply, terminal.files);
    terminal.output.write(`${JSON.stringify(jsonReply(reply, paths))}\n`);
  });
}

/** Answers one question and nothing more. */
export async function askOnce(bot: Pick<Bot, 'handle'>, question: string): Promise<Reply> {
  return bot.handle({ ...envelopes('ask', 'console:ask')(), kind: 'said', text: question });
}

/**
 * Answers conversations for a script: each line is one, all its turns are said, the reply to the
 * last is written.
 *
 * @returns how many lines could not be read; each was named on `errors`
 */
export async function askJsonLines(bot: Pick<Bot, 'handle'>, terminal: Terminal): Promise<number> {
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
