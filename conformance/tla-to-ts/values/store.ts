/**
 * The storage of the heap: every value is interned once (hash-consing), so equal values have equal ids and equality is `===`.
 *
 * Layout: one array of words. A value with id `i` is the block at `arena[2 * i]`: four words (the header, which is
 * `length << HEADER_BITS | kind`; the slot hash; the two halves of the content hash), then its payload, filled up to a multiple of
 * four words. So the id leads straight to everything that is known about the value, mostly within one cache line.
 *
 * The slot hash is computed from the ids in the payload: it is cheap, finds the value in the intern table, and depends on the order
 * in which values came in. The content hash is the same in every run and in every worker. Both are sums of a contribution for each
 * word: so EXCEPT and Append update the slot hash by the difference, and the content hash of a set or a function does not depend on
 * the order of its elements.
 */

import { TlaError } from '../errors.ts';
import { doubled, FIBONACCI, HEADER_MIX, POSITION, slotMix, smallHashA, smallHashB, spread } from './hashing.ts';
import type { Id } from './kinds.ts';
import { BLOCK, HEADER_BITS, K_BOOL, K_INT, K_LAZY, K_MODEL, K_REC, K_SEQ, K_SET, K_STR, KIND_MASK } from './kinds.ts';

/** Raises the error that TLC reports while it evaluates; the caller of the heap knows the place. */
export function fail(message: string): never {
  throw new TlaError('evaluation', message);
}

/** The arena is not grown beyond this many words (4 GiB). */
const MAX_WORDS = 2 ** 30;

/** Storage, interning and the building stack. */
export abstract class HeapStore {
  /** All values. Replaced when it grows: read it again after every call that can create a value. */
  arena: Int32Array = new Int32Array(1 << 15);
  /** The number of values. */
  count = 0;

  /** The building stack. Replaced when it grows. After an error that escapes, set `sp` back to 0 (or to the saved mark). */
  st: Int32Array = new Int32Array(1 << 10);
  sp = 0;

  /** The texts of strings and model values, whose payload is the index in here. */
  protected readonly names: string[] = [];

  private top = 0;
  /** The intern table: pairs (slot hash, id + 2), open addressing. */
  private table: Int32Array = new Int32Array(1 << 12);
  private tableMask: number = (1 << 12) - 1;
  private tableShift: number = 32 - 11;
  private outA = 0;
  private outB = 0;
  /** Values that contain a set which cannot be enumerated, such as [a |-> Nat]. Nearly always empty. */
  private readonly unsettled: Set<Id> = new Set();

  constructor() {
    // FALSE and TRUE are the first two blocks: ids 0 and 2. They have no payload.
    for (let truth = 0; truth < 2; truth++) {
      this.arena[this.top] = K_BOOL;
      this.arena[this.top + 2] = spread(truth + 0x165667b1);
      this.arena[this.top + 3] = spread(truth + 0x3d4d51cb);
      this.top += BLOCK;
      this.count++;
    }
  }

  /** The explicit set of a lazy one; every other value unchanged. Raises an error if the set cannot be enumerated. */
  abstract norm(id: Id): Id;
  /** Whether `norm` would succeed: the set is finite and within the bound on the size of sets. */
  abstract isEnumerable(id: Id): boolean;

  // ---- access -----------------------------------------------------------------------------------------------------------

  kind(id: Id): number {
    return (id & 1) !== 0 ? K_INT : (this.arena[id << 1] as number) & KIND_MASK;
  }

  /** The kind of a value that is not a small integer. */
  protected kindOf(id: Id): number {
    return (this.arena[id << 1] as number) & KIND_MASK;
  }

  /** Start of the payload in `arena`. The elements of an explicit set, and of a sequence, are `arena[offset .. offset + size)`. */
  offset(id: Id): number {
    return (id << 1) + BLOCK;
  }

  /** The number of payload words: of elements, for a set or a sequence; one more than the values, for other functions. */
  protected words(id: Id): number {
    return (this.arena[id << 1] as number) >>> HEADER_BITS;
  }

