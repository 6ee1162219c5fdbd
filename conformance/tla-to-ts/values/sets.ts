/**
 * Explicit sets: building, searching, the set algebra. What involves a lazy set is delegated to lazy.ts.
 */

import type { Id } from './kinds.ts';
import { K_BOOL, K_LAZY, K_MODEL, K_SET, K_STR } from './kinds.ts';
import { HeapOrder } from './order.ts';

const OP_POSITION = 1;
const OP_ADD = 2;
const OP_REMOVE = 3;
const OP_UNION = 4;
const OP_INTER = 5;
const OP_DIFF = 6;
const OP_BIG_UNION = 7;

const CACHE_BITS = 15;
/** Up to this size values are sorted by insertion. */
const SHORT = 24;
/** Up to this size a set is searched by comparing ids one by one. */
const LINEAR = 16;
const EMPTY = new Int32Array(0);

export abstract class HeapSets extends HeapOrder {
  /** Recent results, direct-mapped: operation, two operands, result. */
  private readonly cache: Int32Array = new Int32Array(4 << CACHE_BITS);
  private scratch: Int32Array = EMPTY;

  protected abstract hasLazy(set: Id, x: Id): boolean;
  protected abstract unionLazy(a: Id, b: Id): Id;
  protected abstract interLazy(a: Id, b: Id): Id;
  protected abstract diffLazy(a: Id, b: Id): Id;
  protected abstract bigUnionLazy(s: Id): Id;
  protected abstract subseteqLazy(a: Id, b: Id): boolean;

  override bytes(): number {
    return super.bytes() + this.cache.byteLength + this.scratch.byteLength;
  }

  // ---- building ---------------------------------------------------------------------------------------------------------

  /** The set of the values `st[base .. sp)`, in any order, with duplicates; pops them. */
  setFrom(base: number): Id {
    const n = this.sp - base;
    if (n > SHORT) this.sort(base);
    else if (n > 1) this.insertionSort(base);
    return this.intern(K_SET, base);
  }

  /** As `setFrom`, for values that are already in order and without duplicates, such as {x \in S : P(x)} for an explicit S. */
  setFromSorted(base: number): Id {
    return this.intern(K_SET, base);
  }

  /** Sorts `st[base .. sp)` and drops duplicates (lowers `sp`). */
  private sort(base: number): void {
    const { st, sp } = this;
    let allSmall = 1;
    for (let i = base; i < sp; i++) allSmall &= st[i] as number;
    if (allSmall !== 0) st.subarray(base, sp).sort();
    else if (!this.isSorted(base)) this.mergeSort(base);
    this.dropEqualNeighbours(base);
  }

  private isSorted(base: number): boolean {
    for (let i = base + 1; i < this.sp; i++) if (this.cmp(this.st[i] as number, this.st[i - 1] as number) < 0) return false;
    return true;
  }

  /** Insertion that drops duplicates on the way; values that are in order already cost one comparison each. */
  private insertionSort(base: number): void {
    const { sp } = this;
    let end = base + 1;
    for (let i = base + 1; i < sp; i++) {
      const x = this.st[i] as number;
      const c = this.cmp(x, this.st[end - 1] as number);
      if (c > 0) this.st[end++] = x;
      else if (c < 0) end = this.insert(base, end, x);
    }
    this.sp = end;
  }

  /** Inserts `x`, which comes before `st[end - 1]`, into the ordered `st[base .. end)`, if it is new; returns the new end. */
  private insert(base: number, end: number, x: Id): number {
    let low = base;
    let high = end - 1;
    while (low < high) {
      const mid = (low + high) >> 1;
      const c = this.cmp(x, this.st[mid] as number);
      if (c === 0) return end;
      if (c < 0) high = mid;
      else low = mid + 1;
    }
    const { st } = this;
    for (let j = end; j > low; j--) st[j] = st[j - 1] as number;
    st[low] = x;
    return end + 1;
  }

  /** Bottom-up merge sort. */
  private mergeSort(base: number): void {
    const n = this.sp - base;
    if (this.scratch.length < n) this.scratch = new Int32Array(n * 2);
    const { scratch } = this;
    for (let width = 1; width < n; width *= 2) {
      for (let left = 0; left < n; left += 2 * width) {
        const middle = Math.min(left + width, n);
        const right = Math.min(left + 2 * width, n);
        let i = left;
        let j = middle;
        let k = left;
        while (i < middle && j < right) {
          const a = this.st[base + i] as number;
          const b = this.st[base + j] as number;
          if (this.cmp(a, b) <= 0) {
            scratch[k++] = a;
            i++;
          } else {
            scratch[k++] = b;
            j++;
          }
        }
        while (i < middle) scratch[k++] = this.st[base + i++] as number;
        while (j < right) scratch[k++] = this.st[base + j++] as number;
      }
      this.st.set(scratch.subarray(0, n), base);
    }
  }

  private dropEqualNeighbours(base: number): void {
    let end = base + 1;
    for (let i = base + 1; i < this.sp; i++) {
      const x = this.st[i] as number;
      if (this.cmp(this.st[end - 1] as number, x) !== 0) this.st[end++] = x;
    }
    this.sp = end;
  }

