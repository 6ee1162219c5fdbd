import { describe, expect, test } from 'vitest';
import type { Id } from '../../../conformance/tla-to-ts/values/heap.ts';
import { Heap } from '../../../conformance/tla-to-ts/values/heap.ts';
import { fnOf, recOf, seqOf, setOf } from './support.ts';

const cases: readonly [string, (h: Heap) => Id][] = [
  ['TRUE', () => 2],
  ['-7', (h) => h.int(-7)],
  ['-2147483648', (h) => h.int(-(2 ** 31))],
  ['"a\\"b\\\\c\\nd"', (h) => h.str('a"b\\c\nd')],
  ['n1', (h) => h.model('n1')],
  ['{}', (h) => h.emptySet],
  ['<<>>', (h) => h.emptySeq],
  ['{1, 2}', (h) => setOf(h, h.int(2), h.int(1))],
  ['<<1, <<"x">>>>', (h) => seqOf(h, h.int(1), seqOf(h, h.str('x')))],
  ['[a |-> 1, b_2 |-> {}]', (h) => recOf(h, { a: h.int(1), b_2: h.emptySet })],
  ['("two words" :> 1)', (h) => recOf(h, { 'two words': h.int(1) })],
  ['("12" :> 1)', (h) => h.single(h.str('12'), h.int(1))],
  [
    '(n1 :> 1 @@ n2 :> 2)',
    (h) =>
      fnOf(h, [
        [h.model('n1'), h.int(1)],
        [h.model('n2'), h.int(2)],
      ]),
  ],
  [
    '(0 :> TRUE @@ 1 :> FALSE)',
    (h) =>
      fnOf(h, [
        [h.int(1), 0],
        [h.int(0), 2],
      ]),
  ],
  ['Nat', (h) => h.nat],
  ['Int', (h) => h.intSet],
  ['STRING', (h) => h.stringSet],
  ['ANY', (h) => h.anySet],
  ['{FALSE, TRUE}', (h) => h.booleanSet],
  ['Seq(Nat)', (h) => h.seqSet(h.nat)],
  ['1..5000', (h) => h.interval(1, 5000)],
  ['{{}, {1}}', (h) => h.subsetOf(h.interval(1, 1))],
  ['SUBSET Nat', (h) => h.subsetOf(h.nat)],
  ['[{1, 2} -> Nat]', (h) => h.fcnSet(h.interval(1, 2), h.nat)],
  ['Nat \\cup {-1}', (h) => h.union(h.nat, setOf(h, h.int(-1)))],
  ['Nat \\ {1}', (h) => h.diff(h.nat, setOf(h, h.int(1)))],
  [
    '{{}, {{1}}, {{2}}, {{1}, {2}}} \\cap Seq(Nat)',
    (h) => h.inter(h.subsetOf(setOf(h, h.interval(1, 1), h.interval(2, 2))), h.seqSet(h.nat)),
  ],
  ['SUBSET Nat \\cap SUBSET Int', (h) => h.inter(h.subsetOf(h.nat), h.subsetOf(h.intSet))],
  [
    '[a: Nat, b: {1}]',
    (h) => {
      const shape = h.shape(['a', 'b']);
      const mark = h.begin();
      h.push(h.nat);
      h.push(h.interval(1, 1));
      return h.recSet(shape, mark);
    },
  ],
  [
    '(Nat \\X {1})',
    (h) => {
      const mark = h.begin();
      h.push(h.nat);
      h.push(h.interval(1, 1));
      return h.prod(mark);
    },
  ],
];

describe('toText', () => {
  test.each(cases)('%s', (text, make) => {
    const h = new Heap();
    expect(h.toText(make(h))).toBe(text);
  });
});
