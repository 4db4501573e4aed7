/**
 * Who vouches for Teams: keys, where they are published, and tokens signed with them, honest and forged.
 *
 * Source: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication.
 */

import {
  createHash,
  createHmac,
  createSign,
  generateKeyPair,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomUUID,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { Json } from './json.ts';

/** Whom Teams' tokens come from. */
const ISSUER = 'https://api.botframework.com';

/** How a token is to be made where it is to be no good one. */
export interface TokenOptions {
  /** Claims to add or to change; undefined takes one away. */
  claims?: Json;
  /** Headers to add or to change; undefined takes one away. */
  header?: Json;
  /**
   * Which key is named and signs: the one in use, the one before it, one that is endorsed for another
   * channel, one without endorsements. Or `stranger`: the key in use is named, and another one signs.
   */
  key?: 'current' | 'previous' | 'otherChannel' | 'unendorsed' | 'stranger';
  /** How it is signed; HS256 signs with the public key as if it were a secret. */
  alg?: 'RS256' | 'none' | 'HS256';
}

export interface Issuer {
  /** A token of Teams' for the bot, good for an hour from this address unless the options say otherwise. */
  token(serviceUrl: string, options?: TokenOptions): string;
  /** Changes the key; the one before stays published unless told otherwise. */
  rollKeys(how?: { keepOld?: boolean }): Promise<void>;
  /** The documents as they are published. */
  metadata(origin: string): Json;
  keys(): Json;
}

interface Key {
  id: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  endorsements?: string[];
}

const generate = promisify(generateKeyPair);
const KEY = { modulusLength: 2_048 };

/**
 * Makes an issuer with a key of its own.
 *
 * @param appId whom the tokens are for
 * @returns the issuer
 */
export async function makeIssuer(appId: string): Promise<Issuer> {
  const first = await makeKey();
  let stranger: Key | undefined;
  let current: Key = { ...first, endorsements: ['msteams'] };
  let previous = current;
  // One pair under several names: it is the name that endorsements hang on.
  const otherChannel: Key = { ...first, id: idOf('other'), endorsements: ['webchat'] };
  const { endorsements: _none, ...unendorsed }: Key = { ...first, id: idOf('unendorsed') };
  let published = [current, otherChannel, unendorsed];

  return {
    token(serviceUrl, { claims = {}, header = {}, key = 'current', alg = 'RS256' } = {}) {
      const named = { current, previous, otherChannel, unendorsed, stranger: current }[key];
      // Made when it is first needed: making one takes longer than starting all the rest.
      if (key === 'stranger') stranger ??= { id: '', ...generateKeyPairSync('rsa', KEY) };
      const signer = (key === 'stranger' && stranger) || named;
      const now = Math.floor(Date.now() / 1_000);
      const head = { alg, kid: named.id, x5t: named.id, typ: 'JWT', ...header };
      const body = {
        serviceurl: serviceUrl,
        nbf: now - 60,
        exp: now + 3_600,
        iss: ISSUER,
        aud: appId,
        ...claims,
      };
      const signed = `${encoded(head)}.${encoded(body)}`;
      return `${signed}.${signatureOf(signed, signer, alg)}`;
    },
    async rollKeys({ keepOld = true } = {}) {
      previous = current;
      current = { ...(await makeKey()), endorsements: ['msteams'] };
      published = [current, otherChannel, unendorsed, ...(keepOld ? [previous] : [])];
    },
    metadata: (origin) => ({
      issuer: ISSUER,
      authorization_endpoint: 'https://invalid.botframework.com',
      jwks_uri: `${origin}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    }),
    keys: () => ({ keys: published.map(publicForm) }),
  };
}

function signatureOf(signed: string, { privateKey, publicKey }: Key, alg: string): string {
  if (alg === 'none') return '';
  if (alg === 'HS256') {
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    return createHmac('sha256', pem).update(signed).digest('base64url');
  }
  return createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url');
}

function publicForm({ id, publicKey, endorsements }: Key): Json {
  const { n, e }: JsonWebKey = publicKey.export({ format: 'jwk' });
  return { kty: 'RSA', use: 'sig', kid: id, x5t: id, n, e, ...(endorsements && { endorsements }) };
}

async function makeKey(): Promise<Key> {
  const pair = await generate('rsa', KEY);
  return { id: idOf(randomUUID()), ...pair };
}

function idOf(name: string): string {
  return createHash('sha1').update(name).digest('base64url');
}

function encoded(part: Json): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
