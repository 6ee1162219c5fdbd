/** All jobs of one run of `lockstep conform`: in this thread or in several, with the same outcome. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../files.ts';
import { MORE_MEMORY, shellLine, usageError } from '../host.ts';
import { Interrupted, type Io } from '../io.ts';
import { Board } from '../print/board.ts';
import type { ModelReport } from '../print/conform.ts';
import { progressLine } from '../print/progress.ts';
import { type Catalogue, expectedStates, selectModels } from './catalogue.ts';
import type { Job, Outcome } from './job.ts';
import { perform } from './perform.ts';
import { replayAll } from './replays.ts';
import { performAtOnce } from './threads.ts';

export interface Surroundings {
  readonly catalogue: Catalogue;
  /** How many jobs are done at the same time. */
  readonly workers: number;
  /** Where to write the trace of the first divergence, if that was said. */
  readonly traceOut: string | undefined;
  /** Called with the reports of what was reached so far, now and then. */
  speak(models: readonly ModelReport[]): void;
}

/** Seconds between two calls of `speak`. */
const SPEAK_EVERY = 1;

/** Does the jobs. @returns the reports in the order of the jobs @throws TlaError of the first job that has one */
export async function performAll(io: Io, jobs: readonly Job[], around: Surroundings): Promise<readonly ModelReport[]> {
  if (jobs[0]?.task.mode === 'replay') return performReplays(io, jobs, around);
  const soFar = new SoFar(jobs, around);
  const workers = Math.min(around.workers, jobs.length);
  const outcomes = workers > 1 ? await atOnce(io, jobs, workers, soFar, around) : await inTurn(io, jobs, soFar);
  return withTraces(
    io.cwd,
    outcomes.filter((o) => o !== undefined),
    around.traceOut,
  );
}

/** The same for jobs that replay traces. */
async function performReplays(io: Io, jobs: readonly Job[], { workers, speak }: Surroundings): Promise<readonly ModelReport[]> {
  const reports = (outcomes: readonly Outcome[]): readonly ModelReport[] => outcomes.map((o) => o.report);
  let spoken = Number.NEGATIVE_INFINITY;
  const outcomes = await replayAll(io, jobs, {
    workers,
    ended(soFar) {
      if (performance.now() / 1000 - spoken < SPEAK_EVERY) return;
      spoken = performance.now() / 1000;
      speak(reports(soFar()));
    },
  });
  if (!io.interrupted()) refuseUnused(jobs, outcomes);
  return reports(outcomes);
}

/** The reports of what was reached so far, kept for the case that there is no time for anything else. */
class SoFar {
  private readonly reports: (ModelReport | undefined)[];
  private readonly around: Surroundings;
  private spoken = Number.NEGATIVE_INFINITY;

  constructor(jobs: readonly Job[], around: Surroundings) {
    this.reports = jobs.map(() => undefined);
    this.around = around;
  }

  set(job: number, report: ModelReport | undefined): void {
    this.reports[job] = report;
    this.spoken = performance.now() / 1000;
    this.around.speak(this.reports.filter((r) => r !== undefined));
  }

  /** Makes the report only where the last one is old. */
  update(job: number, report: () => ModelReport): void {
    if (performance.now() / 1000 - this.spoken > SPEAK_EVERY) this.set(job, report());
  }
}

async function inTurn(io: Io, jobs: readonly Job[], soFar: SoFar): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [i, job] of jobs.entries()) {
    const line = progressLine(io, true);
    try {
      const outcome = await perform(job, {
        warn: (text) => io.err(`Warning: ${text}\n`),
        progress(p, report) {
          if (p === undefined) return soFar.set(i, report());
          soFar.update(i, report);
          line.update({ ...p, generated: p.transitions, distinct: p.states });
          if (io.interrupted()) throw new Interrupted();
        },
      });
      outcomes.push(outcome);
      soFar.set(i, outcome.report);
      if (outcome.cut) break;
    } finally {
      line.clear();
    }
  }
  return outcomes;
}

async function atOnce(
  io: Io,
  jobs: readonly Job[],
  workers: number,
  soFar: SoFar,
  { catalogue }: Surroundings,
): Promise<readonly (Outcome | undefined)[]> {
  const board = new Board(io, jobs.length);
  const warnings: string[][] = jobs.map(() => []);
  const nameOf = (job: number): string => jobs[job]?.name ?? '';
  let failed = jobs.length;
  try {
    return await performAtOnce(jobs, longestFirst(jobs, catalogue), workers, {
      warn: (job, text) => warnings[job]?.push(`Warning: ${text}\n`),
      started: (job) => board.start(nameOf(job)),
      progress(job, p, report) {
        board.update(nameOf(job), p);
        if (p === undefined) soFar.set(job, report);
        else soFar.update(job, () => report);
      },
      ended(job, outcome) {
        board.end(nameOf(job));
        soFar.set(job, outcome?.report);
      },
      failed: (job) => {
        failed = job;
      },
      outOfMemory() {
        board.clear();
        io.err(MORE_MEMORY);
      },
      interrupted: () => io.interrupted(),
    });
  } finally {
    board.clear();
    // In the order of the models, as if one had been read after the other.
    for (const text of warnings.slice(0, failed + 1).flat()) io.err(text);
  }
}

/** The jobs in the order in which they are best begun: what takes longest must not be what is left at the end. */
function longestFirst(jobs: readonly Job[], catalogue: Catalogue): readonly number[] {
  const [first] = jobs;
  const order = jobs.map((_, i) => i);
  if (first === undefined || first.task.mode !== 'exhaustive') return order;
  const states = selectModels(catalogue, first.model, false).map((s) => expectedStates(catalogue, s));
  return order.sort((a, b) => (states[b] ?? 0) - (states[a] ?? 0));
}

/** A file whose traces were of no model was not replayed, and must not seem to have been. */
function refuseUnused([job]: readonly Job[], done: readonly Outcome[]): void {
  if (job === undefined || job.task.mode !== 'replay' || done.some((o) => o.cut)) return;
  const used = new Set(done.flatMap((o) => o.used));
  const lost = job.task.files.find((file) => !used.has(file));
  if (lost !== undefined) throw usageError(`The variables of the trace ${lost} are those of no specification here`);
}

/** Writes the traces of the divergences: the first one where it was asked for, the others in folders of their own. */
function withTraces(cwd: string, outcomes: readonly Outcome[], traceOut: string | undefined): readonly ModelReport[] {
  let named = traceOut;
  return outcomes.map(({ report, trace }) => {
    const { divergence } = report;
    if (trace === undefined || divergence === undefined) return report;
    const file = named ?? join(mkdtempSync(join(tmpdir(), 'lockstep-')), `${report.name.replace(/[^\w.-]/g, '-')}.itf.json`);
    named = undefined;
    writeWhole(cwd, file, trace.text);
    const replay = shellLine([...trace.replay, file]);
    // Below the places in the sources, if there are any.
    const gap = divergence.specSource === null && divergence.codeSource === null ? '\n\n' : '\n';
    const details = `${report.details.trimEnd()}${gap}trace: ${file}\nreplay: ${replay}\n`;
    return { ...report, details, divergence: { ...divergence, trace: file, replay } };
  });
}
