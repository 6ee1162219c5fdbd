/** Golden scenarios: elections and logs as the paper tells of them, message by message. */
import { describe, expect, it } from 'vitest';
import { cast, Play } from './play.ts';

const three: readonly string[] = ['s1', 's2', 's3'];
const five: readonly string[] = ['s1', 's2', 's3', 's4', 's5'];

describe('section 5.4.2, Figure 8: why a leader does not commit entries of older terms by counting', () => {
  /** Up to (b): a leader that began its terms with no-ops would tell another story. */
  function upToB(): Play {
    const p = new Play(cast(five, { noOp: false }));
    p.elect('s1', 's2', 's3');
    p.request('s1', 'v1', 's2', 's3', 's4', 's5');
    p.act({ type: 'AdvanceCommitIndex', i: 's1' });
    expect(p.logs()).toEqual(['1', '1', '1', '1', '1']);
    // (a) S1 leads term 2, and replicates its entry to S2 alone.
    p.act({ type: 'Restart', i: 's1' });
    p.elect('s1', 's2', 's3', 's4', 's5');
    p.request('s1', 'v1', 's2');
    expect(p.logs()).toEqual(['1 2', '1 2', '1', '1', '1']);
    // (b) S1 crashes. S5 is elected in term 3 by S3 and S4, and takes another entry. S1 hears of it.
    p.act({ type: 'Restart', i: 's1' });
    p.elect('s5', 's3', 's4');
    p.act({ type: 'ClientRequest', i: 's5', v: 'v2' });
    expect(p.answer(p.sent('RequestVoteRequest', 's1', { term: 3 }))).toMatchObject({ term: 3, voteGranted: false });
    expect(p.logs()).toEqual(['1 2', '1 2', '1', '1', '1 3']);
    return p;
  }

  /** Up to (c): S5 crashes, S1 is elected in term 4 and replicates its entry of term 2 to S3. S5 hears of it. */
  function upToC(): Play {
    const p = upToB();
    p.act({ type: 'Restart', i: 's5' });
    p.elect('s1', 's2', 's3');
    p.replicate('s1', 's2', 's3', 's3');
    expect(p.at('s1').matchIndex).toMatchObject({ s2: 2, s3: 2 });
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    expect(p.answer(p.sent('RequestVoteRequest', 's5', { term: 4 }))).toMatchObject({ term: 4, voteGranted: false });
    expect(p.logs()).toEqual(['1 2 4', '1 2', '1 2', '1', '1 3']);
    return p;
  }

  it('(c): the entry of term 2 is on a majority, and S1 in term 4 does not commit it', () => {
    const p = upToC();
    expect(p.may({ type: 'AdvanceCommitIndex', i: 's1' })).toBe(false);
    expect(p.state.history.committed).toHaveLength(1);
  });

  it('(d): S1 crashes, S5 is elected in term 5 by S2, S3 and S4, and overwrites it everywhere', () => {
    const p = upToC();
    p.act({ type: 'Restart', i: 's1' });
    p.elect('s5', 's2', 's3', 's4');
    for (const i of ['s2', 's3', 's1']) {
      p.replicate('s5', i);
      p.replicate('s5', i);
    }
    p.replicate('s5', 's4', 's4');
    expect(p.logs()).toEqual(['1 3', '1 3', '1 3', '1 3', '1 3']);
    // Not even S5 may count it: that takes an entry of term 5.
    expect(p.may({ type: 'AdvanceCommitIndex', i: 's5' })).toBe(false);
    p.request('s5', 'v2', 's1', 's2');
    p.act({ type: 'AdvanceCommitIndex', i: 's5' });
    expect(p.state.history.committed.map(({ entry }) => entry.term)).toEqual([1, 3, 5]);
  });

  it('(e): S1 gets an entry of term 4 to a majority before it crashes; S5 cannot win, and all is committed', () => {
    const p = upToC();
    p.replicate('s1', 's2', 's3');
    expect(p.logs()).toEqual(['1 2 4', '1 2 4', '1 2 4', '1', '1 3']);
    p.act({ type: 'AdvanceCommitIndex', i: 's1' });
    expect(p.state.history.committed.map(({ entry }) => entry.term)).toEqual([1, 2, 4]);
    p.act({ type: 'Restart', i: 's1' });
    const asked = p.act({ type: 'Timeout', i: 's5' });
    const votes = asked.map((m) => p.answer(m));
    expect(votes.map((m) => 'voteGranted' in m && m.voteGranted)).toEqual([false, false, false, true]);
    for (const m of votes) if (!p.drops(m)) p.deliver(m);
    expect(p.at('s5').votesGranted).toEqual(['s4', 's5']);
    expect(p.may({ type: 'BecomeLeader', i: 's5' })).toBe(false);
  });
});

