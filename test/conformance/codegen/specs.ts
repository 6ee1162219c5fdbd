/** Our specifications that have types for Apalache, each with a model in which everything that it can hold occurs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TypeTexts } from '../../../conformance/codegen/typed.ts';
import type { Source } from '../../../conformance/tla-to-ts/index.ts';

export const SPEC: string = fileURLToPath(new URL('../../../spec/', import.meta.url));

export interface TypedSpec {
  readonly folder: 'consensus' | 'paxos' | 'pull-raft' | 'raft';
  /** Whether Apalache's newer types of records will do. */
  readonly rows: boolean;
  /** The next-state relation for Apalache. */
  readonly next: string;
  readonly model: { readonly spec: Source; readonly config: Source };
}

function model(folder: string, module: string, config: string): TypedSpec['model'] {
  const source = (name: string): Source => ({ path: join(SPEC, folder, name), text: readFileSync(join(SPEC, folder, name), 'utf8') });
  return { spec: source(`${module}.tla`), config: source(`${config}.cfg`) };
}

/** Next of ReplicatedLog says what a step must not do, and names no action; the steps that Apalache is given have to end somewhere. */
const SHORT_LOG: TypedSpec['model'] = {
  spec: {
    path: join(SPEC, 'consensus', 'Short.tla'),
    text: '---- MODULE Short ----\nEXTENDS APReplicatedLog\nShort == Len(chosen) < 3\n====\n',
  },
  config: { path: 'Short.cfg', text: 'INIT Init NEXT ChooseSome CONSTANT Value = {v1, v2} CONSTRAINT Short' },
};

/**
 * All that Raft can do, in one history as far as possible: a server alone commits a command, takes a second one as a learner, sends it the
 * snapshot with both, makes it a voter, answers a read and hands over; at any time the second may ask whether it would be elected.
 */
const WHOLE_RAFT: TypedSpec['model'] = {
  spec: {
    path: join(SPEC, 'raft', 'Whole.tla'),
    text: `---- MODULE Whole ----
EXTENDS Raft
CONSTANTS s1, s2
InTurn == <<{s1}, {s2}>>
Once(type) == Cardinality({m \\in msgs : m.type = type}) <= 1
Tight ==
    /\\ Once("AppendEntriesRequest") /\\ Once("RequestPreVoteRequest")
    /\\ \\A m \\in msgs : m.type = "AppendEntriesRequest" => m.entries # <<>>
    /\\ \\A i \\in Server : Base(i) > 0 => snapshot[i].machine # <<>> /\\ snapshot[i].config.learners # {}
====
`,
  },
  config: {
    path: 'Whole.cfg',
    text: `SPECIFICATION Spec CONSTRAINT Tight CONSTANTS s1 = s1 s2 = s2 Nil = Nil Server = {s1, s2} Value = {v1} Read = {r1}
InitVoters = {s1} InitLearners = {} PreVote = TRUE NoOp = TRUE Electable <- InTurn Crashable = {} Applying = {s1} Compacting = {s1}
Transferable = {s2} Removable = {} MaxEntries = 9 MaxIndex = 2 MaxConfigs = 2`,
  },
};

/** By the module that Apalache is given. */
export const TYPED_SPECS: Readonly<Record<string, TypedSpec>> = {
  APConsensus: { folder: 'consensus', rows: true, next: 'Next', model: model('consensus', 'MCConsensus', 'MCConsensus') },
  APVoting: { folder: 'consensus', rows: true, next: 'Next', model: model('consensus', 'MCVoting', 'MCVoting_small') },
  APReplicatedLog: { folder: 'consensus', rows: true, next: 'ChooseSome', model: SHORT_LOG },
  APPaxos: { folder: 'paxos', rows: false, next: 'Next', model: model('paxos', 'MCPaxos', 'MCPaxos_small') },
  APPullLog: { folder: 'pull-raft', rows: false, next: 'Next', model: model('pull-raft', 'MCPullLog', 'MCPullLog') },
  APPullRaft: { folder: 'pull-raft', rows: false, next: 'Next', model: model('pull-raft', 'MCPullRaft', 'MCPullRaft_rounds') },
  APRaft: { folder: 'raft', rows: false, next: 'Next', model: WHOLE_RAFT },
  APRaftCore: { folder: 'raft', rows: true, next: 'Next', model: model('raft', 'MCRaftCore', 'MCRaftCore') },
};

type Recorded = Readonly<Record<string, { readonly [K in keyof TypeTexts]: Readonly<Record<string, string>> }>>;

/** The types that a real Apalache told of a module, as they were recorded; of definitions only those of the actions that have parameters. */
export function recordedTypes(module: string): TypeTexts {
  const path = fileURLToPath(new URL('../../fixtures/apalache/declared.json', import.meta.url));
  const all: Recorded = JSON.parse(readFileSync(path, 'utf8'));
  const { constants, variables, operators } = all[module] ?? { constants: {}, variables: {}, operators: {} };
  const map = (texts: Readonly<Record<string, string>>) => new Map(Object.entries(texts));
  return { constants: map(constants), variables: map(variables), operators: map(operators) };
}
