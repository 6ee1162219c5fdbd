/** Model checking with several threads, and with states on disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { type CheckOptions, type CheckResult, checkModel, type Model } from '../../tla-to-ts/index.ts';
import type { ModelSources } from './messages.ts';
import { type Budget, ParallelSearch } from './search.ts';

export interface ParallelOptions extends CheckOptions {
  /** Threads; default: as many as the machine has processors. */
  readonly workers?: number;
  /** Bytes that the process is to take, about; what does not fit goes to disk. Default: as much as there is. */
  readonly memory?: number;
  /** Milliseconds before other threads are started; 0: they are waited for. Default: 300. */
  readonly alone?: number;
}

/** A short search is over before another thread could begin. */
const ALONE = 300;
/** Bytes that a process takes without any state, and each thread besides. */
const PROCESS = 120 * 2 ** 20;
const THREAD = 60 * 2 ** 20;

/** As `checkModel`, by several threads. Where the model has temporal properties, one. @throws TlaError */
export function checkInParallel(model: Model, sources: ModelSources, options: ParallelOptions = {}): CheckResult {
  const workers = options.workers ?? availableParallelism();
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
  let search: ParallelSearch | undefined;
  try {
    return checkModel(model, options, (program, searchOptions) => {
      search?.close();
      search = new ParallelSearch(program, searchOptions, {
        sources,
        workers,
        budget: budgetOf(options.memory, workers),
        folder,
        alone: options.alone ?? ALONE,
        coverage: options.coverage === true,
        onPrint: options.onPrint ?? (() => {}),
      });
      search.run();
      return search;
    });
  } finally {
    search?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Divides memory. Values cannot go to disk: what they take is nobody else's. */
function budgetOf(memory: number | undefined, workers: number): Budget {
  const values = 2 ** 32;
  if (memory === undefined) return { values, states: totalmem() * 0.5, queue: totalmem() * 0.2 };
  const free = Math.max(0, memory - PROCESS - THREAD * workers);
  return { values, states: free * 0.5, queue: free * 0.2 };
}
