/** Slack: the one file that touches Bolt. Its receivers bring deliveries in, its client makes calls. */

import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type App,
  type Installation as BoltInstallation,
  HTTPReceiver,
  type InstallationStore,
  type Logger,
  LogLevel,
  type ReceiverEvent,
  SocketModeReceiver,
  type StateStore,
  webApi,
} from '@slack/bolt';
import type { Bot } from '../../src/bot.ts';
import type { Role } from '../../src/incoming.ts';
import type { Keyring } from '../../src/safety/seal.ts';
import { makeInbox } from '../../src/store/inbox.ts';
import type { Store } from '../../src/store/store.ts';
import { openVault } from '../../src/store/vault.ts';
import type { IsCardLink } from '../../src/written.ts';
import { type Called, DEADLINE, type SlackApi } from './api.ts';
import { firstTimeOnly, isTimely } from './guard.ts';
import { type Installation, type Installs, manyInstalls, oneInstall } from './installs.ts';
import { keepOpen, type Line } from './line.ts';
import { failedPage, INSTALLED, showPage } from './pages.ts';
import { deliveryId, read } from './read.ts';
import { SCOPES } from './scopes.ts';
import { makeSender } from './send.ts';
import type { SlackSettings } from './settings.ts';
import { makeWork } from './work.ts';

/** What Slack needs of the program. */
export interface SlackParts {
  bot: Pick<Bot, 'handle' | 'lock'>;
  store: Store;
  keyring: Keyring;
  questions(role: Role | undefined): readonly string[];
  isCardLink: IsCardLink;
  /** The program's public origin, for the address Slack sends people back to after an installation. */
  origin?: string | undefined;
  /** Told of every error that is ours or Slack's. It is never given what a person typed. */
  report(error: unknown): void;
}

/** Slack, connected. */
export interface Slack {
  /** Takes requests to `/slack/…`. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** "on, by Socket Mode, in one workspace": for the start page. */
  says: string;
  /** Waits until everything that came is worked. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** Most bytes of a request; Slack's own are far smaller. */
const MOST_BYTES = 1_048_576;

/** Thrown when Slack does not know our token: nothing can work until it is put right. */
class SlackRefused extends Error {
  override readonly name = 'SlackRefused';
}

/**
 * Connects to Slack, and works what was left when the program last stopped.
 *
 * @throws SlackRefused when a token in the settings is not valid
 */
export async function startSlack(settings: SlackSettings, parts: SlackParts): Promise<Slack> {
  const { bot, store, keyring, questions, isCardLink, report } = parts;
  const { appToken, signingSecret, botToken, oauth, apiUrl } = settings;
  const vault = <T>(kind: string) => openVault<T>(kind, { store, keyring });
  const logger = quiet(report);
  const client = new webApi.WebClient(undefined, {
    slackApiUrl: apiUrl,
    logger,
    timeout: DEADLINE,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
  });
  const api = apiOf(client, apiUrl);
  const installs = botToken
    ? oneInstall(botToken)
    : manyInstalls(vault<Installation>('slack-installation'));
  if (botToken) await isReached(api, botToken, 'SLACK_BOT_TOKEN', report);

  const sender = makeSender({ api, installs, report, sleep });
  const inbox = makeInbox({
    surface: 'slack',
    store,
    keyring,
    report,
    work: makeWork({
      bot,
      sender,
      installs,
      forms: vault('slack-form'),
      answers: vault('slack-answer'),
      greeted: vault('slack-greeted'),
      role: async (person) => store.role(await store.owner(person)),
      questions,
      isCardLink,
      report,
    }),
  });
  const isFirst = firstTimeOnly(Date.now);

  /** Every delivery comes through here: written down, acknowledged, then worked. */
  const door = {
    processEvent: async ({ body, ack, customProperties }: ReceiverEvent): Promise<void> => {
      const signature = customProperties?.signature;
      if (typeof signature === 'string' && !isFirst(signature)) throw new Replayed();
      // Less is kept than was sent: what a person did, and where the answer goes.
      const task = read(body);
      if (task) await inbox.receive({ id: deliveryId(body), lane: task.lane, body: task });
      await ack();
    },
  } as unknown as App;

  await inbox.resume();
  const http = new HTTPReceiver({
    signingSecret: signingSecret ?? '',
    signatureVerification: appToken === undefined,
    endpoints: appToken === undefined ? ['/slack/events'] : [],
    logger,
    customPropertiesExtractor: ({ headers }) => ({ signature: headers['x-slack-signature'] }),
    processEventErrorHandler: async ({ error, response }) => {
      const replayed = error instanceof Replayed;
      if (!replayed) report(error);
      // Slack sends again what was not taken.
      response.writeHead(replayed ? 401 : 503);
      response.end();
      return false;
    },
    unhandledRequestHandler: ({ response }) => {
      if (!response.writableEnded)
        report(new Error('Slack: a request was not acknowledged within three seconds.'));
    },
    ...(oauth && {
      ...oauth,
      scopes: [...SCOPES],
      installationStore: installationStore(installs),
      ...(parts.origin && { redirectUri: `${parts.origin}/slack/oauth_redirect` }),
      installerOptions: {
        stateStore: stateStore(vault('slack-oauth-state')),
        clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, timeout: DEADLINE },
        authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href,
        ...(parts.origin && { redirectUriPath: '/slack/oauth_redirect' }),
        // The page between would only hold a button, with a picture from elsewhere.
        directInstall: true,
        callbackOptions: {
          success: (_installation, _options, _request, response) =>
            showPage(response, 200, INSTALLED),
          failure: (error, _options, _request, response) => {
            const [status, page] = failedPage(error);
            if (status === 502) report(new Error(`Slack did not install the app: ${error.code}.`));
            showPage(response, status, page);
          },
        },
      },
    }),
  });
  http.init(door);
  const socket =
    appToken === undefined
      ? undefined
      : new SocketModeReceiver({
          appToken,
          logger,
          // Not acknowledged, so that Slack sends it again.
          processEventErrorHandler: async ({ error }) => {
            report(error);
            return false;
          },
          autoReconnectEnabled: false,
          installerOptions: {
            clientOptions: {
              slackApiUrl: apiUrl,
              timeout: DEADLINE,
              retryConfig: { retries: 0 },
              rejectRateLimitedCalls: true,
            },
          },
        });
  let line: Line | undefined;
  if (socket && appToken) {
    socket.init(door);
    const reached = await isReached(
      api,
      appToken,
      'SLACK_APP_TOKEN',
      report,
      'apps.connections.open',
    );
    line = keepOpen(socket, report);
    // While Slack cannot be reached it goes on trying, and everything else starts meanwhile.
    if (reached) await line.opened;
  }

