/** The properties of the specification, all at once. */
import { compare } from '../../../src/core/index.ts';
import {
  Base,
  EntryAt,
  type Invariant,
  IsQuorum,
  invariants,
  NoSnapshot,
  type ObservedRaft,
  type RaftModelConfig,
  stepProperties,
} from '../../../src/raft/index.ts';
import { server } from './models.ts';

/**
 * What is committed is on the disks of so many that no majority is left which lacks it: whoever is elected asks one that has it. That
 * a majority has it would be too much to ask: while a voter leaves, the majority of those who stay is smaller (thesis 4.1).
 */
const noMajorityLacksWhatIsCommitted: Invariant = (c, s) => {
  const last = s.history.committed.findLast(({ entry }) => entry.type === 'config')?.entry;
  const { voters } = last?.type === 'config' ? last.value : NoSnapshot(c).config;
  return s.history.committed.every(({ entry }, n) => {
    const lacking = c.servers.filter((i) => {
      const state = server(s, i);
      return n + 1 > Base(state) && compare(EntryAt(state, n + 1), entry) !== 0;
    });
    return !IsQuorum(lacking, voters);
  });
};

const everyInvariant: Readonly<Record<string, Invariant>> = { ...invariants, CommittedIsDurable: noMajorityLacksWhatIsCommitted };

/** The names of what a step violates. */
export function violated(c: RaftModelConfig, s: ObservedRaft, t: ObservedRaft): readonly string[] {
  const ofState = Object.entries(everyInvariant).filter(([, holds]) => !holds(c, t));
  const ofStep = Object.entries(stepProperties).filter(([, holds]) => !holds(c, s, t));
  return [...ofState, ...ofStep].map(([name]) => name);
}
