/** Messages with something wrong inside: what a decoder must refuse, or read as what it says. */
import fc from 'fast-check';

/** The message itself and all that it is made of. */
export function parts(x: unknown): readonly object[] {
  if (typeof x !== 'object' || x === null) return [];
  return [x, ...Object.values(x).flatMap(parts)];
}

/** What stands where it should not. Each is made anew, since a mutation may change it. */
const junk: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => -1,
  () => -0,
  () => 1.5,
  () => 7,
  () => 2 ** 53,
  () => Number.MAX_SAFE_INTEGER,
  () => 1n,
  () => '1',
  () => '',
  () => 's2',
  () => '__proto__',
  () => true,
  () => Symbol('x'),
  () => () => 1,
  () => [],
  () => {},
  () => new Array(3),
  () => [[[[[]]]], { a: { b: { c: [Number.NaN] } } }],
  () => [undefined],
  () => ['s2', 's1'],
  () => ['s1', 's1'],
  () => Object.create(null),
  () => Object.create({ term: 1, type: 'noop' }),
  () => new Date(0),
  () => new Map([['s1', 1]]),
  () => new Uint8Array(2),
  () => Object(1),
  () => Object('s1'),
  () => ({ term: 1, type: 'noop' }),
  () => ({ voters: ['s1'], learners: ['s1'] }),
  () => ({ term: 1, value: 'x' }),
  () => ({ term: 1, index: 1 }),
  () => ({ term: 1, index: 0 }),
];

type Mutation = (part: object, key: string, value: unknown) => void;

const define = (part: object, key: PropertyKey, descriptor: PropertyDescriptor): boolean =>
  Reflect.defineProperty(part, key, { configurable: true, ...descriptor });

/** What can be wrong with one part of a message, at one of its keys. */
const mutations: readonly Mutation[] = [
  (part, key) => Reflect.deleteProperty(part, key),
  (part, key, value) => Reflect.set(part, key, value),
  (part, key, value) => Reflect.set(part, key, value),
  (part, key, value) => Reflect.set(part, `${key}s`, value),
  (part, _, value) => Reflect.set(part, Symbol('more'), value),
  (part, _, value) => define(part, '__proto__', { value, enumerable: true, writable: true }),
  (part, _, value) => define(part, 'hidden', { value, enumerable: false }),
  (part, key) => define(part, key, { enumerable: false }),
  (part, key) =>
    define(part, key, {
      get: () => {
        throw new Error('read');
      },
      enumerable: true,
    }),
  (part, key, value) => define(part, key, { get: () => value, enumerable: true }),
  (part, key) => {
    const value: unknown = Reflect.get(part, key);
    Reflect.deleteProperty(part, key);
    Reflect.setPrototypeOf(part, { [key]: value });
  },
  (part) => Reflect.setPrototypeOf(part, null),
  (part) => Reflect.setPrototypeOf(part, { toString: 1 }),
  (part, key) => Reflect.set(part, key, [Reflect.get(part, key)]),
  (part, key) => Reflect.set(part, key, `${String(Reflect.get(part, key))}`),
  (part) => (Array.isArray(part) ? part.reverse() : undefined),
  (part) => (Array.isArray(part) ? part.push(...part) : undefined),
  (part) => (Array.isArray(part) ? Reflect.set(part, 'length', part.length + 1) : undefined),
  (part, _, value) => (Array.isArray(part) ? part.unshift(value) : Reflect.set(part, 'type', value)),
];

/** Says `decoded` just what `x` says: the same fields, and the same values? A zero has no sign. */
function says(decoded: unknown, x: unknown): boolean {
  if (typeof decoded !== 'object' || decoded === null) return decoded === x;
  if (typeof x !== 'object' || x === null) return false;
  const keys = Reflect.ownKeys(decoded);
  if (Array.isArray(decoded) !== Array.isArray(x) || keys.length !== Reflect.ownKeys(x).length) return false;
  return keys.every((key) => says(Reflect.get(decoded, key), Object.getOwnPropertyDescriptor(x, key)?.value));
}

/** Is what came in `undefined` afterwards, or a message that says the same? */
export function understood(x: unknown, decoded: unknown, isMessage: (x: unknown) => boolean): boolean {
  return decoded === undefined || (isMessage(decoded) && says(decoded, x));
}

/** What decides one change: the part and its key, what is done there, and what takes the place of the value. */
export type Change = readonly [part: number, key: number, mutation: number, value: number];

/** Any change of a message. */
export const anyChange: fc.Arbitrary<Change> = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(mutations.length - 1), fc.nat(junk.length - 1));

/** A copy of the message with one thing wrong. */
export function mutated(m: object, [n, k, mutation, value]: Change): unknown {
  const x: unknown = structuredClone(m);
  const all = parts(x);
  const part = all[n % all.length] ?? {};
  const keys = Object.keys(part);
  mutations[mutation]?.(part, keys[k % keys.length] ?? '0', junk[value]?.());
  return x;
}

/** Data of any kind. */
const options = { withDate: true, withMap: true, withSet: true, withNullPrototype: true, withSparseArray: true, withBigInt: true };
export const anything: fc.Arbitrary<unknown> = fc.anything({
  ...options,
  withTypedArray: true,
  withObjectString: true,
  withBoxedValues: true,
});

/** Any object, which says that it is of the type of a message. */
export function typed(message: fc.Arbitrary<{ readonly type: string }>): fc.Arbitrary<unknown> {
  return fc.tuple(message, fc.object(options)).map(([m, x]) => ({ ...x, type: m.type }));
}

/** Every path to a value in the data. */
export function paths(x: unknown): readonly (readonly string[])[] {
  if (typeof x !== 'object' || x === null) return [[]];
  return [[], ...Object.entries(x).flatMap(([key, value]) => paths(value).map((rest) => [key, ...rest]))];
}

/** The data with another value at a path. */
export function replaced(x: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined || typeof x !== 'object' || x === null) return value;
  const entries = Object.entries(x).map(([k, v]) => [k, k === key ? replaced(v, rest, value) : v] as const);
  return Array.isArray(x) ? entries.map(([, v]) => v) : Object.fromEntries(entries);
}
