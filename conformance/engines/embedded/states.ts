/**
 * The states that were reached, known to all threads: 64-bit fingerprints in shared memory, each with a number and its parent's number. What is new is entered by
 * compare-and-swap, so that of several threads that find the same state one has found it. When there are more than memory is to hold, the fingerprints
 * go to disk, sorted, and the parents to a log.
 */
import { closeSync, openSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Known } from '../../tla-to-ts/explore/expand.ts';
import type { Reached } from '../../tla-to-ts/explore/paths.ts';
import type { Gate } from '../../tla-to-ts/values/gate.ts';
import { reserve } from '../../tla-to-ts/values/shared.ts';
import { Archive, type SharedArchive } from './archive.ts';
import { readAll, writeAll } from './bytes.ts';

/** The buffers. They can be sent to other threads. */
export interface SharedStates {
  /** Room for tables of all sizes: the one with 2^k entries begins at word 2^k. An entry is the place of a state, plus 1. */
  readonly table: SharedArrayBuffer;
  /** Three words for each place: both halves of the fingerprint, and the parent's number plus 2 (0: the place is not in use). */
  readonly words: SharedArrayBuffer;
  readonly control: SharedArrayBuffer;
  readonly archive: SharedArchive;
}

/** Words of the control buffer: the first place that no thread has taken; the table's size; the number of the state at place 0. */
const NEXT = 0;
const TABLE_BITS = 1;
const BASE = 2;
const CONTROL_WORDS = 4;

const WORDS = 3;
/** The file with the words of the states on disk, by their numbers. */
const PARENTS = 'parents';
/** Places that a thread takes for itself at once. */
const CHUNK = 1024;
/** Places beyond the capacity, for chunks that several threads take at the same time. */
const SLACK = 64 * CHUNK;
const MIN_TABLE_BITS = 18;
/** More states than this are not kept in memory, whatever it has. */
const MOST_PLACES = 2 ** 27 - SLACK;
/** Bytes that a state takes in memory: its words, at most four entries of the table, as many in smaller tables of earlier, and its key when it is sorted. */
const BYTES_A_STATE = WORDS * 4 + 4 * 4 + 4 * 4 + 8;

/** Reserves the buffers. @param bytes how much memory the states are to take before they go to disk @param folder for the files */
export function reserveStates(bytes: number, folder: string): SharedStates {
  const places = Math.max(CHUNK, Math.min(MOST_PLACES, Math.floor(bytes / BYTES_A_STATE)));
  const control = new SharedArrayBuffer(CONTROL_WORDS * 4);
  new Int32Array(control)[TABLE_BITS] = MIN_TABLE_BITS;
  return {
    table: reserve(2 ** (Math.max(MIN_TABLE_BITS, Math.ceil(Math.log2((places + SLACK) * 2))) + 1) * 4),
    words: reserve((places + SLACK) * WORDS * 4),
    control,
    archive: Archive.reserve(folder),
  };
}

/** One thread's access to them. */
export class KnownStates implements Known, Reached {
  private readonly shared: SharedStates;
  private readonly gate: Gate;
  private readonly control: Int32Array;
  private readonly words: Int32Array;
  private readonly archive: Archive;
  private readonly capacity: number;
  private table: Int32Array = new Int32Array(0);
  private mask = 0;
  private base = 0;
  /** This thread's places. */
  private next = 0;
  private limit = 0;

  constructor(shared: SharedStates, gate: Gate) {
    this.shared = shared;
    this.gate = gate;
    this.control = new Int32Array(shared.control);
    this.words = new Int32Array(shared.words);
    this.archive = new Archive(shared.archive);
    // It may be less than was asked for.
    const largest = Math.floor(Math.log2(shared.table.byteLength / 4)) - 1;
    this.capacity = Math.min(Math.floor(this.words.length / WORDS), 2 ** (largest - 1)) - SLACK;
    gate.onChange(() => this.look());
    this.look();
  }

  /** Uses what is there now. */
  private look(): void {
    this.useTable(Atomics.load(this.control, TABLE_BITS));
    const base = Atomics.load(this.control, BASE);
    if (base !== this.base) {
      this.base = base;
      this.next = 0;
      this.limit = 0;
    }
    this.archive.look();
  }

  private useTable(bits: number): void {
    this.table = new Int32Array(this.shared.table, 2 ** bits * 4, 2 ** bits);
    this.mask = 2 ** bits - 1;
  }

  add(a: number, b: number, parent: number): number {
    const { table, words, mask } = this;
    let s = (a ^ (b << 7)) & mask;
    for (;;) {
      const entry = table[s] as number;
      if (entry === 0) break;
      const o = (entry - 1) * WORDS;
      if (words[o] === a && words[o + 1] === b) return -1;
      s = (s + 1) & mask;
    }
    if (this.archive.has(a, b)) return -1;
    return this.insert(a, b, parent);
  }

  private insert(a: number, b: number, parent: number): number {
    // Whoever was alone may have moved what was looked for.
    if (this.gate.poll()) return this.add(a, b, parent);
    if (this.next === this.limit && this.takePlaces()) return this.add(a, b, parent);
    const { table, words, mask, next } = this;
    const at = next * WORDS;
    words[at] = a;
    words[at + 1] = b;
    words[at + 2] = parent + 2;
    let s = (a ^ (b << 7)) & mask;
    for (;;) {
      const entry = Atomics.compareExchange(table, s, 0, next + 1);
      if (entry === 0) {
        this.next += 1;
        return this.base + next;
      }
      const o = (entry - 1) * WORDS;
      if (words[o] === a && words[o + 1] === b) break;
      s = (s + 1) & mask;
    }
    words[at + 2] = 0;
    return -1;
  }

