/** How a client makes of a card's inputs and a button what it sends. Source: adaptivecards 3.0.6, `card-elements.ts`. */

import { isObject, type Json, objectOf, objectsOf, textOf } from './json.ts';

/** Which button: by what stands on it, or by what it is. */
export type Which = string | ((action: Json) => boolean);

/** What is typed and chosen, by the inputs' ids. */
export type Typed = Record<string, string | readonly string[] | boolean | number>;

/** A button that was found, and all that goes off with it. */
export interface Press {
  action: Json;
  /** The button's own data, and what stood in the inputs. */
  data: Json;
}

interface Offered {
  action: Json;
  inputs: Json[];
}

/**
 * Presses a button.
 *
 * @param cards the cards of a message
 * @param which the button; undefined for the only one that sends what was typed
 * @param typed what was filled in
 * @param lax whether what the client would refuse is sent all the same
 * @returns the button and what it sends
 * @throws when there is no such button, more than one, or the client would not send what was typed
 */
export function press(cards: Json[], which: Which | undefined, typed: Typed, lax: boolean): Press {
  const all = cards.flatMap((card) => offered(card, []));
  const found = all.filter(({ action }) => {
    if (which === undefined) return SENDS.test(textOf(action.type)) && !isBare(action);
    return typeof which === 'string' ? action.title === which : which(action);
  });
  const [one, ...more] = found;
  if (one === undefined || more.length > 0) {
    const titles = all.map(({ action }) => JSON.stringify(action.title)).join(', ');
    throw new Error(`${found.length} buttons are ${which ?? 'the one'}; there are: ${titles}`);
  }
  const { action, inputs } = one;
  if (action.isEnabled === false) throw new Error(`the button ${action.title} is grey`);
  const data = objectOf(action.data);
  const unknown = Object.keys(typed).find((id) => !inputs.some((input) => input.id === id));
  if (unknown !== undefined && !lax) throw new Error(`the card has no input ${unknown}`);
  if (isBare(action)) return { action, data };
  return { action, data: { ...data, ...gathered(inputs, typed, lax) } };
}

const SENDS = /^Action\.(?:Submit|Execute)$/;

function isBare(action: Json): boolean {
  return String(action.associatedInputs).toLowerCase() === 'none';
}

function offered(card: Json, outer: Json[]): Offered[] {
  const nodes = nodesOf(card);
  const inputs = [...outer, ...nodes.filter(({ type }) => textOf(type).startsWith('Input.'))];
  return nodes
    .filter(({ type }) => textOf(type).startsWith('Action.'))
    .flatMap((action) =>
      action.type === 'Action.ShowCard'
        ? offered(objectOf(action.card), inputs)
        : [{ action, inputs }],
    );
}

/** Everything in a card, in order; what opens below a button is a card of its own. */
function nodesOf(json: Json): Json[] {
  const inside = Object.entries(json).flatMap(([name, value]) => {
    if (name === 'data' || name === 'card') return [];
    return isObject(value) ? nodesOf(value) : objectsOf(value).flatMap(nodesOf);
  });
  return [json, ...inside];
}

function gathered(inputs: Json[], typed: Typed, lax: boolean): Json {
  return Object.fromEntries(
    inputs.flatMap((input): [string, string][] => {
      const id = textOf(input.id);
      const value = sentFor(input, typed[id]);
      const wrong = wrongWith(input, value ?? '');
      if (wrong !== undefined && !lax) throw new Error(`the client refuses ${id}: ${wrong}`);
      return value === undefined ? [] : [[id, value]];
    }),
  );
}

/** What is sent for an input; undefined for nothing at all. */
function sentFor(input: Json, given: Typed[string] | undefined): string | undefined {
  const before = textOf(input.value);
  const text = given === undefined ? before : [given].flat().join(',');
  switch (input.type) {
    case 'Input.Toggle': {
      // One that nobody touched is sent as false, whatever its own word for that is.
      if (given === undefined) return before === '' ? 'false' : before;
      if (typeof given !== 'boolean') return text;
      return textOf(given ? input.valueOn : input.valueOff) || String(given);
    }
    case 'Input.ChoiceSet':
    case 'Input.Number':
      return text === '' ? undefined : text;
    default:
      return text;
  }
}

function wrongWith(input: Json, value: string): string | undefined {
  const { type, isRequired, errorMessage, regex, maxLength, min, max } = input;
  const says = textOf(errorMessage) || 'it is not right';
  if (value === '') return isRequired === true ? says : undefined;
  if (type === 'Input.ChoiceSet') {
    const known = objectsOf(input.choices).map((choice) => textOf(choice.value));
    const chosen = input.isMultiSelect === true ? value.split(',') : [value];
    const none = chosen.find((each) => !known.includes(each));
    return none === undefined ? undefined : `there is no choice ${none}`;
  }
  if (typeof maxLength === 'number' && value.length > maxLength) return `longer than ${maxLength}`;
  if (textOf(regex) !== '' && !new RegExp(textOf(regex)).test(value)) return says;
  if (type === 'Input.Date' && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return 'it is no date';
  if (type === 'Input.Number') {
    const number = Number(value);
    const within = number >= Number(min ?? -Infinity) && number <= Number(max ?? Infinity);
    return Number.isFinite(number) && within ? undefined : says;
  }
  if (type === 'Input.Date') {
    const isEarly = textOf(min) !== '' && value < textOf(min);
    return isEarly || (textOf(max) !== '' && value > textOf(max)) ? says : undefined;
  }
  return undefined;
}
