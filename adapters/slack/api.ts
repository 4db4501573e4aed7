/** Slack's Web API as the rest of this adapter knows it: what a call came to, and never an SDK. */

/** What a call came to. */
export type Called =
  | { ok: true; data: Readonly<Record<string, unknown>> }
  /** Nothing was done: try again after so many seconds. */
  | { ok: false; why: 'limited'; seconds: number }
  /** Nothing was done, and Slack says why. */
  | { ok: false; why: 'refused'; error: string }
  /** Nothing was done: no connection came about. */
  | { ok: false; why: 'unsent' }
  /** It may have been done or not: no answer, or none that can be read. */
  | { ok: false; why: 'unknown' };

/** Calls, none of which is ever repeated here, rejects, or takes longer than {@link DEADLINE}. */
export interface SlackApi {
  /**
   * @param token of the bot in that workspace
   * @param method such as `chat.postMessage`
   */
  call(token: string, method: string, args: Readonly<Record<string, unknown>>): Promise<Called>;
  /** Posts to the address that came with a command or a press. */
  respond(url: string, body: Readonly<Record<string, unknown>>): Promise<Called>;
  /** Uploads a file into a conversation. */
  upload(
    token: string,
    file: { channel: string; thread?: string; name: string; bytes: Uint8Array },
  ): Promise<Called>;
}

/** Milliseconds after which a call counts as not answered. */
export const DEADLINE = 5_000;