  return {
    handle: (request, response) => {
      const passOn = () => {
        try {
          http.requestListener(request, response);
        } catch {
          response.writeHead(404).end();
        }
      };
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (pathname !== '/slack/events' || request.method !== 'POST') passOn();
      else if (!isTimely(request.headers, Date.now()))
        response.writeHead(401, { Connection: 'close' }).end();
      else
        bodyOf(request).then(
          (rawBody) => {
            if (rawBody && !isNull(rawBody.toString())) {
              // Bolt takes a body that was read for it.
              Object.assign(request, { rawBody });
              passOn();
              return;
            }
            response.writeHead(rawBody ? 400 : 413).end();
            request.resume();
          },
          () => response.destroy(),
        );
    },
    says: [
      socket ? 'on, by Socket Mode' : 'on, at /slack/events',
      oauth ? ', installed at /slack/install' : ', in one workspace',
    ].join(''),
    settle: () => inbox.settle(),
    stop: async () => {
      await line?.close();
      await inbox.settle();
    },
  };
}

/** The same request a second time. */
class Replayed extends Error {}

/** A request's body, or undefined when it is longer than {@link MOST_BYTES}. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  // The stream is left whole when the loop is left early, or the answer could not be sent.
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    length += (part as Buffer).length;
    if (length > MOST_BYTES) return undefined;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

/** Whether Bolt would read a body as null: it looks into it all the same, which ends the program. */
function isNull(body: string): boolean {
  return [body, new URLSearchParams(body).get('payload')].some((text) => text?.trim() === 'null');
}

/** The client's calls as what each came to. */
function apiOf(client: webApi.WebClient, apiUrl: string): SlackApi {
  const attempt = async (call: () => Promise<unknown>): Promise<Called> => {
    try {
      return { ok: true, data: (await call()) as Record<string, unknown> };
    } catch (error) {
      return failure(error);
    }
  };
  return {
    call: (token, method, args) => attempt(() => client.apiCall(method, { ...args, token })),
    upload: (token, { channel, thread, name, bytes }) =>
      attempt(() =>
        client.filesUploadV2({
          token,
          filename: name,
          title: name,
          file: Buffer.from(bytes),
          ...(thread === undefined
            ? { channel_id: channel }
            : { channel_id: channel, thread_ts: thread }),
        }),
      ),
    respond: async (url, body) => {
      if (!isAnswerAddress(url, apiUrl)) return { ok: false, why: 'refused', error: 'bad_address' };
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json; charset=utf-8' },
          body: JSON.stringify(body),
          redirect: 'error',
          signal: AbortSignal.timeout(DEADLINE),
        });
        const said = await response.text();
        if (response.status === 429)
          return {
            ok: false,
            why: 'limited',
            seconds: Number(response.headers.get('retry-after')) || 1,
          };
        if (response.status >= 500 || /^\s*</.test(said)) return { ok: false, why: 'unknown' };
        return response.ok
          ? { ok: true, data: {} }
          : { ok: false, why: 'refused', error: said.slice(0, 60).replace(/[^\w ]/g, '') };
      } catch (error) {
        return failure(error);
      }
    },
  };
}

