/** `npm start`: opens the bot and starts every surface that has what it needs. */

import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Config } from '../src/config.ts';
import { cardLinks } from '../src/knowledge/links.ts';
import { makeLog } from '../src/log.ts';
import { judge } from '../src/safety/judge.ts';
import { environment } from './env.ts';
import { failClearly, openBot } from './open.ts';
import type { Slack } from './slack/listen.ts';
import { readSlackSettings } from './slack/settings.ts';
import type { Teams } from './teams/listen.ts';
import { readTeamsSettings } from './teams/settings.ts';
import { webRoutes } from './web/listen.ts';

/** Milliseconds after the start until what only a message needs is made ready. */
const LEARN_AFTER = 500;

/** Erase what is due this often. */
const EXPIRE_EVERY = 3_600_000;

try {
  const started = performance.now();
  const env = environment();
  const slackSettings = readSlackSettings(env);
  const { config, knowledge, keyring, store, bot } = openBot(env, {
    note: (turn) => log.info(turn, 'turn'),
  });
  const teamsSettings = readTeamsSettings(env, isLoopback(config.host));
  const log = makeLog(config.logLevel);
  // What a person typed never reaches the log: only the error's own name and message do.
  const report = (surface: string) => (error: unknown) =>
    log.error({ error: error instanceof Error ? error.message : 'unknown' }, surface);
  const page = webRoutes(bot.handle, {
    // Whoever reaches a page that only this machine can reach is its user; elsewhere a proxy must
    // say who a person is before a draft is opened.
    ...((config.pageUserHeader || !isLoopback(config.host)) && {
      signIn: { by: config.pageUserHeader, otherwise: bot.handleWithoutDrafts },
    }),
    key: pageKey(config.dataDir),
    origin: config.pageOrigin,
    proxies: config.pageProxies,
    suggestions: knowledge.suggestions,
    perPerson: config.questionsPerMinute,
    perAddress: config.questionsPerMinuteAddress,
    sources: Object.values(knowledge.sources).map(({ title, url, publisher, terms }) => ({
      title,
      publisher,
      terms,
      ...(url !== undefined && { url }),
    })),
    health: async () => {
      await store.role('health');
    },
    report: report('page'),
  });
  let slack: Slack | undefined;
  let teams: Teams | undefined;
  const server = createServer((request, response) => {
    const { url = '/' } = request;
    if (slack && url.startsWith('/slack/')) slack.handle(request, response);
    else if (teams && /^\/(?:api\/messages|teams\/)/.test(url))
      void teams.handle(request, response);
    else void page(request, response);
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  await listen(server, config.port, config.host);
  if (slackSettings) {
    // Loaded only where it is wanted: most of what it takes to start is Bolt.
    const { startSlack } = await import('./slack/listen.ts');
    slack = await startSlack(slackSettings, {
      bot,
      store,
      keyring,
      questions: (role) => knowledge.suggestions[role ?? 'everyone'] ?? [],
      isCardLink: cardLinks(knowledge),
      origin: config.pageOrigin,
      report: report('slack'),
    });
  }
  if (teamsSettings) {
    const { startTeams } = await import('./teams/listen.ts');
    teams = await startTeams(teamsSettings, {
      bot,
      store,
      keyring,
      isCardLink: cardLinks(knowledge),
      origin: config.pageOrigin,
      report: report('teams'),
    });
  }
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  console.log(
    [
      `Signpost is ready: http://${host}:${port}`,
      `Knowledge: ${knowledge.cards.length} cards from ${Object.keys(knowledge.sources).length} sources. Kept in: ${config.dataDir}`,
      'Surfaces: web page on, terminal with "npm run chat".',
      `Slack: ${slack?.says ?? 'off. To turn it on, see "Connect Slack" in the README'}.`,
      `Teams: ${teams?.says ?? 'off. To turn it on, see "Connect Teams" in the README'}.`,
      sayDrafts(config),
      'Language model: off. Every answer comes from the cards.',
      ...unconfirmed(knowledge.contacts.values()),
    ].join('\n'),
  );
  log.info({ ms: Math.round(performance.now() - started) }, 'started');

  // Made ready before the first message rather than with it, and after the page has answered.
  setTimeout(() => judge('Is all well?', knowledge.safety), LEARN_AFTER).unref();

  await store.expire();
  const expiry = setInterval(() => {
    store.expire().catch((error: unknown) => log.error({ error: String(error) }, 'expire'));
  }, EXPIRE_EVERY);
  const stop = () => {
    clearInterval(expiry);
    server.close(() => void Promise.all([slack?.stop(), teams?.stop()]).then(() => store.close()));
    server.closeIdleConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  failClearly(error);
}

/** Whether only this machine can reach an address. */
function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}

/** Waits until the server listens, or says in one sentence why it cannot. */
function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why: Record<string, string> = {
        EADDRINUSE: `port ${port} on ${host} is in use. Stop the other program, or set PORT to another number`,
        EACCES: `port ${port} may not be used by this user. Set PORT to 1024 or more`,
        EADDRNOTAVAIL: `${host} is not an address of this machine. Set HOST to one that is`,
        ENOTFOUND: `${host} is not a known host. Set HOST to an address of this machine`,
      };
      reject(
        new Error(`Signpost cannot start: ${why[error.code ?? ''] ?? error.message}.`, {
          cause: error,
        }),
      );
    });
    server.listen(port, host, resolve);
  });
}

/** The secret that signs the page's cookie: made on first start, kept where only its owner reads. */
function pageKey(dataDir: string): string {
  const file = join(dataDir, 'page.key');
  if (!existsSync(file))
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8').trim();
}

/** Where drafts can be worked on, and what opens them again. */
function sayDrafts({ host, pageUserHeader, draftKeyFile }: Config): string {
  const page = pageUserHeader
    ? `for people whom your proxy names in ${pageUserHeader}`
    : isLoopback(host)
      ? 'on'
      : 'off, since others can reach the page: set PAGE_USER_HEADER behind a proxy that signs people in';
  return `Drafts on the page: ${page}. They are sealed with ${draftKeyFile}; a backup without that file is useless.`;
}

/** Contacts that a person must confirm before the bot is used for real. */
function unconfirmed(contacts: Iterable<{ name: string; confirm: boolean }>): string[] {
  const names = [...contacts].filter(({ confirm }) => confirm).map(({ name }) => name);
  return names.length > 0
    ? [
        `Before real use, a person must confirm these contacts in contacts.yaml: ${names.join('; ')}.`,
      ]
    : [];
}
