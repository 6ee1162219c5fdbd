/**
 * Values of TLA+ for the oracle, as plain as they can be: a set is an ordered array, a function is its pairs. Tuples and sequences
 * are functions on 1..n, records are functions on strings, as "Specifying Systems" defines them. Sets that cannot, or need not, be
 * listed stay in symbolic form. Nothing here is shared with the engine.
 */

/** What TLC reports as an error of evaluation. */
export class OracleError extends Error {}

/** The oracle gave up: the question was too large for plain methods. Says nothing of the expression. */
export class OutOfReach extends Error {}

export type Value =
  | { readonly k: 'bool'; readonly v: boolean }
  | { readonly k: 'int'; readonly v: number }
  | { readonly k: 'str'; readonly v: string }
  | { readonly k: 'model'; readonly v: string }
  | FnValue
  | SetValue;

/** The pairs of a function, by key; a value is computed where it is asked for. */
export interface FnValue {
  readonly k: 'fn';
  readonly keys: readonly Value[];
  readonly at: readonly (() => Value)[];
}

type SetValue =
  | { readonly k: 'set'; readonly items: readonly Value[] }
  | { readonly k: 'all'; readonly name: 'Nat' | 'Int' | 'STRING' }
  | { readonly k: 'subsets' | 'sequences'; readonly of: Value }
  | { readonly k: 'functions'; readonly from: Value; readonly to: Value }
  | { readonly k: 'records'; readonly names: readonly string[]; readonly sets: readonly Value[] }
  | { readonly k: 'product'; readonly sets: readonly Value[] }
  | { readonly k: 'cup' | 'cap' | 'diff'; readonly a: () => Value; readonly b: () => Value }
  | { readonly k: 'filter'; readonly set: Value; readonly test: (v: Value) => boolean };

export const bool = (v: boolean): Value => ({ k: 'bool', v });
export const int = (v: number): Value => {
  if (v < -(2 ** 31) || v >= 2 ** 31) throw new OracleError(`overflow: ${v}`);
  return { k: 'int', v };
};
export const str = (v: string): Value => ({ k: 'str', v });

/** A computation that is done at most once. */
export function once<T>(f: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: f() };
    return known.value;
  };
}

/** The sequence, or tuple, of these values. */
export function sequence(values: readonly Value[]): FnValue {
  return { k: 'fn', keys: values.map((_, i) => int(i + 1)), at: values.map((v) => () => v) };
}

/** Element `i` of an array that is known to have it. */
export function nth<T>(xs: readonly T[], i: number): T {
  const x = xs[i];
  if (x === undefined) throw new Error(`no element ${i}`);
  return x;
}

/** The values of a function in the order of its keys. */
export function valuesOf(f: FnValue): readonly Value[] {
  return f.at.map((v) => v());
}

export function asBool(v: Value): boolean {
  if (v.k !== 'bool') throw new OracleError(`a boolean is expected, not ${v.k}`);
  return v.v;
}

export function asInt(v: Value): number {
  if (v.k !== 'int') throw new OracleError(`an integer is expected, not ${v.k}`);
  return v.v;
}

export function asFn(v: Value): FnValue {
  if (v.k !== 'fn') throw new OracleError(`a function is expected, not ${v.k}`);
  return v;
}

export function isSet(v: Value): v is SetValue {
  return !['bool', 'int', 'str', 'model', 'fn'].includes(v.k);
}

/** The values of a sequence. */
export function asSequence(v: Value): readonly Value[] {
  const f = asFn(v);
  f.keys.forEach((key, i) => {
    if (key.k !== 'int' || key.v !== i + 1) throw new OracleError('a sequence is expected');
  });
  return valuesOf(f);
}

const MOST = 3000;

/** All ways to take one value of each list; the last one changes fastest. */
function combinations(lists: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  if (lists.reduce((n, list) => n * list.length, 1) > MOST) throw new OutOfReach('too many combinations');
  return lists.reduce<readonly (readonly Value[])[]>((all, list) => all.flatMap((begin) => list.map((v) => [...begin, v])), [[]]);
}

const KINDS = ['model', 'bool', 'int', 'str', 'set', 'fn'] as const;

/** The order and equality of values. `names`: strings and model values in the order in which TLC came to know them. */
export class Universe {
  private readonly rank: ReadonlyMap<string, number>;

  constructor(names: readonly string[]) {
    this.rank = new Map([...new Set(names)].map((name, i) => [name, i]));
  }

