/**
 * Scalars: integers, booleans, strings, model values.
 */

import type { Id } from './kinds.ts';
import { K_INT, K_MODEL, K_SEQ, K_SET, K_STR, kindText, L_ANY, L_INT, L_NAT, L_STRING } from './kinds.ts';
import { locked, NAMES_END, NAMES_LOCK, type SharedValues } from './shared.ts';
import { fail, HeapStore } from './store.ts';

/** The rank of every name that came after `sealNames`. */
const SEALED_RANK = 2 ** 30;

export abstract class HeapScalars extends HeapStore {
  /** The number that orders each name (see `name`). */
  private readonly ranks: number[] = [];
  private readonly nameIndex: Map<string, number> = new Map();
  private readonly strIds: Map<string, Id> = new Map();
  private readonly modelIds: Map<string, Id> = new Map();
  private sealed = false;

  /** {} and <<>>. */
  readonly emptySet: Id;
  readonly emptySeq: Id;
  /** BOOLEAN, Nat, Int, STRING and TLC's Any. */
  readonly booleanSet: Id;
  readonly nat: Id;
  readonly intSet: Id;
  readonly stringSet: Id;
  readonly anySet: Id;

  constructor(shared?: SharedValues) {
    super(shared);
    if (shared !== undefined) this.attachNames(shared);
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
    return (id & 1) !== 0 || this.kindOf(id) === K_INT;
  }

  /** The JavaScript number of an integer. Raises an error if the value is not an integer. */
  intVal(id: Id): number {
    return (id & 1) !== 0 ? id >> 1 : this.bigIntVal(id);
  }

  private bigIntVal(id: Id): number {
    if (this.kindOf(id) === K_INT) return this.arena[this.offset(id)] as number;
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
    const { area } = this;
    return area === undefined ? this.addName(text) : locked(area.control, NAMES_LOCK, () => this.addShared(area, text));
  }

  private addName(text: string): number {
    const index = this.names.length;
    this.names.push(text);
    this.ranks.push(this.sealed ? SEALED_RANK : index);
    this.nameIndex.set(text, index);
    return index;
  }

  /** Where names are shared: a number for each, then its length, then its UTF-16 units, a word each. */
  private area: { readonly control: Int32Array; readonly words: Int32Array } | undefined;
  /** End of what was read of it. */
  private readNames = 0;

  protected shareNames(): void {
    const { buffers } = this;
    if (buffers === undefined) return;
    const words = new Int32Array(buffers.names);
    this.area = { control: new Int32Array(buffers.control), words };
    this.names.forEach((text, i) => this.writeName(text, this.ranks[i] ?? SEALED_RANK));
    // The order of names that are made from now on must not depend on which thread is first.
    this.sealNames();
  }

  private attachNames(buffers: SharedValues): void {
    this.area = { control: new Int32Array(buffers.control), words: new Int32Array(buffers.names) };
    this.sealNames();
    this.catchUp();
  }

  private addShared(area: NonNullable<HeapScalars['area']>, text: string): number {
    this.catchUp();
    const known = this.nameIndex.get(text);
    if (known !== undefined) return known;
    if (this.readNames + text.length + 2 > area.words.length)
      fail('The strings of this model do not fit into the memory that is reserved for them.');
    const index = this.addName(text);
    this.writeName(text, this.ranks[index] ?? SEALED_RANK);
    return index;
  }

  private writeName(text: string, rank: number): void {
    const { area } = this;
    if (area === undefined) return;
    const at = this.readNames;
    area.words[at] = rank;
    area.words[at + 1] = text.length;
    for (let i = 0; i < text.length; i++) area.words[at + 2 + i] = text.charCodeAt(i);
    this.readNames = at + 2 + text.length;
    Atomics.store(area.control, NAMES_END, this.readNames);
  }

  /** Reads the names that other threads have added. */
  private catchUp(): void {
    const { area } = this;
    if (area === undefined) return;
    const end = Atomics.load(area.control, NAMES_END);
    while (this.readNames < end) {
      const at = this.readNames;
      const length = area.words[at + 1] as number;
      const units = area.words.subarray(at + 2, at + 2 + length);
      const index = this.addName(Array.from(units, (u) => String.fromCharCode(u)).join(''));
      this.ranks[index] = area.words[at] as number;
      this.readNames = at + 2 + length;
    }
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
    const id = this.named(K_STR, text);
    this.strIds.set(text, id);
    return id;
  }

  /** The text of a string. Raises an error if the value is not a string. */
  strVal(id: Id): string {
    if ((id & 1) === 0 && this.kindOf(id) === K_STR) return this.nameOf(id);
    return fail(`Expected a string, but the value is ${kindText(this.kind(id))}:\n${this.toText(id)}`);
  }

  /** The model value of this name; it is typed when the name starts with a character and an underscore, as in `a_1`. */
  model(text: string): Id {
    const known = this.modelIds.get(text);
    if (known !== undefined) return known;
    const id = this.named(K_MODEL, text);
    this.modelIds.set(text, id);
    return id;
  }

  /** The name of a model value. Raises an error if the value is not a model value. */
  modelName(id: Id): string {
    if ((id & 1) === 0 && this.kindOf(id) === K_MODEL) return this.nameOf(id);
    return fail(`Expected a model value, but the value is ${kindText(this.kind(id))}:\n${this.toText(id)}`);
  }

  /** Payload: the index of the name, its rank, and for a typed model value its type (0: none). */
  private named(kind: number, text: string): Id {
    const base = this.sp;
    const index = this.name(text);
    this.push(index);
    this.push(this.ranks[index] ?? SEALED_RANK);
    this.push(kind === K_MODEL && text.length > 2 && text.charAt(1) === '_' ? text.charCodeAt(0) : 0);
    return this.intern(kind, base);
  }

  /** The type of a model value: the code of the character before the underscore, or 0 when it is untyped. */
  modelType(id: Id): number {
    return this.arena[this.offset(id) + 2] as number;
  }

  /** Whether the value is a model value without a type: it equals only itself, and may be compared with everything. */
  isUntypedModel(id: Id): boolean {
    return (id & 1) === 0 && this.kindOf(id) === K_MODEL && this.modelType(id) === 0;
  }

  /** The text of a string or model value. */
  protected nameOf(id: Id): string {
    const index = this.arena[this.offset(id)] as number;
    if (index >= this.names.length) this.catchUp();
    return this.names[index] ?? '';
  }
}
