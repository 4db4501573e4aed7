/** What a person must not be helped with, and wording that tries to change the rules. */

import { z } from 'zod';
import { type Mend, makeMend } from '../english.ts';
import { type Patterns, readPatterns, strike } from './patterns.ts';
import { clean, READ_AT_MOST, wordsOf } from './text.ts';

/** The kinds of wrong, the gravest first; safety.yaml holds a list for each. */
export const WRONGS = ['forge consent', 'backdate', 'fabricate', 'others draft', 'abuse'] as const;

/** One of {@link WRONGS}. */
export type Wrong = (typeof WRONGS)[number];

const lines = z.array(z.string().trim().min(1));

/** The `conduct` part of safety.yaml. */
export const conductFile = z.strictObject({
  slips: z.record(z.string(), z.string()),
  groups: z.record(z.string(), z.array(z.coerce.string())),
  honest: lines,
  'about others': lines,
  fabricate: lines.min(1),
  backdate: lines.min(1),
  'forge consent': lines.min(1),
  'others draft': lines.min(1),
  abuse: lines.min(1),
});

/** The lists of {@link conductFile}, read and ready; made by {@link readConductWords}. */
export interface ConductWords {
  honest: Patterns;
  aboutOthers: Patterns;
  wrongs: ReadonlyMap<Wrong, Patterns>;
  mend: Mend;
}

/**
 * Reads the word lists once, at start.
 *
 * @param file the `conduct` part of safety.yaml, already checked
 * @throws PatternError quoting a line that cannot be read
 */
export function readConductWords(file: z.infer<typeof conductFile>): ConductWords {
  const wrongs = new Map(WRONGS.map((wrong) => [wrong, readPatterns(file[wrong], file.groups)]));
  const vocabulary = [...wrongs.values()].flatMap((patterns) => [...patterns.vocabulary()]);
  return {
    honest: readPatterns(file.honest, file.groups),
    aboutOthers: readPatterns(file['about others'], file.groups),
    wrongs,
    mend: makeMend(vocabulary, file.slips),
  };
}

/**
 * Says whether a message asks for something that cannot be right: made-up evidence, a false date,
 * consent nobody gave, another person's draft, or plain abuse of the bot. An application to the
 * panel must be true and consented to (Stockton's One Point referral process); drafts are private
 * to their writer. Honest questions about the same subjects are struck out first.
 *
 * @param text a message as typed; the first 20,000 characters are read
 * @returns the gravest kind found, or undefined; never throws
 */
export function asksForWrong(text: string, words: ConductWords): Wrong | undefined {
  const typed = wordsOf(text).map(words.mend);
  const read = strike(typed, words.honest);
  for (const [wrong, patterns] of words.wrongs) {
    // Swearing that is reported, or aimed at somebody else, is not aimed at the bot.
    if (wrong === 'abuse' && words.aboutOthers.some(typed)) continue;
    if (patterns.some(read)) return wrong;
  }
  return undefined;
}

const AND = String.raw`(?:[\s,.:;!-]*\b(?:and|then|now|instead|but)\b)?`;
const RULES =
  '(?:instruction|prompt|rule|guideline|direction|order|command|message|restriction|limit|filter|safeguard|programming|training|guardrail|constraint|polic(?:y|ie)|context)s?';
const PRIOR =
  '(?:previous|prior|above|earlier|preceding|foregoing|initial|original|existing|system|safety|current|past|former|built[ -]in|your)';

