/**
 * Replay: is a trace a behaviour of the specification and of the code, both? A trace tells the variables of the spec only, so all
 * states of the code that it can stand for are followed; at each of them the two sides are compared in full, as everywhere.
 */
import type { Tagged } from '../../src/core/index.ts';
import type { ItfAction } from '../itf/trace.ts';
import { divergenceOf, type PathStep, pathStep } from '../lockstep/result.ts';
import { type CodeSuccessor, callText, type Pair, type Sides, STUTTER } from '../lockstep/sides.ts';
import { stateDifferences } from '../report/diff.ts';
import type { Heap } from '../tla-to-ts/values/heap.ts';
import type { Notation, RecordedTrace } from '../traces/trace.ts';
import { type Comparisons, pairKey } from './comparisons.ts';
import type { ReplayFailure, TraceOutcome } from './result.ts';

/** More states of the code than this for one state of the trace are not followed. */
const MAX_CANDIDATES = 10_000;

/** One state of the trace, with its values in the order of the spec's variables, in the notation of the trace. */
interface Target {
  readonly position: number;
  readonly action: ItfAction | undefined;
  readonly values: readonly number[];
}

/** Values that are those of the heap. */
function exactly(heap: Heap): Notation {
  return { matches: (told, value) => told === value, valueLike: (told) => told, toText: (told) => heap.toText(told) };
}

/** A state of the code that the trace's state can stand for, and how it was reached. */
type Reached<S, A> = Pair<S> | CodeSuccessor<S, A>;

/** The next candidates, or the end of the replay. */
type Progress<S, A> = { readonly candidates: readonly Reached<S, A>[] } | { readonly outcome: TraceOutcome };

/** Follows one trace. */
export class Replay<S, A extends Tagged> {
  private readonly sides: Sides<S, A>;
  private readonly initial: readonly Pair<S>[];
  private readonly comparisons: Comparisons<S, A>;
  /** How often the trace took each action. */
  private readonly taken: Map<string, number>;
  private readonly passed: Reached<S, A>[] = [];
  private notation: Notation;
  private steps = 0;

  constructor(sides: Sides<S, A>, initial: readonly Pair<S>[], comparisons: Comparisons<S, A>, taken: Map<string, number>) {
    this.sides = sides;
    this.initial = initial;
    this.taken = taken;
    this.comparisons = comparisons;
    this.notation = exactly(sides.program.model.heap);
  }

  run(trace: RecordedTrace): TraceOutcome {
    this.notation = trace.notation ?? this.notation;
    const unsuitable = this.unsuitable(trace);
    if (unsuitable !== undefined) return this.outcome('divergent', unsuitable);
    let candidates: readonly Reached<S, A>[] = [];
    for (const target of this.targets(trace)) {
      const progress = target.position === 0 ? this.begin(target) : this.step(candidates, target);
      if ('outcome' in progress) return progress.outcome;
      candidates = progress.candidates;
      const [first] = candidates;
      if (first !== undefined) this.passed.push(first);
    }
    // The last state has successors, too; a trace of a divergence ends where the two sides differ.
    const last = this.closure(candidates);
    if ('outcome' in last) return last.outcome;
    if (this.steps === 0) return this.outcome('incomplete', 'the trace has no step, so nothing was compared');
    return this.outcome('identical', undefined);
  }

