/** Golden scenarios: membership and transfer, as the dissertation tells of them, message by message. */
import { describe, expect, it } from 'vitest';
import { Config } from '../../../src/raft/index.ts';
import { cast, Play } from './play.ts';

const three: readonly string[] = ['s1', 's2', 's3'];
const four: readonly string[] = ['s1', 's2', 's3', 's4'];

/** s1 leads term 1, and has committed its no-op with these. */
function leading(p: Play, ...others: readonly string[]): Play {
  p.elect('s1', ...others);
  p.replicate('s1', ...others);
  p.act({ type: 'AdvanceCommitIndex', i: 's1' });
  return p;
}

/** Two leaders of four servers: s1 of term 1, s2 of term 2, and neither knows of the other. */
function twoLeaders(noOp: boolean): Play {
  const p = new Play(cast(four, { noOp }));
  p.elect('s1', 's3', 's4');
  p.act({ type: 'Restart', i: 's2' });
  p.hear(p.sent('RequestVoteRequest', 's2', { term: 1 }));
  p.elect('s2', 's3', 's4');
  expect([p.at('s1'), p.at('s2')]).toMatchObject([
    { state: 'Leader', currentTerm: 1 },
    { state: 'Leader', currentTerm: 2 },
  ]);
  return p;
}

describe('thesis 4.1: two leaders that do not know each other’s configuration', () => {
  it('with the repaired rule neither changes anything before it has committed an entry of its own term', () => {
    const p = twoLeaders(true);
    expect(p.may({ type: 'RemoveServer', i: 's1', j: 's2' })).toBe(false);
    expect(p.may({ type: 'RemoveServer', i: 's2', j: 's1' })).toBe(false);
    // s2 has a majority for its no-op, and removes s1; of the three that are left, two make a majority.
    p.replicate('s2', 's3', 's4');
    p.act({ type: 'AdvanceCommitIndex', i: 's2' });
    p.act({ type: 'RemoveServer', i: 's2', j: 's1' });
    p.replicate('s2', 's3');
    p.act({ type: 'AdvanceCommitIndex', i: 's2' });
    expect(p.state.history.committed).toHaveLength(2);
    // s1 would now remove s2, and be elected by s4: the rule refuses, and will go on refusing.
    expect(p.may({ type: 'RemoveServer', i: 's1', j: 's2' })).toBe(false);
    const refusals = ['s3', 's4'].map((j) => p.answer(p.send({ type: 'AppendEntries', i: 's1', j })));
    expect(refusals).toMatchObject([
      { term: 2, success: false },
      { term: 2, success: false },
    ]);
    expect(p.may({ type: 'AdvanceCommitIndex', i: 's1' })).toBe(false);
    for (const m of refusals) p.hear(m);
    expect(p.at('s1')).toMatchObject({ state: 'Follower', currentTerm: 2 });
  });

  it('an entry of an older term does not do instead, though it is committed', () => {
    const p = leading(new Play(cast(four)), 's2', 's3');
    p.act({ type: 'Restart', i: 's1' });
    p.elect('s2', 's1', 's3');
    expect(p.at('s2')).toMatchObject({ commitIndex: 0 });
    expect(p.may({ type: 'RemoveServer', i: 's2', j: 's1' })).toBe(false);
    p.replicate('s2', 's1', 's3');
    p.act({ type: 'AdvanceCommitIndex', i: 's2' });
    expect(p.may({ type: 'RemoveServer', i: 's2', j: 's1' })).toBe(true);
  });

  it('without no-ops a command does, which any client may ask for', () => {
    const p = twoLeaders(false);
    expect(p.may({ type: 'RemoveServer', i: 's2', j: 's1' })).toBe(false);
    p.request('s2', 'v1', 's3', 's4');
    p.act({ type: 'AdvanceCommitIndex', i: 's2' });
    expect(p.may({ type: 'RemoveServer', i: 's2', j: 's1' })).toBe(true);
  });
});

