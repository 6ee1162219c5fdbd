/**
 * Ids, kinds and the few constants that the compiler and the explorer share with the heap.
 */

/**
 * A TLA+ value. Odd: the integer `id >> 1`. Even and not negative: the value at `arena[2 * id]` of the heap. Negative even numbers
 * are never values.
 */
export type Id = number;

/** The id of FALSE. */
export const FALSE = 0;
/** The id of TRUE. */
export const TRUE = 2;
/** "No value": what `applyOr` and the cursors return. It cannot be -1, which is the id of the integer -1. */
export const NONE = -2;

export const K_BOOL = 0;
export const K_INT = 1;
/** Strings and model values: see `named` in scalars.ts for the payload. */
export const K_STR = 2;
export const K_MODEL = 3;
/** An explicit set: its elements in the order of `cmp`, without duplicates. */
export const K_SET = 4;
/** A function whose domain is 1..n; the empty function is the empty sequence. Payload: the n values. */
export const K_SEQ = 5;
/** Any other function. Payload: the id of its domain (an explicit set), then the values in the order of the domain. */
export const K_FN = 6;
/** A function whose domain is a non-empty set of strings. Payload as `K_FN`; the domain is the shape of the record. */
export const K_REC = 7;

/** Kinds from here on are sets that are not (yet) enumerated. */
export const K_LAZY = 8;
/** a..b. Payload: the ids of a and b. */
export const L_INTERVAL = 8;
/** SUBSET S. Payload: S. */
export const L_SUBSET = 9;
/** [S -> T]. Payload: S, T. */
export const L_FCNSET = 10;
/** [f1: S1, ...]. Payload: the shape, then the sets in the order of the shape. */
export const L_RECSET = 11;
/** S1 \X S2 \X ... Payload: the sets. */
export const L_PROD = 12;
/** Seq(S). Payload: S. */
export const L_SEQ = 13;
export const L_NAT = 14;
export const L_INT = 15;
export const L_STRING = 16;
/** TLC's Any: every value is an element. */
export const L_ANY = 17;
/** S \cup T, S \cap T, S \ T where an operand is itself lazy. Payload: S, T. */
export const L_CUP = 18;
export const L_CAP = 19;
export const L_DIFF = 20;

/** A value takes this many words before its payload, and a multiple of it in all (see store.ts). */
export const BLOCK = 4;
/** The first of these words is `length << HEADER_BITS | kind`. */
export const HEADER_BITS = 5;
export const KIND_MASK = 31;

/** An interval with at most this many elements is made explicit at once. */
export const INTERVAL_EAGER = 1024;
/** TLC's bound on the size of a set that it enumerates (tlc2.TLCGlobals.setBound). */
export const SET_BOUND = 1_000_000;
/** The bound for intervals, which TLC does not limit: they take four bytes an element here. */
export const INTERVAL_BOUND: number = 2 ** 24;

/** How TLC names the kind of a value in its messages (tlc2.value.impl.Value). */
export function kindText(kind: number): string {
  return KIND_TEXT[kind] ?? 'a value';
}

const KIND_TEXT: readonly string[] = [
  'a Boolean value',
  'an integer',
  'a string',
  'a model value',
  'a set of the form {e1, ... ,eN}',
  'a tuple',
  'a function  of the form (d1 :> e1 @@ ... @@ dN :> eN)',
  'a record',
  'a set of the form i..j',
  'a set of the form SUBSET S',
  'a set of the form [S -> T]',
  'a set of the form [d1 : S1, ... , dN : SN]',
  'a cartesian product',
  'a special set constant',
  'a special set constant',
  'a special set constant',
  'a special set constant',
  'a special set constant',
  'a set of the form S \\cup T',
  'a set of the form S \\cap T',
  'a set of the form S \\ T',
];
