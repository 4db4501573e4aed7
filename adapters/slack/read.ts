/** What Slack sends as what a person did, and where the answer goes. Pure: one payload in, one task out. */

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Incoming, type Place, ROLES, type Values } from '../../src/incoming.ts';
import { ROLE_WORDS } from '../../src/role-words.ts';
import { asTyped } from '../../src/written.ts';
import { plain } from './text.ts';

/** An installation: a workspace, or a whole Enterprise Grid organisation. */
export interface Team {
  team: string;
  enterprise?: string;
}

/** Where an answer goes. */
export type Target =
  /** The person's direct message; its channel is not always known. `ts` is the message they wrote. */
  | { kind: 'private'; user: string; channel?: string; thread?: string; ts?: string }
  /** A thread that others read. */
  | { kind: 'shared'; user: string; channel: string; thread: string }
  /** To the person alone, in the place they are in, by the address that came with what they did. */
  | { kind: 'aside'; user: string; url: string };

/** What a payload asks for. */
export type Task = Team & { lane: string } & (
    | {
        do: 'turn';
        incoming: Incoming;
        to: Target;
        /** The message whose form or button was used. */
        from?: { channel: string; ts: string };
        /** Files came with it, which are not opened. */
        files?: true;
        /** The App Home shows what this may change. */
        home?: true;
      }
    | { do: 'show home' | 'open messages'; person: string; user: string; channel: string }
    | { do: 'share'; answer: string; url: string; person: string }
    | { do: 'leave' }
    | { do: 'account'; person: string; closed: boolean }
  );

/**
 * The delivery's id, the same for every repeat of it.
 *
 * @param body any payload
 * @returns `event_id` of an event; else its `trigger_id`, of which each press and command has its
 *   own; else a digest of the whole
 */
export function deliveryId(body: unknown): string {
  const { event_id, trigger_id } = ids.safeParse(body).data ?? {};
  return (
    event_id ??
    trigger_id ??
    createHash('sha256')
      .update(JSON.stringify(body) ?? '')
      .digest('base64url')
  );
}

/**
 * Reads a payload of the Events API, of an interaction or of a slash command.
 *
 * @param body as Slack sent it, parsed
 * @returns undefined when there is nothing to do: a bot's own message, an edit, an unknown kind
 */
export function read(body: unknown): Task | undefined {
  for (const reader of [readEvent, readActions, readShortcut, readCommand]) {
    const task = reader(body);
    if (task) return task;
  }
  return undefined;
}

const text = z.string().min(1);
const ids = z.object({ event_id: text.optional(), trigger_id: text.optional() });

const eventBody = z.object({
  type: z.literal('event_callback'),
  team_id: text,
  enterprise_id: text.nullish(),
  /** The one installation that this event was sent to; where channels are shared, not the sender's. */
  authorizations: z
    .array(
      z.object({
        user_id: text.nullish(),
        team_id: text.nullish(),
        enterprise_id: text.nullish(),
      }),
    )
    .nullish(),
  event: z.looseObject({ type: text }),
});

const messageEvent = z.object({
  type: z.enum(['message', 'app_mention']),
  subtype: z.string().nullish(),
  bot_id: z.string().nullish(),
  channel: text,
  channel_type: z.string().nullish(),
  user: text,
  text: z.string().nullish(),
  ts: text,
  thread_ts: text.nullish(),
  files: z.array(z.unknown()).nullish(),
});

const homeEvent = z.object({
  type: z.literal('app_home_opened'),
  user: text,
  channel: text,
  tab: z.enum(['home', 'messages']),
});

const accountEvent = z.object({
  type: z.literal('user_change'),
  user: z.object({ id: text, deleted: z.boolean() }),
});

const leaveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('app_uninstalled') }),
  z.object({
    type: z.literal('tokens_revoked'),
    tokens: z.object({ bot: z.array(z.string()).min(1) }),
  }),
]);

function readEvent(body: unknown): Task | undefined {
  const parsed = eventBody.safeParse(body).data;
  if (!parsed) return undefined;
  const { event } = parsed;
  const installed = parsed.authorizations?.[0];
  const team = teamOf(
    installed?.team_id ?? parsed.team_id,
    installed?.enterprise_id === undefined ? parsed.enterprise_id : installed.enterprise_id,
  );
  if (leaveEvent.safeParse(event).success) return { ...team, lane: laneOf(team), do: 'leave' };
  const account = accountEvent.safeParse(event).data;
  if (account) {
    const person = personOf(team, account.user.id);
    return { ...team, lane: person, do: 'account', person, closed: account.user.deleted };
  }
  const home = homeEvent.safeParse(event).data;
  if (home) {
    const { user, channel } = home;
    const person = personOf(team, user);
    const what = home.tab === 'home' ? 'show home' : 'open messages';
    return { ...team, lane: person, do: what, person, user, channel };
  }
  const message = messageEvent.safeParse(event).data;
  return message && readMessage(message, team, deliveryId(body), installed?.user_id ?? undefined);
}

