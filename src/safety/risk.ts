/** Does a message suggest that a child may be at risk? Wide on purpose: when unsure, yes. */

import { z } from 'zod';
import { lazyMend, type Mend, mendAll } from '../english.ts';
import { type Patterns, readPatterns, strike } from './patterns.ts';
import { wordsOf } from './text.ts';

const lines = z.array(z.string().trim().min(1));

/** The `risk` part of safety.yaml. */
export const riskFile = z.strictObject({
  slips: z.record(z.string(), z.string()),
  groups: z.record(z.string(), z.array(z.coerce.string())),
  harmless: lines,
  strong: lines.min(1),
  'near a child': lines,
  'struck in rules': lines,
  rules: lines,
  'one child': lines,
  people: lines,
});

/** The lists of {@link riskFile}, read and ready; made by {@link readRiskWords}. */
export interface RiskWords {
  harmless: Patterns;
  strong: Patterns;
  nearChild: Patterns;
  struckInRules: Patterns;
  rules: Patterns;
  oneChild: Patterns;
  people: Patterns;
  mend: Mend;
}

/**
 * Reads the word lists once, at start.
 *
 * @param file the `risk` part of safety.yaml, already checked
 * @throws PatternError quoting a line that cannot be read
 */
export function readRiskWords(file: z.infer<typeof riskFile>): RiskWords {
  const read = (written: readonly string[]) => readPatterns(written, file.groups);
  const strong = read(file.strong);
  const nearChild = read(file['near a child']);
  return {
    harmless: read(file.harmless),
    strong,
    nearChild,
    struckInRules: read(file['struck in rules']),
    rules: read(file.rules),
    oneChild: read(file['one child']),
    people: read(file.people),
    mend: lazyMend(() => [...strong.vocabulary(), ...nearChild.vocabulary()], file.slips),
  };
}

/**
 * Says whether a message suggests that a child may be at risk, so that the safeguarding card is
 * shown and nothing is kept. It never says what kind of risk, nor how great: that is for people.
 *
 * The signs are those of Keeping children safe in education, part 1 and annex B, and the indirect
 * ones that staff type. Everyday wording is struck out first ("hit the deadline"); a subject such as
 * self-harm is struck out only where the message is about rules and speaks of no one child.
 *
 * @param text a message as typed; the first 20,000 characters are read
 * @returns true when unsure; never throws
 */
export function suggestsRisk(text: string, words: RiskWords): boolean {
  return signOfRisk(text, words) !== undefined;
}

/** A text without the everyday wording that only sounds like harm. */
export function withoutHarmless(text: string, words: RiskWords): string {
  const typed = wordsOf(text);
  const left = strike(typed, words.harmless);
  return left === typed ? text : left.join(' ');
}

/** The line of safety.yaml that fired, for tests and for whoever edits the lists; never shown. */
export function signOfRisk(text: string, words: RiskWords): string | undefined {
  const typed = mendAll(wordsOf(text), words.mend);
  let read = strike(typed, words.harmless);
  if (words.rules.some(typed) && !words.oneChild.some(typed)) {
    read = strike(read, words.struckInRules);
  }
  const sign = words.strong.which(read);
  if (sign !== undefined || !words.people.some(typed)) return sign;
  return words.nearChild.which(read);
}
