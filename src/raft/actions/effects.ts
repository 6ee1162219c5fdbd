import type { Outcome, Step } from '../../core/index.ts';
import { mapOf, none, within } from '../../core/index.ts';
import { Voters } from '../config.ts';
import { voteRequest } from '../messages.ts';
import type { Index, RaftConfig, RaftMessage, RaftState, Reading } from '../types.ts';

/** What several actions of Raft.tla do in the same way: its definitions that are no actions by themselves. */

/** What an action does with a server. */
export type Acted = Outcome<RaftState, RaftMessage>;

/** Raft!NoReading: on every server that does not lead, and on a leader without reads. */
export const NoReading: Reading = { queue: none(), batch: none(), round: 0, acks: none() };

const everywhere = new WeakMap<readonly string[], Map<Index, Readonly<Record<string, Index>>>>();

/** `[j \in Server |-> n]`, as one object for each n: most servers hold the same. */
export function forAll(c: RaftConfig, n: Index): Readonly<Record<string, Index>> {
  let known = everywhere.get(c.servers);
  if (known === undefined) {
    known = new Map();
    everywhere.set(c.servers, known);
  }
  let map = known.get(n);
  if (map === undefined) {
    map = mapOf(c.servers, () => n);
    known.set(n, map);
  }
  return map;
}

/** Raft!StopLeading, section 5.3, "reinitialized after election": what only a leader has is gone when it stops leading. */
export function StopLeading(c: RaftConfig): Pick<RaftState, 'nextIndex' | 'matchIndex' | 'transferee' | 'reading'> {
  return { nextIndex: forAll(c, 1), matchIndex: forAll(c, 0), transferee: undefined, reading: NoReading };
}

/** Raft!MayStand: the bounds let the server stand in the next term; in reality any server may, in any term. */
export function MayStand(c: RaftConfig, i: string, s: RaftState): boolean {
  return c.bounds === undefined || within(c.bounds.electable[s.currentTerm] ?? none(), i);
}

/** `Voters(i) \ {i}`. */
export function otherVoters(i: string, s: RaftState): readonly string[] {
  return Voters(s).filter((j) => j !== i);
}

/**
 * Raft!StartElection, Figure 2, candidates: the server becomes a candidate in the next term, votes for itself, and asks the others.
 */
export function StartElection(i: string, s: RaftState): Step<RaftState, RaftMessage> {
  const state: RaftState = {
    ...s,
    currentTerm: s.currentTerm + 1,
    votedFor: i,
    state: 'Candidate',
    leaderId: undefined,
    votesGranted: [i],
  };
  return { state, send: otherVoters(i, s).map((j) => voteRequest('RequestVoteRequest', i, state, j)) };
}
