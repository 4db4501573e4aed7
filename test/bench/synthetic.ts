import type { Card } from '../../src/knowledge/card.ts';
import type { Knowledge } from '../../src/knowledge/read.ts';

/**
 * The same knowledge many times over: each copy keeps about a third of its words, so that common
 * words are held by very many cards, and changes the rest, so that the vocabulary grows too.
 */
export function manyTimes(knowledge: Knowledge, times: number): Knowledge {
  const cards: Card[] = [...knowledge.cards];
  for (let copy = 1; copy < times; copy += 1) {
    const change = (text: string) =>
      text.replace(/\p{L}{4,}/gu, (word) =>
        (word.length * 7 + word.charCodeAt(0) + copy) % 3 === 0 ? word : `${word}${letters(copy)}`,
      );
    for (const card of knowledge.cards)
      cards.push({
        ...card,
        id: `${card.id}-${copy}`,
        title: change(card.title),
        lead: change(card.lead),
        rest: change(card.rest),
        asks: card.asks.map(change),
        yes: card.yes.map(change),
        no: card.no.map(change),
      });
  }
  return { ...knowledge, cards, byId: new Map(cards.map((card) => [card.id, card])) };
}

/** A number as letters, so that the changed word stays one word. */
function letters(number: number): string {
  return [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
}
