/** Whether the cards found answer the question, are two readings of it, or do not. */

import type { Role } from '../incoming.ts';
import type { Card } from '../knowledge/card.ts';
import type { Term } from '../knowledge/lists.ts';
import { asksForJudgement } from './judgement.ts';
import type { Names } from './names.ts';
import type { Places } from './places.ts';
import { contradiction, sayQuantity } from './quantities.ts';
import type { References } from './references.ts';
import { findReferences } from './references.ts';
import type { Hit } from './search.ts';
import type { Asked } from './understand.ts';
import { content, type WeightedUnit } from './units.ts';
import { DECLINES, WORDS } from './wording.ts';
import { plain } from './words.ts';

/** What to do with one question. */
export type Decision =
  | { kind: 'duties'; role: Role }
  | { kind: 'term'; term: Term; hits: readonly Hit[] }
  | {
      kind: 'answer';
      hit: Hit;
      /** Close second and third cards, told in a line each. */
      also: readonly Hit[];
      verdict?: 'yes' | 'no';
      /** "My source says 3 years." A wrong figure is never said again, so that nobody copies it. */
      correction?: string;
    }
  | { kind: 'choices'; prompt: string; options: readonly Option[] }
  | { kind: 'decline'; why: string; card?: Card; nearest: readonly Hit[] };

/** One reading of an unclear question. */
export type Option = { label: string } & ({ card: string } | { ask: string });

/** Where the lines are drawn; see `npm run eval`, which shows what moves when they do. */
const LINES = {
  /** Below this score nothing found is an answer. */
  score: 0.36,
  /** Nor when less of the question than this is held by the card. */
  coverage: 0.38,
  /** A long question may score less, when this much of it is held. */
  longScore: 0.28,
  longHeld: 12,
  /** A score this high needs no coverage. */
  sure: 0.72,
  /** A card whose known asks are this like "what is X" says it better than the glossary. */
  said: 0.8,
  /** A second card this close in score is told too. */
  also: 0.86,
  /** Two readings of a short question this close are offered as choices. */
  tie: 0.96,
  /** Only a question this unlike any known one is offered as a choice. */
  unclear: 0.55,
  /** How alike the question and a yes-or-no ask must be for the answer to begin so. */
  verdict: 0.62,
};

/** What deciding needs to know. */
export interface DecideTools {
  references: References;
  places: Places;
  names: Names;
  terms: ReadonlyMap<string, Term>;
  card(id: string): Card | undefined;
}

/**
 * Decides on one question.
 *
 * @param units the question's units as searched, with what a follow-up carried over
 * @param hits the cards found for them, best first
 */
export function decide(
  asked: Asked,
  units: readonly WeightedUnit[],
  hits: readonly Hit[],
  tools: DecideTools,
): Decision {
  if (content(units).length === 0) return { kind: 'decline', why: WORDS.empty, nearest: [] };
  return (
    unheldReference(asked, hits, tools) ??
    unheldName(asked, hits, tools) ??
    heldReference(asked, hits, tools) ??
    elsewhere(asked, hits, tools) ??
    judgement(asked, hits) ??
    wholeDuties(asked) ??
    unclearTerm(asked, tools) ??
    meaning(asked, hits, tools) ??
    answerOrNot(asked, units, hits)
  );
}

/** A paragraph, section or regulation that no card cites is never answered from another. */
function unheldReference(
  asked: Asked,
  hits: readonly Hit[],
  tools: DecideTools,
): Decision | undefined {
  for (const reference of findReferences(asked.typed)) {
    if (tools.references.holders(reference).length > 0) continue;
    const named = reference.kind === 'act' ? 'Act or regulations' : reference.kind;
    return { kind: 'decline', why: DECLINES.reference(named), nearest: hits.slice(0, 3) };
  }
  return undefined;
}

/** "What does paragraph 6.17 say?": the cards that cite it, the likeliest first. */
function heldReference(
  asked: Asked,
  hits: readonly Hit[],
  tools: DecideTools,
): Decision | undefined {
  const [reference] = findReferences(asked.typed).filter(({ kind }) => kind !== 'act');
  if (!reference || asked.yesNo) return undefined;
  const about = content(asked.units).filter(
    ({ kind, text, keys }) =>
      kind !== 'number' &&
      !PLACE_WORDS.has(text) &&
      !PLACE_WORDS.has(keys[0] ?? '') &&
      !reference.text.includes(text),
  );
  if (about.length > 0) return undefined;
  const found = tools.references.holders(reference).flatMap((id): Hit[] => {
    const card = tools.card(id);
    const hit = hits.find((one) => one.card.id === id);
    if (hit) return [hit];
    return card?.holds ? [asHit(card)] : [];
  });
  const [hit, ...also] = found.sort((one, two) => two.score - one.score);
  return hit && { kind: 'answer', hit, also: also.slice(0, 2) };
}

