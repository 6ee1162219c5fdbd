/** MultiPaxos: spec/multi-paxos/MultiPaxos.tla and src/multi-paxos, variable by variable and action by action. */
import { at, type Model } from '../../src/core/index.ts';
import {
  type Cast,
  type Entry,
  type MultiPaxosAction,
  type MultiPaxosMessage,
  type MultiPaxosModelConfig,
  type MultiPaxosState,
  multiPaxos,
  multiPaxosObserver,
  type ObservedMultiPaxos,
  type Reading,
  type Vote,
  type WaitingRead,
} from '../../src/multi-paxos/index.ts';
import { observed } from '../../src/system/index.ts';
import {
  type Abstraction,
  type Binding,
  type BoundModel,
  ofPart,
  type Plain,
  type Refinement,
  type SpecStep,
} from '../lockstep/binding.ts';
import { asMap, asName, asNames, asNumber } from '../lockstep/plain.ts';
import type { Tla, TlaValue } from '../lockstep/tla.ts';
import { rememberingModel } from '../system/model.ts';
import type { Action, Variable } from './generated/multi-paxos.ts';

/** The table is total: a variable or an action of the specification that is missing in it does not compile. */
type Table = Refinement<ObservedMultiPaxos, MultiPaxosAction, Variable> & { readonly actions: Readonly<Record<Action['type'], unknown>> };

/** The constants of the specification, as the code wants them. */
export function multiPaxosConfig(constant: (name: string) => Plain): MultiPaxosModelConfig {
  return {
    replicas: asNames(constant('Replica')),
    order: asNames(constant('Order')),
    values: asNames(constant('Value')),
    reads: asNames(constant('Read')),
    maxEntries: asNumber(constant('MaxEntries')),
    bounds: {
      maxBallot: asNumber(constant('MaxBallot')),
      input: Object.fromEntries([...asMap(constant('Input'))].map(([i, values]) => [asName(i), asNames(values)])),
      maxSlot: asNumber(constant('MaxSlot')),
      crashable: asNames(constant('Crashable')),
    },
  };
}

/** What the values of the code are in the specification. What is shared by identity is built once. */
interface Values {
  readonly names: (x: readonly string[]) => TlaValue;
  readonly entry: (x: Entry | undefined) => TlaValue;
  readonly entries: (x: readonly Entry[]) => TlaValue;
  readonly votes: (x: readonly Vote[]) => TlaValue;
  readonly acks: (x: readonly (readonly string[])[]) => TlaValue;
  readonly reading: (x: Reading) => TlaValue;
}

function values(t: Tla): Values {
  const names = t.cached((x: readonly string[]) => t.set(x.map(t.model)));
  const entry = (x: Entry | undefined): TlaValue => {
    if (x === undefined) return t.model('None');
    return t.model(x.type === 'noop' ? 'NoOp' : x.value);
  };
  const vote = t.cached((x: Vote) => t.record({ bal: t.int(x.bal), val: entry(x.val) }));
  const reads = t.cached((x: readonly WaitingRead[]) => t.set(x.map((q) => t.record({ read: t.model(q.read), index: t.int(q.index) }))));
  return {
    names,
    entry,
    entries: t.cached((x: readonly Entry[]) => t.seq(x.map(entry))),
    votes: t.cached((x: readonly Vote[]) => t.seq(x.map(vote))),
    acks: t.cached((x: readonly (readonly string[])[]) => t.seq(x.map(names))),
    reading: t.cached((x: Reading) =>
      t.record({ queue: reads(x.queue), batch: reads(x.batch), round: t.int(x.round), acks: names(x.acks) }),
    ),
  };
}

/** A message as the record of the specification. */
function message(t: Tla, v: Values): (m: MultiPaxosMessage) => TlaValue {
  return t.cached((m: MultiPaxosMessage) => {
    const head = { type: t.str(m.type), to: t.model(m.to ?? 'Client'), bal: t.int(m.bal) };
    switch (m.type) {
      case '1a':
        return t.record({ ...head, first: t.int(m.first) });
      case '1b':
        return t.record({ ...head, from: t.model(m.from), first: t.int(m.first), votes: v.votes(m.votes) });
      case '2a':
        return t.record({ ...head, slot: t.int(m.slot), val: v.entry(m.val) });
      case '2b':
        return t.record({ ...head, from: t.model(m.from), slot: t.int(m.slot) });
      case 'Heartbeat':
        return t.record({ ...head, commit: t.int(m.commit), round: t.int(m.round) });
      case 'HeartbeatReply':
        return t.record({ ...head, from: t.model(m.from), round: t.int(m.round), missing: t.int(m.missing) });
      case 'ReadResponse':
        return t.record({ ...head, read: t.model(m.read), index: t.int(m.index) });
    }
  });
}

/** The parameters of an action after the replica: those of a message are what it says. */
function parameters(t: Tla, a: MultiPaxosAction): readonly TlaValue[] {
  switch (a.type) {
    case 'Propose':
      return [t.model(a.v)];
    case 'ClientRead':
      return [t.model(a.r)];
    case 'Phase1b':
    case 'HandleHeartbeat':
      return [t.int(a.m.bal)];
    case 'ReceivePromise':
    case 'HandleHeartbeatReply':
      return [t.model(a.m.from)];
    case 'Phase2b':
      return [t.int(a.m.bal), t.int(a.m.slot)];
    case 'ReceiveAccepted':
      return [t.model(a.m.from), t.int(a.m.slot)];
    default:
      return [];
  }
}

