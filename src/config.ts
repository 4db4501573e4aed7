import { join } from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);

const settings = z.object({
  PORT: port.default(3978),
  HOST: z.string().min(1).default('127.0.0.1'),
  PAGE_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  PAGE_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  DATA_DIR: z.string().min(1).default('data'),
  KNOWLEDGE_DIR: z
    .string()
    .min(1)
    .default(join(import.meta.dirname, '..', 'knowledge')),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'silent']).default('info'),
  QUESTIONS_PER_MINUTE: z.coerce.number().int().min(1).default(15),
  QUESTIONS_PER_MINUTE_ADDRESS: z.coerce.number().int().min(1).default(60),
});

/** What the environment says, typed, with defaults that need no account, key or model. */
export interface Config {
  port: number;
  host: string;
  /** The page's public origin, where it is not the address it listens on. */
  pageOrigin: string | undefined;
  /** How many reverse proxies of our own stand in front. */
  pageProxies: number;
  dataDir: string;
  knowledgeDir: string;
  logLevel: z.infer<typeof settings>['LOG_LEVEL'];
  questionsPerMinute: number;
  questionsPerMinuteAddress: number;
  /** Today's ISO date in Stockton. */
  today(): string;
}

/** Thrown when a setting cannot be used; the message names it and the mend. */
class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the settings.
 *
 * @param env the environment, such as `process.env`; empty strings count as not set
 * @throws ConfigError naming the setting, what it holds and what it may hold
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? 'a setting');
    throw new ConfigError(
      `${name}=${env[name] ?? ''} cannot be used: ${issue?.message ?? 'it is not valid'}. Change it in the environment or in .env, or leave it out for the default.`,
    );
  }
  const values = parsed.data;
  return {
    port: values.PORT,
    host: values.HOST,
    pageOrigin: values.PAGE_ORIGIN,
    pageProxies: values.PAGE_PROXIES,
    dataDir: values.DATA_DIR,
    knowledgeDir: values.KNOWLEDGE_DIR,
    logLevel: values.LOG_LEVEL,
    questionsPerMinute: values.QUESTIONS_PER_MINUTE,
    questionsPerMinuteAddress: values.QUESTIONS_PER_MINUTE_ADDRESS,
    today: () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date()),
  };
}
