import { at, compare } from '../core/index.ts';
import { AcceptedBy, HasQuorum } from './quorum.ts';
import {
  type AcceptorState,
  type Ballot,
  type LearnerState,
  type Msg1b,
  type Msg2a,
  type Msg2b,
  NO_BALLOT,
  type PaxosMessage,
  type PaxosModelConfig,
  type PaxosState,
  type PaxosSystem,
  type ProposerState,
  type Value,
} from './types.ts';

/**
 * The invariants and action properties of spec/paxos/Paxos.tla, with its names: what the code can check of itself, in tests and in
 * running systems. The two refinements are between specifications and are checked there.
 */

export type Invariant = (c: PaxosModelConfig, s: PaxosSystem) => boolean;

/** A property of a step, from `s` to `t`. */
export type StepProperty = (c: PaxosModelConfig, s: PaxosSystem, t: PaxosSystem) => boolean;

const isProposer = (s: PaxosState): s is ProposerState => s.role === 'proposer';
const isAcceptor = (s: PaxosState): s is AcceptorState => s.role === 'acceptor';
const isLearner = (s: PaxosState): s is LearnerState => s.role === 'learner';
const is1b = (m: PaxosMessage): m is Msg1b => m.type === '1b';
const is2a = (m: PaxosMessage): m is Msg2a => m.type === '2a';
const is2b = (m: PaxosMessage): m is Msg2b => m.type === '2b';

/** The state of the process if it has the role that its name says; a process of another role has no such state. */
function stateOf<R extends PaxosState>(s: PaxosSystem, name: string, hasRole: (state: PaxosState) => state is R): R | undefined {
  const state = at(s.processes, name);
  return hasRole(state) ? state : undefined;
}

function accepted(s: PaxosSystem, a: string, b: Ballot, v: Value | undefined): boolean {
  return s.network.some((m) => is2b(m) && m.acc === a && m.bal === b && m.val === v);
}

/** The processes have their roles and know no ballot or value that the model does not have; promises are messages that were sent. */
export const TypeOK: Invariant = (c, s) => {
  const isBallot = (b: Ballot): boolean => b === NO_BALLOT || c.ballots.includes(b);
  const isValue = (v: Value | undefined): boolean => v === undefined || c.values.includes(v);
  const isMessage = (m: PaxosMessage): boolean => {
    if (!c.ballots.includes(m.bal)) return false;
    if (is1b(m)) return c.acceptors.includes(m.acc) && isBallot(m.maxVBal) && isValue(m.maxVal);
    if (is2b(m)) return c.acceptors.includes(m.acc) && c.values.includes(m.val);
    return !is2a(m) || c.values.includes(m.val);
  };
  const proposers = c.proposers.every((p) => {
    const state = stateOf(s, p, isProposer);
    return state !== undefined && isBallot(state.bal) && state.promises.every((m) => s.network.some((n) => compare(n, m) === 0));
  });
  const acceptors = c.acceptors.every((a) => {
    const state = stateOf(s, a, isAcceptor);
    return state !== undefined && isBallot(state.maxBal) && isBallot(state.maxVBal) && isValue(state.maxVal);
  });
  const learners = c.learners.every((l) => {
    const state = stateOf(s, l, isLearner);
    return state !== undefined && isValue(state.learned);
  });
  return proposers && acceptors && learners && s.network.every(isMessage);
};

/** Section 2.2: the values that a quorum accepted, all at one ballot. */
export function chosen(c: PaxosModelConfig, s: PaxosSystem): readonly Value[] {
  return c.values.filter((v) => c.ballots.some((b) => HasQuorum(c, AcceptedBy(s.network, b, v))));
}

/** Section 2.1: two values are never both chosen. */
export const Agreement: Invariant = (c, s) => chosen(c, s).length <= 1;

/** Section 2.1: only what a client asked for is chosen. */
export const Nontriviality: Invariant = (c, s) => chosen(c, s).every((v) => c.proposers.some((p) => c.input[p]?.includes(v)));

