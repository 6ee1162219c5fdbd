/**
 * From lazy sets to explicit ones, and what can be said of a lazy set without enumerating it.
 */

import type { Cursor } from './cursors.ts';
import { FilterCursor, ListCursor, ProductCursor, RangeCursor, SubsetCursor } from './cursors.ts';
import type { Id } from './kinds.ts';
import {
  INTERVAL_BOUND,
  INTERVAL_EAGER,
  K_FN,
  K_LAZY,
  K_MODEL,
  K_REC,
  K_SEQ,
  K_SET,
  K_STR,
  L_CAP,
  L_CUP,
  L_DIFF,
  L_FCNSET,
  L_INTERVAL,
  L_PROD,
  L_RECSET,
  L_SEQ,
  L_SUBSET,
  NONE,
  SET_BOUND,
} from './kinds.ts';
import { HeapSets } from './sets.ts';
import { fail } from './store.ts';

const MAX_INT = 2 ** 31 - 1;

export abstract class HeapEnumerate extends HeapSets {
  private readonly explicit: Map<Id, Id> = new Map();
  /** The sets 1..n that were asked for, or `NONE`. */
  private readonly initial: Int32Array = new Int32Array(INTERVAL_EAGER + 1).fill(NONE);

  // ---- constructors -----------------------------------------------------------------------------------------------------

  /** The set a..b, for JavaScript integers a and b: explicit when it is small, else lazy. */
  interval(a: number, b: number): Id {
    if (a === 1 && b <= INTERVAL_EAGER && b > 0) {
      const known = this.initial[b] as number;
      if (known !== NONE) return known;
    }
    const size = b - a + 1;
    if (size <= 0) return this.emptySet;
    const base = this.begin();
    if (size > INTERVAL_EAGER) {
      const low = this.int(a);
      const high = this.int(b);
      this.push(low);
      this.push(high);
      return this.intern(L_INTERVAL, base);
    }
    for (let i = a; i <= b; i++) {
      const id = this.int(i);
      this.push(id);
    }
    const id = this.intern(K_SET, base);
    if (a === 1) this.initial[b] = id;
    return id;
  }

  /** SUBSET s. */
  subsetOf(s: Id): Id {
    return this.lazy(L_SUBSET, s);
  }

  /** [s -> t]. */
  fcnSet(s: Id, t: Id): Id {
    return this.lazy2(L_FCNSET, s, t);
  }

  /** [f1: S1, ...], for the sets `st[base .. sp)` in the order of the shape; pops them. */
  recSet(shape: Id, base: number): Id {
    return this.internKeyed(L_RECSET, shape, base);
  }

  /** S1 \X S2 \X ..., for the sets `st[base .. sp)`; pops them. */
  prod(base: number): Id {
    return this.intern(L_PROD, base);
  }

  /** Seq(s). */
  seqSet(s: Id): Id {
    return this.lazy(L_SEQ, s);
  }

  protected lazy(kind: number, s: Id): Id {
    const base = this.begin();
    this.push(s);
    return this.intern(kind, base);
  }

  protected lazy2(kind: number, s: Id, t: Id): Id {
    const base = this.begin();
    this.push(s);
    this.push(t);
    return this.intern(kind, base);
  }

  // ---- enumeration ------------------------------------------------------------------------------------------------------

  norm(id: Id): Id {
    if ((id & 1) !== 0 || this.kindOf(id) < K_LAZY) return id;
    const known = this.explicit.get(id);
    if (known !== undefined) return known;
    const set = this.enumerate(id);
    this.explicit.set(id, set);
    return set;
  }

  private enumerate(id: Id): Id {
    const kind = this.kind(id);
    if (kind === L_CUP) return this.union(this.norm(this.part(id, 0)), this.norm(this.part(id, 1)));
    const bound = kind === L_INTERVAL ? INTERVAL_BOUND : SET_BOUND;
    const estimate = this.sizeBound(id);
    if (estimate > bound && estimate < Infinity && kind !== L_CAP && kind !== L_DIFF) this.tooMany(bound);
    const cursor = this.cursor(id);
    const base = this.begin();
    for (let x = cursor.next(); x !== NONE; x = cursor.next()) {
      this.push(x);
      if (this.sp - base > bound) this.tooMany(bound);
    }
    return this.intern(K_SET, base);
  }

  private tooMany(bound: number): never {
    return fail(`Attempted to construct a set with too many elements (>${bound}).`);
  }

