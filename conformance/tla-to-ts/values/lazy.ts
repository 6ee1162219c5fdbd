/**
 * Membership in lazy sets, decided by structure without enumerating them, and the set algebra where an operand is lazy. As in
 * TLC, a union, intersection or difference with a lazy operand is itself lazy unless one side decides it.
 */

import { HeapEnumerate } from './enumerate.ts';
import type { Id } from './kinds.ts';
import {
  K_BOOL,
  K_FN,
  K_INT,
  K_LAZY,
  K_MODEL,
  K_REC,
  K_SEQ,
  K_SET,
  K_STR,
  L_ANY,
  L_CAP,
  L_CUP,
  L_DIFF,
  L_FCNSET,
  L_INT,
  L_INTERVAL,
  L_NAT,
  L_PROD,
  L_RECSET,
  L_SEQ,
  L_STRING,
  L_SUBSET,
  NONE,
} from './kinds.ts';
import { fail } from './store.ts';

export abstract class HeapLazy extends HeapEnumerate {
  // ---- membership -------------------------------------------------------------------------------------------------------

  protected hasLazy(set: Id, x: Id): boolean {
    const kind = this.kind(set);
    switch (kind) {
      case L_ANY:
        return true;
      case L_NAT:
        return this.isInt(x) ? this.intVal(x) >= 0 : this.notMember(set, x);
      case L_INT:
        return this.isInt(x) || this.notMember(set, x);
      case L_STRING:
        return this.kind(x) === K_STR || this.notMember(set, x);
      case L_INTERVAL:
        return this.inInterval(set, x);
      case L_SUBSET:
        return this.inPowerSet(set, x);
      case L_FCNSET:
        return this.inFunctionSet(set, x);
      case L_RECSET:
        return this.inRecordSet(set, x);
      case L_PROD:
        return this.inProduct(set, x);
      case L_SEQ:
        return this.inSeqSet(set, x);
      case L_CUP:
        return this.has(this.part(set, 0), x) || this.has(this.part(set, 1), x);
      case L_CAP:
        return this.has(this.part(set, 0), x) && this.has(this.part(set, 1), x);
      case L_DIFF:
        return this.has(this.part(set, 0), x) && !this.has(this.part(set, 1), x);
      default:
        return this.memberOfNonSet(set, kind, x);
    }
  }

  /** `x` has the wrong kind for this set: false for untyped model values, else TLC's error. */
  private notMember(set: Id, x: Id): boolean {
    if (this.kind(x) === K_MODEL) return this.modelNotMember(set, x);
    return fail(`Attempted to check if the value:\n${this.toText(x)}\nis an element of ${this.toText(set)}.`);
  }

  private modelNotMember(set: Id, x: Id): boolean {
    if (this.isUntypedModel(x)) return false;
    return fail(`Attempted to check if the typed model value ${this.toText(x)} is an element of\n${this.toText(set)}`);
  }

  private inInterval(set: Id, x: Id): boolean {
    if (this.isInt(x)) {
      const n = this.intVal(x);
      return n >= this.intVal(this.part(set, 0)) && n <= this.intVal(this.part(set, 1));
    }
    if (this.isUntypedModel(x)) return false;
    return fail(`Attempted to check if the value:\n${this.toText(x)}\nis in the integer interval ${this.toText(set)}`);
  }

  private inPowerSet(set: Id, x: Id): boolean {
    if (this.isSet(x)) return this.subseteq(x, this.part(set, 0));
    return fail(`Attempted to check if the non-enumerable value\n${this.toText(x)}\nis element of\n${this.toText(set)}`);
  }

  private inFunctionSet(set: Id, x: Id): boolean {
    const kind = this.kind(x);
    if (kind === K_MODEL) return this.modelNotMember(set, x);
    if (kind < K_SEQ || kind > K_REC) {
      fail(
        `Attempted to check if \n${this.toText(x)}\nwhich is not a TLC function value, is in the set of functions:\n${this.toText(set)}`,
      );
    }
    const keys = kind === K_SEQ ? this.interval(1, this.words(x)) : this.part(x, 0);
    if (!this.eq(this.part(set, 0), keys)) return false;
    const range = this.part(set, 1);
    const n = this.words(x);
    for (let i = kind === K_SEQ ? 0 : 1; i < n; i++) if (!this.has(range, this.part(x, i))) return false;
    return true;
  }

  private inRecordSet(set: Id, x: Id): boolean {
    const kind = this.kind(x);
    if (kind === K_MODEL) return this.modelNotMember(set, x);
    const n = this.words(set);
    if (x === this.emptySeq) return n === 1;
    if (kind !== K_REC) {
      fail(`Attempted to check if non-record\n${this.toText(x)}\nis in the set of records:\n${this.toText(set)}`);
    }
    if (this.words(x) !== n) return false;
    const names = this.part(set, 0);
    const fields = this.part(x, 0);
    for (let i = 1; i < n; i++) {
      if (this.elem(names, i - 1) !== this.elem(fields, i - 1)) return false;
      if (!this.has(this.part(set, i), this.part(x, i))) return false;
    }
    return true;
  }

  private inProduct(set: Id, x: Id): boolean {
    const kind = this.kind(x);
    if (kind === K_MODEL) return this.modelNotMember(set, x);
    const n = this.words(set);
    if (kind !== K_SEQ) {
      if (kind === K_FN && this.isInt(this.elem(this.part(x, 0), 0))) return false;
      fail(`Attempted to check if non-tuple\n${this.toText(x)}\nis in the set of tuples:\n${this.toText(set)}`);
    }
    if (this.words(x) !== n) return false;
    for (let i = 0; i < n; i++) if (!this.has(this.part(set, i), this.part(x, i))) return false;
    return true;
  }