describe('section 5.2: split votes', () => {
  it('all stand at once, nobody gets a majority, and the first to time out again is elected in the next term', () => {
    const p = new Play(cast(three));
    const asked = three.flatMap((i) => p.act({ type: 'Timeout', i }));
    for (const m of asked) expect(p.drops(p.answer(m))).toBe(true);
    for (const i of three) expect(p.may({ type: 'BecomeLeader', i })).toBe(false);
    p.elect('s2', 's1');
    expect(p.state.history.elections).toEqual([{ term: 2, leader: 's2' }]);
    expect(p.at('s2')).toMatchObject({ state: 'Leader', currentTerm: 2 });
  });

  it('of four, two for each are not enough, and a vote that is repeated is one vote', () => {
    const p = new Play(cast(['s1', 's2', 's3', 's4']));
    const [, s3] = p.act({ type: 'Timeout', i: 's1' });
    const [, , s4] = p.act({ type: 'Timeout', i: 's2' });
    for (const m of [s3, s4]) {
      if (m === undefined) throw new Error('nobody was asked');
      const vote = p.answer(m);
      p.deliver(vote);
      p.deliver(vote);
    }
    expect([p.at('s1').votesGranted, p.at('s2').votesGranted]).toEqual([
      ['s1', 's3'],
      ['s2', 's4'],
    ]);
    for (const i of ['s1', 's2']) expect(p.may({ type: 'BecomeLeader', i })).toBe(false);
    // The other one asks, too late.
    expect(p.answer(p.sent('RequestVoteRequest', 's4', { candidateId: 's1' }))).toMatchObject({ voteGranted: false });
  });

  it('a candidate that hears from the leader of its term gives up', () => {
    const p = new Play(cast(three));
    p.act({ type: 'Timeout', i: 's1' });
    p.elect('s2', 's3');
    expect(p.at('s1')).toMatchObject({ state: 'Candidate', currentTerm: 1 });
    p.replicate('s2', 's1');
    expect(p.at('s1')).toMatchObject({ state: 'Follower', currentTerm: 1, votedFor: 's1', leaderId: 's2' });
  });
});

describe('sections 5.1 and 5.3: a leader that was cut off comes back', () => {
  /** s1 leads term 1 and is cut off with an entry that nobody has; s2 leads term 2 and commits another one. */
  function apart(): Play {
    const p = new Play(cast(three));
    p.elect('s1', 's2', 's3');
    p.replicate('s1', 's2', 's3');
    p.act({ type: 'AdvanceCommitIndex', i: 's1' });
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    p.elect('s2', 's3');
    p.replicate('s2', 's3', 's3');
    p.request('s2', 'v2', 's3');
    p.act({ type: 'AdvanceCommitIndex', i: 's2' });
    expect(p.logs()).toEqual(['1 1', '1 2 2', '1 2 2']);
    return p;
  }

  it('nobody follows it any more: it is told of the new term and steps down', () => {
    const p = apart();
    const refusal = p.answer(p.send({ type: 'AppendEntries', i: 's1', j: 's3' }));
    expect(refusal).toMatchObject({ term: 2, success: false });
    p.hear(refusal);
    expect(p.at('s1')).toMatchObject({ state: 'Follower', currentTerm: 2, votedFor: undefined, leaderId: undefined });
    expect(p.drops(refusal)).toBe(true);
    expect(p.may({ type: 'ClientRequest', i: 's1', v: 'v2' })).toBe(false);
  });

  it('what it had not committed is overwritten, what it had committed stays', () => {
    const p = apart();
    p.replicate('s2', 's1');
    p.replicate('s2', 's1');
    expect(p.logs()).toEqual(['1 2 2', '1 2 2', '1 2 2']);
    expect(p.at('s1')).toMatchObject({ state: 'Follower', leaderId: 's2', commitIndex: 3 });
    for (let n = 0; n < 3; n++) p.act({ type: 'Apply', i: 's1' });
    expect(p.at('s1').machine).toEqual(['v2']);
  });

  it('its own messages of the old term, which come late, do no harm', () => {
    const p = apart();
    p.replicate('s2', 's1');
    p.replicate('s2', 's1');
    const before = p.logs();
    for (const m of p.state.network.filter(({ term, to }) => term === 1 && to !== undefined)) if (!p.drops(m)) p.deliver(m);
    expect(p.logs()).toEqual(before);
    expect(p.at('s2')).toMatchObject({ state: 'Leader', currentTerm: 2 });
  });

  it('it cannot be elected again: its log is behind (section 5.4.1)', () => {
    const p = apart();
    p.act({ type: 'Restart', i: 's1' });
    p.act({ type: 'Timeout', i: 's1' });
    p.hear(p.answer(p.sent('RequestVoteRequest', 's3', { term: 2, candidateId: 's1' })));
    const votes = p.act({ type: 'Timeout', i: 's1' }).map((m) => p.answer(m));
    expect(votes).toMatchObject([
      { term: 3, voteGranted: false },
      { term: 3, voteGranted: false },
    ]);
    expect(p.at('s2').state).toBe('Follower');
  });
});

