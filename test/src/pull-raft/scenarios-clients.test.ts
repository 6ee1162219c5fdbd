/** Golden scenarios: elections, handing over, and reads, message by message. */
import { describe, expect, it } from 'vitest';
import { cast, Play } from './play.ts';

const three: readonly string[] = ['s1', 's2', 's3'];

/** s1 leads term 1, and its first entry is committed, on all members. */
function led(): Play {
  const p = new Play(cast(three));
  p.lead('s1', 's2', 's3');
  p.replicate('s1', 's2', 's3');
  return p;
}

describe('the paper, dry run', () => {
  it('one that was cut off deposes nobody on its return: it asks, is refused, and raises no term', () => {
    const p = led();
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    p.replicate('s1', 's2');
    for (let n = 0; n < 3; n++) {
      const votes = p.act({ type: 'Timeout', i: 's3' }).map((m) => p.answer(m));
      expect(votes).toMatchObject([
        { term: 1, dryRun: true, voteGranted: false },
        { term: 1, dryRun: true, voteGranted: false },
      ]);
      for (const m of votes) expect(p.drops(m)).toBe(true);
      expect(p.may({ type: 'BecomeCandidate', i: 's3' })).toBe(false);
    }
    expect(three.map((i) => p.at(i).currentTerm)).toEqual([1, 1, 1]);
    expect(p.at('s1').state).toBe('Primary');
    p.pull('s1', 's3');
    expect(p.terms('s3')).toEqual([1, 1]);
  });

  it('a promise is no vote: two may be promised the election, and only one of them is elected', () => {
    const p = led();
    for (const i of ['s2', 's3']) for (const m of p.act({ type: 'Timeout', i })) p.deliver(p.answer(m));
    const requests = ['s2', 's3'].map((i) => p.act({ type: 'BecomeCandidate', i }));
    const [first, second] = requests.map((all) => all.find(({ to }) => to === 's1'));
    if (first === undefined || second === undefined) throw new Error('nobody asks s1');
    p.deliver(p.answer(first));
    expect(p.drops(p.answer(second))).toBe(true);
    p.act({ type: 'BecomePrimary', i: 's2' });
    expect(p.may({ type: 'BecomePrimary', i: 's3' })).toBe(false);
    expect(p.state.history.elections).toMatchObject([
      { term: 1, primary: 's1' },
      { term: 2, primary: 's2' },
    ]);
  });

  it('without it, one that was cut off deposes the primary by its term alone (Raft section 5.1)', () => {
    const p = new Play(cast(three, { dryRun: false }));
    p.lead('s1', 's2', 's3');
    p.replicate('s1', 's2');
    for (const m of p.act({ type: 'Timeout', i: 's3' })) p.hear(m);
    expect(p.at('s1')).toMatchObject({ state: 'Secondary', currentTerm: 2 });
  });
});

describe('the paper, handover, and thesis 3.10', () => {
  it('s1 steps down, and s2 stands at once, without a dry run, and is elected', () => {
    const p = led();
    const m = p.send({ type: 'StepDown', i: 's1', j: 's2' });
    expect(p.at('s1')).toMatchObject({ state: 'Secondary', currentTerm: 1 });
    expect(p.may({ type: 'ClientRequest', i: 's1', v: 'v1' })).toBe(false);
    const requests = p.deliver(m);
    expect(requests).toMatchObject([
      { to: 's1', term: 2, dryRun: false },
      { to: 's3', term: 2, dryRun: false },
    ]);
    for (const request of requests) p.deliver(p.answer(request));
    p.act({ type: 'BecomePrimary', i: 's2' });
    p.act({ type: 'WriteFirstEntry', i: 's2' });
    p.replicate('s2', 's1', 's3');
    expect(p.logs()).toEqual(['1 2', '1 2', '1 2']);
    expect(p.committed()).toEqual([1, 2]);
    // The request comes again: it is of an old term.
    expect(p.drops(m)).toBe(true);
  });

  it('not before the successor has reported the last entry', () => {
    const p = led();
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    expect(p.may({ type: 'StepDown', i: 's1', j: 's2' })).toBe(false);
    p.pull('s1', 's2');
    expect(p.may({ type: 'StepDown', i: 's1', j: 's2' })).toBe(false);
    p.report('s2');
    expect(p.may({ type: 'StepDown', i: 's1', j: 's2' })).toBe(true);
    expect(p.may({ type: 'StepDown', i: 's1', j: 's3' })).toBe(false);
  });

  it('if the request is lost, a timeout helps as ever (the paper, elections)', () => {
    const p = led();
    p.send({ type: 'StepDown', i: 's1', j: 's2' });
    p.elect('s3', 's1');
    expect(p.at('s3')).toMatchObject({ state: 'Primary', currentTerm: 2 });
  });

  it('if it comes late, when another one is primary, nobody stands: it is of an old term', () => {
    const p = led();
    const m = p.send({ type: 'StepDown', i: 's1', j: 's2' });
    p.elect('s3', 's1', 's2');
    expect(p.drops(m)).toBe(true);
    expect(p.at('s2').state).toBe('Secondary');
  });

  it('reads that wait are not answered by one that stepped down (thesis 6.4)', () => {
    const p = led();
    p.act({ type: 'ClientRead', i: 's1', r: 'r1' });
    p.act({ type: 'StartReadRound', i: 's1' });
    const m = p.answer(p.send({ type: 'Heartbeat', i: 's1', j: 's2' }));
    p.send({ type: 'StepDown', i: 's1', j: 's2' });
    p.deliver(m);
    expect(p.may({ type: 'AnswerReads', i: 's1' })).toBe(false);
  });
});