/** Words that only say which document a number belongs to. */
const PLACE_WORDS = new Set([
  'g:Code of Practice',
  'g:CFA 2014',
  ...'code practice act law regulations regulation reg regs section sections paragraph paragraphs para paras schedule chapter say says said about state states cover covers part send children families equality 2014 2010 2015 guidance please quote exact words wording plain english simple terms nutshell summary gist short version bullets mean means meaning explain explained sentence line words'.split(
    ' ',
  ),
]);

/** A card that was looked up rather than searched for. */
function asHit(card: Card): Hit {
  const none = { text: '', likeness: 0 };
  return {
    card,
    score: 0,
    likeness: 0,
    coverage: 1,
    held: 0,
    polar: { yes: none, no: none },
    missing: [],
  };
}

/** A charter, protocol, case or scheme whose name no card holds may not exist at all. */
function unheldName(asked: Asked, hits: readonly Hit[], tools: DecideTools): Decision | undefined {
  const name = tools.names.unheld(asked.typed);
  return name ? { kind: 'decline', why: DECLINES.name, nearest: hits.slice(0, 3) } : undefined;
}

/** Other councils, other nations and named schools, unless the card found speaks of them. */
function elsewhere(asked: Asked, hits: readonly Hit[], tools: DecideTools): Decision | undefined {
  const place = tools.places.find(asked.typed);
  if (!place) return undefined;
  const top = hits[0];
  if (top && top.score >= LINES.score && tools.places.speaksOf(top.card, place.name))
    return undefined;
  const why = place.kind === 'school' ? DECLINES.school : DECLINES.council(place.shown);
  return { kind: 'decline', why, nearest: hits.slice(0, 3) };
}

/** Whether one child would get something, has something, or a panel would agree: people decide. */
function judgement(asked: Asked, hits: readonly Hit[]): Decision | undefined {
  if (!asksForJudgement(asked.typed)) return undefined;
  const [top] = hits;
  if (top && (top.likeness >= LINES.said || (!top.card.holds && isConfident(top))))
    return undefined;
  return { kind: 'decline', why: DECLINES.judgement, nearest: hits.slice(0, 3) };
}

function wholeDuties(asked: Asked): Decision | undefined {
  const role = asked.roles[0];
  return asked.duties && role ? { kind: 'duties', role } : undefined;
}

/** An abbreviation with two meanings, when nothing else in the question tells which. */
function unclearTerm(asked: Asked, tools: DecideTools): Decision | undefined {
  const about = content(asked.units).filter((unit) => !MEANING_WORDS.has(unit.text));
  // The bare term asks what it means, even after an answer; "and the SLT?" goes on with that.
  const bare = plain(asked.text).split(' ').length === 1;
  const leans = bare ? asked.leans === 'surely' : /^(?:perhaps|surely)$/.test(asked.leans);
  if (about.length > 1 || leans) return undefined;
  const unit = about[0];
  const term = unit && tools.terms.get(unit.keys[0] ?? '');
  if (!unit || !term?.ambiguous) return undefined;
  const options = term.ambiguous.map(({ label, expands }) => ({
    label,
    ask: asked.text.includes(unit.text)
      ? plain(asked.text).replace(unit.text, expands)
      : `what is ${expands}`,
  }));
  return { kind: 'choices', prompt: `Which do you mean by "${unit.text.toUpperCase()}"?`, options };
}

