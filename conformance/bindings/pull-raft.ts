/** Pull-based Raft: spec/pull-raft/PullRaft.tla and src/pull-raft, variable by variable and action by action. */
import { at, type Model } from '../../src/core/index.ts';
import {
  type CommittedEntry,
  type Election,
  type Entry,
  type ObservedPullRaft,
  type Position,
  type PositionMap,
  type PullRaftAction,
  type PullRaftMessage,
  type PullRaftModelConfig,
  type PullRaftState,
  pullRaft,
  pullRaftObserver,
  type Reading,
} from '../../src/pull-raft/index.ts';
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
import { asMap, asNames, asNumber, asSets } from '../lockstep/plain.ts';
import type { Tla, TlaValue } from '../lockstep/tla.ts';
import { rememberingModel } from '../system/model.ts';
import type { Action, Variable } from './generated/pull-raft.ts';
import { specStepOf } from './spec-step.ts';

/** The table is total: a variable or an action of the specification that is missing in it does not compile. */
type Table = Refinement<ObservedPullRaft, PullRaftAction, Variable> & { readonly actions: Readonly<Record<Action['type'], unknown>> };

/** The constants of the specification, as the code wants them. */
export function pullRaftConfig(constant: (name: string) => Plain): PullRaftModelConfig {
  return {
    servers: asNames(constant('Server')),
    voters: asNames(constant('Voter')),
    values: asNames(constant('Value')),
    reads: asNames(constant('Read')),
    positionTerm: constant('PositionTerm') === true,
    sourceTermChecked: constant('SourceTermChecked') === true,
    chaining: constant('Chaining') === true,
    dryRun: constant('DryRun') === true,
    cursor: constant('Cursor') === true,
    maxEntries: asNumber(constant('MaxEntries')),
    bounds: {
      electable: asSets(constant('Electable')),
      syncFrom: Object.fromEntries([...asMap(constant('SyncFrom'))].map(([i, sources]) => [i, asNames(sources)])),
      heartbeating: asNames(constant('Heartbeating')),
      crashable: asNames(constant('Crashable')),
      successor: asNames(constant('Successor')),
      maxIndex: asNumber(constant('MaxIndex')),
    },
  };
}

/** What the values of the code are in the specification. What is shared by identity is built once. */
interface Values {
  readonly name: (x: string | undefined) => TlaValue;
  readonly names: (x: readonly string[]) => TlaValue;
  readonly entry: (x: Entry) => TlaValue;
  readonly log: (x: readonly Entry[]) => TlaValue;
  readonly position: (x: Position) => TlaValue;
  readonly positions: (x: PositionMap) => TlaValue;
  readonly reading: (x: Reading) => TlaValue;
}

function values(t: Tla, { servers }: PullRaftModelConfig): Values {
  const nil = t.model('Nil');
  const name = (x: string | undefined): TlaValue => (x === undefined ? nil : t.model(x));
  const names = t.cached((x: readonly string[]) => t.set(x.map(t.model)));
  const entry = t.cached((x: Entry) => t.record({ term: t.int(x.term), value: name(x.value) }));
  const position = t.cached((x: Position) => t.record({ term: t.int(x.term), index: t.int(x.index) }));
  return {
    name,
    names,
    entry,
    log: t.cached((x: readonly Entry[]) => t.seq(x.map(entry))),
    position,
    positions: t.cached((x: PositionMap) => t.fn(servers, (j) => position(at(x, j)))),
    reading: t.cached((x: Reading) =>
      t.record({ queue: names(x.queue), batch: names(x.batch), round: t.int(x.round), acks: names(x.acks) }),
    ),
  };
}

