/** Requests to the surface as Slack makes them, or as somebody makes them who is not Slack. */

import { createHmac } from 'node:crypto';
import { request } from 'node:http';

/** A request before it is sent. */
export interface Raw {
  method?: string;
  /** In this order and these letters; a name may come twice. */
  headers: readonly (readonly [string, string])[];
  body?: string | Buffer;
  /** Sent piece by piece, so that its length is not known before. */
  pieces?: Iterable<Buffer | string>;
}

/** What came back; status 0 when the connection broke. */
export interface Came {
  status: number;
  body: string;
  ms: number;
}

/** A body and its content type. */
export interface Body {
  type: string;
  text: string;
}

export const JSON_TYPE = 'application/json';
export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Now, in the whole seconds of a request's time. */
export function seconds(): number {
  return Math.floor(Date.now() / 1_000);
}

/** Slack's signature of a body at a time. */
export function signature(secret: string, at: number | string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;
}

/** An honest request. */
export function genuine(secret: string, { type, text }: Body, at: number = seconds()): Raw {
  return {
    headers: [
      ['Content-Type', type],
      ['X-Slack-Request-Timestamp', String(at)],
      ['X-Slack-Signature', signature(secret, at, text)],
    ],
    body: text,
  };
}

/** The same with a header changed, or without it. */
export function withHeader(raw: Raw, name: string, value: string | undefined): Raw {
  const rest = raw.headers.filter(([one]) => one.toLowerCase() !== name.toLowerCase());
  return { ...raw, headers: value === undefined ? rest : [...rest, [name, value]] };
}

/** Sends a request and waits for its answer, at most ten seconds. */
export function send(url: string, { method = 'POST', headers, body, pieces }: Raw): Promise<Came> {
  const started = performance.now();
  return new Promise((resolve) => {
    const came = (status: number, text: string) =>
      resolve({ status, body: text, ms: performance.now() - started });
    const length = pieces ? [] : ['Content-Length', String(Buffer.byteLength(body ?? ''))];
    const sent = request(
      url,
      {
        method,
        headers: [...headers.flat(), ...length, 'Host', new URL(url).host],
        agent: false,
        timeout: 10_000,
      },
      (response) => {
        let text = '';
        response.on('data', (piece) => {
          text += piece;
        });
        response.on('end', () => came(response.statusCode ?? 0, text));
        response.on('error', () => came(response.statusCode ?? 0, text));
      },
    );
    sent.on('error', () => came(0, ''));
    sent.on('timeout', () => sent.destroy());
    if (!pieces) {
      sent.end(body);
      return;
    }
    const iterator = pieces[Symbol.iterator]();
    const more = (): void => {
      const { value, done } = iterator.next();
      if (done) sent.end();
      else if (sent.write(value)) setImmediate(more);
      else sent.once('drain', more);
    };
    more();
  });
}
