import type Database from 'better-sqlite3';
import { emptyLog, guard } from './database.ts';
import type { Erasures } from './erasures.ts';
import { IDENTITIES } from './identities.ts';
import {
  type FieldChange,
  type Saved,
  type Store,
  type StoredDraft,
  type StoredField,
  StoreError,
} from './store.ts';

const DAY = 86_400_000;

/** A form just added is kept until its first draft is, which the next turn may bring. */
const KEEP_UNUSED_FORM = DAY;

/**
 * Sealed drafts in SQLite. Every erasure goes on the erasure list before its rows go.
 *
 * @returns the store's methods, and its part of larger transactions
 */
export function sqliteDrafts(db: Database.Database, erasures: Erasures, now: () => number) {
  const sql = {
    addForm: db.prepare(
      'INSERT INTO forms (key, text, at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET at = excluded.at',
    ),
    form: db.prepare('SELECT text FROM forms WHERE key = ?').pluck(),
    expireForms: db.prepare(
      'DELETE FROM forms WHERE at < ? AND key NOT IN (SELECT form FROM drafts)',
    ),
    addDraft: db.prepare(
      'INSERT INTO drafts (id, person, form, key, key_id, keep_untouched, keep_exported, made, touched) VALUES (@id, @person, @form, @key, @keyId, @untouched, @exported, @at, @at)',
    ),
    drafts: db.prepare(
      `SELECT * FROM drafts WHERE person IN ${IDENTITIES} ORDER BY touched DESC, rowid DESC`,
    ),
    draft: db.prepare(`SELECT * FROM drafts WHERE id = @id AND person IN ${IDENTITIES}`),
    there: db.prepare('SELECT 1 FROM drafts WHERE id = ?'),
    touch: db.prepare(
      'UPDATE drafts SET touched = ?, exported = NULL, form = coalesce(?, form) WHERE id = ?',
    ),
    markExported: db.prepare('UPDATE drafts SET exported = ? WHERE id = ?'),
    erase: db.prepare('DELETE FROM drafts WHERE id = ?'),
    due: db
      .prepare(
        `SELECT id FROM drafts WHERE touched < @now - keep_untouched * ${DAY} OR exported < @now - keep_exported * ${DAY}`,
      )
      .pluck(),
    ofPerson: db.prepare('SELECT id FROM drafts WHERE person = ?').pluck(),
    fields: db.prepare('SELECT field, version, sealed FROM fields WHERE draft = ? ORDER BY field'),
    versions: db.prepare('SELECT field, version FROM fields WHERE draft = ? ORDER BY field'),
    sealed: db.prepare('SELECT version, sealed FROM fields WHERE draft = ? AND field = ?'),
    putField: db.prepare(
      'INSERT INTO fields (draft, field, version, sealed) VALUES (?, ?, ?, ?) ON CONFLICT (draft, field) DO UPDATE SET version = excluded.version, sealed = excluded.sealed',
    ),
  };

  const addDraft = db.transaction((...[draft, fields]: Parameters<Store['addDraft']>) => {
    const { keep, ...rest } = draft;
    sql.addDraft.run({ ...rest, ...keep, at: now() });
    for (const { field, version, sealed } of fields)
      sql.putField.run(draft.id, field, version, sealed ?? null);
  });

  const save = db.transaction(
    (draft: string, form: string | undefined, changes: readonly FieldChange[]): Saved => {
      if (sql.there.get(draft) === undefined) return { saved: false, erased: true, stale: [] };
      const rows = sql.versions.all(draft) as Pick<FieldRow, 'field' | 'version'>[];
      const versions = new Map(rows.map(({ field, version }) => [field, version]));
      const stale = changes.filter(({ field, expected }) => {
        const found = versions.get(field) ?? 0;
        versions.set(field, found + 1);
        return found !== expected;
      });
      if (stale.length > 0)
        return { saved: false, erased: false, stale: stale.map(({ field }) => field) };
      sql.touch.run(now(), form ?? null, draft);
      for (const { field, expected, sealed } of changes)
        sql.putField.run(draft, field, expected + 1, sealed ?? null);
      return { saved: true };
    },
  );

  const whole = (draft: string): StoredField[] =>
    (sql.fields.all(draft) as FieldRow[]).map(({ field, version, sealed }) => ({
      field,
      version,
      sealed: sealed ?? undefined,
    }));
  const changed = db.transaction((draft: string, known: ReadonlyMap<string, number>) =>
    (sql.versions.all(draft) as Pick<FieldRow, 'field' | 'version'>[]).map((row): StoredField => {
      const { field, version } = row;
      if (known.get(field) === version) return { field, version, sealed: undefined };
      const found = sql.sealed.get(draft, field) as Omit<FieldRow, 'field'>;
      return { field, version: found.version, sealed: found.sealed ?? undefined };
    }),
  );

  const erase = (drafts: readonly string[]) => {
    if (drafts.length === 0) return;
    erasures.add(drafts, now());
    for (const draft of drafts) sql.erase.run(draft);
  };
  const eraseOwn = db.transaction((person: string, draft: string) => {
    const own = sql.draft.get({ id: draft, person }) !== undefined;
    if (own) erase([draft]);
    return own;
  });

  const methods: DraftMethods = {
    addForm: async (key, text) =>
      guard('keep a form', () => {
        sql.addForm.run(key, text, now());
      }),
    form: async (key) => guard('read a form', () => sql.form.get(key) as string | undefined),
    addDraft: async (draft, fields) => {
      if (!/^[\w-]{1,100}$/.test(draft.id))
        throw new StoreError('A draft id is letters, digits, "-" and "_". Make it a random UUID.');
      guard('add a draft', () => addDraft.immediate(draft, fields));
    },
    drafts: async (person) =>
      guard('read the drafts', () => (sql.drafts.all({ person }) as DraftRow[]).map(draftOf)),
    draft: async (person, id) =>
      guard('read a draft', () => {
        const row = sql.draft.get({ id, person }) as DraftRow | undefined;
        return row && draftOf(row);
      }),
    fields: async (draft, known) =>
      guard('read the fields', () => (known ? changed(draft, known) : whole(draft))),
    saveFields: async (draft, changes) =>
      guard('save an answer', () => save.immediate(draft, undefined, changes)),
    moveDraft: async (draft, form, changes) =>
      guard('move a draft to another form', () => save.immediate(draft, form, changes)),
    markExported: async (draft) =>
      guard('mark a draft as exported', () => {
        sql.markExported.run(now(), draft);
      }),
    eraseDraft: async (person, draft) =>
      guard('erase a draft', () => {
        const erased = eraseOwn.immediate(person, draft);
        if (erased) emptyLog(db);
        return erased;
      }),
  };
  return {
    methods,
    forget: (person: string) => erase(sql.ofPerson.all(person) as string[]),
    expire: () => {
      erase(sql.due.all({ now: now() }) as string[]);
      sql.expireForms.run(now() - KEEP_UNUSED_FORM);
    },
  };
}

type DraftMethods = Pick<
  Store,
  | 'addForm'
  | 'form'
  | 'addDraft'
  | 'drafts'
  | 'draft'
  | 'fields'
  | 'saveFields'
  | 'moveDraft'
  | 'markExported'
  | 'eraseDraft'
>;

interface DraftRow {
  id: string;
  person: string;
  form: string;
  key: Uint8Array;
  key_id: string;
  keep_untouched: number;
  keep_exported: number;
  made: number;
  touched: number;
  exported: number | null;
}

interface FieldRow {
  field: string;
  version: number;
  sealed: Uint8Array | null;
}

function draftOf(row: DraftRow): StoredDraft {
  return {
    id: row.id,
    person: row.person,
    form: row.form,
    key: row.key,
    keyId: row.key_id,
    keep: { untouched: row.keep_untouched, exported: row.keep_exported },
    made: new Date(row.made).toISOString(),
    touched: new Date(row.touched).toISOString(),
    ...(row.exported !== null && { exported: new Date(row.exported).toISOString() }),
  };
}
