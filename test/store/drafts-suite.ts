/** What every store must do with drafts, whatever it is made of. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Store, StoreError } from '../../src/store/store.ts';
import { seeded } from './seeded.ts';

const DAY = 86_400_000;

/** Any bytes will do: a store cannot tell what is sealed. */
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const text = (sealed: Uint8Array | undefined) => sealed && Buffer.from(sealed).toString();

/** A draft to add, on form `form-1` unless told otherwise. */
export const draftOf = (id: string, person = 'p') => ({
  id,
  person,
  form: 'form-1',
  key: bytes(`key of ${id}`),
  keyId: 'k1',
  keep: { untouched: 30, exported: 7 },
});

/**
 * @param open makes a store over a folder; two on one folder are two programs on one database
 */
export function draftSuite(name: string, open: (folder: string, now: () => number) => Store): void {
  describe(`drafts on ${name}`, () => {
    let folder: string;
    let time: number;
    let store: Store;
    const read = async (draft: string, from = store) =>
      (await from.fields(draft)).map(
        ({ field, version, sealed }) => [field, version, text(sealed)] as const,
      );

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'signpost-drafts-'));
      time = Date.UTC(2026, 10, 24, 9);
      store = open(folder, () => time);
      await store.addForm('form-1', 'first');
    });
    afterEach(async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    });

    test('a form is kept as it stood', async () => {
      await store.addForm('form-1', 'changed');
      expect(await store.form('form-1')).toBe('first');
      expect(await store.form('form-2')).toBeUndefined();
    });

    test('a draft comes back as it was, to its own person only, last touched first', async () => {
      await store.addDraft(draftOf('a'), [{ field: 'x', version: 1, sealed: bytes('1') }]);
      time += 1000;
      await store.addDraft(draftOf('b'), []);
      await store.addDraft(draftOf('c', 'q'), []);
      const { key, ...plain } = draftOf('a');
      const kept = await store.draft('p', 'a');
      expect(kept).toMatchObject({
        ...plain,
        made: '2026-11-24T09:00:00.000Z',
        touched: '2026-11-24T09:00:00.000Z',
      });
      expect(text(kept?.key)).toBe(text(key));
      expect(kept).not.toHaveProperty('exported');
      expect(await store.draft('q', 'a')).toBeUndefined();
      expect((await store.drafts('p')).map(({ id }) => id)).toEqual(['b', 'a']);
      time += 1000;
      await store.saveFields('a', [{ field: 'x', expected: 1, sealed: bytes('2') }]);
      expect((await store.drafts('p')).map(({ id }) => id)).toEqual(['a', 'b']);
    });

    test('a draft needs a form, an id of its own and one that a line can hold', async () => {
      await store.addDraft(draftOf('a'), []);
      await expect(store.addDraft(draftOf('a', 'q'), [])).rejects.toThrow(StoreError);
      await expect(store.addDraft({ ...draftOf('b'), form: 'none' }, [])).rejects.toThrow(
        StoreError,
      );
      await expect(store.addDraft(draftOf('a\nb'), [])).rejects.toThrow(/random UUID/);
      expect(await store.drafts('q')).toEqual([]);
    });

    test('changes are saved together or not at all, and the stale ones named', async () => {
      await store.addDraft(draftOf('a'), []);
      const x = { field: 'x', expected: 0, sealed: bytes('x1') };
      const y = { field: 'y', expected: 0, sealed: bytes('y1') };
      expect(await store.saveFields('a', [x, y])).toEqual({ saved: true });
      expect(await store.saveFields('a', [{ ...x, expected: 1 }, y])).toEqual({
        saved: false,
        erased: false,
        stale: ['y'],
      });
      expect(await read('a')).toEqual([
        ['x', 1, 'x1'],
        ['y', 1, 'y1'],
      ]);
    });

    test('the same field twice in one save is stale the second time', async () => {
      await store.addDraft(draftOf('a'), []);
      const x = { field: 'x', expected: 0, sealed: bytes('x') };
      expect(await store.saveFields('a', [x, x])).toMatchObject({ stale: ['x'] });
      expect(await store.fields('a')).toEqual([]);
    });

    test('an erased field keeps its version, so that no version ever means two texts', async () => {
      await store.addDraft(draftOf('a'), [{ field: 'x', version: 1, sealed: bytes('1') }]);
      await store.saveFields('a', [{ field: 'x', expected: 1, sealed: undefined }]);
      expect(await read('a')).toEqual([['x', 2, undefined]]);
      const again = { field: 'x', expected: 0, sealed: bytes('again') };
      expect(await store.saveFields('a', [again])).toMatchObject({ stale: ['x'] });
      expect(await store.saveFields('a', [{ ...again, expected: 2 }])).toEqual({ saved: true });
      expect(await read('a')).toEqual([['x', 3, 'again']]);
    });

    test('a draft moves to another form with its changes, or stays with none', async () => {
      await store.addDraft(draftOf('a'), [{ field: 'x', version: 1, sealed: bytes('1') }]);
      await store.addForm('form-2', 'second');
      const change = { field: 'x', expected: 0, sealed: bytes('2') };
      expect(await store.moveDraft('a', 'form-2', [change])).toMatchObject({ stale: ['x'] });
      expect((await store.draft('p', 'a'))?.form).toBe('form-1');
      await expect(store.moveDraft('a', 'none', [{ ...change, expected: 1 }])).rejects.toThrow(
        StoreError,
      );
      expect(await read('a')).toEqual([['x', 1, '1']]);
      expect(await store.moveDraft('a', 'form-2', [{ ...change, expected: 1 }])).toEqual({
        saved: true,
      });
      expect((await store.draft('p', 'a'))?.form).toBe('form-2');
      expect(await read('a')).toEqual([['x', 2, '2']]);
    });

    test('an erased draft says so to whoever still writes to it', async () => {
      await store.addDraft(draftOf('a'), [{ field: 'x', version: 1, sealed: bytes('1') }]);
      expect(await store.eraseDraft('q', 'a')).toBe(false);
      expect(await store.eraseDraft('p', 'a')).toBe(true);
      expect(await store.eraseDraft('p', 'a')).toBe(false);
      const gone = { saved: false, erased: true, stale: [] };
      const change = { field: 'x', expected: 1, sealed: bytes('2') };
      expect(await store.saveFields('a', [change])).toEqual(gone);
      expect(await store.moveDraft('a', 'form-1', [change])).toEqual(gone);
      await store.markExported('a');
      expect(await store.draft('p', 'a')).toBeUndefined();
      expect(await store.fields('a')).toEqual([]);
    });

    test('in 500 random interleavings of two programs no update is lost and the loser is told', async () => {
      const other = open(folder, () => time);
      const random = seeded(20_261_124);
      let refused = 0;
      for (let round = 0; round < 500; round++) {
        const draft = `d${round}`;
        await store.addDraft(draftOf(draft), []);
        const won: Record<string, string> = { x: '', y: '' };
        const wins: Record<string, number> = { x: 0, y: 0 };
        const writers = [store, other].map((from, who) => ({
          from,
          steps: [0, 1, 2].flatMap((turn) => ['read', 'write'].map((step) => ({ step, turn }))),
          token: (turn: number) => `${who}${turn};`,
          field: 'x',
          seen: [] as Awaited<ReturnType<typeof read>>,
        }));
        while (writers.some(({ steps }) => steps.length > 0)) {
          const writer = writers[random(2)] as (typeof writers)[number];
          const next = writer.steps.shift();
          if (!next) continue;
          if (next.step === 'read') {
            writer.field = random(2) === 0 ? 'x' : 'y';
            writer.seen = await read(draft, writer.from);
            continue;
          }
          const { field } = writer;
          const [, expected = 0, was = ''] = writer.seen.find(([name]) => name === field) ?? [];
          const sealed = bytes(was + writer.token(next.turn));
          const saved = await writer.from.saveFields(draft, [{ field, expected, sealed }]);
          if (saved.saved) {
            won[field] += writer.token(next.turn);
            wins[field] = (wins[field] ?? 0) + 1;
          } else {
            refused++;
            expect(saved).toEqual({ saved: false, erased: false, stale: [field] });
            expect(wins[field]).not.toBe(expected);
          }
        }
        const left = Object.keys(won)
          .filter((field) => wins[field] !== 0)
          .map((field) => [field, wins[field], won[field]]);
        expect(await read(draft), `round ${round}`).toEqual(left);
      }
      await other.close();
      expect(refused).toBeGreaterThan(300);
    });

    test('an untouched draft goes after its days, and not a moment before', async () => {
      await store.addDraft(draftOf('a'), []);
      await store.addDraft({ ...draftOf('b'), keep: { untouched: 31, exported: 7 } }, []);
      time += 30 * DAY;
      await store.expire();
      expect(await store.drafts('p')).toHaveLength(2);
      time += 1;
      await store.expire();
      expect((await store.drafts('p')).map(({ id }) => id)).toEqual(['b']);
    });

    test('a draft that is touched stays', async () => {
      await store.addDraft(draftOf('a'), []);
      time += 30 * DAY;
      await store.saveFields('a', []);
      time += 30 * DAY;
      await store.expire();
      expect(await store.drafts('p')).toHaveLength(1);
    });

    test('an exported draft goes after its shorter time, unless it is written to again', async () => {
      await store.addDraft(draftOf('a'), []);
      await store.addDraft(draftOf('b'), []);
      await store.markExported('a');
      await store.markExported('b');
      expect((await store.draft('p', 'a'))?.exported).toBe('2026-11-24T09:00:00.000Z');
      await store.saveFields('b', [{ field: 'x', expected: 0, sealed: bytes('1') }]);
      expect(await store.draft('p', 'b')).not.toHaveProperty('exported');
      time += 7 * DAY;
      await store.expire();
      expect(await store.drafts('p')).toHaveLength(2);
      time += 1;
      await store.expire();
      expect((await store.drafts('p')).map(({ id }) => id)).toEqual(['b']);
    });

    test('a form goes when no draft is on it, a day after it was last added', async () => {
      await store.addForm('form-2', 'second');
      await store.addDraft(draftOf('a'), []);
      time += DAY;
      await store.expire();
      expect(await store.form('form-2')).toBe('second');
      time += 1;
      await store.addForm('form-2', 'second');
      await store.expire();
      expect(await store.form('form-2')).toBe('second');
      time += DAY + 1;
      await store.expire();
      expect(await store.form('form-2')).toBeUndefined();
      expect(await store.form('form-1')).toBe('first');
      await store.eraseDraft('p', 'a');
      await store.expire();
      expect(await store.form('form-1')).toBeUndefined();
    });

    test('a desk is of one person in one place, can be cleared and is forgotten after 30 days', async () => {
      await store.setDesk('p', 'here', '{"draft":"a"}');
      await store.setDesk('p', 'there', '{"draft":"b"}');
      await store.setDesk('p', 'there', undefined);
      expect(await store.desk('p', 'here')).toBe('{"draft":"a"}');
      expect(await store.desk('p', 'there')).toBeUndefined();
      expect(await store.desk('q', 'here')).toBeUndefined();
      time += 30 * DAY;
      await store.expire();
      expect(await store.desk('p', 'here')).toBe('{"draft":"a"}');
      time += 1;
      expect(await store.desk('p', 'here')).toBeUndefined();
      await store.expire();
      time -= 1;
      expect(await store.desk('p', 'here')).toBeUndefined();
    });

    test('audit entries stay for a year, oldest first', async () => {
      await store.audit({ actor: 'one', event: 'opened', draft: 'a' });
      time += 1;
      await store.audit({ actor: 'two', event: 'signed in' });
      time += 365 * DAY - 1;
      await store.expire();
      expect(await store.audited()).toEqual([
        { at: '2026-11-24T09:00:00.000Z', actor: 'one', event: 'opened', draft: 'a' },
        { at: '2026-11-24T09:00:00.001Z', actor: 'two', event: 'signed in' },
      ]);
      time += 1;
      expect(await store.audited()).toHaveLength(1);
      await store.expire();
      time -= 1;
      expect(await store.audited()).toHaveLength(1);
    });

    test('forgetting a person erases their drafts and desks, and nobody else’s', async () => {
      for (const person of ['p', 'q']) {
        const sealed = bytes(person);
        await store.addDraft(draftOf(`d-${person}`, person), [{ field: 'x', version: 1, sealed }]);
        await store.setDesk(person, 'here', person);
      }
      await store.forget('p');
      expect(await store.drafts('p')).toEqual([]);
      expect(await store.fields('d-p')).toEqual([]);
      expect(await store.desk('p', 'here')).toBeUndefined();
      expect(await read('d-q')).toEqual([['x', 1, 'q']]);
      expect(await store.desk('q', 'here')).toBe('q');
    });

    test('a draft is there after closing and opening again', async () => {
      await store.addDraft(draftOf('a'), [{ field: 'x', version: 1, sealed: bytes('kept') }]);
      await store.close();
      store = open(folder, () => time);
      expect(await read('a')).toEqual([['x', 1, 'kept']]);
    });
  });
}