/** A message as the record of the specification. */
function message(t: Tla, v: Values): (m: PullRaftMessage) => TlaValue {
  return t.cached((m: PullRaftMessage) => {
    const head = { type: t.str(m.type), to: v.name(m.to), from: t.model(m.from), term: t.int(m.term) };
    switch (m.type) {
      case 'RequestVoteRequest':
        return t.record({ ...head, dryRun: t.bool(m.dryRun), position: v.position(m.position) });
      case 'RequestVoteResponse':
        return t.record({ ...head, dryRun: t.bool(m.dryRun), voteGranted: t.bool(m.voteGranted) });
      case 'PullEntriesRequest':
        return t.record({ ...head, index: t.int(m.index), exclusive: t.bool(m.exclusive) });
      case 'PullEntriesResponse': {
        const answer = { index: t.int(m.index), exclusive: t.bool(m.exclusive), entries: v.log(m.entries) };
        const points = { position: v.position(m.position), commitPoint: v.position(m.commitPoint) };
        const source = { rollbackId: t.int(m.rollbackId), syncSource: v.name(m.syncSource), primary: t.bool(m.primary) };
        return t.record({ ...head, ...answer, ...points, ...source });
      }
      case 'UpdatePositionRequest':
        return t.record({ ...head, positions: v.positions(m.positions) });
      case 'HeartbeatRequest':
      case 'HeartbeatResponse':
        return t.record({ ...head, position: v.position(m.position), commitPoint: v.position(m.commitPoint), round: t.int(m.round) });
      case 'StepUpRequest':
        return t.record(head);
      case 'ReadResponse':
        return t.record({ ...head, read: t.model(m.read), index: t.int(m.index) });
    }
  });
}

/** The table of actions, in the order of the specification. */
function steps(t: Tla): Table['actions'] {
  const specStep = specStepOf(t);
  const step = (a: PullRaftAction): readonly SpecStep[] => [specStep(a)];
  return {
    Timeout: step,
    BecomeCandidate: step,
    UpdateTerm: step,
    HandleRequestVoteRequest: step,
    HandleRequestVoteResponse: step,
    BecomePrimary: step,
    WriteFirstEntry: step,
    ClientRequest: step,
    ChooseSyncSource: step,
    PullEntries: step,
    GetMore: step,
    HandlePullEntriesRequest: step,
    HandlePullEntriesResponse: step,
    Rollback: step,
    LeaveSyncSource: step,
    UpdatePosition: step,
    HandleUpdatePositionRequest: step,
    AdvanceCommitPoint: step,
    Heartbeat: step,
    HandleHeartbeatRequest: step,
    HandleHeartbeatResponse: step,
    ClientRead: step,
    StartReadRound: step,
    AnswerReads: step,
    StepDown: step,
    HandleStepUpRequest: step,
    Restart: step,
  };
}

function processesOf(s: ObservedPullRaft): ObservedPullRaft['processes'] {
  return s.processes;
}

function networkOf(s: ObservedPullRaft): ObservedPullRaft['network'] {
  return s.network;
}

function historyOf(s: ObservedPullRaft): ObservedPullRaft['history'] {
  return s.history;
}

/** The variables of the specification, as functions of a state of the code. */
function pullRaftVariables(t: Tla, config: PullRaftModelConfig): Refinement<ObservedPullRaft, PullRaftAction, Variable>['variables'] {
  const v = values(t, config);
  const msg = message(t, v);
  const { servers, reads } = config;
  /** The function over the members that the specification has for one of their fields. */
  const field = <X>(of: (p: PullRaftState) => X, value: (x: X) => TlaValue): Abstraction<ObservedPullRaft> =>
    ofPart(processesOf, (all) => t.fn(servers, (i) => value(of(at(all, i)))));
  const elections = t.cached((x: readonly Election[]) =>
    t.set(x.map((e) => t.record({ term: t.int(e.term), primary: t.model(e.primary) }))),
  );
  const written = t.cached((x: readonly (readonly Entry[])[]) => t.seq(x.map(v.log)));
  const committed = t.cached((x: readonly CommittedEntry[]) =>
    t.seq(x.map((e) => t.record({ entry: v.entry(e.entry), term: t.int(e.term) }))),
  );
  const asked = t.cached((x: Readonly<Record<string, number>>) => t.fn(reads, (r) => t.int(x[r] ?? -1)));
  return {
    currentTerm: field((p) => p.currentTerm, t.int),
    votedFor: field((p) => p.votedFor, v.name),
    log: field((p) => p.log, v.log),
    rollbackId: field((p) => p.rollbackId, t.int),
    state: field((p) => p.state, t.str),
    votesGranted: field((p) => p.votesGranted, v.names),
    syncSource: field((p) => p.syncSource, v.name),
    cursor: field((p) => p.cursor, t.int),
    commitPoint: field((p) => p.commitPoint, v.position),
    lastPosition: field((p) => p.lastPosition, v.positions),
    reading: field((p) => p.reading, v.reading),
    msgs: ofPart(networkOf, (network) => t.set(network.map(msg))),
    elections: ofPart(historyOf, (h) => elections(h.elections)),
    written: ofPart(historyOf, (h) => written(h.written)),
    committed: ofPart(historyOf, (h) => committed(h.committed)),
    asked: ofPart(historyOf, (h) => asked(h.asked)),
  };
}