  /** Why the trace cannot be one of this spec. */
  private unsuitable(trace: RecordedTrace): string | undefined {
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

  private targets(trace: RecordedTrace): readonly Target[] {
    const order = this.sides.variables.map((v) => trace.vars.indexOf(v));
    const valuesOf = (s: RecordedTrace['states'][number]): readonly number[] => order.flatMap((i) => s.values[i] ?? []);
    const targets = trace.states.map((s, position): Target => ({ position, action: s.action, values: valuesOf(s) }));
    const back = trace.loop === undefined ? undefined : targets[trace.loop];
    return back === undefined ? targets : [...targets, { position: targets.length, action: undefined, values: back.values }];
  }

  private begin(target: Target): Progress<S, A> {
    const candidates = this.initial.filter((p) => this.isAt(p, target));
    if (candidates.length > 0) return { candidates };
    const nearest = this.nearest(this.initial, target);
    return { outcome: this.outcome('divergent', 'state 0 of the trace is no initial state', this.failure(target, nearest)) };
  }

  private step(from: readonly Reached<S, A>[], target: Target): Progress<S, A> {
    const closure = this.closure(from);
    if ('outcome' in closure) return closure;
    const { reached, successors } = closure;
    const wanted = successors.filter((c) => this.fits(c, target) && this.isAt(c, target));
    if (wanted.length > 0) {
      const [first] = wanted;
      const name = first === undefined ? undefined : nameOf(this.sides, first);
      if (name !== undefined) this.taken.set(name, (this.taken.get(name) ?? 0) + 1);
      this.steps += 1;
    }
    // A trace that names no action may stutter, as every behaviour of a specification may.
    const stays = target.action === undefined ? reached.filter((c) => this.isAt(c, target)) : [];
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
    const { comparisons, sides } = this;
    const reached = [...this.distinct(from)];
    const known = new Set(reached.map(pairKey));
    const successors: CodeSuccessor<S, A>[] = [];
    for (const pair of reached) {
      const found = comparisons.successors(pair);
      if (found === undefined) {
        const { mismatches, successors: taken } = comparisons.check;
        const divergence = divergenceOf(sides, pair, this.path(), mismatches, taken);
        return { outcome: { ...this.outcome('divergent', divergence.message), divergence } };
      }
      for (const c of found) {
        if (c.label !== STUTTER) successors.push(c);
        else if (!known.has(pairKey(c))) {
          known.add(pairKey(c));
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
    return pairs.length < 2 ? pairs : [...new Map(pairs.map((p) => [pairKey(p), p])).values()];
  }

  /** Where the trace was followed to, by one of the ways that it can stand for. */
  private path(): readonly PathStep[] {
    return this.passed.map((c) => pathStep(this.sides, c));
  }

  /** Could the trace's state be this one? */
  private isAt(pair: Pair<S>, { values }: Target): boolean {
    const own = pair.values;
    return own.length === values.length && values.every((told, i) => this.notation.matches(told, own[i] ?? -1));
  }

  /** Is this the step that the trace names? Parameters that it does not name may be any. */
  private fits(c: CodeSuccessor<S, A>, { action }: Target): boolean {
    if (action === undefined) return true;
    const label = this.sides.action(c.label);
    if (label === undefined || label.name !== action.name) return false;
    const { parameters } = action;
    return (
      parameters.length === 0 ||
      (parameters.length === label.parameters.length &&
        label.parameters.every((p, i) => this.notation.matches(parameters[i] ?? -1, p.value)))
    );
  }

  /** Neither side goes where the trace goes. */
  private stuck(successors: readonly CodeSuccessor<S, A>[], target: Target): TraceOutcome {
    const enabled = successors.filter((c) => this.fits(c, target));
    const nearest = this.nearest(enabled.length > 0 ? enabled : successors, target);
    const message = this.stuckMessage(target, enabled.length > 0, nearest);
    return this.outcome('divergent', message, this.failure(target, nearest));
  }

  private stuckMessage(target: Target, enabled: boolean, nearest: PathStep | undefined): string {
    const { action, position } = target;
    const { module } = this.sides.program.model;
    const instead = nearest?.label === undefined ? 'no step is' : `the nearest step that is: ${nearest.label}`;
    if (action === undefined) {
      const near = nearest?.label === undefined ? 'no step is enabled' : `the nearest: ${nearest.label}`;
      return `no step leads to state ${position} of the trace; ${near}`;
    }
    const step = this.stepText(action);
    if (enabled) return `${step} does not lead to state ${position} of the trace`;
    if (!this.taken.has(action.name)) return `the step to state ${position} of the trace is ${step}; ${module.name} has no such action`;
    return `${step}, the step to state ${position} of the trace, is not enabled; ${instead}`;
  }

  private stepText({ name, parameters }: ItfAction): string {
    return callText(
      name,
      parameters.map((p) => this.notation.toText(p)),
    );
  }

  private failure(target: Target, nearest: PathStep | undefined): ReplayFailure {
    const { action, position, values } = target;
    const path = this.path();
    const like = nearest?.values ?? path.at(-1)?.values;
    return {
      state: position,
      action: action === undefined ? undefined : this.stepText(action),
      path,
      expected: like === undefined ? [] : this.valuesLike(values, like),
      nearest,
    };
  }

  private valuesLike(told: readonly number[], like: readonly number[]): readonly number[] {
    return told.map((t, i) => this.notation.valueLike(t, like[i] ?? t));
  }

  /** The one whose state differs least from the trace's. */
  private nearest(pairs: readonly Reached<S, A>[], target: Target): PathStep | undefined {
    const { program, variables } = this.sides;
    const far = ({ values }: Pair<S>): number =>
      stateDifferences(program.model.heap, variables, this.valuesLike(target.values, values), values).length;
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
