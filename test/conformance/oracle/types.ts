/** The types of random expressions. */
import type { Tape } from './tape.ts';

export type Type =
  | { readonly k: 'int' | 'bool' | 'str' | 'proc' }
  | { readonly k: 'set' | 'seq'; readonly of: Type }
  | { readonly k: 'fn'; readonly domain: Domain; readonly to: Type }
  | { readonly k: 'rec'; readonly a: Type; readonly b: Type }
  | { readonly k: 'tuple'; readonly first: Type; readonly second: Type };

/** The domains of functions: a function over 1..2 is a sequence, one over strings is a record. */
export type Domain = 'small' | 'pair' | 'words' | 'truth' | 'grid' | 'procs';

export const INT: Type = { k: 'int' };
export const BOOL: Type = { k: 'bool' };
export const STR: Type = { k: 'str' };
/** A model value, an element of the constant P. */
export const PROC: Type = { k: 'proc' };

/** Each domain as an expression. */
export const DOMAINS: Readonly<Record<Domain, string>> = {
  small: '(0 .. 2)',
  pair: '(1 .. 2)',
  words: '{"a", "b"}',
  truth: 'BOOLEAN',
  grid: '({0, 1} \\X {"a", "b"})',
  procs: 'P',
};

/** The type of its elements. */
export const KEYS: Readonly<Record<Domain, Type>> = {
  small: INT,
  pair: INT,
  words: STR,
  truth: BOOL,
  grid: { k: 'tuple', first: INT, second: STR },
  procs: PROC,
};

export const same = (a: Type, b: Type): boolean => JSON.stringify(a) === JSON.stringify(b);
export const setOf = (of: Type): Type => ({ k: 'set', of });
export const seqOf = (of: Type): Type => ({ k: 'seq', of });

/** A random type of at most this depth. */
export function randomType(t: Tape, depth: number): Type {
  if (depth === 0) return t.of([INT, BOOL, STR]);
  const part = (): Type => randomType(t, depth - 1);
  switch (t.below(8)) {
    case 0:
      return INT;
    case 1:
      return BOOL;
    case 2:
      return STR;
    case 3:
      return setOf(part());
    case 4:
      return seqOf(part());
    case 5:
      return { k: 'fn', domain: t.of(['small', 'pair', 'words', 'truth', 'grid']), to: part() };
    case 6:
      return { k: 'rec', a: part(), b: part() };
    default:
      return { k: 'tuple', first: part(), second: part() };
  }
}
