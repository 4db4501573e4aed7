/**
 * From a question to a cited reply, in the named steps understand → search → decide → compose →
 * cite. Safety comes before all of them, in `bot.ts`.
 */

import type { Role } from '../incoming.ts';
import type { Card } from '../knowledge/card.ts';
import { type Citations, startCitations } from '../knowledge/cite.ts';
import type { Contact } from '../knowledge/lists.ts';
import type { Knowledge } from '../knowledge/read.ts';
import { type Block, type Choice, type Outcome, sayMarks } from '../reply.ts';
import { compose, composeMore, type Part, sayCard } from './compose.ts';
import { type DecideTools, type Decision, decide, isConfident } from './decide.ts';
import type { Context } from './follow-up.ts';
import type { Without } from './index.ts';
import { makeNames } from './names.ts';
import { makePlaces } from './places.ts';
import { findReferences, indexReferences } from './references.ts';
import { buildIndex, type Hit, type Index } from './search.ts';
import type { AboutLast } from './small-talk.ts';
import { type Asked, DUTIES_OF, makeUnderstand } from './understand.ts';
import { resolvedText, type WeightedUnit } from './units.ts';
import { DECLINES, FORCE_WORDS, STATUS_WORDS, sayChecked, sayRole, WORDS } from './wording.ts';
import { type Lexicon, makeLexicon } from './words.ts';

/** A composed answer, and what the next turn needs to know of this one. */
export interface Answer {
  outcome: Outcome;
  blocks: Block[];
  cards: string[];
  /** The question with its meaning resolved; empty when nothing was asked. */
  asked: string;
  /** How like a known question it was, 0 to 1; 1 where nothing had to be searched. */
  likeness: number;
  /** Set when the person said which role they have. */
  role?: Role;
}

/** Answers questions; pure, synchronous and the same every time. */
export interface Answerer {
  answer(text: string, context: Context): Answer;
  /** The whole of one card, as when its button is pressed. */
  card(id: string): Answer | undefined;
  /** What a text finds by itself. */
  find(text: string): Hit[];
}

/** How many cards a search returns to be decided on. */
const FOUND = 6;

/**
 * Makes an answerer over the knowledge.
 *
 * @param without leaves asks out of the index, for measuring the search against the cards' own asks
 */
export function makeAnswerer(knowledge: Knowledge, without?: Without): Answerer {
  const lexicon = makeLexicon(knowledge);
  const index = buildIndex(knowledge, lexicon, without);
  const tools: DecideTools = {
    references: indexReferences(knowledge),
    places: makePlaces(knowledge),
    names: makeNames(knowledge),
    terms: new Map(knowledge.glossary.map((term) => [`g:${term.term}`, term])),
    card: (id) => knowledge.byId.get(id),
  };

  const understand = makeUnderstand(lexicon, (id) => knowledge.byId.get(id)?.title ?? '');
  return {
    answer: (text, context) => {
      const understood = understand(text, context);
      const said = understood.role ? { role: understood.role } : {};
      const role = understood.role ?? context.role;
      const citations = startCitations(knowledge.sources);
      if (understood.smallTalk)
        return finish({ ...helped(WORDS[understood.smallTalk]), choices: [] }, citations, '');
      const aboutContact = understood.aboutLast === 'contact' && !contactOfLast(context, knowledge);
      if (understood.aboutLast && !aboutContact) {
        const part = aboutLast(understood.aboutLast, context, knowledge, citations, index, lexicon);
        return { ...finish(part, citations, context.turns.at(-1)?.asked ?? ''), ...said };
      }
      if (understood.questions.length === 0) {
        const words = understood.role ? sayRole(understood.role) : WORDS.empty;
        const part = { ...helped(words), outcome: understood.role ? 'helped' : 'declined' } as Part;
        return { ...finish(part, citations, ''), ...said };
      }
      const last = knowledge.byId.get(context.turns.at(-1)?.cards[0] ?? '');
      const decided = understood.questions.map((asked) => resolve(asked, role, last, index, tools));
      dropEchoes(decided, understood.questions);
      const whole = decided.length > 1 ? unsplit(text, context, role) : undefined;
      const parts = (whole ? [whole] : decided).map(({ decision }) =>
        compose(decision, knowledge, citations),
      );
      const merged = merge(parts, understood.questions);
      const asked = (whole ? [whole] : decided).map(resolvedQuestion).join(' ');
      const likeness = Math.max(...(whole ? [whole] : decided).map((one) => one.likeness));
      return { ...finish(merged, citations, asked, likeness), ...said };
    },
    card: (id) => {
      const card = knowledge.byId.get(id);
      if (!card) return undefined;
      const citations = startCitations(knowledge.sources);
      const part: Part = {
        outcome: card.holds ? 'answered' : 'declined',
        blocks: [{ kind: 'text', text: sayCard(card, knowledge, citations) }],
        cards: [id],
        choices: [],
      };
      return finish(part, citations, card.title);
    },
    find: (text) => {
      const units = lexicon.units(text, true).map((unit) => ({ ...unit, weight: 1 }));
      return index.search({ units }, FOUND);
    },
  };

  /** Two questions that one card answers well together are one. */
  function unsplit(text: string, context: Context, role: Role | undefined): Resolved | undefined {
    const units = lexicon.units(text, true).map((unit) => ({ ...unit, weight: 1 }));
    const hits = index.search({ units, ...(role && { role }) }, FOUND);
    if (!hits[0] || hits[0].likeness < 0.85) return undefined;
    const [asked] = understand(text, context).questions;
    const { likeness } = hits[0];
    return asked && { units, likeness, decision: decide({ ...asked, text }, units, hits, tools) };
  }
}

