import { describe, expect, test } from 'vitest';
import { TlaError } from '../../../conformance/tla-to-ts/errors.ts';
import type { Id } from '../../../conformance/tla-to-ts/values/heap.ts';
import { Heap } from '../../../conformance/tla-to-ts/values/heap.ts';
import { fnOf, messageOf, recOf, seqOf, setOf } from './support.ts';

function productOf(h: Heap, ...sets: Id[]): Id {
  const mark = h.begin();
  for (const set of sets) h.push(set);
  return h.prod(mark);
}

/** TLC's words, as found in its sources (tlc2.value.impl, tlc2.module). */
const cases: readonly [string, (h: Heap) => unknown][] = [
  ['Attempted to check equality of integer 1 with non-integer:\n"a"', (h) => h.eq(h.int(1), h.str('a'))],
  ['Attempted to check equality of string "a" with non-string:\n1', (h) => h.eq(h.str('a'), h.int(1))],
  ['Attempted to check equality of boolean TRUE with non-boolean:\n1', (h) => h.eq(2, h.int(1))],
  ['Attempted to check equality of the set {1} with the value:\n1', (h) => h.eq(setOf(h, h.int(1)), h.int(1))],
  ['Attempted to check equality of the set {} with the value:\nNat', (h) => h.eq(h.emptySet, h.nat)],
  ['Attempted to check equality of record:\n[a |-> 1]\nwith non-record\n<<1>>', (h) => h.eq(recOf(h, { a: h.int(1) }), seqOf(h, h.int(1)))],
  ['Attempted to check equality of the function <<1>> with the value:\n{}', (h) => h.eq(seqOf(h, h.int(1)), h.emptySet)],
  [
    'Attempted to check equality of integer 1 with non-integer:\n"b"',
    (h) => h.eq(seqOf(h, h.int(5), h.int(1)), seqOf(h, h.int(5), h.str('b'))),
  ],
  ['Attempted to check equality of integer 1 with non-integer:\n"b"', (h) => h.eq(setOf(h, h.int(1)), setOf(h, h.str('b')))],
  ['Attempted to compare integer with non-integer:\n"a".', (h) => h.eq(seqOf(h, h.int(1)), recOf(h, { a: h.int(1) }))],
  ['Attempted to compare integer 1 with non-integer:\n"a"', (h) => h.cmp(h.int(1), h.str('a'))],
  ['Attempted to compare string "a" with non-string:\n1', (h) => setOf(h, h.int(1), h.str('a'))],
  ['Attempted to compare boolean TRUE with non-boolean:\n1', (h) => h.cmp(2, h.int(1))],
  ['Attempted to compare the set {1} with the value:\n1', (h) => h.cmp(setOf(h, h.int(1)), h.int(1))],
  [
    'Attempted to compare record:\n[a |-> 1]\nwith non-record\n<<1, 2>>',
    (h) => h.cmp(recOf(h, { a: h.int(1) }), seqOf(h, h.int(1), h.int(2))),
  ],
  ['Attempted to compare the differently-typed model values a_1 and b_1', (h) => h.cmp(h.model('a_1'), h.model('b_1'))],
  ['Attempted to check equality of the differently-typed model values a_1 and b_1', (h) => h.eq(h.model('a_1'), h.model('b_1'))],
  ['Attempted to check equality of the typed model value a_1 and the non-model value\n1', (h) => h.eq(h.int(1), h.model('a_1'))],
  ['Attempted to compare the typed model value a_1 and non-model value\n1', (h) => h.cmp(h.model('a_1'), h.int(1))],
  ['Attempted to compare integer 1 with non-integer:\n"x"', (h) => h.has(setOf(h, h.str('x')), h.int(1))],
  ['Attempted to check if the value:\n"x"\nis in the integer interval 1..2000', (h) => h.has(h.interval(1, 2000), h.str('x'))],
  ['Attempted to check if the value:\n"x"\nis an element of Nat.', (h) => h.has(h.nat, h.str('x'))],
  ['Attempted to check if the value:\n1\nis an element of STRING.', (h) => h.has(h.stringSet, h.int(1))],
  ['Attempted to check if the value:\n1\nis an element of Seq(Nat).', (h) => h.has(h.seqSet(h.nat), h.int(1))],
  ['Attempted to check if the value:\n1\nis an element of the integer 5', (h) => h.has(h.int(5), h.int(1))],
  ['Attempted to check set membership in a tuple value.', (h) => h.has(seqOf(h, h.int(5)), h.int(5))],
  ['Attempted to check if element:\n1\nis in the record:\n[a |-> 1]', (h) => h.has(recOf(h, { a: h.int(1) }), h.int(1))],
  ['Attempted to check if the non-enumerable value\n1\nis element of\n{{}, {1}}', (h) => h.has(h.subsetOf(h.interval(1, 1)), h.int(1))],
  [
    'Attempted to check if \n1\nwhich is not a TLC function value, is in the set of functions:\n[{1} -> Nat]',
    (h) => h.has(h.fcnSet(h.interval(1, 1), h.nat), h.int(1)),
  ],
  ['Attempted to check if the typed model value a_1 is an element of\nNat', (h) => h.has(h.nat, h.model('a_1'))],
  ['A non-function (an integer) was applied as a function.\n1', (h) => h.apply(h.int(1), h.int(1))],
  [
    'Attempted to apply function:\n(5 :> 1)\nto argument 6, which is not in the domain of the function.',
    (h) => h.apply(fnOf(h, [[h.int(5), h.int(1)]]), h.int(6)),
  ],
  ['Attempted to access index 2 of tuple\n<<1>>\nwhich is out of bounds.', (h) => h.apply(seqOf(h, h.int(1)), h.int(2))],
  ['Attempted to access tuple at a non integral index: "a"', (h) => h.apply(seqOf(h, h.int(1)), h.str('a'))],
  ["Attempted to access nonexistent field 'b' of record\n[a |-> 1]", (h) => h.apply(recOf(h, { a: h.int(1) }), h.str('b'))],
  ['Attempted to access record by a non-string argument: 1', (h) => h.apply(recOf(h, { a: h.int(1) }), h.int(1))],
  ['Attempted to select nonexistent field "b" from the record\n[a |-> 1]', (h) => h.field(recOf(h, { a: h.int(1) }), h.str('b'))],
  ['Attempted to select field "b" from a non-record value 1', (h) => h.field(h.int(1), h.str('b'))],
  ['Attempted to apply EXCEPT construct to the value 1.', (h) => h.except(h.int(1), h.int(1), h.int(1))],
  ['The argument of Len should be a sequence, but instead it is:\n1', (h) => h.len(h.int(1))],
  ['Attempted to apply Head to the empty sequence.', (h) => h.head(h.emptySeq)],
  ['Attempted to apply Tail to the empty sequence.', (h) => h.tail(h.emptySeq)],
  ['Evaluating an expression of the form Append(s, v) when s is not a sequence:\n1', (h) => h.append(h.int(1), h.int(1))],
  [
    'The second argument of SubSeq must be in the domain of its first argument:\n<<1>>\n, but instead it is\n0',
    (h) => h.subSeq(seqOf(h, h.int(1)), 0, 1),
  ],
  ['The first argument of @@ should be a function, but instead it is:\n1', (h) => h.fnMerge(h.int(1), h.emptySeq)],
  ['Attempted to compute cardinality of the value\nNat', (h) => h.cardinality(h.nat)],
  ['Attempted to compute cardinality of the value\n<<1>>', (h) => h.cardinality(seqOf(h, h.int(1)))],
  ['Attempted to check if the integer 1 is a finite set.', (h) => h.isFiniteSet(h.int(1))],
  ['Attempted to evaluate an expression of form S \\subseteq T, but S was not enumerable.\nNat', (h) => h.subseteq(h.nat, h.intSet)],
  [
    'Attempted to enumerate a set of the form [D -> R],but the range R:\nNat\ncannot be enumerated.',
    (h) => h.norm(h.fcnSet(h.interval(1, 1), h.nat)),
  ],
  [
    'Attempted to compute the value of an expression of form\nSUBSET S, but S is a non-enumerable value:\nNat',
    (h) => h.norm(h.subsetOf(h.nat)),
  ],
  ['Attempted to enumerate UNION(s), but some element of s is nonenumerable.', (h) => h.bigUnion(setOf(h, h.int(1)))],
  ['Attempted to compare Nat with the value\nSTRING', (h) => h.eq(h.nat, h.stringSet)],
  ['Attempted to compare the typed model value a_1 and non-model value\n1', (h) => h.has(setOf(h, h.int(1)), h.model('a_1'))],
  ['Attempted to compute cardinality of the value\n({1} \\X Nat)', (h) => h.cardinality(productOf(h, h.interval(1, 1), h.nat))],
  ['Attempted to compute cardinality of the value\n({} \\X Nat)', (h) => h.cardinality(productOf(h, h.emptySet, h.nat))],
  ['Overflow when computing 2147483648', (h) => h.int(2 ** 31)],
];

