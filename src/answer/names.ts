/** Notices named documents, schemes and cases that the knowledge does not hold. */

import { everyday } from '../english.ts';
import type { Knowledge } from '../knowledge/read.ts';
import { plain, tokens } from './words.ts';

/** Looks for names in a question. */
export interface Names {
  /** @returns a name that no card, source or term holds, in small letters */
  unheld(typed: string): string | undefined;
}

/** What such names end in. */
const KINDS =
  'act|bill|charter|protocol|pledge|judgment|judgement|ruling|case|kite ?mark|passport|accord|concordat|directive|compact|manifesto|award|framework|scheme|programme|initiative|toolkit|standards?|strategy|circular|order|fund|grant|review|report|inquiry|commission|guarantee|covenant';

/** Of these, the ones that hardly ever stand in SEND talk without being somebody's name. */
const SURE =
  /^(?:charter|protocol|pledge|judgment|judgement|ruling|kite ?mark|passport|accord|concordat|directive|compact|manifesto|circular)$/;

const NAMED = new RegExp(`((?:[\\w'-]+\\s+){1,5}?)(${KINDS})\\b`, 'gi');
const NUMBERED = /\b(?:form|annex|appendix|template|circular)\s+([a-z]{2,6}[- ]?\d{1,4}[a-z]?)\b/i;

/** Reads which words stand together in cards, sources and terms. */
export function makeNames(knowledge: Knowledge): Names {
  const texts = [
    ...knowledge.cards.map((card) =>
      [
        card.title,
        card.lead,
        card.rest,
        card.caution ?? '',
        ...card.differs.map(({ says, now }) => `${says} ${now}`),
      ].join(' . '),
    ),
    ...Object.values(knowledge.sources).map(({ title, publisher }) => `${title} . ${publisher}`),
    ...knowledge.glossary.map((term) => [term.term, term.meaning, ...term.typed].join(' . ')),
  ].map((text) => ` ${tokens(text).join(' ')} `);
  const vocabulary = new Set(texts.flatMap((text) => text.trim().split(' ')));
  const together = (words: readonly string[]) => {
    if (!words.every((word) => vocabulary.has(word))) return false;
    const phrase = ` ${words.join(' ')} `;
    return texts.some((text) => text.includes(phrase));
  };
  return {
    unheld: (typed) => {
      const numbered = NUMBERED.exec(typed)?.[1];
      if (numbered && !together(tokens(numbered))) return plain(numbered);
      for (const match of typed.matchAll(NAMED)) {
        const before = (match[1] ?? '').trim().split(/\s+/);
        const kind = match[2] ?? '';
        const last = before.at(-1) ?? '';
        const sure = SURE.test(plain(kind));
        // The capitalised words right before the kind are the name; the first word of a message
        // is capital without being one.
        const from = before.findLastIndex((word) => !/^[A-Z0-9]/.test(word)) + 1;
        const opens = match.index === 0 && from === 0 ? 1 : from;
        const proper = before.slice(opens);
        const named = proper.length > 0 && (sure || /^[A-Z]/.test(kind));
        if (named && !together(tokens([...proper, kind].join(' ')))) return plain(match[0]);
        if (sure && isStrange(last, vocabulary)) return plain(`${last} ${kind}`);
      }
      return undefined;
    },
  };
}

/** Neither the knowledge nor everyday English uses it. */
function isStrange(word: string, vocabulary: ReadonlySet<string>): boolean {
  const [token = ''] = tokens(word);
  return token.length > 2 && !vocabulary.has(token) && everyday(token) < 2;
}
