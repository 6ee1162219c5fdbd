/**
 * Fingerprints on disk: sorted files, each with a filter and an index in shared memory. A fingerprint that is in none of them is nearly always recognised by the
 * filters; one that is costs one read of a page. When there are many files they are merged into one.
 *
 * On disk a fingerprint is eight bytes, its second half first: on a little-endian machine an integer of 64 bits whose upper half is the first.
 */
import { closeSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { reserve } from '../../tla-to-ts/values/shared.ts';
import { readAll, writeAll } from './bytes.ts';

/** The buffers. They can be sent to other threads. */
export interface SharedArchive {
  readonly folder: string;
  /** Filters and indexes. */
  readonly memory: SharedArrayBuffer;
  /** The number of files, the next file's name, the end of what is used of the memory; then a record for each file. */
  readonly control: SharedArrayBuffer;
}

const PREFIX = 'fingerprints-';

const FILES = 0;
const NEXT_NAME = 1;
const USED = 2;
const FIRST_RECORD = 3;
/** A record: the file's name, its fingerprints, where its filter begins, the filter's blocks, where its index begins. */
const RECORD = 5;
/** So many files are merged when one more is to come. */
const MOST_FILES = 8;

/** Fingerprints of a page: the index has the upper half of each page's first one. */
const PAGE = 512;
/** Words of a block of the filter; a fingerprint has all its bits in one block. */
const BLOCK = 16;
const BITS_A_KEY = 12;
const PROBES = 5;
/** Bytes that are reserved for filters and indexes. */
const MEMORY = 2 ** 31;

interface File {
  readonly name: number;
  readonly keys: number;
  readonly filter: number;
  readonly blocks: number;
  readonly index: number;
  readonly handle: number;
}

export class Archive {
  private readonly shared: SharedArchive;
  private readonly control: Int32Array;
  private readonly memory: Int32Array;
  private files: readonly File[] = [];
  private readonly page: Int32Array = new Int32Array(PAGE * 2);

  static reserve(folder: string): SharedArchive {
    return { folder, memory: reserve(MEMORY), control: new SharedArrayBuffer((FIRST_RECORD + RECORD * (MOST_FILES + 1)) * 4) };
  }

  constructor(shared: SharedArchive) {
    this.shared = shared;
    this.control = new Int32Array(shared.control);
    this.memory = new Int32Array(shared.memory);
  }

  /** Uses the files that are there now. */
  look(): void {
    const { control } = this;
    const before = new Map(this.files.map((f) => [f.name, f]));
    this.files = Array.from({ length: Atomics.load(control, FILES) }, (_, i): File => {
      const at = FIRST_RECORD + i * RECORD;
      const [name = 0, keys = 0, filter = 0, blocks = 0, index = 0] = control.subarray(at, at + RECORD);
      const handle = before.get(name)?.handle ?? openSync(this.path(name), 'r');
      before.delete(name);
      return { name, keys, filter, blocks, index, handle };
    });
    for (const gone of before.values()) closeSync(gone.handle);
  }

  private path(name: number): string {
    return join(this.shared.folder, `${PREFIX}${name}`);
  }

  /** Is this fingerprint in a file? */
  has(a: number, b: number): boolean {
    for (const file of this.files) if (this.mayHave(file, a, b) && this.isIn(file, a >>> 0, b >>> 0)) return true;
    return false;
  }

  private mayHave({ filter, blocks }: File, a: number, b: number): boolean {
    const { memory } = this;
    const at = filter + blockOf(a, b, blocks) * BLOCK;
    let bits = Math.imul(b, 0x9e3779b1) ^ a;
    for (let i = 0; i < PROBES; i++) {
      bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
      if ((((memory[at + ((bits >>> 5) & (BLOCK - 1))] as number) >>> (bits & 31)) & 1) === 0) return false;
    }
    return true;
  }

  private enterFilter(filter: number, blocks: number, a: number, b: number): void {
    const { memory } = this;
    const at = filter + blockOf(a, b, blocks) * BLOCK;
    let bits = Math.imul(b, 0x9e3779b1) ^ a;
    for (let i = 0; i < PROBES; i++) {
      bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
      const word = at + ((bits >>> 5) & (BLOCK - 1));
      memory[word] = (memory[word] as number) | (1 << (bits & 31));
    }
  }

  /** `hi`, `lo`: the halves as numbers that are not negative. */
  private isIn(file: File, hi: number, lo: number): boolean {
    const { memory } = this;
    const pages = Math.ceil(file.keys / PAGE);
    let from = 0;
    let to = pages;
    // The first page that begins with a greater upper half.
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((memory[file.index + middle] as number) >>> 0 > hi) to = middle;
      else from = middle + 1;
    }
    // Fingerprints with one upper half may stand on several pages.
    for (let page = from - 1; page >= 0; page--) {
      if (this.isOnPage(file, page, hi, lo)) return true;
      if ((memory[file.index + page] as number) >>> 0 !== hi) return false;
    }
    return false;
  }

  private isOnPage(file: File, number: number, hi: number, lo: number): boolean {
    const { page } = this;
    const bytes = readSync(file.handle, page, 0, PAGE * 8, number * PAGE * 8);
    let from = 0;
    let to = bytes / 8;
    while (from < to) {
      const middle = (from + to) >> 1;
      const upper = (page[middle * 2 + 1] as number) >>> 0;
      const lower = (page[middle * 2] as number) >>> 0;
      if (upper === hi && lower === lo) return true;
      if (upper > hi || (upper === hi && lower > lo)) to = middle;
      else from = middle + 1;
    }
    return false;
  }

  /** Writes these fingerprints to a file. To be called by a thread that works alone. */
  add(keys: BigUint64Array): void {
    const { control } = this;
    this.look();
    const merged = this.files.length < MOST_FILES ? [] : this.files;
    const old = merged.reduce((n, f) => n + f.keys, 0);
    keys.sort();
    const name = Atomics.add(control, NEXT_NAME, 1);
    mkdirSync(this.shared.folder, { recursive: true });
    const file = openSync(this.path(name), 'w');
    try {
      for (const part of old === 0 ? [keys] : this.mergedWith(merged, keys)) writeAll(file, part);
    } finally {
      closeSync(file);
    }
    if (merged.length > 0) {
      Atomics.store(control, FILES, 0);
      Atomics.store(control, USED, 0);
    }
    this.register(name, old + keys.length);
    for (const file of merged) rmSync(this.path(file.name), { force: true });
    this.look();
  }

  /** The keys of all files and these, in order: range by range, as the keys are spread evenly. */
  private *mergedWith(files: readonly File[], keys: BigUint64Array): Generator<BigUint64Array> {
    const total = files.reduce((n, f) => n + f.keys, keys.length);
    const ranges = Math.max(1, Math.ceil(total / 2 ** 20));
    const starts = files.map(() => 0);
    let start = 0;
    for (let r = 1; r <= ranges; r++) {
      const end = r === ranges ? undefined : (2n ** 64n * BigInt(r)) / BigInt(ranges);
      const upTo = end === undefined ? keys.length : lowerBound(keys, end);
      const parts = [keys.subarray(start, upTo), ...files.map((f, i) => this.range(f, starts, i, end))];
      start = upTo;
      yield joined(parts).sort();
    }
  }

  /** The keys of a file from where the last range ended up to `end`. */
  private range(file: File, starts: number[], i: number, end: bigint | undefined): BigUint64Array {
    const from = starts[i] ?? 0;
    const found: BigUint64Array[] = [];
    for (let at = from; at < file.keys; ) {
      const piece = new BigUint64Array(Math.min(file.keys - at, 2 ** 16));
      readAll(file.handle, piece, at * 8);
      const within = end === undefined ? piece.length : lowerBound(piece, end);
      found.push(piece.subarray(0, within));
      at += within;
      starts[i] = at;
      if (within < piece.length) break;
    }
    return joined(found);
  }

  /** Makes the filter and the index of a file, and puts it on the list. */
  private register(name: number, keys: number): void {
    const { control, memory } = this;
    const filter = Atomics.load(control, USED);
    const blocks = Math.max(1, Math.ceil((keys * BITS_A_KEY) / (BLOCK * 32)));
    const pages = Math.ceil(keys / PAGE);
    const index = filter + blocks * BLOCK;
    if (index + pages > memory.length)
      throw new RangeError('Array buffer allocation failed: no room for the filters of the states on disk');
    memory.fill(0, filter, index);
    const handle = openSync(this.path(name), 'r');
    try {
      const piece = new Int32Array(PAGE * 2 * 64);
      for (let at = 0; at < keys; at += PAGE * 64) {
        const read = readSync(handle, piece, 0, piece.byteLength, at * 8) / 8;
        for (let i = 0; i < read; i++) {
          const b = piece[i * 2] as number;
          const a = piece[i * 2 + 1] as number;
          if (i % PAGE === 0) memory[index + (at + i) / PAGE] = a;
          this.enterFilter(filter, blocks, a, b);
        }
      }
    } finally {
      closeSync(handle);
    }
    const files = Atomics.load(control, FILES);
    control.set([name, keys, filter, blocks, index], FIRST_RECORD + files * RECORD);
    Atomics.store(control, USED, index + pages);
    Atomics.store(control, FILES, files + 1);
  }

  /** The files that are there now. */
  list(): readonly { readonly name: string; readonly path: string }[] {
    return this.files.map((f) => ({ name: `${PREFIX}${f.name}`, path: this.path(f.name) }));
  }

  /** Is it the name of such a file? */
  static isFile(name: string): boolean {
    return name.startsWith(PREFIX);
  }

  /** Names and sizes of the files. */
  image(): readonly number[] {
    return this.files.flatMap((f) => [f.name, f.keys]);
  }

  /** Uses the files of an image; they must be there, and no others. */
  restore(image: readonly number[]): void {
    for (let i = 0; i < image.length; i += 2) {
      this.register(image[i] ?? 0, image[i + 1] ?? 0);
      Atomics.store(this.control, NEXT_NAME, Math.max(Atomics.load(this.control, NEXT_NAME), (image[i] ?? 0) + 1));
    }
    this.look();
  }

  bytes(): number {
    return Atomics.load(this.control, USED) * 4;
  }

  diskBytes(): number {
    return this.files.reduce((n, f) => n + f.keys * 8, 0);
  }

  close(): void {
    for (const file of this.files) closeSync(file.handle);
    this.files = [];
  }
}

function blockOf(a: number, b: number, blocks: number): number {
  // The halves are independent, and the index already orders by the first one.
  return ((b ^ (Math.imul(a, 0x85ebca6b) >>> 7)) >>> 0) % blocks;
}

/** How many of the sorted keys are less than `end`. */
function lowerBound(keys: BigUint64Array, end: bigint): number {
  let from = 0;
  let to = keys.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((keys[middle] ?? 0n) < end) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** These keys, in one array. */
function joined(parts: readonly BigUint64Array[]): BigUint64Array {
  const all = new BigUint64Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
