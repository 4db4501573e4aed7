/** Beginning a draft, opening one again, and listing what there is. */

import type { Block, Reply } from '../reply.ts';
import type { Context } from './context.ts';
import { type Desk, keepDesk } from './desk.ts';
import type { Draft } from './drafts.ts';
import type { Form } from './form.ts';
import { nextStep, progressOf, steps } from './journey.ts';
import { readReference, suggestReference } from './reference.ts';
import { choices, type Guided, helped, reply, type Speaker, text } from './turn.ts';
import { sayAbout, sayKept, sayProgress, sayUntil, WORDS } from './words.ts';

/** Makes what begins and opens drafts. */
export function makeBegin(context: Context) {
  const { forms, knowledge, store, drafts, today, open, putStep, note } = context;
  const { safety } = knowledge;

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
    // Begun a moment ago: the same press or message came twice.
    if (same && same.answers.size === 0)
      return { kind: 'reply', reply: await openDraft(speaker, same.id) };
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
    await note(speaker, 'draft begun', draft.id);
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

  return { begin, beginNamed, openDraft, newerForm, carryOn, listDrafts };
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