/** Wording that speaks to a model and not to a helper; the question around it is kept. */
const ORDERS: readonly RegExp[] = [
  /<\/?\s*(?:system|user|assistant|instructions?|prompt|im_start|im_end|s|inst|context|admin|tool|developer)\b[^<>]{0,80}>/giu,
  /<\|[^|<>]{1,40}\|>/gu,
  /\[\/?(?:inst|system|sys|assistant|user|admin|end of [a-z ]{1,20})\]/giu,
  /<<\/?sys>>/giu,
  /#{2,}\s*(?:system|new|instructions?|assistant|user|human|response)[ a-z]{0,20}:?/giu,
  /(?:^|[\n.!?"'`*])\s*(?:system|assistant|developer|admin(?:istrator)?|root|sudo|override|human|new instructions?)(?: (?:message|prompt|note|override|update|notice|instructions?))?\s*:/giu,
  new RegExp(
    String.raw`\b(?:please )?(?:ignore|disregard|forget|override|bypass|discard|drop|overrule|skip|erase|cancel|delete)\s+(?:all|any|everything|every|each)?(?:\s?of)?\s*(?:the|your|my|these|those|its)?\s*(?:${PRIOR}\s+){1,3}(?:and \w+ )?${RULES}(?:\s+(?:you|above|that|which)(?: (?:were|have|had|been|was|are|got|given|told|received)){0,4})?${AND}`,
    'giu',
  ),
  new RegExp(
    String.raw`\b(?:please )?(?:ignore|disregard|forget|override|bypass|discard|overrule)\s+(?:all|any|everything|every|all of)\s*(?:the|your|of your|these|those)?\s*${RULES}${AND}`,
    'giu',
  ),
  new RegExp(
    String.raw`\b(?:ignore|disregard|forget|override)\s+(?:everything|anything|all|what)(?: (?:that )?(?:i|you|we|they)(?:'ve| have| were| had)? (?:said|told|been told|learned|know|wrote|given))?(?: (?:above|before|so far|previously|earlier|until now|you know|you were told|to you|this))+${AND}`,
    'giu',
  ),
  new RegExp(
    String.raw`\b(?:from now on,?\s*)?you(?:'re| are| will be)? now (?:(?:called|known as|acting as|playing)\s+)?(?:dan|an? [a-z -]{1,40}|in [a-z]{1,20} mode|free(?: of [a-z ]{1,20})?|unrestricted|unfiltered|jailbroken|the [a-z ]{1,20})\b${AND}`,
    'giu',
  ),
  new RegExp(
    String.raw`\b(?:pretend|imagine|act as if|act like|behave as if|assume|suppose)(?: that)? (?:you(?:'re| are| have| had| do| can| were)?|there are) (?:not |n't )?(?:(?:bound by|subject to|have|without|free of|ignore|no|any) )*(?:any )?(?:an? [a-z]{1,20} (?:with|without) )?(?:no )?(?:${RULES}|ethics|dan|admin(?:istrator)?|unrestricted|evil|human|unfiltered)\b${AND}`,
    'giu',
  ),
  new RegExp(
    String.raw`\b(?:act|behave|respond|answer|reply|speak|roleplay|role-play) as (?:dan|an? (?:unrestricted|unfiltered|evil|jailbroken|different|uncensored) [a-z]{1,20}|if you (?:had|have) no [a-z]{1,20})\b${AND}`,
    'giu',
  ),
  /\bdo anything now\b/giu,
  new RegExp(
    String.raw`\b(?:as|i am|i'm|speaking as|acting as|this is|being) (?:an?|the|your|system) (?:system )?(?:admin|administrator|developer|creator|owner|root user|superuser|engineer at [a-z]{1,20})(?=\s*[,.:;!\n]|$|\s+(?:i|you|with|speaking|and|of this bot|of the bot))(?:\s+of (?:this|the) bot)?(?:[, ]+(?:i (?:order|command|instruct|authori[sz]e|tell|want|need) you to|you must))?${AND}`,
    'giu',
  ),
  new RegExp(
    String.raw`\b(?:enable|enter|activate|switch (?:to|on|into)|turn on|go into|start|use|you are in)?\s*(?:the )?(?:developer|dev|debug|god|jailbreak|admin|dan|maintenance|unrestricted|sudo) mode(?: (?:on|enabled|activated|now|is on|is enabled))?\b${AND}`,
    'giu',
  ),
  new RegExp(
    String.raw`\b(?:please )?(?:can you |could you |now |then )?(?:reveal|show|print|repeat|output|display|tell|give|leak|expose|share|write out|dump|what(?:'s| is| are| were))(?: me| us| out| back)?(?: all)?(?: of)? (?:your|the|its|these) (?:full |entire |exact |hidden |secret |initial |original |system |internal |first |very )*(?:system prompt|prompts?|instructions?\b(?! (?:for|on|about|to|in))|system message|hidden [a-z]{1,12}|guidelines\b(?! (?:for|on|about|to|in))|initial [a-z]{1,12}|api keys?|secrets?\b(?! (?:to|of))|configuration|training data|source code)(?: verbatim| word for word| above| exactly| in full| you were given)*${AND}`,
    'giu',
  ),
  new RegExp(
    String.raw`\brepeat (?:everything|all|the (?:words|text|lines|sentence)) (?:above|before this|you were (?:told|given)|so far)(?:,? starting with [^.?!\n]{1,40})?${AND}`,
    'giu',
  ),
  new RegExp(
    String.raw`\b(?:your )?new (?:instructions?|rules?|role|task|persona|orders?) (?:is|are|follow|below)\b:?${AND}`,
    'giu',
  ),
  new RegExp(
    String.raw`\b(?:without|don't|do not|never|stop|no longer)(?: (?:use|using|follow|following|obey|obeying|apply|applying|giving|give|add|adding|cite|citing|show|showing|include|including))? (?:any |your |the |more )*(?:restrictions?|filters?|disclaimers?|guardrails?|safety (?:rules?|checks?|filters?)|censorship|your rules|own rules)\b(?! (?:on|to|for|in|of))${AND}`,
    'giu',
  ),
  /\b(?:stay|remain) in character\b/giu,
  /\bjailbreak(?:en|ed|ing)?\b/giu,
];

/** What an order leaves behind that asks for nothing. */
const LEFTOVER =
  /^(?:(?:and|then|now|please|so|ok|okay|just|but|also|you|must|will|should|can|i|to|the|your|that|with|do|it|this|me|us|thanks|hi|hello|all|immediately|from on)\b|[^\p{L}\p{N}])+$/iu;

/**
 * Takes out wording that tries to change the rules ("ignore all previous instructions and", a false
 * SYSTEM line), and leaves the question inside. No list of this kind is whole (reliability notes,
 * finding 7): it keeps search and any model from reading the plain cases, and nothing may rest on it.
 *
 * @param text a message as typed; what lies beyond 20,000 characters is dropped
 * @returns what is left, with invisible characters gone, or '' when nothing is; never throws
 */
export function withoutOrders(text: string): string {
  const before = clean(text.slice(0, READ_AT_MOST)).replace(/[\u2018\u2019\u02BC]/g, "'");
  let left = before;
  for (const order of ORDERS) left = left.replace(order, ' ');
  if (left === before) return before.trim();
  left = left
    .replace(/[ \t]+/g, ' ')
    .replace(/ ([,.?!;:])/g, '$1')
    .replace(/([.?!])[,.;:]+/g, '$1')
    .replace(/^(?:[\s,.:;!)\]}>"'*_-]+|(?:and|then|but|so)\b)+/iu, '')
    .trim();
  return left === '' || LEFTOVER.test(left) ? '' : left;
}
