/** Each invariant against states that violate it: one that cannot fail says nothing. */
import { describe, expect, it } from 'vitest';
import { clean, logFile, pageStore, raftOnDisk } from '../../../src/storage/index.ts';
import { deepFreeze } from '../freeze.ts';
import { logConfig, pageConfig, raftConfig } from './models.ts';

/** What each invariant says of the states that are to violate it, and of a good one. */
function verdicts<C, S>(
  invariants: Readonly<Record<string, (c: C, s: S) => boolean>>,
  c: C,
  good: S,
  wrong: Readonly<Record<string, readonly Partial<S>[]>>,
): readonly unknown[] {
  expect(Object.keys(wrong)).toEqual(Object.keys(invariants));
  return Object.entries(invariants).flatMap(([name, holds]) => {
    const bad = (wrong[name] ?? []).map((changes) => holds(c, deepFreeze({ ...good, ...changes })));
    return bad.length > 0 && holds(c, good) && !bad.includes(true) ? [] : [{ name, good: holds(c, good), bad }];
  });
}

describe('invariants fail where they should, and there only', () => {
  it('those of the log file', () => {
    const record = (value: logFile.Content, mark = 0): logFile.LogRecord => ({ value, mark });
    const blocks = { 1: record('v1'), 2: record('v2', 1) };
    const machine = { state: ['v1'], index: 1 };
    const history = { wrote: ['v1', 'v2'], acked: ['v1'], rotten: false };
    const good: logFile.LogFileState = { file: clean(blocks), status: 'up', length: 2, synced: 2, memory: machine, page: machine, history };
    const garbage = clean({ ...blocks, 2: logFile.TORN });
    const lost = { ...clean(blocks), disk: { ...blocks, 2: logFile.EMPTY } };
    expect(
      verdicts(logFile.invariants, logConfig(true), good, {
        TypeOK: [
          { synced: 3 },
          { length: 3 },
          { file: clean({ ...blocks, 2: record('v3') }) },
          { file: clean({ ...blocks, 2: record('v2', 3) }) },
          { file: { ...clean(blocks), dirty: [3] } },
          { memory: { state: ['v3'], index: 1 } },
          { page: { state: [], index: 3 } },
          { history: { ...history, wrote: ['v1', 'v2', 'v1'] } },
          { history: { ...history, acked: [null] } },
        ],
        CleanIsDurable: [{ file: lost }],
        SyncedIsDurable: [{ file: { ...lost, dirty: [2] } }, { file: garbage }],
        MetaImpliesData: [{ file: clean({ ...blocks, 1: logFile.TORN }) }],
        AckedSurvivesCrash: [{ length: 0 }, { history: { ...history, acked: ['v2'] } }],
        LogMatching: [{ file: garbage }],
        RecoveredIsPrefix: [{ history: { ...history, wrote: ['v1'] } }, { file: garbage }],
        StateMatchesLog: [{ page: { state: ['v2'], index: 1 } }, { memory: { state: ['v1', 'v2', 'v1'], index: 3 } }],
        AppliedOnce: [{ memory: { state: ['v1', 'v1'], index: 1 } }],
        RefusesOnlyCorrupt: [{ status: 'refused' }],
      }),
    ).toEqual([]);
  });

  it('those of the page store', () => {
    const blocks = { 0: 0, 1: 1, 2: 0, 3: 1 };
    const history = { acked: 1, rotten: false };
    const good: pageStore.PageStoreState = { file: clean(blocks), status: 'up', phase: 'idle', txn: 1, history };
    expect(
      verdicts(pageStore.invariants, pageConfig(), good, {
        TypeOK: [
          { txn: 4 },
          { file: clean({ ...blocks, 1: 4 }) },
          { file: { ...clean(blocks), dirty: [4] } },
          { history: { ...history, acked: 4 } },
        ],
        CleanIsDurable: [{ file: { ...clean(blocks), disk: { ...blocks, 3: 0 } } }],
        MetaImpliesData: [{ file: clean({ ...blocks, 3: -1 }) }],
        AckedSurvivesCrash: [{ txn: 0 }],
        RecoveredIsPrefix: [{ file: clean({ ...blocks, 3: -1 }) }],
        RefusesOnlyCorrupt: [{ status: 'refused' }],
      }),
    ).toEqual([]);
  });

  it('those of Raft on its disks', () => {
    const content = { term: 1, vote: 's1', entry: 1 };
    const server: raftOnDisk.Server = { memory: content, disk: content, dirty: [], role: 'Leader' };
    const other: raftOnDisk.Server = { ...server, role: 'Follower' };
    const vote = { voter: 's1', term: 1, candidate: 's1' };
    const servers = { s1: server, s2: other };
    const good: raftOnDisk.RaftOnDiskState = {
      servers,
      votes: [vote, { ...vote, voter: 's2' }],
      acks: [{ server: 's1', term: 1 }],
      committed: [1],
    };
    const forgot = { ...other, disk: { ...content, vote: 's2' } };
    const empty = { ...other, disk: { ...content, entry: 0 } };
    const older = { ...other, disk: { ...content, term: 0 } };
    const twice = [...good.votes, { ...vote, candidate: 's2' }, { ...vote, voter: 's2', candidate: 's2' }];
    expect(
      verdicts(raftOnDisk.invariants, raftConfig, good, {
        TypeOK: [
          { committed: [2] },
          { acks: [{ server: 's3', term: 1 }] },
          { votes: [{ ...vote, term: 2 }] },
          { servers: { ...servers, s2: { ...other, memory: { ...content, term: 2 } } } },
          { servers: { ...servers, s2: { ...other, disk: { ...content, vote: 's3' } } } },
        ],
        VoteDurableBeforeReply: [{ servers: { ...servers, s2: forgot } }, { servers: { ...servers, s2: older } }],
        AckDurableBeforeReply: [{ servers: { s1: empty, s2: other } }],
        ElectionSafety: [{ votes: twice }],
        LeaderCompleteness: [{ servers: { ...servers, s1: { ...server, memory: { ...content, entry: 0 } } } }],
        AckedSurvivesCrash: [{ servers: { ...servers, s2: empty } }],
      }),
    ).toEqual([]);
    const back = { ...good, servers: { ...servers, s2: older } };
    expect(raftOnDisk.stepProperties.MonotonicTerm?.(raftConfig, good, back)).toBe(false);
    expect(raftOnDisk.stepProperties.MonotonicTerm?.(raftConfig, back, good)).toBe(true);
  });
});
