/** What the compiler must know of an expression before it compiles it. Every answer is computed once. */
import { type Callee, forEachChild, type OpSym, type ParamSym, type X } from '../semantics/ir.ts';
import type { Model } from '../semantics/model.ts';

/** Natives that ask the run that checks the specification: their values differ from state to state. */
export const READS_RUN: ReadonlySet<string> = new Set(['TLC!TLCGet', 'TLCExt!TLCGetOrDefault', 'TLCExt!TLCGetAndSet']);
/** Natives whose value is a matter of chance, or of time: constant, but not the same wherever they stand. */
export const CHANCE: ReadonlySet<string> = new Set([
  'TLC!RandomElement',
  'TLC!JavaTime',
  'Randomization!RandomSubset',
  'Randomization!RandomSetOfSubsets',
]);
/** Natives that act when they are evaluated. */
const ACTS: ReadonlySet<string> = new Set(['TLC!TLCSet', 'TLC!Print', 'TLC!PrintT', 'TLC!Assert']);

interface Info {
  /** Reads a variable or the run, or contains a prime or a temporal operator. */
  readonly varies: boolean;
  readonly impure: boolean;
  /** Reads or sets registers and the like, or depends on chance. */
  readonly run: boolean;
  /** Parameters, and LET definitions, that are bound outside. */
  readonly free: ReadonlySet<ParamSym | OpSym>;
}

/** The same while it is being put together. */
interface Gathering {
  varies: boolean;
  impure: boolean;
  run: boolean;
  readonly free: Set<ParamSym | OpSym>;
}

/** Stands for an expression whose analysis is under way: a recursive definition met itself. */
const PENDING: Info = { varies: false, impure: false, run: false, free: new Set() };

export class Analysis {
  private readonly model: Model;
  private readonly infos: WeakMap<X, Info> = new WeakMap();
  private readonly sizes: WeakMap<X, number> = new WeakMap();
  private readonly weights: WeakMap<X, number> = new WeakMap();
  private readonly primes: WeakMap<X, boolean> = new WeakMap();
  private readonly variableSets: WeakMap<X, readonly number[]> = new WeakMap();
  private readonly intervals: WeakMap<X, boolean> = new WeakMap();
  private readonly loopSets: WeakMap<X, boolean> = new WeakMap();
  private readonly strict: Map<OpSym, ReadonlySet<number>> = new Map();
  private readonly selfRecursive: Map<OpSym, boolean> = new Map();
  private depth = 0;
  private tainted = false;

  constructor(model: Model) {
    this.model = model;
  }

  /** What a called symbol really is: the configuration may replace it by an operator. */
  target(op: Callee): Callee {
    if (op.k === 'param') return op;
    const { replaced, replacedIn } = this.model;
    return replaced.get(op) ?? (op.k === 'op' ? (replacedIn.get(`${op.module}!${op.name}`) ?? op) : op);
  }

  /** A constant expression without free parameters: the same value wherever it stands. */
  isClosedConstant(x: X): boolean {
    const i = this.info(x);
    return !i.varies && !i.impure && i.free.size === 0;
  }

  /** Does its value depend on nothing but the parameters and local definitions in it? */
  isStable(x: X): boolean {
    const i = this.info(x);
    return !i.varies && !i.impure;
  }

  /** Does it read a variable or contain a prime? */
  varies(x: X): boolean {
    return this.info(x).varies;
  }

  /** Is its value a matter of the run, not of the state alone: of registers, of counts, of chance? */
  dependsOnRun(x: X): boolean {
    return this.info(x).run;
  }

  /** Does the value depend on this parameter? */
  mentions(x: X, p: ParamSym): boolean {
    return this.info(x).free.has(p);
  }

  /** The parameters and local definitions that the value depends on. */
  free(x: X): readonly (ParamSym | OpSym)[] {
    return [...this.info(x).free];
  }

  private info(x: X): Info {
    const known = this.infos.get(x);
    if (known !== undefined) {
      if (known === PENDING) this.tainted = true;
      return known;
    }
    this.infos.set(x, PENDING);
    this.depth += 1;
    const out = this.compute(x);
    this.depth -= 1;
    // Inside a recursive definition only the outermost answer is complete; the others are computed anew when asked for.
    if (this.tainted && this.depth > 0) this.infos.delete(x);
    else this.infos.set(x, out);
    if (this.depth === 0) this.tainted = false;
    return out;
  }

  private compute(x: X): Info {
    const out: Gathering = { varies: false, impure: false, run: false, free: new Set() };
    forEachChild(x, (c) => merge(out, this.info(c)));
    if (x.k === 'ref') {
      if (x.sym.k === 'var') out.varies = true;
      else if (x.sym.k === 'param') out.free.add(x.sym);
      else {
        const t = this.target(x.sym);
        if (t.k === 'op') this.addOperator(t, out);
      }
    }
    if (isAction(x)) out.varies = true;
    for (const op of calledBy(x)) this.addCallee(op, out);
    for (const s of boundBy(x)) out.free.delete(s);
    return out;
  }

