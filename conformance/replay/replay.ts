/**
 * Replay: is a trace a behaviour of the specification and of the code, both? A trace tells the variables of the spec only, so all
 * states of the code that it can stand for are followed; at each of them the two sides are compared in full, as everywhere.
 */
import type { Tagged } from '../../src/core/index.ts';
import type { ItfState, ItfTrace } from '../itf/trace.ts';
import { pairCheck } from '../lockstep/check.ts';
import type { PairCheck } from '../lockstep/pair.ts';
import { divergenceOf, type PathStep, pathStep } from '../lockstep/result.ts';
import { type CodeSuccessor, callText, type Pair, pairA, pairB, type Sides, STUTTER } from '../lockstep/sides.ts';
import { stateDifferences } from '../report/diff.ts';
import type { ReplayFailure, TraceOutcome } from './result.ts';

/** More states of the code than this for one state of the trace are not followed. */
const MAX_CANDIDATES = 10_000;

/** One state of the trace, with its values in the order of the spec's variables. */
interface Target {
  readonly position: number;
  readonly action: ItfState['action'];
  readonly values: readonly number[];
}

/** A state of the code that the trace's state can stand for, and how it was reached. */
type Reached<S, A> = Pair<S> | CodeSuccessor<S, A>;

/** The next candidates, or the end of the replay. */
type Progress<S, A> = { readonly candidates: readonly Reached<S, A>[] } | { readonly outcome: TraceOutcome };

/** Follows one trace. */
export class Replay<S, A extends Tagged> {
  private readonly sides: Sides<S, A>;
  private readonly initial: readonly Pair<S>[];
  private readonly comparison: PairCheck<S, A>;
  /** How often the trace took each action. */
  private readonly taken: Map<string, number>;
  private readonly path: PathStep[] = [];
  private steps = 0;

  constructor(sides: Sides<S, A>, initial: readonly Pair<S>[], taken: Map<string, number>) {
    this.sides = sides;
    this.initial = initial;
    this.taken = taken;
    this.comparison = pairCheck(sides);
  }

  run(trace: ItfTrace): TraceOutcome {
    const unsuitable = this.unsuitable(trace);
    if (unsuitable !== undefined) return this.outcome('divergent', unsuitable);
    let candidates: readonly Reached<S, A>[] = [];
    for (const target of this.targets(trace)) {
      const progress = target.position === 0 ? this.begin(target) : this.step(candidates, target);
      if ('outcome' in progress) return progress.outcome;
      candidates = progress.candidates;
      const [first] = candidates;
      if (first !== undefined) this.path.push(pathStep(this.sides, first));
    }
    // The last state has successors, too; a trace of a divergence ends where the two sides differ.
    const last = this.closure(candidates);
    if ('outcome' in last) return last.outcome;
    if (this.steps === 0) return this.outcome('incomplete', 'the trace has no step, so nothing was compared');
    return this.outcome('identical', undefined);
  }

  /** Why the trace cannot be one of this spec. */
  private unsuitable(trace: ItfTrace): string | undefined {
    const { variables } = this.sides;
    const missing = variables.filter((v) => !trace.vars.includes(v));
    if (missing.length > 0) return `the trace says nothing of the variables ${missing.join(', ')}`;
    const unknown = trace.vars.filter((v) => !variables.includes(v));
    if (unknown.length > 0) return `the trace has variables that the specification does not have: ${unknown.join(', ')}`;
    const start = trace.states[0]?.index ?? 0;
    const gap = trace.states.findIndex((s, i) => s.index - start !== i);
    if (gap >= 0) return `state ${gap} of the trace has the index ${trace.states[gap]?.index}: states are missing before it`;
    return undefined;
  }

  private targets(trace: ItfTrace): readonly Target[] {
    const order = this.sides.variables.map((v) => trace.vars.indexOf(v));
    const valuesOf = (s: ItfState): readonly number[] => order.flatMap((i) => s.values[i] ?? []);
    const targets = trace.states.map((s, position): Target => ({ position, action: s.action, values: valuesOf(s) }));
    const back = trace.loop === undefined ? undefined : targets[trace.loop];
    return back === undefined ? targets : [...targets, { position: targets.length, action: undefined, values: back.values }];
  }

  private begin(target: Target): Progress<S, A> {
    const candidates = this.initial.filter((p) => sameValues(p.values, target.values));
    if (candidates.length > 0) return { candidates };
    const nearest = this.nearest(this.initial, target);
    const message = 'state 0 of the trace is no initial state';
    return { outcome: this.outcome('divergent', message, { state: 0, path: [], expected: target.values, nearest }) };
  }

