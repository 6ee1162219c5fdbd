import { compare, countIn } from '../core/index.ts';
import type { Ballot, Entry, MultiPaxosConfig, Slot, Vote } from './types.ts';

/** Ballots, majorities, and logs of votes: the definitions of MultiPaxos.tla that its actions and its properties share. */

/** MultiPaxos!NoVote: nothing was accepted. */
export const NoVote: Vote = { bal: 0 };

/** `NoOp` of the specification. */
export const NoOp: Entry = { type: 'noop' };

/** MultiPaxos!Owner, section 2.5: the only replica that may use this ballot; `undefined` of what is no ballot. */
export function Owner(c: MultiPaxosConfig, b: Ballot): string | undefined {
  return c.order[(b - 1) % c.order.length];
}

/** The least of MultiPaxos!OwnBallots: the next ballot of replica i above `maxBal`, if it may lead and the bounds have one. */
export function NextBallot(c: MultiPaxosConfig, i: string, maxBal: Ballot): Ballot | undefined {
  const place = c.order.indexOf(i);
  if (place < 0) return undefined;
  const round = c.order.length;
  const b = maxBal + 1 + ((((place - maxBal) % round) + round) % round);
  return b > (c.bounds?.maxBallot ?? Number.MAX_SAFE_INTEGER) ? undefined : b;
}

/** MultiPaxos!IsQuorum: any two majorities have a member in common. */
export function IsQuorum(c: MultiPaxosConfig, S: readonly string[]): boolean {
  return 2 * countIn(S, c.replicas) > c.replicas.length;
}

/** MultiPaxos!VoteAt: the vote in slot s of a log of votes, which may end before. */
export function VoteAt(log: readonly Vote[], s: Slot): Vote {
  return log[s - 1] ?? NoVote;
}

/**
 * So far after the end of a log a vote may stand: a gap takes room, and a request from far ahead is as good as lost until the slots before it
 * have come. The specification has no such bound.
 */
export const MAX_GAP = 1_000_000;

/** MultiPaxos!Put: a log of votes with another one in slot s; slots that it skips are gaps. The log itself where nothing changes. */
export function Put(log: readonly Vote[], s: Slot, vote: Vote): readonly Vote[] {
  const known = VoteAt(log, s);
  if (known.bal === vote.bal && compare(known.val, vote.val) === 0) return log;
  if (s <= log.length) return log.with(s - 1, vote);
  return [...log, ...Array.from({ length: s - log.length - 1 }, () => NoVote), vote];
}

/** MultiPaxos!Higher, section 2.2: of two votes in a slot, the one of the higher ballot. */
function Higher(x: Vote, y: Vote): Vote {
  return y.bal > x.bal ? y : x;
}

/** By slots, the higher of the votes in a log and of those that were reported from slot `first` on. The log itself where nothing changes. */
export function Highest(log: readonly Vote[], first: Slot, reported: readonly Vote[]): readonly Vote[] {
  if (reported.every((vote, n) => vote.bal <= VoteAt(log, first + n).bal)) return log;
  const length = Math.max(log.length, first - 1 + reported.length);
  return Array.from({ length }, (_, n) => Higher(VoteAt(log, n + 1), VoteAt(reported, n + 2 - first)));
}
