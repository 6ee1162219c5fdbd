/** Random walks through a whole system, from a seed. */
import fc from 'fast-check';
import type { Model, Tagged } from '../../src/core/index.ts';
import { deepFreeze } from './freeze.ts';
import { startOf } from './stage.ts';

type Dice = (sides: number) => number;

/** Numbers as good as random, from a seed: so that one number of fast-check decides a whole walk. */
function dice(seed: number): Dice {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let h = Math.imul(state ^ (state >>> 15), 1 | state);
    h = (h + Math.imul(h ^ (h >>> 7), 61 | h)) ^ h;
    return ((h ^ (h >>> 14)) >>> 0) % sides;
  };
}

/** How often each type is tried; one that is not named, so often as a message comes. */
export type Weights = Readonly<Record<string, number>>;

/** Where walks go, and what must hold in them. */
export interface Walks<S, A extends Tagged> {
  readonly model: Model<S, A>;
  /** Where they start, if not where the model does. */
  readonly from?: S;
  readonly weights: Weights;
  /** The names of what a step violates. */
  readonly violated: (before: S, after: S) => readonly string[];
  readonly steps: number;
  readonly numRuns: number;
  /**
   * The message that an action is about. Where this is said, most steps are about one of the latest: where messages stay in flight, what
   * they lead to would be lost among those of long ago.
   */
  readonly messageOf?: (action: A) => object | undefined;
}

/** How old a message is that counts as one of the latest, in steps. */
const LATEST = 12;

/** The actions by their type. */
function byTypeOf<A extends Tagged>(actions: Iterable<A>): ReadonlyMap<string, readonly A[]> {
  const byType = new Map<string, A[]>();
  for (const action of actions) {
    const known = byType.get(action.type);
    if (known === undefined) byType.set(action.type, [action]);
    else known.push(action);
  }
  return byType;
}

/** One step: an action that is enabled and changes something; types first, so that a rare one is not lost among many. */
function stepOf<S, A extends Tagged>(
  m: Model<S, A>,
  weights: Weights,
  s: S,
  roll: Dice,
  isLatest: (action: A) => boolean,
): readonly [A, S] | undefined {
  const byType = byTypeOf(m.actions(s));
  for (const actions of byType.values()) for (const action of actions) isLatest(action);
  const types = [...byType.keys()].flatMap((type) => Array.from({ length: weights[type] ?? 10 }, () => type));
  const tried = (action: A | undefined): readonly [A, S] | undefined => {
    const next = action === undefined ? undefined : m.next(s, action);
    return action === undefined || next === undefined || next === s ? undefined : [action, next];
  };
  for (let tries = 0; tries < 100; tries++) {
    const known = byType.get(types[roll(types.length)] ?? '') ?? [];
    const latest = roll(4) > 0 ? known.filter(isLatest) : [];
    const instances = latest.length > 0 ? latest : known;
    const found = tried(instances[roll(instances.length)]);
    if (found !== undefined) return found;
  }
  const left = [...m.actions(s)].flatMap((action) => {
    const found = tried(action);
    return found === undefined ? [] : [found];
  });
  return left[roll(left.length)];
}

/** Walks from the start, and what happened in them how often. A walk that goes wrong is told from the start: it is the next scenario. */
export function walk<S, A extends Tagged>(walks: Walks<S, A>): ReadonlyMap<string, number> {
  const { model, weights, violated, steps, numRuns, messageOf } = walks;
  const fired = new Map<string, number>();
  const start = walks.from ?? startOf(model);
  fc.assert(
    fc.property(fc.noShrink(fc.integer()), (seed) => {
      const roll = dice(seed);
      const story: A[] = [];
      const since = new WeakMap<object, number>();
      let s: S = deepFreeze(start);
      for (let n = 0; n < steps; n++) {
        const isLatest = (action: A): boolean => {
          const message = messageOf?.(action);
          if (message === undefined) return false;
          const first = since.get(message) ?? n;
          since.set(message, first);
          return n - first < LATEST;
        };
        const found = stepOf(model, weights, s, roll, isLatest);
        if (found === undefined) return;
        const [action, next] = found;
        story.push(action);
        fired.set(action.type, (fired.get(action.type) ?? 0) + 1);
        const names = violated(s, deepFreeze(next));
        if (names.length > 0) throw new Error(`${names.join(', ')} after\n${story.map((a) => JSON.stringify(a)).join('\n')}`);
        s = next;
      }
    }),
    { numRuns },
  );
  return fired;
}

/** So many times walks are begun again until everything has happened. */
const BATCHES = 10;

/**
 * Walks until each of these types has fired more than `often` times, as chance decides how soon it does; that it does is what is to be
 * expected of what comes back. Walks in which nothing of it happens would keep every property as well.
 */
export function walkUntil<S, A extends Tagged>(walks: Walks<S, A>, types: readonly string[], often: number): ReadonlyMap<string, number> {
  const fired = new Map<string, number>();
  let batches = 0;
  do {
    for (const [type, n] of walk(walks)) fired.set(type, (fired.get(type) ?? 0) + n);
    batches += 1;
  } while (batches < BATCHES && types.some((type) => (fired.get(type) ?? 0) <= often));
  return fired;
}
