import { at, compare } from '../core/index.ts';
import { ConfigIsCommitted, HasCommittedInTerm, IsQuorum, Members, Voters } from './config.ts';
import type { RaftAction } from './inputs.ts';
import type { Invariant, StepProperty } from './invariants.ts';
import { Base, LastIndex, LastTerm, TermAt, UpToDate } from './log.ts';
import { protocol } from './protocol.ts';
import type { AppendEntriesResponse, Index, InstallSnapshotResponse, ObservedRaft, RaftModelConfig, RaftState } from './types.ts';

/**
 * What Raft needs to get on, and what a server may believe: properties that spec/raft/Raft.tla does not state, because there is no
 * clock and no fairness in it. Each is bounded: it speaks of one state, of one step, of the actions that are enabled in one state, or
 * of some state that a model reaches. That a protocol does not get stuck is more than that; that it gets stuck shows in one of these.
 */

/** A property of a state, and of the actions that can be taken in it. */
export type Enabledness = (c: RaftModelConfig, s: ObservedRaft, enabled: readonly RaftAction[]) => boolean;

/** Does it hold of each server, before and after the step? */
function eachStep(
  c: RaftModelConfig,
  s: ObservedRaft,
  t: ObservedRaft,
  holds: (before: RaftState, after: RaftState, i: string) => boolean,
): boolean {
  return c.servers.every((i) => {
    const before = at(s.processes, i);
    const after = at(t.processes, i);
    return before === after || holds(before, after, i);
  });
}

/** Does it hold of each pair of a server and another one? */
function eachPair(c: RaftModelConfig, s: ObservedRaft, holds: (state: RaftState, i: string, j: string) => boolean): boolean {
  return c.servers.every((i) => c.servers.every((j) => i === j || holds(at(s.processes, i), i, j)));
}

/** The messages that a step sent. */
function sent(s: ObservedRaft, t: ObservedRaft): ObservedRaft['network'] {
  return t.network === s.network ? [] : t.network.filter((m) => !s.network.some((n) => n === m || compare(n, m) === 0));
}

/** Has a crash led from the one to the other? */
function isRestart(c: RaftModelConfig, i: string, before: RaftState, after: RaftState): boolean {
  return compare(after, protocol.restart(c, i, protocol.durable(before))) === 0;
}

/** Section 5.2, one vote a term: whoever comes into a new term has its vote to give, or has given it to itself. */
export const NewTermFreesVote: StepProperty = (c, s, t) =>
  eachStep(c, s, t, (before, after, i) => {
    if (after.currentTerm <= before.currentTerm) return true;
    return after.votedFor === undefined || after.votedFor === i;
  });

/** Is this the only time that the candidate has asked that server for its vote? */
function hasAskedOnce(s: ObservedRaft, candidate: string, voter: string): boolean {
  return s.network.filter((m) => m.type === 'RequestVoteRequest' && m.candidateId === candidate && m.to === voter).length === 1;
}

/**
 * Section 5.4.1: a server that has its vote to give does not refuse it to a candidate whose log, as it is, is not behind. A candidate
 * that makes itself smaller than it is may never be elected, although it is the only one that could be. (A refusal does not say which
 * request it answers, so nothing is said of those who asked before.)
 */
export const VoteIsGiven: StepProperty = (_, s, t) =>
  sent(s, t).every((m) => {
    if (m.type !== 'RequestVoteResponse' || m.voteGranted || !hasAskedOnce(s, m.to, m.from)) return true;
    const voter = at(s.processes, m.from);
    const candidate = at(s.processes, m.to);
    if (voter.currentTerm !== m.term || voter.votedFor !== undefined) return true;
    if (candidate.state !== 'Candidate' || candidate.currentTerm !== m.term) return true;
    return !UpToDate(voter, LastIndex(candidate), LastTerm(candidate));
  });

/** Section 5.2: a candidate that hears from a leader of its own term gives up. Two who both wait for votes would never agree. */
export const CandidateYields: Enabledness = (c, s, enabled) =>
  s.network.every((m) => {
    if (m.type !== 'AppendEntriesRequest') return true;
    const { state, currentTerm } = at(s.processes, m.to);
    if (state !== 'Candidate' || currentTerm !== m.term || !c.servers.includes(m.leaderId)) return true;
    return enabled.some((a) => a.type === 'HandleAppendEntriesRequest' && compare(a.m, m) === 0);
  });

/** Thesis 4.1: whoever stands asks the voters of the latest configuration in its log, all of them and nobody else. */
export const AsksItsVoters: StepProperty = (c, s, t) =>
  eachStep(c, s, t, (before, after, i) => {
    if (after.currentTerm <= before.currentTerm || after.state !== 'Candidate') return true;
    const asked = t.network.flatMap((m) =>
      m.type === 'RequestVoteRequest' && m.candidateId === i && m.term === after.currentTerm ? [m.to] : [],
    );
    const voters = Voters(before).filter((j) => j !== i);
    return voters.length === asked.length && voters.every((j) => asked.includes(j));
  });

/** Thesis 9.6: who knows of a leader, or leads, encourages nobody to depose it. */
export const LeaderIsNotDeposed: StepProperty = (_, s, t) =>
  sent(s, t).every((m) => m.type !== 'RequestPreVoteResponse' || !m.voteGranted || at(s.processes, m.from).leaderId === undefined);

/** The successes that the server i got from j in its term. */
function confirmations(
  s: ObservedRaft,
  state: RaftState,
  i: string,
  j: string,
): readonly (AppendEntriesResponse | InstallSnapshotResponse)[] {
  return s.network.flatMap((m) => {
    const isSuccess = m.type === 'InstallSnapshotResponse' || (m.type === 'AppendEntriesResponse' && m.success);
    return isSuccess && m.to === i && m.from === j && m.term === state.currentTerm ? [m] : [];
  });
}

