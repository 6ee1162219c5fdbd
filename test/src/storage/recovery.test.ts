/** What is found after a crash, story by story: what a reader of the specification would try by hand. */
import { describe, expect, it } from 'vitest';
import { logFile, pageStore, raftOnDisk } from '../../../src/storage/index.ts';
import { logConfig, pageConfig, play, raftConfig } from './models.ts';

type LogAction = logFile.LogFileAction;

const write = (v: string): LogAction => ({ type: 'WriteRecord', v });
const sync: LogAction = { type: 'Sync' };
const recover: LogAction = { type: 'Recover' };
const crash = (kept: readonly number[] = [], torn: readonly number[] = []): LogAction => ({ type: 'Crash', kept, torn });

describe('a log after a crash', () => {
  const c = logConfig(false);
  const found = (...actions: readonly LogAction[]): readonly unknown[] => {
    const s = play(logFile.logFile, c, ...actions);
    return [s.status, ...logFile.log(s)];
  };

  it('has what was synced, and what reached the disk without a sync', () => {
    expect(found(write('v1'), sync, write('v2'), crash(), recover)).toEqual(['up', 'v1']);
    expect(found(write('v1'), sync, write('v2'), crash([2]), recover)).toEqual(['up', 'v1', 'v2']);
  });

  it('has its torn tail cut off, and serves when that is synced', () => {
    expect(found(write('v1'), sync, write('v2'), crash([], [2]), recover)).toEqual(['repair', 'v1']);
    expect(found(write('v1'), sync, write('v2'), crash([], [2]), recover, sync)).toEqual(['up', 'v1']);
  });

  it('has nothing behind a gap, where nothing was durable', () => {
    expect(found(write('v1'), write('v2'), crash([2]), recover)).toEqual(['repair']);
  });

  it('is refused where a record is missing that was durable', () => {
    const rotten: readonly LogAction[] = [write('v1'), sync, write('v2'), sync, crash(), { type: 'Rot', b: 1 }];
    expect(found(...rotten, { type: 'Refuse' })).toEqual(['refused']);
    expect(() => found(...rotten, recover)).toThrow('not enabled');
  });
});

describe('a page store after a crash', () => {
  const commit = [{ type: 'WriteData' }, { type: 'SyncData' }, { type: 'WriteMeta' }, { type: 'SyncMeta' }, { type: 'Ack' }] as const;
  const txn = (...actions: readonly pageStore.PageStoreAction[]): number =>
    play(pageStore.pageStore, pageConfig(), ...actions, { type: 'Recover' }).txn;

  it('has the last transaction whose meta page is there', () => {
    expect(txn(...commit, { type: 'Crash', kept: [], torn: [] })).toBe(1);
    expect(txn(...commit, ...commit.slice(0, 3), { type: 'Crash', kept: [], torn: [] })).toBe(1);
    expect(txn(...commit, ...commit.slice(0, 3), { type: 'Crash', kept: [], torn: [0] })).toBe(1);
    expect(txn(...commit, ...commit.slice(0, 3), { type: 'Crash', kept: [0], torn: [] })).toBe(2);
  });
});

describe('a server after a crash', () => {
  const { raftOnDisk: servers } = raftOnDisk;
  const asked = [
    { type: 'Timeout', i: 's1' },
    { type: 'Sync', i: 's1' },
    { type: 'UpdateTerm', i: 's2', j: 's1' },
    { type: 'Vote', i: 's2', j: 's1' },
  ] as const;
  const reply = { type: 'Reply', i: 's2', j: 's1' } as const;

  it('has said nothing of a vote that is lost', () => {
    expect(() => play(servers, raftConfig, ...asked, reply)).toThrow('not enabled');
    const s = play(servers, raftConfig, ...asked, { type: 'Sync', i: 's2' }, reply, { type: 'Crash', i: 's2', kept: [] });
    expect([s.votes, s.servers.s2?.memory.vote]).toEqual([[{ voter: 's2', term: 1, candidate: 's1' }], 's1']);
  });

  it('has the term with the vote, or neither, if they are one record', () => {
    const half = { type: 'Crash', i: 's2', kept: ['vote'] } as const;
    expect(() => play(servers, raftConfig, ...asked, half)).toThrow('not enabled');
    const two = { ...raftConfig, oneRecord: false };
    expect(() => play(servers, two, ...asked)).toThrow('not enabled');
    const waited = [asked[0], asked[1], asked[2], { type: 'Sync', i: 's2' }, asked[3]] as const;
    expect(play(servers, two, ...waited, half).servers.s2?.disk).toEqual({ term: 1, vote: 's1', entry: 0 });
  });
});
