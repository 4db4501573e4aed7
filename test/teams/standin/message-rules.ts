/**
 * What Teams demands of a message, and what it takes and then shows badly.
 *
 * Sources: learn.microsoft.com/microsoftteams/platform/bots/how-to: format-your-bot-messages (size),
 * bot-messages-ai-generated-content (entities), bots-filesv4 (files), conversation-messages (splitting,
 * suggested actions).
 */

import { checkCard } from './card-rules.ts';
import { type Json, objectOf, objectsOf, parsed, textOf } from './json.ts';
import { ADAPTIVE } from './reading.ts';
import { type Reply, refuse } from './refuse.ts';

/** Bytes of a message as UTF-16; Teams says "about 100 KB". */
const MESSAGE_BYTES = 102_400;

const MESSAGE = 'https://schema.org/Message';

/**
 * Looks for a reason to refuse a message.
 *
 * @param activity the message
 * @returns the refusal, or undefined where Teams takes it
 */
export function refusalOf(activity: Json): Reply | undefined {
  if (JSON.stringify(activity).length * 2 > MESSAGE_BYTES) return refuse('MessageSizeTooBig');
  if (textOf(activity.type) === '') return refuse('BadArgument', 'The activity has no type.');
  if (activity.type !== 'message') return undefined;
  const attachments = objectsOf(activity.attachments);
  if (textOf(activity.text).trim() === '' && attachments.length === 0) return refuse('BadSyntax');
  if (attachments.some(({ contentType }) => !KNOWN.test(textOf(contentType)))) {
    return refuse('BadArgument', 'Unknown attachment type');
  }
  return refusalOfEntities(objectsOf(activity.entities));
}

const KNOWN =
  /^(?:application\/vnd\.microsoft\.(?:card|teams\.card)\.[\w.]+|image\/[\w.+-]+|video\/[\w.+-]+|text\/html|text\/plain)$/;

function refusalOfEntities(entities: Json[]): Reply | undefined {
  const no = (message: string) => refuse('BadArgument', message);
  if (entities.some(({ type }) => textOf(type) === '')) {
    return no('Error parsing message entity from entities array.');
  }
  const roots = entities.filter(({ type }) => type === MESSAGE);
  if (roots.length > 1) return no('Multiple root message entities found under entities array.');
  const [root] = roots;
  if (root === undefined) return undefined;
  if (root['@type'] !== 'Message') return no('Error parsing message entity from entities array.');
  const citations = objectsOf(root.citation);
  if (citations.length > 20) return no('Bot message with more than 20 citations.');
  for (const citation of citations) {
    const appearance = objectOf(citation.appearance);
    if (Object.keys(appearance).length === 0) return no('The appearance object is empty.');
    if (!isCitation(citation, appearance)) {
      return no(`Error while parsing citation entity with ID: ${citation.position}.`);
    }
  }
  return undefined;
}

function isCitation(citation: Json, { name, abstract, url, keywords, ...appearance }: Json) {
  const within = (value: unknown, most: number) =>
    value === undefined || (typeof value === 'string' && value.length <= most);
  return (
    citation['@type'] === 'Claim' &&
    Number.isInteger(citation.position) &&
    appearance['@type'] === 'DigitalDocument' &&
    textOf(name) !== '' &&
    within(name, 80) &&
    within(abstract, 160) &&
    (url === undefined || URL.canParse(textOf(url))) &&
    (keywords === undefined ||
      (Array.isArray(keywords) && keywords.length <= 3 && keywords.every((one) => within(one, 28))))
  );
}

/**
 * Parts a message as Teams does: a text and each card become messages of their own.
 *
 * @param activity the message
 * @returns its parts; one where it stays whole
 */
export function partsOf(activity: Json): Json[] {
  const attachments = objectsOf(activity.attachments);
  const { text, entities, attachments: _attachments, ...rest } = activity;
  const texts = textOf(text).trim() === '' ? [] : [{ ...rest, text, entities }];
  const cards =
    activity.attachmentLayout === 'carousel' && attachments.length > 1
      ? [{ ...rest, attachments }]
      : attachments.map((attachment) => ({ ...rest, attachments: [attachment] }));
  return texts.length + cards.length === 1 ? [activity] : [...texts, ...cards];
}

/**
 * Looks for what Teams takes and shows badly, or not at all.
 *
 * @param activity the message
 * @param isPersonal whether it is for one person's own chat
 * @returns what is wrong, in words
 */
export function problemsOf(activity: Json, isPersonal: boolean): string[] {
  if (activity.type !== 'message') return [];
  const text = textOf(activity.text);
  const attachments = objectsOf(activity.attachments);
  const types = attachments.map(({ contentType }) => textOf(contentType));
  const problems = attachments.flatMap(({ contentType, content }) =>
    contentType === ADAPTIVE ? checkCard(content) : [],
  );
  if (types.some((type) => type.endsWith('.file.consent')) && !isPersonal) {
    problems.push('a file is offered outside a personal chat, where Teams has no files from bots');
  }
  if (textOf(activity.summary) === '' && text === '' && types.includes(ADAPTIVE)) {
    problems.push('a card without a summary: notifications say no more than "sent a card"');
  }
  const suggested = objectsOf(objectOf(activity.suggestedActions).actions);
  if (suggested.length > 3) problems.push(`${suggested.length} suggested actions: three are shown`);
  for (const { citation } of objectsOf(activity.entities)) {
    for (const { position, appearance } of objectsOf(citation)) {
      if (!text.includes(`[${position}]`)) {
        problems.push(`citation ${position} is not shown: the text has no [${position}]`);
      }
      const card = objectOf(appearance).text;
      if (card !== undefined) problems.push(...checkCard(parsed(textOf(card))));
    }
  }
  if (/\]\(http:/i.test(text)) problems.push('a link of the text is http, not https');
  return problems;
}