describe('section 5.3, Figure 7: a follower is repaired', () => {
  /** s3 holds three entries of term 2 that nobody else has; s1 has committed three of term 3 with s2, and leads term 4. */
  function diverged(): Play {
    const p = new Play(cast(three, { noOp: false }));
    p.elect('s1', 's2', 's3');
    p.request('s1', 'v1', 's2', 's3');
    p.elect('s3', 's2');
    for (let n = 0; n < 3; n++) p.act({ type: 'ClientRequest', i: 's3', v: 'v2' });
    p.act({ type: 'Restart', i: 's1' });
    p.hear(p.sent('RequestVoteRequest', 's1', { term: 2 }));
    p.elect('s1', 's2');
    for (let n = 0; n < 3; n++) p.request('s1', 'v1', 's2');
    p.act({ type: 'AdvanceCommitIndex', i: 's1' });
    p.act({ type: 'Restart', i: 's1' });
    p.elect('s1', 's2');
    expect(p.logs()).toEqual(['1 3 3 3', '1 3 3 3', '1 2 2 2']);
    return p;
  }

  it('the leader goes back one entry with each rejection until the logs meet, and then the follower’s end is replaced', () => {
    const p = diverged();
    const back: number[] = [];
    for (const prevLogIndex of [4, 3, 2]) {
      const rejection = p.answer(p.send({ type: 'AppendEntries', i: 's1', j: 's3' }));
      expect(rejection).toMatchObject({ success: false, prevLogIndex });
      p.deliver(rejection);
      back.push(p.at('s1').nextIndex.s3 ?? 0);
    }
    expect(back).toEqual([4, 3, 2]);
    expect(p.terms('s3')).toEqual([1, 2, 2, 2]);
    p.replicate('s1', 's3');
    expect(p.logs()).toEqual(['1 3 3 3', '1 3 3 3', '1 3 3 3']);
    expect(p.at('s1')).toMatchObject({ matchIndex: { s3: 4 }, nextIndex: { s3: 5 } });
    // It has committed nothing yet in term 4, so s3 hears of no commit (section 8).
    expect(p.at('s3').commitIndex).toBe(0);
  });

  it('a rejection that comes again, or late, takes nothing back', () => {
    const p = diverged();
    const first = p.answer(p.send({ type: 'AppendEntries', i: 's1', j: 's3' }));
    p.deliver(first);
    p.deliver(first);
    expect(p.at('s1').nextIndex).toMatchObject({ s3: 4 });
    p.replicate('s1', 's3', 's3', 's3');
    const repaired = p.at('s1');
    expect(repaired).toMatchObject({ matchIndex: { s3: 4 }, nextIndex: { s3: 5 } });
    for (const m of p.state.network.filter(({ type, to, term }) => type === 'AppendEntriesResponse' && to === 's1' && term === 4))
      p.deliver(m);
    expect(p.at('s1')).toEqual(repaired);
  });

  it('a rejection of exactly what nextIndex says, after it has matched, goes back no further than that', () => {
    const p = diverged();
    const rejection = p.answer(p.send({ type: 'AppendEntries', i: 's1', j: 's3' }));
    p.deliver(rejection);
    p.replicate('s1', 's3', 's3', 's3');
    p.deliver(rejection);
    expect(p.at('s1')).toMatchObject({ matchIndex: { s3: 4 }, nextIndex: { s3: 5 } });
  });

  it('to a follower whose log is shorter it goes back in one step: the hint is the end of that log', () => {
    const p = new Play(cast(three));
    p.elect('s1', 's2');
    for (let n = 0; n < 4; n++) p.request('s1', 'v1', 's2');
    p.act({ type: 'Restart', i: 's1' });
    p.elect('s1', 's2');
    p.replicate('s1', 's3');
    expect(p.at('s1').nextIndex).toMatchObject({ s3: 1 });
    p.replicate('s1', 's3');
    expect(p.terms('s3')).toEqual([1, 1, 1, 1, 1, 2]);
  });
});
