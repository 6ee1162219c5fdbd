import { LastIndex, LastPosition, Positions } from './log.ts';
import type {
  HeartbeatRequest,
  HeartbeatResponse,
  Index,
  PullEntriesRequest,
  PullEntriesResponse,
  PullRaftConfig,
  PullRaftState,
  ReadResponse,
  RequestVoteRequest,
  RequestVoteResponse,
  StepUpRequest,
  UpdatePositionRequest,
} from './types.ts';

/**
 * The messages, as PullRaft.tla defines them. Each is made in one place, so that its fields are in one order.
 * `s` is the state of member i.
 */

/** PullRaft!RequestVoteRequest; `s` is the state after the action, whose term it is. */
export function requestVoteRequest(i: string, s: PullRaftState, j: string, dryRun: boolean): RequestVoteRequest {
  return { type: 'RequestVoteRequest', to: j, from: i, term: s.currentTerm, dryRun, position: LastPosition(s) };
}

/** PullRaft!RequestVoteResponse. */
export function requestVoteResponse(i: string, s: PullRaftState, j: string, dryRun: boolean, voteGranted: boolean): RequestVoteResponse {
  return { type: 'RequestVoteResponse', to: j, from: i, term: s.currentTerm, dryRun, voteGranted };
}

/** PullRaft!PullEntriesRequest: it carries no term, and that is the point. */
export function pullEntriesRequest(i: string, s: PullRaftState, j: string, exclusive: boolean): PullEntriesRequest {
  return { type: 'PullEntriesRequest', to: j, from: i, term: 0, index: LastIndex(s), exclusive };
}

/** PullRaft!PullEntriesResponse: the entries from the index on, or after it. */
export function pullEntriesResponse(
  c: PullRaftConfig,
  i: string,
  s: PullRaftState,
  j: string,
  index: Index,
  exclusive: boolean,
): PullEntriesResponse {
  const { currentTerm: term, commitPoint, rollbackId, syncSource } = s;
  const first = exclusive ? index + 1 : Math.max(index, 1);
  const last = Math.min(index + (c.maxEntries ?? LastIndex(s)), LastIndex(s));
  const entries = s.log.slice(first - 1, last);
  const answer = { type: 'PullEntriesResponse', to: j, from: i, term, index, exclusive, entries } as const;
  const metadata = { position: LastPosition(s), commitPoint, rollbackId, primary: s.state === 'Primary' };
  return syncSource === undefined ? { ...answer, ...metadata } : { ...answer, ...metadata, syncSource };
}

/** PullRaft!UpdatePositionRequest: what the member knows of everybody's position. */
export function updatePositionRequest(c: PullRaftConfig, i: string, s: PullRaftState, j: string): UpdatePositionRequest {
  const term = c.positionTerm ? s.currentTerm : 0;
  return { type: 'UpdatePositionRequest', to: j, from: i, term, positions: Positions(i, s) };
}

/** PullRaft!HeartbeatRequest: the round of reads that the primary is confirming rides along. */
export function heartbeatRequest(i: string, s: PullRaftState, j: string): HeartbeatRequest {
  const { currentTerm: term, commitPoint, reading } = s;
  const { round } = reading;
  return { type: 'HeartbeatRequest', to: j, from: i, term, position: LastPosition(s), commitPoint, round };
}

/** PullRaft!HeartbeatResponse. */
export function heartbeatResponse(i: string, s: PullRaftState, j: string, round: number): HeartbeatResponse {
  const { currentTerm: term, commitPoint } = s;
  return { type: 'HeartbeatResponse', to: j, from: i, term, position: LastPosition(s), commitPoint, round };
}

/** PullRaft!StepUpRequest. */
export function stepUpRequest(i: string, s: PullRaftState, j: string): StepUpRequest {
  return { type: 'StepUpRequest', to: j, from: i, term: s.currentTerm };
}

/** PullRaft!ReadResponse. */
export function readResponse(r: string, i: string, s: PullRaftState): ReadResponse {
  return { type: 'ReadResponse', from: i, term: 0, read: r, index: s.commitPoint.index };
}
