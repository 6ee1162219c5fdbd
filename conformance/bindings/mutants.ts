/** The catalogues of mutants, one for each protocol that has any. */
import type { Catalogue } from '../mutation/catalogue.ts';
import { paxosMutants } from './mutants-paxos.ts';

export const catalogues: readonly Catalogue[] = [paxosMutants];
