/** Replay of recorded behaviours on the specification and on the code. */
import type { Tagged } from '../../src/core/index.ts';
import type { ItfTrace } from '../itf/trace.ts';
import type { Binding } from '../lockstep/binding.ts';
import { initialPairs } from '../lockstep/initial.ts';
import { Sides } from '../lockstep/sides.ts';
import type { Program } from '../tla-to-ts/compile/program.ts';
import { Replay } from './replay.ts';
import type { ReplayResult, TraceOutcome, TraceResult } from './result.ts';

export type { ReplayFailure, ReplayResult, TraceOutcome, TraceResult } from './result.ts';

/** A trace with the name that reports use, its values in the heap of the model. */
export interface NamedTrace {
  readonly name: string;
  readonly trace: ItfTrace;
}

/** Replays traces. @throws LayoutMismatch (see `withProgram`), TlaError */
export function replay<S, A extends Tagged>(program: Program, binding: Binding<S, A>, traces: readonly NamedTrace[]): ReplayResult {
  const started = performance.now();
  const sides = new Sides(program, binding);
  const initial = initialPairs(sides);
  const names = sides.relation === 'refines' ? sides.actionTypes : program.instances.map((inst) => inst.name);
  const taken = new Map<string, number>(names.map((name) => [name, 0]));
  const results = traces.map(({ name, trace }): TraceResult => {
    if ('pairs' in initial) return { name, ...new Replay(sides, initial.pairs, taken).run(trace) };
    const { divergence } = initial;
    const outcome: TraceOutcome = { verdict: 'divergent', steps: 0, message: divergence.message, failure: undefined, divergence };
    return { name, ...outcome };
  });
  const worst = results.find((r) => r.verdict === 'divergent') ?? results.find((r) => r.verdict === 'incomplete');
  return {
    verdict: results.length === 0 ? 'incomplete' : (worst?.verdict ?? 'identical'),
    // However many behaviours were replayed: there are others.
    complete: false,
    states: results.reduce((sum, r) => sum + r.steps + 1, 0),
    transitions: results.reduce((sum, r) => sum + r.steps, 0),
    depth: results.reduce((most, r) => Math.max(most, r.steps + 1), 0),
    actions: taken,
    seconds: (performance.now() - started) / 1000,
    divergence: worst?.divergence,
    message: results.length === 0 ? 'there is no trace to replay' : worst === undefined ? undefined : `${worst.name}: ${worst.message}`,
    traces: results,
  };
}
