/** Parts a message into its questions, and a story into clauses one of which may be the question. */

import { content, join, type WeightedUnit, weigh } from './units.ts';
import type { Lexicon } from './words.ts';

/** Words that stand for something said before. */
export const PRONOUN =
  /\b(?:it|its|they|them|their|theirs|that|this|those|these|ones?(?! point)|there|he|she|him|her|both|same|such|else|either)\b/;

const QUESTION_START =
  /^(?:who|what|when|where|why|which|how|whose|do|does|did|is|are|was|were|can|could|should|shall|must|may|might|will|would|has|have|had|am|isn'?t|aren'?t|don'?t|doesn'?t|can'?t|whats|whos)\b/;

/** "Write me a …", "need the …": bidding, which asks as well. */
const BIDDING =
  /^(?:give|list|show|send|write|draft|make|find|compare|summari[sz]e|remind|explain|define|need|want|looking for|after)\b/;

/** "Is that right?" by itself: the question is what stands before it. */
const BARE_TAG =
  /^(?:so |but |surely |and )*(?:is|that|thats|that's|it|surely|can|can't|cant|cannot|am i|are we|would|will|could|be|isn't|isnt|correct|true|really|this|right|ok|okay|allowed|[ ,?!.])*(?:right|correct|true|ok|okay|allowed|legal|fair)[ ?!.]*$/;

/** One question of a message. */
export interface Part {
  text: string;
  /** Sentences around it that only set the scene. */
  scene: string;
}

/** Parts a message into questions, three at most: by question marks, and by "and who …", "also, can …". */
export function splitQuestions(said: string, lexicon: Lexicon): Part[] {
  const sentences = said
    .split(/(?<=[?!])\s+|(?<=[a-z)])\.\s+|\n+|;\s+|\s+-\s+/)
    .map((sentence) => sentence.trim())
    .filter(Boolean);
  const asking = sentences.filter(
    (sentence) =>
      (/\?/.test(sentence) || QUESTION_START.test(opening(sentence))) && !BARE_TAG.test(sentence),
  );
  const asked = asking.length > 0 ? asking : [said];
  const scene = asking.length > 0 ? sentences.filter((s) => !asking.includes(s)).join('. ') : '';
  const parts = asked
    .flatMap((sentence) =>
      sentence.split(
        /\s*,?\s+(?:and|also|plus|and also)\s+(?=(?:who|what|when|where|why|which|how|does|do|is|are|can|should|must|will)\b)/,
      ),
    )
    .map((part) => part.trim())
    .filter((part) => lexicon.units(part, true).length > 0);
  const few = parts.slice(0, 3);
  if (few.length === 0) return [{ text: said, scene: '' }];
  return few.map((text) =>
    // "… - is that law?" means what stands before it.
    scene && leansOnScene(text, lexicon)
      ? { text: `${scene}. ${text}`, scene: '' }
      : { text, scene },
  );
}

function leansOnScene(text: string, lexicon: Lexicon): boolean {
  const about = content(lexicon.units(text, true)).length;
  return about === 0 || (about <= 2 && PRONOUN.test(text));
}

/** A sentence without the words people clear their throat with. */
export function opening(sentence: string): string {
  return sentence.replace(
    /^(?:(?:hi|hiya|hello|hey|ok|okay|so|and|but|also|please|pls|quick one|quick question|sorry|thanks|right|erm|um|well|just wondering|wondering|can you tell me|could you tell me|do you know|tell me|remind me|i need to know|i want to know|not sure)[\s,.:-]+)+/,
    '',
  );
}

/** A message this long tells a story around its question. */
const STORY = 5;

/**
 * The clauses of a long story that ask, each by itself and with its neighbours; none of a short
 * message. Where none is put as a question, what begins or ends the story is one: "…, so panel dates".
 */
export function clausesOf(said: string, lexicon: Lexicon): WeightedUnit[][] {
  if (content(lexicon.units(said, true)).length < STORY) return [];
  const clauses = said
    .split(
      /(?<=\?)|[,.;:!()"]+\s*|\s+-+\s+|\s+(?:and|but|so|because|while|although|though|anyway)\s+/,
    )
    .map((clause) => ({
      units: weigh(lexicon.units(clause, true), 1),
      asks: /\?/.test(clause) || asks(opening(clause.trim())),
    }))
    .filter(({ units }) => units.length > 0);
  if (!clauses.some((clause) => clause.asks))
    for (const clause of [clauses[0], clauses.at(-1)]) if (clause) clause.asks = true;
  const readings = clauses.flatMap((clause, at) => {
    const next = clauses[at + 1];
    const together = next && (clause.asks || next.asks) ? [join(clause.units, next.units)] : [];
    return [...(clause.asks ? [clause.units] : []), ...together];
  });
  return readings.filter((units) => content(units).length > 0);
}

function asks(clause: string): boolean {
  return QUESTION_START.test(clause) || BIDDING.test(clause);
}

/** "…, for a new governor": who will read the answer is not what it is about. */
const READER =
  /[,;]?\s+for (?:a|an|my|our|the) (?:new |busy )?(?:governors?|heads?|headteacher|senco|teachers?|tas?|parents?)[ ?.!]*$/;

/** Takes out "[removed]" and the word that announced it ("dob", "upn"): neither asks anything. */
export function withoutGaps(text: string): string {
  return text
    .replace(
      /(?:\b(?:dob|d\.o\.b|date of birth|born(?: on)?|upn|nhs(?: number| no)?|phone|mobile|tel|email|e-mail|address|postcode|reg|file)\b(?: is| no| number)?[\s:.,=-]*)?\[removed\]/gi,
      ' ',
    )
    .replace(
      /\b(?:pupil )?(?:called|named) the pupil\b|\bthe pupil\b(?=,| is called)/gi,
      'the pupil',
    )
    .replace(/^[\s,.;:-]+/, '');
}

/** A message without the words that only say who will read the answer. */
export function withoutReader(said: string): string {
  return said.replace(READER, '');
}
