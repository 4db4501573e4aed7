/** The work of one task: asked of the core, rendered, sent. */

import { randomBytes } from 'node:crypto';
import type { Bot } from '../../src/bot.ts';
import type { Incoming } from '../../src/incoming.ts';
import type { Block, Reply } from '../../src/reply.ts';
import type { Delivery } from '../../src/store/inbox.ts';
import type { Vault } from '../../src/store/vault.ts';
import { isFilled, parted, words } from '../../src/surface.ts';
import { cut, type IsCardLink } from '../../src/written.ts';
import { type Chat, placeOf, privatePlace, type Task } from './read.ts';
import { type Message, message, render, type View } from './render.ts';
import type { Sender } from './send.ts';
import { WORDS } from './words.ts';

/** What the work is done with. */
export interface WorkParts {
  bot: Pick<Bot, 'handle'>;
  sender: Sender;
  /** The personal chat of each person who has one with us. */
  chats: Vault<Chat>;
  /** The form that waits in each person's chat. */
  forms: Vault<Form>;
  /** Which answer a message holds, for its feedback buttons. */
  answers: Vault<string>;
  greeted: Vault<true>;
  /** Files that wait for the person's consent, or for the one use of a link. */
  files: Vault<WaitingFile>;
  /** The address of a file that waits; undefined where we have no public address. */
  linkTo(file: string): string | undefined;
  isCardLink: IsCardLink;
  report(error: unknown): void;
}

/** A form that stands in a chat. */
interface Form {
  id: string;
  ask: string;
}

/** A file as it waits, its bytes in base64. */
export interface WaitingFile {
  person: string;
  name: string;
  mediaType: string;
  bytes: string;
}

type Turn = Extract<Task, { do: 'turn' }>;

const MINUTES = 60;
const DAYS = 24 * 60 * MINUTES;

/**
 * Makes the work.
 *
 * @returns does the work of a delivery whose body is a {@link Task}; `again` when it may have been
 *   begun before a restart
 */
