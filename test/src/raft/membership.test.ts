/** Changes of membership, one server at a time. */
import { describe, expect, it } from 'vitest';
import {
  actions,
  Config,
  ConfigAt,
  ConfigIsCommitted,
  IsQuorum,
  Members,
  NoSnapshot,
  type RaftState,
  Voters,
} from '../../../src/raft/index.ts';
import {
  append,
  bounded,
  c,
  candidate,
  entries,
  follower,
  install,
  leader,
  members,
  noop,
  preCandidate,
  reading,
  snapshot,
} from './make.ts';

const { AddLearner, AddServer, HandleAppendEntriesRequest, HandleInstallSnapshotRequest, RemoveServer, Retire } = actions;

/** A leader of term 2 that has committed its no-op, and all that follows the log. */
function established(log: RaftState['log'], changes: Partial<RaftState> = {}): RaftState {
  return leader(2, { log: [...log, noop(2)], commitIndex: log.length + 1, matchIndex: { s1: 0, s2: 9, s3: 9 }, ...changes });
}

const three = established([]);
const two = established([members(1, ['s1', 's2'])]);
const learning = established([members(1, ['s1', 's2'], ['s3'])]);

describe('thesis 4.1: who takes part', () => {
  it('Config: a server uses the latest configuration in its log, committed or not', () => {
    const s = follower({ log: [members(1, ['s1', 's2'], ['s3']), noop(1), members(1, ['s1'], ['s3']), noop(1)] });
    expect(Config(s)).toEqual({ voters: ['s1'], learners: ['s3'] });
    expect(Voters(s)).toEqual(['s1']);
    expect(Members(s)).toEqual(['s1', 's3']);
    expect([1, 2, 3, 4].map((k) => ConfigAt(s, k).voters.length)).toEqual([2, 2, 1, 1]);
  });

  it('Config: without one in the log it is that of the snapshot, at first the one that all begin with (section 7)', () => {
    expect(Config(follower())).toEqual({ voters: ['s1', 's2', 's3'], learners: [] });
    const config = { voters: ['s3'], learners: ['s1'] };
    expect(Config(follower({ snapshot: snapshot(2, 1, { config }), log: entries(1) }))).toEqual(config);
    expect(NoSnapshot({ ...c, initVoters: ['s3', 's1'], initLearners: ['s2'] }).config).toEqual({ voters: ['s1', 's3'], learners: ['s2'] });
  });

  it('ConfigIsCommitted: is the latest one, and with it all before', () => {
    const s = follower({ log: [noop(1), members(1, ['s1']), noop(1)], commitIndex: 1 });
    expect(ConfigIsCommitted(s)).toBe(false);
    expect(ConfigIsCommitted({ ...s, commitIndex: 2 })).toBe(true);
    expect(ConfigIsCommitted(follower({ log: entries(1) }))).toBe(true);
    expect(ConfigIsCommitted(follower({ snapshot: snapshot(3, 1), log: [members(1, ['s1'])], commitIndex: 3 }))).toBe(false);
  });

  it('IsQuorum: more than half of the voters, and nobody else counts (thesis 4.2.1)', () => {
    expect(IsQuorum(['s1', 's2'], ['s1', 's2', 's3'])).toBe(true);
    expect(IsQuorum(['s1'], ['s1', 's2', 's3'])).toBe(false);
    expect(IsQuorum(['s1', 's2'], ['s1', 's2', 's3', 's4'])).toBe(false);
    expect(IsQuorum(['s1', 's4', 's5'], ['s1', 's2', 's3'])).toBe(false);
    expect(IsQuorum(['s1'], ['s1'])).toBe(true);
    expect(IsQuorum([], [])).toBe(false);
  });

  it('a change that is removed from the log takes its configuration with it', () => {
    const s = follower({ currentTerm: 2, log: [noop(1), members(1, ['s1', 's2'])], commitIndex: 1 });
    expect(Voters(s)).toEqual(['s1', 's2']);
    const m = append(2, { prevLogIndex: 1, prevLogTerm: 1, entries: [noop(2)] });
    expect(Voters(HandleAppendEntriesRequest('s1', s, m)?.state ?? s)).toEqual(['s1', 's2', 's3']);
  });

  it('a change that is removed gives way to the one before it, and a new one takes effect as it is appended', () => {
    const s = follower({ currentTerm: 2, log: [members(1, ['s1', 's2']), members(1, ['s1'])], commitIndex: 1 });
    const undone = append(2, { prevLogIndex: 1, prevLogTerm: 1, entries: [noop(2)] });
    expect(Voters(HandleAppendEntriesRequest('s1', s, undone)?.state ?? s)).toEqual(['s1', 's2']);
    const replaced = append(2, { prevLogIndex: 1, prevLogTerm: 1, entries: [members(2, ['s2'])] });
    expect(Voters(HandleAppendEntriesRequest('s1', s, replaced)?.state ?? s)).toEqual(['s2']);
  });

  it('a snapshot brings its configuration; a later one in the part of the log that stays is used before it (section 7)', () => {
    const s = follower({ currentTerm: 2, log: [noop(1), noop(1), members(1, ['s1'])] });
    const config = { voters: ['s2', 's3'], learners: ['s1'] };
    const kept = HandleInstallSnapshotRequest('s1', s, install(2, snapshot(2, 1, { config })))?.state ?? s;
    expect([Voters(kept), kept.snapshot.config]).toEqual([['s1'], config]);
    const discarded = HandleInstallSnapshotRequest('s1', s, install(2, snapshot(2, 2, { config })))?.state ?? s;
    expect(Config(discarded)).toEqual(config);
  });
});

