import { insert, none, type Outcome, update } from '../core/index.ts';
import { Highest, IsQuorum, MAX_GAP, NextBallot, NoOp, Owner, Put, VoteAt } from './log.ts';
import { heartbeat, heartbeatReply, msg1a, msg1b, msg2a, msg2b, readResponse } from './messages.ts';
import type {
  Ballot,
  Entry,
  HeartbeatMsg,
  HeartbeatReply,
  Msg1a,
  Msg1b,
  Msg2a,
  Msg2b,
  MultiPaxosConfig,
  MultiPaxosDurable,
  MultiPaxosMessage,
  MultiPaxosState,
  Reading,
  Slot,
  Value,
  Vote,
} from './types.ts';

/**
 * The actions of spec/multi-paxos/MultiPaxos.tla, in its order and with its names: one function for each. A guard is an early
 * `return undefined`, one for each conjunct, in the order of the conjuncts. Where an action of the specification says that there is a
 * message, the function takes the message: that it is in flight, of its type and to this replica, is the affair of whoever delivers it.
 * The sections are those of Leslie Lamport, "Paxos Made Simple" (2001).
 */

/** What an action does with a replica. */
type Acted = Outcome<MultiPaxosState, MultiPaxosMessage>;

/** MultiPaxos!NoReading: on every replica that does not lead, and on a leader without reads. */
const NoReading: Reading = { queue: none(), batch: none(), round: 0, acks: none() };

/** MultiPaxos!StepDown: who is no proposer any more has nothing of one. */
const StepDown: Pick<MultiPaxosState, 'phase' | 'promised' | 'best' | 'acks' | 'reading'> = {
  phase: 'idle',
  promised: none(),
  best: none(),
  acks: none(),
  reading: NoReading,
};

/** MultiPaxos!See: the replica sees ballot b. If that is a new one, its own is of no use any more. */
function See(s: MultiPaxosState, b: Ballot): MultiPaxosState {
  return b > s.maxBal ? { ...s, maxBal: b, ...StepDown } : s;
}

/** The same message to everybody but i. */
function toOthers<M>(c: MultiPaxosConfig, i: string, message: (j: string) => M): readonly M[] {
  return c.replicas.filter((j) => j !== i).map(message);
}

/** The requests to accept, in the slots from first to last, what the log of votes has there. */
function requests(to: string, b: Ballot, log: readonly Vote[], first: Slot, last: Slot): readonly Msg2a[] {
  const sent: Msg2a[] = [];
  for (let s = first; s <= Math.min(last, log.length); s++) {
    const { val } = VoteAt(log, s);
    if (val !== undefined) sent.push(msg2a(to, b, s, val));
  }
  return sent;
}

/**
 * MultiPaxos!Phase1a, section 3 and section 2.2, phase 1(a). The replica has heard of no leader for a while: it starts the next ballot of
 * its own, for all slots that it does not know to be decided. As an acceptor it promises at once.
 */
export function Phase1a(c: MultiPaxosConfig, i: string, s: MultiPaxosState): Acted {
  if (s.phase === 'lead') return undefined;
  const b = NextBallot(c, i, s.maxBal);
  if (b === undefined) return undefined;
  const state: MultiPaxosState = { ...s, maxBal: b, phase: 'prepare', promised: [i], best: s.votes };
  return { state, send: toOthers(c, i, (j) => msg1a(j, b, s.commit + 1)) };
}

/**
 * MultiPaxos!Phase1b, section 3 and section 2.2, phase 1(b). The replica promises to accept nothing below the ballot, in whatever slot, if
 * that is higher than all it has seen; and it reports what it has accepted in the slots that it is asked about.
 */
export function Phase1b(c: MultiPaxosConfig, i: string, s: MultiPaxosState, m: Msg1a): Acted {
  if (m.bal <= s.maxBal) return undefined;
  const to = Owner(c, m.bal);
  if (to === undefined) return undefined;
  const votes = m.first > s.votes.length ? none<Vote>() : s.votes.slice(m.first - 1);
  return { state: { ...s, maxBal: m.bal, ...StepDown }, send: [msg1b(to, i, m.bal, m.first, votes)] };
}

/**
 * MultiPaxos!ReceivePromise, section 2.2. A promise counts only for the ballot that is being prepared, since promises of different ballots
 * together promise nothing.
 */
export function ReceivePromise(s: MultiPaxosState, m: Msg1b): Acted {
  if (m.bal !== s.maxBal) return undefined;
  if (s.phase !== 'prepare') return undefined;
  // Nobody was asked about slots further on than what is known of the log: whoever speaks of those does not answer the request.
  if (m.first > s.best.length + 1) return undefined;
  const best = Highest(s.best, m.first, m.votes);
  return { state: update(s, { promised: insert(s.promised, m.from), best }), send: none() };
}

