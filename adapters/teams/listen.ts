/** Teams: the one file that touches botbuilder. It checks who speaks to us, and makes our calls. */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  type ConversationReference,
  type TurnContext,
} from 'botbuilder';
import type { Bot } from '../../src/bot.ts';
import type { Keyring } from '../../src/safety/seal.ts';
import { makeInbox } from '../../src/store/inbox.ts';
import type { Store } from '../../src/store/store.ts';
import { openVault } from '../../src/store/vault.ts';
import type { IsCardLink } from '../../src/written.ts';
import { type Called, DEADLINE, type TeamsApi } from './api.ts';
import { filePage } from './files.ts';
import { hasExpiry, isServiceUrl } from './guard.ts';
import { type Chat, deliveryId, read, readQuery, tenantOf } from './read.ts';
import { renderResults } from './results.ts';
import { makeSender } from './send.ts';
import type { TeamsSettings } from './settings.ts';
import { makeWork, type WaitingFile } from './work.ts';

/** What Teams needs of the program. */
export interface TeamsParts {
  bot: Pick<Bot, 'handle' | 'find'>;
  store: Store;
  keyring: Keyring;
  isCardLink: IsCardLink;
  /** The program's public origin, for links to files. */
  origin?: string | undefined;
  /** Told of every error that is ours or Teams'. It is never given what a person typed. */
  report(error: unknown): void;
  /** In place of Microsoft's: where tokens are checked against, how ours are made, which hosts we speak to. */
  instead?: {
    openIdUrl: string;
    credentials: NonNullable<
      ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1]
    >;
    isServiceUrl(url: unknown): url is string;
  };
}

/** Teams, connected. */
export interface Teams {
  /** Takes requests to `/api/messages` and `/teams/file/…`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** "on, at /api/messages": for the start page. */
  says: string;
  /** Waits until everything that came is worked. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** Most bytes of a request; Teams' own are far smaller. */
const MOST_BYTES = 1_048_576;

/** Connects to Teams, and works what was left when the program last stopped. */
export async function startTeams(settings: TeamsSettings, parts: TeamsParts): Promise<Teams> {
  const { bot, store, keyring, isCardLink, origin, report, instead } = parts;
  letEntitiesThrough();
  const vault = <T>(kind: string) => openVault<T>(kind, { store, keyring });
  const isOurs =
    instead?.isServiceUrl ?? ((url: unknown): url is string => isServiceUrl(url, settings.local));
  const authentication = authenticationOf(settings, instead);
  const unheard = hushed();
  const files = vault<WaitingFile>('teams-file');
  const sender = makeSender({
    api: apiOf(authentication, settings, isOurs),
    left: vault('teams-left'),
    report,
    sleep,
  });
  const inbox = makeInbox({
    surface: 'teams',
    store,
    keyring,
    report,
    work: makeWork({
      bot,
      sender,
      chats: vault('teams-chat'),
      forms: vault('teams-form'),
      answers: vault('teams-answer'),
      greeted: vault('teams-greeted'),
      files,
      linkTo: (file) => (origin === undefined ? undefined : `${origin}/teams/file/${file}`),
      isCardLink,
      report,
    }),
  });
  await inbox.resume();

  /** Who may speak: the status of a refusal, or nothing. */
  const refusal = async (body: object, authorization: string | undefined) => {
    const { serviceUrl, channelId } = body as { serviceUrl?: unknown; channelId?: unknown };
    if (settings.local) return isOurs(serviceUrl) ? undefined : 403;
    // Without an address to check it against, botbuilder takes a token for any, and a key without
    // endorsements for any channel.
    if (!hasExpiry(authorization) || !isOurs(serviceUrl) || channelId !== 'msteams') return 401;
    try {
      await unheard(() =>
        authentication.authenticateRequest(body as Activity, authorization ?? ''),
      );
    } catch {
      return 401;
    }
    const tenant = tenantOf(body);
    return tenant !== undefined && settings.tenants.includes(tenant) ? undefined : 403;
  };

  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await bodyOf(request);
    if (text === undefined) return end(response, 413);
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return end(response, 400);
    }
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return end(response, 400);
    const status = await refusal(body, request.headers.authorization);
    if (status !== undefined) return end(response, status);
    const query = readQuery(body);
    if (query)
      return end(response, 200, renderResults(bot.find(query.text, MOST_RESULTS), isCardLink));
    // Less is kept than was sent: what a person did, and where the answer goes.
    const task = read(body);
    if (task) await inbox.receive({ id: deliveryId(body), lane: task.lane, body: task });
    end(response, 200, invokeAnswer(body));
  };

  return {
    handle: async (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      try {
        if (pathname.startsWith('/teams/file/'))
          return await filePage(pathname.slice('/teams/file/'.length), request, response, files);
        if (pathname !== '/api/messages') return end(response, 404);
        if (request.method !== 'POST') return end(response, 405);
        await receive(request, response);
      } catch (error) {
        report(error);
        // Teams sends again what was not taken.
        if (!response.headersSent) end(response, 503);
      }
    },
    says: settings.local
      ? 'on for this machine alone, WITHOUT AUTHENTICATION (TEAMS_LOCAL=1): never use this for real'
      : `on, at /api/messages, for ${settings.tenants.length} ${settings.tenants.length === 1 ? 'tenant' : 'tenants'}`,
    settle: () => inbox.settle(),
    stop: () => inbox.settle(),
  };
}

