/** What generated code calls besides the heap: checked arithmetic, conversions, errors, hashing of slots. */
import { type Loc, TlaError } from '../errors.ts';
import { FALSE, type Heap, K_SET, TRUE } from '../values/heap.ts';
import { LayoutMismatch } from './layout.ts';

/** The functions that generated code sees, by the names that it uses. */
export interface Runtime {
  readonly I: (n: number) => number;
  readonly N: (id: number, loc: number) => number;
  readonly B: (id: number, loc: number) => boolean;
  readonly OV: (n: number, loc: number) => number;
  readonly MUL: (a: number, b: number, loc: number) => number;
  readonly DIV: (a: number, b: number, loc: number) => number;
  readonly MOD: (a: number, b: number, loc: number) => number;
  readonly POW: (a: number, b: number, loc: number) => number;
  readonly SET: (id: number, loc: number) => number;
  readonly AT: (f: number, n: number) => number;
  readonly CAT: (a: number, b: number) => number;
  readonly TUPLE: (id: number, n: number, loc: number) => void;
  readonly SORT: (s: number, before: (a: number, b: number) => boolean) => number;
  readonly LAZY: (f: () => number) => () => number;
  readonly FORCE: (p: number | (() => number)) => number;
  readonly inConst: (cache: { bits: Uint8Array }, set: number, id: number, loc: number) => boolean;
  readonly KEEP: (table: { of: Int32Array }, at: number, id: number) => void;
  readonly inSeg: (elements: Int32Array, n: number, id: number) => boolean;
  readonly pos: (dom: number, id: number, loc: number) => number;
  readonly outside: (id: number, loc: number) => never;
  readonly mismatch: (variable: number) => never;
  readonly fail: (message: string, loc: number) => never;
  readonly assertFailed: (message: number, loc: number) => never;
  readonly print: (a: number, b: number) => void;
  readonly mixA: (h: number, slot: number) => number;
  readonly mixB: (h: number, slot: number) => number;
}

