import { at, compare } from '../core/index.ts';
import { IsQuorum } from './config.ts';
import type { PullRaftAction } from './inputs.ts';
import type { Invariant } from './invariants.ts';
import { Agrees, Allowed, Current, HasCommittedInTerm, LastIndex, LastPosition, Positions } from './log.ts';
import { Newer } from './positions.ts';
import type { ObservedPullRaft, PullEntriesResponse, PullRaftModelConfig, PullRaftState } from './types.ts';

/**
 * What pull-based Raft needs to get on: bounded properties that stand for what spec/pull-raft/PullRaft.tla could say only with fairness,
 * as that the commit point comes to be known everywhere in the end. Each speaks of the actions that are enabled in one state, or of
 * some state that a model reaches. That a protocol does not get stuck is more than that; that it gets stuck shows in one of these.
 */

/** A property of a state, and of the actions that can be taken in it. */
export type Enabledness = (c: PullRaftModelConfig, s: ObservedPullRaft, enabled: readonly PullRaftAction[]) => boolean;

/** What the member might hear from its sync source now. */
function answers(c: PullRaftModelConfig, s: ObservedPullRaft, i: string): readonly PullEntriesResponse[] {
  const state = at(s.processes, i);
  return s.network.flatMap((m) => (m.type === 'PullEntriesResponse' && m.to === i && Current(c, state, m) ? [m] : []));
}

/** Can the member do this with the answer? */
function can(enabled: readonly PullRaftAction[], type: PullRaftAction['type'], i: string, m: PullEntriesResponse): boolean {
  return enabled.some((a) => a.type === type && a.i === i && 'm' in a && (a.m === m || compare(a.m, m) === 0));
}

/**
 * Two members that pull from each other, and neither of which is primary, get nothing more: whoever learns that its source pulls from
 * itself, and is not ahead, can leave it. Otherwise they may wait for each other for ever.
 */
export const CyclesAreLeft: Enabledness = (c, s, enabled) =>
  c.servers.every((i) => {
    const state = at(s.processes, i);
    return answers(c, s, i).every((m) => {
      if (m.syncSource !== i || m.primary || Newer(m.position, LastPosition(state))) return true;
      return can(enabled, 'LeaveSyncSource', i, m);
    });
  });

/** A source that has no source of its own, is not primary and is not ahead will not be ahead: the member can leave it. */
export const IdleSourceIsLeft: Enabledness = (c, s, enabled) =>
  c.servers.every((i) => {
    const state = at(s.processes, i);
    return answers(c, s, i).every((m) => {
      if (m.syncSource !== undefined || m.primary || Newer(m.position, LastPosition(state))) return true;
      return can(enabled, 'LeaveSyncSource', i, m);
    });
  });

/** What follows the member's log, from a source that it may have and that holds its last entry, can be appended at once. */
export const NewsAreTaken: Enabledness = (c, s, enabled) =>
  c.servers.every((i) => {
    const state = at(s.processes, i);
    return answers(c, s, i).every((m) => !Allowed(c, m) || !Agrees(state, m) || can(enabled, 'HandlePullEntriesResponse', i, m));
  });

/** A member whose log does not meet that of its source, which is newer, can go back: without that it would never get anything from it. */
export const ForkIsRolledBack: Enabledness = (c, s, enabled) =>
  c.servers.every((i) => {
    const state = at(s.processes, i);
    if (state.state === 'Primary') return true;
    return answers(c, s, i).every((m) => {
      if (m.exclusive || !Allowed(c, m) || Agrees(state, m) || !Newer(m.position, LastPosition(state))) return true;
      return can(enabled, 'Rollback', i, m);
    });
  });

/** Has a majority reported an entry of the primary's own term which it has not committed? */
function hasMore(c: PullRaftModelConfig, i: string, state: PullRaftState): boolean {
  const positions = Positions(i, state);
  for (let n = state.commitPoint.index + 1; n <= LastIndex(state); n++) {
    const reported = c.servers.filter((j) => at(positions, j).term === state.currentTerm && at(positions, j).index >= n);
    if (state.log[n - 1]?.term === state.currentTerm && IsQuorum(c, reported)) return true;
  }
  return false;
}

/** What a majority of the voters has reported, of the primary's own term, can be committed at once. */
export const CommitsWhatItCan: Enabledness = (c, s, enabled) =>
  c.servers.every((i) => {
    const state = at(s.processes, i);
    if (state.state !== 'Primary' || !hasMore(c, i, state)) return true;
    return enabled.some((a) => a.type === 'AdvanceCommitPoint' && a.i === i);
  });

/** The members that were never elected, and so know only from others what is committed, but know something of it. */
function informed(c: PullRaftModelConfig, s: ObservedPullRaft): readonly string[] {
  return c.servers.filter((i) => at(s.processes, i).commitPoint.index > 0 && s.history.elections.every((e) => e.primary !== i));
}

/**
 * One of the two ways in which the commit point comes to be known: from the sync source. A member knows something of it that no
 * heartbeat told it.
 */
export const LearnsFromItsSource: Invariant = (c, s) =>
  informed(c, s).some((i) => {
    const isHeartbeat = (type: string): boolean => type === 'HeartbeatRequest' || type === 'HeartbeatResponse';
    return s.network.every((m) => m.to !== i || !isHeartbeat(m.type));
  });

/** The other way: by heartbeats. A member knows something of the commit point that no answer to a query told it. */
export const LearnsByHeartbeat: Invariant = (c, s) =>
  informed(c, s).some((i) => s.network.every((m) => m.to !== i || m.type !== 'PullEntriesResponse' || m.commitPoint.index === 0));

/** Of the terms in which somebody may stand, each is reached by a primary: an old vote does not stand in its way. */
export const EveryTermCanHaveAPrimary: Invariant = (c, s) => {
  const terms = new Set(s.history.elections.map((e) => e.term));
  return c.bounds.electable.every((who, t) => who.length === 0 || terms.has(t + 1));
};

/** A new primary comes to know what is committed, even if no client asks for anything. */
export const NewPrimaryCommits: Invariant = (c, s) =>
  c.servers.some((i) => {
    const state = at(s.processes, i);
    return state.state === 'Primary' && HasCommittedInTerm(state);
  });

/** Properties by what they speak of; what is `reachable` is said of some state that can be reached. */
export interface Progress {
  readonly enabled: Readonly<Record<string, Enabledness>>;
  readonly reachable: Readonly<Record<string, Invariant>>;
}

/** The properties of this module by name. */
export const progress: Progress = {
  enabled: { CyclesAreLeft, IdleSourceIsLeft, NewsAreTaken, ForkIsRolledBack, CommitsWhatItCan },
  reachable: { LearnsFromItsSource, LearnsByHeartbeat, EveryTermCanHaveAPrimary, NewPrimaryCommits },
};
