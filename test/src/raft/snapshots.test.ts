/** Snapshots: taking, sending and installing them. */
import { describe, expect, it } from 'vitest';
import { actions, Base, EntryAt, LastIndex, TermAt } from '../../../src/raft/index.ts';
import { bounded, c, candidate, entries, follower, install, installed, leader, members, noop, preCandidate, snapshot } from './make.ts';

const { HandleInstallSnapshotRequest, HandleInstallSnapshotResponse, InstallSnapshot, TakeSnapshot } = actions;

describe('section 7, log compaction: TakeSnapshot', () => {
  const s = follower({ currentTerm: 2, log: entries(1, 1, 2), commitIndex: 2, lastApplied: 2, machine: ['x1', 'x2'] });

  it('what is applied is replaced by the state machine, with the index and term of its last entry; the rest stays', () => {
    expect(TakeSnapshot(c, 's1', s)).toEqual({
      state: { ...s, snapshot: snapshot(2, 1), log: entries(1, 1, 2).slice(2) },
      send: [],
    });
  });

  it('the log may become empty', () => {
    const all = { ...s, commitIndex: 3, lastApplied: 3, machine: ['x1', 'x2', 'x3'] };
    expect(TakeSnapshot(c, 's1', all)?.state).toMatchObject({ log: [], snapshot: snapshot(3, 2) });
  });

  it('includes the latest configuration as of its last entry, and none after it', () => {
    const log = [members(1, ['s1', 's2']), noop(1), members(1, ['s1'])];
    const result = TakeSnapshot(c, 's1', follower({ log, commitIndex: 2, lastApplied: 2 }));
    expect(result?.state.snapshot).toEqual(snapshot(2, 1, { config: { voters: ['s1', 's2'], learners: [] }, machine: [] }));
    expect(result?.state.log).toEqual([members(1, ['s1'])]);
  });

  it('keeps the configuration of the snapshot before it where there is no other', () => {
    const config = { voters: ['s1', 's2'], learners: ['s3'] };
    const t = follower({ snapshot: snapshot(3, 1, { config }), log: entries(2), commitIndex: 4, lastApplied: 4, machine: ['y'] });
    expect(TakeSnapshot(c, 's1', t)?.state).toMatchObject({ snapshot: snapshot(4, 2, { config, machine: ['y'] }), log: [] });
  });

  it('not without anything that was applied since the last one', () => {
    expect(TakeSnapshot(c, 's1', follower({ log: entries(1), commitIndex: 1 }))).toBeUndefined();
    const done = follower({ snapshot: snapshot(2, 1), log: entries(2), commitIndex: 3, lastApplied: 2 });
    expect(TakeSnapshot(c, 's1', done)).toBeUndefined();
  });

  it('any server takes its own, a leader too, within the bounds of a model', () => {
    const rest = { log: entries(1), commitIndex: 1, lastApplied: 1, machine: ['x1'] };
    expect(TakeSnapshot(c, 's1', leader(1, rest))?.state).toMatchObject({ state: 'Leader', snapshot: snapshot(1, 1), log: [] });
    expect(TakeSnapshot(bounded({ compacting: ['s2'] }), 's1', s)).toBeUndefined();
    expect(TakeSnapshot(bounded({ compacting: ['s1'] }), 's1', s)).toBeDefined();
  });

  it('not of what the server does not hold', () => {
    expect(TakeSnapshot(c, 's1', follower({ log: entries(1), lastApplied: 2 }))).toBeUndefined();
  });
});

describe('section 7: indexes and terms after a snapshot', () => {
  const s = follower({ snapshot: snapshot(3, 1), log: entries(2, 3) });

  it('Base, LastIndex, EntryAt and TermAt count on from it', () => {
    expect([Base(s), LastIndex(s)]).toEqual([3, 5]);
    expect([4, 5].map((k) => EntryAt(s, k))).toEqual(entries(2, 3));
    expect([3, 4, 5].map((k) => TermAt(s, k))).toEqual([1, 2, 3]);
  });

  it('beyond the ends of the log there is no entry, and no term', () => {
    expect([-1, 0, 3, 6, 99].map((k) => EntryAt(s, k))).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect([-1, 0, 2, 6].map((k) => TermAt(s, k))).toEqual([undefined, undefined, undefined, undefined]);
    expect(TermAt(follower(), 0)).toBe(0);
  });
});

