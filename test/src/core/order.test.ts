import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/core/index.ts';

/** Plain data as states and messages hold it. */
const data = fc.letrec<{ readonly value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(undefined, null, true, false),
    fc.integer({ min: -2, max: 3 }),
    fc.constantFrom('', 'a', 'b', 'ab'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.record({ type: fc.constantFrom('1a', '1b'), bal: tie('value') }),
  ),
})).value;

describe('compare', () => {
  it('is zero exactly for equal data', () => {
    fc.assert(
      fc.property(data, data, (a, b) => {
        expect(compare(a, structuredClone(a))).toBe(0);
        expect(compare(a, b) === 0).toBe(JSON.stringify([a], keepUndefined) === JSON.stringify([b], keepUndefined));
      }),
    );
  });

  it('is antisymmetric', () => {
    fc.assert(
      fc.property(data, data, (a, b) => {
        expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0);
      }),
    );
  });

  it('is transitive', () => {
    fc.assert(
      fc.property(data, data, data, (a, b, c) => {
        fc.pre(compare(a, b) <= 0 && compare(b, c) <= 0);
        expect(compare(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('tells a shorter record from one that goes on', () => {
    expect(compare({ a: 1 }, { a: 1, b: undefined })).toBeLessThan(0);
    expect(compare({ a: 1, b: undefined }, { a: 1 })).toBeGreaterThan(0);
    expect(compare({ a: 1 }, { b: 1 })).toBeLessThan(0);
  });
});

function keepUndefined(_: string, value: unknown): unknown {
  return value === undefined ? '\u0000undefined' : value;
}
