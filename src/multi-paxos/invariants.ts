import { at, compare } from '../core/index.ts';
import { IsQuorum, Owner, VoteAt } from './log.ts';
import { protocol } from './protocol.ts';
import { TypeOK } from './typeok.ts';
import type { Cast, Entry, Msg2a, MultiPaxosMessage, MultiPaxosModelConfig, MultiPaxosState, ObservedMultiPaxos, Slot } from './types.ts';

/**
 * The invariants and action properties of spec/multi-paxos/MultiPaxos.tla, with its names: what the code can check of itself, in tests and
 * in running systems. The refinements are between specifications and are checked there.
 */

export type Invariant = (c: MultiPaxosModelConfig, s: ObservedMultiPaxos) => boolean;

/** A property of a step, from `s` to `t`. */
export type StepProperty = (c: MultiPaxosModelConfig, s: ObservedMultiPaxos, t: ObservedMultiPaxos) => boolean;

/** The slots from the first to the last. */
function slots(last: Slot): readonly Slot[] {
  return Array.from({ length: last }, (_, n) => n + 1);
}

function eachReplica(c: MultiPaxosModelConfig, s: ObservedMultiPaxos, holds: (state: MultiPaxosState, i: string) => boolean): boolean {
  return c.replicas.every((i) => holds(at(s.processes, i), i));
}

function is2a(m: MultiPaxosMessage): m is Msg2a {
  return m.type === '2a';
}

/** Section 2.2: what a majority accepted in the slot, at one ballot. */
export function Chosen(c: MultiPaxosModelConfig, s: ObservedMultiPaxos, slot: Slot): readonly Entry[] {
  const here = s.history.cast.filter((x) => x.slot === slot);
  const same = (x: Cast, y: Cast): boolean => x.bal === y.bal && compare(x.val, y.val) === 0;
  const chosen: Entry[] = [];
  for (const x of here) {
    const isKnown = chosen.some((val) => compare(val, x.val) === 0);
    const accepted = here.filter((y) => same(x, y)).map((y) => y.acc);
    if (!isKnown && IsQuorum(c, accepted)) chosen.push(x.val);
  }
  return chosen;
}

/** Section 2.1: two values are never both chosen in a slot. */
export const Agreement: Invariant = (c, s) => slots(c.bounds.maxSlot).every((slot) => Chosen(c, s, slot).length <= 1);

/** Section 2.1: only what a client asked for is chosen, or nothing at all. */
export const Nontriviality: Invariant = (c, s) => {
  const isAsked = (val: Entry): boolean => val.type === 'noop' || c.replicas.some((i) => c.bounds.input[i]?.includes(val.value));
  return slots(c.bounds.maxSlot).every((slot) => Chosen(c, s, slot).every(isAsked));
};

/** At one ballot only one value is proposed in a slot. */
export const OneValuePerBallot: Invariant = (_, s) => {
  const requests = s.network.filter(is2a);
  return requests.every((m) => requests.every((n) => m.bal !== n.bal || m.slot !== n.slot || compare(m.val, n.val) === 0));
};

/** What is accepted was proposed at that ballot, by another or by the replica itself. */
export const AcceptedWasProposed: Invariant = (c, s) =>
  s.history.cast.every(({ acc, slot, bal, val }) => {
    const isThis = (m: MultiPaxosMessage): boolean =>
      is2a(m) && m.to === acc && m.bal === bal && m.slot === slot && compare(m.val, val) === 0;
    return acc === Owner(c, bal) || s.network.some(isThis);
  });

/** A replica has seen every ballot in which it accepted. */
export const VotedBelowSeen: Invariant = (c, s) => eachReplica(c, s, ({ votes, maxBal }) => votes.every(({ bal }) => bal <= maxBal));

/** A replica's votes are those that it cast, and in each slot the highest of them: what a promise reports is the truth. */
export const LastVoteRemembered: Invariant = (c, s) => {
  const { cast } = s.history;
  if (!cast.every((x) => VoteAt(at(s.processes, x.acc).votes, x.slot).bal >= x.bal)) return false;
  return eachReplica(c, s, ({ votes }, i) =>
    votes.every(({ bal, val }, n) => bal === 0 || cast.some((x) => compare(x, { acc: i, slot: n + 1, bal, val }) === 0)),
  );
};

/** A promise is kept in all slots that it is about, also in those of which nothing was known. */
export const PromisesKept: Invariant = (_, s) =>
  s.network.every((m) => {
    if (m.type !== '1b') return true;
    const mine = s.history.cast.filter(({ acc, slot }) => acc === m.from && slot >= m.first);
    return mine.every(({ slot, bal }) => bal <= VoteAt(m.votes, slot - m.first + 1).bal || bal >= m.bal);
  });

/** Section 2.1: what a replica takes for decided was chosen. */
export const LearnedIsChosen: Invariant = (c, s) =>
  eachReplica(c, s, ({ votes, commit }) =>
    slots(commit).every((slot) => Chosen(c, s, slot).some((val) => compare(val, VoteAt(votes, slot).val) === 0)),
  );

/** The decided parts of the logs are the same, as far as they go. */
export const LogsAgree: Invariant = (c, s) =>
  eachReplica(c, s, (a) =>
    eachReplica(c, s, (b) =>
      slots(Math.min(a.commit, b.commit)).every((slot) => compare(VoteAt(a.votes, slot).val, VoteAt(b.votes, slot).val) === 0),
    ),
  );

/** What is committed stays on the disks of a majority. */
export const CommittedIsDurable: Invariant = (c, s) =>
  s.history.committed.every((val, n) => {
    const holding = c.replicas.filter((i) => compare(VoteAt(at(s.processes, i).votes, n + 1).val, val) === 0);
    return IsQuorum(c, holding);
  });

/** A read is answered from a log that is not older than what was committed when it was asked for, and that is committed. */
export const ReadsAreLinearizable: Invariant = (_, s) => {
  const { asked, committed } = s.history;
  return s.network.every((m) => m.type !== 'ReadResponse' || (at(asked, m.read) <= m.index && m.index <= committed.length));
};

/** The highest ballot seen never falls, not even in a crash. */
export const MonotonicMaxBal: StepProperty = (c, s, t) => c.replicas.every((i) => at(t.processes, i).maxBal >= at(s.processes, i).maxBal);

/** What a replica knows to be decided it forgets only in a crash. */
export const MonotonicCommit: StepProperty = (c, s, t) =>
  c.replicas.every((i) => {
    const before = at(s.processes, i);
    if (at(t.processes, i).commit >= before.commit) return true;
    if (!c.bounds.crashable.includes(i)) return false;
    const restarted = protocol.restart(c, i, protocol.durable(before));
    return compare({ ...s, processes: { ...s.processes, [i]: restarted } }, t) === 0;
  });

/** The invariants by name, in the order of the specification. */
export const invariants: Readonly<Record<string, Invariant>> = {
  TypeOK,
  Agreement,
  Nontriviality,
  OneValuePerBallot,
  AcceptedWasProposed,
  VotedBelowSeen,
  LastVoteRemembered,
  PromisesKept,
  LearnedIsChosen,
  LogsAgree,
  CommittedIsDurable,
  ReadsAreLinearizable,
};

/** The properties of steps by name, in the order of the specification. */
export const stepProperties: Readonly<Record<string, StepProperty>> = { MonotonicMaxBal, MonotonicCommit };
