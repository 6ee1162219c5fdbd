/** Bugs that implementations of Raft had, or could have, as changes to src/raft. */
import { mapValues } from '../../src/core/index.ts';
import {
  invariants,
  LastIndex,
  type ObservedRaft,
  progress,
  type RaftAction,
  type RaftMessage,
  stepProperties,
} from '../../src/raft/index.ts';
import type { BoundModel, Plain } from '../lockstep/binding.ts';
import { asNumber } from '../lockstep/plain.ts';
import { type AnySubject, anySubject, type Catalogue, type Properties } from '../mutation/catalogue.ts';
import { electionMutants } from './mutants-raft-election.ts';
import { logMutants } from './mutants-raft-log.ts';
import { membershipMutants } from './mutants-raft-membership.ts';
import { raftBinding, raftConfig, raftModels } from './raft.ts';

type Test = (s: ObservedRaft) => boolean;

/** Models in which bugs show that the others are too narrow for, or too wide to show them soon. */
const models: readonly BoundModel[] = [
  { name: 'four', config: 'MCRaft_four.cfg', size: 'large' },
  { name: 'reverted', config: 'MCRaft_reverted.cfg', size: 'large' },
  ...raftModels,
];

function atMost(limit: number, isCounted: (m: RaftMessage) => boolean): Test {
  return (s) => s.network.filter(isCounted).length <= limit;
}

function isRefusal(m: RaftMessage): boolean {
  return (m.type === 'RequestVoteResponse' || m.type === 'RequestPreVoteResponse') && !m.voteGranted;
}

/** The constraints of MCRaft.tla and MCRaftBug.tla, by their names there. */
function constraint(name: string, constant: (name: string) => Plain): Test {
  switch (name) {
    case 'AppendsBound':
      return atMost(asNumber(constant('MaxAppends')), (m) => m.type === 'AppendEntriesRequest');
    case 'RefusalsBound':
      return atMost(asNumber(constant('MaxRefusals')), isRefusal);
    case 'OthersVote':
      return (s) => s.network.every((m) => m.type !== 'RequestVoteResponse' || (m.from !== 's1' && m.from !== 's2'));
    case 'NoRejections':
      return (s) => s.network.every((m) => m.type !== 'AppendEntriesResponse' || m.success);
    case 'NoHeartbeats':
      return (s) => s.network.every((m) => m.type !== 'AppendEntriesRequest' || m.entries.length > 0);
    case 'OnlyThirdTermSends':
      return (s) => s.network.every((m) => m.type !== 'AppendEntriesRequest' || m.term === 3);
    case 'NoMoreThanSent':
      return (s) => Object.values(s.processes).every((p) => Object.values(p.matchIndex).every((n) => n <= LastIndex(p)));
    default:
      throw new Error(`the constraint ${name} is not known to the code`);
  }
}

/** What Raft.tla and src/raft/progress.ts say, of a model with these constants. */
export function raftProperties(constant: (name: string) => Plain): Properties<ObservedRaft, RaftAction> {
  const c = raftConfig(constant);
  return {
    states: mapValues({ ...invariants, ...progress.states }, (holds) => (s) => holds(c, s)),
    steps: mapValues({ ...stepProperties, ...progress.steps }, (holds) => (s, t) => holds(c, s, t)),
    enabled: mapValues(progress.enabled, (holds) => (s, enabled) => holds(c, s, enabled)),
    reachable: mapValues(progress.reachable, (holds) => (s) => holds(c, s)),
  };
}

/** All the constraints together. */
export function raftBounds(constant: (name: string) => Plain, constraints: readonly string[]): Test {
  const tests = constraints.map((name) => constraint(name, constant));
  return (s) => tests.every((test) => test(s));
}

/** The module at this address, which is a copy of src/raft/index.ts but for a change, bound as that is. */
async function subject(url: string): Promise<AnySubject> {
  const mutated: typeof import('../../src/raft/index.ts') = await import(url);
  return anySubject({
    mutant: raftBinding(mutated.raft),
    original: raftBinding(),
    limits: { states: 50_000, walks: 300, steps: 40 },
    properties: raftProperties,
    within: raftBounds,
  });
}

/** The mutants R1 to R43 of Raft, and R44, the control. */
export const raftMutants: Catalogue = {
  protocol: 'raft',
  entry: 'src/raft/index.ts',
  spec: raftBinding().spec,
  models,
  mutants: [...electionMutants, ...logMutants, ...membershipMutants],
  subject,
};