  private inSeqSet(set: Id, x: Id): boolean {
    if (this.kind(x) !== K_SEQ) return this.notMember(set, x);
    const range = this.part(set, 0);
    const n = this.words(x);
    for (let i = 0; i < n; i++) if (!this.has(range, this.part(x, i))) return false;
    return true;
  }

  private memberOfNonSet(set: Id, kind: number, x: Id): never {
    const [ts, tx] = [this.toText(set), this.toText(x)];
    if (kind === K_SEQ) return fail('Attempted to check set membership in a tuple value.');
    if (kind === K_REC) return fail(`Attempted to check if element:\n${tx}\nis in the record:\n${ts}`);
    const names: Record<number, string> = {
      [K_BOOL]: 'boolean',
      [K_INT]: 'integer',
      [K_STR]: 'string',
      [K_MODEL]: 'model value',
    };
    return fail(`Attempted to check if the value:\n${tx}\nis an element of the ${names[kind] ?? 'function'} ${ts}`);
  }

  // ---- algebra ----------------------------------------------------------------------------------------------------------

  /** Intervals become explicit: TLC computes with them at once. */
  private operand(s: Id): Id {
    return this.kind(s) === L_INTERVAL ? this.norm(s) : s;
  }

  private isExplicit(s: Id): boolean {
    return (s & 1) === 0 && this.kindOf(s) === K_SET;
  }

  protected unionLazy(a: Id, b: Id): Id {
    if (!this.isSet(a) || !this.isSet(b)) {
      return fail(`Attempted to enumerate S \\cup T when S:\n${this.toText(a)}\nand T:\n${this.toText(b)}\nare not both enumerable`);
    }
    const [x, y] = [this.operand(a), this.operand(b)];
    if (this.isExplicit(x) && this.isExplicit(y)) return this.union(x, y);
    if (x === this.emptySet || x === y) return y;
    return y === this.emptySet ? x : this.lazy2(L_CUP, x, y);
  }

  protected interLazy(a: Id, b: Id): Id {
    if (this.isExplicit(a)) return this.filterBy(a, b, true);
    if (!this.isSet(a)) {
      return fail(`Attempted to enumerate S \\cap T when neither S:\n${this.toText(a)}\nnor T:\n${this.toText(b)}\nis enumerable`);
    }
    if (this.isExplicit(b)) return this.filterBy(b, a, true);
    if (!this.isSet(b)) this.has(b, a);
    if (this.kind(a) === L_INTERVAL) return this.filterBy(this.norm(a), b, true);
    if (this.kind(b) === L_INTERVAL) return this.filterBy(this.norm(b), a, true);
    return a === b ? a : this.lazy2(L_CAP, a, b);
  }

  protected diffLazy(a: Id, b: Id): Id {
    if (!this.isSet(a)) return fail(`Attempted to enumerate S \\ T when S:\n${this.toText(a)}\nis not enumerable.`);
    const x = this.operand(a);
    return this.isExplicit(x) ? this.filterBy(x, b, false) : this.lazy2(L_DIFF, x, b);
  }

  private filterBy(a: Id, b: Id, keep: boolean): Id {
    const base = this.begin();
    const n = this.words(a);
    for (let i = 0; i < n; i++) {
      const x = this.elem(a, i);
      if (this.has(b, x) === keep) this.push(x);
    }
    return this.intern(K_SET, base);
  }

  protected bigUnionLazy(s: Id): Id {
    if (this.kind(s) === L_SUBSET && this.isSet(this.part(s, 0))) return this.part(s, 0);
    const sets = this.norm(s);
    if (!this.isExplicit(sets)) return fail(`Attempted to enumerate the nonenumerable set:\nUNION(${this.toText(s)})`);
    if (sets !== s) return this.bigUnion(sets);
    let all = this.emptySet;
    for (let i = 0; i < this.words(sets); i++) {
      const part = this.elem(sets, i);
      if (!this.isSet(part)) fail('Attempted to enumerate UNION(s), but some element of s is nonenumerable.');
      all = this.union(all, part);
    }
    return all;
  }

  protected subseteqLazy(a: Id, b: Id): boolean {
    const kind = this.kind(a);
    if (kind === L_INTERVAL) return this.intervalIncluded(a, b);
    if (kind === L_SUBSET && this.kind(b) === L_SUBSET) return this.subseteq(this.part(a, 0), this.part(b, 0));
    if (kind !== K_SET && (kind < K_LAZY || (kind >= L_SEQ && kind <= L_ANY))) {
      fail(`Attempted to evaluate an expression of form S \\subseteq T, but S was not enumerable.\n${this.toText(a)}`);
    }
    const cursor = this.cursor(a);
    for (let x = cursor.next(); x !== NONE; x = cursor.next()) if (!this.has(b, x)) return false;
    return true;
  }

  private intervalIncluded(a: Id, b: Id): boolean {
    const low = this.intVal(this.part(a, 0));
    const high = this.intVal(this.part(a, 1));
    switch (this.kind(b)) {
      case L_INT:
        return true;
      case L_NAT:
        return low >= 0;
      case L_INTERVAL:
        return low >= this.intVal(this.part(b, 0)) && high <= this.intVal(this.part(b, 1));
      default:
        for (let i = low; i <= high; i++) if (!this.has(b, this.int(i))) return false;
        return true;
    }
  }
}
