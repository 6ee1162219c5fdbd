/**
 * What happens to each generated state, in TLC's order: is it new, is it within the constraints, does it violate anything; then it waits to be
 * expanded itself. A search decides where states are recorded, where they wait, and who expands which.
 */
import { nth } from '../cast.ts';
import type { Predicate, Program, Sink } from '../compile/program.ts';
import { evaluationError, type TlaError } from '../errors.ts';
import type { Permutation } from '../values/heap.ts';
import type { BehaviourGraph } from './behaviour-graph.ts';
import type { Verdict } from './result.ts';
import { Canonical } from './symmetry.ts';
import { Visited } from './visited.ts';

/** The states that were reached, by fingerprint. */
export interface Known {
  /** Adds a state. @returns its number, or -1 when the fingerprint is known */
  add(a: number, b: number, parent: number): number;
  /** The number of a state by its fingerprint, or -1. */
  find(a: number, b: number): number;
}

/** Where states wait. */
export interface Waiting {
  /** Appends the next state of a program, which has this number and this fingerprint. */
  push(program: Program, n: number, a: number, b: number): void;
}

/** Why a search ended early. */
export interface Stop {
  readonly verdict: Verdict;
  readonly property?: string;
  readonly message?: string;
  readonly error?: TlaError;
  /** Number of the last state of the trace, or -1: the state in the program's T buffers alone. */
  readonly at: number;
  /** A state after `at` that is not in the table of its own (it is the violating successor). */
  readonly last?: readonly number[];
  readonly action?: number;
  /** Was the violating state new? */
  readonly fresh?: boolean;
}

/** Thrown to leave generated code when the search is over. */
class Halt extends Error {
  readonly stop: Stop;

  constructor(stop: Stop) {
    super('halt');
    this.stop = stop;
  }
}

export interface ExpandOptions {
  readonly checkDeadlock: boolean;
  readonly permutations: readonly Permutation[];
  /** Where all steps are written down. */
  readonly graph?: BehaviourGraph | undefined;
  /** Stop, incomplete, in the middle of a state's successors or of the initial states, when more states than this were found. */
  readonly enough?: number;
  /** Called with the values of every state that is found; used to learn a layout. */
  readonly onState?: (values: readonly number[]) => void;
}

/** What is counted of a search. */
export interface Tally {
  readonly generated: number;
  readonly distinct: number;
  readonly initial: number;
  readonly taken: ArrayLike<number>;
  readonly found: ArrayLike<number>;
}

/** Takes states as a program generates them. */
export class Expander implements Sink {
  action = -1;
  generated = 0;
  initial = 0;
  /** States that were new, initial ones too. */
  distinct = 0;
  /** States generated and states found, by action instance. */
  readonly taken: Float64Array;
  readonly found: Float64Array;
  readonly steps: boolean;
  /** The number of the state that is being expanded. */
  expanding = -1;
  readonly canonical: Canonical | undefined;
  private readonly program: Program;
  private readonly options: ExpandOptions;
  private readonly known: Known;
  private readonly waiting: Waiting;
  /** Under symmetry: fingerprints as generated, before the least permutation is taken. */
  private readonly plain: Visited = new Visited();
  /** Is a state recorded only once it is complete? */
  private readonly eager: boolean;
  /** Does every generated state, also a known one, have to be completed? */
  private readonly whole: boolean;
  /** Is the recorded fingerprint another one than that of the row? */
  private readonly renamed: boolean;
  private readonly enough: number;
  private successors = 0;
  private n = -1;
  private a = 0;
  private b = 0;

  constructor(program: Program, options: ExpandOptions, known: Known, waiting: Waiting) {
    this.program = program;
    this.options = options;
    this.known = known;
    this.waiting = waiting;
    this.canonical = options.permutations.length > 0 ? new Canonical(program, options.permutations) : undefined;
    const { constraints, actionConstraints, view } = program;
    this.steps = program.impliedActions.length > 0;
    this.renamed = this.canonical !== undefined || view !== undefined;
    this.whole = this.renamed || options.graph !== undefined;
    this.eager = this.whole || constraints.length + actionConstraints.length > 0;
    this.enough = options.enough ?? Infinity;
    this.taken = new Float64Array(program.instances.length);
    this.found = new Float64Array(program.instances.length);
  }

  offer(fpA: number, fpB: number): boolean {
    this.generated += 1;
    this.a = fpA;
    this.b = fpB;
    if (this.action >= 0) {
      this.successors += 1;
      this.taken[this.action] = (this.taken[this.action] as number) + 1;
    } else this.initial += 1;
    this.n = -1;
    if (this.whole) return true;
    // A state that was recorded satisfies the constraints.
    if (this.eager) return this.known.find(fpA, fpB) < 0;
    this.n = this.record();
    return this.n >= 0;
  }

  passed(states: number): void {
    this.generated += states;
  }

