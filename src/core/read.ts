import { compare } from './order.ts';

/**
 * Reading data of unknown origin. Each reader returns what it read as data of its own, which shares nothing with what came in, or
 * `undefined` where that is not exactly what is wanted. It never runs code of the data: no getter, nothing inherited.
 */

/** Reads one value, or says `undefined`. */
export type Reader<T> = (x: unknown) => T | undefined;

/** The values of an object that has just these fields, as data of its own: no getters, nothing inherited. */
export function fieldsOf(x: unknown, names: readonly string[]): readonly unknown[] | undefined {
  if (typeof x !== 'object' || x === null || Array.isArray(x)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(x);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  if (Reflect.ownKeys(x).length !== names.length) return undefined;
  const values: unknown[] = [];
  for (const name of names) {
    const property = Object.getOwnPropertyDescriptor(x, name);
    if (property === undefined || !('value' in property)) return undefined;
    values.push(property.value);
  }
  return values;
}

/** The value of one field, if it is there as data. */
export function peek(x: unknown, name: string): unknown {
  return typeof x === 'object' && x !== null ? Object.getOwnPropertyDescriptor(x, name)?.value : undefined;
}

export const index: Reader<number> = (x) => (typeof x === 'number' && Number.isSafeInteger(x) && x >= 0 ? x + 0 : undefined);
export const text: Reader<string> = (x) => (typeof x === 'string' ? x : undefined);
export const name: Reader<string> = (x) => (typeof x === 'string' && x !== '' ? x : undefined);
export const flag: Reader<boolean> = (x) => (typeof x === 'boolean' ? x : undefined);

/** A dense array of what `element` reads. */
export function list<T>(element: Reader<T>): Reader<readonly T[]> {
  return (x) => {
    if (!Array.isArray(x) || Reflect.ownKeys(x).length !== x.length + 1) return undefined;
    const result: T[] = [];
    for (let n = 0; n < x.length; n++) {
      const value = element(peek(x, String(n)));
      if (value === undefined) return undefined;
      result.push(value);
    }
    return result;
  };
}

/** A set, as it is kept here: sorted, and nothing twice. */
export const names: Reader<readonly string[]> = (x) => {
  const found = list(name)(x);
  const inOrder = found?.every((value, n) => n === 0 || compare(found[n - 1], value) < 0);
  return inOrder === true ? found : undefined;
};

/** An object of what `element` reads, by names. */
export function record<T>(element: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (x) => {
    const keys = typeof x === 'object' && x !== null ? Reflect.ownKeys(x) : [];
    const found = keys.flatMap((key) => (typeof key === 'string' && key !== '' ? [key] : []));
    if (found.length !== keys.length) return undefined;
    const values = fieldsOf(x, found)?.map(element);
    if (values === undefined) return undefined;
    const result: (readonly [string, T])[] = [];
    for (const [n, key] of found.entries()) {
      const value = values[n];
      if (value === undefined) return undefined;
      result.push([key, value]);
    }
    return Object.fromEntries(result);
  };
}

/** Are all of these there? */
export function all<T extends readonly unknown[]>(values: T): values is T & { readonly [K in keyof T]: Exclude<T[K], undefined> } {
  return !values.includes(undefined);
}
