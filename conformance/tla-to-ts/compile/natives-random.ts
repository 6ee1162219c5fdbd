/** Operators that choose by chance: RandomElement of TLC, and Randomization. */
import { TlaError } from '../errors.ts';
import type { Chance } from '../values/chance.ts';
import { type Heap, type Id, L_FCNSET, L_PROD, L_RECSET } from '../values/heap.ts';
import { setOf, wrongArgument } from './natives-support.ts';

/** Sets of no more elements than this are listed when some of them are to be chosen. */
const LISTED = 1 << 16;

/** RandomElement(S): as in TLC, functions, records and tuples are put together from elements that are chosen one by one. */
export function randomElement(heap: Heap, chance: Chance, set: Id): Id {
  const parts = (from: Id, sets: readonly Id[]): Id => {
    const values = sets.map((s) => randomElement(heap, chance, s));
    const base = heap.begin();
    for (const v of values) heap.push(v);
    return heap.kind(set) === L_PROD
      ? heap.seqFrom(base)
      : heap.kind(set) === L_RECSET
        ? heap.recFrom(from, base)
        : heap.fnFrom(from, base);
  };
  switch (heap.kind(set)) {
    case L_FCNSET: {
      const [from = set, range = set] = heap.parts(set);
      const domain = finite(heap, from, 'RandomElement');
      return parts(
        domain,
        Array.from({ length: heap.size(domain) }, () => range),
      );
    }
    case L_RECSET: {
      const [shape = set, ...sets] = heap.parts(set);
      return parts(shape, sets);
    }
    case L_PROD:
      return parts(set, heap.parts(set));
    default: {
      const s = finite(heap, set, 'RandomElement');
      if (heap.size(s) === 0) throw new TlaError('evaluation', 'RandomElement was applied to the empty set.');
      return heap.elem(s, Math.floor(chance.double() * heap.size(s)));
    }
  }
}

/** RandomSubset(k, S): k elements, all of S if it has no more. Which ones depends on the seed, but not in TLC's way. */
export function randomSubset(heap: Heap, chance: Chance, k: Id, set: Id): Id {
  const size = natural(heap, k, 'first', 'RandomSubset');
  if (!heap.isSet(set) || heap.sizeBound(set) === Infinity) return wrongArgument(heap, 'second', 'RandomSubset', 'finite set', set);
  return heap.sizeBound(set) > Math.max(LISTED, 2 * size) ? drawn(heap, chance, size, set) : picked(heap, chance, size, heap.norm(set));
}

/** One element after another, until there are enough different ones. */
function drawn(heap: Heap, chance: Chance, k: number, set: Id): Id {
  const found = new Set<Id>();
  while (found.size < k) found.add(randomElement(heap, chance, set));
  return setOf(heap, [...found]);
}

/** Each element with the probability that as many are still wanted as there are left (Knuth, volume 2, algorithm 3.4.2 S). */
function picked(heap: Heap, chance: Chance, k: number, set: Id): Id {
  const n = heap.size(set);
  const found: Id[] = [];
  for (let i = 0; i < n && found.length < k; i++) if (chance.double() * (n - i) < k - found.length) found.push(heap.elem(set, i));
  return setOf(heap, [...found]);
}

/** RandomSetOfSubsets(k, n, S): k times a subset in which each element is with probability n / |S|; equal ones count once. */
export function randomSetOfSubsets(heap: Heap, chance: Chance, k: Id, n: Id, set: Id): Id {
  const times = natural(heap, k, 'first', 'RandomSetOfSubsets');
  const mean = natural(heap, n, 'second', 'RandomSetOfSubsets');
  if (!heap.isSet(set) || !heap.isEnumerable(set)) return wrongArgument(heap, 'third', 'RandomSetOfSubsets', 'finite set', set);
  const s = heap.norm(set);
  const size = heap.size(s);
  if (times > 2 ** size)
    return wrongArgument(heap, 'first', 'RandomSetOfSubsets', `nonnegative integer that is smaller than the subset's size of 2^${size}`, k);
  if (mean > size) return wrongArgument(heap, 'second', 'RandomSetOfSubsets', 'nonnegative integer in range 0..Cardinality(S)', n);
  const subset = (): Id => {
    const chosen: Id[] = [];
    for (let i = 0; i < size; i++) if (chance.double() < mean / size) chosen.push(heap.elem(s, i));
    return setOf(heap, chosen);
  };
  return setOf(heap, Array.from({ length: times }, subset));
}

function finite(heap: Heap, set: Id, name: string): Id {
  if (heap.isSet(set) && heap.isEnumerable(set)) return heap.norm(set);
  throw new TlaError('evaluation', `Applying ${name} to the following value,\nwhich is not a finite set:\n${heap.toText(set)}`);
}

function natural(heap: Heap, v: Id, which: string, name: string): number {
  return heap.isInt(v) && heap.intVal(v) >= 0 ? heap.intVal(v) : wrongArgument(heap, which, name, 'nonnegative integer', v);
}