/** "…? What does the Act say?" asks for the source, which every answer gives anyway. */
const ECHO = new Set('dose say says act law code guidance page state source document'.split(' '));

function dropEchoes(decided: Resolved[], questions: readonly Asked[]): void {
  if (decided.length < 2) return;
  for (let at = decided.length - 1; at > 0; at -= 1) {
    const own = questions[at]?.units.filter(({ kind }) => kind === 'word' || kind === 'term') ?? [];
    if (decided[at]?.decision.kind === 'decline' && own.every(({ text }) => ECHO.has(text)))
      decided.splice(at, 1);
  }
}

/** A question with its meaning resolved: what the next turn builds on. */
function resolvedQuestion({ decision, units }: Resolved): string {
  return decision.kind === 'duties' ? `${DUTIES_OF}${decision.role}` : resolvedText(units);
}

interface Resolved {
  decision: Decision;
  units: readonly WeightedUnit[];
  likeness: number;
}

/** Searches a question by itself and, where it may lean on the turns before, together with them. */
function resolve(
  asked: Asked,
  role: Role | undefined,
  last: Card | undefined,
  index: Index,
  tools: DecideTools,
): Resolved {
  const preference = asked.roles[0] ?? role;
  const places = findReferences(asked.typed).filter(({ kind }) => kind !== 'act');
  const cited = new Set(places.flatMap((place) => tools.references.holders(place)));
  // A held number chooses among cards; as a word it would only be one more that no card uses.
  const isPlace = ({ text }: WeightedUnit) =>
    cited.size > 0 && /\d/.test(text) && places.some((place) => place.text.includes(text));
  const look = (units: readonly WeightedUnit[], after?: Card) =>
    index.search(
      {
        units: units.filter((unit) => !isPlace(unit)),
        ...(preference && { role: preference }),
        ...(after && { after }),
        ...(cited.size > 0 && { cited }),
      },
      FOUND,
    );
  const alone = { units: asked.units, hits: look(asked.units) };
  const carried = asked.carried && { units: asked.carried, hits: look(asked.carried, last) };
  let best = alone;
  if (carried && leansOnBefore(asked, alone.hits[0], carried.hits[0])) best = carried;
  else if (!isClear(alone.hits[0]) && !cited.has(alone.hits[0]?.card.id ?? '')) {
    // Not clear by itself: the sentences around it may say what it is about, or, in a long story,
    // one clause may hold the question.
    let most = promise(alone.hits[0]);
    for (const units of [...(asked.inScene ? [asked.inScene] : []), ...asked.clauses]) {
      const hits = look(units);
      const value = promise(hits[0]) * (units === asked.inScene ? 1 : PART);
      if (value > most) [best, most] = [{ units, hits }, value];
    }
  }
  return {
    units: best.units,
    // One clause of a story may be a plain question while the rest of it tells of a worry.
    likeness: (best === carried ? carried : alone).hits[0]?.likeness ?? 0,
    decision: decide(asked, best.units, best.hits, tools),
  };
}

/** A question this like a known ask needs nothing around it to be understood … */
const CLEAR = 0.7;

/** … if it also names something: "how long before?" is like many an ask, and about nothing. */
const NAMED = 3;

function isClear(hit: Hit | undefined): boolean {
  if (!hit || hit.likeness < CLEAR) return false;
  return hit.held >= NAMED || hit.likeness >= 0.85;
}

/** A part must promise more than the whole, which is what was asked. */
const PART = 0.92;

/** So much of what is held makes a reading worth about two thirds of its score. */
const ENOUGH = 3;

/** How far a reading can be trusted to be the question: few words are like an ask by chance. */
function promise(hit: Hit | undefined): number {
  return hit ? hit.score * (1 - Math.exp(-hit.held / ENOUGH)) : 0;
}

