/** How often one key may do something: a bucket of tokens that refills steadily, so that nobody waits for a whole window. */

/** Takes a token for a key: 0 when there was one, else the seconds until there will be. */
export type Limit = (key: string) => number;

const MOST_KEYS = 20_000;

/**
 * Makes a limit.
 *
 * @param perMinute how many a minute, which is also how many at once
 * @param now the clock, in milliseconds
 * @returns the limit; when too many keys are known the one unused longest is forgotten, so memory is bounded
 */
export function limit(perMinute: number, now: () => number): Limit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key) => {
    const at = now();
    const bucket = buckets.get(key) ?? { tokens: perMinute, at };
    const tokens = Math.min(perMinute, bucket.tokens + ((at - bucket.at) / 60_000) * perMinute);
    const allowed = tokens >= 1;
    buckets.delete(key);
    buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at });
    if (buckets.size > MOST_KEYS) {
      for (const oldest of buckets.keys()) {
        buckets.delete(oldest);
        break;
      }
    }
    return allowed ? 0 : Math.max(1, Math.ceil(((1 - tokens) / perMinute) * 60));
  };
}
