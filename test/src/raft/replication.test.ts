/** Replication: each rule of Figure 2 for AppendEntries, on both sides, also for messages that come late, twice or in another order. */
import { describe, expect, it } from 'vitest';
import { actions, type RaftMessage, type RaftState } from '../../../src/raft/index.ts';
import { Conflict, LogOk, Merged } from '../../../src/raft/log.ts';
import {
  append,
  appended,
  bounded,
  c,
  candidate,
  entries,
  follower,
  leader,
  members,
  preCandidate,
  reading,
  rejected,
  snapshot,
} from './make.ts';

const { AppendEntries, ClientRequest, HandleAppendEntriesRequest, HandleAppendEntriesResponse } = actions;

/** What the one message says that an action sends. */
function sent(result: { readonly send: readonly RaftMessage[] } | undefined): RaftMessage | undefined {
  expect(result?.send).toHaveLength(1);
  return result?.send[0];
}

describe('Figure 2, leaders, section 5.3: ClientRequest', () => {
  it('a command is appended to the log, in the term of the leader; nothing is sent by that', () => {
    const s = leader(2, { log: entries(1) });
    const log = [...entries(1), { term: 2, type: 'value', value: 'y' }];
    expect(ClientRequest(c, s, 'y')).toEqual({ state: { ...s, log }, send: [] });
  });

  it('nobody else takes commands (section 8)', () => {
    for (const s of [follower(), preCandidate(1), candidate(1)]) expect(ClientRequest(c, s, 'y')).toBeUndefined();
  });

  it('nor does a leader that hands over (thesis 3.10)', () => {
    expect(ClientRequest(c, leader(2, { transferee: 's2' }), 'y')).toBeUndefined();
  });

  it('within the bounds of a model, and without bounds always', () => {
    const two = bounded({ maxIndex: 2 });
    expect(ClientRequest(two, leader(1, { log: entries(1) }), 'y')).toBeDefined();
    expect(ClientRequest(two, leader(1, { log: entries(1, 1) }), 'y')).toBeUndefined();
    expect(ClientRequest(two, leader(1, { snapshot: snapshot(2, 1) }), 'y')).toBeUndefined();
    expect(ClientRequest(c, leader(1, { log: entries(1, 1) }), 'y')).toBeDefined();
  });
});

