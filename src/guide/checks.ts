/** Whether a draft is ready: the form's own checks, and what is short, parked or to be looked at again. */

import type { Safety } from '../safety/words.ts';
import { valueAt } from './answers.ts';
import type { Draft } from './drafts.ts';
import { lengthNote } from './entry.ts';
import { figuresOf } from './figures.ts';
import { type FormCheck, nameOf } from './form.ts';
import { conditionOf, type Step, scopeOf } from './journey.ts';
import { sayRow } from './words.ts';

/** What was found. */
export interface Readiness {
  /** The form's checks that fire, in the form's order. */
  checks: readonly FormCheck[];
  /** Required questions with no answer. */
  missing: readonly Step[];
  parked: readonly Step[];
  /** Answers that depended on one that has changed. */
  again: readonly Step[];
  /** Answers shorter or longer than asked. */
  length: readonly Step[];
}

/** Looks through a draft. The bot never refuses to export: it labels the draft. */
export function readiness(
  draft: Pick<Draft, 'form' | 'answers'>,
  all: readonly Step[],
  safety: Safety,
  today: string,
): Readiness {
  const scope = scopeOf(
    draft.form,
    draft.answers,
    today,
    figuresOf(draft.form, draft.answers, safety),
  );
  const kind = (step: Step) => draft.answers.get(step.path)?.kind;
  return {
    checks: draft.form.checks.filter(({ when }) => conditionOf(when).test(scope)),
    missing: all.filter((step) => step.required && kind(step) === undefined),
    parked: all.filter((step) => kind(step) === 'parked'),
    again: all.filter((step) => {
      const answer = draft.answers.get(step.path);
      return answer?.kind === 'answered' && answer.again === true;
    }),
    length: all.filter((step) => {
      const value = valueAt(draft.answers, step.path);
      return value !== undefined && lengthNote(step.question, value) !== undefined;
    }),
  };
}

/** Where a step stands, in a few words: "Cycle 2: result". */
export function sayStep(step: Step): string {
  const name = nameOf(step.question);
  if (!step.row) return name;
  return `${sayRow(step)}: ${name.toLowerCase()}`;
}
