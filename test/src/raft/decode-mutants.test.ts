/** What only resembles a message: 100,000 messages with something wrong inside, and data of any other kind. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, protocol, type RaftMessage, step } from '../../../src/raft/index.ts';
import { delivery, isBetweenServers } from '../../../src/raft/next.ts';
import { deepFreeze } from '../freeze.ts';
import { anyMessage, anyState } from './arbitrary.ts';
import { c } from './make.ts';
import { isMessage, isState } from './shapes.ts';

/** The message itself and all that it is made of. */
function parts(x: unknown): readonly object[] {
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
function understood(x: unknown, decoded: RaftMessage | undefined): boolean {
  return decoded === undefined || (isMessage(decoded) && says(decoded, x));
}

const numbers = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(mutations.length - 1), fc.nat(junk.length - 1));

/** A message with one thing wrong. */
function mutated(m: RaftMessage, [n, k, mutation, value]: readonly [number, number, number, number]): unknown {
  const x = structuredClone(m);
  const all = parts(x);
  const part = all[n % all.length] ?? x;
  const keys = Object.keys(part);
  mutations[mutation]?.(part, keys[k % keys.length] ?? '0', junk[value]?.());
  return x;
}

describe('Figures 2 and 13: what the fields of an RPC may hold', () => {
  it('every message that is well-formed is read back as it was sent', () => {
    fc.assert(
      fc.property(anyMessage, (m) => {
        deepFreeze(m);
        expect(isMessage(m)).toBe(true);
        expect(decode(JSON.parse(JSON.stringify(m)))).toEqual(m);
      }),
      { numRuns: 5000 },
    );
  });

  it('100,000 messages with something wrong: each is refused, or says what the result says', () => {
    const count = { refused: 0, read: 0 };
    fc.assert(
      fc.property(anyMessage, fc.array(numbers, { minLength: 10, maxLength: 10, size: 'max' }), (m, changes) => {
        for (const change of changes) {
          const x = mutated(m, change);
          const decoded = decode(x);
          if (!understood(x, decoded)) throw new Error(`${change.join(' ')}: ${JSON.stringify(decoded)}`);
          count[decoded === undefined ? 'refused' : 'read'] += 1;
        }
      }),
      { numRuns: 10_000 },
    );
    // Some changes change nothing that matters, as the order of a list of one.
    expect(count.refused + count.read).toBeGreaterThanOrEqual(100_000);
    expect(count.refused).toBeGreaterThan(50_000);
    expect(count.read).toBeGreaterThan(1000);
  });

  it('data of any kind is refused, and never throws', () => {
    const options = { withDate: true, withMap: true, withSet: true, withNullPrototype: true, withSparseArray: true, withBigInt: true };
    const anything = fc.anything({ ...options, withTypedArray: true, withObjectString: true, withBoxedValues: true });
    const typed = fc.tuple(anyMessage, fc.object(options)).map(([m, x]) => ({ ...x, type: m.type }));
    fc.assert(
      fc.property(fc.oneof(anything, typed), (x) => {
        expect(understood(x, decode(x))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('what is read shares nothing with what came in', () => {
    fc.assert(
      fc.property(anyMessage, (m) => {
        const x = structuredClone(m);
        const decoded = decode(x);
        const theirs = new Set(parts(x));
        expect(parts(decoded).some((part) => theirs.has(part))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('a malformed message never reaches the core: what is read has a defined outcome in any state', () => {
    fc.assert(
      fc.property(anyState, anyMessage, numbers, (s, sent, change) => {
        const m = decode(mutated(sent, change));
        // After the last number that is exact no step could be.
        if (m === undefined || JSON.stringify(m).includes(String(Number.MAX_SAFE_INTEGER))) return;
        deepFreeze([s, m]);
        const { state } = step(c, 's1', s, { type: 'Receive', m });
        expect(isState(state)).toBe(true);
        if (isBetweenServers(c, m)) expect(isState(protocol.step(c, 's1', s, delivery(m))?.state ?? s)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});
