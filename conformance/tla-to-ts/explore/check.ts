/** Model checking: assumptions, then the search, on a layout that is learned from the first states. */

import { ATOM, type Layout, LayoutMismatch, layoutOf, learnShape } from '../compile/layout.ts';
import { compileProgram, drawConstants, isTrue, type Program, type Temporal } from '../compile/program.ts';
import { TlaError } from '../errors.ts';
import { type Model, type Named, withoutProperties } from '../semantics/model.ts';
import type { Permutation } from '../values/heap.ts';
import { BehaviourGraph } from './behaviour-graph.ts';
import { type Explored, Search, type SearchOptions } from './bfs.ts';
import { findLasso } from './liveness.ts';
import { lassoTrace } from './paths.ts';
import type { CheckResult, Coverage, Progress, Verdict } from './result.ts';
import { permutationsOf, symmetricLayout } from './symmetry.ts';
import { collisionProbability } from './visited.ts';

export interface CheckOptions {
  /** Default: no limit. A limit that is reached gives the verdict `incomplete`. */
  readonly maxStates?: number;
  readonly maxDepth?: number;
  /** Overrides CHECK_DEADLOCK. */
  readonly checkDeadlock?: boolean;
  /** `plain`: one slot a variable. The answer must be the same; the tests hold the two against each other. Default: learned. */
  readonly layout?: 'learned' | 'plain' | Layout;
  readonly onProgress?: (p: Progress) => void;
  /** Where TLC's Print and PrintT write. */
  readonly onPrint?: (text: string) => void;
  /** Count how often each guard of an action is true and false. */
  readonly coverage?: boolean;
  /** For RandomElement and its like: the same seed, the same choices. Default: 0. */
  readonly seed?: number;
  /** Where large formulas are divided (see `ProgramOptions`). The answer must be the same; the tests ask for it everywhere. */
  readonly heavy?: number;
}

/** States that are looked at before the layout is fixed. */
const SAMPLES = 1500;

/** Explores the states of a compiled model. */
export type Explore = (program: Program, options: SearchOptions) => Explored;

/**
 * Checks a model. Errors of evaluation are part of the result; errors of the specification are thrown.
 * @param explore how, where no temporal property needs the whole graph; default: breadth first, in this thread @throws TlaError
 */
export function checkModel(model: Model, options: CheckOptions = {}, explore: Explore = breadthFirst): CheckResult {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const checkDeadlock = options.checkDeadlock ?? model.checkDeadlock;
  model.run.start({ mode: 'bfs', checkDeadlock, seed: options.seed ?? 0 });
  const early = withoutSearch(model, seconds, options.onPrint);
  if (early !== undefined) return early;
  const permutations = permutationsOf(model);
  let layout = firstLayout(model, permutations, options.layout);
  for (;;) {
    model.run.restore();
    try {
      const program = compileProgram(model, layout, { ...options, temporal: model.liveness.length > 0 });
      const search: SearchOptions = {
        maxStates: options.maxStates ?? Infinity,
        maxDepth: options.maxDepth ?? Infinity,
        checkDeadlock,
        permutations,
        onProgress: options.onProgress,
      };
      const result =
        program.temporal === undefined
          ? resultOf(program, explore(program, search), seconds())
          : withLiveness(program, program.temporal, search, seconds);
      return withPostconditions(model, result, seconds, options.onPrint);
    } catch (e) {
      if (!(e instanceof LayoutMismatch)) throw e;
      layout = layoutOf(layout.shapes.map((s, v) => (v === e.variable ? ATOM : s)));
    }
  }
}

function firstLayout(model: Model, permutations: readonly Permutation[], wanted: CheckOptions['layout']): Layout {
  if (typeof wanted === 'object') return wanted;
  const layout = wanted === 'plain' ? layoutOf(model.module.variables.map(() => ATOM)) : learnLayout(model);
  return permutations.length > 0 ? symmetricLayout(model, layout, permutations) : layout;
}

function breadthFirst(program: Program, options: SearchOptions): Search {
  const search = new Search(program, options);
  search.run();
  return search;
}

/**
 * What needs no search: constructs that are refused, assumptions, models without behaviour. The model's run has been started; it keeps
 * what the assumptions set. @throws TlaError
 */
export function withoutSearch(model: Model, seconds: () => number, onPrint: Print = () => {}): CheckResult | undefined {
  if (model.liveness.length > 0 && model.symmetry !== undefined)
    throw new TlaError(
      'unsupported',
      `Property ${model.liveness[0]?.name} is a liveness property, and the model has SYMMETRY: cycles of states that are equal but for a permutation are none of the specification`,
      model.symmetry.x.loc,
      'liveness under symmetry',
    );
  drawConstants(model);
  const failed = judged(model, model.assumes, 'assumption', onPrint);
  if (failed !== undefined) return { ...emptyResult('assumption', seconds()), ...failed };
  model.run.save();
  if (model.init !== undefined) return undefined;
  return withPostconditions(model, { ...emptyResult('ok', seconds()), complete: true }, seconds, onPrint);
}

