/** A system that remembers takes the steps that `perform`, which does not, says it takes: no more, no fewer, no others. */
import { describe, expect, it } from 'vitest';
import { rememberingModel } from '../../../conformance/system/model.ts';
import { client } from '../../../src/client/index.ts';
import type { Assembly, System, Tagged } from '../../../src/core/index.ts';
import { paxos } from '../../../src/paxos/index.ts';
import { raft } from '../../../src/raft/index.ts';
import { initial, perform } from '../../../src/system/index.ts';
import { config as clientConfig } from '../../src/client/models.ts';
import { deepFreeze } from '../../src/freeze.ts';
import { config as paxosConfig } from '../../src/paxos/models.ts';
import { config as raftConfig } from '../../src/raft/models.ts';
import { type ToyAction, toy } from '../../src/system/toy.ts';

/** A sequence of numbers below n, the same each time. */
function generator(seed: number): (n: number) => number {
  let x = seed;
  return (n) => {
    x = (Math.imul(x, 1103515245) + 12345) >>> 0;
    return (x >>> 8) % n;
  };
}

/** Walks through a system, and compares all steps of each state. @returns how many there were */
function compare<C, S extends object, I extends Tagged, M extends object, D, A extends Tagged>(
  assembly: Assembly<C, S, I, M, D, A>,
  c: C,
  seed: number,
): number {
  const model = rememberingModel(assembly, c);
  const pick = generator(seed);
  let plain: System<S, M> = initial(assembly, c);
  let state = model.init()[0];
  let steps = 0;
  for (let n = 0; n < 60; n++) {
    if (state === undefined) throw new Error('no initial state');
    const here: System<S, M> = state;
    expect(here).toEqual(plain);
    const all = [...assembly.actions(c), ...plain.network.flatMap((m) => assembly.deliveries?.(c, m) ?? [])];
    const expected = all.flatMap((action) => perform(assembly, c, deepFreeze(plain), assembly.move(c, action)) ?? []);
    // Twice: what was computed, and what is remembered.
    const found = [...model.actions(here)].flatMap((action) => model.next(deepFreeze(here), action) ?? []);
    const again = [...model.actions(here)].flatMap((action) => model.next(here, action) ?? []);
    expect(again).toEqual(found);
    // What several messages give rise to is one action here.
    expect(new Set(found.map((t) => JSON.stringify(t)))).toEqual(new Set(expected.map((t) => JSON.stringify(t))));
    steps += found.length;
    state = found[pick(found.length)];
    const same = expected.find((t) => JSON.stringify(t) === JSON.stringify(state));
    if (same === undefined) throw new Error('a step that is no step');
    plain = same;
  }
  return steps;
}

describe('a system that remembers', () => {
  it.each([1, 2, 3])('takes the steps of Paxos (seed %i)', (seed) => {
    expect(compare(paxos, paxosConfig(2), seed)).toBeGreaterThan(100);
  });

  it.each([1, 2, 3])('takes the steps of clients (seed %i)', (seed) => {
    expect(compare(client, clientConfig({ refuses: seed === 3, time: [0, 1], forgetful: ['c1'] }), seed)).toBeGreaterThan(100);
  });

  it.each([1, 2, 3])('takes the steps of Raft (seed %i)', (seed) => {
    expect(compare(raft, raftConfig({ preVote: seed === 3 }), seed)).toBeGreaterThan(100);
  });
});

describe('systems that are equal', () => {
  it('have the same objects in them, whatever the order of the steps', () => {
    const model = rememberingModel(toy('set'), { names: ['a', 'b'] });
    const pings: readonly ToyAction[] = [
      { type: 'Ping', from: 'a', to: 'b' },
      { type: 'Ping', from: 'b', to: 'a' },
    ];
    const reached = (actions: readonly ToyAction[]) =>
      actions.reduce((s, action) => s && model.next(deepFreeze(s), action), model.init()[0]);
    const one = reached(pings);
    expect(one?.network).toHaveLength(2);
    const other = reached([...pings].reverse());
    expect(other?.network).toBe(one?.network);
    expect(other?.processes).toBe(one?.processes);
  });
});
