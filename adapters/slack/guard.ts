/** What a signature alone does not tell: that a request is not from another time, and not a copy. */

/** How far a request's time may be from ours, in seconds. Source: docs.slack.dev, "Verifying requests from Slack". */
const WINDOW = 300;

/**
 * Whether a request's headers can be those of a request Slack sends now. The signature is checked
 * after this; Bolt's own check takes requests of any future time.
 *
 * @param headers as node:http gives them
 * @param now milliseconds since 1970
 */
export function isTimely(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  now: number,
): boolean {
  const { 'x-slack-request-timestamp': at, 'x-slack-signature': signature } = headers;
  return (
    typeof at === 'string' &&
    typeof signature === 'string' &&
    /^\d{1,12}$/.test(at) &&
    /^v0=[0-9a-f]{64}$/.test(signature) &&
    Math.abs(Math.floor(now / 1_000) - Number(at)) <= WINDOW
  );
}

/**
 * Remembers signatures for as long as their requests could be sent again. In memory: after a restart,
 * a copy is known by its delivery id.
 *
 * @param now milliseconds since 1970
 * @returns whether a signature, already checked, comes for the first time
 */
export function firstTimeOnly(now: () => number): (signature: string) => boolean {
  const seen = new Map<string, number>();
  return (signature) => {
    // One second more, because a request's time is in whole seconds.
    const oldest = now() - (2 * WINDOW + 1) * 1_000;
    for (const [old, at] of seen) {
      if (at > oldest) break;
      seen.delete(old);
    }
    if (seen.has(signature)) return false;
    seen.set(signature, now());
    return true;
  };
}
