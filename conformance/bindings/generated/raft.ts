/**
 * The variables, messages and actions of module MCRaft as types. Generated, do not edit:
 *
 *     lockstep codegen spec/raft/MCRaft.tla --config spec/raft/MCRaft_replication.cfg --out conformance/bindings/generated/raft.ts
 *
 * Names, and the order of parameters, are those of the specification. The shapes of values are those that occur in all
 * 41278 reachable states of that model.
 */

/** An element of Server; in this model s1, s2, s3. */
export type Server = string;

/** An element of Value; in this model v1. */
export type Value = string;

/** An element of InitVoters; in this model s1, s2, s3. */
export type InitVoters = string;

/** An element of Crashable; in this model s1. */
export type Crashable = string;

/** The variables, in the order of the specification. */
export const VARIABLES = [
  'currentTerm',
  'votedFor',
  'log',
  'snapshot',
  'state',
  'leaderId',
  'votesGranted',
  'commitIndex',
  'lastApplied',
  'machine',
  'nextIndex',
  'matchIndex',
  'transferee',
  'reading',
  'msgs',
  'elections',
  'committed',
  'asked',
] as const;

export type Variable = (typeof VARIABLES)[number];

/** A state of the specification. */
export interface State {
  readonly currentTerm: Readonly<Record<Server, number>>;
  readonly votedFor: Readonly<Record<Server, Server | 'Nil'>>;
  readonly log: Readonly<Record<Server, readonly (MessageNoop | MessageNoop | MessageValue)[]>>;
  readonly snapshot: Readonly<Record<Server, { readonly config: { readonly learners: ReadonlySet<never>; readonly voters: ReadonlySet<Server> }; readonly lastIncludedIndex: number; readonly lastIncludedTerm: number; readonly machine: readonly never[] }>>;
  readonly state: Readonly<Record<Server, 'Candidate' | 'Follower' | 'Leader'>>;
  readonly leaderId: Readonly<Record<Server, Server | 'Nil'>>;
  readonly votesGranted: Readonly<Record<Server, ReadonlySet<Server>>>;
  readonly commitIndex: Readonly<Record<Server, number>>;
  readonly lastApplied: Readonly<Record<Server, number>>;
  readonly machine: Readonly<Record<Server, readonly never[]>>;
  readonly nextIndex: Readonly<Record<Server, Readonly<Record<Server, number>>>>;
  readonly matchIndex: Readonly<Record<Server, Readonly<Record<Server, number>>>>;
  readonly transferee: Readonly<Record<Server, 'Nil'>>;
  readonly reading: Readonly<Record<Server, { readonly acks: ReadonlySet<never>; readonly batch: ReadonlySet<never>; readonly queue: ReadonlySet<never>; readonly round: number }>>;
  readonly msgs: ReadonlySet<MessageAppendEntriesRequest | MessageAppendEntriesResponse | MessageRequestVoteRequest | MessageRequestVoteResponse>;
  readonly elections: ReadonlySet<{ readonly leader: Server; readonly term: number }>;
  readonly committed: readonly ({ readonly entry: MessageNoop; readonly term: number } | { readonly entry: MessageNoop | MessageValue; readonly term: number })[];
  readonly asked: readonly never[];
}

export interface MessageAppendEntriesRequest {
  readonly type: 'AppendEntriesRequest';
  readonly entries: readonly (MessageNoop | MessageValue | MessageValue)[];
  readonly leaderCommit: number;
  readonly leaderId: Server;
  readonly prevLogIndex: number;
  readonly prevLogTerm: number;
  readonly round: number;
  readonly term: number;
  readonly to: Server;
}

export interface MessageAppendEntriesResponse {
  readonly type: 'AppendEntriesResponse';
  readonly from: Server;
  readonly matchIndex: number;
  readonly prevLogIndex: number;
  readonly round: number;
  readonly success: boolean;
  readonly term: number;
  readonly to: Server;
}

export interface MessageRequestVoteRequest {
  readonly type: 'RequestVoteRequest';
  readonly candidateId: Server;
  readonly lastLogIndex: number;
  readonly lastLogTerm: number;
  readonly term: number;
  readonly to: Server;
}

export interface MessageRequestVoteResponse {
  readonly type: 'RequestVoteResponse';
  readonly from: Server;
  readonly term: number;
  readonly to: Server;
  readonly voteGranted: boolean;
}

export interface MessageNoop {
  readonly type: 'noop';
  readonly term: number;
}

