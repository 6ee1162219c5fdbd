/**
 * Random behaviours of a model, for those that are too large to explore, and as traces for others to replay. Invariants are checked
 * on every state that is generated, not only on those that the behaviour goes through.
 */
import type { Predicate, Program, Sink } from '../compile/program.ts';
import { TlaError } from '../errors.ts';
import type { Model } from '../semantics/model.ts';
import type { Statistics, StepTaken } from '../semantics/run.ts';
import { failsOn } from './behaviour-liveness.ts';
import { emptyResult, withoutSearch, withPostconditions } from './check.ts';
import { Frontier } from './frontier.ts';
import { Random } from './random.ts';
import type { ActionLabel, CheckResult, Coverage, Progress, Trace, Verdict } from './result.ts';
import { labelOf, withProgram } from './stepper.ts';
import { Visited } from './visited.ts';

export interface SimulateOptions {
  /** How many behaviours. */
  readonly runs: number;
  /** The steps of one behaviour. */
  readonly depth: number;
  /** The same seed, the same behaviours. */
  readonly seed: number;
  /** Keep the behaviours for the result. */
  readonly keep?: boolean;
  /** Overrides CHECK_DEADLOCK. */
  readonly checkDeadlock?: boolean;
  readonly onProgress?: (p: Progress) => void;
  /** Where TLC's Print and PrintT write. */
  readonly onPrint?: (text: string) => void;
  /** Count how often each guard of an action is true and false. */
  readonly coverage?: boolean;
}

/** `ok` says that no violation was met; the result is never complete, except where there is nothing to explore. */
export interface SimulateResult extends CheckResult {
  readonly simulation: { readonly runs: number; readonly depth: number; readonly seed: number };
  /** The behaviours, if they were to be kept. */
  readonly behaviours: readonly Trace[];
}

/** Runs random behaviours of a model. Errors of evaluation are part of the result. @throws TlaError */
export function simulateModel(model: Model, options: SimulateOptions): SimulateResult {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const { runs, depth, seed } = options;
  const checkDeadlock = options.checkDeadlock ?? model.checkDeadlock;
  model.run.start({ mode: 'simulate', checkDeadlock, seed, depth, traces: runs });
  const early = withoutSearch(model, seconds, options.onPrint);
  if (early !== undefined) return { ...early, simulation: { runs: 0, depth, seed }, behaviours: [] };
  const compile = { ...options, temporal: model.liveness.length > 0 };
  const result = withProgram(model, (program) => new Simulation(program, options, started).run(runs), compile);
  return withPostconditions(model, result, seconds, options.onPrint);
}

/** Thrown to leave generated code when a state or a step violates a property. */
class Violation extends Error {
  readonly property: string;
  readonly last: State;

  constructor(message: string, property: string, last: State) {
    super(message);
    this.property = property;
    this.last = last;
  }
}

/** One state of a behaviour. */
type State = Trace['states'][number];

/** A generated state that the behaviour may go to; its row stands in the frontier. */
interface Candidate {
  readonly offset: number;
  readonly instance: number;
  readonly fpA: number;
  readonly fpB: number;
}

/** How a behaviour ended, if not because it was long enough. */
interface End {
  readonly verdict: Verdict;
  readonly message: string;
  readonly property?: string;
  readonly error?: TlaError;
  readonly last?: State;
  /** The counterexample, where it is another one than the behaviour so far. */
  readonly trace?: Trace;
}

/** How often the clock is read, in steps. */
const PROGRESS_EVERY = 64;

class Simulation implements Sink {
  action = -1;
  readonly steps = true;
  private readonly program: Program;
  private readonly options: SimulateOptions;
  private readonly started: number;
  private readonly visited: Visited = new Visited();
  private readonly taken: Float64Array;
  private readonly found: Float64Array;
  private readonly behaviours: Trace[] = [];
  private readonly rows: Frontier = new Frontier();
  private candidates: Candidate[] = [];
  private path: State[] = [];
  private generated = 0;
  private successors = 0;
  private initial = 0;
  private depth = 0;
  private moves = 0;
  private a = 0;
  private b = 0;

  constructor(program: Program, options: SimulateOptions, started: number) {
    this.program = program;
    this.options = options;
    this.started = started;
    this.taken = new Float64Array(program.instances.length);
    this.found = new Float64Array(program.instances.length);
  }

  offer(fpA: number, fpB: number): boolean {
    this.generated += 1;
    this.successors += 1;
    if (this.action >= 0) this.taken[this.action] = (this.taken[this.action] ?? 0) + 1;
    this.a = fpA;
    this.b = fpB;
    return true;
  }

  passed(states: number): void {
    this.generated += states;
  }

  take(): void {
    const { program, rows } = this;
    const { run } = program.model;
    // What is checked here is about the state that was generated.
    const before = run.action;
    run.action = this.stepTaken(this.action);
    this.demand(program.invariants, 'Invariant');
    if (this.action < 0) this.demand(program.impliedInits, 'Property');
    else this.demand(program.impliedActions, 'Action property');
    // As TLC does: states outside of the constraints are checked, but no behaviour goes on from them.
    const inModel = program.constraints.every((p) => p.holds());
    run.action = before;
    if (!inModel) return;
    if (this.action >= 0 && !program.actionConstraints.every((p) => p.holds())) return;
    this.candidates.push({ offset: rows.top, instance: this.action, fpA: this.a, fpB: this.b });
    rows.push(program);
  }

