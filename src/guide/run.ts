/** Commands, each to what it does. */

import type { Block, Reply } from '../reply.ts';
import { makeAnswering } from './answering.ts';
import { listOf, valueAt } from './answers.ts';
import { makeBegin } from './begin.ts';
import { type Command, findPlace } from './commands.ts';
import type { Context, Open } from './context.ts';
import { type Desk, keepDesk } from './desk.ts';
import type { Draft } from './drafts.ts';
import { exportFiles } from './export.ts';
import { questionsOf } from './form.ts';
import { nextStep } from './journey.ts';
import { makeMoving } from './moving.ts';
import { rowTitle } from './put.ts';
import {
  checkBlocks,
  costBlocks,
  parkedBlocks,
  viewBlocks,
  whereBlocks,
  whyBlocks,
} from './review.ts';
import { choices, type Guided, helped, reply, type Speaker, text } from './turn.ts';
import { sayAbout, sayKept, sayWhatIsKept, WORDS } from './words.ts';

/** Makes what runs commands. */
export function makeRun(context: Context) {
  const { forms, knowledge, store, drafts, today, putStep, current, note } = context;
  const { begin, openDraft, newerForm, carryOn, listDrafts } = makeBegin(context);
  const { settle, park, skip } = makeAnswering(context);
  const { back, go } = makeMoving(context);

  const exportAll = async (speaker: Speaker, now: Open): Promise<Reply> => {
    const { blocks, told } = await exportFiles(now.draft, {
      knowledge,
      today: today(),
      earlier: await earlierChecks(speaker, now.draft),
    });
    await drafts.exported(now.draft);
    await note(speaker, 'exported', now.draft.id);
    const kept = (await drafts.open(speaker.person, now.draft.id)) ?? now.draft;
    await keepDesk(store, speaker.person, speaker.place.id, { draft: now.draft.id });
    return helped([
      text(sayAbout(now.draft.form)),
      ...told.map(text),
      ...blocks,
      text(`${WORDS.blanks} ${sayKept(kept)}`),
      choices([
        { action: `draft:open:${now.draft.id}`, label: 'Carry on' },
        { action: `draft:delete:${now.draft.id}`, label: 'Erase the draft' },
      ]),
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
          reply: await go(speaker, there, command.place),
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
            : settle(speaker, there.draft, path, true, there.draft.version(path));
        });
      case 'false alarm':
      case 'lead knows':
        return needs(async (there) => {
          await note(speaker, `${command.do}, said`, there.draft.id);
          const of = command.do === 'lead knows' ? 'safety' : 'details';
          const fine = step && ({ path: step.path, of } as const);
          return reply([text(WORDS.lookAgain), ...(await putStep(speaker, there, step, { fine }))]);
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
      default:
        return command satisfies never;
    }
  };

  return { run };
}

function titleOf(draft: Draft, rows: string, id: string): string {
  const table = questionsOf(draft.form).find(({ question }) => question.id === rows)?.question;
  if (table?.type !== 'rows') return 'it';
  const number = listOf(valueAt(draft.answers, rows)).indexOf(id) + 1;
  return rowTitle(table, id, number, draft.answers);
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
