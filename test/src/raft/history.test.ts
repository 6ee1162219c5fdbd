/** The history variables: what they see, and that they see nothing where nothing happens. */
import { describe, expect, it } from 'vitest';
import { actions, invariants, stepProperties } from '../../../src/raft/index.ts';
import { deepFreeze } from '../freeze.ts';
import { config, model, run, type Scripted, server } from './models.ts';

const c = deepFreeze(config());

/** s1 is elected in term 1, with the vote of s2. */
const elected: readonly Scripted[] = [
  ['Timeout', 's1'],
  ['UpdateTerm', 's2', 1],
  ['HandleRequestVoteRequest', 's2', 's1'],
  ['HandleRequestVoteResponse', 's1', 's2'],
  ['BecomeLeader', 's1'],
];

/** And its no-op is committed. */
const committed: readonly Scripted[] = [
  ...elected,
  ['AppendEntries', 's1', 's2'],
  ['HandleAppendEntriesRequest', 's2', 's1'],
  ['HandleAppendEntriesResponse', 's1', 's2'],
  ['AdvanceCommitIndex', 's1'],
];

describe('the history', () => {
  it('holds who was elected, what was committed, and how much of it when a read was asked for', () => {
    const s = run(c, ...committed, ['ClientRead', 's1', 'r1']);
    expect(s.history).toEqual({
      elections: [{ term: 1, leader: 's1' }],
      committed: [{ entry: { term: 1, type: 'noop' }, term: 1 }],
      asked: { r1: 1, r2: -1 },
    });
    expect(server(s, 's1').reading.queue).toEqual([{ read: 'r1', index: 1 }]);
  });

  it('has no read asked for twice', () => {
    const s = run(c, ...committed, ['ClientRead', 's1', 'r1']);
    const m = model(c);
    expect(m.next(s, { type: 'ClientRead', i: 's1', r: 'r1' })).toBeUndefined();
    expect(m.next(s, { type: 'ClientRead', i: 's1', r: 'r2' })?.history.asked).toEqual({ r1: 1, r2: 1 });
  });

  it('is the same object after a step that is none of its business, and so is the state after one that changes nothing', () => {
    const s = deepFreeze(run(c, ...elected, ['AppendEntries', 's1', 's2']));
    const m = model(c);
    expect(m.next(s, { type: 'AppendEntries', i: 's1', j: 's2' })).toBe(s);
    expect(m.next(s, { type: 'ClientRequest', i: 's1', v: 'v1' })?.history).toBe(s.history);
    expect(m.next(s, { type: 'Restart', i: 's3' })).toBe(s);
  });

  it('sees an entry replaced that was committed', () => {
    const s = run(c, ...committed);
    const other = { term: 2, type: 'noop' } as const;
    const leader = { ...server(s, 's1'), currentTerm: 2, commitIndex: 0, log: [other, other] };
    const t = model(c).next(
      { ...s, processes: { ...s.processes, s1: { ...leader, matchIndex: { s1: 0, s2: 2, s3: 0 } } } },
      { type: 'AdvanceCommitIndex', i: 's1' },
    );
    expect(t?.history.committed.map(({ entry, term }) => [entry.term, term])).toEqual([
      [2, 2],
      [2, 2],
    ]);
  });
});

describe('the properties', () => {
  it('hold on the way to an entry that is committed and applied', () => {
    const script: readonly Scripted[] = [...committed, ['Apply', 's1'], ['TakeSnapshot', 's1'], ['Restart', 's1']];
    for (let n = 1; n <= script.length; n++) {
      const s = run(c, ...script.slice(0, n - 1));
      const t = run(c, ...script.slice(0, n));
      for (const [name, holds] of Object.entries(invariants)) expect([n, name, holds(c, t)]).toEqual([n, name, true]);
      for (const [name, holds] of Object.entries(stepProperties)) expect([n, name, holds(c, s, t)]).toEqual([n, name, true]);
    }
  });

  it('are not the actions', () => {
    expect(Object.keys(actions).filter((name) => name in invariants || name in stepProperties)).toEqual([]);
  });
});
