import { none } from '../../core/index.ts';
import { NoPosition, NoPositions } from '../positions.ts';
import type { PullRaftConfig, PullRaftDurable, PullRaftState } from '../types.ts';
import { NoReading } from './effects.ts';

/**
 * PullRaft!Restart, Raft Figure 2, persistent and volatile state. The member crashes and restarts: what is durable is all that it has;
 * what is committed it has to be told again.
 */
export function Restart(c: PullRaftConfig, d: PullRaftDurable): PullRaftState {
  return {
    currentTerm: d.currentTerm,
    votedFor: d.votedFor,
    log: d.log,
    rollbackId: d.rollbackId,
    state: 'Secondary',
    votesGranted: none(),
    syncSource: undefined,
    cursor: -1,
    commitPoint: NoPosition,
    lastPosition: NoPositions(c),
    reading: NoReading,
  };
}
