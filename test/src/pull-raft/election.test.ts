/** Elections: each rule, where it lets something happen and where it does not. */
import { describe, expect, it } from 'vitest';
import { actions, type PullRaftConfig } from '../../../src/pull-raft/index.ts';
import {
  bounded,
  c,
  candidate,
  dryRunCandidate,
  entries,
  position,
  positions,
  primary,
  reading,
  requestVote,
  secondary,
  vote,
} from './make.ts';

const { BecomeCandidate, BecomePrimary, HandleRequestVoteRequest, HandleRequestVoteResponse, Timeout, UpdateTerm } = actions;

const without: PullRaftConfig = { ...c, dryRun: false };
/** s3 replicates and reports, and does not vote. */
const twoVote: PullRaftConfig = { ...c, voters: ['s1', 's2'] };

describe('the paper, dry run, and thesis 9.6: Timeout', () => {
  const s = secondary({ currentTerm: 2, votedFor: 's2', log: entries(1, 2), syncSource: 's2', cursor: 0, commitPoint: position(1, 1) });

  it('asks first, and changes neither its term nor its vote nor its sync source', () => {
    const ask = { type: 'RequestVoteRequest', from: 's1', term: 2, dryRun: true, position: position(2, 2) };
    expect(Timeout(c, 's1', s)).toEqual({
      state: { ...s, state: 'DryRunCandidate', votesGranted: ['s1'] },
      send: [
        { ...ask, to: 's2' },
        { ...ask, to: 's3' },
      ],
    });
  });

  it('asks again; what it was promised before is forgotten, and nothing else changes', () => {
    expect(Timeout(c, 's1', dryRunCandidate(2, { votesGranted: ['s1', 's2'] }))?.state).toEqual(dryRunCandidate(2));
    const t = dryRunCandidate(2);
    expect(Timeout(c, 's1', t)?.state).toBe(t);
  });

  it('a candidate that nobody elected asks again before it raises its term once more', () => {
    const t = candidate(2, { votesGranted: ['s1', 's2'] });
    expect(Timeout(c, 's1', t)?.state).toEqual({ ...t, state: 'DryRunCandidate', votesGranted: ['s1'] });
  });

  it('a primary has no election timer, written or not', () => {
    for (const t of [primary(2), primary(2, { log: entries(2) })]) {
      expect(Timeout(c, 's1', t)).toBeUndefined();
      expect(Timeout(without, 's1', t)).toBeUndefined();
    }
  });

  it('asks voters only, and whoever does not vote does not stand', () => {
    expect(Timeout(twoVote, 's1', secondary())?.send.map((m) => m.to)).toEqual(['s2']);
    expect(Timeout(twoVote, 's3', secondary())).toBeUndefined();
    expect(Timeout({ ...twoVote, dryRun: false }, 's3', secondary())).toBeUndefined();
  });

  it('within the bounds of a model, and without bounds always', () => {
    const electable = [['s1'], ['s2']];
    expect(Timeout(bounded({ electable }), 's1', secondary())).toBeDefined();
    expect(Timeout(bounded({ electable }), 's1', secondary({ currentTerm: 1 }))).toBeUndefined();
    expect(Timeout(bounded({ electable }), 's1', secondary({ currentTerm: 2 }))).toBeUndefined();
    expect(Timeout(c, 's1', secondary({ currentTerm: 99 }))).toBeDefined();
  });
});

describe('Raft section 5.2, leader election: Timeout without the dry run', () => {
  it('increments its term, votes for itself, and asks all the others with its last position', () => {
    const s = secondary({ currentTerm: 2, votedFor: 's2', log: entries(1, 2), syncSource: 's3', cursor: 1 });
    const ask = { type: 'RequestVoteRequest', from: 's1', term: 3, dryRun: false, position: position(2, 2) };
    expect(Timeout(without, 's1', s)).toEqual({
      state: { ...s, currentTerm: 3, votedFor: 's1', state: 'Candidate', votesGranted: ['s1'] },
      send: [
        { ...ask, to: 's2' },
        { ...ask, to: 's3' },
      ],
    });
  });

  it('a candidate that nobody elected starts the next election', () => {
    expect(Timeout(without, 's1', candidate(2, { votesGranted: ['s1', 's2'] }))?.state).toEqual(candidate(3));
  });
});

