/** The work of one task: asked of the core, rendered, sent. */

import type { Bot } from '../../src/bot.ts';
import type { Incoming, Role } from '../../src/incoming.ts';
import type { Block, Reply } from '../../src/reply.ts';
import type { Delivery } from '../../src/store/inbox.ts';
import type { Vault } from '../../src/store/vault.ts';
import { isFilled, parted, words } from '../../src/surface.ts';
import { cut, type IsCardLink } from '../../src/written.ts';
import type { SlackBlock } from './blocks.ts';
import { renderHome } from './home.ts';
import type { Installs } from './installs.ts';
import { LIMITS } from './limits.ts';
import { privatePlace, type Target, type Task, type Team } from './read.ts';
import { button, type Message, render, type View } from './render.ts';
import type { Posted, Sender, Where } from './send.ts';
import { WORDS } from './words.ts';

/** What the work is done with. */
export interface WorkParts {
  bot: Pick<Bot, 'handle' | 'lock'>;
  sender: Sender;
  installs: Installs;
  /** The form that waits in each person's direct message. */
  forms: Vault<Form>;
  /** Answers that may still be shared, each for an hour. */
  answers: Vault<Message[]>;
  /** Who has been greeted. */
  greeted: Vault<true>;
  role(person: string): Promise<Role | undefined>;
  /** Questions to start from, for a role. */
  questions(role: Role | undefined): readonly string[];
  isCardLink: IsCardLink;
  report(error: unknown): void;
}

/** A form in a direct message. One that was only about to be posted has no `ts`: its mark finds it. */
interface Form extends Pick<Where, 'channel' | 'thread'> {
  ts?: string;
  ask: string;
  mark: string;
}

type Turn = Extract<Task, { do: 'turn' }>;

const HOUR = 3_600;

/**
 * Makes the work.
 *
 * @returns does the work of a delivery whose body is a {@link Task}; `again` when it may have been
 *   begun before a restart
 */
