/**
 * The variables, messages and actions of module MCPullRaft as types. Generated, do not edit:
 *
 *     lockstep codegen spec/pull-raft/MCPullRaft.tla --config spec/pull-raft/MCPullRaft_reads.cfg --out conformance/bindings/generated/pull-raft.ts
 *
 * Names, and the order of parameters, are those of the specification. The shapes of values are those that occur in all
 * 53883 reachable states of that model.
 */

/** An element of Server; in this model s1, s2, s3. */
export type Server = string;

/** An element of Voter; in this model s1, s2, s3. */
export type Voter = string;

/** An element of Value; in this model v1. */
export type Value = string;

/** An element of Read; in this model r1. */
export type Read = string;

/** An element of Heartbeating; in this model s1. */
export type Heartbeating = string;

/** The variables, in the order of the specification. */
export const VARIABLES = [
  'currentTerm',
  'votedFor',
  'log',
  'rollbackId',
  'state',
  'votesGranted',
  'syncSource',
  'cursor',
  'commitPoint',
  'lastPosition',
  'reading',
  'msgs',
  'elections',
  'written',
  'committed',
  'asked',
] as const;

export type Variable = (typeof VARIABLES)[number];

/** A state of the specification. */
export interface State {
  readonly currentTerm: Readonly<Record<Server, number>>;
  readonly votedFor: Readonly<Record<Server, Server | 'Nil'>>;
  readonly log: Readonly<Record<Server, readonly { readonly term: number; readonly value: 'Nil' }[]>>;
  readonly rollbackId: Readonly<Record<Server, number>>;
  readonly state: Readonly<Record<Server, 'Candidate' | 'Primary' | 'Secondary'>>;
  readonly votesGranted: Readonly<Record<Server, ReadonlySet<Server>>>;
  readonly syncSource: Readonly<Record<Server, Server | 'Nil'>>;
  readonly cursor: Readonly<Record<Server, number>>;
  readonly commitPoint: Readonly<Record<Server, { readonly index: number; readonly term: number }>>;
  readonly lastPosition: Readonly<Record<Server, Readonly<Record<Server, { readonly index: number; readonly term: number }>>>>;
  readonly reading: Readonly<Record<Server, { readonly acks: ReadonlySet<Server>; readonly batch: ReadonlySet<Read>; readonly queue: ReadonlySet<Read>; readonly round: number }>>;
  readonly msgs: ReadonlySet<Message>;
  readonly elections: ReadonlySet<{ readonly primary: Server; readonly term: number }>;
  readonly written: readonly (readonly { readonly term: number; readonly value: 'Nil' }[])[];
  readonly committed: readonly { readonly entry: { readonly term: number; readonly value: 'Nil' }; readonly term: number }[];
  readonly asked: Readonly<Record<Read, number>>;
}

export interface MessageHeartbeatRequest {
  readonly type: 'HeartbeatRequest';
  readonly commitPoint: { readonly index: number; readonly term: number };
  readonly from: Server;
  readonly position: { readonly index: number; readonly term: number };
  readonly round: number;
  readonly term: number;
  readonly to: Server;
}

export interface MessageHeartbeatResponse {
  readonly type: 'HeartbeatResponse';
  readonly commitPoint: { readonly index: number; readonly term: number };
  readonly from: Server;
  readonly position: { readonly index: number; readonly term: number };
  readonly round: number;
  readonly term: number;
  readonly to: Server;
}

export interface MessagePullEntriesRequest {
  readonly type: 'PullEntriesRequest';
  readonly exclusive: boolean;
  readonly from: Server;
  readonly index: number;
  readonly term: number;
  readonly to: Server;
}

export interface MessagePullEntriesResponse {
  readonly type: 'PullEntriesResponse';
  readonly commitPoint: { readonly index: number; readonly term: number };
  readonly entries: readonly { readonly term: number; readonly value: 'Nil' }[];
  readonly exclusive: boolean;
  readonly from: Server;
  readonly index: number;
  readonly position: { readonly index: number; readonly term: number };
  readonly primary: boolean;
  readonly rollbackId: number;
  readonly syncSource: 'Nil';
  readonly term: number;
  readonly to: Server;
}

export interface MessageReadResponse {
  readonly type: 'ReadResponse';
  readonly from: Server;
  readonly index: number;
  readonly read: Read;
  readonly term: number;
  readonly to: 'Nil';
}

