import { join } from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);

const settings = z.object({
  PORT: port.default(3978),
  HOST: z.string().min(1).default('127.0.0.1'),
  PAGE_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  PAGE_USER_HEADER: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'must be the name of a header, such as X-Forwarded-User')
    .optional(),
  PAGE_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  DATA_DIR: z.string().min(1).default('data'),
  DRAFT_KEY_FILE: z.string().min(1).optional(),
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
  /** The header in which a proxy of our own says who has signed in, in small letters. */
  pageUserHeader: string | undefined;
  /** How many reverse proxies of our own stand in front. */
  pageProxies: number;
  dataDir: string;
  /** The master keys of sealed drafts; better on another disk than the data, and never in a backup of it. */
  draftKeyFile: string;
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
    pageUserHeader: values.PAGE_USER_HEADER?.toLowerCase(),
    pageProxies: values.PAGE_PROXIES,
    dataDir: values.DATA_DIR,
    draftKeyFile: values.DRAFT_KEY_FILE ?? join(values.DATA_DIR, 'master.key'),
    knowledgeDir: values.KNOWLEDGE_DIR,
    logLevel: values.LOG_LEVEL,
    questionsPerMinute: values.QUESTIONS_PER_MINUTE,
    questionsPerMinuteAddress: values.QUESTIONS_PER_MINUTE_ADDRESS,
    today: () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date()),
  };
}