  // ---- access -----------------------------------------------------------------------------------------------------------

  /** Whether the value is a set, explicit or lazy. */
  isSet(id: Id): boolean {
    if ((id & 1) !== 0) return false;
    const kind = this.kindOf(id);
    return kind === K_SET || kind >= K_LAZY;
  }

  /** The number of elements of an explicit set, or of a sequence. */
  size(set: Id): number {
    return this.words(set);
  }

  /** Element `i`, from 0, of an explicit set. */
  elem(set: Id, i: number): Id {
    return this.arena[this.offset(set) + i] as number;
  }

  /** The index of an element in an explicit set, or -1. Raises TLC's error when `x` cannot be compared with an element. */
  posIn(set: Id, x: Id): number {
    const { arena } = this;
    const o = this.offset(set);
    const n = this.words(set);
    if (n <= LINEAR) {
      for (let i = 0; i < n; i++) if (arena[o + i] === x) return i;
      return n === 0 ? -1 : this.absent(set, o, n, x);
    }
    if ((x & 1) !== 0) {
      const guess = (x - (arena[o] as number)) >> 1;
      if (guess >= 0 && guess < n && arena[o + guess] === x) return guess;
    }
    return this.search(set, o, n, x);
  }

  /** `x` is not among the elements: -1, or the error. In an ordered set the last element tells the kind of nearly all. */
  private absent(set: Id, o: number, n: number, x: Id): number {
    const last = this.arena[o + n - 1] as number;
    if ((x & last & 1) !== 0) return -1;
    const kind = this.kind(x);
    if ((kind === K_STR || kind === K_BOOL) && kind === this.kind(last)) return -1;
    if (kind === K_MODEL && this.isUntypedModel(x)) return -1;
    if (kind >= K_LAZY && this.isEnumerable(x)) return this.posIn(set, this.norm(x));
    return this.search(set, o, n, x);
  }

  /** Binary search, with a cache of the results: the comparisons, and so the errors, are those of TLC. */
  private search(set: Id, o: number, n: number, x: Id): number {
    const slot = this.cacheSlot(OP_POSITION, set, x);
    const { cache } = this;
    if (cache[slot] === OP_POSITION && cache[slot + 1] === set && cache[slot + 2] === x) return cache[slot + 3] as number;
    let low = 0;
    let high = n;
    let found = -1;
    while (low < high) {
      const mid = (low + high) >> 1;
      const c = this.cmp(x, this.arena[o + mid] as number);
      if (c === 0) {
        found = mid;
        break;
      }
      if (c < 0) high = mid;
      else low = mid + 1;
    }
    this.remember(slot, OP_POSITION, set, x, found);
    return found;
  }

  private cacheSlot(op: number, a: Id, b: Id): number {
    const h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(op, 0x27d4eb2f);
    return (Math.imul(h ^ (h >>> 15), 0xc2b2ae35) >>> (32 - CACHE_BITS)) << 2;
  }

  private remember(slot: number, op: number, a: Id, b: Id, result: number): void {
    const { cache } = this;
    cache[slot] = op;
    cache[slot + 1] = a;
    cache[slot + 2] = b;
    cache[slot + 3] = result;
  }

  /** x \in set, for explicit and lazy sets; a lazy set is not enumerated. Raises TLC's errors, also when `set` is not a set. */
  has(set: Id, x: Id): boolean {
    if ((set & 1) === 0 && this.kindOf(set) === K_SET) return this.posIn(set, x) >= 0;
    return this.hasLazy(set, x);
  }

  // ---- algebra ----------------------------------------------------------------------------------------------------------

  private bothExplicit(a: Id, b: Id): boolean {
    return ((a | b) & 1) === 0 && this.kindOf(a) === K_SET && this.kindOf(b) === K_SET;
  }

  /** set \cup {x}, for an explicit set. */
  add(set: Id, x: Id): Id {
    const slot = this.cacheSlot(OP_ADD, set, x);
    const { cache } = this;
    if (cache[slot] === OP_ADD && cache[slot + 1] === set && cache[slot + 2] === x) return cache[slot + 3] as number;
    let result = set;
    if (this.posIn(set, x) < 0) {
      const base = this.sp;
      const n = this.words(set);
      let low = 0;
      let high = n;
      while (low < high) {
        const mid = (low + high) >> 1;
        if (this.cmp(x, this.elem(set, mid)) < 0) high = mid;
        else low = mid + 1;
      }
      this.pushElems(set, 0, low);
      this.push(x);
      this.pushElems(set, low, n);
      result = this.intern(K_SET, base);
    }
    this.remember(slot, OP_ADD, set, x, result);
    return result;
  }