/** Section 5.3: what a leader believes that j holds, j has told it in this term. Nothing else is counted, and no hint. */
export const BelievesWhatWasConfirmed: Invariant = (c, s) =>
  eachPair(c, s, (state, i, j) => {
    const match = at(state.matchIndex, j);
    return state.state !== 'Leader' || match === 0 || confirmations(s, state, i, j).some((m) => m.matchIndex === match);
  });

/** Thesis 6.4: a leader takes for a confirmation that it still leads only a reply in its own term, to this round. */
export const ConfirmedInItsTerm: Invariant = (c, s) =>
  eachPair(c, s, ({ reading, currentTerm }, i, j) => {
    if (!reading.acks.includes(j)) return true;
    return s.network.some(
      (m) => m.type === 'AppendEntriesResponse' && m.to === i && m.from === j && m.term === currentTerm && m.round === reading.round,
    );
  });

/** Section 5.3: does a rejection say that what nextIndex points at now does not match? */
function isRejected(s: ObservedRaft, state: RaftState, i: string, j: string, next: Index): boolean {
  return s.network.some((m) => {
    if (m.type !== 'AppendEntriesResponse' || m.success || m.to !== i || m.from !== j) return false;
    return m.term === state.currentTerm && m.prevLogIndex === next - 1;
  });
}

/**
 * Section 5.3: nextIndex goes back only at a rejection of what it says now. A rejection that is late, or comes twice, moves nothing;
 * otherwise a leader and a follower could go back and forth for ever.
 */
export const RejectionMovesOn: StepProperty = (c, s, t) =>
  eachPair(c, s, (before, i, j) => {
    const after = at(t.processes, i);
    if (before.state !== 'Leader' || after.state !== 'Leader' || before === after) return true;
    const next = at(before.nextIndex, j);
    return at(after.nextIndex, j) >= next || isRejected(s, before, i, j, next);
  });

/** Section 7: a leader can always send a follower something that helps: entries, or, where it has them no more, its snapshot. */
export const FollowerIsServed: Enabledness = (c, s, enabled) =>
  eachPair(c, s, (state, i, j) => {
    if (state.state !== 'Leader' || !Members(state).includes(j)) return true;
    const due = at(state.nextIndex, j) > Base(state) ? 'AppendEntries' : 'InstallSnapshot';
    const other = due === 'AppendEntries' ? 'InstallSnapshot' : 'AppendEntries';
    const can = (type: string): boolean => enabled.some((a) => a.type === type && 'j' in a && a.i === i && a.j === j);
    return can(due) && !can(other);
  });

/** Does a majority hold an entry of the leader's own term which it has not committed? */
function hasMore(i: string, state: RaftState): boolean {
  for (let n = state.commitIndex + 1; n <= LastIndex(state); n++) {
    const holders = Voters(state).filter((j) => j === i || at(state.matchIndex, j) >= n);
    if (TermAt(state, n) === state.currentTerm && IsQuorum(holders, Voters(state))) return true;
  }
  return false;
}

/** Figure 2, leaders, last rule: what a majority of the voters is known to hold, of the leader's own term, can be committed at once. */
export const CommitsWhatItCan: Enabledness = (c, s, enabled) =>
  c.servers.every((i) => {
    const state = at(s.processes, i);
    if (state.state !== 'Leader' || !hasMore(i, state)) return true;
    return enabled.some((a) => a.type === 'AdvanceCommitIndex' && a.i === i);
  });

/** Thesis 4.2.2: a leader that is no longer in the configuration leads until that is committed. Nobody else may be able to commit it. */
export const LeadsUntilRemovalCommits: StepProperty = (c, s, t) =>
  eachStep(c, s, t, (before, after, i) => {
    if (before.state !== 'Leader' || after.state === 'Leader' || after.currentTerm !== before.currentTerm) return true;
    return ConfigIsCommitted(before) || isRestart(c, i, before, after);
  });

/** Of the terms in which somebody may stand, each is reached by a leader: an old vote does not stand in its way (section 5.2). */
export const EveryTermCanHaveALeader: Invariant = (c, s) => {
  const terms = new Set(s.history.elections.map((e) => e.term));
  return c.bounds.electable.every((who, t) => who.length === 0 || terms.has(t + 1));
};

/** Section 8: a new leader comes to know what is committed, even if no client asks for anything. */
export const NewLeaderCommits: Invariant = (c, s) =>
  c.servers.some((i) => {
    const state = at(s.processes, i);
    return state.state === 'Leader' && HasCommittedInTerm(state);
  });

/** Properties by what they speak of; what is `reachable` is said of some state that can be reached. */
export interface Progress {
  readonly states: Readonly<Record<string, Invariant>>;
  readonly steps: Readonly<Record<string, StepProperty>>;
  readonly enabled: Readonly<Record<string, Enabledness>>;
  readonly reachable: Readonly<Record<string, Invariant>>;
}

/** The properties of this module by name. */
export const progress: Progress = {
  states: { BelievesWhatWasConfirmed, ConfirmedInItsTerm },
  steps: {
    NewTermFreesVote,
    VoteIsGiven,
    AsksItsVoters,
    LeaderIsNotDeposed,
    RejectionMovesOn,
    LeadsUntilRemovalCommits,
  },
  enabled: { CandidateYields, FollowerIsServed, CommitsWhatItCan },
  reachable: { EveryTermCanHaveALeader, NewLeaderCommits },
};
