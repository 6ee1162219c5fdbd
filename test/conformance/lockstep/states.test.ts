/** States of the code as keys: equal data gives equal keys, anything else others, whichever way the key is computed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CodeHash } from '../../../conformance/lockstep/code-hash.ts';
import { Encoder } from '../../../conformance/lockstep/encode.ts';
import { Heap } from '../../../conformance/tla-to-ts/index.ts';

const leaf = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, false, '', 'a', '1', 0, 1, -1, 2 ** 40, 0.5, Number.NaN, 1n, 2n),
  fc.integer(),
  fc.string({ maxLength: 3 }),
);
const key = fc.constantFrom('a', 'b', 'c', 'a.b', '[0]');
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    leaf,
    fc.array(tie('data'), { maxLength: 3 }),
    fc.dictionary(key, tie('data'), { maxKeys: 3, noNullPrototype: true }),
    fc.array(fc.tuple(key, tie('data')), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(leaf, { maxLength: 3 }).map((items) => new Set(items)),
  ),
}));

describe('any data', () => {
  test('has the same key as its copy', () => {
    fc.assert(
      fc.property(data, (x) => {
        const [hash, encoder] = [new CodeHash(), new Encoder(new Heap())];
        const copy = structuredClone(x);
        expect(hash.of(copy)).toEqual(hash.of(x));
        expect(encoder.encode(copy)).toBe(encoder.encode(x));
      }),
    );
  });

  test('has another key than other data: the two ways to compute one agree', () => {
    fc.assert(
      fc.property(data, data, (x, y) => {
        const [hash, encoder] = [new CodeHash(), new Encoder(new Heap())];
        const [a, b] = [hash.of(x), hash.of(y)];
        expect(a.keyA === b.keyA && a.keyB === b.keyB).toBe(encoder.encode(x) === encoder.encode(y));
      }),
      { numRuns: 1000 },
    );
  });

  test('has the same key when it is computed from what changed', () => {
    fc.assert(
      fc.property(data, data, data, (x, y, shared) => {
        const hash = new CodeHash();
        for (const [from, to] of [
          [x, y],
          [
            { x, shared },
            { x: y, shared },
          ],
          [
            [shared, x],
            [shared, y, x],
          ],
        ])
          expect(hash.moved(from, hash.of(from), to)).toEqual(hash.of(to));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what looks alike is kept apart', () => {
  const alike: readonly (readonly [unknown, unknown])[] = [
    [1, '1'],
    [1n, 1],
    [0.5, '0.5'],
    [null, undefined],
    [{}, []],
    [{}, '{}'],
    [{ a: undefined }, {}],
    [[1, 2], new Set([1, 2])],
    [new Map([['a', 1]]), { a: 1 }],
    [new Map([['a', 1]]), [['a', 1]]],
    [{ 'a b': 1 }, { a: 1, b: 1 }],
    [
      [[1], []],
      [[], [1]],
    ],
    ['ab', ['a', 'b']],
    [true, 'true'],
  ];
  test.each(alike.map(([x, y], i) => [i, x, y] as const))('pair %i', (_, x, y) => {
    const [hash, encoder] = [new CodeHash(), new Encoder(new Heap())];
    expect(hash.of(x)).not.toEqual(hash.of(y));
    expect(encoder.encode(x)).not.toBe(encoder.encode(y));
  });
});

test('the order of keys and of elements of sets says nothing, the order of a list does', () => {
  const [hash, encoder] = [new CodeHash(), new Encoder(new Heap())];
  const [ab, ba] = [
    {
      m: new Map([
        ['a', 1],
        ['b', 2],
      ]),
      s: new Set([1, 2]),
    },
    {
      s: new Set([2, 1]),
      m: new Map([
        ['b', 2],
        ['a', 1],
      ]),
    },
  ];
  expect(hash.of(ab)).toEqual(hash.of(ba));
  expect(encoder.encode(ab)).toBe(encoder.encode(ba));
  expect(hash.of([1, 2])).not.toEqual(hash.of([2, 1]));
});

test.each<readonly [string, unknown]>([
  ['a function', { f: () => 1 }],
  ['a symbol', [Symbol('s')]],
  ['an instance of a class', new Date(0)],
])('%s is not data', (_, x) => {
  expect(() => new CodeHash().of(x)).toThrow(/not data/);
  expect(() => new Encoder(new Heap()).encode(x)).toThrow(/not data/);
});