describe('thesis 4.1: when a leader may change the configuration', () => {
  /** Each of the three changes, with s4 as a learner for the last one. */
  const changes = (s: RaftState) => {
    const config = { voters: ['s1', 's2', 's3'], learners: ['s4'] };
    const taught = { ...s, snapshot: { ...s.snapshot, config }, matchIndex: { ...s.matchIndex, s4: 9 } };
    const last = s.log.findLast(({ type }) => type === 'config');
    const log = s.log.map((entry) => (entry === last ? { ...entry, type: 'config' as const, config } : entry));
    return [RemoveServer(c, s, 's2'), AddLearner(c, s, 's5'), AddServer(c, { ...taught, log }, 's4')];
  };

  it('once the last change is committed, and an entry of its own term', () => {
    for (const result of changes(three)) expect(result).toBeDefined();
  });

  it('nobody but a leader', () => {
    for (const state of ['Follower', 'PreCandidate', 'Candidate'] as const)
      for (const result of changes({ ...three, state })) expect(result).toBeUndefined();
  });

  it('not while the last change is not committed: two at one stroke need not have a server in common', () => {
    const pending = established([], { log: [noop(2), members(2, ['s1', 's2', 's3'])], commitIndex: 1 });
    for (const result of changes(pending)) expect(result).toBeUndefined();
    for (const result of changes({ ...pending, commitIndex: 2 })) expect(result).toBeDefined();
  });

  it('not before an entry of its own term is committed: the repaired rule', () => {
    for (const commitIndex of [0, 1]) {
      const fresh = leader(2, { log: [noop(1), noop(2)], commitIndex });
      for (const result of changes(fresh)) expect(result).toBeUndefined();
    }
    for (const result of changes(leader(2, { log: [noop(1), noop(2)], commitIndex: 2 }))) expect(result).toBeDefined();
  });

  it('not while it hands over (thesis 3.10)', () => {
    for (const result of changes({ ...three, transferee: 's2' })) expect(result).toBeUndefined();
  });

  it('not more often than a model allows for in a log', () => {
    const log = [members(2, ['s1', 's2', 's3'])];
    const s = leader(2, { log, commitIndex: 1 });
    expect(RemoveServer(bounded({ maxConfigs: 1 }), s, 's2')).toBeUndefined();
    expect(RemoveServer(bounded({ maxConfigs: 2 }), s, 's2')).toBeDefined();
    expect(RemoveServer(bounded({ maxConfigs: 1 }), leader(2, { snapshot: snapshot(1, 2), commitIndex: 1 }), 's2')).toBeDefined();
  });
});

