import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Bot, makeBot } from '../../src/bot.ts';
import type { Form } from '../../src/guide/form.ts';
import { readForms } from '../../src/guide/forms.ts';
import type { Incoming } from '../../src/incoming.ts';
import type { Knowledge } from '../../src/knowledge/read.ts';
import { plainText, type Reply } from '../../src/reply.ts';
import { memoryKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { theKnowledge } from '../the-knowledge.ts';

/**
 * Whole conversations as plain text. A line begins with what it is:
 *
 *     > what the person says          + the button they press, by its label
 *     = how the turn ends             ~ words the reply has
 *     ! words the reply has not       # a remark
 */
interface Step {
  line: number;
  sign: string;
  text: string;
}

function readWalk(file: string): Step[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((text, at) => ({ line: at + 1, sign: text.slice(0, 1), text: text.slice(2).trim() }))
    .filter(({ sign, text }) => sign !== '#' && text !== '');
}

/** Each surface walks the same walks: a way of doing something and getting a reply. */
type Walker = (bot: Bot, incoming: Incoming) => Promise<Reply>;
const walkers: readonly (readonly [string, Walker])[] = [
  ['the core', (bot, incoming) => bot.handle(incoming)],
];

const walks = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.txt'));
let knowledge: Knowledge;
let forms: Form[];
beforeAll(() => {
  knowledge = theKnowledge();
  forms = readForms(join(import.meta.dirname, '..', '..', 'knowledge'), knowledge);
});

describe.each(walkers)('through %s', (_name, walk) => {
  test.each(walks)('%s', async (name) => {
    const store = openStore(':memory:');
    const drafting = { forms, keyring: memoryKeyring(), today: () => '2026-11-24' };
    const bot = makeBot({ knowledge, store, drafting });
    const envelope = { person: 'walker', place: { id: name, shared: false } };
    let reply: Reply | undefined;
    for (const { line, sign, text } of readWalk(join(import.meta.dirname, name))) {
      const where = `${name}:${line}`;
      const said = reply ? plainText(reply) : '';
      const id = `${name}-${line}`;
      if (sign === '>') reply = await walk(bot, { ...envelope, id, kind: 'said', text });
      else if (sign === '+') {
        const choices = reply?.blocks.flatMap((b) => (b.kind === 'choices' ? b.choices : []));
        const choice = choices?.find(({ label }) =>
          label.toLowerCase().includes(text.toLowerCase()),
        );
        expect(choice, `${where}: no button "${text}" in:\n${said}`).toBeDefined();
        reply = await walk(bot, { ...envelope, id, kind: 'pressed', action: choice?.action ?? '' });
      } else if (sign === '=') expect(reply?.outcome, `${where}\n${said}`).toBe(text);
      else if (sign === '~') expect(said.toLowerCase(), where).toContain(text.toLowerCase());
      else if (sign === '!') expect(said.toLowerCase(), where).not.toContain(text.toLowerCase());
      else throw new Error(`${where}: a line cannot begin with "${sign}".`);
    }
    await store.close();
  });
});
