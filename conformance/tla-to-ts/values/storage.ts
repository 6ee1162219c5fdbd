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
import { Gate } from './gate.ts';
import { doubled, FIBONACCI, HEADER_MIX, POSITION, smallHashA, smallHashB, spread } from './hashing.ts';
import type { Id } from './kinds.ts';
import { BLOCK, HEADER_BITS, K_BOOL, K_INT, K_LAZY, K_MODEL, K_REC, K_SEQ, K_SET, K_STR, KIND_MASK } from './kinds.ts';
import { ARENA_TOP, reserveValues, type SharedValues, TABLE_BITS, UNSETTLED, VALUES } from './shared.ts';

/** Raises the error that TLC reports while it evaluates; the caller of the heap knows the place. */
export function fail(message: string): never {
  throw new TlaError('evaluation', message);
}

function full(): never {
  fail('The values of this model do not fit into the memory that is reserved for them.');
}

/** The arena is not grown beyond this many words (4 GiB). */
const MAX_WORDS = 2 ** 30;

/** Words of the arena that a thread takes for itself at once, where the arena is shared. */
const CHUNK = 1 << 12;
/** The first shared table has at least 2^14 pairs. */
const MIN_TABLE_BITS = 14;

/** Storage, interning and the building stack. */
export abstract class HeapStorage {
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
  protected table: Int32Array = new Int32Array(1 << 12);
  protected tableMask: number = (1 << 12) - 1;
  protected tableShift: number = 32 - 11;
  private outA = 0;
  private outB = 0;
  /** Values that contain a set which cannot be enumerated, such as [a |-> Nat]. Nearly always empty. */
  protected readonly unsettled: Set<Id> = new Set();
  /** Where the values are shared between threads: `top` and `limit` are the ends of this thread's part of the arena. */
  protected shared: { readonly buffers: SharedValues; readonly control: Int32Array; readonly gate: Gate } | undefined;
  private limit = 0;