  /** One half of the content hash: the same in every run and every heap. */
  hashOfA(id: Id): number {
    return (id & 1) !== 0 ? smallHashA(id) : (this.arena[(id << 1) + 2] as number);
  }

  /** The other half. */
  hashOfB(id: Id): number {
    return (id & 1) !== 0 ? smallHashB(id) : (this.arena[(id << 1) + 3] as number);
  }

  /** Whether the value contains no set that cannot be enumerated; only such values may stand in a state. */
  isSettled(id: Id): boolean {
    if ((id & 1) !== 0) return true;
    return this.kindOf(id) < K_LAZY && (this.unsettled.size === 0 || !this.unsettled.has(id));
  }

  /** The bytes that the typed arrays take. */
  bytes(): number {
    return this.arena.byteLength + this.table.byteLength + this.st.byteLength;
  }

  // ---- building ---------------------------------------------------------------------------------------------------------

  /** A mark on the building stack; what is pushed from here on belongs to the value under construction. */
  begin(): number {
    return this.sp;
  }

  push(id: Id): void {
    if (this.sp === this.st.length) this.st = doubled(this.st);
    this.st[this.sp++] = id;
  }

  /** Makes room for `n` more words on the stack. */
  protected reserve(n: number): void {
    while (this.sp + n > this.st.length) this.st = doubled(this.st);
  }

  /**
   * The value of this kind whose payload is `st[base .. sp)`; pops them. For the modules of the heap: the payload must be in
   * canonical form already.
   */
  intern(kind: number, base: number): Id {
    const { st, arena, table, tableMask } = this;
    const n = this.sp - base;
    const header = (n << HEADER_BITS) | kind;
    const step = kind === K_SET ? 0 : POSITION;
    let hash = Math.imul(header, HEADER_MIX);
    let salt = 0;
    for (let i = base; i < base + n; i++) {
      hash = (hash + slotMix(st[i] as number, salt)) | 0;
      salt = (salt + step) | 0;
    }
    this.sp = base;
    let s = (Math.imul(hash, FIBONACCI) >>> this.tableShift) << 1;
    for (;;) {
      const entry = table[s + 1] as number;
      if (entry === 0) break;
      if (table[s] === hash) {
        const o = (entry - 2) << 1;
        if (arena[o] === header) {
          let i = 0;
          while (i < n && arena[o + BLOCK + i] === st[base + i]) i++;
          if (i === n) return entry - 2;
        }
      }
      s = (s + 2) & tableMask;
    }
    return this.create(header, base, hash);
  }

  /** As `intern`, for the payload `keys`, `st[base .. sp)`. */
  protected internKeyed(kind: number, keys: Id, base: number): Id {
    const { st, arena, table, tableMask } = this;
    const n = this.sp - base;
    const header = ((n + 1) << HEADER_BITS) | kind;
    let hash = (Math.imul(header, HEADER_MIX) + slotMix(keys, 0)) | 0;
    let salt = POSITION;
    for (let i = base; i < base + n; i++) {
      hash = (hash + slotMix(st[i] as number, salt)) | 0;
      salt = (salt + POSITION) | 0;
    }
    let s = (Math.imul(hash, FIBONACCI) >>> this.tableShift) << 1;
    for (;;) {
      const entry = table[s + 1] as number;
      if (entry === 0) break;
      if (table[s] === hash) {
        const o = ((entry - 2) << 1) + BLOCK;
        if (arena[o - BLOCK] === header && arena[o] === keys) {
          let i = 0;
          while (i < n && arena[o + 1 + i] === st[base + i]) i++;
          if (i === n) {
            this.sp = base;
            return entry - 2;
          }
        }
      }
      s = (s + 2) & tableMask;
    }
    this.push(0);
    this.st.copyWithin(base + 1, base, base + n);
    this.st[base] = keys;
    this.sp = base;
    return this.create(header, base, hash);
  }

