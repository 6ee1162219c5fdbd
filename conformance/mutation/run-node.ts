/** Runs the mutants of a catalogue, each in isolation, a few at a time. */
import { availableParallelism } from 'node:os';
import type { Catalogue, Mutant } from './catalogue.ts';
import { type ChildLimits, type ChildProgress, runChild } from './child-node.ts';
import { compileMutant, readSources, type Sources, writeCopy } from './sources-node.ts';
import { type MutantReport, reportOf } from './verdict.ts';

export interface MutationOptions {
  /** The root of the package: its sources and its specifications. */
  readonly root: string;
  /** The program that does a `Job` and reports by `ChildMessage`s. */
  readonly program: URL;
  /** The names of the models of each mutant, in their order: it goes on to the next one as long as it is identical. */
  models(mutant: Mutant): readonly string[];
  readonly mutants: readonly Mutant[];
  readonly signal: AbortSignal;
  /** How many are checked at the same time; by default as many as there are processors. */
  readonly workers?: number;
  readonly limits?: ChildLimits;
  readonly onProgress?: (mutant: Mutant, p: ChildProgress) => void;
  readonly onReport?: (report: MutantReport) => void;
}

/** Generous: they are here for a mutant that never ends. */
const LIMITS: ChildLimits = { seconds: 1200, megabytes: 3072 };

/**
 * Checks the mutants. All of them are compiled before the first one runs, so that a stale one is an error at once.
 * @throws StaleMutant, MutationSetupError
 */
export async function runMutants(catalogue: Catalogue, options: MutationOptions): Promise<readonly MutantReport[]> {
  const { mutants, signal } = options;
  const sources = await readSources(options.root, catalogue);
  for (const mutant of mutants) compileMutant(sources, mutant);
  const reports = new Map<string, MutantReport>();
  const waiting = [...mutants];
  const lane = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined && !signal.aborted; mutant = waiting.shift()) {
      const report = await runMutant(catalogue, sources, mutant, options);
      reports.set(mutant.id, report);
      options.onReport?.(report);
    }
  };
  const lanes = Math.min(options.workers ?? availableParallelism(), mutants.length);
  await Promise.all(Array.from({ length: lanes }, lane));
  return mutants.map((mutant) => reports.get(mutant.id) ?? reportOf(mutant, [], 0, 'interrupted'));
}

async function runMutant(catalogue: Catalogue, sources: Sources, mutant: Mutant, options: MutationOptions): Promise<MutantReport> {
  const { root, program, signal, limits = LIMITS } = options;
  const started = performance.now();
  const copy = writeCopy(sources, mutant);
  try {
    const { breaks, story } = mutant;
    const { url, folder } = copy;
    const job = { protocol: catalogue.protocol, url, folder, models: options.models(mutant), breaks, root, ...(story && { story }) };
    const { findings, failure } = await runChild(program, job, limits, signal, (p) => options.onProgress?.(mutant, p));
    return reportOf(mutant, findings, (performance.now() - started) / 1000, failure);
  } finally {
    copy.remove();
  }
}
