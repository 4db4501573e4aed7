/** Questions that want a judgement on one child or a forecast of a decision. */

import { plain } from './words.ts';

const ONE_CHILD =
  /\b(?:this|that|my|our|one of (?:my|our|mine|ours)) (?:[a-z0-9]+ )?(?:child|pupil|student|lad|lass|boy|girl|kid|little one|year \w+|y\d+s?)\b|\b(?:he|she|hes|shes|he's|she's|him|her)\b/;

const GETS =
  /\b(?:qualif(?:y|ies)|eligible|entitled|meets? the (?:threshold|criteria|bar)|(?:gets?|need|needs|deserves?|be given|be offered) (?:a|an|the|any|some|his|her)? ?(?:plan|ehcp?|ehc plan|funding|top[- ]?up|place|diagnosis)|be (?:agreed|accepted|approved|turned down|refused|funded)|say (?:yes|no) to|(?:what|which) (?:audit )?band|bad enough|severe enough|strong enough|autis\w*|adhd|asd|dyslexi\w*|pda|dyspraxi\w*)\b/;

const FORECAST =
  /\b(?:would|will|could|does|do you|is|are|reckon|think|chances?|likely|agree|bet|odds)\b/;

const OPINION =
  /\b(?:do (?:you|u)|d'?you|would you|dyou) (?:think|reckon|say|agree|believe|suppose)\b|\breckon\b|\b(?:your|ur) (?:opinion|view|thoughts|gut|take)\b|\b(?:what are|any idea of) (?:the|our|my) (?:chances|odds)\b/;

const DECISION =
  /\b(?:panel|one point|1 point|onepoint|council|la|they|tribunal)\b.*\b(?:say yes|say no|agree|accept|approve|go for it|fund us|turn us down|refuse us|let us)\b/;

/**
 * Whether a message asks what only people may judge: whether a child has a condition or would get
 * support, or how a panel will decide.
 */
export function asksForJudgement(text: string): boolean {
  const said = plain(text);
  if (OPINION.test(said) && (DECISION.test(said) || ONE_CHILD.test(said))) return true;
  return ONE_CHILD.test(said) && GETS.test(said) && FORECAST.test(said) && !ANYBODY.test(said);
}

/** "Does a child need a plan before …" is a rule, not one child. */
const ANYBODY =
  /\b(?:need|needs|have|has) (?:a|an) (?:plan|ehcp?|ehc plan|diagnosis) (?:to|before|for|first)\b/;