  /** Takes places for this thread. @returns whether the table or the places were replaced before */
  private takePlaces(): boolean {
    const full = (): boolean => Atomics.load(this.control, NEXT) >= this.capacity;
    const crowded = (): boolean => Atomics.load(this.control, NEXT) * 2 > this.mask;
    if (full()) {
      this.gate.alone(full, () => this.toDisk());
      return true;
    }
    if (crowded()) {
      this.gate.alone(crowded, () => this.growTable());
      return true;
    }
    this.next = Atomics.add(this.control, NEXT, CHUNK);
    this.limit = this.next + CHUNK;
    return false;
  }

  private growTable(): void {
    const bits = Atomics.load(this.control, TABLE_BITS) + 1;
    this.useTable(bits);
    this.enterAll();
    Atomics.store(this.control, TABLE_BITS, bits);
  }

  /** Fills an empty table. */
  private enterAll(): void {
    const { table, words, mask } = this;
    const end = Atomics.load(this.control, NEXT);
    for (let place = 0; place < end; place++) {
      const o = place * WORDS;
      if (words[o + 2] === 0) continue;
      let s = ((words[o] as number) ^ ((words[o + 1] as number) << 7)) & mask;
      while (table[s] !== 0) s = (s + 1) & mask;
      table[s] = place + 1;
    }
  }

  /** Writes all states to disk and forgets them. */
  private toDisk(): void {
    const { words, control } = this;
    const places = Atomics.load(control, NEXT);
    this.archive.add(keysOf(words, places));
    const log = openSync(this.logPath(), 'a');
    try {
      writeAll(log, words.subarray(0, places * WORDS));
    } finally {
      closeSync(log);
    }
    words.fill(0, 0, places * WORDS);
    this.table.fill(0);
    Atomics.store(control, NEXT, 0);
    Atomics.add(control, BASE, places);
  }

  private logPath(): string {
    return join(this.shared.archive.folder, PARENTS);
  }

  /** Only for states in memory. */
  find(a: number, b: number): number {
    const { table, words, mask } = this;
    let s = (a ^ (b << 7)) & mask;
    for (;;) {
      const place = (table[s] as number) - 1;
      if (place < 0) return -1;
      if (words[place * WORDS] === a && words[place * WORDS + 1] === b) return this.base + place;
      s = (s + 1) & mask;
    }
  }

  fingerprintA(n: number): number {
    return this.wordsOf(n)[0] as number;
  }

  fingerprintB(n: number): number {
    return this.wordsOf(n)[1] as number;
  }

  path(n: number): number[] {
    const out: number[] = [];
    for (let i = n; i >= 0; i = (this.wordsOf(i)[2] as number) - 2) out.push(i);
    return out.reverse();
  }

  private wordsOf(n: number): Int32Array {
    if (n >= this.base) return this.words.subarray((n - this.base) * WORDS, (n - this.base + 1) * WORDS);
    const found = new Int32Array(WORDS);
    const log = openSync(this.logPath(), 'r');
    try {
      readAll(log, found, n * WORDS * 4);
    } finally {
      closeSync(log);
    }
    return found;
  }

  /** Bytes in memory. */
  bytes(): number {
    return Atomics.load(this.control, NEXT) * WORDS * 4 + this.table.byteLength * 2 + this.archive.bytes();
  }

  /** Bytes on disk. */
  diskBytes(): number {
    return this.base * WORDS * 4 + this.archive.diskBytes();
  }

  /** What a checkpoint holds of the states in memory; the rest is in files already. */
  image(): StatesImage {
    const places = Atomics.load(this.control, NEXT);
    return { base: this.base, bits: Atomics.load(this.control, TABLE_BITS), words: this.words.slice(0, places * WORDS) };
  }

  /** The files that hold the states which are not in memory. */
  files(): readonly { readonly name: string; readonly path: string }[] {
    const log = this.base === 0 ? [] : [{ name: PARENTS, path: this.logPath() }];
    return [...log, ...this.archive.list()];
  }

  /** Is it the name of such a file? */
  isFile(name: string): boolean {
    return name === PARENTS || Archive.isFile(name);
  }

  /** What `restore` needs to know of the files. */
  archiveImage(): readonly number[] {
    return this.archive.image();
  }

  /** Puts an image back, the files being there; the states must be empty. @throws RangeError where the image is larger than memory may be now */
  restore(image: StatesImage, archive: readonly number[]): void {
    if (image.words.length / WORDS > this.capacity + SLACK || 2 ** (image.bits + 1) * 4 > this.shared.table.byteLength)
      throw new RangeError('Array buffer allocation failed: the states of the checkpoint need more memory than is given');
    this.archive.restore(archive);
    this.words.set(image.words);
    // What was logged after the checkpoint is no part of it.
    if (image.base > 0) truncateSync(this.logPath(), image.base * WORDS * 4);
    Atomics.store(this.control, NEXT, image.words.length / WORDS);
    Atomics.store(this.control, BASE, image.base);
    Atomics.store(this.control, TABLE_BITS, image.bits);
    this.look();
    this.enterAll();
  }

  close(): void {
    this.archive.close();
  }
}

/** The states in memory. */
export interface StatesImage {
  readonly base: number;
  readonly bits: number;
  readonly words: Int32Array;
}

/** The fingerprints at these places as numbers of 64 bits. */
function keysOf(words: Int32Array, places: number): BigUint64Array {
  const pairs = new Int32Array(places * 2);
  let n = 0;
  for (let place = 0; place < places; place++) {
    const o = place * WORDS;
    if (words[o + 2] === 0) continue;
    pairs[n++] = words[o + 1] as number;
    pairs[n++] = words[o] as number;
  }
  return new BigUint64Array(pairs.buffer, 0, n / 2);
}