  private demand(predicates: readonly Predicate[], kind: string): void {
    for (const p of predicates) {
      if (p.holds()) continue;
      const last: State = { values: this.program.readT(), action: this.label(this.action) };
      throw new Violation(`${kind} ${p.name} is violated`, p.name, last);
    }
  }

  /** What TLCGet("action") tells of a state that was reached by this instance; the initial predicate counts as one. */
  private stepTaken(instance: number): StepTaken | undefined {
    const { init } = this.program.model;
    if (instance >= 0 || init === undefined) return this.program.instances[instance];
    const { x, name } = init;
    return { name, parameters: [], loc: x.k === 'call' && x.op.k === 'op' ? (x.op.body ?? x).loc : x.loc };
  }

  private label(instance: number): ActionLabel | undefined {
    return instance < 0 ? undefined : labelOf(this.program, instance);
  }

  run(runs: number): SimulateResult {
    const { run } = this.program.model;
    run.leave();
    for (let n = 0; n < runs && !run.ended; n++) {
      this.path = [];
      run.statistics = () => this.statistics(n + 1);
      const end = this.guarded(Random.forRun(this.options.seed, n));
      if (end?.last !== undefined) this.path.push(end.last);
      this.depth = Math.max(this.depth, this.path.length);
      if (this.options.keep === true && this.path.length > 0) this.behaviours.push(this.trace());
      if (end !== undefined || run.ended) return this.result(n + 1, end);
    }
    return this.result(runs, undefined);
  }

  private guarded(random: Random): End | undefined {
    try {
      this.program.setSink(this);
      return this.behaviour(random) ?? this.withoutEnd();
    } catch (error) {
      if (error instanceof Violation) return { verdict: 'safety', message: error.message, property: error.property, last: error.last };
      if (!(error instanceof TlaError)) throw error;
      error.loc ??= this.program.position();
      return { verdict: 'error', message: error.message, error };
    }
  }

  /** Does a temporal property fail on the behaviour that was just made? */
  private withoutEnd(): End | undefined {
    const { temporal } = this.program;
    const failed = temporal === undefined || this.path.length === 0 ? undefined : failsOn(this.program, temporal, this.path);
    if (failed === undefined) return undefined;
    const { name, trace } = failed;
    return { verdict: 'liveness', message: `Property ${name} is violated`, property: name, trace };
  }

  /** One behaviour. @returns how it ended early, if that is worth a report */
  private behaviour(random: Random): End | undefined {
    const { program, options } = this;
    const { run } = program.model;
    this.clear();
    run.level = 0;
    run.action = undefined;
    program.init();
    this.initial = this.successors;
    let at = random.pick(this.candidates);
    while (at !== undefined) {
      const { offset, instance, fpA, fpB } = at;
      program.load(this.rows.rows, offset, fpA, fpB);
      this.path.push({ values: program.readS(), action: this.label(instance) });
      if (this.visited.add(fpA, fpB, -1) >= 0 && instance >= 0) this.found[instance] = (this.found[instance] ?? 0) + 1;
      this.report();
      this.clear();
      run.level = this.path.length;
      run.action = this.stepTaken(instance);
      program.next();
      if (this.successors === 0 && (options.checkDeadlock ?? program.model.checkDeadlock))
        return { verdict: 'deadlock', message: 'Deadlock reached' };
      if (this.path.length > options.depth || run.ended) return undefined;
      at = random.step(this.candidates, {
        name: (c) => program.instances[c.instance]?.name ?? '',
        changes: (c) => c.fpA !== fpA || c.fpB !== fpB,
        fresh: (c) => this.visited.find(c.fpA, c.fpB) < 0,
      });
    }
    return undefined;
  }

  private clear(): void {
    this.rows.clear();
    this.candidates = [];
    this.successors = 0;
  }

  private report(): void {
    this.moves += 1;
    if (this.moves % PROGRESS_EVERY !== 0) return;
    const { generated, visited, depth } = this;
    this.options.onProgress?.({ generated, distinct: visited.count, depth, queue: 0, seconds: this.seconds() });
  }

  private seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  /** What TLCGet tells of the simulation in this behaviour, counted from 1. */
  private statistics(traces: number): Statistics {
    const { generated, visited, initial, depth } = this;
    return { generated, distinct: visited.count, initial, queue: 0, diameter: depth, traces };
  }

  private trace(): Trace {
    return { variables: this.program.model.module.variables.map((v) => v.name), states: this.path };
  }

  private result(runs: number, end: End | undefined): SimulateResult {
    const { generated, visited, depth, initial, options } = this;
    const coverage = this.program.coverage();
    return {
      ...emptyResult(end?.verdict ?? 'ok', this.seconds()),
      property: end?.property,
      message: end?.message,
      error: end?.error,
      generated,
      distinct: visited.count,
      depth,
      initial,
      actions: this.actions(),
      trace: end?.trace ?? (end === undefined || this.path.length === 0 ? undefined : this.trace()),
      simulation: { runs, depth: options.depth, seed: options.seed },
      behaviours: this.behaviours,
      ...(coverage === undefined ? {} : { coverage }),
    };
  }

  private actions(): readonly Coverage[] {
    const byName = new Map<string, { generated: number; distinct: number }>();
    this.program.instances.forEach((inst, i) => {
      const c = byName.get(inst.name) ?? { generated: 0, distinct: 0 };
      byName.set(inst.name, { generated: c.generated + (this.taken[i] ?? 0), distinct: c.distinct + (this.found[i] ?? 0) });
    });
    return [...byName].map(([name, c]) => ({ name, ...c }));
  }
}
