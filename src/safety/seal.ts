/**
 * Sealing: what is written about a child is unreadable, and unmovable, without a key that the
 * database does not hold. Each draft has a data key of its own; a master key wraps the data keys.
 */

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { writeDurably } from '../durable.ts';

/** The master keys, none of which can be read out of it. */
export interface Keyring {
  /** The master key that new data keys are wrapped with. */
  id: string;
  /** @returns a fresh data key, wrapped, for the owner alone; see {@link ownerOf} */
  newKey(owner: string): { key: Uint8Array; keyId: string };
  /** @throws SealError when the master key is unknown, or the data key was altered or is another's */
  open(wrapped: Uint8Array, keyId: string, owner: string): DataKey;
  /**
   * @returns a keyed HMAC of a person, so that an audit entry names nobody; it is another one
   * after the current master key has changed
   */
  pseudonym(person: string): string;
}

/** The key of one draft. */
export interface DataKey {
  seal(plain: string, bound: Bound): Uint8Array;
  /** @throws SealError when the value was altered, moved or sealed with another key */
  open(sealed: Uint8Array, bound: Bound): string;
}

/** What a sealed value is bound to, as associated data, so that a row moved elsewhere does not open. */
export interface Bound {
  /** Opaque, and unique across tenants because it contains the tenant: `slack:T1:U2`. */
  person: string;
  draft: string;
  field: string;
  version: number;
}

/** Thrown when something sealed does not open, or the master key cannot be used. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** @returns the owner of a draft's data key: this draft of this person, and no other */
export function ownerOf(person: string, draft: string): string {
  return JSON.stringify([person, draft]);
}

/**
 * Opens the master keys in a file, making file and key on first start.
 *
 * The file holds one key a line, `id base64url`; the first is the current one. To rotate, put a new
 * line on top and leave the old ones until no draft uses them.
 *
 * @throws SealError when others can read the file, it is malformed or cannot be reached
 */
export function openKeyring(file: string): Keyring {
  return keyring(parse(file, read(file) ?? make(file)), file);
}

/** @returns a keyring that is gone when the program ends, for stores that are too */
export function memoryKeyring(): Keyring {
  return keyring([[newId(), randomBytes(BYTES)]], 'this run');
}

/** AES-256 keys, and the nonce and tag of NIST SP 800-38D. */
const CIPHER = 'aes-256-gcm';
const BYTES = 32;
const NONCE = 12;
const TAG = 16;

/** First byte of everything sealed: how it was sealed. */
const FORMAT = 1;

function keyring(lines: readonly (readonly [string, Buffer])[], where: string): Keyring {
  const masters = new Map(lines.map(([id, bytes]) => [id, derive(bytes, 'wrap')]));
  const [id, bytes] = lines[0] as readonly [string, Buffer];
  const naming = derive(bytes, 'pseudonym');
  for (const [, spent] of lines) spent.fill(0);
  return {
    id,
    newKey: (owner) => {
      const fresh = randomBytes(BYTES);
      const key = encrypt(masters.get(id) as KeyObject, fresh, owner);
      fresh.fill(0);
      return { key, keyId: id };
    },
    open: (wrapped, keyId, owner) => {
      const master = masters.get(keyId);
      if (!master)
        throw new SealError(
          `A draft is sealed with the master key ${keyId}, which ${where} does not hold. Add that key's line to the file.`,
        );
      const bytes = decrypt(master, wrapped, owner, "A draft's key");
      const key = createSecretKey(bytes);
      bytes.fill(0);
      return dataKey(key);
    },
    pseudonym: (person) => createHmac('sha256', naming).update(person).digest('base64url'),
  };
}

function dataKey(key: KeyObject): DataKey {
  return {
    seal: (plain, bound) => encrypt(key, Buffer.from(plain), label(bound)),
    open: (sealed, bound) =>
      decrypt(key, sealed, label(bound), `"${bound.field}" of draft ${bound.draft}`).toString(),
  };
}