describe('Figure 2, leaders, section 5.3: AppendEntries', () => {
  const log = entries(1, 1, 2);
  const s = leader(2, { log, commitIndex: 2, nextIndex: { s1: 4, s2: 2, s3: 4 }, reading: reading({ round: 7 }) });

  it('sends what follows nextIndex, with the entry before it, the commit index, and the round of reads (thesis 6.4)', () => {
    const result = AppendEntries(c, 's1', s, 's2');
    const rest = { prevLogIndex: 1, prevLogTerm: 1, entries: log.slice(1), leaderCommit: 2, round: 7 };
    expect(sent(result)).toEqual({ type: 'AppendEntriesRequest', to: 's2', term: 2, leaderId: 's1', ...rest });
    expect(result?.state).toBe(s);
  });

  it('with nothing to send it is a heartbeat (section 5.2)', () => {
    expect(sent(AppendEntries(c, 's1', s, 's3'))).toMatchObject({ prevLogIndex: 3, prevLogTerm: 2, entries: [] });
  });

  it('from the first entry on there is none before', () => {
    const first = leader(2, { log, nextIndex: { s1: 4, s2: 1, s3: 1 } });
    expect(sent(AppendEntries(c, 's1', first, 's2'))).toMatchObject({ prevLogIndex: 0, prevLogTerm: 0, entries: log });
  });

  it('the entry before may be the last of the snapshot; what is in the snapshot cannot be sent like this (section 7)', () => {
    const compacted = { snapshot: snapshot(3, 1), log: entries(2, 2) };
    const after = leader(2, { ...compacted, nextIndex: { s1: 6, s2: 4, s3: 3 } });
    expect(sent(AppendEntries(c, 's1', after, 's2'))).toMatchObject({ prevLogIndex: 3, prevLogTerm: 1, entries: entries(2, 2) });
    expect(AppendEntries(c, 's1', after, 's3')).toBeUndefined();
  });

  it('goes from a leader to the other members, learners included, and to nobody else (thesis 4.2.1)', () => {
    expect(AppendEntries(c, 's1', s, 's1')).toBeUndefined();
    for (const other of [follower(), preCandidate(2), candidate(2)]) expect(AppendEntries(c, 's1', other, 's2')).toBeUndefined();
    const learning = leader(2, { log: [members(2, ['s1'], ['s2'])] });
    expect(AppendEntries(c, 's1', learning, 's2')).toBeDefined();
    expect(AppendEntries(c, 's1', learning, 's3')).toBeUndefined();
  });

  it('a leader that is not in its own configuration still sends (thesis 4.2.2)', () => {
    expect(AppendEntries(c, 's1', leader(2, { log: [members(2, ['s2', 's3'])] }), 's2')).toBeDefined();
  });

  it('sends as much as fits, and all of it where no limit is set', () => {
    const behind = leader(2, { log, nextIndex: { s1: 4, s2: 2, s3: 4 } });
    const of = (maxEntries: number) => sent(AppendEntries({ ...c, maxEntries }, 's1', behind, 's2'));
    expect(of(1)).toMatchObject({ prevLogIndex: 1, entries: log.slice(1, 2) });
    for (const maxEntries of [2, 9]) expect(of(maxEntries)).toMatchObject({ prevLogIndex: 1, entries: log.slice(1) });
    const compacted = leader(2, { snapshot: snapshot(3, 1), log, nextIndex: { s1: 7, s2: 5, s3: 7 } });
    expect(sent(AppendEntries({ ...c, maxEntries: 1 }, 's1', compacted, 's2'))).toMatchObject({
      prevLogIndex: 4,
      entries: log.slice(1, 2),
    });
  });

  it('sends nothing to a server that claims to hold more than the leader has', () => {
    expect(AppendEntries(c, 's1', leader(2, { log, nextIndex: { s1: 4, s2: 9, s3: 4 } }), 's2')).toBeUndefined();
  });
});

