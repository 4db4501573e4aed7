/** The body of a request as text, never more of it than a form of ours could need. */
import type { IncomingMessage } from 'node:http';
import { Unreadable } from './read.ts';

/** The most a body may hold. */
const MOST_BYTES = 256 * 1024;

/** How much of too large a body is let pass before giving up on it. */
const MOST_PASSED = 8 * MOST_BYTES;

/** The body is larger than {@link MOST_BYTES}: answered with 413. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

/**
 * Reads a body.
 *
 * @param request whose body has not been read
 * @returns its text
 * @throws TooLarge, after letting a moderate excess pass by so that the browser reads the answer
 *   instead of a broken connection; Unreadable when it is not UTF-8
 */
export async function bodyText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  if (Number(request.headers['content-length'] ?? 0) > MOST_PASSED) throw new TooLarge();
  // The stream is left whole when the loop is left early, or the answer could not be sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += (chunk as Buffer).byteLength;
    if (length > MOST_PASSED) break;
    if (length <= MOST_BYTES) chunks.push(chunk as Buffer);
  }
  if (length > MOST_BYTES) throw new TooLarge();
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(
      Buffer.concat(chunks),
    );
  } catch (cause) {
    throw new Unreadable('The body is not UTF-8 text.', { cause });
  }
}