/**
 * MultiPaxos!Proposal, section 2.2 and section 3. What was accepted in the slot at the highest ballot, because it may have been chosen;
 * and if nothing was, a no-op, so that the slots after it can be used.
 */
function Proposal(s: MultiPaxosState, slot: Slot): Entry {
  return VoteAt(s.best, slot).val ?? NoOp;
}

/**
 * MultiPaxos!BecomeLeader, section 3 and section 2.2, phase 2(a). A majority has promised: the replica leads, for as long as it sees no
 * higher ballot. It proposes again, all at once, what was reported; what follows is free for commands.
 */
export function BecomeLeader(c: MultiPaxosConfig, i: string, s: MultiPaxosState): Acted {
  if (s.phase !== 'prepare') return undefined;
  if (!IsQuorum(c, s.promised)) return undefined;
  const { maxBal, commit } = s;
  const last = s.best.length;
  const again = Array.from({ length: last - commit }, (_, n) => ({ bal: maxBal, val: Proposal(s, commit + 1 + n) }));
  const votes = again.length === 0 ? s.votes : [...s.votes.slice(0, commit), ...again];
  const acks = again.length === 0 ? none<readonly string[]>() : again.map(() => [i]);
  const send = toOthers(c, i, (j) => requests(j, maxBal, votes, commit + 1, last)).flat();
  return { state: { ...s, votes, phase: 'lead', promised: none(), best: none(), acks }, send };
}

/**
 * MultiPaxos!Propose, section 3 and section 2.2, phase 2(a). The leader proposes a client's command in the next slot, and does not wait
 * for the slots before.
 */
export function Propose(c: MultiPaxosConfig, i: string, s: MultiPaxosState, v: Value): Acted {
  if (s.phase !== 'lead') return undefined;
  if (c.bounds !== undefined && s.votes.length >= c.bounds.maxSlot) return undefined;
  if (c.bounds !== undefined && c.bounds.input[i]?.includes(v) !== true) return undefined;
  const slot = s.votes.length + 1;
  const val: Entry = { type: 'value', value: v };
  const votes = [...s.votes, { bal: s.maxBal, val }];
  return { state: { ...s, votes, acks: [...s.acks, [i]] }, send: toOthers(c, i, (j) => msg2a(j, s.maxBal, slot, val)) };
}

/** MultiPaxos!Resend, section 2.2. Messages get lost: the leader repeats what it has proposed and does not know to be decided. */
export function Resend(c: MultiPaxosConfig, i: string, s: MultiPaxosState): Acted {
  if (s.phase !== 'lead') return undefined;
  if (s.commit >= s.votes.length) return undefined;
  return { state: s, send: toOthers(c, i, (j) => requests(j, s.maxBal, s.votes, s.commit + 1, s.votes.length)).flat() };
}

/**
 * MultiPaxos!Phase2b, section 2.2, phase 2(b). The replica accepts unless it has promised not to. To accept at a ballot is also to have
 * seen it.
 */
export function Phase2b(c: MultiPaxosConfig, i: string, s: MultiPaxosState, m: Msg2a): Acted {
  if (m.bal < s.maxBal) return undefined;
  const to = Owner(c, m.bal);
  if (to === undefined) return undefined;
  if (m.slot > s.votes.length + MAX_GAP) return undefined;
  const votes = Put(s.votes, m.slot, { bal: m.bal, val: m.val });
  return { state: update(See(s, m.bal), { votes }), send: [msg2b(to, i, m.bal, m.slot)] };
}

/**
 * MultiPaxos!ReceiveAccepted, section 2.3. The leader hears that another accepted. That counts only at its own ballot: acceptances at
 * different ballots are no majority.
 */
export function ReceiveAccepted(s: MultiPaxosState, m: Msg2b): Acted {
  if (m.bal !== s.maxBal) return undefined;
  if (s.phase !== 'lead') return undefined;
  const known = s.acks[m.slot - s.commit - 1];
  if (known === undefined) return undefined;
  const accepted = insert(known, m.from);
  const acks = accepted === known ? s.acks : s.acks.with(m.slot - s.commit - 1, accepted);
  return { state: update(s, { acks }), send: none() };
}

/** The last of MultiPaxos!Decided: the slot up to which all that the leader proposed was accepted by a majority. */
function Decided(c: MultiPaxosConfig, s: MultiPaxosState): Slot {
  const open = s.acks.findIndex((accepted) => !IsQuorum(c, accepted));
  return s.commit + (open < 0 ? s.acks.length : open);
}

/**
 * MultiPaxos!Commit, section 2.3 and section 3. The leader has found out what was decided, in order: a command takes effect after those
 * before it.
 */
