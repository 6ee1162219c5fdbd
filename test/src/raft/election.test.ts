/** Elections: each rule of the paper, where it lets something happen and where it does not. */
import { describe, expect, it } from 'vitest';
import { actions, LastTerm, type RaftConfig, UpToDate } from '../../../src/raft/index.ts';
import {
  bounded,
  c,
  candidate,
  entries,
  follower,
  leader,
  members,
  noop,
  preCandidate,
  preVote,
  reading,
  requestPreVote,
  requestVote,
  snapshot,
  vote,
} from './make.ts';

const {
  BecomeCandidate,
  BecomeLeader,
  HandleRequestPreVoteRequest,
  HandleRequestPreVoteResponse,
  HandleRequestVoteRequest,
  HandleRequestVoteResponse,
  Timeout,
  UpdateTerm,
} = actions;

const asking: RaftConfig = { ...c, preVote: true };

describe('section 5.2, leader election: Timeout', () => {
  const s = follower({ currentTerm: 2, votedFor: 's2', leaderId: 's2', log: entries(1, 2), commitIndex: 1, lastApplied: 1 });

  it('Figure 2, candidates: increments its term, votes for itself, and asks all the others with its last index and term', () => {
    const state = { ...s, currentTerm: 3, votedFor: 's1', state: 'Candidate', leaderId: undefined, votesGranted: ['s1'] };
    const ask = { type: 'RequestVoteRequest', term: 3, candidateId: 's1', lastLogIndex: 2, lastLogTerm: 2 };
    expect(Timeout(c, 's1', s)).toEqual({
      state,
      send: [
        { ...ask, to: 's2' },
        { ...ask, to: 's3' },
      ],
    });
  });

  it('a candidate that nobody elected starts the next election', () => {
    const stuck = candidate(2, { votesGranted: ['s1', 's2'] });
    expect(Timeout(c, 's1', stuck)?.state).toEqual(candidate(3));
  });

  it('a leader has no election timer', () => {
    expect(Timeout(c, 's1', leader(2))).toBeUndefined();
  });

  it('whoever does not vote does not stand: a learner, one that was removed, one that is not yet in (thesis 4.2.1)', () => {
    const learning = members(1, ['s2', 's3'], ['s1']);
    expect(Timeout(c, 's1', follower({ log: [learning] }))).toBeUndefined();
    expect(Timeout(c, 's1', follower({ log: [members(1, ['s2', 's3'])] }))).toBeUndefined();
    expect(Timeout(c, 's1', follower({ log: [learning, members(1, ['s1', 's2', 's3'])] }))).toBeDefined();
  });

  it('asks the voters of its latest configuration only, committed or not (thesis 4.1)', () => {
    const log = [members(1, ['s1', 's3'], ['s2'])];
    expect(Timeout(c, 's1', follower({ log }))?.send.map((m) => m.to)).toEqual(['s3']);
  });

  it('within the bounds of a model, and without bounds always', () => {
    const electable = [['s1'], ['s2']];
    expect(Timeout(bounded({ electable }), 's1', follower())).toBeDefined();
    expect(Timeout(bounded({ electable }), 's1', follower({ currentTerm: 1 }))).toBeUndefined();
    expect(Timeout(bounded({ electable }), 's1', follower({ currentTerm: 2 }))).toBeUndefined();
    expect(Timeout(c, 's1', follower({ currentTerm: 99 }))).toBeDefined();
  });
});

