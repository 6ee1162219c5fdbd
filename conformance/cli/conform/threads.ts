/** Checks models at the same time, in several threads. */
import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { STACK_MB, threadProgram, unpackError } from '../../engines/threads.ts';
import type { LockstepProgress } from '../../lockstep/result.ts';
import type { ModelReport } from '../print/conform.ts';
import { type Job, type Outcome, outOfMemoryOutcome } from './job.ts';
import type { ThreadMessage, ThreadStart } from './messages.ts';

/** What is heard of the jobs, by their position in the list. */
export interface Listener {
  warn(job: number, text: string): void;
  started(job: number): void;
  progress(job: number, p: LockstepProgress | undefined, soFar: ModelReport): void;
  ended(job: number, outcome: Outcome | undefined): void;
  /** The job has an error, and is the first one in the list that is known to have one. */
  failed(job: number): void;
  outOfMemory(): void;
  interrupted(): boolean;
}

/** Milliseconds between two looks at whether the user wants to stop. */
const LOOK = 50;

/**
 * Does the jobs, `workers` at a time, in the given order. What comes of them is what would if they were done one after the other
 * as they stand in the list: an error ends the run, as soon as everything that stands before it is done.
 * @returns the outcomes in the order of the list; undefined for jobs that were not begun, and for those that have none
 */
export function performAtOnce(
  jobs: readonly Job[],
  order: readonly number[],
  workers: number,
  listener: Listener,
): Promise<readonly (Outcome | undefined)[]> {
  return new Pool(jobs, order, workers, listener).run();
}

class Pool {
  private readonly jobs: readonly Job[];
  private readonly waiting: number[];
  private readonly workers: number;
  private readonly listener: Listener;
  /** The threads, each with the job that it does: a thread goes from one job to the next, as its code is compiled by then. */
  private readonly threads: Map<Worker, number | undefined> = new Map();
  private readonly outcomes: (Outcome | undefined)[];
  private readonly soFar: (ModelReport | undefined)[];
  private readonly stop: Int32Array = new Int32Array(new SharedArrayBuffer(4));
  /** The first job in the list that failed. */
  private failed: { readonly job: number; readonly error: Error } | undefined;
  private end: () => void = () => {};

  constructor(jobs: readonly Job[], order: readonly number[], workers: number, listener: Listener) {
    this.jobs = jobs;
    this.waiting = [...order];
    this.workers = workers;
    this.listener = listener;
    this.outcomes = jobs.map(() => undefined);
    this.soFar = jobs.map(() => undefined);
  }

  async run(): Promise<readonly (Outcome | undefined)[]> {
    const look = setInterval(() => {
      if (this.listener.interrupted()) this.interrupt();
    }, LOOK);
    try {
      await new Promise<void>((resolve) => {
        this.end = resolve;
        this.fill();
      });
    } finally {
      clearInterval(look);
    }
    if (this.failed !== undefined) throw this.failed.error;
    return this.outcomes;
  }

  /** Nothing more is begun; what runs ends with what it has. */
  private interrupt(): void {
    this.waiting.length = 0;
    Atomics.store(this.stop, 0, 1);
  }

  private fill(): void {
    while (this.threads.size < this.workers && this.waiting.length > 0) this.give(this.thread());
    if (this.threads.size === 0) this.end();
  }

  /** Gives a thread its next job, or ends it: a binding may have left a timer behind, which would keep it alive. */
  private give(thread: Worker): void {
    const index = this.waiting.shift();
    const job = index === undefined ? undefined : this.jobs[index];
    this.threads.set(thread, index);
    if (index === undefined || job === undefined) void thread.terminate();
    else {
      this.listener.started(index);
      thread.postMessage(job);
    }
  }

  private thread(): Worker {
    const thread = threadFor({ stop: this.stop });
    thread.on('message', (message: ThreadMessage) => {
      const job = this.threads.get(thread);
      if (job !== undefined) this.hear(thread, job, message);
    });
    thread.on('error', (error: unknown) => {
      const job = this.threads.get(thread);
      if (job !== undefined) this.broken(thread, job, error);
    });
    thread.on('exit', (code) => {
      const job = this.threads.get(thread);
      this.threads.delete(thread);
      if (job !== undefined) {
        this.fail(job, new Error(`the thread that checked ${this.jobs[job]?.name} ended with code ${code} before it was done`));
        this.listener.ended(job, undefined);
      }
      this.fill();
    });
    return thread;
  }

  private hear(thread: Worker, job: number, message: ThreadMessage): void {
    switch (message.k) {
      case 'warning':
        return this.listener.warn(job, message.text);
      case 'progress':
        this.soFar[job] = message.soFar;
        return this.listener.progress(job, message.progress, message.soFar);
      case 'done':
        this.outcomes[job] = message.outcome;
        break;
      case 'failed':
        this.fail(job, unpackError(message.error));
    }
    this.listener.ended(job, this.outcomes[job]);
    this.give(thread);
  }

  /** A thread that ended with an error: it is gone. */
  private broken(thread: Worker, index: number, error: unknown): void {
    const job = this.jobs[index];
    if (isOutOfMemory(error) && job !== undefined) {
      this.listener.outOfMemory();
      this.outcomes[index] = outOfMemoryOutcome(job, this.soFar[index]);
    } else this.fail(index, error instanceof Error ? error : new Error(String(error)));
    this.threads.set(thread, undefined);
    this.listener.ended(index, this.outcomes[index]);
  }

  /** What stands after the job in the list would not have been begun; what stands before it may have an error of its own. */
  private fail(index: number, error: Error): void {
    if (this.failed !== undefined && this.failed.job <= index) return;
    this.failed = { job: index, error };
    this.listener.failed(index);
    const before = this.waiting.filter((job) => job < index);
    this.waiting.splice(0, this.waiting.length, ...before);
    for (const [thread, job] of this.threads) {
      if (job === undefined || job <= index) continue;
      this.threads.set(thread, undefined);
      this.listener.ended(job, undefined);
      void thread.terminate();
    }
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/**
 * States of the code are objects that live for two levels of the search. With the usual 16 MB the collector copies most of them before they
 * die, which takes a tenth of the time.
 */
const YOUNG_MB = 192;

function threadFor(start: ThreadStart): Worker {
  const maxOldGenerationSizeMb = Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20);
  return new Worker(threadProgram(new URL('./thread.ts', import.meta.url)), {
    workerData: start,
    resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb, maxYoungGenerationSizeMb: YOUNG_MB },
  });
}
