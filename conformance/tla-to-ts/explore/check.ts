/** Model checking: assumptions, then the search, on a layout that is learned from the first states. */

import { emptyLayout } from '../compile/evaluate.ts';
import { ATOM, type Layout, LayoutMismatch, layoutOf, learnShape } from '../compile/layout.ts';
import { compileProgram, failedAssumption, type Program } from '../compile/program.ts';
import { TlaError } from '../errors.ts';
import type { Model } from '../semantics/model.ts';
import { Search } from './bfs.ts';
import type { CheckResult, Coverage, Progress, Verdict } from './result.ts';
import { permutationsOf, symmetricLayout } from './symmetry.ts';
import { collisionProbability } from './visited.ts';

export interface CheckOptions {
  /** Default: no limit. A limit that is reached gives the verdict `incomplete`. */
  readonly maxStates?: number;
  readonly maxDepth?: number;
  /** Overrides CHECK_DEADLOCK. */
  readonly checkDeadlock?: boolean;
  /** `plain`: one slot a variable. The answer must be the same; the tests hold the two against each other. */
  readonly layout?: 'learned' | 'plain';
  readonly onProgress?: (p: Progress) => void;
  /** Where TLC's Print and PrintT write. */
  readonly onPrint?: (text: string) => void;
  /** Count how often each guard of an action is true and false. */
  readonly coverage?: boolean;
}

/** States that are looked at before the layout is fixed. */
const SAMPLES = 1500;

/** Checks a model. Errors of evaluation are part of the result; errors of the specification are thrown. @throws TlaError */
export function checkModel(model: Model, options: CheckOptions = {}): CheckResult {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const early = withoutSearch(model, seconds);
  if (early !== undefined) return early;
  const permutations = permutationsOf(model);
  const fix = (layout: Layout): Layout => (permutations.length > 0 ? symmetricLayout(model, layout, permutations) : layout);
  let layout = fix(options.layout === 'plain' ? layoutOf(model.module.variables.map(() => ATOM)) : learnLayout(model));
  for (;;) {
    try {
      const program = compileProgram(model, layout, options);
      const search = new Search(program, {
        maxStates: options.maxStates ?? Infinity,
        maxDepth: options.maxDepth ?? Infinity,
        checkDeadlock: options.checkDeadlock ?? model.checkDeadlock,
        permutations,
        onProgress: options.onProgress,
      });
      search.run();
      return resultOf(program, search, seconds());
    } catch (e) {
      if (!(e instanceof LayoutMismatch)) throw e;
      layout = layoutOf(layout.shapes.map((s, v) => (v === e.variable ? ATOM : s)));
    }
  }
}

/** What needs no search: constructs that are refused, assumptions, models without behaviour. @throws TlaError */
export function withoutSearch(model: Model, seconds: () => number): CheckResult | undefined {
  if (model.liveness.length > 0) {
    const [first] = model.liveness;
    throw new TlaError(
      'unsupported',
      `Property ${first?.name} is a liveness property; the embedded engine checks safety only so far`,
      first?.x.loc,
      'liveness',
    );
  }
  if (model.postconditions.length > 0)
    throw new TlaError('unsupported', 'POSTCONDITION is not supported yet', model.postconditions[0]?.x.loc, 'POSTCONDITION');
  const assumption = failedAssumption(model, emptyLayout(model));
  if (assumption !== undefined)
    return { ...emptyResult('assumption', seconds()), property: assumption.name, message: `Assumption ${assumption.name} is false` };
  if (model.init === undefined) return { ...emptyResult('ok', seconds()), complete: true };
  return undefined;
}

/** Runs the first states with one slot a variable and looks at the values that turn up. */
export function learnLayout(model: Model): Layout {
  const plain = layoutOf(model.module.variables.map(() => ATOM));
  const samples: number[][] = model.module.variables.map(() => []);
  const search = new Search(compileProgram(model, plain), {
    maxStates: SAMPLES,
    maxDepth: Infinity,
    checkDeadlock: false,
    permutations: [],
    onProgress: undefined,
    onState: (values) => values.forEach((v, i) => samples[i]?.push(v)),
  });
  search.run();
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
    memory: { visited: 0, frontier: 0, values: 0 },
    trace: undefined,
  };
}

function resultOf(program: Program, search: Search, seconds: number): CheckResult {
  const { stop, visited } = search;
  const { heap } = program.model;
  const distinct = visited.count;
  // Before the trace is made, for which some steps are taken again.
  const coverage = program.coverage();
  return {
    verdict: stop?.verdict ?? 'ok',
    property: stop?.property,
    message: stop?.message,
    error: stop?.error,
    generated: search.generated,
    distinct,
    depth: search.depth,
    queue: search.queue,
    complete: search.complete,
    seconds,
    initial: search.initial,
    actions: actionsOf(program, search),
    collisionProbability: collisionProbability(search.generated, distinct),
    memory: { visited: search.tableBytes, frontier: search.maxFrontier, values: heap.bytes() },
    trace: search.trace(),
    ...(coverage === undefined ? {} : { coverage }),
  };
}

/** Sums the instances of each action. */
function actionsOf(program: Program, search: Search): readonly Coverage[] {
  const byName = new Map<string, { generated: number; distinct: number }>();
  program.instances.forEach((inst, i) => {
    const c = byName.get(inst.name) ?? { generated: 0, distinct: 0 };
    byName.set(inst.name, { generated: c.generated + (search.taken[i] as number), distinct: c.distinct + (search.found[i] as number) });
  });
  return [...byName].map(([name, c]) => ({ name, ...c }));
}
