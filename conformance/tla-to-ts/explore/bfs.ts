/**
 * Breadth-first search over a compiled model: what TLC's ModelChecker does with one worker, in the same order, with the
 * same counts. It stops at the first violation, whose trace is therefore a shortest one.
 */
import { nth } from '../cast.ts';
import type { Predicate, Program, Sink } from '../compile/program.ts';
import { TlaError } from '../errors.ts';
import type { Permutation } from '../values/heap.ts';
import type { BehaviourGraph } from './behaviour-graph.ts';
import { Frontier } from './frontier.ts';
import type { ActionLabel, Progress, Trace, Verdict } from './result.ts';
import { Canonical } from './symmetry.ts';
import { Visited } from './visited.ts';

export interface SearchOptions {
  /** Stop, incomplete, when more distinct states than this were found. */
  readonly maxStates: number;
  /** Stop, incomplete, after this many levels. */
  readonly maxDepth: number;
  readonly checkDeadlock: boolean;
  readonly permutations: readonly Permutation[];
  readonly onProgress: ((p: Progress) => void) | undefined;
  /** Called with the values of every state that is expanded; used to learn a layout. */
  readonly onState?: (values: readonly number[]) => void;
  /** Where all steps are written down. */
  readonly graph?: BehaviourGraph | undefined;
}

/** Why the search ended early. */
interface Stop {
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

/** How often the clock is read. */
const PROGRESS_EVERY = 1024;

export class Search implements Sink {
  action = -1;
  generated = 0;
  initial = 0;
  /** Distinct initial states within the constraints: the states with the first numbers. */
  roots = 0;
  depth = 0;
  complete = false;
  stop: Stop | undefined;
  readonly visited: Visited = new Visited();
  /** Under symmetry: fingerprints as generated, before the least permutation is taken. */
  private readonly plain: Visited = new Visited();
  /** States generated and states found, by action instance. */
  readonly taken: Float64Array;
  readonly found: Float64Array;
  maxFrontier = 0;
  private readonly program: Program;
  private readonly options: SearchOptions;
  private readonly canonical: Canonical | undefined;
  readonly steps: boolean;
  /** Does every generated state have to be completed before it is known whether it is new? */
  private readonly eager: boolean;
  /** Is the recorded fingerprint another one than that of the row? */
  private readonly renamed: boolean;
  private current = new Frontier();
  private following = new Frontier();
  private expanding = -1;
  private successors = 0;
  private a = 0;
  private b = 0;

  constructor(program: Program, options: SearchOptions) {
    this.program = program;
    this.options = options;
    this.canonical = options.permutations.length > 0 ? new Canonical(program, options.permutations) : undefined;
    const { constraints, actionConstraints, view } = program;
    this.steps = program.impliedActions.length > 0;
    this.eager =
      constraints.length + actionConstraints.length > 0 ||
      this.canonical !== undefined ||
      view !== undefined ||
      options.graph !== undefined;
    this.renamed = this.canonical !== undefined || view !== undefined;
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
    if (this.eager) return true;
    return this.visited.add(fpA, fpB, this.expanding) >= 0;
  }

  take(fresh: boolean): void {
    if (!this.eager) return this.accept(fresh ? this.visited.count - 1 : -1);
    const { program } = this;
    const inModel = all(program.constraints) && (this.action < 0 || all(program.actionConstraints));
    let n = -2;
    // The same state again: its least permutation need not be searched for twice.
    if (inModel && this.canonical !== undefined && this.plain.add(this.a, this.b, -1) < 0) n = -1;
    else if (inModel) {
      this.identify();
      n = this.visited.add(this.a, this.b, this.expanding);
    }
    // As TLC does, invariants are checked on states outside of the constraints too, but these are not explored.
    if (n !== -1) this.check(n);
    if (this.action >= 0) this.checkStep(n);
    if (n >= 0) this.enqueue();
    if (inModel && this.action >= 0) this.options.graph?.step(n >= 0 ? n : this.visited.find(this.a, this.b));
  }

  /** A state is new (`n`: its number), or (-1) known and only the step to it is of interest. */
  private accept(n: number): void {
    if (n >= 0) this.check(n);
    if (this.steps && this.action >= 0) this.checkStep(n);
    if (n >= 0) this.enqueue();
  }

  /** The fingerprint under a VIEW and under symmetry. */
  private identify(): void {
    const { program } = this;
    if (program.view !== undefined) {
      const v = program.view();
      this.a = program.model.heap.hashOfA(v);
      this.b = program.model.heap.hashOfB(v);
    } else if (this.canonical !== undefined) {
      this.canonical.compute(this.a, this.b);
      this.a = this.canonical.a;
      this.b = this.canonical.b;
    }
  }