describe('Figure 13, section 7: InstallSnapshot', () => {
  const s = leader(3, { snapshot: snapshot(3, 1), log: entries(3), nextIndex: { s1: 5, s2: 3, s3: 4 } });

  it('the leader sends its snapshot to a follower that needs what is no longer in the log', () => {
    const result = InstallSnapshot('s1', s, 's2');
    const { config, machine } = s.snapshot;
    expect(result?.send).toEqual([
      {
        type: 'InstallSnapshotRequest',
        to: 's2',
        term: 3,
        leaderId: 's1',
        lastIncludedIndex: 3,
        lastIncludedTerm: 1,
        data: { config, machine },
      },
    ]);
    expect(result?.state).toBe(s);
  });

  it('not to one that needs what is still there', () => {
    expect(InstallSnapshot('s1', s, 's3')).toBeUndefined();
    expect(InstallSnapshot('s1', leader(3), 's2')).toBeUndefined();
  });

  it('goes from a leader to the other members, learners included, and to nobody else (thesis 4.2.1)', () => {
    expect(InstallSnapshot('s1', { ...s, nextIndex: { s1: 1, s2: 1, s3: 1 } }, 's1')).toBeUndefined();
    for (const role of ['Follower', 'PreCandidate', 'Candidate'] as const)
      expect(InstallSnapshot('s1', { ...s, state: role }, 's2')).toBeUndefined();
    const config = { voters: ['s1', 's3'], learners: ['s2'] };
    expect(InstallSnapshot('s1', { ...s, snapshot: snapshot(3, 1, { config }) }, 's2')).toBeDefined();
    expect(InstallSnapshot('s1', { ...s, log: [members(3, ['s1', 's3'])] }, 's2')).toBeUndefined();
  });
});

