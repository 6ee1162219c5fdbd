/** What the compiler must know of an expression before it compiles it. */
import { type Callee, type OpSym, type ParamSym, type X, forEachChild } from '../semantics/ir.ts';
import type { Model } from '../semantics/model.ts';

/** Natives whose value is not determined by their arguments. */
const IMPURE = new Set(['RandomElement', 'JavaTime', 'TLCGet', 'TLCSet', 'Print', 'PrintT', 'Assert'].map((n) => `TLC!${n}`));

interface Info {
  /** Reads a variable, or contains a prime or a temporal operator. */
  readonly varies: boolean;
  readonly impure: boolean;
  /** Parameters, and LET definitions, that are bound outside. */
  readonly free: ReadonlySet<ParamSym | OpSym>;
}

export interface Analysis {
  /** A constant expression without free parameters: the same value wherever it stands. */
  isClosedConstant(x: X): boolean;
  /** Does it read a variable or contain a prime? */
  varies(x: X): boolean;
  /** What a called symbol really is: the configuration may replace it by an operator. */
  target(op: Callee): Callee;
  /** Does the value depend on this parameter? */
  mentions(x: X, p: ParamSym): boolean;
  /** Indices of the variables that the value may depend on. */
  variables(x: X): readonly number[];
  /** Does evaluating it walk through a set? */
  loops(x: X): boolean;
  /** Number of nodes. */
  size(x: X): number;
  /** Does `f[x \in S] == e` use f in e? */
  isSelfRecursive(op: OpSym): boolean;
  /** Positions of the parameters that every evaluation of the operator evaluates: they may be computed before the call. */
  strictParams(op: OpSym): ReadonlySet<number>;
  /** Contains a prime, UNCHANGED or ENABLED, in called operators too. */
  hasPrime(x: X): boolean;
}

/** Stands for an expression whose analysis is under way: a recursive definition met itself. */
const PENDING: Info = { varies: false, impure: false, free: new Set() };

