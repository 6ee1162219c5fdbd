/** What only resembles a message: 100,000 messages with something wrong inside, and data of any other kind. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, protocol, step } from '../../../src/raft/index.ts';
import { delivery, isBetweenServers } from '../../../src/raft/next.ts';
import { testDecoding } from '../decoding.ts';
import { deepFreeze } from '../freeze.ts';
import { anyChange, mutated } from '../mutations.ts';
import { anyMessage, anyState } from './arbitrary.ts';
import { c } from './make.ts';
import { isMessage, isState } from './shapes.ts';

describe('Figures 2 and 13: what the fields of an RPC may hold', () => {
  testDecoding({ decode, isMessage, anyMessage });

  it('a malformed message never reaches the core: what is read has a defined outcome in any state', () => {
    fc.assert(
      fc.property(anyState, anyMessage, anyChange, (s, sent, change) => {
        const m = decode(mutated(sent, change));
        // After the last number that is exact no step could be.
        if (m === undefined || JSON.stringify(m).includes(String(Number.MAX_SAFE_INTEGER))) return;
        deepFreeze([s, m]);
        const { state } = step(c, 's1', s, { type: 'Receive', m });
        expect(isState(state)).toBe(true);
        if (isBetweenServers(c, m)) expect(isState(protocol.step(c, 's1', s, delivery(m))?.state ?? s)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});
