/** What every part of the guide works with: the parts it is made of, and the question that is put. */

import type { Knowledge } from '../knowledge/read.ts';
import type { Block } from '../reply.ts';
import type { Keyring } from '../safety/seal.ts';
import type { Store } from '../store/store.ts';
import { type Desk, keepDesk, readDesk } from './desk.ts';
import { type Draft, type Drafts, makeDrafts } from './drafts.ts';
import type { Form } from './form.ts';
import { nextStep, type Step, steps, together } from './journey.ts';
import { put } from './put.ts';
import { choices, type Speaker, text } from './turn.ts';
import { WORDS } from './words.ts';

/** What a guide is made of. */
export interface GuideParts {
  forms: readonly Form[];
  knowledge: Knowledge;
  store: Store;
  keyring: Keyring;
  /** ISO date. */
  today(): string;
  /** Whether the cards clearly know this question. */
  knows(text: string): boolean;
}

/** An open draft with what is asked of it. */
export interface Open {
  draft: Draft;
  all: Step[];
}

/** The parts, and what all of them do. */
export interface Context extends GuideParts {
  drafts: Drafts;
  /** @param known the draft as it was a moment ago */
  open(person: string, id: string | undefined, known?: Draft): Promise<Open | undefined>;
  /** Puts a question, or says that all is done, and remembers it on the desk. */
  putStep(speaker: Speaker, open: Open, step: Step | undefined, desk?: Desk): Promise<Block[]>;
  /** The question that waits for its answer. */
  current(open: Open, desk: Desk): Step | undefined;
  /** The open question again, after something else was said. */
  again(speaker: Speaker, draft: string, desk: Desk): Promise<Block[]>;
  /** Notes that something was done, without what it said. */
  note(speaker: Speaker, event: string, draft?: string): Promise<void>;
}

/** Makes the context of a guide. */
export function makeContext(parts: GuideParts): Context {
  const { store, today } = parts;
  const drafts = makeDrafts(store, parts.keyring);

  const open = async (
    person: string,
    id: string | undefined,
    known?: Draft,
  ): Promise<Open | undefined> => {
    const draft = id === undefined ? undefined : await drafts.open(person, id, known);
    return draft && { draft, all: steps(draft.form, draft.answers, today()) };
  };

  /** Puts a question, or says that all is done, and remembers it on the desk. */
  const putStep = async (
    speaker: Speaker,
    { draft, all }: Open,
    step: Step | undefined,
    desk: Desk = {},
  ): Promise<Block[]> => {
    await keepDesk(store, speaker.person, speaker.place.id, {
      ...desk,
      draft: draft.id,
      ...(step && { path: step.path, version: draft.version(step.path) }),
    });
    if (step) {
      const last = together(all, draft.answers, step).some(({ question }) => question.profile)
        ? await drafts.profile(speaker.person)
        : new Map();
      return put(draft, all, step, today(), last);
    }
    return [
      text(WORDS.complete),
      choices([
        { action: `draft:check:${draft.id}`, label: 'Check it' },
        {
          action: `draft:panel:${draft.id}`,
          label: draft.form.summary ? 'Show the summary' : 'Show what the panel would see',
        },
        { action: `draft:export:${draft.id}`, label: 'Export' },
        { action: `draft:parked:${draft.id}`, label: 'What is left to come back to' },
      ]),
    ];
  };

  const current = ({ draft, all }: Open, desk: Desk): Step | undefined =>
    all.find(({ path }) => path === desk.path) ?? nextStep(all, draft.answers, desk.path);

  /** The open question again, after something else was said. */
  const again = async (speaker: Speaker, draft: string, desk: Desk): Promise<Block[]> => {
    const now = await open(speaker.person, draft);
    if (!now) return [text(WORDS.noneSuch)];
    const before = await readDesk(store, speaker.person, speaker.place.id);
    const place = desk.path === undefined && before.draft === draft ? before : desk;
    return putStep(speaker, now, current(now, place));
  };

  const note = (speaker: Speaker, event: string, draft?: string) =>
    store.audit({
      actor: parts.keyring.pseudonym(speaker.person),
      event,
      ...(draft !== undefined && { draft }),
    });

  return { ...parts, drafts, open, putStep, current, again, note };
}
