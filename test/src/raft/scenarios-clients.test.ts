/** Golden scenarios: reads and snapshots, as the paper and the dissertation tell of them, message by message. */
import { describe, expect, it } from 'vitest';
import { cast, Play } from './play.ts';

const three: readonly string[] = ['s1', 's2', 's3'];
const four: readonly string[] = ['s1', 's2', 's3', 's4'];

/** s1 leads term 1; its no-op, and these commands, are on s2 and committed. */
function leading(p: Play, ...commands: readonly string[]): Play {
  p.elect('s1', 's2', 's3');
  p.replicate('s1', 's2');
  for (const v of commands) p.request('s1', v, 's2');
  p.act({ type: 'AdvanceCommitIndex', i: 's1' });
  for (let n = 0; n <= commands.length; n++) p.act({ type: 'Apply', i: 's1' });
  return p;
}

describe('thesis 6.4: reads without a write to the log', () => {
  it('two reads in one round: a majority of replies to heartbeats sent after them answers both', () => {
    const p = leading(new Play(cast(three)), 'v1');
    p.act({ type: 'ClientRead', i: 's1', r: 'r1' });
    p.act({ type: 'ClientRead', i: 's1', r: 'r2' });
    p.act({ type: 'StartReadRound', i: 's1' });
    expect(p.may({ type: 'AnswerReads', i: 's1' })).toBe(false);
    p.replicate('s1', 's2');
    expect(p.at('s1').reading).toMatchObject({ round: 1, acks: ['s1', 's2'] });
    p.act({ type: 'AnswerReads', i: 's1' });
    expect(p.answers()).toMatchObject([
      { read: 'r1', index: 2 },
      { read: 'r2', index: 2 },
    ]);
    expect(p.at('s1').reading).toMatchObject({ queue: [], batch: [] });
  });

  it('a read that comes while a round runs waits for the next one, which replies to the old round do not confirm', () => {
    const p = leading(new Play(cast(three)));
    p.act({ type: 'ClientRead', i: 's1', r: 'r1' });
    p.act({ type: 'StartReadRound', i: 's1' });
    const late = p.answer(p.send({ type: 'AppendEntries', i: 's1', j: 's3' }));
    p.act({ type: 'ClientRead', i: 's1', r: 'r2' });
    expect(p.may({ type: 'StartReadRound', i: 's1' })).toBe(false);
    p.replicate('s1', 's2');
    p.act({ type: 'AnswerReads', i: 's1' });
    p.act({ type: 'StartReadRound', i: 's1' });
    p.deliver(late);
    expect(p.at('s1').reading).toMatchObject({ round: 2, acks: ['s1'] });
    expect(p.may({ type: 'AnswerReads', i: 's1' })).toBe(false);
    p.replicate('s1', 's2');
    p.act({ type: 'AnswerReads', i: 's1' });
    expect(p.answers()).toHaveLength(2);
  });

  it('a leader that was deposed answers nothing from the past, whatever old replies it gets', () => {
    const p = leading(new Play(cast(three)));
    const early = p.answer(p.send({ type: 'AppendEntries', i: 's1', j: 's3' }));
    p.elect('s2', 's3');
    p.replicate('s2', 's3', 's3');
    p.request('s2', 'v1', 's3');
    p.act({ type: 'AdvanceCommitIndex', i: 's2' });
    // s1 has heard of none of this, takes a read, and begins a round.
    p.act({ type: 'ClientRead', i: 's1', r: 'r1' });
    p.act({ type: 'StartReadRound', i: 's1' });
    for (const m of p.state.network.filter(({ type, to, term }) => type === 'AppendEntriesResponse' && to === 's1' && term === 1))
      p.deliver(m);
    expect(p.at('s1').reading).toMatchObject({ acks: ['s1'] });
    expect([p.drops(early), p.may({ type: 'AnswerReads', i: 's1' })]).toEqual([false, false]);
    // The others are in term 2, and say so.
    const refusal = p.answer(p.send({ type: 'AppendEntries', i: 's1', j: 's3' }));
    expect(refusal).toMatchObject({ term: 2, success: false });
    p.hear(refusal);
    expect(p.at('s1').reading).toEqual({ queue: [], batch: [], round: 0, acks: [] });
    expect(p.may({ type: 'AnswerReads', i: 's1' })).toBe(false);
    expect(p.answers()).toEqual([]);
  });

  it('a new leader takes no read before it has committed its no-op, though it holds all that is committed (section 8)', () => {
    const p = leading(new Play(cast(three)), 'v1');
    p.act({ type: 'Restart', i: 's1' });
    p.elect('s2', 's1');
    expect(p.at('s2').commitIndex).toBe(0);
    expect(p.may({ type: 'ClientRead', i: 's2', r: 'r1' })).toBe(false);
    p.replicate('s2', 's1');
    p.act({ type: 'AdvanceCommitIndex', i: 's2' });
    p.act({ type: 'ClientRead', i: 's2', r: 'r1' });
    expect(p.at('s2').reading.queue).toEqual([{ read: 'r1', index: 3 }]);
    p.act({ type: 'StartReadRound', i: 's2' });
    p.replicate('s2', 's1');
    // Confirmed, but not applied yet.
    expect(p.may({ type: 'AnswerReads', i: 's2' })).toBe(false);
    for (let n = 0; n < 3; n++) p.act({ type: 'Apply', i: 's2' });
    p.act({ type: 'AnswerReads', i: 's2' });
    expect(p.answers()).toMatchObject([{ read: 'r1', index: 3 }]);
  });

  it('a read is lost with the leader, and its client may not take it for answered', () => {
    const p = leading(new Play(cast(three)));
    p.act({ type: 'ClientRead', i: 's1', r: 'r1' });
    p.act({ type: 'StartReadRound', i: 's1' });
    const reply = p.answer(p.send({ type: 'AppendEntries', i: 's1', j: 's2' }));
    p.act({ type: 'Restart', i: 's1' });
    expect(p.drops(reply)).toBe(true);
    p.elect('s1', 's3');
    // A round of the new term may have the number of one of the old term: the replies to that are of the old term.
    expect(p.drops(reply)).toBe(true);
    expect(p.answers()).toEqual([]);
  });
});

