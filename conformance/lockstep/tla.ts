/** Builds TLA+ values from data of the code, remembering what it built by the identity of immutable objects. */
import { TlaError } from '../tla-to-ts/errors.ts';
import { type Heap, K_BOOL, K_FN, K_INT, K_MODEL, K_REC, K_SEQ, K_SET, K_STR } from '../tla-to-ts/values/heap.ts';
import type { Plain } from './binding.ts';

declare const value: unique symbol;
/** A TLA+ value: an id of the heap of the model that is being checked. */
export type TlaValue = number & { readonly [value]: true };

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

/** A builder for a heap. */
export function createTla(heap: Heap): Tla {
  const id = (n: number): TlaValue => n as TlaValue;
  const shapes = new Map<string, { shape: number; order: readonly string[] }>();
  const collect = (items: readonly TlaValue[], make: (base: number) => number): TlaValue => {
    const base = heap.begin();
    for (let i = 0; i < items.length; i++) heap.push(items[i] as TlaValue);
    return id(make(base));
  };
  const map = (entries: readonly (readonly [TlaValue, TlaValue])[]): TlaValue => {
    const domain = collect(entries.map(([k]) => k), (b) => heap.setFrom(b));
    const values = new Map(entries);
    const base = heap.begin();
    for (let i = 0; i < heap.size(domain); i++) heap.push(values.get(id(heap.elem(domain, i))) as TlaValue);
    return id(heap.fnFrom(domain, base));
  };
  const models = new Map<string, TlaValue>();
  const model = (name: string): TlaValue => {
    let v = models.get(name);
    if (v === undefined) {
      v = id(heap.model(name));
      models.set(name, v);
    }
    return v;
  };
  const domains = new WeakMap<readonly string[], { domain: number; order: readonly string[] }>();
  const domainOf = (keys: readonly string[]): { domain: number; order: readonly string[] } => {
    let d = domains.get(keys);
    if (d === undefined) {
      const domain = collect(keys.map(model), (b) => heap.setFrom(b));
      d = { domain, order: Array.from({ length: heap.size(domain) }, (_, i) => heap.modelName(heap.elem(domain, i))) };
      domains.set(keys, d);
    }
    return d;
  };
  return {
    int: (n) => id(heap.int(n)),
    str: (s) => id(heap.str(s)),
    bool: (b) => id(b ? 2 : 0),
    model,
    set: (elements) => collect(elements, (b) => heap.setFrom(b)),
    seq: (elements) => collect(elements, (b) => heap.seqFrom(b)),
    record: (fields) => {
      const names = Object.keys(fields);
      const key = names.join(' ');
      let s = shapes.get(key);
      if (s === undefined) {
        const shape = heap.shape(names);
        s = { shape, order: heap.shapeFields(shape).map((f) => heap.strVal(f)) };
        shapes.set(key, s);
      }
      const base = heap.begin();
      for (const name of s.order) heap.push(fields[name] as TlaValue);
      return id(heap.recFrom(s.shape, base));
    },
    fn: <K extends string>(keys: readonly K[], value: (key: K) => TlaValue) => {
      const { domain, order } = domainOf(keys);
      const values = order.map((k) => value(k as K));
      return collect(values, (b) => heap.fnFrom(domain, b));
    },
    map,
    cached: (f) => {
      const known = new WeakMap<object, TlaValue>();
      return (x) => {
        let v = known.get(x);
        if (v === undefined) {
          v = f(x);
          known.set(x, v);
        }
        return v;
      };
    },
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
      return new Map(Array.from({ length: heap.size(domain) }, (_, i) => [toPlain(heap, heap.elem(domain, i)), toPlain(heap, heap.fnValue(id, i))]));
    }
    default: {
      const explicit = heap.norm(id);
      if (explicit === id) throw new TlaError('evaluation', `${heap.toText(id)} has no plain form`);
      return toPlain(heap, explicit);
    }
  }
}
