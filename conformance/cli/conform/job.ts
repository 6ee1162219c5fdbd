/** The check of one model as a job. What it is given and what comes of it are plain data, so that a thread of its own can do it. */
import type { Tagged } from '../../../src/core/index.ts';
import { type Binding, titleOf } from '../../lockstep/binding.ts';
import type { LockstepProgress, LockstepResult } from '../../lockstep/result.ts';
import type { ReplayResult } from '../../replay/index.ts';
import type { Model } from '../../tla-to-ts/index.ts';
import { loadSpec } from '../files.ts';
import { boundsText } from '../print/claim.ts';
import type { ModelReport } from '../print/conform.ts';
import { catalogueFor, pathsOf, type Selected, selectModels } from './catalogue.ts';
import { explain, type TraceDraft } from './explain.ts';
import { INTERRUPTED, OUT_OF_MEMORY, runModel, stopped, type Task } from './run.ts';
import { tracesOf } from './traces.ts';

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
  /** The traces that were of this model. */
  readonly used: readonly string[];
}

/** Hears how a job gets on. */
export interface Watcher {
  warn(text: string): void;
  /** `soFar`: the report if the job ended here. @throws Interrupted where the user does not want to wait any more */
  progress(p: LockstepProgress | undefined, soFar: () => ModelReport): void;
}

/** Does a job. @returns undefined where no trace was of this model @throws TlaError */
export async function perform(job: Job, watcher: Watcher): Promise<Outcome | undefined> {
  const { argument, cwd, colors } = job;
  const catalogue = await catalogueFor(argument, cwd);
  const selected = selectModels(catalogue, job.model, job.task.mode === 'simulate')[job.index];
  if (selected === undefined) throw new Error('internal: the models are not those that were selected');
  const { spec, config } = pathsOf(catalogue, selected, cwd);
  const { model } = await loadSpec(cwd, spec, { config });
  for (const warning of model.warnings) watcher.warn(warning);
  const task = ownTask(job, model);
  if (task.mode === 'replay' && task.files.length === 0) return undefined;
  const soFar = (p: LockstepProgress | undefined) => (): ModelReport => reportOf(selected, spec, model, stopped(INTERRUPTED, p));
  watcher.progress(undefined, soFar(undefined));
  const result = selected.binding.open(<S, A extends Tagged, V extends string>(binding: Binding<S, A, V>) =>
    runModel(model, binding, task, (p) => watcher.progress(p, soFar(p)), job.coverage),
  );
  const traces = 'traces' in result ? result.traces : [];
  const { trace, ...explanation } = explain({ cwd, colors, catalogue, selected, model, argument, task }, result, traces);
  const used = task.mode === 'replay' ? task.files.map((f) => f.path) : [];
  return { report: { ...reportOf(selected, spec, model, result), ...explanation }, trace, used };
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
  const used = job.task.mode === 'replay' ? job.task.files.map((f) => f.path) : [];
  return { report: { ...report, result: { ...result, message: OUT_OF_MEMORY } }, trace: undefined, used };
}

/** The part of the task that is one model's: a trace is replayed on the model that has its variables. */
function ownTask({ task, single }: Job, model: Model): Task {
  return task.mode !== 'replay' || single ? task : { mode: 'replay', files: tracesOf(model, task.files) };
}

/** The report without an explanation. Only plain data is taken over: a divergence holds a state of the code. */
function reportOf(selected: Selected, spec: string, model: Model, found: LockstepResult | ReplayResult): ModelReport {
  const { divergence: _, traces, ...result } = { traces: [], ...found };
  return {
    name: selected.name,
    spec,
    binding: titleOf(selected.binding),
    relation: selected.binding.relation ?? 'identical',
    result,
    bounds: boundsText(model),
    traces: traces.map(({ name, verdict, steps, message }) => ({ name, verdict, steps, message })),
    divergence: undefined,
    details: '',
  };
}
