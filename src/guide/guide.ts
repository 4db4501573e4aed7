/**
 * One turn of drafting. A message in mid-draft may be a command, an answer or a question; the place
 * is worked out from the answers each time, and nothing is acknowledged before it is kept.
 */

import type { Values } from '../incoming.ts';
import type { Block } from '../reply.ts';
import type { Judgement } from '../safety/judge.ts';
import { SealError } from '../safety/seal.ts';
import { makeAnswering, soundsLikeQuestion } from './answering.ts';
import { listOf, valueAt } from './answers.ts';
import { makeBegin } from './begin.ts';
import { readCommand } from './commands.ts';
import { type GuideParts, makeContext } from './context.ts';
import { type Desk, keepDesk, readDesk } from './desk.ts';
import type { Draft } from './drafts.ts';
import { exactOption, readEntry } from './entry.ts';
import type { Form } from './form.ts';
import { nextStep, type Step } from './journey.ts';
import { makeMoving } from './moving.ts';
import { optionsFor } from './put.ts';
import { reportBlocks } from './review.ts';
import { makeRun } from './run.ts';
import { type Given, isBlank } from './take.ts';
import { choices, type Guided, onlyInPrivate, reply, type Speaker, text } from './turn.ts';
import { erasedOn, sayUntil, WORDS } from './words.ts';

/** Drafting, as the bot knows it. */
export interface Guide {
  /**
   * @param judged what safety made of the text
   * @returns undefined when the message is none of the guide's business
   */
  said(
    speaker: Speaker,
    text: string,
    fresh: boolean,
    judged: Judgement,
  ): Promise<Guided | undefined>;
  pressed(speaker: Speaker, action: string): Promise<Guided | undefined>;
  submitted(speaker: Speaker, ask: string, values: Values): Promise<Guided | undefined>;
  /** Whether the person has said that the safeguarding lead knows of what comes next. */
  knows(speaker: Speaker): Promise<boolean>;
  /** What is added to the safeguarding card when it interrupts a draft. */
  interrupted(speaker: Speaker): Promise<Block[]>;
  /** What waits for a person who has just come. */
  waiting(speaker: Speaker): Promise<Block[]>;
}

/** Days before erasure from which a person is told. */
const WARN_DAYS = 7;

