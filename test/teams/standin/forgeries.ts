/**
 * Requests that are not Teams', or not from where they say: each with what botbuilder 4.23.3 alone
 * makes of it. 500 is a refusal too, of a signature it could not check.
 */

import type { Issuer } from './issuer.ts';
import type { Json } from './json.ts';
import type { Sending } from './sending.ts';
import type { Tenant, World } from './world.ts';

export interface Forgery {
  name: string;
  /** How to send whatever is sent. */
  sending: Sending;
  /** The status that botbuilder alone answers with; 200 where it is taken in. */
  botbuilder: 200 | 401 | 500;
}

const EMULATOR = 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/';
const STRANGER = 'https://evil.example/';

/**
 * Lists forgeries.
 *
 * @param world the world
 * @param issuer whose tokens they are made of
 * @param tenant where they are sent from
 * @returns them; the bot is to refuse every one
 */
export function forgeriesOf(world: World, issuer: Issuer, { serviceUrl }: Tenant): Forgery[] {
  const { id: appId } = world.app;
  const good = issuer.token(serviceUrl);
  const [head = '', body = '', signature = ''] = good.split('.');
  const now = Math.floor(Date.now() / 1_000);
  const claims = (changed: Json) => ({ token: { claims: changed } });
  const changed = (change: (activity: Json) => Json) => ({ change });
  const payload = Buffer.from(
    JSON.stringify({
      ...JSON.parse(Buffer.from(body, 'base64url').toString()),
      exp: now + 86_400,
    }),
  ).toString('base64url');
  const foreign = { id: '99999999-9999-4999-8999-999999999999' };

  return [
    { name: 'no header', sending: { token: null }, botbuilder: 401 },
    { name: 'an empty header', sending: { authorization: '' }, botbuilder: 401 },
    { name: 'Basic', sending: { authorization: 'Basic Ym90OmJvdA==' }, botbuilder: 401 },
    {
      name: 'bearer in small letters',
      sending: { authorization: `bearer ${good}` },
      botbuilder: 401,
    },
    { name: 'the token alone', sending: { authorization: good }, botbuilder: 401 },
    { name: 'Bearer alone', sending: { authorization: 'Bearer' }, botbuilder: 401 },
    { name: 'no token at all', sending: { token: 'abc' }, botbuilder: 401 },
    { name: 'two tokens', sending: { authorization: `Bearer ${good} ${good}` }, botbuilder: 401 },
    { name: "a stranger's key", sending: { token: { key: 'stranger' } }, botbuilder: 500 },
    { name: 'an unknown kid', sending: { token: { header: { kid: 'x' } } }, botbuilder: 401 },
    { name: 'no kid', sending: { token: { header: { kid: undefined } } }, botbuilder: 401 },
    { name: 'alg none', sending: { token: { alg: 'none' } }, botbuilder: 500 },
    { name: 'HS256 with the public key', sending: { token: { alg: 'HS256' } }, botbuilder: 500 },
    {
      name: 'altered claims',
      sending: { token: `${head}.${payload}.${signature}` },
      botbuilder: 500,
    },
    { name: 'no signature', sending: { token: `${head}.${body}.` }, botbuilder: 500 },
    { name: 'half a signature', sending: { token: good.slice(0, -100) }, botbuilder: 500 },
    { name: 'for another bot', sending: claims({ aud: foreign.id }), botbuilder: 401 },
    { name: 'for nobody', sending: claims({ aud: undefined }), botbuilder: 401 },
    { name: 'for several', sending: claims({ aud: [appId, foreign.id] }), botbuilder: 401 },
    { name: 'another issuer', sending: claims({ iss: 'https://evil.example' }), botbuilder: 401 },
    {
      name: 'an issuer that begins like the right one',
      sending: claims({ iss: 'https://api.botframework.com.evil.example' }),
      botbuilder: 401,
    },
    {
      name: 'the issuer with a slash',
      sending: claims({ iss: 'https://api.botframework.com/' }),
      botbuilder: 401,
    },
    { name: 'no issuer', sending: claims({ iss: undefined }), botbuilder: 401 },
    { name: 'expired', sending: claims({ exp: now - 301 }), botbuilder: 401 },
    { name: 'not good yet', sending: claims({ nbf: now + 320 }), botbuilder: 500 },
    { name: 'good for ever', sending: claims({ exp: undefined }), botbuilder: 200 },
    { name: 'an end that is no number', sending: claims({ exp: 'never' }), botbuilder: 500 },
    { name: 'from nowhere', sending: claims({ serviceurl: undefined }), botbuilder: 401 },
    { name: 'from elsewhere', sending: claims({ serviceurl: STRANGER }), botbuilder: 401 },
    {
      name: 'a body from elsewhere',
      sending: changed((activity) => ({ ...activity, serviceUrl: STRANGER })),
      botbuilder: 401,
    },
    {
      name: 'a body from nowhere',
      sending: changed(({ serviceUrl: _gone, ...activity }) => activity),
      botbuilder: 200,
    },
    {
      name: 'a body from an empty address',
      sending: changed((activity) => ({ ...activity, serviceUrl: '' })),
      botbuilder: 200,
    },
    { name: "another channel's key", sending: { token: { key: 'otherChannel' } }, botbuilder: 401 },
    {
      name: 'from a channel without endorsement',
      sending: changed((activity) => ({ ...activity, channelId: 'webchat' })),
      botbuilder: 401,
    },
    {
      name: 'from another channel by a key without endorsements',
      sending: {
        token: { key: 'unendorsed' },
        change: (activity) => ({ ...activity, channelId: 'webchat' }),
      },
      botbuilder: 200,
    },
    {
      name: 'from the emulator, with an address of its own',
      sending: {
        token: { claims: { iss: EMULATOR, ver: '1.0', appid: appId, serviceurl: undefined } },
        change: (activity) => ({ ...activity, serviceUrl: STRANGER }),
      },
      botbuilder: 200,
    },
    {
      name: 'from another bot, as a skill',
      sending: claims({ iss: EMULATOR, ver: '1.0', appid: foreign.id }),
      botbuilder: 401,
    },
    {
      name: 'from a tenant that is not ours',
      sending: changed((activity) => ({
        ...activity,
        conversation: { ...(activity.conversation as Json), tenantId: foreign.id },
        channelData: { ...(activity.channelData as Json), tenant: foreign },
      })),
      botbuilder: 200,
    },
    {
      name: 'from two tenants at once',
      sending: changed((activity) => ({
        ...activity,
        channelData: { ...(activity.channelData as Json), tenant: foreign },
      })),
      botbuilder: 200,
    },
  ];
}
