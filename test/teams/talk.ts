/** One person's side of a personal chat with the bot in Teams: typing, pressing, filling in. */

import type { Reply } from '../../src/reply.ts';
import type { Talk } from '../guide/drive.ts';
import type { Standing } from './connector.ts';
import { type Program, TENANT } from './program.ts';

type Json = Record<string, unknown>;

/** A conversation in the person's chat. */
export interface TeamsTalk extends Talk {
  conversation: string;
  /** An activity of theirs, to send with changes. */
  activity(more: object): Json;
  /** What the person reads of the last turn: posted or changed messages, as plain text. */
  said(): string;
  pressLabel(label: string): Promise<Reply>;
  /** Agrees to every file that is offered, and gives them by name. */
  takeFiles(): Promise<Map<string, Buffer>>;
}

let count = 0;

/**
 * @param program the surface under test
 * @param user who, by a name of the test's own
 * @param cards whether the client shows cards; without, only text is read
 */
export function teamsTalk(program: Program, user: string, cards = true): TeamsTalk {
  const { connector, turns, settle, post } = program;
  const conversation = `a:chat-of-${user}`;
  let before = new Map<string, string>();
  const shown = () =>
    new Map(connector.standing(conversation).map((one) => [one.id, readable(one, cards)]));

  const activity = (more: object): Json => {
    count += 1;
    return {
      channelId: 'msteams',
      serviceUrl: connector.serviceUrl,
      id: `in-${count}`,
      timestamp: new Date().toISOString(),
      type: 'message',
      from: { id: `29:${user}`, aadObjectId: `aad-${user}`, name: user },
      recipient: { id: '28:signpost', name: 'Signpost' },
      conversation: { id: conversation, conversationType: 'personal', tenantId: TENANT },
      channelData: { tenant: { id: TENANT } },
      ...more,
    };
  };

  const turn = async (more: object): Promise<Reply> => {
    before = shown();
    const asked = turns.length;
    const { status } = await post(activity(more));
    if (status !== 200) throw new Error(`Teams was answered with ${status}.`);
    await settle();
    const reply = turns.at(-1)?.reply;
    if (turns.length === asked || !reply) throw new Error('The core was not asked anything.');
    return reply;
  };

  /** The newest message that has such a button. */
  const withAction = (where: (action: Json) => boolean): { message: Standing; action: Json } => {
    for (const message of connector.standing(conversation).toReversed()) {
      const action = actionsIn(message).find(where);
      if (action) return { message, action };
    }
    throw new Error('There is no such button in the chat.');
  };
  const press = (where: (action: Json) => boolean, inputs: Json = {}) => {
    const { message, action } = withAction(where);
    return turn({ replyToId: message.id, value: { ...inputs, ...(action.data as Json) } });
  };
  const signpost = (action: Json) => (action.data as { signpost?: Json } | undefined)?.signpost;

  return {
    conversation,
    activity,
    say: (text) => turn({ text }),
    press: (action) => press((one) => signpost(one)?.action === action),
    pressLabel: (label) =>
      press((one) => String(one.title).toLowerCase().includes(label.toLowerCase())),
    submit: (ask, values) =>
      press(
        (one) => signpost(one)?.ask === ask,
        Object.fromEntries(
          Object.entries(values).map(([id, value]) => [
            id,
            typeof value === 'string' ? value : value.join(','),
          ]),
        ),
      ),
    said: () =>
      [...shown()]
        .filter(([id, text]) => before.get(id) !== text)
        .map(([, text]) => text)
        .join('\n\n'),
    takeFiles: async () => {
      for (const { id, attachments } of connector.standing(conversation))
        for (const { contentType, name = '', content } of attachments) {
          if (!contentType.endsWith('file.consent')) continue;
          const uploadUrl = new URL(`/upload/${encodeURIComponent(name)}`, connector.serviceUrl);
          await post(
            activity({
              type: 'invoke',
              name: 'fileConsent/invoke',
              replyToId: id,
              value: {
                type: 'fileUpload',
                action: 'accept',
                context: content.acceptContext,
                uploadInfo: {
                  uploadUrl: uploadUrl.href,
                  contentUrl: `https://school.sharepoint.com/${name}`,
                  name,
                  uniqueId: 'u1',
                  fileType: name.split('.').at(-1),
                },
              },
            }),
          );
          await settle();
        }
      return connector.files;
    },
  };
}

function actionsIn({ attachments }: Standing): Json[] {
  const found: Json[] = [];
  JSON.stringify(attachments, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && (value as Json).type === 'Action.Submit')
      found.push(value as Json);
    return value;
  });
  return found;
}

/** Everything that is read in a message: its text, and texts, labels, choices and buttons of its cards. */
function readable({ text, summary, attachments }: Standing, cards: boolean): string {
  const found = [text];
  if (cards)
    JSON.stringify(attachments, (key, value) => {
      const read = ['text', 'title', 'label', 'description'].includes(key);
      if (read && typeof value === 'string') found.push(value);
      if (key === 'value' && typeof value === 'string') found.push(`Now: ${value}`);
      return value;
    });
  else if (attachments.length > 0)
    found.push(
      summary,
      ...attachments.map(({ content }) => String((content as Json).fallbackText ?? '')),
    );
  return found
    .join('\n')
    .replace(/\[([^\]]+)\]\((?:https?|mailto):[^)]+\)/g, '$1')
    .replace(/[*`]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
