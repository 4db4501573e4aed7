/** What Teams sends as what a person did, and where the answer goes. Pure: one activity in, one task out. */

import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Incoming, Place, Values } from '../../src/incoming.ts';
import { asTyped } from '../../src/written.ts';

/** A conversation as we need it to speak there later. */
export interface Chat {
  serviceUrl: string;
  conversation: string;
  tenant: string;
  /** Our own id in it, and the other's. */
  bot: string;
  user: string;
  isPrivate: boolean;
}

/** What an activity asks for. */
export type Task = { lane: string; chat: Chat; person: string } & (
  | {
      do: 'turn';
      incoming: Incoming;
      /** The message whose card was used. */
      from?: string;
      files?: true;
    }
  | { do: 'rate'; id: string; activity: string; helpful: boolean; comment: string }
  | { do: 'arrive'; id: string }
  | { do: 'leave' }
  | { do: 'send file'; file: string; upload: Upload | undefined; activity: string }
);

/** Where Teams takes a file that the person agreed to. */
export interface Upload {
  uploadUrl: string;
  contentUrl: string;
  name: string;
  uniqueId: string;
  fileType: string;
}

/** A search from the compose box, which is answered at once. */
export interface Query {
  text: string;
  person: string;
}

const text = z.string().min(1);

const envelope = z.object({
  type: text,
  id: text.nullish(),
  name: z.string().nullish(),
  action: z.string().nullish(),
  channelId: z.literal('msteams'),
  serviceUrl: text,
  from: z.object({ id: text, aadObjectId: text.nullish(), role: z.string().nullish() }),
  recipient: z.object({ id: text }),
  conversation: z.object({
    id: text,
    conversationType: z.string().nullish(),
    tenantId: text.nullish(),
  }),
  channelData: z.looseObject({ tenant: z.object({ id: text }).nullish() }).nullish(),
  text: z.string().nullish(),
  value: z.unknown().optional(),
  replyToId: text.nullish(),
  entities: z.array(z.unknown()).nullish(),
  attachments: z.array(z.looseObject({ contentType: z.string().nullish() })).nullish(),
  membersAdded: z.array(z.object({ id: text })).nullish(),
  membersRemoved: z.array(z.object({ id: text })).nullish(),
});

type Activity = z.infer<typeof envelope>;

/**
 * The tenant an activity comes from.
 *
 * @returns its id in small letters; undefined when it names none, or two
 */
export function tenantOf(body: unknown): string | undefined {
  const activity = envelope.safeParse(body).data;
  const named = [activity?.conversation.tenantId, activity?.channelData?.tenant?.id]
    .filter((one) => one != null)
    .map((one) => one.toLowerCase());
  return new Set(named).size === 1 ? named[0] : undefined;
}

/**
 * The delivery's id.
 *
 * @returns the activity's own where it has one, else a digest of the whole
 */
export function deliveryId(body: unknown): string {
  const { id, type, conversation } = envelope.safeParse(body).data ?? {};
  return id && conversation
    ? `${type}:${conversation.id}:${id}`
    : createHash('sha256')
        .update(JSON.stringify(body) ?? '')
        .digest('base64url');
}

/**
 * Reads an activity.
 *
 * @param body as Teams sent it, parsed
 * @returns undefined when there is nothing to do: typing, an edit, a reaction, an unknown kind
 */
export function read(body: unknown): Task | undefined {
  const activity = envelope.safeParse(body).data;
  const tenant = tenantOf(body);
  if (!activity || tenant === undefined) return undefined;
  const person = personOf(tenant, activity);
  const chat = chatOf(activity, tenant);
  const base = { lane: chat.isPrivate ? person : `teams:${chat.conversation}`, chat, person };
  const id = deliveryId(body);
  switch (activity.type) {
    case 'message':
      return {
        ...base,
        do: 'turn',
        ...readMessage(activity, { id, person, place: placeOf(chat, person) }),
      };
    case 'invoke':
      return readInvoke(activity, id, base);
    case 'installationUpdate':
      if (activity.action?.startsWith('add')) return { ...base, do: 'arrive', id };
      return activity.action?.startsWith('remove') ? { ...base, do: 'leave' } : undefined;
    case 'conversationUpdate':
      if (activity.membersAdded?.some((one) => one.id === activity.recipient.id))
        return { ...base, do: 'arrive', id };
      return activity.membersRemoved?.some((one) => one.id === activity.recipient.id)
        ? { ...base, do: 'leave' }
        : undefined;
    default:
      return undefined;
  }
}

const pressed = z.object({
  signpost: z.discriminatedUnion('do', [
    z.object({ do: z.literal('press'), action: text, where: z.enum(['private', 'shared']) }),
    z.object({
      do: z.literal('submit'),
      ask: text,
      many: z.array(z.string()),
      where: z.enum(['private', 'shared']),
    }),
  ]),
});

interface Envelope {
  id: string;
  person: string;
  place: Place;
}

function readMessage(
  activity: Activity,
  envelope: Envelope,
): Pick<Extract<Task, { do: 'turn' }>, 'incoming' | 'from' | 'files'> {
  const acted = readValue(activity.value, envelope);
  if (acted) return { incoming: acted, ...(activity.replyToId && { from: activity.replyToId }) };
  const files = (activity.attachments ?? []).some(({ contentType }) =>
    /^(?:application\/vnd\.microsoft\.teams\.file|image\/)/.test(contentType ?? ''),
  );
  return {
    incoming: { ...envelope, kind: 'said', text: plain(withoutMentions(activity)) },
    ...(files && { files: true as const }),
  };
}

