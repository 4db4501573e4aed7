/** Numbers the sources of a reply, so that each statement carries its marks. */

import type { CitedSource, Force } from '../reply.ts';
import type { Card } from './card.ts';
import { locate, type Sources } from './source.ts';

/** What a cited statement says of its sources. */
export type Citable = Pick<Card, 'force' | 'status' | 'checked'> & { sources: readonly string[] };

/** Collects the sources of one reply in the order they are first used. */
export interface Citations {
  /** @returns the marks of these references, numbered from 1 */
  mark(statement: Citable): number[];
  /** All sources marked so far, in order. */
  all(): CitedSource[];
}

/**
 * Starts a fresh numbering.
 *
 * @throws Error for a reference that is not in the sources; the knowledge is checked at start, so
 *   this means a card was made elsewhere
 */
export function startCitations(sources: Sources): Citations {
  const cited = new Map<string, CitedSource>();
  return {
    mark: (statement) =>
      statement.sources.map((ref) => {
        const known = cited.get(ref);
        if (known) return known.mark;
        const place = locate(ref, sources);
        if (typeof place === 'string') throw new Error(`A card cites a source amiss: ${place}`);
        const source: CitedSource = {
          mark: cited.size + 1,
          id: place.id,
          title: place.title,
          locator: place.locator,
          url: place.url,
          force: forceOf(statement.force, place.binding),
          status: statement.status,
          checked: statement.checked,
        };
        cited.set(ref, source);
        return source.mark;
      }),
    all: () => [...cited.values()],
  };
}

/** A source cannot make a statement stronger than the source itself binds. */
function forceOf(force: Force, binding: Sources[string]['binding']): Force {
  if (force !== 'must') return force;
  if (binding === 'law') return 'must';
  if (binding === 'guidance') return 'should';
  return binding === 'local' ? 'local' : 'context';
}
