/** Figures with a unit, to notice when a question takes a wrong one for granted. */

import { plain, tokens } from './words.ts';

/** A figure: 3 "year", 6000 "£". */
export interface Quantity {
  value: number;
  unit: string;
}

const UNITS = new Map<string, string>(
  (
    [
      ['year', ['year', 'years', 'yr', 'yrs']],
      ['month', ['month', 'months']],
      ['week', ['week', 'weeks', 'wk', 'wks', 'weekly']],
      ['day', ['day', 'days']],
      ['term', ['term', 'terms']],
      ['time', ['time', 'times']],
      ['cycle', ['cycle', 'cycles']],
      ['recommendation', ['recommendation', 'recommendations']],
      ['area', ['area', 'areas']],
      ['%', ['percent', 'centile']],
    ] as const
  ).flatMap(([unit, forms]) => forms.map((form) => [form, unit] as const)),
);

/** Finds figures followed by a unit, and sums of money. */
function findQuantities(text: string): Quantity[] {
  const found: Quantity[] = [];
  for (const match of plain(text)
    .replace(/(\d),(?=\d{3}\b)/g, '$1')
    .matchAll(/£\s?(\d+(?:\.\d+)?)\s?(k|m|million|thousand|grand)?\b/g)) {
    const scale = { k: 1e3, thousand: 1e3, grand: 1e3, m: 1e6, million: 1e6 }[match[2] ?? ''] ?? 1;
    found.push({ value: Number(match[1]) * scale, unit: '£' });
  }
  const words = tokens(text);
  for (const [at, word] of words.entries()) {
    if (!/^\d+$/.test(word)) continue;
    const unit = UNITS.get(words[at + 1] ?? '') ?? UNITS.get(words[at + 2] ?? '');
    if (unit) found.push({ value: Number(word), unit });
  }
  if (/\b(?:fortnight|fortnightly)\b/.test(plain(text))) found.push({ value: 2, unit: 'week' });
  return found;
}

/**
 * A figure in the question that the statement contradicts: same unit, other values only.
 *
 * @returns the question's figure and the statement's, or undefined when they agree or do not meet
 */
export function contradiction(
  question: string,
  statement: string,
): { asked: Quantity; held: Quantity } | undefined {
  const held = findQuantities(statement);
  for (const asked of findQuantities(question)) {
    const same = held.filter((quantity) => quantity.unit === asked.unit);
    const first = same[0];
    if (first && !same.some((quantity) => quantity.value === asked.value))
      return { asked, held: first };
  }
  return undefined;
}

/** "3 years", "£6,000". */
export function sayQuantity({ value, unit }: Quantity): string {
  const figure = value.toLocaleString('en-GB');
  if (unit === '£') return `£${figure}`;
  if (unit === '%') return `${figure}%`;
  return `${figure} ${unit}${value === 1 ? '' : 's'}`;
}
