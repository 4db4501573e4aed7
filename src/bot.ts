/**
 * One turn: seen before? safe? a rating, a button, or a question? Answer, keep what the next turn
 * needs, reply. The only door between the adapters and the core.
 */

import { randomUUID } from 'node:crypto';
import { type Answer, makeAnswerer } from './answer/answer.ts';
import { composeSafeguarding } from './answer/compose.ts';
import { WORDS } from './answer/wording.ts';
import { makeLinking } from './bot-link.ts';
import type { Form } from './guide/form.ts';
import { closedGuide, type Guide, makeGuide } from './guide/guide.ts';
import type { Guided } from './guide/turn.ts';
import { WORDS as DRAFT_WORDS } from './guide/words.ts';
import type { Incoming, Place } from './incoming.ts';
import type { Knowledge } from './knowledge/read.ts';
import type { Block, Reply } from './reply.ts';
import type { Wrong } from './safety/conduct.ts';
import { withoutIdentifiers } from './safety/identifiers.ts';
import { judge } from './safety/judge.ts';
import type { Keyring } from './safety/seal.ts';
import type { Store } from './store/store.ts';

/** The core as adapters know it. */
export interface Bot {
  /** @throws StoreError when nothing could be kept; the turn then had no effect */
  handle(incoming: Incoming): Promise<Reply>;
  /** The same without drafts, for a surface that cannot tell who a person is. */
  handleWithoutDrafts(incoming: Incoming): Promise<Reply>;
  /**
   * What the cards hold on a text, best first: for a search, which is neither kept nor counted.
   *
   * @param most how many
   */
  find(text: string, most: number): readonly Found[];
  /**
   * Locks a person's drafts, because their account was closed, or opens them again.
   *
   * @throws StoreError
   */
  lock(person: string, locked: boolean): Promise<void>;
}

/** One card that a search found. */
export interface Found {
  id: string;
  title: string;
  blocks: Reply['blocks'];
}

/** What a bot is made of. */
export interface BotParts {
  knowledge: Knowledge;
  store: Store;
  /** Without it, nothing can be drafted here. */
  drafting?: Drafting;
  /** Told how each turn ended, never what was said. */
  note?(turn: {
    outcome: Reply['outcome'];
    kind: Incoming['kind'];
    cards: readonly string[];
  }): void;
}

/** What drafting needs. */
export interface Drafting {
  forms: readonly Form[];
  /** Seals what is kept. */
  keyring: Keyring;
  /** Today's ISO date in Stockton. */
  today(): string;
}

/** Longest question read; GOV.UK Chat stops at 300, but staff tell the whole story. */
const LONGEST = 4_000;

/** How like a known question a message is, or how much of it the cards hold, to be no worry. */
const CLEAR = { likeness: 0.6, held: 12 };

