/**
 * Random walks of five servers with everything at once: PreVote, no-ops, reads, snapshots, changes of membership with a learner,
 * transfers and crashes, as in spec/raft/MCRaft_walks.cfg. After each step every invariant and every property of a step is looked at.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model } from '../../../src/core/index.ts';
import { actions, type ObservedRaft, type RaftModelConfig, raftStep, raftStepObserver, type RaftStepAction } from '../../../src/raft/index.ts';
import { observed, systemModel } from '../../../src/system/index.ts';
import { deepFreeze } from '../freeze.ts';
import { model, start } from './models.ts';
import { cast, violated } from './play.ts';

const five: readonly string[] = ['s1', 's2', 's3', 's4', 's5'];
const c: RaftModelConfig = cast(five, { preVote: true, initVoters: five.slice(0, 4), initLearners: ['s5'] });
const narrow: RaftModelConfig = deepFreeze({
  ...c,
  maxEntries: 2,
  bounds: { ...c.bounds, electable: c.bounds.electable.slice(0, 6), maxIndex: 6, maxConfigs: 3 },
});

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
type Weights = Readonly<Record<string, number>>;

/** One step: an action that is enabled and changes something; types first, so that a rare one is not lost among many. */
function stepOf<A extends Tagged>(m: Model<ObservedRaft, A>, weights: Weights, s: ObservedRaft, roll: Dice): readonly [A, ObservedRaft] | undefined {
  const byType = new Map<string, A[]>();
  for (const action of m.actions(s)) {
    const known = byType.get(action.type);
    if (known === undefined) byType.set(action.type, [action]);
    else known.push(action);
  }
  const types = [...byType.keys()].flatMap((type) => Array.from({ length: weights[type] ?? 6 }, () => type));
  for (let tries = 0; tries < 300; tries++) {
    const instances = byType.get(types[roll(types.length)] ?? '') ?? [];
    const action = instances[roll(instances.length)];
    const next = action === undefined ? undefined : m.next(s, action);
    if (action !== undefined && next !== undefined && next !== s) return [action, next];
  }
  return undefined;
}

/** Walks from the start, and what happened in them how often. A walk that goes wrong is told from the start: it is the next scenario. */
function walk<A extends Tagged>(c: RaftModelConfig, m: Model<ObservedRaft, A>, weights: Weights, steps: number, numRuns: number): ReadonlyMap<string, number> {
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
        const names = violated(c, s, deepFreeze(next));
        if (names.length > 0) throw new Error(`${names.join(', ')} after\n${story.map((a) => JSON.stringify(a)).join('\n')}`);
        s = next;
      }
    }),
    { numRuns },
  );
  return fired;
}

describe('Figure 3, and thesis 3.10, 4, 6.4 and 9.6, along random walks', () => {
  it('x', () => {
    const weights = { Timeout: 1, Restart: 1, AbortTransfer: 1, RemoveServer: 1, TransferLeadership: 1, BecomeLeader: 20 };
    const t0 = Date.now();
    const fired = walk(narrow, model(narrow), weights, 300, 20);
    console.log(Date.now() - t0, fired, Object.keys(actions).filter((x) => !fired.has(x)));
  });

  it('y', () => {
    const m = observed(systemModel(raftStep, narrow), raftStepObserver(narrow));
    const t0 = Date.now();
    const fired = walk<RaftStepAction>(narrow, m, { Restart: 1, ElectionTimeout: 2 }, 150, 20);
    console.log(Date.now() - t0, fired);
  });
});
