/**
 * Raft as it runs: spec/raft/Raft.tla and src/raft/step.ts. Each event is several actions of the specification, one after another;
 * which ones, the code says itself.
 */
import { at, type Model } from '../../src/core/index.ts';
import {
  type ObservedRaft,
  plan,
  type RaftAction,
  type RaftEvent,
  type RaftInput,
  type RaftStepAction,
  raftStep,
  raftStepObserver,
  sender,
} from '../../src/raft/index.ts';
import { observed } from '../../src/system/index.ts';
import type { Binding, BoundModel, Refinement, SpecStep } from '../lockstep/binding.ts';
import type { Tla } from '../lockstep/tla.ts';
import { rememberingModel } from '../system/model.ts';
import type { Variable } from './generated/raft.ts';
import { raftConfig, raftVariables } from './raft.ts';
import { specStepOf } from './spec-step.ts';

/** A step sends to all members what they lack, so these models allow for more messages, and have fewer states nevertheless. */
const models: readonly BoundModel[] = [
  { name: 'replication', config: 'MCRaft_step.cfg', size: 'default' },
  { name: 'reads', config: 'MCRaft_step_reads.cfg', size: 'default' },
  { name: 'membership', config: 'MCRaft_step_membership.cfg', size: 'default' },
];

type Table = Refinement<ObservedRaft, RaftStepAction, Variable>;

/** What an input is as an action of the system. */
function actionOf(i: string, input: RaftInput): RaftAction {
  return 'm' in input ? { ...input, i, j: sender(input.m) } : { ...input, i };
}

function steps(t: Tla, config: ReturnType<typeof raftConfig>): Table['actions'] {
  const specStep = specStepOf(t);
  const planned = (a: { readonly i: string } & RaftEvent, from: ObservedRaft): readonly SpecStep[] =>
    plan(config, a.i, at(from.processes, a.i), a).map((input) => specStep(actionOf(a.i, input)));
  return {
    Receive: planned,
    ElectionTimeout: planned,
    HeartbeatTimeout: planned,
    ClientRequest: planned,
    ClientRead: planned,
    TakeSnapshot: planned,
    AddLearner: planned,
    AddServer: planned,
    RemoveServer: planned,
    TransferLeadership: planned,
    AbortTransfer: planned,
    Restart: (a) => [specStep(a)],
  };
}

/** A binding of Raft's events; `assembly` is the code to check, which the mutation runner replaces by a mutant. */
export function raftStepBinding(assembly: typeof raftStep = raftStep): Binding<ObservedRaft, RaftStepAction, Variable> {
  return {
    protocol: 'raft',
    part: 'step',
    relation: 'refines',
    spec: 'spec/raft/MCRaft.tla',
    models,
    code: (constant): Model<ObservedRaft, RaftStepAction> => {
      const config = raftConfig(constant);
      return observed(rememberingModel(assembly, config), raftStepObserver(config));
    },
    refinement: (t, constant): Table => {
      const config = raftConfig(constant);
      return { variables: raftVariables(t, config), actions: steps(t, config) };
    },
    source: () => ({ file: 'src/raft/step.ts', name: 'step' }),
  };
}