describe('thesis 4.2.1, catching up new servers: AddLearner', () => {
  it('a new server gets the log and has no vote; the change takes effect as it is appended', () => {
    const result = AddLearner(c, two, 's3');
    const added = members(2, ['s1', 's2'], ['s3']);
    expect(result).toEqual({ state: { ...two, log: [...two.log, added] }, send: [] });
    expect(Members(result?.state ?? two)).toEqual(['s1', 's2', 's3']);
  });

  it('not one who takes part already, voting or learning', () => {
    expect(AddLearner(c, two, 's2')).toBeUndefined();
    expect(AddLearner(c, learning, 's3')).toBeUndefined();
  });
});

describe('thesis 4.2.1, catching up new servers: AddServer', () => {
  it('a learner that has caught up becomes a voter', () => {
    const result = AddServer(c, learning, 's3');
    expect(result).toEqual({ state: { ...learning, log: [...learning.log, members(2, ['s1', 's2', 's3'])] }, send: [] });
  });

  it('not one that lacks what is committed', () => {
    const { commitIndex } = learning;
    expect(AddServer(c, { ...learning, matchIndex: { s1: 0, s2: 9, s3: commitIndex - 1 } }, 's3')).toBeUndefined();
    expect(AddServer(c, { ...learning, matchIndex: { s1: 0, s2: 9, s3: commitIndex } }, 's3')).toBeDefined();
    expect(AddServer(c, { ...learning, matchIndex: {} }, 's3')).toBeUndefined();
  });

  it('not one that does not learn: neither a voter nor a stranger', () => {
    expect(AddServer(c, learning, 's2')).toBeUndefined();
    expect(AddServer(c, two, 's3')).toBeUndefined();
  });
});

describe('thesis 4.1: RemoveServer', () => {
  it('a voter leaves, and learners stay', () => {
    const result = RemoveServer(c, learning, 's2');
    expect(result).toEqual({ state: { ...learning, log: [...learning.log, members(2, ['s1'], ['s3'])] }, send: [] });
  });

  it('the leader itself may (thesis 4.2.2)', () => {
    expect(Voters(RemoveServer(c, three, 's1')?.state ?? three)).toEqual(['s2', 's3']);
  });

  it('not one who does not vote', () => {
    expect(RemoveServer(c, two, 's3')).toBeUndefined();
    expect(RemoveServer(c, learning, 's3')).toBeUndefined();
  });

  it('not the last one', () => {
    expect(RemoveServer(c, established([members(1, ['s1'], ['s3'])]), 's1')).toBeUndefined();
  });

  it('within the bounds of a model', () => {
    expect(RemoveServer(bounded({ removable: ['s3'] }), three, 's2')).toBeUndefined();
    expect(RemoveServer(bounded({ removable: ['s3'] }), three, 's3')).toBeDefined();
  });
});

describe('thesis 4.2.2, removing the current leader: Retire', () => {
  const removed = leader(2, {
    log: [noop(2), members(2, ['s2', 's3'])],
    commitIndex: 2,
    lastApplied: 1,
    matchIndex: { s1: 0, s2: 2, s3: 2 },
  });

  it('a leader that is no longer in the configuration stops once that is committed, and forgets what only leaders have', () => {
    const s = { ...removed, transferee: 's2', reading: reading({ queue: [{ read: 'r1', index: 1 }], round: 1 }) };
    const { log, commitIndex, lastApplied } = removed;
    expect(Retire(c, 's1', s)).toEqual({
      state: follower({ currentTerm: 2, votedFor: 's1', log, commitIndex, lastApplied }),
      send: [],
    });
  });

  it('not before: until then it leads, without counting itself', () => {
    expect(Retire(c, 's1', { ...removed, commitIndex: 1 })).toBeUndefined();
  });

  it('not one that still votes', () => {
    expect(Retire(c, 's1', three)).toBeUndefined();
  });

  it('one that only learns does not lead either', () => {
    expect(Retire(c, 's1', { ...removed, log: [noop(2), members(2, ['s2', 's3'], ['s1'])] })?.state.state).toBe('Follower');
  });

  it('nobody retires that does not lead', () => {
    const rest = { log: removed.log, commitIndex: 2 };
    for (const s of [follower(rest), preCandidate(2, rest), candidate(2, rest)]) expect(Retire(c, 's1', s)).toBeUndefined();
  });
});
