/** Moving about in a draft: back, to a place, and through the rows of a table. */

import type { Block, Reply } from '../reply.ts';
import { type Answer, inRow, listOf, valueAt } from './answers.ts';
import { findPlace } from './commands.ts';
import type { Context, Open } from './context.ts';
import type { Draft } from './drafts.ts';
import { nameOf, questionsOf } from './form.ts';
import { isOpen, nextStep, placeOf, type Step } from './journey.ts';
import { rowTitle } from './put.ts';
import { freeRow } from './take.ts';
import { choices, helped, type Speaker, text } from './turn.ts';
import { WORDS } from './words.ts';

/** Makes what moves about. */
export function makeMoving(context: Context) {
  const { drafts, open, putStep, again } = context;

  const back = async (speaker: Speaker, now: Open, step: Step | undefined): Promise<Reply> => {
    const at = step ? placeOf(now.all, step.path) : now.all.length;
    const before = now.all.slice(0, at).findLast(({ more }) => !more);
    if (!before) return helped([text(WORDS.first), ...(await putStep(speaker, now, step))]);
    return helped(await putStep(speaker, now, before));
  };

  /** Goes to a place people name: its first open question, or where it can be changed. */
  const go = async (speaker: Speaker, now: Open, said: string): Promise<Reply> => {
    const found = findPlace(now.draft.form, said);
    const entry =
      found && questionsOf(now.draft.form).find(({ question }) => question.id === found.id);
    if (!found || !entry)
      return helped([text(WORDS.notThere(said)), ...(await again(speaker, now.draft.id, {}))]);
    const { section, question } = entry;
    const ofRow = (step: Step) =>
      step.row?.rows.id === found.id && (found.row === undefined || step.row.number === found.row);
    const own = now.all.filter((step) =>
      question.type === 'rows'
        ? ofRow(step) || step.path === `${found.id}/+`
        : step.path === found.id,
    );
    const columnStep = found.column && own.find((step) => step.question.id === found.column);
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
      const more = `${question.id}/+`;
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
                    action: `draft:add:${now.draft.id}:${more}@${now.draft.version(more)}`,
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

  /** @param shown the version of the table's `+` that the person was shown: the same press twice is one row */
  const addRow = async (
    speaker: Speaker,
    now: Open,
    rows: string,
    shown: number,
  ): Promise<Reply> => {
    const more = `${rows}/+`;
    const id = freeRow(now.draft, rows);
    const changes = new Map<string, Answer | undefined>([
      [rows, { kind: 'answered', value: [...listOf(valueAt(now.draft.answers, rows)), id] }],
      [more, undefined],
    ]);
    const result = await drafts.save(now.draft, changes, new Map([[more, shown]]));
    const after = (await open(speaker.person, now.draft.id, now.draft)) ?? now;
    if (result.kind !== 'saved')
      return helped([
        text(result.kind === 'gone' ? WORDS.gone : WORDS.old),
        ...(await again(speaker, now.draft.id, {})),
      ]);
    const first = after.all.find((step) => step.path.startsWith(`${rows}/${id}/`));
    return helped(await putStep(speaker, after, first));
  };

  const dropRow = async (speaker: Speaker, now: Open, rows: string, id: string): Promise<Reply> => {
    const ids = listOf(valueAt(now.draft.answers, rows));
    const changes = new Map<string, Answer | undefined>([
      [rows, { kind: 'answered', value: ids.filter((one) => one !== id) }],
    ]);
    // Every column, answered or not: a form that was shown before finds none of them as it was.
    for (const column of columnsOf(now.draft, rows))
      changes.set(inRow(rows, id, column), undefined);
    unlink(now.draft, rows, id, changes);
    const result = await drafts.save(now.draft, changes);
    const after = (await open(speaker.person, now.draft.id, now.draft)) ?? now;
    return helped([
      text(result.kind === 'saved' ? 'The row is removed.' : WORDS.old),
      ...(await putStep(speaker, after, nextStep(after.all, after.draft.answers, `${rows}/${id}`))),
    ]);
  };

  return { back, go, rowChoices, addRow, dropRow };
}

/** Takes a row out of the answers that point to it; one that pointed to nothing else is asked again. */
function unlink(
  draft: Draft,
  rows: string,
  id: string,
  changes: Map<string, Answer | undefined>,
): void {
  const links = new Set(
    questionsOf(draft.form).flatMap(({ question }) =>
      question.type === 'rows'
        ? question.columns.flatMap((column) =>
            column.to === rows ? [`${question.id}/${column.id}`] : [],
          )
        : question.to === rows
          ? [question.id]
          : [],
    ),
  );
  for (const [path, answer] of draft.answers) {
    if (answer.kind !== 'answered' || changes.has(path)) continue;
    if (!links.has(path.replace(/\/[^/]+\//, '/'))) continue;
    const left = listOf(answer.value).filter((one) => one !== id);
    if (left.length === listOf(answer.value).length) continue;
    changes.set(path, left.length > 0 ? { ...answer, value: left, again: true } : undefined);
  }
}

function columnsOf(draft: Draft, rows: string): string[] {
  const table = questionsOf(draft.form).find(({ question }) => question.id === rows)?.question;
  return table?.type === 'rows' ? table.columns.map(({ id }) => id) : [];
}
