/**
 * Initial states, successors and breadth-first search for the oracle, in TLC's way: conjuncts from left to right, the first equation
 * (or membership) of a variable gives it its value, every disjunct and every witness leads to a state of its own, and once all variables
 * have a value the rest is a predicate. States are kept as printed text.
 */
import type { OpSym, ResolvedModule, VarSym, X, XOf } from '../../../conformance/tla-to-ts/semantics/ir.ts';
import type { At, Env, Interpreter, State } from './evaluate.ts';
import { asBool, asFn, nth, OracleError, OutOfReach, type Universe, type Value, valuesOf } from './values.ts';

/** What is to be explored: names of definitions. */
export interface Question {
  readonly init: string;
  readonly next: string;
  readonly invariants: readonly string[];
  /** Definitions of the form `[][A]_v`. */
  readonly steps: readonly string[];
  readonly constraints: readonly string[];
  readonly view: string | undefined;
  readonly symmetry: string | undefined;
  readonly checkDeadlock: boolean;
}

export interface Answer {
  readonly verdict: 'ok' | 'safety' | 'deadlock' | 'error';
  readonly generated: number;
  readonly distinct: number;
  readonly depth: number;
}

/** What is left to be satisfied. */
interface Item {
  readonly x: X;
  readonly env: Env;
}

type Emit = (state: State) => void;

const MOST_STATES = 300;
const MOST_STEPS = 6000;

/** Finds the states that satisfy a predicate: initial ones (`now` undefined), or the successors of a state. */
class Solver {
  private readonly i: Interpreter;
  private readonly now: State | undefined;
  private readonly emit: Emit;

  constructor(i: Interpreter, now: State | undefined, emit: Emit) {
    this.i = i;
    this.now = now;
    this.emit = emit;
  }

  /** Where expressions are evaluated while `state` is being determined. */
  private at(state: State): At {
    return this.now === undefined ? { now: state, next: [] } : { now: this.now, next: state };
  }

  private holds({ x, env }: Item, state: State): boolean {
    return asBool(this.i.eval(x, env, this.at(state)));
  }

  /** Satisfies the items in turn. */
  all(items: readonly Item[], state: State): void {
    const [first, ...rest] = items;
    if (first === undefined) {
      if (state.includes(undefined)) throw new OracleError('a variable has no value');
      return this.emit(state);
    }
    if (state.includes(undefined)) return this.one(first, rest, state);
    if (this.holds(first, state)) this.all(rest, state);
  }

  private one(item: Item, rest: readonly Item[], state: State): void {
    const { x, env } = item;
    const value = (y: X): Value => this.i.eval(y, env, this.at(state));
    switch (x.k) {
      case 'prim':
        return this.primitive(x, env, rest, state);
      case 'if':
        return this.one({ x: asBool(value(x.cond)) ? x.then : x.else, env }, rest, state);
      case 'case': {
        const chosen = x.arms.find((a) => asBool(value(a.guard)))?.value ?? x.other;
        if (chosen === undefined) throw new OracleError('no arm of CASE holds');
        return this.one({ x: chosen, env }, rest, state);
      }
      case 'let':
        return this.one({ x: x.body, env: this.i.definitions(x, env) }, rest, state);
      case 'quant': {
        const scopes = this.i.bindings(x.bounds, env, this.at(state));
        if (x.q === 'A') return this.all([...[...scopes].map((e) => ({ x: x.body, env: e })), ...rest], state);
        for (const e of scopes) this.one({ x: x.body, env: e }, rest, state);
        return;
      }
      case 'boxAction':
        this.one({ x: x.action, env }, rest, state);
        return this.unchanged({ x: x.sub, env }, rest, state);
      case 'angleAction': {
        const same: X = { k: 'prim', op: 'UNCHANGED', args: [x.sub], loc: x.loc };
        return this.one({ x: x.action, env }, [{ x: { k: 'prim', op: '~', args: [same], loc: x.loc }, env }, ...rest], state);
      }
      case 'fcnApply': {
        const body = this.i.application(x, env, this.at(state));
        if (body !== undefined) return this.one(body, rest, state);
        break;
      }
      default: {
        const meaning = this.i.unfold(x, env);
        if (meaning !== undefined) return this.one(meaning, rest, state);
      }
    }
    if (this.holds(item, state)) this.all(rest, state);
  }

