import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Id } from '../../../conformance/tla-to-ts/values/heap.ts';
import { Heap, SET_BOUND } from '../../../conformance/tla-to-ts/values/heap.ts';
import { build, comparableTrees, elems, listed, setOf } from './support.ts';

/** A heap, two explicit sets and an element, all comparable. */
const operands = fc.tuple(comparableTrees, fc.nat(), fc.nat()).map(([trees, x, y]) => {
  const h = new Heap();
  const ids = trees.map((tree) => build(h, tree));
  const pick = (bits: number): Id => setOf(h, ...ids.filter((_, i) => ((bits >> i) & 1) === 1));
  return { h, a: pick(x), b: pick(y), c: pick(x ^ (y >> 1)), ids };
});

describe('explicit sets', () => {
  test('the algebra agrees with sets of ids', () => {
    fc.assert(
      fc.property(operands, ({ h, a, b }) => {
        const [x, y] = [elems(h, a), elems(h, b)];
        expect(h.union(a, b)).toBe(setOf(h, ...x, ...y));
        expect(h.inter(a, b)).toBe(setOf(h, ...x.filter((e) => y.includes(e))));
        expect(h.diff(a, b)).toBe(setOf(h, ...x.filter((e) => !y.includes(e))));
        expect(h.subseteq(a, b)).toBe(x.every((e) => y.includes(e)));
        for (const e of [...x, ...y]) {
          expect(h.has(a, e)).toBe(x.includes(e));
          expect(h.add(a, e)).toBe(setOf(h, ...x, e));
          expect(h.remove(a, e)).toBe(setOf(h, ...x.filter((other) => other !== e)));
        }
      }),
    );
  });

  test('laws', () => {
    fc.assert(
      fc.property(operands, ({ h, a, b, c }) => {
        expect(h.union(a, b)).toBe(h.union(b, a));
        expect(h.union(a, h.union(b, c))).toBe(h.union(h.union(a, b), c));
        expect(h.inter(a, h.union(b, c))).toBe(h.union(h.inter(a, b), h.inter(a, c)));
        expect(h.diff(a, h.union(b, c))).toBe(h.inter(h.diff(a, b), h.diff(a, c)));
        expect(h.union(h.inter(a, b), h.diff(a, b))).toBe(a);
        expect(h.bigUnion(setOf(h, a, b, c))).toBe(h.union(a, h.union(b, c)));
        expect(h.subseteq(h.inter(a, b), b)).toBe(true);
      }),
    );
  });

  test('large sets: building in any order, searching, set algebra', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -500, max: 500 }), { minLength: 30, maxLength: 200 }), (numbers) => {
        const h = new Heap();
        const flat = setOf(h, ...numbers.map((n) => h.int(n)), h.int(numbers[0] ?? 0));
        const nested = setOf(h, ...numbers.map((n) => setOf(h, h.int(n))));
        expect([h.size(flat), h.size(nested)]).toEqual([numbers.length, numbers.length]);
        for (let n = -510; n <= 510; n += 7) {
          const isElement = numbers.includes(n);
          expect(h.has(flat, h.int(n))).toBe(isElement);
          expect(h.posIn(flat, h.int(n))).toBe(isElement ? numbers.filter((m) => m < n).length : -1);
          expect(h.has(nested, setOf(h, h.int(n)))).toBe(isElement);
        }
        expect(h.bigUnion(nested)).toBe(flat);
      }),
      { numRuns: 20 },
    );
  });
});

/** A random lazy set over small operands, together with its elements as the mathematical definition gives them. */
type Lazy = (h: Heap) => { set: Id; all: Id[]; others: Id[] };

const subsets = (h: Heap, xs: Id[]): Id[] =>
  Array.from({ length: 2 ** xs.length }, (_, bits) => setOf(h, ...xs.filter((_x, i) => ((bits >> i) & 1) === 1)));

const products = (xs: Id[], n: number): Id[][] => (n === 0 ? [[]] : products(xs, n - 1).flatMap((tuple) => xs.map((x) => [...tuple, x])));

