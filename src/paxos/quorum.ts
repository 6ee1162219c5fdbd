import type { Ballot, PaxosConfig, PaxosMessage, Value } from './types.ts';

/** What counts as enough acceptors: the definitions of Paxos.tla that its actions and its invariants share. */

/** Paxos!HasQuorum. A set of acceptors decides when a quorum stands in it, however many more there are. */
export function HasQuorum(c: PaxosConfig, S: readonly string[]): boolean {
  return c.quorums.some((Q) => Q.every((a) => S.includes(a)));
}

/**
 * Paxos!AcceptedBy: the acceptors that say they accepted v at b. The ballot is asked for as well as the value: (1, v) from one
 * acceptor and (3, v) from another are two halves of nothing.
 */
export function AcceptedBy(heard: readonly PaxosMessage[], b: Ballot, v: Value): readonly string[] {
  const result: string[] = [];
  for (const m of heard) if (m.type === '2b' && m.bal === b && m.val === v) result.push(m.acc);
  return result;
}

/** All the majorities of the acceptors: the quorums that the paper speaks of. */
export function majorities(acceptors: readonly string[]): readonly (readonly string[])[] {
  let subsets: readonly (readonly string[])[] = [[]];
  for (const a of acceptors) subsets = subsets.concat(subsets.map((S) => [...S, a]));
  return subsets.filter((Q) => 2 * Q.length > acceptors.length);
}
