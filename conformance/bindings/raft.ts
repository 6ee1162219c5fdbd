/** Raft: spec/raft/Raft.tla and src/raft, variable by variable and action by action. */
import { at, type Model } from '../../src/core/index.ts';
import {
  type CommittedEntry,
  type Configuration,
  type Election,
  type Entry,
  type Index,
  type ObservedRaft,
  type RaftAction,
  type RaftMessage,
  type RaftModelConfig,
  type RaftState,
  type Reading,
  raft,
  raftObserver,
  type Snapshot,
  type WaitingRead,
} from '../../src/raft/index.ts';
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
import { asNames, asNumber, asSets } from '../lockstep/plain.ts';
import type { Tla, TlaValue } from '../lockstep/tla.ts';
import { rememberingModel } from '../system/model.ts';
import type { Action, Variable } from './generated/raft.ts';
import { specStepOf } from './spec-step.ts';

/** The table is total: a variable or an action of the specification that is missing in it does not compile. */
type Table = Refinement<ObservedRaft, RaftAction, Variable> & { readonly actions: Readonly<Record<Action['type'], unknown>> };

/** The constants of the specification, as the code wants them. */
export function raftConfig(constant: (name: string) => Plain): RaftModelConfig {
  return {
    servers: asNames(constant('Server')),
    values: asNames(constant('Value')),
    reads: asNames(constant('Read')),
    initVoters: asNames(constant('InitVoters')),
    initLearners: asNames(constant('InitLearners')),
    preVote: constant('PreVote') === true,
    noOp: constant('NoOp') === true,
    maxEntries: asNumber(constant('MaxEntries')),
    bounds: {
      electable: asSets(constant('Electable')),
      crashable: asNames(constant('Crashable')),
      applying: asNames(constant('Applying')),
      compacting: asNames(constant('Compacting')),
      transferable: asNames(constant('Transferable')),
      removable: asNames(constant('Removable')),
      maxIndex: asNumber(constant('MaxIndex')),
      maxConfigs: asNumber(constant('MaxConfigs')),
    },
  };
}

/** What the values of the code are in the specification. What is shared by identity is built once. */
interface Values {
  readonly name: (x: string | undefined) => TlaValue;
  readonly names: (x: readonly string[]) => TlaValue;
  readonly configuration: (x: Configuration) => TlaValue;
  readonly entry: (x: Entry) => TlaValue;
  readonly log: (x: readonly Entry[]) => TlaValue;
  readonly machine: (x: readonly string[]) => TlaValue;
  readonly snapshot: (x: Snapshot) => TlaValue;
  readonly indexes: (x: Readonly<Record<string, Index>>) => TlaValue;
  readonly reading: (x: Reading) => TlaValue;
}

function values(t: Tla, { servers }: RaftModelConfig): Values {
  const nil = t.model('Nil');
  const name = (x: string | undefined): TlaValue => (x === undefined ? nil : t.model(x));
  const names = t.cached((x: readonly string[]) => t.set(x.map(t.model)));
  const configuration = t.cached((x: Configuration) => t.record({ voters: names(x.voters), learners: names(x.learners) }));
  const entry = t.cached((x: Entry) => {
    const head = { term: t.int(x.term), type: t.str(x.type) };
    if (x.type === 'noop') return t.record(head);
    return t.record(x.type === 'value' ? { ...head, value: t.model(x.value) } : { ...head, config: configuration(x.config) });
  });
  const machine = t.cached((x: readonly string[]) => t.seq(x.map(t.model)));
  const reads = t.cached((x: readonly WaitingRead[]) => t.set(x.map((q) => t.record({ read: t.model(q.read), index: t.int(q.index) }))));
  return {
    name,
    names,
    configuration,
    entry,
    log: t.cached((x: readonly Entry[]) => t.seq(x.map(entry))),
    machine,
    snapshot: t.cached((x: Snapshot) =>
      t.record({
        lastIncludedIndex: t.int(x.lastIncludedIndex),
        lastIncludedTerm: t.int(x.lastIncludedTerm),
        config: configuration(x.config),
        machine: machine(x.machine),
      }),
    ),
    indexes: t.cached((x: Readonly<Record<string, Index>>) => t.fn(servers, (j) => t.int(x[j] ?? -1))),
    reading: t.cached((x: Reading) =>
      t.record({ queue: reads(x.queue), batch: reads(x.batch), round: t.int(x.round), acks: names(x.acks) }),
    ),
  };
}

