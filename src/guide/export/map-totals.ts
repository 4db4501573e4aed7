/** What the rows of a costed map add up to, in pence: by who pays, and against the threshold. */

import type { CostedMap } from './document.ts';

/** The cost to one pupil, in pence. */
export interface Total {
  /** For the period as given. */
  perPupil: number;
  fullYear: number;
}

/** @returns a total for each source of money, in the order in which the sources first appear */
export function sourceTotals({ rows }: CostedMap): readonly (Total & { source: string })[] {
  const sources = [...new Set(rows.map(({ paidFrom }) => paidFrom))];
  return sources.map((source) => ({
    source,
    ...totalOf(rows.filter(({ paidFrom }) => paidFrom === source)),
  }));
}

/**
 * Where the rows that the SEN budget pays stand against the threshold, by their figures for a whole
 * year. The threshold is a line, not a sum that the child has (SEND Code of Practice 2015, 6.99).
 */
export function standing(map: CostedMap): { senBudget: Total; above: number; under: number } {
  const senBudget = totalOf(map.rows.filter(({ paidFrom }) => paidFrom === map.senBudgetLabel));
  return {
    senBudget,
    above: Math.max(0, senBudget.fullYear - map.threshold),
    under: Math.max(0, map.threshold - senBudget.fullYear),
  };
}

/** @returns the sum of the rows as rounded, so that the rows as shown add up to it */
export function totalOf(rows: readonly Total[]): Total {
  return {
    perPupil: rows.reduce((all, row) => all + row.perPupil, 0),
    fullYear: rows.reduce((all, row) => all + row.fullYear, 0),
  };
}
