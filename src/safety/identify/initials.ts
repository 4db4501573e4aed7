/** Initials that stand for a child. */

import type { Identifier } from './found.ts';
import type { IdentifierWords } from './lists.ts';
import { initialsStandAsPerson } from './persons.ts';
import { isShouted, tokenise } from './tokens.ts';

const INITIALS = /(?<![\p{L}.])\p{Lu}\. ?\p{Lu}\.(?:\p{Lu}\.)?(?!\p{L})/gu;
const INITIALS_CUED =
  /\b(?:initials?(?: (?:is|are))?|pupil|child|student|boy|girl|learner)\b[ :(,-]{1,3}(\p{Lu}\.?\p{Lu}\.?(?:\p{Lu}\.?)?)(?![\p{L}\d])/gu;
/** @returns the initials in a plain text, in any order */
export function initials(text: string, words: IdentifierWords): Identifier[] {
  const found: Identifier[] = [];
  for (const match of text.matchAll(INITIALS_CUED)) {
    const piece = match[1] ?? '';
    const word = piece.replace(/\./g, '').toLowerCase();
    if (!piece.includes('.') && (words.notAName.has(word) || NOT_INITIALS.has(word))) continue;
    const start = match.index + match[0].length - piece.length;
    found.push({ kind: 'initials', start, end: start + piece.length, pupil: true });
  }
  for (const match of text.matchAll(INITIALS)) {
    const word = match[0].replace(/[. ]/g, '').toLowerCase();
    if (NOT_DOTTED.has(word)) continue;
    found.push({ kind: 'initials', start: match.index, end: match.index + match[0].length });
  }
  if (/\b\p{Lu}{2}\b/u.test(text) && !isShouted(text)) {
    const tokens = tokenise(text);
    for (const [at, { text: piece, start, end }] of tokens.entries()) {
      const two = /^(\p{Lu}{2})(?:'s)?$/u.exec(piece)?.[1]?.toLowerCase();
      if (
        !two ||
        words.notAName.has(two) ||
        words.things.has(two) ||
        CODES.has(two) ||
        NOT_INITIALS.has(two)
      )
        continue;
      if (initialsStandAsPerson(tokens, at)) found.push({ kind: 'initials', start, end });
    }
  }
  return found;
}

const NOT_DOTTED = new Set('eg ie am pm uk us nb ps pe it id la sen eu pto'.split(' '));
const NOT_INITIALS = new Set(
  'eg ie am pm uk eu us ni pe re it pp lac cp cin cla hi vi msi pd mld sld pmld spld asc eyp ehe fsm cme nc rag iep pep tac taf hr ce rc ac dc dla pip bs ok id tv cd'.split(
    ' ',
  ),
);

/** Two capitals that are a job, a subject, a need, a team or a measure in school. */
const CODES = new Set(
  'ac ad ai ap ar as bc bi ce cd cp cv dc dh dj dt ea ed ee eh ep es eu fe fs ft gb go gp hi hr hs ht hv id ie if in ip iq is it ks la ld le lo ls ma me mp my nc nd ng no oh ok on or os ot pa pc pd pe pi pm pp pr ps pt pv qa ra rc re rs rt sa se sl so sp ss st ta tl tv uk un up us va vi vp we yr'.split(
    ' ',
  ),
);
