import type { Observed, System } from '../core/index.ts';

/**
 * The data of Raft: what spec/raft/Raft.tla declares, with its names. How the state of the code corresponds to the variables of
 * the specification, where `s` is an `ObservedRaft`:
 *
 * | Raft.tla          | code                              | where they differ in form                                  |
 * |-------------------|-----------------------------------|------------------------------------------------------------|
 * | `currentTerm[i]`  | `s.processes[i].currentTerm`      |                                                            |
 * | `votedFor[i]`     | `s.processes[i].votedFor`         | `Nil` is `undefined`                                       |
 * | `log[i]`          | `s.processes[i].log`              | from 0, so that index `k` stands at `k - Base(i) - 1`      |
 * | `snapshot[i]`     | `s.processes[i].snapshot`         |                                                            |
 * | `state[i]`        | `s.processes[i].state`            |                                                            |
 * | `leaderId[i]`     | `s.processes[i].leaderId`         | `Nil` is `undefined`                                       |
 * | `votesGranted[i]` | `s.processes[i].votesGranted`     | a set of servers: here sorted, none twice                  |
 * | `commitIndex[i]`  | `s.processes[i].commitIndex`      |                                                            |
 * | `lastApplied[i]`  | `s.processes[i].lastApplied`      |                                                            |
 * | `machine[i]`      | `s.processes[i].machine`          |                                                            |
 * | `nextIndex[i]`    | `s.processes[i].nextIndex`        |                                                            |
 * | `matchIndex[i]`   | `s.processes[i].matchIndex`       |                                                            |
 * | `transferee[i]`   | `s.processes[i].transferee`       | `Nil` is `undefined`                                       |
 * | `reading[i]`      | `s.processes[i].reading`          | sets: here sorted, none twice                              |
 * | `msgs`            | `s.network`                       | a set of messages: here sorted, none twice                 |
 * | `elections`       | `s.history.elections`             | a set: here sorted, none twice                             |
 * | `committed`       | `s.history.committed`             | from 0                                                     |
 * | `asked`           | `s.history.asked`                 |                                                            |
 *
 * A message is the record of the same fields; a `ReadResponse`, which goes to a client, has no `to` where the specification has
 * `Nil`. Constants of the specification are in the configuration.
 */

/** The number of a term; 0 is before the first. */
export type Term = number;

/** A position in the log, from 1; 0 is before the first. */
export type Index = number;

/** A command for the state machine. */
export type Value = string;

/** Who takes part: voters elect and commit, learners only receive the log. Both are sorted. */
export interface Configuration {
  readonly voters: readonly string[];
  readonly learners: readonly string[];
}

/** `ValueEntry(t, v)`: a command of a client. */
export interface ValueEntry {
  readonly term: Term;
  readonly type: 'value';
  readonly value: Value;
}

/** `NoOpEntry(t)`: what a leader begins its term with. */
export interface NoopEntry {
  readonly term: Term;
  readonly type: 'noop';
}

/** `ConfigEntry(t, config)`: a change of membership. */
export interface ConfigEntry {
  readonly term: Term;
  readonly type: 'config';
  readonly config: Configuration;
}

/** `Entries` of the specification. */
export type Entry = ValueEntry | NoopEntry | ConfigEntry;

/** What stands for the first entries of a log (Figure 13). */
export interface Snapshot {
  readonly lastIncludedIndex: Index;
  readonly lastIncludedTerm: Term;
  readonly config: Configuration;
  readonly machine: readonly Value[];
}

/** A read that waits for its answer, and how much was known to be committed when it came. */
export interface WaitingRead {
  readonly read: string;
  readonly index: Index;
}

/** `reading[i]`: the reads that wait on a leader (thesis 6.4). */
export interface Reading {
  /** Those that came since the last round began. */
  readonly queue: readonly WaitingRead[];
  /** Those that this round confirms. */
  readonly batch: readonly WaitingRead[];
  readonly round: number;
  /** Who has confirmed that it still follows. */
  readonly acks: readonly string[];
}

/** The bounds of a model. In reality there are none. */
export interface RaftBounds {
  /** `Electable`: the servers that may stand in each term, from term 1. */
  readonly electable: readonly (readonly string[])[];
  readonly crashable: readonly string[];
  readonly applying: readonly string[];
  readonly compacting: readonly string[];
  readonly transferable: readonly string[];
  readonly removable: readonly string[];
  /** The last index that a client's request may get. */
  readonly maxIndex: Index;
  /** The number of changes of membership that a log may hold. */
  readonly maxConfigs: number;
}

/** The constants that the protocol itself uses. */
export interface RaftConfig {
  /** `Server`: all that can ever take part. */
  readonly servers: readonly string[];
  readonly initVoters: readonly string[];
  readonly initLearners: readonly string[];
  /** A server asks whether it would be elected before it raises its term (thesis 9.6). */
  readonly preVote: boolean;
  /** A leader begins its term with an entry that does nothing (section 8). Reads and changes of membership need it. */
  readonly noOp: boolean;
  /** `MaxEntries`: how many entries one AppendEntries request carries at most; without it, all that there are. */
  readonly maxEntries?: number;
  readonly bounds?: RaftBounds;
}

