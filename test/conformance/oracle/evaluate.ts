/**
 * A definitional interpreter of resolved expressions, the oracle for the compiler: parameters are called by name, bound variables are
 * values, nothing is remembered from one state to the next. It follows "Specifying Systems", chapter 16, read as TLC reads it:
 * conjunctions, disjunctions and quantifiers from left to right, CHOOSE takes the first element.
 *
 * Whether an error comes up depends on what is evaluated at all, and there TLC itself is not consistent: it applies a function without
 * computing the rest of it, but filters a set as a whole. So there are two readings, and TLC and the engine stand between them:
 * `eager` computes functions and sets as a whole where they are built, `lazy` computes a value, or looks at an element, where it is asked.
 */
import {
  type Arg,
  type Binder,
  type Callee,
  forEachChild,
  type OpSym,
  type X,
  type XOf,
} from '../../../conformance/tla-to-ts/semantics/ir.ts';
import { HIGHER_ORDER, LIBRARY } from './library.ts';
import {
  asBool,
  asFn,
  asSequence,
  bool,
  type FnValue,
  int,
  isSet,
  nth,
  OracleError,
  OutOfReach,
  once,
  sequence,
  str,
  type Universe,
  type Value,
  valuesOf,
} from './values.ts';

type Binding =
  | { readonly k: 'value'; readonly value: Value }
  | { readonly k: 'name'; readonly x: X; readonly env: Env }
  | { readonly k: 'operator'; readonly op: Callee; env: Env };

/** What symbols stand for, the innermost first. */
export type Env = { readonly sym: Callee; readonly binding: Binding; readonly outer: Env } | undefined;

/** The values of the variables, where they are known. */
export type State = readonly (Value | undefined)[];

/** The current state and the next one. */
export interface At {
  readonly now: State;
  readonly next: State;
}

export type Reading = 'eager' | 'lazy';

/** Evaluation steps after which the oracle gives up. */
const STEPS = 300_000;

function lookup(env: Env, sym: Callee): Binding | undefined {
  for (let e = env; e !== undefined; e = e.outer) if (e.sym === sym) return e.binding;
  return undefined;
}

/** A definition `f[x \in S] == e` whose e mentions f. */
function mentions(x: X, op: OpSym): boolean {
  let found = x.k === 'call' && x.op === op;
  forEachChild(x, (child) => {
    found ||= mentions(child, op);
  });
  return found;
}

export class Interpreter {
  readonly u: Universe;
  private readonly reading: Reading;
  private readonly constants: ReadonlyMap<string, Value>;
  private steps = 0;

  constructor(u: Universe, reading: Reading, constants: ReadonlyMap<string, Value> = new Map()) {
    this.u = u;
    this.reading = reading;
    this.constants = constants;
  }

  /** Starts a new question: the limit on steps counts from here. */
  restart(): void {
    this.steps = 0;
  }

  eval(x: X, env: Env, at: At): Value {
    this.steps += 1;
    if (this.steps > STEPS) throw new OutOfReach('too many steps');
    switch (x.k) {
      case 'num':
        return int(Number(x.value));
      case 'str':
        return str(x.value);
      case 'bool':
        return bool(x.value);
      case 'ref':
        return this.name(x.sym, env, at);
      case 'call':
        return this.call(x.op, x.args, env, env, at);
      case 'prim':
        return this.primitive(x, env, at);
      case 'if':
        return this.eval(asBool(this.eval(x.cond, env, at)) ? x.then : x.else, env, at);
      case 'case': {
        const arm = x.arms.find((a) => asBool(this.eval(a.guard, env, at)));
        const value = arm?.value ?? x.other;
        if (value === undefined) throw new OracleError('no arm of CASE holds');
        return this.eval(value, env, at);
      }
      case 'let':
        return this.eval(x.body, this.definitions(x, env), at);
      case 'boxAction':
        return bool(asBool(this.eval(x.action, env, at)) || this.unchanged(x.sub, env, at));
      case 'angleAction':
        return bool(asBool(this.eval(x.action, env, at)) && !this.unchanged(x.sub, env, at));
      case 'fairness':
        throw new OracleError('fairness is no value');
      default:
        return this.collection(x, env, at);
    }
  }

