/** Crash and restart: what is on disk, and what is not. */
import { describe, expect, it } from 'vitest';
import { actions, protocol, type RaftInput, type RaftState } from '../../../src/raft/index.ts';
import { append, c, candidate, entries, follower, leader, members, reading, requestVote, snapshot } from './make.ts';

const { Restart } = actions;

describe('Figure 2, persistent state, and Figure 13: what is durable', () => {
  const s = leader(4, {
    log: entries(3, 4),
    snapshot: snapshot(2, 1),
    commitIndex: 4,
    lastApplied: 3,
    machine: ['x1', 'x2', 'x1'],
    votesGranted: ['s1'],
    matchIndex: { s1: 0, s2: 4, s3: 1 },
    transferee: 's2',
    reading: reading({ queue: [{ read: 'r1', index: 4 }], round: 2 }),
  });

  it('term, vote, log and snapshot, and nothing else', () => {
    expect(protocol.durable(s)).toEqual({ currentTerm: 4, votedFor: 's1', log: entries(3, 4), snapshot: snapshot(2, 1) });
  });

  it('a server that comes back follows, and knows only that what the snapshot covers is committed and applied', () => {
    const after = protocol.restart(c, 's1', protocol.durable(s));
    const known = { commitIndex: 2, lastApplied: 2, machine: ['x1', 'x2'] };
    expect(after).toEqual(follower({ currentTerm: 4, votedFor: 's1', log: entries(3, 4), snapshot: snapshot(2, 1), ...known }));
    expect(Restart(c, protocol.durable(s))).toEqual(after);
  });

  it('a second crash changes nothing more', () => {
    const once = Restart(c, protocol.durable(s));
    expect(Restart(c, protocol.durable(once))).toEqual(once);
  });

  it('a server of which only what is volatile differs comes back the same', () => {
    const other = follower({ ...protocol.durable(s), state: 'Candidate', votesGranted: ['s1', 's2'], commitIndex: 3 });
    expect(Restart(c, protocol.durable(other))).toEqual(Restart(c, protocol.durable(s)));
  });

  it('the configuration comes back with the log, committed or not (thesis 4.1)', () => {
    const t = follower({ log: [members(1, ['s1'])] });
    const stands = actions.Timeout(c, 's1', Restart(c, protocol.durable(t)));
    expect(stands).toMatchObject({ send: [] });
  });
});

describe('section 5.2: at first', () => {
  it('a server follows, in term 0, with an empty log and the snapshot of nothing', () => {
    const config = { voters: ['s1', 's2'], learners: ['s3'] };
    expect(protocol.init({ ...c, initVoters: ['s2', 's1'], initLearners: ['s3'] }, 's1')).toEqual({
      currentTerm: 0,
      votedFor: undefined,
      log: [],
      snapshot: { lastIncludedIndex: 0, lastIncludedTerm: 0, config, machine: [] },
      state: 'Follower',
      leaderId: undefined,
      votesGranted: [],
      commitIndex: 0,
      lastApplied: 0,
      machine: [],
      nextIndex: { s1: 1, s2: 1, s3: 1 },
      matchIndex: { s1: 0, s2: 0, s3: 0 },
      transferee: undefined,
      reading: { queue: [], batch: [], round: 0, acks: [] },
    });
  });
});

describe('Figure 2, persistent state: what a crash must not take back', () => {
  const crashed = (s: RaftState, input: RaftInput): RaftState => Restart(c, protocol.durable(protocol.step(c, 's1', s, input)?.state ?? s));

  it('a vote: nobody else gets it in this term (section 5.2)', () => {
    const voted = crashed(follower({ currentTerm: 2 }), { type: 'HandleRequestVoteRequest', m: requestVote(2) });
    expect(voted.votedFor).toBe('s2');
    const other = protocol.step(c, 's1', voted, { type: 'HandleRequestVoteRequest', m: requestVote(2, 0, 0, 's3') });
    expect(other?.send).toMatchObject([{ voteGranted: false }]);
  });

  it('the vote for itself (section 5.2)', () => {
    expect(crashed(follower(), { type: 'Timeout' })).toEqual(follower({ currentTerm: 1, votedFor: 's1' }));
  });

  it('a term that it has heard of (section 5.1)', () => {
    expect(crashed(candidate(2), { type: 'UpdateTerm', t: 5 })).toEqual(follower({ currentTerm: 5 }));
  });

  it('entries that it has acknowledged (section 5.3)', () => {
    const m = append(2, { entries: entries(1, 2), leaderCommit: 2 });
    expect(crashed(follower({ currentTerm: 2 }), { type: 'HandleAppendEntriesRequest', m })).toMatchObject({
      log: entries(1, 2),
      commitIndex: 0,
    });
  });
});
