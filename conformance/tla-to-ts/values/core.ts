/**
 * The storage of the heap: every value is interned once (hash-consing), so equal values have equal ids and equality is `===`.
 *
 * Layout: value number i has its payload at `arena[offs[i] ..]`, and the header word `length << HEADER_BITS | kind` just before
 * it. Two hashes are kept for each value. `slots[i]` hashes the payload's ids; it is cheap, finds the value in the intern
 * table, and depends on the order in which values came in. `hashA[i]`, `hashB[i]` hash the content; they are the same in every
 * run and in every worker. Both are sums of a contribution for each word, so EXCEPT and Append update the first by the
 * difference; and since the content hash of a set or function is a sum, it does not depend on the order of its elements.
 */

import { TlaError } from '../errors.ts';
import { doubled, FIBONACCI, HEADER_MIX, POSITION, slotMix, smallHashA, smallHashB, spread } from './hashing.ts';
import type { Id } from './kinds.ts';
import {
  HEADER_BITS,
  K_BOOL,
  K_INT,
  K_LAZY,
  K_MODEL,
  K_REC,
  K_SEQ,
  K_SET,
  K_STR,
  KIND_MASK,
  kindText,
  L_ANY,
  L_INT,
  L_NAT,
  L_STRING,
} from './kinds.ts';

/** Raises the error that TLC reports while it evaluates; the caller of the heap knows the place. */
export function fail(message: string): never {
  throw new TlaError('evaluation', message);
}

/** The rank of every name that came after `sealNames`. */
const SEALED_RANK = 2 ** 31;

/** Storage, interning, scalars and the building stack. */
export abstract class HeapCore {
  /** The payloads. Replaced when it grows: read it again after every call that can create a value. */
  arena: Int32Array = new Int32Array(1 << 16);
  /** Start of the payload of each value in `arena`. */
  offs: Int32Array = new Int32Array(1 << 13);
  kinds: Uint8Array = new Uint8Array(1 << 13);
  hashA: Int32Array = new Int32Array(1 << 13);
  hashB: Int32Array = new Int32Array(1 << 13);
  /** The number of values. */
  count = 0;

  /** The building stack. Replaced when it grows. After an error that escapes, set `sp` back to 0 (or to the saved mark). */
  st: Int32Array = new Int32Array(1 << 10);
  sp = 0;

  protected slots: Int32Array = new Int32Array(1 << 13);
  private top = 0;
  /** The intern table: pairs (slot hash, index + 1), open addressing. */
  private table: Int32Array = new Int32Array(1 << 15);
  private tableMask: number = (1 << 15) - 1;
  private tableShift: number = 32 - 14;
  private outA = 0;
  private outB = 0;

  /** The texts of strings and model values, and the number that orders each (see `name`). */
  protected readonly names: string[] = [];
  protected readonly ranks: number[] = [];
  private readonly nameIndex: Map<string, number> = new Map();
  private readonly strIds: Map<string, Id> = new Map();
  private readonly modelIds: Map<string, Id> = new Map();
  private sealed = false;
  /** Values that contain a set which cannot be enumerated, such as [a |-> Nat]. Nearly always empty. */
  private readonly unsettled: Set<Id> = new Set();

  /** {} and <<>>. */
  readonly emptySet: Id;
  readonly emptySeq: Id;
  /** BOOLEAN, Nat, Int, STRING and TLC's Any. */
  readonly booleanSet: Id;
  readonly nat: Id;
  readonly intSet: Id;
  readonly stringSet: Id;
  readonly anySet: Id;

  constructor() {
    for (let truth = 0; truth < 2; truth++) {
      this.push(truth);
      this.intern(K_BOOL, 0);
    }
    this.emptySet = this.intern(K_SET, 0);
    this.emptySeq = this.intern(K_SEQ, 0);
    this.push(0);
    this.push(2);
    this.booleanSet = this.intern(K_SET, 0);
    this.nat = this.intern(L_NAT, 0);
    this.intSet = this.intern(L_INT, 0);
    this.stringSet = this.intern(L_STRING, 0);
    this.anySet = this.intern(L_ANY, 0);
  }

  /** One line, as TLC prints the value. */
  abstract toText(id: Id): string;
  /** The explicit set of a lazy one; every other value unchanged. Raises an error if the set cannot be enumerated. */
  abstract norm(id: Id): Id;
  /** Whether `norm` would succeed: the set is finite and within the bound on the size of sets. */
  abstract isEnumerable(id: Id): boolean;

  // ---- scalars ----------------------------------------------------------------------------------------------------------

  /** The id of an integer. Raises TLC's overflow error outside the 32-bit range. */
  int(n: number): Id {
    const twice = n << 1;
    return twice >> 1 === n ? twice | 1 : this.bigInt(n);
  }

