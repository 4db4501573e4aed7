/** What a person can do, as every adapter tells it to the core. */

/** The roles a person may say they have; cards name the same roles in `for`. */
export const ROLES = [
  'governors',
  'headteacher',
  'senco',
  'teacher',
  'teaching assistant',
  'early years',
  'college',
  'council',
  'nhs',
  'panel',
  'parents',
  'young people',
  'everyone',
] as const;

/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number];

/** Where the person is: a conversation, and whether others can read it. */
export interface Place {
  id: string;
  shared: boolean;
}

/** What was typed into an `ask`: one string a field, or several for ticks and many-of. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

interface Envelope {
  /** The delivery's id: the same delivery sent twice has one effect. */
  id: string;
  /** Who is speaking: an opaque, stable key made by the adapter. */
  person: string;
  place: Place;
}

/** One thing a person did. */
export type Incoming =
  | (Envelope & { kind: 'said'; text: string })
  | (Envelope & { kind: 'pressed'; action: string })
  | (Envelope & { kind: 'submitted'; ask: string; values: Values })
  | (Envelope & { kind: 'rated'; answer: string; helpful: boolean; comment?: string })
  | (Envelope & { kind: 'arrived' });
