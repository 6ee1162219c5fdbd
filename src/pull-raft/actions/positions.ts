import { mapOf, none, same, update } from '../../core/index.ts';
import { IsQuorum } from '../config.ts';
import { LastIndex, Positions } from '../log.ts';
import { updatePositionRequest } from '../messages.ts';
import { MaxPosition, NoPosition } from '../positions.ts';
import type { Index, PullRaftConfig, PullRaftState, UpdatePositionRequest as Request } from '../types.ts';
import type { Acted } from './effects.ts';

/** Positions and the commit point. */

/**
 * PullRaft!UpdatePosition, the paper. The member tells its sync source what it knows of everybody's position: its own news, and what it
 * was told itself.
 */
export function UpdatePosition(c: PullRaftConfig, i: string, s: PullRaftState): Acted {
  if (s.syncSource === undefined) return undefined;
  return { state: s, send: [updatePositionRequest(c, i, s, s.syncSource)] };
}

/**
 * PullRaft!HandleUpdatePositionRequest, the paper, and SERVER-22136. The member merges what is reported: of each the newest position,
 * and nothing about itself. A report of a newer term waits for UpdateTerm: the member adopts the term before it passes on what it
 * was told, or counts it.
 */
export function HandleUpdatePositionRequest(c: PullRaftConfig, i: string, s: PullRaftState, m: Request): Acted {
  if (m.term > s.currentTerm) return undefined;
  const merged = mapOf(c.servers, (k) => {
    const known = s.lastPosition[k] ?? NoPosition;
    return k === i ? known : MaxPosition(known, m.positions[k] ?? NoPosition);
  });
  return { state: update(s, { lastPosition: same(s.lastPosition, merged) }), send: none() };
}

/** PullRaft!Reported: the members that have reported a position of the primary's term that is not before index n. */
function Reported(c: PullRaftConfig, i: string, s: PullRaftState, n: Index): readonly string[] {
  const positions = Positions(i, s);
  return c.servers.filter((j) => {
    const p = positions[j] ?? NoPosition;
    return p.term === s.currentTerm && p.index >= n;
  });
}

/**
 * PullRaft!Committable: only entries of the primary's own term are committed by counting; those before them come along. Here the
 * highest of them, which is all that is asked for.
 */
function Committable(c: PullRaftConfig, i: string, s: PullRaftState): Index | undefined {
  for (let n = LastIndex(s); n > s.commitPoint.index; n--) {
    if (s.log[n - 1]?.term === s.currentTerm && IsQuorum(c, Reported(c, i, s, n))) return n;
  }
  return undefined;
}

/** PullRaft!AdvanceCommitPoint, the paper, and Raft section 5.4.2. The primary commits what a majority has reported. */
export function AdvanceCommitPoint(c: PullRaftConfig, i: string, s: PullRaftState): Acted {
  if (s.state !== 'Primary') return undefined;
  const n = Committable(c, i, s);
  if (n === undefined) return undefined;
  return { state: { ...s, commitPoint: { term: s.currentTerm, index: n } }, send: none() };
}