  private bigInt(n: number): Id {
    if ((n | 0) !== n) fail(`Overflow when computing ${n}`);
    this.push(n);
    return this.intern(K_INT, this.sp - 1);
  }

  isInt(id: Id): boolean {
    return (id & 1) !== 0 || this.kinds[id >> 1] === K_INT;
  }

  /** The JavaScript number of an integer. Raises an error if the value is not an integer. */
  intVal(id: Id): number {
    return (id & 1) !== 0 ? id >> 1 : this.bigIntVal(id);
  }

  private bigIntVal(id: Id): number {
    const i = id >> 1;
    if (this.kinds[i] === K_INT) return this.arena[this.offs[i] as number] as number;
    return fail(`Expected an integer, but the value is ${kindText(this.kind(id))}:\n${this.toText(id)}`);
  }

  isBool(id: Id): boolean {
    return id === 0 || id === 2;
  }

  /** The truth of a boolean. Raises an error if the value is not a boolean. */
  boolVal(id: Id): boolean {
    if (id === 2) return true;
    if (id === 0) return false;
    return fail(`Expected a boolean, but the value is ${kindText(this.kind(id))}:\n${this.toText(id)}`);
  }

  /**
   * Registers a name and so fixes its place in the order. TLC orders strings and model values by the moment at which the text
   * first entered its table of names, which in effect is the order in which the parser met it (util.UniqueString.compareTo);
   * it is not alphabetical. Strings, model values, identifiers and field names share that table. So the front end registers
   * the names in the order of parsing, and `str` and `model` register what is new.
   */
  name(text: string): number {
    const known = this.nameIndex.get(text);
    if (known !== undefined) return known;
    const index = this.names.length;
    this.names.push(text);
    this.ranks.push(this.sealed ? SEALED_RANK : index);
    this.nameIndex.set(text, index);
    return index;
  }

  /**
   * Names registered later (strings that the specification computes) come after all others, in alphabetical order. Without
   * it they come in the order of their creation, as in TLC, which differs between workers.
   */
  sealNames(): void {
    this.sealed = true;
  }

  str(text: string): Id {
    const known = this.strIds.get(text);
    if (known !== undefined) return known;
    this.push(this.name(text));
    const id = this.intern(K_STR, this.sp - 1);
    this.strIds.set(text, id);
    return id;
  }

  /** The text of a string. Raises an error if the value is not a string. */
  strVal(id: Id): string {
    if ((id & 1) === 0 && this.kinds[id >> 1] === K_STR) return this.nameOf(id);
    return fail(`Expected a string, but the value is ${kindText(this.kind(id))}:\n${this.toText(id)}`);
  }

  /** The model value of this name; it is typed when the name starts with a character and an underscore, as in `a_1`. */
  model(text: string): Id {
    const known = this.modelIds.get(text);
    if (known !== undefined) return known;
    this.push(this.name(text));
    const id = this.intern(K_MODEL, this.sp - 1);
    this.modelIds.set(text, id);
    return id;
  }

  /** The name of a model value. Raises an error if the value is not a model value. */
  modelName(id: Id): string {
    if ((id & 1) === 0 && this.kinds[id >> 1] === K_MODEL) return this.nameOf(id);
    return fail(`Expected a model value, but the value is ${kindText(this.kind(id))}:\n${this.toText(id)}`);
  }

  /** The text of a string or model value. */
  protected nameOf(id: Id): string {
    return this.names[this.arena[this.offs[id >> 1] as number] as number] ?? '';
  }

  // ---- access -----------------------------------------------------------------------------------------------------------

  kind(id: Id): number {
    return (id & 1) !== 0 ? K_INT : (this.kinds[id >> 1] as number);
  }

  /** Start of the payload in `arena`. The elements of an explicit set, and of a sequence, are `arena[offset .. offset + size)`. */
  offset(id: Id): number {
    return this.offs[id >> 1] as number;
  }

  /** The number of payload words: of elements, for a set or a sequence; one more than the values, for other functions. */
  protected words(id: Id): number {
    return (this.arena[(this.offs[id >> 1] as number) - 1] as number) >>> HEADER_BITS;
  }

  /** One half of the content hash: the same in every run and every heap. */
  hashOfA(id: Id): number {
    return (id & 1) !== 0 ? smallHashA(id) : (this.hashA[id >> 1] as number);
  }

  /** The other half. */
  hashOfB(id: Id): number {
    return (id & 1) !== 0 ? smallHashB(id) : (this.hashB[id >> 1] as number);
  }

  /** Whether the value contains no set that cannot be enumerated; only such values may stand in a state. */
  isSettled(id: Id): boolean {
    if ((id & 1) !== 0) return true;
    return (this.kinds[id >> 1] as number) < K_LAZY && (this.unsettled.size === 0 || !this.unsettled.has(id));
  }

