import { at, compare, within } from '../core/index.ts';
import { IsQuorum, NoSnapshot, Voters } from './config.ts';
import { Base, EntryAt, LastIndex, TermAt } from './log.ts';
import { protocol } from './protocol.ts';
import { TypeOK } from './typeok.ts';
import type { Configuration, Index, ObservedRaft, RaftMessage, RaftModelConfig, RaftState, Value } from './types.ts';

/**
 * The invariants and action properties of spec/raft/Raft.tla, with its names: what the code can check of itself, in tests and in
 * running systems. The refinement is between specifications and is checked there.
 */

export type Invariant = (c: RaftModelConfig, s: ObservedRaft) => boolean;

/** A property of a step, from `s` to `t`. */
export type StepProperty = (c: RaftModelConfig, s: ObservedRaft, t: ObservedRaft) => boolean;

/** The indexes from the first to the last. */
function range(first: Index, last: Index): readonly Index[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);
}

function eachServer(c: RaftModelConfig, s: ObservedRaft, holds: (state: RaftState, i: string) => boolean): boolean {
  return c.servers.every((i) => holds(at(s.processes, i), i));
}

/** Does it hold of each server, before and after the step? */
function eachStep(c: RaftModelConfig, s: ObservedRaft, t: ObservedRaft, holds: (before: RaftState, after: RaftState) => boolean): boolean {
  return c.servers.every((i) => holds(at(s.processes, i), at(t.processes, i)));
}

/** Figure 3: at most one leader is elected in a term. */
export const ElectionSafety: Invariant = (_, s) =>
  s.history.elections.every((e) => s.history.elections.every((f) => e.term !== f.term || e.leader === f.leader));

/** Figure 3: logs that hold an entry of the same index and term are the same up to there. */
export const LogMatching: Invariant = (c, s) =>
  eachServer(c, s, (a) =>
    eachServer(c, s, (b) => {
      const first = Math.max(Base(a), Base(b)) + 1;
      const agree = (k: Index): boolean => compare(EntryAt(a, k), EntryAt(b, k)) === 0;
      const last = Math.min(LastIndex(a), LastIndex(b));
      return range(first, last).every((n) => TermAt(a, n) !== TermAt(b, n) || range(first, n).every(agree));
    }),
  );

/** Does the server hold the entry that was committed at index k? What a snapshot covers counts as held. */
function Holds(s: ObservedRaft, state: RaftState, k: Index): boolean {
  if (k <= Base(state)) return true;
  return k <= LastIndex(state) && compare(EntryAt(state, k), s.history.committed[k - 1]?.entry) === 0;
}

/** Figure 3: what was committed in a term is in the logs of the leaders of all higher terms. */
export const LeaderCompleteness: Invariant = (c, s) =>
  eachServer(c, s, (state) => {
    if (state.state !== 'Leader') return true;
    return s.history.committed.every(({ term }, k) => term >= state.currentTerm || Holds(s, state, k + 1));
  });

/** The commands among the first n committed entries. */
function CommandsUpTo(s: ObservedRaft, n: Index): readonly Value[] {
  return s.history.committed.slice(0, n).flatMap(({ entry }) => (entry.type === 'value' ? [entry.value] : []));
}

/** Figure 3: no two servers apply different entries at the same index. */
export const StateMachineSafety: Invariant = (c, s) =>
  eachServer(c, s, (state, i) => {
    if (state.commitIndex > s.history.committed.length) return false;
    if (!range(Base(state) + 1, state.commitIndex).every((k) => Holds(s, state, k))) return false;
    if (state.lastApplied > state.commitIndex) return false;
    const applied = within(c.bounds.applying, i) ? state.lastApplied : Base(state);
    return compare(state.machine, CommandsUpTo(s, applied)) === 0;
  });

/** The configuration that the first n committed entries end with. */
function CommittedConfig(c: RaftModelConfig, s: ObservedRaft, n: Index): Configuration {
  const last = s.history.committed.slice(0, n).findLast(({ entry }) => entry.type === 'config')?.entry;
  return last?.type === 'config' ? last.config : NoSnapshot(c).config;
}

/** What a snapshot says of the entries that it stands for is what was committed. */
export const SnapshotsAreCommitted: Invariant = (c, s) =>
  eachServer(c, s, (state) => {
    const n = Base(state);
    if (n === 0) return true;
    if (s.history.committed[n - 1]?.entry.term !== state.snapshot.lastIncludedTerm) return false;
    return compare(state.snapshot.config, CommittedConfig(c, s, n)) === 0;
  });