/** A JSON list, because no two lists of texts look the same in it. */
function label({ person, draft, field, version }: Bound): string {
  return JSON.stringify([person, draft, field, version]);
}

/** @returns format, nonce, tag and cipher text */
function encrypt(key: KeyObject, plain: Uint8Array, bound: string): Uint8Array {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG });
  cipher.setAAD(associated(FORMAT, bound));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(FORMAT), nonce, cipher.getAuthTag(), text]);
}

function decrypt(key: KeyObject, sealed: Uint8Array, bound: string, what: string): Buffer {
  const [format] = sealed;
  if (format !== FORMAT || sealed.length < 1 + NONCE + TAG)
    throw new SealError(
      `${what} does not open: it is damaged, or a newer version sealed it. Run the newer version, or restore a backup.`,
    );
  const text = sealed.subarray(1 + NONCE + TAG);
  try {
    const nonce = sealed.subarray(1, 1 + NONCE);
    const cipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG });
    cipher.setAAD(associated(format, bound));
    cipher.setAuthTag(sealed.subarray(1 + NONCE, 1 + NONCE + TAG));
    return Buffer.concat([cipher.update(text), cipher.final()]);
  } catch (cause) {
    throw new SealError(
      `${what} does not open: it was altered, moved or sealed with another key. Restore a backup and the key file that belongs to it.`,
      { cause },
    );
  }
}

function associated(format: number, bound: string): Buffer {
  return Buffer.concat([Buffer.of(format), Buffer.from(bound)]);
}

/** One key for one purpose (NIST SP 800-108): the key that wraps never signs. */
function derive(master: Buffer, purpose: 'wrap' | 'pseudonym'): KeyObject {
  const bytes = Buffer.from(hkdfSync('sha256', master, '', `signpost ${purpose}`, BYTES));
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

/** @returns the file's text, or nothing when there is no file yet */
function read(file: string): string | undefined {
  try {
    const { mode } = statSync(file);
    // Windows has no such modes: there the folder's own permissions guard the file.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new SealError(
        `The key file ${file} can be read by others (mode ${(mode & 0o777).toString(8)}). Run: chmod 600 "${file}"`,
      );
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof SealError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreachable(file, cause);
  }
}

function make(file: string): string {
  const text = `${newId()} ${randomBytes(BYTES).toString('base64url')}\n`;
  try {
    writeDurably(file, text, { replace: false });
    return text;
  } catch (cause) {
    // Another program of ours started at the same moment and made it first.
    const theirs = (cause as NodeJS.ErrnoException).code === 'EEXIST' ? read(file) : undefined;
    if (theirs !== undefined) return theirs;
    throw unreachable(file, cause);
  }
}

function parse(file: string, text: string): (readonly [string, Buffer])[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const keys = lines.map((line, at) => {
    // 43 base64url characters are exactly 32 bytes; the last one has two bits to spare, both 0.
    const [, id = '', key = ''] =
      /^([\w-]{1,40}) ([\w-]{42}[AEIMQUYcgkosw048])\s*$/.exec(line) ?? [];
    if (!id)
      throw new SealError(
        `The key file ${file} is malformed in key ${at + 1}: a line is an id, a space and 43 base64url characters. Put back the copy you keep of it.`,
      );
    return [id, Buffer.from(key, 'base64url')] as const;
  });
  if (keys.length === 0)
    throw new SealError(`The key file ${file} is empty. Put back the copy you keep of it.`);
  if (new Set(keys.map(([id]) => id)).size < keys.length)
    throw new SealError(
      `The key file ${file} gives two keys the same id. Give the newer one another.`,
    );
  return keys;
}

/** An id is random too, so that a key file of another installation is noticed by its id. */
function newId(): string {
  return randomBytes(6).toString('hex');
}

function unreachable(file: string, cause: unknown): SealError {
  const code = (cause as NodeJS.ErrnoException).code ?? 'an unknown error';
  return new SealError(
    `The key file ${file} cannot be opened: ${code}. Set DATA_DIR or DRAFT_KEY_FILE to a place this user can write to.`,
    { cause },
  );
}
