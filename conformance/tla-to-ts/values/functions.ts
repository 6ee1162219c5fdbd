/**
 * Functions, sequences and records. A function is kept in exactly one of three forms (see kinds.ts), which its domain decides.
 */

import type { Id } from './kinds.ts';
import { BLOCK, HEADER_BITS, K_FN, K_REC, K_SEQ, K_STR, KIND_MASK, kindText, NONE } from './kinds.ts';
import { HeapLazy } from './lazy.ts';
import { fail } from './store.ts';

/** Domains with fewer elements are searched by comparing ids one by one. */
const SHORT = 12;
/** The id of the integer 1. */
const ONE = 3;

export abstract class HeapFunctions extends HeapLazy {
  // ---- building ---------------------------------------------------------------------------------------------------------

  /** The sequence of the values `st[base .. sp)`; pops them. */
  seqFrom(base: number): Id {
    return this.intern(K_SEQ, base);
  }

  /** The record of this shape with the values `st[base .. sp)`, in the order of the shape; pops them. */
  recFrom(shape: Id, base: number): Id {
    return shape === this.emptySet ? this.emptySeq : this.internKeyed(K_REC, shape, base);
  }

  /**
   * The function with this domain and the values `st[base .. sp)`, in the order of the domain; pops them. Raises an error if the
   * domain cannot be enumerated.
   */
  fnFrom(domain: Id, base: number): Id {
    const keys = this.norm(domain);
    const n = this.words(keys);
    if (n === 0) return this.emptySeq;
    const first = this.elem(keys, 0);
    // The domain is ordered: its first and last element tell whether it is 1..n, or consists of strings only.
    if (first === ONE && this.elem(keys, n - 1) === ((n << 1) | 1)) return this.intern(K_SEQ, base);
    const isRecord = (first & 1) === 0 && this.kindOf(first) === K_STR;
    return this.internKeyed(isRecord ? K_REC : K_FN, keys, base);
  }

  /**
   * The shape with these field names, in any order: the set of the names. The fields of a record, and the values given to
   * `recFrom`, stand in the order of the shape.
   */
  shape(names: readonly string[]): Id {
    const base = this.begin();
    for (const name of names) this.push(this.str(name));
    const id = this.setFrom(base);
    if (this.size(id) !== names.length) {
      const twice = names.find((name, i) => names.indexOf(name) !== i) ?? '';
      fail(`Field name ${twice} occurs multiple times in record.`);
    }
    return id;
  }

  /** The field names of a shape (string ids), in its order. */
  shapeFields(shape: Id): Id[] {
    const o = this.offset(shape);
    return Array.from(this.arena.subarray(o, o + this.words(shape)));
  }

  /** The index of a field in a shape, or -1. */
  fieldPos(shape: Id, field: Id): number {
    const { arena } = this;
    const o = this.offset(shape);
    const n = this.words(shape);
    for (let i = 0; i < n; i++) if (arena[o + i] === field) return i;
    return -1;
  }

  /** The shape of a record, or -1 when the value is not a record. */
  recShape(id: Id): Id {
    return (id & 1) === 0 && this.kindOf(id) === K_REC ? this.part(id, 0) : -1;
  }

  // ---- functions --------------------------------------------------------------------------------------------------------

  /** Whether the value is a function: a sequence or a record too. */
  isFn(id: Id): boolean {
    if ((id & 1) !== 0) return false;
    const kind = this.kindOf(id);
    return kind >= K_SEQ && kind <= K_REC;
  }

  /** DOMAIN f. Raises TLC's error when `f` is not a function. */
  domain(f: Id): Id {
    if ((f & 1) === 0) {
      const kind = this.kindOf(f);
      if (kind === K_SEQ) return this.interval(1, this.words(f));
      if (kind === K_FN || kind === K_REC) return this.part(f, 0);
    }
    return fail(`Attempted to apply the operator DOMAIN to a non-function\n(${kindText(this.kind(f))})\n${this.toText(f)}`);
  }

  /** The number of elements of the domain. */
  fnSize(f: Id): number {
    return this.kindOf(f) === K_SEQ ? this.words(f) : this.words(f) - 1;
  }

  /** The index of the value of `f` at `x` within the payload, or -1 when `x` is not in the domain. `f` is a function. */
  private slotOf(f: Id, x: Id): number {
    const { arena } = this;
    const o = this.offset(f);
    if (this.kindOf(f) === K_SEQ) {
      const i = x >> 1;
      if ((x & 1) !== 0 && i > 0 && i <= this.words(f)) return i - 1;
      if (!this.isInt(x)) fail(`Attempted to access tuple at a non integral index: ${this.toText(x)}`);
      return -1;
    }
    const keys = arena[o] as number;
    const k = this.offset(keys);
    const n = this.words(keys);
    if (n < SHORT) {
      for (let i = 0; i < n; i++) if (arena[k + i] === x) return i + 1;
    }
    if (this.kindOf(f) === K_REC && this.kind(x) !== K_STR) {
      fail(`Attempted to access record by a non-string argument: ${this.toText(x)}`);
    }
    const at = this.posIn(keys, x);
    return at < 0 ? -1 : at + 1;
  }