  private enqueue(): void {
    if (this.action >= 0) this.found[this.action] = (this.found[this.action] as number) + 1;
    this.following.push(this.program);
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

  /** Runs the search to its end. */
  run(): void {
    const { program } = this;
    program.setSink(this);
    const started = performance.now();
    try {
      program.init();
      this.roots = this.visited.count;
      this.swap();
      while (this.current.count > 0 && this.stop === undefined) this.level(started);
      this.complete = this.stop === undefined;
    } catch (e) {
      if (e instanceof Halt) {
        this.stop = e.stop;
        // As in TLC the depth is that of the last new state: one level further, unless only a step to a known state was wrong.
        if (e.stop.fresh === true || this.following.count > 0) this.depth += 1;
      } else if (e instanceof TlaError) this.stop = this.failure(e);
      else throw e;
    }
  }

  /** Expands one level. */
  private level(started: number): void {
    const { current, program, options } = this;
    this.depth += 1;
    if (this.depth >= options.maxDepth) {
      this.stop = { verdict: 'incomplete', message: `the limit of ${options.maxDepth} levels was reached`, at: -1 };
      return;
    }
    let row = 0;
    for (let i = 0; i < current.count; i++) {
      this.expanding = this.firstOfLevel + i;
      row += program.load(current.rows, row, this.visited.fpA[this.expanding] as number, this.visited.fpB[this.expanding] as number);
      if (this.renamed) program.rehash();
      options.onState?.(program.readS());
      options.graph?.begin();
      this.successors = 0;
      program.next();
      if (this.successors === 0 && options.checkDeadlock) {
        this.stop = { verdict: 'deadlock', message: 'Deadlock reached', at: this.expanding };
        return;
      }
      if (this.visited.count > options.maxStates) {
        this.stop = { verdict: 'incomplete', message: `the limit of ${options.maxStates} distinct states was reached`, at: -1 };
        return;
      }
      if (i % PROGRESS_EVERY === 0 && options.onProgress !== undefined) this.report(started, current.count - i);
    }
    this.swap();
  }

  private firstOfLevel = 0;

  private swap(): void {
    this.firstOfLevel += this.current.count;
    this.maxFrontier = Math.max(this.maxFrontier, this.current.bytes() + this.following.bytes());
    [this.current, this.following] = [this.following, this.current];
    this.following.clear();
  }

  private report(started: number, waiting: number): void {
    const { generated, depth, visited } = this;
    this.options.onProgress?.({
      generated,
      distinct: visited.count,
      depth,
      queue: waiting + this.following.count,
      seconds: (performance.now() - started) / 1000,
    });
  }

  /** An evaluation error: the trace leads to the state in which it came up. */
  private failure(error: TlaError): Stop {
    const loc = this.program.position();
    if (loc !== undefined) error.loc ??= loc;
    return { verdict: 'error', message: error.message, error, at: this.expanding };
  }

  /** Bytes of the tables of fingerprints. */
  get tableBytes(): number {
    return this.visited.bytes() + (this.canonical === undefined ? 0 : this.plain.bytes());
  }

  /** States that were found but not expanded. */
  get queue(): number {
    return this.complete ? 0 : Math.max(0, this.visited.count - Math.max(0, this.expanding));
  }

  /** The states with these numbers, one after another, with the actions between them. */
  behaviour(numbers: readonly number[]): Trace['states'] {
    return new Replayer(this.program, this.visited, this.canonical).follow(numbers);
  }

  /** The behaviour that shows why the search stopped: found again by running the model along the recorded path. */
  trace(): Trace | undefined {
    const { stop } = this;
    if (stop === undefined || (stop.at < 0 && stop.last === undefined)) return undefined;
    const states = stop.at < 0 ? [] : new Replayer(this.program, this.visited, this.canonical).follow(this.visited.path(stop.at));
    const tail = stop.last === undefined ? [] : [{ values: stop.last, action: label(this.program, stop.action ?? -1) }];
    return { variables: this.program.model.module.variables.map((v) => v.name), states: [...states, ...tail] };
  }
}

function label(program: Program, action: number): ActionLabel | undefined {
  const i = program.instances[action];
  return i === undefined ? undefined : { name: i.name, parameters: i.parameters };
}

function firstFalse(predicates: readonly Predicate[]): Predicate | undefined {
  for (let i = 0; i < predicates.length; i++) {
    const p = nth(predicates, i);
    if (!p.holds()) return p;
  }
  return undefined;
}

function all(predicates: readonly Predicate[]): boolean {
  return firstFalse(predicates) === undefined;
}

/** Finds the states of a path of fingerprints by generating successors anew. */
class Replayer implements Sink {
  action = -1;
  readonly steps = false;
  private a = 0;
  private b = 0;
  private wantA = 0;
  private wantB = 0;
  private hit: { row: Int32Array; values: readonly number[]; action: number; fpA: number; fpB: number } | undefined;
  private readonly program: Program;
  private readonly visited: Visited;
  private readonly canonical: Canonical | undefined;

  constructor(program: Program, visited: Visited, canonical: Canonical | undefined) {
    this.program = program;
    this.visited = visited;
    this.canonical = canonical;
  }

  offer(fpA: number, fpB: number): boolean {
    this.a = fpA;
    this.b = fpB;
    return this.hit === undefined;
  }

  take(): void {
    const { program } = this;
    let { a, b } = this;
    if (program.view !== undefined) {
      const v = program.view();
      a = program.model.heap.hashOfA(v);
      b = program.model.heap.hashOfB(v);
    } else if (this.canonical !== undefined) {
      this.canonical.compute(a, b);
      a = this.canonical.a;
      b = this.canonical.b;
    }
    if (a !== this.wantA || b !== this.wantB || !all(program.constraints)) return;
    const row = new Int32Array(program.rowLength());
    program.store(row, 0);
    this.hit = { row, values: program.readT(), action: this.action, fpA: this.a, fpB: this.b };
  }

  /** What `take` left; a call, because the compiler cannot know that generated code called it. */
  private taken(): Replayer['hit'] {
    return this.hit;
  }

  follow(path: readonly number[]): { values: readonly number[]; action: ActionLabel | undefined }[] {
    const { program, visited } = this;
    program.setSink(this);
    const out: { values: readonly number[]; action: ActionLabel | undefined }[] = [];
    for (const n of path) {
      this.wantA = visited.fpA[n] as number;
      this.wantB = visited.fpB[n] as number;
      const before = this.hit;
      this.hit = undefined;
      if (before === undefined) program.init();
      else {
        program.load(before.row, 0, before.fpA, before.fpB);
        program.next();
      }
      const found = this.taken();
      if (found === undefined) throw new Error('internal: a recorded state could not be generated again');
      out.push({ values: found.values, action: label(program, found.action) });
    }
    return out;
  }
}
