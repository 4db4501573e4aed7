/**
 * A program to be killed: it writes a draft's fields as fast as it can and says each write once it
 * is acknowledged. Every write adds a field and counts it in another, so that half a write shows.
 *
 *     crash-writer.ts FOLDER DRAFT [careless]
 *
 * `careless` is the control of the power cut: the same store, told to sync less.
 */

import { writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openKeyring, ownerOf } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';

const [folder = '', draft = '', careless] = process.argv.slice(2);
const person = 'slack:T1:U2';
if (careless) syncLess();

const keyring = openKeyring(join(folder, 'master.key'));
const store = openStore(join(folder, 'signpost.db'));
const { key, keyId } = keyring.newKey(ownerOf(person, draft));
const data = keyring.open(key, keyId, ownerOf(person, draft));
const seal = (field: string, version: number, text: string) =>
  data.seal(text, { person, draft, field, version });

const keep = { untouched: 30, exported: 7 };
await store.addForm('form-1', 'first');
await store.addDraft({ id: draft, person, form: 'form-1', key, keyId, keep }, []);
const erased = { id: `${draft}-erased`, person, form: 'form-1', key, keyId, keep };
await store.addDraft(erased, []);
await store.eraseDraft(person, erased.id);
say('ready');
for (let written = 1; ; written++) {
  const saved = await store.saveFields(draft, [
    {
      field: 'count',
      expected: written - 1,
      sealed: seal('count', written, String(written)),
    },
    { field: `f${written}`, expected: 0, sealed: seal(`f${written}`, 1, `text ${written}`) },
  ]);
  if (!saved.saved) throw new Error('The only writer was told that somebody else wrote.');
  say(String(written));
  // So that the log is emptied into the database now and then, as it is in a long life.
  if (written % 20 === 0) await store.expire();
}

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

function syncLess(): void {
  const { pragma } = Database.prototype;
  Database.prototype.pragma = function (this: Database.Database, source, options) {
    if (source === 'synchronous') return 2;
    return pragma.call(this, source.replace('= FULL', '= NORMAL'), options);
  };
}