export interface MessageValue {
  readonly type: 'value';
  readonly term: number;
  readonly value: Value;
}

/** The messages, told apart by their `type`. */
export type Message =
  | MessageAppendEntriesRequest
  | MessageAppendEntriesResponse
  | MessageRequestVoteRequest
  | MessageRequestVoteResponse
  | MessageNoop
  | MessageValue;

/** The actions in the order of the next-state relation, with the names of their parameters in order. */
export const ACTIONS = {
  Timeout: ['i'],
  BecomeCandidate: ['i'],
  UpdateTerm: ['i', 't'],
  HandleRequestPreVoteRequest: ['i', 'j'],
  HandleRequestPreVoteResponse: ['i', 'j'],
  HandleRequestVoteRequest: ['i', 'j'],
  HandleRequestVoteResponse: ['i', 'j'],
  BecomeLeader: ['i'],
  ClientRequest: ['i', 'v'],
  AppendEntries: ['i', 'j'],
  HandleAppendEntriesRequest: ['i', 'j'],
  HandleAppendEntriesResponse: ['i', 'j'],
  AdvanceCommitIndex: ['i'],
  Apply: ['i'],
  ClientRead: [],
  StartReadRound: ['i'],
  AnswerReads: ['i'],
  TakeSnapshot: ['i'],
  InstallSnapshot: ['i', 'j'],
  HandleInstallSnapshotRequest: ['i', 'j'],
  HandleInstallSnapshotResponse: ['i', 'j'],
  AddLearner: ['i', 'j'],
  AddServer: ['i', 'j'],
  RemoveServer: ['i', 'j'],
  Retire: ['i'],
  TransferLeadership: ['i', 'j'],
  SendTimeoutNow: ['i', 'j'],
  AbortTransfer: ['i'],
  HandleTimeoutNowRequest: ['i', 'j'],
  Restart: ['i'],
} as const;

/** A step's label: an action with its parameters. */
export type Action =
  | { readonly type: 'Timeout'; readonly i: Server }
  | { readonly type: 'BecomeCandidate'; readonly i: Server }
  | { readonly type: 'UpdateTerm'; readonly i: Server; readonly t: number }
  | { readonly type: 'HandleRequestPreVoteRequest'; readonly i: Server; readonly j: Server }
  | { readonly type: 'HandleRequestPreVoteResponse'; readonly i: Server; readonly j: Server }
  | { readonly type: 'HandleRequestVoteRequest'; readonly i: Server; readonly j: Server }
  | { readonly type: 'HandleRequestVoteResponse'; readonly i: Server; readonly j: Server }
  | { readonly type: 'BecomeLeader'; readonly i: Server }
  | { readonly type: 'ClientRequest'; readonly i: Server; readonly v: Value }
  | { readonly type: 'AppendEntries'; readonly i: Server; readonly j: Server }
  | { readonly type: 'HandleAppendEntriesRequest'; readonly i: Server; readonly j: Server }
  | { readonly type: 'HandleAppendEntriesResponse'; readonly i: Server; readonly j: Server }
  | { readonly type: 'AdvanceCommitIndex'; readonly i: Server }
  | { readonly type: 'Apply'; readonly i: Server }
  | { readonly type: 'ClientRead' }
  | { readonly type: 'StartReadRound'; readonly i: Server }
  | { readonly type: 'AnswerReads'; readonly i: Server }
  | { readonly type: 'TakeSnapshot'; readonly i: Server }
  | { readonly type: 'InstallSnapshot'; readonly i: Server; readonly j: Server }
  | { readonly type: 'HandleInstallSnapshotRequest'; readonly i: Server; readonly j: Server }
  | { readonly type: 'HandleInstallSnapshotResponse'; readonly i: Server; readonly j: Server }
  | { readonly type: 'AddLearner'; readonly i: Server; readonly j: Server }
  | { readonly type: 'AddServer'; readonly i: Server; readonly j: Server }
  | { readonly type: 'RemoveServer'; readonly i: Server; readonly j: Server }
  | { readonly type: 'Retire'; readonly i: Server }
  | { readonly type: 'TransferLeadership'; readonly i: Server; readonly j: Server }
  | { readonly type: 'SendTimeoutNow'; readonly i: Server; readonly j: Server }
  | { readonly type: 'AbortTransfer'; readonly i: Server }
  | { readonly type: 'HandleTimeoutNowRequest'; readonly i: Server; readonly j: Server }
  | { readonly type: 'Restart'; readonly i: Server };
