/** Reading constants of a specification as the data that code wants. */

/** A value of a specification as plain data: sets and sequences as arrays, functions and records as maps. */
export type Plain = boolean | number | string | readonly Plain[] | ReadonlyMap<Plain, Plain>;

function wrong(what: string, x: Plain): never {
  throw new Error(`a constant of the specification should be ${what}, but it is ${typeof x === 'object' ? 'a collection' : String(x)}`);
}

function list(x: Plain): readonly Plain[] {
  return Array.isArray(x) ? x : wrong('a set', x);
}

/** A set of model values or strings. */
export function asNames(x: Plain): readonly string[] {
  return list(x).map((e) => (typeof e === 'string' ? e : wrong('a set of names', e)));
}

/** A set of integers. */
export function asNumbers(x: Plain): readonly number[] {
  return list(x).map((e) => (typeof e === 'number' ? e : wrong('a set of numbers', e)));
}

/** A set of sets of names. */
export function asSets(x: Plain): readonly (readonly string[])[] {
  return list(x).map(asNames);
}

/** A function, as entries; a sequence is the function from 1. */
export function asMap(x: Plain): ReadonlyMap<string | number, Plain> {
  const entries: readonly (readonly [Plain, Plain])[] = x instanceof Map ? [...x] : list(x).map((v, i) => [i + 1, v] as const);
  return new Map(
    entries.map(([k, v]) => [typeof k === 'string' || typeof k === 'number' ? k : wrong('a function of names or numbers', k), v] as const),
  );
}

/** A number. */
export function asNumber(x: Plain): number {
  return typeof x === 'number' ? x : wrong('a number', x);
}

/** A name. */
export function asName(x: Plain): string {
  return typeof x === 'string' ? x : wrong('a name', x);
}
