/** The server the bot talks to: reads each call, lets a fault befall it, and has it answered. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { work } from './connector.ts';
import type { Fault } from './faults.ts';
import type { Issuer } from './issuer.ts';
import { objectOf, parsed } from './json.ts';
import { login } from './login.ts';
import type { Rates } from './rates.ts';
import { type Code, type Reply, refuse } from './refuse.ts';
import { type Route, routeOf } from './routes.ts';
import { takeBytes } from './uploads.ts';
import type { Call, World } from './world.ts';

/** What the front needs of the rest. */
export interface Behind {
  world: World;
  issuer: Issuer;
  rates: Rates;
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
      if (!response.headersSent) answer(response, { status: 500, body: String(error) });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** A request, read. */
interface Asked {
  route: Route;
  call: Call;
  query: URLSearchParams;
  bytes: Buffer;
}

async function handle(
  behind: Behind,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { world } = behind;
  const url = new URL(request.url ?? '/', world.origin);
  const bytes = await bytesOf(request);
  const route = routeOf(request.method ?? '', url.pathname);
  if (route === undefined) return answer(response, { status: 404, body: 'not found' });
  const tenant = [...world.tenants.values()].find(({ id }) => id === route.tenant)?.name;
  const call: Call = {
    method: route.method,
    verb: request.method ?? '',
    path: url.pathname,
    tenant,
    conversation: route.conversation,
    activity: route.activity,
    authorization: request.headers.authorization,
    headers: request.headers,
    body: route.method === 'upload' ? bytes.length : parsed(bytes.toString()),
    at: Date.now(),
  };
  const fault = world.faults.meet(call);
  if (fault !== undefined) call.fault = fault.kind;
  world.calls.push(call);
  world.changes.emit('change');
  const done = () => {
    const reply = perform(behind, { route, call, query: url.searchParams, bytes });
    call.status = reply.status;
    call.answer = reply.body;
    world.changes.emit('change');
    return reply;
  };
  if (fault === undefined) return answer(response, done());
  return befall(fault, response, done);
}

function perform({ world, issuer, rates }: Behind, { route, call, query, bytes }: Asked): Reply {
  switch (route.method) {
    case 'openid':
      return { status: 200, body: issuer.metadata(world.origin) };
    case 'keys':
      return { status: 200, body: issuer.keys() };
    case 'login':
      return login(world, route.tenant ?? '', new URLSearchParams(bytes.toString()));
    case 'upload': {
      const { authorization, 'content-range': range } = call.headers as Record<string, string>;
      return takeBytes(world, route.of ?? '', bytes, { authorization, range });
    }
    default: {
      if (!isKnown(world, call.authorization)) return refuse('Unauthorized');
      const tenant = call.tenant === undefined ? undefined : world.tenants.get(call.tenant);
      if (tenant === undefined) return refuse('ConversationNotFound');
      const wait = world.rates ? tooOften(rates, route) : undefined;
      if (wait !== undefined) {
        return { ...refuse('Throttled'), headers: { 'retry-after': String(wait) } };
      }
      return work({ world, tenant, route, query, body: call.body });
    }
  }
}

function isKnown({ anonymous, tokens }: World, authorization: string | undefined): boolean {
  if (anonymous) return true;
  const token = authorization?.startsWith('Bearer ') ? authorization.slice(7) : '';
  return (tokens.get(token) ?? 0) > Date.now();
}

function tooOften(rates: Rates, { method, conversation }: Route): number | undefined {
  if (conversation === undefined) return undefined;
  const speaks = method === 'send' || method === 'update' || method === 'delete';
  return rates.count(speaks ? 'speak' : 'ask', conversation);
}

async function befall(fault: Fault, response: ServerResponse, done: () => Reply): Promise<void> {
  const { ms = 1_000, retryAfter = 1 } = fault;
  switch (fault.kind) {
    case '429': {
      const headers = retryAfter === null ? {} : { 'retry-after': String(retryAfter) };
      return answer(response, { ...refuse('Throttled'), headers });
    }
    case '502-after':
    case '504-after':
      done();
      return answer(response, refuse(fault.kind === '502-after' ? 'BadGateway' : 'GatewayTimeout'));
    case 'reset-before':
      response.destroy();
      return;
    case 'reset-after':
      done();
      response.destroy();
      return;
    case 'slow-before':
      await later(ms);
      return answer(response, done());
    case 'slow-after': {
      const reply = done();
      await later(ms);
      return answer(response, reply);
    }
    case 'no-id': {
      const { status, body } = done();
      const { id: _id, ...rest } = objectOf(body);
      return answer(response, { status: status === 201 ? 202 : status, body: rest });
    }
    case 'html-200':
      return answer(response, {
        status: 200,
        body: '<!DOCTYPE html><html><body>Please sign in to the network.</body></html>',
        headers: { 'content-type': 'text/html' },
      });
    case '400':
    case '401':
    case '403':
    case '404':
    case '412':
    case '413':
    case '500':
    case '503':
    case '502-before':
    case '504-before':
      return answer(response, refuse(CODES[fault.kind]));
    default:
      fault.kind satisfies never;
  }
}

const CODES = {
  '400': 'BadArgument',
  '401': 'Unauthorized',
  '403': 'BotNotInConversationRoster',
  '404': 'ConversationNotFound',
  '412': 'PreconditionFailed',
  '413': 'MessageSizeTooBig',
  '500': 'ServiceError',
  '502-before': 'BadGateway',
  '503': 'ServiceUnavailable',
  '504-before': 'GatewayTimeout',
} as const satisfies Record<string, Code>;

function answer(response: ServerResponse, { status, body = {}, headers = {} }: Reply): void {
  const raw = typeof body === 'string';
  response.writeHead(status, {
    'content-type': raw ? 'text/plain' : 'application/json; charset=utf-8',
    ...headers,
  });
  response.end(raw ? body : JSON.stringify(body));
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
