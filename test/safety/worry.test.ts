import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { suggestsRisk } from '../../src/safety/risk.ts';
import { readExamples } from '../../src/safety/words.ts';
import { learnWorries } from '../../src/safety/worry.ts';
import { theKnowledge } from '../the-knowledge.ts';

const read = (name: string) =>
  readExamples(readFileSync(join(import.meta.dirname, '..', '..', 'knowledge', name), 'utf8'));
const worries = read('worries.txt');
const ordinary = read('ordinary.txt');

describe('worries told in words no list holds', () => {
  test('are noticed in messages left out of the learning, and few ordinary ones with them', () => {
    const { risk } = theKnowledge().safety;
    const folds = 5;
    let noticed = 0;
    let alarms = 0;
    for (let fold = 0; fold < folds; fold += 1) {
      const out = (_: string, at: number) => at % folds === fold;
      const rest = (_: string, at: number) => at % folds !== fold;
      const worry = learnWorries({
        worries: worries.filter(rest),
        ordinary: ordinary.filter(rest),
      });
      const fires = (text: string) => suggestsRisk(text, risk) || worry(text) > 0;
      noticed += worries.filter(out).filter(fires).length;
      alarms += ordinary.filter(out).filter(fires).length;
    }
    expect(noticed / worries.length).toBeGreaterThan(0.93);
    expect(alarms / ordinary.length).toBeLessThan(0.15);
  });

  test('one line more teaches the bot', () => {
    const text = 'the wardrobe door has a bolt on the outside';
    const before = learnWorries({ worries: ['he flinches'], ordinary: ['who chairs the panel'] });
    const after = learnWorries({
      worries: ['he flinches', text],
      ordinary: ['who chairs the panel'],
    });
    expect(after(text)).toBeGreaterThan(before(text));
  });

  test('the same examples teach the same every time', () => {
    const [one, two] = [1, 2].map(() => learnWorries({ worries, ordinary }));
    for (const text of worries.slice(0, 20)) expect(one?.(text)).toBe(two?.(text));
  });

  test('no text breaks it', () => {
    const worry = theKnowledge().safety.worry;
    for (const text of ['', '\0', '🙂', 'a'.repeat(1024 * 1024), 'who '.repeat(50_000)])
      expect(Number.isFinite(worry(text))).toBe(true);
  });
});
