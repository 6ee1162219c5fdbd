/**
 * The models that are measured. Those of others are not part of this repository: they are read from a clone of
 * https://github.com/tlaplus/Examples. A configuration with larger constants than the clone has is ours: it stands beside this file and
 * says of which model it is.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a model is measured for; each group is a table, in this order. */
export const GROUPS = ['start-up', 'ours', 'large', 'public', 'growth', 'conform', 'memory'] as const;
export type Group = (typeof GROUPS)[number];

export interface Task {
  readonly group: Group;
  readonly name: string;
  /** Absolute paths. */
  readonly spec: string;
  readonly cfg: string;
  /** What kind of model it is, in a few words. */
  readonly about: string;
  /** For the group `conform`: as `lockstep conform --model` names it. */
  readonly conform?: string;
}

const repository = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

function own(group: Group, name: string, module: string, config: string, about: string, conform?: string): Task {
  const spec = join(repository, 'spec', `${module}.tla`);
  return { group, name, spec, cfg: join(spec, '..', `${config}.cfg`), about, ...(conform === undefined ? {} : { conform }) };
}

const OWN: readonly Task[] = [
  own('ours', 'Paxos', 'paxos/MCPaxos', 'MCPaxos', 'a set of messages'),
  own('ours', 'Raft', 'raft/MCRaft', 'MCRaft_reads', 'logs, messages, a refinement'),
  own('ours', 'pull-Raft', 'pull-raft/MCPullRaft', 'MCPullRaft_reads', 'logs, messages, a refinement'),
  own('large', 'Raft large', 'raft/MCRaft', 'MCRaft_replication_large', 'logs, messages, a refinement'),
  own('large', 'Raft reads large', 'raft/MCRaft', 'MCRaft_reads_large', 'logs, messages, a refinement'),
  own('large', 'pull-Raft large', 'pull-raft/MCPullRaft', 'MCPullRaft_reads_large', 'logs, messages, a refinement'),
  own('conform', 'Paxos', 'paxos/MCPaxos', 'MCPaxos', '', 'paxos/default'),
  own('conform', 'Raft', 'raft/MCRaft', 'MCRaft_reads', '', 'raft/reads'),
  own('conform', 'pull-Raft', 'pull-raft/MCPullRaft', 'MCPullRaft_reads', '', 'pull-raft/reads'),
];

/** Modules of the clone; the configuration is the clone's, or one of this folder if it has no folder in its name. */
const PUBLIC: readonly (readonly [group: Group, name: string, module: string, config: string, about: string])[] = [
  ['public', 'btree', 'btree/btree', 'btree/btree', 'functions, a tree'],
  [
    'public',
    'CheckpointCoordination',
    'CheckpointCoordination/MCCheckpointCoordination',
    'CheckpointCoordination/MCCheckpointCoordination',
    'functions, symmetry',
  ],
  ['public', 'CoffeeCan', 'CoffeeCan/CoffeeCan', 'CoffeeCan/CoffeeCan1000Beans', 'liveness; most states are initial'],
  ['public', 'Disruptor', 'Disruptor/Disruptor_MPMC', 'Disruptor_MPMC_40', 'records of functions'],
  ['public', 'EWD998PCal', 'ewd998/EWD998PCal', 'ewd998/EWD998PCal', 'PlusCal, bags, a refinement'],
  ['public', 'LamportMutex', 'lamport_mutex/MCLamportMutex', 'lamport_mutex/MCLamportMutex', 'sequences as channels'],
  ['public', 'MultiPaxos', 'MultiPaxos-SMR/MultiPaxos_MC', 'MultiPaxos-SMR/MultiPaxos_MC_small', 'PlusCal, sets of records, symmetry'],
  ['public', 'PaxosCommit', 'transaction_commit/PaxosCommit', 'transaction_commit/PaxosCommit', 'a set of messages'],
  ['public', 'Sailfish', 'dag-consensus/TLCSailfish1', 'dag-consensus/TLCSailfish1', 'PlusCal, a graph, recursive operators'],
  [
    'memory',
    'DijkstraMutex',
    'dijkstra-mutex/DijkstraMutex.toolbox/Safety-4-processors/MC',
    'dijkstra-mutex/DijkstraMutex.toolbox/Safety-4-processors/MC',
    'PlusCal, functions',
  ],
];

/** Two-phase commit with so many resource managers: a family whose state spaces grow by a factor of 5 to 6. */
const GROWTH = [5, 6, 7, 8] as const;
/** This many have more than ten million states. */
const MEMORY = 9;

/** The models; `examples` is the clone, without which there are only ours. */
export function tasks(examples: string | undefined, scratch: string): readonly Task[] {
  return [idle(scratch), ...OWN, ...(examples === undefined ? [] : others(join(examples, 'specifications'), scratch))];
}

function others(folder: string, scratch: string): readonly Task[] {
  const twoPhase = (group: Group, managers: number): Task => ({
    group,
    name: `TwoPhase ${managers}`,
    spec: join(folder, 'transaction_commit/TwoPhase.tla'),
    cfg: twoPhaseConfig(scratch, managers),
    about: 'a set of messages',
  });
  return [
    ...PUBLIC.map(([group, name, module, config, about]) => ({
      group,
      name,
      spec: join(folder, `${module}.tla`),
      cfg: join(config.includes('/') ? folder : here, `${config}.cfg`),
      about,
    })),
    ...GROWTH.map((managers) => twoPhase('growth', managers)),
    twoPhase('memory', MEMORY),
  ];
}

function twoPhaseConfig(scratch: string, managers: number): string {
  const path = join(scratch, `TwoPhase_${managers}.cfg`);
  const names = Array.from({ length: managers }, (_, n) => `r${n + 1}`);
  writeFileSync(path, `CONSTANT RM = {${names.join(', ')}}\nINVARIANT TPTypeOK\nSPECIFICATION TPSpec\n`);
  return path;
}

/** A model with one state, for the time that it takes to start. */
function idle(scratch: string): Task {
  mkdirSync(scratch, { recursive: true });
  const spec = join(scratch, 'Idle.tla');
  const cfg = join(scratch, 'Idle.cfg');
  const module = [
    '---- MODULE Idle ----',
    'EXTENDS Integers, FiniteSets, Sequences, TLC',
    'VARIABLE x',
    'Init == x = 0',
    "Next == x' = x",
    '====',
  ];
  writeFileSync(spec, `${module.join('\n')}\n`);
  writeFileSync(cfg, 'INIT Init\nNEXT Next\n');
  return { group: 'start-up', name: 'one state', spec, cfg, about: '' };
}