/** A message as the record of the specification. */
function message(t: Tla, v: Values): (m: RaftMessage) => TlaValue {
  return t.cached((m: RaftMessage) => {
    const head = { type: t.str(m.type), to: v.name(m.to), term: t.int(m.term) };
    switch (m.type) {
      case 'RequestPreVoteRequest':
      case 'RequestVoteRequest': {
        const { candidateId, lastLogIndex, lastLogTerm } = m;
        return t.record({ ...head, candidateId: v.name(candidateId), lastLogIndex: t.int(lastLogIndex), lastLogTerm: t.int(lastLogTerm) });
      }
      case 'RequestPreVoteResponse':
      case 'RequestVoteResponse':
        return t.record({ ...head, from: v.name(m.from), voteGranted: t.bool(m.voteGranted) });
      case 'AppendEntriesRequest':
        return t.record({
          ...head,
          leaderId: v.name(m.leaderId),
          prevLogIndex: t.int(m.prevLogIndex),
          prevLogTerm: t.int(m.prevLogTerm),
          entries: v.log(m.entries),
          leaderCommit: t.int(m.leaderCommit),
          round: t.int(m.round),
        });
      case 'AppendEntriesResponse': {
        const { success, prevLogIndex, matchIndex, round } = m;
        const answered = { prevLogIndex: t.int(prevLogIndex), matchIndex: t.int(matchIndex), round: t.int(round) };
        return t.record({ ...head, from: v.name(m.from), success: t.bool(success), ...answered });
      }
      case 'InstallSnapshotRequest':
        return t.record({
          ...head,
          leaderId: v.name(m.leaderId),
          lastIncludedIndex: t.int(m.lastIncludedIndex),
          lastIncludedTerm: t.int(m.lastIncludedTerm),
          data: t.record({ config: v.configuration(m.data.config), machine: v.machine(m.data.machine) }),
        });
      case 'InstallSnapshotResponse':
        return t.record({ ...head, from: v.name(m.from), matchIndex: t.int(m.matchIndex) });
      case 'TimeoutNowRequest':
        return t.record({ ...head, leaderId: v.name(m.leaderId) });
      case 'ReadResponse':
        return t.record({ ...head, read: t.model(m.read), index: t.int(m.index) });
    }
  });
}

/** The table of actions, in the order of the specification. */
function steps(t: Tla): Table['actions'] {
  const specStep = specStepOf(t);
  const step = (a: RaftAction): readonly SpecStep[] => [specStep(a)];
  return {
    Timeout: step,
    BecomeCandidate: step,
    UpdateTerm: step,
    HandleRequestPreVoteRequest: step,
    HandleRequestPreVoteResponse: step,
    HandleRequestVoteRequest: step,
    HandleRequestVoteResponse: step,
    BecomeLeader: step,
    ClientRequest: step,
    AppendEntries: step,
    HandleAppendEntriesRequest: step,
    HandleAppendEntriesResponse: step,
    AdvanceCommitIndex: step,
    Apply: step,
    ClientRead: step,
    StartReadRound: step,
    AnswerReads: step,
    TakeSnapshot: step,
    InstallSnapshot: step,
    HandleInstallSnapshotRequest: step,
    HandleInstallSnapshotResponse: step,
    AddLearner: step,
    AddServer: step,
    RemoveServer: step,
    Retire: step,
    TransferLeadership: step,
    SendTimeoutNow: step,
    AbortTransfer: step,
    HandleTimeoutNowRequest: step,
    Restart: step,
  };
}

function processesOf(s: ObservedRaft): ObservedRaft['processes'] {
  return s.processes;
}

function networkOf(s: ObservedRaft): ObservedRaft['network'] {
  return s.network;
}

function historyOf(s: ObservedRaft): ObservedRaft['history'] {
  return s.history;
}

/** The variables of the specification, as functions of a state of the code. */
export function raftVariables(t: Tla, config: RaftModelConfig): Refinement<ObservedRaft, RaftAction, Variable>['variables'] {
  const v = values(t, config);
  const msg = message(t, v);
  const { servers, reads } = config;
  /** The function over the servers that the specification has for one of their fields. */
  const field = <X>(of: (p: RaftState) => X, value: (x: X) => TlaValue): Abstraction<ObservedRaft> =>
    ofPart(processesOf, (all) => t.fn(servers, (i) => value(of(at(all, i)))));
  const elections = t.cached((x: readonly Election[]) => t.set(x.map((e) => t.record({ term: t.int(e.term), leader: t.model(e.leader) }))));
  const committed = t.cached((x: readonly CommittedEntry[]) =>
    t.seq(x.map((e) => t.record({ entry: v.entry(e.entry), term: t.int(e.term) }))),
  );
  const asked = t.cached((x: Readonly<Record<string, number>>) => t.fn(reads, (r) => t.int(x[r] ?? -1)));
  return {
    currentTerm: field((p) => p.currentTerm, t.int),
    votedFor: field((p) => p.votedFor, v.name),
    log: field((p) => p.log, v.log),
    snapshot: field((p) => p.snapshot, v.snapshot),
    state: field((p) => p.state, t.str),
    leaderId: field((p) => p.leaderId, v.name),
    votesGranted: field((p) => p.votesGranted, v.names),
    commitIndex: field((p) => p.commitIndex, t.int),
    lastApplied: field((p) => p.lastApplied, t.int),
    machine: field((p) => p.machine, v.machine),
    nextIndex: field((p) => p.nextIndex, v.indexes),
    matchIndex: field((p) => p.matchIndex, v.indexes),
    transferee: field((p) => p.transferee, v.name),
    reading: field((p) => p.reading, v.reading),
    msgs: ofPart(networkOf, (network) => t.set(network.map(msg))),
    elections: ofPart(historyOf, (h) => elections(h.elections)),
    committed: ofPart(historyOf, (h) => committed(h.committed)),
    asked: ofPart(historyOf, (h) => asked(h.asked)),
  };
}

