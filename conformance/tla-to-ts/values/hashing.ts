/**
 * The mixing functions of the two hashes (see store.ts).
 */

import type { Id } from './kinds.ts';

export const POSITION: number = 0x9e3779b1 | 0;
export const HEADER_MIX = 0x27d4eb2f;
export const FIBONACCI: number = 0x9e3779b1 | 0;

/** The contribution of one payload word to the slot hash; `salt` is the position times POSITION, or 0 in sets. */
export function slotMix(word: number, salt: number): number {
  const x = Math.imul(word ^ salt, 0x85ebca6b);
  const y = Math.imul(x ^ (x >>> 15), 0xc2b2ae35);
  return y ^ (y >>> 13);
}

/** A bijection of the 32-bit integers that spreads every bit. */
export function spread(n: number): number {
  let x = Math.imul(n ^ (n >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** The content hash of an integer that is its own id. */
export function smallHashA(id: Id): number {
  return spread(id ^ 0x3c6ef372);
}

export function smallHashB(id: Id): number {
  return spread(id ^ 0x1b56c4e9);
}

/** A copy of twice the length. */
export function doubled(a: Int32Array): Int32Array {
  const b = new Int32Array(a.length * 2);
  b.set(a);
  return b;
}
