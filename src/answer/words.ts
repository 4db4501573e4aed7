/** From what was typed to the words the cards use: tokens, stems, phrases, spelling. */

import { stemmer } from 'stemmer';
import { type Mend, makeMend } from '../english.ts';
import type { Knowledge } from '../knowledge/read.ts';

/** One meaningful stretch of a text: a word, an abbreviation, a number or a question word. */
export interface Unit {
  /** As typed, in small letters. */
  text: string;
  /** What it stands for, the main key first. Keys are shared by questions and cards. */
  keys: readonly string[];
  /**
   * Question words say what kind of answer is wanted; small words ("do", "be", "with") only help
   * to tell alike questions apart; the rest say what it is about.
   */
  kind: 'word' | 'term' | 'number' | 'question' | 'small';
}

/** Words that say nothing about the subject. */
const STOP = new Set(
  `a an the of and to in on at by for from with as is are am was were be been being do does did done
  has have had having it its this that these those there here i im ive me my mine we us our you your
  he she him her his hers they them their theirs or if so but not no nor than then too very just also
  please can could would will shall may might about into over any some all each every such same own
  up out off only both more most other which whose whom what who when where why how often long many much s t d ll re ve m
  hi hello hey thanks thank ok okay yes yeah yep right sorry well now again still even ever
  tell explain know wondering wonder want like need say says said
  got get gets getting give gives given make makes go goes going come comes let lets
  think thought bit quick quickly question asking asked actually really basically anyway hiya
  something anything thing things stuff someone anyone somebody anybody one ones
  cos because while though although whether until since
  dont doesnt isnt arent cant wont didnt havent hasnt wasnt shouldnt couldnt wouldnt mustnt neednt
  u ur r n tbh imo btw fyi lol omg plz pls thx cheers owt nowt summat aye naw bit dead proper itself himself herself
  myself ourselves yourself themselves til till like feels feel
  made sure went gone remember forget forgot cracking daft lovely great brilliant loads lots reckon guess
  suppose hope trying try tried heard hear hearing bloody flipping honestly literally apparently obviously
  absolutely totally completely somehow
  oops oh meant mean once mention mentions mentioned somewhere context wants wanted bother exactly concerned supposedly
  whats whos wheres whens hows thats theres heres theyre youre weve theyve youve id ill shes hes
  `.split(/\s+/),
);

/** Text-speak and dialect for small words, so that the shape of a question can be read. */
const SLANG: Readonly<Record<string, string>> = Object.fromEntries(
  `wot:what wat:what wots:whats wats:whats wen:when wer:where hoo:who u:you ur:your r:are y:why thro:through
  thru:through cos:because coz:because shud:should wud:would cud:could shld:should wld:would cld:could
  hav:have gotta:must hafta:must gonna:will wanna:want tho:though bout:about abt:about b4:before
  bin:been summat:something owt:anything nowt:nothing wi:with ppl:people smth:something str8:straight
  til:until till:until tmrw:tomorrow xmas:christmas yr:year yrs:years mtg:meeting govs:governors
  appt:appointment asap:soon defo:definitely prob:probably kno:know dunno:know thx:thanks pls:please
  dont:dont aint:isnt innit:isnt shouldve:should wouldve:would couldve:could em:them w:with
    info:information incl:including excl:excluding regs:regulations reqs:requirements docs:documents
    mins:minutes approx:about jan:january feb:february aug:august sep:september sept:september
    oct:october nov:november dec:december tues:tuesday weds:wednesday thurs:thursday fri:friday
    yrs:years wks:weeks mths:months hols:holidays esp:especially bc:because bcos:because cuz:because
    wiv:with wid:with dint:didnt dat:that oughta:should`
    .split(/\s+/)
    .map((pair) => pair.split(':') as [string, string]),
);

/** Small words that do not even tell questions apart. */
const SILENT = new Set(
  `hi hello hey hiya thanks thank ok okay yes yeah yep please just also then than too very so s t d ll re ve m
  im ive id ill well now again quick quickly bit question asking asked actually really basically anyway
  know tell explain wondering wonder think thought right sorry some any such own there here but if or
  did done was were been being had having got get gets getting u ur r n tbh imo btw fyi lol omg plz pls thx owt nowt summat aye naw itself feels feel oops oh meant once mention mentions mentioned
  somewhere context wants wanted bother exactly concerned supposedly`.split(/\s+/),
);

