/** Model checking with several threads, and with states on disk. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { type CheckOptions, type CheckResult, checkModel, type Model, TlaError, usesChance, usesRegisters } from '../../tla-to-ts/index.ts';
import { type CheckpointHead, digestOf, hasCheckpoint, openCheckpoint, removeCheckpoint, restoreCheckpointValues } from './checkpoint.ts';
import { ALONE } from './helper.ts';
import type { ModelSources } from './messages.ts';
import { type Budget, ParallelSearch } from './search.ts';

export interface ParallelOptions extends CheckOptions {
  /** Threads; default: as many as the machine has processors. */
  readonly workers?: number;
  /** Bytes that the process is to take, about; what does not fit goes to disk. Default: as much as there is. */
  readonly memory?: number;
  /** A folder in which the search is saved from time to time, and when it is interrupted. What is saved is removed when the search is over. */
  readonly checkpoint?: string;
  /** Go on with what is saved there. */
  readonly resume?: boolean;
  /** Milliseconds between two checkpoints. Default: a minute. */
  readonly checkpointEvery?: number;
  /** Milliseconds before other threads are started; 0: they are waited for. Default: 300. */
  readonly alone?: number;
}

const MINUTE = 60_000;
/** Bytes that a process takes without any state, and each thread besides. */
const PROCESS = 120 * 2 ** 20;
const THREAD = 60 * 2 ** 20;

/** Why one thread has to check the model, with all states in memory; undefined: several may. */
export function whyAlone(model: Model): string | undefined {
  if (model.liveness.length > 0) return 'temporal properties are checked on the graph of all steps';
  return whyInOrder(model);
}

/** Why states have to be generated one after the other, in one order; undefined: it does not matter. */
export function whyInOrder(model: Model): string | undefined {
  if (usesRegisters(model)) return 'the specification uses registers, or counts of the search (TLCGet, TLCSet)';
  if (usesChance(model)) return 'the specification draws by chance';
  return undefined;
}

/**
 * As `checkModel`, by several threads; by that itself where there is a reason (`whyAlone`).
 * @throws TlaError, `usage` for a checkpoint that is not this model's
 */
export function checkInParallel(model: Model, sources: ModelSources, options: ParallelOptions = {}): CheckResult {
  if (whyAlone(model) !== undefined) return checkModel(model, options);
  const workers = options.workers ?? availableParallelism();
  const budget = budgetOf(options.memory, workers);
  const saved = checkpointOf(sources, options);
  if (saved?.resume !== undefined) restoreCheckpointValues(saved.folder, saved.resume, model.heap.share(budget.values), model.heap.gate);
  const folder = join(tmpdir(), `lockstep-${randomUUID()}`);
  let search: ParallelSearch | undefined;
  try {
    const result = checkModel(
      model,
      { ...options, layout: saved?.resume?.layout ?? options.layout ?? 'learned' },
      (program, searchOptions) => {
        search?.close();
        search = new ParallelSearch(program, searchOptions, {
          sources,
          workers,
          budget,
          folder,
          checkpoint: saved,
          resume: program.layout === saved?.resume?.layout ? saved.resume : undefined,
          alone: options.alone ?? ALONE,
          coverage: options.coverage === true,
          onPrint: options.onPrint ?? (() => {}),
        });
        search.run();
        return search;
      },
    );
    if (saved !== undefined) removeCheckpoint(saved.folder);
    return result;
  } finally {
    search?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Saved {
  readonly folder: string;
  readonly digest: string;
  readonly every: number;
  readonly resume: CheckpointHead | undefined;
}

/** Where to save, and what was saved there. */
function checkpointOf(sources: ModelSources, options: ParallelOptions): Saved | undefined {
  const { checkpoint: folder, resume = false, checkDeadlock, checkpointEvery: every = MINUTE } = options;
  if (folder === undefined) return undefined;
  const digest = digestOf(sources, { checkDeadlock });
  if (resume) return { folder, digest, every, resume: openCheckpoint(folder, digest) };
  if (hasCheckpoint(folder))
    throw new TlaError('usage', `There is a checkpoint in ${folder}: go on with it (--resume), or choose another folder, or remove it`);
  return { folder, digest, every, resume: undefined };
}

/** Divides memory. Values cannot go to disk: what they take is nobody else's. */
function budgetOf(memory: number | undefined, workers: number): Budget {
  const values = 2 ** 32;
  if (memory === undefined) return { values, states: totalmem() * 0.5, queue: totalmem() * 0.2 };
  const free = Math.max(0, memory - PROCESS - THREAD * workers);
  return { values, states: free * 0.5, queue: free * 0.2 };
}
