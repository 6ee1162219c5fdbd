/**
 * Values as plain trees, an oracle for their equality that shares nothing with the heap, and generators.
 */

import fc from 'fast-check';
import type { Heap, Id } from '../../../conformance/tla-to-ts/values/heap.ts';

export type Tree =
  | { readonly t: 'bool'; readonly v: boolean }
  | { readonly t: 'int'; readonly v: number }
  | { readonly t: 'str'; readonly v: string }
  | { readonly t: 'model'; readonly v: string }
  | { readonly t: 'set'; readonly v: readonly Tree[] }
  | { readonly t: 'seq'; readonly v: readonly Tree[] }
  | { readonly t: 'fn'; readonly v: readonly (readonly [Tree, Tree])[] };

/** Equal trees, as TLA+ values, have equal texts: sets without order and duplicates, sequences and records as functions. */
export function canonical(tree: Tree): string {
  switch (tree.t) {
    case 'set':
      return `{${[...new Set(tree.v.map(canonical))].sort().join(',')}}`;
    case 'seq':
      return `(${tree.v
        .map((x, i) => `int:${i + 1}=>${canonical(x)}`)
        .sort()
        .join(',')})`;
    case 'fn':
      return `(${dedupe(tree.v)
        .map(([k, x]) => `${canonical(k)}=>${canonical(x)}`)
        .sort()
        .join(',')})`;
    default:
      return `${tree.t}:${tree.v}`;
  }
}

/** The first pair for each key. */
function dedupe(pairs: readonly (readonly [Tree, Tree])[]): (readonly [Tree, Tree])[] {
  const seen = new Set<string>();
  return pairs.filter(([key]) => {
    const text = canonical(key);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

export function build(h: Heap, tree: Tree): Id {
  switch (tree.t) {
    case 'bool':
      return tree.v ? 2 : 0;
    case 'int':
      return h.int(tree.v);
    case 'str':
      return h.str(tree.v);
    case 'model':
      return h.model(tree.v);
    case 'set':
      return setOf(h, ...tree.v.map((x) => build(h, x)));
    case 'seq':
      return seqOf(h, ...tree.v.map((x) => build(h, x)));
    case 'fn':
      return fnOf(
        h,
        dedupe(tree.v).map(([k, x]) => [build(h, k), build(h, x)]),
      );
  }
}

export function setOf(h: Heap, ...ids: Id[]): Id {
  const mark = h.begin();
  for (const id of ids) h.push(id);
  return h.setFrom(mark);
}

export function seqOf(h: Heap, ...ids: Id[]): Id {
  const mark = h.begin();
  for (const id of ids) h.push(id);
  return h.seqFrom(mark);
}

export function fnOf(h: Heap, pairs: readonly (readonly [Id, Id])[]): Id {
  const values = new Map(pairs);
  const domain = setOf(h, ...values.keys());
  const mark = h.begin();
  for (const key of elems(h, domain)) h.push(values.get(key) ?? -1);
  return h.fnFrom(domain, mark);
}

export function recOf(h: Heap, fields: Readonly<Record<string, Id>>): Id {
  return fnOf(
    h,
    Object.entries(fields).map(([name, id]) => [h.str(name), id]),
  );
}

/** The elements of an explicit set, in its order. */
export function elems(h: Heap, set: Id): Id[] {
  return Array.from({ length: h.size(set) }, (_, i) => h.elem(set, i));
}

/** Everything that a cursor yields. */
export function listed(h: Heap, set: Id): Id[] {
  const all: Id[] = [];
  h.forEachElem(set, (x) => {
    all.push(x);
    return false;
  });
  return all;
}

const NAMES = ['a', 'b', 'type', 'term', 'x1', 's1', 's2', 'leader'];

const leafOf: readonly fc.Arbitrary<Tree>[] = [
  fc.record({ t: fc.constant('bool' as const), v: fc.boolean() }),
  fc.record({ t: fc.constant('int' as const), v: fc.oneof(fc.integer({ min: -3, max: 4 }), fc.integer()) }),
  fc.record({ t: fc.constant('int' as const), v: fc.constantFrom(1, 2, 3) }),
  fc.record({ t: fc.constant('str' as const), v: fc.constantFrom(...NAMES) }),
  fc.record({ t: fc.constant('model' as const), v: fc.constantFrom('n1', 'n2', 'n3', 'v_1', 'v_2') }),
];

/** Trees of one random type: any two of them are comparable. */
function sameType(depth: number): fc.Arbitrary<fc.Arbitrary<Tree>> {
  const leaf = fc.constantFrom(...leafOf);
  if (depth === 0) return leaf;
  const inner = sameType(depth - 1);
  const set = inner.map((x) => fc.array(x, { maxLength: 5 }).map((v): Tree => ({ t: 'set', v })));
  const seq = inner.map((x) => fc.array(x, { maxLength: 4 }).map((v): Tree => ({ t: 'seq', v })));
  const fn = fc.tuple(leaf, inner).map(([k, x]) => fc.array(fc.tuple(k, x), { maxLength: 4 }).map((v): Tree => ({ t: 'fn', v })));
  const rec = fc
    .tuple(fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }), inner, inner)
    .map(([names, x, y]) =>
      fc
        .tuple(...names.map((_, i) => (i % 2 === 0 ? x : y)))
        .map((v): Tree => ({ t: 'fn', v: v.map((value, i) => [{ t: 'str', v: names[i] ?? '' }, value] as const) })),
    );
  return fc.oneof({ weight: 1, arbitrary: leaf }, set, seq, fn, rec);
}

/** A list of comparable values. */
export const comparableTrees: fc.Arbitrary<Tree[]> = sameType(2).chain((tree) => fc.array(tree, { minLength: 2, maxLength: 7 }));

/** One value. */
export const anyTree: fc.Arbitrary<Tree> = sameType(3).chain((tree) => tree);

/** The message of the error that `f` raises, or undefined. */
export function messageOf(f: () => unknown): string | undefined {
  try {
    f();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
