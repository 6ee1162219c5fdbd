import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assert, at, except, insert, insertCopy, mapOf, none, produce, removeCopy, same, unreachable } from '../../../src/core/index.ts';
import { deepFreeze } from '../freeze.ts';

const numbers = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 8 });

describe('sets and bags as sorted lists', () => {
  it('insert makes a set: sorted, nothing twice, the same list for a member', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 9 }), (list, x) => {
        const set = deepFreeze(list.reduce<readonly number[]>((all, y) => insert(all, y), none()));
        expect(set).toEqual([...new Set(list)].sort((a, b) => a - b));
        const more = insert(set, x);
        expect(more === set).toBe(set.includes(x));
        expect(more).toContain(x);
      }),
    );
  });

  it('insert does not depend on the order', () => {
    fc.assert(
      fc.property(numbers, (list) => {
        const of = (xs: readonly number[]): readonly number[] => xs.reduce<readonly number[]>((all, y) => insert(all, y), none());
        expect(of([...list].reverse())).toEqual(of(list));
      }),
    );
  });

  it('insert takes equal data for the same element', () => {
    const set = deepFreeze([{ type: '1a', bal: 1 }]);
    expect(insert(set, { type: '1a', bal: 1 })).toBe(set);
  });

  it('removeCopy takes away what insertCopy added', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 9 }), (list, x) => {
        const bag = deepFreeze([...list].sort((a, b) => a - b));
        const more = deepFreeze(insertCopy(bag, x));
        expect(more.filter((y) => y === x)).toHaveLength(bag.filter((y) => y === x).length + 1);
        expect(removeCopy(more, x)).toEqual(bag);
      }),
    );
    const bag = deepFreeze([1, 2]);
    expect(removeCopy(bag, 3)).toBe(bag);
  });
});

describe('functions as records', () => {
  it('except changes one value, and nothing where the value is there already', () => {
    const map = deepFreeze(mapOf(['a', 'b'], (key) => ({ key })));
    const changed = except(map, 'a', { key: 'c' });
    expect(changed).toEqual({ a: { key: 'c' }, b: { key: 'b' } });
    expect(changed.b).toBe(map.b);
    expect(except(map, 'a', at(map, 'a'))).toBe(map);
  });

  it('at stops at a name that is not there', () => {
    expect(() => at({ a: 1 }, 'b')).toThrow('no entry for b');
  });

  it('same keeps the object whose fields are all the same', () => {
    const before: Readonly<Record<string, unknown>> = deepFreeze({ a: 1, b: none() });
    expect(same(before, { a: 1, b: none() })).toBe(before);
    for (const after of [{ a: 2, b: none() }, { a: 1 }, { a: 1, b: none(), c: 1 }, { a: 1, b: [] }])
      expect(same<object>(before, after)).toBe(after);
  });
});

describe('immer', () => {
  it('updates a copy, and does not freeze it', () => {
    const before = deepFreeze({ log: [{ term: 1 }], other: {} });
    const after = produce(before, (draft) => {
      for (const entry of draft.log) entry.term = 2;
    });
    expect(after).toEqual({ log: [{ term: 2 }], other: {} });
    expect(after.other).toBe(before.other);
    expect(Object.isFrozen(after.log)).toBe(false);
  });
});

describe('assertions', () => {
  it('assert stops where the condition does not hold', () => {
    expect(() => assert(false, 'why')).toThrow('assertion failed: why');
    expect(() => assert(true, 'why')).not.toThrow();
  });

  it('unreachable says what was reached', () => {
    // At run time it may be reached with data from outside, which no compiler has seen.
    const untyped: { reach(value: unknown): never } = { reach: unreachable };
    expect(() => untyped.reach({ type: 'x' })).toThrow('{"type":"x"}');
  });
});
