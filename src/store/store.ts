import type { Role } from '../incoming.ts';

/** What a follow-up needs of a past turn; the question is kept resolved and without identifiers. */
export interface StoredTurn {
  asked: string;
  cards: readonly string[];
}

/** An answer that can be rated: which cards it showed and how it ended, never what was asked. */
export interface StoredAnswer {
  id: string;
  outcome: string;
  cards: readonly string[];
}

/** A question that found no answer, scrubbed of personal details. */
export interface Unanswered {
  question: string;
  times: number;
  last: string;
}

/** One rating as stored. */
export interface StoredRating extends StoredAnswer {
  helpful: boolean;
  comment: string;
}

/** A draft as stored: nothing of it can be read without its key. */
export interface StoredDraft {
  /** Random and never used again: letters, digits, `-` and `_`. */
  id: string;
  /** Opaque, and unique across tenants because it contains the tenant: `slack:T1:U2`. */
  person: string;
  /** Key of the form text, see {@link Store.form}. */
  form: string;
  /** The data key, wrapped with the master key of this id. */
  key: Uint8Array;
  keyId: string;
  /** Days to keep it since it was last touched, and since it was exported. */
  keep: { untouched: number; exported: number };
  /** ISO instants. */
  made: string;
  touched: string;
  exported?: string;
}

/** A field as stored; once erased it keeps its version, so that no version ever means two texts. */
export interface StoredField {
  field: string;
  version: number;
  /** `undefined` when the field was erased. */
  sealed: Uint8Array | undefined;
}

/** One field to write, refused when somebody else wrote it in the meantime. */
export interface FieldChange {
  field: string;
  /** Version it replaces, an erased field's too; 0 when it was never there. */
  expected: number;
  /** Sealed for version `expected + 1`; `undefined` erases the field. */
  sealed: Uint8Array | undefined;
}

/** Whether changes were saved, and if not why: fields that changed meanwhile, or no draft any more. */
export type Saved =
  | { saved: true }
  | { saved: false; erased: false; stale: readonly string[] }
  | { saved: false; erased: true; stale: readonly [] };

/** Something that cannot be read without its key. */
export interface Sealed {
  /** The data key, wrapped with the master key of this id. */
  key: Uint8Array;
  keyId: string;
  sealed: Uint8Array;
}

/** A delivery from a platform, kept from before it is acknowledged until its work is done. */
export interface StoredDelivery extends Sealed {
  /** As the platform names it, after the surface's name: `slack:Ev123`. */
  id: string;
  /** Deliveries of one lane are worked one after the other; a person's own lane is their key. */
  lane: string;
}

/** A small thing that a surface has to remember, such as an installation. */
export interface StoredItem extends Sealed {
  kind: string;
  id: string;
  /** Whom it is about, if anybody: it goes when the person is forgotten. */
  person?: string;
  /** ISO instant from which it is gone. */
  until?: string;
}

/** One thing that was done, without content. */
export interface AuditEntry {
  /** ISO instant. */
  at: string;
  /** A pseudonym, never a person. */
  actor: string;
  event: string;
  draft?: string;
}

/**
 * What people did. One interface, one test suite, SQLite behind it. Every method may fail with
 * {@link StoreError}; nothing is acknowledged before it is on disk.
 */
