/** What stands behind a name, where the expression itself matters and not only its value. */
import type { X } from '../semantics/ir.ts';
import { bindArgs } from './arguments.ts';
import { type Ctx, lookup } from './code.ts';
import type { Gen } from './gen.ts';
import { isShared } from './state.ts';

/** Follows parameters and definitions without arguments to the expression behind a name. */
export function unfold(g: Gen, x: X, ctx: Ctx): { x: X; ctx: Ctx } {
  if (x.k === 'ref' && x.sym.k === 'param') {
    const found = lookup(ctx.env, x.sym);
    if (found?.binding.k === 'closure') return unfold(g, found.binding.x, { ...ctx, env: found.binding.env });
  }
  if (x.k === 'call' && x.args.length === 0) {
    const op = g.analysis.target(x.op);
    if (
      op.k === 'op' &&
      op.body !== undefined &&
      op.native === undefined &&
      !op.recursive &&
      op.params.length === 0 &&
      !g.model.values.has(op) &&
      !isShared(g, op, ctx)
    ) {
      if (!op.captures) return unfold(g, op.body, { ...ctx, env: undefined });
      const found = lookup(ctx.env, op);
      if (found?.binding.k === 'closure') return unfold(g, found.binding.x, { ...ctx, env: found.binding.env });
    }
  }
  return { x, ctx };
}

/** Is it written as a set that has far more elements than what it is made of? To ask for one element is then much less than to list it. */
function isPower(set: X): boolean {
  return set.k === 'fcnSet' || set.k === 'recordSet' || set.k === 'times' || (set.k === 'prim' && set.op === 'SUBSET');
}

/**
 * As `unfold`, also through definitions with arguments: `x \in S(a)` need not build S(a), which may be infinite; nor a set that is
 * kept for a state, if it is a part of a very large one.
 */
export function unfoldCalls(g: Gen, set: X, ctx: Ctx): { x: X; ctx: Ctx } {
  const { x, ctx: at } = unfold(g, set, ctx);
  if (x.k !== 'call') return { x, ctx: at };
  const op = g.analysis.target(x.op);
  if (op.k === 'op' && op.body?.k === 'setFilter' && isShared(g, op, at) && isPower(op.body.bound.set))
    return { x: op.body, ctx: { ...at, env: undefined } };
  if (x.args.length === 0) return { x, ctx: at };
  if (op.k !== 'op' || op.body === undefined || op.native !== undefined || op.recursive || op.captures || g.model.values.has(op))
    return { x, ctx: at };
  return unfoldCalls(g, op.body, { ...at, env: bindArgs(g, op, x.args, undefined, { ...at, block: ctx.block }) });
}
