/** Reads the forms and refuses a wrong one with its file, line and mend. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Card } from '../knowledge/card.ts';
import { KnowledgeError, type Problem } from '../knowledge/problem.ts';
import { type Parsed, parseYaml } from '../knowledge/yaml.ts';
import { ConditionError, type Reading } from './condition.ts';
import { FIGURES } from './figures.ts';
import { type Form, formFile, type PlainQuestion, questionsOf, type RowsQuestion } from './form.ts';
import { conditionOf } from './journey.ts';

/** What a form may point at. */
export interface FormReferences {
  cards: readonly Card[];
  contacts: ReadonlyMap<string, unknown>;
}

/**
 * Reads `forms/*.yaml`.
 *
 * @throws KnowledgeError naming file, line and mend
 */
export function readForms(folder: string, references: FormReferences): Form[] {
  const { forms, problems } = inspectForms(folder, references);
  if (problems.length > 0) throw new KnowledgeError(problems);
  return forms;
}

/** Reads the forms and tells everything wrong in them; a folder without forms has none. */
export function inspectForms(
  folder: string,
  references: FormReferences,
): { forms: Form[]; problems: Problem[] } {
  const forms: Form[] = [];
  const problems: Problem[] = [];
  const there = join(folder, 'forms');
  if (!existsSync(there)) return { forms, problems };
  for (const name of readdirSync(there).sort()) {
    if (!name.endsWith('.yaml')) continue;
    const file = `forms/${name}`;
    const parsed = parseYaml(file, readFileSync(join(there, name), 'utf8'), formFile);
    problems.push(...parsed.problems);
    if (!parsed.value) continue;
    const form = withDutyRows(parsed.value, references.cards);
    problems.push(...checkForm(file, form, parsed, references));
    forms.push(form);
  }
  // What most people come for stands first.
  forms.sort((one, two) => Number(two.noun === 'application') - Number(one.noun === 'application'));
  return { forms, problems };
}

/** The form as it is kept beside a draft, so that the draft always opens under it. */
export function formText(form: Form): { key: string; text: string } {
  const text = JSON.stringify(form);
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 16);
  return { key: `${form.id}@${form.version}-${hash}`, text };
}

/** @throws z.ZodError when the text is no form, which only a damaged store can bring about */
export function formFromText(text: string): Form {
  return formFile.parse(JSON.parse(text));
}

/** Puts a row for each duty card where the form asks for them. */
function withDutyRows(form: Form, cards: readonly Card[]): Form {
  const fill = (question: Form['sections'][number]['questions'][number]) => {
    if (question.type !== 'rows' || !question['each card']) return question;
    const { for: roles, force } = question['each card'];
    const each = force.flatMap((one) =>
      cards
        .filter(
          (card) =>
            card.force === one &&
            card.status === 'in force' &&
            !card.list &&
            card.for.some((role) => roles.includes(role)),
        )
        .map((card) => ({
          id: card.id,
          label: card.title,
          help: card.lead,
          card: card.id,
          look: [],
          settings: [...card.settings],
          under: one,
        })),
    );
    return { ...question, each };
  };
  return {
    ...form,
    sections: form.sections.map((section) => ({
      ...section,
      questions: section.questions.map(fill),
    })),
  };
}

