/** What a person says: stored as theirs, and told to the bot as Slack tells it. */

import { keepVersion } from './chat.ts';
import { type Delivery, type Surroundings, sendEvent } from './delivery.ts';
import { type Json, textOf } from './json.ts';
import { messageEvent, slackTime } from './payloads.ts';
import { messageRow, type SlackMessage, shown } from './reading.ts';
import type { Sending } from './signing.ts';
import { conversation, type Team } from './team.ts';
import { richText, typed } from './typed.ts';

export interface SayOptions extends Sending {
  thread_ts?: string | undefined;
  /** Whether the text is Slack's already and not as a person types it. */
  raw?: boolean;
}

/** Where a message is. */
type Place = Pick<SlackMessage, 'channel' | 'ts'>;

export interface Talking {
  /** Says something: stores the message and sends the `message` event. */
  say(channel: string, text: string, options?: SayOptions): Promise<Delivery>;
  /** Says something to the bot by name: sends `app_mention`, and `message` too if asked. */
  mention(
    channel: string,
    text: string,
    options?: SayOptions & { alsoMessage?: boolean },
  ): Promise<Delivery>;
  /** Changes one of their messages: `message_changed`. */
  edit(message: Place, text: string, sending?: Sending): Promise<Delivery>;
  /** Takes one of their messages back: `message_deleted`. */
  unsay(message: Place, sending?: Sending): Promise<Delivery>;
  /** Shares a file: a `message` of subtype `file_share`. */
  share(
    channel: string,
    file: { name: string; bytes: Buffer },
    text?: string,
    options?: SayOptions,
  ): Promise<Delivery>;
}

/**
 * Gives somebody a voice.
 *
 * @param surroundings the rest of the stand-in
 * @param team their workspace
 * @param id who
 * @returns what they can say; each throws where they may not write
 */
export function talking(surroundings: Surroundings, team: Team, id: string): Talking {
  const { tables, call, pass } = team.emulator;
  const me = { userId: id };

  async function said(channel: string, text: string, threadTs: string | undefined): Promise<Json> {
    const posted = await call(me, 'chat.postMessage', {
      channel,
      text,
      blocks: richText(text),
      ...(threadTs !== undefined && { thread_ts: threadTs }),
    });
    if (posted.ok !== true) throw new Error(`${id} cannot write in ${channel}: ${posted.error}`);
    return messageEvent(team, { user: id, text, ts: textOf(posted.ts), channel, threadTs });
  }

  /** Tells of a message that was changed or deleted, which is an event of its own. */
  function tellOf({ channel, ts }: Place, before: Json, event: Json, sending: Sending) {
    const now = slackTime();
    const whole = {
      type: 'message',
      previous_message: { type: 'message', user: id, text: before.text, ts },
      channel,
      channel_type: conversation(team, channel)?.kind,
      hidden: true,
      ts: now,
      event_ts: now,
      ...event,
    };
    return sendEvent(surroundings, team, whole, sending);
  }

  function theirs({ channel, ts }: Place): Json & { id: number } {
    const row = messageRow(team, channel, ts);
    if (row === undefined) throw new Error(`there is no message ${ts} in ${channel}`);
    if (row.user !== id) throw new Error(`the message ${ts} is not one of ${id}`);
    return row;
  }

  return {
    async say(channel, text, { thread_ts: threadTs, raw = false, ...sending } = {}) {
      const event = await said(channel, raw ? text : typed(text), threadTs);
      return sendEvent(surroundings, team, event, sending);
    },
    async mention(channel, text, options = {}) {
      const { thread_ts: threadTs, raw = false, alsoMessage = false, ...sending } = options;
      const bot = `<@${team.bot.userId}>`;
      const named = text.includes(bot) ? text : `${bot} ${text}`;
      const event = await said(channel, raw ? named : typed(named), threadTs);
      const { channel_type: _kind, ...mention }: Json = { ...event, type: 'app_mention' };
      const [delivery] = await Promise.all([
        sendEvent(surroundings, team, mention, sending),
        ...(alsoMessage ? [sendEvent(surroundings, team, event, sending)] : []),
      ]);
      return delivery;
    },
    async edit(message, text, sending = {}) {
      const before = theirs(message);
      const stored = typed(text);
      keepVersion(surroundings.world, message.channel, before);
      const edited = { user: id, ts: slackTime() };
      tables.messages.update(before.id, { text: stored, blocks: richText(stored), edited });
      const event = { subtype: 'message_changed', message: shown(team, message) };
      return tellOf(message, before, event, sending);
    },
    async unsay(message, sending = {}) {
      const before = theirs(message);
      tables.messages.delete(before.id);
      const event = { subtype: 'message_deleted', deleted_ts: message.ts };
      return tellOf(message, before, event, sending);
    },
    async share(channel, { name, bytes }, text = '', options = {}) {
      const { thread_ts: threadTs, raw = false, ...sending } = options;
      const stored = raw ? text : typed(text);
      const file = { filename: name, length: bytes.length };
      const place = await call(me, 'files.getUploadURLExternal', file);
      const upload = new URL(textOf(place.upload_url)).pathname.replace(/^\/team\/[^/]+/, '');
      await pass(me, upload, { method: 'POST', body: new Uint8Array(bytes) });
      const done = await call(me, 'files.completeUploadExternal', {
        files: [{ id: place.file_id }],
        channel_id: channel,
        ...(stored !== '' && { initial_comment: stored }),
        ...(threadTs !== undefined && { thread_ts: threadTs }),
      });
      if (done.ok !== true) throw new Error(`${id} cannot share in ${channel}: ${done.error}`);
      const ts = textOf(tables.messages.findBy('channel_id', channel).at(-1)?.ts);
      const event = messageEvent(team, { user: id, text: stored, ts, channel, threadTs });
      const whole = { ...event, subtype: 'file_share', upload: false, files: done.files };
      return sendEvent(surroundings, team, whole, sending);
    },
  };
}
