/** Random walks: the seed decides everything, and what they meet is compared as fully as anywhere. */
import { describe, expect, test } from 'vitest';
import { type LockstepResult, type WalkOptions, walks } from '../../../conformance/lockstep/index.ts';
import { withProgram } from '../../../conformance/tla-to-ts/explore/stepper.ts';
import { next, type Plant, type Toy, toyBinding, toySpec, WITH_TICK } from './toy.ts';

function walk(options: Partial<WalkOptions> = {}, plant: Plant = {}, model = toySpec()): LockstepResult {
  return withProgram(model, (program) => walks(program, toyBinding(plant), { walks: 20, depth: 30, seed: 1, ...options }));
}

/** Where the walks went, which the order of the code's states shows. */
function route(seed: number): readonly string[] {
  const seen: string[] = [];
  const plant: Plant = {
    next(s: Toy, a) {
      seen.push(JSON.stringify(s));
      return next(s, a);
    },
  };
  walk({ seed, walks: 3 }, plant);
  return seen;
}

describe('the seed', () => {
  test('the same one, the same walks', () => {
    expect(route(7)).toEqual(route(7));
    expect(walk({ seed: 7 })).toEqual({ ...walk({ seed: 7 }), seconds: expect.any(Number) });
  });

  test('another one, other walks', () => {
    expect(route(7)).not.toEqual(route(8));
  });
});

test('no difference is no proof', () => {
  const result = walk();
  expect(result).toMatchObject({ verdict: 'identical', complete: false, depth: 31 });
  expect(result.states).toBeGreaterThan(50);
  expect(result.transitions).toBeGreaterThan(result.states);
  for (const name of ['Increment', 'Announce', 'Lose', 'Reset']) expect(result.actions.get(name)).toBeGreaterThan(0);
});

test('pairs and transitions are counted once, however often a walk comes by', () => {
  const result = walk({ walks: 200, depth: 100 });
  expect(result.states).toBe(144);
  expect(result.transitions).toBe(768);
});

describe('a planted bug is found', () => {
  test('with the whole path', () => {
    const plant: Plant = { next: (s, a) => (a.type === 'Lose' && s.msgs.length === 4 ? undefined : next(s, a)) };
    const result = walk({}, plant);
    expect(result).toMatchObject({ verdict: 'divergent', complete: false });
    expect(result.divergence).toMatchObject({ kind: 'spec-only' });
    expect(result.divergence?.path[0]?.label).toBeUndefined();
    expect(result.divergence?.path.length).toBeGreaterThan(8);
    const again = walk({}, plant);
    expect(again.divergence?.path.map((p) => p.label)).toEqual(result.divergence?.path.map((p) => p.label));
  });

  test('in the initial state', () => {
    expect(walk({}, { init: [] }).divergence?.kind).toBe('initial');
  });

  test('in a step of the code alone', () => {
    const plant: Plant = { actions: WITH_TICK, next: (s, a) => (a.type === 'Tick' ? { ...s, hidden: (s.hidden ?? 0) + 1 } : next(s, a)) };
    expect(walk({}, plant).verdict).toBe('identical');
    const bad: Plant = {
      ...plant,
      next: (s, a) => (a.type === 'Tick' && s.hidden === 3 ? { ...s, msgs: [] } : (plant.next ?? next)(s, a)),
    };
    expect(walk({}, bad).divergence?.kind).toBe('not-a-stutter');
  });
});

test('walks that compare nothing are no pass', () => {
  const model = toySpec((t) => t.replace('count[n] < Max\n', 'count[n] < 0\n'));
  const result = walk({}, { next: (s, a) => (a.type === 'Increment' ? undefined : next(s, a)) }, model);
  expect(result).toMatchObject({ verdict: 'incomplete', message: 'no step was compared' });
});
