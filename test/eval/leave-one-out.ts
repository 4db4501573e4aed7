/**
 * Each of the cards' own asks is put to an index that was built without it: how often the card it
 * came from is found. No tuning to a list of questions can flatter this.
 */

import { makeAnswerer } from '../../src/answer/answer.ts';
import type { Card } from '../../src/knowledge/card.ts';
import type { Knowledge } from '../../src/knowledge/read.ts';

/** Ranks found: `first` and `three` are shares of `asked`. */
export interface LeaveOneOut {
  asked: number;
  first: number;
  three: number;
  misses: { ask: string; card: string; found: string[] }[];
}

/**
 * Leaves out the n-th ask of every card at once, for each n: as many indexes as the longest list.
 *
 * @param share leave out only every so many asks, for a quick look
 */
export function leaveOneOut(knowledge: Knowledge): LeaveOneOut {
  const all = (card: Card) => [...card.asks, ...card.yes, ...card.no];
  const longest = Math.max(0, ...knowledge.cards.map((card) => all(card).length));
  const result: LeaveOneOut = { asked: 0, first: 0, three: 0, misses: [] };
  for (let at = 0; at < longest; at += 1) {
    const answerer = makeAnswerer(knowledge, (card, ask) => all(card)[at] === ask);
    for (const card of knowledge.cards) {
      const ask = all(card)[at];
      if (ask === undefined) continue;
      const found = answerer.find(ask).map((hit) => hit.card.id);
      result.asked += 1;
      if (found[0] === card.id) result.first += 1;
      if (found.slice(0, 3).includes(card.id)) result.three += 1;
      else result.misses.push({ ask, card: card.id, found: found.slice(0, 3) });
    }
  }
  result.first /= result.asked || 1;
  result.three /= result.asked || 1;
  return result;
}
