/**
 * Deliveries from a platform: written down, then acknowledged, then worked. What was written down
 * when the program stopped is worked after the next start, so that nothing acknowledged is lost.
 */

import { type Keyring, ownerOf } from '../safety/seal.ts';
import type { Store, StoredDelivery } from './store.ts';

/** One delivery as a platform made it. */
export interface Delivery {
  /** The platform's own id: the same delivery sent again has the same one. */
  id: string;
  /** Deliveries of one lane are worked one after the other, and hold up no other lane. */
  lane: string;
  /** Plain JSON. */
  body: unknown;
}

/** The inbox of one surface. */
export interface Inbox {
  /**
   * @returns once the delivery is on disk, whether it is new
   * @throws StoreError when it could not be kept: it must then not be acknowledged
   */
  receive(delivery: Delivery): Promise<boolean>;
  /** Works what was left when the program stopped. */
  resume(): Promise<void>;
  /** Waits until everything that was received is worked and let go of. */
  settle(): Promise<void>;
}

/** What an inbox is made of. */
export interface InboxParts {
  /** Begins each id in the store. */
  surface: string;
  store: Store;
  keyring: Keyring;
  /**
   * Does the work of a delivery. It may reject: the delivery is then let go of, and reported.
   *
   * @param again whether it may have been begun before the program stopped
   */
  work(delivery: Delivery, again: boolean): Promise<void>;
  /** Told of work that failed. It is never given the delivery. */
  report(error: unknown): void;
}

/** Done deliveries are let go of with the next that come, or after so many milliseconds. */
const LET_GO_AFTER = 250;

/** Makes an inbox. */
export function makeInbox({ surface, store, keyring, work, report }: InboxParts): Inbox {
  interface Waiting {
    delivery: StoredDelivery;
    taken: (isNew: boolean) => void;
    failed: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let done: string[] = [];
  let later: NodeJS.Timeout | undefined;
  const lanes = new Map<string, Promise<void>>();

  // Deliveries that come at the same moment share one write to disk: under load the disk is what
  // everything waits for.
  const write = async (): Promise<void> => {
    clearTimeout(later);
    later = undefined;
    const [batch, gone] = [waiting, done];
    waiting = [];
    done = [];
    try {
      const fresh = await store.receive(
        batch.map(({ delivery }) => delivery),
        gone,
      );
      for (const [at, { taken }] of batch.entries()) taken(fresh[at] ?? false);
    } catch (error) {
      done.push(...gone);
      for (const { failed } of batch) failed(error);
      if (batch.length === 0) throw error;
    }
  };

  const inLane = (delivery: Delivery, again: boolean): void => {
    const before = lanes.get(delivery.lane) ?? Promise.resolve();
    const now = before
      .then(() => work(delivery, again))
      .catch(report)
      .then(() => {
        done.push(`${surface}:${delivery.id}`);
        later ??= setTimeout(() => write().catch(report), LET_GO_AFTER).unref();
        if (lanes.get(delivery.lane) === now) lanes.delete(delivery.lane);
      });
    lanes.set(delivery.lane, now);
  };

  // Deliveries are gone within moments, so those of one run share a data key.
  const owner = ownerOf(surface, 'inbox');
  const { key, keyId } = keyring.newKey(owner);
  const dataKey = keyring.open(key, keyId, owner);

  const seal = ({ id, lane, body }: Delivery): StoredDelivery => {
    const name = `${surface}:${id}`;
    const sealed = dataKey.seal(JSON.stringify(body), boundTo(name, lane));
    return { id: name, lane, key, keyId, sealed };
  };

  const unseal = (stored: StoredDelivery): Delivery => {
    const { id, lane, sealed } = stored;
    const text = keyring.open(stored.key, stored.keyId, owner).open(sealed, boundTo(id, lane));
    return { id: id.slice(surface.length + 1), lane, body: JSON.parse(text) as unknown };
  };

  const boundTo = (id: string, lane: string) => ({
    person: lane,
    draft: id,
    field: 'delivery',
    version: 1,
  });

  return {
    receive: async (delivery) => {
      const isNew = await new Promise<boolean>((taken, failed) => {
        waiting.push({ delivery: seal(delivery), taken, failed });
        if (waiting.length === 1) setImmediate(() => void write().catch(report));
      });
      if (isNew) inLane(delivery, false);
      return isNew;
    },
    resume: async () => {
      for (const stored of await store.unworked(`${surface}:`)) {
        try {
          inLane(unseal(stored), true);
        } catch (error) {
          report(error);
          done.push(stored.id);
        }
      }
    },
    settle: async () => {
      // The write takes in what still waits, and comes after any that is under way.
      do {
        await Promise.all(lanes.values());
        await write();
      } while (lanes.size > 0);
    },
  };
}
