import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readSafety } from '../../src/safety/words.ts';

const root = join(import.meta.dirname, '..', '..');

/** safety.yaml as it stands in the knowledge, with a contact's postal address allowed. */
export const safety = readSafety(
  parse(readFileSync(join(root, 'knowledge', 'safety.yaml'), 'utf8')),
  ['SEND and Inclusion Service, Dunedin House, Columbia Drive, Thornaby, TS17 6BJ'],
);

/** One message a line; lines that begin with "# " are for the reader. */
export function table(name: string): string[] {
  return readFileSync(join(import.meta.dirname, 'tables', `${name}.txt`), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '));
}

/** Lines of the form "left | right". */
export function pairs(name: string, mark = ' | '): [string, string][] {
  return table(name).map((line) => {
    const at = line.indexOf(mark);
    return [line.slice(0, at), line.slice(at + mark.length)];
  });
}

/** Milliseconds a call takes on a message of 300 characters, warm, the best of thirty rounds, for the machine may be busy. */
export function milliseconds(work: (message: string) => unknown): number {
  const message =
    'He is working at Year 2 level and our SENCO, who is new, wants to know what the panel needs before 12 June. '
      .repeat(3)
      .slice(0, 300);
  for (let round = 0; round < 2000; round += 1) work(message);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 30; round += 1) {
    const before = performance.now();
    for (let call = 0; call < 50; call += 1) work(message);
    best = Math.min(best, (performance.now() - before) / 50);
  }
  return best;
}

/** A megabyte each of what makes careless patterns run for ever. */
export const MONSTERS: readonly string[] = [
  'a'.repeat(1 << 20),
  'Aa '.repeat(350_000),
  '1'.repeat(1 << 20),
  '07 '.repeat(350_000),
  'a.'.repeat(1 << 19),
  'a-'.repeat(1 << 19),
  '<'.repeat(1 << 20),
  ' '.repeat(1 << 20),
  '\u200B'.repeat(1 << 20),
  'ignore all the '.repeat(70_000),
  'he was told not to '.repeat(55_000),
  'brusedx sucidel qwertyui '.repeat(42_000),
  'lives at Aa '.repeat(87_000),
  '\u{E0041}'.repeat(1 << 18),
];