  /** set \ {x}, for an explicit set. */
  remove(set: Id, x: Id): Id {
    const slot = this.cacheSlot(OP_REMOVE, set, x);
    const { cache } = this;
    if (cache[slot] === OP_REMOVE && cache[slot + 1] === set && cache[slot + 2] === x) return cache[slot + 3] as number;
    let result = set;
    const at = this.posIn(set, x);
    if (at >= 0) {
      const base = this.sp;
      this.pushElems(set, 0, at);
      this.pushElems(set, at + 1, this.words(set));
      result = this.intern(K_SET, base);
    }
    this.remember(slot, OP_REMOVE, set, x, result);
    return result;
  }

  /** Pushes the payload words `from .. to` of a set or sequence. */
  protected pushElems(set: Id, from: number, to: number): void {
    this.reserve(to - from);
    const { st, arena } = this;
    const o = this.offset(set);
    let { sp } = this;
    for (let i = from; i < to; i++) st[sp++] = arena[o + i] as number;
    this.sp = sp;
  }

  /** a \cup b. */
  union(a: Id, b: Id): Id {
    if (!this.bothExplicit(a, b)) return this.unionLazy(a, b);
    if (a === b) return a;
    const n = this.words(a);
    const m = this.words(b);
    if (m === 0) return a;
    if (n === 0) return b;
    if (m === 1) return this.add(a, this.elem(b, 0));
    if (n === 1) return this.add(b, this.elem(a, 0));
    const slot = this.cacheSlot(OP_UNION, a, b);
    const { cache } = this;
    if (cache[slot] === OP_UNION && cache[slot + 1] === a && cache[slot + 2] === b) return cache[slot + 3] as number;
    const result = this.merge(a, n, b, m);
    this.remember(slot, OP_UNION, a, b, result);
    return result;
  }

  private merge(a: Id, n: number, b: Id, m: number): Id {
    const base = this.sp;
    let i = 0;
    let j = 0;
    while (i < n && j < m) {
      const x = this.elem(a, i);
      const y = this.elem(b, j);
      const c = this.cmp(x, y);
      this.push(c <= 0 ? x : y);
      if (c <= 0) i++;
      if (c >= 0) j++;
    }
    this.pushElems(a, i, n);
    this.pushElems(b, j, m);
    return this.intern(K_SET, base);
  }

  /** a \cap b. */
  inter(a: Id, b: Id): Id {
    if (!this.bothExplicit(a, b)) return this.interLazy(a, b);
    return a === b ? a : this.filtered(OP_INTER, a, b);
  }

  /** a \ b. */
  diff(a: Id, b: Id): Id {
    if (!this.bothExplicit(a, b)) return this.diffLazy(a, b);
    if (a === b) return this.emptySet;
    const m = this.words(b);
    if (m === 0) return a;
    return m === 1 ? this.remove(a, this.elem(b, 0)) : this.filtered(OP_DIFF, a, b);
  }

  private filtered(op: number, a: Id, b: Id): Id {
    const slot = this.cacheSlot(op, a, b);
    const { cache } = this;
    if (cache[slot] === op && cache[slot + 1] === a && cache[slot + 2] === b) return cache[slot + 3] as number;
    const base = this.sp;
    const n = this.words(a);
    for (let i = 0; i < n; i++) {
      const x = this.elem(a, i);
      if (this.posIn(b, x) >= 0 === (op === OP_INTER)) this.push(x);
    }
    const result = this.intern(K_SET, base);
    this.remember(slot, op, a, b, result);
    return result;
  }

  /** UNION s. */
  bigUnion(s: Id): Id {
    if ((s & 1) !== 0 || this.kindOf(s) !== K_SET) return this.bigUnionLazy(s);
    const n = this.words(s);
    if (n === 0) return s;
    const slot = this.cacheSlot(OP_BIG_UNION, s, 0);
    const { cache } = this;
    if (cache[slot] === OP_BIG_UNION && cache[slot + 1] === s) return cache[slot + 3] as number;
    const base = this.sp;
    for (let i = 0; i < n; i++) {
      const part = this.elem(s, i);
      if (this.kind(part) !== K_SET) {
        this.sp = base;
        return this.bigUnionLazy(s);
      }
      this.pushElems(part, 0, this.words(part));
    }
    const result = this.setFrom(base);
    this.remember(slot, OP_BIG_UNION, s, 0, result);
    return result;
  }

  /** a \subseteq b. Raises TLC's error when `a` cannot be enumerated. */
  subseteq(a: Id, b: Id): boolean {
    if (!this.bothExplicit(a, b)) return this.subseteqLazy(a, b);
    if (a === b) return true;
    const { arena } = this;
    const oa = this.offset(a);
    const ob = this.offset(b);
    const n = this.words(a);
    const m = this.words(b);
    let j = 0;
    for (let i = 0; i < n; i++) {
      const x = arena[oa + i] as number;
      while (j < m && arena[ob + j] !== x) j++;
      if (j === m) return this.restIncluded(a, i, b);
      j++;
    }
    return true;
  }

  /** Some element is not found: false, or the error that TLC raises before it comes to it. */
  private restIncluded(a: Id, from: number, b: Id): boolean {
    const n = this.words(a);
    for (let i = from; i < n; i++) if (this.posIn(b, this.elem(a, i)) < 0) return false;
    return true;
  }
}
