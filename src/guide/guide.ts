/**
 * One turn of drafting. A message in mid-draft may be a command, an answer or a question; the place
 * is worked out from the answers each time, and nothing is acknowledged before it is kept.
 */

import type { Place, Values } from '../incoming.ts';
import type { Knowledge } from '../knowledge/read.ts';
import type { Block, Choice, Outcome, Reply } from '../reply.ts';
import { withoutIdentifiers } from '../safety/identifiers.ts';
import type { Keyring } from '../safety/seal.ts';
import type { Store } from '../store/store.ts';
import { type Answer, listOf, valueAt } from './answers.ts';
import { bareWords, type Command, findPlace, readCommand } from './commands.ts';
import { type Desk, keepDesk, readDesk } from './desk.ts';
import { type Draft, type Drafts, makeDrafts } from './drafts.ts';
import { readEntry } from './entry.ts';
import { exportFiles } from './export.ts';
import { type Form, nameOf, questionsOf } from './form.ts';
import { gateText } from './gate.ts';
import { isOpen, nextStep, placeOf, progressOf, type Step, steps, together } from './journey.ts';
import { readMap } from './map.ts';
import { optionsFor, put, rowTitle } from './put.ts';
import { readReference, suggestReference } from './reference.ts';
import {
  checkBlocks,
  costBlocks,
  parkedBlocks,
  reportBlocks,
  sayRowSum,
  viewBlocks,
  whereBlocks,
  whyBlocks,
} from './review.ts';
import { freeRow, type Given, isBlank, profileValues, take } from './take.ts';
import {
  erasedOn,
  sayAbout,
  sayKept,
  sayProgress,
  saySaved,
  sayWhatIsKept,
  WORDS,
} from './words.ts';

/** What the guide makes of a turn. */
export type Guided =
  | { kind: 'reply'; reply: Reply }
  /** A question for the cards; what was open is put again below the answer. */
  | { kind: 'question'; text: string; after: readonly Block[] }
  /** A child may not be safe: nothing was kept. */
  | { kind: 'risk' };

/** Who speaks, where. */
export interface Speaker {
  person: string;
  place: Place;
}

/** Drafting, as the bot knows it. */
export interface Guide {
  /** @returns undefined when the message is none of the guide's business */
  said(speaker: Speaker, text: string, fresh: boolean): Promise<Guided | undefined>;
  pressed(speaker: Speaker, action: string): Promise<Guided | undefined>;
  submitted(speaker: Speaker, ask: string, values: Values): Promise<Guided | undefined>;
  /** Whether the person has said that the safeguarding lead knows of what comes next. */
  knows(speaker: Speaker): Promise<boolean>;
  /** What is added to the safeguarding card when it interrupts a draft. */
  interrupted(speaker: Speaker): Promise<Block[]>;
  /** What waits for a person who has just come. */
  waiting(speaker: Speaker): Promise<Block[]>;
}

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
interface Open {
  draft: Draft;
  all: Step[];
}

/** Days before erasure from which a person is told. */
const WARN_DAYS = 7;