  /** The set of these values. */
  set(values: readonly Value[]): Value {
    const items: Value[] = [];
    for (const v of [...values].sort((a, b) => this.compare(a, b))) {
      const last = items.at(-1);
      if (last === undefined || this.compare(last, v) !== 0) items.push(v);
    }
    return { k: 'set', items };
  }

  /** The function of these pairs. */
  fn(pairs: readonly (readonly [Value, () => Value])[]): FnValue {
    const sorted = [...pairs].sort(([a], [b]) => this.compare(a, b));
    return { k: 'fn', keys: sorted.map(([key]) => key), at: sorted.map(([, v]) => once(v)) };
  }

  /** TLC's order: by kind (model values first), by size, by the first part that differs. */
  compare(a: Value, b: Value): number {
    const kind = (v: Value): (typeof KINDS)[number] => (isSet(v) ? 'set' : v.k);
    if (kind(a) !== kind(b)) {
      if (a.k !== 'model' && b.k !== 'model') throw new OracleError(`cannot compare ${kind(a)} with ${kind(b)}`);
      return KINDS.indexOf(kind(a)) - KINDS.indexOf(kind(b));
    }
    if (a.k === 'int' && b.k === 'int') return a.v - b.v;
    if (a.k === 'bool' && b.k === 'bool') return Number(a.v) - Number(b.v);
    if ((a.k === 'str' && b.k === 'str') || (a.k === 'model' && b.k === 'model')) return this.compareNames(a.v, b.v);
    if (a.k === 'fn' && b.k === 'fn') {
      return a.keys.length - b.keys.length || this.compareLists(a.keys, b.keys) || this.compareLists(valuesOf(a), valuesOf(b));
    }
    if (a.k === 'all' && b.k === 'all' && (a.name === b.name || (a.name !== 'STRING' && b.name !== 'STRING')))
      return a.name === b.name ? 0 : a.name === 'Nat' ? -1 : 1;
    const [x, y] = [this.list(a), this.list(b)];
    return x.length - y.length || this.compareLists(x, y);
  }

  private compareNames(a: string, b: string): number {
    if (a === b) return 0;
    const [i, j] = [this.rank.get(a), this.rank.get(b)];
    if (i !== undefined && j !== undefined) return i - j;
    if (i !== undefined || j !== undefined) return i === undefined ? 1 : -1;
    return a < b ? -1 : 1;
  }

  private compareLists(a: readonly Value[], b: readonly Value[]): number {
    for (let i = 0; i < a.length; i++) {
      const c = this.compare(nth(a, i), nth(b, i));
      if (c !== 0) return c;
    }
    return 0;
  }

  equal(a: Value, b: Value): boolean {
    return this.compare(a, b) === 0;
  }

  /** Is the set finite, so that it can be listed? */
  finite(v: Value): boolean {
    switch (v.k) {
      case 'set':
        return true;
      case 'subsets':
        return this.finite(v.of);
      case 'functions':
        return this.finite(v.from) && this.finite(v.to);
      case 'records':
      case 'product':
        return v.sets.every((s) => this.finite(s));
      case 'cup':
        return this.finite(v.a()) && this.finite(v.b());
      case 'cap':
        return this.finite(v.a()) || this.finite(v.b());
      case 'diff':
        return this.finite(v.a());
      case 'filter':
        return this.finite(v.set);
      default:
        return false;
    }
  }

  /** The elements in TLC's order. */
  list(v: Value): readonly Value[] {
    return v.k === 'set' ? v.items : [...this.elements(v)];
  }