describe('Figure 2, AppendEntries, receiver: HandleAppendEntriesRequest', () => {
  const s = follower({ currentTerm: 3, log: entries(1, 1, 2), commitIndex: 1, leaderId: 's2' });
  const reply = { type: 'AppendEntriesResponse', to: 's2', term: 3, from: 's1', success: true, prevLogIndex: 0, round: 0 };

  it('rule 1: an old term is refused and told of the new one; it confirms nothing, whatever its round (thesis 6.4)', () => {
    const result = HandleAppendEntriesRequest('s1', s, append(2, { prevLogIndex: 1, prevLogTerm: 1, round: 5, leaderCommit: 9 }));
    expect(sent(result)).toEqual({ ...reply, success: false, prevLogIndex: 1, matchIndex: 0 });
    expect(result?.state).toBe(s);
  });

  it('rule 1: a leader or candidate of a later term does not give up for it', () => {
    for (const other of [leader(3), candidate(3), preCandidate(3)])
      expect(HandleAppendEntriesRequest('s1', other, append(2))?.state).toBe(other);
  });

  it('a request of a new term waits for UpdateTerm (section 5.1)', () => {
    expect(HandleAppendEntriesRequest('s1', s, append(4))).toBeUndefined();
  });

  it('rule 2: without the entry before it refuses; the hint is the end of its log, where that is shorter (section 5.3)', () => {
    const result = HandleAppendEntriesRequest('s1', s, append(3, { prevLogIndex: 7, prevLogTerm: 2, entries: entries(3), round: 5 }));
    expect(sent(result)).toEqual({ ...reply, success: false, prevLogIndex: 7, matchIndex: 3, round: 5 });
    expect(result?.state).toBe(s);
  });

  it('rule 2: with another term before it refuses; the hint is one entry further back (section 5.3)', () => {
    const result = HandleAppendEntriesRequest('s1', s, append(3, { prevLogIndex: 3, prevLogTerm: 3, leaderCommit: 9 }));
    expect(sent(result)).toEqual({ ...reply, success: false, prevLogIndex: 3, matchIndex: 2 });
    expect(result?.state.commitIndex).toBe(1);
  });

  it('rule 3: a conflict removes the entry and all that follow it', () => {
    const m = append(3, { prevLogIndex: 1, prevLogTerm: 1, entries: entries(3) });
    const result = HandleAppendEntriesRequest('s1', s, m);
    expect(result?.state.log).toEqual([...entries(1), ...entries(3)]);
    expect(sent(result)).toEqual({ ...reply, matchIndex: 2 });
  });

  it('rule 4: entries that it lacks are appended', () => {
    const m = append(3, { prevLogIndex: 3, prevLogTerm: 2, entries: entries(3, 3) });
    const result = HandleAppendEntriesRequest('s1', s, m);
    expect(result?.state.log).toEqual([...s.log, ...entries(3, 3)]);
    expect(sent(result)).toEqual({ ...reply, matchIndex: 5 });
  });

  it('rules 3 and 4: an old request, or a heartbeat, removes nothing and vouches for no more than it says', () => {
    const old = HandleAppendEntriesRequest('s1', s, append(3, { entries: entries(1, 1) }));
    expect(sent(old)).toEqual({ ...reply, matchIndex: 2 });
    expect(old?.state).toBe(s);
    const heartbeat = HandleAppendEntriesRequest('s1', s, append(3, { prevLogIndex: 1, prevLogTerm: 1 }));
    expect(sent(heartbeat)).toEqual({ ...reply, matchIndex: 1 });
    expect(heartbeat?.state).toBe(s);
  });

  it('rules 3 and 4: a duplicate changes nothing and is answered again', () => {
    const m = append(3, { prevLogIndex: 2, prevLogTerm: 1, entries: entries(2), leaderCommit: 1, round: 4 });
    const result = HandleAppendEntriesRequest('s1', s, m);
    expect(result?.state).toBe(s);
    expect(sent(result)).toEqual({ ...reply, matchIndex: 3, round: 4 });
  });

  it('rules 3 and 4: requests that overtake each other lead to one log', () => {
    const first = append(3, { prevLogIndex: 3, prevLogTerm: 2, entries: entries(3) });
    const second = append(3, { prevLogIndex: 3, prevLogTerm: 2, entries: entries(3, 3), leaderCommit: 4 });
    const both = [first, second].reduce<RaftState>((t, m) => HandleAppendEntriesRequest('s1', t, m)?.state ?? t, s);
    const reordered = [second, first].reduce<RaftState>((t, m) => HandleAppendEntriesRequest('s1', t, m)?.state ?? t, s);
    expect(reordered).toEqual(both);
    expect(both).toMatchObject({ commitIndex: 4 });
    expect(both.log).toHaveLength(5);
  });

  it('rule 5: the commit index follows the leader, but no further than the last new entry', () => {
    const at = (leaderCommit: number, terms: readonly number[]): number | undefined => {
      const m = append(3, { prevLogIndex: 3, prevLogTerm: 2, entries: entries(...terms), leaderCommit });
      return HandleAppendEntriesRequest('s1', s, m)?.state.commitIndex;
    };
    expect([at(2, []), at(9, []), at(9, [3]), at(4, [3, 3])]).toEqual([2, 3, 4, 4]);
    const short = append(3, { prevLogIndex: 1, prevLogTerm: 1, leaderCommit: 9 });
    expect(HandleAppendEntriesRequest('s1', { ...s, commitIndex: 0 }, short)?.state.commitIndex).toBe(1);
  });

  it('rule 5: the commit index never goes back, for the request may be an old one', () => {
    const t = follower({ ...s, commitIndex: 3 });
    expect(HandleAppendEntriesRequest('s1', t, append(3, { prevLogIndex: 1, prevLogTerm: 1, leaderCommit: 1 }))?.state).toBe(t);
  });

  it('section 5.2: who sends it in the term is the leader, so candidates give up; the vote stays', () => {
    const expected = follower({ currentTerm: 3, leaderId: 's2' });
    expect(HandleAppendEntriesRequest('s1', candidate(3), append(3))?.state).toEqual({ ...expected, votedFor: 's1' });
    expect(HandleAppendEntriesRequest('s1', preCandidate(3), append(3))?.state).toEqual(expected);
    expect(HandleAppendEntriesRequest('s1', follower({ currentTerm: 3, votedFor: 's3' }), append(3))?.state).toMatchObject({
      votedFor: 's3',
      leaderId: 's2',
    });
  });

  it('section 5.2: it gives up also where the consistency check fails', () => {
    const m = append(3, { prevLogIndex: 5, prevLogTerm: 2 });
    const result = HandleAppendEntriesRequest('s1', candidate(3, { votesGranted: ['s1', 's3'] }), m);
    expect(result?.state).toMatchObject({ state: 'Follower', leaderId: 's2', votesGranted: [] });
    expect(sent(result)).toMatchObject({ success: false, prevLogIndex: 5, matchIndex: 0 });
  });
});

