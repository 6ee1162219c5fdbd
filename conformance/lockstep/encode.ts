/**
 * A key for any immutable state of the code, from all of its fields: what equality would compare, without a list of fields that
 * could forget one. Plain data only: objects, arrays, maps, sets, strings, numbers, booleans, null and undefined.
 */
import type { Heap } from '../tla-to-ts/values/heap.ts';

/** Encodes code states as ids of a heap; equal states get equal ids. */
export class Encoder {
  private readonly heap: Heap;
  private readonly known: WeakMap<object, number> = new WeakMap();
  private readonly shapes: Map<string, { readonly shape: number; readonly order: readonly string[] }> = new Map();
  private readonly missing: number;

  constructor(heap: Heap) {
    this.heap = heap;
    this.missing = heap.model('lockstep undefined');
  }

  /** The id of a state. @throws Error for data that is not plain (a function, a class instance) */
  encode(x: unknown): number {
    switch (typeof x) {
      case 'undefined':
        return this.missing;
      case 'boolean':
        return x ? 2 : 0;
      case 'number':
        return Number.isInteger(x) && Math.abs(x) < 2 ** 31 ? this.heap.int(x) : this.heap.str(`number ${x}`);
      case 'bigint':
        return this.heap.str(`bigint ${x}`);
      case 'string':
        return this.heap.str(x);
      case 'object':
        return x === null ? this.heap.model('lockstep null') : this.object(x);
      default:
        throw new Error(`a state of the code holds a ${typeof x}, which is not data`);
    }
  }

  private object(x: object): number {
    const known = this.known.get(x);
    if (known !== undefined) return known;
    const id = Array.isArray(x) ? this.list(x) : x instanceof Map ? this.list([...x].flat()) : x instanceof Set ? this.list([...x]) : this.record(x);
    this.known.set(x, id);
    return id;
  }

  private list(items: readonly unknown[]): number {
    const ids = items.map((i) => this.encode(i));
    const base = this.heap.begin();
    for (const i of ids) this.heap.push(i);
    return this.heap.seqFrom(base);
  }

  private record(x: object): number {
    const proto: unknown = Object.getPrototypeOf(x);
    if (proto !== Object.prototype && proto !== null) throw new Error('a state of the code holds an instance of a class, which is not data');
    const names = Object.keys(x);
    if (names.length === 0) return this.heap.str('lockstep {}');
    const key = names.join(' ');
    let s = this.shapes.get(key);
    if (s === undefined) {
      const shape = this.heap.shape(names);
      s = { shape, order: this.heap.shapeFields(shape).map((f) => this.heap.strVal(f)) };
      this.shapes.set(key, s);
    }
    const fields = x as Readonly<Record<string, unknown>>;
    const ids = s.order.map((n) => this.encode(fields[n]));
    const base = this.heap.begin();
    for (const i of ids) this.heap.push(i);
    return this.heap.recFrom(s.shape, base);
  }
}
