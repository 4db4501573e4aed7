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
