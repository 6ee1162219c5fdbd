import { compare, countIn, insert, none } from '../core/index.ts';
import { Base, EntryAt, LastIndex, TermAt } from './log.ts';
import type { Configuration, Entry, Index, RaftConfig, RaftState, Snapshot } from './types.ts';

/** Who takes part, and how many of them suffice: the definitions of Raft.tla that speak of configurations. */

/** Raft!NoSnapshot, the snapshot of nothing, which every server starts with: so that there is always one. */
export function NoSnapshot(c: RaftConfig): Snapshot {
  return { lastIncludedIndex: 0, lastIncludedTerm: 0, config: initialConfiguration(c), machine: none() };
}

const initial = new WeakMap<RaftConfig, Configuration>();

/** The first configuration: one object for all servers, with both sets in order. */
function initialConfiguration(c: RaftConfig): Configuration {
  const known = initial.get(c);
  if (known !== undefined) return known;
  const config = { voters: [...c.initVoters].sort(compare), learners: [...c.initLearners].sort(compare) };
  initial.set(c, config);
  return config;
}

/** Raft!IsQuorum: majorities of the voters. Servers that do not vote may stand in S: they do not count. */
export function IsQuorum(S: readonly string[], voters: readonly string[]): boolean {
  const count = countIn(voters, S);
  return 2 * count > voters.length;
}

const positions = new WeakMap<readonly Entry[], readonly number[]>();

/** Where the configurations stand in a log, from 1. A log never changes, so it is read once. */
function configPositions(log: readonly Entry[]): readonly number[] {
  let found = positions.get(log);
  if (found === undefined) {
    const list: number[] = [];
    for (const [n, entry] of log.entries()) if (entry.type === 'config') list.push(n + 1);
    found = list.length === 0 ? none() : list;
    positions.set(log, found);
  }
  return found;
}

/** Raft!ConfigIndexes: the indexes of the configurations in the log. */
export function ConfigIndexes(s: RaftState): readonly Index[] {
  const found = configPositions(s.log);
  return found.length === 0 ? found : found.map((n) => Base(s) + n);
}

/** Raft!ConfigAt: the configuration that the log has at index k. */
export function ConfigAt(s: RaftState, k: Index): Configuration {
  const last = ConfigIndexes(s).findLast((n) => n <= k);
  const entry = last === undefined ? undefined : EntryAt(s, last);
  return entry?.type === 'config' ? entry.config : s.snapshot.config;
}

/** Raft!Config, thesis 4.1: a server uses the latest configuration in its log, committed or not. */
export function Config(s: RaftState): Configuration {
  return ConfigAt(s, LastIndex(s));
}

/** Raft!Voters. */
export function Voters(s: RaftState): readonly string[] {
  return Config(s).voters;
}

/** Raft!Members. */
export function Members(s: RaftState): readonly string[] {
  const { voters, learners } = Config(s);
  return learners.length === 0 ? voters : learners.reduce<readonly string[]>(insert, voters);
}

/** Raft!ConfigIsCommitted: is the latest configuration in the log committed? */
export function ConfigIsCommitted(s: RaftState): boolean {
  return ConfigIndexes(s).every((n) => n <= s.commitIndex);
}

/** Raft!HasCommittedInTerm, section 8: has the leader committed an entry of its own term? Only then does it know all that is committed. */
export function HasCommittedInTerm(s: RaftState): boolean {
  return TermAt(s, s.commitIndex) === s.currentTerm;
}
