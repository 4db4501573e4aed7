/** What a person must not be helped with, and wording that tries to change the rules. */

import { z } from 'zod';
import { lazyMend, type Mend, mendAll } from '../english.ts';
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
  return {
    honest: readPatterns(file.honest, file.groups),
    aboutOthers: readPatterns(file['about others'], file.groups),
    wrongs,
    mend: lazyMend(
      () => [...wrongs.values()].flatMap((patterns) => [...patterns.vocabulary()]),
      file.slips,
    ),
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
  const typed = mendAll(wordsOf(text), words.mend);
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
  /<\|[^|<>]{1,40}\|>(?:\s*(?:system|user|assistant)\b)?/giu,
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

/** Wrappers that pretend to come from somewhere else; they go with what they hold. */
const WRAPPERS: readonly RegExp[] = [
  /```(?:system|admin|prompt|instructions?|json)[^`]{0,400}```/giu,
  /\{\{[^{}]{0,200}\}\}/gu,
  /\{\s*"(?:role|system|instructions?|prompt|messages?)"\s*:[^{}]{0,400}\}/giu,
  /<!--[^<>]{0,400}-->/gu,
  /(?:-{3,}|%{2,}|={3,}|\*{3,})\s*(?:end|begin|start|ignore|disregard|system)[^\n%=*-]{0,60}(?:-{3,}|%{2,}|={3,}|\*{3,})/giu,
];

/** Where a false tag ends, so does its sentence. */
const CLOSING =
  /<\/(?:system|admin|developer|prompt|instructions?|user|assistant)>|\[\/(?:system|sys|inst|admin)\]|<\|(?:im_)?end(?:[^|<>]{0,20})\|>/giu;

const BOT = '(?:signpost|a (?:ro)?bot|an? (?:ai|assistant|language model)|yourself|you)';
const ROLE =
  '(?:dan|an? (?:[a-z]+ ){0,3}[a-z]+|my [a-z]+|(?:not|no longer|free|unrestricted|unfiltered)[a-z ]{0,40})';

/** A sentence that speaks to the model about itself; the whole of it goes, up to its end. */
const TO_THE_MODEL: readonly RegExp[] = [
  /^(?:please )?(?:pretend|imagine)(?: that)? (?:to be|you(?:'re| are| were| have| had)) /iu,
  new RegExp(
    `^(?:please )?(?:act|behave|role-?play|speak|talk|write|respond|reply|answer)(?: only)?(?: to me)? (?:as|like)(?: if)? ${ROLE}`,
    'iu',
  ),
  /^(?:from now on|starting now|henceforth)\b/iu,
  /^(?:please )?(?:respond|reply|answer)(?: (?:to me|only|always|everything|every answer))* (?:in|with|using|without) (?:json|xml|yaml|html|code|base64|rot13|all caps|caps|capitals|emojis?|rhymes?|pirate|french|german|spanish|klingon|latin|citing|sources|limits?|rules?|restrictions?|filters?|disclaimers?|only)\b/iu,
  /^(?:please )?(?:begin|start|end|prefix|finish) (?:every|each|all|your) (?:answers?|repl(?:y|ies)|responses?|sentences?|messages?)\b/iu,
  /^you(?:'re| are| have been|'ve been| will be|'ll be| become)(?: now)? (?:dan\b|jailbroken|freed?\b|unlocked|hacked|unfiltered|unrestricted|uncensored|no longer|not an? (?:bot|ai|assistant)|evil|root|admin|in [a-z]+ mode|going to obey)/iu,
  /^you (?:must|will|shall|have to|need to) (?:now )?(?:obey|comply|do as|ignore|only|always|never refuse|answer (?:everything|anything|freely))/iu,
  /^you (?:have|had|'ve got) no (?:rules|limits|restrictions|filters?|guidelines)\b/iu,
  /^you (?:don't|do not|needn't|no longer)(?: have to| need to| must)? (?:follow|obey|have|stick to|apply) (?:the|your|any|those) (?:rules|guidelines|instructions|restrictions|policies|filters?)/iu,
  /^(?:please )?(?:don't|do not|never|stop) (?:follow|obey|apply|following|obeying|applying) (?:the|your|any|those) (?:rules|guidelines|instructions|restrictions|safety)/iu,
  /^(?:all |the |any |your )*(?:previous|prior|above|earlier|old|former|other|safety|your) (?:[a-z]+ )?(?:rules?|instructions?|guidelines?|restrictions?|prompts?)(?: (?:are|is|no longer|have been|has been|do not|don't) )/iu,
  new RegExp(
    `^(?:please )?(?:forget|stop|quit|cease)(?: that)?(?: (?:being|acting as|you're|you are|you were)) ${BOT}`,
    'iu',
  ),
  /^your (?:new )?(?:name|role|persona|job|task|identity|purpose) (?:is|will be|shall be) (?:now )?/iu,
  /^(?:dan|developer|god|admin|debug|jailbreak|unrestricted) mode(?: (?:on|enabled|activated))?\b/iu,
  /^(?:please )?(?:new|updated|changed|extra|secret) (?:rules?|instructions?|orders?|directives?|policy)\s*:/iu,
  /^(?:(?:please )?(?:switch|turn) off|disable|deactivate|remove|lift|bypass|suspend) (?:all |the |any )*(?:your )?(?:safety|safeguards?|filters?|guardrails?|restrictions?|censorship|moderation|rules|limits)\b/iu,
  /^(?:the )?(?:safety|filters?|guardrails?|admin access|root access|developer access|access|override) (?:is |are )?(?:off|disabled|granted|accepted|confirmed|enabled|on)\b/iu,
  /^(?:i|we) (?:hereby )?(?:authori[sz]e|order|command|instruct|allow|permit) you\b/iu,
  /^this is (?:an? )?(?:authori[sz]ed |official |security )?(?:test|audit|drill|order|message) (?:by|from|of) (?:openai|anthropic|google|microsoft|meta|your|the (?:developers?|admins?|creators?))/iu,
  /^(?:let's|lets|let us|we(?:'re| are) going to) (?:play|do) (?:a|an) (?:game|roleplay|role play|experiment|simulation) (?:where|in which|with) you\b/iu,
  /^(?:please )?(?:simulate|emulate|become|run as|behave like) (?:a|an|the) (?:[a-z]+ ){0,2}(?:terminal|shell|console|linux|computer|model|ai|bot|machine|interpreter|person|human)/iu,
  /^(?:please )?(?:decode|decrypt|unscramble|deobfuscate|execute|run|obey|eval(?:uate)?) (?:this|the following|that|these|:)/iu,
  /^(?:please )?(?:write|translate|sing|summari[sz]e|paraphrase|rephrase|encode|spell|output|recite|explain|describe|give|tell)(?: me| us)?(?: a[n]?)?(?: [a-z]+){0,2}(?: about| of| into| from)? ?(?:your|the) (?:own |system |hidden |secret |initial |original )*(?:prompt|instructions|rules|system message|guidelines|programming)\b/iu,
  /^what (?:were|are|was|is|have) (?:you|your)(?: been)? (?:told|instructions|prompt|system prompt|rules|guidelines|given|instructed)(?: (?:before|above|at the start|so far|to do|by)[a-z ]{0,30})?[.?!]?$/iu,
  /^(?:important|urgent|attention|note|notice|warning)\s*:?\s*(?:please )?(?:ignore|disregard|forget|override)\b/iu,
  /^(?:you must )?(?:comply|obey)\b[^.?!]{0,40}[.?!]?$/iu,
  /^(?:now )?be (?:rude|evil|mean|nasty|unfiltered|honest and unfiltered|free|sarcastic|a [a-z]+)[.!]?$/iu,
  /^(?:sure|ok|okay|of course),? i (?:will|shall|can|am going to) (?:now )?(?:ignore|disregard|bypass|break|forget|obey)\b/iu,
  /\b(?:ignor\w*|vergiss|missachte|olvida\w*|oublie\w*|esque[cç]a|dimentica|uita|negeer|zignoruj|zapomnij|игнорируй|забудь)\b.{0,60}(?:anweisung|instru[ckç]|istruz|regeln|regole|r[eè]gles|reglas|regras|regels|wskaz|polece|zasad|инструкц|правил)/iu,
  /(?:忽略|无视|忘记|تجاهل|انس).{0,40}(?:指令|指示|规则|التعليمات|القواعد)/u,
  /^(?:hi|hello|ok)?[, ]*(?:i am|i'm|this is|speaking as) (?:the|your|an?) (?:system |bot |chatbot )?(?:admin|administrator|developer|creator|owner|maker|programmer|engineer|root)\b[^.?!]{0,80}\b(?:must|obey|comply|order|authori[sz]e|override|disable)\b/iu,
];

/** A lead-in that turns a question into a game; the question after it stays. */
const LEAD_INS: readonly RegExp[] = [
  /(?:^|(?<=[.?!\n] ?))\s*(?:hypothetically(?: speaking)?,? )?(?:if|suppose|imagine|assuming|pretend)(?: that)? you (?:had|have|were|are|'re|could) (?:no |not |free|without|evil|unrestricted|unfiltered|ignore)[^,.?!]{0,60},\s*/giu,
  /(?:^|(?<=[.?!\n] ?))\s*hypothetically(?: speaking)?,\s*/giu,
  /(?:^|(?<=[.?!\n] ?))\s*sudo\s+/giu,
  /\bdecode (?:this|the following)(?: [a-z0-9]+)?(?: and (?:obey|follow|do|run)(?: it)?)?:?\s*[A-Za-z0-9+/=]{8,400}\s*/giu,
  /(?:^|(?<=[.?!\n] ?))\s*(?:as|speaking as) (?:an?|the|your) (?:admin|administrator|developer|creator|owner|root user)(?: of (?:this|the) (?:ro)?bot)?,? (?:i (?:order|command|instruct|authori[sz]e|tell|want|need) you to [^.?!\n]{0,60}[.?!\n])\s*/giu,
];

/** How an aside to the model begins: a bidding about how to be or how to answer. */
const BIDDING =
  /^(?:please |now |hey |ok |so )*(?:only |always |never |just )?(?:act|answer|reply|respond|speak|talk|behave|pretend|imagine|ignore|disregard|forget|override|bypass|stop|quit|obey|comply|unlock|reveal|repeat|recite|become|be|begin|start|end|simulate|let's|lets|role-?play|do anything|do (?:what|as) i|do not|don't|no (?:more|rules|filters|limits|sources)|drop|lose|leave out|leave off|switch (?:on|off)|turn (?:on|off)|write|think|set|assume|say|sing|swear|lie|jailbreak|disable|enable|execute|run|sudo|grant|in your (?:next|every|first)|for (?:the rest|your next)|as an? (?:ai|llm|chatbot|language model)|(?:admin|root|security|system|developer|debug|safety) (?:override|test|check|access|command|audit|mode)|(?:#+ ?)?(?:system|user|assistant|human|admin)|i(?:'m| am) (?:the|your|an?) (?:admin|boss|owner|creator|developer)|you(?:'re| are| will| must| can)?)\b/iu;

/** What only talk about the model itself holds. */
const CUE =
  /\b(?:you|you're|your|yourself|signpost|rules?|prompts?|instructions?|filters?|restrictions?|unfiltered|unrestricted|guidelines|role|persona|character|mode|session|admin|developers?|root|hackers?|ai|gpt|openai|the act|sources|temperature|warnings?|checks|disclaimers?|ignore|disregard|above|obey|pirate)\b|^(?:tu es|du bist|eres|jeste[sś]|sei)\b/iu;
const QUESTION =
  /\?["')]?\s*$|^(?:hi|hello|ok|so|and|then|please)?,?\s*(?:what|whats|what's|how|who|when|where|why|which|can|could|do|does|is|are|am|should|will|would|may|must|any|tell|show|list|explain|help|give|i need|i want)\b/iu;

/** Words of the work: a sentence that holds one is no mere aside. */
const WORK =
  /\b(?:he|hes|he's|she|shes|she's|his|her|him|they|their|them|we|our|my|pupils?|child|children|kids?|boys?|girls?|lad|parents?|mum|dad|carers?|family|schools?|nurser(?:y|ies)|colleges?|class|lessons?|teachers?|governors?|senco|sencos|sendcos?|ta|tas|staff|send?|ehcp?s?|ehcnas?|plans?|cycles?|apdr|code of practice|code says|top[- ]?up|hnf|hlta|local offer|mediation|ofsted|specialists?|panel|forms?|apply|application|council|funding|threshold|consent|reviews?|support|needs?|autis\w*|adhd|dyslexi\w*|camhs|salt|ep|evidence|costs?|one point|provision|notional|budgets?|targets?|outcomes?|wrong)\b/iu;

/** The text without what pretends to come from elsewhere, and without a lead-in to a game. */
function withoutWrappers(text: string): string {
  let left = text.replace(CLOSING, '\n');
  for (const wrapper of [...WRAPPERS, ...LEAD_INS]) left = left.replace(wrapper, ' ');
  return left;
}

/** The text without whole sentences that speak to the model about itself. */
function withoutAsides(left: string): string {
  const sentences = left.split(/(?<=[.?!]["')]?\s)|(?<=[\n。！？])/u);
  const kept = sentences.filter((sentence) => {
    const plain = sentence
      .trim()
      .replace(/^(?:hey|hi|hello|ok|please|now)(?: signpost)?[, ]+/iu, '')
      .replace(
        /^(?:system(?: prompt| message)?|user|assistant|admin|override|dan mode)\s*:\s*/iu,
        '',
      )
      .slice(0, 300);
    if (TO_THE_MODEL.some((order) => order.test(plain))) return false;
    // An aside goes only where a question is left over.
    if (sentences.length === 1 || WORK.test(plain)) return true;
    return !BIDDING.test(plain) && (QUESTION.test(plain) || !CUE.test(plain));
  });
  return kept.length === sentences.length ? left : kept.join('');
}

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
  let left = withoutWrappers(before);
  for (const order of ORDERS) left = left.replace(order, ' ');
  left = withoutAsides(left);
  if (left === before) return before.trim();
  left = left
    .replace(/[ \t]+/g, ' ')
    .replace(/ ([,.?!;:])/g, '$1')
    .replace(/([.?!])[,.;:]+/g, '$1')
    .replace(/^(?:[\s,.?:;!)\]}>"'*_-]+|(?:and|then|but|so)\b|(?:user|human|assistant)\s*:)+/iu, '')
    .trim();
  return left === '' || LEFTOVER.test(left) ? '' : left;
}