export function createAnalysis(model: Model): Analysis {
  const infos = new WeakMap<X, Info>();
  const sizes = new WeakMap<X, number>();
  const primes = new WeakMap<X, boolean>();
  let depth = 0;
  let tainted = false;

  const target = (op: Callee): Callee => {
    if (op.k === 'param') return op;
    return model.replaced.get(op) ?? (op.k === 'op' ? (model.replacedIn.get(`${op.module}!${op.name}`) ?? op) : op);
  };

  const info = (x: X): Info => {
    const known = infos.get(x);
    if (known !== undefined) {
      if (known === PENDING) tainted = true;
      return known;
    }
    infos.set(x, PENDING);
    depth += 1;
    const out = compute(x);
    depth -= 1;
    // Inside a recursive definition only the outermost answer is complete; the others are computed anew when asked for.
    if (tainted && depth > 0) infos.delete(x);
    else infos.set(x, out);
    if (depth === 0) tainted = false;
    return out;
  };

  const compute = (x: X): Info => {
    let varies = false;
    let impure = false;
    const free = new Set<ParamSym | OpSym>();
    const add = (i: Info): void => {
      varies ||= i.varies;
      impure ||= i.impure;
      for (const f of i.free) free.add(f);
    };
    forEachChild(x, (c) => add(info(c)));
    if (x.k === 'ref') {
      if (x.sym.k === 'var') varies = true;
      else if (x.sym.k === 'param') free.add(x.sym);
      else {
        const t = target(x.sym);
        if (t.k === 'op') addOperator(t, add);
      }
    }
    if (x.k === 'prim' && (x.op === "'" || x.op === 'UNCHANGED' || x.op === 'ENABLED' || x.op === '\\cdot')) varies = true;
    if (x.k === 'boxAction' || x.k === 'angleAction' || x.k === 'fairness') varies = true;
    if (x.k === 'call') {
      callee(x.op, add, free, (y) => {
        impure ||= y;
      });
      for (const a of x.args) if (a.k === 'opArg') callee(a.op, add, free, (y) => {
            impure ||= y;
          });
    }
    for (const s of boundBy(x)) free.delete(s);
    return { varies, impure, free };
  };

  const callee = (op: Callee, add: (i: Info) => void, free: Set<ParamSym | OpSym>, setImpure: (y: boolean) => void): void => {
    const t = target(op);
    if (t.k === 'param') free.add(t);
    if (t.k !== 'op' || model.values.has(t)) return;
    if (t.native !== undefined) setImpure(IMPURE.has(t.native));
    else if (t.captures && t.name !== 'LAMBDA') free.add(t);
    addOperator(t, add);
  };

  const addOperator = (op: OpSym, add: (i: Info) => void): void => {
    if (op.body === undefined || model.values.has(op)) return;
    const i = info(op.body);
    // Its own parameters are bound by the call.
    const free = new Set([...i.free].filter((f) => !(op.params as readonly unknown[]).includes(f)));
    add({ varies: i.varies, impure: i.impure, free });
  };

  const hasPrime = (x: X): boolean => {
    const known = primes.get(x);
    if (known !== undefined) return known;
    primes.set(x, false);
    let out = (x.k === 'prim' && (x.op === "'" || x.op === 'UNCHANGED' || x.op === 'ENABLED' || x.op === '\\cdot')) || x.k === 'boxAction' || x.k === 'angleAction' || x.k === 'fairness';
    forEachChild(x, (c) => {
      out ||= hasPrime(c);
    });
    if (x.k === 'call') for (const op of [x.op, ...x.args.flatMap((a) => (a.k === 'opArg' ? [a.op] : []))]) {
        const t = target(op);
        if (t.k === 'op' && t.body !== undefined) out ||= hasPrime(t.body);
      }
    primes.set(x, out);
    return out;
  };

  const size = (x: X): number => {
    const known = sizes.get(x);
    if (known !== undefined) return known;
    let n = 1;
    forEachChild(x, (c) => {
      n += size(c);
    });
    sizes.set(x, n);
    return n;
  };

  const strict = new Map<OpSym, ReadonlySet<number>>();
  const strictParams = (op: OpSym): ReadonlySet<number> => {
    const known = strict.get(op);
    if (known !== undefined) return known;
    // Recursive calls count as strict while the answer is computed: the greatest fixpoint is wanted, and one round is sound
    // because a call that never returns evaluates nothing afterwards.
    strict.set(op, new Set(op.params.map((_, i) => i)));
    const { body } = op;
    const out = new Set(op.params.flatMap((p, i) => (body !== undefined && forces(body, p) ? [i] : [])));
    strict.set(op, out);
    return out;
  };
  const forces = (x: X, p: ParamSym): boolean => {
    switch (x.k) {
      case 'ref':
        return x.sym === p;
      case 'if':
        return forces(x.cond, p) || (forces(x.then, p) && forces(x.else, p));
      case 'case':
        return x.arms[0] !== undefined && forces(x.arms[0].guard, p);
      case 'prim':
        if (x.op === '/\\' || x.op === '\\/' || x.op === '=>') return x.args[0] !== undefined && forces(x.args[0], p);
        return x.args.some((a) => forces(a, p));
      case 'call': {
        const t = target(x.op);
        if (t.k !== 'op') return false;
        if (t.native !== undefined) return !t.native.startsWith('TLC!') && x.args.some((a) => a.k !== 'opArg' && forces(a, p));
        const s = strictParams(t);
        return x.args.some((a, i) => a.k !== 'opArg' && s.has(i) && forces(a, p));
      }
      case 'let':
        return forces(x.body, p);
      case 'setFilter':
        return forces(x.bound.set, p);
      case 'setMap':
      case 'quant':
      case 'fcn':
        return x.bounds[0] !== undefined && forces(x.bounds[0].set, p);
      case 'choose':
        return x.set !== undefined && forces(x.set, p);
      case 'except':
        return forces(x.fn, p);
      case 'tuple':
      case 'setEnum':
        return x.items.some((a) => forces(a, p));
      case 'record':
        return x.fields.some((f) => forces(f.value, p));
      case 'fcnApply':
        return forces(x.fn, p) || forces(x.arg, p);
      case 'dot':
        return forces(x.rec, p);
      default:
        return false;
    }
  };

  const selfRecursive = new Map<OpSym, boolean>();
  const mentions = (x: X, op: OpSym): boolean => {
    if (x.k === 'call' && x.op === op) return true;
    let found = false;
    forEachChild(x, (c) => {
      found ||= mentions(c, op);
    });
    return found;
  };
  const isSelfRecursive = (op: OpSym): boolean => {
    const known = selfRecursive.get(op);
    if (known !== undefined) return known;
    const out = op.body?.k === 'fcn' && mentions(op.body.body, op);
    selfRecursive.set(op, out);
    return out;
  };

  const variableSets = new WeakMap<X, readonly number[]>();
  const variables = (x: X): readonly number[] => {
    const known = variableSets.get(x);
    if (known !== undefined) return known;
    const found = new Set<number>();
    const seen = new Set<X>();
    const visit = (y: X): void => {
      if (seen.has(y)) return;
      seen.add(y);
      if (y.k === 'ref' && y.sym.k === 'var') found.add(y.sym.index);
      forEachChild(y, visit);
      const callees: Callee[] = y.k === 'call' ? [y.op, ...y.args.flatMap((a) => (a.k === 'opArg' ? [a.op] : []))] : y.k === 'ref' && y.sym.k === 'const' ? [y.sym] : [];
      for (const c of callees) {
        const t = target(c);
        if (t.k === 'op' && t.body !== undefined && !model.values.has(t)) visit(t.body);
      }
    };
    visit(x);
    const out = [...found].sort((a, b) => a - b);
    variableSets.set(x, out);
    return out;
  };

  const loopSets = new WeakMap<X, boolean>();
  const loops = (x: X): boolean => {
    const known = loopSets.get(x);
    if (known !== undefined) return known;
    loopSets.set(x, false);
    let out = x.k === 'setFilter' || x.k === 'setMap' || x.k === 'fcn' || x.k === 'quant' || x.k === 'choose';
    forEachChild(x, (c) => {
      out ||= loops(c);
    });
    if (x.k === 'call') {
      const t = target(x.op);
      if (t.k === 'op' && t.body !== undefined && !model.values.has(t)) out ||= t.recursive || loops(t.body);
    }
    loopSets.set(x, out);
    return out;
  };

  return {
    target,
    size,
    variables,
    loops,
    strictParams,
    isSelfRecursive,
    hasPrime,
    varies: (x) => info(x).varies,
    mentions: (x, p) => info(x).free.has(p),
    isClosedConstant: (x) => {
      const i = info(x);
      return !i.varies && !i.impure && i.free.size === 0;
    },
  };
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
