import { none, within } from '../../core/index.ts';
import { Voters } from '../config.ts';
import { LastIndex } from '../log.ts';
import { timeoutNowRequest } from '../messages.ts';
import type { RaftConfig, RaftState, TimeoutNowRequest as Request } from '../types.ts';
import { type Acted, MayStand, StartElection } from './effects.ts';

/** Transfer of leadership, thesis 3.10. */

/** Raft!TransferLeadership, thesis 3.10. The leader begins to hand over: it takes no more requests. */
export function TransferLeadership(c: RaftConfig, i: string, s: RaftState, j: string): Acted {
  if (s.state !== 'Leader') return undefined;
  if (!within(c.bounds?.transferable, j)) return undefined;
  if (j === i || !Voters(s).includes(j)) return undefined;
  if (s.transferee !== undefined) return undefined;
  return { state: { ...s, transferee: j }, send: none() };
}

/** Raft!SendTimeoutNow, thesis 3.10. Once its successor holds the whole log, the leader tells it to stand. */
export function SendTimeoutNow(i: string, s: RaftState, j: string): Acted {
  if (s.transferee !== j) return undefined;
  if (s.matchIndex[j] !== LastIndex(s)) return undefined;
  return { state: s, send: [timeoutNowRequest(i, s, j)] };
}

/** Raft!AbortTransfer, thesis 3.10. The transfer took too long: the leader resumes. */
export function AbortTransfer(s: RaftState): Acted {
  if (s.transferee === undefined) return undefined;
  return { state: { ...s, transferee: undefined }, send: none() };
}

/** Raft!HandleTimeoutNowRequest, thesis 3.10. The server stands at once, without PreVote: the leader of its own term asked for it. */
export function HandleTimeoutNowRequest(c: RaftConfig, i: string, s: RaftState, m: Request): Acted {
  if (m.term !== s.currentTerm) return undefined;
  if (s.state !== 'Follower') return undefined;
  if (!MayStand(c, i, s)) return undefined;
  return StartElection(i, s);
}
