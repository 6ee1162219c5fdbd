/** From a run of TLC to its answer. */
import { Heap, type Model, type Source, TlaError } from '../../tla-to-ts/index.ts';
import { type Answer, EngineFailure, type Question } from '../engine.ts';
import type { Ended } from '../process/guarded.ts';
import { CODE } from './messages.ts';
import { nameAt, namesBehaviour, sourceOf } from './model.ts';
import { readTrace } from './trace.ts';
import type { Transcript } from './transcript.ts';
import { type Conclusion, conclude } from './verdict.ts';

/** A run of TLC that has ended. */
export interface Run {
  readonly transcript: Transcript;
  /** The first thing in its output that is no message. */
  readonly garbled: string | undefined;
  readonly ended: Ended;
  /** The last lines of its output. */
  readonly tail: string;
}

/**
 * @param model as our own engine reads it, if it does
 * @param version what the program said of itself before
 * @param scratch the folder that is about to go
 * @throws EngineFailure for a run that is not one
 */
export function answerOf(question: Question, model: Model | undefined, run: Run, version: string, scratch: string): Answer {
  const { transcript: t, ended } = run;
  const fail = (why: string): never => {
    throw new EngineFailure('tlc', `TLC did not do its work: ${why}`, run.tail);
  };
  if (ended.cut === 'time limit' || ended.cut === 'interrupted') {
    const message = ended.cut === 'interrupted' ? 'interrupted' : `the time limit of ${question.timeLimit} s is reached`;
    return assembled(question, run, version, { verdict: 'incomplete', message }, undefined);
  }
  if (ended.cut === 'output limit') return fail('it wrote too much');
  if (run.garbled !== undefined) return fail(run.garbled);
  if (ended.exit === undefined && t.wrong === undefined) return fail(`it was ended by ${ended.signal ?? 'a signal'}`);
  // A module of the library is unpacked into the scratch folder, which is about to go.
  const module = (name: string): Source | undefined => {
    const path = t.modules.get(name);
    return path === undefined || path.startsWith(scratch) ? undefined : sourceOf(path);
  };
  const found = conclude(t, ended.exit ?? -1, { config: sourceOf(question.config), module });
  if ('nonsense' in found) return fail(found.nonsense);
  const conclusion = somethingChecked(question, model, t, named(found, model));
  try {
    return assembled(question, run, version, conclusion, counterexample(t, conclusion, model));
  } catch (error) {
    if (error instanceof TlaError) return fail(`its counterexample cannot be read: ${error.message}`);
    throw error;
  }
}

/** Of some formulas TLC says where they stand, not what they are called. */
function named(found: Conclusion, model: Model | undefined): Conclusion {
  const name = nameAt(model, found.place);
  if (name === undefined) return found;
  return { ...found, property: name, message: found.message?.replace(/line \d+, col \d+ to .*? of module \w+/, name) };
}

/** A run that checked nothing is no success, whatever it is for TLC. */
function somethingChecked(question: Question, model: Model | undefined, t: Transcript, found: Conclusion): Conclusion {
  if (found.verdict !== 'ok' || t.initial !== 0) return found;
  if (namesBehaviour(question.config))
    return { verdict: 'incomplete', message: 'nothing was checked: the initial predicate has no solution' };
  if (model === undefined || model.assumes.length > 0) return found;
  return { verdict: 'incomplete', message: 'nothing was checked: there is no specification, no INIT and no assumption' };
}

function counterexample(t: Transcript, { state, message }: Conclusion, model: Model | undefined): Answer['trace'] {
  const states = state === undefined ? t.states : [{ heading: '', text: state }];
  // A state that is not completely specified has variables without values.
  const whole = t.problems[0]?.code === CODE.notSpecifiedNext ? states.slice(0, -1) : states;
  if (whole.length === 0) return undefined;
  const variables = model?.module.variables.map((v) => v.name);
  return readTrace(whole, t.ending, { heap: model?.heap ?? new Heap(), variables, description: message });
}

function assembled(question: Question, run: Run, version: string, found: Conclusion, trace: Answer['trace']): Answer {
  const { transcript: t, ended } = run;
  const { verdict, property, message, error } = found;
  const { simulate, seed } = question;
  const last = verdict === 'incomplete' && t.stats === undefined ? t.progress : undefined;
  const counts = t.stats ?? (simulate === undefined ? last : undefined);
  return {
    engine: 'tlc',
    version: t.version ?? version,
    verdict,
    property,
    message,
    error,
    generated: counts?.generated ?? t.simulated?.generated ?? last?.generated,
    distinct: counts?.distinct,
    depth: t.depth ?? (simulate === undefined ? last?.depth : undefined),
    complete: verdict === 'ok' && simulate === undefined,
    seconds: ended.seconds,
    trace,
    ...(t.actions === undefined ? {} : { actions: t.actions }),
    ...(simulate === undefined ? (seed === undefined ? {} : { seed }) : { seed: simulate.seed }),
    ...(t.simulated?.runs === undefined ? {} : { runs: t.simulated.runs }),
    warnings: t.warnings,
    ...(ended.exit === undefined ? {} : { exit: ended.exit }),
  };
}