describe('the paper, dry run, and thesis 9.6: BecomeCandidate', () => {
  it('a majority would elect it: now it stands in the next term, and asks again', () => {
    const s = dryRunCandidate(2, { votedFor: 's3', votesGranted: ['s1', 's2'], log: entries(2), syncSource: 's2' });
    const result = BecomeCandidate(c, 's1', s);
    expect(result?.state).toEqual(candidate(3, { log: s.log, syncSource: 's2' }));
    expect(result?.send).toMatchObject([
      { to: 's2', term: 3, dryRun: false, position: position(2, 1) },
      { to: 's3', term: 3, dryRun: false, position: position(2, 1) },
    ]);
  });

  it('not without a majority of the voters', () => {
    expect(BecomeCandidate(c, 's1', dryRunCandidate(2))).toBeUndefined();
    expect(BecomeCandidate(twoVote, 's1', dryRunCandidate(2, { votesGranted: ['s1', 's3'] }))).toBeUndefined();
    expect(BecomeCandidate(twoVote, 's1', dryRunCandidate(2, { votesGranted: ['s1', 's2'] }))).toBeDefined();
  });

  it('not in another role', () => {
    const votesGranted = ['s1', 's2', 's3'];
    for (const s of [secondary({ votesGranted }), candidate(2, { votesGranted }), primary(2, { votesGranted })])
      expect(BecomeCandidate(c, 's1', s)).toBeUndefined();
  });

  it('within the bounds of a model it has been asked already whether it may stand', () => {
    const one = bounded({ electable: [['s1'], []] });
    expect(BecomeCandidate(one, 's1', dryRunCandidate(0, { votesGranted: ['s1', 's2'] }))).toBeDefined();
  });
});

describe('Raft section 5.1: UpdateTerm', () => {
  it('a higher term is adopted: the member is a secondary, its vote is free, and the message stays for its own action', () => {
    for (const s of [secondary({ currentTerm: 2, votedFor: 's2' }), dryRunCandidate(2), candidate(2)])
      expect(UpdateTerm(s, 4)).toEqual({ state: secondary({ currentTerm: 4 }), send: [], keep: true });
  });

  it('a primary steps down, and drops its reads; its log, sync source and what it knows stay (SERVER-22136)', () => {
    const known = { log: entries(1, 2), commitPoint: position(1, 1), lastPosition: positions({ s2: position(2, 2) }), rollbackId: 3 };
    const s = primary(2, {
      ...known,
      syncSource: 's3',
      cursor: 1,
      reading: reading({ queue: ['r2'], batch: ['r1'], round: 3, acks: ['s1'] }),
    });
    expect(UpdateTerm(s, 3)?.state).toEqual(secondary({ currentTerm: 3, ...known, syncSource: 's3', cursor: 1 }));
  });

  it('its own term and older ones change nothing', () => {
    for (const t of [0, 1, 2]) expect(UpdateTerm(candidate(2), t)).toBeUndefined();
  });
});

describe('Raft Figure 2, RequestVote, and section 5.4.1: HandleRequestVoteRequest', () => {
  const yes = { type: 'RequestVoteResponse', to: 's2', from: 's1', term: 2, dryRun: false, voteGranted: true };
  const no = { ...yes, voteGranted: false };

  it('an old term gets no vote, and is told of the new one', () => {
    const s = secondary({ currentTerm: 2 });
    const result = HandleRequestVoteRequest('s1', s, requestVote(1, position(1, 9)));
    expect(result).toEqual({ state: s, send: [no] });
    expect(result?.state).toBe(s);
  });

  it('the first that asks gets the vote, and gets it again if it asks again, since the answer may be lost', () => {
    const s = secondary({ currentTerm: 2 });
    const voted = secondary({ currentTerm: 2, votedFor: 's2' });
    expect(HandleRequestVoteRequest('s1', s, requestVote(2))).toEqual({ state: voted, send: [yes] });
    const again = HandleRequestVoteRequest('s1', voted, requestVote(2));
    expect(again?.send).toEqual([yes]);
    expect(again?.state).toBe(voted);
  });

  it('nobody else does: not after a vote for another, nor for itself', () => {
    for (const s of [secondary({ currentTerm: 2, votedFor: 's3' }), candidate(2), primary(2)])
      expect(HandleRequestVoteRequest('s1', s, requestVote(2, position(9, 9)))).toEqual({ state: s, send: [no] });
  });

  it.each([
    ['the later last term wins, however short the log', position(3, 1), true],
    ['the earlier last term loses, however long the log', position(1, 9), false],
    ['the same last term: the longer log wins', position(2, 4), true],
    ['the same last term: an equal log is enough', position(2, 3), true],
    ['the same last term: the shorter log loses', position(2, 2), false],
    ['an empty log loses', position(0, 0), false],
  ])('%s', (_, last, voteGranted) => {
    const s = secondary({ currentTerm: 2, log: entries(1, 2, 2) });
    const result = HandleRequestVoteRequest('s1', s, requestVote(2, last));
    expect(result?.send).toEqual([{ ...yes, voteGranted }]);
    expect(result?.state.votedFor).toBe(voteGranted ? 's2' : undefined);
  });

  it('a request of a new term waits for UpdateTerm, in a dry run as well (Raft section 5.1)', () => {
    for (const dryRun of [false, true])
      expect(HandleRequestVoteRequest('s1', secondary({ currentTerm: 2 }), requestVote(3, position(0, 0), { dryRun }))).toBeUndefined();
  });

  it('SERVER-114780: after a vote in a higher term there is none left in a lower one', () => {
    const voted = HandleRequestVoteRequest('s1', secondary({ currentTerm: 3 }), requestVote(3, position(0, 0), { from: 's3' }));
    if (voted === undefined) throw new Error('no answer');
    const late = HandleRequestVoteRequest('s1', voted.state, requestVote(2, position(9, 9)));
    expect(late?.state).toBe(voted.state);
    expect(late?.send).toMatchObject([{ to: 's2', term: 3, voteGranted: false }]);
  });
});

