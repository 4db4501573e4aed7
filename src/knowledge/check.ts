import { ROLES } from '../incoming.ts';
import { contactsOn } from '../safety/words.ts';
import { type CardFile, sentences } from './card.ts';
import type { Problem } from './problem.ts';
import type { Knowledge } from './read.ts';
import { type Located, locate } from './source.ts';

/** Longer sentences are hard to read in one go (GOV.UK content design: 25 words). */
const SENTENCE_WORDS = 25;

/** Roles that must have duties: those whose duties a person can ask for. */
const DUTY_ROLES = ['governors', 'headteacher', 'senco', 'teacher', 'council'] as const;

/**
 * Holds the files against one another: sources exist and can bind as far as the card says, asks
 * are not shared, reviews are not overdue, sentences are short.
 *
 * @param today ISO date
 * @returns every problem found, in file order
 */
export function checkKnowledge(
  knowledge: Knowledge,
  files: readonly CardFile[],
  today: string,
): Problem[] {
  const problems: Problem[] = [];
  const ids = new Map<string, string>();
  const asked = new Map<string, string>();
  for (const file of files) {
    const { card } = file;
    const report = (
      path: readonly PropertyKey[],
      says: string,
      level: Problem['level'] = 'error',
    ) => problems.push({ file: card.file, line: file.lineOf(path), says, level });

    const twin = ids.get(card.id);
    if (twin) report([], `has the same name as ${twin}: rename one, ids are unique`);
    ids.set(card.id, card.file);

    const located: Located[] = [];
    const places = [
      ...card.sources.map((ref, at) => [ref, ['sources', at]] as const),
      ...card.differs.map((differs, at) => [differs.from, ['differs', at, 'from']] as const),
    ];
    for (const [ref, path] of places) {
      const place = locate(ref, knowledge.sources);
      if (typeof place === 'string') report(path, place);
      else if (path[0] === 'sources') located.push(place);
    }
    const bindings = new Set(located.map((place) => place.binding));
    if (card.force === 'must' && !bindings.has('law'))
      report(['force'], 'says must, but no source is law: cite the Act or use should or local');
    if (card.force === 'should' && !bindings.has('law') && !bindings.has('guidance'))
      report(['force'], 'says should, but no source is guidance: cite it or use local');

    for (const [field, asks] of [
      ['asks', card.asks],
      ['yes', card.yes],
      ['no', card.no],
    ] as const) {
      for (const [at, ask] of asks.entries()) {
        const key = ask
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, ' ')
          .trim();
        const other = asked.get(key);
        if (other && other !== card.file)
          report([field, at], `"${ask}" is also asked in ${other}: keep it in one of them`);
        asked.set(key, card.file);
      }
    }
    for (const [at, id] of card.related.entries()) {
      if (!knowledge.byId.has(id)) report(['related', at], `"${id}" is not a card: mend the id`);
    }
    if (card.contact && !knowledge.contacts.has(card.contact))
      report(['contact'], `"${card.contact}" is not in contacts.yaml: add it or mend the id`);
    if (card.confidence !== 'high' && !card.caution)
      report(['confidence'], 'is below high: say why in caution, so that readers are told');
    if (card.review < card.checked)
      report(['review'], `is before checked (${card.checked}): set a later date`);
    if (card.review < today)
      report(['review'], `passed on ${card.review}: check the card again and move it on`, 'note');
    for (const sentence of sentences(`${card.lead} ${card.rest}`.replace(/\n[-*] /g, '. '))) {
      const count = sentence.split(/\s+/).filter((word) => /\w/.test(word)).length;
      if (count > SENTENCE_WORDS)
        problems.push({
          file: card.file,
          line: file.bodyLine,
          says: `has a sentence of ${count} words: split "${sentence.slice(0, 50)}…"`,
          level: 'note',
        });
    }
  }
  return [...problems, ...checkLists(knowledge), ...checkRoles(knowledge)];
}

/** Sources of the glossary and contacts exist, and no two terms are typed alike. */
function checkLists(knowledge: Knowledge): Problem[] {
  const problems: Problem[] = [];
  const report = (file: string, says: string) =>
    problems.push({ file, line: 1, says, level: 'error' });
  const typed = new Map<string, string>();
  for (const term of knowledge.glossary) {
    for (const ref of term.sources) {
      const place = locate(ref, knowledge.sources);
      if (typeof place === 'string') report('glossary.yaml', `${term.term}: ${place}`);
    }
    for (const form of term.typed) {
      const other = typed.get(form);
      if (other && other !== term.term)
        report('glossary.yaml', `"${form}" is typed for both ${other} and ${term.term}: keep one`);
      typed.set(form, term.term);
    }
  }
  for (const contact of knowledge.contacts.values()) {
    for (const ref of contact.sources) {
      const place = locate(ref, knowledge.sources);
      if (typeof place === 'string') report('contacts.yaml', `${contact.id}: ${place}`);
    }
  }
  for (const id of contactsOn(knowledge.safety.card)) {
    if (!knowledge.contacts.has(id))
      report('safety.yaml', `card: {${id}} is not in contacts.yaml: add it or mend the id`);
  }
  return problems;
}

/** A role that a person can ask about must have at least one duty. */
function checkRoles(knowledge: Knowledge): Problem[] {
  return ROLES.filter(
    (role) =>
      (DUTY_ROLES as readonly string[]).includes(role) &&
      !knowledge.cards.some((card) => card.for.includes(role) && card.force === 'must') &&
      !knowledge.cards.some((card) => card.for.includes(role) && card.force === 'local') &&
      !knowledge.cards.some((card) => card.for.includes(role) && card.force === 'should'),
  ).map((role) => ({
    file: 'knowledge',
    line: 1,
    says: `has no duty for the role "${role}": name it in the "for" of the cards that bind it`,
    level: 'error' as const,
  }));
}
