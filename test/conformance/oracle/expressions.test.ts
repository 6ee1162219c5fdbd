/** Random constant expressions, compiled by the engine and evaluated by the oracle: the same value, or an error of both. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { compareExpression, randomExpression } from './compare-expressions.ts';
import { MORE, tapes } from './tape.ts';

beforeAll(loadGrammar);

describe('random expressions', () => {
  it('have the value that the definitions say', () => {
    const seen = { values: 0, errors: 0, unknown: 0 };
    fc.assert(
      fc.property(tapes(160).map(randomExpression), (expression) => {
        const { engine, oracle } = compareExpression(expression);
        if (oracle.includes(undefined)) seen.unknown += 1;
        else {
          if (engine === 'error') seen.errors += 1;
          else seen.values += 1;
          expect(oracle).toContain(engine);
        }
      }),
      { numRuns: 300 * MORE },
    );
    // The comparison must not become one of nothing.
    expect(seen.values).toBeGreaterThan(150);
    expect(seen.errors).toBeGreaterThan(5);
    expect(seen.unknown).toBeLessThan(40 * MORE);
  });
});
