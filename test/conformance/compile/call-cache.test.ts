import { describe, expect, it } from 'vitest';
import { CallCache } from '../../../conformance/tla-to-ts/compile/call-cache.ts';

describe('results of calls', () => {
  it('are found by all the arguments, and never by others', () => {
    const cache = new CallCache(2);
    const call = (a: number, b: number): CallCache => {
      cache.push(a);
      cache.push(b);
      return cache;
    };
    expect(call(2, 4).find()).toBe(-2);
    // More calls than there are entries: some are forgotten, none is taken for another.
    let found = 0;
    for (let a = 0; a < 300; a++) for (let b = 0; b < 300; b++) call(a, b).keep(a * 1000 + b);
    for (let a = 0; a < 300; a++) {
      for (let b = 0; b < 300; b++) {
        const r = call(a, b).find();
        if (r === -2) continue;
        found++;
        expect(r).toBe(a * 1000 + b);
      }
    }
    expect(found).toBeGreaterThan(1000);
  });
});
