/**
 * Names that no cue announces, told by where they stand: only people find things hard, and only
 * people are helped to change for PE. Lists of names will always lack the next child's.
 */

import { isEnglish } from '../../english.ts';
import type { IdentifierWords } from './lists.ts';
import { TITLES } from './people.ts';
import { stemOf, type Token } from './tokens.ts';

const set = (list: string) => new Set(list.trim().split(/\s+/));

/** What a person does and a test, a scheme or a month does not. */
const DOES = set(`
  finds struggles loves enjoys likes dislikes hates prefers wants needs feels says tells told said
  asks asked thinks knows understands reads writes speaks talks listens watches plays sits stands
  runs walks eats sleeps cries screams shouts hits kicks bites hides refuses refused avoids copes
  becomes became goes leaves arrives arrived attends attended joins joined stays stayed waits waited
  tries tried learns learned learnt remembers forgets recognises counts copies draws builds responds
  responded reacts relies depends follows answers wears carries holds grips drops throws pushes grabs
  chews rocks hums spins flaps smiles laughs sings dances swims rides lives moved met masks fidgets
  wanders tires worries panics relaxes settles settled separates benefits benefitted benefited
  presents seems appears communicates vocalises points manages managed felt liked loved wanted needed
  enjoyed found chose chooses achieved attained mastered sat stood ran cried hid spoke wrote ate slept
  played listened seeks believes hopes wishes interacts engages engaged participates concentrates
  withdraws withdrew disrupts interrupts imitates repeats seldom misses missed trusts fears`);
/** What either may do; what follows then decides. */
const MAY_DO = set(`
  is was has had can cannot can't could couldn't will won't would wouldn't may might must should does
  doesn't did didn't isn't wasn't hasn't hadn't needs gets got gives gave takes took makes made comes
  came works worked looks covers uses used shows showed displays demonstrates demonstrated starts
  started stops stopped begins began keeps kept puts moves turns requires required receives received
  continues continued scored progressed improved grew knew saw helps`);
/** After such a verb: what is done with a thing, not with a child. */
const TO_A_THING = set(`
  used run delivered taught completed administered repeated introduced trialled bought purchased
  based designed published offered provided recommended suggested implemented put available helpful
  useful effective helped part daily weekly embedded carried timetabled installed licensed free
  improved measured standardised`);
const ADVERBS = set(`
  now often still also always usually sometimes never rarely only really currently already just soon
  then generally typically frequently regularly quickly easily mostly clearly consistently
  occasionally initially recently not been being very quite rather`);
/** What is done to people, and words that stand before them. */
const TO_PEOPLE = set(`
  help helps helped helping support supports supported supporting asks asked asking tell tells told
  telling give gives gave giving show shows showed let lets encourage encourages encouraged encouraging
  remind reminds reminded prompt prompts prompted prompting saw see sees know knows knew takes take
  took allow allows allowed allowing enable enables enabled enabling meet meets met watch watches
  watched about beside alongside between praise praises praised engage engages distract distracts calm
  calms settle invite invites invited observe observes observed assess assessed refer referred teach
  supervise supervises accompany accompanies collect collects escort escorts withdraw withdrawn
  regarding concerning around behind`);
/** "would like Xan to …" is a person; "would like Minecraft" is not. */
const WISHED = set('want wants wanted like expect expects expected need needs for with allow ask');
/** Before "to" and a name: where somebody went, not whom they spoke to. */
const WENT =
  set(`moved moves move went goes go travel travels transferred transfer visits visit trip
  trips back from came switched introduced due according similar access addition close near next
  relocated subscribed subscribe commuted flew`);
/** A thing's own name is followed by what it is. */
const THING_NOUN = set(`
  test tests profile profiles scale scales score scores programme programmes program assessment
  assessments scheme schemes session sessions group groups app apps card cards kit cards book books
  training intervention interventions therapy method approach approaches resource resources software
  framework questionnaire inventory checklist toolkit signs signing symbols screener screening survey
  index battery matrices maths phonics reading spelling class room house team school academy primary
  nursery centre college trust street road service services hub council park church library hospital
  clinic term week day days festival club award awards games game series film films characters toys
  lessons curriculum level levels stage stages phase edition manual worksheets materials pieces tiles
  baseline data results age equivalent percentile bricks syndrome disorder disease form forms`);
const DETERMINER = set(
  'the a an this these those our your my his her their its some any no each every both new',
);
/** Before a name these have a capital of their own: "Since May Xan has …". */
const DATED =
  set(`january february march april may june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday christmas easter english`);
/** Names that are months, seasons, verbs or school subjects first. */
const CALENDAR = set('may april june august summer autumn will art reading');
/** Names that are also what a sentence may begin with. */
const SHY = set(
  'mark bill max hope joy faith star sky honey river forest bear king prince princess angel',
);

/**
 * Whether a word with a capital, and no cue near it, stands where a person's name would.
 *
 * @param at where in `tokens` it is
 */
