/**
 * Members, logs and messages, made in a few words: what a test does not speak of has a default. All of it is frozen, so that an
 * action which changes its argument fails the test that calls it. The member under test is s1.
 */
import {
  type Entry,
  type HeartbeatRequest,
  type HeartbeatResponse,
  LastOf,
  type Position,
  type PositionMap,
  type PullEntriesRequest,
  type PullEntriesResponse,
  type PullRaftConfig,
  type PullRaftModelConfig,
  type PullRaftState,
  protocol,
  type Reading,
  type RequestVoteRequest,
  type RequestVoteResponse,
  type StepUpRequest,
  type UpdatePositionRequest,
} from '../../../src/pull-raft/index.ts';
import { deepFreeze } from '../freeze.ts';
import { config, replicaSet } from './models.ts';

/** Three members as they run: all vote, nothing is bounded. */
export const c: PullRaftConfig = deepFreeze(replicaSet);

/** The same with the bounds of a model, of which some are changed. */
export function bounded(changes: Partial<PullRaftModelConfig['bounds']>): PullRaftModelConfig {
  const model = config();
  return deepFreeze({ ...model, bounds: { ...model.bounds, ...changes } });
}

/** Commands of these terms; the one at index k is `xk`. */
export function entries(...terms: readonly number[]): readonly Entry[] {
  return deepFreeze(terms.map((term, k) => ({ term, value: `x${k + 1}` })));
}

/** What a primary begins its term with. */
export function noop(term: number): Entry {
  return deepFreeze({ term });
}

/** Where an entry stands. */
export function position(term: number, index: number): Position {
  return deepFreeze({ term, index });
}

/** Of nobody anything is known but this. */
export function positions(known: PositionMap = {}): PositionMap {
  const nowhere = position(0, 0);
  return deepFreeze({ s1: nowhere, s2: nowhere, s3: nowhere, ...known });
}

/** A secondary, in term 0 with nothing in its log. */
export function secondary(changes: Partial<PullRaftState> = {}): PullRaftState {
  return deepFreeze({ ...protocol.init(c, 's1'), ...changes });
}

/** A candidate in a dry run, whose own vote is all that it has. */
export function dryRunCandidate(currentTerm: number, changes: Partial<PullRaftState> = {}): PullRaftState {
  return secondary({ currentTerm, state: 'DryRunCandidate', votesGranted: ['s1'], ...changes });
}

/** A candidate of a term, whose own vote is all that it has. */
export function candidate(currentTerm: number, changes: Partial<PullRaftState> = {}): PullRaftState {
  return secondary({ currentTerm, state: 'Candidate', votedFor: 's1', votesGranted: ['s1'], ...changes });
}

/** The primary of a term, which knows of nobody's position yet. */
export function primary(currentTerm: number, changes: Partial<PullRaftState> = {}): PullRaftState {
  return secondary({ currentTerm, state: 'Primary', votedFor: 's1', ...changes });
}

/** Reads on a primary. */
export function reading(changes: Partial<Reading> = {}): Reading {
  return deepFreeze({ queue: [], batch: [], round: 0, acks: [], ...changes });
}

/** s2 asks s1 for its vote: its last entry is of this term and index. */
export function requestVote(term: number, last: Position = position(0, 0), changes: Partial<RequestVoteRequest> = {}): RequestVoteRequest {
  return deepFreeze({ type: 'RequestVoteRequest', to: 's1', from: 's2', term, dryRun: false, position: last, ...changes });
}

/** The answer of a voter to s1. */
export function vote(term: number, voteGranted: boolean, changes: Partial<RequestVoteResponse> = {}): RequestVoteResponse {
  return deepFreeze({ type: 'RequestVoteResponse', to: 's1', from: 's2', term, dryRun: false, voteGranted, ...changes });
}

/** s2 asks s1 for the entries from an index on, or for those after it. */
export function pull(index: number, exclusive = false): PullEntriesRequest {
  return deepFreeze({ type: 'PullEntriesRequest', to: 's1', from: 's2', term: 0, index, exclusive });
}

/** What s2, a secondary with this log, answers to s1, which asked for the entries from an index on, or for those after it. */
export function pulled(
  term: number,
  log: readonly Entry[],
  index: number,
  changes: Partial<PullEntriesResponse> = {},
): PullEntriesResponse {
  const { exclusive = false } = changes;
  return deepFreeze({
    type: 'PullEntriesResponse',
    to: 's1',
    from: 's2',
    term,
    index,
    exclusive,
    entries: log.slice(exclusive || index === 0 ? index : index - 1),
    position: LastOf(log),
    commitPoint: position(0, 0),
    rollbackId: 0,
    primary: false,
    ...changes,
  });
}

/** s2 reports to s1 what it knows of everybody. */
export function report(term: number, known: PositionMap, changes: Partial<UpdatePositionRequest> = {}): UpdatePositionRequest {
  return deepFreeze({ type: 'UpdatePositionRequest', to: 's1', from: 's2', term, positions: positions(known), ...changes });
}

/** s2 sends s1 a heartbeat. */
export function heartbeat(term: number, last: Position, changes: Partial<HeartbeatRequest> = {}): HeartbeatRequest {
  const rest = { commitPoint: position(0, 0), round: 0 };
  return deepFreeze({ type: 'HeartbeatRequest', to: 's1', from: 's2', term, position: last, ...rest, ...changes });
}

/** s2 answers a heartbeat of s1. */
export function heartbeatAnswer(term: number, last: Position, changes: Partial<HeartbeatResponse> = {}): HeartbeatResponse {
  const rest = { commitPoint: position(0, 0), round: 0 };
  return deepFreeze({ type: 'HeartbeatResponse', to: 's1', from: 's2', term, position: last, ...rest, ...changes });
}

/** The primary s2, which stepped down, tells s1 to stand. */
export function stepUp(term: number): StepUpRequest {
  return deepFreeze({ type: 'StepUpRequest', to: 's1', from: 's2', term });
}
