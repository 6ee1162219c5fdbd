/** Runs one model in the way that was asked for, and ends with what it has when it is stopped. */

import type { Tagged } from '../../../src/core/index.ts';
import { outOfMemory, stackOverflow } from '../../engines/embedded/limits.ts';
import type { Binding } from '../../lockstep/binding.ts';
import { lockstep } from '../../lockstep/exhaustive.ts';
import type { LockstepProgress, LockstepResult } from '../../lockstep/result.ts';
import { walks } from '../../lockstep/walk.ts';
import type { Program } from '../../tla-to-ts/compile/program.ts';
import { withProgram } from '../../tla-to-ts/explore/stepper.ts';
import { type Model, TlaError } from '../../tla-to-ts/index.ts';
import { withoutProperties } from '../../tla-to-ts/semantics/model.ts';
import { Interrupted } from '../io.ts';

/** What is to be done with a model. */
export type Task =
  | { readonly mode: 'exhaustive'; readonly maxStates: number | undefined }
  | { readonly mode: 'simulate'; readonly walks: number; readonly depth: number; readonly seed: number }
  /** The traces of these files, which are read where they are replayed. */
  | { readonly mode: 'replay'; readonly files: readonly string[] };

/** What is to be done with the states of a model, however they are chosen. */
type Search = Exclude<Task, { readonly mode: 'replay' }>;

/** The message of a result that the user did not wait for. */
export const INTERRUPTED = 'interrupted';
/** The message of a result that there was no room for. */
export const OUT_OF_MEMORY = 'out of memory';

/** Called with what was reached so far, now and then. @throws Interrupted where the user does not want to wait any more */
export type Watch = (p: LockstepProgress) => void;

/** Runs one model. `coverage`: count the guards. Limits of the machine give an incomplete result. @throws TlaError */
export function runModel<S, A extends Tagged, V extends string>(
  model: Model,
  binding: Binding<S, A, V>,
  task: Search,
  watch: Watch,
  coverage = false,
): LockstepResult {
  let last: LockstepProgress | undefined;
  let run: Program | undefined;
  const counted = <R extends LockstepResult>(result: R): R => {
    const found = run?.coverage();
    return found === undefined ? result : { ...result, coverage: found };
  };
  const onProgress = (p: LockstepProgress): void => {
    last = p;
    watch(p);
  };
  const work = (program: Program): LockstepResult => {
    run = program;
    return perform(program, binding, task, onProgress);
  };
  return counted(
    withinLimits(
      () => withProgram(withoutProperties(model), work, { coverage }),
      (why) => stopped(why, last),
    ),
  );
}

/** Runs; where the user or the machine ends it, there is another result, by the message that says why. @throws TlaError */
export function withinLimits<R>(run: () => R, ended: (why: string) => R): R {
  try {
    return run();
  } catch (error) {
    if (error instanceof Interrupted) return ended(INTERRUPTED);
    if (outOfMemory(error)) return ended(OUT_OF_MEMORY);
    if (stackOverflow(error))
      throw new TlaError('evaluation', 'The evaluation went deeper than the stack allows; is there a recursion without end?');
    throw error;
  }
}

function perform<S, A extends Tagged, V extends string>(
  program: Program,
  binding: Binding<S, A, V>,
  task: Search,
  onProgress: (p: LockstepProgress) => void,
): LockstepResult {
  switch (task.mode) {
    case 'exhaustive':
      return lockstep(program, binding, { onProgress, ...(task.maxStates === undefined ? {} : { maxStates: task.maxStates }) });
    case 'simulate':
      return walks(program, binding, { walks: task.walks, depth: task.depth, seed: task.seed, onProgress });
  }
}

/** What is known of a model whose check was ended from outside. */
export function stopped(why: string, last: LockstepProgress | undefined): LockstepResult {
  const { states, transitions, depth, seconds } = last ?? { states: 0, transitions: 0, depth: 0, seconds: 0 };
  return {
    verdict: 'incomplete',
    complete: false,
    states,
    transitions,
    depth,
    actions: new Map(),
    seconds,
    divergence: undefined,
    message: why,
  };
}
