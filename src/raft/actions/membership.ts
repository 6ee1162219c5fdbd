import { insert, none, within } from '../../core/index.ts';
import { Config, ConfigIndexes, ConfigIsCommitted, HasCommittedInTerm, Members, Voters } from '../config.ts';
import type { Configuration, RaftConfig, RaftState } from '../types.ts';
import { type Acted, StopLeading } from './effects.ts';

/** Membership, one server at a time, thesis 4.1. */

/**
 * Raft!MayReconfigure, thesis 4.1. The leader may change the configuration once the last change is committed, so that any two
 * configurations in use at a time differ by one server; and once it has committed an entry of its own term, without which two
 * leaders could each build on a configuration that the other does not know.
 */
function MayReconfigure(c: RaftConfig, s: RaftState): boolean {
  if (s.state !== 'Leader') return false;
  if (s.transferee !== undefined) return false;
  if (c.bounds !== undefined && ConfigIndexes(s).length >= c.bounds.maxConfigs) return false;
  if (!ConfigIsCommitted(s)) return false;
  return HasCommittedInTerm(s);
}

/** Raft!Reconfigure, thesis 4.1: the new configuration takes effect as soon as it is in the log. */
function Reconfigure(s: RaftState, config: Configuration): Acted {
  return { state: { ...s, log: [...s.log, { term: s.currentTerm, type: 'config', config }] }, send: none() };
}

/** Raft!AddLearner, thesis 4.2.1. A new server first learns: it gets the log and has no vote. */
export function AddLearner(c: RaftConfig, s: RaftState, j: string): Acted {
  if (!MayReconfigure(c, s)) return undefined;
  if (Members(s).includes(j)) return undefined;
  return Reconfigure(s, { voters: Voters(s), learners: insert(Config(s).learners, j) });
}

/** Raft!AddServer, thesis 4.2.1. A learner that has caught up becomes a voter. */
export function AddServer(c: RaftConfig, s: RaftState, j: string): Acted {
  if (!MayReconfigure(c, s)) return undefined;
  if (!Config(s).learners.includes(j)) return undefined;
  if ((s.matchIndex[j] ?? 0) < s.commitIndex) return undefined;
  return Reconfigure(s, { voters: insert(Voters(s), j), learners: Config(s).learners.filter((k) => k !== j) });
}

/** Raft!RemoveServer, thesis 4.1. A voter leaves; the leader itself may. The last one must stay. */
export function RemoveServer(c: RaftConfig, s: RaftState, j: string): Acted {
  if (!MayReconfigure(c, s)) return undefined;
  if (!within(c.bounds?.removable, j)) return undefined;
  if (!Voters(s).includes(j)) return undefined;
  if (Voters(s).length === 1) return undefined;
  return Reconfigure(s, { voters: Voters(s).filter((k) => k !== j), learners: Config(s).learners });
}

/**
 * Raft!Retire, thesis 4.2.2. A leader that is no longer in the configuration leads until that configuration is committed, and not
 * longer.
 */
export function Retire(c: RaftConfig, i: string, s: RaftState): Acted {
  if (s.state !== 'Leader') return undefined;
  if (Voters(s).includes(i)) return undefined;
  if (!ConfigIsCommitted(s)) return undefined;
  return { state: { ...s, state: 'Follower', leaderId: undefined, ...StopLeading(c) }, send: none() };
}