export function Commit(c: MultiPaxosConfig, s: MultiPaxosState): Acted {
  if (s.phase !== 'lead') return undefined;
  const n = Decided(c, s);
  if (n === s.commit) return undefined;
  const left = s.acks.slice(n - s.commit);
  return { state: { ...s, commit: n, acks: left.length === 0 ? none() : left }, send: none() };
}

/** MultiPaxos!Heartbeat, section 2.3 and section 3. The leader tells everybody that it leads, and up to where it knows what was decided. */
export function Heartbeat(c: MultiPaxosConfig, i: string, s: MultiPaxosState): Acted {
  if (s.phase !== 'lead') return undefined;
  return { state: s, send: toOthers(c, i, (j) => heartbeat(j, s.maxBal, s.commit, s.reading.round)) };
}

/**
 * MultiPaxos!Learned: how far the replica knows what was decided once the leader of b says that it is up to n: as far as it has accepted at
 * b, without a gap. The value that it accepted at a lower ballot need not be the one that was decided.
 */
function Learned(s: MultiPaxosState, b: Ballot, n: Slot): Slot {
  let k = s.commit;
  while (k < n && VoteAt(s.votes, k + 1).bal === b) k += 1;
  return k;
}

/** MultiPaxos!HandleHeartbeat, section 2.3. The replica learns from the leader, and says what it misses. */
export function HandleHeartbeat(c: MultiPaxosConfig, i: string, s: MultiPaxosState, m: HeartbeatMsg): Acted {
  if (m.bal < s.maxBal) return undefined;
  const to = Owner(c, m.bal);
  if (to === undefined) return undefined;
  const commit = Learned(s, m.bal, m.commit);
  const missing = commit < m.commit ? commit + 1 : 0;
  return { state: update(See(s, m.bal), { commit }), send: [heartbeatReply(to, i, m.bal, m.round, missing)] };
}

/**
 * MultiPaxos!HandleHeartbeatReply, section 2.3. The reply confirms that the leader leads. And if its sender misses something, the leader
 * proposes it to that one once more, at its own ballot: what was decided is the only value that is safe there.
 */
export function HandleHeartbeatReply(c: MultiPaxosConfig, s: MultiPaxosState, m: HeartbeatReply): Acted {
  if (m.bal !== s.maxBal) return undefined;
  if (s.phase !== 'lead') return undefined;
  const last = m.missing === 0 ? -1 : Math.min(s.commit, m.missing + (c.maxEntries ?? s.commit) - 1);
  const confirms = s.reading.batch.length > 0 && m.round === s.reading.round;
  const reading = confirms ? update(s.reading, { acks: insert(s.reading.acks, m.from) }) : s.reading;
  return { state: update(s, { reading }), send: requests(m.from, s.maxBal, s.votes, m.missing, last) };
}

/**
 * MultiPaxos!ClientRead, section 3. All that was decided before the leader led is among what it proposed again, so the answer has to cover
 * all that it has proposed so far. That no client asks twice under one name is the affair of the clients, and of the history.
 */
export function ClientRead(s: MultiPaxosState, r: string): Acted {
  if (s.phase !== 'lead') return undefined;
  const queue = insert(s.reading.queue, { read: r, index: s.votes.length });
  return { state: { ...s, reading: { ...s.reading, queue } }, send: none() };
}

/**
 * MultiPaxos!StartReadRound, section 3. All the reads that wait become one batch, which one round of heartbeats confirms: only a reply to a
 * heartbeat that was sent after the reads had come can prove that the replica still led then.
 */
export function StartReadRound(i: string, s: MultiPaxosState): Acted {
  const { queue, batch, round } = s.reading;
  if (queue.length === 0) return undefined;
  if (batch.length > 0) return undefined;
  return { state: { ...s, reading: { queue: none(), batch: queue, round: round + 1, acks: [i] } }, send: none() };
}

/**
 * MultiPaxos!AnswerReads, section 3. A majority has seen no higher ballot since, and the leader knows what was decided in all the slots that
 * count: the batch is answered.
 */
export function AnswerReads(c: MultiPaxosConfig, s: MultiPaxosState): Acted {
  const { batch, acks } = s.reading;
  if (batch.length === 0) return undefined;
  if (!IsQuorum(c, acks)) return undefined;
  if (!batch.every((q) => q.index <= s.commit)) return undefined;
  const send = batch.map((q) => readResponse(q.read, s.commit));
  return { state: { ...s, reading: { ...s.reading, batch: none(), acks: none() } }, send };
}

/**
 * MultiPaxos!Restart, section 2.5. The replica comes back with what is durable: what was decided it has accepted, or will be told again; and
 * as maxBal is also the highest ballot that it started, it never uses one twice.
 */
export function Restart(d: MultiPaxosDurable): MultiPaxosState {
  return { maxBal: d.maxBal, votes: d.votes, commit: 0, ...StepDown };
}
