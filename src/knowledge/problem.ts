/** Something wrong in a knowledge file, told so that a person who has never seen code can mend it. */
export interface Problem {
  /** Path as the editor knows it, from the knowledge folder. */
  file: string;
  /** 1-based line, where one can be named. */
  line: number;
  /** What is wrong and how to mend it, in one sentence. */
  says: string;
  /** An `error` keeps the bot from starting; a `note` is advice. */
  level: 'error' | 'note';
}

/** Thrown when the knowledge cannot be used; carries every problem found. */
export class KnowledgeError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const first = problems[0];
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    super(
      `The knowledge cannot be read: ${first ? describe(first) : 'unknown problem'}${more}. Run "npm run check:knowledge" for the whole list.`,
    );
    this.name = 'KnowledgeError';
    this.problems = problems;
  }
}

/** One line for a person: `file:line what is wrong and the mend`. */
export function describe(problem: Problem): string {
  return `${problem.file}:${problem.line} ${problem.says}`;
}
