/**
 * Slack's end of Socket Mode: a small WebSocket server (RFC 6455) and the envelopes on it.
 *
 * Written here because no WebSocket server is among our dependencies: Bolt 5 connects with undici,
 * which is a client only.
 *
 * Source: docs.slack.dev/apis/events-api/using-socket-mode.
 */

import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { isObject, type Json, textOf } from './json.ts';
import { ACK_MS, type Answer, repeatedly, type Sending } from './signing.ts';

/** What kind of thing an envelope holds. */
export type EnvelopeType = 'events_api' | 'interactive' | 'slash_commands';

export interface Ack {
  envelopeId: string;
  payload: unknown;
  at: number;
}

export interface Sockets {
  /** Takes over a connection that asks to become a WebSocket. */
  accept(request: IncomingMessage, socket: Duplex): void;
  /** Whether the bot is connected. */
  open(): boolean;
  /** How many connections there are. */
  count(): number;
  /** Sends one envelope and waits for its ack, as often as asked. */
  send(type: EnvelopeType, payload: Json, sending: Sending): Promise<Answer[]>;
  acks: Ack[];
  /** Tells the bot to go, as Slack does when it moves house, and closes once it has. */
  disconnect(reason?: 'warning' | 'refresh_requested' | 'link_disabled'): void;
  /** Breaks every connection without a word. */
  drop(): void;
  /** Goes silent without closing: nothing is answered or sent until it is woken. */
  freeze(): void;
  thaw(): void;
}

interface Connection {
  send(opcode: number, payload: Buffer): void;
  socket: Duplex;
}

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
// Bolt gives a connection up after 30 s without a ping from Slack.
const PING_EVERY_MS = 10_000;

/**
 * Makes the sockets.
 *
 * @param appId the app named in `hello`
 * @param changed called whenever something happened that a test may be waiting for
 * @returns them, with nobody connected
 */
export function makeSockets(appId: string, changed: () => void): Sockets {
  const connections = new Set<Connection>();
  const waiting = new Map<string, ((answer: Answer) => void)[]>();
  const acks: Ack[] = [];
  let frozen = false;

  function receive(text: string): void {
    const message: unknown = JSON.parse(text);
    if (!isObject(message)) return;
    const envelopeId = textOf(message.envelope_id);
    acks.push({ envelopeId, payload: message.payload, at: Date.now() });
    const body = JSON.stringify(message.payload ?? {});
    waiting.get(envelopeId)?.shift()?.({ status: 200, ms: 0, body: body === '{}' ? '' : body });
    changed();
  }

  function sendOnce(envelope: Json, sending: Sending, retry: number): Promise<Answer> {
    const connection = [...connections].at(-1);
    const started = performance.now();
    if (connection === undefined) {
      return Promise.resolve({ status: 0, ms: 0, body: 'nobody is connected' });
    }
    return new Promise((resolve) => {
      const id = textOf(envelope.envelope_id);
      const answered = (answer: Answer) => {
        clearTimeout(late);
        resolve({ ...answer, ms: performance.now() - started });
      };
      const waiters = waiting.get(id) ?? [];
      waiting.set(id, [...waiters, answered]);
      const late = setTimeout(() => {
        waiting.set(id, waiting.get(id)?.filter((each) => each !== answered) ?? []);
        answered({ status: 0, ms: 0, body: 'no ack came' });
      }, sending.timeoutMs ?? ACK_MS);
      const attempt = {
        retry_attempt: retry,
        retry_reason: retry > 0 ? (sending.retryReason ?? 'timeout') : '',
      };
      connection.send(TEXT, Buffer.from(JSON.stringify({ ...envelope, ...attempt })));
    });
  }

  return {
    acks,
    open: () => connections.size > 0,
    count: () => connections.size,
    accept(request, socket) {
      const key = textOf(request.headers['sec-websocket-key']);
      const accepted = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
          `Sec-WebSocket-Accept: ${accepted.digest('base64')}\r\n\r\n`,
      );
      const connection: Connection = {
        socket,
        send(opcode, payload) {
          if (!frozen && socket.writable) socket.write(frame(opcode, payload));
        },
      };
      const pings = setInterval(() => connection.send(PING, Buffer.from('ping')), PING_EVERY_MS);
      socket.on(
        'data',
        unframe((opcode, payload) => {
          if (frozen) return;
          if (opcode === PING) connection.send(PONG, payload);
          if (opcode === TEXT) receive(payload.toString());
          if (opcode === CLOSE) {
            connection.send(CLOSE, payload);
            socket.end();
          }
        }),
      );
      const gone = () => {
        clearInterval(pings);
        connections.delete(connection);
        changed();
      };
      socket.on('close', gone);
      socket.on('error', gone);
      connections.add(connection);
      const hello = {
        type: 'hello',
        num_connections: connections.size,
        debug_info: { host: 'applink-local', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: appId },
      };
      connection.send(TEXT, Buffer.from(JSON.stringify(hello)));
      changed();
    },
    send(type, payload, sending) {
      const envelope = {
        type,
        envelope_id: randomUUID(),
        payload,
        accepts_response_payload: type !== 'events_api',
      };
      return repeatedly(sending, (retry) => sendOnce(envelope, sending, retry));
    },
    disconnect(reason = 'refresh_requested') {
      const message = { type: 'disconnect', reason, debug_info: { host: 'applink-local' } };
      for (const connection of connections) {
        connection.send(TEXT, Buffer.from(JSON.stringify(message)));
      }
    },
    drop() {
      for (const { socket } of connections) socket.destroy();
    },
    freeze() {
      frozen = true;
    },
    thaw() {
      frozen = false;
    },
  };
}

function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head =
    length < 126 ? Buffer.from([0x80 | opcode, length]) : Buffer.alloc(length < 65_536 ? 4 : 10);
  if (length >= 126) {
    head[0] = 0x80 | opcode;
    head[1] = length < 65_536 ? 126 : 127;
    if (length < 65_536) head.writeUInt16BE(length, 2);
    else head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}

/** Takes apart what comes in; a client's frames are always masked, and may come in pieces. */
function unframe(told: (opcode: number, payload: Buffer) => void): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  let fragments: { opcode: number; parts: Buffer[] } | undefined;
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const parsed = firstFrame(pending);
      if (parsed === undefined) return;
      pending = pending.subarray(parsed.end);
      const { opcode, final, payload } = parsed;
      if (opcode >= CLOSE) {
        told(opcode, payload);
        continue;
      }
      fragments ??= { opcode, parts: [] };
      fragments.parts.push(payload);
      if (!final) continue;
      told(fragments.opcode, Buffer.concat(fragments.parts));
      fragments = undefined;
    }
  };
}

function firstFrame(
  bytes: Buffer,
): { opcode: number; final: boolean; payload: Buffer; end: number } | undefined {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  const short = second & 0x7f;
  const lengthEnd = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < lengthEnd + 4) return undefined;
  const length =
    short === 126
      ? bytes.readUInt16BE(2)
      : short === 127
        ? Number(bytes.readBigUInt64BE(2))
        : short;
  const start = lengthEnd + 4;
  const end = start + length;
  if (bytes.length < end) return undefined;
  const mask = bytes.subarray(lengthEnd, start);
  const payload = Buffer.from(bytes.subarray(start, end));
  for (const [at, byte] of payload.entries()) payload[at] = byte ^ (mask[at % 4] ?? 0);
  return { opcode: first & 0x0f, final: (first & 0x80) !== 0, payload, end };
}