/** Messages that a person writes, besides those of no subtype. */
const WRITTEN = new Set(['file_share', 'thread_broadcast', 'me_message']);

function readMessage(
  message: z.infer<typeof messageEvent>,
  team: Team,
  id: string,
  bot: string | undefined,
): Task | undefined {
  const { type, subtype, channel, user, ts } = message;
  const thread = message.thread_ts ?? undefined;
  // Edits and the messages of bots, our own among them, are nothing a person says to us.
  if (message.bot_id || user === bot || (subtype && !WRITTEN.has(subtype))) return undefined;
  const isDirect = message.channel_type ? message.channel_type === 'im' : channel.startsWith('D');
  const files = (message.files?.length ?? 0) > 0 && { files: true as const };
  const person = personOf(team, user);
  if (type === 'message') {
    if (!isDirect) return undefined;
    return {
      ...team,
      lane: person,
      do: 'turn',
      incoming: {
        kind: 'said',
        id,
        person,
        place: privatePlace(person),
        text: plain(message.text ?? ''),
      },
      to: { kind: 'private', user, channel, ts, ...(thread && { thread }) },
      ...files,
    };
  }
  // A mention within our direct message comes as a message as well.
  if (isDirect) return undefined;
  const root = thread ?? ts;
  return {
    ...team,
    lane: laneOf(team, channel),
    do: 'turn',
    incoming: {
      kind: 'said',
      id,
      person,
      place: sharedPlace(team, `${channel}:${root}`),
      text: plain(withoutMention(message.text ?? '', bot)),
    },
    to: { kind: 'shared', user, channel, thread: root },
    ...files,
  };
}

/** Takes out who was called: us by name where that is known, else whoever was called first. */
function withoutMention(said: string, bot: string | undefined): string {
  let us = bot;
  return said
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>[,:]?/g, (mention, id: string) => {
      us ??= id;
      return id === us ? ' ' : mention;
    })
    .replace(/ {2,}/g, ' ');
}

const tenant = {
  team: z.object({ id: text, enterprise_id: text.nullish() }).nullish(),
  enterprise: z.object({ id: text }).nullish(),
  user: z.object({ id: text, team_id: text.nullish() }),
};