describe('thesis 4.1: one change at a time', () => {
  it('the second has to wait until the first is committed', () => {
    const p = leading(new Play(cast(four)), 's2', 's3');
    p.act({ type: 'RemoveServer', i: 's1', j: 's4' });
    expect(Config(p.at('s1')).voters).toEqual(three);
    expect(p.may({ type: 'RemoveServer', i: 's1', j: 's3' })).toBe(false);
    p.replicate('s1', 's2');
    expect(p.may({ type: 'RemoveServer', i: 's1', j: 's3' })).toBe(false);
    p.act({ type: 'AdvanceCommitIndex', i: 's1' });
    p.act({ type: 'RemoveServer', i: 's1', j: 's3' });
    expect(Config(p.at('s1')).voters).toEqual(['s1', 's2']);
  });

  it('while a voter leaves, a majority of those who stay commits: fewer than a majority of all, and yet nobody is elected without', () => {
    const p = leading(new Play(cast(four)), 's2', 's3');
    p.request('s1', 'v1', 's2');
    expect(p.may({ type: 'AdvanceCommitIndex', i: 's1' })).toBe(false);
    p.act({ type: 'RemoveServer', i: 's1', j: 's4' });
    // Two of three hold the command, and the change itself is on s1 alone: the command is committed, the change is not.
    p.act({ type: 'AdvanceCommitIndex', i: 's1' });
    expect(p.at('s1').commitIndex).toBe(2);
    p.act({ type: 'Restart', i: 's1' });
    // The others still go by four voters, of which three are a majority, and s2 will not vote for a log without the command.
    const votes = p.act({ type: 'Timeout', i: 's3' }).map((m) => p.answer(m));
    expect(votes).toMatchObject([
      { from: 's1', voteGranted: false },
      { from: 's2', voteGranted: false },
      { from: 's4', voteGranted: true },
    ]);
    for (const m of votes) if (!p.drops(m)) p.deliver(m);
    expect(p.may({ type: 'BecomeLeader', i: 's3' })).toBe(false);
  });

  it('a change that the next leader does not know is taken back with its entry', () => {
    const p = leading(new Play(cast(four)), 's2', 's3');
    p.act({ type: 'RemoveServer', i: 's1', j: 's4' });
    p.act({ type: 'Restart', i: 's1' });
    expect(Config(p.at('s1')).voters).toEqual(three);
    p.elect('s2', 's3', 's4');
    p.replicate('s2', 's1');
    expect(Config(p.at('s1')).voters).toEqual(four);
    expect(p.terms('s1')).toEqual([1, 2]);
  });
});

describe('thesis 4.2: servers that come and go', () => {
  it('a new server learns first and does not count; caught up, it becomes a voter (thesis 4.2.1)', () => {
    const p = leading(new Play(cast(four, { initVoters: three })), 's2');
    p.act({ type: 'AddLearner', i: 's1', j: 's4' });
    expect(p.may({ type: 'Timeout', i: 's4' })).toBe(false);
    p.replicate('s1', 's4');
    p.replicate('s1', 's4');
    expect(p.at('s1').matchIndex).toMatchObject({ s4: 2 });
    expect(p.may({ type: 'AdvanceCommitIndex', i: 's1' })).toBe(false);
    p.replicate('s1', 's2');
    p.act({ type: 'AdvanceCommitIndex', i: 's1' });
    p.act({ type: 'AddServer', i: 's1', j: 's4' });
    // Now two are not enough.
    p.replicate('s1', 's2');
    expect(p.may({ type: 'AdvanceCommitIndex', i: 's1' })).toBe(false);
    p.replicate('s1', 's4');
    p.act({ type: 'AdvanceCommitIndex', i: 's1' });
    expect(p.may({ type: 'Timeout', i: 's4' })).toBe(true);
  });

  it('a leader that removes itself leads until that is committed, does not count itself, and then retires (thesis 4.2.2)', () => {
    const p = leading(new Play(cast(three)), 's2', 's3');
    p.act({ type: 'RemoveServer', i: 's1', j: 's1' });
    expect(p.may({ type: 'Retire', i: 's1' })).toBe(false);
    p.replicate('s1', 's2');
    expect(p.may({ type: 'AdvanceCommitIndex', i: 's1' })).toBe(false);
    p.request('s1', 'v1', 's2', 's3');
    p.act({ type: 'AdvanceCommitIndex', i: 's1' });
    p.act({ type: 'Retire', i: 's1' });
    expect(p.at('s1')).toMatchObject({ state: 'Follower', leaderId: undefined, votedFor: 's1', commitIndex: 3 });
    expect([p.may({ type: 'ClientRequest', i: 's1', v: 'v2' }), p.may({ type: 'Timeout', i: 's1' })]).toEqual([false, false]);
    p.elect('s2', 's3');
    expect(p.may({ type: 'AppendEntries', i: 's2', j: 's1' })).toBe(false);
    p.replicate('s2', 's3');
    p.act({ type: 'AdvanceCommitIndex', i: 's2' });
  });
});

