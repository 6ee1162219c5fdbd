/** Apalache behind the interface of all engines: a model with its TLC configuration, checked up to a length. */
import { existsSync, readFileSync } from 'node:fs';
import { type ItfTrace, type Json, readItfTrace } from '../../itf/index.ts';
import { Heap, TlaError } from '../../tla-to-ts/index.ts';
import type { Config } from '../../tla-to-ts/syntax/ast.ts';
import { parseConfig } from '../../tla-to-ts/syntax/config.ts';
import { type Answer, type ByName, type Engine, EngineFailure, type Question } from '../engine.ts';
import { reason } from '../outside.ts';
import { amended, configText, hasModelValues, passedOver, type Renamed } from './config.ts';
import { type Apalache, apalache, type CheckOutcome, type LaunchOptions, type Result, type RunOptions } from './index.ts';
import { type CheckOptions, DEFAULT_LENGTH } from './options.ts';
import type { ApalacheTrace } from './outcome.ts';
import { refusalError } from './refusal.ts';
import { declaredTypes } from './types.ts';

export interface ApalacheEngineOptions extends LaunchOptions, ByName {}

/**
 * The engine. Invariants and deadlock are checked for all behaviours up to a length; temporal properties are not: Apalache has no fairness,
 * without which most of them are violated. What is passed over the answer's message says.
 * @param path the folder of an unpacked release, or the launcher
 * @throws EngineFailure if it does not tell its version
 */
export async function apalacheEngine(path: string, options: ApalacheEngineOptions = {}): Promise<Engine> {
  const program = apalache(path, options);
  const version = await program.version();
  return {
    name: 'apalache',
    version,
    capabilities: { check: 'bounded', simulate: true, liveness: false, counts: false, actionNames: false, coverage: false },
    check: (question) => ask(program, version, options, question),
  };
}

async function ask(program: Apalache, version: string, options: ByName, question: Question): Promise<Answer> {
  const started = performance.now();
  const engine: ByName = { ...options, ...question.byName };
  const seconds = (): number => (performance.now() - started) / 1000;
  try {
    const config = amended(parseConfig({ path: question.config, text: configOf(question, engine) }), engine);
    const { outcome, renamed } = await run(program, engine, question, config, seconds);
    return { ...answerOf(outcome, { version, question, renamed, config }), seconds: seconds() };
  } catch (error) {
    if (!(error instanceof TlaError)) throw error;
    return { ...nothing(version), verdict: 'error', message: error.message, error, seconds: seconds() };
  }
}

/** The text of the configuration, which need not be there if what is asked for is named. */
function configOf({ config: path }: Question, { cinit, init, next, inv, features }: ByName): string {
  const named = [cinit, init, next, inv, features].some((option) => option !== undefined);
  if (named && !existsSync(path)) return '';
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new TlaError('usage', `The configuration ${path} cannot be read: ${reason(error)}`);
  }
}

async function run(
  program: Apalache,
  { cinit, inv, features }: ByName,
  question: Question,
  config: Config,
  seconds: () => number,
): Promise<{ readonly outcome: CheckOutcome; readonly renamed: Renamed }> {
  const { spec, libraries, timeLimit, interrupted, checkDeadlock, simulate } = question;
  const options = (): RunOptions => ({
    ...(timeLimit === undefined ? {} : { limits: { seconds: Math.max(0.001, timeLimit - seconds()) } }),
    ...(interrupted === undefined ? {} : { interrupted }),
  });
  const none: Renamed = new Map();
  const featured = features === undefined ? {} : { features };
  // The types of the constants decide what model values are to Apalache.
  const typed = hasModelValues(config) ? await program.typecheck(spec, { libraries, ...featured, ...options() }) : undefined;
  if (typed !== undefined && typed.outcome.kind !== 'ok') return { outcome: typed.outcome, renamed: none };
  // Named to it, an invariant may be one of steps; in a configuration it may not.
  const file = inv === undefined ? config : { ...config, invariants: [] };
  const { text, renamed } = configText(file, typed?.outcome.kind === 'ok' ? declaredTypes(typed.outcome.json) : undefined);
  const common: CheckOptions & RunOptions = {
    ...(text === '' ? {} : { config: { text } }),
    libraries,
    ...featured,
    length: simulate?.depth ?? question.maxDepth ?? DEFAULT_LENGTH,
    ...(checkDeadlock === undefined ? {} : { deadlock: checkDeadlock }),
    ...(cinit === undefined ? {} : { cinit }),
    ...(inv === undefined ? {} : { inv }),
    ...options(),
  };
  const result: Result<CheckOutcome> =
    simulate === undefined ? await program.check(spec, common) : await program.simulate(spec, { ...common, maxRun: simulate.runs });
  return { outcome: result.outcome, renamed };
}

