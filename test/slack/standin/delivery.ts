/** Sending things to the bot, now or later, once or again. */

import { type Json, textOf } from './json.ts';
import { eventEnvelope } from './payloads.ts';
import type { Responses } from './response-url.ts';
import { scopesForEvent } from './scopes.ts';
import type { Answer, Sending } from './signing.ts';
import type { EnvelopeType } from './socket.ts';
import { conversation, type Team } from './team.ts';
import type { World } from './world.ts';

/** What was sent and what came back: the first try's answer, and with repeats each one's. */
export interface Delivery extends Answer {
  payload: Json;
  answers: Answer[];
  /** The conversation it was about, '' for none. */
  channel: string;
  /** The message it was about, '' for none. */
  ts: string;
  /** Sends the same again: the same payload, with a time and a signature of now. */
  again(sending?: Sending): Promise<Delivery>;
}

/** Sends a payload to the bot, over HTTP or the socket. */
export type Deliver = (type: EnvelopeType, payload: Json, sending: Sending) => Promise<Answer[]>;

/** What doing anything here needs of the rest. */
export interface Surroundings {
  world: World;
  responses: Responses;
  deliver: Deliver;
}

/**
 * Sends an event from a workspace.
 *
 * @param surroundings the rest of the stand-in
 * @param team the workspace
 * @param event the event
 * @param sending how
 * @returns what came back
 * @throws when the bot has not the scope without which Slack would not send it
 */
export async function sendEvent(
  surroundings: Surroundings,
  team: Team,
  event: Json,
  sending: Sending = {},
): Promise<Delivery> {
  const { world } = surroundings;
  const found = conversation(team, textOf(event.channel));
  const needs = scopesForEvent(textOf(event.type), found?.kind ?? 'channel');
  const scope = needs.find((each) => team.bot.scopes.includes(each));
  if (needs.length > 0 && scope === undefined) {
    throw new Error(`Slack sends ${event.type} only to an app with ${needs.join(' or ')}`);
  }
  if (scope !== undefined) world.scopes.add(scope);
  const about = { channel: textOf(event.channel), ts: textOf(event.ts) };
  return send(surroundings, 'events_api', eventEnvelope(world, team, event), about, sending);
}

/**
 * Sends a payload, or holds it back until it is asked for.
 *
 * @param surroundings the rest of the stand-in
 * @param type what kind of thing it is
 * @param payload the payload
 * @param about the conversation and the message it is about
 * @param sending how
 * @returns what came back
 */
export async function send(
  surroundings: Surroundings,
  type: EnvelopeType,
  payload: Json,
  about: { channel: string; ts: string },
  sending: Sending,
): Promise<Delivery> {
  const { hold = false, ...now } = sending;
  const answers = hold ? [] : await surroundings.deliver(type, payload, now);
  const [first = { status: 0, ms: 0, body: 'held back' }] = answers;
  return {
    ...first,
    payload,
    answers,
    ...about,
    again: (next = {}) => send(surroundings, type, payload, about, next),
  };
}
