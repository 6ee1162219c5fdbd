import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Heap } from '../../../conformance/tla-to-ts/values/heap.ts';
import type { Tree } from './support.ts';
import { anyTree, build } from './support.ts';

const NODES = ['n1', 'n2', 'n3'];
const permutations = fc.shuffledSubarray(NODES, { minLength: 3 });

function renamed(tree: Tree, image: (name: string) => string): Tree {
  switch (tree.t) {
    case 'model':
      return { t: 'model', v: image(tree.v) };
    case 'set':
    case 'seq':
      return { t: tree.t, v: tree.v.map((x) => renamed(x, image)) };
    case 'fn':
      return { t: 'fn', v: tree.v.map(([k, x]) => [renamed(k, image), renamed(x, image)] as const) };
    default:
      return tree;
  }
}

describe('permute', () => {
  test('is the value built from the permuted model values', () => {
    fc.assert(
      fc.property(fc.array(anyTree, { minLength: 1, maxLength: 4 }), permutations, (trees, order) => {
        const h = new Heap();
        const perm = new Map(NODES.map((name, i) => [h.model(name), h.model(order[i] ?? name)]));
        const inverse = new Map([...perm].map(([from, to]) => [to, from]));
        for (const tree of trees) {
          const id = build(h, tree);
          const image = h.permute(id, perm);
          expect(image).toBe(
            build(
              h,
              renamed(tree, (name) => order[NODES.indexOf(name)] ?? name),
            ),
          );
          expect(h.permute(id, perm)).toBe(image);
          expect(h.permute(image, inverse)).toBe(id);
        }
        expect(h.sp).toBe(0);
      }),
    );
  });
});
