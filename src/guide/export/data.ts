/** A value as a JSON file that reads, and compares, the same every time. */

import type { ExportedFile } from './document.ts';

/**
 * Writes a value as JSON in UTF-8, with its keys in order and two spaces of indent. JSON holds any
 * string, so nothing is ever changed.
 *
 * @param value what JSON can hold; a key whose value is `undefined` is left out
 * @throws Error when the value itself is `undefined` or a function, for which JSON has no word
 */
export function dataFile(value: unknown): ExportedFile {
  const json = JSON.stringify(value, inOrder, 2);
  if (json === undefined)
    throw new Error(
      `data file: JSON cannot hold ${typeof value}; pass an object, a list or a text`,
    );
  return {
    mediaType: 'application/json',
    bytes: new TextEncoder().encode(`${json}\n`),
    changed: [],
  };
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)),
  );
}
