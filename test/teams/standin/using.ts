/** What a person does with what the bot sent them: its buttons, its forms, its files; and its search. */

import { activityOf } from './activities.ts';
import { type Delivery, deliver } from './delivery.ts';
import { press, type Typed, type Which } from './forms.ts';
import { type Json, objectOf, textOf } from './json.ts';
import { ADAPTIVE, shown, type TeamsMessage } from './reading.ts';
import type { Sending } from './sending.ts';
import { type Actor, mayWrite } from './talking.ts';
import { openUpload } from './uploads.ts';
import { nextId, type Place, placeFor, store } from './world.ts';

/** A message as it was read, to use what it showed then; or its id, to use what it shows now. */
export type Used = TeamsMessage | string;

export interface PressOptions extends Sending {
  /** Sends what a client would not: an empty required input, a choice that is none. */
  lax?: boolean;
}

export interface SearchOptions extends Sending {
  command?: string;
  parameter?: string;
  /** Where they write; their own chat unless given. */
  conversation?: string;
  /** Teams' first question, before anything is typed. */
  initial?: boolean;
}

export interface Using {
  /**
   * Presses a button of a card. `Action.Submit` comes as a message with a value, `Action.Execute` as
   * an invoke, whose answer may be a card that takes the place of this one.
   */
  press(message: Used, which: Which, options?: PressOptions): Promise<Delivery>;
  /** Fills in a form and sends it, by its only button that sends what was typed unless one is named. */
  fill(message: Used, typed: Typed, which?: Which, options?: PressOptions): Promise<Delivery>;
  /** Presses a thumb, and sends the form that opens. */
  rate(
    message: Used,
    reaction: 'like' | 'dislike',
    comment?: string,
    sending?: Sending,
  ): Promise<Delivery>;
  /** Takes a file that the bot offers, or does not. */
  consent(message: Used, answer: 'accept' | 'decline', sending?: Sending): Promise<Delivery>;
  /** Puts a reaction on a message, or takes it off. */
  react(message: Used, type: string, options?: Sending & { off?: boolean }): Promise<Delivery>;
  /** Searches from the compose box; what was found is the delivery's `value.composeExtension`. */
  search(text: string, options?: SearchOptions): Promise<Delivery>;
  /** Picks a result whose preview has a tap of type invoke: sends the tap's value. */
  pick(value: unknown, sending?: Sending): Promise<Delivery>;
}

/**
 * Gives somebody hands.
 *
 * @param actor who
 * @returns what they can do; each throws where there is nothing to do it with
 */
