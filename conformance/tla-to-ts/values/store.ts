/** Interning: equal payloads get one id. What is looked up here is what states and values are made of, millions of times a second. */
import { FIBONACCI, HEADER_MIX, POSITION, slotMix } from './hashing.ts';
import type { Id } from './kinds.ts';
import { BLOCK, HEADER_BITS, K_LAZY, K_REC, K_SET, KIND_MASK } from './kinds.ts';
import { HeapStorage } from './storage.ts';

export { fail } from './storage.ts';

export abstract class HeapStore extends HeapStorage {
  /** The explicit set of a lazy one; every other value unchanged. Raises an error if the set cannot be enumerated. */
  abstract norm(id: Id): Id;
  /** Whether `norm` would succeed: the set is finite and within the bound on the size of sets. */
  abstract isEnumerable(id: Id): boolean;

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
    if (this.shared !== undefined) return this.createShared(this.shared, header, base, hash);
    const at = this.allot(n);
    this.fill(at, header, base, hash);
    const id = at >> 1;
    this.enter(hash, id + 2);
    this.count++;
    if (this.count * 3 > this.tableMask) this.growTable();
    if (kind >= K_SET && kind <= K_REC && !this.partsSettled(at + BLOCK, n)) this.unsettled.add(id);
    return id;
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
}
