/** Values from their parts: what every reader of a trace format ends with. */

import type { Heap, Id } from '../tla-to-ts/values/heap.ts';

/** `<<x1, ..., xn>>`. */
export function sequenceOf(heap: Heap, items: readonly Id[]): Id {
  return heap.seqFrom(pushed(heap, items));
}

/** `{x1, ..., xn}`. @throws TlaError where the elements cannot stand in one set */
export function setOf(heap: Heap, items: readonly Id[]): Id {
  return heap.setFrom(pushed(heap, items));
}

/** The function with these values. @throws TlaError where the keys cannot stand in one set */
export function functionOf(heap: Heap, values: ReadonlyMap<Id, Id>): Id {
  const domain = setOf(heap, [...values.keys()]);
  return heap.fnFrom(domain, pushed(heap, heap.shapeFields(domain).map(valueIn(values))));
}

/** The record with these fields. */
export function recordOf(heap: Heap, fields: ReadonlyMap<string, Id>): Id {
  const shape = heap.shape([...fields.keys()]);
  const names = heap.shapeFields(shape).map((name) => heap.strVal(name));
  return heap.recFrom(shape, pushed(heap, names.map(valueIn(fields))));
}

function pushed(heap: Heap, items: readonly Id[]): number {
  const base = heap.begin();
  for (const item of items) heap.push(item);
  return base;
}

function valueIn<K>(values: ReadonlyMap<K, Id>): (key: K) => Id {
  return (key) => {
    const value = values.get(key);
    if (value === undefined) throw new Error('internal: a function has no value for an element of its domain');
    return value;
  };
}
