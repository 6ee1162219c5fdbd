import { compare, within } from '../../core/index.ts';
import { LastPosition, Writable } from '../log.ts';
import { stepUpRequest } from '../messages.ts';
import type { PullRaftConfig, PullRaftState, StepUpRequest as Request } from '../types.ts';
import { type Acted, MayStand, NoReading, StartElection } from './effects.ts';

/** Handing over. */

/** PullRaft!StepDown, the paper, and thesis 3.10. The primary steps down, and tells j, which has all of its log, to stand. */
export function StepDown(c: PullRaftConfig, i: string, s: PullRaftState, j: string): Acted {
  if (!Writable(s)) return undefined;
  if (!within(c.bounds?.successor, j) || !c.voters.includes(j) || j === i) return undefined;
  if (compare(s.lastPosition[j], LastPosition(s)) !== 0) return undefined;
  return { state: { ...s, state: 'Secondary', reading: NoReading }, send: [stepUpRequest(i, s, j)] };
}

/**
 * PullRaft!HandleStepUpRequest, the paper, and thesis 3.10. The member stands at once, without a dry run: the primary of its own term
 * asked for it.
 */
export function HandleStepUpRequest(c: PullRaftConfig, i: string, s: PullRaftState, m: Request): Acted {
  if (m.term !== s.currentTerm) return undefined;
  if (s.state !== 'Secondary') return undefined;
  if (!MayStand(c, i, s)) return undefined;
  return StartElection(c, i, s);
}