type Print = (text: string) => void;

/**
 * Evaluates the postconditions of a run that found no violation. As with TLC, one that is false counts as a false assumption.
 */
export function withPostconditions<R extends CheckResult>(model: Model, result: R, seconds: () => number, onPrint: Print = () => {}): R {
  const { run } = model;
  if (result.verdict !== 'ok' || model.postconditions.length === 0) return result;
  run.level = 0;
  run.action = undefined;
  return { ...result, ...judged(model, model.postconditions, 'postcondition', onPrint), seconds: seconds() };
}

/** The first formula that is false, or has no value, which as with TLC is the same verdict. */
function judged(
  model: Model,
  formulas: readonly Named[],
  what: 'assumption' | 'postcondition',
  onPrint: Print,
): Pick<CheckResult, 'verdict' | 'property' | 'message' | 'error'> | undefined {
  const name = (x: Named): string => (what === 'postcondition' ? `Postcondition ${x.name}` : `Assumption ${x.name}`);
  for (const formula of formulas) {
    try {
      if (isTrue(model, formula, what, onPrint)) continue;
      return { verdict: 'assumption', property: formula.name, message: `${name(formula)} is false`, error: undefined };
    } catch (error) {
      if (!(error instanceof TlaError) || error.errorClass !== 'evaluation') throw error;
      const message = `${name(formula)} cannot be evaluated: ${error.message}`;
      return { verdict: 'assumption', property: formula.name, message, error };
    }
  }
  return undefined;
}

/** Runs the first states with one slot a variable and looks at the values that turn up. */
export function learnLayout(model: Model): Layout {
  const plain = layoutOf(model.module.variables.map(() => ATOM));
  const samples: number[][] = model.module.variables.map(() => []);
  const search = new Search(compileProgram(withoutProperties(model), plain), {
    maxStates: Infinity,
    maxDepth: Infinity,
    enough: SAMPLES,
    checkDeadlock: false,
    permutations: [],
    onProgress: undefined,
    onState: (values) => values.forEach((v, i) => samples[i]?.push(v)),
  });
  search.run();
  model.run.restore();
  return layoutOf(samples.map((s) => learnShape(model.heap, [...new Set(s)])));
}

/** A result that says that nothing was explored. */
export function emptyResult(verdict: Verdict, seconds: number): CheckResult {
  return {
    verdict,
    property: undefined,
    message: undefined,
    error: undefined,
    generated: 0,
    distinct: 0,
    depth: 0,
    queue: 0,
    complete: false,
    seconds,
    initial: 0,
    actions: [],
    collisionProbability: 0,
    memory: { visited: 0, frontier: 0, values: 0, disk: 0 },
    trace: undefined,
  };
}

/** A search that keeps the graph, and what the graph says of the temporal properties. */
function withLiveness(program: Program, temporal: Temporal, options: SearchOptions, seconds: () => number): CheckResult {
  const graph = new BehaviourGraph(temporal.atoms);
  const search = breadthFirst(program, { ...options, graph });
  const result = resultOf(program, search, seconds());
  if (!result.complete) return result;
  for (const { name, formula } of temporal.negated) {
    const lasso = findLasso(graph, search.roots, temporal.fairness, formula);
    if (lasso === undefined) continue;
    const trace = lassoTrace(program, lasso, (numbers) => search.behaviour(numbers));
    return { ...result, verdict: 'liveness', property: name, message: `Property ${name} is violated`, trace, seconds: seconds() };
  }
  return { ...result, seconds: seconds() };
}

/** The result of a search that has ended. */
function resultOf(program: Program, found: Explored, seconds: number): CheckResult {
  const { stop, distinct } = found;
  const { heap } = program.model;
  // Before the trace is made, for which some steps are taken again.
  const coverage = found.coverage();
  return {
    verdict: stop?.verdict ?? 'ok',
    property: stop?.property,
    message: stop?.message,
    error: stop?.error,
    generated: found.generated,
    distinct,
    depth: found.depth,
    queue: found.queue,
    complete: found.complete,
    seconds,
    initial: found.initial,
    actions: actionsOf(program, found),
    collisionProbability: collisionProbability(found.generated, distinct),
    memory: { visited: found.tableBytes, frontier: found.frontierBytes, values: heap.bytes(), disk: found.diskBytes },
    trace: found.trace(),
    ...(coverage === undefined ? {} : { coverage }),
  };
}

/** Sums the instances of each action. */
function actionsOf(program: Program, search: Explored): readonly Coverage[] {
  const byName = new Map<string, { generated: number; distinct: number }>();
  program.instances.forEach((inst, i) => {
    const c = byName.get(inst.name) ?? { generated: 0, distinct: 0 };
    byName.set(inst.name, { generated: c.generated + (search.taken[i] as number), distinct: c.distinct + (search.found[i] as number) });
  });
  return [...byName].map(([name, c]) => ({ name, ...c }));
}
