/** What is being asked: role, small talk, one question or two, and what a follow-up refers to. */

import type { Role } from '../incoming.ts';
import {
  type Context,
  carry,
  isCorrection,
  type Leaning,
  leaning,
  opensAsFollowUp,
} from './follow-up.ts';
import {
  clausesOf,
  opening,
  type Part,
  splitQuestions,
  withoutGaps,
  withoutReader,
} from './questions.ts';
import { makeRoles, type Roles } from './roles.ts';
import { type AboutLast, aboutLast, type SmallTalk, smallTalk } from './small-talk.ts';
import { content, join, type WeightedUnit, weigh } from './units.ts';
import type { Lexicon } from './words.ts';

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
  leans: Leaning;
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
  smallTalk?: SmallTalk;
  /** A question about the last answer itself. */
  aboutLast?: AboutLast;
}

const YES_NO_START =
  /^(?:do|does|did|is|are|was|were|can|could|should|shall|must|may|might|will|would|has|have|had|am|isn'?t|aren'?t|don'?t|doesn'?t|can'?t|won'?t|shouldn'?t|wouldn'?t|need)\b/;

const TAG =
  /(?:,|\s)(?:right|correct|yes|yeah|isn'?t it|is it|don'?t they|do they|doesn'?t it|don'?t we|do we|can'?t we|true|true or false|or not|surely)\s*\??$|^(?:so |surely |i (?:thought|assume|take it|believe|heard)|is it true|am i right|is it right|someone (?:told|said)|my (?:head|boss|colleague) (?:says|said|reckons|thinks))/;

/** Somebody else's expectations. */
const EXPECTED_OF =
  /\b(?:council|authority|la|stockton)\b[a-z' ]{0,20}\b(?:expects?|wants?|asks?|requires?|needs?)\b/;

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

interface UnderstandTools {
  lexicon: Lexicon;
  roles: Roles;
  /** Keys that may stand beside a role when the whole of its duties is asked for. */
  company: ReadonlySet<string>;
  titleOf(card: string): string;
}

/** Reads a message, already without orders to the bot and identifying details, in its context. */
export type Understand = (text: string, context: Context) => Understood;

/**
 * Makes the reader of messages.
 *
 * @param titleOf the title of a card, by id: what the last answer was about
 */
export function makeUnderstand(lexicon: Lexicon, titleOf: (card: string) => string): Understand {
  const company = new Set(
    DUTY_COMPANY.flatMap((word) => lexicon.units(word).flatMap(({ keys }) => keys)),
  );
  const tools = { lexicon, roles: makeRoles(lexicon), company, titleOf };
  return (text, context) => understand(text, context, tools);
}

function understand(text: string, context: Context, tools: UnderstandTools): Understood {
  const { lexicon, roles } = tools;
  const said = withoutReader(lexicon.mend(withoutGaps(text)).trim().replace(/\s+/g, ' '));
  const talk = smallTalk(said);
  if (talk) return { questions: [], smallTalk: talk };

  const role = roles.said(said);
  const last = context.turns.at(-1);
  const answered = last !== undefined && last.cards.length > 0;
  const about = answered ? aboutLast(said) : undefined;
  // "Is that law for colleges?" asks something new.
  if (about && content(lexicon.units(said, true)).length <= 3)
    return { questions: [], aboutLast: about, ...(role && { role }) };

  const rest = role ? roles.without(said) : said;
  const onlyRole = role && content(lexicon.units(rest, true)).length === 0 && !/\?/.test(rest);
  // "So it's not me as head" takes up the last answer.
  const takesUp = last && /^(?:so|but|then|and)\b|\bnot\b|n't\b/.test(rest);
  if (onlyRole && !takesUp && (!last || answered)) return { questions: [], role };

  const parts = splitQuestions(rest || said, lexicon);
  const questions: Asked[] = [];
  for (const part of parts)
    questions.push({
      ...ask(part, { ...context, ...(role && { role }) }, questions.at(-1), tools),
      ...(parts.length === 1 && { typed: withoutGaps(text), clauses: clausesOf(rest, lexicon) }),
    });
  return { questions, ...(role && { role }) };
}

/** Sentences that only set the scene count for this much. */
const SCENE = 0.45;

function ask(
  part: Part,
  context: Context,
  before: Asked | undefined,
  tools: UnderstandTools,
): Asked {
  const { lexicon, roles: known, company } = tools;
  const own = weigh(lexicon.units(part.text, true), 1);
  const few = content(own).length <= 1;
  const scene = part.scene ? weigh(lexicon.units(part.scene, true), few ? 1 : SCENE) : [];
  const text = part.text;
  const start = opening(text);
  const named = known.named(own);
  // "What does the council expect of me?" is about me, not about the council's duties.
  const roles = EXPECTED_OF.test(text) ? named.filter((role) => role !== 'council') : named;
  const about = content(own);
  const mentionsMe = /\b(?:i|me|my|we|our|us)\b/.test(text);
  const subject = roles.length > 0 || (mentionsMe && context.role !== undefined);
  // "And teachers?" after a list of somebody's duties asks for theirs.
  const sameForAnother =
    !before &&
    context.turns.at(-1)?.asked.startsWith(DUTIES_OF) === true &&
    about.length === roles.length;
  // "Key person" is a thing of its own, though "key" and "person" are not.
  const isCompany = ({ keys: [main = '', ...more] }: WeightedUnit) =>
    company.has(main) || (!/^[gw]:/.test(main) && more.some((key) => company.has(key)));
  const duties =
    subject &&
    !YES_NO_START.test(start) &&
    (DUTIES.test(text) || sameForAnother) &&
    about.every((unit) => known.is(unit) || isCompany(unit));

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
  const leans = leaning(text, about.length);
  if (leans === 'no') return asked;
  if (duties && roles.length > 0 && !opensAsFollowUp(text)) return asked;
  const topic = before ? [] : weigh(lexicon.units(tools.titleOf(last?.cards[0] ?? '')), TOPIC);
  const carried = carry(own, previous, topic, isCorrection(text), known);
  return { ...asked, carried, leans };
}

/** What the last answer was about counts for this much beside what was asked. */
const TOPIC = 0.3;
