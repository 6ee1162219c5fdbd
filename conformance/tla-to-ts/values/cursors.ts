/**
 * One element after another, in TLC's order of enumeration, without building the set: for quantifiers and CHOOSE over lazy sets.
 * The order of each cursor is the order of `cmp`, given that the operands are explicit (ordered) sets.
 */

import type { Id } from './kinds.ts';
import { K_SET, NONE } from './kinds.ts';
import type { HeapSets } from './sets.ts';

/** `next` returns the next element, or `NONE`. Other values may be built between two calls. */
export interface Cursor {
  next(): Id;
}

/** The elements of an explicit set. */
export class ListCursor implements Cursor {
  private readonly heap: HeapSets;
  private readonly set: Id;
  private readonly size: number;
  private at = 0;

  constructor(heap: HeapSets, set: Id) {
    this.heap = heap;
    this.set = set;
    this.size = heap.size(set);
  }

  next(): Id {
    return this.at < this.size ? this.heap.elem(this.set, this.at++) : NONE;
  }
}

/** The integers low .. high. */
export class RangeCursor implements Cursor {
  private readonly heap: HeapSets;
  private readonly high: number;
  private at: number;

  constructor(heap: HeapSets, low: number, high: number) {
    this.heap = heap;
    this.high = high;
    this.at = low;
  }

  next(): Id {
    return this.at <= this.high ? this.heap.int(this.at++) : NONE;
  }
}

/** The elements of another cursor that are in `set`, or (`keep` false) that are not. */
export class FilterCursor implements Cursor {
  private readonly heap: HeapSets;
  private readonly source: Cursor;
  private readonly set: Id;
  private readonly keep: boolean;

  constructor(heap: HeapSets, source: Cursor, set: Id, keep: boolean) {
    this.heap = heap;
    this.source = source;
    this.set = set;
    this.keep = keep;
  }

  next(): Id {
    for (;;) {
      const x = this.source.next();
      if (x === NONE || this.heap.has(this.set, x) === this.keep) return x;
    }
  }
}

/** The subsets of an explicit set: by size, and among those of one size lexicographically. */
export class SubsetCursor implements Cursor {
  private readonly heap: HeapSets;
  private readonly set: Id;
  private readonly n: number;
  private readonly picks: Int32Array;
  private k = 0;

  constructor(heap: HeapSets, set: Id) {
    this.heap = heap;
    this.set = set;
    this.n = heap.size(set);
    this.picks = new Int32Array(this.n);
  }

  next(): Id {
    const { heap, n, k, picks } = this;
    if (k > n) return NONE;
    const base = heap.begin();
    for (let i = 0; i < k; i++) heap.push(heap.elem(this.set, picks[i] as number));
    const subset = heap.intern(K_SET, base);
    this.advance();
    return subset;
  }

  private advance(): void {
    const { n, k, picks } = this;
    let i = k - 1;
    while (i >= 0 && picks[i] === n - k + i) i--;
    if (i < 0) {
      this.k++;
      for (let j = 0; j < this.k && j < n; j++) picks[j] = j;
      return;
    }
    picks[i] = (picks[i] as number) + 1;
    for (let j = i + 1; j < k; j++) picks[j] = (picks[j - 1] as number) + 1;
  }
}

/** Sequences, records or functions whose i-th value comes from the i-th set; the last value varies fastest. */
export class ProductCursor implements Cursor {
  private readonly heap: HeapSets;
  private readonly kind: number;
  /** The domain, for kinds that keep it in the payload; else `NONE`. */
  private readonly keys: Id;
  private readonly sets: readonly Id[];
  private readonly at: Int32Array;
  private done: boolean;

  constructor(heap: HeapSets, kind: number, keys: Id, sets: readonly Id[]) {
    this.heap = heap;
    this.kind = kind;
    this.keys = keys;
    this.sets = sets;
    this.at = new Int32Array(sets.length);
    this.done = sets.some((set) => heap.size(set) === 0);
  }

  next(): Id {
    if (this.done) return NONE;
    const { heap, sets, at } = this;
    const base = heap.begin();
    if (this.keys !== NONE) heap.push(this.keys);
    for (let i = 0; i < at.length; i++) heap.push(heap.elem(sets[i] ?? NONE, at[i] as number));
    const value = heap.intern(this.kind, base);
    this.advance();
    return value;
  }

  private advance(): void {
    const { heap, sets, at } = this;
    let i = at.length - 1;
    while (i >= 0) {
      const following = (at[i] as number) + 1;
      if (following < heap.size(sets[i] ?? NONE)) {
        at[i] = following;
        return;
      }
      at[i--] = 0;
    }
    this.done = true;
  }
}