  private step(from: readonly Reached<S, A>[], target: Target): Progress<S, A> {
    const closure = this.closure(from);
    if ('outcome' in closure) return closure;
    const { reached, successors } = closure;
    const wanted = successors.filter((c) => sameValues(c.values, target.values) && this.fits(c, target));
    if (wanted.length > 0) {
      const [first] = wanted;
      const name = first === undefined ? undefined : nameOf(this.sides, first);
      if (name !== undefined) this.taken.set(name, (this.taken.get(name) ?? 0) + 1);
      this.steps += 1;
    }
    // A trace that names no action may stutter, as every behaviour of a specification may.
    const stays = target.action === undefined ? reached.filter((c) => sameValues(c.values, target.values)) : [];
    const candidates = this.distinct([...wanted, ...stays]);
    if (candidates.length > 0) return { candidates };
    return { outcome: this.stuck(successors, target) };
  }

  /** Compares the candidates and all that the code reaches from them without a step of the spec. */
  private closure(
    from: readonly Reached<S, A>[],
  ):
    | { readonly reached: readonly Reached<S, A>[]; readonly successors: readonly CodeSuccessor<S, A>[] }
    | { readonly outcome: TraceOutcome } {
    const { comparison, sides } = this;
    const reached = [...this.distinct(from)];
    const known = new Set(reached.map((c) => this.key(c)));
    const successors: CodeSuccessor<S, A>[] = [];
    for (const pair of reached) {
      if (!comparison.compare(pair)) {
        const divergence = divergenceOf(sides, pair, this.path, comparison.mismatches, comparison.successors);
        return { outcome: { ...this.outcome('divergent', divergence.message), divergence } };
      }
      for (const c of comparison.successors) {
        if (c.label !== STUTTER) successors.push(c);
        else if (!known.has(this.key(c))) {
          known.add(this.key(c));
          reached.push(c);
        }
      }
      if (reached.length > MAX_CANDIDATES) {
        return {
          outcome: this.outcome('incomplete', `the limit of ${MAX_CANDIDATES} states of the code for one of the trace was reached`),
        };
      }
    }
    return { reached, successors };
  }

  private distinct(pairs: readonly Reached<S, A>[]): readonly Reached<S, A>[] {
    return pairs.length < 2 ? pairs : [...new Map(pairs.map((p) => [this.key(p), p])).values()];
  }

  private key(pair: Pair<S>): string {
    return `${pairA(pair)},${pairB(pair)}`;
  }

  /** Is this the step that the trace names? Parameters that it does not name may be any. */
  private fits(c: CodeSuccessor<S, A>, { action }: Target): boolean {
    if (action === undefined) return true;
    const label = this.sides.action(c.label);
    if (label === undefined || label.name !== action.name) return false;
    const { parameters } = action;
    return (
      parameters.length === 0 ||
      (parameters.length === label.parameters.length && label.parameters.every((p, i) => p.value === parameters[i]))
    );
  }

  /** Neither side goes where the trace goes. */
  private stuck(successors: readonly CodeSuccessor<S, A>[], target: Target): TraceOutcome {
    const enabled = successors.filter((c) => this.fits(c, target));
    const nearest = this.nearest(enabled.length > 0 ? enabled : successors, target);
    const message = this.stuckMessage(target, enabled.length > 0, nearest);
    return this.outcome('divergent', message, { state: target.position, path: this.path, expected: target.values, nearest });
  }

  private stuckMessage(target: Target, enabled: boolean, nearest: PathStep | undefined): string {
    const { action, position } = target;
    const { heap, module } = this.sides.program.model;
    const instead = nearest?.label === undefined ? 'no step is' : `the nearest step that is: ${nearest.label}`;
    if (action === undefined) {
      const near = nearest?.label === undefined ? 'no step is enabled' : `the nearest: ${nearest.label}`;
      return `no step leads to state ${position} of the trace; ${near}`;
    }
    const step = callText(
      action.name,
      action.parameters.map((p) => heap.toText(p)),
    );
    if (enabled) return `${step} does not lead to state ${position} of the trace`;
    if (!this.taken.has(action.name)) return `the step to state ${position} of the trace is ${step}; ${module.name} has no such action`;
    return `${step}, the step to state ${position} of the trace, is not enabled; ${instead}`;
  }

  /** The one whose state differs least from the trace's. */
  private nearest(pairs: readonly Reached<S, A>[], target: Target): PathStep | undefined {
    const { program, variables } = this.sides;
    const far = (p: Pair<S>): number => stateDifferences(program.model.heap, variables, target.values, p.values).length;
    const other = (p: Reached<S, A>): number => ('label' in p && this.sides.action(p.label)?.name === target.action?.name ? 0 : 1);
    const ranked = pairs.map((p) => ({ p, far: far(p), other: other(p) })).sort((a, b) => a.far - b.far || a.other - b.other);
    return ranked[0] === undefined ? undefined : pathStep(this.sides, ranked[0].p);
  }

  private outcome(verdict: TraceOutcome['verdict'], message: string | undefined, failure?: ReplayFailure): TraceOutcome {
    return { verdict, steps: this.steps, message, failure, divergence: undefined };
  }
}

/** What a step is counted as. */
function nameOf<S, A extends Tagged>(sides: Sides<S, A>, c: CodeSuccessor<S, A>): string | undefined {
  return sides.relation === 'refines' ? c.action.type : sides.action(c.label)?.name;
}

function sameValues(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}