  /** The elements in TLC's order, one by one. */
  *elements(v: Value): Iterable<Value> {
    switch (v.k) {
      case 'set':
        return yield* v.items;
      case 'subsets': {
        const lists = this.list(v.of).map((item) => [undefined, item]);
        if (lists.length > 10) throw new OutOfReach('too many subsets');
        const all = lists.reduce<readonly (readonly Value[])[]>(
          (sets, [, item]) => sets.flatMap((s) => (item === undefined ? [s] : [s, [...s, item]])),
          [[]],
        );
        return yield* this.list(this.set(all.map((items) => this.set(items))));
      }
      case 'functions': {
        const keys = this.list(v.from);
        // With an infinite range there is nothing to list, unless the domain is empty.
        const range = keys.length === 0 ? [] : this.list(v.to);
        if (keys.length > 8) throw new OutOfReach('too many functions');
        for (const values of combinations(keys.map(() => range))) yield { k: 'fn', keys, at: values.map((x) => () => x) };
        return;
      }
      case 'records': {
        for (const values of combinations(v.sets.map((s) => this.list(s))))
          yield this.fn(v.names.map((name, i) => [str(name), () => nth(values, i)]));
        return;
      }
      case 'product':
        for (const values of combinations(v.sets.map((s) => this.list(s)))) yield sequence(values);
        return;
      case 'cup':
        return yield* this.list(this.set([...this.list(v.a()), ...this.list(v.b())]));
      case 'cap': {
        const [a, b] = this.finite(v.a()) ? [v.a(), v.b()] : [v.b(), v.a()];
        for (const item of this.elements(a)) if (this.member(item, b)) yield item;
        return;
      }
      case 'diff':
        for (const item of this.elements(v.a())) if (!this.member(item, v.b())) yield item;
        return;
      case 'filter':
        for (const item of this.elements(v.set)) if (v.test(item)) yield item;
        return;
      default:
        throw new OracleError(`cannot enumerate ${v.k}`);
    }
  }

  /** v \in set. */
  member(v: Value, set: Value): boolean {
    switch (set.k) {
      case 'set':
        return set.items.some((item) => this.equal(item, v));
      case 'all':
        if (v.k === 'model') return false;
        if (v.k !== (set.name === 'STRING' ? 'str' : 'int')) throw new OracleError(`is ${v.k} in ${set.name}?`);
        return set.name !== 'Nat' || asInt(v) >= 0;
      case 'subsets':
        return this.subset(v, set.of);
      case 'sequences':
        return asSequence(v).every((item) => this.member(item, set.of));
      case 'functions': {
        const f = asFn(v);
        return this.equal({ k: 'set', items: f.keys }, set.from) && valuesOf(f).every((item) => this.member(item, set.to));
      }
      case 'records':
        return this.hasParts(asFn(v), set.names.map(str), set.sets);
      case 'product':
        return this.hasParts(
          asFn(v),
          set.sets.map((_, i) => int(i + 1)),
          set.sets,
        );
      case 'cup':
        return this.member(v, set.a()) || this.member(v, set.b());
      case 'cap':
        return this.member(v, set.a()) && this.member(v, set.b());
      case 'diff':
        return this.member(v, set.a()) && !this.member(v, set.b());
      case 'filter':
        return this.member(v, set.set) && set.test(v);
      default:
        throw new OracleError(`membership in ${set.k}`);
    }
  }

  private hasParts(f: FnValue, keys: readonly Value[], sets: readonly Value[]): boolean {
    if (!this.equal({ k: 'set', items: f.keys }, this.set(keys))) return false;
    return keys.every((key, i) => this.member(this.apply(f, key), nth(sets, i)));
  }

  /** a \subseteq b. */
  subset(a: Value, b: Value): boolean {
    return this.list(a).every((item) => this.member(item, b));
  }

  /** f[key], or undefined where the key is not in the domain. */
  find(f: FnValue, key: Value): (() => Value) | undefined {
    return f.at[f.keys.findIndex((k) => this.equal(k, key))];
  }

  /** f[key]. */
  apply(f: FnValue, key: Value): Value {
    const value = this.find(f, key);
    if (value === undefined) throw new OracleError('applied outside of its domain');
    return value();
  }

  /** The value as TLC prints it. */
  show(v: Value): string {
    switch (v.k) {
      case 'bool':
        return v.v ? 'TRUE' : 'FALSE';
      case 'int':
      case 'model':
        return String(v.v);
      case 'str':
        return `"${v.v}"`;
      case 'fn':
        return this.showFunction(v);
      case 'all':
        return v.name;
      default:
        return `{${this.list(v)
          .map((item) => this.show(item))
          .join(', ')}}`;
    }
  }

  private showFunction(f: FnValue): string {
    const values = valuesOf(f).map((v) => this.show(v));
    if (f.keys.every((key, i) => key.k === 'int' && key.v === i + 1)) return `<<${values.join(', ')}>>`;
    if (f.keys.every((key) => key.k === 'str')) return `[${f.keys.map((key, i) => `${key.v} |-> ${values[i]}`).join(', ')}]`;
    return `(${f.keys.map((key, i) => `${this.show(key)} :> ${values[i]}`).join(' @@ ')})`;
  }
}
