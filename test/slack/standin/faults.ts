/** The ways Slack, or the road to it, goes wrong: set by a test, used up call by call. */

import type { Json } from './json.ts';

export type FaultKind =
  /** 429 with `Retry-After`; nothing is done. */
  | '429'
  /** 500, nothing done. */
  | '500-before'
  /** Done, but the answer is 503. */
  | '500-after'
  /** The connection breaks and nothing was done. */
  | 'reset-before'
  /** Done, but the connection breaks before the answer. */
  | 'reset-after'
  /** Done at once and answered late. */
  | 'slow-after'
  /** Done late. */
  | 'slow-before'
  /** A proxy's page with status 200; nothing is done. */
  | 'html-200'
  | 'invalid_auth'
  | 'account_inactive'
  | 'token_revoked'
  | 'channel_not_found'
  | 'msg_blocks_too_long'
  | 'ratelimited'
  | 'fatal_error'
  | 'internal_error'
  /** Any other refusal: the code in `error`. */
  | 'error';

export interface Fault {
  /** A method's name; `upload` and `response_url` for those two; `*` for every one. */
  method: string;
  kind: FaultKind;
  channel?: string;
  team?: string;
  /** How many calls it befalls; one unless given. */
  times?: number;
  /** How many matching calls pass first. */
  skip?: number;
  /** For 'error': the code. */
  error?: string;
  /** For '429': the seconds of `Retry-After`, 1 unless given. */
  retryAfter?: number;
  /** For the slow ones: how long, 1,000 unless given. */
  ms?: number;
}

/** What a call is matched by. */
export interface Victim {
  method: string;
  team: string | undefined;
  args: Json;
}

export interface Faults {
  add(fault: Fault): void;
  /** Takes the fault a call meets, if any, and uses it up by one. */
  meet(victim: Victim): Fault | undefined;
  clear(): void;
}

/**
 * Makes an empty list of faults.
 *
 * @returns the list; where several match, the one set first goes first
 */
export function makeFaults(): Faults {
  const pending: (Fault & { times: number; skip: number })[] = [];
  return {
    add: (fault) => pending.push({ times: 1, skip: 0, ...fault }),
    meet(victim) {
      const fault = pending.find((each) => each.times > 0 && matches(each, victim));
      if (fault === undefined) return undefined;
      if (fault.skip > 0) {
        fault.skip -= 1;
        return undefined;
      }
      fault.times -= 1;
      return fault;
    },
    clear: () => pending.splice(0),
  };
}

function matches(fault: Fault, { method, team, args }: Victim): boolean {
  return (
    (fault.method === '*' || fault.method === method) &&
    (fault.team === undefined || fault.team === team) &&
    (fault.channel === undefined ||
      fault.channel === args.channel ||
      fault.channel === args.channel_id)
  );
}
