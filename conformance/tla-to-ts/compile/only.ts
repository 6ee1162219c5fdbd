/** Recognises `\\E m \\in S : m.f = a /\\ m.g = b /\\ ...`, in which elements with other values in these fields can be passed over. */
import type { ParamSym, X } from '../semantics/ir.ts';
import { bindArgs } from './arguments.ts';
import { type Ctx, isSimple, lookup } from './code.ts';
import type { Gen } from './gen.ts';
import { MAX_FIELDS } from './segment-index.ts';

/** The elements that matter have these values in these fields, or it cannot be said without an error. */
export interface Only {
  readonly fields: readonly number[];
  /** JavaScript of the values: names or literals. */
  readonly values: readonly string[];
}

/** What the first conjuncts of `x` ask of the value of `sym`, which `ctx` does not bind yet. */
export function onlyOf(g: Gen, sym: ParamSym, x: X, ctx: Ctx): Only | undefined {
  const fields: number[] = [];
  const values: string[] = [];
  for (const test of firstConjuncts(g, x, ctx)) {
    const found = fields.length < MAX_FIELDS ? (fieldTest(g, sym, test, 0, 1) ?? fieldTest(g, sym, test, 1, 0)) : undefined;
    if (found === undefined) break;
    if (fields.includes(found.field)) continue;
    fields.push(found.field);
    values.push(found.value);
  }
  return fields.length > 0 ? { fields, values } : undefined;
}

interface At {
  readonly x: X;
  readonly ctx: Ctx;
}

function* firstConjuncts(g: Gen, x: X, ctx: Ctx): Generator<At> {
  if (x.k === 'prim' && x.op === '/\\') {
    for (const y of x.args) yield* firstConjuncts(g, y, ctx);
    return;
  }
  const op = x.k === 'call' ? g.analysis.target(x.op) : undefined;
  const plain = op?.k === 'op' && op.native === undefined && !op.recursive && !op.captures && !g.model.values.has(op);
  if (x.k === 'call' && plain && op.body !== undefined)
    yield* firstConjuncts(g, op.body, { ...ctx, env: bindArgs(g, op, x.args, undefined, ctx) });
  else yield { x, ctx };
}

/** `m.field = value`: the left side at one place of the equation, the value at the other. */
function fieldTest(g: Gen, sym: ParamSym, { x, ctx }: At, left: number, right: number): { field: number; value: string } | undefined {
  if (x.k !== 'prim' || x.op !== '=') return undefined;
  const [read, wanted] = [x.args[left], x.args[right]];
  if (read?.k !== 'dot' || wanted === undefined) return undefined;
  const record = behind({ x: read.rec, ctx });
  if (record.x.k !== 'ref' || record.x.sym !== sym) return undefined;
  const value = known(g, behind({ x: wanted, ctx }));
  return value === undefined ? undefined : { field: g.heap.str(read.field), value };
}

/** What a parameter stands for. */
function behind(at: At): At {
  const { x, ctx } = at;
  const binding = x.k === 'ref' && x.sym.k === 'param' ? lookup(ctx.env, x.sym)?.binding : undefined;
  return binding?.k === 'closure' ? behind({ x: binding.x, ctx: { ...ctx, env: binding.env } }) : at;
}

/** The value of a constant, or of what is bound already: it takes no evaluation, which could fail. */
function known(g: Gen, { x, ctx }: At): string | undefined {
  const constant = g.constantOf(x);
  if (constant !== undefined) return g.heap.isSettled(constant) ? String(constant) : undefined;
  const binding = x.k === 'ref' && x.sym.k === 'param' ? lookup(ctx.env, x.sym)?.binding : undefined;
  if (binding?.k !== 'code' || binding.code.lazy === true) return undefined;
  return binding.code.rep === 'id' && isSimple(binding.code.js) ? binding.code.js : undefined;
}
