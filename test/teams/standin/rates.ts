/**
 * How often a bot may speak in one conversation.
 *
 * Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit, "Per bot per thread limit".
 */

/** So many calls in so many seconds, for sending and changing, and for asking who is there. */
const LIMITS = {
  speak: [
    [7, 1],
    [8, 2],
    [60, 30],
    [1_800, 3_600],
  ],
  ask: [
    [14, 1],
    [16, 2],
    [120, 30],
    [3_600, 3_600],
  ],
} as const;

export interface Rates {
  /** Counts a call; gives the seconds to wait where it is one too many, else undefined. */
  count(kind: keyof typeof LIMITS, conversation: string): number | undefined;
  clear(): void;
}

/**
 * Makes a count that stands at nothing.
 *
 * @returns the count
 */
export function makeRates(): Rates {
  const taken = new Map<string, number[]>();
  return {
    count(kind, conversation) {
      const key = `${kind} ${conversation}`;
      const now = Date.now();
      const times = taken.get(key) ?? [];
      for (const [most, seconds] of LIMITS[kind]) {
        const within = times.filter((time) => time > now - seconds * 1_000);
        const [first = now] = within;
        if (within.length >= most) {
          return Math.max(1, Math.ceil((first + seconds * 1_000 - now) / 1_000));
        }
      }
      taken.set(key, [...times, now]);
      return undefined;
    },
    clear: () => taken.clear(),
  };
}
