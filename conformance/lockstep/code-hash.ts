/**
 * A fingerprint for states of the code, from all of their fields: a sum over the fields of the state. So a step costs what it changes:
 * a field that is the same object as in the state that it came from is not looked at. What stands in a field has a fingerprint of its own,
 * made in the same way, and is known by it when the same object comes again. Plain data only, as `Encoder`.
 */
import { asRecord } from '../../src/core/cast.ts';
import { TlaError } from '../tla-to-ts/errors.ts';
import { Recent } from './recent.ts';

/** A place in a value, with two hashes of its own: the value itself, one of its fields or one of its items. */
class Path {
  readonly a: number;
  readonly b: number;
  private readonly fields: Map<string, Path> = new Map();
  private readonly items: Path[] = [];

  constructor(a: number, b: number) {
    this.a = a;
    this.b = b;
  }

  field(name: string): Path {
    let path = this.fields.get(name);
    if (path === undefined) {
      path = this.child(`.${name}`);
      this.fields.set(name, path);
    }
    return path;
  }

  item(i: number): Path {
    let path = this.items[i];
    while (path === undefined) {
      this.items.push(this.child(`[${this.items.length}]`));
      path = this.items[i];
    }
    return path;
  }

  private child(step: string): Path {
    const [a, b] = hashText(step);
    return new Path(mix(this.a, a), mix(this.b ^ 0x5bd1e995, b));
  }
}

/** So many objects are known. */
const KNOWN = 1 << 17;

/** What a fingerprint is made of: two sums. */
export interface CodeKey {
  readonly keyA: number;
  readonly keyB: number;
}

/** Kinds of leaves: what is equal as text or number, but of different kinds, is different. */
const KIND = {
  missing: 1,
  null: 2,
  false: 3,
  true: 4,
  integer: 5,
  number: 6,
  bigint: 7,
  text: 8,
  object: 9,
  array: 10,
  map: 11,
  set: 12,
  item: 13,
} as const;

type Kind = (typeof KIND)[keyof typeof KIND];

/** Computes fingerprints of states. */
export class CodeHash {
  private readonly root: Path = new Path(0x2545f491, 0x1b873593);
  private readonly texts: Map<string, readonly [number, number]> = new Map();
  /** The fingerprints of objects that stand in fields. */
  private readonly contents: Recent<CodeKey> = new Recent(KNOWN);
  private a = 0;
  private b = 0;

  /** The fingerprint of a state. @throws TlaError for data that is not plain (a function, a class instance) */
  of(state: unknown): CodeKey {
    this.a = 0;
    this.b = 0;
    this.add(this.root, state, 1);
    return { keyA: this.a, keyB: this.b };
  }

  /** The fingerprint of a state, from that of another one. */
  moved(from: unknown, key: CodeKey, to: unknown): CodeKey {
    if (from === to) return key;
    if (!isRecord(from) || !isRecord(to)) return this.of(to);
    this.a = key.keyA;
    this.b = key.keyB;
    this.replaceFields(from, to);
    return { keyA: this.a, keyB: this.b };
  }

  /** Adds what stands at a place, or takes it away. */
  private item(path: Path, x: unknown, sign: 1 | -1): void {
    if (!isObject(x)) return this.add(path, x, sign);
    let key = this.contents.get(x);
    if (key === undefined) {
      key = this.apart(x);
      this.contents.set(x, key);
    }
    this.put(path, KIND.item, key.keyA, key.keyB, sign);
  }

  /** The fingerprint of what is part of the state whose sums are being made. */
  private apart(x: unknown): CodeKey {
    const { a, b } = this;
    const key = this.of(x);
    this.a = a;
    this.b = b;
    return key;
  }

