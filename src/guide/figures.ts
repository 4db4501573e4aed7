/** Figures that conditions may ask for and the program works out from the answers. */

import type { Safety } from '../safety/words.ts';
import type { Answers } from './answers.ts';
import { type Form, type PlainQuestion, questionsOf } from './form.ts';
import { identifies } from './gate.ts';
import type { Figures } from './journey.ts';
import { mapOf } from './map.ts';

/**
 * Names of figures: sums of the costed map (pence; `biggest-share` from 0 to 1), how often a
 * pitfall was found, and answers that seem to identify somebody.
 */
export const FIGURES =
  /^(?:costs\.(?:rows|period|full-year|above|biggest-share|minutes-a-week)|pitfall\.[a-z-]+|identifying)$/;

/** Works figures out when they are first asked for. */
export function figuresOf(form: Form, answers: Answers, safety: Safety): Figures {
  let map: ReturnType<typeof mapOf> | null = null;
  const theMap = () => {
    if (map === null) map = mapOf(form, answers);
    return map;
  };
  return (name) => {
    if (name === 'identifying') return identifying(form, answers, safety);
    const found = theMap();
    if (!found) return undefined;
    if (name.startsWith('pitfall.'))
      return found.pitfalls.filter(({ id }) => `pitfall.${id}` === name).length;
    const { costs } = found;
    const sums: Readonly<Record<string, number | undefined>> = {
      'costs.rows': found.provisions.length + found.unfinished.length,
      'costs.period': costs.senBudget.period,
      'costs.full-year': costs.senBudget.fullYear,
      'costs.above': costs.senBudget.above,
      'costs.biggest-share': costs.rows.length > 1 ? costs.biggest?.share : undefined,
      'costs.minutes-a-week': costs.minutesAWeek,
    };
    return sums[name];
  };
}

/** How many kept answers look as if they identify somebody, and were not confirmed as a false alarm. */
function identifying(form: Form, answers: Answers, safety: Safety): number {
  const questions = new Map<string, PlainQuestion>();
  for (const { question } of questionsOf(form)) {
    if (question.type !== 'rows') questions.set(question.id, question);
    else
      for (const column of question.columns) questions.set(`${question.id}/*/${column.id}`, column);
  }
  let count = 0;
  for (const [path, answer] of answers) {
    if (answer.kind !== 'answered' || answer.fine || typeof answer.value !== 'string') continue;
    const question = questions.get(path.replace(/\/[^/]+\//, '/*/'));
    if (question && identifies(question, answer.value, safety)) count += 1;
  }
  return count;
}
