import { join } from 'node:path';
import { type Bot, type BotParts, makeBot } from '../src/bot.ts';
import { type Config, readConfig } from '../src/config.ts';
import { type Knowledge, readKnowledge } from '../src/knowledge/read.ts';
import { openStore } from '../src/store/sqlite.ts';
import type { Store } from '../src/store/store.ts';

/** What every program needs. */
export interface Opened {
  config: Config;
  knowledge: Knowledge;
  store: Store;
  bot: Bot;
}

/**
 * Reads the settings and the knowledge, opens the store and builds the bot.
 *
 * @param data where to keep things; `:memory:` keeps nothing
 * @throws ConfigError, KnowledgeError or StoreError, each with a sentence that names the mend
 */
export function openBot(
  env: Readonly<Record<string, string | undefined>>,
  { data, note }: { data?: string; note?: BotParts['note'] } = {},
): Opened {
  const config = readConfig(env);
  const knowledge = readKnowledge(config.knowledgeDir, config.today());
  const folder = data ?? config.dataDir;
  const store = openStore(folder === ':memory:' ? folder : join(folder, 'signpost.db'));
  const bot = makeBot({ knowledge, store, ...(note && { note }) });
  return { config, knowledge, store, bot };
}

/** Ends the program with one clear sentence and no stack. */
export function failClearly(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

/** Ends quietly when whoever reads the output has gone, as `head` does. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