interface Context {
  readonly version: string;
  readonly question: Question;
  readonly renamed: Renamed;
  readonly config: Config;
}

type Untimed = Omit<Answer, 'seconds'>;

/** An answer that says nothing yet. */
function nothing(version: string): Untimed {
  return {
    engine: 'apalache',
    version,
    verdict: 'incomplete',
    property: undefined,
    message: undefined,
    error: undefined,
    generated: undefined,
    distinct: undefined,
    depth: undefined,
    complete: false,
    trace: undefined,
  };
}

function answerOf(outcome: CheckOutcome, context: Context): Untimed {
  const answer = nothing(context.version);
  switch (outcome.kind) {
    case 'ok':
      return okAnswer(outcome, context);
    case 'violation': {
      const [first] = outcome.violations;
      if (first === undefined) throw new EngineFailure('apalache', 'Apalache found a violation, and wrote none');
      return violated({ ...answer, verdict: 'safety', property: first.property, depth: first.state }, first.trace, context);
    }
    case 'deadlock':
      return violated({ ...answer, verdict: 'deadlock' }, outcome.trace, context);
    case 'empty':
      return { ...answer, message: 'nothing was checked: no state satisfies the initial predicate with the constants and assumptions' };
    case 'unknown':
      return { ...answer, message: 'the solver did not answer every question' };
    case 'cut':
      return { ...answer, message: outcome.cut === 'time limit' ? 'time limit reached' : outcome.cut };
    case 'refused': {
      const error = refusalError(outcome.refusal, outcome.complaints, context.question);
      return { ...answer, verdict: 'error', message: error.message, error };
    }
  }
}

function okAnswer({ length, reached }: Extract<CheckOutcome, { readonly kind: 'ok' }>, { version, question, config }: Context): Untimed {
  const { unchecked } = passedOver(config);
  const random = question.simulate !== undefined;
  const notes = [
    `no violation ${random ? 'in random behaviours of' : 'within'} ${counted(length, 'step')}`,
    ...(reached < length && !random ? [`no behaviour has more than ${counted(reached, 'step')}`] : []),
    ...(random ? ['Apalache takes no seed'] : []),
    ...(unchecked.length === 0 ? [] : [`not looked at: ${unchecked.join(', ')}`]),
  ];
  const complete = unchecked.length === 0 && !random;
  return { ...nothing(version), verdict: 'ok', message: notes.join('; '), depth: reached, complete, bound: length };
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

/** A violation with its trace. Where the configuration excludes behaviours that Apalache looks at, it may be no violation of the model. */
function violated(answer: Untimed, trace: ApalacheTrace | undefined, context: Context): Untimed {
  const found = trace === undefined ? { trace: undefined, message: undefined } : read(trace, context.renamed);
  const { widened } = passedOver(context.config);
  if (widened.length === 0) {
    const what = answer.verdict === 'deadlock' ? 'a state has no successor' : `${answer.property ?? 'an invariant'} does not hold`;
    return { ...answer, ...found, message: [what, ...(found.message === undefined ? [] : [found.message])].join('; ') };
  }
  const what = answer.verdict === 'deadlock' ? 'a deadlock' : `a violation of ${answer.property ?? 'an invariant'}`;
  const message = `${what} was found, but perhaps outside of the model: not looked at: ${widened.join(', ')}`;
  return { ...answer, ...found, verdict: 'incomplete', message };
}

/** Reads a trace, with the model values of the configuration under their own names. */
function read({ name, text }: ApalacheTrace, renamed: Renamed): Pick<Answer, 'trace' | 'message'> {
  const names = new Set(renamed.values());
  const own: Json = JSON.parse(text, (_, value: Json) => {
    if (typeof value !== 'string') return value;
    const mine = renamed.get(value);
    if (mine === undefined && /^\w+_OF_[A-Z_][A-Z0-9_]*$/.test(value)) names.add(value);
    return mine ?? value;
  });
  const heap = new Heap();
  try {
    const itf: ItfTrace = readItfTrace(JSON.stringify(own), heap, { path: name, modelValues: names });
    return { trace: { itf, heap }, message: undefined };
  } catch (error) {
    if (!(error instanceof TlaError)) throw error;
    return { trace: undefined, message: `its trace has values that TLC's engines do not have: ${error.message}` };
  }
}
