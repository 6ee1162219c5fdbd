/** Golden scenarios: logs that part and meet again, as the paper and the tickets tell of them, message by message. */
import { describe, expect, it } from 'vitest';
import { cast, Play } from './play.ts';

const four: readonly string[] = ['s1', 's2', 's3', 's4'];
const five: readonly string[] = [...four, 's5'];

describe('the paper, rollback: over several entries', () => {
  /** s1 wrote three entries in term 1 of which the others have one; s2 leads term 2, and has committed two more with s3 and s4. */
  function apart(): Play {
    const p = new Play(cast(four));
    p.lead('s1', 's2', 's3');
    p.replicate('s1', 's2', 's3', 's4');
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    p.lead('s2', 's3', 's4');
    p.act({ type: 'ClientRequest', i: 's2', v: 'v2' });
    p.replicate('s2', 's3', 's4');
    expect(p.logs()).toEqual(['1 1 1', '1 2 2', '1 2 2', '1 2 2']);
    expect(p.committed()).toEqual([1, 2, 2]);
    return p;
  }

  /** And then s1 hears of term 2. */
  function deposed(): Play {
    const p = apart();
    expect(p.may({ type: 'ChooseSyncSource', i: 's1', j: 's3' })).toBe(false);
    p.deliver(p.send({ type: 'Heartbeat', i: 's2', j: 's1' }));
    expect(p.at('s1')).toMatchObject({ state: 'Secondary', currentTerm: 2, commitPoint: { term: 1, index: 1 } });
    return p;
  }

  it('one entry with each answer, each with a source that is chosen anew, until the logs meet', () => {
    const p = deposed();
    for (const left of [2, 1]) {
      p.follow('s1', 's3');
      const m = p.ask('s1');
      expect(p.uses(m)).toEqual(['Rollback']);
      p.use('Rollback', m);
      expect(p.at('s1')).toMatchObject({ syncSource: undefined, rollbackId: 3 - left, commitPoint: { term: 1, index: 1 } });
      expect(p.terms('s1')).toHaveLength(left);
    }
    p.pull('s3', 's1');
    expect(p.logs()).toEqual(['1 2 2', '1 2 2', '1 2 2', '1 2 2']);
    expect(p.at('s1')).toMatchObject({ rollbackId: 2, commitPoint: { term: 1, index: 1 } });
  });

  it('an answer that comes again takes back no more than one entry', () => {
    const p = deposed();
    p.follow('s1', 's3');
    const m = p.ask('s1');
    p.use('Rollback', m);
    expect(p.uses(m)).toEqual([]);
    p.follow('s1', 's3');
    expect(p.uses(m)).toEqual([]);
    expect(p.terms('s1')).toEqual([1, 1]);
  });

  it('a crash in between loses nothing of it: s1 goes on where it was', () => {
    const p = deposed();
    p.follow('s1', 's3');
    p.use('Rollback', p.ask('s1'));
    p.act({ type: 'Restart', i: 's1' });
    expect(p.at('s1')).toMatchObject({ rollbackId: 1, commitPoint: { term: 0, index: 0 } });
    p.follow('s1', 's4');
    p.use('Rollback', p.ask('s1'));
    p.pull('s4', 's1');
    expect(p.terms('s1')).toEqual([1, 2, 2]);
  });

  it('SERVER-27403: nobody goes back to a log that is as long and older: what is committed would be taken back', () => {
    const p = apart();
    p.follow('s3', 's1');
    const m = p.ask('s3');
    expect(m).toMatchObject({ primary: true, position: { term: 1, index: 3 } });
    expect(p.uses(m)).toEqual(['LeaveSyncSource']);
    p.use('LeaveSyncSource', m);
    expect(p.terms('s3')).toEqual([1, 2, 2]);
  });

  it('SERVER-27123, SERVER-39367: before it is back s1 learns no commit point by heartbeat, for that is on another branch', () => {
    const p = deposed();
    expect(p.at('s2').commitPoint).toEqual({ term: 2, index: 3 });
    p.beat('s2', 's1');
    expect(p.at('s1').commitPoint).toEqual({ term: 1, index: 1 });
    for (let n = 0; n < 2; n++) {
      p.follow('s1', 's2');
      p.use('Rollback', p.ask('s1'));
    }
    p.beat('s2', 's1');
    // Its last entry is of term 1: it cannot tell.
    expect(p.at('s1').commitPoint).toEqual({ term: 1, index: 1 });
    p.pull('s2', 's1');
    // From its source it learns the commit point, as far as its log reaches.
    expect(p.at('s1').commitPoint).toEqual({ term: 2, index: 3 });
  });

  it('SERVER-54374: nor does it learn one from the source to which it rolls back', () => {
    const p = deposed();
    p.follow('s1', 's2');
    const m = p.ask('s1');
    expect(m.commitPoint).toEqual({ term: 2, index: 3 });
    p.use('Rollback', m);
    expect(p.at('s1').commitPoint).toEqual({ term: 1, index: 1 });
  });
});

