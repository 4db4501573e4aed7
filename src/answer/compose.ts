/** From decisions to blocks: the answer in its first line, then how far it binds, then sources. */

import type { Role } from '../incoming.ts';
import type { Card } from '../knowledge/card.ts';
import { type Citations, startCitations } from '../knowledge/cite.ts';
import type { Contact } from '../knowledge/lists.ts';
import type { Knowledge } from '../knowledge/read.ts';
import {
  type Block,
  type Choice,
  type Duty,
  type Force,
  type Outcome,
  type Reply,
  sayMarks,
} from '../reply.ts';
import type { Decision, Option } from './decide.ts';
import { phaseOf } from './phase.ts';
import type { Hit } from './search.ts';
import {
  DUTY_HEADINGS,
  FORCE_WORDS,
  rolePlural,
  STATUS_WORDS,
  sayChecked,
  saySettings,
  WORDS,
} from './wording.ts';

/** One question's part of a reply. */
export interface Part {
  outcome: Outcome;
  blocks: Block[];
  /** Cards whose statements are shown. */
  cards: string[];
  /** Buttons to offer below. */
  choices: Choice[];
}

/** Forces that make a card a duty, strongest first. */
const DUTY_FORCES: readonly Force[] = [
  'must',
  'grant condition',
  'should',
  'local',
  'good practice',
];

/** Makes the blocks of one decision. */
export function compose(decision: Decision, knowledge: Knowledge, citations: Citations): Part {
  switch (decision.kind) {
    case 'answer':
      return composeAnswer(decision, knowledge, citations);
    case 'duties':
      return composeDuties(decision.role, knowledge, citations);
    case 'term': {
      const { term } = decision;
      const marks = citations.mark({
        force: 'definition',
        status: 'in force',
        checked: term.checked,
        sources: term.sources,
      });
      const caution = term.read === 'knowledge' ? ` ${sayChecked([term.read], term.checked)}` : '';
      const text = `**${term.term}**: ${stop(term.meaning)} ${sayMarks(marks)}${caution}`;
      return {
        outcome: 'answered',
        blocks: [{ kind: 'text', text }],
        cards: [],
        choices: decision.hits.map(({ card }) => cardChoice(card)),
      };
    }
    case 'choices':
      return {
        outcome: 'choices',
        blocks: [
          { kind: 'choices', prompt: decision.prompt, choices: decision.options.map(optionChoice) },
        ],
        cards: [],
        choices: [],
      };
    case 'decline':
      return composeDecline(decision, knowledge, citations);
    default:
      return decision satisfies never;
  }
}

function composeAnswer(
  decision: Extract<Decision, { kind: 'answer' }>,
  knowledge: Knowledge,
  citations: Citations,
): Part {
  const { hit, also, verdict, correction } = decision;
  const { card } = hit;
  const opening = correction ? `**${correction}** ` : verdict ? `**${capital(verdict)}.** ` : '';
  const blocks: Block[] = [{ kind: 'text', text: opening + sayCard(card, knowledge, citations) }];
  const shown = also.filter((other) => other.card.id !== card.id);
  if (shown.length > 0)
    blocks.push({
      kind: 'duties',
      title: 'Close to this',
      rows: shown.map((other) => dutyRow(other.card, citations)),
    });
  const ids = new Set([card.id, ...shown.map((other) => other.card.id)]);
  const related = card.related
    .filter((id) => !ids.has(id))
    .flatMap((id) => knowledge.byId.get(id) ?? [])
    .slice(0, 3);
  return { outcome: 'answered', blocks, cards: [...ids], choices: related.map(cardChoice) };
}

/** A card in full, as Markdown: the answer, how far it binds, what differs, what to beware of. */
export function sayCard(card: Card, knowledge: Knowledge, citations: Citations): string {
  const marks = citations.mark(card);
  const lines = [`${card.lead} ${sayMarks(marks)}`];
  if (card.rest) lines.push('', card.rest);
  for (const differs of card.differs) {
    const [mark] = citations.mark({ ...card, force: 'local', sources: [differs.from] });
    lines.push('', `Stockton's page ${differs.says} [${mark}]; ${stop(differs.now)}`);
  }
  const { label, means } = FORCE_WORDS[card.force];
  const applies = card.settings.length > 0 ? ` Applies to ${saySettings(card.settings)}.` : '';
  lines.push('', `**${label}**: ${means}; ${STATUS_WORDS[card.status]}.${applies}`);
  lines.push(sayChecked(card.read, card.checked));
  if (card.caution) lines.push('', `Take care: ${stop(card.caution)}`);
  const contact = card.contact ? knowledge.contacts.get(card.contact) : undefined;
  if (contact) lines.push('', `Who to ask: ${sayContact(contact, citations)}`);
  return lines.join('\n');
}

/**
 * The safeguarding card, with today's contacts and how sure we are of each.
 *
 * Its steps follow Keeping children safe in education; nothing in it depends on the message.
 */
