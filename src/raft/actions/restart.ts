import { none } from '../../core/index.ts';
import { Base } from '../log.ts';
import type { RaftConfig, RaftDurable, RaftState } from '../types.ts';
import { StopLeading } from './effects.ts';

/**
 * Raft!Restart, Figure 2, persistent and volatile state. The server crashes and restarts: what is durable is all that it has, and
 * of the log it knows only that the snapshot's part is committed.
 */
export function Restart(c: RaftConfig, d: RaftDurable): RaftState {
  return {
    currentTerm: d.currentTerm,
    votedFor: d.votedFor,
    log: d.log,
    snapshot: d.snapshot,
    state: 'Follower',
    leaderId: undefined,
    votesGranted: none(),
    commitIndex: Base(d),
    lastApplied: Base(d),
    machine: d.snapshot.machine,
    ...StopLeading(c),
  };
}
