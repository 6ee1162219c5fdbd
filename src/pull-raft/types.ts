import type { Observed, System } from '../core/index.ts';

/**
 * The data of pull-based Raft: what spec/pull-raft/PullRaft.tla declares, with its names. How the state of the code corresponds to
 * the variables of the specification, where `s` is an `ObservedPullRaft`:
 *
 * | PullRaft.tla      | code                              | where they differ in form                                  |
 * |-------------------|-----------------------------------|------------------------------------------------------------|
 * | `currentTerm[i]`  | `s.processes[i].currentTerm`      |                                                            |
 * | `votedFor[i]`     | `s.processes[i].votedFor`         | `Nil` is `undefined`                                       |
 * | `log[i]`          | `s.processes[i].log`              | from 0, so that index `k` stands at `k - 1`                |
 * | `rollbackId[i]`   | `s.processes[i].rollbackId`       |                                                            |
 * | `state[i]`        | `s.processes[i].state`            |                                                            |
 * | `votesGranted[i]` | `s.processes[i].votesGranted`     | a set of members: here sorted, none twice                  |
 * | `syncSource[i]`   | `s.processes[i].syncSource`       | `Nil` is `undefined`                                       |
 * | `cursor[i]`       | `s.processes[i].cursor`           |                                                            |
 * | `commitPoint[i]`  | `s.processes[i].commitPoint`      |                                                            |
 * | `lastPosition[i]` | `s.processes[i].lastPosition`     |                                                            |
 * | `reading[i]`      | `s.processes[i].reading`          | sets: here sorted, none twice                              |
 * | `msgs`            | `s.network`                       | a set of messages: here sorted, none twice                 |
 * | `elections`       | `s.history.elections`             | a set: here sorted, none twice                             |
 * | `written`         | `s.history.written`               | from 0, so that term `t` stands at `t - 1`                 |
 * | `committed`       | `s.history.committed`             | from 0                                                     |
 * | `asked`           | `s.history.asked`                 |                                                            |
 *
 * A message is the record of the same fields. What is `Nil` in it is not there: a no-op has no `value`, the answer of a member
 * without a sync source has no `syncSource`, and a `ReadResponse`, which goes to a client, has no `to`. Constants of the
 * specification are in the configuration.
 */

/** The number of a term; 0 is before the first. */
export type Term = number;

/** A place in the log, from 1; 0 is before the first. */
export type Index = number;

/** A command of a client. */
export type Value = string;

/** `Entry(t, value)`: a command of a client, or, without a value, the no-op of a new primary. */
export interface Entry {
  readonly term: Term;
  readonly value?: Value;
}

/** `Position(t, index)`: where an entry stands, with its term (mongo: an OpTime). */
export interface Position {
  readonly term: Term;
  readonly index: Index;
}

/** What one member knows of each member's position. */
export type PositionMap = Readonly<Record<string, Position>>;

/** `reading[i]`: the reads that wait on a primary. */
export interface Reading {
  /** Those that came since the last round began. */
  readonly queue: readonly string[];
  /** Those that this round confirms. */
  readonly batch: readonly string[];
  readonly round: number;
  /** Who has confirmed that the primary still leads. */
  readonly acks: readonly string[];
}

/** The bounds of a model. In reality there are none. */
export interface PullRaftBounds {
  /** `Electable`: the members that may stand in each term, from term 1. */
  readonly electable: readonly (readonly string[])[];
  /** `SyncFrom`: the members from which each may pull. */
  readonly syncFrom: Readonly<Record<string, readonly string[]>>;
  readonly heartbeating: readonly string[];
  readonly crashable: readonly string[];
  /** `Successor`: the members to which a primary may hand over. */
  readonly successor: readonly string[];
  /** The last index that a client's request may get. */
  readonly maxIndex: Index;
}

/** The constants that the protocol itself uses. */
export interface PullRaftConfig {
  /** `Server`: the members of the replica set. */
  readonly servers: readonly string[];
  /** `Voter`: those that vote; the others replicate and report, but are not counted. */
  readonly voters: readonly string[];
  /** UpdatePosition carries the sender's term (SERVER-22136). Without it, what is committed can be lost: it is there to show that. */
  readonly positionTerm: boolean;
  /** A member ignores what comes from a sync source of an older term; the paper does not ask for that. */
  readonly sourceTermChecked: boolean;
  /** A member may pull from one that is not primary. */
  readonly chaining: boolean;
  /** A member asks whether it would be elected before it raises its term. */
  readonly dryRun: boolean;
  /** A query may be continued after the last entry that it brought, without comparing again. */
  readonly cursor: boolean;
  /** `MaxEntries`: how many new entries one response carries at most; without it, all that there are. */
  readonly maxEntries?: number;
  readonly bounds?: PullRaftBounds;
}