/** What is committed stays on the disks of so many that no majority is left that lacks it. */
export const CommittedIsDurable: Invariant = (c, s) => {
  const { voters } = CommittedConfig(c, s, s.history.committed.length);
  return s.history.committed.every((_, k) => {
    const lacking = c.servers.filter((i) => !Holds(s, at(s.processes, i), k + 1));
    return !IsQuorum(lacking, voters);
  });
};

/** Figure 2: what a leader sends next is beyond what it knows to match. */
export const NextIndexAboveMatchIndex: Invariant = (c, s) =>
  eachServer(c, s, (state) => state.state !== 'Leader' || c.servers.every((j) => at(state.nextIndex, j) > at(state.matchIndex, j)));

/** A read is answered from a state that is not older than what was committed when it was asked for, and that is committed. */
export const ReadsAreLinearizable: Invariant = (_, s) => {
  const { asked, committed } = s.history;
  return s.network.every((m) => m.type !== 'ReadResponse' || (at(asked, m.read) <= m.index && m.index <= committed.length));
};

/** Terms do not go back, not even by a crash. */
export const MonotonicTerm: StepProperty = (c, s, t) => eachStep(c, s, t, (before, after) => after.currentTerm >= before.currentTerm);

/**
 * What PreVote is for (thesis 9.6): a server raises its term only after a majority would elect it, because its leader told it to
 * stand, or because it heard of the term from another. Of actions, one by one: an event of `step` may hold both the last promise and the
 * election.
 */
export const TermNeedsMajority: StepProperty = (c, s, t) =>
  !c.preVote ||
  c.servers.every((i) => {
    const before = at(s.processes, i);
    const { currentTerm } = at(t.processes, i);
    if (currentTerm <= before.currentTerm) return true;
    const toldToStand = (m: RaftMessage): boolean => m.type === 'TimeoutNowRequest' && m.term === before.currentTerm;
    if (s.network.some((m) => m.to === i && (m.term === currentTerm || toldToStand(m)))) return true;
    return before.state === 'PreCandidate' && IsQuorum(before.votesGranted, Voters(before));
  });

/** In a term a vote is not taken back. */
export const VoteIsFinal: StepProperty = (c, s, t) =>
  eachStep(c, s, t, (before, after) => {
    if (after.currentTerm !== before.currentTerm || before.votedFor === undefined) return true;
    return after.votedFor === before.votedFor;
  });

/** A server that has been told what is committed forgets it only in a crash, and then all of it at once. */
export const MonotonicCommitIndex: StepProperty = (c, s, t) =>
  c.servers.every((i) => {
    const before = at(s.processes, i);
    const after = at(t.processes, i);
    if (after.commitIndex >= before.commitIndex) return true;
    const restarted = protocol.restart(c, i, protocol.durable(before));
    return compare({ ...s, processes: { ...s.processes, [i]: restarted } }, t) === 0;
  });

/** As long as it leads, a leader forgets nothing of what others hold. */
export const MonotonicMatchIndex: StepProperty = (c, s, t) =>
  eachStep(c, s, t, (before, after) => {
    if (before.state !== 'Leader' || after.state !== 'Leader') return true;
    return c.servers.every((j) => at(after.matchIndex, j) >= at(before.matchIndex, j));
  });

/** Figure 3: a leader appends to its log, and neither overwrites nor deletes. A snapshot does not change what the log says. */
export const LeaderAppendOnly: StepProperty = (c, s, t) =>
  eachStep(c, s, t, (before, after) => {
    if (before.state !== 'Leader' || after.state !== 'Leader') return true;
    if (LastIndex(after) < LastIndex(before)) return false;
    const same = (k: Index): boolean => compare(EntryAt(after, k), EntryAt(before, k)) === 0;
    return range(Base(after) + 1, LastIndex(before)).every(same);
  });

/** The invariants by name, in the order of the specification. */
export const invariants: Readonly<Record<string, Invariant>> = {
  TypeOK,
  ElectionSafety,
  LogMatching,
  LeaderCompleteness,
  StateMachineSafety,
  SnapshotsAreCommitted,
  CommittedIsDurable,
  NextIndexAboveMatchIndex,
  ReadsAreLinearizable,
};

/** The properties of steps by name, in the order of the specification. */
export const stepProperties: Readonly<Record<string, StepProperty>> = {
  MonotonicTerm,
  TermNeedsMajority,
  VoteIsFinal,
  MonotonicCommitIndex,
  MonotonicMatchIndex,
  LeaderAppendOnly,
};