const MEANING =
  /\b(?:what(?:'?s| is| are| does| do)?|define|meaning of|definition of|stands? for|stand for|mean|means|short for|abbreviation|acronym|explain)\b/;

const MEANING_WORDS = new Set(
  'short stand stands mean means meaning abbreviation acronym definition define term word phrase initials letters full form'.split(
    ' ',
  ),
);

/** "What does APDR stand for?": the glossary, where no card says it better. */
function meaning(asked: Asked, hits: readonly Hit[], tools: DecideTools): Decision | undefined {
  const about = content(asked.units).filter((unit) => !MEANING_WORDS.has(unit.text));
  if (about.length !== 1 || asked.leans === 'surely' || /^(?:and|or|but) /.test(asked.text))
    return undefined;
  const unit = about[0];
  const term = unit && tools.terms.get(unit.keys[0] ?? '');
  if (!term || term.ambiguous) return undefined;
  const text = plain(asked.text);
  const asksMeaning =
    /\b(?:stands? for|means?|short for|abbreviation|acronym|definition|define|meaning)\b/.test(
      text,
    );
  const bare =
    !asked.inScene &&
    content(asked.units).length === 1 &&
    text.split(' ').length <= 3 &&
    !MEANING.test(text);
  if (!asksMeaning && !bare && !MEANING.test(text)) return undefined;
  // "Private nurseries?" after an answer asks the same of them.
  if (bare && asked.carried) return undefined;
  const top = hits[0];
  if (!asksMeaning && top?.card.holds && top.likeness >= LINES.said) return undefined;
  return { kind: 'term', term, hits: hits.filter((hit) => hit.card.holds).slice(0, 3) };
}

function answerOrNot(asked: Asked, units: readonly WeightedUnit[], hits: readonly Hit[]): Decision {
  const top = hits[0];
  if (!isConfident(top))
    return { kind: 'decline', why: DECLINES.unknown, nearest: hits.slice(0, 3) };
  if (!top.card.holds)
    return {
      kind: 'decline',
      why: top.card.lead,
      card: top.card,
      nearest: hits.filter((hit) => hit.card.holds).slice(0, 2),
    };
  const rivals = hits.slice(1).filter((hit) => hit.card.holds);
  const about = content(units);
  const second = rivals[0];
  if (
    second &&
    about.length <= 1 &&
    top.likeness < LINES.unclear &&
    second.score >= LINES.tie * top.score
  ) {
    const close = [top, ...rivals].filter((hit) => hit.score >= LINES.tie * top.score).slice(0, 3);
    return {
      kind: 'choices',
      prompt: 'I hold several answers on that. Which would help?',
      options: close.map(({ card }) => ({ label: card.title, card: card.id })),
    };
  }
  const also = rivals
    .filter((hit) => hit.score >= LINES.also * top.score || fillsGap(top, hit))
    .slice(0, 2);
  const statement = `${top.card.lead}\n${top.card.rest}`;
  const clash = contradiction(asked.text, statement);
  const polar = verdict(asked, top);
  return {
    kind: 'answer',
    hit: top,
    also,
    ...(clash
      ? {
          correction: `Not quite: my source says ${sayQuantity(clash.held)}.`,
        }
      : polar && { verdict: polar }),
  };
}

/** Whether the card found is an answer at all. */
export function isConfident(hit: Hit | undefined): hit is Hit {
  if (!hit) return false;
  if (hit.score >= LINES.sure) return true;
  if (hit.score >= LINES.longScore && hit.held >= LINES.longHeld) return true;
  return hit.score >= LINES.score && hit.coverage >= LINES.coverage;
}

/** The second card holds a good part of what the first one misses. */
function fillsGap(top: Hit, hit: Hit): boolean {
  if (top.missing.length === 0 || hit.score < 0.6 * top.score) return false;
  const still = new Set(hit.missing.map((unit) => unit.keys[0]));
  return top.missing.some((unit) => unit.weight >= 1 && !still.has(unit.keys[0]));
}

/** Yes or no, only when a known yes-or-no question is nearly the one asked. */
function verdict(asked: Asked, hit: Hit): 'yes' | 'no' | undefined {
  if (!asked.yesNo) return undefined;
  const { yes, no } = hit.polar;
  const best = Math.max(yes.likeness, no.likeness);
  if (best < LINES.verdict || best < hit.likeness - 0.12) return undefined;
  if (Math.abs(yes.likeness - no.likeness) < 0.06) return undefined;
  const chosen = yes.likeness > no.likeness ? yes : no;
  if (asked.negated !== isNegated(chosen.text)) return undefined;
  // A yes to "is it the law?" must come from a card that is law.
  const law = hit.card.force === 'must' || hit.card.force === 'right';
  if (chosen === yes && !law && LAW.test(plain(asked.text))) return undefined;
  return yes.likeness > no.likeness ? 'yes' : 'no';
}

const LAW = /\b(?:law|laws|legal|legally|statutory|statute)\b/;

function isNegated(text: string): boolean {
  return /\b(?:not|no|never|without|cannot)\b|n't\b/.test(plain(text));
}
