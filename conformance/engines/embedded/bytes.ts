/** Whole arrays in and out of files; the system may take or give less at a time than it is asked for. */
import { readSync, writeSync } from 'node:fs';

/** The most bytes of one call. */
const PIECE = 2 ** 26;

/** Writes all of an array. @param at the place in the file; default: where the file stands */
export function writeAll(handle: number, array: ArrayBufferView, at?: number): void {
  for (let done = 0; done < array.byteLength; ) {
    done += writeSync(handle, piece(array, done), 0, undefined, at === undefined ? null : at + done);
  }
}

/** Fills an array. @param at the place in the file; default: where the file stands @throws Error where the file ends before */
export function readAll(handle: number, array: ArrayBufferView, at?: number): void {
  for (let done = 0; done < array.byteLength; ) {
    const n = readSync(handle, piece(array, done), 0, Math.min(array.byteLength - done, PIECE), at === undefined ? null : at + done);
    if (n === 0) throw new Error('a file of the search ends early');
    done += n;
  }
}

function piece({ buffer, byteOffset, byteLength }: ArrayBufferView, from: number): Uint8Array {
  return new Uint8Array(buffer, byteOffset + from, Math.min(byteLength - from, PIECE));
}