export function makeWork(parts: WorkParts): (delivery: Delivery, again: boolean) => Promise<void> {
  const { bot, sender, chats, forms, answers, greeted, files, linkTo, isCardLink, report } = parts;

  return async ({ body }, again) => {
    const task = body as Task;
    if (task.do === 'leave') {
      await sender.leave(task.chat);
      if (task.chat.isPrivate) await chats.take(task.person);
      return;
    }
    await sender.heard(task.chat);
    if (task.chat.isPrivate) await keepChat(task.person, task.chat);
    switch (task.do) {
      case 'turn':
        return turn(task, again);
      case 'rate':
        return rate(task);
      case 'arrive':
        return greet(task);
      case 'send file':
        return sendFile(task);
      default:
        return task satisfies never;
    }
  };

  async function turn(task: Turn, again: boolean): Promise<void> {
    const { incoming, chat } = task;
    if (again) {
      // Whether the answer arrived cannot be seen, and twice is worse than asking again.
      await sender.send(chat, message(WORDS.restarted));
      return;
    }
    const reply = await answered(task);
    const blocks = withRemarks(task, reply);
    if (chat.isPrivate) return sendPrivately(task, reply, blocks);
    if (!reply.onlyInPrivate && !reply.dropMessage) return sendShared(chat, blocks);
    // What others should not read goes to the person's own chat, where there is one.
    const own = await chats.get(incoming.person);
    if (!own) {
      if (reply.onlyInPrivate) await sender.send(chat, message(WORDS.noPrivateChat));
      else await sendShared(chat, blocks);
      return;
    }
    await sender.send(
      chat,
      message(reply.onlyInPrivate ? WORDS.movedToPrivate : WORDS.answeredInPrivate),
    );
    const moved: Turn = {
      ...task,
      chat: own,
      incoming: { ...incoming, id: `${incoming.id}:private`, place: privatePlace(incoming.person) },
    };
    delete moved.from;
    if (reply.onlyInPrivate) return turn(moved, false);
    return sendPrivately(moved, reply, blocks);
  }

  async function answered({ incoming, files: withFiles }: Turn): Promise<Reply> {
    try {
      if (withFiles && incoming.kind === 'said' && incoming.text === '')
        return { outcome: 'helped', blocks: [], cards: [] };
      return await bot.handle(incoming);
    } catch (error) {
      report(error);
      return { outcome: 'helped', blocks: words(WORDS.broken), cards: [] };
    }
  }

  /** What a surface adds: that files are not opened, and that Teams keeps what we do not. */
  function withRemarks({ incoming, files: withFiles }: Turn, reply: Reply): readonly Block[] {
    return [
      ...(withFiles ? words(WORDS.noFiles) : []),
      ...reply.blocks,
      ...(reply.dropMessage && incoming.kind === 'said' ? words(WORDS.deleteYours) : []),
    ];
  }

  async function sendPrivately(
    { incoming, chat, from }: Turn,
    reply: Reply,
    blocks: readonly Block[],
  ): Promise<void> {
    const ask = blocks.find((block) => block.kind === 'ask');
    const waiting = await forms.get(incoming.person);
    const submitted = incoming.kind === 'submitted' ? incoming : undefined;
    // The form that was sent, or whose buttons were pressed.
    const used = submitted || from === waiting?.id ? from : undefined;
    const values = submitted && !reply.dropMessage ? submitted.values : undefined;
    const view: View = { where: 'private', isCardLink, ...(values && { values }) };

    // What could not be taken is put right in the form it was typed in.
    const retried = ask?.fields.some(({ id }) => isFilled(submitted?.values[id]));
    const [inPlace, ...more] = render(blocks, view).messages;
    if (used && ask && retried && inPlace && more.length === 0)
      if (await sender.update(chat, used, inPlace)) {
        await keepForm(incoming.person, { id: used, ask: ask.id });
        return;
      }
    const closes = used && (ask || submitted) ? used : undefined;
    const { lead, rest } = closes ? parted(blocks) : { lead: [], rest: blocks };
    if (closes) await replace(chat, closes, lead.length > 0 ? lead : words(WORDS.answered));
    if (ask && waiting && waiting.id !== closes)
      await replace(chat, waiting.id, words(WORDS.moved));
    const { messages, files: made, rated } = render(rest, view);
    const last = await sendAll(chat, messages, rated);
    if (last !== undefined && ask) await keepForm(incoming.person, { id: last, ask: ask.id });
    for (const { name, mediaType, bytes } of made)
      await offer(chat, {
        person: incoming.person,
        name,
        mediaType,
        bytes: Buffer.from(bytes).toString('base64'),
      });
  }

  async function sendShared(chat: Chat, blocks: readonly Block[]): Promise<void> {
    const { messages, rated } = render(blocks, { where: 'shared', isCardLink });
    await sendAll(chat, messages, rated);
  }

  /** @returns the id of the last message */
  async function sendAll(
    chat: Chat,
    messages: readonly Message[],
    rated?: string,
  ): Promise<string | undefined> {
    let last: string | undefined;
    for (const one of messages) {
      last = await sender.send(chat, one);
      if (one.channelData && last !== undefined && rated !== undefined)
        await keepRated(chat, last, rated);
    }
    return last;
  }

  /** A form that is done with reads as what became of it, never as what was typed. */
  async function replace(chat: Chat, id: string, blocks: readonly Block[]): Promise<void> {
    const [said] = render(blocks, { where: 'private', isCardLink }).messages;
    if (said) await sender.update(chat, id, said);
  }

  /** Teams asks the person first, and then says where the file goes; source: "Send and receive files". */
  async function offer(chat: Chat, file: WaitingFile): Promise<void> {
    const id = randomBytes(24).toString('base64url');
    await files.put(id, file, { person: file.person, seconds: 10 * MINUTES });
    await sender.send(chat, {
      ...message(''),
      summary: `${file.name}: ${WORDS.fileOffer}`,
      attachments: [
        {
          contentType: 'application/vnd.microsoft.teams.card.file.consent',
          name: file.name,
          content: {
            description: WORDS.fileOffer,
            sizeInBytes: Buffer.byteLength(file.bytes, 'base64'),
            acceptContext: { file: id },
            declineContext: { file: id },
          },
        },
      ],
    });
  }

  async function sendFile({
    chat,
    person,
    file: id,
    upload,
    activity,
  }: Extract<Task, { do: 'send file' }>): Promise<void> {
    // Looked at first: whoever it is not for does not use it up.
    const waits = (await files.get(id))?.person === person;
    const file = waits ? await files.take(id) : undefined;
    if (!file) {
      await sender.send(chat, message(WORDS.fileGone));
      return;
    }
    const taken =
      upload !== undefined &&
      (await sender.put(upload.uploadUrl, Buffer.from(file.bytes, 'base64')));
    if (taken) {
      const info = {
        contentType: 'application/vnd.microsoft.teams.card.file.info',
        name: upload.name,
        contentUrl: upload.contentUrl,
        content: { uniqueId: upload.uniqueId, fileType: upload.fileType },
      };
      const sent = { ...message(''), summary: file.name, attachments: [info] };
      if (!activity || !(await sender.update(chat, activity, sent))) await sender.send(chat, sent);
      return;
    }
    const link = await linkFor(file);
    const failed = upload ? [WORDS.fileFailed] : [];
    await sender.send(chat, message([...failed, link ?? WORDS.fileGone].join(' ')));
  }

  async function linkFor(file: WaitingFile): Promise<string | undefined> {
    const id = randomBytes(24).toString('base64url');
    const url = linkTo(id);
    if (url === undefined) return undefined;
    await files.put(id, file, { person: file.person, seconds: 10 * MINUTES });
    return WORDS.fileLink(cut(file.name, 80), url);
  }

  async function rate(task: Extract<Task, { do: 'rate' }>): Promise<void> {
    const { chat, person, id, activity, helpful, comment } = task;
    const answer = await answers.get(`${chat.conversation}:${activity}`);
    if (answer === undefined) return;
    const place = placeOf(chat, person);
    const incoming: Incoming = { kind: 'rated', id, person, place, answer, helpful };
    await bot.handle(comment === '' ? incoming : { ...incoming, comment });
  }

  /** Once in each conversation: what this is, what it keeps, what it cannot do. */
  async function greet({ chat, person, id }: Extract<Task, { do: 'arrive' }>): Promise<void> {
    if (await greeted.get(chat.conversation)) return;
    const place = placeOf(chat, person);
    const arrived = await bot.handle({ kind: 'arrived', id, person, place });
    const help = await bot.handle({ kind: 'said', id: `${id}:help`, person, place, text: 'help' });
    const { messages } = render([...arrived.blocks, ...help.blocks], {
      where: chat.isPrivate ? 'private' : 'shared',
      isCardLink,
    });
    await sendAll(chat, messages);
    await greeted.put(chat.conversation, true, { seconds: 365 * DAYS });
  }

  async function keepChat(person: string, chat: Chat): Promise<void> {
    const known = await chats.get(person);
    if (JSON.stringify(known) !== JSON.stringify(chat))
      await chats.put(person, chat, { person, seconds: 365 * DAYS });
  }

  async function keepForm(person: string, form: Form): Promise<void> {
    await forms.put(person, form, { person, seconds: 30 * DAYS });
  }

  async function keepRated(chat: Chat, activity: string, answer: string): Promise<void> {
    await answers.put(`${chat.conversation}:${activity}`, answer, { seconds: 90 * DAYS });
  }
}