function checkForm(
  file: string,
  form: Form,
  { lineOf }: Parsed<Form>,
  { cards, contacts }: FormReferences,
): Problem[] {
  const problems: Problem[] = [];
  const bad = (path: readonly PropertyKey[], says: string) =>
    problems.push({ file, line: lineOf(path), says, level: 'error' });
  const cardIds = new Set(cards.map((card) => card.id));
  const known = new Map<string, PlainQuestion | RowsQuestion>();
  const columns = new Map<string, Map<string, PlainQuestion>>();

  for (const { question } of questionsOf(form)) {
    if (question.type !== 'rows') continue;
    columns.set(question.id, new Map(question.columns.map((column) => [column.id, column])));
  }
  form.sections.forEach((section, sectionAt) => {
    section.questions.forEach((question, at) => {
      const path = ['sections', sectionAt, 'questions', at];
      if (known.has(question.id))
        bad([...path, 'id'], `has two questions with the id "${question.id}": give one another id`);
      known.set(question.id, question);
    });
  });

  const checkCondition = (
    text: string | undefined,
    path: readonly PropertyKey[],
    within?: RowsQuestion,
  ) => {
    if (text === undefined) return;
    try {
      for (const reading of conditionOf(text).reads) checkReading(reading, text, path, within);
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      bad(
        path,
        `${error.message}; see the README of the knowledge folder for how conditions are written`,
      );
    }
  };
  const checkReading = (
    { kind, id, within, option }: Reading,
    text: string,
    path: readonly PropertyKey[],
    table?: RowsQuestion,
  ) => {
    if (kind === 'figure') {
      if (!FIGURES.test(id))
        bad(path, `asks for the figure "${id}" in "${text}", which nothing works out`);
      return;
    }
    const own = columns.get(within ?? table?.id ?? '')?.get(id);
    const question = own ?? known.get(id);
    if (!question) return bad(path, `names "${id}" in "${text}", but no question has that id`);
    if (kind === 'rows' && question.type !== 'rows')
      return bad(path, `takes "${id}" for a table in "${text}", but it is a question`);
    if (option !== undefined && question.type === 'yesno' && !['yes', 'no'].includes(option))
      return bad(
        path,
        `compares "${id}" with "${option}" in "${text}", but it is answered yes or no`,
      );
    const choices = question.type === 'rows' ? undefined : question.options;
    if (option !== undefined && choices && !Object.hasOwn(choices, option))
      bad(
        path,
        `compares "${id}" with "${option}" in "${text}", which is none of its options (${Object.keys(choices).join(', ')})`,
      );
    return undefined;
  };
  const checkQuestion = (
    question: PlainQuestion | RowsQuestion,
    path: readonly PropertyKey[],
    within?: RowsQuestion,
  ) => {
    checkCondition(question.when, [...path, 'when'], within);
    checkCondition(question['required when'], [...path, 'required when'], within);
    if (question.card !== undefined && !cardIds.has(question.card))
      bad([...path, 'card'], `points to the card "${question.card}", which is not there`);
    for (const code of question.basis)
      if (!Object.hasOwn(form.basis, code))
        bad(
          [...path, 'basis'],
          `uses the basis "${code}", which the form's own "basis" does not explain`,
        );
    if (question.type === 'rows') {
      const seen = new Set<string>();
      question.columns.forEach((column, at) => {
        if (seen.has(column.id))
          bad(
            [...path, 'columns', at],
            `has two columns with the id "${column.id}" in "${question.id}"`,
          );
        seen.add(column.id);
        checkQuestion(column, [...path, 'columns', at], question);
      });
      const named = [
        question.title,
        ...Object.entries(question.costs ?? {}).flatMap(([key, id]) =>
          key === 'sen budget' || key === 'whole year' ? [] : [id],
        ),
      ];
      for (const id of named)
        if (id !== undefined && !seen.has(id))
          bad(path, `names the column "${id}" in "${question.id}", which it does not have`);
      for (const row of question.each ?? [])
        if (row.card !== undefined && !cardIds.has(row.card))
          bad(path, `points to the card "${row.card}", which is not there`);
      return;
    }
    const choosing = ['one', 'many', 'ticks'].includes(question.type);
    if (choosing && !question.options)
      bad(path, `"${question.id}" is chosen from options, but lists none: add "options"`);
    if (!choosing && question.options)
      bad([...path, 'options'], `"${question.id}" lists options, but its type is ${question.type}`);
    for (const option of Object.values(question.options ?? {}))
      if ('card' in option && option.card !== undefined && !cardIds.has(option.card))
        bad([...path, 'options'], `points to the card "${option.card}", which is not there`);
    if ((question.type === 'links') !== (question.to !== undefined))
      bad(
        path,
        `"${question.id}": "to" names the table that a question of type links chooses from`,
      );
    if (question.to !== undefined && known.get(question.to)?.type !== 'rows')
      bad([...path, 'to'], `"${question.to}" is not a table of this form`);
    if ((question.type === 'calculated') !== (question.shows !== undefined))
      bad(path, `"${question.id}": "shows" says what a question of type calculated shows`);
    for (const id of [question.after, ...question.affects])
      if (id !== undefined && !known.has(id) && !columns.get(within?.id ?? '')?.has(id))
        bad(path, `names "${id}", but no question has that id`);
  };
  form.sections.forEach((section, sectionAt) => {
    section.questions.forEach((question, at) => {
      checkQuestion(question, ['sections', sectionAt, 'questions', at]);
    });
  });
  form.checks.forEach((check, at) => {
    const path = ['checks', at];
    checkCondition(check.when, [...path, 'when']);
    if (!cardIds.has(check.card))
      bad([...path, 'card'], `points to the card "${check.card}", which is not there`);
    if (!known.has(check.at))
      bad([...path, 'at'], `names "${check.at}", but no question has that id`);
  });
  if (form.export.to !== undefined && !contacts.has(form.export.to))
    bad(
      ['export', 'to'],
      `names the contact "${form.export.to}", which contacts.yaml does not have`,
    );
  return problems;
}
