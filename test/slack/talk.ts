/** One person's side of a conversation with the bot, through Slack alone: typing, pressing, filling in. */

import type { Reply } from '../../src/reply.ts';
import type { Talk } from '../guide/drive.ts';
import type { Program } from './program.ts';
import type { Person, SlackMessage } from './standin/slack.ts';

/** A conversation in the person's direct message. */
export interface SlackTalk extends Talk {
  person: Person;
  /** What the person reads of the last turn: posted or changed messages, as plain text. */
  said(): string;
  /** Presses a button by its label, the newest that has it. */
  pressLabel(label: string): Promise<Reply>;
}

/**
 * @param program the surface under test
 * @param user whose direct message; there must be such a person in the stand-in
 * @returns their side; each turn is over when everything it set off is done
 */
export function slackTalk(program: Program, user: Person): SlackTalk {
  const { standIn, turns, settle } = program;
  let before = new Map<string, string>();

  const messages = () => standIn.messages(user.im, { asUser: user.id });
  const shown = () =>
    new Map(
      messages()
        .filter(({ user: by }) => by !== user.id)
        .map((message) => [message.ts, readable(message.blocks)]),
    );

  const turn = async (act: () => Promise<unknown>): Promise<Reply> => {
    before = shown();
    const count = turns.length;
    await act();
    await settle();
    const reply = turns.at(-1)?.reply;
    if (turns.length === count || !reply) throw new Error('The core was not asked anything.');
    return reply;
  };

  /** The newest message that has such an element. */
  const withElement = (where: (element: Record<string, unknown>) => boolean): SlackMessage => {
    const found = messages().findLast(({ blocks }) =>
      blocks.some(({ elements }) =>
        (Array.isArray(elements) ? (elements as Record<string, unknown>[]) : []).some(where),
      ),
    );
    if (!found) throw new Error('There is no such button in the conversation.');
    return found;
  };

  return {
    person: user,
    say: (text) => turn(() => user.say(user.im, text)),
    press: (action) => {
      const message = withElement(({ value }) => value === action);
      return turn(() => user.press(message, ({ value }) => value === action));
    },
    pressLabel: (label) => {
      const has = (element: Record<string, unknown>) =>
        String((element.text as { text?: unknown } | undefined)?.text ?? '')
          .toLowerCase()
          .includes(label.toLowerCase());
      return turn(() => user.press(withElement(has), has));
    },
    submit: (ask, values) => {
      const message = withElement(({ value }) => value === ask);
      const filled = Object.fromEntries(
        Object.entries(values).map(([field, value]) => [
          field,
          typeof value === 'string' ? value : [...value],
        ]),
      );
      return turn(() => user.fill(message, filled, ({ value }) => value === ask));
    },
    said: () =>
      [...shown()]
        .filter(([ts, text]) => before.get(ts) !== text)
        .map(([, text]) => text)
        .join('\n\n'),
  };
}

/** Everything that is read in a message: texts, labels, hints, options and what boxes hold. */
function readable(blocks: unknown): string {
  const found: string[] = [];
  JSON.stringify(blocks, (key, value) => {
    if (key === 'text' && typeof value === 'string') found.push(value);
    if (key === 'initial_value') found.push(`Now: ${value}`);
    return value;
  });
  return found
    .join('\n')
    .replace(/<[^<>|]+\|([^<>]+)>/g, '$1')
    .replace(/\[([^\]]+)\]\((?:https?|mailto):[^)]+\)/g, '$1')
    .replace(/[*`]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