  /** The value that equals the payload of `id` except that word `at` is `word`. */
  protected internReplaced(id: Id, at: number, word: Id): Id {
    const { arena, table, tableMask } = this;
    const o = (id << 1) + BLOCK;
    const old = arena[o + at] as number;
    if (old === word) return id;
    const header = arena[o - BLOCK] as number;
    const n = header >>> HEADER_BITS;
    const salt = Math.imul(at, POSITION);
    const hash = ((arena[o - BLOCK + 1] as number) - slotMix(old, salt) + slotMix(word, salt)) | 0;
    let s = (Math.imul(hash, FIBONACCI) >>> this.tableShift) << 1;
    for (;;) {
      const entry = table[s + 1] as number;
      if (entry === 0) break;
      if (table[s] === hash) {
        const p = ((entry - 2) << 1) + BLOCK;
        if (arena[p - BLOCK] === header && arena[p + at] === word) {
          let i = 0;
          while (i < n && (arena[p + i] === arena[o + i] || i === at)) i++;
          if (i === n) return entry - 2;
        }
      }
      s = (s + 2) & tableMask;
    }
    const base = this.sp;
    this.reserve(n);
    const { st } = this;
    for (let i = 0; i < n; i++) st[base + i] = arena[o + i] as number;
    st[base + at] = word;
    return this.create(header, base, hash);
  }

  /** The value that equals the payload of the sequence `id` with `word` after it. */
  protected internAppended(id: Id, word: Id): Id {
    const { arena, table, tableMask } = this;
    const o = (id << 1) + BLOCK;
    const before = arena[o - BLOCK] as number;
    const n = before >>> HEADER_BITS;
    const header = before + (1 << HEADER_BITS);
    const change = Math.imul(1 << HEADER_BITS, HEADER_MIX) + slotMix(word, Math.imul(n, POSITION));
    const hash = ((arena[o - BLOCK + 1] as number) + change) | 0;
    let s = (Math.imul(hash, FIBONACCI) >>> this.tableShift) << 1;
    for (;;) {
      const entry = table[s + 1] as number;
      if (entry === 0) break;
      if (table[s] === hash) {
        const p = ((entry - 2) << 1) + BLOCK;
        if (arena[p - BLOCK] === header && arena[p + n] === word) {
          let i = 0;
          while (i < n && arena[p + i] === arena[o + i]) i++;
          if (i === n) return entry - 2;
        }
      }
      s = (s + 2) & tableMask;
    }
    const base = this.sp;
    this.reserve(n + 1);
    const { st } = this;
    for (let i = 0; i < n; i++) st[base + i] = arena[o + i] as number;
    st[base + n] = word;
    return this.create(header, base, hash);
  }

  /** Stores the payload `st[base ..]` as a new value, unless it contains a lazy set that must be enumerated first. */
  private create(header: number, base: number, hash: number): Id {
    const kind = header & KIND_MASK;
    const n = header >>> HEADER_BITS;
    if (kind >= K_SET && kind <= K_REC) {
      this.sp = base + n;
      if (this.enumerateParts(base)) return this.intern(kind, base);
      this.sp = base;
    }
    const at = this.allot(n);
    const { arena, st } = this;
    const o = at + BLOCK;
    for (let i = 0; i < n; i++) arena[o + i] = st[base + i] as number;
    this.hashContent(kind, o, n);
    arena[at] = header;
    arena[at + 1] = hash;
    arena[at + 2] = this.outA;
    arena[at + 3] = this.outB;
    const id = at >> 1;
    this.enter(hash, id + 2);
    this.count++;
    if (this.count * 3 > this.tableMask) this.growTable();
    if (kind >= K_SET && kind <= K_REC && !this.partsSettled(o, n)) this.unsettled.add(id);
    return id;
  }

  /** A fresh block for a payload of `n` words. */
  private allot(n: number): number {
    const at = this.top;
    const end = at + BLOCK + ((n + BLOCK - 1) & -BLOCK);
    while (end > this.arena.length) {
      if (this.arena.length >= MAX_WORDS) fail('The values of this model do not fit into 4 GiB.');
      this.arena = doubled(this.arena);
    }
    this.top = end;
    return at;
  }

