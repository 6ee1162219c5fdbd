/** Replays some traces on a model, in one thread; what was made ready for them serves those that come next. */
import type { Tagged } from '../../../src/core/index.ts';
import { KnownTexts } from '../../itf/index.ts';
import type { Binding } from '../../lockstep/binding.ts';
import type { LockstepProgress } from '../../lockstep/result.ts';
import { type NamedTrace, Replayer, type ReplayResult } from '../../replay/index.ts';
import type { Program } from '../../tla-to-ts/compile/program.ts';
import { KeptProgram, withProgram } from '../../tla-to-ts/explore/stepper.ts';
import type { Model } from '../../tla-to-ts/index.ts';
import { withoutProperties } from '../../tla-to-ts/semantics/model.ts';
import type { TraceModel } from '../../traces/index.ts';
import { loadSpec } from '../files.ts';
import { Interrupted } from '../io.ts';
import { type Catalogue, catalogueFor, pathsOf, type Selected, selectModels } from './catalogue.ts';
import { explain, explainTraces } from './explain.ts';
import { type Job, type Outcome, reportOf, type Watcher } from './job.ts';
import { INTERRUPTED, stopped, withinLimits } from './run.ts';
import { isTraceOf, readTraces } from './traces.ts';

/** The texts of so many failed traces are made: nobody reads more. */
export const EXPLAINED = 10;

/** A model that is made anew when its values take more bytes than this: traces bring values of their own. */
const MAX_BYTES = 2 ** 29;

/** What there is to tell between two traces; what came of them is told at the end. */
const BETWEEN: LockstepProgress = { states: 0, transitions: 0, depth: 0, queue: 0, seconds: 0 };

/** A model that is ready to replay traces. */
interface Session {
  readonly job: Job;
  readonly catalogue: Catalogue;
  readonly selected: Selected;
  readonly spec: string;
  readonly model: Model;
  readonly reading: TraceModel;
  readonly replay: (traces: () => Iterable<NamedTrace>) => ReplayResult;
}

let last: Session | undefined;

/** Replays the traces of files that are of the model of the job. @throws TlaError */
export async function performReplay(job: Job, files: readonly string[], watcher: Watcher): Promise<Outcome> {
  last = last !== undefined && serves(last, job) ? last : await openSession(job, watcher);
  const { selected, spec, model, catalogue, reading, replay } = last;
  const { argument, cwd, colors, task } = job;
  const used = new Set<string>();
  let interrupted = false;
  const traces = function* (): Iterable<NamedTrace> {
    for (const file of files) {
      for (const { name, trace } of readTraces(cwd, file)) {
        if (!job.single && !isTraceOf(model, trace)) continue;
        used.add(file);
        interrupted = wantsToStop(watcher, () => reportOf(selected, spec, model, stopped(INTERRUPTED, undefined)));
        if (interrupted) return;
        yield { name, trace: trace.decode(reading) };
      }
    }
  };
  const found = withinLimits(
    () => replay(traces),
    (why) => ({ ...stopped(why, undefined), traces: [] }),
  );
  const result: ReplayResult =
    interrupted && found.verdict !== 'divergent' ? { ...found, verdict: 'incomplete', message: INTERRUPTED } : found;
  const context = { cwd, colors, catalogue, selected, model, argument, task };
  const { trace, ...explanation } = explain(context, result);
  const failures = explainTraces(context, result.traces, EXPLAINED);
  return { report: { ...reportOf(selected, spec, model, result), ...explanation }, trace, failures, used: [...used], cut: interrupted };
}

/** What the traces of a model are read with. */
function readWith({ heap, modelValues, module }: Model): TraceModel {
  return { heap, modelValues, variables: new Set(module.variables.map((v) => v.name)), texts: new KnownTexts() };
}

function wantsToStop(watcher: Watcher, soFar: Parameters<Watcher['progress']>[1]): boolean {
  try {
    watcher.progress(BETWEEN, soFar);
    return false;
  } catch (error) {
    if (error instanceof Interrupted) return true;
    throw error;
  }
}

/** Is a session for the model of this job, and fit to go on? */
function serves({ job, model }: Session, other: Job): boolean {
  const same = job.argument === other.argument && job.model === other.model && job.index === other.index && job.cwd === other.cwd;
  // What is counted is counted for each job.
  return same && !job.coverage && !other.coverage && model.heap.bytes() < MAX_BYTES;
}

async function openSession(job: Job, watcher: Watcher): Promise<Session> {
  const catalogue = await catalogueFor(job.argument, job.cwd);
  const selected = selectModels(catalogue, job.model, false)[job.index];
  if (selected === undefined) throw new Error('internal: the models are not those that were selected');
  const { spec, config } = pathsOf(catalogue, selected, job.cwd);
  const { model } = await loadSpec(job.cwd, spec, { config });
  for (const warning of model.warnings) watcher.warn(warning);
  const replay = selected.binding.open(<S, A extends Tagged, V extends string>(binding: Binding<S, A, V>) =>
    job.coverage ? countingReplay(model, binding) : keptReplay(model, binding),
  );
  return { job, catalogue, selected, spec, model, reading: readWith(model), replay };
}

/** A replay that counts how often guards are evaluated. */
function countingReplay<S, A extends Tagged, V extends string>(model: Model, binding: Binding<S, A, V>): Session['replay'] {
  return (traces) =>
    withProgram(
      withoutProperties(model),
      (program) => {
        const result = new Replayer(program, binding).run(traces());
        const coverage = program.coverage();
        return coverage === undefined ? result : { ...result, coverage };
      },
      { coverage: true },
    );
}

/** A replay that remembers what it compared, as long as the program is the same. */
function keptReplay<S, A extends Tagged, V extends string>(model: Model, binding: Binding<S, A, V>): Session['replay'] {
  const kept = new KeptProgram(withoutProperties(model));
  let ready: { readonly program: Program; readonly replayer: Replayer<S, A> } | undefined;
  return (traces) =>
    kept.run((program) => {
      if (ready?.program !== program) ready = { program, replayer: new Replayer(program, binding) };
      return ready.replayer.run(traces());
    });
}
