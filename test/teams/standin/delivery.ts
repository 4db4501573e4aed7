/** Sending things to the bot, now or later, once or again, and looking at what it answers. */

import { idOf, renewed } from './activities.ts';
import { checkCard } from './card-rules.ts';
import type { Issuer } from './issuer.ts';
import { type Json, objectOf, objectsOf, textOf } from './json.ts';
import { ADAPTIVE } from './reading.ts';
import { type Answer, objectIn, post, repeatedly, type Sending } from './sending.ts';
import type { Place, World } from './world.ts';

/** What was sent and what came back: the first try's answer, and with repeats each one's. */
export interface Delivery extends Answer {
  activity: Json;
  answers: Answer[];
  /** What the first answer's body holds: for an invoke, what the person is shown. */
  value: Json;
  /** Where it happened: the thread, in a channel. */
  conversation: string;
  /** The activity's id: for a message, the message's. */
  id: string;
  /** Sends the same again: the same activity, with a token of now. */
  again(sending?: Sending): Promise<Delivery>;
}

/** What doing anything here needs of the rest. */
export interface Surroundings {
  world: World;
  issuer: Issuer;
  /** Where the bot is. */
  botUrl(): string;
}

/**
 * Sends an activity, or holds it back until it is asked for.
 *
 * @param surroundings the rest of the stand-in
 * @param activity what happened
 * @param place where
 * @param sending how
 * @returns what came back
 */
export async function deliver(
  surroundings: Surroundings,
  activity: Json,
  place: Place,
  sending: Sending,
): Promise<Delivery> {
  const { world } = surroundings;
  const { hold = false, change, renew = false, ...now } = sending;
  const changed = change?.(structuredClone(activity)) ?? activity;
  const answers = hold
    ? []
    : await repeatedly(now, (time) => {
        const body = JSON.stringify(renew && time > 0 ? renewed(world, changed) : changed);
        return post(surroundings.botUrl(), body, headerOf(surroundings, activity, now), now);
      });
  if (!hold) world.sent.push({ activity: changed, answers });
  const [first = { status: 0, ms: 0, body: 'held back' }] = answers;
  const isHonest = !change && sending.token === undefined && sending.authorization === undefined;
  if (isHonest) world.problems.push(...answers.flatMap((answer) => lookAt(activity, answer)));
  world.changes.emit('change');
  return {
    ...first,
    activity: changed,
    answers,
    value: objectIn(first),
    conversation: idOf(place),
    id: textOf(activity.id),
    again: (next = {}) => deliver(surroundings, activity, place, next),
  };
}

/**
 * Makes the header that says who sends.
 *
 * @param surroundings the rest of the stand-in
 * @param activity what is sent, as it truly is
 * @param sending what is wanted otherwise
 * @returns the header, or undefined for none
 */
export function headerOf(
  { world, issuer }: Surroundings,
  { serviceUrl }: Json,
  { token, authorization }: Sending,
): string | undefined {
  if (authorization !== undefined) return authorization;
  if (token === null || (world.anonymous && token === undefined)) return undefined;
  const shown = typeof token === 'string' ? token : issuer.token(textOf(serviceUrl), token);
  return `Bearer ${shown}`;
}

/** What a person would see go wrong. Source: Teams' documentation of each invoke. */
function lookAt({ type, name }: Json, answer: Answer): { where: string; problem: string }[] {
  if (type !== 'invoke' || answer.status !== 200) return [];
  const body = objectIn(answer);
  const problems: string[] = [];
  if (answer.ms > 5_000) problems.push('answered after more than five seconds');
  if (name === 'message/submitAction' && Object.keys(body).length > 0) {
    problems.push('answered with something: the person is told that their feedback failed');
  }
  if (name === 'adaptiveCard/action') problems.push(...actionAnswer(body));
  if (name === 'composeExtension/query') problems.push(...results(body));
  return problems.map((problem) => ({ where: `answer to ${name}`, problem }));
}

function actionAnswer({ statusCode, type, value }: Json): string[] {
  if (typeof statusCode !== 'number' || textOf(type) === '' || value === undefined) {
    return ['answered without statusCode, type and value'];
  }
  if (type === ADAPTIVE) return checkCard(value);
  return [];
}

function results({ composeExtension }: Json): string[] {
  const { type, text, attachments } = objectOf(composeExtension);
  if (type === 'message') return textOf(text) === '' ? ['a message without text'] : [];
  if (type !== 'result') return [`answered with the type ${type}`];
  return objectsOf(attachments).flatMap(({ contentType, content, preview }) => [
    ...(contentType === ADAPTIVE ? checkCard(content) : []),
    ...(contentType === ADAPTIVE && preview === undefined ? ['a result without a preview'] : []),
  ]);
}