  /** The elements one by one, in TLC's order. Raises TLC's error when the set cannot be enumerated, or is not a set. */
  cursor(s: Id): Cursor {
    const kind = this.kind(s);
    const known = kind === K_SET ? s : this.explicit.get(s);
    if (known !== undefined) return new ListCursor(this, known);
    const first = kind >= K_LAZY && this.words(s) > 0 ? this.part(s, 0) : NONE;
    switch (kind) {
      case L_INTERVAL:
        return new RangeCursor(this, this.intVal(first), this.intVal(this.part(s, 1)));
      case L_SUBSET:
        return new SubsetCursor(this, this.powerBase(first));
      case L_FCNSET:
        return this.functionCursor(s);
      case L_RECSET:
        return this.recordCursor(s);
      case L_PROD:
        return this.productCursor(s);
      case L_CUP:
        return new ListCursor(this, this.norm(s));
      case L_CAP:
        return this.capCursor(s);
      case L_DIFF:
        return new FilterCursor(this, this.cursor(first), this.part(s, 1), false);
      default:
        return fail(`Attempted to enumerate the nonenumerable set:\n${this.toText(s)}`);
    }
  }

  private powerBase(s: Id): Id {
    if (this.sizeBound(s) < Infinity) return this.norm(s);
    return fail(`Attempted to compute the value of an expression of form\nSUBSET S, but S is a non-enumerable value:\n${this.toText(s)}`);
  }

  private functionCursor(s: Id): Cursor {
    const [from, to] = [this.part(s, 0), this.part(s, 1)];
    const form = 'Attempted to enumerate a set of the form [D -> R],but the';
    if (this.sizeBound(from) === Infinity) fail(`${form} domain D:\n${this.toText(from)}\ncannot be enumerated.`);
    if (this.sizeBound(to) === Infinity) fail(`${form} range R:\n${this.toText(to)}\ncannot be enumerated.`);
    const keys = this.norm(from);
    const n = this.size(keys);
    const sets = new Array<Id>(n).fill(n === 0 ? NONE : this.norm(to));
    const first = n === 0 ? this.int(1) : this.elem(keys, 0);
    if (n === 0 || (first === this.int(1) && this.elem(keys, n - 1) === this.int(n))) {
      return new ProductCursor(this, K_SEQ, NONE, sets);
    }
    return new ProductCursor(this, this.kind(first) === K_STR ? K_REC : K_FN, keys, sets);
  }

  private recordCursor(s: Id): Cursor {
    const shape = this.part(s, 0);
    const sets: Id[] = [];
    for (let i = 1; i < this.words(s); i++) {
      const set = this.part(s, i);
      if (this.sizeBound(set) === Infinity) {
        fail(
          `Attempted to enumerate a set of the form [l1 : v1, ..., ln : vn],\nbut can't enumerate the value of the \`${this.strVal(this.elem(shape, i - 1))}' field:\n${this.toText(set)}`,
        );
      }
      sets.push(this.norm(set));
    }
    return sets.length === 0 ? new ProductCursor(this, K_SEQ, NONE, sets) : new ProductCursor(this, K_REC, shape, sets);
  }

  private productCursor(s: Id): Cursor {
    const sets: Id[] = [];
    for (let i = 0; i < this.words(s); i++) {
      const set = this.part(s, i);
      if (this.sizeBound(set) === Infinity) {
        fail(`Attempted to enumerate a set of the form s1 \\X s2 ... \\X sn,\nbut can't enumerate s${i}:\n${this.toText(set)}`);
      }
      sets.push(this.norm(set));
    }
    return new ProductCursor(this, K_SEQ, NONE, sets);
  }

  private capCursor(s: Id): Cursor {
    const [a, b] = [this.part(s, 0), this.part(s, 1)];
    if (this.sizeBound(a) < Infinity) return new FilterCursor(this, this.cursor(a), b, true);
    if (this.sizeBound(b) < Infinity) return new FilterCursor(this, this.cursor(b), a, true);
    return fail(`Attempted to enumerate S \\cap T when neither S:\n${this.toText(a)}\nnor T:\n${this.toText(b)}\nis enumerable`);
  }

  /**
   * Calls `f` with the elements in TLC's order until it returns true; returns whether it did. Raises TLC's error when the set
   * cannot be enumerated.
   */
  forEachElem(s: Id, f: (x: Id) => boolean): boolean {
    const cursor = this.cursor(s);
    for (let x = cursor.next(); x !== NONE; x = cursor.next()) if (f(x)) return true;
    return false;
  }

  // ---- size -------------------------------------------------------------------------------------------------------------

  isEnumerable(id: Id): boolean {
    return this.sizeBound(id) <= (this.kind(id) === L_INTERVAL ? INTERVAL_BOUND : SET_BOUND);
  }