describe('the paper, commit: by heartbeat, and SERVER-39831', () => {
  it('a member that has the entries learns by heartbeat that they are committed, and passes that on by its own', () => {
    const p = new Play(cast(four));
    p.lead('s1', 's2', 's3');
    p.pull('s1', 's2', 's3', 's4');
    p.report('s2', 's3');
    p.act({ type: 'AdvanceCommitPoint', i: 's1' });
    expect(four.map((i) => p.at(i).commitPoint.index)).toEqual([1, 0, 0, 0]);
    p.beat('s1', 's2');
    p.beat('s2', 's3');
    expect(four.map((i) => p.at(i).commitPoint.index)).toEqual([1, 1, 1, 0]);
  });

  it('one that is behind learns it as far as its own log reaches', () => {
    const p = new Play(cast(four));
    p.lead('s1', 's2', 's3');
    p.pull('s1', 's4');
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    p.replicate('s1', 's2', 's3');
    expect(p.at('s1').commitPoint).toEqual({ term: 1, index: 2 });
    p.beat('s1', 's4');
    expect(p.at('s4').commitPoint).toEqual({ term: 1, index: 1 });
  });

  it('positions travel by heartbeat as well: a primary may commit without any report (the paper, positions)', () => {
    const p = new Play(cast(four));
    p.lead('s1', 's2', 's3');
    p.pull('s1', 's2', 's3');
    p.beat('s1', 's2', 's3');
    p.act({ type: 'AdvanceCommitPoint', i: 's1' });
    expect(p.committed()).toEqual([1]);
  });
});

describe('the paper, commit: a commit point of a later term than the log', () => {
  it('says nothing yet of what s4 has: a log that forked off in between looks newer, and s4 may roll back to it', () => {
    const p = new Play(cast(four, { voters: four.slice(0, 3), maxEntries: 1, dryRun: false }));
    // s1 and s2 wrote an entry each, in terms 1 and 2, that nobody else has; s1 leads again, and commits its own with one of term 3.
    p.lead('s1', 's3');
    p.hear(p.sent('RequestVoteRequest', 's2', { from: 's1' }));
    p.lead('s2', 's3');
    p.deliver(p.send({ type: 'Heartbeat', i: 's2', j: 's1' }));
    p.lead('s1', 's3');
    p.pull('s1', 's3');
    p.replicate('s1', 's3');
    expect([p.logs(), p.committed()]).toEqual([
      ['1 3', '2', '1 3', ''],
      [1, 3],
    ]);
    // s4 gets one entry at a time. What it gets first is committed, and it cannot tell.
    p.pull('s1', 's4');
    expect([p.terms('s4'), p.at('s4').commitPoint]).toEqual([[1], { term: 0, index: 0 }]);
    p.follow('s4', 's2');
    p.use('Rollback', p.ask('s4'));
    p.pull('s2', 's4');
    expect(p.logs()).toEqual(['1 3', '2', '1 3', '2']);
    // In the end it is back, and knows.
    p.follow('s4', 's1');
    p.use('Rollback', p.ask('s4'));
    p.pull('s1', 's4');
    expect(p.at('s4').commitPoint).toEqual({ term: 0, index: 0 });
    p.pull('s1', 's4');
    expect([p.terms('s4'), p.at('s4').commitPoint]).toEqual([[1, 3], { term: 3, index: 2 }]);
  });
});

