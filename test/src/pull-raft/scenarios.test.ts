/** Golden scenarios: what the paper and the tickets tell of, message by message, with several members. */
import { describe, expect, it } from 'vitest';
import type { PullRaftModelConfig } from '../../../src/pull-raft/index.ts';
import { cast, Play } from './play.ts';

const three: readonly string[] = ['s1', 's2', 's3'];
const four: readonly string[] = [...three, 's4'];
const five: readonly string[] = [...four, 's5'];

/** What is lost when a position is counted that was reported in no term. */
const LOST: readonly string[] = ['LeaderCompleteness', 'CommittedIsDurable', 'CommitPointIsCommitted'];

describe('SERVER-22136, and the paper, why a query is not enough: the missing term', () => {
  /**
   * The story of spec/pull-raft/MCPullRaft_noterm_bug.cfg: s2 votes for s1, and is elected itself by s3 in the next term; then s1, which
   * has not heard of that, writes, and s3, which has, pulls the entry and reports it.
   */
  function upToTheReport(changes: Partial<PullRaftModelConfig>, may: readonly string[] = []): Play {
    const p = new Play(cast(three, { dryRun: false, cursor: false, ...changes }), may);
    p.elect('s1', 's2');
    p.elect('s2', 's3');
    p.act({ type: 'WriteFirstEntry', i: 's1' });
    expect([p.at('s1'), p.at('s2'), p.at('s3')]).toMatchObject([
      { state: 'Primary', currentTerm: 1 },
      { state: 'Primary', currentTerm: 2 },
      { state: 'Secondary', currentTerm: 2, votedFor: 's2' },
    ]);
    p.pull('s1', 's3');
    expect(p.logs()).toEqual(['1', '', '1']);
    return p;
  }

  it('without it s1 counts the report of s3, and commits what the primary of term 2 does not have', () => {
    const p = upToTheReport({ positionTerm: false }, LOST);
    p.report('s3');
    expect(p.at('s1')).toMatchObject({ state: 'Primary', currentTerm: 1, lastPosition: { s3: { term: 1, index: 1 } } });
    expect([...p.broken]).toEqual([]);
    p.act({ type: 'AdvanceCommitPoint', i: 's1' });
    expect([...p.broken]).toEqual(['LeaderCompleteness']);
    expect(p.committed()).toEqual([1]);
  });

  it('and then it is lost: s2 writes, s3 takes back what was committed, and s2 commits another entry in its place', () => {
    const p = upToTheReport({ positionTerm: false }, LOST);
    p.report('s3');
    p.act({ type: 'AdvanceCommitPoint', i: 's1' });
    p.act({ type: 'WriteFirstEntry', i: 's2' });
    p.follow('s3', 's2');
    p.use('Rollback', p.ask('s3'));
    expect(p.broken).toContain('CommittedIsDurable');
    p.replicate('s2', 's3');
    expect(p.broken).toContain('CommitPointIsCommitted');
    expect(p.logs()).toEqual(['1', '2', '2']);
    expect(p.committed()).toEqual([2]);
    // What s1 told its clients was committed is nowhere else.
    expect(p.at('s1').commitPoint).toEqual({ term: 1, index: 1 });
  });

  it('with it the report deposes s1, which commits nothing; the entry was never committed, and is rolled back', () => {
    const p = upToTheReport({});
    const m = p.send({ type: 'UpdatePosition', i: 's3' });
    expect(m).toMatchObject({ to: 's1', term: 2, positions: { s3: { term: 1, index: 1 } } });
    expect(p.drops(m)).toBe(true);
    p.deliver(m);
    expect(p.at('s1')).toMatchObject({ state: 'Secondary', currentTerm: 2, lastPosition: { s3: { term: 1, index: 1 } } });
    expect(p.may({ type: 'AdvanceCommitPoint', i: 's1' })).toBe(false);
    p.act({ type: 'WriteFirstEntry', i: 's2' });
    for (const i of ['s1', 's3']) {
      p.follow(i, 's2');
      p.use('Rollback', p.ask(i));
    }
    p.replicate('s2', 's3', 's1');
    expect(p.logs()).toEqual(['2', '2', '2']);
    expect(p.committed()).toEqual([2]);
  });

  it('if s3 reports before it votes, the entry counts, and the new primary has it', () => {
    const p = new Play(cast(three, { dryRun: false }));
    p.lead('s1', 's2');
    p.replicate('s1', 's3');
    p.act({ type: 'Timeout', i: 's2' });
    const m = p.sent('RequestVoteRequest', 's3', { from: 's2', term: 2 });
    expect(p.answer(m)).toMatchObject({ voteGranted: false });
    expect(p.may({ type: 'BecomePrimary', i: 's2' })).toBe(false);
    p.elect('s3', 's2');
    expect(p.logs()).toEqual(['1', '', '1']);
    expect(p.committed()).toEqual([1]);
  });

  it('to ignore sources of an older term is no substitute: one that has moved on may pass on what it pulled before', () => {
    const p = new Play(cast(four, { voters: three, dryRun: false, positionTerm: false, sourceTermChecked: true }), LOST);
    p.elect('s1', 's2');
    p.act({ type: 'WriteFirstEntry', i: 's1' });
    p.pull('s1', 's4');
    p.elect('s2', 's3');
    // s3 is in term 2: of s1 it would take nothing.
    p.follow('s3', 's1');
    expect(p.uses(p.ask('s3'))).toEqual([]);
    p.deliver(p.send({ type: 'Heartbeat', i: 's2', j: 's4' }));
    expect(p.at('s4')).toMatchObject({ currentTerm: 2, syncSource: 's1' });
    p.follow('s3', 's4');
    p.pull('s4', 's3');
    p.report('s3', 's4');
    p.act({ type: 'AdvanceCommitPoint', i: 's1' });
    expect([p.committed(), [...p.broken]]).toEqual([[1], ['LeaderCompleteness']]);
  });
});