export function composeSafeguarding(knowledge: Knowledge): Reply {
  const citations = startCitations(knowledge.sources);
  const marks = citations.mark({
    force: 'should',
    status: 'in force',
    checked: knowledge.sources[SAFEGUARDING_SOURCE]?.checked ?? '',
    sources: [SAFEGUARDING_SOURCE],
  });
  const steps = knowledge.safety.card.map((step, at) => {
    const named = step.replace(/\{([a-z-]+)\}/g, (_, id: string) => {
      const contact = knowledge.contacts.get(id);
      if (!contact) return id;
      const caution =
        contact.confidence === 'high' || !contact.caution ? '' : ` (${noStop(contact.caution)})`;
      const detail = contact.phone ?? contact.detail;
      return `${contact.name}${detail === contact.name ? '' : `: ${noStop(detail)}`}${caution}`;
    });
    return `${at + 1}. ${named}`;
  });
  const text = `**A child may not be safe. Act now; do not wait for me.** ${sayMarks(marks)}\n\n${steps.join('\n')}`;
  return {
    outcome: 'safeguarding',
    blocks: [
      { kind: 'text', text },
      { kind: 'sources', sources: citations.all() },
    ],
    cards: [],
  };
}

/** Where the card's steps come from. */
const SAFEGUARDING_SOURCE = 'kcsie';

/** A contact with how sure we are of it. A doubtful one is never shown as certain. */
function sayContact(contact: Contact, citations: Citations): string {
  const marks = citations.mark({
    force: 'context',
    status: 'in force',
    checked: contact.checked,
    sources: contact.sources,
  });
  const caution =
    contact.confidence === 'high' || !contact.caution ? '' : ` ${stop(contact.caution)}`;
  return `${contact.name}: ${stop(contact.detail)} ${sayMarks(marks)}${caution}`;
}

function composeDuties(role: Role, knowledge: Knowledge, citations: Citations): Part {
  const own = knowledge.cards.filter(
    (card) =>
      card.holds &&
      card.for.includes(role) &&
      [undefined, role].includes(phaseOf(card)) &&
      card.status !== 'superseded' &&
      DUTY_FORCES.includes(card.force),
  );
  const blocks: Block[] = [
    {
      kind: 'text',
      text: `${rolePlural(role)}: ${own.length} duties and expectations, what the law requires first.`,
    },
  ];
  for (const force of DUTY_FORCES) {
    const rows = own.filter((card) => card.force === force).map((card) => dutyRow(card, citations));
    if (rows.length > 0)
      blocks.push({ kind: 'duties', title: DUTY_HEADINGS[force] ?? force, rows });
  }
  return { outcome: 'answered', blocks, cards: own.map((card) => card.id), choices: [] };
}

function composeDecline(
  decision: Extract<Decision, { kind: 'decline' }>,
  knowledge: Knowledge,
  citations: Citations,
): Part {
  const { card, why, nearest } = decision;
  const lines: string[] = [];
  if (card) {
    lines.push(`${card.lead} ${sayMarks(citations.mark(card))}`);
    if (card.rest) lines.push('', card.rest);
  } else lines.push(why);
  const near = nearest.filter((hit) => hit.card.id !== card?.id && hit.card.holds);
  const [first] = near;
  if (!card && first)
    lines.push(
      '',
      `The nearest I hold: ${first.card.title} ${sayMarks(citations.mark(first.card))}.`,
    );
  const contact =
    knowledge.contacts.get(card?.contact ?? first?.card.contact ?? '') ??
    knowledge.contacts.get('sen-section');
  if (contact) lines.push('', `Who to ask: ${sayContact(contact, citations)}`);
  return {
    outcome: 'declined',
    blocks: [{ kind: 'text', text: lines.join('\n') }],
    cards: card ? [card.id] : [],
    choices: near.slice(0, 3).map(({ card: other }) => cardChoice(other)),
  };
}

/** A card as one row: its first sentence with its force and marks. */
function dutyRow(card: Card, citations: Citations): Duty {
  return {
    statement: card.lead,
    force: card.force,
    status: card.status,
    marks: citations.mark(card),
  };
}

/** The button that shows a card. */
function cardChoice(card: Card): Choice {
  return { action: `card:${card.id}`, label: card.title };
}

function optionChoice(option: Option): Choice {
  return 'card' in option
    ? { action: `card:${option.card}`, label: option.label }
    : { action: `ask:${option.ask}`, label: option.label };
}

/** The cards near to one, for "tell me more". */
export function composeMore(hits: readonly Hit[]): Part {
  return {
    outcome: 'helped',
    blocks: [{ kind: 'text', text: WORDS.more }],
    cards: [],
    choices: hits.map(({ card }) => cardChoice(card)),
  };
}

function noStop(sentence: string): string {
  return sentence.replace(/[.]$/, '');
}

function stop(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