  /** f[x]. Raises TLC's error when `f` is not a function or `x` is not in its domain. */
  apply(f: Id, x: Id): Id {
    if ((f & 1) === 0) {
      // The fast paths read each word once; everything else, and every error, is in `applySlow`.
      const { arena } = this;
      const at = f << 1;
      const header = arena[at] as number;
      const kind = header & KIND_MASK;
      if (kind === K_SEQ) {
        const i = x >> 1;
        if ((x & 1) !== 0 && i > 0 && i <= header >>> HEADER_BITS) return arena[at + BLOCK - 1 + i] as number;
      } else if ((kind === K_FN || kind === K_REC) && header >>> HEADER_BITS <= SHORT) {
        const keys = this.offset(arena[at + BLOCK] as number);
        const n = (header >>> HEADER_BITS) - 1;
        for (let i = 0; i < n; i++) if (arena[keys + i] === x) return arena[at + BLOCK + 1 + i] as number;
      }
    }
    return this.applySlow(f, x);
  }

  private applySlow(f: Id, x: Id): Id {
    if (!this.isFn(f)) return this.notApplicable(f);
    const at = this.slotOf(f, x);
    return at < 0 ? this.notInDomain(f, x) : this.part(f, at);
  }

  /** f[x], or `NONE` when `x` is not in the domain of `f`. Raises TLC's error when `f` is not a function. */
  applyOr(f: Id, x: Id): Id {
    if (!this.isFn(f)) return fail(`Attempted to apply EXCEPT construct to the value ${this.toText(f)}.`);
    const at = this.slotOf(f, x);
    return at < 0 ? NONE : this.part(f, at);
  }

  private notApplicable(f: Id): never {
    return fail(`A non-function (${kindText(this.kind(f))}) was applied as a function.\n${this.toText(f)}`);
  }

  private notInDomain(f: Id, x: Id): never {
    const text = this.toText(f);
    switch (this.kind(f)) {
      case K_SEQ:
        return fail(`Attempted to access index ${this.toText(x)} of tuple\n${text}\nwhich is out of bounds.`);
      case K_REC:
        return fail(`Attempted to access nonexistent field '${this.strVal(x)}' of record\n${text}`);
      default:
        return fail(`Attempted to apply function:\n${text}\nto argument ${this.toText(x)}, which is not in the domain of the function.`);
    }
  }

  /** [f EXCEPT ![x] = v]. As in TLC, `f` itself when `x` is not in its domain. Raises TLC's error when `f` is not a function. */
  except(f: Id, x: Id, v: Id): Id {
    if (!this.isFn(f)) return fail(`Attempted to apply EXCEPT construct to the value ${this.toText(f)}.`);
    const at = this.slotOf(f, x);
    return at < 0 ? f : this.internReplaced(f, at, v);
  }

  /** r.field. Raises TLC's error when `r` is not a record, or has no such field. */
  field(r: Id, field: Id): Id {
    if ((r & 1) === 0) {
      const kind = this.kindOf(r);
      if (kind === K_REC) {
        const { arena } = this;
        const o = this.offset(r);
        const keys = this.offset(arena[o] as number);
        const n = this.words(r);
        for (let i = 1; i < n; i++) if (arena[keys + i - 1] === field) return arena[o + i] as number;
        return fail(`Attempted to select nonexistent field ${this.toText(field)} from the record\n${this.toText(r)}`);
      }
      if (kind === K_FN || kind === K_SEQ) return this.apply(r, field);
    }
    return fail(`Attempted to select field ${this.toText(field)} from a non-record value ${this.toText(r)}`);
  }

  /** [r EXCEPT !.field = v]; `r` itself when it has no such field. */
  exceptField(r: Id, field: Id, v: Id): Id {
    return this.except(r, field, v);
  }

  /** f @@ g. Raises TLC's error when one of the two is not a function. */
  fnMerge(f: Id, g: Id): Id {
    if (!this.isFn(f)) fail(`The first argument of @@ should be a function, but instead it is:\n${this.toText(f)}`);
    if (!this.isFn(g)) fail(`The second argument of @@ should be a function, but instead it is:\n${this.toText(g)}`);
    const df = this.norm(this.domain(f));
    const dg = this.norm(this.domain(g));
    if (df === dg) return f;
    const both = this.union(df, dg);
    const base = this.begin();
    const n = this.size(both);
    let i = 0;
    let j = 0;
    for (let k = 0; k < n; k++) {
      const key = this.elem(both, k);
      const inF = i < this.size(df) && this.elem(df, i) === key;
      const inG = j < this.size(dg) && this.elem(dg, j) === key;
      this.push(inF ? this.fnValue(f, i) : this.fnValue(g, j));
      if (inF) i++;
      if (inG) j++;
    }
    return this.fnFrom(both, base);
  }