/** What an invoke is answered with at once; the work is done after. */
function invokeAnswer({ type, name }: { type?: unknown; name?: unknown }): object | undefined {
  if (type !== 'invoke') return undefined;
  // Feedback must be answered with nothing; source: learn.microsoft.com, "Bot messages with AI-generated content".
  return name === 'adaptiveCard/action'
    ? { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: '' }
    : {};
}

const MOST_RESULTS = 6;

/**
 * botbuilder's list of what an entity holds leaves out what Teams made since, so that labels and
 * citations would never leave: https://github.com/microsoft/botbuilder-js/pull/4903, never released.
 */
function letEntitiesThrough(): void {
  const { Entity } = createRequire(import.meta.url)(
    'botframework-connector/lib/connectorApi/models/mappers.js',
  ) as { Entity: { type: { additionalProperties?: object } } };
  Entity.type.additionalProperties ??= { type: { name: 'Object' } };
}

/** botbuilder tells the console of each token it refuses, keys and all: anybody could fill our log. */
function hushed(): <T>(work: () => Promise<T>) => Promise<T> {
  const within = new AsyncLocalStorage<true>();
  const { error } = console;
  console.error = (...said: unknown[]) => {
    if (!within.getStore()) error(...said);
  };
  return (work) => within.run(true, work);
}

function authenticationOf(settings: TeamsSettings, instead: TeamsParts['instead']) {
  if (settings.local) return new ConfigurationBotFrameworkAuthentication({});
  const { appId, password, type, appTenant } = settings;
  const credentials =
    instead?.credentials ??
    new ConfigurationServiceClientCredentialFactory({
      MicrosoftAppId: appId,
      MicrosoftAppType: type,
      MicrosoftAppTenantId: appTenant,
      ...(password !== undefined && { MicrosoftAppPassword: password }),
    });
  const where = instead && {
    ToBotFromChannelOpenIdMetadataUrl: instead.openIdUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: instead.openIdUrl,
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToChannelFromBotLoginUrl: `https://login.microsoftonline.com/${appTenant}`,
    OAuthUrl: 'https://token.botframework.com',
    ValidateAuthority: true,
  };
  return new ConfigurationBotFrameworkAuthentication(
    { MicrosoftAppId: appId, MicrosoftAppTenantId: appTenant, ...where },
    credentials,
  );
}

/** The client's own retries would send a message twice, and it takes no setting that says so. */
function withoutRetries(client: unknown): void {
  const { pipeline } = (client as { client: { pipeline: { removePolicy(of: object): unknown } } })
    .client;
  pipeline.removePolicy({ phase: 'Retry' });
}