export interface Store {
  /** @returns whether the delivery is new; remembers it for seven days */
  firstTime(delivery: string): Promise<boolean>;
  role(person: string): Promise<Role | undefined>;
  /** @returns the last turns of a conversation, oldest first, none older than two hours */
  turns(person: string, place: string): Promise<StoredTurn[]>;
  /** Keeps everything that one turn leaves behind, all of it or nothing. */
  keep(turn: {
    person: string;
    place: string;
    role?: Role;
    turn?: StoredTurn;
    answer?: StoredAnswer;
    unanswered?: string;
  }): Promise<void>;
  /** @returns whether the answer is known; rating it again replaces the rating */
  rate(answer: string, helpful: boolean, comment: string): Promise<boolean>;
  ratings(): Promise<StoredRating[]>;
  /** @returns questions without an answer, most asked first */
  unanswered(): Promise<Unanswered[]>;
  /** Keeps a form's definition as it stood; what a key names never changes. */
  addForm(key: string, text: string): Promise<void>;
  /** @returns the form's text; without a draft on it, it goes a day after it was last added */
  form(key: string): Promise<string | undefined>;
  /** @throws StoreError when the id is taken or the form is not there */
  addDraft(
    draft: Omit<StoredDraft, 'made' | 'touched' | 'exported'>,
    fields: readonly StoredField[],
  ): Promise<void>;
  /** @returns a person's drafts, those of linked identities too, last touched first */
  drafts(person: string): Promise<StoredDraft[]>;
  /** @returns the draft when it is there and the person's own */
  draft(person: string, id: string): Promise<StoredDraft | undefined>;
  /**
   * @param known versions the caller holds already: what is sealed at these is not read again, and
   *   comes back without it
   * @returns a draft's fields by name, erased ones too; none when there is no such draft
   */
  fields(draft: string, known?: ReadonlyMap<string, number>): Promise<StoredField[]>;
  /** Saves all changes or none. Touches the draft, and what was exported is so no longer. */
  saveFields(draft: string, changes: readonly FieldChange[]): Promise<Saved>;
  /** Carries a draft to another form text, together with changes, as `saveFields` does. */
  moveDraft(draft: string, form: string, changes: readonly FieldChange[]): Promise<Saved>;
  /** Starts the draft's shorter time; a draft that is gone stays so. */
  markExported(draft: string): Promise<void>;
  /** @returns whether the draft was there and the person's own; its id goes on the erasure list */
  eraseDraft(person: string, draft: string): Promise<boolean>;
  /** @returns which draft and question a person has open here, for 30 days; never content */
  desk(person: string, place: string): Promise<string | undefined>;
  setDesk(person: string, place: string, state: string | undefined): Promise<void>;
  /**
   * Takes deliveries in and lets go of those that are done, all in one write.
   *
   * @returns for each delivery whether it is new; one seen in the last seven days is not kept again
   */
  receive(deliveries: readonly StoredDelivery[], done: readonly string[]): Promise<boolean[]>;
  /** @returns deliveries whose id begins so and whose work is not done, in the order they came */
  unworked(prefix: string): Promise<StoredDelivery[]>;
  /** Keeps an item in place of the one of the same kind and id. */
  putItem(item: StoredItem): Promise<void>;
  item(kind: string, id: string): Promise<StoredItem | undefined>;
  items(kind: string): Promise<StoredItem[]>;
  /** @returns the item, which is gone afterwards: of two who take it, one gets it */
  takeItem(kind: string, id: string): Promise<StoredItem | undefined>;
  /** @returns the identity that stands for all that are linked with this one; itself if none is */
  owner(person: string): Promise<string>;
  /** @returns all identities of the person, this one among them */
  identities(person: string): Promise<string[]>;
  /** Joins an identity, and all that are linked with it, to another: what is kept of each is of all. */
  link(person: string, to: string): Promise<void>;
  /** Parts all identities that are linked with this one; each keeps what was begun under it. */
  unlink(person: string): Promise<void>;
  /** Whether a person may not work on drafts, because an account of theirs was closed. */
  locked(person: string): Promise<boolean>;
  /** @returns whether that changed anything */
  setLocked(person: string, locked: boolean): Promise<boolean>;
  audit(entry: Omit<AuditEntry, 'at'>): Promise<void>;
  /** @returns the last twelve months' entries, oldest first */
  audited(): Promise<AuditEntry[]>;
  /** Erases everything kept about a person; audit entries name nobody and stay. */
  forget(person: string): Promise<void>;
  /** Erases what has been kept long enough, and empties the log of what was erased. */
  expire(): Promise<void>;
  close(): Promise<void>;
}

/** Thrown when the store cannot do what was asked; the message holds no user text. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