/** All the constants: also what clients ask for. */
export interface PullRaftModelConfig extends PullRaftConfig {
  readonly bounds: PullRaftBounds;
  readonly values: readonly Value[];
  /** `Read`: the names of the reads. */
  readonly reads: readonly string[];
}

/** What a member must find again after a crash: `durableVars`. */
export interface PullRaftDurable {
  readonly currentTerm: Term;
  readonly votedFor: string | undefined;
  readonly log: readonly Entry[];
  /** How many entries the member has ever rolled back. */
  readonly rollbackId: number;
}

export type Role = 'Secondary' | 'DryRunCandidate' | 'Candidate' | 'Primary';

/** One member. */
export interface PullRaftState extends PullRaftDurable {
  readonly state: Role;
  readonly votesGranted: readonly string[];
  /** The member from which this one pulls, and to which it reports. */
  readonly syncSource: string | undefined;
  /** The source's rollbackId when entries were last compared with it, or -1: nothing to continue. */
  readonly cursor: number;
  readonly commitPoint: Position;
  readonly lastPosition: PositionMap;
  readonly reading: Reading;
}

/** A candidate asks for a vote, or, in a dry run, whether it would get it. */
export interface RequestVoteRequest {
  readonly type: 'RequestVoteRequest';
  readonly to: string;
  readonly from: string;
  readonly term: Term;
  readonly dryRun: boolean;
  readonly position: Position;
}

export interface RequestVoteResponse {
  readonly type: 'RequestVoteResponse';
  readonly to: string;
  readonly from: string;
  readonly term: Term;
  readonly dryRun: boolean;
  readonly voteGranted: boolean;
}

/** A query for the entries from an index on, or for those after it. It carries no term. */
export interface PullEntriesRequest {
  readonly type: 'PullEntriesRequest';
  readonly to: string;
  readonly from: string;
  readonly term: 0;
  readonly index: Index;
  readonly exclusive: boolean;
}

/** The entries, if the source has any there, and what it says of itself; `index` and `exclusive` say what it answers. */
export interface PullEntriesResponse {
  readonly type: 'PullEntriesResponse';
  readonly to: string;
  readonly from: string;
  readonly term: Term;
  readonly index: Index;
  readonly exclusive: boolean;
  readonly entries: readonly Entry[];
  readonly position: Position;
  readonly commitPoint: Position;
  readonly rollbackId: number;
  readonly primary: boolean;
  readonly syncSource?: string;
}

/** What the sender knows of everybody's position. Without `positionTerm` its term is 0. */
export interface UpdatePositionRequest {
  readonly type: 'UpdatePositionRequest';
  readonly to: string;
  readonly from: string;
  readonly term: Term;
  readonly positions: PositionMap;
}

/** A heartbeat, or the answer to one; `round` is the round of reads that the primary is confirming. */
export interface HeartbeatMessage<T extends 'HeartbeatRequest' | 'HeartbeatResponse'> {
  readonly type: T;
  readonly to: string;
  readonly from: string;
  readonly term: Term;
  readonly position: Position;
  readonly commitPoint: Position;
  readonly round: number;
}

export type HeartbeatRequest = HeartbeatMessage<'HeartbeatRequest'>;

export type HeartbeatResponse = HeartbeatMessage<'HeartbeatResponse'>;

/** The primary that stepped down asks its successor to stand at once. */
export interface StepUpRequest {
  readonly type: 'StepUpRequest';
  readonly to: string;
  readonly from: string;
  readonly term: Term;
}

/** What a client gets for a read: what is committed up to this index. */
export interface ReadResponse {
  readonly type: 'ReadResponse';
  readonly to?: undefined;
  readonly from: string;
  readonly term: 0;
  readonly read: string;
  readonly index: Index;
}

/** What members send each other. */
export type MemberMessage =
  | RequestVoteRequest
  | RequestVoteResponse
  | PullEntriesRequest
  | PullEntriesResponse
  | UpdatePositionRequest
  | HeartbeatRequest
  | HeartbeatResponse
  | StepUpRequest;

/** `Messages` of the specification. */
export type PullRaftMessage = MemberMessage | ReadResponse;

/** History: who was elected in which term. */
export interface Election {
  readonly term: Term;
  readonly primary: string;
}

/** History: an entry that was committed, with the term of the primary that committed it. */
export interface CommittedEntry {
  readonly entry: Entry;
  readonly term: Term;
}

/** The history variables: what the properties speak of, and no member knows. */
export interface PullRaftHistory {
  readonly elections: readonly Election[];
  /** The log of each term's primary, from term 1, with all that it wrote. */
  readonly written: readonly (readonly Entry[])[];
  readonly committed: readonly CommittedEntry[];
  /** How much was committed when each read was asked for, or -1 before that. */
  readonly asked: Readonly<Record<string, number>>;
}

export type PullRaftSystem = System<PullRaftState, PullRaftMessage>;

/** A whole system with its history: a state of the specification. */
export type ObservedPullRaft = Observed<PullRaftSystem, PullRaftHistory>;