describe('section 5.3, the consistency check: LogOk', () => {
  const s = follower({ snapshot: snapshot(3, 1), log: entries(2, 2) });
  const ok = (prevLogIndex: number, prevLogTerm: number): boolean => LogOk(s, append(2, { prevLogIndex, prevLogTerm }));

  it('the entry before is there, with its term', () => {
    expect([ok(5, 2), ok(4, 2), ok(4, 1), ok(5, 3), ok(6, 2), ok(6, 0)]).toEqual([true, true, false, false, false, false]);
  });

  it('at the end of the snapshot its term is known, and what is before is committed (section 7)', () => {
    expect([ok(3, 1), ok(3, 2), ok(2, 1), ok(0, 0)]).toEqual([true, false, true, true]);
  });

  it('before the first entry there is nothing to compare', () => {
    expect(LogOk(follower(), append(1))).toBe(true);
    expect(LogOk(follower({ log: entries(1) }), append(2))).toBe(true);
  });
});

describe('Figure 2, AppendEntries, receiver, rules 3 and 4: Conflict and Merged', () => {
  const s = follower({ snapshot: snapshot(3, 1), log: entries(2, 2, 3) });
  const at = (prevLogIndex: number, ...terms: readonly number[]) => append(4, { prevLogIndex, entries: entries(...terms) });

  it('a conflict is the same index with another term, after the snapshot and within the log', () => {
    expect(Conflict(s, at(3, 2, 2, 3))).toBe(false);
    expect(Conflict(s, at(3, 2, 4))).toBe(true);
    expect(Conflict(s, at(6, 4))).toBe(false);
    expect(Conflict(s, at(0, 9, 9, 9, 2))).toBe(false);
    expect(Conflict(s, at(2, 1, 4))).toBe(true);
    expect(Conflict(s, at(4))).toBe(false);
  });

  it('without a conflict, and nothing new, the log is the same object', () => {
    for (const m of [at(3, 2), at(3, 2, 2, 3), at(6), at(0), at(1, 1, 1, 2), at(0, 1)]) expect(Merged(s, m)).toBe(s.log);
  });

  it('new entries take the place of what follows them from the first one on', () => {
    expect(Merged(s, at(4, 4))).toEqual([...entries(2), ...entries(4)]);
    expect(Merged(s, at(6, 4, 4))).toEqual([...s.log, ...entries(4, 4)]);
    expect(Merged(s, at(5, 3, 4))).toEqual([...entries(2, 2), ...entries(3, 4)]);
  });

  it('of entries that reach into the snapshot only the others are taken (section 7)', () => {
    expect(Merged(s, at(1, 1, 1, 4))).toEqual(entries(1, 1, 4).slice(2));
    expect(Merged(s, at(2, 1, 2, 2, 3, 4))).toEqual(entries(1, 2, 2, 3, 4).slice(1));
    expect(Merged(follower({ snapshot: snapshot(3, 1) }), at(0, 1, 1, 1, 2))).toEqual(entries(1, 1, 1, 2).slice(3));
  });
});

