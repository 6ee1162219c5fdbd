/** The operators of the standard modules that have no definition in TLA+, for the oracle. */
import {
  asBool,
  asFn,
  asInt,
  asSequence,
  bool,
  type FnValue,
  int,
  isSet,
  nth,
  OracleError,
  OutOfReach,
  sequence,
  str,
  type Universe,
  type Value,
} from './values.ts';

/** An operator on values. */
export type Operator = (u: Universe, ...args: readonly Value[]) => Value;

/** An operator whose last argument is itself an operator. */
export type HigherOrder = (u: Universe, s: Value, f: (...args: readonly Value[]) => Value) => Value;

const onInts =
  (f: (a: number, b: number) => number): Operator =>
  (_u, a, b) =>
    int(f(asInt(given(a)), asInt(given(b))));
const compares =
  (f: (a: number, b: number) => boolean): Operator =>
  (_u, a, b) =>
    bool(f(asInt(given(a)), asInt(given(b))));

function given(v: Value | undefined): Value {
  if (v === undefined) throw new Error('an argument is missing');
  return v;
}

function divide(a: number, b: number): number {
  if (b === 0) throw new OracleError('division by zero');
  return Math.floor(a / b);
}

function modulo(a: number, b: number): number {
  if (b <= 0) throw new OracleError('the divisor of % is not positive');
  return a - b * Math.floor(a / b);
}

/** Repeated multiplication, every step within 32 bits. */
function power(a: number, b: number): number {
  if (b < 0 || (a === 0 && b === 0)) throw new OracleError('a power that is not defined');
  if (b > 64 && Math.abs(a) > 1) throw new OracleError('overflow');
  let result = 1;
  for (let i = 0; i < Math.min(b, 64 + (b % 2)); i++) result = asInt(int(result * a));
  return result;
}

function interval(u: Universe, a: number, b: number): Value {
  if (b - a > 2000) throw new OutOfReach('a long interval');
  return u.set(Array.from({ length: Math.max(0, b - a + 1) }, (_, i) => int(a + i)));
}

function listed(u: Universe, v: Value): readonly Value[] {
  if (!isSet(v)) throw new OracleError('not a set');
  return u.list(v);
}

function subSeq(s: readonly Value[], from: number, to: number): Value {
  if (from > to) return sequence([]);
  if (from < 1 || from > s.length || to < 1 || to > s.length) throw new OracleError('SubSeq beyond the sequence');
  return sequence(s.slice(from - 1, to));
}

/** Every order of the values. */
function orders(values: readonly Value[]): readonly (readonly Value[])[] {
  if (values.length === 0) return [[]];
  return values.flatMap((v, i) => orders(values.filter((_, j) => j !== i)).map((rest) => [v, ...rest]));
}

function permutations(u: Universe, set: Value): Value {
  const keys = listed(u, set);
  return u.set(orders(keys).map((values): FnValue => ({ k: 'fn', keys, at: values.map((v) => () => v) })));
}

function merge(u: Universe, f: FnValue, g: FnValue): Value {
  const pairs = (h: FnValue): (readonly [Value, () => Value])[] => h.keys.map((key, i) => [key, nth(h.at, i)] as const);
  return u.fn([...pairs(f), ...pairs(g).filter(([key]) => u.find(f, key) === undefined)]);
}

/** "Module!operator" -> its meaning. */
export const LIBRARY: Readonly<Record<string, Operator>> = {
  'Naturals!+': onInts((a, b) => a + b),
  'Naturals!-': onInts((a, b) => a - b),
  'Naturals!*': onInts((a, b) => a * b),
  'Naturals!^': onInts(power),
  'Naturals!\\div': onInts(divide),
  'Naturals!%': onInts(modulo),
  'Naturals!<': compares((a, b) => a < b),
  'Naturals!>': compares((a, b) => a > b),
  'Naturals!<=': compares((a, b) => a <= b),
  'Naturals!>=': compares((a, b) => a >= b),
  'Naturals!..': (u, a, b) => interval(u, asInt(given(a)), asInt(given(b))),
  'Naturals!Nat': () => ({ k: 'all', name: 'Nat' }),
  'Integers!Int': () => ({ k: 'all', name: 'Int' }),
  'Integers!-.': (_u, a) => int(-asInt(given(a))),
  'Sequences!Seq': (_u, s) => ({ k: 'sequences', of: given(s) }),
  'Sequences!Len': (_u, s) => int(asSequence(given(s)).length),
  'Sequences!Head': (_u, s) => {
    const [head] = asSequence(given(s));
    if (head === undefined) throw new OracleError('Head of the empty sequence');
    return head;
  },
  'Sequences!Tail': (_u, s) => {
    const [head, ...tail] = asSequence(given(s));
    if (head === undefined) throw new OracleError('Tail of the empty sequence');
    return sequence(tail);
  },
  'Sequences!Append': (_u, s, v) => sequence([...asSequence(given(s)), given(v)]),
  'Sequences!\\o': (_u, s, t) => sequence([...asSequence(given(s)), ...asSequence(given(t))]),
  'Sequences!SubSeq': (_u, s, m, n) => subSeq(asSequence(given(s)), asInt(given(m)), asInt(given(n))),
  'FiniteSets!Cardinality': (u, s) => int(listed(u, given(s)).length),
  'FiniteSets!IsFiniteSet': (u, s) => bool(u.finite(given(s))),
  'TLC!:>': (u, key, value) => u.fn([[given(key), () => given(value)]]),
  'TLC!@@': (u, f, g) => merge(u, asFn(given(f)), asFn(given(g))),
  'TLC!Permutations': (u, s) => permutations(u, given(s)),
  'TLC!ToString': (u, v) => str(u.show(given(v))),
  'TLC!TLCEval': (_u, v) => given(v),
  'TLC!Assert': (_u, v) => {
    if (!asBool(given(v))) throw new OracleError('an assertion fails');
    return bool(true);
  },
};

/** The same for operators that take an operator. */
export const HIGHER_ORDER: Readonly<Record<string, HigherOrder>> = {
  'Sequences!SelectSeq': (_u, s, test) => sequence(asSequence(s).filter((v) => asBool(test(v)))),
  // Insertion: an element goes behind those that come before it, or are its equals.
  'TLC!SortSeq': (_u, s, before) => {
    const sorted: Value[] = [];
    for (const v of asSequence(s)) {
      let at = sorted.length;
      while (at > 0 && asBool(before(v, nth(sorted, at - 1)))) at--;
      sorted.splice(at, 0, v);
    }
    return sequence(sorted);
  },
};
