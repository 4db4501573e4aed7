/** What is being asked: role, small talk, one question or two, and what a follow-up refers to. */

import { ROLES, type Role } from '../incoming.ts';
import type { WeightedUnit } from './search.ts';
import { type Lexicon, tokens, type Unit } from './words.ts';

/** What the last turns left behind: all that a follow-up needs. */
export interface Context {
  role?: Role;
  /** Oldest first; the last few turns. */
  turns: readonly PastTurn[];
}

/** One past turn: the question as it was resolved, and the cards it was answered from. */
export interface PastTurn {
  asked: string;
  cards: readonly string[];
}

/** One question to be searched. */
export interface Asked {
  /** As typed, for quoting back. */
  text: string;
  /** As typed, capitals and all; the whole message when it holds one question. */
  typed: string;
  /** What it is about by itself. */
  units: readonly WeightedUnit[];
  /** The same with the sentences around it, which count for less. */
  inScene?: readonly WeightedUnit[];
  /**
   * The clauses of a long story, each with the one after it: when the whole finds nothing, one of
   * them may hold the question. Empty for a short message.
   */
  clauses: readonly (readonly WeightedUnit[])[];
  /** What it is about together with the turns before; set only where it may lean on them. */
  carried?: readonly WeightedUnit[];
  /** How surely it leans on the turns before. */
  leans: 'no' | 'slightly' | 'perhaps' | 'surely';
  /** Whether a yes or a no would answer it. */
  yesNo: boolean;
  negated: boolean;
  /** The roles named in it. */
  roles: readonly Role[];
  /** Whether it asks for somebody's duties as a whole. */
  duties: boolean;
}

/** A message, understood. */
export interface Understood {
  questions: readonly Asked[];
  /** "I'm a TA": remembered from now on. */
  role?: Role;
  smallTalk?: 'greeting' | 'help' | 'thanks' | 'goodbye';
  /** A question about the last answer itself. */
  aboutLast?: 'force' | 'source' | 'date' | 'more';
}

const SMALL_TALK: readonly (readonly [NonNullable<Understood['smallTalk']>, RegExp])[] = [
  [
    'thanks',
    /^(ok|okay|great|lovely|brilliant|perfect|cool|nice|that'?s|thats|really|so|very|many|much|helpful|useful|thanks?|thank you|thankyou|thx|ta|cheers|cheers m[ae]+t|for|that|the|your|help|got it|appreciated|you|a|lot|all|good|fab|fabulous|wonderful|amazing|star|are|re|you'?re|again|now|[ ,.!])+$/,
  ],
  [
    'greeting',
    /^(hi|hiya|hello|hey|hullo|good|morning|afternoon|evening|day|there|you|alright|all|right|how are|doing|today|signpost|bot|team|everyone|anyone|is|[ ,.!?])+$/,
  ],
  [
    'help',
    /^(help|help me|menu|start|what can (you|u|i) (do|ask|help( me)? with)( here| you)?|what (do|can) i (do|ask)( you)?|how (do|does) (i|this|it) (use|work)( this| you)?|what (is this|are you|do you do)|who are you|what do you know|options|commands|instructions|can you help( me)?|i need (some )?help|are you (a )?(bot|robot|human|real|person|ai|chatgpt))[ .!?]*$/,
  ],
  [
    'goodbye',
    /^(bye|goodbye|bye bye|see (you|ya)( later)?|that'?s all|thats all|have a (good|nice) (day|one|weekend)|no that'?s (all|it)|nothing else|[ ,.!])+$/,
  ],
];