export function using({ surroundings, tenant, user, chat }: Actor): Using {
  const { world } = surroundings;

  function found(used: Used): { message: TeamsMessage; place: Place } {
    const id = typeof used === 'string' ? used : used.id;
    for (const conversation of tenant.conversations.values()) {
      const stored = conversation.messages.find((each) => each.id === id && !each.deleted);
      if (stored === undefined) continue;
      const { thread } = stored;
      const place = thread === undefined ? { conversation } : { conversation, thread };
      mayWrite(user, place);
      return { message: typeof used === 'string' ? shown(conversation, stored) : used, place };
    }
    throw new Error(`there is no message ${id}`);
  }

  function tell(place: Place, what: Json, sending: Sending): Promise<Delivery> {
    return deliver(surroundings, activityOf(world, { tenant, user, place }, what), place, sending);
  }

  const use = async (
    used: Used,
    which: Which | undefined,
    typed: Typed,
    { lax = false, ...sending }: PressOptions,
  ): Promise<Delivery> => {
    const { message, place } = found(used);
    const { action, data } = press(message.cards, which, typed, lax);
    const { id: replyToId } = message;
    const channelData = { source: { name: 'message' }, legacy: { replyToId } };
    if (action.type === 'Action.Submit') {
      const { msteams, ...value } = data;
      const { type, text } = objectOf(msteams);
      if (type === 'task/fetch') {
        const context = { theme: 'default' };
        return tell(place, { type: 'invoke', name: type, value: { data, context } }, sending);
      }
      const said = type === 'imBack' ? objectOf(msteams).value : text;
      const sent = {
        type: 'message',
        id: nextId(world),
        replyToId,
        channelData,
        ...(said !== undefined && { text: said }),
        ...(type !== 'imBack' && { value }),
      };
      // What these buttons say stands in the chat as if it had been typed.
      if (said !== undefined) store(world, place, user.key, sent, sent.id);
      return tell(place, sent, sending);
    }
    if (action.type !== 'Action.Execute') throw new Error(`${action.type} tells the bot nothing`);
    const { id, verb, title } = action;
    const value = { action: { type: action.type, id, verb, title, data }, trigger: 'manual' };
    const what = { type: 'invoke', name: 'adaptiveCard/action', value, replyToId, channelData };
    const delivery = await tell(place, what, sending);
    showAnswer(place, replyToId, delivery);
    return delivery;
  };

  /** A card that answers an action takes the place of the one that was used. */
  function showAnswer({ conversation }: Place, id: string, { status, value }: Delivery): void {
    const stored = conversation.messages.find((each) => each.id === id);
    if (status !== 200 || value.type !== ADAPTIVE || stored === undefined) return;
    stored.before.push(stored.activity);
    const attachments = [{ contentType: ADAPTIVE, content: value.value }];
    stored.activity = { ...stored.activity, attachments };
  }

  return {
    press: (used, which, options = {}) => use(used, which, {}, options),
    fill: (used, typed, which, options = {}) => use(used, which, typed, options),
    async rate(used, reaction, comment = '', sending = {}) {
      const { message, place } = found(used);
      if (!message.canBeRated) throw new Error(`the message ${message.id} shows no thumbs`);
      const feedback = JSON.stringify({ feedbackText: comment });
      const value = { actionName: 'feedback', actionValue: { reaction, feedback } };
      const what = { type: 'invoke', name: 'message/submitAction', value, replyToId: message.id };
      return tell(place, what, sending);
    },
    async consent(used, action, sending = {}) {
      const { message, place } = found(used);
      const offer = message.attachments.find(({ contentType }) =>
        textOf(contentType).endsWith('.file.consent'),
      );
      if (offer === undefined) throw new Error(`the message ${message.id} offers no file`);
      const { acceptContext, declineContext } = objectOf(offer.content);
      const taken = action === 'accept';
      const file = { name: textOf(offer.name), of: user.key, tenant: tenant.name };
      const value = {
        type: 'fileUpload',
        action,
        context: taken ? acceptContext : declineContext,
        ...(taken && { uploadInfo: openUpload(world, file) }),
      };
      const what = { type: 'invoke', name: 'fileConsent/invoke', value, replyToId: message.id };
      return tell(place, what, sending);
    },
    async react(used, type, { off = false, ...sending } = {}) {
      const { message, place } = found(used);
      const changed = { [off ? 'reactionsRemoved' : 'reactionsAdded']: [{ type }] };
      const what = { type: 'messageReaction', replyToId: message.id, ...changed };
      return tell(place, what, sending);
    },
    async search(text, options = {}) {
      const {
        command = 'search',
        parameter = 'query',
        conversation,
        initial,
        ...sending
      } = options;
      const place = conversation === undefined ? chat : placeFor(tenant, conversation);
      const asked = initial
        ? { name: 'initialRun', value: 'true' }
        : { name: parameter, value: text };
      const value = {
        commandId: command,
        parameters: [asked],
        queryOptions: { skip: 0, count: 25 },
      };
      const channelData = { source: { name: 'compose' } };
      return tell(
        place,
        { type: 'invoke', name: 'composeExtension/query', value, channelData },
        sending,
      );
    },
    pick: (value, sending = {}) =>
      tell(chat, { type: 'invoke', name: 'composeExtension/selectItem', value }, sending),
  };
}
