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
  /** Erases everything kept about a person. */
  forget(person: string): Promise<void>;
  /** Erases what has been kept long enough. */
  expire(): Promise<void>;
  close(): Promise<void>;
}

/** Thrown when the store cannot do what was asked; the message holds no user text. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
