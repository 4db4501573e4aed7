import { isNode, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Problem } from './problem.ts';

/** What was read from one piece of YAML: the value, or what is wrong with it. */
export interface Parsed<T> {
  value: T | undefined;
  problems: Problem[];
  /** The 1-based line of the value at `path`, or of its nearest parent. */
  lineOf(path: readonly PropertyKey[]): number;
}

/**
 * Reads YAML and checks it against a zod schema, so that each problem has a file and a line.
 *
 * @param text the YAML; `firstLine` is the 1-based line of the file on which it starts
 * @returns the value when it fits the schema, else problems; never throws
 */
export function parseYaml<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
  firstLine = 1,
): Parsed<z.infer<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const lineAt = (offset: number) => lines.linePos(offset).line + firstLine - 1;
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true) as ParsedNode | undefined;
      if (isNode(node) && node.range) return lineAt(node.range[0]);
    }
    return firstLine;
  };
  if (document.errors.length > 0) {
    const problems = document.errors.map((error): Problem => {
      const what = error.message.split(' at line ')[0] ?? error.message;
      return {
        file,
        line: lineAt(error.pos[0]),
        says: `is not valid YAML: ${what}. Put text that holds a colon or starts with a sign in quotes`,
        level: 'error',
      };
    });
    return { value: undefined, problems, lineOf };
  }
  const result = schema.safeParse(document.toJS());
  if (result.success) return { value: result.data, problems: [], lineOf };
  const problems = result.error.issues.map(
    (issue): Problem => ({
      file,
      line: lineOf(issue.path),
      says: `${issue.path.join('.') || 'file'}: ${issue.message}`,
      level: 'error',
    }),
  );
  return { value: undefined, problems, lineOf };
}