/** The connector's calls as what each came to. */
function apiOf(
  authentication: ConfigurationBotFrameworkAuthentication,
  settings: TeamsSettings,
  isOurs: (url: unknown) => boolean,
): TeamsApi {
  const appId = settings.local ? '' : settings.appId;
  const adapter = new CloudAdapter(authentication);
  /** Speaks in a conversation, some time after it was heard from. */
  const later = async <T>(chat: Chat, speak: (context: TurnContext) => Promise<T>): Promise<T> => {
    // Checked again where it is used: our token goes to Teams and nowhere else.
    if (!isOurs(chat.serviceUrl)) throw new Error('That is no address of Teams.');
    let spoken: { said: T } | undefined;
    await adapter.continueConversationAsync(appId, referenceTo(chat), async (context) => {
      withoutRetries(context.turnState.get(adapter.ConnectorClientKey));
      spoken = { said: await speak(context) };
    });
    if (!spoken) throw new Error('The conversation could not be continued.');
    return spoken.said;
  };
  const attempt = async (call: () => Promise<{ id?: string }>): Promise<Called> => {
    let late: NodeJS.Timeout | undefined;
    const deadline = new Promise<Called>((answered) => {
      late = setTimeout(() => answered({ ok: false, why: 'unknown' }), DEADLINE);
    });
    const called = call().then(({ id }): Called => ({ ok: true, id: id ?? '' }), failure);
    return Promise.race([called, deadline]).finally(() => clearTimeout(late));
  };
  return {
    send: (chat, activity) =>
      attempt(async () => (await later(chat, (context) => context.sendActivity(activity))) ?? {}),
    update: (chat, id, activity) =>
      attempt(async () => {
        await later(chat, (context) => context.updateActivity({ ...activity, id } as Activity));
        return { id };
      }),
    put: async (url, bytes) => {
      // No other try makes such an address a better one.
      if (!isUploadUrl(url, isOurs)) return { ok: false, why: 'refused', status: 400 };
      return attempt(async () => {
        const response = await fetch(url, {
          method: 'PUT',
          headers: {
            'Content-Type': 'application/octet-stream',
            'Content-Range': `bytes 0-${bytes.byteLength - 1}/${bytes.byteLength}`,
          },
          body: Buffer.from(bytes),
          redirect: 'error',
          signal: AbortSignal.timeout(DEADLINE),
        });
        if (!response.ok)
          throw Object.assign(new Error('not taken'), { statusCode: response.status });
        return {};
      });
    },
  };
}

function referenceTo({
  serviceUrl,
  conversation,
  tenant,
  bot,
  user,
  isPrivate,
}: Chat): ConversationReference {
  return {
    serviceUrl,
    channelId: 'msteams',
    bot: { id: bot, name: '' },
    user: { id: user, name: '' },
    conversation: {
      id: conversation,
      tenantId: tenant,
      isGroup: !isPrivate,
      conversationType: isPrivate ? 'personal' : 'channel',
      name: '',
    },
  };
}

/** A person's OneDrive takes the file; beside a stand-in on this machine, that stand-in. */
function isUploadUrl(url: string, isOurs: (url: unknown) => boolean): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin, username } = new URL(url);
  if (protocol === 'https:' && username === '' && /^[a-z0-9-]+\.sharepoint\.com$/.test(hostname))
    return true;
  return /^(?:127(?:\.\d{1,3}){3}|localhost)$/.test(hostname) && isOurs(`${origin}/`);
}

/** Errors that come before a byte is sent. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

function failure(error: unknown): Called {
  const { statusCode, code, response } = error as {
    statusCode?: number;
    code?: string;
    response?: { headers?: { get?(name: string): string | undefined } };
  };
  if (statusCode === undefined)
    return { ok: false, why: UNSENT.has(code ?? '') ? 'unsent' : 'unknown' };
  const seconds = Number(response?.headers?.get?.('retry-after'));
  if (statusCode === 429 || statusCode === 412)
    return { ok: false, why: 'limited', ...(seconds > 0 && { seconds }) };
  if (statusCode === 403 || statusCode === 404) return { ok: false, why: 'gone' };
  return statusCode >= 500 || statusCode === 408
    ? { ok: false, why: 'unknown' }
    : { ok: false, why: 'refused', status: statusCode };
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function end(response: ServerResponse, status: number, body?: object): void {
  const json = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, {
    ...(body !== undefined && { 'Content-Type': 'application/json; charset=utf-8' }),
    ...(status === 413 && { Connection: 'close' }),
  });
  response.end(json);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