describe('the paper, chaining, and the paper, positions: a chain of three', () => {
  /** s1 leads term 1; s2 pulls from s1, and s3 from s2. */
  function chain(): Play {
    const p = new Play(cast(five));
    p.lead('s1', 's2', 's3');
    p.pull('s1', 's2');
    p.pull('s2', 's3');
    expect(p.logs()).toEqual(['1', '1', '1', '', '']);
    return p;
  }

  it('what s3 reports to s2 counts at s1 once s2 has passed it on', () => {
    const p = chain();
    p.report('s2');
    expect(p.may({ type: 'AdvanceCommitPoint', i: 's1' })).toBe(false);
    p.report('s3');
    expect(p.at('s2').lastPosition).toMatchObject({ s3: { term: 1, index: 1 } });
    expect(p.may({ type: 'AdvanceCommitPoint', i: 's1' })).toBe(false);
    p.report('s2');
    expect(p.at('s1').lastPosition).toMatchObject({ s1: { term: 0, index: 0 }, s2: { term: 1, index: 1 }, s3: { term: 1, index: 1 } });
    p.act({ type: 'AdvanceCommitPoint', i: 's1' });
    expect(p.committed()).toEqual([1]);
  });

  it('reports that overtake each other take nothing back: of each member the newest position is kept', () => {
    const p = chain();
    p.report('s3');
    const early = p.send({ type: 'UpdatePosition', i: 's2' });
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    p.pull('s1', 's2');
    p.pull('s2', 's3');
    p.report('s3', 's2');
    const known = p.at('s1').lastPosition;
    expect(known).toMatchObject({ s2: { term: 1, index: 2 }, s3: { term: 1, index: 2 } });
    p.deliver(early);
    p.deliver(early);
    expect(p.at('s1').lastPosition).toEqual(known);
    p.act({ type: 'AdvanceCommitPoint', i: 's1' });
    expect(p.committed()).toEqual([1, 1]);
  });

  it('the commit point comes down the chain with the entries, or without any (the paper, commit)', () => {
    const p = chain();
    p.report('s3', 's2');
    p.act({ type: 'AdvanceCommitPoint', i: 's1' });
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    p.pull('s1', 's2');
    expect(p.at('s2').commitPoint).toEqual({ term: 1, index: 1 });
    expect(p.at('s3').commitPoint).toEqual({ term: 0, index: 0 });
    p.pull('s2', 's3');
    expect(p.at('s3')).toMatchObject({ commitPoint: { term: 1, index: 1 } });
    expect(p.terms('s3')).toEqual([1, 1]);
    p.report('s3', 's2');
    p.act({ type: 'AdvanceCommitPoint', i: 's1' });
    for (const [i, j] of [
      ['s2', 's1'],
      ['s3', 's2'],
    ] as const)
      p.pull(j, i);
    expect([p.at('s2').commitPoint, p.at('s3').commitPoint].map(({ index }) => index)).toEqual([2, 2]);
  });

  it('a newer term goes up the chain before what is reported in it: s1 is deposed through s2 (SERVER-22136)', () => {
    const p = chain();
    p.elect('s3', 's4', 's5');
    expect(p.at('s2')).toMatchObject({ currentTerm: 1, syncSource: 's1' });
    const toS2 = p.send({ type: 'UpdatePosition', i: 's3' });
    expect(p.drops(toS2)).toBe(true);
    p.deliver(toS2);
    const toS1 = p.send({ type: 'UpdatePosition', i: 's2' });
    expect(toS1).toMatchObject({ term: 2, positions: { s2: { term: 1, index: 1 }, s3: { term: 1, index: 1 } } });
    p.deliver(toS1);
    expect(p.at('s1')).toMatchObject({ state: 'Secondary', currentTerm: 2 });
    expect(p.committed()).toEqual([]);
    p.act({ type: 'WriteFirstEntry', i: 's3' });
    p.replicate('s3', 's4', 's5');
    expect(p.committed()).toEqual([1, 2]);
  });

  it('where chaining is switched off, s3 leaves s2 for the primary', () => {
    const p = new Play(cast(three, { chaining: false }));
    p.lead('s1', 's2');
    p.pull('s1', 's2');
    p.follow('s3', 's2');
    const m = p.ask('s3');
    expect([m.entries.length, p.uses(m)]).toEqual([1, ['LeaveSyncSource']]);
    p.use('LeaveSyncSource', m);
    p.pull('s1', 's3');
    expect(p.logs()).toEqual(['1', '1', '1']);
  });
});