  /** Replaces lazy sets in `st[base .. sp)` by the explicit ones where possible, so that equal values get equal ids. */
  private enumerateParts(base: number): boolean {
    let replaced = false;
    for (let i = base; i < this.sp; i++) {
      const part = this.st[i] as number;
      if ((part & 1) !== 0 || this.kindOf(part) < K_LAZY || !this.isEnumerable(part)) continue;
      const explicit = this.norm(part);
      this.st[i] = explicit;
      replaced = true;
    }
    return replaced;
  }

  private partsSettled(o: number, n: number): boolean {
    for (let i = 0; i < n; i++) if (!this.isSettled(this.arena[o + i] as number)) return false;
    return true;
  }

  private enter(hash: number, entry: number): void {
    const { table, tableMask } = this;
    let s = (Math.imul(hash, FIBONACCI) >>> this.tableShift) << 1;
    while (table[s + 1] !== 0) s = (s + 2) & tableMask;
    table[s] = hash;
    table[s + 1] = entry;
  }

  private growTable(): void {
    const old = this.table;
    this.table = new Int32Array(old.length * 2);
    this.tableMask = this.table.length - 1;
    this.tableShift--;
    for (let s = 0; s < old.length; s += 2) {
      const entry = old[s + 1] as number;
      if (entry !== 0) this.enter(old[s] as number, entry);
    }
  }

  // ---- content hashes ---------------------------------------------------------------------------------------------------

  /** Leaves the content hash of the payload `arena[o .. o + n)` in `outA`, `outB`. */
  private hashContent(kind: number, o: number, n: number): void {
    const { arena } = this;
    this.outA = spread(kind + 0x51ed2705);
    this.outB = spread(kind + 0x2545f491);
    if (kind < K_SET) {
      this.hashScalar(kind, arena[o] as number);
    } else if (kind === K_SET) {
      for (let i = 0; i < n; i++) this.mixIn(arena[o + i] as number, 0x632be5ab, 0x1d872b41);
    } else if (kind === K_SEQ || kind >= K_LAZY) {
      for (let i = 0; i < n; i++) this.mixIn(arena[o + i] as number, Math.imul(i + 1, POSITION), Math.imul(i + 1, HEADER_MIX));
    } else {
      const keys = this.offset(arena[o] as number);
      for (let i = 1; i < n; i++) {
        const key = arena[keys + i - 1] as number;
        this.mixIn(arena[o + i] as number, Math.imul(this.hashOfA(key), 0x9e3779b1), Math.imul(this.hashOfB(key), 0x85ebca77));
      }
    }
  }

  private hashScalar(kind: number, word: number): void {
    if (kind === K_STR || kind === K_MODEL) {
      const text = this.names[word] ?? '';
      let a = this.outA;
      let b = this.outB;
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        a = Math.imul(a ^ unit, 0x01000193);
        b = Math.imul(b + unit, 0x5bd1e995) ^ (b >>> 15);
      }
      this.outA = spread(a ^ text.length);
      this.outB = spread(b + Math.imul(a, POSITION));
    } else {
      this.outA = spread(word ^ this.outA);
      this.outB = spread(word + this.outB);
    }
  }

  /**
   * Adds the contribution of a part under a key: a bijection of its 64 bits (three Feistel rounds), so that two parts that
   * agree in one half of the hash still differ in both halves afterwards.
   */
  private mixIn(part: Id, keyA: number, keyB: number): void {
    let u = (this.hashOfA(part) + keyA) | 0;
    let v = (this.hashOfB(part) + keyB) | 0;
    let f = Math.imul(u ^ (u >>> 16), 0x85ebca6b);
    v = (v + (f ^ (f >>> 15))) | 0;
    f = Math.imul(v ^ (v >>> 16), 0xc2b2ae35);
    u = (u + (f ^ (f >>> 13))) | 0;
    f = Math.imul(u ^ (u >>> 15), 0x27d4eb2f);
    v = (v + (f ^ (f >>> 16))) | 0;
    this.outA = (this.outA + u) | 0;
    this.outB = (this.outB + v) | 0;
  }
}
