/** Storage, Raft on it: spec/storage/RaftOnDisk.tla and src/storage/raft-on-disk, variable by variable and action by action. */
import type { Model } from '../../src/core/index.ts';
import { raftOnDisk, storageModel } from '../../src/storage/index.ts';
import { type Abstraction, type Binding, ofPart, type Plain, type Refinement } from '../lockstep/binding.ts';
import { asNames, asNumber, asSets } from '../lockstep/plain.ts';
import type { Tla, TlaValue } from '../lockstep/tla.ts';
import type { Action, Variable } from './generated/raft-on-disk.ts';

type State = raftOnDisk.RaftOnDiskState;
type DiskAction = raftOnDisk.RaftOnDiskAction;

/** The table is total: a variable or an action of the specification that is missing in it does not compile. */
type Table = Refinement<State, DiskAction, Variable> & { readonly actions: Readonly<Record<Action['type'], unknown>> };

/** The constants of the specification, as the code wants them. */
export function raftOnDiskConfig(constant: (name: string) => Plain): raftOnDisk.RaftOnDiskConfig {
  return {
    servers: asNames(constant('Server')),
    contenders: asNames(constant('Contender')),
    quorums: asSets(constant('Quorum')),
    maxTerm: asNumber(constant('MaxTerm')),
    oneRecord: constant('OneRecord') === true,
  };
}

function refinement(t: Tla, { servers }: raftOnDisk.RaftOnDiskConfig): Table {
  const parts = t.cached((all: readonly raftOnDisk.Part[]) => t.set(all.map(t.str)));
  const content = t.cached((c: raftOnDisk.Content) =>
    t.record({ term: t.int(c.term), vote: t.model(c.vote ?? 'None'), entry: t.int(c.entry) }),
  );
  /** The function over the servers that the specification has for one of their fields. */
  const field = (f: (p: raftOnDisk.Server) => TlaValue): Abstraction<State> =>
    ofPart(
      (s) => s.servers,
      (all) =>
        t.fn(servers, (i) => {
          const p = all[i];
          if (p === undefined) throw new Error(`there is no server ${i}`);
          return f(p);
        }),
    );
  const sent = t.cached((v: raftOnDisk.SentVote) => t.seq([t.model(v.voter), t.int(v.term), t.model(v.candidate)]));
  const known = t.cached((a: raftOnDisk.SentAck) => t.seq([t.model(a.server), t.int(a.term)]));
  return {
    variables: {
      memory: field((p) => content(p.memory)),
      disk: field((p) => content(p.disk)),
      dirty: field((p) => parts(p.dirty)),
      role: field((p) => t.str(p.role)),
      votes: ofPart(
        (s) => s.votes,
        (votes) => t.set(votes.map(sent)),
      ),
      acks: ofPart(
        (s) => s.acks,
        (acks) => t.set(acks.map(known)),
      ),
      committed: ofPart(
        (s) => s.committed,
        (terms) => t.set(terms.map(t.int)),
      ),
    },
    actions: {
      Timeout: (a) => [{ name: 'Timeout', parameters: [t.model(a.i)] }],
      UpdateTerm: (a) => [{ name: 'UpdateTerm', parameters: [t.model(a.i), t.model(a.j)] }],
      Vote: (a) => [{ name: 'Vote', parameters: [t.model(a.i), t.model(a.j)] }],
      Sync: (a) => [{ name: 'Sync', parameters: [t.model(a.i)] }],
      Reply: (a) => [{ name: 'Reply', parameters: [t.model(a.i), t.model(a.j)] }],
      BecomeLeader: (a) => [{ name: 'BecomeLeader', parameters: [t.model(a.i)] }],
      ClientRequest: (a) => [{ name: 'ClientRequest', parameters: [t.model(a.i)] }],
      AppendEntries: (a) => [{ name: 'AppendEntries', parameters: [t.model(a.i), t.model(a.j)] }],
      Acknowledge: (a) => [{ name: 'Acknowledge', parameters: [t.model(a.i)] }],
      CountItself: (a) => [{ name: 'CountItself', parameters: [t.model(a.i)] }],
      Commit: (a) => [{ name: 'Commit', parameters: [t.model(a.i)] }],
      Crash: (a) => [{ name: 'Crash', parameters: [t.model(a.i), parts(a.kept)] }],
    },
  };
}

/** A binding of Raft on its disks; `code` is the code to check, which the mutation runner replaces by a mutant. */
export function raftOnDiskBinding(code: typeof raftOnDisk.raftOnDisk = raftOnDisk.raftOnDisk): Binding<State, DiskAction, Variable> {
  return {
    protocol: 'storage',
    part: 'raft-on-disk',
    spec: 'spec/storage/MCRaftOnDisk.tla',
    models: [
      { name: 'small', config: 'MCRaftOnDisk_small.cfg', size: 'small' },
      { name: 'one-record', config: 'MCRaftOnDisk.cfg', size: 'default' },
      { name: 'two-records', config: 'MCRaftOnDisk_records.cfg', size: 'default' },
      { name: 'rivals', config: 'MCRaftOnDisk_rivals.cfg', size: 'large' },
      { name: 'terms', config: 'MCRaftOnDisk_terms.cfg', size: 'large' },
    ],
    code: (constant): Model<State, DiskAction> => storageModel(code, raftOnDiskConfig(constant)),
    refinement: (t, constant) => refinement(t, raftOnDiskConfig(constant)),
    source: (name) => ({ file: 'src/storage/raft-on-disk/actions.ts', name }),
  };
}