describe('section 7, Figure 13: snapshots', () => {
  it('a follower that missed what is gone gets the snapshot, and then what follows it', () => {
    const p = leading(new Play(cast(three)), 'v1', 'v2');
    p.act({ type: 'TakeSnapshot', i: 's1' });
    p.request('s1', 'v1', 's2');
    expect(p.at('s1')).toMatchObject({ snapshot: { lastIncludedIndex: 3, lastIncludedTerm: 1 }, log: [{ value: 'v1' }] });
    // nextIndex of s3 is where it was when s1 was elected, and that is gone.
    expect(p.may({ type: 'InstallSnapshot', i: 's1', j: 's3' })).toBe(true);
    expect(p.may({ type: 'AppendEntries', i: 's1', j: 's3' })).toBe(false);
    const m = p.send({ type: 'InstallSnapshot', i: 's1', j: 's3' });
    p.deliver(p.answer(m));
    expect(p.at('s3')).toMatchObject({ machine: ['v1', 'v2'], commitIndex: 3, lastApplied: 3, log: [] });
    expect(p.at('s1')).toMatchObject({ matchIndex: { s3: 3 }, nextIndex: { s3: 4 } });
    p.replicate('s1', 's3');
    expect(p.at('s3').log).toEqual(p.at('s1').log);
    // The snapshot once more, late: s3 knows all that.
    const before = p.at('s3');
    expect(p.answer(m)).toMatchObject({ matchIndex: 3 });
    expect(p.at('s3')).toEqual(before);
  });

  it('a follower that holds what follows the snapshot keeps it', () => {
    const p = leading(new Play(cast(three)), 'v1');
    p.act({ type: 'ClientRequest', i: 's1', v: 'v2' });
    // s3 gets all three entries, its answer is lost, and it does not hear what is committed after that.
    const m = p.send({ type: 'AppendEntries', i: 's1', j: 's3' });
    p.deliver(m);
    p.act({ type: 'Restart', i: 's3' });
    p.act({ type: 'TakeSnapshot', i: 's1' });
    p.deliver(p.answer(p.send({ type: 'InstallSnapshot', i: 's1', j: 's3' })));
    expect(p.at('s3')).toMatchObject({ commitIndex: 2, machine: ['v1'], snapshot: { lastIncludedIndex: 2 }, log: [{ value: 'v2' }] });
    // The entries once more, late: of those that the snapshot covers nothing comes back.
    expect(p.answer(m)).toMatchObject({ success: true, matchIndex: 3 });
    expect(p.at('s3').log).toHaveLength(1);
  });

  it('a follower whose log contradicts the snapshot loses all of it', () => {
    const p = new Play(cast(three));
    p.elect('s3', 's2');
    p.act({ type: 'ClientRequest', i: 's3', v: 'v2' });
    p.hear(p.sent('RequestVoteRequest', 's1', { candidateId: 's3' }));
    p.elect('s1', 's2');
    p.replicate('s1', 's2');
    p.act({ type: 'AdvanceCommitIndex', i: 's1' });
    p.act({ type: 'Apply', i: 's1' });
    p.act({ type: 'TakeSnapshot', i: 's1' });
    p.deliver(p.answer(p.send({ type: 'InstallSnapshot', i: 's1', j: 's3' })));
    expect(p.at('s3')).toMatchObject({ state: 'Follower', log: [], snapshot: { lastIncludedIndex: 1, lastIncludedTerm: 2 } });
  });

  it('a server that crashes has its snapshot again, with the machine and the configuration in it', () => {
    const p = new Play(cast(four));
    p.elect('s1', 's2', 's3');
    p.request('s1', 'v1', 's2', 's3');
    p.act({ type: 'AdvanceCommitIndex', i: 's1' });
    p.act({ type: 'RemoveServer', i: 's1', j: 's4' });
    p.replicate('s1', 's2');
    p.act({ type: 'AdvanceCommitIndex', i: 's1' });
    for (let n = 0; n < 3; n++) p.act({ type: 'Apply', i: 's1' });
    p.act({ type: 'TakeSnapshot', i: 's1' });
    const { snapshot } = p.at('s1');
    p.act({ type: 'Restart', i: 's1' });
    expect(p.at('s1')).toMatchObject({ snapshot, commitIndex: 3, lastApplied: 3, machine: ['v1'], log: [] });
    expect(p.act({ type: 'Timeout', i: 's1' }).map((m) => m.to)).toEqual(['s2', 's3']);
  });
});
