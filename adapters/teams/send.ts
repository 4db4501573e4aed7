/**
 * Sending: what may have arrived is not sent again, since Teams cannot tell a second message from the
 * first; an update may be repeated.
 */

import type { Vault } from '../../src/store/vault.ts';
import type { Called, TeamsApi } from './api.ts';
import type { Chat } from './read.ts';

/** Sends, with the patience that each kind of call allows. */
export interface Sender {
  /** @returns the message's id, or undefined when it was not sent or that cannot be known */
  send(chat: Chat, activity: object): Promise<string | undefined>;
  /** @returns whether the message now reads so */
  update(chat: Chat, id: string, activity: object): Promise<boolean>;
  /** @returns whether the file was taken */
  put(url: string, bytes: Uint8Array): Promise<boolean>;
  /** From now on nothing is sent to this conversation, until something comes from it. */
  leave(chat: Chat): Promise<void>;
  /** Something came from this conversation. */
  heard(chat: Chat): Promise<void>;
}

/** Seconds between tries, and how long Teams may make us wait in all. */
const PATIENCE = { tries: [1, 2, 4, 8], limited: 600 };

/**
 * Makes a sender.
 *
 * Rules: retry on 412 and 429, with growing waits; source: learn.microsoft.com/microsoftteams,
 * "Optimize your bot with rate limiting". It also names 502 and 504, after which a message may stand
 * there: those are repeated for updates alone.
 *
 * @param left conversations that removed us
 * @param report told of each call that failed for good, never of content
 * @param sleep waits so many milliseconds
 */
export function makeSender({
  api,
  left,
  report,
  sleep,
}: {
  api: TeamsApi;
  left: Vault<true>;
  report(error: Error): void;
  sleep(milliseconds: number): Promise<void>;
}): Sender {
  const patiently = async (once: () => Promise<Called>, harmless: boolean): Promise<Called> => {
    let waited = 0;
    for (const wait of PATIENCE.tries) {
      const called = await once();
      const again =
        !called.ok &&
        (called.why === 'limited' ||
          called.why === 'unsent' ||
          (called.why === 'unknown' && harmless));
      if (!again) return called;
      const seconds = called.why === 'limited' ? (called.seconds ?? wait) : wait;
      waited += seconds;
      if (waited > PATIENCE.limited) return called;
      // Some way off the second, so that those who were told the same do not come back together.
      await sleep(seconds * 1_000 * (1 + Math.random() / 4));
    }
    return once();
  };

  const inChat = async (
    chat: Chat,
    what: string,
    once: () => Promise<Called>,
    harmless: boolean,
  ): Promise<string | undefined> => {
    if (await left.get(chat.conversation)) return undefined;
    const called = await patiently(once, harmless);
    if (called.ok) return called.id;
    // An update may only have lost its message, which a tenant's rules of retention take away.
    if (called.why === 'gone' && !harmless)
      await left.put(chat.conversation, true, { seconds: YEAR });
    const why = called.why === 'refused' ? `status ${called.status}` : called.why;
    report(new Error(`Teams did not ${what}: ${why}.`));
    return undefined;
  };

  return {
    send: (chat, activity) => inChat(chat, 'send a message', () => api.send(chat, activity), false),
    update: async (chat, id, activity) =>
      (await inChat(chat, 'update a message', () => api.update(chat, id, activity), true)) !==
      undefined,
    put: async (url, bytes) => {
      const called = await patiently(() => api.put(url, bytes), true);
      if (!called.ok) report(new Error(`Teams did not take a file: ${called.why}.`));
      return called.ok;
    },
    leave: (chat) => left.put(chat.conversation, true, { seconds: YEAR }),
    heard: async (chat) => {
      if (await left.get(chat.conversation)) await left.take(chat.conversation);
    },
  };
}

const YEAR = 365 * 24 * 3_600;
