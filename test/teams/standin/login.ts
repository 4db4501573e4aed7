/** Where the bot gets its own token, and how botbuilder is made to get it here. */

import { randomBytes } from 'node:crypto';
import type { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { type Json, objectOf, textOf } from './json.ts';
import type { Reply } from './refuse.ts';
import type { World } from './world.ts';

/** How long the bot's tokens are good for. */
const LIFE_SECONDS = 3_599;

/**
 * Gives the bot a token for its id and secret.
 *
 * @param world the world
 * @param tenant the one the bot says it is registered in
 * @param form what it sent
 * @returns the token, or why there is none
 */
export function login(world: World, tenant: string, form: URLSearchParams): Reply {
  const { id, secret, tenant: home } = world.app;
  const no = (status: number, error: string) => ({ status, body: { error } });
  if (tenant !== home) return no(400, 'unauthorized_client');
  if (form.get('grant_type') !== 'client_credentials') return no(400, 'unsupported_grant_type');
  if (form.get('client_id') !== id) return no(400, 'unauthorized_client');
  if (form.get('client_secret') !== secret) return no(401, 'invalid_client');
  if (form.get('scope') !== 'https://api.botframework.com/.default')
    return no(400, 'invalid_scope');
  const token = `bot.${randomBytes(24).toString('base64url')}`;
  world.tokens.set(token, Date.now() + LIFE_SECONDS * 1_000);
  const body = { token_type: 'Bearer', expires_in: LIFE_SECONDS, access_token: token };
  return { status: 200, body };
}

/** Makes botbuilder's credentials, as its second argument takes them. */
export type Credentials = NonNullable<
  ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1]
>;

/**
 * Makes credentials that log in here: botbuilder's own speak only to https.
 *
 * @param world the world
 * @param loginUrl where
 * @returns what botbuilder is given as its `credentialsFactory`
 */
export function makeCredentials(world: World, loginUrl: string): Credentials {
  const { app } = world;
  let kept: { token: string; until: number } | undefined;
  const getToken = async () => {
    if (kept !== undefined && kept.until > Date.now()) return kept.token;
    const response = await fetch(loginUrl, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: app.id,
        client_secret: app.secret,
        scope: 'https://api.botframework.com/.default',
      }),
    });
    const { access_token: token, expires_in: seconds } = objectOf(await response.json()) as Json;
    if (!response.ok) throw new Error(`no token: ${response.status}`);
    kept = { token: textOf(token), until: Date.now() + Number(seconds) * 1_000 - 300_000 };
    return kept.token;
  };
  const credentials: Awaited<ReturnType<Credentials['createCredentials']>> = {
    async signRequest(request) {
      request.headers.set('authorization', `Bearer ${await getToken()}`);
      return request;
    },
  };
  return {
    isValidAppId: async (id) => id === app.id,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => credentials,
  };
}
