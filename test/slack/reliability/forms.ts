/** Forms as they stand in a conversation, and what the made-up application answers to them. */

import type { Script } from '../../guide/drive.ts';
import { theScript } from '../../guide/reliability/answering.ts';
import { elementsOf } from '../standin/blocks.ts';
import { type Block, blocksOf, isObject, textOf } from '../standin/json.ts';
import type { SlackMessage } from '../standin/slack.ts';

/** A form that can be sent. */
export interface StandingForm {
  message: SlackMessage;
  /** What its button sends back. */
  ask: string;
  inputs: { id: string; path: string; element: Block }[];
}

/** The forms that can be sent in a conversation, oldest first. */
export function formsIn(messages: readonly SlackMessage[]): StandingForm[] {
  return messages.flatMap((message) => {
    const elements = elementsOf(message.blocks);
    const submit = elements.find(({ element }) =>
      textOf(element.action_id).startsWith('submit:'),
    )?.element;
    if (!submit) return [];
    const inputs = elements
      .filter(({ block }) => block.type === 'input')
      .map(({ block, element }) => {
        const id = textOf(block.block_id);
        return { id, path: id.replace(/@\d+$/, ''), element };
      });
    return [{ message, ask: textOf(submit.value), inputs }];
  });
}

/** What is given to a form. */
export interface Given {
  /** By the id of each input. */
  values: Record<string, string | readonly string[]>;
  /** The first answer as it is typed; undefined when it is to be skipped. */
  typed: string | undefined;
}

/** Answers by the script, a row for each that the script has. */
export function makeAnswers(script: Script = theScript()) {
  const rows = new Set<string>();
  const rowsOf = (table: string, of: Iterable<string>) =>
    [...of].filter((row) => row.startsWith(`${table}/`)).length;
  const wanted = new Set([...script.keys()].map(rowOf));
  const answer = (path: string): string | readonly string[] | undefined => {
    if (path === 'reference') return 'teal-7';
    if (!path.endsWith('/+')) return script.get(path);
    const [table = ''] = path.split('/');
    return rowsOf(table, rows) < rowsOf(table, wanted) ? 'yes' : 'no';
  };
  return {
    /** @throws Error naming a first question that the script cannot answer */
    to: ({ inputs }: StandingForm): Given => {
      for (const { path } of inputs) rows.add(rowOf(path));
      const given = inputs.flatMap(({ id, path }) => {
        const value = answer(path);
        return value === undefined || value === 'SKIP' ? [] : [[id, value] as const];
      });
      const [first] = inputs;
      const one = first && answer(first.path);
      if (!first || one === undefined)
        throw new Error(`The script has no answer to ${first?.path}.`);
      return {
        values: Object.fromEntries(given),
        typed: one === 'SKIP' ? undefined : [one].flat().map(labelIn(first.element)).join('; '),
      };
    },
    /** The row that the last "yes" made. */
    nextRow: (table: string) => String(rowsOf(table, rows) + 1),
  };
}

/** `cycles/2` of `cycles/2/aim`; nothing that is a row of anything else. */
function rowOf(path: string): string {
  const [table, row, column] = path.split('/');
  return column === undefined ? '' : `${table}/${row}`;
}

/** The label of a choice, the words of anything else. */
function labelIn(element: Block): (value: string) => string {
  const groups = blocksOfAny(element.option_groups).flatMap(({ options }) => blocksOfAny(options));
  const options = [...blocksOfAny(element.options), ...groups];
  return (value) => {
    const text = options.find((option) => option.value === value)?.text;
    return isObject(text) ? textOf(text.text) : value;
  };
}

function blocksOfAny(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : blocksOf(value);
}
