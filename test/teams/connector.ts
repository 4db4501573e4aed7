/** Teams' connector as far as a conversation needs it: takes messages, updates and files, and keeps them. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as it stands in a chat. */
export interface Standing {
  id: string;
  conversation: string;
  text: string;
  summary: string;
  attachments: { contentType: string; name?: string; content: Record<string, unknown> }[];
  entities: Record<string, unknown>[];
  channelData?: Record<string, unknown>;
}

/** A connector on loopback. */
export interface Connector {
  serviceUrl: string;
  /** What stands in a conversation, oldest first, as it reads now. */
  standing(conversation: string): Standing[];
  /** Every call, oldest first. */
  calls: { method: string; path: string; authorization: string | undefined; body: unknown }[];
  /** Files that were uploaded, by name. */
  files: Map<string, Buffer>;
  /** Answers the next calls so instead, each once. */
  answer(...statuses: { status: number; after?: 'done'; headers?: Record<string, string> }[]): void;
  close(): Promise<void>;
}

/** Starts one. */
export async function startConnector(): Promise<Connector> {
  const messages: Standing[] = [];
  const calls: Connector['calls'] = [];
  const files = new Map<string, Buffer>();
  const answers: { status: number; after?: 'done'; headers?: Record<string, string> }[] = [];
  let count = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const { method = '', url = '' } = request;
    if (url.startsWith('/upload/')) {
      files.set(decodeURIComponent(url.slice('/upload/'.length)), bytes);
      response.writeHead(201).end();
      return;
    }
    const body = bytes.length > 0 ? (JSON.parse(bytes.toString()) as Standing) : undefined;
    calls.push({ method, path: url, authorization: request.headers.authorization, body });
    const instead = answers.shift();
    const reply = (status: number, json: object, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(json));
    };
    if (instead && instead.after !== 'done') {
      reply(instead.status, { error: { code: 'Injected' } }, instead.headers);
      return;
    }
    const [, conversation = '', id = ''] =
      /\/v3\/conversations\/([^/]+)\/activities(?:\/([^/?]+))?/.exec(url) ?? [];
    const there = decodeURIComponent(conversation);
    if (method === 'PUT') {
      const old = messages.find((one) => one.id === decodeURIComponent(id));
      if (old && body) Object.assign(old, body, { id: old.id });
    } else if (body) {
      count += 1;
      messages.push({ ...body, id: `activity-${count}`, conversation: there });
    }
    if (instead) reply(instead.status, { error: { code: 'Injected' } }, instead.headers);
    else reply(method === 'PUT' ? 200 : 201, { id: method === 'PUT' ? id : `activity-${count}` });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    serviceUrl: `http://127.0.0.1:${port}/teams/`,
    standing: (conversation) => messages.filter((one) => one.conversation === conversation),
    calls,
    files,
    answer: (...statuses) => void answers.push(...statuses),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