/** The models in spec/pull-raft. */
const models: readonly BoundModel[] = [
  { name: 'small', config: 'MCPullRaft_small.cfg', size: 'small' },
  { name: 'pair', config: 'MCPullRaft_pair.cfg', size: 'small' },
  { name: 'election', config: 'MCPullRaft_election.cfg', size: 'default' },
  { name: 'chain', config: 'MCPullRaft_chain.cfg', size: 'default' },
  { name: 'batches', config: 'MCPullRaft_batches.cfg', size: 'default' },
  { name: 'catchup', config: 'MCPullRaft_catchup.cfg', size: 'default' },
  { name: 'rollback', config: 'MCPullRaft_rollback.cfg', size: 'default' },
  { name: 'terms', config: 'MCPullRaft_terms.cfg', size: 'default' },
  { name: 'behind', config: 'MCPullRaft_behind.cfg', size: 'default' },
  { name: 'cursor', config: 'MCPullRaft_cursor.cfg', size: 'default' },
  { name: 'cycle', config: 'MCPullRaft_cycle.cfg', size: 'default' },
  { name: 'unchained', config: 'MCPullRaft_unchained.cfg', size: 'default' },
  { name: 'nonvoter', config: 'MCPullRaft_nonvoter.cfg', size: 'default' },
  { name: 'handover', config: 'MCPullRaft_handover.cfg', size: 'default' },
  { name: 'reads', config: 'MCPullRaft_reads.cfg', size: 'default' },
  { name: 'rounds', config: 'MCPullRaft_rounds.cfg', size: 'default' },
  { name: 'report', config: 'MCPullRaft_report.cfg', size: 'default' },
  { name: 'fourth', config: 'MCPullRaft_fourth.cfg', size: 'default' },
  { name: 'reads_large', config: 'MCPullRaft_reads_large.cfg', size: 'large' },
  { name: 'deep', config: 'MCPullRaft_deep.cfg', size: 'large' },
  { name: 'walks', config: 'MCPullRaft_walks.cfg', size: 'walks' },
];

/** Which file of src/pull-raft/actions holds the function for an action. */
const FILE: Readonly<Record<string, readonly PullRaftAction['type'][]>> = {
  writing: ['WriteFirstEntry', 'ClientRequest'],
  pulling: [
    'ChooseSyncSource',
    'PullEntries',
    'GetMore',
    'HandlePullEntriesRequest',
    'HandlePullEntriesResponse',
    'Rollback',
    'LeaveSyncSource',
  ],
  positions: ['UpdatePosition', 'HandleUpdatePositionRequest', 'AdvanceCommitPoint'],
  heartbeats: ['Heartbeat', 'HandleHeartbeatRequest', 'HandleHeartbeatResponse'],
  reads: ['ClientRead', 'StartReadRound', 'AnswerReads'],
  handover: ['StepDown', 'HandleStepUpRequest'],
  restart: ['Restart'],
};

/** Where the code of an action stands. */
function source(name: PullRaftAction['type']): { readonly file: string; readonly name: string } {
  const file = Object.keys(FILE).find((key) => FILE[key]?.includes(name)) ?? 'election';
  return { file: `src/pull-raft/actions/${file}.ts`, name };
}

/** A binding of pull-based Raft; `assembly` is the code to check, which the mutation runner replaces by a mutant. */
export function pullRaftBinding(assembly: typeof pullRaft = pullRaft): Binding<ObservedPullRaft, PullRaftAction, Variable> {
  return {
    protocol: 'pull-raft',
    spec: 'spec/pull-raft/MCPullRaft.tla',
    models,
    code: (constant): Model<ObservedPullRaft, PullRaftAction> => {
      const config = pullRaftConfig(constant);
      return observed(rememberingModel(assembly, config), pullRaftObserver(config));
    },
    refinement: (t, constant): Table => ({ variables: pullRaftVariables(t, pullRaftConfig(constant)), actions: steps(t) }),
    source,
  };
}