  /** The binding of `op`'s parameters to arguments of `from`, on top of what surrounds its definition. */
  enter(op: OpSym, args: readonly Arg[], surroundings: Env, from: Env): Env {
    return op.params.reduce<Env>((outer, sym, i) => {
      const a = nth(args, i);
      const binding: Binding = a.k === 'opArg' ? { k: 'operator', op: a.op, env: from } : { k: 'name', x: a, env: from };
      return { sym, binding, outer };
    }, surroundings);
  }

  /** What a name stands for, as an expression: for parameters called by name and for definitions that have a body. */
  unfold(x: X, env: Env): { readonly x: X; readonly env: Env } | undefined {
    if (x.k === 'ref') {
      const b = x.sym.k === 'param' ? lookup(env, x.sym) : undefined;
      return b?.k === 'name' ? b : undefined;
    }
    if (x.k !== 'call') return undefined;
    const found = this.callee(x.op, env);
    const { op } = found;
    if (op.k !== 'op' || op.body === undefined || LIBRARY[op.native ?? ''] !== undefined || HIGHER_ORDER[op.native ?? ''] !== undefined)
      return undefined;
    return { x: op.body, env: this.enter(op, x.args, found.env, env) };
  }

  /** The body of a function of one argument, where one that is known by its definition is applied. */
  application(x: XOf<'fcnApply'>, env: Env, at: At): { readonly x: X; readonly env: Env } | undefined {
    let f: { readonly x: X; readonly env: Env } = { x: x.fn, env };
    for (let next: typeof f | undefined = f; next !== undefined; next = this.unfold(f.x, f.env)) f = next;
    const [bound, second] = f.x.k === 'fcn' ? f.x.bounds : [];
    if (f.x.k !== 'fcn' || bound === undefined || second !== undefined || bound.tuple || bound.syms.length > 1) return undefined;
    const argument = this.eval(x.arg, env, at);
    if (!this.u.member(argument, asSet(this.eval(bound.set, f.env, at)))) throw new OracleError('applied outside of its domain');
    return { x: f.x.body, env: bindElement(f.env, bound, argument) };
  }

  /** Follows operator parameters to the operator, with the surroundings of its definition. */
  private callee(op: Callee, env: Env): { readonly op: Callee; readonly env: Env } {
    const b = lookup(env, op);
    if (b?.k !== 'operator') return { op, env: op.k === 'op' && op.captures ? env : undefined };
    return b.op === op ? { op, env: b.env } : this.callee(b.op, b.env);
  }

  private name(sym: XOf<'ref'>['sym'], env: Env, at: At): Value {
    if (sym.k === 'var') {
      const value = at.now[sym.index];
      if (value === undefined) throw new OracleError(`${sym.name} has no value`);
      return value;
    }
    if (sym.k === 'const') {
      const value = this.constants.get(sym.name);
      if (value === undefined) throw new OracleError(`${sym.name} has no value`);
      return value;
    }
    const b = lookup(env, sym);
    if (b?.k === 'value') return b.value;
    if (b?.k === 'name') return this.eval(b.x, b.env, at);
    throw new Error(`${sym.name} is not bound`);
  }

  private call(callee: Callee, args: readonly Arg[], from: Env, scope: Env, at: At): Value {
    const bound = lookup(scope, callee);
    if (bound?.k === 'value') return bound.value;
    const { op, env } = this.callee(callee, scope);
    if (op.k !== 'op') throw new OracleError(`${op.name} is not defined`);
    const { native = '' } = op;
    const plain = LIBRARY[native];
    if (plain !== undefined) return plain(this.u, ...args.map((a) => this.argument(a, from, at)));
    const higher = HIGHER_ORDER[native];
    if (higher !== undefined) return this.higher(higher, args, from, at);
    if (op.body === undefined) throw new Error(`${native} is not in the library`);
    return this.eval(op.body, this.enter(op, args, env, from), at);
  }

