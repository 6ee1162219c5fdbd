/**
 * MultiPaxos as it runs: spec/multi-paxos/MultiPaxos.tla and src/multi-paxos/step.ts. Each event is several actions of the specification,
 * one after another; which ones, the code says itself.
 */
import { at, type Model } from '../../src/core/index.ts';
import {
  type MultiPaxosEvent,
  type MultiPaxosStepAction,
  multiPaxosStep,
  multiPaxosStepObserver,
  type ObservedMultiPaxos,
  plan,
} from '../../src/multi-paxos/index.ts';
import { observed } from '../../src/system/index.ts';
import type { Binding, BoundModel, Refinement, SpecStep } from '../lockstep/binding.ts';
import type { Tla } from '../lockstep/tla.ts';
import { rememberingModel } from '../system/model.ts';
import type { Variable } from './generated/multi-paxos.ts';
import { multiPaxosConfig, multiPaxosSpecStep, multiPaxosVariables } from './multi-paxos.ts';

/** Whoever begins to lead, or commits, sends a heartbeat; so these models allow for more of them. */
const models: readonly BoundModel[] = [
  { name: 'pair', config: 'MCMultiPaxos_step.cfg', size: 'default' },
  { name: 'slots', config: 'MCMultiPaxos_step_slots.cfg', size: 'large' },
];

type Table = Refinement<ObservedMultiPaxos, MultiPaxosStepAction, Variable>;

function steps(t: Tla, config: ReturnType<typeof multiPaxosConfig>): Table['actions'] {
  const planned = (a: { readonly i: string } & MultiPaxosEvent, from: ObservedMultiPaxos): readonly SpecStep[] =>
    plan(config, a.i, at(from.processes, a.i), a).map((input) => multiPaxosSpecStep(t, { ...input, i: a.i }));
  return {
    Receive: planned,
    ElectionTimeout: planned,
    HeartbeatTimeout: planned,
    ClientRequest: planned,
    ClientRead: planned,
    Restart: (a) => [multiPaxosSpecStep(t, a)],
  };
}

/** A binding of MultiPaxos's events; `assembly` is the code to check. */
export function multiPaxosStepBinding(
  assembly: typeof multiPaxosStep = multiPaxosStep,
): Binding<ObservedMultiPaxos, MultiPaxosStepAction, Variable> {
  return {
    protocol: 'multi-paxos',
    part: 'step',
    relation: 'refines',
    spec: 'spec/multi-paxos/MCMultiPaxos.tla',
    models,
    code: (constant): Model<ObservedMultiPaxos, MultiPaxosStepAction> => {
      const config = multiPaxosConfig(constant);
      return observed(rememberingModel(assembly, config), multiPaxosStepObserver(config));
    },
    refinement: (t, constant): Table => {
      const config = multiPaxosConfig(constant);
      return { variables: multiPaxosVariables(t, config), actions: steps(t, config) };
    },
    source: () => ({ file: 'src/multi-paxos/step.ts', name: 'step' }),
  };
}
