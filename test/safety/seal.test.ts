import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { memoryKeyring, openKeyring, ownerOf, SealError } from '../../src/safety/seal.ts';

const person = 'slack:T1:U2';
const owner = ownerOf(person, 'd1');
const bound = { person, draft: 'd1', field: 'needs', version: 3 };

/** Every copy of some bytes with one bit turned over. */
function* flipped(bytes: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const copy = Uint8Array.from(bytes);
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield copy;
  }
}

describe('sealing', () => {
  const keyring = memoryKeyring();
  const { key, keyId } = keyring.newKey(owner);
  const data = keyring.open(key, keyId, owner);

  test('what was sealed opens, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (plain) => {
        expect(data.open(data.seal(plain, bound), bound)).toBe(plain);
      }),
    );
    expect(data.open(data.seal('', bound), bound)).toBe('');
  });

  test('the same text is never sealed the same way twice', () => {
    const sealed = Array.from({ length: 1000 }, () => data.seal('same', bound));
    const nonces = sealed.map((one) => Buffer.from(one.subarray(1, 13)).toString('hex'));
    expect(new Set(nonces).size).toBe(1000);
  });

  test('no bit can be changed, and none cut off or added', () => {
    const sealed = data.seal('Speech and language', bound);
    let tried = 0;
    for (const altered of flipped(sealed)) {
      expect(() => data.open(altered, bound)).toThrow(SealError);
      tried++;
    }
    expect(tried).toBe(sealed.length * 8);
    expect(() => data.open(Buffer.concat([Buffer.of(2), sealed.subarray(1)]), bound)).toThrow(
      /newer version sealed it/,
    );
    for (let length = 0; length < sealed.length; length++)
      expect(() => data.open(sealed.subarray(0, length), bound)).toThrow(SealError);
    expect(() => data.open(Buffer.concat([sealed, Buffer.of(0)]), bound)).toThrow(SealError);
  });

  test('a value moved to another person, draft, field or version does not open', () => {
    const sealed = data.seal('x', bound);
    for (const other of [
      { person: 'slack:T2:U2' },
      { draft: 'd2' },
      { field: 'needs2' },
      { version: 2 },
      // The same letters, parted elsewhere.
      { draft: 'd1needs', field: '' },
      { person: `${person}","d1`, draft: 'needs' },
    ])
      expect(() => data.open(sealed, { ...bound, ...other })).toThrow(
        /draft \S+ does not open: .* Restore a backup/,
      );
  });

  test('the key of one draft opens nothing of another', () => {
    const second = keyring.newKey(ownerOf(person, 'd2'));
    const other = keyring.open(second.key, second.keyId, ownerOf(person, 'd2'));
    expect(() => other.open(data.seal('x', bound), bound)).toThrow(SealError);
  });

  test('a wrapped key opens unaltered, for its own draft and person only', () => {
    for (const altered of flipped(key))
      expect(() => keyring.open(altered, keyId, owner)).toThrow(SealError);
    expect(() => keyring.open(key, keyId, ownerOf(person, 'd2'))).toThrow(SealError);
    expect(() => keyring.open(key, keyId, ownerOf('slack:T1:U3', 'd1'))).toThrow(SealError);
  });

  test('another master key opens nothing, and the one that is wanted is named', () => {
    const other = memoryKeyring();
    expect(other.id).not.toBe(keyId);
    expect(() => other.open(key, keyId, owner)).toThrow(
      new RegExp(`the master key ${keyId}, which this run does not hold`),
    );
    expect(() => other.open(key, other.id, owner)).toThrow(SealError);
  });

  test('a pseudonym is one person’s under one master key, and does not hold the name', () => {
    expect(keyring.pseudonym(person)).toBe(keyring.pseudonym(person));
    expect(keyring.pseudonym(person)).not.toBe(keyring.pseudonym('slack:T1:U3'));
    expect(keyring.pseudonym(person)).not.toBe(memoryKeyring().pseudonym(person));
    expect(keyring.pseudonym(person)).toMatch(/^[\w-]{43}$/);
  });
});

