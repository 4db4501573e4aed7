/** JSON of which no more is known, and the few ways to look into it. */

export type Json = Record<string, unknown>;

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
 * Reads what should be an object.
 *
 * @param value what was found
 * @returns the object, or an empty one for anything else
 */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/**
 * Reads what should be a list of objects.
 *
 * @param value what was found
 * @returns the objects in it
 */
export function objectsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/**
 * Reads what should be text.
 *
 * @param value what was found
 * @returns the text, or '' for anything else
 */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * Reads JSON text.
 *
 * @param text what came over the wire
 * @returns what it says, or undefined where it is no JSON
 */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
