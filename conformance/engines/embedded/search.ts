/**
 * Breadth-first search by several threads over shared memory. This thread begins alone; when the search turns out to be a long one others join it. All
 * threads expand states of the same level, so a violation is found at the same depth as by one; counts of a complete search are the same, too.
 */
import { LayoutMismatch } from '../../tla-to-ts/compile/layout.ts';
import type { Program } from '../../tla-to-ts/compile/program.ts';
import { type Explored, limitReached, reachedNextLevel, type SearchOptions } from '../../tla-to-ts/explore/bfs.ts';
import type { Stop } from '../../tla-to-ts/explore/expand.ts';
import { traceOf } from '../../tla-to-ts/explore/paths.ts';
import { type ActionCoverage, mergeCoverage, type Trace } from '../../tla-to-ts/index.ts';
import type { Gate } from '../../tla-to-ts/values/gate.ts';
import { unpackError } from '../threads.ts';
import { type CheckpointHead, restoreCheckpointStates, type SearchParts, saveCheckpoint } from './checkpoint.ts';
import { dismissHelper, type Helper, hearHelper, startHelper } from './helper.ts';
import { type ModelSources, unpackStop, type WorkerMessage, type WorkerReport, type WorkerStart } from './messages.ts';
import { reserveQueue } from './queue.ts';
import { reserveStates } from './states.ts';
import { CONTROL_BYTES, JOINED, LEFT, READY, SearchWorker, type SharedSearch, STOPPED, tallyBytes } from './worker.ts';

/** Bytes of memory, for each purpose. */
export interface Budget {
  /** Reserved for values, which cannot go to disk. */
  readonly values: number;
  readonly states: number;
  readonly queue: number;
}

export interface Setup {
  readonly sources: ModelSources;
  /** Threads in all. */
  readonly workers: number;
  readonly budget: Budget;
  /** A folder for what does not fit into memory; it is made when there is something to write. */
  readonly folder: string;
  /** Milliseconds before other threads are started, as it takes one longer than this to begin; 0: they are waited for. */
  readonly alone: number;
  /** Where the search is saved from time to time, and when it is interrupted. */
  readonly checkpoint?: { readonly folder: string; readonly digest: string; readonly every: number } | undefined;
  /** What to go on with. Its values are there already. */
  readonly resume?: CheckpointHead | undefined;
  readonly coverage: boolean;
  readonly onPrint: (text: string) => void;
}

/** Milliseconds between two reports of progress. */
const REPORT = 100;

export class ParallelSearch implements Explored {
  stop: Stop | undefined;
  complete = false;
  private readonly program: Program;
  private readonly options: SearchOptions;
  private readonly setup: Setup;
  private readonly shared: SharedSearch;
  private readonly control: Int32Array;
  private readonly gate: Gate;
  private readonly worker: SearchWorker;
  private readonly reports: WorkerReport[] = [];
  private helpers: Helper[] = [];
  private started = 0;
  private spoken = 0;

  constructor(program: Program, options: SearchOptions, setup: Setup) {
    this.program = program;
    this.options = options;
    this.setup = setup;
    const { heap } = program.model;
    const { budget, folder, workers } = setup;
    this.shared = {
      values: heap.share(budget.values),
      states: reserveStates(budget.states, folder),
      queue: reserveQueue(budget.queue, folder),
      control: new SharedArrayBuffer(CONTROL_BYTES),
      tallies: new SharedArrayBuffer(tallyBytes(program, workers)),
    };
    if (heap.gate === undefined) throw new Error('internal: the values are not shared');
    this.gate = heap.gate;
    this.control = new Int32Array(this.shared.control);
    this.worker = new SearchWorker(program, options, this.shared, this.gate, 0);
  }

  /** Runs the search to its end. @throws LayoutMismatch, and what `onProgress` throws; then the search is saved where it is to be */
  run(): void {
    this.started = performance.now();
    this.saved = this.started;
    try {
      this.begin();
      if (this.setup.alone === 0) this.awaitHelpers();
      this.worker.run(() => this.look());
    } finally {
      this.worker.queue.end();
      this.collect();
    }
    this.judge();
  }

  private begin(): void {
    const { resume, checkpoint, folder } = this.setup;
    if (resume === undefined || checkpoint === undefined) return this.worker.init();
    restoreCheckpointStates(checkpoint.folder, resume, folder, this.parts());
    this.worker.resume(resume.tally, resume.expanded);
  }

  private parts(): SearchParts {
    return { values: this.shared.values, states: this.worker.states, queue: this.worker.queue };
  }

  private saved = 0;

  /** Saves the search, if it is to be. */
  private save(): void {
    const { checkpoint } = this.setup;
    if (checkpoint === undefined || this.worker.queue.ended) return;
    const { folder, digest } = checkpoint;
    const started = performance.now();
    this.worker.queue.whilePaused(() => {
      const { taken, found, generated, distinct, initial } = this;
      const head = {
        digest,
        layout: this.program.layout,
        tally: { generated, distinct, initial, taken, found },
        expanded: this.worker.expandedByAll(),
        depth: this.worker.queue.depth,
      };
      saveCheckpoint(folder, head, this.parts());
    });
    // Saving is to take a small part of the time.
    this.saved = performance.now() + 10 * (performance.now() - started);
  }