describe('the key file', () => {
  let folder: string;
  let file: string;
  const line = (id: string, byte: number) =>
    `${id} ${Buffer.alloc(32, byte).toString('base64url')}\n`;
  const write = (text: string) => writeFileSync(file, text, { mode: 0o600 });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signpost-keys-'));
    file = join(folder, 'keys', 'master.key');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('lies with the data unless a setting says where', () => {
    expect(readConfig({ DATA_DIR: folder }).draftKeyFile).toBe(join(folder, 'master.key'));
    expect(readConfig({ DRAFT_KEY_FILE: file }).draftKeyFile).toBe(file);
  });

  test('is made on first start, for its owner alone, and then stays', () => {
    const { id, newKey } = openKeyring(file);
    const { key } = newKey(owner);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(folder, 'keys'))).toEqual(['master.key']);
    const again = openKeyring(file);
    expect(again.id).toBe(id);
    again.open(key, id, owner);
  });

  test('keys rotate: the first line wraps, all of them open', () => {
    openKeyring(file);
    write(line('old', 1));
    const { key, keyId } = openKeyring(file).newKey(owner);
    const sealed = openKeyring(file).open(key, keyId, owner).seal('x', bound);
    write(line('new', 2) + line('old', 1));
    const both = openKeyring(file);
    expect(both.id).toBe('new');
    expect(both.newKey(owner).keyId).toBe('new');
    expect(both.open(key, keyId, owner).open(sealed, bound)).toBe('x');
    write(line('new', 2));
    expect(() => openKeyring(file).open(key, keyId, owner)).toThrow(
      /master key old, which .*master\.key does not hold/,
    );
    write(line('old', 3));
    expect(() => openKeyring(file).open(key, keyId, owner)).toThrow(/does not open/);
  });

  test.each([0o640, 0o604, 0o620, 0o660, 0o644])(
    'is refused when others have access: %o',
    (mode) => {
      openKeyring(file);
      chmodSync(file, mode);
      expect(() => openKeyring(file)).toThrow(/can be read by others .*chmod 600 ".*master\.key"/);
    },
  );

  test.each([
    ['empty', '', /is empty/],
    ['no id', `${Buffer.alloc(32, 1).toString('base64url')}\n`, /malformed in key 1/],
    ['a short key', 'a AAAA\n', /malformed in key 1/],
    ['a long key', `${line('a', 1).trim()}A\n`, /malformed in key 1/],
    ['a second line that is none', `${line('a', 1)}b nothing\n`, /malformed in key 2/],
    ['bits beyond the key', `${line('a', 0).trim().slice(0, -1)}B\n`, /malformed in key 1/],
    ['one id twice', line('a', 1) + line('a', 2), /two keys the same id/],
  ])('is refused when malformed: %s', (_what, text, says) => {
    openKeyring(file);
    write(text);
    expect(() => openKeyring(file)).toThrow(says);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('is refused with a mend when its place cannot be used', () => {
    writeFileSync(join(folder, 'keys'), '');
    expect(() => openKeyring(file)).toThrow(
      /cannot be opened: ENOTDIR. Set DATA_DIR or DRAFT_KEY_FILE/,
    );
  });

  test('its keys are in no error and in nothing that can be printed', () => {
    openKeyring(file);
    write(line('a', 65));
    const keyring = openKeyring(file);
    const { key, keyId } = keyring.newKey(owner);
    const data = keyring.open(key, keyId, owner);
    const printed = inspect([keyring, data], { depth: 9, showHidden: true });
    expect(printed + JSON.stringify([keyring, data])).not.toMatch(/QUFB|AAAA|65, 65|41 41/);
    write(`${line('a', 65)}b ${'Q'.repeat(40)}\n`);
    expect(() => openKeyring(file)).toThrow(/^(?!.*(?:QQQ|QUFB)).*malformed in key 2/);
  });
});