describe('thesis 9.6, PreVote', () => {
  it('Timeout: asks first, and changes neither its term nor its vote', () => {
    const s = follower({ currentTerm: 2, votedFor: 's2', leaderId: 's2', log: entries(1) });
    const state = { ...s, state: 'PreCandidate', leaderId: undefined, votesGranted: ['s1'] };
    const ask = { type: 'RequestPreVoteRequest', term: 2, candidateId: 's1', lastLogIndex: 1, lastLogTerm: 1 };
    expect(Timeout(asking, 's1', s)).toEqual({
      state,
      send: [
        { ...ask, to: 's2' },
        { ...ask, to: 's3' },
      ],
    });
  });

  it('Timeout: asks again; what it was promised before is forgotten, and nothing else changes', () => {
    expect(Timeout(asking, 's1', preCandidate(2, { votesGranted: ['s1', 's2'] }))?.state).toEqual(preCandidate(2));
    const s = preCandidate(2);
    expect(Timeout(asking, 's1', s)?.state).toBe(s);
  });

  it('Timeout: a candidate asks again before it raises its term once more', () => {
    expect(Timeout(asking, 's1', candidate(2))?.state).toMatchObject({ state: 'PreCandidate', currentTerm: 2, votedFor: 's1' });
  });

  it('HandleRequestPreVoteRequest: yes, if it hears of no leader and the log is not behind; nothing is promised', () => {
    const s = follower({ currentTerm: 2, votedFor: 's3', log: entries(1, 2) });
    const result = HandleRequestPreVoteRequest('s1', s, requestPreVote(2, 2, 2));
    expect(result).toEqual({
      state: s,
      send: [{ type: 'RequestPreVoteResponse', to: 's2', term: 2, from: 's1', voteGranted: true }],
    });
    expect(result?.state).toBe(s);
  });

  it.each([
    ['it follows a leader', follower({ currentTerm: 2, leaderId: 's3' }), requestPreVote(2)],
    ['it leads', leader(2), requestPreVote(2)],
    ['the term is old', follower({ currentTerm: 2 }), requestPreVote(1, 9, 1)],
    ['the log is behind', follower({ currentTerm: 2, log: entries(1) }), requestPreVote(2)],
  ])('HandleRequestPreVoteRequest: no, if %s; the answer carries its term', (_, s, m) => {
    expect(HandleRequestPreVoteRequest('s1', s, m)).toEqual({
      state: s,
      send: [{ type: 'RequestPreVoteResponse', to: 's2', term: 2, from: 's1', voteGranted: false }],
    });
  });

  it('HandleRequestPreVoteRequest: waits for UpdateTerm where the term is new', () => {
    expect(HandleRequestPreVoteRequest('s1', follower({ currentTerm: 2 }), requestPreVote(3))).toBeUndefined();
  });

  it('HandleRequestPreVoteResponse: collects who would vote, each once', () => {
    const s = preCandidate(2);
    const once = HandleRequestPreVoteResponse(s, preVote(2, true, 's3'));
    expect(once).toEqual({ state: preCandidate(2, { votesGranted: ['s1', 's3'] }), send: [] });
    const twice = preCandidate(2, { votesGranted: ['s1', 's3'] });
    expect(HandleRequestPreVoteResponse(twice, preVote(2, true, 's3'))?.state).toBe(twice);
  });

  it.each([
    ['a refusal', preCandidate(2), preVote(2, false)],
    ['an answer in an old term', preCandidate(2), preVote(1, true)],
    ['an answer in a new term', preCandidate(2), preVote(3, true)],
    ['an answer that comes when it is a candidate already', candidate(2), preVote(2, true)],
    ['an answer that comes when it follows', follower({ currentTerm: 2 }), preVote(2, true)],
    ['an answer that comes when it leads', leader(2), preVote(2, true)],
  ])('HandleRequestPreVoteResponse: %s counts for nothing', (_, s, m) => {
    expect(HandleRequestPreVoteResponse(s, m)).toBeUndefined();
  });

  it('BecomeCandidate: a majority would vote for it, so it stands in the next term', () => {
    const result = BecomeCandidate('s1', preCandidate(2, { votedFor: 's3', votesGranted: ['s1', 's2'] }));
    expect(result?.state).toEqual(candidate(3));
    expect(result?.send.map((m) => [m.type, m.to, m.term])).toEqual([
      ['RequestVoteRequest', 's2', 3],
      ['RequestVoteRequest', 's3', 3],
    ]);
  });

  it('BecomeCandidate: not without a majority, and not in another role', () => {
    expect(BecomeCandidate('s1', preCandidate(2))).toBeUndefined();
    const votesGranted = ['s1', 's2', 's3'];
    for (const s of [follower({ votesGranted }), candidate(2, { votesGranted }), leader(2, { votesGranted })])
      expect(BecomeCandidate('s1', s)).toBeUndefined();
  });

  it('BecomeCandidate: learners do not count (thesis 4.2.1)', () => {
    const log = [members(1, ['s1', 's2'], ['s3'])];
    expect(BecomeCandidate('s1', preCandidate(2, { log, votesGranted: ['s1', 's3'] }))).toBeUndefined();
    expect(BecomeCandidate('s1', preCandidate(2, { log, votesGranted: ['s1', 's2'] }))).toBeDefined();
  });
});

