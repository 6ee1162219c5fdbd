/** Crash and restart: what is on disk, and what is not. */
import { describe, expect, it } from 'vitest';
import { actions, type PullRaftInput, type PullRaftState, protocol } from '../../../src/pull-raft/index.ts';
import { c, candidate, entries, position, positions, primary, pulled, reading, requestVote, secondary } from './make.ts';

const { Restart } = actions;

describe('Raft Figure 2, persistent state: what is durable', () => {
  const s = primary(4, {
    log: entries(3, 4),
    rollbackId: 2,
    votesGranted: ['s1'],
    syncSource: 's2',
    cursor: 1,
    commitPoint: position(3, 1),
    lastPosition: positions({ s2: position(4, 2) }),
    reading: reading({ queue: ['r1'], round: 2 }),
  });

  it('term, vote, log and rollback id, and nothing else', () => {
    expect(protocol.durable(s)).toEqual({ currentTerm: 4, votedFor: 's1', log: entries(3, 4), rollbackId: 2 });
  });

  it('a member that comes back is a secondary without a sync source, and has to be told again what is committed', () => {
    const after = protocol.restart(c, 's1', protocol.durable(s));
    expect(after).toEqual(secondary({ currentTerm: 4, votedFor: 's1', log: entries(3, 4), rollbackId: 2 }));
    expect(Restart(c, protocol.durable(s))).toEqual(after);
  });

  it('a second crash changes nothing more', () => {
    const once = Restart(c, protocol.durable(s));
    expect(Restart(c, protocol.durable(once))).toEqual(once);
  });

  it('a member of which only what is volatile differs comes back the same', () => {
    const other = secondary({ ...protocol.durable(s), state: 'Candidate', votesGranted: ['s1', 's2'], commitPoint: position(4, 2) });
    expect(Restart(c, protocol.durable(other))).toEqual(Restart(c, protocol.durable(s)));
  });
});

describe('Raft section 5.2, and the paper, elections: at first', () => {
  it('a member is a secondary, in term 0, with an empty log and without a sync source', () => {
    const nowhere = { term: 0, index: 0 };
    expect(protocol.init(c, 's1')).toEqual({
      currentTerm: 0,
      votedFor: undefined,
      log: [],
      rollbackId: 0,
      state: 'Secondary',
      votesGranted: [],
      syncSource: undefined,
      cursor: -1,
      commitPoint: nowhere,
      lastPosition: { s1: nowhere, s2: nowhere, s3: nowhere },
      reading: { queue: [], batch: [], round: 0, acks: [] },
    });
  });
});

describe('Raft Figure 2, persistent state: what a crash must not take back', () => {
  const crashed = (s: PullRaftState, input: PullRaftInput): PullRaftState => {
    const outcome = protocol.step(c, 's1', s, input);
    if (outcome === undefined) throw new Error(`not enabled: ${input.type}`);
    return Restart(c, protocol.durable(outcome.state));
  };

  it('a vote: nobody else gets it in this term (Raft section 5.2)', () => {
    const voted = crashed(secondary({ currentTerm: 2 }), { type: 'HandleRequestVoteRequest', m: requestVote(2) });
    expect(voted.votedFor).toBe('s2');
    const other = protocol.step(c, 's1', voted, { type: 'HandleRequestVoteRequest', m: requestVote(2, position(0, 0), { from: 's3' }) });
    expect(other?.send).toMatchObject([{ voteGranted: false }]);
  });

  it('the vote for itself (Raft section 5.2); a dry run leaves no trace (the paper, dry run)', () => {
    const ready: PullRaftState = { ...candidate(0), votedFor: undefined, state: 'DryRunCandidate', votesGranted: ['s1', 's2'] };
    expect(crashed(ready, { type: 'BecomeCandidate' })).toEqual(secondary({ currentTerm: 1, votedFor: 's1' }));
    expect(crashed(secondary(), { type: 'Timeout' })).toEqual(secondary());
  });

  it('a term that it has heard of (Raft section 5.1)', () => {
    expect(crashed(candidate(2), { type: 'UpdateTerm', t: 5 })).toEqual(secondary({ currentTerm: 5 }));
  });

  it('entries that it has pulled, and will report (the paper, positions)', () => {
    const s = secondary({ currentTerm: 2, syncSource: 's2' });
    const m = pulled(2, entries(1, 2), 0, { commitPoint: position(2, 2) });
    expect(crashed(s, { type: 'HandlePullEntriesResponse', m })).toEqual(secondary({ currentTerm: 2, log: entries(1, 2) }));
  });

  it('that it has rolled back: otherwise who pulls from it would go on with a cursor that is void (the paper, rollback)', () => {
    const s = secondary({ currentTerm: 3, log: entries(1, 2), syncSource: 's2' });
    const m = pulled(3, entries(1, 3), 2);
    expect(crashed(s, { type: 'Rollback', m })).toEqual(secondary({ currentTerm: 3, log: entries(1), rollbackId: 1 }));
  });
});
