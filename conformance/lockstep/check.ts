/** How pairs are examined, by the relation that a binding claims. */
import type { Tagged } from '../../src/core/index.ts';
import { Comparison, type OnMatch, type PairCheck } from './pair.ts';
import { Justification } from './refines.ts';
import type { Sides } from './sides.ts';

/** What examines the pairs of a binding. */
export function pairCheck<S, A extends Tagged>(sides: Sides<S, A>, onMatch?: OnMatch<S, A>): PairCheck<S, A> {
  switch (sides.relation) {
    case 'identical':
      return new Comparison(sides, onMatch);
    case 'refines':
      return new Justification(sides, onMatch);
  }
}