function readValue(value: unknown, envelope: Envelope): Incoming | undefined {
  const said = pressed.safeParse(value).data?.signpost;
  if (!said) return undefined;
  if (said.do === 'press') return { ...envelope, kind: 'pressed', action: said.action };
  return { ...envelope, kind: 'submitted', ask: said.ask, values: valuesOf(value, said.many) };
}

/** What stands in a card's inputs; several choices come as one text with commas between. */
function valuesOf(value: unknown, many: readonly string[]): Values {
  const inputs = Object.entries(value as Record<string, unknown>).filter(
    (entry): entry is [string, string] => entry[0] !== 'signpost' && typeof entry[1] === 'string',
  );
  return Object.fromEntries(
    inputs.map(([id, typed]) => [
      id,
      many.includes(id) ? typed.split(',').filter(Boolean) : asTyped(typed),
    ]),
  );
}

const feedback = z.object({
  actionName: z.literal('feedback'),
  actionValue: z.object({
    reaction: z.enum(['like', 'dislike']),
    feedback: z.unknown().optional(),
  }),
});

const cardAction = z.object({ action: z.object({ data: z.unknown().optional() }) });

const consent = z.object({
  action: z.enum(['accept', 'decline']),
  context: z.object({ file: text }),
  uploadInfo: z
    .object({
      uploadUrl: text,
      contentUrl: text,
      name: text,
      uniqueId: text,
      fileType: z.string(),
    })
    .nullish(),
});

function readInvoke(
  activity: Activity,
  id: string,
  base: { lane: string; chat: Chat; person: string },
): Task | undefined {
  switch (activity.name) {
    case 'message/submitAction': {
      const { actionValue } = feedback.safeParse(activity.value).data ?? {};
      if (!actionValue || !activity.replyToId) return undefined;
      const { reaction } = actionValue;
      const comment = commentIn(actionValue.feedback);
      const helpful = reaction === 'like';
      return { ...base, do: 'rate', id, activity: activity.replyToId, helpful, comment };
    }
    case 'adaptiveCard/action': {
      const place = placeOf(base.chat, base.person);
      const data = cardAction.safeParse(activity.value).data?.action.data;
      const incoming = readValue(data, { id, person: base.person, place });
      if (!incoming) return undefined;
      return {
        ...base,
        do: 'turn',
        incoming,
        ...(activity.replyToId && { from: activity.replyToId }),
      };
    }
    case 'fileConsent/invoke': {
      const said = consent.safeParse(activity.value).data;
      if (!said) return undefined;
      return {
        ...base,
        do: 'send file',
        file: said.context.file,
        upload: said.action === 'accept' ? (said.uploadInfo ?? undefined) : undefined,
        activity: activity.replyToId ?? '',
      };
    }
    default:
      return undefined;
  }
}

/** Feedback comes as JSON within a text: `{"feedbackText":"…"}`. */
function commentIn(given: unknown): string {
  try {
    const said = typeof given === 'string' ? (JSON.parse(given) as unknown) : given;
    return z.object({ feedbackText: z.string() }).safeParse(said).data?.feedbackText ?? '';
  } catch {
    return typeof given === 'string' ? given : '';
  }
}

const query = z.object({
  type: z.literal('invoke'),
  name: z.literal('composeExtension/query'),
  value: z.object({
    parameters: z.array(z.object({ name: z.string(), value: z.unknown().optional() })).default([]),
  }),
});

/**
 * Reads a search from the compose box.
 *
 * @returns undefined when the activity is none; an empty text when nothing was typed yet
 */
export function readQuery(body: unknown): Query | undefined {
  const asked = query.safeParse(body).data;
  const activity = envelope.safeParse(body).data;
  const tenant = tenantOf(body);
  if (!asked || !activity || tenant === undefined) return undefined;
  const typed = asked.value.parameters.find(({ name }) => name === 'query')?.value;
  return {
    text: typeof typed === 'string' ? asTyped(typed).trim().slice(0, 400) : '',
    person: personOf(tenant, activity),
  };
}

const mention = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id: z.string() }),
  text: z.string().min(1),
});

/** Takes us out by name, and lets other people's names stand as "someone": we do not need them. */
function withoutMentions({ text: said, entities, recipient }: Activity): string {
  let rest = said ?? '';
  for (const entity of entities ?? []) {
    const found = mention.safeParse(entity).data;
    if (!found) continue;
    rest = rest.replaceAll(found.text, found.mentioned.id === recipient.id ? ' ' : 'someone');
  }
  return rest;
}

/** What a person typed: Teams sends some of it as HTML entities. */
function plain(said: string): string {
  return asTyped(said)
    .replace(/<at>[^<]*<\/at>/g, ' ')
    .replace(/&nbsp;|\u00a0/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/ {2,}/g, ' ')
    .trim();
}

function chatOf(activity: Activity, tenant: string): Chat {
  const { conversation, serviceUrl, recipient, from } = activity;
  return {
    serviceUrl,
    conversation: conversation.id,
    tenant,
    bot: recipient.id,
    user: from.id,
    isPrivate: conversation.conversationType === 'personal',
  };
}

/** A person is known by the id their organisation gives them, which is the same in every chat. */
function personOf(tenant: string, { from }: Activity): string {
  return `teams:${tenant}:${from.aadObjectId ?? from.id}`;
}

/**
 * The place a conversation is to the core.
 *
 * @param person who speaks there
 */
export function placeOf(chat: Chat, person: string): Place {
  return chat.isPrivate ? privatePlace(person) : { id: `teams:${chat.conversation}`, shared: true };
}

/**
 * The one personal chat of a person with us.
 *
 * @param person their key
 */
export function privatePlace(person: string): Place {
  return { id: `${person}:chat`, shared: false };
}
