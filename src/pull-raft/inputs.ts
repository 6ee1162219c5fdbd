import type {
  HeartbeatRequest,
  HeartbeatResponse,
  PullEntriesRequest,
  PullEntriesResponse,
  RequestVoteRequest,
  RequestVoteResponse,
  StepUpRequest,
  Term,
  UpdatePositionRequest,
  Value,
} from './types.ts';

/** What can happen: to one member, as its inputs, and to the whole system, as the actions of the specification. */

/** What a member does of itself, or for a client. */
type Act =
  | { readonly type: 'Timeout' | 'BecomeCandidate' | 'BecomePrimary' }
  | { readonly type: 'UpdateTerm'; readonly t: Term }
  | { readonly type: 'WriteFirstEntry' | 'PullEntries' | 'GetMore' | 'UpdatePosition' | 'AdvanceCommitPoint' }
  | { readonly type: 'ClientRequest'; readonly v: Value }
  | { readonly type: 'ChooseSyncSource' | 'Heartbeat' | 'StepDown'; readonly j: string }
  | { readonly type: 'ClientRead'; readonly r: string }
  | { readonly type: 'StartReadRound' | 'AnswerReads' };

/** An input that is a message, for the action that handles it. The answer of a sync source is for one of three. */
export type Delivery =
  | { readonly type: 'HandleRequestVoteRequest'; readonly m: RequestVoteRequest }
  | { readonly type: 'HandleRequestVoteResponse'; readonly m: RequestVoteResponse }
  | { readonly type: 'HandlePullEntriesRequest'; readonly m: PullEntriesRequest }
  | { readonly type: 'HandlePullEntriesResponse' | 'Rollback' | 'LeaveSyncSource'; readonly m: PullEntriesResponse }
  | { readonly type: 'HandleUpdatePositionRequest'; readonly m: UpdatePositionRequest }
  | { readonly type: 'HandleHeartbeatRequest'; readonly m: HeartbeatRequest }
  | { readonly type: 'HandleHeartbeatResponse'; readonly m: HeartbeatResponse }
  | { readonly type: 'HandleStepUpRequest'; readonly m: StepUpRequest };

/** What one member can be asked to do. The type says which action of the specification that is, the rest are its parameters. */
export type PullRaftInput = Act | Delivery;

/**
 * An action of the whole system: the names of the specification, for the action and for its parameters. Where the specification
 * says that there is a message, the action also carries it: there may be several, and each is a step of its own.
 */
export type PullRaftAction =
  | ({ readonly i: string } & Act)
  | ({ readonly i: string; readonly j: string } & Delivery)
  | { readonly type: 'Restart'; readonly i: string };
