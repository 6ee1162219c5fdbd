/** Calls: what the parameters of a definition are bound to. */
import { nth } from '../cast.ts';
import type { Arg, Callee, OpSym } from '../semantics/ir.ts';
import { type Ctx, type Env, lookup } from './code.ts';
import type { Gen } from './gen.ts';

/** Binds parameters to arguments that are evaluated where they are used. */
export function bindArgs(g: Gen, op: OpSym, args: readonly Arg[], env: Env | undefined, ctx: Ctx): Env | undefined {
  let out = env;
  op.params.forEach((p, i) => {
    const a = nth(args, i);
    out = { sym: p, outer: out, binding: a.k === 'opArg' ? operatorBinding(g, a.op, ctx) : g.closure(a, ctx.env, ctx) };
  });
  return out;
}

/** An operator argument; a parameter that is passed on is looked up at once. */
function operatorBinding(g: Gen, callee: Callee, ctx: Ctx): Env['binding'] {
  const op = g.analysis.target(callee);
  if (op.k === 'param') {
    const found = lookup(ctx.env, op);
    if (found?.binding.k === 'operator') return found.binding;
  }
  return { k: 'operator', op, env: ctx.env };
}
