/** Operators of Bitwise and Combinatorics: Java's operations on 32 bits. */
import { TlaError } from '../errors.ts';
import type { Native, NativeTable } from './natives-support.ts';
import { int, shared, value } from './natives-support.ts';

/** An operator on integers that a plain function computes. */
function onIntegers(name: string, f: (...args: number[]) => number): Native {
  return (g, args, ctx, loc) => int(g.at(loc, `${shared(g, name, f)}(${args.map((_, i) => g.int(value(args, i), ctx)).join(', ')})`));
}

/** Flips the bits below the highest one that is set; TLC's mask for 0 and for negative numbers is Java's. */
function not(x: number): number {
  return ~x & (2147483647 >> (Math.clz32(x) - 1));
}

export const BITWISE: NativeTable = {
  '&': onIntegers('&', (x, y) => x & y),
  '|': onIntegers('|', (x, y) => x | y),
  '^^': onIntegers('^^', (x, y) => x ^ y),
  Not: onIntegers('Not', not),
  shiftR: onIntegers('shiftR', (x, n) => (x >>> n) | 0),
};

function choose(n: number, k: number): number {
  if (n < 0 || k < 0) throw new TlaError('evaluation', 'The arguments of choose should be natural numbers');
  if (k > n) return 0;
  let out = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) out = (out * (n - i + 1)) / i;
  if (out > 2147483647) throw new TlaError('evaluation', `Overflow when computing ${n} choose ${k}`);
  return out;
}

export const COMBINATORICS: NativeTable = { choose: onIntegers('choose', choose) };
