/** Does a job: in the thread of the command or in one of its own. */
import type { Tagged } from '../../../src/core/index.ts';
import type { Binding } from '../../lockstep/binding.ts';
import type { LockstepProgress } from '../../lockstep/result.ts';
import { loadSpec } from '../files.ts';
import type { ModelReport } from '../print/conform.ts';
import { catalogueFor, pathsOf, selectModels } from './catalogue.ts';
import { explain } from './explain.ts';
import { type Job, type Outcome, reportOf, type Watcher } from './job.ts';
import { performReplay } from './replaying.ts';
import { INTERRUPTED, runModel, stopped } from './run.ts';

/** Does a job. @throws TlaError */
export async function perform(job: Job, watcher: Watcher): Promise<Outcome> {
  const { argument, cwd, colors, task } = job;
  if (task.mode === 'replay') return performReplay(job, task.files, watcher);
  const catalogue = await catalogueFor(argument, cwd);
  const selected = selectModels(catalogue, job.model, task.mode === 'simulate')[job.index];
  if (selected === undefined) throw new Error('internal: the models are not those that were selected');
  const { spec, config } = pathsOf(catalogue, selected, cwd);
  const { model } = await loadSpec(cwd, spec, { config });
  for (const warning of model.warnings) watcher.warn(warning);
  const soFar = (p: LockstepProgress | undefined) => (): ModelReport => reportOf(selected, spec, model, stopped(INTERRUPTED, p));
  watcher.progress(undefined, soFar(undefined));
  const result = selected.binding.open(<S, A extends Tagged, V extends string>(binding: Binding<S, A, V>) =>
    runModel(model, binding, task, (p) => watcher.progress(p, soFar(p)), job.coverage),
  );
  const { trace, ...explanation } = explain({ cwd, colors, catalogue, selected, model, argument, task }, result);
  return {
    report: { ...reportOf(selected, spec, model, result), ...explanation },
    trace,
    failures: [],
    used: [],
    cut: result.message === INTERRUPTED,
  };
}
