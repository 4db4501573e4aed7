/** Teams' connector as the rest of this adapter knows it: what a call came to, and never an SDK. */

import type { Chat } from './read.ts';

/** What a call came to. */
export type Called =
  | { ok: true; id: string }
  /** Nothing was done: try again, after so many seconds where Teams says. */
  | { ok: false; why: 'limited'; seconds?: number }
  /** Nothing was done, and Teams says why. */
  | { ok: false; why: 'refused'; status: number }
  /** We are no longer part of that conversation. */
  | { ok: false; why: 'gone' }
  /** Nothing was done: no connection came about. */
  | { ok: false; why: 'unsent' }
  /** It may have been done or not. */
  | { ok: false; why: 'unknown' };

/** Calls, none of which is ever repeated here, rejects, or takes longer than {@link DEADLINE}. */
export interface TeamsApi {
  send(chat: Chat, activity: object): Promise<Called>;
  update(chat: Chat, id: string, activity: object): Promise<Called>;
  /** Uploads a file to where Teams said. */
  put(url: string, bytes: Uint8Array): Promise<Called>;
}

/** Milliseconds after which a call counts as not answered. */
export const DEADLINE = 10_000;