describe('thesis 9.6: a server that was cut off does not depose a leader on its return', () => {
  it('it asks first, those who hear from a leader say no, and no term is raised', () => {
    const p = new Play(cast(three, { preVote: true }));
    for (const m of p.act({ type: 'Timeout', i: 's1' })) p.deliver(p.answer(m));
    for (const m of p.act({ type: 'BecomeCandidate', i: 's1' })) p.deliver(p.answer(m));
    p.act({ type: 'BecomeLeader', i: 's1' });
    p.replicate('s1', 's2');
    p.act({ type: 'AdvanceCommitIndex', i: 's1' });
    const asked = p.act({ type: 'Timeout', i: 's3' });
    const answers = asked.map((m) => p.answer(m));
    expect(answers).toMatchObject([
      { from: 's1', term: 1, voteGranted: false },
      { from: 's2', term: 1, voteGranted: false },
    ]);
    for (const m of answers) expect(p.drops(m)).toBe(true);
    expect(p.may({ type: 'BecomeCandidate', i: 's3' })).toBe(false);
    expect(p.at('s1')).toMatchObject({ state: 'Leader', currentTerm: 1 });
    p.replicate('s1', 's3');
    p.replicate('s1', 's3');
    expect(p.at('s3')).toMatchObject({ state: 'Follower', leaderId: 's1', currentTerm: 1, commitIndex: 1 });
  });
});

describe('thesis 3.10: leadership transfer, with PreVote (thesis 9.6)', () => {
  /** s1 leads, s2 follows and hears of it. */
  function led(): Play {
    const p = new Play(cast(three, { preVote: true }));
    for (const m of p.act({ type: 'Timeout', i: 's1' })) p.deliver(p.answer(m));
    for (const m of p.act({ type: 'BecomeCandidate', i: 's1' })) p.deliver(p.answer(m));
    p.act({ type: 'BecomeLeader', i: 's1' });
    p.replicate('s1', 's2', 's3');
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    return p;
  }

  it('the leader takes no more requests, brings its successor up to date, and tells it to stand; it is elected at once', () => {
    const p = led();
    p.act({ type: 'TransferLeadership', i: 's1', j: 's2' });
    expect(p.may({ type: 'ClientRequest', i: 's1', v: 'v2' })).toBe(false);
    expect(p.may({ type: 'SendTimeoutNow', i: 's1', j: 's2' })).toBe(false);
    p.replicate('s1', 's2');
    const stand = p.send({ type: 'SendTimeoutNow', i: 's1', j: 's2' });
    // All hear from a leader, so that none would say yes to a server that asks first; s2 does not ask.
    const requests = p.deliver(stand);
    expect(requests.map((m) => [m.type, m.to])).toEqual([
      ['RequestVoteRequest', 's1'],
      ['RequestVoteRequest', 's3'],
    ]);
    for (const m of requests) p.deliver(p.answer(m));
    p.act({ type: 'BecomeLeader', i: 's2' });
    expect(p.at('s2')).toMatchObject({ state: 'Leader', currentTerm: 2 });
    expect(p.at('s1')).toMatchObject({ state: 'Follower', currentTerm: 2, transferee: undefined });
    expect(p.drops(stand)).toBe(true);
  });

  it('a transfer that takes too long is given up, and the request to stand, which comes late, elects a leader all the same', () => {
    const p = led();
    p.act({ type: 'TransferLeadership', i: 's1', j: 's2' });
    p.replicate('s1', 's2');
    const stand = p.send({ type: 'SendTimeoutNow', i: 's1', j: 's2' });
    p.act({ type: 'AbortTransfer', i: 's1' });
    p.request('s1', 'v2', 's3');
    p.act({ type: 'AdvanceCommitIndex', i: 's1' });
    const votes = p.deliver(stand).map((m) => p.answer(m));
    // Its log is behind by now: what s1 has committed without it is safe (section 5.4.1).
    expect(votes).toMatchObject([{ voteGranted: false }, { voteGranted: false }]);
    for (const m of votes) expect(p.drops(m)).toBe(true);
    expect(p.may({ type: 'BecomeLeader', i: 's2' })).toBe(false);
  });
});