/** The models in spec/raft. */
export const raftModels: readonly BoundModel[] = [
  { name: 'small', config: 'MCRaft_small.cfg', size: 'small' },
  { name: 'pair', config: 'MCRaft_pair.cfg', size: 'small' },
  { name: 'election', config: 'MCRaft_election.cfg', size: 'default' },
  { name: 'terms', config: 'MCRaft_terms.cfg', size: 'default' },
  { name: 'batches', config: 'MCRaft_batches.cfg', size: 'default' },
  { name: 'replication', config: 'MCRaft_replication.cfg', size: 'default' },
  { name: 'figure8', config: 'MCRaft_figure8.cfg', size: 'default' },
  { name: 'prevote', config: 'MCRaft_prevote.cfg', size: 'default' },
  { name: 'transfer', config: 'MCRaft_transfer.cfg', size: 'default' },
  { name: 'reads', config: 'MCRaft_reads.cfg', size: 'default' },
  { name: 'snapshots', config: 'MCRaft_snapshots.cfg', size: 'default' },
  { name: 'snapshots_terms', config: 'MCRaft_snapshots_terms.cfg', size: 'default' },
  { name: 'rivals', config: 'MCRaft_rivals.cfg', size: 'default' },
  { name: 'membership', config: 'MCRaft_membership.cfg', size: 'default' },
  { name: 'membership_terms', config: 'MCRaft_membership_terms.cfg', size: 'default' },
  { name: 'replication_large', config: 'MCRaft_replication_large.cfg', size: 'large' },
  { name: 'reads_large', config: 'MCRaft_reads_large.cfg', size: 'large' },
  { name: 'snapshots_large', config: 'MCRaft_snapshots_large.cfg', size: 'large' },
  { name: 'membership_large', config: 'MCRaft_membership_large.cfg', size: 'large' },
  { name: 'deep', config: 'MCRaft_deep.cfg', size: 'large' },
  { name: 'walks', config: 'MCRaft_walks.cfg', size: 'walks' },
];

/** Which file of src/raft/actions holds the function for an action. */
const FILE: Readonly<Record<string, readonly RaftAction['type'][]>> = {
  election: [
    'Timeout',
    'BecomeCandidate',
    'UpdateTerm',
    'HandleRequestPreVoteRequest',
    'HandleRequestPreVoteResponse',
    'HandleRequestVoteRequest',
    'HandleRequestVoteResponse',
    'BecomeLeader',
  ],
  reads: ['ClientRead', 'StartReadRound', 'AnswerReads'],
  snapshots: ['TakeSnapshot', 'InstallSnapshot', 'HandleInstallSnapshotRequest', 'HandleInstallSnapshotResponse'],
  membership: ['AddLearner', 'AddServer', 'RemoveServer', 'Retire'],
  transfer: ['TransferLeadership', 'SendTimeoutNow', 'AbortTransfer', 'HandleTimeoutNowRequest'],
  restart: ['Restart'],
};

/** Where the code of an action stands. */
function source(name: RaftAction['type']): { readonly file: string; readonly name: string } {
  const file = Object.keys(FILE).find((key) => FILE[key]?.includes(name)) ?? 'replication';
  return { file: `src/raft/actions/${file}.ts`, name };
}

/** A binding of Raft; `assembly` is the code to check, which the mutation runner replaces by a mutant. */
export function raftBinding(assembly: typeof raft = raft): Binding<ObservedRaft, RaftAction, Variable> {
  return {
    protocol: 'raft',
    spec: 'spec/raft/MCRaft.tla',
    models: raftModels,
    code: (constant): Model<ObservedRaft, RaftAction> => {
      const config = raftConfig(constant);
      return observed(rememberingModel(assembly, config), raftObserver(config));
    },
    refinement: (t, constant): Table => ({ variables: raftVariables(t, raftConfig(constant)), actions: steps(t) }),
    source,
  };
}
