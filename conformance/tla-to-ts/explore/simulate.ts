/**
 * Random behaviours of a model, for those that are too large to explore, and as traces for others to replay. Invariants are checked
 * on every state that is generated, not only on those that the behaviour goes through.
 */
import type { Program } from '../compile/program.ts';
import { usesChance, usesRegisters } from '../compile/run-uses.ts';
import type { Model } from '../semantics/model.ts';
import type { Statistics } from '../semantics/run.ts';
import { emptyResult, withoutSearch, withPostconditions } from './check.ts';
import type { CheckResult, Coverage, Progress, Trace } from './result.ts';
import { withProgram } from './stepper.ts';
import { Visited } from './visited.ts';
import { isLast, labelled, type Run, Transcript, Walker, type WalkOptions } from './walker.ts';

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

/** Who goes through the behaviours. */
export interface Crew {
  /** Goes through `count` behaviours, from the `first` on. @returns them in this order; after one that is the last of the simulation some may be missing */
  round(first: number, count: number): readonly Run[];
  /** States generated so far. */
  generated(): number;
  /** To be called when nothing more is to be done. */
  close(): void;
}

/** What a crew is made from: this thread's walker, with what it knows, and what is to be called now and then. */
export interface Duty {
  readonly program: Program;
  readonly options: WalkOptions;
  readonly known: Visited;
  readonly walker: Walker;
  readonly report: () => void;
}

type Gather = (duty: Duty) => Crew;

/**
 * Runs random behaviours of a model. Errors of evaluation are part of the result.
 * @param gather who goes through the behaviours; default: this thread alone. The result is the same. It is not asked where the model uses registers
 * or chance: then this thread goes through one after the other @throws TlaError
 */
export function simulateModel(model: Model, options: SimulateOptions, gather: Gather = alone): SimulateResult {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const { runs, depth, seed } = options;
  const checkDeadlock = options.checkDeadlock ?? model.checkDeadlock;
  const ordered = usesRegisters(model) || usesChance(model);
  // A behaviour must not depend on those before it: not on the names that they made, either.
  if (!ordered) model.heap.sealNames();
  model.run.start({ mode: 'simulate', checkDeadlock, seed, depth, traces: runs });
  const early = withoutSearch(model, seconds, options.onPrint);
  if (early !== undefined) return { ...early, simulation: { runs: 0, depth, seed }, behaviours: [] };
  const transcript = new Transcript(options.onPrint ?? (() => {}));
  const result = withProgram(
    model,
    (program) => {
      transcript.restart();
      const simulation = new Simulation(program, options, transcript, started, ordered ? undefined : gather);
      try {
        return simulation.run(runs);
      } finally {
        simulation.close();
      }
    },
    { coverage: options.coverage, temporal: model.liveness.length > 0, onPrint: (text) => transcript.print(text) },
  );
  return withPostconditions(model, result, seconds, options.onPrint);
}

/** How often the clock is read, in steps. */
const PROGRESS_EVERY = 64;

function alone({ walker, report }: Duty): Crew {
  const look = every(PROGRESS_EVERY, report);
  return {
    round: (first, count) => walkAlone(walker, first, count, look),
    generated: () => walker.generatedInAll,
    close: () => {},
  };
}

/** What calls `act` at every `n`-th call. */
export function every(n: number, act: () => void): () => void {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls % n === 0) act();
  };
}

/** A round without help. @param look called at every step */
export function walkAlone(walker: Walker, first: number, count: number, look: () => void): readonly Run[] {
  const goesOn = (): boolean => {
    look();
    return true;
  };
  const done: Run[] = [];
  for (let n = first; n < first + count; n++) {
    const run = walker.walk(n, false, goesOn);
    if (run === undefined) break;
    done.push(run);
    if (isLast(run)) break;
  }
  return done;
}

/** Behaviours of a round, at most, where each may depend on those of the rounds before and on nothing else. */
const ROUND = 128;

/**
 * Behaviours prefer states that those of earlier rounds did not go through; what those of the same round do they do not know, so they can be gone
 * through at the same time. The first rounds are short, as it is at the start that most is learned. Where each
 * behaviour depends on the one before it (by registers, or chance), a round is one behaviour.
 */
function roundFrom(first: number, atMost: number): number {
  return Math.min(Math.max(1, first), atMost);
}

