/** What Teams does for the bot: one function of the world for each call it may make. */

import { type Json, objectOf, objectsOf, textOf } from './json.ts';
import { partsOf, problemsOf, refusalOf } from './message-rules.ts';
import { type Reply, refuse } from './refuse.ts';
import type { Route } from './routes.ts';
import { nextId, type Place, placeIn, store, type Tenant, type User, type World } from './world.ts';

/** A call, and what it is about. */
export interface Work {
  world: World;
  tenant: Tenant;
  route: Route;
  query: URLSearchParams;
  body: unknown;
}

/**
 * Does what the bot asked for.
 *
 * @param asked what
 * @returns Teams' answer
 */
export function work(asked: Work): Reply {
  const { world, tenant, route, query } = asked;
  if (route.method === 'create') return create(asked);
  if (route.method === 'team' || route.method === 'channels') return teamOf(asked);
  const place = placeIn(tenant, route.conversation ?? '');
  if (place === undefined) return refuse('ConversationNotFound');
  if (!place.conversation.installed) return refuse('BotNotInConversationRoster');
  const there = { ...asked, place };
  const members = () =>
    [...place.conversation.members].map((key) => member(tenant, userOf(tenant, key)));
  switch (route.method) {
    case 'send':
      return send(there);
    case 'update':
      return update(there);
    case 'delete':
      return remove(there);
    case 'members':
    case 'activityMembers':
      return { status: 200, body: members() as unknown as Json };
    case 'pagedMembers':
      return { status: 200, body: paged(members(), query) };
    case 'member': {
      const found = findUser(tenant, route.member ?? '');
      const isThere = found !== undefined && place.conversation.members.has(found.key);
      if (!isThere) return refuse('MemberNotFoundInConversation');
      return { status: 200, body: member(tenant, found) };
    }
    case 'attachment':
      return { status: 201, body: { id: `0-emea-${nextId(world)}` } };
    case 'openid':
    case 'keys':
    case 'login':
    case 'upload':
      throw new Error(`${route.method} is no call to the connector`);
    default:
      return route.method satisfies never;
  }
}

type Within = Work & { place: Place };

function send({ world, route, body, place }: Within): Reply {
  const activity = objectOf(body);
  const refusal = refusalOf(activity);
  if (refusal !== undefined) return refusal;
  // Typing is seen and gone.
  if (activity.type !== 'message') return { status: 202, body: {} };
  note(world, `${route.method} in ${place.conversation.kind}`, activity, place);
  const sent = { replyToId: route.activity, ...activity };
  const parts = world.splits ? partsOf(sent) : [sent];
  const [first, ...more] = parts.map((part) => store(world, place, 'bot', part));
  return more.length > 0 ? { status: 202, body: {} } : { status: 201, body: { id: first?.id } };
}

function update({ world, route, body, place }: Within): Reply {
  const activity = objectOf(body);
  const message = ownMessage(place, route.activity);
  if (message === undefined) return refuse('ActivityNotFoundInConversation');
  const refusal = refusalOf(activity);
  if (refusal !== undefined) return refusal;
  if (world.splits && partsOf(activity).length > 1) {
    return refuse('BadSyntax', 'Activity resulted into multiple skype activities');
  }
  note(world, `${route.method} in ${place.conversation.kind}`, activity, place);
  message.before.push(message.activity);
  message.activity = activity;
  world.changes.emit('change');
  return { status: 200, body: { id: message.id } };
}

function remove({ world, route, place }: Within): Reply {
  const message = ownMessage(place, route.activity);
  if (message === undefined) return refuse('ActivityNotFoundInConversation');
  message.deleted = true;
  world.changes.emit('change');
  return { status: 200, body: {} };
}

function ownMessage({ conversation }: Place, id: string | undefined) {
  return conversation.messages.find(
    (each) => each.id === id && each.from === 'bot' && !each.deleted,
  );
}

