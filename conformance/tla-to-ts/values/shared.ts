/**
 * Values that several threads have in common: the arena, the intern table and the names of a heap in shared memory, so that an id means the same
 * value in every thread. Buffers are reserved at the size that they may grow to; the system gives memory only to what is touched.
 */
import { GATE_BYTES } from './gate.ts';

/** The buffers of a shared heap. They can be sent to other threads. */
export interface SharedValues {
  readonly arena: SharedArrayBuffer;
  /** Room for intern tables of all sizes: the one with 2^k pairs begins at word 2^(k+1). */
  readonly table: SharedArrayBuffer;
  /** Texts of names, in the order of their numbers. */
  readonly names: SharedArrayBuffer;
  readonly control: SharedArrayBuffer;
  readonly gate: SharedArrayBuffer;
}

/** Words of the control buffer. */
export const ARENA_TOP = 0;
export const VALUES = 1;
export const TABLE_BITS = 2;
export const UNSETTLED = 3;
export const NAMES_LOCK = 4;
export const NAMES_END = 5;
const CONTROL_WORDS = 8;

/** Bytes: as much as an array of words may have (4 GiB, and a page less where that is one word too many). */
const MOST = 2 ** 32 - 4096;
const LEAST = 2 ** 24;
const NAMES_BYTES = 2 ** 26;

/**
 * Reserves shared memory. Where the system does not reserve that much, it is half as much, and so on.
 * @param bytes the size that is wished
 */
export function reserve(bytes: number): SharedArrayBuffer {
  for (let size = Math.min(bytes, MOST); ; size = Math.floor(size / 8192) * 4096) {
    try {
      return new SharedArrayBuffer(size);
    } catch (error) {
      if (!(error instanceof RangeError) || size <= LEAST) throw error;
    }
  }
}

/** Empty buffers. @param bytes the size of the arena, and of the room for tables */
export function reserveValues(bytes: number): SharedValues {
  return {
    arena: reserve(bytes),
    table: reserve(bytes),
    names: reserve(NAMES_BYTES),
    control: new SharedArrayBuffer(CONTROL_WORDS * 4),
    gate: new SharedArrayBuffer(GATE_BYTES),
  };
}

/** What is in shared values, as parts of their buffers. */
export interface ValuesImage {
  readonly control: Int32Array;
  readonly arena: Int32Array;
  readonly table: Int32Array;
  readonly names: Int32Array;
}

/** The values as they are. No other thread may be making any. */
export function imageOf(values: SharedValues): ValuesImage {
  const control = new Int32Array(values.control);
  const bits = control[TABLE_BITS] ?? 0;
  return {
    control,
    arena: new Int32Array(values.arena, 0, control[ARENA_TOP]),
    table: new Int32Array(values.table, 2 ** (bits + 1) * 4, 2 ** (bits + 1)),
    names: new Int32Array(values.names, 0, control[NAMES_END]),
  };
}

/**
 * Replaces the values by those of an image. It must begin with the values that are there, so that these keep their ids.
 * @returns whether it does; nothing is replaced if not
 */
export function restoreValues(values: SharedValues, image: ValuesImage): boolean {
  const now = imageOf(values);
  if (!isPrefix(now.arena, image.arena) || !isPrefix(now.names, image.names)) return false;
  new Int32Array(values.arena).set(image.arena);
  new Int32Array(values.names).set(image.names);
  now.control.set(image.control);
  imageOf(values).table.set(image.table);
  return true;
}

function isPrefix(short: Int32Array, long: Int32Array): boolean {
  return short.every((word, i) => long[i] === word);
}

/** Runs `work` while no other thread holds the lock, which is a word of `words`. */
export function locked<T>(words: Int32Array, lock: number, work: () => T): T {
  while (Atomics.compareExchange(words, lock, 0, 1) !== 0) Atomics.wait(words, lock, 1, 10);
  try {
    return work();
  } finally {
    Atomics.store(words, lock, 0);
    Atomics.notify(words, lock, 1);
  }
}
