/** Groups the questions that found no answer, each with a card ready to be filled in. */

import type { Knowledge } from '../knowledge/read.ts';
import type { Unanswered } from '../store/store.ts';
import { buildIndex } from './search.ts';
import { content } from './units.ts';
import { makeLexicon } from './words.ts';

/** Questions that ask much the same, and a stub of the card that would answer them. */
export interface Gap {
  questions: readonly Unanswered[];
  /** How often any of them was asked. */
  times: number;
  /** The nearest card there is, by id; editors may only need to add an ask to it. */
  nearest: string;
  /** A card file to fill in. */
  stub: string;
}

/** Questions that share at least this much of their weight belong together. */
const ALIKE = 0.5;

/**
 * @param today ISO date for the stub
 * @returns groups, most asked first
 */
export function findGaps(
  knowledge: Knowledge,
  unanswered: readonly Unanswered[],
  today: string,
): Gap[] {
  const lexicon = makeLexicon(knowledge);
  const index = buildIndex(knowledge, lexicon);
  const groups: { keys: Map<string, number>; questions: Unanswered[] }[] = [];
  for (const question of unanswered) {
    const keys = new Map(
      content(lexicon.units(question.question, true)).map((unit) => [
        unit.keys[0] ?? unit.text,
        index.weigh(unit),
      ]),
    );
    const home = groups.find((group) => alike(group.keys, keys) >= ALIKE);
    if (home) home.questions.push(question);
    else groups.push({ keys, questions: [question] });
  }
  return groups
    .map(({ questions }) => {
      const first = questions[0]?.question ?? '';
      const units = lexicon.units(first, true).map((unit) => ({ ...unit, weight: 1 }));
      return {
        questions,
        times: questions.reduce((sum, { times }) => sum + times, 0),
        nearest: index.search({ units }, 1)[0]?.card.id ?? '',
        stub: stubOf(questions, today),
      };
    })
    .sort((one, two) => two.times - one.times);
}

/** Weight shared by two questions over the weight of the lighter one. */
function alike(one: ReadonlyMap<string, number>, two: ReadonlyMap<string, number>): number {
  const sum = (keys: ReadonlyMap<string, number>) => [...keys.values()].reduce((a, b) => a + b, 0);
  let shared = 0;
  for (const [key, weight] of one) if (two.has(key)) shared += weight;
  return shared / (Math.min(sum(one), sum(two)) || 1);
}

function stubOf(questions: readonly Unanswered[], today: string): string {
  const asks = questions.map(({ question }) => `  - ${JSON.stringify(question)}`);
  return [
    '---',
    'title: TO WRITE',
    'for: [senco]',
    'force: TO CHOOSE',
    'status: in force',
    'sources: [TO CHOOSE]',
    'read: [TO CHOOSE]',
    'confidence: medium',
    'caution: TO WRITE',
    'asks:',
    ...asks,
    `checked: ${today}`,
    `review: ${Number(today.slice(0, 4)) + 1}${today.slice(4)}`,
    'owner: SEND team',
    '---',
    'TO WRITE: the answer in one sentence.',
  ].join('\n');
}