export interface MessageRequestVoteRequest {
  readonly type: 'RequestVoteRequest';
  readonly dryRun: boolean;
  readonly from: Server;
  readonly position: { readonly index: number; readonly term: number };
  readonly term: number;
  readonly to: Server;
}

export interface MessageRequestVoteResponse {
  readonly type: 'RequestVoteResponse';
  readonly dryRun: boolean;
  readonly from: Server;
  readonly term: number;
  readonly to: Server;
  readonly voteGranted: boolean;
}

/** The messages, told apart by their `type`. */
export type Message =
  | MessageHeartbeatRequest
  | MessageHeartbeatResponse
  | MessagePullEntriesRequest
  | MessagePullEntriesResponse
  | MessageReadResponse
  | MessageRequestVoteRequest
  | MessageRequestVoteResponse;

/** The actions in the order of the next-state relation, with the names of their parameters in order. */
export const ACTIONS = {
  Timeout: ['i'],
  BecomeCandidate: ['i'],
  UpdateTerm: ['i', 't'],
  HandleRequestVoteRequest: ['i', 'j'],
  HandleRequestVoteResponse: ['i', 'j'],
  BecomePrimary: ['i'],
  WriteFirstEntry: ['i'],
  ClientRequest: ['i', 'v'],
  ChooseSyncSource: ['i', 'j'],
  PullEntries: ['i'],
  GetMore: ['i'],
  HandlePullEntriesRequest: ['i', 'j'],
  HandlePullEntriesResponse: ['i', 'j'],
  Rollback: ['i', 'j'],
  LeaveSyncSource: ['i', 'j'],
  UpdatePosition: ['i'],
  HandleUpdatePositionRequest: ['i', 'j'],
  AdvanceCommitPoint: ['i'],
  Heartbeat: ['i', 'j'],
  HandleHeartbeatRequest: ['i', 'j'],
  HandleHeartbeatResponse: ['i', 'j'],
  ClientRead: ['i', 'r'],
  StartReadRound: ['i'],
  AnswerReads: ['i'],
  StepDown: ['i', 'j'],
  HandleStepUpRequest: ['i', 'j'],
  Restart: ['i'],
} as const;

/** A step's label: an action with its parameters. */
export type Action =
  | { readonly type: 'Timeout'; readonly i: Server }
  | { readonly type: 'BecomeCandidate'; readonly i: Server }
  | { readonly type: 'UpdateTerm'; readonly i: Server; readonly t: number }
  | { readonly type: 'HandleRequestVoteRequest'; readonly i: Server; readonly j: Server }
  | { readonly type: 'HandleRequestVoteResponse'; readonly i: Server; readonly j: Server }
  | { readonly type: 'BecomePrimary'; readonly i: Server }
  | { readonly type: 'WriteFirstEntry'; readonly i: Server }
  | { readonly type: 'ClientRequest'; readonly i: Server; readonly v: Value }
  | { readonly type: 'ChooseSyncSource'; readonly i: Server; readonly j: Server }
  | { readonly type: 'PullEntries'; readonly i: Server }
  | { readonly type: 'GetMore'; readonly i: Server }
  | { readonly type: 'HandlePullEntriesRequest'; readonly i: Server; readonly j: Server }
  | { readonly type: 'HandlePullEntriesResponse'; readonly i: Server; readonly j: Server }
  | { readonly type: 'Rollback'; readonly i: Server; readonly j: Server }
  | { readonly type: 'LeaveSyncSource'; readonly i: Server; readonly j: Server }
  | { readonly type: 'UpdatePosition'; readonly i: Server }
  | { readonly type: 'HandleUpdatePositionRequest'; readonly i: Server; readonly j: Server }
  | { readonly type: 'AdvanceCommitPoint'; readonly i: Server }
  | { readonly type: 'Heartbeat'; readonly i: Server; readonly j: Server }
  | { readonly type: 'HandleHeartbeatRequest'; readonly i: Server; readonly j: Server }
  | { readonly type: 'HandleHeartbeatResponse'; readonly i: Server; readonly j: Server }
  | { readonly type: 'ClientRead'; readonly i: Server; readonly r: Read }
  | { readonly type: 'StartReadRound'; readonly i: Server }
  | { readonly type: 'AnswerReads'; readonly i: Server }
  | { readonly type: 'StepDown'; readonly i: Server; readonly j: Server }
  | { readonly type: 'HandleStepUpRequest'; readonly i: Server; readonly j: Server }
  | { readonly type: 'Restart'; readonly i: Server };
