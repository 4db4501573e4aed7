import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeBot } from '../../src/bot.ts';
import type { Form } from '../../src/guide/form.ts';
import { readForms } from '../../src/guide/forms.ts';
import type { Knowledge } from '../../src/knowledge/read.ts';
import { plainText, type Reply } from '../../src/reply.ts';
import { memoryKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { talk } from '../guide/drive.ts';
import { theKnowledge } from '../the-knowledge.ts';
import { type Told, WALKS, walkThrough } from './walk.ts';

let knowledge: Knowledge;
let forms: Form[];
beforeAll(() => {
  knowledge = theKnowledge();
  forms = readForms(join(import.meta.dirname, '..', '..', 'knowledge'), knowledge);
});

describe('through the core', () => {
  test.each(WALKS)('%s', async (name) => {
    const store = openStore(':memory:');
    const drafting = { forms, keyring: memoryKeyring(), today: () => '2026-11-24' };
    const person = talk(makeBot({ knowledge, store, drafting }), 'walker', name);
    let last: Reply | undefined;
    const told = (reply: Reply): Told => {
      last = reply;
      return { said: plainText(reply), outcome: reply.outcome };
    };
    await walkThrough(name, {
      say: async (text) => told(await person.say(text)),
      press: async (label) => {
        const choices = last?.blocks.flatMap((b) => (b.kind === 'choices' ? b.choices : []));
        const choice = choices?.find((one) =>
          one.label.toLowerCase().includes(label.toLowerCase()),
        );
        expect(choice, `no button "${label}"`).toBeDefined();
        return told(await person.press(choice?.action ?? ''));
      },
    });
    await store.close();
  });
});