describe('the paper, dry run: HandleRequestVoteRequest', () => {
  const asks = (term: number, last = position(2, 2)) => requestVote(term, last, { dryRun: true });
  const would = { type: 'RequestVoteResponse', to: 's2', from: 's1', term: 2, dryRun: true, voteGranted: true };

  it('nothing is promised: only a reply is sent, even if the vote of this term is given', () => {
    for (const s of [secondary({ currentTerm: 2 }), secondary({ currentTerm: 2, votedFor: 's3' }), candidate(2), primary(2)]) {
      const result = HandleRequestVoteRequest('s1', s, asks(2));
      expect(result?.send).toEqual([would]);
      expect(result?.state).toBe(s);
    }
  });

  it('no to an old term, and no to a log that is behind', () => {
    const s = secondary({ currentTerm: 2, log: entries(1, 2, 2) });
    for (const m of [asks(1, position(2, 9)), asks(2)])
      expect(HandleRequestVoteRequest('s1', s, m)).toEqual({ state: s, send: [{ ...would, voteGranted: false }] });
  });
});

describe('Raft section 5.2, and the paper, dry run: HandleRequestVoteResponse', () => {
  const dry = { dryRun: true };

  it('collects votes, each once, whatever the order they come in', () => {
    for (const [s, changes] of [
      [candidate(2), {}],
      [dryRunCandidate(2), dry],
    ] as const) {
      const first = HandleRequestVoteResponse(s, vote(2, true, { from: 's3', ...changes }));
      expect(first).toEqual({ state: { ...s, votesGranted: ['s1', 's3'] }, send: [] });
      const t = { ...s, votesGranted: ['s1', 's3'] };
      expect(HandleRequestVoteResponse(t, vote(2, true, { from: 's3', ...changes }))?.state).toBe(t);
      expect(HandleRequestVoteResponse(t, vote(2, true, changes))?.state.votesGranted).toEqual(['s1', 's2', 's3']);
    }
  });

  it.each([
    ['a refusal', candidate(2), vote(2, false)],
    ['a refusal in a dry run', dryRunCandidate(2), vote(2, false, dry)],
    ['a vote of an old term', candidate(2), vote(1, true)],
    ['a vote of a new term', candidate(2), vote(3, true)],
    ['a promise of an old term', dryRunCandidate(2), vote(1, true, dry)],
    ['a promise that comes when it stands already', candidate(2), vote(2, true, dry)],
    ['a vote that comes when it asks again whether it would be elected', dryRunCandidate(2), vote(2, true)],
    ['a vote that comes when it is primary already', primary(2), vote(2, true)],
    ['a vote that comes when it is a secondary', secondary({ currentTerm: 2 }), vote(2, true)],
    ['a promise that comes when it is a secondary', secondary({ currentTerm: 2 }), vote(2, true, dry)],
  ])('%s counts for nothing', (_, s, m) => {
    expect(HandleRequestVoteResponse(s, m)).toBeUndefined();
  });
});

describe('Raft section 5.2, and the paper, elections: BecomePrimary', () => {
  const votesGranted = ['s1', 's2'];

  it('a majority makes a primary: it writes nothing yet, and keeps its sync source to catch up', () => {
    const s = candidate(2, {
      votesGranted,
      log: entries(1, 1),
      commitPoint: position(1, 1),
      syncSource: 's3',
      cursor: 4,
      lastPosition: positions({ s2: position(1, 2) }),
    });
    expect(BecomePrimary(c, s)).toEqual({ state: { ...s, state: 'Primary', votesGranted: [], lastPosition: positions() }, send: [] });
  });

  it('half of the voters are no majority, and members that do not vote do not count', () => {
    expect(BecomePrimary(c, candidate(2))).toBeUndefined();
    expect(BecomePrimary(twoVote, candidate(2, { votesGranted: ['s1', 's3'] }))).toBeUndefined();
    expect(BecomePrimary(twoVote, candidate(2, { votesGranted }))).toBeDefined();
    const four = ['s1', 's2', 's3', 's4'];
    expect(BecomePrimary({ ...c, servers: four, voters: four }, candidate(2, { votesGranted }))).toBeUndefined();
  });

  it('only a candidate is elected: promises of a dry run make no primary, and votes do not outlast the election', () => {
    for (const s of [secondary({ votesGranted }), dryRunCandidate(2, { votesGranted }), primary(2, { votesGranted })])
      expect(BecomePrimary(c, s)).toBeUndefined();
  });

  it('by itself it is a majority of one', () => {
    expect(BecomePrimary({ ...c, servers: ['s1'], voters: ['s1'] }, candidate(1))).toBeDefined();
  });
});
