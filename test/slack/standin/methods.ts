/**
 * The Web API: what emulate does not have, and what it does otherwise than Slack. Whatever is not
 * named here goes to emulate as it came.
 */

import { type Asked, forward, type Methods } from './asked.ts';
import { ASSISTANT } from './assistant.ts';
import { complete } from './blocks.ts';
import { CHAT } from './chat.ts';
import { DESCRIBING } from './describing.ts';
import { HISTORY } from './history.ts';
import { blocksOf, type Json } from './json.ts';
import { refusal, refuseView } from './refuse.ts';

/**
 * Answers a call.
 *
 * @param asked the call
 * @returns Slack's answer
 */
export async function answer(asked: Asked): Promise<Json> {
  const method = METHODS[asked.method] ?? forward;
  return method(asked);
}

const METHODS: Methods = {
  ...ASSISTANT,
  ...CHAT,
  ...DESCRIBING,
  ...HISTORY,
  'auth.test': ({ world, team }) => ({
    ok: true,
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: team.bot.name,
    team_id: team.id,
    user_id: team.bot.userId,
    bot_id: team.bot.botId,
    app_id: world.app.id,
    is_enterprise_install: false,
    ...(team.enterprise && { enterprise_id: team.enterprise.id }),
  }),
  'auth.revoke': ({ team, args }) => {
    if (String(args.test) === 'true' || args.test === '1') return { ok: true, revoked: false };
    team.refused = 'token_revoked';
    return { ok: true, revoked: true };
  },
  'apps.uninstall': ({ world, team, args }) => {
    const { clientId, clientSecret } = world.app;
    if (args.client_id !== clientId) return refusal('invalid_client_id');
    if (args.client_secret !== clientSecret) return refusal('bad_client_secret');
    team.refused = 'account_inactive';
    return { ok: true };
  },
  'views.open': view,
  'views.publish': view,
  'views.push': view,
  'views.update': view,
};

function view(asked: Asked): Promise<Json> | Json {
  const { args } = asked;
  const refused = refuseView(args.view);
  if (refused) return refused;
  const sent = args.view as Json;
  return forward({
    ...asked,
    args: { ...args, view: { ...sent, blocks: complete(blocksOf(sent.blocks)) } },
  });
}
