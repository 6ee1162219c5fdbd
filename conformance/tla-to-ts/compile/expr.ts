/** Logic, control, names and calls. Every handler returns code without side effects; what must run first is written before it. */
import { nth } from '../cast.ts';
import { type Arg, bodyOf, type Callee, type OpSym, type X, type XOf } from '../semantics/ir.ts';
import { TRUE } from '../values/heap.ts';
import { bindArgs } from './arguments.ts';
import { type Code, type Ctx, type Env, konst, lookup } from './code.ts';
import { genFcnCall, genRecursiveCall } from './functions.ts';
import type { Gen, Handlers } from './gen.ts';
import { NATIVES } from './natives.ts';
import { outlined } from './outline.ts';
import { isShared, pathOf, readVariable, shapeKey } from './state.ts';
import { unfold } from './unfold.ts';

const bool = (js: string): Code => ({ js, rep: 'bool' });

/** Conjunctions (`and`) and disjunctions, evaluated from left to right and no further than needed. */
function genChain(g: Gen, args: readonly X[], ctx: Ctx, and: boolean): Code {
  const unit = and ? 'true' : 'false';
  const zero = and ? 'false' : 'true';
  let acc = unit;
  for (let i = 0; i < args.length; i++) {
    const sub = acc === unit ? ctx : g.branch(ctx);
    const part = nth(args, i);
    const c = (and ? undefined : outlined(g, part, sub)) ?? g.bool(part, sub);
    if (acc === unit) {
      acc = c;
    } else if (sub.block.out.empty) {
      acc = c === unit ? acc : `(${acc} ${and ? '&&' : '||'} ${c})`;
    } else {
      const t = g.name('b');
      // The rest of the chain continues inside of the branch that found no answer yet.
      ctx.block.out.line(`let ${t} = ${acc};\nif (${and ? t : `!${t}`}) {`);
      ctx.block.out.parts.push(sub.block.out);
      ctx.block.out.line(`${t} = ${c};\n}`);
      acc = t;
    }
    if (acc === zero) return bool(zero);
  }
  return bool(acc);
}

/** Picks the representation in which two branches can meet. */
function meet(codes: readonly Code[]): Code['rep'] {
  const [first] = codes;
  return first !== undefined && codes.every((c) => c.rep === first.rep) ? first.rep : 'id';
}

/** A chain of guarded values: IF and CASE. `otherwise` undefined: `noArm` fails. */
function genConditional(
  g: Gen,
  arms: readonly { guard: X; value: X }[],
  otherwise: X | undefined,
  noArm: (ctx: Ctx) => Code,
  ctx: Ctx,
): Code {
  const [arm, ...rest] = arms;
  if (arm === undefined) return otherwise === undefined ? noArm(ctx) : g.gen(otherwise, ctx);
  const cond = g.bool(arm.guard, ctx);
  if (cond === 'true') return g.gen(arm.value, ctx);
  if (cond === 'false') return genConditional(g, rest, otherwise, noArm, ctx);
  const yes = g.branch(ctx);
  const no = g.branch(ctx);
  const a = g.gen(arm.value, yes);
  const b = genConditional(g, rest, otherwise, noArm, no);
  const rep = meet([a, b]);
  const lazy = rep === 'id' && ((a.lazy ?? false) || (b.lazy ?? false));
  const text = (c: Code): string => (rep === 'id' && c.rep !== 'id' ? g.toId(c) : c.js);
  const marks = lazy ? { lazy } : {};
  if (yes.block.out.empty && no.block.out.empty) return { js: `(${cond} ? ${text(a)} : ${text(b)})`, rep, ...marks };
  const t = g.name('v');
  const { out } = ctx.block;
  out.line(`let ${t};\nif (${cond}) {`);
  out.parts.push(yes.block.out);
  out.line(`${t} = ${text(a)};\n} else {`);
  out.parts.push(no.block.out);
  out.line(`${t} = ${text(b)};\n}`);
  return { js: t, rep, ...marks };
}

export function genIf(g: Gen, x: XOf<'if'>, ctx: Ctx): Code {
  return genConditional(g, [{ guard: x.cond, value: x.then }], x.else, () => konst(0), ctx);
}

