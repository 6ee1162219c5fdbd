/** Which variable, or function, an expression names, through parameters and definitions. */
import type { Binder, ParamSym, VarSym, X, XOf } from '../semantics/ir.ts';
import { type Ctx, type Env, lookup } from './code.ts';
import type { Gen } from './gen.ts';

/** The variable that `x'` (or, in an initial predicate, `x`) names. */
export function targetOf(g: Gen, init: boolean, x: X, ctx: Ctx): VarSym | undefined {
  if (init) return variableOf(g, x, ctx);
  if (x.k === 'prim' && x.op === "'" && x.args[0] !== undefined) return variableOf(g, x.args[0], ctx);
  const next = follow(g, x, ctx);
  return next === undefined ? undefined : targetOf(g, init, next.x, next.ctx);
}

/** The variable that an expression is. */
export function variableOf(g: Gen, x: X, ctx: Ctx): VarSym | undefined {
  if (x.k === 'ref' && x.sym.k === 'var') return x.sym;
  const next = follow(g, x, ctx);
  return next === undefined ? undefined : variableOf(g, next.x, next.ctx);
}

/** What a parameter or a definition without arguments stands for. */
export function follow(g: Gen, x: X, ctx: Ctx): { x: X; ctx: Ctx } | undefined {
  if (x.k === 'ref' && x.sym.k === 'param') {
    const found = lookup(ctx.env, x.sym);
    return found?.binding.k === 'closure' ? { x: found.binding.x, ctx: { ...ctx, env: found.binding.env } } : undefined;
  }
  if (x.k !== 'call' || x.args.length > 0) return undefined;
  const op = g.analysis.target(x.op);
  if (op.k !== 'op' || op.body === undefined || op.recursive || g.model.values.has(op)) return undefined;
  if (!op.captures) return { x: op.body, ctx: { ...ctx, env: undefined } };
  const found = lookup(ctx.env, op);
  return found?.binding.k === 'closure' ? { x: found.binding.x, ctx: { ...ctx, env: found.binding.env } } : undefined;
}

/** A function of one argument with its surroundings. */
interface FunctionBehind {
  readonly fn: XOf<'fcn'>;
  readonly bound: Binder;
  readonly sym: ParamSym;
  readonly env: Env | undefined;
}

function unary(fn: XOf<'fcn'>, env: Env | undefined): FunctionBehind | undefined {
  const [bound, ...others] = fn.bounds;
  const [sym, ...more] = bound?.syms ?? [];
  if (bound === undefined || sym === undefined || others.length > 0 || more.length > 0 || bound.tuple) return undefined;
  return { fn, bound, sym, env };
}

/** The function of one argument that an expression names or writes out. */
export function functionBehind(g: Gen, x: X, ctx: Ctx): FunctionBehind | undefined {
  if (x.k === 'fcn') return unary(x, ctx.env);
  const op = x.k === 'call' && x.args.length === 0 ? g.analysis.target(x.op) : undefined;
  const local = op?.k === 'op' && op.captures ? lookup(ctx.env, op) : undefined;
  if (op?.k === 'op' && op.body?.k === 'fcn' && local?.binding.k === 'function') return unary(op.body, local.at);
  const next = follow(g, x, ctx);
  return next === undefined ? undefined : functionBehind(g, next.x, next.ctx);
}
