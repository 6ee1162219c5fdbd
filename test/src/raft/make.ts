/**
 * Servers, logs and messages, made in a few words: what a test does not speak of has a default. All of it is frozen, so that an
 * action which changes its argument fails the test that calls it. The server under test is s1.
 */
import {
  type AppendEntriesRequest,
  type AppendEntriesResponse,
  type Entry,
  type InstallSnapshotRequest,
  type InstallSnapshotResponse,
  protocol,
  type RaftConfig,
  type RaftModelConfig,
  type RaftState,
  type Reading,
  type Snapshot,
  type TimeoutNowRequest,
  type VoteRequest,
  type VoteResponse,
} from '../../../src/raft/index.ts';
import { deepFreeze } from '../freeze.ts';
import { cluster, config, servers } from './models.ts';

/** Three servers as they run: all vote, nothing is bounded. */
export const c: RaftConfig = deepFreeze(cluster);

/** The same with the bounds of a model, of which some are changed. */
export function bounded(changes: Partial<RaftModelConfig['bounds']>): RaftModelConfig {
  const model = config();
  return deepFreeze({ ...model, bounds: { ...model.bounds, ...changes } });
}

/** Commands of these terms; the one at index k is `xk`. */
export function entries(...terms: readonly number[]): readonly Entry[] {
  return deepFreeze(terms.map((term, k) => ({ term, type: 'value', value: `x${k + 1}` }) as const));
}

/** What a leader begins its term with. */
export function noop(term: number): Entry {
  return deepFreeze({ term, type: 'noop' });
}

/** A change of membership. */
export function members(term: number, voters: readonly string[], learners: readonly string[] = []): Entry {
  return deepFreeze({ term, type: 'config', config: { voters, learners } });
}

/** A snapshot of the first `index` commands. */
export function snapshot(index: number, term: number, changes: Partial<Snapshot> = {}): Snapshot {
  const machine = Array.from({ length: index }, (_, k) => `x${k + 1}`);
  const config = { voters: servers, learners: [] };
  return deepFreeze({ lastIncludedIndex: index, lastIncludedTerm: term, config, machine, ...changes });
}

/** A follower, in term 0 with nothing in its log. */
export function follower(changes: Partial<RaftState> = {}): RaftState {
  return deepFreeze({ ...protocol.init(c, 's1'), ...changes });
}

/** A pre-candidate of a term, whose own vote is all that it has. */
export function preCandidate(currentTerm: number, changes: Partial<RaftState> = {}): RaftState {
  return follower({ currentTerm, state: 'PreCandidate', votesGranted: ['s1'], ...changes });
}

/** A candidate of a term, whose own vote is all that it has. */
export function candidate(currentTerm: number, changes: Partial<RaftState> = {}): RaftState {
  return follower({ currentTerm, state: 'Candidate', votedFor: 's1', votesGranted: ['s1'], ...changes });
}

/** The leader of a term, which knows of nobody's log yet. */
export function leader(currentTerm: number, changes: Partial<RaftState> = {}): RaftState {
  const base = changes.snapshot?.lastIncludedIndex ?? 0;
  const next = base + (changes.log?.length ?? 0) + 1;
  const nextIndex = { s1: next, s2: next, s3: next };
  return follower({ currentTerm, state: 'Leader', votedFor: 's1', leaderId: 's1', nextIndex, ...changes });
}

/** Reads on a leader. */
export function reading(changes: Partial<Reading>): Reading {
  return deepFreeze({ queue: [], batch: [], round: 0, acks: [], ...changes });
}

/** s2 asks s1 for its vote: its last entry is of this index and term. */
export function requestVote(term: number, lastLogIndex = 0, lastLogTerm = 0, candidateId = 's2'): VoteRequest<'RequestVoteRequest'> {
  return deepFreeze({ type: 'RequestVoteRequest', to: 's1', term, candidateId, lastLogIndex, lastLogTerm });
}

/** s2 asks s1 whether it would get its vote. */
export function requestPreVote(term: number, lastLogIndex = 0, lastLogTerm = 0): VoteRequest<'RequestPreVoteRequest'> {
  return deepFreeze({ type: 'RequestPreVoteRequest', to: 's1', term, candidateId: 's2', lastLogIndex, lastLogTerm });
}

/** The answer of a voter to s1. */
export function vote(term: number, voteGranted: boolean, from = 's2'): VoteResponse<'RequestVoteResponse'> {
  return deepFreeze({ type: 'RequestVoteResponse', to: 's1', term, from, voteGranted });
}

/** What a voter would answer to s1. */
export function preVote(term: number, voteGranted: boolean, from = 's2'): VoteResponse<'RequestPreVoteResponse'> {
  return deepFreeze({ type: 'RequestPreVoteResponse', to: 's1', term, from, voteGranted });
}

/** The leader s2 sends s1 entries; without any, a heartbeat. */
export function append(term: number, changes: Partial<AppendEntriesRequest> = {}): AppendEntriesRequest {
  const empty = { prevLogIndex: 0, prevLogTerm: 0, entries: [], leaderCommit: 0, round: 0 };
  return deepFreeze({ type: 'AppendEntriesRequest', to: 's1', term, leaderId: 's2', ...empty, ...changes });
}

/** s2 tells the leader s1 that their logs match up to this index. */
export function appended(term: number, matchIndex: number, changes: Partial<AppendEntriesResponse> = {}): AppendEntriesResponse {
  const rest = { success: true, prevLogIndex: 0, matchIndex, round: 0 };
  return deepFreeze({ type: 'AppendEntriesResponse', to: 's1', term, from: 's2', ...rest, ...changes });
}

/** s2 tells the leader s1 that it lacks the entry at `prevLogIndex`, and up to where the logs may match. */
export function rejected(term: number, prevLogIndex: number, matchIndex: number, round = 0): AppendEntriesResponse {
  return appended(term, matchIndex, { success: false, prevLogIndex, round });
}

/** The leader s2 sends s1 a snapshot. */
export function install(term: number, s: Snapshot): InstallSnapshotRequest {
  const { lastIncludedIndex, lastIncludedTerm, config, machine } = s;
  const data = { config, machine };
  return deepFreeze({ type: 'InstallSnapshotRequest', to: 's1', term, leaderId: 's2', lastIncludedIndex, lastIncludedTerm, data });
}

/** s2 tells the leader s1 that it holds what the snapshot covers. */
export function installed(term: number, matchIndex: number): InstallSnapshotResponse {
  return deepFreeze({ type: 'InstallSnapshotResponse', to: 's1', term, from: 's2', matchIndex });
}

/** The leader s2 tells s1 to stand. */
export function timeoutNow(term: number): TimeoutNowRequest {
  return deepFreeze({ type: 'TimeoutNowRequest', to: 's1', term, leaderId: 's2' });
}