export function standsAsPerson(
  tokens: readonly Token[],
  at: number,
  words: IdentifierWords,
): boolean {
  const token = tokens[at];
  if (!token || !mayBeName(token, words)) return false;
  const word = stemOf(token.lower);
  const unknown = !word.split(/['-]/).every(isEnglish);
  const worded = words.cuedNames.has(word);
  if (!unknown && !worded) return false;
  const before = tokens[at - 1];
  const starts = !before || /[.!?:;\n"“(•]|- $/.test(token.before);
  if (before && !starts && DETERMINER.has(before.lower)) return false;
  // Inside a title: "Primary Xan". The first word of a sentence has its capital from there.
  const beforeStarts = at === 1 || /[.!?:;\n"“(•]|- $/.test(before?.before ?? '');
  const inTitle =
    before?.capital && token.before === ' ' && !beforeStarts && !DATED.has(before.lower);
  if (inTitle) return false;

  const last = endOfRun(tokens, at);
  const next = tokens[at + 1];
  if (last > at && next) {
    if (isThing(next, words)) return false;
    if (isSurname(next, words)) return true;
  }
  const owns = /'s?$/.test(token.text);
  if (last === at && !owns && next?.before === ' ' && THING_NOUN.has(next.lower)) return false;
  const shy = !unknown && (CALENDAR.has(word) || (starts && SHY.has(word)));
  const stands = standing(tokens, at, last);
  if (stands === 'sure') return true;
  if (stands === 'likely') return !shy;
  return worded && !unknown && !shy && !starts && last === at && !before?.capital;
}

/**
 * Whether two capitals, such as "JB", stand where a person's name would.
 *
 * @param at where in `tokens` they are
 */
export function initialsStandAsPerson(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const token = tokens[at];
  if (!token || (before && token.before === ' ' && DETERMINER.has(before.lower))) return false;
  return standing(tokens, at, at) !== undefined;
}

/** How surely the words around a run of capitals make a person of it. */
function standing(
  tokens: readonly Token[],
  at: number,
  last: number,
): 'sure' | 'likely' | undefined {
  const before = tokens[at - 1]?.lower ?? '';
  const joined = tokens[at]?.before === ' ';
  const after = tokens[last + 1];
  const follows = after !== undefined && after.before === ' ' && !after.capital;
  if (/'s$|s'$/i.test(tokens[last]?.text ?? '') && follows) return 'likely';
  if (follows) {
    const verb = ADVERBS.has(after.lower) ? tokens[last + 2] : after;
    if (verb && verb.before === ' ' && !verb.capital) {
      if (DOES.has(verb.lower)) return 'sure';
      if (MAY_DO.has(verb.lower) && !endsAsThing(tokens, tokens.indexOf(verb, last) + 1))
        return 'likely';
    }
  }
  if (!joined) return undefined;
  if (before === 'between' && after?.lower === 'and') return 'sure';
  if (WISHED.has(before) && follows && after.lower === 'to') return 'sure';
  if (TO_PEOPLE.has(before)) return 'likely';
  if (before === 'with' || before === 'for') return 'likely';
  if (before === 'to' && !WENT.has(tokens[at - 2]?.lower ?? '')) return 'likely';
  if (before === 'of' && after?.lower === 'and') return 'likely';
  return undefined;
}

function endsAsThing(tokens: readonly Token[], at: number): boolean {
  let next = at;
  while (ADVERBS.has(tokens[next]?.lower ?? '')) next += 1;
  return TO_A_THING.has(tokens[next]?.lower ?? '');
}

function endOfRun(tokens: readonly Token[], at: number): number {
  let last = at;
  while (last < at + 3) {
    const next = tokens[last + 1];
    if (!next?.capital || !/^[ -]$/.test(next.before) || /'s$/i.test(tokens[last]?.text ?? ''))
      break;
    last += 1;
  }
  return last;
}

/** Letters as in a name: no digit, not all capitals, no capital inside but Mc, O' or a hyphen. */
function mayBeName(token: Token, words: IdentifierWords): boolean {
  return (
    /^\p{Lu}\p{Ll}+(?:['-]?\p{Lu}?\p{Ll}+)*(?:'s|')?$/u.test(token.text) &&
    token.text.length > 1 &&
    !TITLES.has(token.lower) &&
    !isThing(token, words)
  );
}

function isThing(token: Token, words: IdentifierWords): boolean {
  const word = stemOf(token.lower);
  return (
    words.things.has(word) ||
    words.things.has(token.lower) ||
    words.things.has(word.replace(/s$/, '')) ||
    words.notAName.has(word) ||
    words.notAName.has(token.lower) ||
    THING_NOUN.has(word)
  );
}

function isSurname(token: Token, words: IdentifierWords): boolean {
  const word = stemOf(token.lower);
  return (
    word.split('-').some((part) => words.surnames.has(part)) ||
    (!isEnglish(word) && /^\p{Lu}\p{Ll}/u.test(token.text))
  );
}
