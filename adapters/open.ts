import { join } from 'node:path';
import { type Bot, type BotParts, makeBot } from '../src/bot.ts';
import { type Config, readConfig } from '../src/config.ts';
import { readForms } from '../src/guide/forms.ts';
import { type Knowledge, readKnowledge } from '../src/knowledge/read.ts';
import { type Keyring, memoryKeyring, openKeyring } from '../src/safety/seal.ts';
import { openStore } from '../src/store/sqlite.ts';
import type { Store } from '../src/store/store.ts';

export { failClearly } from './fail.ts';

/** What every program needs. */
export interface Opened {
  config: Config;
  knowledge: Knowledge;
  keyring: Keyring;
  store: Store;
  bot: Bot;
}

/**
 * Reads the settings and the knowledge, opens the store and builds the bot.
 *
 * @param data where to keep things; `:memory:` keeps nothing
 * @throws ConfigError, KnowledgeError, SealError or StoreError, each with a sentence that names the mend
 */
export function openBot(
  env: Readonly<Record<string, string | undefined>>,
  { data, note }: { data?: string; note?: BotParts['note'] } = {},
): Opened {
  const config = readConfig({ ...env, ...(data !== undefined && { DATA_DIR: data }) });
  const knowledge = readKnowledge(config.knowledgeDir, config.today());
  const forms = readForms(config.knowledgeDir, knowledge);
  const inMemory = config.dataDir === ':memory:';
  const keyring = inMemory ? memoryKeyring() : openKeyring(config.draftKeyFile);
  const store = openStore(inMemory ? ':memory:' : join(config.dataDir, 'signpost.db'));
  const drafting = { forms, keyring, today: config.today };
  const bot = makeBot({ knowledge, store, drafting, ...(note && { note }) });
  return { config, knowledge, keyring, store, bot };
}

/** Ends quietly when whoever reads the output has gone, as `head` does. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
