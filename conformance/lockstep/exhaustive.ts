/** The exhaustive check: breadth-first over all reachable pairs of code state and spec state. */
import type { Tagged } from '../../src/core/index.ts';
import type { Program } from '../tla-to-ts/compile/program.ts';
import { Visited } from '../tla-to-ts/explore/visited.ts';
import type { Binding } from './binding.ts';
import { pairCheck } from './check.ts';
import { initialPairs } from './initial.ts';
import type { PairCheck } from './pair.ts';
import { type Divergence, divergenceOf, type LockstepProgress, type LockstepResult, type PathStep, pathStep } from './result.ts';
import { type CodeSuccessor, type Pair, pairA, pairB, Sides, STUTTER } from './sides.ts';
import { Tally } from './tally.ts';

export interface LockstepOptions {
  /** Stop, incomplete, when more pairs than this were found. */
  readonly maxStates?: number;
  readonly onProgress?: (p: LockstepProgress) => void;
}

/** Checks one model exhaustively. @throws LayoutMismatch (see `withProgram`), TlaError */
export function lockstep<S, A extends Tagged>(program: Program, binding: Binding<S, A>, options: LockstepOptions = {}): LockstepResult {
  return new Exhaustive(program, binding, options).run();
}

/** How often the clock is read. */
const PROGRESS_EVERY = 512;

class Exhaustive<S, A extends Tagged> {
  private readonly sides: Sides<S, A>;
  private readonly options: LockstepOptions;
  private readonly comparison: PairCheck<S, A>;
  /** Pairs, by a fingerprint of both sides. */
  private readonly visited: Visited = new Visited();
  private readonly tally: Tally<S, A>;
  private current: Pair<S>[] = [];
  private following: Pair<S>[] = [];
  private expanding = -1;
  private from: S | undefined;
  private depth = 0;

  constructor(program: Program, binding: Binding<S, A>, options: LockstepOptions) {
    this.sides = new Sides(program, binding);
    this.options = options;
    this.tally = new Tally(this.sides);
    this.comparison = pairCheck(this.sides, (c) => {
      // A step that changed nothing leads back to where it came from.
      if (c.state !== this.from) this.visit(c);
    });
  }

  /** Marks a pair, and has it expanded in its turn if it is new. */
  private visit(pair: Pair<S>): void {
    if (this.visited.add(pairA(pair), pairB(pair), this.expanding) >= 0) this.following.push(pair);
  }

  run(): LockstepResult {
    const initial = initialPairs(this.sides);
    if ('divergence' in initial) return this.result('divergent', false, initial.divergence);
    for (const pair of initial.pairs) this.visit(pair);
    this.swap();
    let first = 0;
    while (this.current.length > 0) {
      this.depth += 1;
      const stop = this.level(first);
      if (stop !== undefined) return stop;
      first += this.current.length;
      this.swap();
    }
    if (this.tally.steps === 0) return this.result('incomplete', false, undefined, 'no step was compared');
    return this.result('identical', true);
  }

  /** Expands one level, whose first pair has the number `first`. @returns the result if the check ends here */
  private level(first: number): LockstepResult | undefined {
    const { comparison, options, visited } = this;
    const limit = options.maxStates ?? Infinity;
    let i = 0;
    for (const pair of this.current) {
      this.expanding = first + i;
      this.from = pair.state;
      if (!comparison.compare(pair)) {
        const path = this.pathTo(this.expanding);
        return this.result('divergent', false, divergenceOf(this.sides, pair, path, comparison.mismatches, comparison.successors));
      }
      this.tally.transitions += comparison.transitions;
      this.count(comparison.successors);
      if (visited.count > limit) return this.result('incomplete', false, undefined, `the limit of ${limit} states was reached`);
      i += 1;
      if ((first + i) % PROGRESS_EVERY === 0) this.report(i);
    }
    return undefined;
  }

  /** Counts the steps of a pair; those of the code that are none of the spec lead to pairs, too. */
  private count(successors: readonly CodeSuccessor<S, A>[]): void {
    for (const c of successors) {
      this.tally.add(c);
      if (c.label === STUTTER) this.visit(c);
    }
  }

  private report(done: number): void {
    const { visited, tally, depth, current, following } = this;
    this.options.onProgress?.({
      states: visited.count,
      transitions: tally.transitions,
      depth,
      queue: current.length - done + following.length,
      seconds: tally.seconds(),
    });
  }

  private swap(): void {
    this.current = this.following;
    this.following = [];
  }

  private result(verdict: LockstepResult['verdict'], complete: boolean, divergence?: Divergence, message?: string): LockstepResult {
    return this.tally.result({ verdict, complete, states: this.visited.count, depth: this.depth, divergence, message });
  }

  /** The steps from an initial pair, found again by running the code along the recorded path. */
  private pathTo(pair: number): readonly PathStep[] {
    const { sides, visited } = this;
    const out: PathStep[] = [];
    let candidates: readonly Pair<S>[] = sides.code.init().map((s) => sides.pair(s));
    for (const n of visited.path(pair)) {
      const hit = candidates.find((c) => pairA(c) === visited.fpA[n] && pairB(c) === visited.fpB[n]);
      if (hit === undefined) throw new Error('internal: a recorded pair could not be reached again');
      out.push(pathStep(sides, hit));
      const successors: CodeSuccessor<S, A>[] = [];
      sides.codeSuccessors(hit, successors, []);
      candidates = successors;
    }
    return out;
  }
}
