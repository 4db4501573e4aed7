/** What is sent back, as plain values: every route can be read without knowing http. */
import type { Html } from './html.ts';

/** A response before it is sent. */
export interface Answer {
  status: number;
  body: string | Uint8Array;
  headers?: Record<string, string>;
}

/**
 * A page, which is one person's own and is kept by nobody on the way.
 *
 * @param status of the response
 * @param document the whole page
 * @returns the answer
 */
export function page(status: number, document: Html): Answer {
  return {
    status,
    body: document.html,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'private, no-store' },
  };
}

/**
 * A value for the page's script, or for a machine that asks after our health.
 *
 * @param status of the response
 * @param value what to say
 * @param headers more headers
 * @returns the answer
 */
export function json(status: number, value: object, headers: Record<string, string> = {}): Answer {
  return {
    status,
    body: JSON.stringify(value),
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      ...headers,
    },
  };
}

/**
 * Sends the browser to a page after a post, so that reloading it posts nothing again (RFC 9110, 15.4.4).
 *
 * @param to an address of ours
 * @returns the answer
 */
export function redirect(to: string): Answer {
  return { status: 303, body: '', headers: { Location: to, 'Cache-Control': 'no-store' } };
}

/**
 * A file to save, never to show: nothing in it runs on our page.
 *
 * @param file its name, media type and bytes
 * @returns the answer; the name in UTF-8, with a plain one for old browsers (RFC 6266, RFC 8187)
 */
export function download(file: { name: string; mediaType: string; bytes: Uint8Array }): Answer {
  const safeType = /^[\w.+-]+\/[\w.+-]+(?:; ?charset=[\w-]+)?$/.test(file.mediaType);
  const plain = file.name.replace(/[^\w. -]/g, '_');
  const utf8 = encodeURIComponent(file.name.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return {
    status: 200,
    body: file.bytes,
    headers: {
      'Content-Type': safeType ? file.mediaType : 'application/octet-stream',
      'Content-Disposition': `attachment; filename="${plain}"; filename*=UTF-8''${utf8}`,
      'Cache-Control': 'private, no-store',
    },
  };
}
