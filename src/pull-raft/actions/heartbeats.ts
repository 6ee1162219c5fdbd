import { except, insert, none, update, within } from '../../core/index.ts';
import { LastPosition, LastTerm } from '../log.ts';
import { heartbeatRequest, heartbeatResponse } from '../messages.ts';
import { MaxPosition, MinPosition, NoPosition } from '../positions.ts';
import type { PullRaftConfig, PullRaftState, HeartbeatRequest as Request, HeartbeatResponse as Response } from '../types.ts';
import type { Acted } from './effects.ts';

/** Heartbeats, by which positions and the commit point travel as well. */

/**
 * PullRaft!LearnByHeartbeat, SERVER-27123: the sender's position; and its commit point, only if that is of the term of the member's own
 * last entry, without which it cannot tell whether it is on the same branch. No further than its log reaches.
 */
function LearnByHeartbeat(s: PullRaftState, m: Request | Response): Pick<PullRaftState, 'lastPosition' | 'commitPoint'> {
  const known = s.lastPosition[m.from] ?? NoPosition;
  const lastPosition = except(s.lastPosition, m.from, MaxPosition(known, m.position));
  if (m.commitPoint.term !== LastTerm(s)) return { lastPosition, commitPoint: s.commitPoint };
  return { lastPosition, commitPoint: MaxPosition(s.commitPoint, MinPosition(m.commitPoint, LastPosition(s))) };
}

/** PullRaft!Heartbeat, the paper. The member sends j, who is another, a heartbeat. */
export function Heartbeat(c: PullRaftConfig, i: string, s: PullRaftState, j: string): Acted {
  if (!within(c.bounds?.heartbeating, i)) return undefined;
  if (j === i) return undefined;
  return { state: s, send: [heartbeatRequest(i, s, j)] };
}

/**
 * PullRaft!HandleHeartbeatRequest, the paper, and SERVER-27123. The member learns from the heartbeat, and answers with what it was
 * before. One of a newer term waits for UpdateTerm.
 */
export function HandleHeartbeatRequest(i: string, s: PullRaftState, m: Request): Acted {
  if (m.term > s.currentTerm) return undefined;
  return { state: update(s, LearnByHeartbeat(s, m)), send: [heartbeatResponse(i, s, m.from, m.round)] };
}

/**
 * PullRaft!HandleHeartbeatResponse, the paper, and thesis 6.4. The member learns from the answer; in the term of the primary it confirms
 * that the primary still leads, for the round that it answers.
 */
export function HandleHeartbeatResponse(s: PullRaftState, m: Response): Acted {
  if (m.term > s.currentTerm) return undefined;
  const { batch, round, acks } = s.reading;
  const confirms = batch.length > 0 && m.term === s.currentTerm && m.round === round;
  const reading = confirms ? update(s.reading, { acks: insert(acks, m.from) }) : s.reading;
  return { state: update(s, { ...LearnByHeartbeat(s, m), reading }), send: none() };
}