  private argument(a: Arg, env: Env, at: At): Value {
    if (a.k === 'opArg') throw new Error('an operator stands where a value is expected');
    return this.eval(a, env, at);
  }

  private higher(f: (typeof HIGHER_ORDER)[string], [s, o]: readonly Arg[], env: Env, at: At): Value {
    if (s === undefined || o?.k !== 'opArg') throw new Error('an operator is expected');
    const { op: passed } = o;
    return f(this.u, this.argument(s, env, at), (...values) => {
      const { op, env: scope } = this.callee(passed, env);
      if (op.k !== 'op') throw new OracleError(`${op.name} is not defined`);
      const plain = LIBRARY[op.native ?? ''];
      if (plain !== undefined) return plain(this.u, ...values);
      const inner = op.params.reduce<Env>((outer, sym, i) => bind(outer, sym, nth(values, i)), scope);
      if (op.body === undefined) throw new Error(`${op.name} is not in the library`);
      return this.eval(op.body, inner, at);
    });
  }

  /** The definitions of a LET see one another; the resolver has checked which may. */
  definitions(x: XOf<'let'>, env: Env): Env {
    const bindings = x.defs.map((op) => ({ k: 'operator' as const, op, env }));
    const all = bindings.reduce<Env>((outer, binding) => ({ sym: binding.op, binding, outer }), env);
    for (const b of bindings) b.env = all;
    return all;
  }

  private primitive(x: XOf<'prim'>, env: Env, at: At): Value {
    const arg = (i: number): Value => this.eval(nth(x.args, i), env, at);
    const truth = (i: number): boolean => asBool(arg(i));
    switch (x.op) {
      case '/\\':
        return bool(x.args.every((_, i) => truth(i)));
      case '\\/':
        return bool(x.args.some((_, i) => truth(i)));
      case '=>':
        return bool(!truth(0) || truth(1));
      case '<=>':
        return bool(truth(0) === truth(1));
      case '~':
        return bool(!truth(0));
      case '=':
        return bool(this.u.equal(arg(0), arg(1)));
      case '/=':
        return bool(!this.u.equal(arg(0), arg(1)));
      case '\\in':
        return bool(this.u.member(arg(0), arg(1)));
      case '\\notin':
        return bool(!this.u.member(arg(0), arg(1)));
      case '\\subseteq':
        return bool(this.u.subset(asSet(arg(0)), asSet(arg(1))));
      case '\\cup':
        return this.algebra('cup', x, env, at);
      case '\\cap':
        return this.algebra('cap', x, env, at);
      case '\\':
        return this.algebra('diff', x, env, at);
      case 'SUBSET':
        return { k: 'subsets', of: asSet(arg(0)) };
      case 'UNION':
        return this.union(asSet(arg(0)));
      case 'DOMAIN':
        return { k: 'set', items: asFn(arg(0)).keys };
      case 'BOOLEAN':
        return { k: 'set', items: [bool(false), bool(true)] };
      case 'STRING':
        return { k: 'all', name: 'STRING' };
      case "'":
        return this.eval(nth(x.args, 0), env, { now: at.next, next: [] });
      case 'UNCHANGED':
        return bool(this.unchanged(nth(x.args, 0), env, at));
      default:
        throw new Error(`the oracle does not know ${x.op}`);
    }
  }

  /** `UNCHANGED x`: a tuple item by item. */
  unchanged(x: X, env: Env, at: At): boolean {
    if (x.k === 'tuple') return x.items.every((item) => this.unchanged(item, env, at));
    const meaning = this.unfold(x, env);
    if (meaning !== undefined) return this.unchanged(meaning.x, meaning.env, at);
    return this.u.equal(this.eval(x, env, { now: at.next, next: [] }), this.eval(x, env, at));
  }

