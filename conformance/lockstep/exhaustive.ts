/** The exhaustive check: breadth-first over all reachable pairs of code state and spec state. */

import type { Tagged } from '../../src/core/index.ts';
import { nth } from '../tla-to-ts/cast.ts';
import type { Program, Sink } from '../tla-to-ts/compile/program.ts';
import { mixA, mixB } from '../tla-to-ts/compile/runtime.ts';
import { Frontier } from '../tla-to-ts/explore/frontier.ts';
import { Visited } from '../tla-to-ts/explore/visited.ts';
import type { Binding } from './binding.ts';
import { type CodeSuccessor, type Mismatch, PairSink, Sides } from './pair.ts';
import { type Divergence, divergenceOf, type LockstepResult, type PathStep } from './result.ts';

export interface LockstepOptions {
  /** Stop, incomplete, after this many pairs. */
  readonly maxStates?: number;
  readonly onProgress?: (p: {
    readonly states: number;
    readonly transitions: number;
    readonly depth: number;
    readonly queue: number;
  }) => void;
}

/** Checks one model exhaustively. @throws LayoutMismatch (see `withProgram`), TlaError */
export function lockstep<S, A extends Tagged>(program: Program, binding: Binding<S, A>, options: LockstepOptions = {}): LockstepResult {
  return new Exhaustive(program, binding, options).run();
}

class Exhaustive<S, A extends Tagged> {
  private readonly sides: Sides<S, A>;
  private readonly options: LockstepOptions;
  private readonly sink: PairSink<S, A>;
  /** Pairs, by a fingerprint of both sides. */
  private readonly visited: Visited = new Visited();
  private readonly fired: Float64Array;
  private current = new Frontier();
  private following = new Frontier();
  private states: S[] = [];
  private next: S[] = [];
  /** Fingerprints of the spec states of both levels, two for each row. */
  private fps: number[] = [];
  private nextFps: number[] = [];
  private expanding = -1;
  private depth = 0;

  constructor(program: Program, binding: Binding<S, A>, options: LockstepOptions) {
    this.sides = new Sides(program, binding);
    this.options = options;
    this.fired = new Float64Array(program.instances.length);
    this.sink = new PairSink(
      this.sides,
      (c, instance) => {
        this.fired[instance] = (this.fired[instance] as number) + 1;
        return this.visit(c.state, c.fpA, c.fpB) >= 0;
      },
      (c) => this.enqueue(c.state, c.fpA, c.fpB),
    );
  }

  /** Marks a pair. @returns its number, or -1 when it is known */
  private visit(state: S, fpA: number, fpB: number): number {
    const { heap } = this.sides.program.model;
    const key = this.sides.encoder.encode(state);
    return this.visited.add((fpA + mixA(heap.hashOfA(key), -7)) | 0, (fpB + mixB(heap.hashOfB(key), -7)) | 0, this.expanding);
  }

  private enqueue(state: S, fpA: number, fpB: number): void {
    this.following.push(this.sides.program);
    this.next.push(state);
    this.nextFps.push(fpA, fpB);
  }

  run(): LockstepResult {
    const started = performance.now();
    const done = (verdict: LockstepResult['verdict'], complete: boolean, divergence?: Divergence, message?: string): LockstepResult => ({
      verdict,
      complete,
      states: this.visited.count,
      transitions: this.sink.transitions,
      depth: this.depth,
      actions: this.coverage(),
      seconds: (performance.now() - started) / 1000,
      divergence,
      message,
    });
    const initial = this.initial();
    if (initial !== undefined) return done('divergent', false, initial);
    this.swap();
    let first = 0;
    while (this.current.count > 0) {
      this.depth += 1;
      let row = 0;
      for (let i = 0; i < this.current.count; i++) {
        this.expanding = first + i;
        row += this.expand(row, i);
        if (this.sink.mismatches.length > 0) return done('divergent', false, this.report(nth(this.states, i), first + i));
        if (this.visited.count > (this.options.maxStates ?? Infinity))
          return done('incomplete', false, undefined, `the limit of ${this.options.maxStates} states was reached`);
        if (i % 512 === 0)
          this.options.onProgress?.({
            states: this.visited.count,
            transitions: this.sink.transitions,
            depth: this.depth,
            queue: this.current.count - i + this.next.length,
          });
      }
      first += this.current.count;
      this.swap();
    }
    if (this.sink.transitions === 0) return done('incomplete', false, undefined, 'no step was compared');
    return done('identical', true);
  }