/** Builds the bot: reads the knowledge into an index once; holds no state but turns under way. */
export function makeBot({ knowledge, store, drafting, note }: BotParts): Bot {
  const answerer = makeAnswerer(knowledge);
  const { safety } = knowledge;
  const held = (text: string) => Math.max(0, ...answerer.find(text).map((hit) => hit.held));
  const clear = (text: string, likeness: number) =>
    likeness >= CLEAR.likeness || held(text) >= CLEAR.held;
  const clearlyAsks = (text: string) => clear(text, answerer.find(text)[0]?.likeness ?? 0);
  const open: Guide | undefined =
    drafting &&
    makeGuide({
      ...drafting,
      knowledge,
      store,
      knows: clearlyAsks,
    });
  /** The clauses of a message that are not abuse, without identifying details. */
  const withoutAbuse = (typed: string) =>
    typed
      .split(/(?<=[.!?,;])\s+/)
      .map((clause) => judge(clause, safety))
      .flatMap((made) => (made.kind === 'fine' ? [made.text] : []))
      .join(' ');
  const closed = (words: string) => drafting && closedGuide(drafting.forms, words);
  const underWay = new Map<string, Promise<unknown>>();

  const withDrafts = turns(open);
  const withoutDrafts = turns(closed(DRAFT_WORDS.off));
  const withDraftsLocked = turns(closed(DRAFT_WORDS.locked));
  // One person's turns are taken one at a time, so that a second message sees the first.
  const inTurn = (take: (incoming: Incoming) => Promise<Reply>) => (incoming: Incoming) => {
    const before = underWay.get(incoming.person) ?? Promise.resolve();
    const now = before.then(
      () => take(incoming),
      () => take(incoming),
    );
    underWay.set(incoming.person, now);
    const done = () => {
      if (underWay.get(incoming.person) === now) underWay.delete(incoming.person);
    };
    now.then(done, done);
    return now;
  };
  const linking = drafting && makeLinking({ store, keyring: drafting.keyring });

  /** A person may have several identities; the one that owns what is kept speaks for all. */
  const asOwner = async (incoming: Incoming): Promise<Reply> => {
    const { person } = incoming;
    const linked = incoming.kind === 'said' ? await linking?.said(incoming) : undefined;
    if (linked) return linked;
    const owned = { ...incoming, person: await store.owner(person) };
    const reply = (await store.locked(person))
      ? await withDraftsLocked(owned)
      : await withDrafts(owned);
    // Thanks for a rating are not shown everywhere, so nothing is told with them.
    const alone = !incoming.place.shared && incoming.kind !== 'rated';
    const news = alone ? await linking?.news(person) : undefined;
    return news === undefined
      ? reply
      : { ...reply, blocks: [{ kind: 'text', text: news }, ...reply.blocks] };
  };

  return {
    handle: inTurn(asOwner),
    handleWithoutDrafts: inTurn(withoutDrafts),
    find: (text, most) => {
      const judged = judge(text, safety);
      if (judged.kind !== 'fine') return [];
      return answerer
        .find(judged.text)
        .slice(0, most)
        .flatMap(({ card }) => {
          const answer = answerer.card(card.id);
          return answer ? [{ id: card.id, title: card.title, blocks: answer.blocks }] : [];
        });
    },
    lock: async (person, locked) => {
      if (!(await store.setLocked(person, locked))) return;
      const actor = drafting?.keyring.pseudonym(person) ?? '';
      await store.audit({ actor, event: locked ? 'drafts locked' : 'drafts unlocked' });
    },
  };

  /** The turns of one door. */
  function turns(guide: Guide | undefined): (incoming: Incoming) => Promise<Reply> {
    const handle = async (incoming: Incoming): Promise<Reply> => {
      const fresh = await store.firstTime(`${incoming.place.id} ${incoming.id}`);
      const reply = await turn(incoming, fresh);
      note?.({ outcome: reply.outcome, kind: incoming.kind, cards: reply.cards });
      return reply;
    };

    const turn = async (incoming: Incoming, fresh: boolean): Promise<Reply> => {
      switch (incoming.kind) {
        case 'arrived': {
          const waiting = (await guide?.waiting(incoming)) ?? [];
          return {
            ...helped(WORDS.greeting),
            blocks: [{ kind: 'text', text: WORDS.greeting }, ...waiting],
          };
        }
        case 'said':
          return said(incoming, incoming.text, fresh);
        case 'pressed':
          return pressed(incoming, fresh);
        case 'submitted': {
          const guided = await guide?.submitted(incoming, incoming.ask, incoming.values);
          return guided ? settle(incoming, guided, fresh) : helped(WORDS.oldForm);
        }
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
      const guided = await guide?.pressed(incoming, incoming.action);
      if (guided) return settle(incoming, guided, fresh);
      const answer = verb === 'card' ? answerer.card(rest) : undefined;
      return answer ? keep(incoming, answer, fresh) : helped(WORDS.oldButton);
    };

    const said = async (envelope: Envelope, typed: string, fresh: boolean): Promise<Reply> => {
      const judged = judge(typed, safety);
      const known = judged.kind === 'risk' && (await guide?.knows(envelope)) === true;
      if (judged.kind === 'risk' && !known) return safeguard(envelope);
      if (judged.kind === 'wrong') {
        const calm = refused(judged.wrong);
        // Whoever swears at a program may still need to know: what they ask is answered, calmly.
        const asked = judged.wrong === 'abuse' ? withoutAbuse(typed) : '';
        if (!clearlyAsks(asked)) return calm;
        const answer = await keep(envelope, answerer.answer(asked, { turns: [] }), fresh);
        return { ...answer, blocks: [...calm.blocks, ...answer.blocks], dropMessage: true };
      }
      const guided = await guide?.said(envelope, typed, fresh, judged);
      if (guided) return settle(envelope, guided, fresh);
      return known ? safeguard(envelope) : question(envelope, typed, fresh, judged);
    };

    /** What the guide made of a turn, as a reply. */
    const settle = async (envelope: Envelope, guided: Guided, fresh: boolean): Promise<Reply> => {
      switch (guided.kind) {
        case 'reply':
          return guided.reply;
        case 'risk':
          return safeguard(envelope);
        case 'question': {
          const reply = await question(envelope, guided.text, fresh);
          return reply.outcome === 'safeguarding'
            ? reply
            : { ...reply, blocks: [...reply.blocks, ...guided.after] };
        }
        default:
          return guided satisfies never;
      }
    };

    const refused = (wrong: Wrong): Reply => ({
      outcome: wrong === 'abuse' ? 'helped' : 'refused',
      blocks: [{ kind: 'text', text: safety.refusals[wrong] }],
      cards: [],
      dropMessage: true,
    });

    /** The safeguarding card comes before anything else, and the message is kept nowhere. */
    const safeguard = async (envelope: Envelope): Promise<Reply> => {
      const card = composeSafeguarding(knowledge);
      const more = (await guide?.interrupted(envelope)) ?? [];
      return { ...card, blocks: [...card.blocks, ...more], dropMessage: true };
    };

    const question = async (
      envelope: Envelope,
      typed: string,
      fresh: boolean,
      judged = judge(typed, safety),
    ): Promise<Reply> => {
      if (judged.kind === 'risk') return safeguard(envelope);
      if (judged.kind === 'wrong') return refused(judged.wrong);
      if (typed.length > LONGEST) return declined(WORDS.tooLong);
      if (judged.text.trim() === '') return declined(WORDS.empty);
      const role = await store.role(envelope.person);
      const turns = await store.turns(envelope.person, envelope.place.id);
      const answer = answerer.answer(judged.text, { turns, ...(role && { role }) });
      // When unsure whether a message tells of a child at risk, it does (KCSIE): only a question that
      // the cards clearly know is answered instead.
      if (judged.worry > 0 && !clear(judged.text, answer.likeness)) return safeguard(envelope);
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
      return {
        outcome: answer.outcome,
        blocks: [...answer.blocks, ...rating],
        cards: answer.cards,
      };
    };
    return handle;
  }
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
