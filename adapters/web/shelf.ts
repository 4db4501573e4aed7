/** Files waiting to be downloaded: in memory, briefly, each for one person. */
import { randomId } from './cookie.ts';

/** A file as the core made it. */
interface ShelfFile {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** Files put aside. */
export interface Shelf {
  /** Puts a file aside and gives its id; older files are let go to make room. */
  put(person: string, file: ShelfFile): string;
  /** The file, if it is still there and was put aside for this person. */
  get(person: string, id: string): ShelfFile | undefined;
}

/** How long a file waits, and how many bytes may wait in all. */
export const SHELF = { milliseconds: 30 * 60 * 1000, bytes: 64 * 1024 * 1024 } as const;

/**
 * Makes a shelf.
 *
 * @param now the clock
 * @returns the shelf; what is older than {@link SHELF} allows is gone
 */
export function shelf(now: () => number): Shelf {
  const files = new Map<string, ShelfFile & { person: string; until: number }>();
  let held = 0;
  const sweep = (coming: number) => {
    for (const [id, file] of files) {
      if (file.until > now() && held + coming <= SHELF.bytes) break;
      files.delete(id);
      held -= file.bytes.byteLength;
    }
  };
  return {
    put(person, { name, mediaType, bytes }) {
      sweep(bytes.byteLength);
      const id = randomId();
      files.set(id, { name, mediaType, bytes, person, until: now() + SHELF.milliseconds });
      held += bytes.byteLength;
      return id;
    },
    get(person, id) {
      sweep(0);
      const file = files.get(id);
      return file?.person === person ? file : undefined;
    },
  };
}
