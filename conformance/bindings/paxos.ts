/** Paxos: spec/paxos/Paxos.tla and src/paxos, variable by variable and action by action. */
import type { Model } from '../../src/core/index.ts';
import {
  type AcceptorState,
  type LearnerState,
  type PaxosAction,
  type PaxosMessage,
  type PaxosModelConfig,
  type PaxosSystem,
  type ProposerState,
  paxos,
} from '../../src/paxos/index.ts';
import { type Abstraction, type Binding, ofPart, type Plain, type Refinement } from '../lockstep/binding.ts';
import { asMap, asName, asNames, asNumbers, asSets } from '../lockstep/plain.ts';
import type { Tla, TlaValue } from '../lockstep/tla.ts';
import { rememberingModel } from '../system/model.ts';
import type { Action, Variable } from './generated/paxos.ts';

/** The table is total: a variable or an action of the specification that is missing in it does not compile. */
type Table = Refinement<PaxosSystem, PaxosAction, Variable> & { readonly actions: Readonly<Record<Action['type'], unknown>> };

/** The constants of the specification, as the code wants them. */
export function paxosConfig(constant: (name: string) => Plain): PaxosModelConfig {
  return {
    proposers: asNames(constant('Proposer')),
    acceptors: asNames(constant('Acceptor')),
    learners: asNames(constant('Learner')),
    values: asNames(constant('Value')),
    ballots: asNumbers(constant('Ballot')),
    quorums: asSets(constant('Quorum')),
    owner: Object.fromEntries([...asMap(constant('Owner'))].map(([b, p]) => [b, asName(p)])),
    input: Object.fromEntries([...asMap(constant('Input'))].map(([p, values]) => [p, asNames(values)])),
  };
}

/** A message as the record of the specification. */
function message(t: Tla): (m: PaxosMessage) => TlaValue {
  const value = (v: string | undefined): TlaValue => t.model(v ?? 'None');
  return t.cached((m) => {
    const type = t.str(m.type);
    const bal = t.int(m.bal);
    switch (m.type) {
      case '1a':
        return t.record({ type, bal });
      case '1b':
        return t.record({ type, acc: t.model(m.acc), bal, maxVBal: t.int(m.maxVBal), maxVal: value(m.maxVal) });
      case '2a':
        return t.record({ type, bal, val: t.model(m.val) });
      case '2b':
        return t.record({ type, acc: t.model(m.acc), bal, val: t.model(m.val) });
    }
  });
}

type Processes = PaxosSystem['processes'];

function processesOf(s: PaxosSystem): Processes {
  return s.processes;
}

function wrongRole(name: string, role: string): never {
  throw new Error(`${name} is no ${role}`);
}

function proposer(all: Processes, name: string): ProposerState {
  const p = all[name];
  return p?.role === 'proposer' ? p : wrongRole(name, 'proposer');
}

function acceptor(all: Processes, name: string): AcceptorState {
  const p = all[name];
  return p?.role === 'acceptor' ? p : wrongRole(name, 'acceptor');
}

function learner(all: Processes, name: string): LearnerState {
  const p = all[name];
  return p?.role === 'learner' ? p : wrongRole(name, 'learner');
}

function refinement(t: Tla, config: PaxosModelConfig): Table {
  const msg = message(t);
  const set = t.cached((ms: readonly PaxosMessage[]) => t.set(ms.map(msg)));
  const value = (v: string | undefined): TlaValue => t.model(v ?? 'None');
  /** The function over the processes of a role that the specification has for one of their fields. */
  const field = <P>(
    who: readonly string[],
    process: (all: Processes, name: string) => P,
    f: (p: P) => TlaValue,
  ): Abstraction<PaxosSystem> => ofPart(processesOf, (all) => t.fn(who, (name) => f(process(all, name))));
  const { proposers, acceptors, learners } = config;
  return {
    variables: {
      bal: field(proposers, proposer, (p) => t.int(p.bal)),
      phase: field(proposers, proposer, (p) => t.str(p.phase)),
      promises: field(proposers, proposer, (p) => set(p.promises)),
      maxBal: field(acceptors, acceptor, (a) => t.int(a.maxBal)),
      maxVBal: field(acceptors, acceptor, (a) => t.int(a.maxVBal)),
      maxVal: field(acceptors, acceptor, (a) => value(a.maxVal)),
      learned: field(learners, learner, (l) => value(l.learned)),
      msgs: ofPart((s) => s.network, set),
    },
    actions: {
      Phase1a: (a) => [{ name: 'Phase1a', parameters: [t.model(a.p), t.int(a.b)] }],
      Phase1b: (a) => [{ name: 'Phase1b', parameters: [t.model(a.a), t.int(a.b)] }],
      ReceivePromise: (a) => [{ name: 'ReceivePromise', parameters: [t.model(a.p), t.model(a.a), t.int(a.b)] }],
      Phase2a: (a) => [{ name: 'Phase2a', parameters: [t.model(a.p), t.model(a.v)] }],
      Phase2b: (a) => [{ name: 'Phase2b', parameters: [t.model(a.a), t.int(a.b), t.model(a.v)] }],
      Learn: (a) => [{ name: 'Learn', parameters: [t.model(a.l), t.int(a.b), t.model(a.v)] }],
      RestartProposer: (a) => [{ name: 'RestartProposer', parameters: [t.model(a.p)] }],
      RestartAcceptor: (a) => [{ name: 'RestartAcceptor', parameters: [t.model(a.a)] }],
      RestartLearner: (a) => [{ name: 'RestartLearner', parameters: [t.model(a.l)] }],
    },
  };
}

/** A binding of Paxos; `assembly` is the code to check, which the mutation runner replaces by a mutant. */
export function paxosBinding(assembly: typeof paxos = paxos): Binding<PaxosSystem, PaxosAction, Variable> {
  return {
    protocol: 'paxos',
    spec: 'spec/paxos/MCPaxos.tla',
    models: [
      { name: 'small', config: 'MCPaxos_small.cfg', size: 'small' },
      { name: 'default', config: 'MCPaxos.cfg', size: 'default' },
      { name: 'large', config: 'MCPaxos_large.cfg', size: 'large' },
    ],
    code: (constant): Model<PaxosSystem, PaxosAction> => rememberingModel(assembly, paxosConfig(constant)),
    refinement: (t, constant) => refinement(t, paxosConfig(constant)),
    source: (name) => ({ file: 'src/paxos/actions.ts', name }),
  };
}