describe('the paper, pulling: a source that rolls back while the query goes on', () => {
  /** s3 and s4 have voted for s2 in term 2, and then pulled from s1 of term 1 an entry that s2 has not: s4 from s1, s3 from s4. */
  function pulledTooLate(): Play {
    const p = new Play(cast(five));
    p.lead('s1', 's2', 's3');
    p.replicate('s1', 's2', 's3', 's4', 's5');
    p.elect('s2', 's3', 's4', 's5');
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    p.pull('s1', 's4');
    p.pull('s4', 's3');
    p.act({ type: 'WriteFirstEntry', i: 's2' });
    p.act({ type: 'ClientRequest', i: 's2', v: 'v2' });
    expect(p.logs()).toEqual(['1 1', '1 2 2', '1 1', '1 1', '1']);
    expect(p.at('s3')).toMatchObject({ syncSource: 's4', cursor: 0 });
    return p;
  }

  it('as long as it does not, more can be asked for without comparing again', () => {
    const p = pulledTooLate();
    const m = p.ask('s3', 'GetMore');
    expect([m.entries, p.uses(m)]).toEqual([[], ['HandlePullEntriesResponse']]);
  });

  it('s4 rolls back and goes on with other entries: s3 sees the rollback id, gives up the query, and compares again', () => {
    const p = pulledTooLate();
    p.follow('s4', 's2');
    p.use('Rollback', p.ask('s4'));
    p.pull('s2', 's4');
    expect(p.terms('s4')).toEqual([1, 2, 2]);
    const m = p.ask('s3', 'GetMore');
    expect(m).toMatchObject({ exclusive: true, rollbackId: 1, entries: [{ term: 2 }] });
    expect(p.uses(m)).toEqual(['LeaveSyncSource']);
    p.use('LeaveSyncSource', m);
    p.follow('s3', 's4');
    expect(p.may({ type: 'GetMore', i: 's3' })).toBe(false);
    p.use('Rollback', p.ask('s3'));
    p.pull('s4', 's3');
    p.report('s3', 's4');
    p.act({ type: 'AdvanceCommitPoint', i: 's2' });
    expect(p.logs()).toEqual(['1 1', '1 2 2', '1 2 2', '1 2 2', '1']);
    expect(p.committed()).toEqual([1, 2, 2]);
  });

  it('a crash of s4 does not hide it: the rollback id is on disk (Raft Figure 2, persistent state)', () => {
    const p = pulledTooLate();
    p.follow('s4', 's2');
    p.use('Rollback', p.ask('s4'));
    p.act({ type: 'Restart', i: 's4' });
    p.pull('s2', 's4');
    expect(p.uses(p.ask('s3', 'GetMore'))).toEqual(['LeaveSyncSource']);
  });
});

describe('the paper, catch-up: before the first entry', () => {
  /** s2 is elected by s4 and s5 and lacks an entry of s1 that s3 has, and from which it has pulled so far. */
  function elected(): Play {
    const p = new Play(cast(five));
    p.lead('s1', 's2', 's3');
    p.replicate('s1', 's2', 's3', 's4', 's5');
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    p.pull('s1', 's3');
    p.follow('s2', 's3');
    p.elect('s2', 's4', 's5');
    expect(p.logs()).toEqual(['1 1', '1', '1 1', '1', '1']);
    expect(p.at('s2')).toMatchObject({ state: 'Primary', currentTerm: 2, syncSource: 's3' });
    return p;
  }

  it('it pulls on, and takes no commands; then it writes, pulls from nobody, and nobody has to roll back', () => {
    const p = elected();
    expect(p.may({ type: 'ClientRequest', i: 's2', v: 'v2' })).toBe(false);
    p.pull('s3', 's2');
    expect(p.may({ type: 'ClientRequest', i: 's2', v: 'v2' })).toBe(false);
    p.act({ type: 'WriteFirstEntry', i: 's2' });
    expect(p.at('s2')).toMatchObject({ syncSource: undefined, cursor: -1 });
    p.act({ type: 'ClientRequest', i: 's2', v: 'v2' });
    p.replicate('s2', 's3', 's4');
    p.deliver(p.send({ type: 'Heartbeat', i: 's2', j: 's1' }));
    p.pull('s3', 's1');
    expect(p.logs()).toEqual(['1 1 2 2', '1 1 2 2', '1 1 2 2', '1 1 2 2', '1']);
    expect(five.map((i) => p.at(i).rollbackId)).toEqual([0, 0, 0, 0, 0]);
    expect(p.committed()).toEqual([1, 1, 2, 2]);
  });

  it('what it caught up on is committed by no count of it, only with its own first entry (Raft section 5.4.2)', () => {
    const p = elected();
    p.pull('s3', 's2', 's4');
    p.report('s4');
    p.beat('s2', 's3', 's4');
    expect(p.at('s2').lastPosition).toMatchObject({ s3: { term: 1, index: 2 }, s4: { term: 1, index: 2 } });
    expect(p.may({ type: 'AdvanceCommitPoint', i: 's2' })).toBe(false);
    p.act({ type: 'WriteFirstEntry', i: 's2' });
    p.replicate('s2', 's3', 's4');
    expect(p.committed()).toEqual([1, 1, 2]);
  });

  it('if that takes too long it writes at once; an answer that comes after that counts for nothing, and s3 rolls back', () => {
    const p = elected();
    const late = p.ask('s2');
    expect(p.uses(late)).toEqual(['HandlePullEntriesResponse']);
    p.act({ type: 'WriteFirstEntry', i: 's2' });
    expect(p.uses(late)).toEqual([]);
    expect(p.may({ type: 'ChooseSyncSource', i: 's2', j: 's3' })).toBe(false);
    p.follow('s3', 's2');
    p.use('Rollback', p.ask('s3'));
    p.replicate('s2', 's3', 's4');
    expect(p.logs()).toEqual(['1 1', '1 2', '1 2', '1 2', '1']);
  });
});
