/**
 * Whom and what a workspace holds, with what emulate leaves out of it.
 *
 * Source: docs.slack.dev/reference/objects/conversation-object and user-object.
 */

import { forward, type Methods } from './asked.ts';
import { isObject, type Json, textOf } from './json.ts';
import { refusal } from './refuse.ts';
import { conversation, type Team } from './team.ts';

export const DESCRIBING: Methods = {
  'conversations.info': async (asked) => {
    const answered = await forward(asked);
    // emulate names the channel to anybody; Slack says nothing of a closed one.
    if (answered.error === 'not_in_channel') return refusal('channel_not_found');
    return isObject(answered.channel)
      ? { ...answered, channel: described(asked.team, answered.channel) }
      : answered;
  },
  'conversations.list': async (asked) => {
    const answered = await forward(asked);
    return Array.isArray(answered.channels)
      ? {
          ...answered,
          channels: answered.channels.map((channel) => described(asked.team, channel)),
        }
      : answered;
  },
  'team.info': ({ team }) => ({
    ok: true,
    team: {
      id: team.id,
      name: team.name,
      domain: team.domain,
      url: `https://${team.domain}.slack.com/`,
      email_domain: '',
      icon: {},
      ...(team.enterprise && {
        enterprise_id: team.enterprise.id,
        enterprise_name: team.enterprise.name,
      }),
    },
  }),
  'users.info': async (asked) => {
    const answered = await forward(asked);
    return isObject(answered.user)
      ? { ...answered, user: person(asked.team, answered.user, asked.args) }
      : answered;
  },
  'users.list': async (asked) => {
    const answered = await forward(asked);
    return Array.isArray(answered.members)
      ? {
          ...answered,
          members: answered.members.map((member) => person(asked.team, member, asked.args)),
        }
      : answered;
  },
};

function described(team: Team, channel: Json): Json {
  const shared = conversation(team, textOf(channel.id))?.external === true;
  return {
    ...channel,
    is_general: false,
    is_shared: shared,
    is_ext_shared: shared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    context_team_id: team.id,
    ...(shared && { shared_team_ids: [team.id, 'T0ELSEWHERE'] }),
  };
}

function person(team: Team, user: Json, args: Json): Json {
  const options = team.users.get(textOf(user.id));
  const guest = options?.guest;
  const { email, ...profile } = (user.profile ?? {}) as Json;
  const mayReadEmail = team.bot.scopes.includes('users:read.email');
  return {
    ...user,
    tz: 'Europe/London',
    tz_label: 'Greenwich Mean Time',
    tz_offset: 0,
    is_owner: false,
    is_primary_owner: false,
    is_app_user: false,
    is_email_confirmed: true,
    is_restricted: guest !== undefined,
    is_ultra_restricted: guest === 'single-channel',
    ...(options?.homeTeam !== undefined && { is_stranger: true, team_id: options.homeTeam }),
    ...(String(args.include_locale) === 'true' && { locale: options?.locale ?? 'en-GB' }),
    profile: { ...profile, ...(mayReadEmail && { email }), team: user.team_id },
  };
}
