/** The check of one model, or of some traces, as a job. What it is given and what comes of it are plain data, so that a thread of its own can do it. */
import { titleOf } from '../../lockstep/binding.ts';
import type { LockstepProgress, LockstepResult } from '../../lockstep/result.ts';
import type { ReplayResult } from '../../replay/index.ts';
import type { Model } from '../../tla-to-ts/index.ts';
import { boundsText } from '../print/claim.ts';
import type { ModelReport } from '../print/conform.ts';
import type { Selected } from './catalogue.ts';
import { failureDocument, type TraceDraft } from './explain.ts';
import { OUT_OF_MEMORY, stopped, type Task } from './run.ts';

/** What is to be done: one of the models that the arguments of the command select. */
export interface Job {
  readonly argument: string;
  readonly model: string | undefined;
  readonly index: number;
  /** `paxos/default`, of that model. */
  readonly name: string;
  /** Are there no other models? Then it is the one that the traces must be of. */
  readonly single: boolean;
  readonly task: Task;
  /** Count the guards of the specification's actions. */
  readonly coverage: boolean;
  readonly cwd: string;
  readonly colors: boolean;
}

/** What came of it. */
export interface Outcome {
  readonly report: ModelReport;
  readonly trace: TraceDraft | undefined;
  /** What is wrong with the first traces that failed, as text. */
  readonly failures: readonly string[];
  /** The files whose traces were of this model. */
  readonly used: readonly string[];
  /** The user did not wait for the end: not all traces were replayed. */
  readonly cut: boolean;
}

/** Hears how a job gets on. */
export interface Watcher {
  warn(text: string): void;
  /** `soFar`: the report if the job ended here. @throws Interrupted where the user does not want to wait any more */
  progress(p: LockstepProgress | undefined, soFar: () => ModelReport): void;
}

/** The outcome of a job whose thread had no room left. */
export function outOfMemoryOutcome(job: Job, soFar: ModelReport | undefined): Outcome {
  const nothing = {
    name: job.name,
    spec: '',
    binding: job.name,
    relation: 'identical',
    bounds: '',
    traces: [],
    divergence: undefined,
    details: '',
  } as const;
  const { result, ...report } = soFar ?? { ...nothing, result: stopped(OUT_OF_MEMORY, undefined) };
  const used = job.task.mode === 'replay' ? job.task.files : [];
  return { report: { ...report, result: { ...result, message: OUT_OF_MEMORY } }, trace: undefined, failures: [], used, cut: false };
}

/** The report without an explanation. Only plain data is taken over: a divergence holds a state of the code. */
export function reportOf(selected: Selected, spec: string, model: Model, found: LockstepResult | ReplayResult): ModelReport {
  const { divergence: _, traces, ...result } = { traces: [], ...found };
  return {
    name: selected.name,
    spec,
    binding: titleOf(selected.binding),
    relation: selected.binding.relation ?? 'identical',
    result,
    bounds: boundsText(model),
    traces: traces.map(({ name, verdict, steps, message, failure }) => ({
      name,
      verdict,
      steps,
      message,
      failure: failureDocument(model, failure),
    })),
    divergence: undefined,
    details: '',
  };
}
