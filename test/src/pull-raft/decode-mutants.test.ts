/** What only resembles a message: 100,000 messages with something wrong inside, and data of any other kind. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, inputs, protocol } from '../../../src/pull-raft/index.ts';
import { testDecoding } from '../decoding.ts';
import { deepFreeze } from '../freeze.ts';
import { anyChange, mutated } from '../mutations.ts';
import { anyMessage, anyState } from './arbitrary.ts';
import { c } from './make.ts';
import { isMessage, isState } from './shapes.ts';

describe('what the fields of a message may hold', () => {
  testDecoding({ decode, isMessage, anyMessage });

  it('a malformed message never reaches the core: what is read, and is from another member, has a defined outcome in any state', () => {
    let reached = 0;
    fc.assert(
      fc.property(anyState, anyMessage, anyChange, (s, sent, change) => {
        const m = decode(mutated(sent, change));
        if (m === undefined || m.type === 'ReadResponse') return;
        // After the last number that is exact no step could be.
        if (JSON.stringify(m).includes(String(Number.MAX_SAFE_INTEGER))) return;
        // Who sends and who receives is the affair of whoever delivers.
        if (m.to !== 's1' || !['s2', 's3'].includes(m.from)) return;
        deepFreeze([s, m]);
        for (const input of inputs(m)) expect(isState(protocol.step(c, 's1', s, input)?.state ?? s)).toBe(true);
        reached += 1;
      }),
      { numRuns: 5000 },
    );
    expect(reached).toBeGreaterThan(100);
  });
});
