import { createRequire } from 'node:module';
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import type { ParsedNode } from 'yaml';
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
 * js-yaml reads, since it is several times faster and hundreds of cards are read at every start;
 * yaml, which knows where each value stands, is asked only when there is something to point at.
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
  const lineOf = (path: readonly PropertyKey[]) => lineIn(text, path, firstLine);
  let raw: unknown;
  try {
    raw = load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    const reason = error instanceof YAMLException ? error.reason : 'it cannot be read';
    const at = error instanceof YAMLException ? (error.mark?.line ?? 0) : 0;
    const says = `is not valid YAML: ${reason}. Put text that holds a colon or starts with a sign in quotes`;
    return {
      value: undefined,
      problems: [{ file, line: firstLine + at, says, level: 'error' }],
      lineOf,
    };
  }
  const result = schema.safeParse(raw);
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

const require = createRequire(import.meta.url);

function lineIn(text: string, path: readonly PropertyKey[], firstLine: number): number {
  const { isNode, LineCounter, parseDocument } = require('yaml') as typeof import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as ParsedNode | undefined;
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line + firstLine - 1;
  }
  return firstLine;
}