  /** An upper bound for the number of elements, exact except for \cup, \cap and \; Infinity when it is not a set, or infinite. */
  sizeBound(id: Id): number {
    const kind = this.kind(id);
    if (kind === K_SET) return this.words(id);
    switch (kind) {
      case L_INTERVAL:
        return this.intVal(this.part(id, 1)) - this.intVal(this.part(id, 0)) + 1;
      case L_SUBSET:
        return this.sizeBound(this.part(id, 0)) === Infinity ? Infinity : finite(2 ** this.sizeBound(this.part(id, 0)));
      case L_FCNSET: {
        const [from, to] = [this.sizeBound(this.part(id, 0)), this.sizeBound(this.part(id, 1))];
        return from === Infinity || to === Infinity ? Infinity : finite(to ** from);
      }
      case L_RECSET:
        return this.estimateProduct(id, 1);
      case L_PROD:
        return this.estimateProduct(id, 0);
      case L_CUP:
        return this.sizeBound(this.part(id, 0)) + this.sizeBound(this.part(id, 1));
      case L_CAP:
        return Math.min(this.sizeBound(this.part(id, 0)), this.sizeBound(this.part(id, 1)));
      case L_DIFF:
        return this.sizeBound(this.part(id, 0));
      default:
        return Infinity;
    }
  }

  private estimateProduct(id: Id, first: number): number {
    let product = 1;
    for (let i = first; i < this.words(id); i++) {
      const factor = this.sizeBound(this.part(id, i));
      if (factor === Infinity) return Infinity;
      product = finite(product * factor);
    }
    return product;
  }

  /** Cardinality(s), without enumerating where possible. Raises TLC's errors for what is not a finite set, and on overflow. */
  cardinality(s: Id): number {
    const kind = this.kind(s);
    if (kind === K_SET) return this.words(s);
    if (kind < K_LAZY || this.sizeBound(s) === Infinity) {
      return fail(`Attempted to compute cardinality of the value\n${this.toText(s)}`);
    }
    if (kind === L_CUP || kind === L_CAP || kind === L_DIFF) return this.words(this.norm(s));
    const size = this.exactSize(s, kind);
    return size <= MAX_INT ? size : fail(`Overflow when computing the number of elements in:\n${this.toText(s)}`);
  }

  private exactSize(s: Id, kind: number): number {
    if (kind === L_SUBSET) return 2 ** this.cardinality(this.part(s, 0));
    if (kind === L_FCNSET) return this.cardinality(this.part(s, 1)) ** this.cardinality(this.part(s, 0));
    if (kind === L_INTERVAL) return this.sizeBound(s);
    let product = 1;
    for (let i = kind === L_RECSET ? 1 : 0; i < this.words(s); i++) product *= this.cardinality(this.part(s, i));
    return product;
  }

  /** IsFiniteSet(s). As in TLC, a function counts as finite. Raises TLC's error for other values that are not sets. */
  isFiniteSet(s: Id): boolean {
    const kind = this.kind(s);
    if (kind >= K_SET && kind < K_LAZY) return true;
    if (kind < K_SET) {
      const name = kind === K_MODEL ? 'model value' : (['boolean', 'integer', 'string'][kind] ?? '');
      return fail(`Attempted to check if the ${name} ${this.toText(s)} is a finite set.`);
    }
    switch (kind) {
      case L_INTERVAL:
        return true;
      case L_SUBSET:
        return this.isFiniteSet(this.part(s, 0));
      case L_CUP:
      case L_FCNSET:
        return this.isFiniteSet(this.part(s, 0)) && this.isFiniteSet(this.part(s, 1));
      case L_RECSET:
      case L_PROD:
        for (let i = kind === L_RECSET ? 1 : 0; i < this.words(s); i++) if (!this.isFiniteSet(this.part(s, i))) return false;
        return true;
      case L_CAP:
        if (this.isFiniteSet(this.part(s, 0)) || this.isFiniteSet(this.part(s, 1))) return true;
        return fail(`Attempted to check if the set ${this.toText(s)} is finite.`);
      case L_DIFF:
        if (this.isFiniteSet(this.part(s, 0))) return true;
        if (this.isFiniteSet(this.part(s, 1))) return false;
        return fail(`Attempted to check if the set ${this.toText(s)} is finite.`);
      default:
        return false;
    }
  }
}

/** Numbers that left the range of doubles are still finite set sizes. */
function finite(n: number): number {
  return Math.min(n, Number.MAX_VALUE);
}