describe('Figure 2, all servers, section 5.1: UpdateTerm', () => {
  it('a higher term is adopted: the server follows, its vote is free, and the message stays for its own action', () => {
    for (const s of [follower({ currentTerm: 2, votedFor: 's2', leaderId: 's2' }), preCandidate(2), candidate(2)]) {
      expect(UpdateTerm(c, s, 4)).toEqual({ state: follower({ currentTerm: 4 }), send: [], keep: true });
    }
  });

  it('a leader steps down, and what only a leader has is gone (section 5.3)', () => {
    const log = entries(1, 2);
    const known = { matchIndex: { s1: 0, s2: 2, s3: 1 }, transferee: 's2', reading: reading({ round: 3, acks: ['s1'] }) };
    const s = leader(2, { log, commitIndex: 1, lastApplied: 1, machine: ['x1'], ...known });
    const rest = { log, commitIndex: 1, lastApplied: 1, machine: ['x1'] };
    expect(UpdateTerm(c, s, 3)?.state).toEqual(follower({ currentTerm: 3, ...rest }));
  });

  it('its own term and older ones change nothing', () => {
    expect(UpdateTerm(c, candidate(2), 2)).toBeUndefined();
    expect(UpdateTerm(c, candidate(2), 1)).toBeUndefined();
  });
});

describe('Figure 2, RequestVote, receiver: HandleRequestVoteRequest', () => {
  const yes = { type: 'RequestVoteResponse', to: 's2', term: 2, from: 's1', voteGranted: true };
  const no = { ...yes, voteGranted: false };

  it('rule 1: an old term gets no vote, and is told of the new one', () => {
    const s = follower({ currentTerm: 2 });
    const result = HandleRequestVoteRequest('s1', s, requestVote(1, 9, 1));
    expect(result).toEqual({ state: s, send: [no] });
    expect(result?.state).toBe(s);
  });

  it('rule 2: the first that asks gets the vote', () => {
    expect(HandleRequestVoteRequest('s1', follower({ currentTerm: 2 }), requestVote(2))).toEqual({
      state: follower({ currentTerm: 2, votedFor: 's2' }),
      send: [yes],
    });
  });

  it('rule 2: it gets it again if it asks again, since the answer may be lost', () => {
    const s = follower({ currentTerm: 2, votedFor: 's2' });
    const result = HandleRequestVoteRequest('s1', s, requestVote(2));
    expect(result?.send).toEqual([yes]);
    expect(result?.state).toBe(s);
  });

  it('rule 2: nobody else does', () => {
    for (const s of [follower({ currentTerm: 2, votedFor: 's3' }), candidate(2), leader(2)])
      expect(HandleRequestVoteRequest('s1', s, requestVote(2, 9, 9))).toEqual({ state: s, send: [no] });
  });

  it('rule 2: nor does one whose log is behind (section 5.4.1), and the vote stays free', () => {
    const s = follower({ currentTerm: 2, log: entries(1) });
    expect(HandleRequestVoteRequest('s1', s, requestVote(2))).toEqual({ state: s, send: [no] });
    expect(HandleRequestVoteRequest('s1', s, requestVote(2, 1, 1))?.state.votedFor).toBe('s2');
  });

  it('a request of a new term waits for UpdateTerm (section 5.1)', () => {
    expect(HandleRequestVoteRequest('s1', follower({ currentTerm: 2 }), requestVote(3))).toBeUndefined();
  });

  it('a leader that it has heard of does not matter here: that is the affair of PreVote (thesis 9.6)', () => {
    const s = follower({ currentTerm: 2, leaderId: 's3' });
    expect(HandleRequestVoteRequest('s1', s, requestVote(2))?.send).toEqual([yes]);
  });
});