  /** Expands pair `i` of the level, whose row starts at `row`. @returns the length of the row */
  private expand(row: number, i: number): number {
    const { sides, sink } = this;
    const { program } = sides;
    const state = nth(this.states, i);
    const [a, b] = [this.fps[2 * i] as number, this.fps[2 * i + 1] as number];
    sink.successors = [];
    sides.codeSuccessors(state, sink.successors, sink.mismatches);
    const length = program.load(this.current.rows, row, a, b);
    program.setSink(sink);
    sink.compare(a, b);
    this.visitStutters();
    return length;
  }

  /** Steps of the code that are none of the spec lead to pairs, too. */
  private visitStutters(): void {
    for (const c of this.sink.successors) {
      if (c.label !== -1 || this.visit(c.state, c.fpA, c.fpB) < 0) continue;
      this.sides.project(c.state);
      this.enqueue(c.state, c.fpA, c.fpB);
    }
  }

  /** Pairs up the initial states: the same set on both sides. */
  private initial(): Divergence | undefined {
    const { sides } = this;
    const { program } = sides;
    const spec = new InitialStates(program);
    program.setSink(spec);
    program.init();
    const seen = new Set<string>();
    for (const state of sides.code.init()) {
      sides.project(state);
      const [a, b] = [program.hashA(), program.hashB()];
      if (!spec.found.has(`${a},${b}`)) {
        return {
          kind: 'initial',
          message: 'the code has an initial state that the specification does not have',
          path: [],
          step: undefined,
          spec: [],
          code: [sides.abstract(state)],
          codeState: state,
          source: undefined,
        };
      }
      seen.add(`${a},${b}`);
      if (this.visit(state, a, b) >= 0) this.enqueue(state, a, b);
    }
    for (const [key, values] of spec.found) {
      if (!seen.has(key))
        return {
          kind: 'initial',
          message: 'the specification has an initial state that the code does not have',
          path: [],
          step: undefined,
          spec: [values],
          code: [],
          codeState: undefined,
          source: undefined,
        };
    }
    return undefined;
  }

  private swap(): void {
    [this.current, this.following] = [this.following, this.current];
    this.following.clear();
    this.states = this.next;
    this.next = [];
    this.fps = this.nextFps;
    this.nextFps = [];
  }

  private coverage(): ReadonlyMap<string, number> {
    const out = new Map<string, number>();
    this.sides.program.instances.forEach((inst, i) => out.set(inst.name, (out.get(inst.name) ?? 0) + (this.fired[i] as number)));
    return out;
  }

  private report(state: S, pair: number): Divergence {
    const path = this.pathTo(pair);
    return divergenceOf(this.sides, state, path, this.sink.mismatches as readonly Mismatch<S, A>[], this.sink.successors);
  }

  /** The steps from an initial pair, found again by running the code along the recorded path. */
  private pathTo(pair: number): PathStep[] {
    const { sides, visited } = this;
    const { heap } = sides.program.model;
    const numbers = visited.path(pair);
    const keyOf = (s: S, a: number, b: number): readonly [number, number] => {
      const key = sides.encoder.encode(s);
      return [(a + mixA(heap.hashOfA(key), -7)) | 0, (b + mixB(heap.hashOfB(key), -7)) | 0];
    };
    const out: PathStep[] = [];
    let state: S | undefined;
    for (const n of numbers) {
      const wanted = [visited.fpA[n], visited.fpB[n]];
      const candidates: { state: S; label: number }[] = [];
      if (state === undefined) candidates.push(...sides.code.init().map((s) => ({ state: s, label: -1 })));
      else {
        const successors: CodeSuccessor<S, A>[] = [];
        sides.codeSuccessors(state, successors, []);
        candidates.push(...successors);
      }
      const hit = candidates.find((c) => {
        sides.project(c.state);
        const [a, b] = keyOf(c.state, sides.program.hashA(), sides.program.hashB());
        return a === wanted[0] && b === wanted[1];
      });
      if (hit === undefined) throw new Error('internal: a recorded pair could not be reached again');
      state = hit.state;
      out.push({
        label: hit.label < 0 ? undefined : sides.labelText(hit.label),
        instance: hit.label < 0 ? undefined : sides.instanceOfLabel[hit.label],
        values: sides.abstract(state),
      });
    }
    return out;
  }
}

/** Collects the spec's initial states by fingerprint. */
class InitialStates implements Sink {
  action = -1;
  readonly found: Map<string, readonly number[]> = new Map();
  private key = '';
  private readonly program: Program;

  constructor(program: Program) {
    this.program = program;
  }

  offer(a: number, b: number): boolean {
    this.key = `${a},${b}`;
    return true;
  }

  take(): void {
    this.found.set(this.key, this.program.readT());
  }
}
