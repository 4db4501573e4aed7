/** Two windows on one draft: two bots over one store file, whose store calls mix as a seed decides. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answers } from '../../../src/guide/answers.ts';
import { type Draft, type Drafts, makeDrafts } from '../../../src/guide/drafts.ts';
import type { Field, Reply } from '../../../src/reply.ts';
import { memoryKeyring } from '../../../src/safety/seal.ts';
import { openStore } from '../../../src/store/sqlite.ts';
import type { Store } from '../../../src/store/store.ts';
import { seeded } from '../../store/seeded.ts';
import { askOf, pathOf, type Talk, talk } from '../drive.ts';
import { formOf, lightBot, lightKnowledge, readFiles, shortened } from './light.ts';

/** One person at two windows, with a draft open in both. */
export interface Case {
  /** Whole numbers below a limit, by the seed. */
  random: (limit: number) => number;
  id: string;
  /** The two windows, in either order. */
  windows: readonly [Talk, Talk];
  /** Lets both act at once; one may start some store calls later. */
  both<A, B>(one: () => Promise<A>, other: () => Promise<B>): Promise<[A, B]>;
  /** The draft as it is now; none once it is erased. */
  draft(): Promise<Draft | undefined>;
}

/** A store in a file of its own, for any number of cases. */
export function makeCases() {
  const folder = mkdtempSync(join(tmpdir(), 'signpost-windows-'));
  const files = shortened(readFiles());
  const parts = { form: formOf(files), knowledge: lightKnowledge(files) };
  const keyring = memoryKeyring();
  const stores = [0, 1].map(() => openStore(join(folder, 'signpost.db')));
  let turn = async (): Promise<void> => {};
  const bots = stores.map((store) =>
    lightBot(
      interleaved(store, () => turn()),
      keyring,
      parts,
    ),
  );
  const drafts: Drafts = makeDrafts(stores[0] as Store, keyring);

  return {
    /** @param answers what the draft holds before */
    begin: async (seed: number, answers: Answers = new Map()): Promise<Case> => {
      const random = seeded(seed);
      const person = `test:T1:senco-${seed}`;
      const { id } = await drafts.begin(person, parts.form, 'teal-7');
      const draft = async () => drafts.open(person, id);
      const fresh = await draft();
      if (fresh && answers.size > 0) await drafts.save(fresh, answers);
      const windows = bots.map((bot, at) => talk(bot, person, `window ${at}`));
      if (random(2) === 0) windows.reverse();
      return {
        random,
        id,
        windows: windows as [Talk, Talk],
        draft,
        both: async (one, other) => {
          turn = inTurns(random);
          const late = random(3) === 0 ? random(12) : 0;
          const wait = async () => {
            for (let at = 0; at < late; at += 1) await turn();
          };
          try {
            return await Promise.all([one(), wait().then(other)]);
          } finally {
            turn = async () => {};
          }
        },
      };
    },
    close: async () => {
      for (const store of stores) await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The same store; each call waits for its turn. */
function interleaved(store: Store, turn: () => Promise<void>): Store {
  return new Proxy(store, {
    get: (target, name: keyof Store) => {
      const method = target[name] as (...args: unknown[]) => Promise<unknown>;
      return async (...args: unknown[]) => {
        await turn();
        return method(...args);
      };
    },
  });
}

/** Lets one of those that wait go at a time, once nothing else moves. */
function inTurns(random: (limit: number) => number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let armed = false;
  const arm = () => {
    if (armed || waiting.length === 0) return;
    armed = true;
    setImmediate(() => {
      armed = false;
      waiting.splice(random(waiting.length), 1)[0]?.();
      arm();
    });
  };
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      arm();
    });
}

/** A question as it stands in one window. */
export interface Shown {
  ask: string;
  fields: readonly Field[];
}

/** @throws Error when the reply puts no question */
export function shownIn(reply: Reply): Shown {
  const ask = askOf(reply);
  if (!ask) throw new Error(`No question: ${JSON.stringify(reply.blocks)}`);
  return { ask: ask.id, fields: ask.fields };
}

/** Fills in what is shown, by the last part of each field's path. */
export function fillIn(
  window: Talk,
  { ask, fields }: Shown,
  values: Readonly<Record<string, string>>,
): Promise<Reply> {
  const given = fields.flatMap((field) => {
    const value = values[pathOf(field).split('/').at(-1) ?? ''];
    return value === undefined ? [] : [[field.id, value] as const];
  });
  return window.submit(ask, Object.fromEntries(given));
}

/** The action of the button with this label. */
export function buttonIn(reply: Reply, label: string): string {
  const found = reply.blocks
    .flatMap((block) => (block.kind === 'choices' ? block.choices : []))
    .find((choice) => choice.label === label);
  if (!found) throw new Error(`No button "${label}".`);
  return found.action;
}