  private primitive(x: XOf<'prim'>, env: Env, rest: readonly Item[], state: State): void {
    const items = x.args.map((a): Item => ({ x: a, env }));
    const value = (i: number): Value => this.i.eval(nth(x.args, i), env, this.at(state));
    switch (x.op) {
      case '/\\':
        return this.one(nth(items, 0), [...items.slice(1), ...rest], state);
      case '\\/':
        for (const item of items) this.one(item, rest, state);
        return;
      case '=>':
        return asBool(value(0)) ? this.one(nth(items, 1), rest, state) : this.all(rest, state);
      case 'UNCHANGED':
        if (this.now !== undefined) return this.unchanged(nth(items, 0), rest, state);
        break;
      case '=':
      case '\\in': {
        const v = this.target(nth(x.args, 0), env);
        if (v === undefined || state[v.index] !== undefined) break;
        const values = x.op === '=' ? [value(1)] : this.i.u.elements(value(1));
        for (const chosen of values) this.all(rest, withValue(state, v, chosen));
        return;
      }
      default:
        break;
    }
    if (this.holds({ x, env }, state)) this.all(rest, state);
  }

  /** The variable that an equation of this left side gives a value. */
  private target(x: X, env: Env): VarSym | undefined {
    if (this.now === undefined) return this.variable(x, env);
    return x.k === 'prim' && x.op === "'" ? this.variable(nth(x.args, 0), env) : undefined;
  }

  private variable(x: X, env: Env): VarSym | undefined {
    if (x.k === 'ref' && x.sym.k === 'var') return x.sym;
    const meaning = this.i.unfold(x, env);
    return meaning === undefined ? undefined : this.variable(meaning.x, meaning.env);
  }

  private unchanged({ x, env }: Item, rest: readonly Item[], state: State): void {
    if (x.k === 'tuple') {
      const items = x.items.map((y): Item => ({ x: { k: 'prim', op: 'UNCHANGED', args: [y], loc: y.loc }, env }));
      return this.all([...items, ...rest], state);
    }
    const meaning = this.i.unfold(x, env);
    if (meaning !== undefined) return this.unchanged(meaning, rest, state);
    const index = x.k === 'ref' && x.sym.k === 'var' ? x.sym.index : -1;
    if (index >= 0 && state[index] === undefined)
      return this.all(
        rest,
        state.map((old, i) => (i === index ? this.now?.[i] : old)),
      );
    if (this.i.unchanged(x, env, this.at(state))) this.all(rest, state);
  }
}

function withValue(state: State, v: VarSym, value: Value): State {
  return state.map((old, i) => (i === v.index ? value : old));
}

/** The body of a definition without parameters. */
function definition(module: ResolvedModule, name: string): X {
  const op = module.lookup(name);
  if (op?.k !== 'op') throw new Error(`${name} is not defined`);
  return called(op);
}

function called(op: OpSym): X {
  return { k: 'call', op, args: [], loc: op.loc };
}

/** Thrown when the search is over. */
class Done extends Error {
  readonly verdict: Answer['verdict'];

  constructor(verdict: Answer['verdict']) {
    super(verdict);
    this.verdict = verdict;
  }
}

class Search {
  generated = 0;
  readonly seen: Set<string> = new Set();
  private readonly i: Interpreter;
  private readonly module: ResolvedModule;
  private readonly q: Question;
  private readonly permutations: readonly (ReadonlyMap<string, Value> | undefined)[];
  private following: State[] = [];
  depth = 0;

  constructor(i: Interpreter, module: ResolvedModule, q: Question) {
    this.i = i;
    this.module = module;
    this.q = q;
    this.permutations = [undefined, ...(q.symmetry === undefined ? [] : this.permutationsOf(q.symmetry))];
  }

  private permutationsOf(name: string): readonly ReadonlyMap<string, Value>[] {
    const { u } = this.i;
    const set = this.i.eval(definition(this.module, name), undefined, { now: [], next: [] });
    return u.list(set).map((p) => {
      const f = asFn(p);
      return new Map(f.keys.map((key, i) => [u.show(key), nth(valuesOf(f), i)]));
    });
  }

