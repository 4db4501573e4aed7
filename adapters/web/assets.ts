/** The files the page is made with, read once when the program starts. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { Answer } from './answer.ts';

/** One file, ready to send. */
export interface Asset {
  type: string;
  plain: Buffer;
  zipped: Buffer;
  /** Changes whenever the bytes do. */
  version: string;
}

/**
 * Reads the page's files.
 *
 * @returns them by their name under /assets/: nothing that is not in this list can be fetched
 * @throws Error when a file of the package is missing
 */
export function assets(): ReadonlyMap<string, Asset> {
  const require = createRequire(import.meta.url);
  const govuk = (name: string) =>
    readFileSync(require.resolve(`govuk-frontend/dist/govuk/${name}`));
  const own = (name: string) => readFileSync(new URL(name, import.meta.url));
  return new Map([
    asset('govuk-frontend.min.css', 'text/css', withoutFonts(govuk('govuk-frontend.min.css'))),
    asset('govuk-frontend.min.js', 'text/javascript', govuk('govuk-frontend.min.js')),
    asset('page.css', 'text/css', own('page.css')),
    asset('page.js', 'text/javascript', own('page.js')),
    asset('icon.svg', 'image/svg+xml', own('icon.svg')),
  ]);
}

/**
 * One of the files, as a response.
 *
 * @param asset what {@link assets} read
 * @param url as asked, with its query
 * @param headers the request's
 * @returns the file, zipped where the browser can read that; kept for a year when it was asked for
 *   under its version (RFC 8246), for an hour otherwise; 304 when the browser has it already
 */
export function assetAnswer(asset: Asset, url: string, headers: IncomingHttpHeaders): Answer {
  const lasting = url.endsWith(`?v=${asset.version}`);
  const about = {
    ETag: `"${asset.version}"`,
    Vary: 'Accept-Encoding',
    'Cache-Control': lasting ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
  };
  if (headers['if-none-match'] === about.ETag) return { status: 304, body: '', headers: about };
  const zip = /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''));
  return {
    status: 200,
    body: zip ? asset.zipped : asset.plain,
    headers: {
      ...about,
      'Content-Type': asset.type,
      ...(zip && { 'Content-Encoding': 'gzip' }),
    },
  };
}

/**
 * GOV.UK Frontend's style sheet without its fonts, which only gov.uk may use (its README, "Licence"):
 * the faces are cut out and the name is replaced, so that no rule has to be fought by a stronger one.
 */
function withoutFonts(css: Buffer): Buffer {
  return Buffer.from(
    css
      .toString('utf8')
      .replaceAll(/@font-face\s*\{[^}]*\}/g, '')
      .replaceAll(/GDS Transport,\s*arial,\s*sans-serif/gi, 'system-ui,Arial,sans-serif'),
  );
}

function asset(name: string, type: string, plain: Buffer): [string, Asset] {
  const version = createHash('sha256').update(plain).digest('base64url').slice(0, 12);
  return [name, { type: `${type}; charset=utf-8`, plain, zipped: gzipSync(plain), version }];
}
