/** A draft as plain values: what every export is made from, whoever asked for it. */

/** A whole draft. No field holds anything that identifies a child. */
export interface DraftDocument {
  /** "ONE Point application: preparation draft". */
  title: string;
  /** The code that the school made up: "K7-blue". */
  reference: string;
  /** ISO date on which the file was made. */
  made: string;
  /** What this draft is and is not; one paragraph each. */
  notice: readonly string[];
  /** What still stands in the way, worst first. */
  /** What it comes to, before all else. */
  lead?: readonly { title: string; lines: readonly string[] }[];
  readiness: readonly Readiness[];
  /** The draft at a glance. */
  summary?: Grid;
  sections: readonly DocumentSection[];
  map?: CostedMap;
  /** What must go with it, in words. */
  attachments: readonly string[];
}

/** One finding of the checks. */
export interface Readiness {
  level: 'stop' | 'warn' | 'note';
  id: string;
  message: string;
  /** The rule it comes from, in words. */
  source: string;
}

/** A table of words. */
export interface Grid {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** A numbered part of the draft. */
export interface DocumentSection {
  number: string;
  title: string;
  items: readonly DocumentItem[];
}

/** One thing in a section. */
export type DocumentItem =
  | {
      kind: 'answer';
      code: string;
      question: string;
      text: string;
      /** What the answer rests on. */
      basis?: string;
      /** Something that the answer depended on has changed since. */
      again?: true;
    }
  /** Not known yet; `note` says whom to chase. */
  | { kind: 'parked'; code: string; question: string; note: string }
  | { kind: 'empty'; code: string; question: string; required: boolean }
  /** An identifying detail, which the school fills in on its own system. */
  | { kind: 'blank'; code: string; question: string }
  | ({ kind: 'table'; code: string; question: string; total?: readonly string[] } & Grid)
  /** Names one row whose answers follow. */
  | { kind: 'heading'; text: string }
  | { kind: 'note'; text: string };

/** One row of the costed provision map, with the figures as they were given and reckoned. */
export interface MapRow {
  what: string;
  need: string;
  who: string;
  adults: number;
  pupils: number;
  minutes: number;
  /** Sessions a week, with at most two decimals. */
  sessions: number;
  weeks: number;
  /** Pence an hour. */
  rate: number;
  /** Pence, once: equipment or a bought-in service. */
  other: number;
  /** Pupils sharing the other cost, at least 1. */
  sharing: number;
  paidFrom: string;
  start: string;
  end: string;
  effect: string;
  /** The sum as a person would write it. */
  working: string;
  /** Pence for one pupil, for the period as given. */
  perPupil: number;
  /** Pence for one pupil, for a whole year. */
  fullYear: number;
}

/** The costed provision map. */
export interface CostedMap {
  rows: readonly MapRow[];
  /** 38: the weeks of a school year in which there are lessons. */
  fullYearWeeks: number;
  /** Pence a year; 600000 (SEND Code of Practice 2015, paragraph 6.99). */
  threshold: number;
  /** The `paidFrom` of the rows that the SEN budget pays. */
  senBudgetLabel: string;
  /** The map covers a whole year as it stands. */
  wholeYear: boolean;
}

/** A finished file. */
export interface ExportedFile {
  mediaType: string;
  bytes: Uint8Array;
  /** Sentences that say where the file differs from what was typed; empty when it does not. */
  changed: readonly string[];
}
