import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeAnswerer } from '../../src/answer/answer.ts';
import { plainText } from '../../src/reply.ts';
import { theKnowledge } from '../the-knowledge.ts';

interface Coverage {
  places: { place: string; cards: string[] }[];
  items: { item: string; ask: string; says: string }[];
}

const { places, items }: Coverage = parse(
  readFileSync(join(import.meta.dirname, 'coverage.yaml'), 'utf8'),
);
const knowledge = theKnowledge();
const answerer = makeAnswerer(knowledge);

const bare = (ask: string) =>
  ask
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

describe("the places of Stockton's page", () => {
  test('are 71, each named once', () => {
    expect(new Set(places.map(({ place }) => place)).size).toBe(71);
  });

  test.each(places)('$place', ({ cards }) => {
    expect(cards).not.toEqual([]);
    expect(cards.filter((id) => !knowledge.byId.get(id)?.holds)).toEqual([]);
  });
});

describe('the items of its lists', () => {
  test('are named once each, and asked in words of their own', () => {
    const asks = new Set(
      knowledge.cards.flatMap((card) => [...card.asks, ...card.yes, ...card.no]).map(bare),
    );
    expect(items.filter(({ ask }) => asks.has(bare(ask))).map(({ ask }) => ask)).toEqual([]);
    expect(new Set(items.map(({ item }) => item)).size).toBe(items.length);
    expect(new Set(items.map(({ ask }) => bare(ask))).size).toBe(items.length);
  });

  test.each(items)('$item: "$ask"', ({ ask, says }) => {
    const { outcome, blocks } = answerer.answer(ask, { turns: [] });
    expect(['answered', 'partly']).toContain(outcome);
    expect(plainText({ blocks })).toMatch(new RegExp(says, 'i'));
  });
});