  private algebra(k: 'cup' | 'cap' | 'diff', x: XOf<'prim'>, env: Env, at: At): Value {
    const operand = (i: number): (() => Value) => once(() => asSet(this.eval(nth(x.args, i), env, at)));
    const set: Value = { k, a: operand(0), b: operand(1) };
    if (this.reading === 'lazy') return set;
    const [a, b] = [set.a(), set.b()];
    return this.u.finite(a) && this.u.finite(b) ? { k: 'set', items: this.u.list(set) } : set;
  }

  private union(sets: Value): Value {
    const empty: Value = { k: 'set', items: [] };
    if (this.reading === 'lazy') {
      const parts = this.u.elements(sets)[Symbol.iterator]();
      const rest = (): Value => {
        const part = parts.next();
        return part.done === true ? empty : { k: 'cup', a: () => asSet(part.value), b: once(rest) };
      };
      return rest();
    }
    return this.u.list(sets).reduceRight<Value>((b, a) => {
      const both: Value = { k: 'cup', a: () => asSet(a), b: () => b };
      return this.u.finite(a) && this.u.finite(b) ? { k: 'set', items: this.u.list(both) } : both;
    }, empty);
  }

  /** Every way to choose elements for the binders, as environments: the first name changes fastest. */
  *bindings(bounds: readonly Binder[], env: Env, at: At): Iterable<Env> {
    const single = bounds.flatMap((b) => (b.tuple ? [b] : b.syms.map((s): Binder => ({ ...b, syms: [s] }))));
    const sets = single.map((b) => once(() => this.eval(b.set, env, at)));
    if (this.reading === 'eager') for (const set of sets) set();
    yield* this.choose(single, sets, single.length - 1, env);
  }

  private *choose(bounds: readonly Binder[], sets: readonly (() => Value)[], i: number, env: Env): Iterable<Env> {
    if (i < 0) return yield env;
    for (const v of this.u.elements(asSet(nth(sets, i)()))) yield* this.choose(bounds, sets, i - 1, bindElement(env, nth(bounds, i), v));
  }

  private collection(
    x: Exclude<X, { k: 'num' | 'str' | 'bool' | 'ref' | 'call' | 'prim' | 'if' | 'case' | 'let' }>,
    env: Env,
    at: At,
  ): Value {
    const each = (items: readonly X[]): readonly Value[] => items.map((i) => this.eval(i, env, at));
    switch (x.k) {
      case 'tuple':
        return sequence(each(x.items));
      case 'times':
        return { k: 'product', sets: each(x.items) };
      case 'setEnum':
        return this.u.set(each(x.items));
      case 'fcnSet':
        return { k: 'functions', from: asSet(this.eval(x.from, env, at)), to: asSet(this.eval(x.to, env, at)) };
      case 'record': {
        const values = each(x.fields.map((f) => f.value));
        return this.u.fn(x.fields.map((f, i) => [str(f.name), () => nth(values, i)]));
      }
      case 'recordSet': {
        const fields = [...x.fields].sort((a, b) => this.u.compare(str(a.name), str(b.name)));
        return { k: 'records', names: fields.map((f) => f.name), sets: each(fields.map((f) => f.value)) };
      }
      case 'fcnApply':
        return this.u.apply(asFn(this.eval(x.fn, env, at)), this.eval(x.arg, env, at));
      case 'dot':
        return this.u.apply(asFn(this.eval(x.rec, env, at)), str(x.field));
      case 'except':
        return x.updates.reduce<Value>((f, update) => this.update(f, update, 0, env, at), this.eval(x.fn, env, at));
      case 'fcn':
        return this.fcn(x, env, at);
      case 'setFilter':
        return this.filter(x, env, at);
      case 'setMap':
        return this.u.set([...this.bindings(x.bounds, env, at)].map((e) => this.eval(x.body, e, at)));
      case 'quant':
        return this.quantifier(x, env, at);
      case 'choose': {
        if (x.set === undefined) throw new OracleError('CHOOSE without a set');
        const bound: Binder = { syms: x.syms, tuple: x.tuple, set: x.set };
        for (const v of this.u.elements(asSet(this.eval(x.set, env, at))))
          if (asBool(this.eval(x.body, bindElement(env, bound, v), at))) return v;
        throw new OracleError('nothing to CHOOSE');
      }
      default:
        throw new OracleError(`${x.k} is no value`);
    }
  }