export function makeWork(parts: WorkParts): (delivery: Delivery, again: boolean) => Promise<void> {
  const { bot, sender, installs, forms, answers, greeted, isCardLink, report } = parts;
  /** Workspaces whose plan has no agent view. */
  const withoutAgentView = new Set<string>();

  return async ({ body }, again) => {
    const task = body as Task;
    switch (task.do) {
      case 'turn':
        return turn(inDirectMessage(task), again);
      case 'show home':
        return showHome(task, task.person, task.user);
      case 'open messages':
        return openMessages(task, again);
      case 'share':
        return share(task);
      case 'leave':
        return installs.remove(task);
      case 'account':
        return bot.lock(task.person, task.closed);
      default:
        return task satisfies never;
    }
  };

  async function turn(task: Turn, again: boolean): Promise<void> {
    const { incoming, to } = task;
    if (again && (await answeredBefore(task))) return;
    const reply = await answered(task);
    const opened =
      reply.onlyInPrivate && to.kind !== 'private'
        ? await privateWhere(task, { kind: 'private', user: to.user })
        : undefined;
    if (opened && to.kind !== 'private') {
      await tell(task, to, words(WORDS.movedToPrivate));
      const moved: Turn = {
        ...task,
        incoming: {
          ...incoming,
          id: `${incoming.id}:private`,
          place: privatePlace(incoming.person),
        },
        to: { kind: 'private', user: to.user, channel: opened.channel },
      };
      delete moved.from;
      return turn(moved, false);
    }
    const blocks = withRemarks(task, reply);
    if (to.kind === 'private') {
      await sendPrivately(task, to, reply, blocks, again);
      await clearStatus(task, to);
    } else if (to.kind === 'aside' || reply.dropMessage)
      await tell(task, to, blocks, isShareable(reply));
    else await sendToThread(task, to, blocks);
    if (task.home) await showHome(task, incoming.person, to.user);
  }

  /** After a restart: whether the answer stands there, or the person was told that it may not. */
  async function answeredBefore(task: Turn): Promise<boolean> {
    const { incoming, to } = task;
    if (to.kind === 'private') {
      const where = await privateWhere(task, to);
      const { mark = '' } = (await forms.get(incoming.person)) ?? {};
      // An answer that puts a form is there once its last message is, which is the form.
      const last = mark.startsWith(`${incoming.id}:`) ? mark : incoming.id;
      return where !== undefined && (await sender.find(task, where, last)) !== undefined;
    }
    await tell(task, to, words(WORDS.restarted));
    return true;
  }

  async function answered(task: Turn): Promise<Reply> {
    const { incoming, to } = task;
    const status = to.kind === 'private' ? showStatus(task, to) : undefined;
    try {
      if (task.files && incoming.kind === 'said' && incoming.text === '')
        return { outcome: 'helped', blocks: [], cards: [] };
      return await bot.handle(incoming);
    } catch (error) {
      report(error);
      return { outcome: 'helped', blocks: words(WORDS.broken), cards: [] };
    } finally {
      // A status that came after the answer would stay.
      await status;
    }
  }

  async function showStatus(
    task: Turn,
    { channel, thread, ts }: Extract<Target, { kind: 'private' }>,
  ): Promise<void> {
    const root = thread ?? ts;
    if (channel && root)
      await inAgentView(task, 'assistant.threads.setStatus', {
        channel_id: channel,
        thread_ts: root,
        status: statusOf(task.incoming, (await forms.get(task.incoming.person)) !== undefined),
      });
  }

  /** A message in the thread takes the status away; an answer elsewhere leaves it there. */
  async function clearStatus(
    task: Turn,
    { channel, thread, ts }: Extract<Target, { kind: 'private' }>,
  ): Promise<void> {
    const root = thread ?? ts;
    if (channel && root && !(thread && task.incoming.kind === 'said'))
      await inAgentView(task, 'assistant.threads.setStatus', {
        channel_id: channel,
        thread_ts: root,
        status: '',
      });
  }

  /** What only the agent view shows; a workspace without it is asked once. */
  async function inAgentView(
    { team, enterprise }: Team,
    method: string,
    args: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    if (withoutAgentView.has(team)) return;
    const called = await sender.call(
      { team, ...(enterprise && { enterprise }) },
      method,
      args,
      'never',
    );
    // What is wrong with one place says nothing about the workspace.
    const place = /^(?:invalid_thread_ts|thread_not_found|channel_not_found|message_not_found)$/;
    if (!called.ok && called.why === 'refused' && !place.test(called.error))
      withoutAgentView.add(team);
  }

  /** What a surface adds: that files are not opened, and that Slack keeps what we do not. */
  function withRemarks({ incoming, files }: Turn, reply: Reply): readonly Block[] {
    return [
      ...(files ? words(WORDS.noFiles) : []),
      ...reply.blocks,
      ...(reply.dropMessage && incoming.kind === 'said' ? words(WORDS.deleteYours) : []),
    ];
  }

  async function sendPrivately(
    task: Turn,
    to: Extract<Target, { kind: 'private' }>,
    reply: Reply,
    blocks: readonly Block[],
    again: boolean,
  ): Promise<void> {
    const { incoming } = task;
    const where = await privateWhere(task, to);
    if (!where) return;
    const ask = blocks.find((block) => block.kind === 'ask');
    const waiting = await waitingForm(task, incoming.person);
    const submitted = incoming.kind === 'submitted' ? incoming : undefined;
    // The form that was sent, or whose buttons were pressed.
    const used = submitted || task.from?.ts === waiting?.ts ? task.from : undefined;
    // An older form never takes the mark of this answer, which would then seem to be there already.
    const markOn = ({ ts }: Posted) => (waiting?.ts === ts ? waiting.mark : `${incoming.id}:used`);
    const values = submitted && !reply.dropMessage ? submitted.values : undefined;
    const view: View = { where: 'private', isCardLink, ...(values && { values }) };

    // What could not be taken is put right in the form it was typed in.
    const retried = ask?.fields.some(({ id }) => isFilled(submitted?.values[id]));
    const [inPlace, ...more] = render(blocks, view).messages;
    const isOnlyForm = !waiting || waiting.ts === used?.ts;
    if (used && isOnlyForm && ask && retried && inPlace && more.length === 0) {
      const mark = markOn(used);
      if (await sender.update(task, used, inPlace, mark)) {
        await keepForm(incoming.person, { ...used, ask: ask.id, mark });
        return;
      }
    }
    const closes = used && (ask || submitted) ? used : undefined;
    const { lead, rest } = closes ? parted(blocks) : { lead: [], rest: blocks };
    if (closes)
      await replace(task, closes, lead.length > 0 ? lead : words(WORDS.answered), markOn(closes));
    if (ask && waiting && waiting.ts !== closes?.ts)
      await replace(task, waiting, words(WORDS.moved), waiting.mark);
    const { messages, files } = render(rest, view);
    const form = ask && {
      channel: where.channel,
      ...(where.thread !== undefined && { thread: where.thread }),
      ask: ask.id,
      mark: markOf(incoming, messages.length - 1),
    };
    // Kept before as well, so that a form we no longer heard of is still replaced by the next.
    if (form) await keepForm(incoming.person, form);
    let posted: Posted | undefined;
    for (const [at, message] of messages.entries())
      posted = await sender.post(task, where, message, markOf(incoming, at), again);
    if (form && posted) await keepForm(incoming.person, { ...form, ...posted });
    let sent = true;
    for (const { name, bytes } of files)
      sent = (await sender.upload(task, where, { name, bytes })) && sent;
    if (!sent) {
      const [message] = render(words(WORDS.filesNotSent), view).messages;
      if (message) await sender.post(task, where, message, `${incoming.id}:files`, false);
    }
  }

  /** A form that is done with reads as what became of it, never as what was typed. */
  async function replace(
    team: Team,
    form: Posted,
    blocks: readonly Block[],
    mark: string,
  ): Promise<void> {
    const [message] = render(blocks, { where: 'private', isCardLink }).messages;
    if (message) await sender.update(team, form, message, mark);
  }

  /** The form that stands in a person's direct message. */
  async function waitingForm(team: Team, person: string): Promise<(Form & Posted) | undefined> {
    const form = await forms.get(person);
    if (!form) return undefined;
    const { ts } = form.ts
      ? form
      : ((await sender.find(team, { ...form, readable: true }, form.mark)) ?? {});
    return ts === undefined ? undefined : { ...form, ts };
  }

  async function keepForm(person: string, form: Form): Promise<void> {
    await forms.put(person, form, { person, seconds: 30 * 24 * HOUR });
  }

  async function sendToThread(
    task: Turn,
    { channel, thread }: Extract<Target, { kind: 'shared' }>,
    blocks: readonly Block[],
  ): Promise<void> {
    const where: Where = { channel, thread, readable: false };
    const { messages } = render(blocks, { where: 'shared', isCardLink });
    for (const [at, message] of messages.entries())
      await sender.post(task, where, message, markOf(task.incoming, at), false);
  }

  /** Tells the person alone, beside what others read. */
  async function tell(
    task: Turn,
    to: Exclude<Target, { kind: 'private' }>,
    blocks: readonly Block[],
    shareable = false,
  ): Promise<void> {
    const { messages } = render(blocks, { where: 'aside', isCardLink });
    const last = messages.at(-1);
    if (shareable && last) {
      const { messages: public_ } = render(
        blocks.filter(({ kind }) => kind !== 'rating' && kind !== 'choices'),
        { where: 'shared', isCardLink },
      );
      const { id, person } = task.incoming;
      await answers.put(sharedBy(person, id), public_, { person, seconds: HOUR });
      last.blocks = [...last.blocks, shareButton(task.incoming.id)];
    }
    for (const { text, blocks: shown } of messages)
      if (to.kind === 'aside')
        await sender.respond(to.url, {
          response_type: 'ephemeral',
          replace_original: false,
          text,
          blocks: shown,
        });
      else
        await sender.call(
          task,
          'chat.postEphemeral',
          { channel: to.channel, user: to.user, thread_ts: to.thread, text, blocks: shown },
          'unsent',
        );
  }

  async function share({ answer, url, person }: Extract<Task, { do: 'share' }>): Promise<void> {
    // Taken, so that two presses share it once.
    const messages = await answers.take(sharedBy(person, answer));
    if (!messages) {
      await sender.respond(url, {
        response_type: 'ephemeral',
        replace_original: false,
        text: WORDS.shareGone,
      });
      return;
    }
    let stands = true;
    for (const { text, blocks } of messages)
      stands =
        (await sender.respond(url, {
          response_type: 'in_channel',
          replace_original: false,
          text,
          blocks,
          unfurl_links: false,
          unfurl_media: false,
        })) && stands;
    // By itself, since a request to delete says nothing else.
    if (stands) await sender.respond(url, { delete_original: true });
  }

  async function showHome(team: Team, person: string, user: string): Promise<void> {
    const place = { id: `${person}:home`, shared: false };
    const said = (text: string) =>
      bot.handle({ kind: 'said', id: `${text}:${Math.random()}`, person, place, text });
    const role = await parts.role(person);
    const view = renderHome({
      drafts: await said('show my drafts'),
      begin: await said('start a draft'),
      kept: await said('what do you keep about me'),
      role,
      questions: parts.questions(role),
      isCardLink,
    });
    await sender.call(team, 'views.publish', { user_id: user, view }, 'harmless');
  }

  /** Greets once; after that, only prompts are offered. */
  async function openMessages(
    task: Extract<Task, { do: 'show home' | 'open messages' }>,
    again: boolean,
  ): Promise<void> {
    const { person, user, channel } = task;
    const place = privatePlace(person);
    const reply = await bot.handle({
      kind: 'arrived',
      id: `arrived:${Math.random()}`,
      person,
      place,
    });
    const begun = reply.blocks.some(
      (block) =>
        block.kind === 'choices' &&
        block.choices.some(({ action }) => action.startsWith('draft:open:')),
    );
    const questions = parts.questions(await parts.role(person));
    const prompts = [...(begun ? [WORDS.carryOn] : []), ...questions].slice(0, LIMITS.prompts);
    if (!(await greeted.get(person))) {
      const where: Where = { channel, readable: true };
      const [message] = render(reply.blocks, { where: 'private', isCardLink }).messages;
      if (message) await sender.post(task, where, message, `greeting:${user}`, again);
      await greeted.put(person, true, { person });
    }
    await inAgentView(task, 'assistant.threads.setSuggestedPrompts', {
      channel_id: channel,
      title: WORDS.prompts,
      prompts: prompts.map((message) => ({ title: cut(message, LIMITS.button), message })),
    });
  }

  async function privateWhere(
    team: Team,
    { user, channel, thread }: Extract<Target, { kind: 'private' }>,
  ): Promise<Where | undefined> {
    if (channel) return { channel, readable: true, ...(thread && { thread }) };
    const opened = await sender.call(team, 'conversations.open', { users: user }, 'harmless');
    const id = opened.ok ? (opened.data.channel as { id?: string } | undefined)?.id : undefined;
    return id === undefined ? undefined : { channel: id, readable: true };
  }
}