/** Builds the guide; it holds no state. */
export function makeGuide(parts: GuideParts): Guide {
  const { forms, knowledge, store, today } = parts;
  const { safety } = knowledge;
  const drafts: Drafts = makeDrafts(store, parts.keyring);

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
        { action: `draft:panel:${draft.id}`, label: 'Show what the panel would see' },
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
    return now ? putStep(speaker, now, current(now, desk)) : [text(WORDS.noneSuch)];
  };

  const begin = async (speaker: Speaker, form: Form): Promise<Reply> => {
    await keepDesk(store, speaker.person, speaker.place.id, { begins: form.id });
    const basis = Object.values(form.basis);
    return helped([
      text(`**${form.title}**\n\n${sayAbout(form)}`),
      ...(basis.length > 0
        ? [text(`Where its questions come from:\n\n${basis.map((one) => `- ${one}`).join('\n')}`)]
        : []),
      text(WORDS.leaveOutPupil),
      askReference(form),
    ]);
  };

  const beginNamed = async (speaker: Speaker, formId: string, typed: string): Promise<Guided> => {
    const form = forms.find(({ id }) => id === formId);
    if (!form) return reply([text(WORDS.noneSuch)]);
    const read = readReference(typed, safety);
    if ('problem' in read) {
      await keepDesk(store, speaker.person, speaker.place.id, { begins: form.id });
      return reply([text(read.problem), askReference(form)], {
        outcome: 'refused',
        dropMessage: true,
      });
    }
    const mine = await drafts.list(speaker.person);
    const same = mine.find(
      ({ reference, form: of }) =>
        reference.toLowerCase() === read.value.toLowerCase() && of.id === form.id,
    );
    if (same) {
      await keepDesk(store, speaker.person, speaker.place.id, { begins: form.id });
      return reply([
        text(
          `You already have a draft called ${same.reference}. Open it, or give the new one another reference.`,
        ),
        choices([{ action: `draft:open:${same.id}`, label: `Open ${same.reference}` }]),
        askReference(form),
      ]);
    }
    const draft = await drafts.begin(speaker.person, form, read.value);
    await store.audit({
      actor: parts.keyring.pseudonym(speaker.person),
      event: 'draft begun',
      draft: draft.id,
    });
    const now = { draft, all: steps(form, draft.answers, today()) };
    return reply([
      text(
        `Begun: **${read.value}**. Each answer is saved as you give it; stop whenever you like and say "carry on" later. ${sayKept(draft)}`,
      ),
      ...(await putStep(speaker, now, nextStep(now.all, draft.answers))),
    ]);
  };

  const openDraft = async (speaker: Speaker, id: string): Promise<Reply> => {
    const now = await open(speaker.person, id);
    if (!now) return helped([text(WORDS.noneSuch)]);
    const newer = newerForm(now.draft);
    return helped([
      text(
        `**${now.draft.reference}**, ${now.draft.form.title}. ${sayProgress(progressOf(now.all, now.draft.answers))} ${sayKept(now.draft)}`,
      ),
      ...(newer
        ? [
            text(
              `The form has changed since this draft was begun (version ${now.draft.form.version}, now ${newer.version}). You can carry on as it is, or bring the draft to the new version; no answer is lost.`,
            ),
            choices([{ action: `draft:update:${id}`, label: 'Bring it to the new version' }]),
          ]
        : []),
      ...(await putStep(speaker, now, nextStep(now.all, now.draft.answers))),
    ]);
  };

  const newerForm = (draft: Draft): Form | undefined =>
    forms.find(({ id, version }) => id === draft.form.id && version > draft.form.version);

  const carryOn = async (speaker: Speaker, desk: Desk): Promise<Reply> => {
    const mine = await drafts.list(speaker.person);
    const chosen =
      mine.find(({ id }) => id === desk.draft) ?? (mine.length === 1 ? mine[0] : undefined);
    if (chosen) return openDraft(speaker, chosen.id);
    return mine.length === 0 ? helped([text(WORDS.none)]) : listDrafts(mine, 'Which one?');
  };

  const listDrafts = (mine: readonly Draft[], prompt = 'Open one:'): Reply => {
    if (mine.length === 0) return helped([text(WORDS.none)]);
    return helped([
      {
        kind: 'table',
        columns: ['Reference', 'What', 'Answered', 'Kept until'],
        rows: mine.map((draft) => {
          const { done, of } = progressOf(steps(draft.form, draft.answers, today()), draft.answers);
          return [draft.reference, draft.form.title, `${done} of ${of}`, sayUntil(draft)];
        }),
      },
      choices(
        mine.slice(0, 10).map(({ id, reference, form }) => ({
          action: `draft:open:${id}`,
          label: `Open ${reference} (${form.noun})`,
        })),
        prompt,
      ),
    ]);
  };

  /** Takes answers to what was put, tells what became of them, and puts what is next. */
  const takeAnswers = async (
    speaker: Speaker,
    now: Open,
    given: readonly Given[],
    desk: Desk,
  ): Promise<Guided> => {
    const taken = await take(now.draft, given, { drafts, safety, today: today(), fine: desk.fine });
    if (taken.kind === 'stop') return { kind: 'risk' };
    if (taken.kind === 'gone') {
      await keepDesk(store, speaker.person, speaker.place.id, {});
      return reply([text(WORDS.gone)]);
    }
    const after = (await open(speaker.person, now.draft.id, now.draft)) ?? now;
    const told: Block[] = [];
    const asked = taken.saved.filter((path) =>
      after.all.some((step) => step.path === path && !step.more),
    );
    const last = asked.at(-1);
    const said: string[] = [];
    if (last !== undefined) {
      const counted = after.all.filter((step) => !step.more);
      said.push(saySaved(counted.findIndex(({ path }) => path === last) + 1, counted.length));
      const learnt = profileValues(after.draft, asked, today());
      if (learnt.size > 0) await drafts.keepProfile(speaker.person, learnt);
    }
    const worked = last === undefined ? undefined : sayRowSum(after.draft, last);
    if (worked) said.push(worked);
    if (said.length > 0) told.push(text(said.join(' ')));
    for (const note of taken.notes) told.push(text(note));
    for (const { says } of taken.problems) told.push(text(says));
    if (taken.lost.length > 0) return reply([...told, ...lostBlocks(after.draft, taken.lost)]);
    if (taken.problems.length === 0 && taken.saved.length === 0) told.push(text(WORDS.blank));
    const failed = taken.problems[0]?.step;
    const beginning = failed ?? given.at(-1)?.step;
    const next = failed
      ? (after.all.find(({ path }) => path === failed.path) ??
        nextStep(after.all, after.draft.answers, failed.path))
      : nextStep(after.all, after.draft.answers, beginning?.path);
    if (taken.identified && failed)
      told.push(
        choices([
          {
            action: `draft:fine:${now.draft.id}:${failed.path}`,
            label: 'False alarm: let me send it again',
          },
        ]),
      );
    const blocks = [...told, ...(await putStep(speaker, after, next))];
    return reply(blocks, taken.identified ? { outcome: 'refused', dropMessage: true } : {});
  };

  const lostBlocks = (draft: Draft, paths: readonly string[]): Block[] =>
    paths.flatMap((path) => {
      const step = steps(draft.form, draft.answers, today()).find((one) => one.path === path);
      return [
        text(`${step ? `**${nameOf(step.question)}.** ` : ''}${WORDS.lost}`),
        choices([
          {
            action: `draft:theirs:${draft.id}:${path}`,
            label: 'Keep the answer that was there first',
          },
          { action: `draft:mine:${draft.id}:${path}`, label: 'Use the one I just gave' },
        ]),
      ];
    });

  const settle = async (
    speaker: Speaker,
    draft: Draft,
    path: string,
    mine: boolean,
  ): Promise<Guided> => {
    const other = draft.others.get(path);
    if (other !== undefined && mine)
      await drafts.save(draft, new Map([[path, { kind: 'answered', value: other }]]));
    const now = await drafts.open(speaker.person, draft.id);
    if (now) await drafts.keepAside(now, { others: new Map([[path, undefined]]) });
    return reply([
      text(mine ? 'Your answer stands.' : 'The first answer stands.'),
      ...(await again(speaker, draft.id, {})),
    ]);
  };

  /** Marks a question as parked or skipped. */
  const setAside = async (
    speaker: Speaker,
    now: Open,
    step: Step,
    answer: Answer,
    words: string,
  ): Promise<Guided> => {
    if (answer.kind === 'parked' && answer.note) {
      const looked = gateText(answer.note, safety, { names: 'staff' });
      if (looked.kind === 'risk') return { kind: 'risk' };
      if (looked.kind === 'identified')
        return reply(
          [text(looked.says), ...(await again(speaker, now.draft.id, { path: step.path }))],
          { outcome: 'refused', dropMessage: true },
        );
    }
    const changes = new Map<string, Answer | undefined>([[step.path, answer]]);
    if (step.row && !step.row.given) {
      const ids = listOf(valueAt(now.draft.answers, step.row.rows.id));
      if (!ids.includes(step.row.id))
        changes.set(step.row.rows.id, { kind: 'answered', value: [...ids, step.row.id] });
    }
    const result = await drafts.save(now.draft, changes);
    if (result.kind === 'gone') return reply([text(WORDS.gone)]);
    const after = (await open(speaker.person, now.draft.id, now.draft)) ?? now;
    return reply([
      text(result.kind === 'stale' ? WORDS.old : words),
      ...(await putStep(speaker, after, nextStep(after.all, after.draft.answers, step.path))),
    ]);
  };

  const park = (speaker: Speaker, now: Open, step: Step, note: string) =>
    setAside(
      speaker,
      now,
      step,
      { kind: 'parked', note },
      note ? `${WORDS.parked} To chase: ${note}.` : WORDS.parked,
    );

  const skip = (speaker: Speaker, now: Open, step: Step) =>
    step.required
      ? setAside(speaker, now, step, { kind: 'parked', note: '' }, WORDS.neededParked)
      : step.more
        ? setAside(speaker, now, step, { kind: 'answered', value: 'no' }, WORDS.skipped)
        : setAside(speaker, now, step, { kind: 'skipped' }, WORDS.skipped);

  const back = async (speaker: Speaker, now: Open, step: Step | undefined): Promise<Reply> => {
    const at = step ? placeOf(now.all, step.path) : now.all.length;
    const before = now.all.slice(0, at).findLast(({ more }) => !more);
    if (!before) return helped([text(WORDS.first), ...(await putStep(speaker, now, step))]);
    return helped(await putStep(speaker, now, before));
  };

  /** Goes to a place people name: its first open question, or where it can be changed. */
  const go = async (speaker: Speaker, now: Open, said: string, change: boolean): Promise<Reply> => {
    const found = findPlace(now.draft.form, said);
    const entry =
      found && questionsOf(now.draft.form).find(({ question }) => question.id === found.id);
    if (!found || !entry)
      return helped([text(WORDS.notThere(said)), ...(await again(speaker, now.draft.id, {}))]);
    const { section, question } = entry;
    const inRow = (step: Step) =>
      step.row?.rows.id === found.id && (found.row === undefined || step.row.number === found.row);
    const own = now.all.filter((step) =>
      question.type === 'rows'
        ? inRow(step) || step.path === `${found.id}/+`
        : step.path === found.id,
    );
    const columnStep =
      found.column &&
      own.find(
        (step) =>
          step.question.id === found.column &&
          (!change || !isOpen(step, now.draft.answers) || own.length > 0),
      );
    if (columnStep) return helped(await putStep(speaker, now, columnStep));
    if (
      question.type === 'rows' &&
      own.some(({ row }) => row) &&
      own.every((step) => !isOpen(step, now.draft.answers) || step.more)
    ) {
      const rows = [
        ...new Map(own.flatMap(({ row }) => (row ? [[row.id, row] as const] : []))).values(),
      ];
      if (found.row !== undefined && rows[0])
        return helped([rowChoices(now.draft, rows[0].rows.id, rows[0].id, now.all)]);
      return helped([
        choices(
          [
            ...rows.map((row) => ({
              action: `draft:row:${now.draft.id}:${row.rows.id}/${row.id}`,
              label: `Change ${rowTitle(row.rows, row.id, row.number, now.draft.answers)}`,
            })),
            ...(question.each
              ? []
              : [
                  {
                    action: `draft:add:${now.draft.id}:${question.id}`,
                    label: `Add another ${question.row}`,
                  },
                ]),
          ],
          nameOf(question),
        ),
      ]);
    }
    const inSection = now.all.filter((step) => step.section === section);
    const target =
      own.find((step) => isOpen(step, now.draft.answers)) ??
      own[0] ??
      inSection.find((step) => isOpen(step, now.draft.answers)) ??
      inSection[0];
    if (target) return helped(await putStep(speaker, now, target));
    return helped([
      text(
        `"${nameOf(question)}" is not asked with the answers so far.${question.when ? ' It depends on another answer.' : ''}`,
      ),
      ...(await again(speaker, now.draft.id, {})),
    ]);
  };

  const rowChoices = (draft: Draft, rows: string, id: string, all: readonly Step[]): Block =>
    choices(
      [
        ...all
          .filter((step) => step.row?.rows.id === rows && step.row.id === id)
          .map((step) => ({
            action: `draft:change:${draft.id}:${step.path}`,
            label: `Change ${nameOf(step.question).toLowerCase()}`,
          })),
        { action: `draft:drop:${draft.id}:${rows}/${id}`, label: 'Remove this row' },
      ],
      'What shall change?',
    );

  const addRow = async (speaker: Speaker, now: Open, rows: string): Promise<Reply> => {
    const ids = listOf(valueAt(now.draft.answers, rows));
    const id = freeRow(now.draft, rows);
    await drafts.save(
      now.draft,
      new Map<string, Answer | undefined>([
        [rows, { kind: 'answered', value: [...ids, id] }],
        [`${rows}/+`, undefined],
      ]),
    );
    const after = (await open(speaker.person, now.draft.id, now.draft)) ?? now;
    return helped(
      await putStep(
        speaker,
        after,
        after.all.find((step) => step.path.startsWith(`${rows}/${id}/`)),
      ),
    );
  };

  const dropRow = async (speaker: Speaker, now: Open, rows: string, id: string): Promise<Reply> => {
    const ids = listOf(valueAt(now.draft.answers, rows));
    const changes = new Map<string, Answer | undefined>([
      [rows, { kind: 'answered', value: ids.filter((one) => one !== id) }],
    ]);
    for (const path of now.draft.answers.keys())
      if (path.startsWith(`${rows}/${id}/`)) changes.set(path, undefined);
    const result = await drafts.save(now.draft, changes);
    const after = (await open(speaker.person, now.draft.id, now.draft)) ?? now;
    return helped([
      text(result.kind === 'saved' ? 'The row is removed.' : WORDS.old),
      ...(await putStep(speaker, after, nextStep(after.all, after.draft.answers, `${rows}/${id}`))),
    ]);
  };

  const exportAll = async (speaker: Speaker, now: Open): Promise<Reply> => {
    const { blocks, told } = await exportFiles(now.draft, {
      knowledge,
      today: today(),
      earlier: await earlierChecks(speaker, now.draft),
    });
    await drafts.exported(now.draft);
    await store.audit({
      actor: parts.keyring.pseudonym(speaker.person),
      event: 'exported',
      draft: now.draft.id,
    });
    const kept = (await drafts.open(speaker.person, now.draft.id)) ?? now.draft;
    await keepDesk(store, speaker.person, speaker.place.id, { draft: now.draft.id });
    return helped([
      text(sayAbout(now.draft.form)),
      ...told.map(text),
      ...blocks,
      text(
        `${WORDS.leaveOutPupil.split(':')[0]}; fill those in on your own system. ${sayKept(kept)} Say "delete it" to erase the draft now.`,
      ),
    ]);
  };

  /** Checks of the same form from before, newest first, for setting this year's beside last year's. */
  const earlierChecks = async (speaker: Speaker, draft: Draft): Promise<Draft[]> =>
    draft.form.summary
      ? (await drafts.list(speaker.person)).filter(
          (one) => one.form.id === draft.form.id && one.id !== draft.id && one.made < draft.made,
        )
      : [];

  const run = async (
    speaker: Speaker,
    command: Command,
    desk: Desk,
    now: Open | undefined,
  ): Promise<Guided> => {
    const needs = async (work: (there: Open) => Promise<Guided>): Promise<Guided> =>
      now ? work(now) : reply((await carryOn(speaker, desk)).blocks);
    const step = now && current(now, desk);
    switch (command.do) {
      case 'start': {
        const form = forms.find(({ id }) => id === command.form);
        return form
          ? { kind: 'reply', reply: await begin(speaker, form) }
          : reply([text(WORDS.noneSuch)]);
      }
      case 'choose':
        return reply(
          [
            choices(
              forms.map((one) => ({ action: `draft:start:${one.id}`, label: one.title })),
              'Which one shall we begin?',
            ),
          ],
          { outcome: 'choices' },
        );
      case 'carry on':
        return { kind: 'reply', reply: await carryOn(speaker, desk) };
      case 'switch': {
        const mine = await drafts.list(speaker.person);
        const chosen = mine.find(({ reference }) => reference === command.reference);
        return {
          kind: 'reply',
          reply: chosen ? await openDraft(speaker, chosen.id) : listDrafts(mine),
        };
      }
      case 'drafts':
        return { kind: 'reply', reply: listDrafts(await drafts.list(speaker.person)) };
      case 'where':
        return needs(async (there) =>
          reply([
            ...whereBlocks(there.draft, there.all),
            ...(await putStep(speaker, there, step ?? nextStep(there.all, there.draft.answers))),
          ]),
        );
      case 'go':
      case 'change':
        return needs(async (there) => ({
          kind: 'reply',
          reply: await go(speaker, there, command.place, command.do === 'change'),
        }));
      case 'back':
        return needs(async (there) => ({ kind: 'reply', reply: await back(speaker, there, step) }));
      case 'skip':
        return needs(async (there) =>
          step ? skip(speaker, there, step) : reply([text(WORDS.complete)]),
        );
      case 'park':
        return needs(async (there) =>
          step ? park(speaker, there, step, command.note) : reply([text(WORDS.complete)]),
        );
      case 'why':
        return needs(async (there) => {
          const why = step ? whyBlocks(step, knowledge) : { blocks: [text(WORDS.help)], cards: [] };
          return reply([...why.blocks, ...(await putStep(speaker, there, step))], {
            cards: why.cards,
          });
        });
      case 'check':
        return needs(async (there) =>
          reply([
            ...checkBlocks(there.draft, there.all, knowledge, today()),
            ...(await putStep(speaker, there, step ?? nextStep(there.all, there.draft.answers))),
          ]),
        );
      case 'panel':
        return needs(async (there) => {
          const earlier = await earlierChecks(speaker, there.draft);
          return reply([
            ...viewBlocks(there.draft, knowledge, today(), earlier),
            choices([
              { action: `draft:export:${there.draft.id}`, label: 'Export' },
              { action: `draft:open:${there.draft.id}`, label: 'Carry on' },
            ]),
          ]);
        });
      case 'costs':
        return needs(async (there) =>
          reply([...costBlocks(there.draft), ...(await putStep(speaker, there, step))]),
        );
      case 'parked':
        return needs(async (there) =>
          reply([
            ...parkedBlocks(there.draft, there.all),
            choices([{ action: `draft:open:${there.draft.id}`, label: 'Carry on' }]),
          ]),
        );
      case 'export':
        return needs(async (there) => ({ kind: 'reply', reply: await exportAll(speaker, there) }));
      case 'delete':
        return needs(async (there) => {
          await keepDesk(store, speaker.person, speaker.place.id, {
            ...desk,
            draft: there.draft.id,
            sure: 'delete',
          });
          return reply(
            [
              choices(
                [
                  { action: `draft:erase:${there.draft.id}`, label: 'Yes, erase it' },
                  { action: `draft:open:${there.draft.id}`, label: 'No, keep it' },
                ],
                WORDS.sureDelete(there.draft.reference),
              ),
            ],
            { outcome: 'choices' },
          );
        });
      case 'remove':
        return needs(async (there) => {
          const found = findPlace(
            there.draft.form,
            command.place.replace(/\brow\b|\bline\b/g, 'provision').replace(/\blast\b/, ''),
          );
          const rows = found && listOf(valueAt(there.draft.answers, found.id));
          const id = rows && (found.row === undefined ? rows.at(-1) : rows[found.row - 1]);
          if (!found || id === undefined)
            return reply([
              text(WORDS.notThere(command.place)),
              ...(await putStep(speaker, there, step)),
            ]);
          return reply(
            [
              choices(
                [
                  {
                    action: `draft:drop:${there.draft.id}:${found.id}/${id}`,
                    label: 'Yes, remove it',
                  },
                  { action: `draft:open:${there.draft.id}`, label: 'No, keep it' },
                ],
                `Remove ${titleOf(there.draft, found.id, id)}?`,
              ),
            ],
            { outcome: 'choices' },
          );
        });
      case 'pause':
        await keepDesk(store, speaker.person, speaker.place.id, {});
        return reply([text(WORDS.paused)]);
      case 'update':
        return needs(async (there) => {
          const newer = newerForm(there.draft);
          if (!newer)
            return reply([
              text('The draft already stands on the newest version of the form.'),
              ...(await putStep(speaker, there, step)),
            ]);
          await drafts.carry(there.draft, newer);
          return { kind: 'reply', reply: await openDraft(speaker, there.draft.id) };
        });
      case 'mine':
        return needs(async (there) => {
          const [path] = there.draft.others.keys();
          return path === undefined
            ? reply(await putStep(speaker, there, step))
            : settle(speaker, there.draft, path, true);
        });
      case 'false alarm':
        return needs(async (there) => {
          await store.audit({
            actor: parts.keyring.pseudonym(speaker.person),
            event: 'false alarm confirmed',
            draft: there.draft.id,
          });
          return reply([
            text(WORDS.lookAgain),
            ...(await putStep(speaker, there, step, { fine: step?.path })),
          ]);
        });
      case 'report':
        return needs(async (there) => {
          await keepDesk(store, speaker.person, speaker.place.id, {
            ...desk,
            draft: there.draft.id,
            report: true,
          });
          return reply([askReport(there.draft)]);
        });
      case 'kept':
        return reply([
          text(sayWhatIsKept(await drafts.list(speaker.person), await store.role(speaker.person))),
        ]);
      case 'forget':
        await keepDesk(store, speaker.person, speaker.place.id, { ...desk, sure: 'forget' });
        return reply(
          [
            choices(
              [
                { action: 'draft:forget', label: 'Yes, erase everything' },
                { action: 'draft:keep', label: 'No, keep it' },
              ],
              WORDS.sureForget,
            ),
          ],
          { outcome: 'choices' },
        );
      case 'help':
        return needs(async (there) =>
          reply([text(WORDS.help), ...(await putStep(speaker, there, step))]),
        );
      case 'notice':
        return needs(async (there) => reply([text(sayAbout(there.draft.form))]));
      default:
        return command satisfies never;
    }
  };

  const eraseDraft = async (speaker: Speaker, id: string): Promise<Guided> => {
    const draft = await drafts.open(speaker.person, id);
    if (!draft) return reply([text(WORDS.noneSuch)]);
    await drafts.erase(speaker.person, id);
    await store.audit({
      actor: parts.keyring.pseudonym(speaker.person),
      event: 'draft erased',
      draft: id,
    });
    await keepDesk(store, speaker.person, speaker.place.id, {});
    return reply([text(WORDS.erased(draft.reference))]);
  };

  const forgetPerson = async (speaker: Speaker): Promise<Guided> => {
    await store.forget(speaker.person);
    await store.audit({
      actor: parts.keyring.pseudonym(speaker.person),
      event: 'person forgotten',
    });
    return reply([text(WORDS.forgotten)]);
  };

  const takeReport = async (speaker: Speaker, draft: Draft, pasted: string): Promise<Guided> => {
    await keepDesk(store, speaker.person, speaker.place.id, { draft: draft.id });
    return reply([...reportBlocks(draft, pasted), ...(await again(speaker, draft.id, {}))]);
  };

  /** Words in mid-draft that are no command: an answer, a question, or unclear which. */
  const answered = async (
    speaker: Speaker,
    now: Open,
    step: Step,
    typed: string,
    desk: Desk,
  ): Promise<Guided> => {
    const { question } = step;
    const given: Given = {
      step,
      typed,
      version:
        step.path === desk.path
          ? (desk.version ?? now.draft.version(step.path))
          : now.draft.version(step.path),
    };
    const rows = step.row?.rows ?? step.more;
    if (rows?.costs) {
      const pasted = readMap(rows, typed, today());
      if (pasted) return pasteRows(speaker, now, rows.id, pasted);
    }
    const asked = soundsLikeQuestion(typed);
    if (question.type !== 'line' && question.type !== 'long') {
      const entry = readEntry(question, typed, {
        today: today(),
        options: optionsFor(now.draft.form, now.draft.answers, question),
      });
      if ('value' in entry && asked !== 'surely') return takeAnswers(speaker, now, [given], desk);
      // A word or two is more likely an answer misspelt than a question.
      const words = typed.trim().split(/\s+/).length;
      if ('problem' in entry && asked === 'no' && (words <= 3 || !parts.knows(typed)))
        return takeAnswers(speaker, now, [given], desk);
      return { kind: 'question', text: typed, after: await putStep(speaker, now, step) };
    }
    if (question['may ask'] || asked === 'no') return takeAnswers(speaker, now, [given], desk);
    if (asked === 'surely' || parts.knows(typed))
      return { kind: 'question', text: typed, after: await putStep(speaker, now, step) };
    const looked = gateText(typed, safety, question.names ? { names: question.names } : {});
    if (looked.kind !== 'open') return takeAnswers(speaker, now, [given], desk);
    await drafts.keepAside(now.draft, {
      pending: { path: step.path, version: given.version, text: typed },
    });
    return reply(
      [
        choices(
          [
            { action: `draft:take:${now.draft.id}`, label: 'It is my answer' },
            { action: `draft:asked:${now.draft.id}`, label: 'It is a question' },
          ],
          WORDS.unclear,
        ),
      ],
      { outcome: 'choices' },
    );
  };

  const pasteRows = async (
    speaker: Speaker,
    now: Open,
    rows: string,
    pasted: ReturnType<typeof readMap> & object,
  ): Promise<Guided> => {
    const looked = gateText(pasted.text, safety);
    if (looked.kind === 'risk') return { kind: 'risk' };
    if (looked.kind === 'identified')
      return reply([text(looked.says), ...(await again(speaker, now.draft.id, {}))], {
        outcome: 'refused',
        dropMessage: true,
      });
    const before = listOf(valueAt(now.draft.answers, rows)).filter((id) =>
      [...now.draft.answers.keys()].some((path) => path.startsWith(`${rows}/${id}/`)),
    );
    const first = Number(freeRow(now.draft, rows));
    const changes = new Map<string, Answer | undefined>();
    const ids = pasted.rows.map((_, at) => String(first + at));
    pasted.rows.forEach((row, at) => {
      for (const [column, value] of row)
        changes.set(`${rows}/${ids[at]}/${column}`, { kind: 'answered', value });
    });
    changes.set(rows, { kind: 'answered', value: [...before, ...ids] });
    changes.set(`${rows}/+`, undefined);
    const result = await drafts.save(now.draft, changes);
    if (result.kind !== 'saved')
      return reply([text(result.kind === 'gone' ? WORDS.gone : WORDS.old)]);
    const after = (await open(speaker.person, now.draft.id, now.draft)) ?? now;
    return reply([
      text(`Read ${ids.length} ${ids.length === 1 ? 'row' : 'rows'} from the table.`),
      ...pasted.told.map((line) => text(withoutIdentifiers(line, safety.identifiers))),
      ...costBlocks(after.draft),
      ...(await putStep(
        speaker,
        after,
        nextStep(after.all, after.draft.answers, `${rows}/${before.at(-1) ?? '0'}`),
      )),
    ]);
  };

  return {
    said: async (speaker, typed, fresh) => {
      const desk = await readDesk(store, speaker.person, speaker.place.id);
      if (speaker.place.shared) {
        const command = readCommand(typed, { forms, references: [] });
        return command ? reply([text(WORDS.shared)]) : undefined;
      }
      const now = await open(speaker.person, desk.draft);
      if (!fresh && (now || desk.begins))
        return reply([
          text(WORDS.already),
          ...(now ? await again(speaker, now.draft.id, desk) : []),
        ]);
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
            text(WORDS.kept2),
            ...(now ? await again(speaker, now.draft.id, desk) : []),
          ]);
      }
      if (desk.report && now && typed.trim().split(/\s+/).length > 30)
        return takeReport(speaker, now.draft, typed);
      // A reference opens its draft; while one is open, only with a word such as "open" before it.
      const named = now
        ? /^\s*(?:open|switch to|carry on with|continue with|resume|go to)\b/i.test(typed)
        : typed.length <= 40;
      const references = named
        ? (await drafts.list(speaker.person)).map(({ reference }) => reference)
        : [];
      const command = readCommand(typed, { forms, open: now?.draft.form, references });
      if (desk.begins !== undefined && (!command || command.do === 'switch') && !parts.knows(typed))
        return beginNamed(speaker, desk.begins, typed);
      if (command) return run(speaker, command, desk, now);
      if (!now) return undefined;
      const step = current(now, desk);
      if (!step) return undefined;
      return answered(speaker, now, step, typed, desk);
    },
    pressed: async (speaker, action) => {
      const [family, verb = '', id = '', ...more] = action.split(':');
      if (family !== 'draft') return undefined;
      if (speaker.place.shared) return reply([text(WORDS.shared)]);
      const at = more.join(':');
      const path = at.replace(/@\d+$/, '');
      if (verb === 'start') return run(speaker, { do: 'start', form: id }, {}, undefined);
      if (verb === 'forget') return forgetPerson(speaker);
      if (verb === 'keep') return reply([text(WORDS.kept2)]);
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
          if (verb === 'add') return { kind: 'reply', reply: await addRow(speaker, now, rows) };
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
          return settle(speaker, now.draft, path, verb === 'mine');
        case 'fine':
          return run(speaker, { do: 'false alarm' }, desk, now);
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
            { fine: meant.path },
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
        if (speaker.place.shared) return reply([text(WORDS.shared)]);
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
      (await readDesk(store, speaker.person, speaker.place.id)).fine !== undefined,
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
                  action: `draft:fine:${desk.draft}:${desk.path}`,
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
      if (mine.length === 0)
        return [
          choices(
            forms.map((form) => ({
              action: `draft:start:${form.id}`,
              label: `Start: ${form.title}`,
            })),
          ),
        ];
      const due = mine.filter((draft) => daysLeft(draft) <= WARN_DAYS);
      return [
        ...due.map((draft) =>
          text(
            `Your draft ${draft.reference} will be erased on ${sayUntil(draft)} unless you work on it or export it.`,
          ),
        ),
        choices(
          mine.slice(0, 5).map(({ id, reference }) => ({
            action: `draft:open:${id}`,
            label: `Carry on with ${reference}`,
          })),
        ),
      ];
    },
  };

  function daysLeft(draft: Draft): number {
    return (Date.parse(erasedOn(draft)) - Date.parse(`${today()}T12:00:00Z`)) / 86_400_000;
  }
}

