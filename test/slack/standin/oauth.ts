/**
 * Installing the app: the page where a person allows it, and the code exchanged for a token.
 *
 * Source: docs.slack.dev/authentication/installing-with-oauth and /reference/methods/oauth.v2.access.
 */

import { randomBytes } from 'node:crypto';
import { type Json, textOf } from './json.ts';
import { refusal } from './refuse.ts';
import type { Team } from './team.ts';
import type { World } from './world.ts';

interface Code {
  teamId: string;
  userId: string;
  redirectUri: string | undefined;
  expires: number;
  used: boolean;
}

export interface OAuth {
  /** Makes a code as if a person had allowed the app in a workspace. */
  grant(team: Team, grant?: { userId?: string; redirectUri?: string; lifeMs?: number }): string;
  /** `oauth.v2.access`. */
  exchange(args: Json, authorization: string | undefined): Json;
  /** The page a person is sent to, answered as if they had pressed Allow at once. */
  authorize(query: URLSearchParams): string | undefined;
}

// Source: "codes expire after 10 minutes", docs.slack.dev/authentication/installing-with-oauth.
const CODE_LIFE_MS = 600_000;

/**
 * Makes the installing side of Slack.
 *
 * @param world the world
 * @returns it, with no code given yet
 */
export function makeOAuth(world: World): OAuth {
  const codes = new Map<string, Code>();

  function grant(
    team: Team,
    { userId, redirectUri, lifeMs = CODE_LIFE_MS }: Parameters<OAuth['grant']>[1] = {},
  ): string {
    const code = randomBytes(16).toString('hex');
    codes.set(code, {
      teamId: team.id,
      userId: userId ?? [...team.users.keys()][0] ?? '',
      redirectUri,
      expires: Date.now() + lifeMs,
      used: false,
    });
    return code;
  }

  return {
    grant,
    exchange(args, authorization) {
      const basic = Buffer.from(authorization?.replace(/^Basic /, '') ?? '', 'base64').toString();
      const [basicId, basicSecret] = basic.split(':');
      const { clientId, clientSecret } = world.app;
      if ((textOf(args.client_id) || basicId) !== clientId) return refusal('invalid_client_id');
      if ((textOf(args.client_secret) || basicSecret) !== clientSecret) {
        return refusal('bad_client_secret');
      }
      const code = codes.get(textOf(args.code));
      if (code === undefined || code.expires < Date.now()) return refusal('invalid_code');
      if (code.used) return refusal('code_already_used');
      if ((code.redirectUri ?? '') !== textOf(args.redirect_uri)) {
        return refusal('bad_redirect_uri');
      }
      const team = world.teams.get(code.teamId);
      if (team === undefined) return refusal('invalid_code');
      code.used = true;
      team.refused = undefined;
      return installed(world, team, code.userId);
    },
    authorize(query) {
      const wanted = query.get('team');
      const team = wanted ? world.teams.get(wanted) : [...world.teams.values()][0];
      const redirectUri = query.get('redirect_uri') ?? undefined;
      if (team === undefined || redirectUri === undefined) return undefined;
      const back = new URL(redirectUri);
      back.searchParams.set('code', grant(team, { redirectUri }));
      back.searchParams.set('state', query.get('state') ?? '');
      return back.href;
    },
  };
}

function installed(world: World, team: Team, userId: string): Json {
  return {
    ok: true,
    app_id: world.app.id,
    authed_user: { id: userId },
    scope: team.bot.scopes.join(','),
    token_type: 'bot',
    access_token: team.bot.token,
    bot_user_id: team.bot.userId,
    team: { id: team.id, name: team.name },
    enterprise: team.enterprise ?? null,
    is_enterprise_install: false,
  };
}
