/** What comes from the network is a message, exactly, or nothing. */
import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/multi-paxos/index.ts';
import { testDecoding } from '../decoding.ts';
import { anyMessage, isMessage } from './arbitrary.ts';

describe('decode', () => {
  testDecoding({ decode, isMessage, anyMessage });

  it('refuses a ballot or a slot 0, a log that ends with a gap, and a gap with a value', () => {
    const promise = { type: '1b', to: 'r1', from: 'r2', bal: 1, first: 1 };
    const val = { type: 'noop' };
    expect(decode({ ...promise, votes: [{ bal: 0 }, { bal: 1, val }] })).toBeDefined();
    expect(decode({ ...promise, votes: [{ bal: 1, val }, { bal: 0 }] })).toBeUndefined();
    expect(decode({ ...promise, votes: [{ bal: 0, val }] })).toBeUndefined();
    expect(decode({ ...promise, votes: [{ bal: 1 }] })).toBeUndefined();
    const request = { type: '2a', to: 'r1', bal: 1, slot: 1, val };
    expect(decode(request)).toEqual(request);
    expect(decode({ ...request, bal: 0 })).toBeUndefined();
    expect(decode({ ...request, slot: 0 })).toBeUndefined();
    expect(decode({ type: '1a', to: 'r1', bal: 1, first: 0 })).toBeUndefined();
  });
});
