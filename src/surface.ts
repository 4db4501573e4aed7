/** What every surface does with a reply in the same way, whatever it is shown on. */

import { type Block, type Duty, FORCES, type Force } from './reply.ts';

/** Said of text that a language model worded. */
export const BY_MODEL =
  'An AI model worded this from the sources shown. Check them before you rely on it.';

/** What a yes-or-no question offers. */
export const YES_NO = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
] as const;

/** What chat platforms say that comes neither from a card nor from the core. */
export const CHAT_WORDS = {
  byModel: BY_MODEL,
  levels: { stop: 'Must be put right:', warn: 'Check this:', note: 'Note:' },
  yesNo: YES_NO,
  sources: 'Sources:',
  moved: 'This question has been put again below.',
  answered: 'Answered below.',
  broken: 'Something went wrong at our end, and nothing was changed. Try again in a minute.',
  restarted: 'I was restarted while I answered you. If no answer came, ask again.',
} as const;

/** Duties by how far they bind, strongest first: what the law requires is never below what is only advised. */
export function byForce(rows: readonly Duty[]): { force: Force; rows: Duty[] }[] {
  return FORCES.map((force) => ({
    force,
    rows: rows.filter((row) => row.force === force),
  })).filter((group) => group.rows.length > 0);
}

/** Which columns of a table hold nothing but numbers, money and percentages. */
export function numericColumns({
  columns,
  rows,
}: Pick<Extract<Block, { kind: 'table' }>, 'columns' | 'rows'>): boolean[] {
  return columns.map((_, column) =>
    rows.every((row) => /^[-−(]?£?[\d,.]*%?\)?$/.test((row[column] ?? '').trim())),
  );
}

/** "▰▰▱▱▱▱▱▱▱▱ 5. Voices: 24 of 100 done in all", for where there is no bar of its own. */
export function sayProgress({
  done,
  of,
  section,
}: Omit<Extract<Block, { kind: 'progress' }>, 'kind'>): string {
  const filled = of > 0 ? Math.min(10, Math.max(0, Math.floor((done / of) * 10))) : 0;
  return `${'▰'.repeat(filled)}${'▱'.repeat(10 - filled)} ${section}: ${done} of ${of} done in all`;
}

/** Whether there is such a day: 31 February becomes another date when it is read. */
export function isDay(iso: string): boolean {
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === iso;
}

/** Whether anything stands in a field. */
export function isFilled(value: string | readonly string[] | undefined): boolean {
  return [value ?? ''].flat().some((one) => one.trim() !== '');
}

/** The words that say what became of a form, apart from what comes next. */
export function parted(blocks: readonly Block[]): {
  lead: readonly Block[];
  rest: readonly Block[];
} {
  const end = blocks.findIndex(({ kind }) => kind !== 'text');
  const at = end < 0 ? blocks.length : end;
  // With nothing after them, the words are the answer itself.
  return at === blocks.length && blocks.length > 1
    ? { lead: blocks.slice(0, 1), rest: blocks.slice(1) }
    : { lead: blocks.slice(0, at), rest: blocks.slice(at) };
}

/** Words as blocks. */
export function words(text: string): Block[] {
  return [{ kind: 'text', text }];
}

/** A list in groups of at most so many. */
export function inGroups<T>(list: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / most) }, (_, at) =>
    list.slice(at * most, (at + 1) * most),
  );
}
