/** Builds TLA+ values from data of the code, remembering what it built by the identity of immutable objects. */

import { TlaError } from '../tla-to-ts/errors.ts';
import { type Heap, K_BOOL, K_FN, K_INT, K_MODEL, K_REC, K_SEQ, K_SET, K_STR } from '../tla-to-ts/values/heap.ts';
import { type TlaValue, tlaValue } from './cast.ts';
import type { Plain } from './plain.ts';
import { Recent } from './recent.ts';

export type { TlaValue } from './cast.ts';

/** Makes values in one heap. */
export interface Tla {
  readonly int: (n: number) => TlaValue;
  readonly str: (s: string) => TlaValue;
  readonly bool: (b: boolean) => TlaValue;
  /** A model value, such as a server's name. */
  readonly model: (name: string) => TlaValue;
  readonly set: (elements: readonly TlaValue[]) => TlaValue;
  readonly seq: (elements: readonly TlaValue[]) => TlaValue;
  readonly record: (fields: Readonly<Record<string, TlaValue>>) => TlaValue;
  /** `[k \in keys |-> value(k)]` over model values. */
  readonly fn: <K extends string>(keys: readonly K[], value: (key: K) => TlaValue) => TlaValue;
  /** A function with any keys. */
  readonly map: (entries: readonly (readonly [TlaValue, TlaValue])[]) => TlaValue;
  /** `f` with its answers kept for each object: code shares what a step leaves alone. */
  readonly cached: <T extends object>(f: (x: T) => TlaValue) => (x: T) => TlaValue;
}

/** The names of a record's fields in the order of the heap. */
interface Shape {
  readonly shape: number;
  readonly order: readonly string[];
}

/** The domain of a function, and for each of its elements the position of its key in the list that it was made of. */
interface Domain {
  readonly domain: number;
  readonly order: readonly number[];
}

/** A builder for a heap. */
export function createTla(heap: Heap): Tla {
  const collect = (items: readonly TlaValue[], make: (base: number) => number): TlaValue => {
    const base = heap.begin();
    for (const item of items) heap.push(item);
    return tlaValue(make(base));
  };
  const model = modelValues(heap);
  const domainOf = remembered((keys: readonly string[]): Domain => {
    const domain = collect(keys.map(model), (b) => heap.setFrom(b));
    const order = Array.from({ length: heap.size(domain) }, (_, i) => keys.indexOf(heap.modelName(heap.elem(domain, i))));
    return { domain, order };
  });
  return {
    int: (n) => tlaValue(heap.int(n)),
    str: (s) => tlaValue(heap.str(s)),
    bool: (b) => tlaValue(b ? 2 : 0),
    model,
    set: (elements) => collect(elements, (b) => heap.setFrom(b)),
    seq: (elements) => collect(elements, (b) => heap.seqFrom(b)),
    record: recordBuilder(heap),
    fn: <K extends string>(keys: readonly K[], value: (key: K) => TlaValue) => {
      const { domain, order } = domainOf(keys);
      const values: TlaValue[] = [];
      for (const i of order) {
        const key = keys[i];
        if (key !== undefined) values.push(value(key));
      }
      return collect(values, (b) => heap.fnFrom(domain, b));
    },
    map: (entries) => mapValue(heap, entries),
    cached: remembered,
  };
}

function modelValues(heap: Heap): Tla['model'] {
  const known = new Map<string, TlaValue>();
  return (name) => {
    let v = known.get(name);
    if (v === undefined) {
      v = tlaValue(heap.model(name));
      known.set(name, v);
    }
    return v;
  };
}

function recordBuilder(heap: Heap): Tla['record'] {
  const shapes = new Map<string, Shape>();
  return (fields) => {
    const names = Object.keys(fields);
    const key = names.join(' ');
    let s = shapes.get(key);
    if (s === undefined) {
      const shape = heap.shape(names);
      s = { shape, order: heap.shapeFields(shape).map((f) => heap.strVal(f)) };
      shapes.set(key, s);
    }
    const base = heap.begin();
    for (const name of s.order) heap.push(present(fields[name]));
    return tlaValue(heap.recFrom(s.shape, base));
  };
}

function mapValue(heap: Heap, entries: readonly (readonly [TlaValue, TlaValue])[]): TlaValue {
  const keys = heap.begin();
  for (const [k] of entries) heap.push(k);
  const domain = heap.setFrom(keys);
  const values = new Map<number, TlaValue>(entries);
  const base = heap.begin();
  for (let i = 0; i < heap.size(domain); i++) heap.push(present(values.get(heap.elem(domain, i))));
  return tlaValue(heap.fnFrom(domain, base));
}

/** What is looked up by keys that were taken from the same collection. */
function present(x: TlaValue | undefined): TlaValue {
  if (x === undefined) throw new Error('internal: a value has no entry for its own key');
  return x;
}

/** So many objects are compared one by one, which is faster still than to look them up. */
const AT_HAND = 4;

/** `f` with its answers kept for the objects that it was called with lately: a few of them come again and again, in turn. */
function remembered<K extends object, V>(f: (x: K) => V): (x: K) => V {
  const known = new Recent<V>();
  const atHand: { readonly x: K; readonly v: V }[] = [];
  let oldest = 0;
  return (x) => {
    for (const entry of atHand) if (entry.x === x) return entry.v;
    let v = known.get(x);
    if (v === undefined) {
      v = f(x);
      known.set(x, v);
    }
    atHand[oldest] = { x, v };
    oldest = (oldest + 1) % AT_HAND;
    return v;
  };
}

/** A value as plain data. @throws TlaError for sets that cannot be enumerated */
export function toPlain(heap: Heap, id: number): Plain {
  const kind = heap.kind(id);
  switch (kind) {
    case K_BOOL:
      return heap.boolVal(id);
    case K_INT:
      return heap.intVal(id);
    case K_STR:
      return heap.strVal(id);
    case K_MODEL:
      return heap.modelName(id);
    case K_SET:
      return Array.from({ length: heap.size(id) }, (_, i) => toPlain(heap, heap.elem(id, i)));
    case K_SEQ:
      return Array.from({ length: heap.len(id) }, (_, i) => toPlain(heap, heap.at(id, i + 1)));
    case K_FN:
    case K_REC: {
      const domain = heap.domain(id);
      const entries = Array.from({ length: heap.size(domain) }, (_, i): readonly [Plain, Plain] => [
        toPlain(heap, heap.elem(domain, i)),
        toPlain(heap, heap.fnValue(id, i)),
      ]);
      return new Map(entries);
    }
    default: {
      const explicit = heap.norm(id);
      if (explicit === id) throw new TlaError('evaluation', `${heap.toText(id)} has no plain form`);
      return toPlain(heap, explicit);
    }
  }
}