const lazySet: fc.Arbitrary<Lazy> = fc
  .record({
    form: fc.constantFrom('subset', 'functions', 'records', 'product', 'interval', 'cup', 'cap', 'diff'),
    n: fc.nat({ max: 3 }),
    m: fc.nat({ max: 3 }),
    strings: fc.boolean(),
  })
  .map(({ form, n, m, strings }) => (h: Heap) => {
    const keys = Array.from({ length: n }, (_, i) => (strings ? h.str(`k${i}`) : h.int(i + 1)));
    const values = Array.from({ length: m }, (_, i) => h.int(i));
    const odd = [h.int(77), h.int(-1)];
    const [S, T] = [setOf(h, ...keys), setOf(h, ...values)];
    const tuples = products(values, n);
    const foreign = products([...values, ...odd], n);
    const asFunction = (tuple: Id[]): Id => {
      const mark = h.begin();
      for (const x of tuple) h.push(x);
      return h.fnFrom(S, mark);
    };
    const asSeq = (tuple: Id[]): Id => {
      const mark = h.begin();
      for (const x of tuple) h.push(x);
      return h.seqFrom(mark);
    };
    const power = h.subsetOf(T);
    const some = setOf(h, ...subsets(h, values).slice(0, 2), setOf(h, ...odd));
    const mark = h.begin();
    switch (form) {
      case 'subset':
        return { set: h.subsetOf(T), all: subsets(h, values), others: [setOf(h, ...odd)] };
      case 'functions':
        return { set: h.fcnSet(S, T), all: tuples.map(asFunction), others: foreign.map(asFunction) };
      case 'records': {
        const shape = h.shape(Array.from({ length: n }, (_, i) => `k${i}`));
        const record = (tuple: Id[]): Id => {
          const start = h.begin();
          for (const x of tuple) h.push(x);
          return h.recFrom(shape, start);
        };
        for (let i = 0; i < n; i++) h.push(T);
        return { set: h.recSet(shape, mark), all: tuples.map(record), others: foreign.map(record) };
      }
      case 'product':
        for (let i = 0; i < n; i++) h.push(T);
        return { set: h.prod(mark), all: tuples.map(asSeq), others: foreign.map(asSeq) };
      case 'interval': {
        const all = Array.from({ length: 1100 }, (_, i) => h.int(i - n));
        return { set: h.interval(-n, 1099 - n), all, others: [h.int(-n - 1), h.int(1100 - n)] };
      }
      case 'cup':
        return { set: h.union(power, some), all: [...subsets(h, values), ...elems(h, some)], others: [setOf(h, h.int(5))] };
      case 'cap':
        return {
          set: h.inter(power, h.subsetOf(setOf(h, ...values.slice(1), ...odd))),
          all: subsets(h, values.slice(1)),
          others: elems(h, some),
        };
      default:
        return { set: h.diff(power, some), all: subsets(h, values).slice(2), others: elems(h, some) };
    }
  });