/** Words left out before phrases are compared, so that "education, health and care" is one. */
const GLUE = new Set(['a', 'an', 'the', 'and', 'of', 'amp']);

const NUMBER_WORDS = new Map(
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
  sixteen seventeen eighteen nineteen twenty`
    .split(/\s+/)
    .map((word, value) => [word, String(value)]),
);

/** Two-word questions that are looked for first. */
const QUESTION_PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\b(how long|how much time|how many (?:years|months|weeks|days|terms))\b/, '?howlong'],
  [/\b(how often|how frequently|how regularly|how many times|every how)\b/, '?howoften'],
  [/\b(how many)\b/, '?howmany'],
  [/\b(how much)\b/, '?howmuch'],
  [/\b(when|by when|what date|what day|which day|deadline|since when)\b/, '?when'],
  [/\b(who|whos|who's|whose|whom|which person)\b/, '?who'],
  [/\b(where|wheres|where's|which address|what address)\b/, '?where'],
  [/\b(why|how come|what for|reason)\b/, '?why'],
];

/**
 * Makes text comparable: one form for each character, small letters, plain quotes, no invisible
 * or private characters. Bounded, because a message may be a megabyte.
 */
export function plain(text: string): string {
  const read = text.slice(0, 4000);
  // Nearly every text is plain already.
  if (/^[\n -_a-~]*$/.test(read)) return read.toLowerCase();
  return read
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/[‐-―]/g, '-')
    .replace(/\p{Cf}|\p{Co}|\p{Cn}|\p{Cs}/gu, '')
    .replace(/\p{M}/gu, '');
}

/** Words and numbers in order: "£6,000" and "6k" become "6000", "6.17" stays, "SENCO's" loses 's. */
export function tokens(text: string): string[] {
  return tokensOf(plain(text));
}

function tokensOf(said: string): string[] {
  const found = said
    .replace(/(\d),(?=\d{3}\b)/g, '$1')
    .replace(/\b(\d+)(?:k| grand| thousand)\b/g, '$1000')
    .replace(/\bw\/o\b/g, 'without')
    .replace(/'s\b/g, '')
    .replace(/'/g, '')
    .match(/\d+(?:\.\d+)+|[\p{L}\p{N}]+/gu);
  return (found ?? []).map((token) => NUMBER_WORDS.get(token) ?? token);
}

/** A word's stem; abbreviations and numbers stay as they are. */
const stems = new Map<string, string>();
function stem(token: string): string {
  let known = stems.get(token);
  if (known === undefined) {
    known = token.length <= 3 || /\d/.test(token) ? token : stemmer(token);
    if (stems.size < 50_000) stems.set(token, known);
  }
  return known;
}

interface Phrase {
  keys: readonly string[];
  kind: Unit['kind'];
}

interface TrieNode {
  next: Map<string, TrieNode>;
  phrase?: Phrase;
}

/** Reads texts into units, always in the same way for questions and for cards. */
export interface Lexicon {
  /**
   * @param repair mend spelling against the knowledge's own words; for questions, never for cards
   */
  units(text: string, repair?: boolean): Unit[];
  /** The text with slips of spelling mended, in small letters, everything else as typed. */
  mend(text: string): string;
  /** The key that a phrase stands for, such as a role's name. */
  keyOf(phrase: string): string;
  /** Reads a card's text, whose words are from then on what slips are mended towards. */
  learn(text: string): Unit[];
}

/**
 * Builds the lexicon from the glossary and the everyday words.
 *
 * A glossary term and all the ways it is typed become one key; so do an everyday word and the word
 * it stands for. The plain words of a term are further keys, so that a card that spells the term
 * out is still found.
 */
export function makeLexicon(knowledge: Pick<Knowledge, 'glossary' | 'words'>): Lexicon {
  const root: TrieNode = { next: new Map() };
  const add = (form: string, phrase: Phrase) => {
    const path = phraseTokens(form);
    if (path.length === 0) return;
    let node = root;
    for (const step of path) {
      let next = node.next.get(step);
      if (!next) {
        next = { next: new Map() };
        node.next.set(step, next);
      }
      node = next;
    }
    node.phrase ??= phrase;
  };
  const find = (form: string): Phrase | undefined => {
    let node: TrieNode | undefined = root;
    for (const step of phraseTokens(form)) node = node?.next.get(step);
    return node?.phrase;
  };
  for (const term of knowledge.glossary) {
    const expanded = tokens(term.expands)
      .filter((token) => !STOP.has(token))
      .map(stem);
    const phrase: Phrase = { keys: [`g:${term.term}`, ...expanded], kind: 'term' };
    for (const form of [term.term, ...term.typed]) add(form, phrase);
    if (expanded.length > 1) add(term.expands, phrase);
  }
  for (const group of knowledge.words) {
    const known = find(group.to);
    const path = phraseTokens(group.to);
    const key =
      known?.keys[0] ?? (path.length === 1 ? (path[0] ?? group.to) : `w:${path.join(' ')}`);
    const more = known?.keys.slice(1) ?? (path.length > 1 ? path : []);
    if (!known) add(group.to, { keys: [key, ...more], kind: 'word' });
    for (const form of group.from) {
      const own = phraseTokens(form).filter((step) => !STOP.has(step));
      add(form, { keys: [key, ...more, ...own], kind: known?.kind ?? 'word' });
    }
  }

  const own = [...STOP, ...[...walk(root)].map(({ step }) => step)];
  const counts = new Map<string, number>();
  let mendWord: Mend | undefined;
  const mended = (word: string) => {
    mendWord ??= makeMend(
      [...[...counts].sort((one, two) => two[1] - one[1]).map(([known]) => known), ...own],
      SLANG,
    );
    return /\d/.test(word) && !(word in SLANG) ? word : mendWord(word);
  };
  const unitsOf = (said: string, all: readonly string[]): Unit[] => {
    const found: Unit[] = [];
    for (const [pattern, key] of QUESTION_PHRASES) {
      const match = pattern.exec(said);
      if (match) {
        found.push({ text: match[0], keys: [key], kind: 'question' });
        break;
      }
    }
    const words = all.filter((token) => !GLUE.has(token));
    let at = 0;
    while (at < words.length) {
      const match = longest(root, words, at);
      if (match) {
        const typed = words.slice(at, at + match.length);
        // "How often" asks, "must we" binds: by themselves such words are about nothing.
        const small = typed.every((token) => STOP.has(token));
        const { keys, kind } = match.phrase;
        found.push({ text: typed.join(' '), keys, kind: small ? 'small' : kind });
        at += match.length;
        continue;
      }
      const token = words[at] ?? '';
      at += 1;
      if (/^(?:y|yr|ks)\d{1,2}$/.test(token)) continue;
      // "And an EHC one": at the end of what it stands for, "one" counts nothing.
      const next = words[at];
      const standsFor = token === '1' && (next === undefined || STOP.has(next));
      if (STOP.has(token) || standsFor) {
        if (!SILENT.has(token)) found.push({ text: token, keys: [`f:${token}`], kind: 'small' });
        continue;
      }
      const kind = /^\d/.test(token) ? 'number' : 'word';
      found.push({ text: token, keys: [stem(token)], kind });
    }
    return found;
  };
  const units = (text: string, repair = false): Unit[] => {
    const said = plain(text);
    const all = tokensOf(said);
    return unitsOf(
      said,
      repair ? all.map((token) => (GLUE.has(token) ? token : mended(token))) : all,
    );
  };
  return {
    units,
    mend: (text) => plain(text).replace(/[\p{L}\p{N}]+/gu, mended),
    keyOf: (phrase) => units(phrase)[0]?.keys[0] ?? stem(phrase),
    learn: (text) => {
      const said = plain(text);
      const all = tokensOf(said);
      for (const token of all) counts.set(token, (counts.get(token) ?? 0) + 1);
      mendWord = undefined;
      return unitsOf(said, all);
    },
  };
}

function phraseTokens(form: string): string[] {
  return tokens(form)
    .filter((token) => !GLUE.has(token))
    .map(stem);
}

function longest(
  root: TrieNode,
  words: readonly string[],
  at: number,
): { phrase: Phrase; length: number } | undefined {
  let node: TrieNode | undefined = root;
  let best: { phrase: Phrase; length: number } | undefined;
  for (let length = 1; at + length <= words.length && length <= 8; length += 1) {
    node = node.next.get(stem(words[at + length - 1] ?? ''));
    if (!node) break;
    if (node.phrase) best = { phrase: node.phrase, length };
  }
  return best;
}

function* walk(node: TrieNode): Generator<{ step: string }> {
  for (const [step, next] of node.next) {
    yield { step };
    yield* walk(next);
  }
}
