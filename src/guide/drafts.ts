/** Keeps drafts: opens what is sealed, seals what is kept, and never overwrites what it did not see. */

import { randomBytes } from 'node:crypto';
import { type DataKey, type Keyring, ownerOf } from '../safety/seal.ts';
import type { FieldChange, Store, StoredDraft } from '../store/store.ts';
import type { Answer, Answers, Value } from './answers.ts';
import type { Form } from './form.ts';
import { formFromText, formText } from './forms.ts';

/** One person's draft, open. */
export interface Draft {
  id: string;
  person: string;
  /** The form as it stood when the draft was begun. */
  form: Form;
  /** A code the school made up. */
  reference: string;
  answers: Answers;
  /** An answer that lost a race, by path, until the person has chosen. */
  others: ReadonlyMap<string, Value>;
  /** A message that may be an answer or a question. */
  pending?: Pending;
  /** Version of each field that is or was kept. */
  versions: ReadonlyMap<string, number>;
  /** Version of a field; one that never was has 0. */
  version(path: string): number;
  /** What each field holds at its version. */
  held: ReadonlyMap<string, { version: number; value: unknown }>;
  made: string;
  touched: string;
  exported?: string;
  keep: StoredDraft['keep'];
}

/** Words typed for a question, not yet taken. */
export interface Pending {
  path: string;
  version: number;
  text: string;
}

/** Changes by field; `undefined` erases. */
export type Changes = ReadonlyMap<string, Answer | undefined>;

/** What became of a change. */
export type Saved =
  | { kind: 'saved' }
  /** Somebody else, or another window, changed these fields in the meantime. */
  | { kind: 'stale'; fields: readonly string[] }
  | { kind: 'gone' };

/** The drafts of everybody; each is opened only for its own person. */
export interface Drafts {
  list(person: string): Promise<Draft[]>;
  /** @param known the draft as it was a moment ago: what has not changed since is not unsealed again */
  open(person: string, id: string, known?: Draft): Promise<Draft | undefined>;
  begin(person: string, form: Form, reference: string): Promise<Draft>;
  /** @param seen the version each field had when the person was shown it, where it is not the one in `draft` */
  save(draft: Draft, changes: Changes, seen?: ReadonlyMap<string, number>): Promise<Saved>;
  /** Keeps words that are not yet an answer: a lost race, or a message that may be a question. */
  keepAside(
    draft: Draft,
    aside: { others?: ReadonlyMap<string, Value | undefined>; pending?: Pending | null },
  ): Promise<Saved>;
  /** Brings a draft to another version of its form; every answer is kept by its question's id. */
  carry(draft: Draft, form: Form): Promise<Saved>;
  exported(draft: Draft): Promise<void>;
  erase(person: string, id: string): Promise<boolean>;
  /** Settings and rates from the last application. */
  profile(person: string): Promise<ReadonlyMap<string, Value>>;
  keepProfile(person: string, values: ReadonlyMap<string, Value>): Promise<void>;
}

const REFERENCE = '#reference';
const PENDING = '#pending';
/** After a path: the answer that lost a race and waits for a choice. */
export const OTHER = '#other';

/** What is kept for the next application, as a draft of its own. */
const PROFILE = 'profile';
const PROFILE_KEEP = { untouched: 400, exported: 400 };

/** So many drafts stay unsealed in memory between turns, for so long; the store stays the truth. */
const RECENT = { drafts: 100, milliseconds: 10 * 60_000 };

