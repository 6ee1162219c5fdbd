/** The operators of the language on sets and functions, and those that are refused. */
import type { X, XOf } from '../semantics/ir.ts';
import type { Code, Ctx } from './code.ts';
import { konst } from './code.ts';
import { arg, LOGIC } from './expr.ts';
import type { Gen } from './gen.ts';
import { forEach, genMember, memberOf } from './sets.ts';
import { pathOf } from './state.ts';

type Primitive = (g: Gen, x: XOf<'prim'>, ctx: Ctx) => Code;

const bool = (js: string): Code => ({ js, rep: 'bool' });

/** A set operator of the heap; the result is lazy where an operand may be. */
function setOperator(method: string): Primitive {
  return (g, x, ctx) => {
    const a = g.gen(arg(x, 0), ctx);
    const b = g.gen(arg(x, 1), ctx);
    const lazy = (a.lazy ?? false) || (b.lazy ?? false) || isLazyConstant(g, a) || isLazyConstant(g, b);
    return { js: g.at(x.loc, `H.${method}(${raw(g, a)}, ${raw(g, b)})`), rep: 'id', ...(lazy ? { lazy } : {}) };
  };
}

function isLazyConstant(g: Gen, c: Code): boolean {
  return c.konst !== undefined && !g.heap.isSettled(c.konst);
}

function raw(g: Gen, c: Code): string {
  return c.rep === 'id' ? c.js : g.toId(c);
}

function genSubseteq(g: Gen, x: XOf<'prim'>, ctx: Ctx): Code {
  const [a, b] = [arg(x, 0), arg(x, 1)];
  const path = pathOf(g, a, ctx);
  const inside = pathOf(g, b, ctx);
  if (path?.shape.k !== 'set' && inside?.shape.k !== 'set') return bool(g.at(x.loc, `H.subseteq(${g.any(a, ctx)}, ${g.any(b, ctx)})`));
  const t = g.name('q');
  const scope = g.branch(ctx);
  forEach(g, a, scope, (e, inner) => {
    inner.block.out.line(`if (!${memberOf(g, e, b, inner).js}) { ${t} = false; break; }`);
  });
  const { out } = ctx.block;
  out.line(`let ${t} = true;`);
  out.parts.push(scope.block.out);
  return bool(t);
}

function genDomain(g: Gen, x: XOf<'prim'>, ctx: Ctx): Code {
  const path = pathOf(g, arg(x, 0), ctx);
  if (path?.shape.k === 'fn') return konst(path.shape.dom);
  if (path?.shape.k === 'rec') return konst(path.shape.shape);
  return { js: g.at(x.loc, `H.domain(${g.id(arg(x, 0), ctx)})`), rep: 'id' };
}

function bigUnion(g: Gen, x: XOf<'prim'>, ctx: Ctx): Code {
  return { js: g.at(x.loc, `H.bigUnion(${g.any(arg(x, 0), ctx)})`), rep: 'id', lazy: true };
}

function refuse(feature: string): Primitive {
  return (g, x) => {
    throw g.unsupported(feature, x.loc);
  };
}

const PRIMITIVES: Readonly<Record<string, Primitive>> = {
  ...LOGIC,
  '\\in': (g, x, ctx) => genMember(g, arg(x, 0), arg(x, 1), ctx),
  '\\notin': (g, x, ctx) => bool(`!${genMember(g, arg(x, 0), arg(x, 1), ctx).js}`),
  '\\subseteq': genSubseteq,
  '\\cup': setOperator('union'),
  '\\cap': setOperator('inter'),
  '\\': setOperator('diff'),
  SUBSET: (g, x, ctx) => ({ js: `H.subsetOf(${g.any(arg(x, 0), ctx)})`, rep: 'id', lazy: true }),
  // The members of a listed set of sets may be too large to enumerate: UNION {S, T} is S \cup T.
  UNION: (g, x, ctx) => {
    const sets = arg(x, 0);
    const [first, ...rest] = sets.k === 'setEnum' ? sets.items : [];
    if (first !== undefined)
      return g.gen(
        rest.reduce((a, b): X => ({ k: 'prim', op: '\\cup', args: [a, b], loc: x.loc }), first),
        ctx,
      );
    return bigUnion(g, x, ctx);
  },
  DOMAIN: genDomain,
  BOOLEAN: (g) => konst(g.heap.booleanSet),
  STRING: (g) => konst(g.heap.stringSet),
  '[]': refuse('A temporal operator inside a state predicate'),
  '<>': refuse('A temporal operator inside a state predicate'),
  '~>': refuse('A temporal operator inside a state predicate'),
  '-+->': refuse('A temporal operator inside a state predicate'),
};

/** Compiles a primitive operator. */
export function genPrimitive(g: Gen, x: XOf<'prim'>, ctx: Ctx): Code {
  const f = PRIMITIVES[x.op];
  if (f === undefined) throw g.unsupported(`The operator ${x.op}`, x.loc);
  return f(g, x, ctx);
}
