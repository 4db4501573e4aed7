/** Answers as they come: typed, filled in, pasted, parked, skipped, or lost to another window. */

import type { Block } from '../reply.ts';
import { withoutIdentifiers } from '../safety/identifiers.ts';
import type { Judgement } from '../safety/judge.ts';
import { type Answer, listOf, type Value, valueAt } from './answers.ts';
import { bareWords } from './commands.ts';
import type { Context, Open } from './context.ts';
import { type Desk, keepDesk } from './desk.ts';
import { type Draft, OTHER } from './drafts.ts';
import { readEntry } from './entry.ts';
import { nameOf } from './form.ts';
import { gateText } from './gate.ts';
import { isOpen, nextStep, type Step, steps } from './journey.ts';
import { readMap } from './map.ts';
import { optionsFor, suggested } from './put.ts';
import { costBlocks, sayRowSum } from './review.ts';
import { freeRow, type Given, newRow, profileValues, take } from './take.ts';
import { choices, type Guided, reply, type Speaker, text } from './turn.ts';
import { saySaved, WORDS } from './words.ts';

/** Makes what takes answers. */
export function makeAnswering(context: Context) {
  const { knowledge, store, drafts, today, open, putStep, again } = context;
  const { safety } = knowledge;

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
    for (const path of taken.again)
      told.push(text(WORDS.lostAgain), ...lostBlocks(after.draft, [path]));
    if (taken.lost.length > 0 || taken.again.length > 0)
      return reply([...told, ...lostBlocks(after.draft, taken.lost)]);
    if (taken.moved) told.push(text(WORDS.old));
    if (taken.problems.length === 0 && taken.saved.length === 0 && !taken.moved)
      told.push(text(WORDS.blank));
    const failed = taken.problems[0]?.step;
    const beginning = failed ?? given.at(-1)?.step;
    const begun = after.all.find(
      (one) =>
        one.path === failed?.path ||
        (taken.added !== undefined && one.path.startsWith(taken.added)),
    );
    const next = begun ?? nextStep(after.all, after.draft.answers, beginning?.path);
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
      const at = `${draft.id}:${path}@${draft.version(path)}`;
      return [
        text(`${step ? `**${nameOf(step.question)}.** ` : ''}${WORDS.lost}`),
        choices([
          { action: `draft:theirs:${at}`, label: 'Keep the answer that was there first' },
          { action: `draft:mine:${at}`, label: 'Use the one I just gave' },
        ]),
      ];
    });

  /**
   * Chooses between the kept answer and the one beside it, both in one write, so that neither goes
   * before the other stands.
   *
   * @param shown the version of the kept answer that the person was choosing against
   */
  const settle = async (
    speaker: Speaker,
    draft: Draft,
    path: string,
    mine: boolean,
    shown: number,
  ): Promise<Guided> => {
    const other = draft.others.get(path);
    const changes = new Map<string, Answer | undefined>([[`${path}${OTHER}`, undefined]]);
    if (other !== undefined && mine) changes.set(path, { kind: 'answered', value: other });
    const late = other === undefined || shown !== draft.version(path);
    const result = late ? undefined : await drafts.save(draft, changes);
    if (result?.kind === 'saved')
      return reply([
        text(mine ? 'Your answer stands.' : 'The first answer stands.'),
        ...(await again(speaker, draft.id, {})),
      ]);
    const now = await drafts.open(speaker.person, draft.id, draft);
    if (!now) return reply([text(WORDS.gone)]);
    if (now.others.has(path)) return reply([text(WORDS.old), ...lostBlocks(now, [path])]);
    return reply([text(WORDS.old), ...(await again(speaker, draft.id, {}))]);
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
    newRow(step, now.draft, changes);
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

  /** Words in mid-draft that are no command: an answer, a question, or unclear which. */
  const answered = async (
    speaker: Speaker,
    now: Open,
    step: Step,
    { typed, judged }: { typed: string; judged: Judgement },
    desk: Desk,
  ): Promise<Guided> => {
    const { question } = step;
    const given: Given = {
      step,
      typed,
      judged,
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
    // "Keep it" takes what the field already holds.
    const held = suggested(now.draft, step, today(), await profileFor(speaker, step));
    if (held !== undefined && step.question.type !== 'yesno' && KEEP_IT.test(typed.trim()))
      return takeAnswers(speaker, now, [{ ...given, typed: held }], desk);
    if (question.type !== 'line' && question.type !== 'long') {
      const entry = readEntry(question, typed, {
        today: today(),
        options: optionsFor(now.draft.form, now.draft.answers, question),
      });
      if ('value' in entry && asked !== 'surely') return takeAnswers(speaker, now, [given], desk);
      // A word or two is more likely an answer misspelt than a question.
      const words = typed.trim().split(/\s+/).length;
      if ('problem' in entry && asked === 'no' && (words <= 3 || !context.knows(typed)))
        return takeAnswers(speaker, now, [given], desk);
      return { kind: 'question', text: typed, after: await putStep(speaker, now, step) };
    }
    if (question['may ask'] || asked === 'no') return takeAnswers(speaker, now, [given], desk);
    if (asked === 'surely' || context.knows(typed))
      return { kind: 'question', text: typed, after: await putStep(speaker, now, step) };
    const looked = gateText(typed, safety, { names: question.names, judged });
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

  const profileFor = async (speaker: Speaker, { question }: Step) =>
    question.profile ? drafts.profile(speaker.person) : new Map<string, Value>();

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
    const unasked = after.all.find(
      (step) =>
        step.row?.rows.id === rows &&
        ids.includes(step.row.id) &&
        isOpen(step, after.draft.answers),
    );
    return reply([
      text(`Read ${ids.length} ${ids.length === 1 ? 'row' : 'rows'} from the table.`),
      ...pasted.told.map((line) => text(withoutIdentifiers(line, safety.identifiers))),
      ...costBlocks(after.draft),
      ...(await putStep(
        speaker,
        after,
        unasked ?? nextStep(after.all, after.draft.answers, `${rows}/+`),
      )),
    ]);
  };

  return { takeAnswers, settle, park, skip, answered };
}

/** Said to the bot, and no answer to anything. */
const SMALL_TALK =
  /^(?:thanks?(?: you)?(?: (?:very|so) much)?|cheers|hi|hello|hey|hiya|morning|good (?:morning|afternoon)|bye|goodbye|great|lovely|brilliant|perfect)[.! ]*$/i;

/** "I'm a TA" tells the bot who is asking, unless the question was who. */
const TELLS_ROLE = /^(?:i'?m|i am|we'?re|we are) (?:a|an|the) /i;

/** Said of what a field already holds. */
const KEEP_IT =
  /^(?:keep(?: (?:it|that|this))?|same(?: as (?:before|last time|now))?|(?:leave|fine) (?:it )?as it is|no change|unchanged|next)[.!]?$/i;

/** Whether words ask the bot something. */
export function soundsLikeQuestion(typed: string): 'surely' | 'perhaps' | 'no' {
  const words = typed.trim().split(/\s+/).length;
  const mark = /\?\s*$/.test(typed);
  const asks =
    /^(?:(?:and|but|so|sorry|ok|hang on|wait|quick question|question)[\s,:-]+)*(?:what(?:'?s)?|who(?:'?s)?|when|where|why|how|which|can i|can we|do i|do we|does|is it|is there|are there|should i|should we|must i|must we|may i|could you|can you|whats)\b/i.test(
      bareStart(typed),
    );
  if (words > 40) return 'no';
  if (SMALL_TALK.test(typed.trim())) return 'surely';
  if (words <= 6 && TELLS_ROLE.test(typed.trim())) return 'perhaps';
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
