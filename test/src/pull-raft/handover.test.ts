/** Handing over. */
import { describe, expect, it } from 'vitest';
import { actions } from '../../../src/pull-raft/index.ts';
import { bounded, c, candidate, dryRunCandidate, entries, position, positions, primary, reading, secondary, stepUp } from './make.ts';

const { HandleStepUpRequest, StepDown } = actions;

describe('the paper, handover, and thesis 3.10: StepDown', () => {
  const log = entries(1, 2);
  const lastPosition = positions({ s2: position(2, 2), s3: position(2, 1) });
  const s = primary(2, { log, lastPosition, commitPoint: position(2, 2), reading: reading({ queue: ['r1'], round: 2 }) });

  it('the primary is a secondary of its own term, drops its reads, and tells its successor to stand', () => {
    expect(StepDown(c, 's1', s, 's2')).toEqual({
      state: { ...s, state: 'Secondary', reading: reading() },
      send: [{ type: 'StepUpRequest', to: 's2', from: 's1', term: 2 }],
    });
  });

  it('only to one that has all of its log', () => {
    expect(StepDown(c, 's1', s, 's3')).toBeUndefined();
    expect(StepDown(c, 's1', { ...s, log: entries(1, 2, 2) }, 's2')).toBeUndefined();
    // An older position at the same index is another log.
    expect(StepDown(c, 's1', { ...s, lastPosition: positions({ s2: position(1, 2) }) }, 's2')).toBeUndefined();
  });

  it('to another voter: not to itself, not to one that does not vote, not to a stranger', () => {
    const known = {
      ...s,
      lastPosition: { ...positions({ s1: position(2, 2), s2: position(2, 2), s3: position(2, 2) }), s4: position(2, 2) },
    };
    const two = { ...c, voters: ['s1', 's2'] };
    expect(['s1', 's2', 's3', 's4'].filter((j) => StepDown(c, 's1', known, j) !== undefined)).toEqual(['s2', 's3']);
    expect(['s1', 's2', 's3', 's4'].filter((j) => StepDown(two, 's1', known, j) !== undefined)).toEqual(['s2']);
  });

  it('only a primary that writes: one that is only elected has nothing to hand over', () => {
    for (const t of [
      secondary({ currentTerm: 2, log, lastPosition }),
      dryRunCandidate(2, { log, lastPosition }),
      candidate(2, { log, lastPosition }),
    ])
      expect(StepDown(c, 's1', t, 's2')).toBeUndefined();
    const elected = primary(3, { log, lastPosition });
    expect(StepDown(c, 's1', elected, 's2')).toBeUndefined();
    // Nor one whose log is empty, as that of everybody.
    expect(StepDown(c, 's1', primary(1), 's2')).toBeUndefined();
  });

  it('within the bounds of a model', () => {
    expect(StepDown(bounded({ successor: ['s3'] }), 's1', s, 's2')).toBeUndefined();
    expect(StepDown(bounded({ successor: ['s2'] }), 's1', s, 's2')).toBeDefined();
  });
});

describe('the paper, handover, and thesis 3.10: HandleStepUpRequest', () => {
  const s = secondary({ currentTerm: 2, votedFor: 's2', log: entries(1, 2), syncSource: 's2', cursor: 0 });

  it('the member stands at once, with or without the dry run (the paper, dry run)', () => {
    for (const dryRun of [false, true]) {
      const result = HandleStepUpRequest({ ...c, dryRun }, 's1', s, stepUp(2));
      expect(result?.state).toEqual(candidate(3, { log: s.log, syncSource: 's2', cursor: 0 }));
      expect(result?.send).toMatchObject([
        { type: 'RequestVoteRequest', to: 's2', term: 3, dryRun: false, position: position(2, 2) },
        { type: 'RequestVoteRequest', to: 's3', term: 3, dryRun: false, position: position(2, 2) },
      ]);
    }
  });

  it('not for a primary of another term: an old request, or one before UpdateTerm (Raft section 5.1)', () => {
    for (const term of [1, 3]) expect(HandleStepUpRequest(c, 's1', s, stepUp(term))).toBeUndefined();
  });

  it('not in another role: a duplicate that comes when it stands already does nothing', () => {
    for (const t of [dryRunCandidate(2), candidate(2), primary(2)]) expect(HandleStepUpRequest(c, 's1', t, stepUp(2))).toBeUndefined();
  });

  it('only one that votes stands, and within the bounds of a model', () => {
    expect(HandleStepUpRequest({ ...c, voters: ['s2', 's3'] }, 's1', s, stepUp(2))).toBeUndefined();
    expect(HandleStepUpRequest(bounded({ electable: [['s1'], ['s1'], ['s2']] }), 's1', s, stepUp(2))).toBeUndefined();
    expect(HandleStepUpRequest(bounded({ electable: [[], [], ['s1']] }), 's1', s, stepUp(2))).toBeDefined();
  });
});
