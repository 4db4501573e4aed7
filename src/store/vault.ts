/** Small things a surface has to remember, sealed: nothing here can be read in the database. */

import { type Keyring, ownerOf } from '../safety/seal.ts';
import type { Store, StoredItem } from './store.ts';

/** Things of one kind, each a plain JSON value under an id. */
export interface Vault<T> {
  /**
   * Keeps a value in place of the one before.
   *
   * @param about `person`: whom it is about, so that it goes when they are forgotten; `seconds`: how
   *   long it is kept, for good unless told
   * @throws StoreError
   */
  put(id: string, value: T, about?: { person?: string; seconds?: number }): Promise<void>;
  /** @throws StoreError; SealError when the key is missing or the record was altered */
  get(id: string): Promise<T | undefined>;
  /** The value, which is gone afterwards: of two who take it, one gets it. */
  take(id: string): Promise<T | undefined>;
  /** Every value by its id. */
  all(): Promise<Map<string, T>>;
}

/**
 * Makes a vault for one kind of thing.
 *
 * @param kind names it in the store, such as `slack-installation`
 * @param now milliseconds since 1970
 */
export function openVault<T>(
  kind: string,
  { store, keyring }: { store: Store; keyring: Keyring },
  now: () => number = Date.now,
): Vault<T> {
  const boundTo = (id: string) => ({ person: kind, draft: id, field: 'value', version: 1 });
  const unsealed = (item: StoredItem | undefined): T | undefined => {
    if (!item) return undefined;
    const key = keyring.open(item.key, item.keyId, ownerOf(kind, item.id));
    return JSON.parse(key.open(item.sealed, boundTo(item.id))) as T;
  };
  return {
    put: async (id, value, { person, seconds } = {}) => {
      const { key, keyId } = keyring.newKey(ownerOf(kind, id));
      const sealed = keyring
        .open(key, keyId, ownerOf(kind, id))
        .seal(JSON.stringify(value), boundTo(id));
      await store.putItem({
        kind,
        id,
        key,
        keyId,
        sealed,
        ...(person !== undefined && { person }),
        ...(seconds !== undefined && { until: new Date(now() + seconds * 1_000).toISOString() }),
      });
    },
    get: async (id) => unsealed(await store.item(kind, id)),
    take: async (id) => unsealed(await store.takeItem(kind, id)),
    all: async () =>
      new Map(
        (await store.items(kind)).flatMap((item) => {
          const value = unsealed(item);
          return value === undefined ? [] : [[item.id, value] as const];
        }),
      ),
  };
}
