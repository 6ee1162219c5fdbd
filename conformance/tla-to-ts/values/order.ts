/**
 * Equality and order, as TLC defines them (tlc2.value.impl.*.equals and compareTo). The order decides in which sequence sets are
 * enumerated and so what CHOOSE returns; both raise TLC's errors when the values are not comparable.
 *
 * Equal values have equal ids. So two functions or sets with different ids differ, and the only question left is whether TLC would
 * raise an error while it finds out: that depends on the first part in which they differ.
 *
 * One thing TLC distinguishes and the heap does not: a record and a function over strings. Comparing either with a sequence or
 * another function is done as for a record.
 */

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
  L_FCNSET,
  L_INT,
  L_NAT,
  L_SEQ,
  L_SUBSET,
} from './kinds.ts';
import { HeapScalars } from './scalars.ts';
import { fail } from './store.ts';

const SCALAR_NAMES: readonly string[] = ['boolean', 'integer', 'string'];

/** Nat, Int, STRING, Any and Seq(S): TLC's user-defined sets, which compare only with one another. */
function isSpecialSet(kind: number): boolean {
  return kind >= L_SEQ && kind <= L_ANY;
}

export abstract class HeapOrder extends HeapScalars {
  // ---- order ------------------------------------------------------------------------------------------------------------

  /** Negative, 0 or positive, in TLC's order. Raises TLC's error when the two values are not comparable. */
  cmp(a: Id, b: Id): number {
    if (a === b) return 0;
    if ((a & b & 1) !== 0) return a < b ? -1 : 1;
    return this.cmpSlow(a, b);
  }

  private cmpSlow(a: Id, b: Id): number {
    const { arena } = this;
    // The common case first: two sets, sequences, records or functions of the same form and size.
    if (((a | b) & 1) === 0 && arena[a << 1] === arena[b << 1]) {
      const kind = this.kindOf(a);
      if (kind === K_STR) return this.cmpNames(a, b);
      if (kind === K_MODEL) return this.cmpModels(a, kind, b, kind);
      const oa = this.offset(a);
      const ob = this.offset(b);
      if (kind === K_SET || kind === K_SEQ || ((kind === K_REC || kind === K_FN) && arena[oa] === arena[ob])) {
        return this.cmpWords(oa, ob, this.words(a));
      }
    }
    return this.cmpOther(a, b);
  }

  /** Two payloads of the same length, by the first word that differs. */
  private cmpWords(oa: number, ob: number, n: number): number {
    for (let i = 0; i < n; i++) {
      const x = this.arena[oa + i] as number;
      const y = this.arena[ob + i] as number;
      if (x === y) continue;
      const c = this.cmp(x, y);
      if (c !== 0) return c;
    }
    return 0;
  }

  private cmpOther(a: Id, b: Id): number {
    const ka = this.kind(a);
    const kb = this.kind(b);
    if (ka === K_MODEL || kb === K_MODEL) return this.cmpModels(a, ka, b, kb);
    if (ka >= K_LAZY || kb >= K_LAZY) return this.cmpLazy(a, ka, b, kb);
    switch (ka) {
      case K_INT:
        if (kb === K_INT) return this.intVal(a) < this.intVal(b) ? -1 : 1;
        return this.notComparable(a, ka, b);
      case K_STR:
        return kb === K_STR ? this.cmpNames(a, b) : this.notComparable(a, ka, b);
      case K_BOOL:
        return kb === K_BOOL ? a - b : this.notComparable(a, ka, b);
      case K_SET:
        return kb === K_SET ? this.cmpParts(a, b) : this.notComparable(a, ka, b);
      default:
        return kb >= K_SEQ ? this.cmpFunctions(a, ka, b, kb) : this.notComparable(a, ka, b);
    }
  }

  /** By the rank of the name, and alphabetically among names that came after the others were sealed. */
  private cmpNames(a: Id, b: Id): number {
    const ra = this.part(a, 1);
    const rb = this.part(b, 1);
    if (ra !== rb) return ra - rb;
    return this.nameOf(a) < this.nameOf(b) ? -1 : 1;
  }

  /** Untyped model values come before everything else; typed ones compare only with model values of their type and untyped ones. */
  private cmpModels(a: Id, ka: number, b: Id, kb: number): number {
    const ta = ka === K_MODEL ? this.modelType(a) : 0;
    const tb = kb === K_MODEL ? this.modelType(b) : 0;
    if (ka === K_MODEL && kb === K_MODEL) {
      if (ta === tb || ta === 0 || tb === 0) return this.cmpNames(a, b);
      fail(`Attempted to compare the differently-typed model values ${this.toText(a)} and ${this.toText(b)}`);
    }
    if (ta !== 0) fail(`Attempted to compare the typed model value ${this.toText(a)} and non-model value\n${this.toText(b)}`);
    if (tb !== 0) fail(`Attempted to compare the typed model value ${this.toText(b)} and the non-model value\n${this.toText(a)}`);
    return ka === K_MODEL ? -1 : 1;
  }

