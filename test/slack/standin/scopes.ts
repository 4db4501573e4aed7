/**
 * Which scope each method and each delivery needs, so that an app asking for too few, or for more
 * than it uses, is caught here and not at its installation.
 *
 * Source: the "Scopes" line of each page under docs.slack.dev/reference/methods and /events.
 */

/** What a conversation is; Slack has a family of scopes for each. */
export type Kind = 'channel' | 'group' | 'mpim' | 'im';

const FAMILY = { channel: 'channels', group: 'groups', mpim: 'mpim', im: 'im' } as const;

/** Any one of the scopes in a list will do. */
type Needs = readonly string[] | ((kind: Kind) => readonly string[]);

const reads: Needs = (kind) => [`${FAMILY[kind]}:read`];
const history: Needs = (kind) => [`${FAMILY[kind]}:history`];
const opens: Needs = (kind) => [kind === 'mpim' ? 'mpim:write' : 'im:write'];

const METHODS: Record<string, Needs> = {
  'api.test': [],
  'apps.uninstall': [],
  'assistant.threads.setStatus': ['chat:write', 'assistant:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'assistant.threads.setTitle': ['assistant:write'],
  'auth.revoke': [],
  'auth.test': [],
  'bots.info': ['users:read'],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'chat.meMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.scheduleMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.close': opens,
  'conversations.history': history,
  'conversations.info': reads,
  'conversations.join': ['channels:join'],
  'conversations.list': reads,
  'conversations.members': reads,
  'conversations.open': opens,
  'conversations.replies': history,
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'files.list': ['files:read'],
  'reactions.add': ['reactions:write'],
  'reactions.remove': ['reactions:write'],
  'team.info': ['team:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'users.lookupByEmail': ['users:read.email'],
  'users.profile.get': ['users.profile:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};

const EVENTS: Record<string, Needs> = {
  app_mention: ['app_mentions:read'],
  assistant_thread_context_changed: ['assistant:write'],
  assistant_thread_started: ['assistant:write'],
  channel_archive: ['channels:read'],
  channel_rename: ['channels:read'],
  file_shared: ['files:read'],
  member_joined_channel: ['channels:read'],
  member_left_channel: ['channels:read'],
  message: history,
  reaction_added: ['reactions:read'],
  team_join: ['users:read'],
  user_change: ['users:read'],
};

/** Every scope a bot may need here. */
export const SCOPES: readonly string[] = [
  ...new Set(
    [...Object.values(METHODS), ...Object.values(EVENTS), ['commands']].flatMap((needs) =>
      typeof needs === 'function'
        ? (Object.keys(FAMILY) as Kind[]).flatMap((kind) => needs(kind))
        : needs,
    ),
  ),
].sort();

/**
 * Tells what a method needs.
 *
 * @param method a method's name
 * @param kind the conversation it is about, for the methods where that decides
 * @returns the scopes any one of which will do, none when none is needed, or undefined for a method
 *   that is not in the table, which Slack may have but no test here has looked at
 */
export function scopesForMethod(method: string, kind: Kind): readonly string[] | undefined {
  const needs = METHODS[method];
  return typeof needs === 'function' ? needs(kind) : needs;
}

/**
 * Tells what an app needs to be sent an event.
 *
 * @param type an event's type
 * @param kind the conversation it is about
 * @returns the scopes any one of which will do; none for the events every app may have
 */
export function scopesForEvent(type: string, kind: Kind): readonly string[] {
  const needs = EVENTS[type] ?? [];
  return typeof needs === 'function' ? needs(kind) : needs;
}
