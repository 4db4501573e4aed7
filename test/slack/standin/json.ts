/** The shapes Slack's JSON has where no more is known of it, and the few ways to look into them. */

export type Json = Record<string, unknown>;

/** A block or an element of a block: Slack calls both by their `type`. */
export interface Block extends Json {
  type: string;
  block_id?: string;
  action_id?: string;
}

/**
 * Tells a JSON object from everything else.
 *
 * @param value anything
 * @returns whether it is an object and not a list
 */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a property that should be text.
 *
 * @param value what was found
 * @returns the text, or '' for anything else, as Slack takes a missing argument and an empty one alike
 */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * Reads a property that should be a list of blocks or elements.
 *
 * @param value what was found
 * @returns the objects in it that name their type
 */
export function blocksOf(value: unknown): Block[] {
  return Array.isArray(value)
    ? value.filter((each): each is Block => isObject(each) && typeof each.type === 'string')
    : [];
}
