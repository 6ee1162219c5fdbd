/** Rolling back what the source does not have. */
import { describe, expect, it } from 'vitest';
import { actions, type PullRaftState } from '../../../src/pull-raft/index.ts';
import { c, candidate, dryRunCandidate, entries, position, positions, primary, pulled, reading, secondary } from './make.ts';

const { HandlePullEntriesResponse, LeaveSyncSource, Rollback } = actions;

const log = entries(1, 2, 2);
const s1 = secondary({ currentTerm: 3, log, syncSource: 's2', cursor: 4, rollbackId: 2 });
/** The source has other entries, and its last one is newer. */
const forked = pulled(3, entries(1, 3, 3), 3, { commitPoint: position(3, 3) });

describe('the paper, rollback: Rollback', () => {
  it('the last entry is taken back, the source given up, and the rollback counted', () => {
    expect(Rollback(c, s1, forked)).toEqual({
      state: { ...s1, log: entries(1, 2), rollbackId: 3, syncSource: undefined, cursor: -1 },
      send: [],
    });
  });

  it('SERVER-54374: no commit point is learned', () => {
    const s = { ...s1, commitPoint: position(1, 1) };
    expect(Rollback(c, s, forked)?.state.commitPoint).toBe(s.commitPoint);
  });

  it('the source may be so far ahead that it does not bring the entry, or so far behind that it has none there', () => {
    expect(Rollback(c, s1, pulled(3, entries(1, 3), 3))?.state.log).toEqual(entries(1, 2));
    expect(Rollback(c, s1, pulled(3, entries(3), 3))?.state.log).toEqual(entries(1, 2));
  });

  it('only to a newer source: its last term counts first, then its index (SERVER-27403)', () => {
    const may = (last: ReturnType<typeof position>): boolean => Rollback(c, s1, { ...forked, position: last }) !== undefined;
    expect([position(3, 1), position(2, 4)].map(may)).toEqual([true, true]);
    expect([position(2, 3), position(2, 2), position(1, 9), position(0, 0)].map(may)).toEqual([false, false, false, false]);
  });

  it('any election that the member stands in is given up: it stood with the entry', () => {
    for (const s of [dryRunCandidate(3, { log, syncSource: 's2' }), candidate(3, { log, syncSource: 's2', votesGranted: ['s1', 's3'] })]) {
      expect(Rollback(c, s, forked)?.state).toMatchObject({ state: 'Secondary', votesGranted: [], votedFor: s.votedFor, currentTerm: 3 });
    }
  });

  it('a primary rolls back nothing', () => {
    const s = primary(3, { log, syncSource: 's2' });
    expect(Rollback(c, s, forked)).toBeUndefined();
    expect(LeaveSyncSource(c, 's1', s, forked)).toBeDefined();
  });

  it('not where the logs meet, and not for the answer to a query that was continued (the paper, pulling)', () => {
    expect(Rollback(c, s1, pulled(3, entries(1, 2, 2, 3), 3))).toBeUndefined();
    expect(Rollback(c, s1, { ...forked, exclusive: true })).toBeUndefined();
  });

  it('an empty log meets every log', () => {
    expect(Rollback(c, secondary({ currentTerm: 3, syncSource: 's2' }), pulled(3, entries(3), 0))).toBeUndefined();
  });

  it('what else the member knows stays (the paper, positions)', () => {
    const known = { lastPosition: positions({ s3: position(2, 3) }), votedFor: 's3', reading: reading() };
    expect(Rollback(c, { ...s1, ...known }, forked)?.state).toMatchObject(known);
  });

  it('the way back to the common point is several steps, each with a source that is chosen anew', () => {
    let s: PullRaftState = secondary({ currentTerm: 4, log: entries(1, 2, 2, 2), syncSource: 's2' });
    const source = entries(1, 3, 3, 3);
    const lengths: number[] = [];
    for (let m = pulled(4, source, 4); ; m = pulled(4, source, s.log.length)) {
      const back = Rollback(c, s, m);
      if (back === undefined) break;
      lengths.push(back.state.log.length);
      expect(Rollback(c, back.state, m)).toBeUndefined();
      s = { ...back.state, syncSource: 's2' };
    }
    expect([lengths, s.rollbackId]).toEqual([[3, 2, 1], 3]);
    expect(HandlePullEntriesResponse(c, s, pulled(4, source, 1))?.state.log).toEqual(source);
  });
});
