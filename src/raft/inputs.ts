import type {
  AppendEntriesRequest,
  AppendEntriesResponse,
  InstallSnapshotRequest,
  InstallSnapshotResponse,
  Term,
  TimeoutNowRequest,
  Value,
  VoteRequest,
  VoteResponse,
} from './types.ts';

/** What can happen: to one server, as its inputs, and to the whole system, as the actions of the specification. */

/** What makes leaders and replicates their logs: sections 5.2 to 5.4. */
type Core =
  | { readonly type: 'Timeout' | 'BecomeCandidate' | 'BecomeLeader' | 'AdvanceCommitIndex' | 'Apply' }
  | { readonly type: 'UpdateTerm'; readonly t: Term }
  | { readonly type: 'HandleRequestPreVoteRequest'; readonly m: VoteRequest<'RequestPreVoteRequest'> }
  | { readonly type: 'HandleRequestPreVoteResponse'; readonly m: VoteResponse<'RequestPreVoteResponse'> }
  | { readonly type: 'HandleRequestVoteRequest'; readonly m: VoteRequest<'RequestVoteRequest'> }
  | { readonly type: 'HandleRequestVoteResponse'; readonly m: VoteResponse<'RequestVoteResponse'> }
  | { readonly type: 'ClientRequest'; readonly v: Value }
  | { readonly type: 'AppendEntries'; readonly j: string }
  | { readonly type: 'HandleAppendEntriesRequest'; readonly m: AppendEntriesRequest }
  | { readonly type: 'HandleAppendEntriesResponse'; readonly m: AppendEntriesResponse };

/** The rest: reads, snapshots, membership and transfer. */
export type Beside =
  | { readonly type: 'StartReadRound' | 'AnswerReads' | 'TakeSnapshot' | 'Retire' | 'AbortTransfer' }
  | { readonly type: 'InstallSnapshot' | 'AddLearner' | 'AddServer' | 'RemoveServer'; readonly j: string }
  | { readonly type: 'TransferLeadership' | 'SendTimeoutNow'; readonly j: string }
  | { readonly type: 'ClientRead'; readonly r: string }
  | { readonly type: 'HandleInstallSnapshotRequest'; readonly m: InstallSnapshotRequest }
  | { readonly type: 'HandleInstallSnapshotResponse'; readonly m: InstallSnapshotResponse }
  | { readonly type: 'HandleTimeoutNowRequest'; readonly m: TimeoutNowRequest };

/** What one server can be asked to do. The type says which action of the specification that is, the rest are its parameters. */
export type RaftInput = Core | Beside;

/** An input that is a message, for the action that handles it. */
export type Delivery = Extract<RaftInput, { readonly m: object }>;

/**
 * An action of the whole system: the names of the specification, for the action and for its parameters. Where the specification
 * says that there is a message, the action also carries it: there may be several, and each is a step of its own.
 */
export type RaftAction =
  | ({ readonly i: string } & Exclude<RaftInput, Delivery>)
  | ({ readonly i: string; readonly j: string } & Delivery)
  | { readonly type: 'Restart'; readonly i: string };