/** What was pressed as private is answered in the direct message, wherever the button turned up. */
function inDirectMessage(task: Turn): Turn {
  const { to, from: _from, ...elsewhere } = task;
  return to.kind !== 'private' || to.channel === undefined || to.channel.startsWith('D')
    ? task
    : { ...elsewhere, to: { kind: 'private', user: to.user } };
}

function isShareable({ outcome, dropMessage }: Reply): boolean {
  return (outcome === 'answered' || outcome === 'partly') && !dropMessage;
}

/** What we are about to do, as far as can be told before it is done. */
function statusOf(incoming: Incoming, formWaits: boolean): string {
  if (incoming.kind === 'pressed' && incoming.action.startsWith('draft:export'))
    return WORDS.status.files;
  if (incoming.kind === 'submitted') return WORDS.status.saving;
  if (incoming.kind !== 'said') return WORDS.status.question;
  if (/^\W*export\b/i.test(incoming.text)) return WORDS.status.files;
  return formWaits ? WORDS.status.answer : WORDS.status.question;
}

/** An answer is its asker's to share. */
function sharedBy(person: string, answer: string): string {
  return `${person} ${answer}`;
}

function shareButton(answer: string): SlackBlock {
  return { type: 'actions', elements: [button('share', WORDS.share, answer)] };
}

function markOf({ id }: Incoming, at: number): string {
  return at === 0 ? id : `${id}:${at}`;
}