describe('thesis 6.4: linearizable reads', () => {
  /** s1 does not know that s2 leads term 2 and has committed with s3 what s1 has not. */
  function stale(p = led()): Play {
    p.lead('s2', 's3');
    p.act({ type: 'ClientRequest', i: 's2', v: 'v2' });
    p.replicate('s2', 's3');
    expect([p.logs(), p.committed()]).toEqual([
      ['1', '1 2 2', '1 2 2'],
      [1, 2, 2],
    ]);
    expect(p.at('s1')).toMatchObject({ state: 'Primary', currentTerm: 1, commitPoint: { term: 1, index: 1 } });
    return p;
  }

  it('a read is answered once a majority has confirmed the primary, by heartbeats that flow anyway', () => {
    const p = led();
    p.act({ type: 'ClientRead', i: 's1', r: 'r1' });
    p.act({ type: 'ClientRead', i: 's1', r: 'r2' });
    p.act({ type: 'StartReadRound', i: 's1' });
    expect(p.may({ type: 'AnswerReads', i: 's1' })).toBe(false);
    p.beat('s1', 's3');
    p.act({ type: 'AnswerReads', i: 's1' });
    expect(p.answers()).toMatchObject([
      { read: 'r1', index: 1 },
      { read: 'r2', index: 1 },
    ]);
  });

  it('a stale read is not served: whoever could confirm s1 has moved on, and deposes it', () => {
    const p = stale();
    p.act({ type: 'ClientRead', i: 's1', r: 'r1' });
    expect(p.state.history.asked.r1).toBe(3);
    p.act({ type: 'StartReadRound', i: 's1' });
    const m = p.answer(p.send({ type: 'Heartbeat', i: 's1', j: 's3' }));
    expect(m).toMatchObject({ term: 2, round: 1 });
    expect(p.drops(m)).toBe(true);
    expect(p.may({ type: 'AnswerReads', i: 's1' })).toBe(false);
    p.deliver(m);
    expect(p.at('s1')).toMatchObject({ state: 'Secondary', reading: { queue: [], batch: [] } });
    expect(p.may({ type: 'AnswerReads', i: 's1' })).toBe(false);
    expect(p.answers()).toEqual([]);
  });

  it('nor is it by the answer to a heartbeat that was sent before the read came', () => {
    const p = led();
    const early = p.answer(p.send({ type: 'Heartbeat', i: 's1', j: 's3' }));
    stale(p);
    p.act({ type: 'ClientRead', i: 's1', r: 'r1' });
    p.act({ type: 'StartReadRound', i: 's1' });
    p.deliver(early);
    expect(p.at('s1').reading).toMatchObject({ batch: ['r1'], acks: ['s1'] });
    expect(p.may({ type: 'AnswerReads', i: 's1' })).toBe(false);
  });

  it('a read that comes while a round runs waits for the next one', () => {
    const p = led();
    p.act({ type: 'ClientRead', i: 's1', r: 'r1' });
    p.act({ type: 'StartReadRound', i: 's1' });
    const first = p.answer(p.send({ type: 'Heartbeat', i: 's1', j: 's2' }));
    p.act({ type: 'ClientRead', i: 's1', r: 'r2' });
    p.deliver(first);
    p.act({ type: 'AnswerReads', i: 's1' });
    expect(p.answers()).toMatchObject([{ read: 'r1' }]);
    p.act({ type: 'StartReadRound', i: 's1' });
    p.deliver(first);
    expect(p.may({ type: 'AnswerReads', i: 's1' })).toBe(false);
    p.beat('s1', 's2');
    p.act({ type: 'AnswerReads', i: 's1' });
    expect(p.answers()).toHaveLength(2);
  });

  it('a new primary takes no read before it has committed an entry of its own term (Raft section 8)', () => {
    const p = led();
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    p.replicate('s1', 's2', 's3');
    p.elect('s2', 's3');
    expect(p.at('s2').commitPoint).toEqual({ term: 1, index: 1 });
    expect(p.may({ type: 'ClientRead', i: 's2', r: 'r1' })).toBe(false);
    p.act({ type: 'WriteFirstEntry', i: 's2' });
    expect(p.may({ type: 'ClientRead', i: 's2', r: 'r1' })).toBe(false);
    p.replicate('s2', 's3');
    p.act({ type: 'ClientRead', i: 's2', r: 'r1' });
    expect(p.state.history.asked.r1).toBe(3);
  });
});
