/** Commitment and the state machine. */
import { describe, expect, it } from 'vitest';
import { actions, type RaftState } from '../../../src/raft/index.ts';
import { bounded, c, candidate, entries, follower, leader, members, noop, preCandidate, snapshot } from './make.ts';

const { AdvanceCommitIndex, Apply } = actions;

/** A leader of term 3 that knows what s2 and s3 hold. */
function knowing(s2: number, s3: number, changes: Partial<RaftState> = {}): RaftState {
  return leader(3, { log: entries(1, 2, 3, 3), matchIndex: { s1: 0, s2, s3 }, ...changes });
}

/** Up to where the leader commits, if it does. */
function committed(s: RaftState): number | undefined {
  const result = AdvanceCommitIndex('s1', s);
  if (result !== undefined) expect(result).toEqual({ state: { ...s, commitIndex: expect.any(Number) }, send: [] });
  return result?.state.commitIndex;
}

describe('Figure 2, leaders, last rule: AdvanceCommitIndex', () => {
  it('commits the highest entry of its term that a majority holds, itself included', () => {
    const s = knowing(4, 3);
    expect(AdvanceCommitIndex('s1', s)).toEqual({ state: { ...s, commitIndex: 4 }, send: [] });
    expect([committed(knowing(3, 0)), committed(knowing(3, 4)), committed(knowing(4, 0))]).toEqual([3, 4, 4]);
  });

  it('commits nothing that only the leader holds', () => {
    expect(committed(knowing(0, 0))).toBeUndefined();
  });

  it('commits nothing twice, and never goes back', () => {
    expect(committed(knowing(3, 3, { commitIndex: 3 }))).toBeUndefined();
    expect(committed(knowing(3, 3, { commitIndex: 4 }))).toBeUndefined();
  });

  it('only a leader commits by counting', () => {
    const rest = { log: entries(3), matchIndex: { s1: 0, s2: 1, s3: 1 } };
    for (const s of [follower({ currentTerm: 3, ...rest }), preCandidate(3, rest), candidate(3, rest)])
      expect(committed(s)).toBeUndefined();
    expect(committed(leader(3, rest))).toBe(1);
  });

  it('counts after the snapshot as before it (section 7)', () => {
    expect(committed(knowing(6, 0, { snapshot: snapshot(4, 2), log: entries(3, 3, 3), commitIndex: 4 }))).toBe(6);
  });
});

describe('section 5.4.2, Figure 8: entries of older terms', () => {
  it('are not committed by counting, however many hold them', () => {
    expect(committed(knowing(2, 2))).toBeUndefined();
    expect(committed(leader(4, { log: entries(1, 2, 3, 3), matchIndex: { s1: 0, s2: 4, s3: 4 } }))).toBeUndefined();
  });

  it('come along with the first entry of the leader’s own term', () => {
    expect(committed(knowing(3, 2))).toBe(3);
  });
});

describe('thesis 4.1: a majority of the latest configuration, committed or not', () => {
  it('learners do not count (thesis 4.2.1)', () => {
    const log = [noop(3), members(3, ['s1', 's2'], ['s3'])];
    expect(committed(knowing(0, 2, { log }))).toBeUndefined();
    expect(committed(knowing(2, 0, { log }))).toBe(2);
  });

  it('nor does a leader that has removed itself (thesis 4.2.2)', () => {
    const log = [noop(3), members(3, ['s2', 's3'])];
    expect(committed(knowing(2, 0, { log }))).toBeUndefined();
    expect(committed(knowing(2, 2, { log }))).toBe(2);
  });

  it('a change counts for itself and for all that stands before it', () => {
    const log = [noop(3), members(3, ['s1'])];
    expect(committed(knowing(0, 0, { log }))).toBe(2);
  });
});

describe('Figure 2, all servers, section 5.3: Apply', () => {
  const s = follower({ log: [...entries(1, 1), noop(2), members(2, ['s1'])], commitIndex: 4 });

  it('applies what is committed, in order, one entry after another', () => {
    const first = Apply(c, 's1', s);
    expect(first).toEqual({ state: { ...s, machine: ['x1'], lastApplied: 1 }, send: [] });
    expect(Apply(c, 's1', { ...s, machine: ['x1'], lastApplied: 1 })?.state.machine).toEqual(['x1', 'x2']);
  });

  it('no-ops and configurations are applied too, and mean nothing to the state machine (section 8)', () => {
    for (const lastApplied of [2, 3]) {
      const before = { ...s, lastApplied, machine: ['x1', 'x2'] };
      expect(Apply(c, 's1', before)?.state).toEqual({ ...before, lastApplied: lastApplied + 1 });
    }
  });

  it('applies nothing that is not committed', () => {
    expect(Apply(c, 's1', follower({ log: entries(1) }))).toBeUndefined();
    expect(Apply(c, 's1', { ...s, commitIndex: 1, lastApplied: 1 })).toBeUndefined();
  });

  it('applies nothing that it does not hold', () => {
    expect(Apply(c, 's1', follower({ log: entries(1), commitIndex: 3, lastApplied: 1 }))).toBeUndefined();
  });

  it('goes on after the snapshot (section 7)', () => {
    const t = follower({ snapshot: snapshot(3, 1), log: entries(2), commitIndex: 4, lastApplied: 3, machine: ['x1', 'x2', 'x3'] });
    expect(Apply(c, 's1', t)?.state).toMatchObject({ lastApplied: 4, machine: ['x1', 'x2', 'x3', 'x1'] });
  });

  it('on any server, in any role, within the bounds of a model', () => {
    const rest = { log: entries(1), commitIndex: 1 };
    for (const t of [leader(1, rest), candidate(1, rest), preCandidate(1, rest)]) expect(Apply(c, 's1', t)).toBeDefined();
    expect(Apply(bounded({ applying: ['s2'] }), 's1', s)).toBeUndefined();
    expect(Apply(bounded({ applying: ['s1'] }), 's1', s)).toBeDefined();
  });
});
