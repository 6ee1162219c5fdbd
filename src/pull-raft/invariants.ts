import { at, compare, none } from '../core/index.ts';
import { IsQuorum } from './config.ts';
import { LastIndex, LastOf, LastTerm } from './log.ts';
import { Newer } from './positions.ts';
import { protocol } from './protocol.ts';
import { TypeOK } from './typeok.ts';
import type { Index, ObservedPullRaft, PullRaftMessage, PullRaftModelConfig, PullRaftState } from './types.ts';

/**
 * The invariants and action properties of spec/pull-raft/PullRaft.tla, with its names: what the code can check of itself, in tests and
 * in running systems. The refinements are between specifications and are checked there.
 */

export type Invariant = (c: PullRaftModelConfig, s: ObservedPullRaft) => boolean;

/** A property of a step, from `s` to `t`. */
export type StepProperty = (c: PullRaftModelConfig, s: ObservedPullRaft, t: ObservedPullRaft) => boolean;

function eachMember(c: PullRaftModelConfig, s: ObservedPullRaft, holds: (state: PullRaftState) => boolean): boolean {
  return c.servers.every((i) => holds(at(s.processes, i)));
}

/** Does it hold of each member, before and after the step? */
function eachStep(
  c: PullRaftModelConfig,
  s: ObservedPullRaft,
  t: ObservedPullRaft,
  holds: (before: PullRaftState, after: PullRaftState) => boolean,
): boolean {
  return c.servers.every((i) => holds(at(s.processes, i), at(t.processes, i)));
}

/** Are the first n entries of both logs there, and the same? */
function agreeUpTo(n: Index, a: PullRaftState, b: PullRaftState): boolean {
  if (a.log === b.log) return n <= LastIndex(a);
  return n <= LastIndex(a) && n <= LastIndex(b) && compare(a.log.slice(0, n), b.log.slice(0, n)) === 0;
}

/** At most one primary is elected in a term. */
export const ElectionSafety: Invariant = (_, s) =>
  s.history.elections.every((e) => s.history.elections.every((f) => e.term !== f.term || e.primary === f.primary));

/** Logs that hold an entry of the same index and term are the same up to there. */
export const LogMatching: Invariant = (c, s) =>
  eachMember(c, s, (a) => eachMember(c, s, (b) => a.log.every(({ term }, k) => b.log[k]?.term !== term || agreeUpTo(k + 1, a, b))));

/** A log is the beginning of what the primary of its last term wrote: nobody mixes histories. */
export const LogsAreWritten: Invariant = (c, s) =>
  eachMember(c, s, (state) => {
    if (state.log.length === 0) return true;
    const written = s.history.written[LastTerm(state) - 1] ?? none();
    return compare(state.log, written.slice(0, LastIndex(state))) === 0;
  });

/** Does the member hold the entry that was committed at index k? */
function Holds(s: ObservedPullRaft, state: PullRaftState, k: Index): boolean {
  return k <= LastIndex(state) && compare(state.log[k - 1], s.history.committed[k - 1]?.entry) === 0;
}

/** What was committed in a term is in the logs of the primaries of all higher terms. */
export const LeaderCompleteness: Invariant = (c, s) =>
  eachMember(c, s, (state) => {
    if (state.state !== 'Primary') return true;
    return s.history.committed.every(({ term }, k) => term >= state.currentTerm || Holds(s, state, k + 1));
  });

/** What is committed stays on the disks of so many that no majority is left that lacks it: whoever is elected has asked one that has it. */
export const CommittedIsDurable: Invariant = (c, s) =>
  s.history.committed.every((_, k) => {
    const lacking = c.servers.filter((i) => !Holds(s, at(s.processes, i), k + 1));
    return !IsQuorum(c, lacking);
  });

/** The commit point of a member is never beyond its log: it is the position of one of its entries. */
export const CommitPointInLog: Invariant = (c, s) =>
  eachMember(c, s, (state) => {
    const p = state.commitPoint;
    return p.index <= LastIndex(state) && compare(p, LastOf(state.log.slice(0, p.index))) === 0;
  });

/** All that a member calls committed is what primaries have committed: no two members differ in it. */
export const CommitPointIsCommitted: Invariant = (c, s) =>
  eachMember(c, s, (state) => {
    const { index } = state.commitPoint;
    if (index > s.history.committed.length) return false;
    return s.history.committed.slice(0, index).every((_, k) => Holds(s, state, k + 1));
  });