  take(fresh: boolean): void {
    if (!fresh || !this.eager) return this.accept(this.n);
    const { program } = this;
    const inModel = all(program.constraints) && (this.action < 0 || all(program.actionConstraints));
    let n = -2;
    // The same state again: its least permutation need not be searched for twice.
    if (inModel && this.canonical !== undefined && this.plain.add(this.a, this.b, -1) < 0) n = -1;
    else if (inModel) {
      this.identify();
      n = this.record();
    }
    // As TLC does, invariants are checked on states outside of the constraints too, but these are not explored.
    if (n !== -1) this.check(n);
    if (this.action >= 0) this.checkStep(n);
    if (n >= 0) this.enqueue(n);
    if (inModel && this.action >= 0) this.options.graph?.step(n >= 0 ? n : this.known.find(this.a, this.b));
  }

  /** A state is new (`n`: its number), or (-1) known and only the step to it is of interest. */
  private accept(n: number): void {
    if (n >= 0) this.check(n);
    if (this.steps && this.action >= 0) this.checkStep(n);
    if (n >= 0) this.enqueue(n);
  }

  /** The fingerprint under a VIEW and under symmetry. */
  private identify(): void {
    [this.a, this.b] = identityOf(this.program, this.canonical, this.a, this.b);
  }

  private record(): number {
    const n = this.known.add(this.a, this.b, this.expanding);
    if (n >= 0) this.distinct += 1;
    if (this.distinct > this.enough) throw new Halt({ verdict: 'incomplete', at: -1 });
    return n;
  }

  private enqueue(n: number): void {
    this.options.onState?.(this.program.readT());
    if (this.action >= 0) this.found[this.action] = (this.found[this.action] as number) + 1;
    this.waiting.push(this.program, n, this.a, this.b);
  }

  private check(n: number): void {
    const violated = firstFalse(this.program.invariants);
    if (violated !== undefined) this.halt('safety', `Invariant ${violated.name} is violated`, violated.name, n);
    if (this.action < 0) {
      const implied = firstFalse(this.program.impliedInits);
      if (implied !== undefined) this.halt('safety', `Property ${implied.name} is violated by the initial state`, implied.name, n);
    }
  }

  private checkStep(n: number): void {
    const violated = firstFalse(this.program.impliedActions);
    if (violated !== undefined) this.halt('safety', `Action property ${violated.name} is violated`, violated.name, n);
  }

  private halt(verdict: Verdict, message: string, property: string, n: number): never {
    const last = { last: this.program.readT(), action: this.action, fresh: n !== -1 };
    throw new Halt({ verdict, message, property, at: n >= 0 && this.action < 0 ? -1 : this.expanding, ...last });
  }

  /** Generates the initial states. @returns why the search ends with them, if it does */
  init(): Stop | undefined {
    return this.guarded(() => this.program.init());
  }

  /** Expands the state with the number `n` of this level, whose row stands at `offset`. @returns why the search ends with it, if it does */
  expand(rows: Int32Array, offset: number, n: number, a: number, b: number, level: number): Stop | undefined {
    const { program, options } = this;
    this.expanding = n;
    this.length = program.load(rows, offset, a, b);
    program.model.run.enter(level, a, b);
    if (this.renamed) program.rehash();
    this.successors = 0;
    const stop = this.guarded(() => {
      options.graph?.begin();
      program.next();
    });
    if (stop === undefined && this.successors === 0 && options.checkDeadlock)
      return { verdict: 'deadlock', message: 'Deadlock reached', at: n };
    return stop;
  }

  /** The length of the row that was expanded last. */
  length = 0;

  private guarded(work: () => void): Stop | undefined {
    try {
      work();
      return undefined;
    } catch (e) {
      if (e instanceof Halt) return e.stop;
      const error = evaluationError(e);
      if (error === undefined) throw e;
      return this.failure(error);
    }
  }

  /** An evaluation error: the trace leads to the state in which it came up. */
  private failure(error: TlaError): Stop {
    const loc = this.program.position();
    if (loc !== undefined) error.loc ??= loc;
    return { verdict: 'error', message: error.message, error, at: this.expanding };
  }

  /** Goes on counting from what another one counted. */
  resume(tally: Tally): void {
    this.generated = tally.generated;
    this.distinct = tally.distinct;
    this.initial = tally.initial;
    this.taken.set(tally.taken);
    this.found.set(tally.found);
  }

  /** Bytes of the tables that are this expander's own. */
  bytes(): number {
    return this.canonical === undefined ? 0 : this.plain.bytes();
  }
}

/** The fingerprint by which the next state of a program is known, given that of its row. */
export function identityOf(program: Program, canonical: Canonical | undefined, a: number, b: number): readonly [number, number] {
  if (program.view !== undefined) {
    const v = program.view();
    return [program.model.heap.hashOfA(v), program.model.heap.hashOfB(v)];
  }
  if (canonical === undefined) return [a, b];
  canonical.compute(a, b);
  return [canonical.a, canonical.b];
}

function firstFalse(predicates: readonly Predicate[]): Predicate | undefined {
  for (let i = 0; i < predicates.length; i++) {
    const p = nth(predicates, i);
    if (!p.holds()) return p;
  }
  return undefined;
}

/** Are all predicates true? */
export function all(predicates: readonly Predicate[]): boolean {
  return firstFalse(predicates) === undefined;
}
