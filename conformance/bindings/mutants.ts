/** The catalogues of mutants, one for each protocol that has any. */
import type { Catalogue } from '../mutation/catalogue.ts';
import { clientMutants } from './mutants-client.ts';
import { paxosMutants } from './mutants-paxos.ts';
import { pullRaftMutants } from './mutants-pull-raft.ts';
import { raftMutants } from './mutants-raft.ts';

export const catalogues: readonly Catalogue[] = [paxosMutants, raftMutants, pullRaftMutants, clientMutants];
