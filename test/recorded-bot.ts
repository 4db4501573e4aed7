/** A whole bot with the project's knowledge and forms, which keeps what it was told and what it said. */

import { join } from 'node:path';
import { type Bot, makeBot } from '../src/bot.ts';
import type { Form } from '../src/guide/form.ts';
import { readForms } from '../src/guide/forms.ts';
import type { Incoming } from '../src/incoming.ts';
import type { Knowledge } from '../src/knowledge/read.ts';
import type { Reply } from '../src/reply.ts';
import { type Keyring, memoryKeyring } from '../src/safety/seal.ts';
import { openStore } from '../src/store/sqlite.ts';
import type { Store } from '../src/store/store.ts';
import { theKnowledge } from './the-knowledge.ts';

/** The bot and what stands behind it. */
export interface RecordedBot {
  /** Itself, which records nothing. */
  bot: Bot;
  /** The same, for a surface to speak to. */
  recorded: Bot;
  knowledge: Knowledge;
  store: Store;
  keyring: Keyring;
  /** What a surface told it and what it said, oldest first. */
  turns: { incoming: Incoming; reply: Reply }[];
  /** What was reported as wrong, and where to report it. */
  reports: string[];
  report(error: unknown): void;
}

let forms: Form[] | undefined;

/** @param kept a store and keyring to carry on with; new ones in memory unless given */
export function recordedBot(kept: { store?: Store; keyring?: Keyring } = {}): RecordedBot {
  const knowledge = theKnowledge();
  forms ??= readForms(join(import.meta.dirname, '..', 'knowledge'), knowledge);
  const store = kept.store ?? openStore(':memory:');
  const keyring = kept.keyring ?? memoryKeyring();
  const bot = makeBot({
    knowledge,
    store,
    drafting: { forms, keyring, today: () => '2026-11-24' },
  });
  const turns: RecordedBot['turns'] = [];
  const reports: string[] = [];
  return {
    bot,
    recorded: {
      ...bot,
      handle: async (incoming) => {
        const reply = await bot.handle(incoming);
        turns.push({ incoming, reply });
        return reply;
      },
    },
    knowledge,
    store,
    keyring,
    turns,
    reports,
    report: (error) => void reports.push(error instanceof Error ? error.message : String(error)),
  };
}