describe('lazy sets', () => {
  test('membership, enumeration and cardinality agree with the definition', () => {
    fc.assert(
      fc.property(lazySet, (lazy) => {
        const h = new Heap();
        const { set, all, others } = lazy(h);
        const expected = setOf(h, ...all);
        for (const x of [...all, ...others]) expect(h.has(set, x)).toBe(all.includes(x));
        expect(h.isFiniteSet(set)).toBe(true);
        expect(h.cardinality(set)).toBe(h.size(expected));
        expect(listed(h, set)).toEqual(elems(h, expected));
        expect(h.norm(set)).toBe(expected);
        expect(listed(h, set)).toEqual(elems(h, expected));
        expect(h.eq(set, expected)).toBe(true);
        expect(h.cmp(expected, set)).toBe(0);
        expect(h.subseteq(set, expected)).toBe(true);
        expect(h.subseteq(expected, set)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('inside other values they are enumerated, so that equal values have equal ids', () => {
    fc.assert(
      fc.property(lazySet, (lazy) => {
        const h = new Heap();
        const { set } = lazy(h);
        const explicit = h.norm(set);
        expect(setOf(h, set)).toBe(setOf(h, explicit));
        expect(setOf(h, set, explicit)).toBe(setOf(h, explicit));
        expect(h.single(h.int(7), set)).toBe(h.single(h.int(7), explicit));
        expect(h.except(h.single(h.int(7), h.int(0)), h.int(7), set)).toBe(h.single(h.int(7), explicit));
        expect(h.append(h.emptySeq, set)).toBe(h.append(h.emptySeq, explicit));
        expect(h.isSettled(h.append(h.emptySeq, set))).toBe(true);
        expect(h.has(setOf(h, explicit), set)).toBe(true);
      }),
    );
  });

  test('membership never enumerates', () => {
    const h = new Heap();
    const huge = h.interval(0, 2 ** 31 - 1);
    const functions = h.fcnSet(h.interval(1, 20), h.subsetOf(huge));
    const mark = h.begin();
    for (let i = 0; i < 20; i++) h.push(setOf(h, h.int(i)));
    const f = h.seqFrom(mark);
    expect(h.has(functions, f)).toBe(true);
    expect(h.has(functions, h.except(f, h.int(3), setOf(h, h.int(-1))))).toBe(false);
    expect(h.has(h.seqSet(h.nat), h.emptySeq)).toBe(true);
    expect(h.has(h.fcnSet(h.interval(1, 2), h.nat), h.emptySeq)).toBe(false);
    expect(h.subseteq(h.subsetOf(huge), h.subsetOf(h.nat))).toBe(true);
    expect(h.subseteq(h.interval(-5, 5000), h.intSet)).toBe(true);
    expect(h.has(h.union(h.nat, setOf(h, h.int(-1))), h.int(-1))).toBe(true);
    expect(h.has(h.union(h.nat, setOf(h, h.int(-1))), h.int(-2))).toBe(false);
    expect(h.inter(setOf(h, h.int(-1), h.int(4)), h.nat)).toBe(setOf(h, h.int(4)));
    expect(h.diff(setOf(h, h.int(-1), h.int(4)), h.nat)).toBe(setOf(h, h.int(-1)));
    expect(h.bigUnion(h.subsetOf(huge))).toBe(huge);
    expect(h.cardinality(h.fcnSet(h.interval(1, 10), h.interval(1, 8)))).toBe(8 ** 10);
    expect(h.isFiniteSet(h.subsetOf(h.nat))).toBe(false);
  });

  test('infinite sets inside values', () => {
    const h = new Heap();
    const types = h.single(h.str('term'), h.nat);
    expect(h.isSettled(types)).toBe(false);
    expect(h.isSettled(setOf(h, types))).toBe(false);
    expect(h.isSettled(h.nat)).toBe(false);
    expect(h.isSettled(h.single(h.str('term'), h.int(1)))).toBe(true);
    expect(h.has(h.field(types, h.str('term')), h.int(3))).toBe(true);
    expect(h.eq(types, h.single(h.str('term'), h.nat))).toBe(true);
    expect(h.eq(types, h.single(h.str('term'), h.intSet))).toBe(false);
    expect(h.eq(h.fcnSet(h.booleanSet, h.nat), h.fcnSet(h.booleanSet, h.nat))).toBe(true);
    expect(h.eq(h.seqSet(h.nat), h.seqSet(h.intSet))).toBe(false);
  });

  test('the subsets come by size, then lexicographically; functions with the last argument varying fastest', () => {
    const h = new Heap();
    expect(h.toText(h.norm(h.subsetOf(h.interval(1, 3))))).toBe('{{}, {1}, {2}, {3}, {1, 2}, {1, 3}, {2, 3}, {1, 2, 3}}');
    expect(h.toText(h.norm(h.fcnSet(h.interval(1, 2), h.booleanSet)))).toBe(
      '{<<FALSE, FALSE>>, <<FALSE, TRUE>>, <<TRUE, FALSE>>, <<TRUE, TRUE>>}',
    );
  });

  test('a set that is too large is refused, also when it stands inside another', () => {
    const h = new Heap();
    const large = h.subsetOf(h.interval(1, 21));
    expect(() => h.norm(large)).toThrow(`Attempted to construct a set with too many elements (>${SET_BOUND}).`);
    expect(h.isSettled(setOf(h, large))).toBe(false);
    expect(() => h.cardinality(h.subsetOf(h.interval(1, 31)))).toThrow('Overflow when computing the number of elements in');
    expect(() => h.cardinality(h.fcnSet(h.interval(1, 8), h.interval(1, 16)))).toThrow('Overflow');
  });
});
