import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROLES } from '../../src/incoming.ts';
import { parseYaml } from '../../src/knowledge/yaml.ts';

/** The six kinds of question, one file each. */
export const KINDS = [
  'source-page',
  'follow-up',
  'national-law',
  'must-decline',
  'safety',
  'false-premise',
] as const;

/** One of {@link KINDS}. */
export type Kind = (typeof KINDS)[number];

const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text, 'i');
  } catch {
    context.addIssue({ code: 'custom', message: `"${text}" is not a regular expression` });
    return z.NEVER;
  }
});

const questionsFile = z.array(
  z.strictObject({
    id: z.string().min(1),
    role: z.enum(ROLES).optional(),
    turns: z.array(z.string().min(1)).min(1),
    outcome: z.array(
      z.enum(['answered', 'partly', 'choices', 'declined', 'safeguarding', 'refused', 'helped']),
    ),
    facts: z.array(pattern).default([]),
    never: z.array(pattern).default([]),
    source: z.array(z.string()).default([]),
  }),
);

/** One question of the public set. */
export type Question = z.infer<typeof questionsFile>[number] & { kind: Kind };

/**
 * Reads the public set.
 *
 * @throws Error naming file and line of the first mistake
 */
export function readQuestions(folder = join(import.meta.dirname, '..', 'questions')): Question[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return KINDS.filter((kind) => files.includes(`${kind}.yaml`)).flatMap((kind) => {
    const file = `${kind}.yaml`;
    const parsed = parseYaml(file, readFileSync(join(folder, file), 'utf8'), questionsFile);
    const [problem] = parsed.problems;
    if (problem) throw new Error(`${problem.file}:${problem.line} ${problem.says}`);
    return (parsed.value ?? []).map((question) => ({ ...question, kind }));
  });
}
