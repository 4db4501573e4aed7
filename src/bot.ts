/**
 * One turn: seen before? safe? a rating, a button, or a question? Answer, keep what the next turn
 * needs, reply. The only door between the adapters and the core.
 */

import { randomUUID } from 'node:crypto';
import { type Answer, makeAnswerer } from './answer/answer.ts';
import { composeSafeguarding } from './answer/compose.ts';
import { WORDS } from './answer/wording.ts';
import type { Incoming, Place } from './incoming.ts';
import type { Knowledge } from './knowledge/read.ts';
import type { Block, Reply } from './reply.ts';
import { withoutIdentifiers } from './safety/identifiers.ts';
import { judge } from './safety/judge.ts';
import type { Store } from './store/store.ts';

/** The core as adapters know it. */
export interface Bot {
  /** @throws StoreError when nothing could be kept; the turn then had no effect */
  handle(incoming: Incoming): Promise<Reply>;
}

/** What a bot is made of. */
export interface BotParts {
  knowledge: Knowledge;
  store: Store;
  /** Told how each turn ended, never what was said. */
  note?(turn: {
    outcome: Reply['outcome'];
    kind: Incoming['kind'];
    cards: readonly string[];
  }): void;
}

/** Longest message read; GOV.UK Chat stops at 300, but staff tell the whole story. */
const LONGEST = 4_000;

/** How like a known question a message is, or how much of it the cards hold, to be no worry. */
const CLEAR = { likeness: 0.6, held: 12 };

/** Builds the bot: reads the knowledge into an index once; holds no state but turns under way. */
export function makeBot({ knowledge, store, note }: BotParts): Bot {
  const answerer = makeAnswerer(knowledge);
  const { safety } = knowledge;
  const held = (text: string) => Math.max(0, ...answerer.find(text).map((hit) => hit.held));
  const underWay = new Map<string, Promise<unknown>>();

  const handle = async (incoming: Incoming): Promise<Reply> => {
    const fresh = await store.firstTime(`${incoming.place.id} ${incoming.id}`);
    const reply = await turn(incoming, fresh);
    note?.({ outcome: reply.outcome, kind: incoming.kind, cards: reply.cards });
    return reply;
  };

  const turn = async (incoming: Incoming, fresh: boolean): Promise<Reply> => {
    switch (incoming.kind) {
      case 'arrived':
        return helped(WORDS.greeting);
      case 'said':
        return said(incoming, incoming.text, fresh);
      case 'pressed':
        return pressed(incoming, fresh);
      case 'submitted':
        return helped(WORDS.oldForm);
      case 'rated': {
        const comment = withoutIdentifiers(incoming.comment ?? '', safety.identifiers).slice(
          0,
          1_000,
        );
        const known = await store.rate(incoming.answer, incoming.helpful, comment);
        return helped(known ? WORDS.rated : WORDS.notRated);
      }
      default:
        return incoming satisfies never;
    }
  };

  const pressed = async (
    incoming: Extract<Incoming, { kind: 'pressed' }>,
    fresh: boolean,
  ): Promise<Reply> => {
    const [verb, ...more] = incoming.action.split(':');
    const rest = more.join(':');
    if (verb === 'ask') return said(incoming, rest, fresh);
    const answer = verb === 'card' ? answerer.card(rest) : undefined;
    return answer ? keep(incoming, answer, fresh) : helped(WORDS.oldButton);
  };

  const said = async (envelope: Envelope, typed: string, fresh: boolean): Promise<Reply> => {
    const judged = judge(typed, safety);
    if (judged.kind === 'risk') return { ...composeSafeguarding(knowledge), dropMessage: true };
    if (judged.kind === 'wrong') {
      const outcome = judged.wrong === 'abuse' ? 'helped' : 'refused';
      return {
        outcome,
        blocks: [{ kind: 'text', text: safety.refusals[judged.wrong] }],
        cards: [],
        dropMessage: true,
      };
    }
    if (typed.length > LONGEST) return declined(WORDS.tooLong);
    if (judged.text.trim() === '') return declined(WORDS.empty);
    const role = await store.role(envelope.person);
    const turns = await store.turns(envelope.person, envelope.place.id);
    const answer = answerer.answer(judged.text, { turns, ...(role && { role }) });
    // When unsure whether a message tells of a child at risk, it does (KCSIE): only a question that
    // the cards clearly know is answered instead.
    if (judged.worry && answer.likeness < CLEAR.likeness && held(judged.text) < CLEAR.held)
      return { ...composeSafeguarding(knowledge), dropMessage: true };
    const lead: Block[] = judged.identified ? [{ kind: 'text', text: WORDS.leaveOut }] : [];
    const reply = await keep(
      envelope,
      { ...answer, blocks: [...answer.blocks, ...lead] },
      fresh,
      judged.text,
    );
    return judged.identified ? { ...reply, dropMessage: true } : reply;
  };

  /** Writes what the next turn and the editors need, then makes the reply. */
  const keep = async (
    envelope: Envelope,
    answer: Answer,
    fresh: boolean,
    question = '',
  ): Promise<Reply> => {
    const rated = answer.outcome === 'answered' || answer.outcome === 'partly';
    const id = randomUUID();
    if (fresh)
      await store.keep({
        person: envelope.person,
        place: envelope.place.id,
        ...(answer.role && { role: answer.role }),
        ...(answer.asked && { turn: { asked: answer.asked, cards: answer.cards } }),
        ...(rated && { answer: { id, outcome: answer.outcome, cards: answer.cards } }),
        ...(question && isGap(answer) && { unanswered: question.slice(0, 300) }),
      });
    const rating: Block[] = rated ? [{ kind: 'rating', answer: id }] : [];
    return { outcome: answer.outcome, blocks: [...answer.blocks, ...rating], cards: answer.cards };
  };

  return {
    // One person's turns are taken one at a time, so that a second message sees the first.
    handle: (incoming) => {
      const before = underWay.get(incoming.person) ?? Promise.resolve();
      const now = before.then(
        () => handle(incoming),
        () => handle(incoming),
      );
      underWay.set(incoming.person, now);
      const done = () => {
        if (underWay.get(incoming.person) === now) underWay.delete(incoming.person);
      };
      now.then(done, done);
      return now;
    },
  };
}

interface Envelope {
  person: string;
  place: Place;
}

/** A question nothing was found for; what we know we do not hold is no gap. */
function isGap(answer: Answer): boolean {
  return (
    answer.outcome === 'partly' || (answer.outcome === 'declined' && answer.cards.length === 0)
  );
}

function helped(text: string): Reply {
  return { outcome: 'helped', blocks: [{ kind: 'text', text }], cards: [] };
}

function declined(text: string): Reply {
  return { outcome: 'declined', blocks: [{ kind: 'text', text }], cards: [] };
}