  private addCallee(op: Callee, out: Gathering): void {
    const t = this.target(op);
    if (t.k === 'param') out.free.add(t);
    if (t.k !== 'op' || this.model.values.has(t)) return;
    if (t.native !== undefined) addNative(t.native, out);
    else if (t.captures && t.name !== 'LAMBDA') out.free.add(t);
    if (!this.isDrawn(t)) this.addOperator(t, out);
  }

  /** Is it a constant definition without parameters that is a matter of chance? Its value is drawn once for the whole run. */
  isDrawn(op: OpSym): boolean {
    if (op.captures || op.params.length > 0 || op.recursive || op.body === undefined || op.native !== undefined) return false;
    const { run, varies } = this.info(op.body);
    return run && !varies && !this.model.values.has(op);
  }

  private addOperator(op: OpSym, out: Gathering): void {
    if (op.body === undefined || this.model.values.has(op)) return;
    const i = this.info(op.body);
    // Its own parameters are bound by the call.
    const own = new Set<ParamSym | OpSym>(op.params);
    merge(out, { ...i, free: new Set([...i.free].filter((f) => !own.has(f))) });
  }

  /** Contains a prime, UNCHANGED or ENABLED, in called operators too. */
  hasPrime(x: X): boolean {
    return this.deep(x, this.primes, isAction);
  }

  /** Does evaluating it walk through a set? */
  loops(x: X): boolean {
    return this.deep(x, this.loopSets, (y) => {
      if (y.k === 'call') {
        const t = this.target(y.op);
        if (t.k === 'op' && t.recursive) return true;
      }
      return y.k === 'setFilter' || y.k === 'setMap' || y.k === 'fcn' || y.k === 'quant' || y.k === 'choose';
    });
  }

  /** Is an interval a..b written in the expression, or in an operator that it calls? */
  hasInterval(x: X): boolean {
    return this.deep(x, this.intervals, (y) => calledBy(y).some((op) => op.k === 'op' && op.native === 'Naturals!..'));
  }

  /** Does `test` hold of the expression, of a part of it, or of the body of an operator that it calls? */
  deep(x: X, known: WeakMap<X, boolean>, test: (x: X) => boolean): boolean {
    const before = known.get(x);
    if (before !== undefined) return before;
    known.set(x, false);
    let out = test(x);
    forEachChild(x, (c) => {
      out ||= this.deep(c, known, test);
    });
    for (const op of calledBy(x)) {
      const t = this.target(op);
      if (t.k === 'op' && t.body !== undefined && !this.model.values.has(t)) out ||= this.deep(t.body, known, test);
    }
    known.set(x, out);
    return out;
  }

  /** Number of nodes. */
  size(x: X): number {
    const known = this.sizes.get(x);
    if (known !== undefined) return known;
    let n = 1;
    forEachChild(x, (c) => {
      n += this.size(c);
    });
    this.sizes.set(x, n);
    return n;
  }

  /** Number of nodes, those of called operators included: how much code it becomes where calls are inlined. */
  weight(x: X): number {
    const known = this.weights.get(x);
    if (known !== undefined) return known;
    // A recursive operator is not inlined.
    this.weights.set(x, 0);
    let n = 1;
    forEachChild(x, (c) => {
      n += this.weight(c);
    });
    for (const op of calledBy(x)) {
      const t = this.target(op);
      if (t.k === 'op' && t.body !== undefined && t.native === undefined && !this.model.values.has(t)) n += this.weight(t.body);
    }
    this.weights.set(x, n);
    return n;
  }

  /** Indices of the variables that the value may depend on. */
  variables(x: X): readonly number[] {
    const known = this.variableSets.get(x);
    if (known !== undefined) return known;
    const found = new Set<number>();
    const seen = new Set<X>();
    const visit = (y: X): void => {
      if (seen.has(y)) return;
      seen.add(y);
      if (y.k === 'ref' && y.sym.k === 'var') found.add(y.sym.index);
      forEachChild(y, visit);
      for (const c of y.k === 'ref' && y.sym.k === 'const' ? [y.sym] : calledBy(y)) {
        const t = this.target(c);
        if (t.k === 'op' && t.body !== undefined && !this.model.values.has(t)) visit(t.body);
      }
    };
    visit(x);
    const out = [...found].sort((a, b) => a - b);
    this.variableSets.set(x, out);
    return out;
  }