  /** The bytes that the typed arrays take. */
  bytes(): number {
    return this.arena.byteLength + this.offs.byteLength * 4 + this.kinds.byteLength + this.table.byteLength + this.st.byteLength;
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
    const { st, arena, offs, table, tableMask } = this;
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
        const o = offs[entry - 1] as number;
        if (arena[o - 1] === header) {
          let i = 0;
          while (i < n && arena[o + i] === st[base + i]) i++;
          if (i === n) return (entry - 1) << 1;
        }
      }
      s = (s + 2) & tableMask;
    }
    return this.create(header, base, hash);
  }

  /** The value that equals the payload of `id` except that word `at` is `word`. */
  protected internReplaced(id: Id, at: number, word: Id): Id {
    const { arena, offs, table, tableMask } = this;
    const o = offs[id >> 1] as number;
    const old = arena[o + at] as number;
    if (old === word) return id;
    const header = arena[o - 1] as number;
    const n = header >>> HEADER_BITS;
    const salt = Math.imul(at, POSITION);
    const hash = ((this.slots[id >> 1] as number) - slotMix(old, salt) + slotMix(word, salt)) | 0;
    let s = (Math.imul(hash, FIBONACCI) >>> this.tableShift) << 1;
    for (;;) {
      const entry = table[s + 1] as number;
      if (entry === 0) break;
      if (table[s] === hash) {
        const p = offs[entry - 1] as number;
        if (arena[p - 1] === header && arena[p + at] === word) {
          let i = 0;
          while (i < n && (arena[p + i] === arena[o + i] || i === at)) i++;
          if (i === n) return (entry - 1) << 1;
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
    const { arena, offs, table, tableMask } = this;
    const o = offs[id >> 1] as number;
    const before = arena[o - 1] as number;
    const n = before >>> HEADER_BITS;
    const header = before + (1 << HEADER_BITS);
    const change = Math.imul(1 << HEADER_BITS, HEADER_MIX) + slotMix(word, Math.imul(n, POSITION));
    const hash = ((this.slots[id >> 1] as number) + change) | 0;
    let s = (Math.imul(hash, FIBONACCI) >>> this.tableShift) << 1;
    for (;;) {
      const entry = table[s + 1] as number;
      if (entry === 0) break;
      if (table[s] === hash) {
        const p = offs[entry - 1] as number;
        if (arena[p - 1] === header && arena[p + n] === word) {
          let i = 0;
          while (i < n && arena[p + i] === arena[o + i]) i++;
          if (i === n) return (entry - 1) << 1;
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
    let settled = true;
    if (kind >= K_SET && kind <= K_REC) {
      this.sp = base + n;
      if (this.enumerateParts(base)) return this.intern(kind, base);
      settled = this.partsSettled(base);
      this.sp = base;
    }
    if (this.count === this.offs.length) this.growValues();
    while (this.top + n + 1 > this.arena.length) this.arena = doubled(this.arena);
    const index = this.count++;
    const { arena, st } = this;
    arena[this.top] = header;
    const o = this.top + 1;
    for (let i = 0; i < n; i++) arena[o + i] = st[base + i] as number;
    this.top = o + n;
    this.offs[index] = o;
    this.kinds[index] = kind;
    this.slots[index] = hash;
    this.hashContent(kind, o, n);
    this.hashA[index] = this.outA;
    this.hashB[index] = this.outB;
    this.enter(hash, index + 1);
    if (this.count * 3 > this.tableMask) this.growTable();
    if (!settled) this.unsettled.add(index << 1);
    return index << 1;
  }

  /** Replaces lazy sets in `st[base .. sp)` by the explicit ones where possible, so that equal values get equal ids. */
  private enumerateParts(base: number): boolean {
    let replaced = false;
    for (let i = base; i < this.sp; i++) {
      const part = this.st[i] as number;
      if ((part & 1) !== 0 || (this.kinds[part >> 1] as number) < K_LAZY || !this.isEnumerable(part)) continue;
      const explicit = this.norm(part);
      this.st[i] = explicit;
      replaced = true;
    }
    return replaced;
  }

  private partsSettled(base: number): boolean {
    for (let i = base; i < this.sp; i++) if (!this.isSettled(this.st[i] as number)) return false;
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

  private growValues(): void {
    this.offs = doubled(this.offs);
    this.hashA = doubled(this.hashA);
    this.hashB = doubled(this.hashB);
    this.slots = doubled(this.slots);
    const kinds = new Uint8Array(this.kinds.length * 2);
    kinds.set(this.kinds);
    this.kinds = kinds;
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
      const keys = this.offs[(arena[o] as number) >> 1] as number;
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
