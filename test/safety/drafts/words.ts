/** What one batch of made-up drafting sentences is drawn from; each list is written by hand. */

/**
 * `{n}` a child's name, `{f}` a full name, `{i}` initials, `{d}` a date of birth, `{x}` any other
 * detail; in harmless sentences `{t}` a tool or test, `{s}` a score, `{r}` a date of school life,
 * `{y}` a year group, `{w}` a service or professional, `{p}` an amount of support.
 */
export interface BatchWords {
  first: readonly string[];
  last: readonly string[];
  /** Bare first names, in any place of the sentence. */
  named: readonly string[];
  /** A name after a cue. */
  cued: readonly string[];
  full: readonly string[];
  initials: readonly string[];
  born: readonly string[];
  upn: readonly string[];
  nhs: readonly string[];
  phone: readonly string[];
  email: readonly string[];
  postcode: readonly string[];
  address: readonly string[];
  media: readonly string[];
  harmless: readonly string[];
  tools: readonly string[];
  scores: readonly string[];
  dates: readonly string[];
  services: readonly string[];
  amounts: readonly string[];
}

/** A list written one item a line. */
export function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