/** Makes the keeper; forms are read from their kept text once each. */
export function makeDrafts(store: Store, keyring: Keyring): Drafts {
  const forms = new Map<string, Form>();
  const recent = new Map<string, { draft: Draft; at: number }>();

  const remember = (draft: Draft) => {
    recent.delete(draft.id);
    recent.set(draft.id, { draft, at: Date.now() });
    for (const [id, { at }] of recent) {
      if (recent.size <= RECENT.drafts && at > Date.now() - RECENT.milliseconds) break;
      recent.delete(id);
    }
  };

  const formOf = async (key: string): Promise<Form> => {
    const known = forms.get(key);
    if (known) return known;
    const text = await store.form(key);
    if (text === undefined)
      throw new Error(
        `The form ${key} of a draft is not in the store. Restore a backup that holds it.`,
      );
    const form = formFromText(text);
    forms.set(key, form);
    return form;
  };

  const keyOf = (stored: Pick<StoredDraft, 'key' | 'keyId' | 'id' | 'person'>): DataKey =>
    keyring.open(stored.key, stored.keyId, ownerOf(stored.person, stored.id));

  const unsealed = async (stored: StoredDraft, known?: Draft) => {
    let key: DataKey | undefined;
    const versions = new Map<string, number>();
    const held = new Map<string, { version: number; value: unknown }>();
    for (const { field, version, sealed } of await store.fields(stored.id, known?.versions)) {
      versions.set(field, version);
      const before = known?.held.get(field);
      if (before?.version === version) held.set(field, before);
      if (before?.version === version || !sealed) continue;
      key ??= keyOf(stored);
      const bound = { person: stored.person, draft: stored.id, field, version };
      held.set(field, { version, value: JSON.parse(key.open(sealed, bound)) });
    }
    return { versions, held };
  };

  const opened = async (stored: StoredDraft, known?: Draft): Promise<Draft> => {
    const { versions, held } = await unsealed(stored, known ?? recent.get(stored.id)?.draft);
    const answers = new Map<string, Answer>();
    const others = new Map<string, Value>();
    for (const [field, { value }] of held) {
      if (field.endsWith(OTHER)) others.set(field.slice(0, -OTHER.length), value as Value);
      else if (!field.startsWith('#')) answers.set(field, value as Answer);
    }
    const pending = held.get(PENDING)?.value as Pending | undefined;
    const draft: Draft = {
      id: stored.id,
      person: stored.person,
      form: await formOf(stored.form),
      reference: String(held.get(REFERENCE)?.value ?? ''),
      answers,
      others,
      ...(pending && { pending }),
      versions,
      version: (path) => versions.get(path) ?? 0,
      held,
      made: stored.made,
      touched: stored.touched,
      ...(stored.exported !== undefined && { exported: stored.exported }),
      keep: stored.keep,
    };
    remember(draft);
    return draft;
  };

  const create = async (
    person: string,
    formKey: string,
    keep: StoredDraft['keep'],
    values: ReadonlyMap<string, unknown>,
  ) => {
    const id = randomBytes(9).toString('base64url');
    const { key, keyId } = keyring.newKey(ownerOf(person, id));
    const data = keyring.open(key, keyId, ownerOf(person, id));
    const fields = [...values].map(([field, value]) => ({
      field,
      version: 1,
      sealed: data.seal(JSON.stringify(value), { person, draft: id, field, version: 1 }),
    }));
    await store.addDraft({ id, person, form: formKey, key, keyId, keep }, fields);
    return id;
  };

  const write = async (
    person: string,
    id: string,
    changes: ReadonlyMap<string, unknown>,
    versionOf: (field: string) => number,
    form?: string,
  ): Promise<Saved> => {
    const stored = await store.draft(person, id);
    if (!stored) return { kind: 'gone' };
    const key = keyOf(stored);
    const sealed = [...changes].map(([field, value]): FieldChange => {
      const expected = versionOf(field);
      const bound = { person: stored.person, draft: id, field, version: expected + 1 };
      return {
        field,
        expected,
        sealed: value === undefined ? undefined : key.seal(JSON.stringify(value), bound),
      };
    });
    const result =
      form === undefined
        ? await store.saveFields(id, sealed)
        : await store.moveDraft(id, form, sealed);
    if (result.saved) return { kind: 'saved' };
    return result.erased ? { kind: 'gone' } : { kind: 'stale', fields: result.stale };
  };

  const storedProfile = async (person: string) =>
    (await store.drafts(person)).find(({ form }) => form === PROFILE);

  return {
    list: async (person) =>
      Promise.all(
        (await store.drafts(person))
          .filter(({ form }) => form !== PROFILE)
          .map((one) => opened(one)),
      ),
    open: async (person, id, known) => {
      const stored = await store.draft(person, id);
      return stored && stored.form !== PROFILE ? opened(stored, known) : undefined;
    },
    begin: async (person, form, reference) => {
      const { key, text } = formText(form);
      await store.addForm(key, text);
      const id = await create(person, key, form.keep, new Map([[REFERENCE, reference]]));
      const stored = await store.draft(person, id);
      if (!stored) throw new Error('A draft that was just begun is not in the store. Try again.');
      return opened(stored);
    },
    save: (draft, changes, seen) =>
      write(draft.person, draft.id, changes, (field) => seen?.get(field) ?? draft.version(field)),
    keepAside: (draft, { others, pending }) => {
      const changes = new Map<string, unknown>(
        [...(others ?? [])].map(([path, value]) => [path + OTHER, value]),
      );
      if (pending !== undefined) changes.set(PENDING, pending ?? undefined);
      return write(draft.person, draft.id, changes, draft.version);
    },
    carry: async (draft, form) => {
      const { key, text } = formText(form);
      await store.addForm(key, text);
      return write(draft.person, draft.id, new Map(), draft.version, key);
    },
    exported: (draft) => store.markExported(draft.id),
    erase: (person, id) => {
      recent.delete(id);
      return store.eraseDraft(person, id);
    },
    profile: async (person) => {
      const stored = await storedProfile(person);
      if (!stored) return new Map();
      const { held } = await unsealed(stored);
      return new Map([...held].map(([field, { value }]) => [field, value as Value]));
    },
    keepProfile: async (person, values) => {
      const stored = await storedProfile(person);
      if (!stored) {
        await store.addForm(PROFILE, '{}');
        await create(person, PROFILE, PROFILE_KEEP, values);
        return;
      }
      const { versions, held } = await unsealed(stored);
      const changed = [...values].filter(([field, value]) => held.get(field)?.value !== value);
      // Lost to another window, the rate typed there is as good as this one.
      if (changed.length > 0)
        await write(person, stored.id, new Map(changed), (field) => versions.get(field) ?? 0);
    },
  };
}
