import { except, none, update, within } from '../../core/index.ts';
import { ConfigAt, Members } from '../config.ts';
import { Base, LastIndex, TermAt } from '../log.ts';
import { installSnapshotRequest, installSnapshotResponse } from '../messages.ts';
import type { Entry, RaftConfig, RaftState, InstallSnapshotRequest as Request, InstallSnapshotResponse as Response } from '../types.ts';
import type { Acted } from './effects.ts';

/** Snapshots, section 7. */

/**
 * Raft!TakeSnapshot, section 7. The server replaces the prefix of the log that it has applied by its state machine and the
 * configuration there.
 */
export function TakeSnapshot(c: RaftConfig, i: string, s: RaftState): Acted {
  if (!within(c.bounds?.compacting, i)) return undefined;
  if (s.lastApplied <= Base(s)) return undefined;
  const n = s.lastApplied;
  const lastIncludedTerm = TermAt(s, n);
  if (lastIncludedTerm === undefined) return undefined;
  const snapshot = { lastIncludedIndex: n, lastIncludedTerm, config: ConfigAt(s, n), machine: s.machine };
  return { state: { ...s, snapshot, log: after(s.log, n - Base(s)) }, send: none() };
}

/** `SubSeq(log, n + 1, Len(log))`. */
function after(log: readonly Entry[], n: number): readonly Entry[] {
  return n >= log.length ? none() : log.slice(n);
}

/** Raft!InstallSnapshot, section 7. The leader sends its snapshot to one who needs entries that it no longer has. */
export function InstallSnapshot(i: string, s: RaftState, j: string): Acted {
  if (s.state !== 'Leader') return undefined;
  if (j === i || !Members(s).includes(j)) return undefined;
  if ((s.nextIndex[j] ?? 1) > Base(s)) return undefined;
  return { state: s, send: [installSnapshotRequest(i, s, j)] };
}

/** Figure 13, receiver, (6) to (8): the snapshot takes the place of the log up to its index. */
function install(s: RaftState, follower: RaftState, m: Request): RaftState {
  const { lastIncludedIndex: n, lastIncludedTerm } = m;
  const { config, machine } = m.data;
  const held = n <= LastIndex(s) && TermAt(s, n) === lastIncludedTerm;
  return {
    ...follower,
    log: held ? after(s.log, n - Base(s)) : none(),
    snapshot: { lastIncludedIndex: n, lastIncludedTerm, config, machine },
    commitIndex: n,
    lastApplied: n,
    machine,
  };
}

/**
 * Raft!HandleInstallSnapshotRequest, Figure 13, receiver: an old term is told of the new one; what the server has committed needs
 * no snapshot; otherwise the snapshot takes the place of the log up to its index, and what follows stays if the server holds the
 * snapshot's last entry.
 */
export function HandleInstallSnapshotRequest(i: string, s: RaftState, m: Request): Acted {
  if (m.term > s.currentTerm) return undefined;
  if (m.term < s.currentTerm) return { state: s, send: [installSnapshotResponse(i, s, m.leaderId, 0)] };
  const follower = update(s, { state: 'Follower', leaderId: m.leaderId, votesGranted: none() });
  const state = m.lastIncludedIndex <= s.commitIndex ? follower : install(s, follower, m);
  return { state, send: [installSnapshotResponse(i, s, m.leaderId, m.lastIncludedIndex)] };
}

/** Raft!HandleInstallSnapshotResponse, section 7. The sender holds all that the snapshot covers. */
export function HandleInstallSnapshotResponse(s: RaftState, m: Response): Acted {
  if (m.term !== s.currentTerm) return undefined;
  if (s.state !== 'Leader') return undefined;
  const matchIndex = except(s.matchIndex, m.from, Math.max(s.matchIndex[m.from] ?? 0, m.matchIndex));
  const nextIndex = except(s.nextIndex, m.from, Math.max(s.nextIndex[m.from] ?? 1, m.matchIndex + 1));
  return { state: update(s, { matchIndex, nextIndex }), send: none() };
}