/** Section 2.1: a learner never believes that something was chosen that was not. */
export const LearnedIsChosen: Invariant = (c, s) =>
  c.learners.every((l) => {
    const learned = stateOf(s, l, isLearner)?.learned;
    return learned === undefined || chosen(c, s).includes(learned);
  });

/** At one ballot only one value is proposed. */
export const OneValuePerBallot: Invariant = (_, s) =>
  s.network.filter(is2a).every((m) => s.network.filter(is2a).every((n) => m.bal !== n.bal || m.val === n.val));

/** Acceptors do not make values up. */
export const AcceptedWasProposed: Invariant = (_, s) =>
  s.network.filter(is2b).every((m) => s.network.some((n) => is2a(n) && n.bal === m.bal && n.val === m.val));

/** Of an acceptor's two numbers, the one it accepted at is never above the one it has seen. */
export const VotedBelowSeen: Invariant = (c, s) =>
  c.acceptors.every((a) => {
    const state = stateOf(s, a, isAcceptor);
    return state !== undefined && state.maxVBal <= state.maxBal;
  });

/** The second number, with its value, is the acceptor's highest vote: what a promise reports is the truth. */
export const LastVoteRemembered: Invariant = (c, s) =>
  c.acceptors.every((a) => {
    const state = stateOf(s, a, isAcceptor);
    if (state === undefined) return false;
    const sent = state.maxVBal === NO_BALLOT || accepted(s, a, state.maxVBal, state.maxVal);
    return sent && s.network.every((m) => !is2b(m) || m.acc !== a || m.bal <= state.maxVBal);
  });

/** No vote lies between the vote that a promise reported and the ballot it was given for. */
export const PromisesKept: Invariant = (_, s) =>
  s.network.filter(is1b).every((m) => s.network.every((n) => !is2b(n) || n.acc !== m.acc || n.bal <= m.maxVBal || n.bal >= m.bal));

/** The ballot of a proposer never falls, not even in a crash. */
export const MonotonicBal: StepProperty = (c, s, t) =>
  c.proposers.every((p) => (stateOf(t, p, isProposer)?.bal ?? NO_BALLOT) >= (stateOf(s, p, isProposer)?.bal ?? NO_BALLOT));

/** The highest ballot seen never falls, not even in a crash. */
export const MonotonicMaxBal: StepProperty = (c, s, t) =>
  c.acceptors.every((a) => (stateOf(t, a, isAcceptor)?.maxBal ?? NO_BALLOT) >= (stateOf(s, a, isAcceptor)?.maxBal ?? NO_BALLOT));

/** The highest ballot accepted never falls, not even in a crash. */
export const MonotonicMaxVBal: StepProperty = (c, s, t) =>
  c.acceptors.every((a) => (stateOf(t, a, isAcceptor)?.maxVBal ?? NO_BALLOT) >= (stateOf(s, a, isAcceptor)?.maxVBal ?? NO_BALLOT));

/** A learner may forget, but it never learns a second value in place of the first. */
export const LearnedStable: StepProperty = (c, s, t) =>
  c.learners.every((l) => {
    const before = stateOf(s, l, isLearner)?.learned;
    const after = stateOf(t, l, isLearner)?.learned;
    return before === undefined || after === undefined || after === before;
  });

/** The invariants by name, in the order of the specification. */
export const invariants: Readonly<Record<string, Invariant>> = {
  TypeOK,
  Agreement,
  Nontriviality,
  LearnedIsChosen,
  OneValuePerBallot,
  AcceptedWasProposed,
  VotedBelowSeen,
  LastVoteRemembered,
  PromisesKept,
};

/** The properties of steps by name, in the order of the specification. */
export const stepProperties: Readonly<Record<string, StepProperty>> = { MonotonicBal, MonotonicMaxBal, MonotonicMaxVBal, LearnedStable };