/** Two independent 32-bit mixers of a content hash and a slot number (murmur3's finaliser and a variant of it). */
export function mixA(h: number, slot: number): number {
  let x = (h + Math.imul(slot + 1, 0x9e3779b1)) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

export function mixB(h: number, slot: number): number {
  let x = (h ^ Math.imul(slot + 1, 0x7feb352d)) | 0;
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return x ^ (x >>> 15);
}

const MIN = -2147483648;
const MAX = 2147483647;

/** Builds the runtime for one program. `locs`: the places that generated code names by index. */
export function createRuntime(heap: Heap, locs: readonly Loc[], onPrint: (text: string) => void): Runtime {
  const fail = (message: string, loc: number): never => {
    throw new TlaError('evaluation', message, locs[loc]);
  };
  return {
    ...arithmetic(heap, fail),
    ...sequences(heap, fail),
    LAZY: (f) => {
      let value: number | undefined;
      return () => {
        value ??= f();
        return value;
      };
    },
    FORCE: (p) => (typeof p === 'number' ? p : p()),
    inConst: (cache, set, id, loc) => {
      if ((id & 1) === 1) return heap.has(set, id);
      const i = id >> 1;
      if (i >= cache.bits.length) {
        const bits = new Uint8Array(Math.max(cache.bits.length * 2, i + 1024));
        bits.set(cache.bits);
        cache.bits = bits;
      }
      const known = cache.bits[i] as number;
      if (known !== 0) return known === 1;
      void loc;
      const answer = heap.has(set, id);
      cache.bits[i] = answer ? 1 : 2;
      return answer;
    },
    // A table of values; -2: not known.
    KEEP: (table, at, id) => {
      if (at < 0) return;
      if (at >= table.of.length) {
        const larger = new Int32Array(at * 2 + 64).fill(-2);
        larger.set(table.of);
        table.of = larger;
      }
      table.of[at] = id;
    },
    inSeg: (elements, n, id) => {
      for (let i = 0; i < n; i++) if (elements[i] === id) return true;
      return false;
    },
    pos: (dom, id, loc) => {
      const i = heap.posIn(dom, id);
      if (i < 0) fail(`Attempted to apply a function to argument ${heap.toText(id)}, which is not in its domain ${heap.toText(dom)}.`, loc);
      return i;
    },
    outside: (id, loc) => fail(`Attempted to apply a function to argument ${heap.toText(id)}, which is not in its domain.`, loc),
    mismatch: (variable) => {
      throw new LayoutMismatch(variable);
    },
    fail,
    assertFailed: (message, loc) =>
      fail(`The first argument of Assert evaluated to FALSE; the second argument was:\n${heap.toText(message)}`, loc),
    print: (a, b) => onPrint(b === -2 ? heap.toText(a) : `${heap.toText(a)}  ${heap.toText(b)}`),
    mixA,
    mixB,
  };
}

type Fail = (message: string, loc: number) => never;

function arithmetic(heap: Heap, fail: Fail): Pick<Runtime, 'I' | 'N' | 'B' | 'OV' | 'MUL' | 'DIV' | 'MOD' | 'POW'> {
  const OV = (n: number, loc: number): number =>
    n >= MIN && n <= MAX ? n : fail('Overflow: the result is not an integer of 32 bits', loc);
  return {
    I: (n) => (n >= -1073741824 && n <= 1073741823 ? (n << 1) | 1 : heap.int(n)),
    N: (id, loc) => {
      if ((id & 1) === 1) return id >> 1;
      return heap.isInt(id) ? heap.intVal(id) : fail(`An integer is expected here, but the value is ${heap.toText(id)}`, loc);
    },
    B: (id, loc) => {
      if (id === TRUE) return true;
      return id === FALSE ? false : fail(`A boolean is expected here, but the value is ${heap.toText(id)}`, loc);
    },
    OV,
    MUL: (a, b, loc) => {
      const n = a * b;
      return OV(n === 0 ? 0 : n, loc);
    },
    DIV: (a, b, loc) => (b === 0 ? fail('The second argument of \\div is 0', loc) : OV(Math.floor(a / b) + 0, loc)),
    MOD: (a, b, loc) => {
      if (b <= 0) fail(`The second argument of % should be a positive number, but it is ${b}`, loc);
      const r = a % b;
      return r < 0 ? r + b : r + 0;
    },
    POW: (a, b, loc) => {
      if (b < 0) fail(`The exponent of ^ should be a natural number, but it is ${b}`, loc);
      if (a === 0 && b === 0) fail('0^0 is undefined', loc);
      if (a === 0 || a === 1) return a;
      if (a === -1) return b % 2 === 0 ? 1 : -1;
      let n = 1;
      for (let i = 0; i < b; i++) n = OV(n * a, loc);
      return n;
    },
  };
}

function sequences(heap: Heap, fail: Fail): Pick<Runtime, 'SET' | 'AT' | 'CAT' | 'TUPLE' | 'SORT'> {
  const I = (n: number): number => (n >= -1073741824 && n <= 1073741823 ? (n << 1) | 1 : heap.int(n));
  return {
    SET: (id, loc) => {
      const s = heap.norm(id);
      return heap.kind(s) === K_SET ? s : fail(`A set that can be enumerated is expected here, but the value is ${heap.toText(id)}`, loc);
    },
    AT: (f, n) => heap.apply(f, I(n)),
    CAT: (a, b) =>
      heap.kind(a) === heap.kind(heap.str('')) && heap.kind(b) === heap.kind(a)
        ? heap.str(heap.strVal(a) + heap.strVal(b))
        : heap.concat(a, b),
    TUPLE: (id, n, loc) => {
      if (!heap.isSeq(id) || heap.len(id) !== n)
        fail(`A tuple of ${n} components is expected here, but the value is ${heap.toText(id)}`, loc);
    },
    SORT: (s, before) => {
      const items = Array.from({ length: heap.len(s) }, (_, i) => heap.at(s, i + 1));
      items.sort((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0));
      const base = heap.begin();
      for (const i of items) heap.push(i);
      return heap.seqFrom(base);
    },
  };
}