export function genCase(g: Gen, x: XOf<'case'>, ctx: Ctx): Code {
  return genConditional(g, x.arms, x.other, (c) => g.fail(c, 'Attempted to evaluate a CASE with no conditions true', x.loc), ctx);
}

/** Two parts of the state with the same layout are compared slot by slot: equal values have equal ids. */
function samePaths(g: Gen, a: X, b: X, ctx: Ctx): Code | undefined {
  const p = pathOf(g, a, ctx);
  if (p === undefined || p.shape.k === 'atom') return undefined;
  const q = pathOf(g, b, ctx);
  if (q === undefined || shapeKey(p.shape) !== shapeKey(q.shape)) return undefined;
  if (p.shape.k !== 'set') return bool(`sameSlots(${p.buffer}, ${p.offset}, ${q.buffer}, ${q.offset}, ${p.shape.size})`);
  return p.v === q.v ? bool(p.buffer === q.buffer ? 'true' : `same${p.v.index}()`) : undefined;
}

/** `a = b`, with TLC's error where the two cannot be compared. */
export function genEq(g: Gen, a: X, b: X, ctx: Ctx): Code {
  const paths = samePaths(g, a, b, ctx);
  if (paths !== undefined) return paths;
  const ca = g.gen(a, ctx);
  const cb = g.gen(b, ctx);
  if (ca.rep === 'bool' && cb.rep === 'bool') return bool(`(${ca.js} === ${cb.js})`);
  if (ca.rep === 'int' && cb.rep === 'int') return bool(`(${ca.js} === ${cb.js})`);
  const smallInt = (c: Code): boolean => c.konst !== undefined && (c.konst & 1) === 1;
  if (ca.rep === 'int' && smallInt(cb)) return bool(`(${ca.js} === ${(cb.konst ?? 0) >> 1})`);
  if (cb.rep === 'int' && smallInt(ca)) return bool(`(${cb.js} === ${(ca.konst ?? 0) >> 1})`);
  // Sets that cannot be enumerated can still be compared with one another (Nat = Int, SUBSET Nat = SUBSET Nat).
  const operand = (c: Code): string => (c.lazy === true || (c.konst !== undefined && !g.heap.isSettled(c.konst)) ? c.js : g.toId(c));
  const ta = g.tmp(ctx, { js: operand(ca), rep: 'id' }).js;
  const tb = g.tmp(ctx, { js: operand(cb), rep: 'id' }).js;
  const k = ca.konst ?? cb.konst;
  // An untyped model value can be compared with everything.
  if (k !== undefined && g.heap.isUntypedModel(k)) return bool(`(${ta} === ${tb})`);
  return bool(`(${ta} === ${tb} || ${g.at(a.loc, `H.eq(${ta}, ${tb})`)})`);
}

export function genNot(g: Gen, x: X, ctx: Ctx): Code {
  const c = g.bool(x, ctx);
  return bool(c === 'true' ? 'false' : c === 'false' ? 'true' : `!${c}`);
}

/** The operators of logic, `'` and the temporal ones (refused here: they never occur in what is evaluated). */
export const LOGIC: Readonly<Record<string, (g: Gen, x: XOf<'prim'>, ctx: Ctx) => Code>> = {
  '/\\': (g, x, ctx) => genChain(g, x.args, ctx, true),
  '\\/': (g, x, ctx) => genChain(g, x.args, ctx, false),
  '~': (g, x, ctx) => genNot(g, arg(x, 0), ctx),
  '=>': (g, x, ctx) => genChain(g, [{ k: 'prim', op: '~', args: [arg(x, 0)], loc: x.loc }, arg(x, 1)], ctx, false),
  '<=>': (g, x, ctx) => {
    const a = g.tmp(ctx, { js: g.bool(arg(x, 0), ctx), rep: 'bool' });
    return bool(`(${a.js} === ${g.bool(arg(x, 1), ctx)})`);
  },
  '=': (g, x, ctx) => genEq(g, arg(x, 0), arg(x, 1), ctx),
  '/=': (g, x, ctx) => bool(`!${genEq(g, arg(x, 0), arg(x, 1), ctx).js}`),
  "'": (g, x, ctx) => g.gen(arg(x, 0), { ...ctx, mode: 'T' }),
  UNCHANGED: (g, x, ctx) => genUnchanged(g, arg(x, 0), ctx),
};

