/** Replay of recorded behaviours on the specification and on the code. */
import type { Tagged } from '../../src/core/index.ts';
import type { Binding } from '../lockstep/binding.ts';
import { type Initial, initialPairs } from '../lockstep/initial.ts';
import { Sides } from '../lockstep/sides.ts';
import type { Program } from '../tla-to-ts/compile/program.ts';
import type { RecordedTrace } from '../traces/trace.ts';
import { Comparisons } from './comparisons.ts';
import { Replay } from './replay.ts';
import type { ReplayResult, TraceOutcome, TraceResult } from './result.ts';

export type { ReplayFailure, ReplayResult, TraceOutcome, TraceResult } from './result.ts';

/** A trace with the name that reports use, its values in the heap of the model. */
export interface NamedTrace {
  readonly name: string;
  readonly trace: RecordedTrace;
}

/** Replays one trace after another on a model; what it finds out about the states of one serves the others. */
export class Replayer<S, A extends Tagged> {
  private readonly sides: Sides<S, A>;
  private readonly initial: Initial<S>;
  private readonly comparisons: Comparisons<S, A>;
  private readonly names: readonly string[];

  /** @throws LayoutMismatch (see `withProgram`), TlaError */
  constructor(program: Program, binding: Binding<S, A>) {
    this.sides = new Sides(program, binding);
    this.initial = initialPairs(this.sides);
    this.comparisons = new Comparisons(this.sides, program.coverage() === undefined);
    this.names = this.sides.relation === 'refines' ? this.sides.actionTypes : program.instances.map((inst) => inst.name);
  }

  /** Replays traces, as many as there are; they may be read one at a time. @throws LayoutMismatch, TlaError */
  run(traces: Iterable<NamedTrace>): ReplayResult {
    const started = performance.now();
    const taken = new Map<string, number>(this.names.map((name) => [name, 0]));
    const results: TraceResult[] = [];
    for (const { name, trace } of traces) results.push({ name, ...this.one(trace, taken) });
    return { ...summary(results), actions: taken, seconds: (performance.now() - started) / 1000 };
  }

  private one(trace: RecordedTrace, taken: Map<string, number>): TraceOutcome {
    const { initial } = this;
    if ('pairs' in initial) return new Replay(this.sides, initial.pairs, this.comparisons, taken).run(trace);
    const { divergence } = initial;
    return { verdict: 'divergent', steps: 0, message: divergence.message, failure: undefined, divergence };
  }
}

/** Replays traces. @throws LayoutMismatch (see `withProgram`), TlaError */
export function replay<S, A extends Tagged>(program: Program, binding: Binding<S, A>, traces: readonly NamedTrace[]): ReplayResult {
  return new Replayer(program, binding).run(traces);
}

/** What the outcomes are together. A divergence of the two sides counts more than a trace that is wrong. */
function summary(results: readonly TraceResult[]): Omit<ReplayResult, 'actions' | 'seconds'> {
  const worst =
    results.find((r) => r.divergence !== undefined) ??
    results.find((r) => r.verdict === 'divergent') ??
    results.find((r) => r.verdict === 'incomplete');
  return {
    verdict: results.length === 0 ? 'incomplete' : (worst?.verdict ?? 'identical'),
    // However many behaviours were replayed: there are others.
    complete: false,
    states: results.reduce((sum, r) => sum + r.steps + 1, 0),
    transitions: results.reduce((sum, r) => sum + r.steps, 0),
    depth: results.reduce((most, r) => Math.max(most, r.steps + 1), 0),
    divergence: worst?.divergence,
    message: results.length === 0 ? 'there is no trace to replay' : worst === undefined ? undefined : `${worst.name}: ${worst.message}`,
    traces: results,
  };
}
