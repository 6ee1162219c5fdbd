/** What every decoder of messages must do: 100,000 messages with something wrong inside, and data of any other kind. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Tagged } from '../../src/core/index.ts';
import { deepFreeze } from './freeze.ts';
import { anyChange, anything, mutated, parts, typed, understood } from './mutations.ts';

/** A decoder, with what its messages are. */
export interface Decoding<M extends Tagged> {
  readonly decode: (x: unknown) => M | undefined;
  readonly isMessage: (x: unknown) => boolean;
  readonly anyMessage: fc.Arbitrary<M>;
}

/** The tests of a decoder. */
export function testDecoding<M extends Tagged>({ decode, isMessage, anyMessage }: Decoding<M>): void {
  it('every message that is well-formed is read back as it was sent', () => {
    fc.assert(
      fc.property(anyMessage, (m) => {
        deepFreeze(m);
        expect(isMessage(m)).toBe(true);
        expect(decode(JSON.parse(JSON.stringify(m)))).toEqual(m);
      }),
      { numRuns: 5000 },
    );
  });

  it('100,000 messages with something wrong: each is refused, or says what the result says', () => {
    const count = { refused: 0, read: 0 };
    fc.assert(
      fc.property(anyMessage, fc.array(anyChange, { minLength: 10, maxLength: 10, size: 'max' }), (m, changes) => {
        for (const change of changes) {
          const x = mutated(m, change);
          const decoded = decode(x);
          if (!understood(x, decoded, isMessage)) throw new Error(`${change.join(' ')}: ${JSON.stringify(decoded)}`);
          count[decoded === undefined ? 'refused' : 'read'] += 1;
        }
      }),
      { numRuns: 10_000 },
    );
    // Some changes change nothing that matters, as the order of a list of one.
    expect(count.refused + count.read).toBeGreaterThanOrEqual(100_000);
    expect(count.refused).toBeGreaterThan(50_000);
    expect(count.read).toBeGreaterThan(1000);
  });

  it('data of any kind is refused, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(anything, typed(anyMessage)), (x) => {
        expect(understood(x, decode(x), isMessage)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('what is read shares nothing with what came in', () => {
    fc.assert(
      fc.property(anyMessage, (m) => {
        const x = structuredClone(m);
        const decoded = decode(x);
        const theirs = new Set(parts(x));
        expect(parts(decoded).some((part) => theirs.has(part))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
}
