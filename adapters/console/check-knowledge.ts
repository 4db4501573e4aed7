import { readConfig } from '../../src/config.ts';
import { inspectForms } from '../../src/guide/forms.ts';
import { describe, KnowledgeError } from '../../src/knowledge/problem.ts';
import { inspectKnowledge } from '../../src/knowledge/read.ts';
import { environment } from '../env.ts';
import { failClearly } from '../open.ts';

/** `npm run check:knowledge`: what is wrong in the knowledge, by file and line, with the mend. */
try {
  const { knowledgeDir, today } = readConfig(environment());
  const { knowledge, problems: inCards } = inspectKnowledge(knowledgeDir, today());
  const { forms, problems: inForms } = inspectForms(knowledgeDir, knowledge);
  const problems = [...inCards, ...inForms];
  const errors = problems.filter((problem) => problem.level === 'error');
  const notes = problems.filter((problem) => problem.level === 'note');
  for (const problem of errors) console.error(`error  ${describe(problem)}`);
  for (const problem of notes) console.log(`note   ${describe(problem)}`);
  console.log(
    `${knowledge.cards.length} cards, ${Object.keys(knowledge.sources).length} sources, ${knowledge.glossary.length} terms, ${knowledge.contacts.size} contacts, ${forms.length} forms: ${errors.length} errors, ${notes.length} notes`,
  );
  process.exitCode = errors.length > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof KnowledgeError)) failClearly(error);
  for (const problem of error.problems) console.error(`error  ${describe(problem)}`);
  process.exitCode = 1;
}
