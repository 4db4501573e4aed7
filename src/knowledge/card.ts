import { z } from 'zod';
import { ROLES } from '../incoming.ts';
import { FORCES, STATUSES } from '../reply.ts';
import type { Problem } from './problem.ts';
import { parseYaml } from './yaml.ts';

const SETTINGS = [
  'maintained',
  'academy',
  'maintained nursery',
  'pvi nursery',
  'childminder',
  'pru',
  'ap academy',
  '16-19 academy',
  'college',
  'special',
  'early years',
] as const;

/** How a statement was checked; see `knowledge/README.md`. */
export const READ = ['source page', 'excerpt', 'knowledge'] as const;

const line = (most: number) => z.string().trim().min(1, 'is empty').max(most);
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date like 2026-11-23');
const sourceRef = z
  .string()
  .regex(/^[a-z0-9-]+(#[a-z0-9.-]+)?$/i, 'must be a source id, then # and the place');

/** `must` or `should` needs a source that can bind that far; checked against sources.yaml. */
const frontMatter = z.strictObject({
  title: line(90),
  for: z.array(z.enum(ROLES)).min(1),
  settings: z.array(z.enum(SETTINGS)).default([]),
  force: z.enum(FORCES),
  status: z.enum(STATUSES),
  sources: z.array(sourceRef).min(1, 'needs at least one source'),
  read: z.array(z.enum(READ)).min(1, 'say how it was checked: source page, excerpt or knowledge'),
  confidence: z.enum(['high', 'medium', 'low']),
  caution: line(300).optional(),
  differs: z
    .array(z.strictObject({ from: sourceRef, says: line(300), now: line(400) }))
    .default([]),
  asks: z.array(line(200)).min(3, 'needs at least three questions people ask'),
  yes: z.array(line(200)).default([]),
  no: z.array(line(200)).default([]),
  holds: z.boolean().default(true),
  contact: line(60).optional(),
  related: z.array(line(80)).default([]),
  list: z.boolean().default(false),
  checked: isoDate,
  review: isoDate,
  owner: line(80),
});

/** One answer: what a card file holds. */
export interface Card extends z.infer<typeof frontMatter> {
  /** The file's name without `.md`. */
  id: string;
  /** The file's path from the knowledge folder. */
  file: string;
  /** The first sentence of the body: the answer in one line. */
  lead: string;
  /** The rest of the body after the lead, as Markdown. */
  rest: string;
}

/** A card with the lines its parts stand on, for messages to editors. */
export interface CardFile {
  card: Card;
  lineOf(path: readonly PropertyKey[]): number;
  bodyLine: number;
}

/**
 * Reads one card.
 *
 * @param file its path from the knowledge folder; the last part without `.md` becomes the id
 * @returns the card, or the problems that keep it from being one; never throws
 */
export function parseCard(file: string, text: string): { read?: CardFile; problems: Problem[] } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?([\s\S]*)$/.exec(text);
  if (!match) {
    const says =
      'has no front matter: start the file with a line of ---, the fields, and another line of ---';
    return { problems: [{ file, line: 1, says, level: 'error' }] };
  }
  const [, front = '', bodyText = ''] = match;
  const parsed = parseYaml(file, front, frontMatter, 2);
  if (!parsed.value) return { problems: parsed.problems };
  const bodyLine = front.split('\n').length + 3;
  const body = bodyText.trim();
  if (!body) {
    const says = 'has no answer: write it below the second line of ---';
    return { problems: [{ file, line: bodyLine, says, level: 'error' }] };
  }
  const { lead, rest } = splitLead(body);
  const id = file.replace(/^.*\//, '').replace(/\.md$/, '');
  return {
    read: { card: { ...parsed.value, id, file, lead, rest }, lineOf: parsed.lineOf, bodyLine },
    problems: [],
  };
}

/** The first sentence, which must stand alone, and what follows it. */
function splitLead(body: string): { lead: string; rest: string } {
  const paragraph = body.split(/\r?\n\s*\r?\n/, 1)[0] ?? body;
  const firstLines = paragraph.split(/\r?\n(?=[-*] )/, 1)[0] ?? paragraph;
  const sentence = sentences(firstLines)[0] ?? firstLines;
  return {
    lead: sentence.replace(/\s*\n\s*/g, ' ').trim(),
    rest: body.slice(body.indexOf(sentence) + sentence.length).trim(),
  };
}

/**
 * Splits text into sentences, leaving "para. 6.17", "s.69", "e.g." and "No. 5" whole.
 *
 * @returns the sentences in order, each with its own stop
 */
export function sentences(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const stop of text.matchAll(/[.!?][)"'’”]?(?=\s+\S)/g)) {
    const end = stop.index + stop[0].length;
    const soFar = text.slice(start, end);
    if (/\b(e\.g|i\.e|etc|para|paras|reg|regs|ss?|no|vs|Mr|Mrs|Ms|Dr|St)\.$/i.test(soFar)) continue;
    parts.push(soFar.trim());
    start = end;
  }
  const last = text.slice(start).trim();
  return last ? [...parts, last] : parts;
}
