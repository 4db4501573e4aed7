/** Who a browser is: a random id and the id of its conversation, in a signed cookie, and nothing else. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** One browser: `person` stays, `place` is new for each conversation. */
export interface Identity {
  person: string;
  place: string;
}

/** Makes, reads and writes identities. */
export interface Cookies {
  /** A person nobody has been before. */
  stranger(): Identity;
  /** The identity in a Cookie header; undefined when there is none or it was not signed by us. */
  read(header: string | undefined): Identity | undefined;
  /** The Set-Cookie value for an identity. */
  write(identity: Identity): string;
}

/** How long a browser remembers, in days: long enough to come back to a draft. */
const COOKIE_DAYS = 90;

/**
 * Makes the cookie functions.
 *
 * @param key the secret the signature is made with, 32 characters or more
 * @param https whether the page is served over https: then the cookie is Secure and host-locked
 * @returns functions over identities
 * @throws Error when the key is too short to keep anybody out
 * Rules: OWASP Session Management (HttpOnly, SameSite, `__Host-`, 128 random bits, constant-time compare).
 */
export function cookies(key: string, https: boolean): Cookies {
  if (key.length < 32) {
    throw new Error('The web cookie key is too short: give at least 32 random characters.');
  }
  const name = https ? '__Host-signpost' : 'signpost';
  const sign = (text: string) => createHmac('sha256', key).update(`web:${text}`).digest();
  return {
    stranger: () => ({ person: `web-${randomId()}`, place: `web-${randomId()}` }),
    read(header = '') {
      for (const pair of header.split(';')) {
        const [found, value = ''] = pair.trim().split('=', 2);
        if (found !== name) continue;
        const [person = '', place = '', signature = ''] = value.split('.');
        const expected = sign(`${person}.${place}`);
        const given = Buffer.from(signature, 'base64url');
        if (given.length === expected.length && timingSafeEqual(given, expected)) {
          return { person, place };
        }
      }
      return undefined;
    },
    write({ person, place }) {
      const signature = sign(`${person}.${place}`).toString('base64url');
      const secure = https ? '; Secure' : '';
      return `${name}=${person}.${place}.${signature}; Path=/; Max-Age=${COOKIE_DAYS * 86_400}; HttpOnly; SameSite=Lax${secure}`;
    },
  };
}

/**
 * An id nobody can guess.
 *
 * @returns 128 random bits as 22 characters fit for an address
 */
export function randomId(): string {
  return randomBytes(16).toString('base64url');
}