/** The guide of a surface that cannot tell who a person is: it says so, and opens nothing. */
export function closedGuide(forms: readonly Form[]): Guide {
  const off = (): Guided => reply([text(WORDS.off)]);
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

/** Whether words ask the bot something. */
function soundsLikeQuestion(typed: string): 'surely' | 'perhaps' | 'no' {
  const words = typed.trim().split(/\s+/).length;
  const mark = /\?\s*$/.test(typed);
  const asks =
    /^(?:(?:and|but|so|sorry|ok|hang on|wait|quick question|question)[\s,:-]+)*(?:what(?:'?s)?|who(?:'?s)?|when|where|why|how|which|can i|can we|do i|do we|does|is it|is there|are there|should i|should we|must i|must we|may i|could you|can you|whats)\b/i.test(
      bareStart(typed),
    );
  if (words > 40) return 'no';
  if (mark && asks) return 'surely';
  return mark || asks ? 'perhaps' : 'no';
}

function bareStart(typed: string): string {
  const bare = bareWords(typed);
  return bare === ''
    ? typed
    : /^(?:can|could|may) (?:i|we|you)\b/i.test(typed.trim())
      ? typed.trim()
      : bare;
}

function titleOf(draft: Draft, rows: string, id: string): string {
  const table = questionsOf(draft.form).find(({ question }) => question.id === rows)?.question;
  if (table?.type !== 'rows') return 'it';
  const number = listOf(valueAt(draft.answers, rows)).indexOf(id) + 1;
  return rowTitle(table, id, number, draft.answers);
}

function sayUntil(draft: Draft): string {
  return sayKept(draft).replace(/^Kept until (.*?) unless.*$/, '$1');
}

function askReference(form: Form): Block {
  return {
    kind: 'ask',
    id: `draft-start:${form.id}`,
    title: form.title,
    fields: [
      {
        id: 'reference',
        label: 'Your reference for this draft',
        hint: `${WORDS.reference} For example: ${suggestReference(Math.random)}.`,
        input: 'line',
        required: true,
      },
    ],
    submit: 'Begin',
  };
}

function askReport(draft: Draft): Block {
  return {
    kind: 'ask',
    id: `draft-report:${draft.id}`,
    title: 'Check the text of your report',
    fields: [
      {
        id: 'report',
        label: "Paste the report's text",
        hint: 'It is read once and not kept. Leave out names of pupils.',
        input: 'lines',
        required: true,
      },
    ],
    submit: 'Look through it',
  };
}

function text(words: string): Block {
  return { kind: 'text', text: words };
}

function choices(list: readonly Choice[], prompt?: string): Block {
  return { kind: 'choices', choices: list, ...(prompt !== undefined && { prompt }) };
}

function helped(blocks: readonly Block[]): Reply {
  return { outcome: 'helped', blocks, cards: [] };
}

function reply(
  blocks: readonly Block[],
  {
    outcome = 'helped',
    cards = [],
    dropMessage = false,
  }: { outcome?: Outcome; cards?: readonly string[]; dropMessage?: boolean } = {},
): Guided {
  return {
    kind: 'reply',
    reply: { outcome, blocks, cards, ...(dropMessage && { dropMessage: true as const }) },
  };
}