/** What all behaviours up to one have done. */
class Simulation {
  private readonly program: Program;
  private readonly options: SimulateOptions;
  private readonly transcript: Transcript;
  private readonly started: number;
  private readonly walker: Walker;
  private readonly crew: Crew;
  /** Behaviours of a round, at most. */
  private readonly round: number;
  private readonly known: Visited = new Visited();
  private readonly taken: Float64Array;
  private readonly found: Float64Array;
  private readonly guards: Float64Array;
  private readonly behaviours: Trace[] = [];
  private generated = 0;
  private initial = 0;
  private depth = 0;
  /** States that there are at least. */
  private atLeast = 0;

  constructor(program: Program, options: SimulateOptions, transcript: Transcript, started: number, gather: Gather | undefined) {
    this.program = program;
    this.options = options;
    this.transcript = transcript;
    this.started = started;
    this.taken = new Float64Array(program.instances.length);
    this.found = new Float64Array(program.instances.length);
    this.guards = new Float64Array(program.guardCounts?.length ?? 0);
    const { depth, seed, keep = false, checkDeadlock = program.model.checkDeadlock } = options;
    const walkOptions = { depth, seed, keep, checkDeadlock };
    const { known } = this;
    this.walker = new Walker(program, walkOptions, known, transcript);
    this.round = gather === undefined ? 1 : ROUND;
    const duty = { program, options: walkOptions, known, walker: this.walker, report: () => this.report() };
    this.crew = (gather ?? alone)(duty);
  }

  run(runs: number): SimulateResult {
    const { model } = this.program;
    model.run.leave();
    for (let first = 0; first < runs; ) {
      const count = Math.min(roundFrom(first, this.round), runs - first);
      const traces = first + 1;
      model.run.statistics = () => this.statistics(traces);
      for (const run of this.crew.round(first, count)) {
        this.accept(run);
        if (isLast(run)) return this.result(run.index + 1, run);
      }
      first += count;
    }
    return this.result(runs, undefined);
  }

  close(): void {
    this.crew.close();
  }

  private accept(run: Run): void {
    for (const text of run.prints) this.transcript.say(text);
    if (run.thrown !== undefined) throw run.thrown;
    const { known, found } = this;
    this.generated += run.generated;
    this.initial = run.initial ?? this.initial;
    this.depth = Math.max(this.depth, run.instances.length);
    addTo(this.taken, run.taken);
    if (run.guards !== undefined) addTo(this.guards, run.guards);
    const { fingerprints, instances } = run;
    for (let i = 0; i < fingerprints.length / 2; i++) {
      const instance = instances[i] ?? -1;
      const fresh = known.add(fingerprints[2 * i] ?? 0, fingerprints[2 * i + 1] ?? 0, -1) >= 0;
      if (fresh && instance >= 0) found[instance] = (found[instance] ?? 0) + 1;
    }
    if (this.options.keep === true && run.states.length > 0) this.behaviours.push(this.trace(run));
  }

  private report(): void {
    const { known, walker, depth } = this;
    this.atLeast = Math.max(this.atLeast, known.count + walker.fresh);
    this.options.onProgress?.({ generated: this.crew.generated(), distinct: this.atLeast, depth, queue: 0, seconds: this.seconds() });
  }

  private seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  /** What TLCGet tells of the simulation in this behaviour, counted from 1. */
  private statistics(traces: number): Statistics {
    const { known, walker, crew, depth } = this;
    const initial = walker.initial ?? this.initial;
    return { generated: crew.generated(), distinct: known.count + walker.fresh, initial, queue: 0, diameter: depth, traces };
  }

  private trace({ instances, states }: Run): Trace {
    const { program } = this;
    return { variables: program.model.module.variables.map((v) => v.name), states: labelled(program, instances, states) };
  }

  /** @param last the behaviour that ended the simulation */
  private result(runs: number, last: Run | undefined): SimulateResult {
    const { generated, known, depth, initial, options } = this;
    const coverage = this.program.coverage(this.guards);
    return {
      ...emptyResult(last?.end?.verdict ?? 'ok', this.seconds()),
      property: last?.end?.property,
      message: last?.end?.message,
      error: last?.end?.error,
      generated,
      distinct: known.count,
      depth,
      initial,
      actions: this.actions(),
      trace: last?.end?.trace ?? (last?.end === undefined || last.states.length === 0 ? undefined : this.trace(last)),
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

function addTo(sums: Float64Array, more: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (more[i] ?? 0);
}
