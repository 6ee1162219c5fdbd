import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Heap, K_FN, K_REC, K_SEQ, NONE } from '../../../conformance/tla-to-ts/values/heap.ts';
import { anyTree, build, comparableTrees, elems, fnOf, recOf, seqOf, setOf } from './support.ts';

describe('canonical forms', () => {
  test('a function over 1..n is a sequence, over strings a record', () => {
    const h = new Heap();
    const [one, two, three] = [h.int(1), h.int(2), h.int(3)];
    expect(fnOf(h, [])).toBe(h.emptySeq);
    expect(
      fnOf(h, [
        [two, three],
        [one, two],
      ]),
    ).toBe(seqOf(h, two, three));
    expect(h.fnMerge(h.single(two, three), h.single(one, two))).toBe(seqOf(h, two, three));
    expect(h.kind(fnOf(h, [[two, three]]))).toBe(K_FN);
    expect(
      h.kind(
        fnOf(h, [
          [h.int(0), one],
          [one, one],
        ]),
      ),
    ).toBe(K_FN);
    expect(h.kind(seqOf(h, one))).toBe(K_SEQ);
    const shape = h.shape(['b', 'a']);
    const mark = h.begin();
    for (const name of h.shapeFields(shape)) h.push(h.str(`of ${h.strVal(name)}`));
    const record = h.recFrom(shape, mark);
    expect(h.kind(record)).toBe(K_REC);
    expect(record).toBe(recOf(h, { a: h.str('of a'), b: h.str('of b') }));
    expect(h.single(h.str('a'), one)).toBe(recOf(h, { a: one }));
    expect(
      h.kind(
        fnOf(h, [
          [h.model('m'), one],
          [h.str('a'), one],
        ]),
      ),
    ).toBe(K_FN);
    expect(h.recShape(record)).toBe(shape);
    expect(h.recShape(h.emptySeq)).toBe(-1);
    expect(h.domain(record)).toBe(setOf(h, h.str('a'), h.str('b')));
    expect(h.recFrom(h.shape([]), h.begin())).toBe(h.emptySeq);
    expect(() => h.shape(['a', 'b', 'a'])).toThrow('Field name a occurs multiple times in record.');
  });

  test('integers: the whole 32-bit range, and nothing beyond', () => {
    const h = new Heap();
    fc.assert(
      fc.property(
        fc.oneof(fc.integer(), fc.constantFrom(2 ** 30 - 1, 2 ** 30, -(2 ** 30), -(2 ** 30) - 1, 2 ** 31 - 1, -(2 ** 31))),
        (n) => {
          const id = h.int(n);
          expect(h.isInt(id)).toBe(true);
          expect(h.intVal(id)).toBe(n);
          expect(h.int(n)).toBe(id);
        },
      ),
    );
    for (const n of [2 ** 31, -(2 ** 31) - 1, 2 ** 40, Number.NaN]) expect(() => h.int(n)).toThrow('Overflow');
    expect(h.int(-0)).toBe(h.int(0));
    expect(h.int(-1)).not.toBe(NONE);
    expect(h.cmp(h.int(2 ** 30), h.int(3))).toBeGreaterThan(0);
    expect(h.cmp(h.int(-(2 ** 31)), h.int(2 ** 31 - 1))).toBeLessThan(0);
  });
});