/** `UNCHANGED e` as a predicate. */
export function genUnchanged(g: Gen, x: X, ctx: Ctx): Code {
  const { x: e, ctx: at } = unfold(g, x, ctx);
  const here: Ctx = { ...at, block: ctx.block };
  if (e.k !== 'tuple') return genEq(g, { k: 'prim', op: "'", args: [e], loc: e.loc }, e, here);
  return genChain(
    g,
    e.items.map((i): X => ({ k: 'prim', op: 'UNCHANGED', args: [i], loc: i.loc })),
    here,
    true,
  );
}

/** An argument of a primitive. */
export function arg(x: XOf<'prim'>, i: number): X {
  return nth(x.args, i);
}

/** A name: a constant's value, a variable, a parameter. */
export function genRef(g: Gen, x: XOf<'ref'>, ctx: Ctx): Code {
  const { sym } = x;
  if (sym.k === 'var') return readVariable(g, sym, ctx, x.loc);
  if (sym.k === 'const') {
    const value = g.model.values.get(sym);
    if (value !== undefined) return konst(value);
    const t = g.analysis.target(sym);
    // As in TLC an operator that stands for a constant is evaluated each time, also where chance is part of it.
    if (t.k === 'op') return g.analysis.isDrawn(t) ? g.gen(bodyOf(t), { ...ctx, env: undefined }) : genCallee(g, t, [], undefined, ctx, x);
    return g.fail(ctx, `The constant ${sym.name} has no value`, x.loc);
  }
  const found = lookup(ctx.env, sym);
  if (found === undefined) throw new Error(`internal: ${sym.name} is not bound (${x.loc.line}:${x.loc.col})`);
  const { binding } = found;
  if (binding.k === 'code') return binding.code;
  if (binding.k === 'closure') return g.force(binding, ctx);
  if (binding.k === 'function') throw new Error('internal: a function stands for a value');
  return genCallee(g, binding.op, [], binding.env, ctx, x);
}

export function genCall(g: Gen, x: XOf<'call'>, ctx: Ctx): Code {
  return genCallee(g, x.op, x.args, ctx.env, ctx, x);
}

/** A call; `env` is where the callee's surroundings are looked up (the arguments belong to `ctx.env`). */
function genCallee(g: Gen, callee: Callee, args: readonly Arg[], env: Env | undefined, ctx: Ctx, x: X): Code {
  const op = g.analysis.target(callee);
  const value = op.k === 'param' ? undefined : g.model.values.get(op);
  if (value !== undefined) return konst(value);
  if (op.k === 'const') return g.fail(ctx, `The constant operator ${op.name} has no definition`, x.loc);
  if (op.k === 'param') {
    const found = lookup(env, op);
    if (found?.binding.k === 'operator') return genCallee(g, found.binding.op, args, found.binding.env, ctx, x);
    throw new Error(`internal: operator parameter ${op.name} is not bound`);
  }
  if (op.native !== undefined) {
    const native = NATIVES[op.native];
    if (native === undefined) throw g.unsupported(`Operator ${op.name} of module ${op.module}`, x.loc);
    return native(g, args.slice(op.instanceParams), ctx, x.loc);
  }
  const once = drawn(g, op);
  if (once !== undefined) return konst(once);
  const captured = op.captures ? lookup(env, op) : undefined;
  if (captured?.binding.k === 'closure') return g.force(captured.binding, ctx);
  if (captured?.binding.k === 'code') return captured.binding.code;
  if (op.recursive || captured?.binding.k === 'function') return genRecursiveCall(g, op, args, env, ctx, x);
  if (op.body?.k === 'fcn' && op.body.self !== undefined && g.analysis.isSelfRecursive(op))
    return genFcnCall(g, op, undefined, env, ctx, x.loc);
  if (op.body === undefined) throw new Error(`internal: ${op.name} has no body`);
  const shared = sharedFunction(g, op, ctx);
  if (shared !== undefined) return shared;
  return g.gen(op.body, { ...ctx, env: bindArgs(g, op, args, op.captures ? (captured?.at ?? env) : undefined, ctx) });
}