describe('Figure 2, leaders, section 5.3: HandleAppendEntriesResponse', () => {
  const s = leader(3, { log: entries(1, 2, 3, 3, 3), nextIndex: { s1: 6, s2: 4, s3: 6 }, matchIndex: { s1: 0, s2: 2, s3: 0 } });

  it('success moves matchIndex and nextIndex on', () => {
    expect(HandleAppendEntriesResponse(s, appended(3, 5))).toEqual({
      state: { ...s, nextIndex: { s1: 6, s2: 6, s3: 6 }, matchIndex: { s1: 0, s2: 5, s3: 0 } },
      send: [],
    });
  });

  it('never back: an old or a duplicate success changes nothing', () => {
    expect(HandleAppendEntriesResponse(s, appended(3, 1))?.state).toBe(s);
    expect(HandleAppendEntriesResponse(s, appended(3, 2))?.state).toBe(s);
    expect(HandleAppendEntriesResponse(s, appended(3, 3))?.state).toMatchObject({ nextIndex: { s2: 4 }, matchIndex: { s2: 3 } });
  });

  it('a rejection of what nextIndex says now takes it back to the hint, and leaves matchIndex alone', () => {
    const t = leader(3, { log: s.log });
    const result = HandleAppendEntriesResponse(t, rejected(3, 5, 1));
    expect(result).toEqual({ state: { ...t, nextIndex: { s1: 6, s2: 2, s3: 6 } }, send: [] });
  });

  it('a rejection takes nextIndex back by at least one, and to the first entry at most', () => {
    const t = leader(3, { log: s.log });
    expect(HandleAppendEntriesResponse(t, rejected(3, 5, 4))?.state.nextIndex).toEqual({ s1: 6, s2: 5, s3: 6 });
    expect(HandleAppendEntriesResponse(t, rejected(3, 5, 0))?.state.nextIndex).toEqual({ s1: 6, s2: 1, s3: 6 });
  });

  it('never back behind matchIndex', () => {
    expect(HandleAppendEntriesResponse(s, rejected(3, 3, 0))?.state.nextIndex).toEqual({ s1: 6, s2: 3, s3: 6 });
  });

  it('a late or a duplicate rejection changes nothing', () => {
    for (const prevLogIndex of [2, 4, 5]) expect(HandleAppendEntriesResponse(s, rejected(3, prevLogIndex, 0))?.state).toBe(s);
  });

  it('replies of another term, or to somebody who does not lead, are not for it', () => {
    for (const m of [appended(2, 5), appended(4, 5), rejected(2, 3, 0)]) expect(HandleAppendEntriesResponse(s, m)).toBeUndefined();
    for (const other of [follower({ currentTerm: 3 }), preCandidate(3), candidate(3)])
      expect(HandleAppendEntriesResponse(other, appended(3, 5))).toBeUndefined();
  });

  it('thesis 6.4: any reply to this round confirms the leader, a rejection too', () => {
    const waiting = reading({ batch: [{ read: 'r1', index: 0 }], round: 2, acks: ['s1'] });
    const t = leader(3, { log: s.log, reading: waiting });
    for (const m of [appended(3, 5, { round: 2 }), rejected(3, 5, 1, 2)])
      expect(HandleAppendEntriesResponse(t, m)?.state.reading).toEqual({ ...waiting, acks: ['s1', 's2'] });
  });

  it('thesis 6.4: a reply to another round confirms nothing, and without a batch there is nothing to confirm', () => {
    const batch = [{ read: 'r1', index: 0 }];
    const t = leader(3, { log: s.log, reading: reading({ batch, round: 2, acks: ['s1'] }) });
    for (const round of [0, 1, 3]) expect(HandleAppendEntriesResponse(t, appended(3, 0, { round }))?.state).toBe(t);
    const idle = leader(3, { log: s.log, reading: reading({ queue: batch, round: 2 }) });
    expect(HandleAppendEntriesResponse(idle, appended(3, 0, { round: 2 }))?.state).toBe(idle);
  });
});
