/** A file by a link that works once: for whoever could not take it in the chat. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Vault } from '../../src/store/vault.ts';
import type { WaitingFile } from './work.ts';

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/**
 * Answers a request for a file. Opening the address shows a button, and only the button takes the
 * file: whatever looks at links before people do must not use it up.
 *
 * @param id from the address; 192 random bits, told to the author alone in their own chat
 */
export async function filePage(
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
  files: Vault<WaitingFile>,
): Promise<void> {
  request.resume();
  const known = /^[\w-]{32}$/.test(id);
  if (request.method === 'POST') {
    const file = known ? await files.take(id) : undefined;
    if (!file) return page(response, 404, GONE);
    response.writeHead(200, {
      ...HEADERS,
      'Content-Type': file.mediaType,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    });
    response.end(Buffer.from(file.bytes, 'base64'));
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return page(response, 405, GONE);
  const waits = known && (await files.get(id)) !== undefined;
  return page(response, waits ? 200 : 404, waits ? READY : GONE);
}

const READY =
  '<h1>Your file is ready</h1><p>It can be downloaded once. Keep it where only those who work with the child can open it.</p><form method="post"><button>Download the file</button></form>';
const GONE =
  '<h1>This file is no longer kept</h1><p>A link works once, for ten minutes. Say “export” to Signpost to have the file made again.</p>';

function page(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Signpost</title><style>body{font:1.125rem/1.5 system-ui;max-width:34rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem}</style><main>${body}</main></html>`,
  );
}