/** Builds the guide; it holds no state. */
export function makeGuide(parts: GuideParts): Guide {
  const context = makeContext(parts);
  const { forms, store, today, drafts, open, putStep, current, again, note } = context;
  const { beginNamed, openDraft } = makeBegin(context);
  const { takeAnswers, settle, park, skip, answered } = makeAnswering(context);
  const { rowChoices, addRow, dropRow } = makeMoving(context);
  const { run } = makeRun(context);

  /** A draft that cannot be opened has no reference that could be typed. */
  const referencesOf = async (person: string): Promise<string[]> => {
    try {
      return (await drafts.list(person)).map(({ reference }) => reference);
    } catch (error) {
      if (error instanceof SealError) return [];
      throw error;
    }
  };

  const eraseDraft = async (speaker: Speaker, id: string): Promise<Guided> => {
    const draft = await drafts.open(speaker.person, id);
    if (!draft) return reply([text(WORDS.noneSuch)]);
    await drafts.erase(speaker.person, id);
    await note(speaker, 'draft erased', id);
    await keepDesk(store, speaker.person, speaker.place.id, {});
    return reply([text(WORDS.erased(draft.reference))]);
  };

  const forgetPerson = async (speaker: Speaker): Promise<Guided> => {
    await store.forget(speaker.person);
    await note(speaker, 'person forgotten');
    return reply([text(WORDS.forgotten)]);
  };

  const takeReport = async (speaker: Speaker, draft: Draft, pasted: string): Promise<Guided> => {
    await keepDesk(store, speaker.person, speaker.place.id, { draft: draft.id });
    return reply([...reportBlocks(draft, pasted), ...(await again(speaker, draft.id, {}))]);
  };

  const guide: Guide = {
    said: async (speaker, typed, fresh, judged) => {
      if (speaker.place.shared) {
        const command = readCommand(typed, { forms, references: [] });
        return command ? onlyInPrivate() : undefined;
      }
      const desk = await readDesk(store, speaker.person, speaker.place.id);
      const now = await open(speaker.person, desk.draft);
      if (!fresh && (now || desk.begins)) {
        if (!now) return reply([text(WORDS.already)]);
        // The answer may have been kept before the next question was put.
        const kept =
          desk.path !== undefined && now.draft.version(desk.path) !== (desk.version ?? 0);
        return reply([
          text(WORDS.already),
          ...(kept
            ? await putStep(speaker, now, nextStep(now.all, now.draft.answers, desk.path))
            : await again(speaker, now.draft.id, desk)),
        ]);
      }
      if (desk.sure) {
        const yes =
          /^(?:yes|y|yep|yeah|do it|erase it|delete it|sure|i am sure|i'm sure|confirm|ok|okay)\b/i.test(
            typed.trim(),
          );
        await keepDesk(store, speaker.person, speaker.place.id, { ...desk, sure: undefined });
        if (yes)
          return desk.sure === 'forget'
            ? forgetPerson(speaker)
            : eraseDraft(speaker, desk.draft ?? '');
        if (/^(?:no|n|nope|keep|cancel|don'?t|stop)\b/i.test(typed.trim()))
          return reply([
            text(WORDS.notErased),
            ...(now ? await again(speaker, now.draft.id, desk) : []),
          ]);
      }
      if (desk.report && now && typed.trim().split(/\s+/).length > 30)
        return takeReport(speaker, now.draft, typed);
      const step = now && current(now, desk);
      // "Not yet" may be a choice of the question and a command: then it is the choice.
      if (
        now &&
        step &&
        exactOption(typed, optionsFor(now.draft.form, now.draft.answers, step.question))
      )
        return answered(speaker, now, step, { typed, judged }, desk);
      // A reference opens its draft; while one is open, only with a word such as "open" before it.
      const named = now
        ? /^\s*(?:open|switch to|carry on with|continue with|resume|go to)\b/i.test(typed)
        : typed.length <= 40;
      const references = named ? await referencesOf(speaker.person) : [];
      const command = readCommand(typed, { forms, open: now?.draft.form, references });
      // One word is the reference that was asked for, whatever else it may mean.
      const oneWord = !/\s/.test(typed.trim());
      if (
        desk.begins !== undefined &&
        (!command || command.do === 'switch') &&
        (oneWord || soundsLikeQuestion(typed) === 'no' || !parts.knows(typed))
      )
        return beginNamed(speaker, desk.begins, typed);
      if (command) return run(speaker, command, desk, now);
      if (!now || !step) return undefined;
      return answered(speaker, now, step, { typed, judged }, desk);
    },
    pressed: async (speaker, action) => {
      const [family, verb = '', id = '', ...more] = action.split(':');
      if (family !== 'draft') return undefined;
      if (speaker.place.shared) return onlyInPrivate();
      const at = more.join(':');
      const path = at.replace(/@\d+$/, '');
      if (verb === 'start') return run(speaker, { do: 'start', form: id }, {}, undefined);
      if (verb === 'forget') return forgetPerson(speaker);
      if (verb === 'keep') return reply([text(WORDS.notErased)]);
      if (verb === 'erase') return eraseDraft(speaker, id);
      const now = await open(speaker.person, id);
      if (!now) return reply([text(WORDS.noneSuch)]);
      const desk: Desk = { draft: id, ...(path && { path }) };
      const step = now.all.find((one) => one.path === path);
      const shown = Number(/@(\d+)$/.exec(at)?.[1] ?? Number.NaN);
      const late = !Number.isNaN(shown) && step !== undefined && shown !== now.draft.version(path);
      switch (verb) {
        case 'open':
          return { kind: 'reply', reply: await openDraft(speaker, id) };
        case 'park':
        case 'skip':
          if (!step || late) return reply([text(WORDS.old), ...(await again(speaker, id, {}))]);
          return verb === 'park' ? park(speaker, now, step, '') : skip(speaker, now, step);
        case 'change':
          return step
            ? reply(await putStep(speaker, now, step))
            : reply([text(WORDS.old), ...(await again(speaker, id, {}))]);
        case 'row':
        case 'drop':
        case 'add': {
          const [rows = '', row = ''] = path.split('/');
          if (verb === 'add')
            return {
              kind: 'reply',
              reply: await addRow(speaker, now, rows, shown),
            };
          if (
            !listOf(valueAt(now.draft.answers, rows)).includes(row) &&
            !now.all.some((one) => one.row?.rows.id === rows && one.row.id === row)
          )
            return reply([text(WORDS.old), ...(await again(speaker, id, {}))]);
          if (verb === 'drop')
            return { kind: 'reply', reply: await dropRow(speaker, now, rows, row) };
          return reply([rowChoices(now.draft, rows, row, now.all)]);
        }
        case 'mine':
        case 'theirs':
          return settle(speaker, now.draft, path, verb === 'mine', shown);
        case 'fine':
          return run(speaker, { do: 'false alarm' }, desk, now);
        case 'known':
          return run(speaker, { do: 'lead knows' }, desk, now);
        case 'take':
        case 'asked': {
          const { pending } = now.draft;
          if (!pending) return reply([text(WORDS.old), ...(await again(speaker, id, {}))]);
          await drafts.keepAside(now.draft, { pending: null });
          const fresh = (await open(speaker.person, id)) ?? now;
          const meant = fresh.all.find((one) => one.path === pending.path);
          if (!meant) return reply([text(WORDS.old), ...(await again(speaker, id, {}))]);
          if (verb === 'asked')
            return {
              kind: 'question',
              text: pending.text,
              after: await putStep(speaker, fresh, meant),
            };
          return takeAnswers(
            speaker,
            fresh,
            [{ step: meant, typed: pending.text, version: pending.version }],
            { fine: { path: meant.path, of: 'details' } },
          );
        }
        case 'back':
        case 'why':
        case 'where':
        case 'check':
        case 'panel':
        case 'costs':
        case 'parked':
        case 'export':
        case 'update':
        case 'delete':
          return run(speaker, { do: verb }, step ? desk : { draft: id }, now);
        default:
          return reply([text(WORDS.old), ...(await again(speaker, id, {}))]);
      }
    },
    submitted: async (speaker, ask, values) => {
      const [family, id = ''] = ask.split(':');
      if (family === 'draft-start' || family === 'draft' || family === 'draft-report') {
        if (speaker.place.shared) return onlyInPrivate();
      } else return undefined;
      if (family === 'draft-start')
        return beginNamed(speaker, id, String([values.reference ?? ''].flat()[0] ?? ''));
      const now = await open(speaker.person, id);
      if (!now) return reply([text(WORDS.noneSuch)]);
      if (family === 'draft-report')
        return takeReport(speaker, now.draft, [values.report ?? ''].flat().join('\n'));
      const given = Object.entries(values).flatMap(([field, typed]): Given[] => {
        const [, path = '', shown = '0'] = /^(.*)@(\d+)$/.exec(field) ?? [];
        const step = now.all.find((one) => one.path === path);
        return step && !isBlank(typed) ? [{ step, typed, version: Number(shown) }] : [];
      });
      if (given.length === 0) {
        const known = Object.keys(values).some((field) =>
          now.all.some(({ path }) => field.startsWith(`${path}@`)),
        );
        return reply([
          text(known ? WORDS.blank : WORDS.old),
          ...(await again(speaker, id, await readDesk(store, speaker.person, speaker.place.id))),
        ]);
      }
      const desk = await readDesk(store, speaker.person, speaker.place.id);
      const unchanged = given.filter(
        ({ step, typed }) => step.more === undefined && sameAsKept(now.draft, step, typed, today()),
      );
      if (unchanged.length === given.length)
        return reply([
          text(WORDS.twice),
          ...(await putStep(
            speaker,
            now,
            nextStep(now.all, now.draft.answers, given.at(-1)?.step.path),
          )),
        ]);
      return takeAnswers(speaker, now, given, desk);
    },
    knows: async (speaker) =>
      (await readDesk(store, speaker.person, speaker.place.id)).fine?.of === 'safety',
    interrupted: async (speaker) => {
      if (speaker.place.shared) return [];
      const desk = await readDesk(store, speaker.person, speaker.place.id);
      if (desk.draft === undefined) return [];
      return [
        text(WORDS.interrupted),
        ...(desk.path === undefined
          ? []
          : [
              text(WORDS.known),
              choices([
                {
                  action: `draft:known:${desk.draft}:${desk.path}`,
                  label: 'My safeguarding lead knows',
                },
                { action: `draft:open:${desk.draft}`, label: 'Carry on with the draft' },
              ]),
            ]),
      ];
    },
    waiting: async (speaker) => {
      if (speaker.place.shared) return [];
      const mine = await drafts.list(speaker.person);
      const due = mine.filter((draft) => daysLeft(draft) <= WARN_DAYS);
      return [
        ...due.map((draft) =>
          text(
            `Your draft ${draft.reference} will be erased on ${sayUntil(draft)} unless you work on it or export it.`,
          ),
        ),
        choices([
          ...mine.slice(0, 5).map(({ id, reference }) => ({
            action: `draft:open:${id}`,
            label: `Carry on with ${reference}`,
          })),
          ...forms.map((form) => ({
            action: `draft:start:${form.id}`,
            label: `Start: ${form.title}`,
          })),
        ]),
      ];
    },
  };

  return openedOrTold(guide, (speaker) => note(speaker, 'a draft could not be opened'));

  function daysLeft(draft: Draft): number {
    return (Date.parse(erasedOn(draft)) - Date.parse(`${today()}T12:00:00Z`)) / 86_400_000;
  }
}

/**
 * A draft whose key is missing, or whose record was altered, is not shown in part: the person is
 * told, in words they can pass on, and everything else goes on working.
 */
function openedOrTold(guide: Guide, failed: (speaker: Speaker) => Promise<void>): Guide {
  const told = async <T>(speaker: Speaker, work: Promise<T>, instead: T): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      await failed(speaker);
      return instead;
    }
  };
  const sealed = reply([text(WORDS.sealed)]);
  return {
    said: (speaker, typed, fresh, judged) =>
      told(speaker, guide.said(speaker, typed, fresh, judged), sealed),
    pressed: (speaker, action) => told(speaker, guide.pressed(speaker, action), sealed),
    submitted: (speaker, ask, values) =>
      told(speaker, guide.submitted(speaker, ask, values), sealed),
    knows: guide.knows,
    interrupted: guide.interrupted,
    waiting: (speaker) => told(speaker, guide.waiting(speaker), [text(WORDS.sealed)]),
  };
}

/** A guide that opens nothing and says why, in `words`. */
export function closedGuide(forms: readonly Form[], words: string): Guide {
  const off = (): Guided => reply([text(words)]);
  return {
    said: async (_speaker, typed) => {
      const command = readCommand(typed, { forms, references: [] });
      return command ? off() : undefined;
    },
    pressed: async (_speaker, action) => (action.startsWith('draft:') ? off() : undefined),
    submitted: async (_speaker, ask) =>
      /^draft(?:-start|-report)?:/.test(ask) ? off() : undefined,
    knows: async () => false,
    interrupted: async () => [],
    waiting: async () => [],
  };
}

/** Filling in what is already kept, as a second press of the same button does, changes nothing. */
function sameAsKept(
  draft: Draft,
  step: Step,
  typed: string | readonly string[],
  today: string,
): boolean {
  const kept = valueAt(draft.answers, step.path);
  if (kept === undefined) return false;
  const entry = readEntry(step.question, typed, {
    today,
    options: optionsFor(draft.form, draft.answers, step.question),
  });
  return 'value' in entry && JSON.stringify(entry.value) === JSON.stringify(kept);
}
