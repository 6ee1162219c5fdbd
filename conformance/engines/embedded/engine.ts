/** The embedded engine, asked like the others. A search holds its thread until it ends. */
import { dirname } from 'node:path';
import { type CheckResult, checkModel, type Heap, type Model, type Progress, TlaError } from '../../tla-to-ts/index.ts';
import { type Answer, type Engine, EngineFailure, type Question } from '../engine.ts';
import { packageOf } from '../package.ts';
import { checkInParallel } from './check.ts';
import { nothingChecked, outOfMemory, stackOverflow } from './limits.ts';
import { makeModel, moduleReader, readText } from './load.ts';
import type { ModelSources } from './messages.ts';
import { simulateInParallel } from './simulate.ts';
import { itfTraceOf } from './trace.ts';

export function embeddedEngine(): Engine {
  const { version } = packageOf();
  return {
    name: 'embedded',
    version,
    capabilities: { check: 'exhaustive', simulate: true, liveness: true, counts: true, actionNames: true, coverage: true },
    check: (question) => check(question, version),
  };
}

/** Thrown out of a search that has to end. */
class Stopped extends Error {}

async function check(question: Question, version: string): Promise<Answer> {
  const started = performance.now();
  let last: Progress | undefined;
  const seconds = (): number => (performance.now() - started) / 1000;
  const onProgress = (progress: Progress): void => {
    last = progress;
    question.onProgress?.(progress);
    if (question.interrupted?.() === true) throw new Stopped('interrupted');
    if (question.timeLimit !== undefined && seconds() > question.timeLimit) throw new Stopped(`the time limit of ${question.timeLimit} s`);
  };
  try {
    const { model, sources } = await read(question);
    const result = nothingChecked(model, explore(model, sources, question, onProgress));
    return { ...answerOf(result, model.heap), version, seconds: seconds() };
  } catch (error) {
    return { ...unfinished(error, last), version, seconds: seconds() };
  }
}

function read({ spec, config, libraries }: Question): Promise<{ readonly model: Model; readonly sources: ModelSources }> {
  const folder = dirname(spec);
  return makeModel(
    folder,
    { path: spec, text: readText(folder, spec, 'The specification') },
    { path: config, text: readText(folder, config, 'The configuration') },
    moduleReader(folder, [folder, ...libraries]),
  );
}

function explore(model: Model, sources: ModelSources, question: Question, onProgress: (progress: Progress) => void): CheckResult {
  const { workers = 1, simulate, checkDeadlock, maxDepth, onPrint } = question;
  const common = {
    onProgress,
    ...(onPrint === undefined ? {} : { onPrint }),
    ...(checkDeadlock === undefined ? {} : { checkDeadlock }),
  };
  if (simulate !== undefined) return simulateInParallel(model, sources, { ...common, ...simulate, workers });
  const options = { ...common, ...(maxDepth === undefined ? {} : { maxDepth }) };
  return workers === 1 ? checkModel(model, options) : checkInParallel(model, sources, { ...options, workers });
}

type Untimed = Omit<Answer, 'version' | 'seconds'>;

function answerOf(result: CheckResult, heap: Heap): Untimed {
  const { verdict, property, message, error, generated, distinct, depth, complete, trace, actions } = result;
  return {
    engine: 'embedded',
    verdict,
    property,
    message,
    error,
    generated,
    distinct,
    depth,
    complete,
    trace: trace === undefined ? undefined : { itf: itfTraceOf(trace, message), heap },
    actions,
  };
}

/** What is known when a search did not come to its end. @throws EngineFailure for a defect */
function unfinished(error: unknown, last: Progress | undefined): Untimed {
  const counts = { generated: last?.generated, distinct: last?.distinct, depth: last?.depth };
  const common = { engine: 'embedded', property: undefined, complete: false, trace: undefined, ...counts } as const;
  if (error instanceof TlaError) return { ...common, verdict: 'error', message: error.message, error };
  if (error instanceof Stopped) return { ...common, verdict: 'incomplete', message: error.message, error: undefined };
  if (outOfMemory(error)) return { ...common, verdict: 'incomplete', message: 'out of memory', error: undefined };
  if (stackOverflow(error)) {
    const tooDeep = new TlaError('evaluation', 'The evaluation went deeper than the stack allows; is there a recursion without end?');
    return { ...common, verdict: 'error', message: tooDeep.message, error: tooDeep };
  }
  throw new EngineFailure('embedded', error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}
