import { LastIndex, LastTerm } from './log.ts';
import type {
  AppendEntriesRequest,
  AppendEntriesResponse,
  Entry,
  Index,
  InstallSnapshotRequest,
  InstallSnapshotResponse,
  RaftState,
  ReadResponse,
  ServerMessage,
  Term,
  TimeoutNowRequest,
  VoteRequest,
  VoteResponse,
} from './types.ts';

/**
 * The messages, as Raft.tla defines them. Each is made in one place, so that its fields are in one order.
 * `s` is the state of server i.
 */

/** Raft!VoteRequest; `s` is the state after the action, whose term it is. */
export function voteRequest<T extends 'RequestVoteRequest' | 'RequestPreVoteRequest'>(
  type: T,
  i: string,
  s: RaftState,
  j: string,
): VoteRequest<T> {
  return { type, to: j, term: s.currentTerm, candidateId: i, lastLogIndex: LastIndex(s), lastLogTerm: LastTerm(s) };
}

/** Raft!VoteResponse. */
export function voteResponse<T extends 'RequestVoteResponse' | 'RequestPreVoteResponse'>(
  type: T,
  i: string,
  s: RaftState,
  j: string,
  voteGranted: boolean,
): VoteResponse<T> {
  return { type, to: j, term: s.currentTerm, from: i, voteGranted };
}

/** Raft!AppendEntriesRequest. */
export function appendEntriesRequest(
  i: string,
  s: RaftState,
  j: string,
  prevLogIndex: Index,
  prevLogTerm: Term,
  entries: readonly Entry[],
): AppendEntriesRequest {
  const { currentTerm: term, commitIndex: leaderCommit, reading } = s;
  const { round } = reading;
  return { type: 'AppendEntriesRequest', to: j, term, leaderId: i, prevLogIndex, prevLogTerm, entries, leaderCommit, round };
}

/** Raft!AppendEntriesResponse. */
export function appendEntriesResponse(
  i: string,
  s: RaftState,
  j: string,
  success: boolean,
  prevLogIndex: Index,
  matchIndex: Index,
  round: number,
): AppendEntriesResponse {
  return { type: 'AppendEntriesResponse', to: j, term: s.currentTerm, from: i, success, prevLogIndex, matchIndex, round };
}

/** Raft!InstallSnapshotRequest. */
export function installSnapshotRequest(i: string, s: RaftState, j: string): InstallSnapshotRequest {
  const { lastIncludedIndex, lastIncludedTerm, config, machine } = s.snapshot;
  const data = { config, machine };
  return { type: 'InstallSnapshotRequest', to: j, term: s.currentTerm, leaderId: i, lastIncludedIndex, lastIncludedTerm, data };
}

/** Raft!InstallSnapshotResponse. */
export function installSnapshotResponse(i: string, s: RaftState, j: string, matchIndex: Index): InstallSnapshotResponse {
  return { type: 'InstallSnapshotResponse', to: j, term: s.currentTerm, from: i, matchIndex };
}

/** Raft!TimeoutNowRequest. */
export function timeoutNowRequest(i: string, s: RaftState, j: string): TimeoutNowRequest {
  return { type: 'TimeoutNowRequest', to: j, term: s.currentTerm, leaderId: i };
}

/** Raft!ReadResponse. */
export function readResponse(read: string, index: Index): ReadResponse {
  return { type: 'ReadResponse', term: 0, read, index };
}

/** Who sent a message: the specification's j where server i handles it. */
export function sender(m: ServerMessage): string {
  switch (m.type) {
    case 'RequestVoteRequest':
    case 'RequestPreVoteRequest':
      return m.candidateId;
    case 'AppendEntriesRequest':
    case 'InstallSnapshotRequest':
    case 'TimeoutNowRequest':
      return m.leaderId;
    default:
      return m.from;
  }
}
