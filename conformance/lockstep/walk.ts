/** Random walks over pairs, for models too large to exhaust: the same two-way comparison, at each pair of the walk. */
import type { Tagged } from '../../src/core/index.ts';
import type { Program } from '../tla-to-ts/compile/program.ts';
import { Random } from '../tla-to-ts/explore/random.ts';
import { Visited } from '../tla-to-ts/explore/visited.ts';
import type { Binding } from './binding.ts';
import { pairCheck } from './check.ts';
import { initialPairs } from './initial.ts';
import type { PairCheck } from './pair.ts';
import { type Divergence, divergenceOf, type LockstepProgress, type LockstepResult, pathStep } from './result.ts';
import { type CodeSuccessor, type Pair, pairA, pairB, Sides, STUTTER } from './sides.ts';
import { Tally } from './tally.ts';

export interface WalkOptions {
  readonly walks: number;
  /** The steps of one walk. */
  readonly depth: number;
  /** The same seed, the same walks. */
  readonly seed: number;
  readonly onProgress?: (p: LockstepProgress) => void;
}

/** Checks one model along random walks. The result is never complete. @throws LayoutMismatch (see `withProgram`), TlaError */
export function walks<S, A extends Tagged>(program: Program, binding: Binding<S, A>, options: WalkOptions): LockstepResult {
  return new Walks(program, binding, options).run();
}

/** How often the clock is read, in steps. */
const PROGRESS_EVERY = 64;

class Walks<S, A extends Tagged> {
  private readonly sides: Sides<S, A>;
  private readonly options: WalkOptions;
  private readonly comparison: PairCheck<S, A>;
  private readonly visited: Visited = new Visited();
  private readonly tally: Tally<S, A>;
  /** Steps of the pair that was compared last that do not lead out of the constraints. */
  private within: CodeSuccessor<S, A>[] = [];
  private depth = 0;
  private steps = 0;

  constructor(program: Program, binding: Binding<S, A>, options: WalkOptions) {
    this.sides = new Sides(program, binding);
    this.options = options;
    this.tally = new Tally(this.sides);
    this.comparison = pairCheck(this.sides, (c) => this.within.push(c));
  }

  run(): LockstepResult {
    const { options } = this;
    const initial = initialPairs(this.sides);
    if ('divergence' in initial) return this.result('divergent', initial.divergence);
    for (let n = 0; n < options.walks; n++) {
      const random = Random.forRun(options.seed, n);
      const start = random.pick(initial.pairs);
      const divergence = start === undefined ? undefined : this.walk(start, random);
      if (divergence !== undefined) return this.result('divergent', divergence);
    }
    if (this.tally.steps === 0) return this.result('incomplete', undefined, 'no step was compared');
    return this.result('identical');
  }

  /** One walk. @returns the divergence that it ends with */
  private walk(start: Pair<S>, random: Random): Divergence | undefined {
    const { comparison, options, sides } = this;
    const path: (Pair<S> | CodeSuccessor<S, A>)[] = [start];
    let at = start;
    for (;;) {
      this.depth = Math.max(this.depth, path.length);
      this.within = [];
      if (!comparison.compare(at)) {
        const trace = path.map((p) => pathStep(sides, p));
        return divergenceOf(sides, at, trace, comparison.mismatches, comparison.successors);
      }
      this.count(at);
      if (path.length > options.depth) return undefined;
      const next = this.choose(at, random);
      if (next === undefined) return undefined;
      path.push(next);
      at = next;
    }
  }

  private choose(at: Pair<S>, random: Random): CodeSuccessor<S, A> | undefined {
    return random.step([...this.within, ...this.comparison.successors.filter((c) => c.label === STUTTER)], {
      name: (c) => c.action.type,
      changes: (c) => pairA(c) !== pairA(at) || pairB(c) !== pairB(at),
      fresh: (c) => this.visited.find(pairA(c), pairB(c)) < 0,
    });
  }

  /** Counts what was compared at a pair, once for each pair. */
  private count(at: Pair<S>): void {
    this.steps += 1;
    if (this.steps % PROGRESS_EVERY === 0) {
      const { tally, depth } = this;
      const { transitions } = tally;
      this.options.onProgress?.({ states: this.visited.count, transitions, depth, queue: 0, seconds: tally.seconds() });
    }
    if (this.visited.add(pairA(at), pairB(at), -1) < 0) return;
    this.tally.transitions += this.comparison.transitions;
    for (const c of this.comparison.successors) this.tally.add(c);
  }

  private result(verdict: LockstepResult['verdict'], divergence?: Divergence, message?: string): LockstepResult {
    return this.tally.result({ verdict, complete: false, states: this.visited.count, depth: this.depth, divergence, message });
  }
}
