/** Handing over the leadership. */
import { describe, expect, it } from 'vitest';
import { actions } from '../../../src/raft/index.ts';
import { bounded, c, candidate, entries, follower, leader, members, preCandidate, snapshot, timeoutNow } from './make.ts';

const { AbortTransfer, HandleTimeoutNowRequest, SendTimeoutNow, TransferLeadership } = actions;

describe('thesis 3.10, step 1: TransferLeadership', () => {
  const s = leader(2, { log: entries(1, 2) });

  it('the leader remembers to whom it hands over, and changes nothing else', () => {
    expect(TransferLeadership(c, 's1', s, 's2')).toEqual({ state: { ...s, transferee: 's2' }, send: [] });
  });

  it('only a leader hands over', () => {
    for (const t of [follower(), preCandidate(2), candidate(2)]) expect(TransferLeadership(c, 's1', t, 's2')).toBeUndefined();
  });

  it('to another voter: not to itself, not to a learner, not to a stranger (thesis 4.2.1)', () => {
    expect(TransferLeadership(c, 's1', s, 's1')).toBeUndefined();
    const t = leader(2, { log: [members(2, ['s1', 's2'], ['s3'])] });
    expect(TransferLeadership(c, 's1', t, 's2')).toBeDefined();
    expect(TransferLeadership(c, 's1', t, 's3')).toBeUndefined();
    expect(TransferLeadership(c, 's1', t, 's4')).toBeUndefined();
  });

  it('to one at a time', () => {
    for (const j of ['s2', 's3']) expect(TransferLeadership(c, 's1', { ...s, transferee: 's2' }, j)).toBeUndefined();
  });

  it('within the bounds of a model', () => {
    expect(TransferLeadership(bounded({ transferable: ['s3'] }), 's1', s, 's2')).toBeUndefined();
    expect(TransferLeadership(bounded({ transferable: ['s3'] }), 's1', s, 's3')).toBeDefined();
  });
});

describe('thesis 3.10, steps 2 and 3: SendTimeoutNow', () => {
  const s = leader(2, { log: entries(1, 2), transferee: 's2', matchIndex: { s1: 0, s2: 2, s3: 2 } });

  it('once the successor holds the whole log it is told to stand', () => {
    const result = SendTimeoutNow('s1', s, 's2');
    expect(result?.send).toEqual([{ type: 'TimeoutNowRequest', to: 's2', term: 2, leaderId: 's1' }]);
    expect(result?.state).toBe(s);
  });

  it('not before', () => {
    expect(SendTimeoutNow('s1', { ...s, matchIndex: { s1: 0, s2: 1, s3: 2 } }, 's2')).toBeUndefined();
  });

  it('nobody else is told, and nobody if there is no transfer', () => {
    expect(SendTimeoutNow('s1', s, 's3')).toBeUndefined();
    expect(SendTimeoutNow('s1', { ...s, transferee: undefined }, 's2')).toBeUndefined();
  });

  it('the whole log is what the snapshot covers and what follows it (section 7)', () => {
    const t = leader(2, { snapshot: snapshot(2, 2), transferee: 's2', matchIndex: { s1: 0, s2: 2, s3: 0 } });
    expect(SendTimeoutNow('s1', t, 's2')).toBeDefined();
    expect(SendTimeoutNow('s1', { ...t, log: entries(2) }, 's2')).toBeUndefined();
  });
});

describe('thesis 3.10, when the target fails: AbortTransfer', () => {
  it('the leader resumes', () => {
    expect(AbortTransfer(leader(2, { transferee: 's2' }))).toEqual({ state: leader(2), send: [] });
  });

  it('not without a transfer', () => {
    expect(AbortTransfer(leader(2))).toBeUndefined();
  });
});

describe('thesis 3.10, step 4: HandleTimeoutNowRequest', () => {
  const s = follower({ currentTerm: 2, votedFor: 's2', leaderId: 's2', log: entries(1, 2) });

  it('the server stands at once, with or without PreVote (thesis 9.6)', () => {
    for (const preVote of [false, true]) {
      const result = HandleTimeoutNowRequest({ ...c, preVote }, 's1', s, timeoutNow(2));
      expect(result?.state).toEqual(candidate(3, { log: s.log }));
      expect(result?.send.map((m) => [m.type, m.to, m.term])).toEqual([
        ['RequestVoteRequest', 's2', 3],
        ['RequestVoteRequest', 's3', 3],
      ]);
    }
  });

  it('not for a leader of another term: an old request, or one before UpdateTerm (section 5.1)', () => {
    for (const term of [1, 3]) expect(HandleTimeoutNowRequest(c, 's1', s, timeoutNow(term))).toBeUndefined();
  });

  it('not in another role: a duplicate that comes when it stands already does nothing', () => {
    for (const t of [preCandidate(2), candidate(2), leader(2)]) expect(HandleTimeoutNowRequest(c, 's1', t, timeoutNow(2))).toBeUndefined();
  });

  it('within the bounds of a model', () => {
    const electable = [['s1'], ['s1'], ['s2']];
    expect(HandleTimeoutNowRequest(bounded({ electable }), 's1', s, timeoutNow(2))).toBeUndefined();
    expect(HandleTimeoutNowRequest(bounded({ electable: [[], [], ['s1']] }), 's1', s, timeoutNow(2))).toBeDefined();
  });
});