describe('functions', () => {
  test('application, EXCEPT and DOMAIN agree with a map', () => {
    fc.assert(
      fc.property(comparableTrees, comparableTrees, fc.nat(), (keys, values, pick) => {
        const h = new Heap();
        const map = new Map(keys.map((key, i) => [build(h, key), build(h, values[i % values.length] ?? key)]));
        const f = fnOf(h, [...map]);
        expect(h.domain(f)).toBe(setOf(h, ...map.keys()));
        expect(h.fnSize(f)).toBe(map.size);
        for (const [x, y] of map) {
          expect(h.apply(f, x)).toBe(y);
          expect(h.applyOr(f, x)).toBe(y);
        }
        const x = [...map.keys()][pick % map.size] ?? NONE;
        const v = [...map.values()][(pick >> 3) % map.size] ?? NONE;
        expect(h.except(f, x, v)).toBe(fnOf(h, [...map.set(x, v)]));
        elems(h, h.domain(f)).forEach((key, i) => {
          expect(h.fnValue(h.except(f, x, v), i)).toBe(map.get(key));
        });
      }),
    );
  });

  test('@@ takes from the left first', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 6 }), fc.nat())), fc.array(fc.tuple(fc.nat({ max: 6 }), fc.nat())), (xs, ys) => {
        const h = new Heap();
        const fn = (pairs: [number, number][]) =>
          fnOf(
            h,
            pairs.map(([k, v]) => [h.int(k), h.int(v)]),
          );
        expect(h.fnMerge(fn(xs), fn(ys))).toBe(fn([...ys, ...xs]));
      }),
    );
  });

  test('what is not in the domain', () => {
    const h = new Heap();
    const f = fnOf(h, [[h.int(3), h.int(4)]]);
    expect(h.applyOr(f, h.int(1))).toBe(NONE);
    expect(h.except(f, h.int(1), h.int(5))).toBe(f);
    expect(h.applyOr(seqOf(h, h.int(-1)), h.int(1))).toBe(-1);
    expect(h.applyOr(seqOf(h, h.int(-1)), h.int(2))).toBe(NONE);
    expect(h.except(seqOf(h, h.int(-1)), h.int(0), h.int(5))).toBe(seqOf(h, h.int(-1)));
    expect(h.exceptField(recOf(h, { a: 2 }), h.str('b'), 0)).toBe(recOf(h, { a: 2 }));
    expect(h.exceptField(recOf(h, { a: 2 }), h.str('a'), 0)).toBe(recOf(h, { a: 0 }));
    expect(h.field(recOf(h, { b: 0, a: 2 }), h.str('a'))).toBe(2);
  });

  test('functions with a large domain', () => {
    const h = new Heap();
    const pairs = Array.from({ length: 100 }, (_, i) => [setOf(h, h.int(i)), h.int(i * i)] as const);
    const f = fnOf(h, pairs);
    for (const [x, y] of pairs) expect(h.apply(f, x)).toBe(y);
    expect(h.applyOr(f, setOf(h, h.int(100)))).toBe(NONE);
    expect(h.applyOr(f, h.emptySet)).toBe(NONE);
  });
});

describe('sequences', () => {
  test('agree with arrays', () => {
    fc.assert(
      fc.property(
        fc.array(anyTree, { maxLength: 5 }),
        fc.array(anyTree, { maxLength: 4 }),
        anyTree,
        fc.nat(),
        fc.nat(),
        (xs, ys, last, m, n) => {
          const h = new Heap();
          const [a, b] = [xs.map((x) => build(h, x)), ys.map((y) => build(h, y))];
          const [s, t, x] = [seqOf(h, ...a), seqOf(h, ...b), build(h, last)];
          expect(h.len(s)).toBe(a.length);
          expect(h.append(s, x)).toBe(seqOf(h, ...a, x));
          expect(h.concat(s, t)).toBe(seqOf(h, ...a, ...b));
          a.forEach((e, i) => {
            expect(h.at(s, i + 1)).toBe(e);
            expect(h.except(s, h.int(i + 1), x)).toBe(seqOf(h, ...a.with(i, x)));
          });
          if (a.length === 0) return;
          expect(h.head(s)).toBe(a[0]);
          expect(h.tail(s)).toBe(seqOf(h, ...a.slice(1)));
          const from = (m % a.length) + 1;
          const to = (n % a.length) + 1;
          expect(h.subSeq(s, from, to)).toBe(seqOf(h, ...a.slice(from - 1, Math.max(to, from - 1))));
        },
      ),
    );
  });

  test('strings are sequences for Len, Tail, SubSeq and \\o', () => {
    const h = new Heap();
    const abc = h.str('abc');
    expect(h.len(abc)).toBe(3);
    expect(h.tail(abc)).toBe(h.str('bc'));
    expect(h.subSeq(abc, 2, 3)).toBe(h.str('bc'));
    expect(h.subSeq(abc, 2, 1)).toBe(h.str(''));
    expect(h.concat(abc, h.str('d'))).toBe(h.str('abcd'));
  });
});

describe('the heap grows', () => {
  test('hundreds of thousands of values, long payloads and deep stacks', () => {
    const h = new Heap();
    const ids: number[] = [];
    for (let i = 0; i < 200_000; i++) ids.push(h.append(seqOf(h, h.int(i)), h.int(i + 1)));
    for (let i = 0; i < 200_000; i += 997) expect(ids[i]).toBe(seqOf(h, h.int(i), h.int(i + 1)));
    const mark = h.begin();
    for (const id of ids) h.push(id);
    const all = h.setFrom(mark);
    expect(h.size(all)).toBe(200_000);
    expect(h.has(all, ids[123_456] ?? NONE)).toBe(true);
    expect(h.sp).toBe(0);
    expect(h.bytes()).toBeGreaterThan(200_000 * 20);
  });
});
