/** Writing, and the catch-up before it. */
import { describe, expect, it } from 'vitest';
import { actions, Writable } from '../../../src/pull-raft/index.ts';
import { bounded, c, candidate, dryRunCandidate, entries, noop, position, positions, primary, pulled, secondary } from './make.ts';

const { ChooseSyncSource, ClientRequest, HandlePullEntriesResponse, LeaveSyncSource, Rollback, WriteFirstEntry } = actions;

describe('the paper, catch-up, and Raft section 8: WriteFirstEntry', () => {
  it('the first entry of the term is a no-op, and from now on it pulls from nobody', () => {
    const s = primary(2, { log: entries(1), syncSource: 's2', cursor: 0, commitPoint: position(1, 1) });
    expect(WriteFirstEntry(s)).toEqual({ state: { ...s, log: [...s.log, noop(2)], syncSource: undefined, cursor: -1 }, send: [] });
  });

  it('to an empty log as well', () => {
    expect(WriteFirstEntry(primary(1))?.state.log).toEqual([noop(1)]);
  });

  it('once a term', () => {
    expect(WriteFirstEntry(primary(2, { log: entries(1, 2) }))).toBeUndefined();
  });

  it('only a primary writes', () => {
    for (const s of [secondary({ currentTerm: 2 }), dryRunCandidate(2), candidate(2)]) expect(WriteFirstEntry(s)).toBeUndefined();
  });
});

describe('the paper, writing, and Raft section 5.3: ClientRequest', () => {
  it('the primary appends the command, in its term', () => {
    const s = primary(2, { log: [...entries(1), noop(2)] });
    expect(ClientRequest(c, s, 'x')).toEqual({ state: { ...s, log: [...s.log, { term: 2, value: 'x' }] }, send: [] });
  });

  it('not before the first entry of its term: until then it is only elected', () => {
    expect(ClientRequest(c, primary(2, { log: entries(1) }), 'x')).toBeUndefined();
    expect(ClientRequest(c, primary(1), 'x')).toBeUndefined();
  });

  it('nobody else takes commands', () => {
    const rest = { log: entries(2) };
    for (const s of [secondary({ currentTerm: 2, ...rest }), dryRunCandidate(2, rest), candidate(2, rest)])
      expect(ClientRequest(c, s, 'x')).toBeUndefined();
  });

  it('within the bounds of a model', () => {
    expect(ClientRequest(bounded({ maxIndex: 2 }), primary(2, { log: entries(2) }), 'x')).toBeDefined();
    expect(ClientRequest(bounded({ maxIndex: 2 }), primary(2, { log: entries(2, 2) }), 'x')).toBeUndefined();
  });
});

describe('the paper, catch-up: a primary that is only elected', () => {
  const elected = primary(3, { log: entries(1), syncSource: 's2' });

  it('Writable: with an entry of its own term, not with one of an older', () => {
    expect(Writable(elected)).toBe(false);
    expect(Writable(primary(3, { log: entries(1, 3) }))).toBe(true);
    expect(Writable(secondary({ currentTerm: 3, log: entries(1, 3) }))).toBe(false);
    expect(Writable(primary(1))).toBe(false);
  });

  it('still pulls: what its source has more, of older terms, is appended', () => {
    const result = HandlePullEntriesResponse(c, elected, pulled(2, entries(1, 2, 2), 1));
    expect(result?.state).toEqual({ ...elected, log: entries(1, 2, 2), cursor: 0 });
  });

  it('may change its source, and leave it', () => {
    expect(ChooseSyncSource(c, 's1', elected, 's3')?.state).toEqual({ ...elected, syncSource: 's3' });
    expect(LeaveSyncSource(c, 's1', elected, pulled(2, entries(1), 1))?.state).toEqual({ ...elected, syncSource: undefined });
  });

  it('rolls back nothing: a source whose log does not meet its own is left, newer or not (the paper, rollback)', () => {
    const forked = pulled(2, entries(2, 2), 1);
    expect(Rollback(c, elected, forked)).toBeUndefined();
    expect(LeaveSyncSource(c, 's1', elected, forked)?.state).toEqual({ ...elected, syncSource: undefined });
  });

  it('what it knows of the others’ positions is kept while it catches up (the paper, positions)', () => {
    const s = { ...elected, lastPosition: positions({ s3: position(1, 1) }) };
    expect(HandlePullEntriesResponse(c, s, pulled(2, entries(1, 2), 1))?.state.lastPosition).toBe(s.lastPosition);
    expect(WriteFirstEntry(s)?.state.lastPosition).toBe(s.lastPosition);
  });
});