  /** The value of a function at element `i`, from 0, of its domain. */
  fnValue(f: Id, i: number): Id {
    return this.part(f, this.kindOf(f) === K_SEQ ? i : i + 1);
  }

  /** x :> v. */
  single(x: Id, v: Id): Id {
    const base = this.begin();
    this.push(x);
    const domain = this.setFrom(base);
    this.push(v);
    return this.fnFrom(domain, base);
  }

  // ---- sequences --------------------------------------------------------------------------------------------------------

  isSeq(id: Id): boolean {
    return (id & 1) === 0 && this.kindOf(id) === K_SEQ;
  }

  /** Len(s), as a JavaScript number; of a string too, as in TLC. Raises TLC's error when `s` is not a sequence. */
  len(s: Id): number {
    if (this.isSeq(s)) return this.words(s);
    if (this.kind(s) === K_STR) return this.strVal(s).length;
    return fail(`The argument of Len should be a sequence, but instead it is:\n${this.toText(s)}`);
  }

  /** Element `i` of a sequence, from 1. Raises TLC's error when `s` is not a sequence or has no such element. */
  at(s: Id, i: number): Id {
    if (!this.isSeq(s)) return this.apply(s, this.int(i));
    return i > 0 && i <= this.words(s) ? this.part(s, i - 1) : this.notInDomain(s, this.int(i));
  }

  /** Append(s, v). */
  append(s: Id, v: Id): Id {
    if (this.isSeq(s)) return this.internAppended(s, v);
    return fail(`Evaluating an expression of the form Append(s, v) when s is not a sequence:\n${this.toText(s)}`);
  }

  /** s \o t, of sequences or of strings. */
  concat(s: Id, t: Id): Id {
    if (this.isSeq(s) && this.isSeq(t)) {
      if (s === this.emptySeq) return t;
      if (t === this.emptySeq) return s;
      const base = this.sp;
      this.pushElems(s, 0, this.words(s));
      this.pushElems(t, 0, this.words(t));
      return this.intern(K_SEQ, base);
    }
    if (this.kind(s) === K_STR) {
      if (this.kind(t) === K_STR) return this.str(this.strVal(s) + this.strVal(t));
      return fail(`Evaluating an expression of the form t \\o s when s is not a string:\n${this.toText(t)}`);
    }
    if (!this.isSeq(s)) {
      return fail(`Evaluating an expression of the form s \\o t when s is not a sequence:\n${this.toText(s)}`);
    }
    return fail(`Evaluating an expression of the form t \\o s when s is not a sequence:\n${this.toText(t)}`);
  }

  /** Head(s). */
  head(s: Id): Id {
    if (!this.isSeq(s)) return fail(`The argument of Head should be a sequence, but instead it is:\n${this.toText(s)}`);
    if (s === this.emptySeq) return fail('Attempted to apply Head to the empty sequence.');
    return this.part(s, 0);
  }

  /** Tail(s), of a sequence or a string. */
  tail(s: Id): Id {
    if (this.kind(s) === K_STR) {
      const text = this.strVal(s);
      return text === '' ? fail('Attempted to apply Tail to the empty sequence.') : this.str(text.slice(1));
    }
    if (!this.isSeq(s)) return fail(`The argument of Tail should be a sequence, but instead it is:\n${this.toText(s)}`);
    if (s === this.emptySeq) return fail('Attempted to apply Tail to the empty sequence.');
    const base = this.sp;
    this.pushElems(s, 1, this.words(s));
    return this.intern(K_SEQ, base);
  }

  /** SubSeq(s, m, n), of a sequence or a string; `m` and `n` are JavaScript numbers. */
  subSeq(s: Id, m: number, n: number): Id {
    const isString = this.kind(s) === K_STR;
    if (!isString && !this.isSeq(s)) {
      return fail(`The first argument of SubSeq should be a sequence, but instead it is:\n${this.toText(s)}`);
    }
    if (m > n) return isString ? this.str('') : this.emptySeq;
    const length = this.len(s);
    if (m < 1 || m > length) this.notInSubSeq('second', s, m);
    if (n < 1 || n > length) this.notInSubSeq('third', s, n);
    if (isString) return this.str(this.strVal(s).slice(m - 1, n));
    if (m === 1 && n === length) return s;
    const base = this.sp;
    this.pushElems(s, m - 1, n);
    return this.intern(K_SEQ, base);
  }

  private notInSubSeq(which: string, s: Id, i: number): never {
    return fail(
      `The ${which} argument of SubSeq must be in the domain of its first argument:\n${this.toText(s)}\n, but instead it is\n${i}`,
    );
  }
}
