/** Random specifications, explored by the engine on both layouts and by the oracle: the same verdict, states, steps and depth. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { compareSpecification } from './compare-specs.ts';
import { randomSpecification, type Specification } from './specs.ts';
import { MORE, tapes } from './tape.ts';

beforeAll(loadGrammar);

/** Shown when a run fails. */
const shown = (spec: Specification): string => `${spec.text}\n${spec.config}`;

describe('random specifications', () => {
  it('are explored as the definitions say', () => {
    const seen: Record<string, number> = {};
    const property = fc.property(tapes(600).map(randomSpecification), (spec) => {
      const found = compareSpecification(spec);
      const verdict = found?.engine[0]?.split(' ')[0] ?? 'unknown';
      seen[verdict] = (seen[verdict] ?? 0) + 1;
      for (const answer of found?.engine ?? []) expect(found?.oracle, shown(spec)).toContain(answer);
    });
    fc.assert(property, { numRuns: 90 * MORE });
    // The comparison must not become one of nothing.
    expect(seen['ok']).toBeGreaterThan(40);
    expect(seen['safety']).toBeGreaterThan(0);
    expect(seen['unknown'] ?? 0).toBeLessThan(30 * MORE);
  });
});