describe('section 5.2, leader election: HandleRequestVoteResponse', () => {
  it('collects votes, each once, whatever the order they come in', () => {
    const first = HandleRequestVoteResponse(candidate(2), vote(2, true, 's3'));
    expect(first).toEqual({ state: candidate(2, { votesGranted: ['s1', 's3'] }), send: [] });
    const s = candidate(2, { votesGranted: ['s1', 's3'] });
    expect(HandleRequestVoteResponse(s, vote(2, true, 's3'))?.state).toBe(s);
    expect(HandleRequestVoteResponse(s, vote(2, true, 's2'))?.state.votesGranted).toEqual(['s1', 's2', 's3']);
  });

  it.each([
    ['a refusal', candidate(2), vote(2, false)],
    ['a vote of an old term', candidate(2), vote(1, true)],
    ['a vote of a new term', candidate(2), vote(3, true)],
    ['a vote that comes when it leads already', leader(2), vote(2, true)],
    ['a vote that comes when it follows', follower({ currentTerm: 2 }), vote(2, true)],
    ['a vote that comes when it asks whether it would be elected', preCandidate(2), vote(2, true)],
  ])('%s counts for nothing', (_, s, m) => {
    expect(HandleRequestVoteResponse(s, m)).toBeUndefined();
  });
});

describe('Figure 2, candidates, section 5.2: BecomeLeader', () => {
  const votesGranted = ['s1', 's2'];

  it('a majority makes a leader, which supposes that all logs are as its own and relies on none', () => {
    const s = candidate(2, { votesGranted, log: entries(1, 1), commitIndex: 1, snapshot: snapshot(0, 0) });
    const result = BecomeLeader(c, 's1', s);
    expect(result?.send).toEqual([]);
    expect(result?.state).toEqual({
      ...s,
      state: 'Leader',
      leaderId: 's1',
      votesGranted: [],
      nextIndex: { s1: 3, s2: 3, s3: 3 },
      matchIndex: { s1: 0, s2: 0, s3: 0 },
      log: [...s.log, noop(2)],
    });
  });

  it('the no-op of section 8 comes after what nextIndex says, and not at all if it is switched off', () => {
    const s = candidate(2, { votesGranted, log: entries(5, 5).slice(0, 1), snapshot: snapshot(4, 1) });
    expect(BecomeLeader(c, 's1', s)?.state).toMatchObject({ log: [...s.log, noop(2)], nextIndex: { s2: 6 } });
    expect(BecomeLeader({ ...c, noOp: false }, 's1', s)?.state.log).toBe(s.log);
  });

  it('half of the voters are no majority', () => {
    expect(BecomeLeader(c, 's1', candidate(2))).toBeUndefined();
    const four = [members(1, ['s1', 's2', 's3', 's4'])];
    expect(BecomeLeader(c, 's1', candidate(2, { log: four, votesGranted }))).toBeUndefined();
    expect(BecomeLeader(c, 's1', candidate(2, { log: four, votesGranted: ['s1', 's2', 's4'] }))).toBeDefined();
  });

  it('votes of learners and strangers do not count, not even its own if it does not vote (thesis 4.2.1)', () => {
    const log = [members(1, ['s2', 's3'], ['s1'])];
    expect(BecomeLeader(c, 's1', candidate(2, { log, votesGranted }))).toBeUndefined();
    expect(BecomeLeader(c, 's1', candidate(2, { log, votesGranted: ['s1', 's2', 's3'] }))).toBeDefined();
  });

  it('only a candidate is elected: votes do not outlast the election', () => {
    for (const s of [follower({ votesGranted }), preCandidate(2, { votesGranted }), leader(2, { votesGranted })])
      expect(BecomeLeader(c, 's1', s)).toBeUndefined();
  });
});

describe('section 5.4.1, election restriction: UpToDate', () => {
  const s = follower({ log: entries(1, 1, 2, 2) });

  it.each([
    ['the later last term wins, however short the log', 1, 3, true],
    ['the earlier last term loses, however long the log', 9, 1, false],
    ['the same last term: the longer log wins', 5, 2, true],
    ['the same last term: an equal log is up-to-date', 4, 2, true],
    ['the same last term: the shorter log loses', 3, 2, false],
    ['an empty log loses', 0, 0, false],
  ])('%s', (_, index, term, expected) => {
    expect(UpToDate(s, index, term)).toBe(expected);
  });

  it('an empty log is up-to-date for one that is empty too', () => {
    expect(UpToDate(follower(), 0, 0)).toBe(true);
  });

  it('a log that is all in the snapshot ends with it (section 7)', () => {
    const compacted = follower({ snapshot: snapshot(4, 2) });
    expect(LastTerm(compacted)).toBe(2);
    expect(UpToDate(compacted, 4, 2)).toBe(true);
    expect(UpToDate(compacted, 3, 2)).toBe(false);
    expect(UpToDate(compacted, 1, 3)).toBe(true);
  });
});