describe('the paper, sync source: cycles', () => {
  /** All have the first entry of s1, and s1 has one more; each of these pulls from the next, and the last from the first. */
  function cycle(...ring: readonly string[]): Play {
    const p = new Play(cast(four));
    p.lead('s1', 's2', 's3', 's4');
    p.pull('s1', 's2', 's3', 's4');
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    for (const [n, i] of ring.entries()) p.follow(i, ring[(n + 1) % ring.length] ?? '');
    return p;
  }

  it('two that pull from each other get nothing; the first that asks sees it, leaves, and finds the primary', () => {
    const p = cycle('s2', 's3');
    const m = p.ask('s2');
    expect(m).toMatchObject({ from: 's3', syncSource: 's2', primary: false });
    expect(p.uses(m)).toEqual(['HandlePullEntriesResponse', 'LeaveSyncSource']);
    p.use('HandlePullEntriesResponse', m);
    expect(p.terms('s2')).toEqual([1]);
    p.use('LeaveSyncSource', m);
    p.pull('s1', 's2');
    // Now s3 has a source that is ahead, and stays with it.
    const next = p.ask('s3');
    expect(p.uses(next)).toEqual(['HandlePullEntriesResponse']);
    p.use('HandlePullEntriesResponse', next);
    expect(p.logs()).toEqual(['1 1', '1 1', '1 1', '1']);
  });

  it('reports that go round in a cycle do no harm, and nothing is committed by them (the paper, positions)', () => {
    const p = cycle('s2', 's3');
    for (let n = 0; n < 3; n++) p.report('s2', 's3');
    expect(p.at('s2').lastPosition).toEqual({ ...p.at('s2').lastPosition, s2: { term: 0, index: 0 }, s3: { term: 1, index: 1 } });
    expect(p.at('s1').lastPosition).toMatchObject({ s2: { term: 0, index: 0 }, s3: { term: 0, index: 0 } });
    expect(p.may({ type: 'AdvanceCommitPoint', i: 's1' })).toBe(false);
  });

  it('in a longer cycle nobody sees it in an answer: it is left as any source that is slow is, for another', () => {
    const p = cycle('s2', 's3', 's4');
    for (const i of ['s2', 's3', 's4']) expect(p.uses(p.ask(i))).toEqual(['HandlePullEntriesResponse']);
    p.follow('s4', 's1');
    for (const i of ['s4', 's3', 's2']) p.use('HandlePullEntriesResponse', p.ask(i));
    expect(p.logs()).toEqual(['1 1', '1 1', '1 1', '1 1']);
    p.report('s2', 's3', 's4');
    p.act({ type: 'AdvanceCommitPoint', i: 's1' });
    expect(p.committed()).toEqual([1, 1]);
  });
});