/** A read is answered from a state that is not older than what was committed when it was asked for, and that is committed. */
export const ReadsAreLinearizable: Invariant = (_, s) => {
  const { asked, committed } = s.history;
  return s.network.every((m) => m.type !== 'ReadResponse' || (at(asked, m.read) <= m.index && m.index <= committed.length));
};

/** Terms do not go back, not even by a crash. */
export const MonotonicTerm: StepProperty = (c, s, t) => eachStep(c, s, t, (before, after) => after.currentTerm >= before.currentTerm);

/** In a term a vote is not taken back. */
export const VoteIsFinal: StepProperty = (c, s, t) =>
  eachStep(c, s, t, (before, after) => {
    if (after.currentTerm !== before.currentTerm || before.votedFor === undefined) return true;
    return after.votedFor === before.votedFor;
  });

/**
 * What the dry run is for: a member raises its term only after a majority would elect it, because a primary told it to stand, or
 * because it heard of the term from another. Without the dry run nothing is claimed.
 */
export const TermNeedsMajority: StepProperty = (c, s, t) =>
  !c.dryRun ||
  c.servers.every((i) => {
    const before = at(s.processes, i);
    const { currentTerm } = at(t.processes, i);
    if (currentTerm <= before.currentTerm) return true;
    const toldToStand = (m: PullRaftMessage): boolean => m.type === 'StepUpRequest' && m.term === before.currentTerm;
    if (s.network.some((m) => m.to === i && (m.term === currentTerm || toldToStand(m)))) return true;
    return before.state === 'DryRunCandidate' && IsQuorum(c, before.votesGranted);
  });

/** A member that has been told what is committed forgets it only in a crash, and then all of it at once. */
export const MonotonicCommitPoint: StepProperty = (c, s, t) =>
  c.servers.every((i) => {
    const before = at(s.processes, i);
    const after = at(t.processes, i);
    if (!Newer(before.commitPoint, after.commitPoint)) return true;
    const restarted = protocol.restart(c, i, protocol.durable(before));
    return c.bounds.crashable.includes(i) && compare({ ...s, processes: { ...s.processes, [i]: restarted } }, t) === 0;
  });

/** As long as a primary is primary, it forgets nothing of what the others have reported. */
export const MonotonicLastPosition: StepProperty = (c, s, t) =>
  eachStep(c, s, t, (before, after) => {
    if (before.state !== 'Primary' || after.state !== 'Primary') return true;
    return c.servers.every((j) => !Newer(at(before.lastPosition, j), at(after.lastPosition, j)));
  });

/** What a member knows to be committed it does not roll back. */
export const NoRollbackBehindCommitPoint: StepProperty = (c, s, t) =>
  eachStep(c, s, t, (before, after) => before.log === after.log || agreeUpTo(before.commitPoint.index, before, after));

/** A primary appends to its log, and neither overwrites nor deletes; once it has written, all that it appends is of its term. */
export const PrimaryAppendOnly: StepProperty = (c, s, t) =>
  eachStep(c, s, t, (before, after) => {
    if (before.state !== 'Primary' || after.state !== 'Primary') return true;
    if (!agreeUpTo(LastIndex(before), before, after)) return false;
    if (LastTerm(before) !== before.currentTerm) return true;
    return after.log.slice(LastIndex(before)).every(({ term }) => term === before.currentTerm);
  });

/** The invariants by name, in the order of the specification. */
export const invariants: Readonly<Record<string, Invariant>> = {
  TypeOK,
  ElectionSafety,
  LogMatching,
  LogsAreWritten,
  LeaderCompleteness,
  CommittedIsDurable,
  CommitPointInLog,
  CommitPointIsCommitted,
  ReadsAreLinearizable,
};

/** The properties of steps by name, in the order of the specification. */
export const stepProperties: Readonly<Record<string, StepProperty>> = {
  MonotonicTerm,
  VoteIsFinal,
  TermNeedsMajority,
  MonotonicCommitPoint,
  MonotonicLastPosition,
  NoRollbackBehindCommitPoint,
  PrimaryAppendOnly,
};
