/**
 * Small rules to say what JSON must be like, put together into the ones for blocks. What they tell is
 * worded as Slack words it, with the JSON pointer Slack adds.
 *
 * Source of the wording: errors quoted in slackapi's issues, such as "no more than 25 items allowed
 * [json-pointer:/blocks/1/elements]" and "must be less than 3001 characters [json-pointer:…]".
 */

import { isObject, type Json } from './json.ts';

/** Hears of something wrong, and where. */
export type Tell = (message: string, at: string) => void;

/** Looks at a value and tells what is wrong with it. */
export type Rule = (value: unknown, at: string, tell: Tell) => void;

/**
 * Text of a certain length. Slack counts characters, not UTF-16 units.
 *
 * @param most the most characters
 * @param least the fewest; 1 unless given
 * @param pattern what it must look like
 * @returns the rule
 */
export function string(most: number, least = 1, pattern?: RegExp): Rule {
  return (value, at, tell) => {
    if (typeof value !== 'string') return tell('must be a string', at);
    const { length } = [...value];
    if (length < least) tell(`must be more than ${least - 1} characters`, at);
    if (length > most) tell(`must be less than ${most + 1} characters`, at);
    if (pattern?.test(value) === false) tell(`must match ${pattern.source}`, at);
  };
}

/**
 * A whole number in a range.
 *
 * @param least the smallest
 * @param most the largest
 * @returns the rule
 */
export function integer(least: number, most: number): Rule {
  return (value, at, tell) => {
    if (!Number.isInteger(value)) return tell('must be an integer', at);
    if (Number(value) < least) tell(`must be greater than or equal to ${least}`, at);
    if (Number(value) > most) tell(`must be less than or equal to ${most}`, at);
  };
}

/** Any number. */
export const number: Rule = (value, at, tell) => {
  if (typeof value !== 'number') tell('must be a number', at);
};

/** True or false. */
export const boolean: Rule = (value, at, tell) => {
  if (typeof value !== 'boolean') tell('must be a boolean', at);
};

/** Anything. */
export const anything: Rule = () => {};

/**
 * One of a few words.
 *
 * @param words the words
 * @returns the rule
 */
export function oneOf(...words: (string | number)[]): Rule {
  return (value, at, tell) => {
    if (!words.some((word) => word === value)) tell(`must be one of ${words.join(', ')}`, at);
  };
}

/**
 * A list.
 *
 * @param rule what each item must be like
 * @param most the most items
 * @param least the fewest; 1 unless given
 * @returns the rule
 */
export function list(rule: Rule, most: number, least = 1): Rule {
  return (value, at, tell) => {
    if (!Array.isArray(value)) return tell('must be an array', at);
    if (value.length < least) tell(`no less than ${least} items allowed`, at);
    if (value.length > most) tell(`no more than ${most} items allowed`, at);
    value.forEach((item, index) => {
      rule(item, `${at}/${index}`, tell);
    });
  };
}

/**
 * An object with these properties and no others.
 *
 * @param properties the rule for each; a name ending in `?` may be missing
 * @param also more to look at, once the properties are in order
 * @returns the rule
 */
export function object(
  properties: Record<string, Rule>,
  ...also: ((value: Json, at: string, tell: Tell) => void)[]
): Rule {
  return (value, at, tell) => {
    if (!isObject(value)) return tell('must be an object', at);
    const names = new Set(Object.keys(properties).map((name) => name.replace('?', '')));
    for (const name of Object.keys(value)) {
      if (!names.has(name)) tell(`invalid additional property: ${name}`, at);
    }
    for (const [key, rule] of Object.entries(properties)) {
      const name = key.replace('?', '');
      if (value[name] !== undefined) rule(value[name], `${at}/${name}`, tell);
      else if (name === key) tell(`missing required field: ${name}`, at);
    }
    for (const look of also) look(value, at, tell);
  };
}

/**
 * An object whose `type` says which rule it is under.
 *
 * @param rules the rule for each type
 * @returns the rule
 */
export function byType(rules: Record<string, Rule>): Rule {
  return (value, at, tell) => {
    if (!isObject(value)) return tell('must be an object', at);
    if (value.type === undefined) return tell('missing required field: type', at);
    const type = String(value.type);
    const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
    if (rule === undefined) return tell(`unsupported type: ${type}`, `${at}/type`);
    rule(value, at, tell);
  };
}

/**
 * At least one of some properties.
 *
 * @param names the properties
 * @returns a look to hand to `object`
 */
export function anyOf(...names: string[]) {
  return (value: Json, at: string, tell: Tell): void => {
    if (names.every((name) => value[name] === undefined)) {
      tell(`missing required field: ${names.join(' or ')}`, at);
    }
  };
}

/**
 * Exactly one of some properties.
 *
 * @param names the properties
 * @returns a look to hand to `object`
 */
export function exactlyOne(...names: string[]) {
  return (value: Json, at: string, tell: Tell): void => {
    const given = names.filter((name) => value[name] !== undefined);
    if (given.length !== 1) tell(`exactly one of ${names.join(' and ')} must be provided`, at);
  };
}