  /** @param buffers the values of another thread, which are to be this one's too */
  constructor(buffers?: SharedValues) {
    if (buffers !== undefined) {
      this.attach(buffers);
      return;
    }
    // FALSE and TRUE are the first two blocks: ids 0 and 2. They have no payload.
    for (let truth = 0; truth < 2; truth++) {
      this.arena[this.top] = K_BOOL;
      this.arena[this.top + 2] = spread(truth + 0x165667b1);
      this.arena[this.top + 3] = spread(truth + 0x3d4d51cb);
      this.top += BLOCK;
      this.count++;
    }
  }

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
    if (this.kindOf(id) >= K_LAZY) return false;
    const { shared } = this;
    if (shared === undefined) return this.unsettled.size === 0 || !this.unsettled.has(id);
    // Another thread may have made the value.
    return shared.control[UNSETTLED] === 0 || this.holdsSettled(id);
  }

  private holdsSettled(id: Id): boolean {
    const kind = this.kindOf(id);
    return kind < K_SET || kind > K_REC || this.partsSettled(this.offset(id), this.words(id));
  }

  /** The bytes that values take. */
  bytes(): number {
    const { shared } = this;
    if (shared === undefined) return this.arena.byteLength + this.table.byteLength + this.st.byteLength;
    // Smaller tables from earlier on are together as large as the last one.
    return this.extent() * 4 + this.table.byteLength * 2;
  }

  /** Words of the arena that are in use: the offset of every value lies below. */
  protected extent(): number {
    return this.shared === undefined ? this.top : Atomics.load(this.shared.control, ARENA_TOP);
  }

  // ---- sharing ----------------------------------------------------------------------------------------------------------

  /**
   * Moves the values to shared memory, where other threads can attach to them. Every thread that makes values must be inside of their gate; this
   * one is from now on.
   * @param bytes the size that they may grow to
   */
  share(bytes: number): SharedValues {
    if (this.shared !== undefined) return this.shared.buffers;
    const buffers = reserveValues(bytes);
    const control = new Int32Array(buffers.control);
    new Int32Array(buffers.arena).set(this.arena.subarray(0, this.top));
    let bits = MIN_TABLE_BITS;
    while (2 ** bits * 2 < this.table.length) bits += 1;
    control[ARENA_TOP] = this.top;
    control[VALUES] = this.count;
    control[TABLE_BITS] = bits;
    control[UNSETTLED] = this.unsettled.size;
    const old = this.table;
    const gate = this.attach(buffers);
    this.enterAll(old);
    this.shareNames();
    gate.enter();
    return buffers;
  }

  /** The names follow the values. */
  protected abstract shareNames(): void;

  /** The gate of shared values. */
  get gate(): Gate | undefined {
    return this.shared?.gate;
  }

  /** The buffers of shared values. */
  get buffers(): SharedValues | undefined {
    return this.shared?.buffers;
  }

  private attach(buffers: SharedValues): Gate {
    const gate = new Gate(buffers.gate);
    const control = new Int32Array(buffers.control);
    this.shared = { buffers, control, gate };
    this.arena = new Int32Array(buffers.arena);
    this.top = 0;
    this.limit = 0;
    const look = (): void => this.useTable(buffers, Atomics.load(control, TABLE_BITS));
    gate.onChange(look);
    look();
    return gate;
  }

  private useTable(buffers: SharedValues, bits: number): void {
    this.table = new Int32Array(buffers.table, 2 ** (bits + 1) * 4, 2 ** (bits + 1));
    this.tableMask = this.table.length - 1;
    this.tableShift = 32 - bits;
  }

  /** `create` where other threads may be making the same value: whoever comes first enters it. */
  protected createShared(shared: NonNullable<HeapStorage['shared']>, header: number, base: number, hash: number): Id {
    const { control, gate } = shared;
    gate.poll();
    if (Atomics.load(control, VALUES) * 3 > this.tableMask) {
      gate.alone(
        () => Atomics.load(control, VALUES) * 3 > this.tableMask,
        () => this.growShared(shared.buffers, control),
      );
    }
    const n = header >>> HEADER_BITS;
    const at = this.allotShared(control, n);
    this.fill(at, header, base, hash);
    const id = this.claim(at >> 1);
    if (id !== at >> 1) {
      // Nobody has seen the block.
      this.top = at;
      return id;
    }
    Atomics.add(control, VALUES, 1);
    const kind = header & KIND_MASK;
    if (kind >= K_SET && kind <= K_REC && !this.partsSettled(at + BLOCK, n)) Atomics.add(control, UNSETTLED, 1);
    return id;
  }

  private growShared(buffers: SharedValues, control: Int32Array): void {
    const old = this.table;
    const bits = Atomics.load(control, TABLE_BITS) + 1;
    if (2 ** (bits + 2) * 4 > buffers.table.byteLength) full();
    Atomics.store(control, TABLE_BITS, bits);
    this.useTable(buffers, bits);
    this.enterAll(old);
  }

  private allotShared(control: Int32Array, n: number): number {
    const need = BLOCK + ((n + BLOCK - 1) & -BLOCK);
    if (this.top + need > this.limit) {
      const size = Math.max(CHUNK, need);
      this.top = Atomics.add(control, ARENA_TOP, size);
      this.limit = this.top + size;
      // Other threads go on until they need room themselves.
      if (this.limit > this.arena.length || this.limit < 0) {
        this.top = 0;
        this.limit = 0;
        full();
      }
    }
    const at = this.top;
    this.top += need;
    return at;
  }

  /** Enters a complete block in the shared table. @returns its id, or that of the equal value which is there already */
  private claim(id: Id): Id {
    const { arena, table, tableMask } = this;
    const at = id << 1;
    const header = arena[at] as number;
    const hash = arena[at + 1] as number;
    const n = header >>> HEADER_BITS;
    let s = (Math.imul(hash, FIBONACCI) >>> this.tableShift) << 1;
    for (;;) {
      // The hash beside an entry is written after it, so what counts is the hash in the block.
      const entry = Atomics.compareExchange(table, s + 1, 0, id + 2);
      if (entry === 0) {
        Atomics.store(table, s, hash);
        return id;
      }
      const o = (entry - 2) << 1;
      if (arena[o] === header && arena[o + 1] === hash) {
        let i = BLOCK;
        while (i < n + BLOCK && arena[o + i] === arena[at + i]) i++;
        if (i === n + BLOCK) return entry - 2;
      }
      s = (s + 2) & tableMask;
    }
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

  /** Writes the block at `at`: header, hashes, and the payload from `st[base ..]`. */
  protected fill(at: number, header: number, base: number, hash: number): void {
    const { arena, st } = this;
    const n = header >>> HEADER_BITS;
    const o = at + BLOCK;
    for (let i = 0; i < n; i++) arena[o + i] = st[base + i] as number;
    this.hashContent(header & KIND_MASK, o, n);
    arena[at] = header;
    arena[at + 1] = hash;
    arena[at + 2] = this.outA;
    arena[at + 3] = this.outB;
  }

  /** A fresh block for a payload of `n` words. */
  protected allot(n: number): number {
    const at = this.top;
    const end = at + BLOCK + ((n + BLOCK - 1) & -BLOCK);
    while (end > this.arena.length) {
      if (this.arena.length >= MAX_WORDS) fail('The values of this model do not fit into 4 GiB.');
      this.arena = doubled(this.arena);
    }
    this.top = end;
    return at;
  }

  protected partsSettled(o: number, n: number): boolean {
    for (let i = 0; i < n; i++) if (!this.isSettled(this.arena[o + i] as number)) return false;
    return true;
  }

  protected enter(hash: number, entry: number): void {
    const { table, tableMask } = this;
    let s = (Math.imul(hash, FIBONACCI) >>> this.tableShift) << 1;
    while (table[s + 1] !== 0) s = (s + 2) & tableMask;
    table[s] = hash;
    table[s + 1] = entry;
  }

  protected growTable(): void {
    const old = this.table;
    this.table = new Int32Array(old.length * 2);
    this.tableMask = this.table.length - 1;
    this.tableShift--;
    this.enterAll(old);
  }

  private enterAll(old: Int32Array): void {
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
