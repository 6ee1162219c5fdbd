import { describe, expect, it } from 'vitest';
import type { Observer } from '../../../src/core/index.ts';
import { observed, systemModel } from '../../../src/system/index.ts';
import { deepFreeze } from '../freeze.ts';
import { type ToyAction, toy } from './toy.ts';

/** Counts the pings that were sent, and allows two. */
const counter: Observer<object, ToyAction, number> = {
  init: () => 0,
  next: (h, _, action) => {
    if (action.type !== 'Ping') return h;
    return h === 2 ? undefined : h + 1;
  },
};

describe('an observed system', () => {
  const model = observed(systemModel(toy('set'), { names: ['a', 'b'] }), counter);
  const ping: ToyAction = { type: 'Ping', from: 'a', to: 'b' };
  const [first] = model.init();

  it('has a history, and steps that the history forbids are not enabled', () => {
    if (first === undefined) throw new Error('no initial state');
    const one = model.next(deepFreeze(first), ping);
    const two = one && model.next(deepFreeze(one), ping);
    expect([first.history, one?.history, two?.history]).toEqual([0, 1, 2]);
    expect(two && model.next(two, ping)).toBeUndefined();
    expect(two && model.next(two, { type: 'Receive', message: 'ping', to: 'b' })?.history).toBe(2);
  });

  it('is the same object after a step that changes neither', () => {
    if (first === undefined) throw new Error('no initial state');
    expect(model.next(first, { type: 'Restart', at: 'a' })).toBe(first);
    expect(model.next(first, { type: 'Receive', message: 'ping', to: 'b' })).toBeUndefined();
  });
});
