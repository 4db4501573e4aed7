/**
 * The server the bot talks to: reads each call, lets a fault befall it, checks its token and scopes,
 * and has it answered.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import { isObject, type Json, textOf } from './json.ts';
import { answer } from './methods.ts';
import type { OAuth } from './oauth.ts';
import { refusal } from './refuse.ts';
import type { Responses } from './response-url.ts';
import { type Kind, scopesForMethod } from './scopes.ts';
import type { Sockets } from './socket.ts';
import { conversation, type Team } from './team.ts';
import type { Call, World } from './world.ts';

/** What the front needs of the rest. */
export interface Behind {
  world: World;
  responses: Responses;
  oauth: OAuth;
  sockets: Sockets;
}

/** An answer before it is sent. */
interface Reply {
  status: number;
  body: Json | string | Buffer;
  headers?: Record<string, string>;
}

/**
 * Starts the server, on loopback and a free port.
 *
 * @param behind the rest of the stand-in
 * @returns the server, listening
 */
export async function startFront(behind: Behind): Promise<Server> {
  const server = createServer((request, response) => {
    handle(behind, request, response).catch((error: unknown) => {
      if (!response.headersSent) send(response, { status: 500, body: String(error) });
    });
  });
  server.on('upgrade', (request, socket) => behind.sockets.accept(request, socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function handle(
  behind: Behind,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', behind.world.origin);
  const body = await bodyOf(request);
  const [, first = '', second = ''] = url.pathname.split('/');
  if (first === 'api') return apiCall(behind, second, url, request, body, response);
  if (first === 'actions' || first === 'commands') {
    return responseCall(behind, url.pathname, body, response);
  }
  if (first === 'team') return fileCall(behind, second, url, request, body, response);
  if (url.pathname === '/oauth/v2/authorize') {
    const back = behind.oauth.authorize(url.searchParams);
    if (back === undefined) return send(response, { status: 400, body: 'no such workspace' });
    return send(response, { status: 302, body: '', headers: { location: back } });
  }
  send(response, { status: 404, body: 'not found' });
}

async function apiCall(
  { world, oauth }: Behind,
  method: string,
  url: URL,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const sent = argumentsOf(request, url, body);
  const { token: sentToken, ...args } = sent;
  const { authorization } = request.headers;
  const bearer = authorization?.startsWith('Bearer ') ? authorization.slice(7) : undefined;
  const token = bearer ?? (textOf(sentToken) || undefined);
  const team = [...world.teams.values()].find(({ bot }) => bot.token === token);
  return undergo(world, response, { method, args, token, team: team?.id }, async () => {
    if (method === 'oauth.v2.access') return ok(oauth.exchange(args, authorization));
    if (method === 'api.test') return ok({ ok: true, args });
    if (token === undefined) return ok(refusal('not_authed'));
    if (method === 'apps.connections.open') return ok(connection(world, token));
    if (team === undefined) return ok(refusal('invalid_auth'));
    if (team.refused !== undefined) return ok(refusal(team.refused));
    const unscoped = missingScope(world, team, method, args);
    if (unscoped !== undefined) return ok(unscoped);
    return ok(await answer({ world, team, method, args }));
  });
}

function responseCall(
  { world, responses }: Behind,
  path: string,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const source = responses.source(path);
  const parsed: unknown = body.length === 0 ? {} : JSON.parse(body.toString());
  const args = isObject(parsed) ? parsed : {};
  const call = {
    method: 'response_url',
    args: { channel: source?.channel, ...args },
    token: undefined,
    team: source?.team.id,
  };
  return undergo(world, response, call, () => responses.take(path, args));
}

async function fileCall(
  { world }: Behind,
  teamId: string,
  url: URL,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const team = world.teams.get(teamId);
  if (team === undefined) return send(response, { status: 404, body: 'no such workspace' });
  const path = url.pathname.replace(`/team/${teamId}`, '');
  const { authorization } = request.headers;
  const call = {
    method: path.startsWith('/upload') ? 'upload' : 'download',
    args: { path, bytes: body.length },
    token: authorization?.replace(/^Bearer /, ''),
    team: teamId,
  };
  return undergo(world, response, call, async () => {
    const known = authorization === `Bearer ${team.bot.token}` && team.refused === undefined;
    const passed = await team.emulator.pass(known ? team.actor : undefined, path + url.search, {
      method: request.method ?? 'POST',
      headers: { 'content-type': request.headers['content-type'] ?? 'application/octet-stream' },
      ...(request.method === 'POST' && { body: new Uint8Array(body) }),
    });
    return {
      status: passed.status,
      body: Buffer.from(await passed.arrayBuffer()),
      headers: { 'content-type': passed.headers.get('content-type') ?? 'text/plain' },
    };
  });
}

/** Lets a call meet its fault, or nothing, and keeps a record of it. */
async function undergo(
  world: World,
  response: ServerResponse,
  { method, args, token, team }: Pick<Call, 'method' | 'args' | 'token' | 'team'>,
  work: () => Promise<Reply>,
): Promise<void> {
  const fault = world.faults.meet({ method, team, args });
  const call: Call = { method, args, token, team, at: Date.now() };
  if (fault !== undefined) call.fault = fault.kind;
  world.calls.push(call);
  world.changes.emit('change');
  const done = async () => {
    const reply = await work();
    if (isObject(reply.body) && !Buffer.isBuffer(reply.body)) call.answer = reply.body;
    world.changes.emit('change');
    return reply;
  };
  if (fault === undefined) return send(response, await done());
  return befall(fault, response, done);
}

async function befall(
  fault: Fault,
  response: ServerResponse,
  done: () => Promise<Reply>,
): Promise<void> {
  const { ms = 1_000, retryAfter = 1 } = fault;
  switch (fault.kind) {
    case '429':
      return send(response, {
        status: 429,
        body: refusal('ratelimited'),
        headers: { 'retry-after': String(retryAfter) },
      });
    case '500-before':
      return send(response, { status: 500, body: 'Internal Server Error' });
    case '500-after':
      await done();
      return send(response, { status: 503, body: 'Service Unavailable' });
    case 'reset-before':
      response.destroy();
      return;
    case 'reset-after':
      await done();
      response.destroy();
      return;
    case 'slow-after': {
      const reply = await done();
      await later(ms);
      return send(response, reply);
    }
    case 'slow-before':
      await later(ms);
      return send(response, await done());
    case 'html-200':
      return send(response, {
        status: 200,
        body: '<!DOCTYPE html><html><body>Please sign in to the network.</body></html>',
        headers: { 'content-type': 'text/html' },
      });
    case 'invalid_auth':
    case 'account_inactive':
    case 'token_revoked':
    case 'channel_not_found':
    case 'msg_blocks_too_long':
    case 'ratelimited':
    case 'fatal_error':
    case 'internal_error':
      return send(response, ok(refusal(fault.kind)));
    case 'error':
      return send(response, ok(refusal(fault.error ?? 'fatal_error')));
    default:
      fault.kind satisfies never;
  }
}

function connection(world: World, token: string): Json {
  if (token !== world.app.token) {
    return refusal(token.startsWith('xoxb-') ? 'not_allowed_token_type' : 'invalid_auth');
  }
  return { ok: true, url: `${world.origin.replace('http', 'ws')}/link?app_id=${world.app.id}` };
}

function missingScope(world: World, team: Team, method: string, args: Json): Json | undefined {
  const kinds = kindsOf(team, args);
  for (const kind of kinds) {
    const needs = scopesForMethod(method, kind) ?? [];
    const scope = needs.find((each) => team.bot.scopes.includes(each));
    if (scope !== undefined) world.scopes.add(scope);
    else if (needs.length > 0) {
      return { ...refusal('missing_scope'), needed: needs[0], provided: team.bot.scopes.join(',') };
    }
  }
  return undefined;
}

const KINDS: Record<string, Kind> = {
  public_channel: 'channel',
  private_channel: 'group',
  mpim: 'mpim',
  im: 'im',
};

function kindsOf(team: Team, args: Json): Kind[] {
  if (typeof args.types === 'string') {
    return args.types.split(',').flatMap((type) => KINDS[type.trim()] ?? []);
  }
  const found = conversation(team, textOf(args.channel));
  if (found !== undefined) return [found.kind];
  return [textOf(args.users).includes(',') ? 'mpim' : textOf(args.users) ? 'im' : 'channel'];
}

/** Reads a call's arguments; the Web client sends lists and objects as JSON text in a form. */
function argumentsOf(request: IncomingMessage, url: URL, body: Buffer): Json {
  const query = Object.fromEntries(url.searchParams);
  const text = body.toString();
  if (request.headers['content-type']?.includes('application/json')) {
    const parsed: unknown = text === '' ? {} : JSON.parse(text);
    return { ...query, ...(isObject(parsed) ? parsed : {}) };
  }
  const form: Json = { ...query };
  for (const [key, value] of new URLSearchParams(text)) {
    form[key] = JSON_ARGUMENTS.has(key) ? (parsedOr(value) ?? value) : value;
  }
  return form;
}

const JSON_ARGUMENTS = new Set([
  'attachments',
  'blocks',
  'files',
  'loading_messages',
  'metadata',
  'prompts',
  'view',
]);

function parsedOr(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function ok(body: Json): Reply {
  return { status: 200, body };
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  response.writeHead(status, {
    'content-type': raw ? 'text/plain' : 'application/json; charset=utf-8',
    ...headers,
  });
  response.end(raw ? body : JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
