/**
 * What the agent view shows beside a conversation: status, suggested prompts, title.
 *
 * Source: docs.slack.dev/reference/methods/assistant.threads.setStatus and the pages beside it.
 */

import type { Methods } from './asked.ts';
import { isObject, type Json, textOf } from './json.ts';
import { messageRow } from './reading.ts';
import { refusal } from './refuse.ts';
import { conversation, type Team } from './team.ts';
import { type ThreadState, threadOf, type World } from './world.ts';

export const ASSISTANT: Methods = {
  'assistant.threads.setStatus': ({ world, team, args }) =>
    inThread(world, team, args, (thread) => {
      const loading = Array.isArray(args.loading_messages) ? args.loading_messages : [];
      if (loading.length > 10) return refusal('invalid_arguments', 'no more than 10 items allowed');
      thread.status = textOf(args.status);
      thread.statuses.push(thread.status);
      thread.loadingMessages = loading.map(textOf);
      return { ok: true };
    }),
  'assistant.threads.setSuggestedPrompts': ({ world, team, args }) =>
    inThread(world, team, args, (thread) => {
      const prompts = Array.isArray(args.prompts) ? args.prompts.filter(isObject) : [];
      const whole = prompts.every(({ title, message }) => textOf(title) && textOf(message));
      if (prompts.length < 1 || prompts.length > 4 || !whole) return refusal('invalid_arguments');
      // Source: its page, "including it in a call for an agent app will cause the call to silently fail".
      if (!world.app.assistantView && textOf(args.thread_ts) !== '') return { ok: true };
      thread.prompts = prompts.map(({ title, message }) => ({
        title: textOf(title),
        message: textOf(message),
      }));
      thread.promptsTitle = textOf(args.title) || undefined;
      return { ok: true };
    }),
  'assistant.threads.setTitle': ({ world, team, args }) =>
    inThread(world, team, args, (thread) => {
      if (!textOf(args.title)) return refusal('invalid_arguments');
      thread.title = textOf(args.title);
      return { ok: true };
    }),
};

function inThread(
  world: World,
  team: Team,
  args: Json,
  change: (thread: ThreadState) => Json,
): Json {
  const channel = textOf(args.channel_id);
  if (conversation(team, channel) === undefined) return refusal('channel_not_found');
  const thread = textOf(args.thread_ts);
  if (thread !== '' && messageRow(team, channel, thread) === undefined) {
    return refusal('invalid_thread_ts');
  }
  return change(threadOf(world, channel, thread));
}