  /** Positions of the parameters that every evaluation of the operator evaluates: they may be computed before the call. */
  strictParams(op: OpSym): ReadonlySet<number> {
    const known = this.strict.get(op);
    if (known !== undefined) return known;
    // Recursive calls count as strict while the answer is computed: the greatest fixpoint is wanted, and one round is sound
    // because a call that never returns evaluates nothing afterwards.
    this.strict.set(op, new Set(op.params.map((_, i) => i)));
    const { body } = op;
    const out = new Set(op.params.flatMap((p, i) => (body !== undefined && this.forces(body, p) ? [i] : [])));
    this.strict.set(op, out);
    return out;
  }

  /** Does evaluating `x` always evaluate the parameter `p`? */
  private forces(x: X, p: ParamSym): boolean {
    const any = (xs: readonly X[]): boolean => xs.some((y) => this.forces(y, p));
    switch (x.k) {
      case 'ref':
        return x.sym === p;
      case 'if':
        return this.forces(x.cond, p) || (this.forces(x.then, p) && this.forces(x.else, p));
      case 'case':
        return any(x.arms.slice(0, 1).map((a) => a.guard));
      case 'prim':
        return any(x.op === '/\\' || x.op === '\\/' || x.op === '=>' ? x.args.slice(0, 1) : x.args);
      case 'call':
        return this.callForces(x, p);
      case 'let':
        return this.forces(x.body, p);
      case 'setFilter':
        return this.forces(x.bound.set, p);
      case 'setMap':
      case 'quant':
      case 'fcn':
        return any(x.bounds.slice(0, 1).map((b) => b.set));
      case 'choose':
        return x.set !== undefined && this.forces(x.set, p);
      case 'except':
        return this.forces(x.fn, p);
      case 'tuple':
      case 'setEnum':
        return any(x.items);
      case 'record':
        return any(x.fields.map((f) => f.value));
      case 'fcnApply':
        return any([x.fn, x.arg]);
      case 'dot':
        return this.forces(x.rec, p);
      default:
        return false;
    }
  }

  private callForces(x: X & { readonly k: 'call' }, p: ParamSym): boolean {
    const t = this.target(x.op);
    if (t.k !== 'op' || t.native?.startsWith('TLC!') === true) return false;
    const strict = t.native === undefined ? this.strictParams(t) : undefined;
    return x.args.some((a, i) => a.k !== 'opArg' && (strict === undefined || strict.has(i)) && this.forces(a, p));
  }

  /** Does `f[x \in S] == e` use f in e? */
  isSelfRecursive(op: OpSym): boolean {
    const known = this.selfRecursive.get(op);
    if (known !== undefined) return known;
    const out = op.body?.k === 'fcn' && callsIn(op.body.body, op);
    this.selfRecursive.set(op, out);
    return out;
  }
}

function addNative(native: string, out: Gathering): void {
  out.varies ||= READS_RUN.has(native);
  out.run ||= READS_RUN.has(native) || CHANCE.has(native) || native === 'TLC!TLCSet';
  out.impure ||= out.run || ACTS.has(native);
}

function merge(into: Gathering, i: Info): void {
  into.varies ||= i.varies;
  into.impure ||= i.impure;
  into.run ||= i.run;
  for (const f of i.free) into.free.add(f);
}

function callsIn(x: X, op: OpSym): boolean {
  if (x.k === 'call' && x.op === op) return true;
  let found = false;
  forEachChild(x, (c) => {
    found ||= callsIn(c, op);
  });
  return found;
}

function isAction(x: X): boolean {
  if (x.k === 'prim') return x.op === "'" || x.op === 'UNCHANGED' || x.op === 'ENABLED' || x.op === '\\cdot';
  return x.k === 'boxAction' || x.k === 'angleAction' || x.k === 'fairness';
}

/** The operators that a node calls or passes on. */
export function calledBy(x: X): readonly Callee[] {
  return x.k === 'call' ? [x.op, ...x.args.flatMap((a) => (a.k === 'opArg' ? [a.op] : []))] : [];
}

/** The symbols that a node binds. */
function boundBy(x: X): readonly (ParamSym | OpSym)[] {
  switch (x.k) {
    case 'setFilter':
      return x.bound.syms;
    case 'setMap':
    case 'quant':
      return x.bounds.flatMap((b) => b.syms);
    case 'fcn':
      return [...x.bounds.flatMap((b) => b.syms), ...(x.self === undefined ? [] : [x.self])];
    case 'choose':
    case 'unboundedQuant':
      return x.syms;
    case 'except':
      return x.updates.map((u) => u.at);
    case 'let':
      return x.defs.flatMap((d) => [d, ...d.params]);
    case 'call':
      return x.args.flatMap((a) => (a.k === 'opArg' && a.op.k === 'op' ? a.op.params : []));
    default:
      return [];
  }
}