  /** By length, then by the first part that differs: for two sets, or two sequences. */
  private cmpParts(a: Id, b: Id): number {
    const n = this.words(a);
    const m = this.words(b);
    if (n !== m) return n - m;
    return this.cmpWords(this.offset(a), this.offset(b), n);
  }

  private cmpFunctions(a: Id, ka: number, b: Id, kb: number): number {
    if (ka === K_SEQ && kb === K_SEQ) return this.cmpParts(a, b);
    const n = ka === K_SEQ ? this.words(a) : this.words(a) - 1;
    const m = kb === K_SEQ ? this.words(b) : this.words(b) - 1;
    if (ka === K_REC && kb !== K_REC && m > 0) this.notComparable(a, ka, b);
    if (n !== m) return n - m;
    if (ka === K_SEQ || kb === K_SEQ) return this.cmpSeqKeys(ka === K_SEQ ? b : a, ka === K_SEQ ? 1 : -1);
    const da = this.part(a, 0);
    const db = this.part(b, 0);
    if (da !== db) return this.cmpParts(da, db);
    return this.cmpWords(this.offset(a), this.offset(b), n + 1);
  }

  /** The domain 1..n against the domain of `f`, another one of the same size; times `sign`. */
  private cmpSeqKeys(f: Id, sign: number): number {
    const domain = this.arena[this.offset(f)] as number;
    const keys = this.offset(domain);
    const n = this.words(domain);
    for (let i = 0; i < n; i++) {
      const key = this.arena[keys + i] as number;
      if (!this.isInt(key)) fail(`Attempted to compare integer with non-integer:\n${this.toText(key)}.`);
      const value = this.intVal(key);
      if (value !== i + 1) return i + 1 < value ? -sign : sign;
    }
    return 0;
  }

  private cmpLazy(a: Id, ka: number, b: Id, kb: number): number {
    if (isSpecialSet(ka)) return this.cmpSpecial(a, ka, b, kb);
    if (isSpecialSet(kb)) {
      return fail(`Attempted to compare the set ${this.toText(a)} with the value:\n${this.toText(b)}`);
    }
    if (ka < K_LAZY && ka !== K_SET) return this.notComparable(a, ka, b);
    if (ka === L_SUBSET && kb === L_SUBSET && !(this.isEnumerable(a) && this.isEnumerable(b))) {
      return this.cmp(this.part(a, 0), this.part(b, 0));
    }
    return this.cmp(this.norm(a), this.norm(b));
  }

  private cmpSpecial(a: Id, ka: number, b: Id, kb: number): number {
    if (ka === kb && ka === L_SEQ) return this.cmp(this.part(a, 0), this.part(b, 0));
    if (ka === L_NAT && kb === L_INT) return -1;
    if (ka === L_INT && kb === L_NAT) return 1;
    if (isSpecialSet(kb)) return fail(`Attempted to compare ${this.toText(a)} with the value\n${this.toText(b)}`);
    return fail(`Attempted to compare overridden value ${this.toText(a)} with non-overridden value:\n${this.toText(b)}`);
  }

  private notComparable(a: Id, ka: number, b: Id): never {
    const ta = this.toText(a);
    const tb = this.toText(b);
    switch (ka) {
      case K_BOOL:
      case K_INT:
      case K_STR:
        return fail(`Attempted to compare ${SCALAR_NAMES[ka]} ${ta} with non-${SCALAR_NAMES[ka]}:\n${tb}`);
      case K_SET:
        return fail(`Attempted to compare the set ${ta} with the value:\n${tb}`);
      case K_REC:
        return fail(`Attempted to compare record:\n${ta}\nwith non-record\n${tb}`);
      default:
        return fail(`Attempted to compare the function ${ta} with the value:\n${tb}`);
    }
  }

  // ---- equality ---------------------------------------------------------------------------------------------------------

  /** Whether two values are equal. Raises TLC's error when they are not comparable, such as 1 = "a". */
  eq(a: Id, b: Id): boolean {
    if (a === b) return true;
    if ((a & b & 1) !== 0) return false;
    return this.eqSlow(a, b);
  }

  private eqSlow(a: Id, b: Id): boolean {
    const { arena } = this;
    // The common case first, as in `cmpSlow`.
    if (((a | b) & 1) === 0 && arena[a << 1] === arena[b << 1]) {
      const kind = this.kindOf(a);
      if (kind <= K_STR) return false;
      if (kind === K_MODEL && this.modelType(a) === this.modelType(b)) return false;
      if (kind === K_SET || kind === K_SEQ) return this.eqParts(a, b, 0);
      if ((kind === K_REC || kind === K_FN) && this.part(a, 0) === this.part(b, 0)) return this.eqParts(a, b, 1);
    }
    return this.eqOther(a, b);
  }