const actionsBody = z.object({
  type: z.literal('block_actions'),
  ...tenant,
  trigger_id: z.string().nullish(),
  response_url: z.string().nullish(),
  channel: z.object({ id: text }).nullish(),
  container: z
    .object({
      channel_id: text.nullish(),
      message_ts: text.nullish(),
      thread_ts: text.nullish(),
    })
    .nullish(),
  message: z.object({ thread_ts: text.nullish() }).nullish(),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), z.unknown())) }).nullish(),
  actions: z
    .array(
      z.object({
        action_id: text,
        value: z.string().nullish(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

function readActions(body: unknown): Task | undefined {
  const parsed = actionsBody.safeParse(body).data;
  const action = parsed?.actions[0];
  if (!parsed || !action) return undefined;
  const team = tenantOf(parsed);
  const { id: user } = parsed.user;
  const person = personOf(team, user);
  const url = parsed.response_url ?? '';
  const channel = parsed.channel?.id ?? parsed.container?.channel_id ?? '';
  const ts = parsed.container?.message_ts ?? '';
  const thread = parsed.container?.thread_ts ?? parsed.message?.thread_ts ?? undefined;
  const [verb = '', where] = action.action_id.split(':');
  const value = action.value ?? action.selected_option?.value ?? '';
  if (verb === 'share') return { ...team, lane: person, do: 'share', answer: value, url, person };

  const isHome = where === 'home' || verb === 'role';
  const isPrivate = where === 'private' || isHome;
  const place = isPrivate
    ? verb === 'role'
      ? { id: `${person}:home`, shared: false }
      : privatePlace(person)
    : sharedPlace(team, where === 'aside' ? `${channel}:aside` : `${channel}:${thread ?? ts}`);
  const to: Target = isPrivate
    ? {
        kind: 'private',
        user,
        ...(!isHome && channel && { channel }),
        ...(!isHome && thread && { thread }),
      }
    : where === 'aside' || verb === 'rate' || !channel || !ts
      ? { kind: 'aside', user, url }
      : { kind: 'shared', user, channel, thread: thread ?? ts };
  const envelope = { id: deliveryId(body), person, place };
  const incoming = actionIncoming(verb, value, envelope, parsed.state?.values ?? {});
  return {
    ...team,
    lane: isPrivate ? person : laneOf(team, channel),
    do: 'turn',
    incoming,
    // Thanks for a rating is small talk, which nobody needs to find in a conversation.
    to: verb === 'rate' && url ? { kind: 'aside', user, url } : to,
    ...(channel && ts && { from: { channel, ts } }),
    ...(isHome && { home: true as const }),
  };
}

function actionIncoming(
  verb: string,
  value: string,
  envelope: { id: string; person: string; place: Place },
  state: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Incoming {
  switch (verb) {
    case 'submit':
      return { ...envelope, kind: 'submitted', ask: value, values: valuesOf(state) };
    case 'rate': {
      const [helpful, ...answer] = value.split(':');
      return { ...envelope, kind: 'rated', answer: answer.join(':'), helpful: helpful === 'yes' };
    }
    case 'role': {
      const role = ROLES.find((one) => one === value) ?? 'everyone';
      return { ...envelope, kind: 'said', text: ROLE_WORDS[role].said };
    }
    default:
      return { ...envelope, kind: 'pressed', action: value };
  }
}

const heldValue = z.object({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});

/** What stands in a form, by the id of each field. */
function valuesOf(state: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Values {
  return Object.fromEntries(
    Object.entries(state).map(([field, controls]) => {
      const held = heldValue.safeParse(Object.values(controls)[0]).data ?? {};
      if (held.selected_options) return [field, held.selected_options.map(({ value }) => value)];
      return [
        field,
        asTyped(held.selected_option?.value ?? held.selected_date ?? held.value ?? ''),
      ];
    }),
  );
}

const shortcutBody = z.object({
  type: z.enum(['shortcut', 'message_action']),
  callback_id: text,
  ...tenant,
  response_url: z.string().nullish(),
  channel: z.object({ id: text }).nullish(),
  message: z.object({ text: z.string().nullish() }).nullish(),
});

/** The shortcuts of the manifest, by their callback ids. */
export const SHORTCUTS = { draft: 'draft_application', duty: 'which_duty' } as const;

function readShortcut(body: unknown): Task | undefined {
  const parsed = shortcutBody.safeParse(body).data;
  if (!parsed) return undefined;
  const team = tenantOf(parsed);
  const user = parsed.user.id;
  const id = deliveryId(body);
  if (parsed.type === 'shortcut' && parsed.callback_id === SHORTCUTS.draft)
    return inPrivate(team, user, id, SAID.draft);
  if (parsed.type !== 'message_action' || parsed.callback_id !== SHORTCUTS.duty) return undefined;
  const where = { user, channel: parsed.channel?.id ?? '', url: parsed.response_url ?? '' };
  return aside(team, where, id, plain(parsed.message?.text ?? ''));
}

const commandBody = z.object({
  command: z.string().startsWith('/'),
  text: z.string().default(''),
  team_id: text,
  enterprise_id: text.nullish(),
  channel_id: text,
  user_id: text,
  response_url: z.string().default(''),
});

/** What the words of the command and of the shortcut stand for. */
const SAID = { draft: 'start an application', check: 'start a check', help: 'help' } as const;

function readCommand(body: unknown): Task | undefined {
  const parsed = commandBody.safeParse(body).data;
  if (!parsed) return undefined;
  const team = teamOf(parsed.team_id, parsed.enterprise_id);
  const { user_id: user, channel_id: channel, response_url: url } = parsed;
  const typed = plain(parsed.text);
  const word = typed.toLowerCase() || 'help';
  const said = word === 'draft' || word === 'check' || word === 'help' ? SAID[word] : typed;
  return aside(team, { user, channel, url }, deliveryId(body), said);
}

/** Something said in a place that others share, to be answered to the person alone. */
function aside(
  team: Team,
  { user, channel, url }: { user: string; channel: string; url: string },
  id: string,
  said: string,
): Task {
  const person = personOf(team, user);
  return {
    ...team,
    lane: person,
    do: 'turn',
    incoming: {
      kind: 'said',
      id,
      person,
      place: sharedPlace(team, `${channel}:aside`),
      text: said,
    },
    to: { kind: 'aside', user, url },
  };
}

/** Something said in the person's direct message on their behalf, because they pressed for it. */
function inPrivate(team: Team, user: string, id: string, said: string): Task {
  const person = personOf(team, user);
  return {
    ...team,
    lane: person,
    do: 'turn',
    incoming: { kind: 'said', id, person, place: privatePlace(person), text: said },
    to: { kind: 'private', user },
  };
}

function teamOf(team: string | null | undefined, enterprise: string | null | undefined): Team {
  return { team: team ?? '', ...(enterprise && { enterprise }) };
}

function tenantOf({ team, enterprise, user }: z.infer<z.ZodObject<typeof tenant>>): Team {
  return teamOf(team?.id ?? user.team_id, enterprise?.id ?? team?.enterprise_id);
}

/** A person's ids are their own within an organisation, so a key holds it where there is one. */
function personOf({ team, enterprise }: Team, user: string): string {
  return `slack:${enterprise ?? team}:${user}`;
}

/**
 * The one direct message of a person with us.
 *
 * @param person their key
 */
export function privatePlace(person: string): Place {
  return { id: `${person}:dm`, shared: false };
}

function sharedPlace({ team, enterprise }: Team, where: string): Place {
  return { id: `slack:${enterprise ?? team}:${where}`, shared: true };
}

function laneOf({ team, enterprise }: Team, channel = 'team'): string {
  return `slack:${enterprise ?? team}:${channel}`;
}