/** The value that chance gave to a definition without parameters, as in TLC once for the whole run; undefined where it has none. */
export function drawn(g: Gen, op: OpSym): number | undefined {
  if (!g.analysis.isDrawn(op)) return undefined;
  const known = g.model.run.drawn.get(op);
  if (known !== undefined) return known;
  const value = g.evaluated(bodyOf(op));
  if (value !== undefined) g.model.run.drawn.set(op, g.heap.isEnumerable(value) ? g.heap.norm(value) : value);
  return value;
}

/**
 * A definition without parameters becomes a function whose value is kept for as long as the state is the same. For the
 * next state it is not even computed where the variables that it reads did not change.
 */
function sharedFunction(g: Gen, op: OpSym, ctx: Ctx): Code | undefined {
  if (!isShared(g, op, ctx) || op.body === undefined) return undefined;
  const key = `${g.opKey(op)}/${ctx.mode}`;
  let name = g.functions.get(key);
  if (name === undefined) {
    name = g.name('f');
    g.functions.set(key, name);
    const inner = g.root(ctx.mode, true);
    const code = g.gen(op.body, inner);
    g.functions.set(`${key}/rep`, code.rep);
    g.functions.set(`${key}/lazy`, String(code.lazy ?? false));
    const before = ctx.mode === 'T' ? sharedFunction(g, op, { ...ctx, mode: 'S' }) : undefined;
    const deps = g.analysis.variables(op.body);
    const skip = before === undefined ? '' : `if (!(${deps.map((v) => `C${v}`).join(' || ') || 'false'})) return ${name}v = ${before.js};`;
    g.link.globals.line(
      `let ${name}e = -1, ${name}v;\nfunction ${name}() {\nif (${name}e === E${ctx.mode}) return ${name}v;\n${name}e = E${ctx.mode};\n${skip}`,
    );
    g.link.globals.parts.push(inner.block.out);
    g.link.globals.line(`return ${name}v = ${code.js};\n}`);
  }
  const known = g.functions.get(`${key}/rep`);
  const rep: Code['rep'] = known === 'int' || known === 'bool' ? known : 'id';
  return { js: `${name}()`, rep, ...(g.functions.get(`${key}/lazy`) === 'true' ? { lazy: true } : {}) };
}

export function genLet(g: Gen, x: XOf<'let'>, ctx: Ctx): Code {
  return g.gen(x.body, bindLet(g, x, ctx));
}

/** Binds the definitions of a LET; each sees those before it, recursive ones themselves and all. */
export function bindLet(g: Gen, x: XOf<'let'>, ctx: Ctx): Ctx {
  let { env } = ctx;
  for (const d of x.defs) {
    const recursiveFcn = g.analysis.isSelfRecursive(d);
    if (d.recursive || recursiveFcn) {
      const js = g.name('r');
      env = { sym: d, binding: { k: 'function', js, isFcn: recursiveFcn }, outer: env };
      genRecursiveCall(g, d, 'define', env, { ...ctx, env }, x);
    } else if (d.params.length === 0 && d.body !== undefined) {
      env = { sym: d, binding: g.closure(d.body, env, ctx), outer: env };
    } else {
      env = { sym: d, binding: { k: 'operator', op: d, env }, outer: env };
    }
  }
  return { ...ctx, env };
}

export const CONTROL: Handlers<'num' | 'str' | 'bool' | 'if' | 'case' | 'let' | 'ref' | 'call'> = {
  num: (g, x, ctx) => genNumber(g, x, ctx),
  str: (g, x) => konst(g.heap.str(x.value)),
  bool: (_g, x) => ({ js: x.value ? 'true' : 'false', rep: 'bool', konst: x.value ? TRUE : 0 }),
  if: (g, x, ctx) => genIf(g, x, ctx),
  case: (g, x, ctx) => genCase(g, x, ctx),
  let: (g, x, ctx) => genLet(g, x, ctx),
  ref: (g, x, ctx) => genRef(g, x, ctx),
  call: (g, x, ctx) => genCall(g, x, ctx),
};

/** Numbers beyond 32 bits are refused as TLC refuses them. */
function genNumber(g: Gen, x: XOf<'num'>, ctx: Ctx): Code {
  if (x.value > 2147483647n) return g.fail(ctx, `The number ${x.value} does not fit into 32 bits, the integers of TLC`, x.loc);
  return konst(g.heap.int(Number(x.value)));
}