const I_AM =
  /\b(?:i ?a?'?m|i am|we ?a?'?re|we are|as|speaking as|i work (?:as|in|at|for)|i teach (?:in|at)|i run|i manage|i lead|my role is|my job is|i'?ve (?:just )?(?:started|become)(?: as)?)\s+(?:the |a |an |our |one of the |only a |just a |new |brand new |here as )*/g;

const ABOUT_LAST: readonly (readonly [NonNullable<Understood['aboutLast']>, RegExp])[] = [
  [
    'force',
    /^(?:so |but |and |ok |okay )*(?:is|are|was) (?:that|this|it|they|those|these|all that)(?: one)?(?: actually| really| just| a| an| the| in)* (?:law|legal|legally|statutory|must|should|duty|legal duty|legal requirement|requirement|required|compulsory|mandatory|binding|legally binding|guidance|advice|advisory|optional|recommended|recommendation|local|best practice|good practice)\b/,
  ],
  [
    'force',
    /^(?:so |but |and |ok )*(?:is that|that|this|is it)?(?: a| an)? ?(?:must or (?:a )?should|law or (?:just )?(?:guidance|advice)|legal(?:ly)?\??$|statutory\??$|by law\??$|do we (?:legally )?have to\??$|must we\??$)/,
  ],
  [
    'source',
    /^(?:so |but |and |ok )*(?:(?:what|which)(?:'?s| is) (?:the|your) source|where (?:does|did|do) (?:it|that|this|you|they) (?:say|get|come|find|says)|where(?:'?s| is) (?:that|this|it) (?:from|written|come from)|says who|who says(?: so)?|(?:what|which) (?:para(?:graph)?|section|bit|page|part|chapter|reg(?:ulation)?|law|act|document)(?: of (?:the )?\w+)? (?:is|says|does|did) (?:that|this|it|so)\b|source\b|sources\b|reference\b|citation|how do you know|can you (?:prove|cite) (?:that|it)|where is that in)/,
  ],
  [
    'date',
    /^(?:so |but |and |ok )*(?:(?:is|are) (?:that|this|it|they) (?:still )?(?:up to date|current|correct|true|in force|right|the latest|recent|valid|accurate)|when was (?:that|this|it) (?:last )?(?:checked|updated|written|reviewed)|how (?:old|recent|current|up to date) is (?:that|this|it)|has (?:that|this|it) changed)/,
  ],
  [
    'more',
    /^(?:tell me more|more|more (?:detail|details|info|information|please)|go on|carry on|anything else|what else|expand|can you expand|say more|in more detail|explain(?: that| it| more)?)(?: about (?:that|it|this))?[ .!?]*$/,
  ],
];

const FOLLOW_SURE =
  /^(?:ok(?:ay)?|right|thanks|great|so|but|and|or|also|then|oh|hmm|yes|no|sorry)?[ ,.-]*(?:and|or|but)?[ ,]*(?:what about|how about|and for|and the|and if|and what|and in|and do|and does|and is|and are|and can|and who|and how|and when|and where|and why|(?:and|or) [a-z-]+(?: [a-z-]+)?\??$|same for|is it the same|what if|also for|for |in |i mean\b|i meant\b|sorry,? i mean|no,? i mean|not |instead|even if|even for)/;

const CORRECTION = /\b(?:i mean|meant|should have said|not \w+,? (?:but )?)\b/;

const PRONOUN =
  /\b(?:it|its|they|them|their|theirs|that|this|those|these|one|ones|there|he|she|him|her|both|same|such|else|either)\b/;

const QUESTION_START =
  /^(?:who|what|when|where|why|which|how|whose|do|does|did|is|are|was|were|can|could|should|shall|must|may|might|will|would|has|have|had|am|isn'?t|aren'?t|don'?t|doesn'?t|can'?t|whats|whos)\b/;

const YES_NO_START =
  /^(?:do|does|did|is|are|was|were|can|could|should|shall|must|may|might|will|would|has|have|had|am|isn'?t|aren'?t|don'?t|doesn'?t|can'?t|won'?t|shouldn'?t|wouldn'?t|need)\b/;

const TAG =
  /(?:,|\s)(?:right|correct|yes|yeah|isn'?t it|is it|don'?t they|do they|doesn'?t it|don'?t we|do we|can'?t we|true|true or false|or not|surely)\s*\??$|^(?:so |surely |i (?:thought|assume|take it|believe|heard)|is it true|am i right|is it right|someone (?:told|said)|my (?:head|boss|colleague) (?:says|said|reckons|thinks))/;

/** Somebody else's expectations. */
const EXPECTED_OF =
  /\b(?:council|authority|la|stockton)\b[a-z' ]{0,20}\b(?:expects?|wants?|asks?|requires?|needs?)\b/;

/** "Is that right?" by itself: the question is what stands before it. */
const BARE_TAG =
  /^(?:so |but |surely |and )*(?:is|that|thats|that's|it|surely|can|can't|cant|cannot|am i|are we|would|will|could|be|isn't|isnt|correct|true|really|this|right|ok|okay|allowed|[ ,?!.])*(?:right|correct|true|ok|okay|allowed|legal|fair)[ ?!.]*$/;

const DUTIES =
  /\b(?:dut(?:y|ies)|responsib\w*|obligations?|accountab\w*|expected|expects?|expectations?|supposed to|have to|has to|got to|need to|must|required|role|job|in charge of|what do(?:es)?\b.*\bdo|what should\b.*\b(?:do|know)|should (?:i|we)|must i|on the hook|checklist|requirements)\b/;

/** How a list of duties is remembered as a past question. */
export const DUTIES_OF = 'duties of ';

/** Words that may stand beside a role when the whole of its duties is asked for. */
const DUTY_COMPANY =
  `duty duties responsibility responsibilities responsible obligation obligations accountable expected
  expect expects expectation expectations supposed required requirement requirements role roles job must should
  send sen special educational needs disability school schools mainstream stockton council
  list full whole main key legal legally law statutory local offer different kinds general overall
  does everything date up meeting check checklist know aware person people member members staff new
  part play towards around regarding terms guidance page say says under code practice summary summarise
  remind run through happen happens mean year concerned charge person where`.split(/\s+/);

/**
 * Reads a message in its context.
 *
 * @param text what was typed, already without orders to the bot and identifying details
 * @param titleOf the title of a card, by id; what the last answer was about
 */
export function understand(
  text: string,
  context: Context,
  lexicon: Lexicon,
  titleOf: (card: string) => string = () => '',
): Understood {
  const said = lexicon.mend(withoutGaps(text)).trim().replace(/\s+/g, ' ').replace(READER, '');
  for (const [kind, pattern] of SMALL_TALK)
    if (pattern.test(said)) return { questions: [], smallTalk: kind };

  const role = roleSaid(said, lexicon);
  const last = context.turns.at(-1);
  if (last && last.cards.length > 0) {
    for (const [kind, pattern] of ABOUT_LAST) {
      if (!pattern.test(said)) continue;
      // "is that law for colleges?" asks something new.
      const units = content(lexicon.units(said, true));
      if (units.length <= 3) return { questions: [], aboutLast: kind, ...(role && { role }) };
    }
  }
  const rest = role ? withoutRole(said, lexicon) : said;
  if (role && content(lexicon.units(rest, true)).length === 0 && !/\?/.test(rest)) {
    const waiting = context.turns.at(-1);
    if (!waiting || waiting.cards.length > 0) return { questions: [], role };
  }
  const parts = splitQuestions(rest || said, lexicon);
  const questions: Asked[] = [];
  for (const part of parts)
    questions.push({
      ...ask(part, { ...context, ...(role && { role }) }, questions.at(-1), lexicon, titleOf),
      ...(parts.length === 1 && { typed: withoutGaps(text), clauses: clausesOf(rest, lexicon) }),
    });
  return { questions, ...(role && { role }) };
}

/** "…, for a new governor": who will read the answer is not what it is about. */
const READER =
  /[,;]?\s+for (?:a|an|my|our|the) (?:new |busy )?(?:governors?|heads?|headteacher|senco|teachers?|tas?|parents?)[ ?.!]*$/;

/** Takes out "[removed]" and the word that announced it ("dob", "upn"): neither asks anything. */
function withoutGaps(text: string): string {
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

/** Units that say what a question is about. */
export function content<U extends Unit>(units: readonly U[]): U[] {
  return units.filter((unit) => unit.kind !== 'question' && unit.kind !== 'small');
}

/** A message this long tells a story around its question. */
const STORY = 7;

function clausesOf(said: string, lexicon: Lexicon): WeightedUnit[][] {
  if (content(lexicon.units(said, true)).length < STORY) return [];
  const clauses = said
    .split(/[,.;:?!()"]+\s*|\s+-+\s+|\s+(?:and|but|so|because|while|although|though)\s+/)
    .map((clause) => weigh(lexicon.units(clause, true), 1))
    .filter((units) => units.length > 0);
  const pairs = clauses.map((clause, at) => join(clause, clauses[at + 1] ?? []));
  return [...clauses, ...pairs].filter((units) => content(units).length >= 2);
}

/** Sentences that only set the scene count for this much. */
const SCENE = 0.45;

interface Part {
  text: string;
  /** Sentences around it that only set the scene. */
  scene: string;
}

/** Parts a message into questions: by question marks, and by "and who …", "also, can …". */
function splitQuestions(said: string, lexicon: Lexicon): Part[] {
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
function opening(sentence: string): string {
  return sentence.replace(
    /^(?:(?:hi|hiya|hello|hey|ok|okay|so|and|but|also|please|pls|quick one|quick question|sorry|thanks|right|erm|um|well|just wondering|wondering|can you tell me|could you tell me|do you know|tell me|remind me|i need to know|i want to know|not sure)[\s,.:-]+)+/,
    '',
  );
}

function ask(
  part: Part,
  context: Context,
  before: Asked | undefined,
  lexicon: Lexicon,
  titleOf: (card: string) => string,
): Asked {
  const own = weigh(lexicon.units(part.text, true), 1);
  const few = content(own).length <= 1;
  const scene = part.scene ? weigh(lexicon.units(part.scene, true), few ? 1 : SCENE) : [];
  const text = part.text;
  const start = opening(text);
  const named = rolesIn(own, lexicon);
  // "What does the council expect of me?" is about me, not about the council's duties.
  const roles = EXPECTED_OF.test(text) ? named.filter((role) => role !== 'council') : named;
  const about = content(own);
  const mentionsMe = /\b(?:i|me|my|we|our|us)\b/.test(text);
  const subject = roles.length > 0 || (mentionsMe && context.role !== undefined);
  const company = companyOf(lexicon);
  // "And teachers?" after a list of somebody's duties asks for theirs.
  const sameForAnother =
    !before &&
    context.turns.at(-1)?.asked.startsWith(DUTIES_OF) === true &&
    about.length === roles.length;
  const duties =
    subject &&
    !YES_NO_START.test(start) &&
    (DUTIES.test(text) || sameForAnother) &&
    about.every((unit) => isRole(unit, lexicon) || unit.keys.some((key) => company.has(key)));

  const asked: Asked = {
    text,
    typed: text,
    clauses: [],
    units: own,
    ...(scene.length > 0 && { inScene: join(own, content(scene)) }),
    leans: 'no',
    yesNo: YES_NO_START.test(start) || TAG.test(text),
    negated: /\b(?:not|no|never|without|n't|nt|cannot|cant|dont|doesnt|isnt|arent)\b|n't\b/.test(
      text,
    ),
    roles: roles.length > 0 ? roles : subject && duties && context.role ? [context.role] : roles,
    duties,
  };
  const last = context.turns.at(-1);
  const previous = before
    ? (before.carried ?? before.units)
    : last?.asked
      ? weigh(lexicon.units(last.asked), 1)
      : undefined;
  if (!previous) return asked;
  const sure =
    FOLLOW_SURE.test(text) || about.length === 0 || (CORRECTION.test(text) && about.length <= 3);
  const perhaps = (PRONOUN.test(text) && about.length <= 5) || about.length <= 1;
  if (!sure && !perhaps && about.length > 4) return asked;
  if (duties && roles.length > 0 && !FOLLOW_SURE.test(text)) return asked;
  const topic = before ? [] : weigh(lexicon.units(titleOf(last?.cards[0] ?? '')), TOPIC);
  const carried = carry(own, previous, topic, CORRECTION.test(text), lexicon);
  return { ...asked, carried, leans: sure ? 'surely' : perhaps ? 'perhaps' : 'slightly' };
}

/** What the last answer was about counts for this much beside what was asked. */
const TOPIC = 0.3;

/**
 * Joins a follow-up to what came before: what it names replaces what is of the same sort (a role
 * for a role, a setting for a setting, a question word for a question word), the rest stays.
 */
function carry(
  own: readonly WeightedUnit[],
  previous: readonly WeightedUnit[],
  topic: readonly WeightedUnit[],
  correction: boolean,
  lexicon: Lexicon,
): WeightedUnit[] {
  const hasRole = own.some((unit) => isRole(unit, lexicon));
  const hasQuestion = own.some((unit) => unit.kind === 'question');
  const nouns = content(own).filter((unit) => !isRole(unit, lexicon));
  const replaced = (unit: Unit) =>
    (hasRole && isRole(unit, lexicon)) ||
    ((unit.kind === 'question' || unit.kind === 'small') && (hasQuestion || nouns.length > 1));
  const named = previous.some((unit) => unit.kind === 'term');
  // What the new question says for itself takes the place of what the old one said; what both are
  // about, mostly a thing with a name, stays.
  const fade = (unit: Unit) => {
    if (correction || nouns.length === 0 || unit.kind === 'term') return 0.8;
    return named && hasQuestion ? 0.25 : 0.45;
  };
  const kept = previous
    .filter((unit) => !replaced(unit))
    .map((unit) => ({ ...unit, weight: unit.weight * fade(unit) }));
  // "And for teachers?" asks the same of somebody else: what the answer was about says the same what.
  const about = nouns.length === 0 && hasRole ? content(topic) : [];
  return join(
    join(own, kept),
    about.filter((unit) => !replaced(unit) && !isRole(unit, lexicon)),
  );
}

function join(one: readonly WeightedUnit[], two: readonly WeightedUnit[]): WeightedUnit[] {
  const seen = new Set(one.map((unit) => unit.keys[0]));
  return [...one, ...two.filter((unit) => !seen.has(unit.keys[0]))];
}

/** A figure may be the very thing the asker has wrong, so it counts for less than a word. */
const FIGURE = 0.35;

function weigh(units: readonly Unit[], weight: number): WeightedUnit[] {
  const found = new Map<string, WeightedUnit>();
  for (const unit of units) {
    const main = unit.keys[0] ?? '';
    const before = found.get(main);
    // Said twice in other words: both ways of saying it help, but it counts once.
    if (before) before.keys = [...new Set([...before.keys, ...unit.keys])];
    else
      found.set(main, {
        ...unit,
        weight: unit.kind === 'number' ? weight * FIGURE : weight,
      });
  }
  return [...found.values()];
}

const companies = new WeakMap<Lexicon, Set<string>>();

function companyOf(lexicon: Lexicon): Set<string> {
  let keys = companies.get(lexicon);
  if (!keys) {
    keys = new Set(DUTY_COMPANY.flatMap((word) => lexicon.units(word).flatMap((u) => u.keys)));
    companies.set(lexicon, keys);
  }
  return keys;
}

/** The role each key stands for; "everyone", "panel" and the like name no asker. */
const ASKERS: readonly Role[] = ROLES.filter(
  (role) => !['everyone', 'panel', 'nhs', 'parents', 'young people'].includes(role),
);
const roleKeys = new WeakMap<Lexicon, Map<string, Role>>();

function rolesOf(lexicon: Lexicon): Map<string, Role> {
  let keys = roleKeys.get(lexicon);
  if (!keys) {
    keys = new Map(ASKERS.map((role) => [lexicon.keyOf(role), role]));
    for (const [form, role] of [
      ['pru', 'headteacher'],
      ['nursery', 'early years'],
      ['practitioner', 'early years'],
      ['trustees', 'governors'],
      ['lecturer', 'college'],
      ['tutor', 'college'],
    ] as const) {
      if (form !== 'pru' && !keys.has(lexicon.keyOf(form))) keys.set(lexicon.keyOf(form), role);
    }
    roleKeys.set(lexicon, keys);
  }
  return keys;
}

function isRole(unit: Unit, lexicon: Lexicon): boolean {
  return rolesOf(lexicon).has(unit.keys[0] ?? '');
}

function rolesIn(units: readonly Unit[], lexicon: Lexicon): Role[] {
  const found = units.flatMap((unit) => rolesOf(lexicon).get(unit.keys[0] ?? '') ?? []);
  return [...new Set(found)];
}

/** "I'm a new SENCO", "as a governor": the role, when what follows is one. */
function roleSaid(said: string, lexicon: Lexicon): Role | undefined {
  if (/^(?:hi |hello |hey )?i teach\b/.test(said)) return 'teacher';
  for (const match of said.matchAll(I_AM)) {
    const after = said.slice(match.index + match[0].length).split(/[,.;!?]/, 1)[0] ?? '';
    const first = lexicon.units(tokens(after).slice(0, 4).join(' '), true)[0];
    const role = first && rolesOf(lexicon).get(first.keys[0] ?? '');
    // "as head of year" or "as the council says" says nothing about the asker.
    if (!role || role === 'council') continue;
    if (
      match[0].startsWith('as') &&
      match.index > 0 &&
      !/[,.]\s*$|\b(?:me|i|us)\s*$/.test(said.slice(0, match.index))
    )
      continue;
    return role;
  }
  return undefined;
}

/** The message without "I'm a TA,". */
function withoutRole(said: string, lexicon: Lexicon): string {
  return said
    .replace(I_AM, '\u0001')
    .split('\u0001')
    .map((piece, at) => {
      if (at === 0) return piece;
      const words = piece.split(' ');
      for (let length = 4; length > 0; length -= 1) {
        const units = lexicon.units(words.slice(0, length).join(' '), true);
        if (units.length === 1 && units[0] && isRole(units[0], lexicon))
          return words.slice(length).join(' ');
      }
      return piece;
    })
    .join(' ')
    .replace(/^[\s,.;:-]+/, '')
    .replace(
      /^(?:in|at|from) (?:a|an|the|my|our) [a-z ]+?(?:school|academy|nursery|college)[,.]?\s*/,
      '',
    )
    .replace(/^(?:and|so|but)\s+/, '')
    .trim();
}

/** A question with its meaning resolved, as words: what the next turn builds on. */
export function resolvedText(units: readonly WeightedUnit[]): string {
  return units.map((unit) => unit.text).join(' ');
}
