import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Heap, NONE } from '../../../conformance/tla-to-ts/values/heap.ts';
import { anyTree, build, canonical, comparableTrees, elems } from './support.ts';

describe('equality, order and hashes', () => {
  test('equal values have equal ids, and only they', () => {
    fc.assert(
      fc.property(comparableTrees, (trees) => {
        const h = new Heap();
        const values = trees.map((tree) => [build(h, tree), canonical(tree)] as const);
        for (const [a, textA] of values) {
          for (const [b, textB] of values) {
            const equal = textA === textB;
            expect(a === b).toBe(equal);
            expect(h.eq(a, b)).toBe(equal);
            expect(h.cmp(a, b) === 0).toBe(equal);
            expect(h.hashOfA(a) === h.hashOfA(b) && h.hashOfB(a) === h.hashOfB(b)).toBe(equal);
          }
        }
      }),
    );
  });

  test('the order is total on comparable values', () => {
    fc.assert(
      fc.property(comparableTrees, (trees) => {
        const h = new Heap();
        const ids = trees.map((tree) => build(h, tree));
        for (const a of ids) {
          for (const b of ids) {
            expect(Math.sign(h.cmp(a, b))).toBe(-Math.sign(h.cmp(b, a)) + 0);
            for (const c of ids) if (h.cmp(a, b) <= 0 && h.cmp(b, c) <= 0) expect(h.cmp(a, c)).toBeLessThanOrEqual(0);
          }
        }
      }),
    );
  });

  test('a set holds its elements in order, without duplicates', () => {
    fc.assert(
      fc.property(comparableTrees, (trees) => {
        const h = new Heap();
        const set = build(h, { t: 'set', v: trees });
        const ids = elems(h, set);
        expect(ids.length).toBe(new Set(trees.map(canonical)).size);
        for (let i = 1; i < ids.length; i++) expect(h.cmp(ids[i - 1] ?? NONE, ids[i] ?? NONE)).toBeLessThan(0);
        for (const [i, id] of ids.entries()) expect(h.posIn(set, id)).toBe(i);
      }),
    );
  });

  test('hashes depend on the content, not on the order in which values and names came in', () => {
    fc.assert(
      fc.property(fc.array(anyTree, { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat()), (trees, random) => {
        const one = new Heap();
        const other = new Heap();
        const keys = new Map(trees.map((tree) => [tree, random.next().value ?? 0]));
        const shuffled = [...trees].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
        other.str('leader');
        other.model('n3');
        for (let i = 0; i < 50; i++) build(other, { t: 'seq', v: [{ t: 'int', v: i }] });
        for (const tree of shuffled) build(other, tree);
        for (const tree of trees) {
          const [a, b] = [build(one, tree), build(other, tree)];
          expect([one.hashOfA(a), one.hashOfB(a)]).toEqual([other.hashOfA(b), other.hashOfB(b)]);
        }
      }),
    );
  });

  test('the halves of the hash collide no more often than random numbers', () => {
    const h = new Heap();
    const a = new Set<number>();
    const b = new Set<number>();
    let n = 0;
    for (let i = 0; i < 300; i++) {
      for (let j = 0; j < 300; j++) {
        const mark = h.begin();
        h.push(h.int(i));
        h.push(h.int(j));
        const pair = h.seqFrom(mark);
        a.add(h.hashOfA(pair));
        b.add(h.hashOfB(pair));
        n++;
      }
    }
    // 90,000 random 32-bit numbers: about one collision is expected.
    expect(n - a.size).toBeLessThan(12);
    expect(n - b.size).toBeLessThan(12);
  });
});

describe('TLC order', () => {
  test('strings: by first appearance, not alphabetically; one table for strings and model values', () => {
    const h = new Heap();
    h.name('z');
    h.str('b');
    h.str('a');
    expect(h.toText(build(h, { t: 'set', v: ['a', 'b', 'z'].map((v) => ({ t: 'str', v })) }))).toBe('{"z", "b", "a"}');
    h.model('z');
    h.model('c');
    expect(h.toText(build(h, { t: 'set', v: ['c', 'z'].map((v) => ({ t: 'model', v })) }))).toBe('{z, c}');
  });

  test('names after the sealing: after all others, alphabetically', () => {
    const h = new Heap();
    h.str('z');
    h.sealNames();
    h.str('y');
    h.str('x');
    expect(h.toText(build(h, { t: 'set', v: ['x', 'y', 'z'].map((v) => ({ t: 'str', v })) }))).toBe('{"z", "x", "y"}');
  });

  test('sets and functions: by size, then domain, then values; untyped model values first', () => {
    const h = new Heap();
    const int = (v: number) => ({ t: 'int', v }) as const;
    const sets = [[3], [1, 2], [], [1, 3], [2]].map((v) => ({ t: 'set', v: v.map(int) }) as const);
    expect(h.toText(build(h, { t: 'set', v: sets }))).toBe('{{}, {2}, {3}, {1, 2}, {1, 3}}');
    const seqs = [[2], [1, 1], [], [1]].map((v) => ({ t: 'seq', v: v.map(int) }) as const);
    expect(h.toText(build(h, { t: 'set', v: seqs }))).toBe('{<<>>, <<1>>, <<2>>, <<1, 1>>}');
    expect(h.toText(build(h, { t: 'set', v: [int(-1), { t: 'model', v: 'm' }, int(-2)] }))).toBe('{m, -2, -1}');
    expect(
      h.toText(
        build(h, {
          t: 'set',
          v: [
            { t: 'bool', v: true },
            { t: 'bool', v: false },
          ],
        }),
      ),
    ).toBe('{FALSE, TRUE}');
    const fns = [
      [7, 1],
      [5, 2],
      [5, 1],
    ].map(([k = 0, x = 0]) => ({ t: 'fn', v: [[int(k), int(x)] as const] }) as const);
    expect(h.toText(build(h, { t: 'set', v: fns }))).toBe('{(5 :> 1), (5 :> 2), (7 :> 1)}');
    const mixed = [0, 1, 2].map((k) => ({ t: 'fn', v: [[int(k), int(9 - k)] as const] }) as const);
    for (const v of [mixed, mixed.toReversed()]) expect(h.toText(build(h, { t: 'set', v }))).toBe('{(0 :> 9), <<8>>, (2 :> 7)}');
  });
});
