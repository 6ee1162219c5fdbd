/** What a bug leads to: a property of the code that a mutant violates, once it has left its specification. */
import type { Model as CodeModel, Tagged } from '../../src/core/index.ts';
import { Encoder } from '../lockstep/encode.ts';
import { Heap } from '../tla-to-ts/values/heap.ts';
import type { ConsequenceLimits, Properties } from './catalogue.ts';

/** A property that does not hold, and after how many steps from an initial state. Fewer may do. */
export interface Violation {
  readonly property: string;
  readonly depth: number;
}

/** Where a search starts, and how many steps that is from an initial state. */
export interface Start<S> {
  readonly state: S;
  readonly depth: number;
}

/** What bounds a search. */
export interface ConsequenceOptions<S> {
  readonly limits?: ConsequenceLimits | undefined;
  /** The search does not go on from a state where this fails. */
  readonly within?: ((s: S) => boolean) | undefined;
  /** Look for nothing else than what is wanted. */
  readonly alone?: boolean | undefined;
}

/** A second or so; a bug that takes more to show is caught all the same, by the lockstep check. */
const LIMITS: ConsequenceLimits = { states: 8000, walks: 6000, steps: 40 };
/** Any seed does; that it is always the same makes a report repeatable. */
const SEED = 20_240_229;

type Named<F> = readonly (readonly [name: string, holds: F])[];

/** A search for a violation. The specification has no part in it: it says nothing of what follows a step that it does not have. */
class Search<S, A extends Tagged> {
  /** Of the property that is wanted, or else the first one that was met. */
  found: Violation | undefined;
  /** Was the state met that the wanted property says can be reached? */
  reached = false;
  private readonly code: CodeModel<S, A>;
  private readonly states: Named<(s: S) => boolean>;
  private readonly steps: Named<(s: S, t: S) => boolean>;
  private readonly enabled: Named<(s: S, enabled: readonly A[]) => boolean>;
  private readonly goal: ((s: S) => boolean) | undefined;
  private readonly within: (s: S) => boolean;
  private readonly wanted: string;

  constructor(code: CodeModel<S, A>, properties: Properties<S, A>, wanted: string, within: ((s: S) => boolean) | undefined) {
    this.code = code;
    this.states = Object.entries(properties.states);
    this.steps = Object.entries(properties.steps);
    this.enabled = Object.entries(properties.enabled ?? {});
    this.goal = properties.reachable?.[wanted];
    this.within = within ?? (() => true);
    this.wanted = wanted;
  }

  isOver(): boolean {
    return this.reached || this.found?.property === this.wanted;
  }

  /** All that is near the start, in the order of distance. @returns how far that was, if nothing is further, and it is all */
  breadthFirst(start: Start<S>, maxStates: number): number | undefined {
    const encoder = new Encoder(new Heap());
    const known = new Set<number>([encoder.encode(start.state)]);
    let { depth } = start;
    let level: S[] = [start.state];
    let count = 1;
    this.lookAtState(start.state, depth);
    while (level.length > 0) {
      depth += 1;
      const next: S[] = [];
      for (const s of level) {
        for (const t of this.successors(s, depth - 1)) {
          this.lookAtStep(s, t, depth);
          const key = encoder.encode(t);
          if (!known.has(key)) {
            known.add(key);
            this.lookAtState(t, depth);
            if (this.within(t)) next.push(t);
          }
          if (this.isOver() || count + next.length >= maxStates) return undefined;
        }
      }
      level = next;
      count += next.length;
    }
    return depth - 1;
  }

  /** One walk at random: it goes much deeper than all that could be listed. */
  walk(start: Start<S>, steps: number, random: () => number): void {
    let s = start.state;
    for (let i = 1; i <= steps; i++) {
      const next = this.successors(s, start.depth + i - 1);
      const t = next[Math.floor(random() * next.length)];
      if (t === undefined) return;
      this.lookAtStep(s, t, start.depth + i);
      this.lookAtState(t, start.depth + i);
      if (this.isOver() || !this.within(t)) return;
      s = t;
    }
  }

  /** The states that differ from this one. Where the mutant fails with an error, it has no successor. */
  private successors(s: S, depth: number): readonly S[] {
    const found: S[] = [];
    const enabled: A[] = [];
    for (const action of this.code.actions(s)) {
      try {
        const t = this.code.next(s, action);
        if (t === undefined) continue;
        enabled.push(action);
        if (t !== s) found.push(t);
      } catch {
        // The lockstep check reports errors; this search only looks for what can still happen.
      }
    }
    for (const [property, holds] of this.enabled) if (this.isOpen(property) && !holds(s, enabled)) this.found = { property, depth };
    return found;
  }

  private lookAtState(s: S, depth: number): void {
    this.reached ||= this.goal?.(s) === true;
    for (const [property, holds] of this.states) if (this.isOpen(property) && !holds(s)) this.found = { property, depth };
  }

  private lookAtStep(s: S, t: S, depth: number): void {
    for (const [property, holds] of this.steps) if (this.isOpen(property) && !holds(s, t)) this.found = { property, depth };
  }

  /** Once something was found, only what is wanted can still change the answer. */
  private isOpen(property: string): boolean {
    return this.found === undefined || (property === this.wanted && !this.isOver());
  }
}

/** Looks for a violation of `wanted`, near the starts and then at random; no answer means no more than that none was met. */
export function consequence<S, A extends Tagged>(
  code: CodeModel<S, A>,
  starts: readonly Start<S>[],
  properties: Properties<S, A>,
  wanted: string,
  { limits = LIMITS, within, alone = false }: ConsequenceOptions<S> = {},
): Violation | undefined {
  if (properties.reachable !== undefined && wanted in properties.reachable)
    return unreachable(code, starts, properties, wanted, { limits, within });
  const search = new Search(code, alone ? only(properties, wanted) : properties, wanted, within);
  for (const start of starts) if (!search.isOver()) search.breadthFirst(start, limits.states);
  // A name that is none of a property can never be met, and what it stands for cannot be looked for.
  const known = [properties.states, properties.steps, properties.enabled ?? {}].some((kind) => wanted in kind);
  if (!known) return search.found;
  const random = randomFrom(SEED);
  for (let i = 0; i < limits.walks && !search.isOver(); i++) {
    const start = starts[i % starts.length];
    if (start !== undefined) search.walk(start, limits.steps, random);
  }
  return search.found;
}

/** The property of this name and no other. */
function only<S, A>(properties: Properties<S, A>, wanted: string): Properties<S, A> {
  const pick = <F>(kind: Readonly<Record<string, F>> = {}): Readonly<Record<string, F>> =>
    Object.fromEntries(Object.entries(kind).filter(([name]) => name === wanted));
  return { states: pick(properties.states), steps: pick(properties.steps), enabled: pick(properties.enabled) };
}

/** That no state is such as `wanted` says can be shown by all states from the beginning on, and by nothing less. */
function unreachable<S, A extends Tagged>(
  code: CodeModel<S, A>,
  starts: readonly Start<S>[],
  properties: Properties<S, A>,
  wanted: string,
  { limits = LIMITS, within }: ConsequenceOptions<S>,
): Violation | undefined {
  const search = new Search(code, { states: {}, steps: {}, reachable: properties.reachable ?? {} }, wanted, within);
  let furthest = 0;
  for (const start of starts.filter(({ depth }) => depth === 0)) {
    const depth = search.breadthFirst(start, limits.states);
    if (depth === undefined) return undefined;
    furthest = Math.max(furthest, depth);
  }
  return search.reached ? undefined : { property: wanted, depth: furthest };
}

/** Numbers in [0, 1), always the same ones for a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
