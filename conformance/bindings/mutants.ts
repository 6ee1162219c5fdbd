/** The catalogues of mutants, one for each protocol that has any, or for each part of it. */
import type { Catalogue } from '../mutation/catalogue.ts';
import { clientMutants } from './mutants-client.ts';
import { multiPaxosMutants } from './mutants-multi-paxos.ts';
import { paxosMutants } from './mutants-paxos.ts';
import { pullRaftMutants } from './mutants-pull-raft.ts';
import { raftMutants } from './mutants-raft.ts';
import { storageMutants } from './mutants-storage.ts';

export const catalogues: readonly Catalogue[] = [
  paxosMutants,
  multiPaxosMutants,
  raftMutants,
  pullRaftMutants,
  clientMutants,
  ...storageMutants,
];
