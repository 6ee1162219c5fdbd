/**
 * Any message that is well-formed, and any state that has the right types: also those that no run reaches. Numbers are small enough to
 * meet each other, and now and then far beyond everything.
 */
import fc from 'fast-check';
import type { Configuration, Entry, RaftMessage, RaftState, ServerMessage, Snapshot, WaitingRead } from '../../../src/raft/index.ts';
import { servers } from './models.ts';

const small = fc.nat(6);
const far = fc.constantFrom(2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 48);
const number = fc.oneof({ weight: 12, arbitrary: small }, { weight: 2, arbitrary: fc.nat(40) }, { weight: 1, arbitrary: far });
const server = fc.constantFrom(...servers);
const nobodyOr = fc.option(server, { nil: undefined });
const set = fc.subarray([...servers, 's4']);
const command = fc.constantFrom('x', 'y', '', '__proto__');
const commands = fc.array(command, { maxLength: 3 });

const configuration: fc.Arbitrary<Configuration> = fc
  .tuple(set, set)
  .map(([voters, others]) => ({ voters, learners: others.filter((j) => !voters.includes(j)) }));

const entry: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ term: number, type: fc.constant('value' as const), value: command }) },
  { weight: 1, arbitrary: fc.record({ term: number, type: fc.constant('noop' as const) }) },
  { weight: 1, arbitrary: fc.record({ term: number, type: fc.constant('config' as const), config: configuration }) },
);
const entries = fc.array(entry, { maxLength: 5 });

/** The index and the term of one entry. Index 0 has term 0: nothing stands there. */
const position = fc.tuple(number, number).map(([index, term]) => [index, index === 0 ? 0 : term] as const);

const snapshot: fc.Arbitrary<Snapshot> = fc
  .tuple(fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 5, arbitrary: number }), number, configuration, commands)
  .map(([lastIncludedIndex, term, config, machine]) => ({
    lastIncludedIndex,
    lastIncludedTerm: lastIncludedIndex === 0 ? 0 : term,
    config,
    machine,
  }));

const reads: fc.Arbitrary<readonly WaitingRead[]> = fc
  .subarray(['r1', 'r2'])
  .chain((names) => fc.tuple(...names.map((read) => number.map((index) => ({ read, index })))));

const perServer = fc.tuple(number, number, number).map(([s1, s2, s3]) => ({ s1, s2, s3 }));

/** A state that has the right types. Its commit index may be anywhere, but not so far before the snapshot that to count would take days. */
export const anyState: fc.Arbitrary<RaftState> = fc
  .record({
    currentTerm: number,
    votedFor: nobodyOr,
    log: entries,
    snapshot,
    state: fc.constantFrom('Follower' as const, 'PreCandidate' as const, 'Candidate' as const, 'Leader' as const, 'Leader' as const),
    leaderId: nobodyOr,
    votesGranted: set,
    commitIndex: number,
    lastApplied: number,
    machine: commands,
    nextIndex: perServer,
    matchIndex: perServer,
    transferee: nobodyOr,
    reading: fc.record({ queue: reads, batch: reads, round: number, acks: set }),
  })
  .map((s) => {
    const base = s.snapshot.lastIncludedIndex;
    return base - s.commitIndex > 1000 ? { ...s, commitIndex: base + s.commitIndex } : s;
  });

const to = fc.constant('s1');
const from = server;

const request = <T extends 'RequestVoteRequest' | 'RequestPreVoteRequest'>(type: T) =>
  fc.tuple(to, number, from, position).map(([to, term, candidateId, [lastLogIndex, lastLogTerm]]) => {
    return { type, to, term, candidateId, lastLogIndex, lastLogTerm };
  });
const response = <T extends 'RequestVoteResponse' | 'RequestPreVoteResponse'>(type: T) =>
  fc.record({ type: fc.constant(type), to, term: number, from, voteGranted: fc.boolean() });

const appendEntriesRequest = fc
  .tuple(to, number, from, position, entries, number, number)
  .map(([to, term, leaderId, [prevLogIndex, prevLogTerm], added, leaderCommit, round]) => ({
    type: 'AppendEntriesRequest' as const,
    to,
    term,
    leaderId,
    prevLogIndex,
    prevLogTerm,
    entries: added,
    leaderCommit,
    round,
  }));

const installSnapshotRequest = fc.tuple(to, number, from, snapshot).map(([to, term, leaderId, s]) => ({
  type: 'InstallSnapshotRequest' as const,
  to,
  term,
  leaderId,
  lastIncludedIndex: s.lastIncludedIndex,
  lastIncludedTerm: s.lastIncludedTerm,
  data: { config: s.config, machine: s.machine },
}));

/** To s1 one message of each type that servers send each other: for each handler its own. */
const oneOfEach: fc.Arbitrary<readonly ServerMessage[]> = fc.tuple(
  request('RequestPreVoteRequest'),
  response('RequestPreVoteResponse'),
  request('RequestVoteRequest'),
  response('RequestVoteResponse'),
  appendEntriesRequest,
  fc.record({
    type: fc.constant('AppendEntriesResponse' as const),
    to,
    term: number,
    from,
    success: fc.boolean(),
    prevLogIndex: number,
    matchIndex: number,
    round: number,
  }),
  installSnapshotRequest,
  fc.record({ type: fc.constant('InstallSnapshotResponse' as const), to, term: number, from, matchIndex: number }),
  fc.record({ type: fc.constant('TimeoutNowRequest' as const), to, term: number, leaderId: from }),
);

/** Any message, of any type, one to a client included. */
export const anyMessage: fc.Arbitrary<RaftMessage> = fc
  .tuple(oneOfEach, command, number, fc.nat(9))
  .map(([each, read, index, n]) => each[n] ?? { type: 'ReadResponse', term: 0, read, index });

/** A state, and for each handler a message; often all of them are of the term that the state is in, which is when most can happen. */
export const anyMeeting: fc.Arbitrary<readonly [RaftState, readonly ServerMessage[]]> = fc
  .tuple(anyState, oneOfEach, fc.boolean())
  .map(([s, messages, isNow]) => [s, isNow ? messages.map((m) => ({ ...m, term: s.currentTerm })) : messages]);
