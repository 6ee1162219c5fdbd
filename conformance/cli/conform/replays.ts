/** Thousands of traces on one model: shared out among threads, and put together again in their order. */
import { mergeCoverage } from '../../tla-to-ts/index.ts';
import { MORE_MEMORY } from '../host.ts';
import { Interrupted, type Io } from '../io.ts';
import type { ModelReport } from '../print/conform.ts';
import { counted, duration } from '../print/numbers.ts';
import { liveLine } from '../print/progress.ts';
import type { Job, Outcome } from './job.ts';
import { perform } from './perform.ts';
import { EXPLAINED } from './replaying.ts';
import { INTERRUPTED } from './run.ts';
import { performAtOnce } from './threads.ts';

/** Files of one job. It must not depend on how many threads there are, or the report would. */
const CHUNK = 50;

/** Hears how the jobs end. */
export interface ReplayWatcher {
  /** Threads that may run at the same time. */
  readonly workers: number;
  /** `soFar`: the outcomes if the run ended here. */
  ended(soFar: () => readonly Outcome[]): void;
}

/** Replays the traces of each job, in as many threads as are allowed. @returns an outcome for each job that had traces @throws TlaError */
export async function replayAll(io: Io, jobs: readonly Job[], watcher: ReplayWatcher): Promise<readonly Outcome[]> {
  const parts = jobs.flatMap(chunks);
  const found: (Outcome | undefined)[] = parts.map(() => undefined);
  const started = performance.now();
  const board = new ReplayBoard(io, parts.length);
  const merged = (): readonly Outcome[] =>
    jobs.flatMap(
      (job) =>
        merge(
          found.filter((_, i) => parts[i]?.index === job.index),
          (performance.now() - started) / 1000,
        ) ?? [],
    );
  const ended = (i: number, outcome: Outcome | undefined): void => {
    found[i] = outcome;
    board.add(outcome);
    watcher.ended(merged);
  };
  try {
    const workers = Math.min(watcher.workers, parts.length);
    if (workers > 1) await atOnce(io, parts, workers, board, ended);
    else await inTurn(io, parts, board, ended);
  } finally {
    board.clear();
  }
  return merged();
}

function chunks(job: Job): readonly Job[] {
  const { task } = job;
  if (task.mode !== 'replay') return [job];
  const { files } = task;
  return Array.from({ length: Math.ceil(files.length / CHUNK) }, (_, i) => ({
    ...job,
    task: { mode: 'replay', files: files.slice(i * CHUNK, (i + 1) * CHUNK) },
  }));
}

type Ended = (i: number, outcome: Outcome | undefined) => void;

async function inTurn(io: Io, parts: readonly Job[], board: ReplayBoard, ended: Ended): Promise<void> {
  for (const [i, part] of parts.entries()) {
    const outcome = await perform(part, {
      warn: (text) => board.warn(text),
      progress() {
        if (io.interrupted()) throw new Interrupted();
      },
    });
    ended(i, outcome);
    if (outcome.cut) return;
  }
}

async function atOnce(io: Io, parts: readonly Job[], workers: number, board: ReplayBoard, ended: Ended): Promise<void> {
  await performAtOnce(
    parts,
    parts.map((_, i) => i),
    workers,
    {
      warn: (_, text) => board.warn(text),
      started() {},
      progress() {},
      ended,
      failed() {},
      outOfMemory() {
        board.clear();
        io.err(MORE_MEMORY);
      },
      interrupted: () => io.interrupted(),
    },
  );
}

/** The outcomes of the parts of one job as one; undefined where no trace was of its model. An undefined part was not begun. */
function merge(parts: readonly (Outcome | undefined)[], seconds: number): Outcome | undefined {
  const done = parts.filter((p) => p !== undefined);
  const some = done.filter((p) => p.used.length > 0);
  const [first] = some;
  if (first === undefined) return undefined;
  const reports = some.map((p) => p.report);
  const divergence = reports.find((r) => r.divergence !== undefined);
  const results = reports.map((r) => r.result);
  const worst = (
    divergence ??
    reports.find((r) => r.result.verdict === 'divergent') ??
    reports.find((r) => r.result.verdict === 'incomplete')
  )?.result;
  const cut = done.length < parts.length || done.some((p) => p.cut);
  const coverage = results.flatMap((r) => (r.coverage === undefined ? [] : [r.coverage]));
  const result: ModelReport['result'] = {
    verdict: worst?.verdict === 'divergent' ? 'divergent' : cut ? 'incomplete' : (worst?.verdict ?? 'identical'),
    complete: false,
    states: results.reduce((sum, r) => sum + r.states, 0),
    transitions: results.reduce((sum, r) => sum + r.transitions, 0),
    depth: results.reduce((most, r) => Math.max(most, r.depth), 0),
    actions: summed(results.map((r) => r.actions)),
    seconds,
    message: worst?.verdict !== 'divergent' && cut ? INTERRUPTED : worst?.message,
    ...(coverage.length === 0 ? {} : { coverage: mergeCoverage(coverage) }),
  };
  const traces = reports.flatMap((r) => r.traces);
  const failures = some.flatMap((p) => p.failures);
  const report = {
    ...first.report,
    result,
    traces,
    divergence: divergence?.divergence,
    details: detailsOf(failures, traces.filter((t) => t.verdict !== 'identical').length, divergence?.details),
  };
  return { report, trace: undefined, failures, used: some.flatMap((p) => p.used), cut };
}

function summed(counts: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const sum = new Map<string, number>();
  for (const count of counts) for (const [name, n] of count) sum.set(name, (sum.get(name) ?? 0) + n);
  return sum;
}

/** The first traces that failed, how many more there are, and the divergence of the two sides, if there is one. */
function detailsOf(failures: readonly string[], failed: number, divergence: string | undefined): string {
  const shown = failures.slice(0, EXPLAINED);
  const more = failed - shown.length;
  return [
    ...shown,
    ...(more > 0 ? [`${counted(more, 'more trace')} failed; --json names them all\n`] : []),
    ...(divergence === undefined ? [] : [divergence]),
  ].join('\n');
}

/** The line on the terminal that says how many traces were replayed. */
class ReplayBoard {
  private readonly io: Io;
  private readonly total: number;
  private readonly line: ReturnType<typeof liveLine>;
  private readonly started: number = performance.now();
  private readonly warned: Set<string> = new Set();
  private readonly sums = { done: 0, traces: 0, steps: 0, failed: 0 };

  constructor(io: Io, total: number) {
    this.io = io;
    this.total = total;
    this.line = liveLine(io);
  }

  /** Every thread reads the model, and warns of it. */
  warn(text: string): void {
    if (this.warned.has(text)) return;
    this.warned.add(text);
    this.clear();
    this.io.err(`Warning: ${text}\n`);
  }

  add(outcome: Outcome | undefined): void {
    const { sums } = this;
    sums.done += 1;
    for (const t of outcome?.report.traces ?? []) {
      sums.traces += 1;
      sums.steps += t.steps;
      if (t.verdict !== 'identical') sums.failed += 1;
    }
    const percent = Math.floor((100 * sums.done) / this.total);
    const failed = sums.failed === 0 ? '' : ` · ${counted(sums.failed, 'trace')} failed`;
    const seconds = duration((performance.now() - this.started) / 1000);
    this.line.show(`${percent} % · ${counted(sums.traces, 'trace')}, ${counted(sums.steps, 'step')}${failed} · ${seconds}`);
  }

  clear(): void {
    this.line.clear();
  }
}
