import { describe, expect, it } from 'vitest';
import type { Model, System } from '../../../src/core/index.ts';
import { delivered, duplicate, emptyNetwork, lose, send, systemModel } from '../../../src/system/index.ts';
import { deepFreeze } from '../freeze.ts';
import { type ToyAction, type ToyMessage, type ToyState, toy } from './toy.ts';

type Toy = System<ToyState, ToyMessage>;

const config = { names: ['a', 'b'] };
const ping: ToyAction = { type: 'Ping', from: 'a', to: 'b' };
const receive: ToyAction = { type: 'Receive', message: 'ping', to: 'b' };
const receivePong: ToyAction = { type: 'Receive', message: 'pong', to: 'b' };

/** The state after the actions; a step that is not enabled fails the test. */
function reach(model: Model<Toy, ToyAction>, ...actions: readonly ToyAction[]): Toy {
  const [first] = model.init();
  if (first === undefined) throw new Error('no initial state');
  return actions.reduce((s, action) => {
    const t = model.next(deepFreeze(s), action);
    if (t === undefined) throw new Error(`not enabled: ${JSON.stringify(action)}`);
    return t;
  }, first);
}

describe('the network', () => {
  it('as a set holds a message once, whatever the order', () => {
    const one = deepFreeze(send('set', emptyNetwork<number>(), [2, 1]));
    expect(one).toEqual([1, 2]);
    expect(send('set', one, [1])).toBe(one);
    expect(delivered('set', one, 1, false)).toBe(one);
  });

  it('as a bag holds every copy', () => {
    const two = deepFreeze(send('bag', emptyNetwork<number>(), [1, 1]));
    expect(two).toEqual([1, 1]);
    expect(delivered('bag', two, 1, false)).toEqual([1]);
    expect(delivered('bag', two, 1, true)).toBe(two);
    expect(lose(two, 1)).toEqual([1]);
    expect(duplicate(two, 1)).toEqual([1, 1, 1]);
  });
});

describe('a network in which each message is there once', () => {
  it('adds nothing that is there, and a delivery takes a message away', () => {
    const one = deepFreeze(send('once', emptyNetwork<number>(), [2, 1, 2]));
    expect(one).toEqual([1, 2]);
    expect(send('once', one, [1])).toBe(one);
    expect(delivered('once', one, 1, false)).toEqual([2]);
    expect(delivered('once', one, 1, true)).toBe(one);
    expect(lose(one, 1)).toEqual([2]);
  });
});

describe('a system over a set', () => {
  const model = systemModel(toy('set'), config);

  it('starts with nothing in flight', () => {
    expect(model.init()).toEqual([{ processes: { a: { pings: 0, recent: 0 }, b: { pings: 0, recent: 0 } }, network: [] }]);
  });

  it('delivers a message again and again', () => {
    const s = reach(model, ping, receive, receive);
    expect(s.processes.b).toEqual({ pings: 2, recent: 2 });
    expect(s.network).toEqual([
      { type: 'ping', to: 'b' },
      { type: 'pong', to: 'b' },
    ]);
  });

  it('is the same object after a step that changes nothing', () => {
    const s = reach(model, ping);
    expect(model.next(s, ping)).toBe(s);
    expect(model.next(s, { type: 'Restart', at: 'a' })).toBe(s);
  });

  it('leaves alone what a step does not touch', () => {
    const s = reach(model, ping);
    const t = model.next(s, receive);
    expect(t?.processes.a).toBe(s.processes.a);
    expect(t?.network[0]).toBe(s.network[0]);
  });
});

describe('a system over a bag', () => {
  const model = systemModel(toy('bag'), config);

  it('delivers a message once', () => {
    const s = reach(model, ping, receive);
    expect(s.network).toEqual([{ type: 'pong', to: 'b' }]);
    expect(model.next(s, receive)).toBeUndefined();
  });

  it('keeps a message in flight if the step says so', () => {
    expect(reach(model, ping, receive, receivePong).network).toEqual([{ type: 'pong', to: 'b' }]);
  });

  it('loses and duplicates messages that are in flight, and no others', () => {
    const loses: ToyAction = { type: 'Lose', message: 'ping', to: 'b' };
    const duplicates: ToyAction = { type: 'Duplicate', message: 'ping', to: 'b' };
    const s = reach(model, ping, duplicates);
    expect(s.network).toHaveLength(2);
    expect(reach(model, ping, loses).network).toEqual([]);
    expect(model.next(reach(model), loses)).toBeUndefined();
    expect(model.next(reach(model), duplicates)).toBeUndefined();
  });
});

describe('processes', () => {
  const model = systemModel(toy('bag'), config);

  it('come back from a crash with what is durable', () => {
    const s = reach(model, ping, receive, { type: 'Restart', at: 'b' });
    expect(s.processes.b).toEqual({ pings: 1, recent: 0 });
    expect(s.network).toHaveLength(1);
  });

  it('can act on all that is in flight', () => {
    expect(reach(model, ping, ping, { type: 'Peek', at: 'a' }).processes.a).toEqual({ pings: 0, recent: 2 });
    expect(model.next(reach(model), { type: 'Peek', at: 'a' })).toBeUndefined();
  });

  it('disable what their guards refuse', () => {
    expect(model.next(reach(model), { type: 'Ping', from: 'a', to: 'a' })).toBeUndefined();
  });

  it('have every action in the domain, enabled or not', () => {
    expect([...model.actions(reach(model))]).toHaveLength(12);
  });
});
