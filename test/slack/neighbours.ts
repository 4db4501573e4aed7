/** How long a workspace waits while Slack asks us to wait in another. */

import type { Program } from './program.ts';
import type { Person } from './standin/slack.ts';

/** Milliseconds from a question to its answer, in the workspace that is not held up. */
export interface Waits {
  /** While the other workspace is free as well. */
  free: number[];
  /** While the other workspace has been asked to wait. */
  held: number[];
}

/**
 * Measures, in turns so that both kinds share what else the machine does.
 *
 * @param program installed in both workspaces
 * @param one asks where Slack answers 429 with a `Retry-After` of 2 s
 * @param other asks in the other workspace
 * @param count questions of each kind
 */
export async function neighbours(
  program: Program,
  { one, other }: { one: Person; other: Person },
  question: string,
  count: number,
): Promise<Waits> {
  const { standIn } = program;
  const answered = (person: Person) =>
    standIn.messages(person.im, { team: person.team }).filter(({ botId }) => botId).length;
  const wait = async (person: Person): Promise<number> => {
    const before = answered(person);
    const started = performance.now();
    await person.say(person.im, question);
    await standIn.waitFor(() => answered(person) > before, 10_000);
    return performance.now() - started;
  };
  const waits: Waits = { free: [], held: [] };
  for (let at = 0; at < count; at += 1) {
    waits.free.push(await wait(other));
    const before = answered(one);
    standIn.fault({ method: 'chat.postMessage', kind: '429', retryAfter: 2, team: one.team });
    await one.say(one.im, question);
    await standIn.waitFor(() =>
      standIn.calls('chat.postMessage').some(({ team, fault }) => team === one.team && fault),
    );
    waits.held.push(await wait(other));
    if (answered(one) > before)
      throw new Error('The held answer came first: nothing was measured.');
    await standIn.waitFor(() => answered(one) > before, 10_000);
  }
  return waits;
}