  private eqOther(a: Id, b: Id): boolean {
    const ka = this.kind(a);
    const kb = this.kind(b);
    if (ka === kb && ka <= K_STR) return false;
    if (ka === K_MODEL || kb === K_MODEL) return this.eqModels(a, ka, b, kb);
    if (ka >= K_LAZY || kb >= K_LAZY) return this.eqLazy(a, ka, b, kb);
    if (ka === K_SET && kb === K_SET) return this.words(a) === this.words(b) && this.eqParts(a, b, 0);
    if (ka >= K_SEQ && kb >= K_SEQ) return this.eqFunctions(a, ka, b, kb);
    return this.notEquatable(a, ka, b);
  }

  /** Never equal, as the ids differ. */
  private eqModels(a: Id, ka: number, b: Id, kb: number): boolean {
    const ta = ka === K_MODEL ? this.modelType(a) : 0;
    const tb = kb === K_MODEL ? this.modelType(b) : 0;
    if (ka === K_MODEL && kb === K_MODEL) {
      if (ta === tb || ta === 0 || tb === 0) return false;
      fail(`Attempted to check equality of the differently-typed model values ${this.toText(a)} and ${this.toText(b)}`);
    }
    if (ta === 0 && tb === 0) return false;
    const [typed, other] = ta === 0 ? [b, a] : [a, b];
    return fail(
      `Attempted to check equality of the typed model value ${this.toText(typed)} and the non-model value\n${this.toText(other)}`,
    );
  }

  /** The words from `first` on, of two payloads of the same length. */
  private eqParts(a: Id, b: Id, first: number): boolean {
    const n = this.words(a);
    const oa = this.offset(a);
    const ob = this.offset(b);
    for (let i = first; i < n; i++) {
      const x = this.arena[oa + i] as number;
      const y = this.arena[ob + i] as number;
      if (x !== y && !this.eq(x, y)) return false;
    }
    return true;
  }

  private eqFunctions(a: Id, ka: number, b: Id, kb: number): boolean {
    if (ka === K_SEQ && kb === K_SEQ) return this.words(a) === this.words(b) && this.eqParts(a, b, 0);
    const n = ka === K_SEQ ? this.words(a) : this.words(a) - 1;
    const m = kb === K_SEQ ? this.words(b) : this.words(b) - 1;
    if (ka === K_REC && kb !== K_REC && m > 0) this.notEquatable(a, ka, b);
    if (n !== m) return false;
    if (ka === K_SEQ || kb === K_SEQ) {
      this.cmpSeqKeys(ka === K_SEQ ? b : a, 1);
      return false;
    }
    const da = this.part(a, 0);
    const db = this.part(b, 0);
    if (da !== db && !this.eqParts(da, db, 0)) return false;
    return this.eqParts(a, b, 1);
  }

  private eqLazy(a: Id, ka: number, b: Id, kb: number): boolean {
    if (isSpecialSet(ka)) return this.cmpSpecial(a, ka, b, kb) === 0;
    if (isSpecialSet(kb) || (ka < K_LAZY && ka !== K_SET)) return this.notEquatable(a, ka, b);
    if (ka === kb && (ka === L_SUBSET || ka === L_FCNSET)) return this.eqParts(a, b, 0);
    return this.eq(this.norm(a), this.norm(b));
  }

  private notEquatable(a: Id, ka: number, b: Id): never {
    const ta = this.toText(a);
    const tb = this.toText(b);
    switch (ka) {
      case K_BOOL:
      case K_INT:
      case K_STR:
        return fail(`Attempted to check equality of ${SCALAR_NAMES[ka]} ${ta} with non-${SCALAR_NAMES[ka]}:\n${tb}`);
      case K_REC:
        return fail(`Attempted to check equality of record:\n${ta}\nwith non-record\n${tb}`);
      case K_SEQ:
      case K_FN:
        return fail(`Attempted to check equality of the function ${ta} with the value:\n${tb}`);
      default:
        return fail(`Attempted to check equality of the set ${ta} with the value:\n${tb}`);
    }
  }

  /** What a value in lazy form is made of, in the order in which its constructor takes them. */
  parts(id: Id): readonly Id[] {
    return Array.from({ length: this.words(id) }, (_, i) => this.part(id, i));
  }

  /** Word `i` of the payload. */
  protected part(id: Id, i: number): Id {
    return this.arena[this.offset(id) + i] as number;
  }
}
