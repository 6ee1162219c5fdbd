/** The history variables: what they see, and that they see nothing where nothing happens. */
import { describe, expect, it } from 'vitest';
import { actions, initHistory, invariants, stepProperties } from '../../../src/pull-raft/index.ts';
import { deepFreeze } from '../freeze.ts';
import { position } from './make.ts';
import { config, member, model } from './models.ts';
import { Play } from './play.ts';

const c = deepFreeze(config());

/** s1 is elected in term 1, and writes. */
function led(): Play {
  const p = new Play(c);
  p.lead('s1', 's2');
  return p;
}

/** And its first entry is committed. */
function committed(): Play {
  const p = led();
  p.replicate('s1', 's2');
  return p;
}

describe('the history', () => {
  it('at first holds nothing: for each term an empty log, for each read that it was not asked for', () => {
    expect(initHistory(c)).toEqual({ elections: [], written: [[], [], []], committed: [], asked: { r1: -1, r2: -1 } });
  });

  it('holds who was elected, what was written and committed, and how much of it when a read was asked for', () => {
    const p = committed();
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    p.act({ type: 'ClientRead', i: 's1', r: 'r1' });
    const first = { term: 1 };
    expect(p.state.history).toEqual({
      elections: [{ term: 1, primary: 's1' }],
      written: [[first, { term: 1, value: 'v1' }], [], []],
      committed: [{ entry: first, term: 1 }],
      asked: { r1: 1, r2: -1 },
    });
  });

  it('has what a primary caught up on among what it wrote', () => {
    const p = committed();
    p.lead('s2', 's3');
    expect(p.state.history.written).toEqual([[{ term: 1 }], [{ term: 1 }, { term: 2 }], []]);
  });

  it('has no read asked for twice', () => {
    const p = committed();
    p.act({ type: 'ClientRead', i: 's1', r: 'r1' });
    expect(p.may({ type: 'ClientRead', i: 's1', r: 'r1' })).toBe(false);
    expect(p.may({ type: 'ClientRead', i: 's1', r: 'r2' })).toBe(true);
  });

  it('is the same object after a step that is none of its business, and so is the state after one that changes nothing', () => {
    const p = committed();
    const s = deepFreeze(p.state);
    const m = model(c);
    expect(m.next(s, { type: 'PullEntries', i: 's2' })?.history).toBe(s.history);
    const asked = m.next(s, { type: 'PullEntries', i: 's2' }) ?? s;
    expect(m.next(asked, { type: 'PullEntries', i: 's2' })).toBe(asked);
    expect(m.next(s, { type: 'Restart', i: 's3' })).toBe(s);
  });

  it('sees an entry replaced that was committed', () => {
    const { state: s } = committed();
    const other = { term: 2 };
    const before = member(s, 's1');
    const primary = { ...before, currentTerm: 2, commitPoint: position(0, 0), log: [other, other] };
    const known = { ...before.lastPosition, s2: position(2, 2) };
    const t = model(c).next(
      { ...s, processes: { ...s.processes, s1: { ...primary, lastPosition: known } } },
      { type: 'AdvanceCommitPoint', i: 's1' },
    );
    expect(t?.history.committed).toEqual([
      { entry: other, term: 2 },
      { entry: other, term: 2 },
    ]);
  });

  it('keeps what was committed before, with the term in which it was, where a primary commits it again', () => {
    const p = committed();
    p.lead('s2', 's3');
    p.pull('s2', 's3');
    p.report('s3');
    p.act({ type: 'AdvanceCommitPoint', i: 's2' });
    expect(p.state.history.committed.map(({ entry, term }) => [entry.term, term])).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });
});

describe('the properties', () => {
  it('are not the actions', () => {
    expect(Object.keys(actions).filter((name) => name in invariants || name in stepProperties)).toEqual([]);
  });
});