/** All the constants: also what clients ask for. */
export interface RaftModelConfig extends RaftConfig {
  readonly bounds: RaftBounds;
  readonly values: readonly Value[];
  /** `Read`: the names of the reads. */
  readonly reads: readonly string[];
}

/** What a server must find again after a crash (Figure 2, persistent state, and the snapshot of Figure 13). */
export interface RaftDurable {
  readonly currentTerm: Term;
  readonly votedFor: string | undefined;
  readonly log: readonly Entry[];
  readonly snapshot: Snapshot;
}

export type Role = 'Follower' | 'PreCandidate' | 'Candidate' | 'Leader';

/** One server, with the names of Figure 2. */
export interface RaftState extends RaftDurable {
  readonly state: Role;
  readonly leaderId: string | undefined;
  readonly votesGranted: readonly string[];
  readonly commitIndex: Index;
  readonly lastApplied: Index;
  readonly machine: readonly Value[];
  readonly nextIndex: Readonly<Record<string, Index>>;
  readonly matchIndex: Readonly<Record<string, Index>>;
  readonly transferee: string | undefined;
  readonly reading: Reading;
}

/** RequestVote RPC, arguments (Figure 2), and the same question without consequences (thesis 9.6). */
export interface VoteRequest<T extends 'RequestVoteRequest' | 'RequestPreVoteRequest'> {
  readonly type: T;
  readonly to: string;
  readonly term: Term;
  readonly candidateId: string;
  readonly lastLogIndex: Index;
  readonly lastLogTerm: Term;
}

/** RequestVote RPC, results. */
export interface VoteResponse<T extends 'RequestVoteResponse' | 'RequestPreVoteResponse'> {
  readonly type: T;
  readonly to: string;
  readonly term: Term;
  readonly from: string;
  readonly voteGranted: boolean;
}

/** AppendEntries RPC, arguments; `round` is the round of reads that the leader is confirming (thesis 6.4). */
export interface AppendEntriesRequest {
  readonly type: 'AppendEntriesRequest';
  readonly to: string;
  readonly term: Term;
  readonly leaderId: string;
  readonly prevLogIndex: Index;
  readonly prevLogTerm: Term;
  readonly entries: readonly Entry[];
  readonly leaderCommit: Index;
  readonly round: number;
}

/** AppendEntries RPC, results, with what they answer: `matchIndex` is where the logs match, or may match. */
export interface AppendEntriesResponse {
  readonly type: 'AppendEntriesResponse';
  readonly to: string;
  readonly term: Term;
  readonly from: string;
  readonly success: boolean;
  readonly prevLogIndex: Index;
  readonly matchIndex: Index;
  readonly round: number;
}

/** InstallSnapshot RPC, arguments (Figure 13), in one piece. */
export interface InstallSnapshotRequest {
  readonly type: 'InstallSnapshotRequest';
  readonly to: string;
  readonly term: Term;
  readonly leaderId: string;
  readonly lastIncludedIndex: Index;
  readonly lastIncludedTerm: Term;
  readonly data: { readonly config: Configuration; readonly machine: readonly Value[] };
}

/** InstallSnapshot RPC, results, with what they answer. */
export interface InstallSnapshotResponse {
  readonly type: 'InstallSnapshotResponse';
  readonly to: string;
  readonly term: Term;
  readonly from: string;
  readonly matchIndex: Index;
}

/** The leader asks its successor to stand at once (thesis 3.10). */
export interface TimeoutNowRequest {
  readonly type: 'TimeoutNowRequest';
  readonly to: string;
  readonly term: Term;
  readonly leaderId: string;
}

/** What a client gets for a read: the state machine as of this index. */
export interface ReadResponse {
  readonly type: 'ReadResponse';
  readonly to?: undefined;
  readonly term: 0;
  readonly read: string;
  readonly index: Index;
}

/** What servers send each other. */
export type ServerMessage =
  | VoteRequest<'RequestPreVoteRequest'>
  | VoteResponse<'RequestPreVoteResponse'>
  | VoteRequest<'RequestVoteRequest'>
  | VoteResponse<'RequestVoteResponse'>
  | AppendEntriesRequest
  | AppendEntriesResponse
  | InstallSnapshotRequest
  | InstallSnapshotResponse
  | TimeoutNowRequest;

/** `Messages` of the specification. */
export type RaftMessage = ServerMessage | ReadResponse;

/** History: who was elected in which term. */
export interface Election {
  readonly term: Term;
  readonly leader: string;
}

/** History: an entry that was committed, with the term of the leader that committed it. */
export interface CommittedEntry {
  readonly entry: Entry;
  readonly term: Term;
}

/** The history variables: what the properties speak of, and no server knows. */
export interface RaftHistory {
  readonly elections: readonly Election[];
  readonly committed: readonly CommittedEntry[];
  /** How much was committed when each read was asked for, or -1 before that. */
  readonly asked: Readonly<Record<string, number>>;
}

export type RaftSystem = System<RaftState, RaftMessage>;

/** A whole system with its history: a state of the specification. */
export type ObservedRaft = Observed<RaftSystem, RaftHistory>;
