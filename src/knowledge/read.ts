import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { z } from 'zod';
import { PatternError } from '../safety/patterns.ts';
import { readExamples, readSafety, type Safety, safetyFile } from '../safety/words.ts';
import { type Card, type CardFile, parseCard } from './card.ts';
import { checkKnowledge } from './check.ts';
import { contactCards } from './contact-card.ts';
import {
  type Contact,
  type Councils,
  contactsFile,
  councilsFile,
  glossaryFile,
  type Suggestions,
  suggestionsFile,
  type Term,
  type WordGroup,
  wordsFile,
} from './lists.ts';
import { KnowledgeError, type Problem } from './problem.ts';
import { type Sources, sourcesFile } from './source.ts';
import { parseYaml } from './yaml.ts';

/** Everything the bot knows. Read once at start and never changed. */
export interface Knowledge {
  cards: readonly Card[];
  byId: ReadonlyMap<string, Card>;
  sources: Sources;
  glossary: readonly Term[];
  words: readonly WordGroup[];
  contacts: ReadonlyMap<string, Contact>;
  councils: Councils;
  suggestions: Suggestions;
  /** What keeps children safe, and what is then said. */
  safety: Safety;
}

/** Knowledge read from a folder, whole or not, with everything found wrong in it. */
export interface KnowledgeFolder {
  knowledge: Knowledge;
  cardFiles: readonly CardFile[];
  problems: readonly Problem[];
}

/**
 * Reads the knowledge folder and refuses it if anything in it is wrong.
 *
 * @param folder path of the folder that holds sources.yaml
 * @param today ISO date against which review dates are held
 * @throws KnowledgeError naming file, line and mend
 */
export function readKnowledge(folder: string, today: string): Knowledge {
  const { knowledge, problems } = inspectKnowledge(folder, today);
  const errors = problems.filter((problem) => problem.level === 'error');
  if (errors.length > 0) throw new KnowledgeError(errors);
  return knowledge;
}

/**
 * Reads the knowledge folder and reports everything wrong in it.
 *
 * @throws KnowledgeError only if the folder is not there or the safety lists cannot be used
 */
export function inspectKnowledge(folder: string, today: string): KnowledgeFolder {
  if (!existsSync(join(folder, 'sources.yaml'))) {
    const says = `is missing: set KNOWLEDGE_DIR to the folder that holds it (looked in ${folder})`;
    throw new KnowledgeError([{ file: 'sources.yaml', line: 1, says, level: 'error' }]);
  }
  const problems: Problem[] = [];
  const list = <S extends z.ZodType>(name: string, schema: S, empty: z.infer<S>): z.infer<S> => {
    const path = join(folder, name);
    if (!existsSync(path)) {
      problems.push({ file: name, line: 1, says: 'is missing: put it back', level: 'error' });
      return empty;
    }
    const parsed = parseYaml(name, readFileSync(path, 'utf8'), schema);
    problems.push(...parsed.problems);
    return parsed.value ?? empty;
  };
  const sources = list('sources.yaml', sourcesFile, {});
  const glossary = list('glossary.yaml', glossaryFile, []);
  const words = list('words.yaml', wordsFile, []);
  const contacts = list('contacts.yaml', contactsFile, []);
  const councils = list('councils.yaml', councilsFile, {
    home: [],
    others: [],
    nations: [],
    schools: [],
  });
  const suggestions = list('suggestions.yaml', suggestionsFile, {});
  const cardFiles: CardFile[] = [];
  for (const path of cardPaths(folder)) {
    const { read, problems: found } = parseCard(
      relative(folder, path).replaceAll('\\', '/'),
      readFileSync(path, 'utf8'),
    );
    problems.push(...found);
    if (read) cardFiles.push(read);
  }
  const written = cardFiles.map((file) => file.card);
  const cards = [...written, ...contactCards(contacts, written)];
  const safety = readSafetyFile(folder, contacts, ordinaryAsks(written));
  const knowledge: Knowledge = {
    cards,
    byId: new Map(cards.map((card) => [card.id, card])),
    sources,
    glossary,
    words,
    contacts: new Map(contacts.map((contact) => [contact.id, contact])),
    councils,
    suggestions,
    safety,
  };
  problems.push(...checkKnowledge(knowledge, cardFiles, today));
  return { knowledge, cardFiles, problems };
}

/** One in so many of the cards' asks teaches what an ordinary question is; more teach no more. */
const ONE_ASK_IN = 4;

/** Ordinary questions, for telling worries apart; those about safeguarding itself are neither. */
function ordinaryAsks(cards: readonly Card[]): string[] {
  return cards
    .filter(({ file }) => !file.includes('/safeguarding/'))
    .flatMap(({ asks }) => asks.filter((_, at) => at % ONE_ASK_IN === 0));
}

/** Every card file, in a fixed order: two folders deep, so that README and lists are left out. */
function cardPaths(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && path.split(/[\\/]/).length >= 3)
    .sort()
    .map((path) => join(folder, path));
}

/**
 * Reads the safety lists.
 *
 * @throws KnowledgeError at once: without them nothing may be answered
 */
function readSafetyFile(
  folder: string,
  contacts: readonly Contact[],
  asks: readonly string[],
): Safety {
  const file = 'safety.yaml';
  const path = join(folder, file);
  const refuse = (says: string): never => {
    throw new KnowledgeError([{ file, line: 1, says, level: 'error' }]);
  };
  if (!existsSync(path)) return refuse('is missing: put it back');
  const examples = (name: string): string[] => {
    const there = existsSync(join(folder, name));
    const read = there ? readExamples(readFileSync(join(folder, name), 'utf8')) : [];
    if (read.length > 0) return read;
    const says = there ? 'holds no example message: put some back' : 'is missing: put it back';
    throw new KnowledgeError([{ file: name, line: 1, says, level: 'error' }]);
  };
  const parsed = parseYaml(file, readFileSync(path, 'utf8'), safetyFile);
  if (!parsed.value) throw new KnowledgeError(parsed.problems);
  const known = contacts.flatMap(({ detail, email, phone, post }) =>
    [detail, email, phone, post].filter((part) => part !== undefined),
  );
  try {
    return readSafety(parsed.value, known, {
      worries: examples('worries.txt'),
      ordinary: [...examples('ordinary.txt'), ...asks],
    });
  } catch (error) {
    if (error instanceof PatternError) return refuse(error.message);
    throw error;
  }
}
