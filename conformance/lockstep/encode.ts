/**
 * A key for any immutable state of the code, from all of its fields: what equality would compare, without a list of fields that
 * could forget one. Plain data only: objects, arrays, maps, sets, strings, numbers, booleans, null and undefined.
 */

import { asRecord } from '../../src/core/cast.ts';
import { TlaError } from '../tla-to-ts/errors.ts';
import type { Heap } from '../tla-to-ts/values/heap.ts';
import { Recent } from './recent.ts';

/** Objects with the same fields, in the same order. */
interface Shape {
  readonly names: readonly string[];
  readonly shape: number;
  readonly order: readonly string[];
}

/**
 * Encodes code states as ids of a heap; equal states get equal ids, and others get others. What TLA+ has no value for becomes a
 * model value whose name no specification can contain, so that it is taken for nothing else.
 */
export class Encoder {
  private readonly heap: Heap;
  private readonly known: Recent<number> = new Recent();
  private readonly shapes: Shape[] = [];
  private readonly missing: number;
  private readonly empty: number;
  private readonly mapTag: number;
  private readonly setTag: number;

  constructor(heap: Heap) {
    this.heap = heap;
    this.missing = heap.model('lockstep undefined');
    this.empty = heap.model('lockstep {}');
    this.mapTag = heap.model('lockstep map');
    this.setTag = heap.model('lockstep set');
  }

  /** The id of a state. @throws TlaError for data that is not plain (a function, a class instance) */
  encode(x: unknown): number {
    switch (typeof x) {
      case 'undefined':
        return this.missing;
      case 'boolean':
        return x ? 2 : 0;
      case 'number':
        return Number.isInteger(x) && Math.abs(x) < 2 ** 31 ? this.heap.int(x) : this.heap.model(`lockstep number ${x}`);
      case 'bigint':
        return this.heap.model(`lockstep bigint ${x}`);
      case 'string':
        return this.heap.str(x);
      case 'object':
        return x === null ? this.heap.model('lockstep null') : this.object(x);
      default:
        throw new TlaError('usage', `A state of the code holds a ${typeof x}, which is not data`);
    }
  }

  private object(x: object): number {
    const known = this.known.get(x);
    if (known !== undefined) return known;
    const id = this.fresh(x);
    this.known.set(x, id);
    return id;
  }

  private fresh(x: object): number {
    if (Array.isArray(x)) return this.list(x.map((item) => this.encode(item)));
    if (x instanceof Map) {
      const entries = [...x].map(([k, v]): readonly [number, number] => [this.encode(k), this.encode(v)]);
      return this.list([this.mapTag, ...entries.sort(([a], [b]) => a - b).flat()]);
    }
    if (x instanceof Set) return this.list([this.setTag, ...[...x].map((item) => this.encode(item)).sort((a, b) => a - b)]);
    return this.record(x);
  }

  private list(ids: readonly number[]): number {
    const base = this.heap.begin();
    for (const i of ids) this.heap.push(i);
    return this.heap.seqFrom(base);
  }

  /** There are few kinds of objects in a state, so a walk through them beats a key made of all the names. */
  private shapeOf(names: readonly string[]): Shape {
    for (const s of this.shapes) if (sameNames(s.names, names)) return s;
    const shape = this.heap.shape(names);
    const s: Shape = { names, shape, order: this.heap.shapeFields(shape).map((f) => this.heap.strVal(f)) };
    this.shapes.push(s);
    return s;
  }

  private record(x: object): number {
    const proto: unknown = Object.getPrototypeOf(x);
    if (proto !== Object.prototype && proto !== null)
      throw new TlaError('usage', 'A state of the code holds an instance of a class, which is not data');
    const names = Object.keys(x);
    if (names.length === 0) return this.empty;
    const s = this.shapeOf(names);
    const fields = asRecord(x);
    const ids: number[] = [];
    for (const name of s.order) ids.push(this.encode(fields[name]));
    const base = this.heap.begin();
    for (const i of ids) this.heap.push(i);
    return this.heap.recFrom(s.shape, base);
  }
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