function leansOnBefore(asked: Asked, alone: Hit | undefined, carried: Hit | undefined): boolean {
  if (!carried) return false;
  if (asked.leans === 'surely') return true;
  if (asked.leans === 'slightly') {
    // What is held by itself is not given up for what is not held.
    if (isConfident(alone) && alone.card.holds && !carried.card.holds) return false;
    return carried.score > (alone?.score ?? 0) + 0.05;
  }
  const likeness = alone?.likeness ?? 0;
  return likeness < 0.9 || carried.likeness > likeness;
}

/** One reply from the parts: the same card is told once, and what has no answer is named. */
function merge(parts: readonly Part[], questions: readonly Asked[]): Part {
  const [first] = parts;
  if (parts.length === 1 && first) return first;
  const told = new Set<string>();
  const blocks: Block[] = [];
  const choices: Choice[] = [];
  const cards: string[] = [];
  const outcomes = new Set<Outcome>();
  const misses: Block[] = [];
  for (const [at, part] of parts.entries()) {
    outcomes.add(part.outcome);
    const [main] = part.cards;
    if (part.outcome === 'declined') {
      misses.push({ kind: 'text', text: DECLINES.part(questions[at]?.text ?? '') }, ...part.blocks);
    } else if (!main || !told.has(main)) blocks.push(...part.blocks);
    if (main) told.add(main);
    cards.push(...part.cards.filter((card) => !cards.includes(card)));
    choices.push(...part.choices);
  }
  const outcome: Outcome = outcomes.has('declined')
    ? outcomes.size > 1
      ? 'partly'
      : 'declined'
    : outcomes.has('answered')
      ? 'answered'
      : (first?.outcome ?? 'declined');
  if (outcome === 'declined')
    return { outcome, blocks: parts.flatMap((part) => part.blocks), cards, choices };
  return { outcome, blocks: [...blocks, ...misses], cards, choices };
}

/** The contact that goes with what was last answered. */
function contactOfLast(context: Context, knowledge: Knowledge): Contact | undefined {
  const card = knowledge.byId.get(context.turns.at(-1)?.cards[0] ?? '');
  return knowledge.contacts.get(card?.contact ?? card?.id.replace(/^contact-/, '') ?? '');
}

function aboutLast(
  about: AboutLast,
  context: Context,
  knowledge: Knowledge,
  citations: Citations,
  index: Index,
  lexicon: Lexicon,
): Part {
  const last = context.turns.at(-1);
  const card = knowledge.byId.get(last?.cards[0] ?? '');
  if (!card) return { ...helped(WORDS.empty), outcome: 'declined' };
  const marks = citations.mark(card);
  const cited = sayMarks(marks);
  if (about === 'more') {
    const units = lexicon.units(card.title).map((unit) => ({ ...unit, weight: 1 }));
    const near = index.search({ units }, FOUND).filter((hit) => hit.card.id !== card.id);
    return composeMore(near.slice(0, 3));
  }
  const contact = about === 'contact' && contactOfLast(context, knowledge);
  if (contact) {
    const held = citations.mark({ ...contact, force: 'context', status: 'in force' });
    const caution = contact.caution ? ` ${contact.caution}` : '';
    const text = `${contact.name}: ${contact.detail.replace(/\.$/, '')}. ${sayMarks(held)}${caution}`;
    return { outcome: 'answered', blocks: [{ kind: 'text', text }], cards: [card.id], choices: [] };
  }
  const { label, means } = FORCE_WORDS[card.force];
  const law = card.force === 'must' || card.force === 'right';
  const text =
    about === 'force'
      ? `**${law ? 'Yes, it is law' : 'No, it is not law'}.** ${label}: ${means}; ${STATUS_WORDS[card.status]}. ${card.lead} ${cited}`
      : about === 'source'
        ? `${card.lead} ${cited}\n\n${sayChecked(card.read, card.checked)}`
        : `${sayChecked(card.read, card.checked)} It is to be checked again by ${card.review}. ${label}; ${STATUS_WORDS[card.status]}. ${cited}`;
  return { outcome: 'answered', blocks: [{ kind: 'text', text }], cards: [card.id], choices: [] };
}

function helped(text: string): Part {
  return { outcome: 'helped', blocks: [{ kind: 'text', text }], cards: [], choices: [] };
}

/** Adds the sources and the buttons. */
function finish(part: Part, citations: Citations, asked: string, likeness = 1): Answer {
  const blocks = [...part.blocks];
  const sources = citations.all();
  if (sources.length > 0) blocks.push({ kind: 'sources', sources });
  const labels = new Set<string>();
  const choices = part.choices.filter(({ label }) => !labels.has(label) && labels.add(label));
  if (choices.length > 0)
    blocks.push({ kind: 'choices', prompt: 'You may also want:', choices: choices.slice(0, 3) });
  return { outcome: part.outcome, blocks, cards: part.cards, asked, likeness };
}
