/** A detail that was found, and how several are put in order. */

/** What kind of detail it is; the words are shown to people. */
export type IdentifierKind =
  | 'name'
  | 'adult name'
  | 'initials'
  | 'date of birth'
  | 'UPN'
  | 'NHS number'
  | 'NI number'
  | 'phone'
  | 'email'
  | 'postcode'
  | 'address'
  | 'car registration'
  | 'social media'
  | 'file name';
/** A detail and where it stands: `text.slice(start, end)`. */
export interface Identifier {
  kind: IdentifierKind;
  start: number;
  end: number;
  /** It was called a pupil's, so that no field may hold it, one for staff included. */
  pupil?: true;
}

/** Details in order; where two overlap, one that reaches from the first start to the last end. */
export function apart(found: readonly Identifier[]): Identifier[] {
  const sorted = [...found].sort((one, two) => one.start - two.start || two.end - one.end);
  const kept: Identifier[] = [];
  for (const one of sorted) {
    const last = kept.at(-1);
    if (last && one.start < last.end) last.end = Math.max(last.end, one.end);
    else kept.push({ ...one });
  }
  return kept;
}
