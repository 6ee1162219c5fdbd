import { insert, none, type Outcome } from '../core/index.ts';
import { AcceptedBy, HasQuorum } from './quorum.ts';
import {
  type AcceptorDurable,
  type AcceptorState,
  type Ballot,
  type LearnerState,
  type Msg1a,
  type Msg1b,
  type Msg2a,
  msg1a,
  msg1b,
  msg2a,
  msg2b,
  NO_BALLOT,
  type PaxosConfig,
  type PaxosMessage,
  type ProposerDurable,
  type ProposerState,
  type Value,
} from './types.ts';

/**
 * The actions of spec/paxos/Paxos.tla, in its order and with its names: one function for each. A guard is an early
 * `return undefined`, one for each conjunct, in the order of the conjuncts. Where the first conjunct of an action says that a
 * message is in flight, the function takes the message: that it is there is the affair of whoever delivers it.
 * The sections are those of Leslie Lamport, "Paxos Made Simple" (2001).
 */

type Proposed = Outcome<ProposerState, PaxosMessage>;
type Voted = Outcome<AcceptorState, PaxosMessage>;
type Learned = Outcome<LearnerState, PaxosMessage>;

/**
 * Paxos!Phase1a, section 2.2, phase 1(a). The proposer starts a ballot of its own, above all that it started before, even before
 * a crash; promises for a lower ballot are of no use in this one.
 */
export function Phase1a(c: PaxosConfig, p: string, s: ProposerState, b: Ballot): Proposed {
  if (c.owner[b] !== p) return undefined;
  if (b <= s.bal) return undefined;
  return { state: { ...s, bal: b, phase: 'prepare', promises: none() }, send: [msg1a(b)] };
}

/**
 * Paxos!Phase1b, section 2.2, phase 1(b). The acceptor promises to accept nothing below the ballot, if that is higher than all it
 * has seen, and reports the highest ballot in which it accepted, with the value.
 */
export function Phase1b(a: string, s: AcceptorState, m: Msg1a): Voted {
  if (m.bal <= s.maxBal) return undefined;
  return { state: { ...s, maxBal: m.bal }, send: [msg1b(a, m.bal, s.maxVBal, s.maxVal)] };
}

/** Paxos!Promised: the acceptors whose promises the proposer holds. */
function Promised(s: ProposerState): readonly string[] {
  return s.promises.map((m) => m.acc);
}

/**
 * Paxos!ReceivePromise, section 2.2, between the phases. A promise counts only for the ballot that is being prepared now, since
 * promises of different ballots together promise nothing; and when a quorum has promised, more are not needed.
 */
export function ReceivePromise(c: PaxosConfig, s: ProposerState, m: Msg1b): Proposed {
  if (s.phase !== 'prepare') return undefined;
  if (m.bal !== s.bal) return undefined;
  if (HasQuorum(c, Promised(s))) return undefined;
  const promises = insert(s.promises, m);
  return { state: promises === s.promises ? s : { ...s, promises }, send: none() };
}

/** Paxos!HighestVotes: the promises that report a vote at the highest ballot of all that the proposer holds. */
function HighestVotes(s: ProposerState): readonly Msg1b[] {
  return s.promises.filter((m) => m.maxVBal !== NO_BALLOT && s.promises.every((n) => n.maxVBal <= m.maxVBal));
}

/**
 * Paxos!Proposable, section 2.2: the rule that makes Paxos safe. If any acceptor of the quorum accepted something, the value
 * accepted at the highest ballot must be proposed, because it may have been chosen; only if none did is the proposer free.
 */
function Proposable(c: PaxosConfig, p: string, s: ProposerState): readonly (Value | undefined)[] {
  const votes = HighestVotes(s);
  return votes.length === 0 ? (c.input[p] ?? none()) : votes.map((m) => m.maxVal);
}

/**
 * Paxos!Phase2a, section 2.2, phase 2(a). With promises from a quorum the proposer asks the acceptors to accept a value. It
 * leaves the phase at once, because a second value must never be proposed at the same ballot.
 */
export function Phase2a(c: PaxosConfig, p: string, s: ProposerState, v: Value): Proposed {
  if (s.phase !== 'prepare') return undefined;
  if (!HasQuorum(c, Promised(s))) return undefined;
  if (!Proposable(c, p, s).includes(v)) return undefined;
  return { state: { ...s, phase: 'idle', promises: none() }, send: [msg2a(s.bal, v)] };
}

/**
 * Paxos!Phase2b, section 2.2, phase 2(b). The acceptor accepts unless it has promised not to. Both numbers move: to accept at a
 * ballot is also to have seen it, so that nothing lower is accepted afterwards.
 */
export function Phase2b(a: string, s: AcceptorState, m: Msg2a): Voted {
  if (m.bal < s.maxBal) return undefined;
  return { state: { role: 'acceptor', maxBal: m.bal, maxVBal: m.bal, maxVal: m.val }, send: [msg2b(a, m.bal, m.val)] };
}

/**
 * Paxos!Learn, section 2.3. The learner has heard from a quorum that accepted one value at one ballot. `heard` is everything that
 * has reached it; what is in it of other ballots, values and kinds does not count.
 */
export function Learn(c: PaxosConfig, s: LearnerState, heard: readonly PaxosMessage[], b: Ballot, v: Value): Learned {
  if (!HasQuorum(c, AcceptedBy(heard, b, v))) return undefined;
  return { state: s.learned === v ? s : { ...s, learned: v }, send: none() };
}

/**
 * Paxos!RestartProposer, section 2.5: it remembers in stable storage the highest number it has used. Its promises are gone, and
 * with them the ballot, as it has also forgotten whether it had proposed a value in it.
 */
export function RestartProposer(d: ProposerDurable): ProposerState {
  return { role: 'proposer', bal: d.bal, phase: 'idle', promises: none() };
}

/** Paxos!RestartAcceptor, section 2.5: stable storage keeps all that the acceptor must remember, so it comes back as it was. */
export function RestartAcceptor(d: AcceptorDurable): AcceptorState {
  return d;
}

/** Paxos!RestartLearner, section 2.3: it has forgotten what it learned, which is harmless: the acceptors still know. */
export function RestartLearner(): LearnerState {
  return { role: 'learner', learned: undefined };
}
