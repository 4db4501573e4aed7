/** Waiting for what is on its way. */

import type { World } from './world.ts';

export interface Waiting {
  /** Waits until something is so, looking whenever anything happens; gives what was found. */
  waitFor<T>(look: () => T | Promise<T>, timeoutMs?: number): Promise<NonNullable<T>>;
  /** Waits until the bot has made no call for a while. */
  quiet(ms?: number): Promise<void>;
}

/**
 * Makes it possible to wait.
 *
 * @param world what is watched
 * @returns the ways to wait
 */
export function waiting(world: World): Waiting {
  const nextChange = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const stop = () => {
        clearTimeout(timer);
        world.changes.off('change', stop);
        resolve();
      };
      const timer = setTimeout(stop, ms);
      world.changes.on('change', stop);
    });
  return {
    async waitFor(look, timeoutMs = 5_000) {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const found = await look();
        if (found) return found;
        const left = deadline - Date.now();
        if (left <= 0) {
          const last = world.calls
            .slice(-5)
            .map(({ method, status, answer }) => `${method} ${status} ${JSON.stringify(answer)}`);
          throw new Error(
            `nothing came of ${look} in ${timeoutMs} ms; last calls:\n${last.join('\n')}`,
          );
        }
        // What a test looks at may be its own, which no change here tells of.
        await nextChange(Math.min(left, 20));
      }
    },
    async quiet(ms = 50) {
      for (let before = -1; before !== world.calls.length; ) {
        before = world.calls.length;
        await new Promise((resolve) => setTimeout(resolve, ms));
      }
    },
  };
}