describe('errors', () => {
  test.each(cases)('%s', (message, run) => {
    const h = new Heap();
    expect(messageOf(() => run(h))).toBe(message);
    try {
      run(h);
    } catch (error) {
      expect(error).toBeInstanceOf(TlaError);
      expect(error).toMatchObject({ errorClass: 'evaluation' });
    }
  });

  test('no error where TLC has none', () => {
    const h = new Heap();
    const m = h.model('m');
    const mixed = setOf(h, h.int(1), m);
    expect(h.eq(h.int(1), m)).toBe(false);
    expect(h.has(mixed, h.int(2))).toBe(false);
    expect(h.has(setOf(h, h.int(1)), m)).toBe(false);
    expect(h.has(h.nat, m)).toBe(false);
    expect(h.eq(seqOf(h, h.int(1)), seqOf(h, h.str('a'), h.int(1)))).toBe(false);
    expect(h.eq(setOf(h, h.int(1)), h.emptySet)).toBe(false);
    expect(h.eq(seqOf(h, h.int(1), h.int(1)), seqOf(h, h.int(2), h.str('a')))).toBe(false);
    expect(h.eq(recOf(h, { a: h.int(1) }), recOf(h, { b: h.str('x') }))).toBe(false);
    expect(h.eq(recOf(h, { a: h.int(1) }), h.emptySeq)).toBe(false);
    expect(h.eq(h.model('a_1'), m)).toBe(false);
    expect(h.has(h.emptySet, h.str('x'))).toBe(false);
    expect(h.has(setOf(h, h.emptySet), setOf(h, h.str('x')))).toBe(false);
  });
});
