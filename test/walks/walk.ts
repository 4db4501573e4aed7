/**
 * Whole conversations as plain text. A line begins with what it is:
 *
 *     > what the person says          + the button they press, by its label
 *     = how the turn ends             ~ words the reply has
 *     ! words the reply has not       # a remark
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Outcome } from '../../src/reply.ts';

/** What a person reads after a turn, and how the turn ended. */
export interface Told {
  said: string;
  outcome: Outcome;
}

/** A way of walking: each surface has its own. */
export interface Walker {
  say(text: string): Promise<Told>;
  /** Presses a button, by words on it. */
  press(label: string): Promise<Told>;
}

/** The walks there are, by file name. */
export const WALKS = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.txt'));

/**
 * Walks one.
 *
 * @throws AssertionError naming the file and line where the reply is not as the walk says
 */
export async function walkThrough(name: string, walker: Walker): Promise<void> {
  let told: Told = { said: '', outcome: 'helped' };
  for (const { line, sign, text } of read(join(import.meta.dirname, name))) {
    const where = `${name}:${line}`;
    if (sign === '>') told = await walker.say(text);
    else if (sign === '+') told = await walker.press(text);
    else if (sign === '=') expect(told.outcome, `${where}\n${told.said}`).toBe(text);
    else if (sign === '~') expect(told.said.toLowerCase(), where).toContain(text.toLowerCase());
    else if (sign === '!') expect(told.said.toLowerCase(), where).not.toContain(text.toLowerCase());
    else throw new Error(`${where}: a line cannot begin with "${sign}".`);
  }
}

function read(file: string): { line: number; sign: string; text: string }[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((text, at) => ({ line: at + 1, sign: text.slice(0, 1), text: text.slice(2).trim() }))
    .filter(({ sign, text }) => sign !== '#' && text !== '');
}
