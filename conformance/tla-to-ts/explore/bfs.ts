/**
 * Breadth-first search over a compiled model: what TLC's ModelChecker does with one worker, in the same order, with the
 * same counts. It stops at the first violation, whose trace is therefore a shortest one.
 */
import type { ActionCoverage } from '../compile/guards.ts';
import type { Program } from '../compile/program.ts';
import type { Statistics } from '../semantics/run.ts';
import { Expander, type ExpandOptions, type Stop } from './expand.ts';
import { Frontier } from './frontier.ts';
import { behaviourOf, traceOf } from './paths.ts';
import type { Progress, Trace } from './result.ts';
import { Visited } from './visited.ts';

export interface SearchOptions extends ExpandOptions {
  /** Stop, incomplete, when more distinct states than this were found. */
  readonly maxStates: number;
  /** Stop, incomplete, after this many levels. */
  readonly maxDepth: number;
  readonly onProgress: ((p: Progress) => void) | undefined;
}

/** What a search that has ended tells. */
export interface Explored {
  readonly stop: Stop | undefined;
  readonly generated: number;
  readonly distinct: number;
  readonly initial: number;
  readonly depth: number;
  readonly queue: number;
  readonly complete: boolean;
  /** States generated and states found, by action instance. */
  readonly taken: Float64Array;
  readonly found: Float64Array;
  /** Bytes of what is known of the states, and of those that waited at most. */
  readonly tableBytes: number;
  readonly frontierBytes: number;
  /** Bytes that went to disk. */
  readonly diskBytes: number;
  /** What the guards were seen to be; undefined unless they were counted. */
  coverage(): readonly ActionCoverage[] | undefined;
  trace(): Trace | undefined;
}

/** The specification asked for the end, which is no violation. */
const ENDED: Stop = { verdict: 'ok', message: 'the specification ended the search by TLCSet("exit", TRUE)', at: -1 };

/** What was asked for is more than was allowed. */
export function limitReached(limit: number, what: string): Stop {
  return { verdict: 'incomplete', message: `the limit of ${limit} ${what} was reached`, at: -1 };
}

/** How often the clock is read. */
const PROGRESS_EVERY = 1024;

/** As in TLC the depth is that of the last new state: one level further, unless only a step to a known state was wrong. */
export function reachedNextLevel(stop: Stop | undefined, foundOthers: boolean): boolean {
  return stop?.fresh === true || (stop?.fresh === false && foundOthers);
}

export class Search implements Explored {
  /** Distinct initial states within the constraints: the states with the first numbers. */
  roots = 0;
  depth = 0;
  complete = false;
  stop: Stop | undefined;
  readonly visited: Visited = new Visited();
  frontierBytes = 0;
  /** All is in memory. */
  readonly diskBytes = 0;
  private readonly program: Program;
  private readonly options: SearchOptions;
  private readonly expander: Expander;
  private current = new Frontier();
  private following = new Frontier();
  private firstOfLevel = 0;

  constructor(program: Program, options: SearchOptions) {
    this.program = program;
    this.options = options;
    this.expander = new Expander(program, options, this.visited, { push: (p) => this.following.push(p) });
  }

  /** Runs the search to its end. */
  run(): void {
    const { run } = this.program.model;
    run.leave();
    run.statistics = () => this.statistics();
    this.program.setSink(this.expander);
    const started = performance.now();
    this.stop = this.expander.init();
    this.roots = this.visited.count;
    if (this.stop === undefined) {
      this.swap();
      while (this.current.count > 0 && this.stop === undefined) {
        if (run.ended) this.stop = ENDED;
        else this.level(started);
      }
    }
    if (reachedNextLevel(this.stop, this.following.count > 0)) this.depth += 1;
    this.complete = this.stop === undefined;
  }

  /** Expands one level. */
  private level(started: number): void {
    const { current, options, visited, expander } = this;
    const { run } = this.program.model;
    this.depth += 1;
    if (this.depth >= options.maxDepth) {
      this.stop = limitReached(options.maxDepth, 'levels');
      return;
    }
    let row = 0;
    for (let i = 0; i < current.count; i++) {
      const n = this.firstOfLevel + i;
      this.stop = expander.expand(current.rows, row, n, visited.fingerprintA(n), visited.fingerprintB(n), this.depth);
      if (this.stop !== undefined) return;
      row += expander.length;
      if (run.ended) {
        this.stop = ENDED;
        if (this.following.count > 0) this.depth += 1;
        return;
      }
      if (visited.count > options.maxStates) {
        this.stop = limitReached(options.maxStates, 'distinct states');
        return;
      }
      if (i % PROGRESS_EVERY === 0 && options.onProgress !== undefined) this.report(started, current.count - i);
    }
    this.swap();
  }

  private swap(): void {
    this.firstOfLevel += this.current.count;
    this.frontierBytes = Math.max(this.frontierBytes, this.current.bytes() + this.following.bytes());
    [this.current, this.following] = [this.following, this.current];
    this.following.clear();
  }

  private report(started: number, waiting: number): void {
    this.options.onProgress?.({
      generated: this.generated,
      distinct: this.distinct,
      depth: this.depth,
      queue: waiting + this.following.count,
      seconds: (performance.now() - started) / 1000,
    });
  }

  /** What TLCGet tells of the search. */
  private statistics(): Statistics {
    const { generated, visited, initial, depth, current } = this;
    const { expanding } = this.expander;
    const over = this.complete || this.stop !== undefined;
    const deeper = !over && visited.count > this.firstOfLevel + current.count ? 1 : 0;
    // As in TLC an initial state waits before it is checked, and a successor after that.
    const waiting = expanding < 0 ? visited.count : this.firstOfLevel + current.count - expanding - 1 + this.following.count;
    const queue = over ? this.queue : waiting;
    return { generated, distinct: visited.count, initial, queue, diameter: Math.max(1, depth + deeper) };
  }

  get generated(): number {
    return this.expander.generated;
  }

  get initial(): number {
    return this.expander.initial;
  }

  get distinct(): number {
    return this.visited.count;
  }

  get taken(): Float64Array {
    return this.expander.taken;
  }

  get found(): Float64Array {
    return this.expander.found;
  }

  get tableBytes(): number {
    return this.visited.bytes() + this.expander.bytes();
  }

  /** States that were found but not expanded. */
  get queue(): number {
    if (this.complete) return 0;
    // The state that was being expanded counts, unless that was brought to its end.
    const { expanding } = this.expander;
    return Math.max(0, this.visited.count - Math.max(0, this.stop === ENDED ? expanding + 1 : expanding));
  }

  /** The states with these numbers, one after another, with the actions between them. */
  behaviour(numbers: readonly number[]): Trace['states'] {
    return behaviourOf(this.program, this.visited, this.expander.canonical, numbers);
  }

  coverage(): readonly ActionCoverage[] | undefined {
    return this.program.coverage();
  }

  trace(): Trace | undefined {
    return traceOf(this.program, this.visited, this.expander.canonical, this.stop);
  }
}
