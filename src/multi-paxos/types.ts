import type { Observed, System } from '../core/index.ts';

/**
 * The data of MultiPaxos: what spec/multi-paxos/MultiPaxos.tla declares, with its names. How the state of the code corresponds to the
 * variables of the specification, where `s` is an `ObservedMultiPaxos`:
 *
 * | MultiPaxos.tla | code                         | where they differ in form                               |
 * |----------------|------------------------------|---------------------------------------------------------|
 * | `maxBal[i]`    | `s.processes[i].maxBal`      |                                                         |
 * | `votes[i]`     | `s.processes[i].votes`       | `None` is `undefined`; a no-op has a type of its own    |
 * | `commit[i]`    | `s.processes[i].commit`      |                                                         |
 * | `phase[i]`     | `s.processes[i].phase`       |                                                         |
 * | `promised[i]`  | `s.processes[i].promised`    | a set: here sorted, none twice                          |
 * | `best[i]`      | `s.processes[i].best`        | as `votes[i]`                                           |
 * | `acks[i]`      | `s.processes[i].acks`        | sets: here sorted, none twice                           |
 * | `reading[i]`   | `s.processes[i].reading`     | sets: here sorted, none twice                           |
 * | `msgs`         | `s.network`                  | a set of messages: here sorted, none twice              |
 * | `cast`         | `s.history.cast`             | a set: here sorted, none twice                          |
 * | `committed`    | `s.history.committed`        |                                                         |
 * | `asked`        | `s.history.asked`            |                                                         |
 *
 * Slots count from 1, as in the specification: `votes[0]` is the vote in slot 1. Ballots count from 1 too, and 0 is none.
 */

/** The number of a ballot: a round, and the place of a replica in it. */
export type Ballot = number;

/** A position in the log, from 1. */
export type Slot = number;

/** A command of a client. */
export type Value = string;

/** What can stand in a slot: a command, or `NoOp`, which fills a gap. */
export type Entry = { readonly type: 'value'; readonly value: Value } | { readonly type: 'noop' };

/** What a replica has accepted in a slot: `Vote(bal, val)`, or `NoVote`. */
export interface Vote {
  readonly bal: Ballot;
  readonly val?: Entry;
}

/** A read that waits for its answer, and the slot up to which that must know the log. */
export interface WaitingRead {
  readonly read: string;
  readonly index: Slot;
}

/** `reading[i]`: the reads that wait on a leader. */
export interface Reading {
  /** Those that came since the last round began. */
  readonly queue: readonly WaitingRead[];
  /** Those that this round confirms. */
  readonly batch: readonly WaitingRead[];
  readonly round: number;
  /** Who has confirmed that it has seen no higher ballot. */
  readonly acks: readonly string[];
}

/** The bounds of a model. In reality there are none. */
export interface MultiPaxosBounds {
  readonly maxBallot: Ballot;
  /** `Input`: the commands that clients bring to each replica. */
  readonly input: Readonly<Record<string, readonly Value[]>>;
  /** The last slot that a client's command may get. */
  readonly maxSlot: Slot;
  readonly crashable: readonly string[];
}

/** The constants that the protocol itself uses. */
export interface MultiPaxosConfig {
  /** `Replica`: all that take part. */
  readonly replicas: readonly string[];
  /** `Order`: those that may lead, in the order in which ballots are theirs. It must be the same everywhere, and never change. */
  readonly order: readonly string[];
  /** `MaxEntries`: how many slots a leader proposes again at once, for one that missed them; without it, all that there are. */
  readonly maxEntries?: number;
  readonly bounds?: MultiPaxosBounds;
}

/** All the constants: also what clients ask for. */
export interface MultiPaxosModelConfig extends MultiPaxosConfig {
  readonly bounds: MultiPaxosBounds;
  readonly values: readonly Value[];
  /** `Read`: the names of the reads. */
  readonly reads: readonly string[];
}

/** What a replica must find again after a crash, or it would break a promise, lose a choice, or use a ballot twice. */
export interface MultiPaxosDurable {
  readonly maxBal: Ballot;
  readonly votes: readonly Vote[];
}

export type Phase = 'idle' | 'prepare' | 'lead';

/** One replica: proposer, acceptor and learner. */
export interface MultiPaxosState extends MultiPaxosDurable {
  readonly commit: Slot;
  readonly phase: Phase;
  readonly promised: readonly string[];
  readonly best: readonly Vote[];
  /** For the slots after `commit`, one after another. */
  readonly acks: readonly (readonly string[])[];
  readonly reading: Reading;
}

/** "prepare request", section 2.2, for all slots from `first` on (section 3). */
export interface Msg1a {
  readonly type: '1a';
  readonly to: string;
  readonly bal: Ballot;
  readonly first: Slot;
}

/** A promise, with the votes in the slots from `first` on. */
export interface Msg1b {
  readonly type: '1b';
  readonly to: string;
  readonly from: string;
  readonly bal: Ballot;
  readonly first: Slot;
  readonly votes: readonly Vote[];
}

/** "accept request", section 2.2, for one slot. */
export interface Msg2a {
  readonly type: '2a';
  readonly to: string;
  readonly bal: Ballot;
  readonly slot: Slot;
  readonly val: Entry;
}

/** The news for the leader that a replica has accepted, section 2.3. */
export interface Msg2b {
  readonly type: '2b';
  readonly to: string;
  readonly from: string;
  readonly bal: Ballot;
  readonly slot: Slot;
}

/** The leader is alive, knows what was decided up to slot `commit`, and is confirming this round of reads. */
export interface HeartbeatMsg {
  readonly type: 'Heartbeat';
  readonly to: string;
  readonly bal: Ballot;
  readonly commit: Slot;
  readonly round: number;
}

/** The sender has seen no higher ballot; `missing` is the first slot that it cannot tell the decision of, or 0. */
export interface HeartbeatReply {
  readonly type: 'HeartbeatReply';
  readonly to: string;
  readonly from: string;
  readonly bal: Ballot;
  readonly round: number;
  readonly missing: Slot;
}

/** What a client gets for a read: the log up to this slot. */
export interface ReadResponse {
  readonly type: 'ReadResponse';
  readonly to?: undefined;
  readonly bal: 0;
  readonly read: string;
  readonly index: Slot;
}

/** What replicas send each other. */
export type ReplicaMessage = Msg1a | Msg1b | Msg2a | Msg2b | HeartbeatMsg | HeartbeatReply;

/** `Messages` of the specification. */
export type MultiPaxosMessage = ReplicaMessage | ReadResponse;

/** History: a vote that was cast. */
export interface Cast {
  readonly acc: string;
  readonly slot: Slot;
  readonly bal: Ballot;
  readonly val: Entry;
}

/** The history variables: what the properties speak of, and no replica knows. */
export interface MultiPaxosHistory {
  readonly cast: readonly Cast[];
  readonly committed: readonly Entry[];
  /** How much was committed when each read was asked for, or -1 before that. */
  readonly asked: Readonly<Record<string, number>>;
}

export type MultiPaxosSystem = System<MultiPaxosState, MultiPaxosMessage>;

/** A whole system with its history: a state of the specification. */
export type ObservedMultiPaxos = Observed<MultiPaxosSystem, MultiPaxosHistory>;