/** The step of the specification that an action is. */
export function multiPaxosSpecStep(t: Tla, a: MultiPaxosAction): SpecStep {
  return { name: a.type, parameters: [t.model(a.i), ...parameters(t, a)] };
}

/** The table of actions, in the order of the specification. */
function steps(t: Tla): Table['actions'] {
  const step = (a: MultiPaxosAction): readonly SpecStep[] => [multiPaxosSpecStep(t, a)];
  return {
    Phase1a: step,
    Phase1b: step,
    ReceivePromise: step,
    BecomeLeader: step,
    Propose: step,
    Resend: step,
    Phase2b: step,
    ReceiveAccepted: step,
    Commit: step,
    Heartbeat: step,
    HandleHeartbeat: step,
    HandleHeartbeatReply: step,
    ClientRead: step,
    StartReadRound: step,
    AnswerReads: step,
    Restart: step,
  };
}

function processesOf(s: ObservedMultiPaxos): ObservedMultiPaxos['processes'] {
  return s.processes;
}

function networkOf(s: ObservedMultiPaxos): ObservedMultiPaxos['network'] {
  return s.network;
}

function historyOf(s: ObservedMultiPaxos): ObservedMultiPaxos['history'] {
  return s.history;
}

/** The variables of the specification, as functions of a state of the code. */
export function multiPaxosVariables(
  t: Tla,
  { replicas, reads }: MultiPaxosModelConfig,
): Refinement<ObservedMultiPaxos, MultiPaxosAction, Variable>['variables'] {
  const v = values(t);
  const msg = message(t, v);
  /** The function over the replicas that the specification has for one of their fields. */
  const field = <X>(of: (p: MultiPaxosState) => X, value: (x: X) => TlaValue): Abstraction<ObservedMultiPaxos> =>
    ofPart(processesOf, (all) => t.fn(replicas, (i) => value(of(at(all, i)))));
  const cast = t.cached((x: Cast) => t.record({ acc: t.model(x.acc), slot: t.int(x.slot), bal: t.int(x.bal), val: v.entry(x.val) }));
  const votesCast = t.cached((x: readonly Cast[]) => t.set(x.map(cast)));
  const asked = t.cached((x: Readonly<Record<string, number>>) => t.fn(reads, (r) => t.int(x[r] ?? -1)));
  return {
    maxBal: field((p) => p.maxBal, t.int),
    votes: field((p) => p.votes, v.votes),
    commit: field((p) => p.commit, t.int),
    phase: field((p) => p.phase, t.str),
    promised: field((p) => p.promised, v.names),
    best: field((p) => p.best, v.votes),
    acks: field((p) => p.acks, v.acks),
    reading: field((p) => p.reading, v.reading),
    msgs: ofPart(networkOf, (network) => t.set(network.map(msg))),
    cast: ofPart(historyOf, (h) => votesCast(h.cast)),
    committed: ofPart(historyOf, (h) => v.entries(h.committed)),
    asked: ofPart(historyOf, (h) => asked(h.asked)),
  };
}

/** The models in spec/multi-paxos. */
export const multiPaxosModels: readonly BoundModel[] = [
  { name: 'small', config: 'MCMultiPaxos_small.cfg', size: 'small' },
  { name: 'rounds', config: 'MCMultiPaxos_rounds.cfg', size: 'default' },
  { name: 'pair', config: 'MCMultiPaxos_pair.cfg', size: 'default' },
  { name: 'learn', config: 'MCMultiPaxos_learn.cfg', size: 'default' },
  { name: 'gaps', config: 'MCMultiPaxos_gaps.cfg', size: 'default' },
  { name: 'catchup', config: 'MCMultiPaxos_catchup.cfg', size: 'large' },
  { name: 'reads', config: 'MCMultiPaxos_reads.cfg', size: 'large' },
  { name: 'ballots', config: 'MCMultiPaxos_ballots.cfg', size: 'large' },
  { name: 'slots', config: 'MCMultiPaxos_slots.cfg', size: 'large' },
  { name: 'walks', config: 'MCMultiPaxos_walks.cfg', size: 'walks' },
];

/** A binding of MultiPaxos; `assembly` is the code to check, which the mutation runner replaces by a mutant. */
export function multiPaxosBinding(assembly: typeof multiPaxos = multiPaxos): Binding<ObservedMultiPaxos, MultiPaxosAction, Variable> {
  return {
    protocol: 'multi-paxos',
    spec: 'spec/multi-paxos/MCMultiPaxos.tla',
    models: multiPaxosModels,
    code: (constant): Model<ObservedMultiPaxos, MultiPaxosAction> => {
      const config = multiPaxosConfig(constant);
      return observed(rememberingModel(assembly, config), multiPaxosObserver(config));
    },
    refinement: (t, constant): Table => ({ variables: multiPaxosVariables(t, multiPaxosConfig(constant)), actions: steps(t) }),
    source: (name) => ({ file: 'src/multi-paxos/actions.ts', name }),
  };
}
