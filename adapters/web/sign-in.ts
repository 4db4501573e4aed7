/** Who a proxy of ours says has signed in. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const PREFIX = 'web-user-';

/**
 * The person a proxy names.
 *
 * @param by the header's name in small letters; undefined when no proxy signs people in
 * @returns a stable key that is not the name itself, or undefined when nobody is named
 */
export function signedIn(request: IncomingMessage, by: string | undefined): string | undefined {
  const name = by === undefined ? undefined : request.headers[by];
  if (typeof name !== 'string' || name.trim() === '') return undefined;
  return PREFIX + createHash('sha256').update(name.trim().toLowerCase()).digest('base64url');
}

/** Whether a person is one whom the proxy named. */
export function isSignedIn(person: string): boolean {
  return person.startsWith(PREFIX);
}
