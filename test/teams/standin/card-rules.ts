/**
 * What an Adaptive Card must be for Teams to show it, and for everybody to be able to use it.
 *
 * The parser of the adaptivecards package says what it cannot read. It says nothing of what it does not
 * know, of limits, or of labels: those rules are here. Sources: adaptivecards.io/explorer for names and
 * versions; learn.microsoft.com/microsoftteams/platform/task-modules-and-cards for Teams' limits.
 */

import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards';
import { isObject, type Json, objectsOf, textOf } from './json.ts';

/** Bytes of a card as JSON. */
export const CARD_BYTES = 28_000;
/** Buttons of one set; Teams folds away the rest. */
const CARD_ACTIONS = 6;

// Its ES modules leave the extensions out of their imports, which Node does not take.
const adaptive = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as typeof AdaptiveCards;

/**
 * Checks a card.
 *
 * @param card the card, as the content of an attachment
 * @returns what is wrong with it, in words; nothing where nothing is
 */
export function checkCard(card: unknown): string[] {
  if (!isObject(card) || card.type !== 'AdaptiveCard') return ['this is no Adaptive Card'];
  const nodes = walked(card, 'card');
  return [...parserSays(card), ...wholeCard(card), ...nodes.flatMap(oneNode), ...ids(nodes)];
}

function parserSays(json: Json): string[] {
  const context = new adaptive.SerializationContext();
  const card = new adaptive.AdaptiveCard();
  card.hostConfig = new adaptive.HostConfig({ actions: { maxActions: CARD_ACTIONS } });
  card.parse(json, context);
  const events = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at));
  const found = [...events, ...card.validateProperties().validationEvents];
  return [...new Set(found.map(({ message }) => `parser: ${message}`))];
}

function wholeCard(card: Json): string[] {
  const problems: string[] = [];
  const version = textOf(card.version);
  if (version === '') problems.push('the card has no version');
  else if (!/^1\.[0-5]$/.test(version))
    problems.push(`Teams shows cards up to 1.5, not ${version}`);
  if (textOf(card.fallbackText).trim() === '') problems.push('the card has no fallbackText');
  const bytes = Buffer.byteLength(JSON.stringify(card));
  if (bytes > CARD_BYTES) problems.push(`the card has ${bytes} bytes, more than ${CARD_BYTES}`);
  return problems;
}

/** An object of a card, and where it stands. */
interface Node {
  path: string;
  json: Json;
}

/** Everything in a card but what its buttons send, which is the bot's own affair. */
function walked(json: Json, path: string): Node[] {
  const inside = Object.entries(json).flatMap(([name, value]) => {
    if (name === 'data' || name === 'msteams') return [];
    if (isObject(value)) return walked(value, `${path}.${name}`);
    return objectsOf(value).flatMap((each, at) => walked(each, `${path}.${name}[${at}]`));
  });
  return [{ path, json }, ...inside];
}

function oneNode({ path, json }: Node): string[] {
  const type = textOf(json.type);
  const say = (problem: string) => `${path}: ${problem}`;
  const problems = unknownProperties(json, type).map((name) => say(`${type} has no ${name}`));
  const blank = (name: string) => textOf(json[name]).trim() === '';
  if (type === 'TextBlock' && blank('text')) problems.push(say('a TextBlock without text'));
  if (type === 'Image' && blank('altText')) problems.push(say('an image without altText'));
  if (type.startsWith('Input.')) {
    if (blank('id')) problems.push(say(`${type} without id`));
    if (blank('label')) problems.push(say(`${type} without label`));
    if (json.isRequired === true && blank('errorMessage')) {
      problems.push(say(`${type} is required and has no errorMessage`));
    }
  }
  if (type === 'Input.ChoiceSet' && json.isMultiSelect === true) {
    const parted = objectsOf(json.choices).find(({ value }) => textOf(value).includes(','));
    // What is chosen comes back as one text with commas between.
    if (parted) problems.push(say(`the choice ${JSON.stringify(parted.value)} has a comma in it`));
  }
  if (type === 'Table') {
    const width = objectsOf(json.columns).length;
    const uneven = objectsOf(json.rows).some((row) => objectsOf(row.cells).length !== width);
    if (uneven) problems.push(say(`a row of the table has not ${width} cells`));
  }
  const actions = objectsOf(json.actions).length;
  if (actions > CARD_ACTIONS) problems.push(say(`${actions} actions, more than ${CARD_ACTIONS}`));
  if (/^Action\.(?:Submit|Execute|OpenUrl)$/.test(type)) {
    const standsAlone = path.endsWith('.selectAction') || path.endsWith('.inlineAction');
    if (!standsAlone && blank('title')) problems.push(say(`${type} without title`));
    const { data } = json;
    if (data !== undefined && !isObject(data)) {
      problems.push(say(`${type} sends no object: what was typed cannot be added to it`));
    }
  }
  return [...problems, ...links(json).map(say)];
}

/** Properties that are read otherwise than by the parser's table. */
const READ_APART: Record<string, string[]> = {
  AdaptiveCard: ['body', 'actions', 'msteams', 'metadata'],
  ActionSet: ['actions'],
  'Action.ShowCard': ['card'],
  Carousel: ['pages'],
  Column: ['items'],
  ColumnSet: ['columns'],
  Container: ['items'],
  RichTextBlock: ['inlines'],
  Table: ['rows'],
  TableCell: ['items'],
  TableRow: ['cells'],
};

function unknownProperties(json: Json, type: string): string[] {
  const schema = schemaOf(type);
  if (schema === undefined) return [];
  const names = Array.from({ length: schema.getCount() }, (_, at) => schema.getItemAt(at).name);
  const known = new Set([...names, ...(READ_APART[type] ?? []), 'fallback']);
  return Object.keys(json).filter((name) => !known.has(name));
}

function schemaOf(type: string): AdaptiveCards.SerializableObjectSchema | undefined {
  const { elements, actions } = adaptive.GlobalRegistry;
  const Registered = (elements.findByName(type) ?? actions.findByName(type))?.objectType;
  if (Registered !== undefined) return new Registered().getSchema();
  const { AdaptiveCard, Column, TableCell, TableRow } = adaptive;
  const Found = Object.entries({ AdaptiveCard, Column, TableCell, TableRow }).find(
    ([name]) => name === type,
  )?.[1];
  return Found && new Found().getSchema();
}

const ADDRESSES = ['url', 'iconUrl', 'backgroundImage', 'poster'];

function links(json: Json): string[] {
  const addresses = ADDRESSES.map((name) => textOf(json[name])).filter((each) => each !== '');
  const texts = [json.text, json.value, json.title, json.label].map(textOf);
  return [
    ...addresses.flatMap((address) => {
      if (/^http:/i.test(address)) return [`${address} is http, not https`];
      // Teams on phones does not show them.
      return /^data:/i.test(address) ? ['an image within the card: a data URI'] : [];
    }),
    ...texts.flatMap((text) =>
      /\]\(\s*http:/i.test(text) ? [`a link in ${JSON.stringify(text)} is http, not https`] : [],
    ),
  ];
}

function ids(nodes: Node[]): string[] {
  const seen = new Set<string>();
  return nodes.flatMap(({ path, json }) => {
    const id = textOf(json.type) === '' ? '' : textOf(json.id);
    if (id === '') return [];
    if (seen.has(id)) return [`${path}: the id ${id} is there already`];
    seen.add(id);
    return [];
  });
}