describe('Figure 13, InstallSnapshot, receiver: HandleInstallSnapshotRequest', () => {
  const s = follower({ currentTerm: 3, votedFor: 's3', log: entries(1, 1, 2, 2), commitIndex: 1, lastApplied: 1, machine: ['x1'] });
  const reply = { type: 'InstallSnapshotResponse', to: 's2', term: 3, from: 's1' };

  it('rule 1: an old term is told of the new one, and nothing is installed', () => {
    const result = HandleInstallSnapshotRequest('s1', s, install(2, snapshot(9, 2)));
    expect(result).toEqual({ state: s, send: [{ ...reply, matchIndex: 0 }] });
    expect(result?.state).toBe(s);
    expect(HandleInstallSnapshotRequest('s1', leader(3), install(2, snapshot(9, 2)))?.state.state).toBe('Leader');
  });

  it('a request of a new term waits for UpdateTerm (section 5.1)', () => {
    expect(HandleInstallSnapshotRequest('s1', s, install(4, snapshot(9, 2)))).toBeUndefined();
  });

  it('rule 6: what follows the snapshot’s last entry stays, if the server holds that entry', () => {
    const result = HandleInstallSnapshotRequest('s1', s, install(3, snapshot(2, 1)));
    expect(result?.send).toEqual([{ ...reply, matchIndex: 2 }]);
    expect(result?.state).toEqual({
      ...s,
      leaderId: 's2',
      log: s.log.slice(2),
      snapshot: snapshot(2, 1),
      commitIndex: 2,
      lastApplied: 2,
      machine: ['x1', 'x2'],
    });
  });

  it('rule 6: also where nothing follows it', () => {
    expect(HandleInstallSnapshotRequest('s1', s, install(3, snapshot(4, 2)))?.state).toMatchObject({ log: [], commitIndex: 4 });
  });

  it('rule 7: with another entry there, or none, the whole log goes', () => {
    for (const m of [install(3, snapshot(3, 3)), install(3, snapshot(5, 2)), install(3, snapshot(9, 3))]) {
      const { lastIncludedIndex: n } = m;
      expect(HandleInstallSnapshotRequest('s1', s, m)?.state).toMatchObject({ log: [], commitIndex: n, lastApplied: n });
    }
  });

  it('rule 8: the state machine and the configuration are those of the snapshot', () => {
    const config = { voters: ['s1', 's2'], learners: ['s3'] };
    const m = install(3, snapshot(9, 3, { config, machine: ['y', 'z'] }));
    const state = HandleInstallSnapshotRequest('s1', s, m)?.state;
    expect(state?.machine).toEqual(['y', 'z']);
    expect(state?.snapshot).toEqual({ lastIncludedIndex: 9, lastIncludedTerm: 3, config, machine: ['y', 'z'] });
  });

  it('what the server has committed needs no snapshot: nothing goes back, and the leader hears that it is there', () => {
    const t = follower({ ...s, leaderId: 's2', commitIndex: 3, lastApplied: 2, machine: ['x1', 'x2'] });
    for (const n of [1, 2, 3]) {
      const result = HandleInstallSnapshotRequest('s1', t, install(3, snapshot(n, 1)));
      expect(result?.state).toBe(t);
      expect(result?.send).toEqual([{ ...reply, matchIndex: n }]);
    }
  });

  it('a duplicate changes nothing, and an older one that comes late neither', () => {
    const after = HandleInstallSnapshotRequest('s1', s, install(3, snapshot(4, 2)))?.state ?? s;
    expect(HandleInstallSnapshotRequest('s1', after, install(3, snapshot(4, 2)))?.state).toBe(after);
    expect(HandleInstallSnapshotRequest('s1', after, install(3, snapshot(2, 1)))?.state).toBe(after);
  });

  it('takes the place of an older snapshot, and of the log after it', () => {
    const t = follower({ currentTerm: 3, snapshot: snapshot(3, 1), log: entries(1, 2, 2), commitIndex: 3, lastApplied: 3 });
    expect(HandleInstallSnapshotRequest('s1', t, install(3, snapshot(5, 2)))?.state).toMatchObject({
      snapshot: snapshot(5, 2),
      log: t.log.slice(2),
    });
  });

  it('section 5.2: who sends it in the term is the leader, so candidates give up; term and vote stay as they are', () => {
    for (const t of [candidate(3, { votesGranted: ['s1', 's3'] }), preCandidate(3, { votedFor: 's1' })]) {
      const after = HandleInstallSnapshotRequest('s1', t, install(3, snapshot(2, 1)))?.state;
      expect(after).toMatchObject({ state: 'Follower', leaderId: 's2', votesGranted: [], currentTerm: 3, votedFor: 's1' });
    }
  });
});

describe('section 7: HandleInstallSnapshotResponse', () => {
  const s = leader(3, { snapshot: snapshot(3, 1), log: entries(3), nextIndex: { s1: 5, s2: 1, s3: 5 } });

  it('the follower holds all that the snapshot covers: matchIndex and nextIndex move on', () => {
    expect(HandleInstallSnapshotResponse(s, installed(3, 3))).toEqual({
      state: { ...s, nextIndex: { s1: 5, s2: 4, s3: 5 }, matchIndex: { s1: 0, s2: 3, s3: 0 } },
      send: [],
    });
  });

  it('never back: an old or a duplicate one changes nothing', () => {
    const t = leader(3, { log: entries(1, 2, 3, 3), matchIndex: { s1: 0, s2: 4, s3: 0 } });
    for (const n of [0, 3, 4]) expect(HandleInstallSnapshotResponse(t, installed(3, n))?.state).toBe(t);
  });

  it('replies of another term, or to somebody who does not lead, are not for it', () => {
    for (const term of [2, 4]) expect(HandleInstallSnapshotResponse(s, installed(term, 3))).toBeUndefined();
    for (const t of [follower({ currentTerm: 3 }), preCandidate(3), candidate(3)])
      expect(HandleInstallSnapshotResponse(t, installed(3, 3))).toBeUndefined();
  });

  it('confirms no round of reads: it answers no heartbeat (thesis 6.4)', () => {
    const batch = [{ read: 'r1', index: 3 }];
    const t = leader(3, { ...s, reading: { queue: [], batch, round: 1, acks: ['s1'] } });
    expect(HandleInstallSnapshotResponse(t, installed(3, 3))?.state.reading).toBe(t.reading);
  });
});
