import { assert } from './assert.ts';
import { asRecord } from './cast.ts';
import { compare } from './order.ts';

/**
 * Immutable collections as plain data. Every helper returns its argument itself where nothing changes: a checker that looks at
 * millions of states then sees by identity what a step left alone.
 */

/** The one empty list, so that to become empty again is to become the same object. */
const EMPTY: readonly never[] = [];

/** An empty list. */
export function none<T>(): readonly T[] {
  return EMPTY;
}

/** The function `[x \in keys |-> value(x)]` of TLA+, as an object. */
export function mapOf<V>(keys: readonly string[], value: (key: string) => V): Readonly<Record<string, V>> {
  return Object.fromEntries(keys.map((key) => [key, value(key)]));
}

/** `[k \in DOMAIN map |-> f(map[k])]`. */
export function mapValues<T, U>(map: Readonly<Record<string, T>>, f: (value: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, f(value)]));
}

/** `map[key]` where the key must be there: names come from the configuration, so a missing one is a defect. */
export function at<V>(map: Readonly<Record<string, V>>, key: string): V {
  const value = map[key];
  assert(value !== undefined, `no entry for ${key}`);
  return value;
}

/** `[map EXCEPT ![key] = value]`. */
export function except<V>(map: Readonly<Record<string, V>>, key: string, value: V): Readonly<Record<string, V>> {
  if (map[key] === value) return map;
  // Two statements, because a computed key in a literal after a spread is several times slower, and this stands in every step.
  const copy: Record<string, V> = { ...map };
  copy[key] = value;
  return copy;
}

/** Where `value` stands in a sorted list, or would have to: the first position whose element is not less. */
function position<T>(sorted: readonly T[], value: T): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(sorted[middle], value) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The element of a sorted list that is equal to `value` as data. */
export function find<T>(sorted: readonly T[], value: T): T | undefined {
  const found = sorted[position(sorted, value)];
  return found !== undefined && compare(found, value) === 0 ? found : undefined;
}

/** `sorted \cup {value}`, for a set that is kept as a sorted list. */
export function insert<T>(sorted: readonly T[], value: T): readonly T[] {
  const index = position(sorted, value);
  const isMember = index < sorted.length && compare(sorted[index], value) === 0;
  return isMember ? sorted : sorted.toSpliced(index, 0, value);
}

/** `Cardinality(S \cap T)`: how many of a set's elements stand in the other one. `S` holds none twice. */
export function countIn<X>(S: readonly X[], T: readonly X[]): number {
  let count = 0;
  for (const value of S) if (T.includes(value)) count += 1;
  return count;
}

/** Is it within a bound that this is done? Without a bound everything is. */
export function within<T>(bound: readonly T[] | undefined, value: T): boolean {
  return bound === undefined || bound.includes(value);
}

/** One more copy of `value`, for a bag that is kept as a sorted list. */
export function insertCopy<T>(sorted: readonly T[], value: T): readonly T[] {
  return sorted.toSpliced(position(sorted, value), 0, value);
}

/** One copy less; the list itself where there is none. */
export function removeCopy<T>(sorted: readonly T[], value: T): readonly T[] {
  const index = sorted.indexOf(value);
  return index < 0 ? sorted : sorted.toSpliced(index, 1);
}

/** `before` itself if `after` has the same fields with the same values: what is equal stays the same object. */
export function same<T extends object>(before: T, after: T): T {
  const left = asRecord(before);
  const right = asRecord(after);
  for (const key in left) if (left[key] !== right[key]) return after;
  for (const key in right) if (!(key in left)) return after;
  return before;
}

/** `{ ...before, ...changes }`, and `before` itself if the changes change nothing. */
export function update<T extends object>(before: T, changes: Partial<T>): T {
  const left = asRecord(before);
  const right = asRecord(changes);
  for (const key in right) if (left[key] !== right[key]) return { ...before, ...changes };
  return before;
}