  private replaceFields(from: object, to: object): void {
    const [before, after] = [asRecord(from), asRecord(to)];
    let [m, n] = [0, 0];
    for (const name in before) {
      m += 1;
      if (!Object.hasOwn(after, name)) this.item(this.root.field(name), before[name], -1);
    }
    for (const name in after) {
      n += 1;
      const [x, y] = [before[name], after[name]];
      const isThere = x !== undefined || Object.hasOwn(before, name);
      if (isThere && Object.is(x, y)) continue;
      const path = this.root.field(name);
      if (isThere) this.item(path, x, -1);
      this.item(path, y, 1);
    }
    if (m !== n) {
      this.leaf(this.root, KIND.object, m, -1);
      this.leaf(this.root, KIND.object, n, 1);
    }
  }

  /** Adds a value itself, or takes it away (`sign` -1). */
  private add(path: Path, x: unknown, sign: 1 | -1): void {
    switch (typeof x) {
      case 'undefined':
        return this.leaf(path, KIND.missing, 0, sign);
      case 'boolean':
        return this.leaf(path, x ? KIND.true : KIND.false, 0, sign);
      case 'number':
        return Number.isInteger(x) && Math.abs(x) < 2 ** 31
          ? this.leaf(path, KIND.integer, x, sign)
          : this.text(path, KIND.number, String(x), sign);
      case 'bigint':
        return this.text(path, KIND.bigint, String(x), sign);
      case 'string':
        return this.text(path, KIND.text, x, sign);
      case 'object':
        return x === null ? this.leaf(path, KIND.null, 0, sign) : this.object(path, x, sign);
      default:
        throw new TlaError('usage', `A state of the code holds a ${typeof x}, which is not data`);
    }
  }

  private object(path: Path, x: object, sign: 1 | -1): void {
    if (Array.isArray(x)) {
      this.leaf(path, KIND.array, x.length, sign);
      for (let i = 0; i < x.length; i++) this.item(path.item(i), x[i], sign);
    } else if (x instanceof Map) this.entries(path, KIND.map, [...x], sign);
    else if (x instanceof Set) this.entries(path, KIND.set, [...x], sign);
    else if (isRecord(x)) {
      const fields = asRecord(x);
      let n = 0;
      for (const name in fields) {
        n += 1;
        this.item(path.field(name), fields[name], sign);
      }
      this.leaf(path, KIND.object, n, sign);
    } else throw new TlaError('usage', 'A state of the code holds an instance of a class, which is not data');
  }

  /** Collections in which order says nothing: a sum of what the entries are by themselves. */
  private entries(path: Path, kind: Kind, entries: readonly unknown[], sign: 1 | -1): void {
    this.leaf(path, kind, entries.length, sign);
    for (const entry of entries) {
      const { keyA, keyB } = this.apart(entry);
      this.put(path, kind, keyA, keyB, sign);
    }
  }

  private leaf(path: Path, kind: Kind, n: number, sign: 1 | -1): void {
    this.put(path, kind, n, n, sign);
  }

  private text(path: Path, kind: Kind, text: string, sign: 1 | -1): void {
    let hash = this.texts.get(text);
    if (hash === undefined) {
      hash = hashText(text);
      this.texts.set(text, hash);
    }
    this.put(path, kind, hash[0], hash[1], sign);
  }

  private put(path: Path, kind: Kind, a: number, b: number, sign: 1 | -1): void {
    this.a = (this.a + sign * mix(path.a + kind, a)) | 0;
    this.b = (this.b + sign * mix(path.b ^ (kind << 8), b)) | 0;
  }
}

function isObject(x: unknown): x is object {
  return typeof x === 'object' && x !== null;
}

function isRecord(x: unknown): x is object {
  if (!isObject(x) || Array.isArray(x)) return false;
  const proto: unknown = Object.getPrototypeOf(x);
  return proto === Object.prototype || proto === null;
}

/** The finalizer of MurmurHash3 over both numbers. */
function mix(h: number, k: number): number {
  let x = Math.imul(k ^ (k >>> 15), 0xcc9e2d51);
  x = (Math.imul(h ^ ((x << 15) | (x >>> 17)), 0x1b873593) + 0xe6546b64) | 0;
  x = Math.imul(x ^ h ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

function hashText(text: string): readonly [number, number] {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = mix(a, c);
    b = mix(b ^ 0x3c6ef372, c + 0x10000);
  }
  return [a, b];
}
