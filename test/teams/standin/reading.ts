/** What stands in a conversation, as a person reads it there. */

import { isObject, type Json, objectOf, objectsOf, textOf } from './json.ts';
import { type Conversation, placeOf, type Stored, type World } from './world.ts';

/** A message as it reads now. It does not change when the message does: so a test can act on an old one. */
export interface TeamsMessage {
  id: string;
  /** With the thread, in a channel. */
  conversation: string;
  /** The key of a person, or `bot`. */
  from: string;
  text: string;
  /** Its Adaptive Cards. */
  cards: Json[];
  attachments: Json[];
  entities: Json[];
  /** Whether it shows thumbs. */
  canBeRated: boolean;
  /** Whether it is labelled as made by a model. */
  byModel: boolean;
  /** How often it was changed. */
  edits: number;
  /** The whole of what was sent. */
  activity: Json;
}

export const ADAPTIVE = 'application/vnd.microsoft.card.adaptive';

/**
 * Reads a conversation.
 *
 * @param world the world
 * @param id the conversation; with a thread, that thread alone
 * @param asUser whose eyes it is read with: who is not in it sees nothing
 * @returns its messages, oldest first, as they read now, without those that were deleted
 * @throws when there is no such conversation
 */
export function messagesIn(world: World, id: string, asUser?: string): TeamsMessage[] {
  const { conversation, thread } = placeOf(world, id);
  if (asUser !== undefined && !conversation.members.has(asUser)) return [];
  return conversation.messages
    .filter((each) => !each.deleted && (thread === undefined || each.thread === thread))
    .map((each) => shown(conversation, each));
}

/**
 * Makes a message readable.
 *
 * @param conversation where it stands
 * @param stored the message
 * @returns how it reads now
 */
export function shown(conversation: Conversation, stored: Stored): TeamsMessage {
  const { activity, id, from, thread, before } = structuredClone(stored);
  const attachments = objectsOf(activity.attachments);
  const entities = objectsOf(activity.entities);
  const { feedbackLoop, feedbackLoopEnabled } = objectOf(activity.channelData);
  return {
    id,
    conversation: thread === undefined ? conversation.id : `${conversation.id};messageid=${thread}`,
    from,
    text: textOf(activity.text),
    cards: attachments.filter((each) => each.contentType === ADAPTIVE).map(contentOf),
    attachments,
    entities,
    canBeRated: isObject(feedbackLoop) || feedbackLoopEnabled === true,
    byModel: entities.some(({ additionalType }) => includes(additionalType, 'AIGeneratedContent')),
    edits: before.length,
    activity,
  };
}

function contentOf({ content }: Json): Json {
  return objectOf(content);
}

function includes(list: unknown, item: string): boolean {
  return Array.isArray(list) && list.includes(item);
}
