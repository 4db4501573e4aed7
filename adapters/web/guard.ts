/** What every response says to the browser, and which requests are refused before anything is read. */
import type { IncomingHttpHeaders } from 'node:http';

/**
 * The headers of every response.
 *
 * @param https whether the page is served over https
 * @returns headers that let the page use its own files and forms and nothing else
 * Rule: OWASP Secure Headers Project. HSTS only over https, where it means something (RFC 6797, 7.2).
 */
export function securityHeaders(https: boolean): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    ...(https && { 'Strict-Transport-Security': 'max-age=31536000' }),
  };
}

/**
 * Whether a post came from our own page.
 *
 * @param headers the request's
 * @param origin our public origin; without one, the Host header stands for it
 * @param known whether the request carried a cookie we signed
 * @returns false for a post from another site
 * Rule: OWASP CSRF Prevention, "Verifying origin with standard headers" and Fetch Metadata. Under
 * `Referrer-Policy: no-referrer` a browser sends `Origin: null` with an ordinary form post (Fetch
 * standard, "append a request Origin header"), and over plain http it sends no Sec-Fetch-Site; such a
 * post counts as ours only with our cookie, which SameSite=Lax keeps off every cross-site post. A
 * client that sends neither header is no browser, and nobody's cookie can be abused through it.
 */
export function sameOrigin(
  headers: IncomingHttpHeaders,
  origin: string | undefined,
  known: boolean,
): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const from = headers.origin;
  if (from === undefined) return true;
  if (from === 'null') return known;
  if (!URL.canParse(from)) return false;
  return origin === undefined
    ? new URL(from).host === headers.host?.toLowerCase()
    : new URL(from).origin === origin;
}

/**
 * The address a request is counted under.
 *
 * @param remote the socket's address
 * @param forwarded the X-Forwarded-For header
 * @param proxies how many proxies of our own stand in front; only what they wrote is believed
 * @returns an IPv4 address, or the /64 of an IPv6 address, since one subscriber holds a whole /64 (RFC 6177)
 */
export function clientAddress(
  remote: string | undefined,
  forwarded: string | string[] | undefined,
  proxies: number,
): string {
  const hops = [forwarded ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((hop) => hop.trim());
  const address = (proxies > 0 ? hops.at(-proxies) : undefined) || remote || 'unknown';
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':') || /^\[?\d+\.\d+/.test(plain)) return plain.replace(/:\d+$/, '');
  const [head = '', tail] = plain.replace(/[[\]]/g, '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(missing).fill('0'), ...right].slice(0, 4).join(':');
}
