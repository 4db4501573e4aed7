/** What Teams sends, in the shapes it sends it in. */

import { randomUUID } from 'node:crypto';
import { type Json, objectOf, objectsOf, textOf } from './json.ts';
import { nextId, type Place, type Tenant, type User, type World } from './world.ts';

/**
 * Puts something that happened into Teams' envelope.
 *
 * @param world the world
 * @param from where it happened, and who did it
 * @param what its type and whatever is its own; entities and channelData are added to Teams' own
 * @returns the activity
 */
export function activityOf(
  { app }: World,
  { tenant, user, place }: { tenant: Tenant; user: User; place: Place },
  what: Json,
): Json {
  const { entities, channelData, ...own } = what;
  return {
    id: `f:${randomUUID()}`,
    ...own,
    ...times(),
    localTimezone: 'Europe/London',
    locale: 'en-GB',
    channelId: 'msteams',
    serviceUrl: tenant.serviceUrl,
    from: { id: user.id, name: user.name, aadObjectId: user.aadObjectId },
    conversation: conversationOf(tenant, place),
    recipient: { id: `28:${app.id}`, name: app.name },
    entities: [...objectsOf(entities), CLIENT],
    channelData: { ...channelDataOf(tenant, place), ...objectOf(channelData) },
  };
}

/**
 * Makes of an activity what Teams sends when the first was not answered in time.
 *
 * @param world the world
 * @param activity the one that was sent
 * @returns the same with an id and a time of its own
 */
export function renewed(world: World, activity: Json): Json {
  const isMessage = /^\d+$/.test(textOf(activity.id));
  return { ...activity, id: isMessage ? nextId(world) : `f:${randomUUID()}`, ...times() };
}

/**
 * Names a conversation, or a thread of it, by its whole id.
 *
 * @param place the conversation
 * @returns its id
 */
export function idOf({ conversation, thread }: Place): string {
  return thread === undefined ? conversation.id : `${conversation.id};messageid=${thread}`;
}

const CLIENT = {
  type: 'clientInfo',
  locale: 'en-GB',
  country: 'GB',
  platform: 'Web',
  timezone: 'Europe/London',
};

function times(): Json {
  const now = new Date().toISOString();
  return { timestamp: now, localTimestamp: now.replace('Z', '+00:00') };
}

function conversationOf({ id: tenantId }: Tenant, place: Place): Json {
  const { kind } = place.conversation;
  const common = { conversationType: kind, tenantId, id: idOf(place) };
  return kind === 'personal' ? common : { isGroup: true, ...common };
}

function channelDataOf({ id: tenantId }: Tenant, { conversation: { id, team } }: Place): Json {
  const tenant = { id: tenantId };
  if (team === undefined) return { tenant };
  return {
    teamsChannelId: id,
    teamsTeamId: team.id,
    channel: { id },
    team: { id: team.id },
    tenant,
  };
}
