/** What lies on a person's desk in one conversation: which draft, which question. Never an answer. */

import { z } from 'zod';
import type { Store } from '../store/store.ts';

const state = z.object({
  /** The draft that is open here. */
  draft: z.string().optional(),
  /** The question last put, and the version of its answer that was shown. */
  path: z.string().optional(),
  version: z.number().optional(),
  /** The form that is about to be begun: its reference is being asked for. */
  begins: z.string().optional(),
  /** What is to be confirmed. */
  sure: z.enum(['delete', 'forget']).optional(),
  /** What the writer has said of the next answer to a question: see gate.ts. */
  fine: z.object({ path: z.string(), of: z.enum(['details', 'safety']) }).optional(),
  /** A report's text is being asked for. */
  report: z.literal(true).optional(),
});

/** One desk. */
export type Desk = z.infer<typeof state>;

/** Reads the desk; what an older version left there is dropped. */
export async function readDesk(store: Store, person: string, place: string): Promise<Desk> {
  const kept = await store.desk(person, place);
  const read = state.safeParse(kept === undefined ? {} : JSON.parse(kept));
  return read.success ? read.data : {};
}

/** Keeps the desk; an empty one is cleared. */
export async function keepDesk(
  store: Store,
  person: string,
  place: string,
  desk: Desk,
): Promise<void> {
  const given = Object.entries(desk).filter(([, value]) => value !== undefined);
  await store.setDesk(
    person,
    place,
    given.length > 0 ? JSON.stringify(Object.fromEntries(given)) : undefined,
  );
}