/** Slack's own words for "perhaps": the call may have been done. */
const PERHAPS = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
]);

/** Slack's words for "not now", where they come without a `Retry-After`. */
const FULL = new Set(['rate_limited', 'ratelimited']);

/** Errors that come before a byte is sent. */
const UNSENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function failure(error: unknown): Called {
  if (error instanceof webApi.WebAPIRateLimitedError)
    return { ok: false, why: 'limited', seconds: Math.max(1, error.retryAfter) };
  if (error instanceof webApi.WebAPIPlatformError) {
    const word = String(error.data.error);
    if (FULL.has(word)) return { ok: false, why: 'limited', seconds: 1 };
    // What is no word of Slack's is the page of something between us.
    return PERHAPS.has(word) || !/^\w{1,80}$/.test(word)
      ? { ok: false, why: 'unknown' }
      : { ok: false, why: 'refused', error: word };
  }
  if (error instanceof webApi.WebAPIHTTPError && error.statusCode >= 400 && error.statusCode < 500)
    return { ok: false, why: 'refused', error: `http_${error.statusCode}` };
  return { ok: false, why: codesOf(error).some((code) => UNSENT.has(code)) ? 'unsent' : 'unknown' };
}

/** The codes of an error and of what caused it. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let one = error; one instanceof Error && codes.length < 6; ) {
    codes.push(String((one as { code?: unknown }).code ?? ''));
    one = (one as { original?: unknown }).original ?? one.cause;
  }
  return codes;
}

/** Slack's host for answers, or, beside a stand-in on this machine, that stand-in. */
function isAnswerAddress(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' && hostname === 'hooks.slack.com') return true;
  const api = new URL(apiUrl).hostname;
  return api !== 'slack.com' && api === hostname;
}

/**
 * @returns whether Slack answered that it knows the token; when it did not answer, that is reported
 * @throws SlackRefused when it does not know it
 */
async function isReached(
  api: SlackApi,
  token: string,
  name: string,
  report: (error: unknown) => void,
  method = 'auth.test',
): Promise<boolean> {
  const called = await api.call(token, method, {});
  if (called.ok) return true;
  if (called.why === 'refused')
    throw new SlackRefused(
      `Slack does not take ${name} (${called.error}). Copy it again from api.slack.com/apps, your app; after a change of scopes the app must be installed again.`,
    );
  report(
    new Error('Slack cannot be reached now. What people ask is answered once it can be reached.'),
  );
  return false;
}

/** Installations as Bolt's installer knows them. */
function installationStore(installs: Installs): InstallationStore {
  return {
    storeInstallation: async ({ isEnterpriseInstall, team, enterprise, bot }: BoltInstallation) => {
      if (!bot) throw new Error('The installation has no bot token. Install the app again.');
      const where = isEnterpriseInstall
        ? { team: '', ...(enterprise && { enterprise: enterprise.id }) }
        : { team: team?.id ?? '' };
      await installs.add(where, { token: bot.token });
    },
    fetchInstallation: async () => {
      throw new Error('Installations are read by the sender alone.');
    },
  };
}

/** Seconds a person has from "Add to Slack" to their consent. */
const CONSENT = 600;

/** Said as Bolt says it of a state from another browser. */
class UnknownState extends Error {
  readonly code = 'slack_oauth_invalid_state';
}

/** States of installations under way, each good once. */
function stateStore(states: ReturnType<typeof openVault<object>>): StateStore {
  return {
    generateStateParam: async (options) => {
      const state = randomBytes(24).toString('base64url');
      await states.put(state, options, { seconds: CONSENT });
      return state;
    },
    verifyStateParam: async (_now, state) => {
      const options = await states.take(state);
      if (!options) throw new UnknownState('It is unknown, used or older than ten minutes.');
      return options as Awaited<ReturnType<StateStore['verifyStateParam']>>;
    },
  };
}

/** Bolt's log: only that something is wrong, since its lines may hold what people typed. */
function quiet(report: (error: unknown) => void): Logger {
  const nothing = () => {};
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: () => report(new Error('Slack: Bolt reported an error.')),
    setLevel: nothing,
    getLevel: () => LogLevel.ERROR,
    setName: nothing,
  };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