  /** Reports, and calls for help once the search has taken a while. */
  private look(): void {
    const now = performance.now();
    if (now - this.spoken < REPORT) return;
    this.spoken = now;
    if (this.helpers.length === 0 && now - this.started > this.setup.alone) this.callHelpers();
    this.hear();
    if (this.setup.checkpoint !== undefined && now - this.saved > this.setup.checkpoint.every) this.save();
    try {
      this.report(now);
    } catch (error) {
      // Whoever is told may want to stop; no block is in hand now.
      this.save();
      throw error;
    }
  }

  private report(now: number): void {
    const { generated, distinct, depth, queue } = this;
    this.options.onProgress?.({ generated, distinct, depth, queue, seconds: (now - this.started) / 1000 });
  }

  private callHelpers(): void {
    const { setup, options, shared, program } = this;
    this.helpers = Array.from({ length: setup.workers - 1 }, (_, i): Helper => {
      const { sources, coverage } = setup;
      const { checkDeadlock, maxStates, maxDepth } = options;
      const start: WorkerStart = { index: i + 1, sources, layout: program.layout, shared, checkDeadlock, maxStates, maxDepth, coverage };
      return startHelper(new URL('./thread.ts', import.meta.url), start);
    });
  }

  private awaitHelpers(): void {
    const { control, gate } = this;
    this.callHelpers();
    gate.leave();
    for (;;) {
      const ready = Atomics.load(control, READY);
      if (ready + Atomics.load(control, LEFT) >= this.helpers.length) break;
      Atomics.wait(control, READY, ready, REPORT);
    }
    gate.enter();
  }

  /** Takes what the helpers have said so far. */
  private hear(): void {
    for (const helper of this.helpers) hearHelper(helper, (message: WorkerMessage) => this.take(message));
  }

  private failure: Error | undefined;

  private take(message: WorkerMessage): void {
    if (message.k === 'print') this.setup.onPrint(message.text);
    else if (message.k === 'done') this.reports.push(message.report);
    else if (message.k === 'mismatch') this.failure ??= new LayoutMismatch(message.variable);
    else this.failure ??= unpackError(message.error);
  }

  /** Waits for the helpers that take part, and lets the others go. */
  private collect(): void {
    const { control, gate } = this;
    gate.leave();
    while (Atomics.load(control, JOINED) !== Atomics.load(control, LEFT)) Atomics.wait(control, LEFT, Atomics.load(control, LEFT), REPORT);
    gate.enter();
    this.hear();
    this.helpers.forEach(dismissHelper);
  }

  private judge(): void {
    if (this.failure !== undefined) throw this.failure;
    const { worker, reports, control, options } = this;
    const other = reports.find((r) => r.stop !== undefined)?.stop;
    this.stop = worker.stop ?? (other && unpackStop(other));
    if (this.stop === undefined && Atomics.load(control, STOPPED) !== 0)
      throw new Error('internal: a thread stopped the search and did not say why');
    if (this.stop === undefined && this.depth >= options.maxDepth) this.stop = limitReached(options.maxDepth, 'levels');
    this.complete = this.stop === undefined;
  }

  get generated(): number {
    return this.worker.generated();
  }

  get distinct(): number {
    return this.worker.distinct();
  }

  get taken(): Float64Array {
    return this.worker.taken();
  }

  get found(): Float64Array {
    return this.worker.found();
  }

  get initial(): number {
    return this.worker.expander.initial;
  }

  get depth(): number {
    return this.worker.queue.depth + (reachedNextLevel(this.stop, this.worker.queue.foundOthers) ? 1 : 0);
  }

  /** States that were found but not expanded. */
  get queue(): number {
    return Math.max(0, this.distinct - this.worker.expandedByAll());
  }

  get tableBytes(): number {
    return this.worker.states.bytes() + this.reports.reduce((n, r) => n + r.bytes, this.worker.expander.bytes());
  }

  get frontierBytes(): number {
    return this.worker.queue.peakBytes();
  }

  /** Bytes that went to disk. */
  get diskBytes(): number {
    return this.worker.states.diskBytes() + this.worker.queue.diskBytes();
  }

  coverage(): readonly ActionCoverage[] | undefined {
    const own = this.program.coverage();
    return own && mergeCoverage([own, ...this.reports.flatMap((r) => (r.coverage === undefined ? [] : [r.coverage]))]);
  }

  trace(): Trace | undefined {
    return traceOf(this.program, this.worker.states, this.worker.expander.canonical, this.stop);
  }

  /** To be called when nothing more is asked. */
  close(): void {
    this.worker.close();
  }
}
