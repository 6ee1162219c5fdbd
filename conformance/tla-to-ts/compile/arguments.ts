/** Calls: what the parameters of a definition are bound to. */
import { nth } from '../cast.ts';
import type { Arg, Callee, OpSym, ParamSym, X } from '../semantics/ir.ts';
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

/** Symbols with the code of their values. */
export interface Passed {
  readonly symbols: readonly (ParamSym | OpSym)[];
  readonly values: readonly string[];
}

/** The parameters and bound variables that an action needs of its surroundings, to be passed to a program of its own, and their values. */
export function passedSymbols(g: Gen, action: X, ctx: Ctx, what: string): Passed {
  const symbols = g.analysis.free(action);
  const values = symbols.map((sym) => {
    if (sym.k !== 'param' || lookup(ctx.env, sym)?.binding.k === 'operator')
      throw g.unsupported(`${what} of an action that takes operators, or local definitions, from around it`, action.loc);
    return g.tmpJs(ctx, g.id({ k: 'ref', sym, loc: action.loc }, ctx));
  });
  return { symbols, values };
}

/** Binds such symbols to the parameters p0, p1, ... of a function. */
export function parameterEnv(symbols: Passed['symbols']): Env | undefined {
  return symbols.reduce<Env | undefined>(
    (outer, sym, i) => ({ sym, binding: { k: 'code', code: { js: `p${i}`, rep: 'id' } }, outer }),
    undefined,
  );
}
