/** Random walks through a whole system, from a seed. */
import fc from 'fast-check';
import type { Model } from '../../../src/core/index.ts';
import type { ObservedRaft, RaftModelConfig } from '../../../src/raft/index.ts';
import { deepFreeze } from '../freeze.ts';
import { start } from './models.ts';
import { violated } from './properties.ts';

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

interface Tagged {
  readonly type: string;
}

/** How often each type is tried; one that is not named, so often as a message comes. */
export type Weights = Readonly<Record<string, number>>;

/** One step: an action that is enabled and changes something; types first, so that a rare one is not lost among many. */
function stepOf<A extends Tagged>(
  m: Model<ObservedRaft, A>,
  weights: Weights,
  s: ObservedRaft,
  roll: Dice,
): readonly [A, ObservedRaft] | undefined {
  const byType = new Map<string, A[]>();
  for (const action of m.actions(s)) {
    const known = byType.get(action.type);
    if (known === undefined) byType.set(action.type, [action]);
    else known.push(action);
  }
  const types = [...byType.keys()].flatMap((type) => Array.from({ length: weights[type] ?? 10 }, () => type));
  const tried = (action: A | undefined): readonly [A, ObservedRaft] | undefined => {
    const next = action === undefined ? undefined : m.next(s, action);
    return action === undefined || next === undefined || next === s ? undefined : [action, next];
  };
  for (let tries = 0; tries < 100; tries++) {
    const instances = byType.get(types[roll(types.length)] ?? '') ?? [];
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
export function walk<A extends Tagged>(
  c: RaftModelConfig,
  m: Model<ObservedRaft, A>,
  weights: Weights,
  steps: number,
  numRuns: number,
  except: readonly string[] = [],
): ReadonlyMap<string, number> {
  const fired = new Map<string, number>();
  fc.assert(
    fc.property(fc.noShrink(fc.integer()), (seed) => {
      const roll = dice(seed);
      const story: A[] = [];
      let s = deepFreeze(start(c));
      for (let n = 0; n < steps; n++) {
        const found = stepOf(m, weights, s, roll);
        if (found === undefined) return;
        const [action, next] = found;
        story.push(action);
        fired.set(action.type, (fired.get(action.type) ?? 0) + 1);
        const names = violated(c, s, deepFreeze(next)).filter((name) => !except.includes(name));
        if (names.length > 0) throw new Error(`${names.join(', ')} after\n${story.map((a) => JSON.stringify(a)).join('\n')}`);
        s = next;
      }
    }),
    { numRuns },
  );
  return fired;
}