  private quantifier(x: XOf<'quant'>, env: Env, at: At): Value {
    for (const e of this.bindings(x.bounds, env, at)) if (asBool(this.eval(x.body, e, at)) === (x.q === 'E')) return bool(x.q === 'E');
    return bool(x.q === 'A');
  }

  private filter(x: XOf<'setFilter'>, env: Env, at: At): Value {
    const set = asSet(this.eval(x.bound.set, env, at));
    const filtered: Value = { k: 'filter', set, test: (v) => asBool(this.eval(x.body, bindElement(env, x.bound, v), at)) };
    return this.reading === 'eager' && this.u.finite(set) ? { k: 'set', items: this.u.list(filtered) } : filtered;
  }

  private fcn(x: XOf<'fcn'>, env: Env, at: At): Value {
    const single = x.bounds.length === 1 && (x.bounds[0]?.tuple === true || x.bounds[0]?.syms.length === 1);
    let scope = env;
    const pairs: (readonly [Value, () => Value])[] = [];
    const names = x.bounds.flatMap((b) => (b.tuple ? [b] : b.syms.map((s): Binder => ({ ...b, syms: [s] }))));
    const sets = names.map((b) => this.u.list(asSet(this.eval(b.set, env, at))));
    const fill = (i: number, chosen: readonly Value[]): void => {
      if (i < names.length) {
        for (const v of nth(sets, i)) fill(i + 1, [...chosen, v]);
        return;
      }
      const value = (): Value =>
        this.eval(
          x.body,
          chosen.reduce<Env>((e, v, n) => bindElement(e, nth(names, n), v), scope),
          at,
        );
      pairs.push([single ? nth(chosen, 0) : sequence(chosen), value]);
    };
    fill(0, []);
    const f = this.u.fn(pairs);
    const recursive = x.self !== undefined && mentions(x.body, x.self);
    if (x.self !== undefined && recursive) scope = bind(env, x.self, f);
    else if (this.reading === 'eager') valuesOf(f);
    return f;
  }

  /** One update of EXCEPT, from the `i`-th selector of its path on. As in TLC, a key outside of the domain changes nothing. */
  private update(old: Value, u: XOf<'except'>['updates'][number], i: number, env: Env, at: At): Value {
    const selector = u.path[i];
    if (selector === undefined) return this.eval(u.value, bind(env, u.at, old), at);
    const f: FnValue = asFn(old);
    const key = selector.k === 'field' ? str(selector.name) : this.eval(selector.arg, env, at);
    const part = this.u.find(f, key);
    if (part === undefined) return f;
    const value = this.update(part(), u, i + 1, env, at);
    return { ...f, at: f.at.map((v) => (v === part ? () => value : v)) };
  }
}

function asSet(v: Value): Value {
  if (!isSet(v)) throw new OracleError(`a set is expected, not ${v.k}`);
  return v;
}

function bind(outer: Env, sym: Callee, value: Value): Env {
  return { sym, binding: { k: 'value', value }, outer };
}

/** Binds an element to a name, or its parts to the names of a tuple. */
export function bindElement(env: Env, b: Pick<Binder, 'syms' | 'tuple'>, v: Value): Env {
  if (!b.tuple) return bind(env, nth(b.syms, 0), v);
  const parts = asSequence(v);
  if (parts.length !== b.syms.length) throw new OracleError('a tuple of another length');
  return b.syms.reduce<Env>((outer, sym, i) => bind(outer, sym, nth(parts, i)), env);
}