  run(): void {
    const nothing: State = this.module.variables.map(() => undefined);
    const init = { x: definition(this.module, this.q.init), env: undefined };
    const next = { x: definition(this.module, this.q.next), env: undefined };
    new Solver(this.i, undefined, (s) => this.found(s, undefined)).all([init], nothing);
    for (let level = this.advance(); level.length > 0; level = this.advance()) {
      this.depth += 1;
      for (const now of level) {
        this.i.restart();
        const before = this.generated;
        new Solver(this.i, now, (s) => this.found(s, now)).all([next], nothing);
        if (this.generated === before && this.q.checkDeadlock) throw new Done('deadlock');
      }
    }
  }

  private advance(): readonly State[] {
    const level = this.following;
    this.following = [];
    return level;
  }

  /** A state was generated: from `from`, or as an initial one. */
  private found(state: State, from: State | undefined): void {
    this.generated += 1;
    if (this.generated > MOST_STEPS) throw new OutOfReach('too many steps');
    const at: At = { now: state, next: [] };
    const holds = (name: string): boolean => asBool(this.i.eval(definition(this.module, name), undefined, at));
    const inModel = this.q.constraints.every(holds);
    const key = inModel ? this.identity(state) : '';
    const fresh = inModel && !this.seen.has(key);
    if (fresh) this.seen.add(key);
    if (this.seen.size > MOST_STATES) throw new OutOfReach('too many states');
    // As TLC does, invariants are checked on states outside of the constraints too, but these are not explored.
    const checked = !inModel || fresh;
    const ok =
      (!checked || this.q.invariants.every(holds)) && (from === undefined || this.q.steps.every((name) => this.step(name, from, state)));
    if (!ok) {
      if (checked || this.following.length > 0) this.depth += 1;
      throw new Done('safety');
    }
    if (fresh) this.following.push(state);
  }

  /** Is the step one of `[A]_v`, the definition `name` being `[][A]_v`? */
  private step(name: string, now: State, next: State): boolean {
    const op = this.module.lookup(name);
    const box = op?.k === 'op' && op.body?.k === 'prim' ? op.body.args[0] : undefined;
    if (box?.k !== 'boxAction') throw new Error(`${name} is not of the form [][A]_v`);
    return this.i.unchanged(box.sub, undefined, { now, next }) || asBool(this.i.eval(box.action, undefined, { now, next }));
  }

  /** What tells states apart: all of it, its VIEW, or the least of its permutations. */
  private identity(state: State): string {
    const { u } = this.i;
    if (this.q.view !== undefined) return u.show(this.i.eval(definition(this.module, this.q.view), undefined, { now: state, next: [] }));
    const texts = this.permutations.map((p) => state.map((v) => (v === undefined ? '' : u.show(p === undefined ? v : permuted(u, v, p)))));
    return texts.map((t) => t.join(' | ')).sort()[0] ?? '';
  }
}

/** The value with model values replaced. */
function permuted(u: Universe, v: Value, p: ReadonlyMap<string, Value>): Value {
  if (v.k === 'model') return p.get(v.v) ?? v;
  if (v.k === 'fn') return u.fn(v.keys.map((key, i) => [permuted(u, key, p), () => permuted(u, nth(v.at, i)(), p)]));
  if (v.k === 'set') return u.set(v.items.map((item) => permuted(u, item, p)));
  return v.k === 'bool' || v.k === 'int' || v.k === 'str' || v.k === 'all' ? v : permuted(u, u.set(u.list(v)), p);
}

/** Explores a specification. @throws OutOfReach where it is too large for this. */
export function explore(i: Interpreter, module: ResolvedModule, q: Question): Answer {
  const search = new Search(i, module, q);
  const answer = (verdict: Answer['verdict']): Answer => ({
    verdict,
    generated: search.generated,
    distinct: search.seen.size,
    depth: search.depth,
  });
  try {
    search.run();
    return answer('ok');
  } catch (e) {
    if (e instanceof Done) return answer(e.verdict);
    if (e instanceof OracleError) return answer('error');
    throw e;
  }
}