function note(world: World, where: string, activity: Json, { conversation }: Place): void {
  const problems = problemsOf(activity, conversation.kind === 'personal');
  world.problems.push(...problems.map((problem) => ({ where, problem })));
}

/** Begins a chat with one person, or a thread in a channel. */
function create({ world, tenant, body }: Work): Reply {
  const { members, activity, channelData, tenantId } = objectOf(body);
  const data = objectOf(channelData);
  const named = textOf(tenantId) || textOf(objectOf(data.tenant).id) || tenant.id;
  if (named !== tenant.id) return refuse('BadArgument', 'Tenant does not match the service URL.');
  const channel = textOf(objectOf(data.channel).id);
  const place = channel === '' ? chatWith(tenant, objectsOf(members)) : placeIn(tenant, channel);
  if (place === undefined) {
    return channel === '' ? refuse('BadArgument', 'Bad members.') : refuse('ConversationNotFound');
  }
  const { conversation } = place;
  if (!conversation.installed) {
    const isChat = conversation.kind === 'personal';
    return refuse(isChat ? 'ForbiddenOperationException' : 'BotNotInConversationRoster');
  }
  if (activity === undefined) {
    if (channel !== '') return refuse('BadSyntax', 'Incorrect conversation creation parameters');
    return { status: 201, body: { id: conversation.id } };
  }
  const first = objectOf(activity);
  const refusal = refusalOf(first);
  if (refusal !== undefined) return refusal;
  if (world.splits && partsOf(first).length > 1) {
    return refuse('BadSyntax', 'Activity resulted into multiple skype activities');
  }
  note(world, `create in ${conversation.kind}`, first, place);
  const { id, thread } = store(world, place, 'bot', first);
  const whole = thread === undefined ? conversation.id : `${conversation.id};messageid=${thread}`;
  return { status: 201, body: { id: whole, activityId: id } };
}

function chatWith(tenant: Tenant, members: Json[]): Place | undefined {
  const [only, ...more] = members;
  const user = more.length === 0 ? findUser(tenant, textOf(only?.id)) : undefined;
  const conversation = [...tenant.conversations.values()].find(
    ({ kind, members: keys }) => kind === 'personal' && user !== undefined && keys.has(user.key),
  );
  return conversation && { conversation };
}

function teamOf({ tenant, route }: Work): Reply {
  const team = [...tenant.teams.values()].find(({ id }) => id === route.of);
  if (team === undefined) return refuse('ConversationNotFound');
  const channels = [...team.channels.values()];
  if (!channels.some(({ installed }) => installed)) return refuse('BotNotInConversationRoster');
  if (route.method === 'channels') {
    // General goes without a name.
    const listed = channels.map(({ id, name }) => ({ id, ...(id !== team.id && { name }) }));
    return { status: 200, body: { conversations: listed } };
  }
  const { id, name, groupId } = team;
  return { status: 200, body: { id, name, aadGroupId: groupId, channelCount: channels.length } };
}

function paged(members: Json[], query: URLSearchParams): Json {
  const size = Number(query.get('pageSize') ?? 200);
  const from = Number(query.get('continuationToken') ?? 0);
  const rest = from + size < members.length ? { continuationToken: String(from + size) } : {};
  return { members: members.slice(from, from + size), ...rest };
}

function findUser(tenant: Tenant, id: string): User | undefined {
  return [...tenant.users.values()].find((user) => [user.id, user.aadObjectId].includes(id));
}

function userOf(tenant: Tenant, key: string): User {
  const user = tenant.users.get(key);
  if (user === undefined) throw new Error(`${tenant.name} has nobody called ${key}`);
  return user;
}

function member(tenant: Tenant, { id, name, aadObjectId, email }: User): Json {
  const [givenName = name, surname = ''] = name.split(' ');
  return {
    id,
    name,
    givenName,
    surname,
    objectId: aadObjectId,
    aadObjectId,
    email,
    userPrincipalName: email,
    tenantId: tenant.id,
    userRole: 'user',
  };
}
