/** The ways Teams, or the road to it, goes wrong: set by a test, used up call by call. */

import type { Method } from './routes.ts';

export type FaultKind =
  /** A refusal with Teams' own body; nothing is done. */
  | '400'
  | '401'
  | '403'
  | '404'
  | '412'
  | '413'
  /** With `Retry-After`; nothing is done. */
  | '429'
  /** Nothing is done. */
  | '500'
  | '503'
  | '502-before'
  | '504-before'
  /** Done, but the answer is an error. */
  | '502-after'
  | '504-after'
  /** The connection breaks and nothing was done. */
  | 'reset-before'
  /** Done, but the connection breaks before the answer. */
  | 'reset-after'
  /** Done late. */
  | 'slow-before'
  /** Done at once and answered late. */
  | 'slow-after'
  /** Done, and answered without an id. */
  | 'no-id'
  /** A proxy's page with status 200; nothing is done. */
  | 'html-200';

export interface Fault {
  /** Which calls: `send` is a reply too; `*` is every one. */
  method: Method | '*';
  kind: FaultKind;
  /** A conversation's id; a channel's befalls its threads too. */
  conversation?: string;
  /** A tenant, by the name tests call it. */
  tenant?: string;
  /** How many calls it befalls; one unless given. */
  times?: number;
  /** How many matching calls pass first. */
  skip?: number;
  /** For '429': the seconds of `Retry-After`, 1 unless given; null sends none. */
  retryAfter?: number | null;
  /** For the slow ones: how long, 1,000 unless given. */
  ms?: number;
}

/** What a call is matched by. */
export interface Victim {
  method: Method;
  conversation: string | undefined;
  tenant: string | undefined;
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

function matches(fault: Fault, { method, conversation, tenant }: Victim): boolean {
  const within = conversation === undefined ? [] : [conversation, conversation.split(';')[0]];
  return (
    (fault.method === '*' || fault.method === method) &&
    (fault.tenant === undefined || fault.tenant === tenant) &&
    (fault.conversation === undefined || within.includes(fault.conversation))
  );
}
