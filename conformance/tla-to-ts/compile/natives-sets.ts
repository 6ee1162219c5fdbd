/** Operators of FiniteSetsExt and Functions that are computed here; the order in which they fold is that of TLC. */
import { type Loc, TlaError } from '../errors.ts';
import type { Arg } from '../semantics/ir.ts';
import type { Heap } from '../values/heap.ts';
import type { Code, Ctx } from './code.ts';
import type { Gen } from './gen.ts';
import {
  accumulate,
  applyOperator,
  elementsOf,
  id,
  int,
  library,
  type NativeTable,
  operator,
  orders,
  setOf,
  shared,
  value,
  wrongArgument,
} from './natives-support.ts';
import { forEach } from './sets.ts';
import { unfold } from './unfold.ts';

/** FoldSet(op, base, S): from the first element on, the accumulator on the right. */
function foldSet(g: Gen, args: readonly Arg[], ctx: Ctx, loc: Loc): Code {
  const base = g.tmpJs(ctx, g.id(value(args, 1), ctx));
  return accumulate(g, base, ctx, (scope, body) => {
    forEach(g, value(args, 2), scope, (e, inner) => body(inner, (acc) => applyOperator(g, operator(args, 0), [e, acc], inner, loc)));
  });
}

/** FoldFunctionOnSet(op, base, f, S), the values of f in the order of S. */
function foldFunctionOnSet(g: Gen, args: readonly Arg[], ctx: Ctx, loc: Loc): Code {
  const base = g.tmpJs(ctx, g.id(value(args, 1), ctx));
  const fn = value(args, 2);
  // A function that is written out may have a domain that cannot be enumerated: it is applied where it stands.
  const literal = unfold(g, fn, ctx).x.k === 'fcn';
  const f = literal ? '' : g.tmpJs(ctx, g.id(fn, ctx));
  return accumulate(g, base, ctx, (scope, body) => {
    forEach(g, value(args, 3), scope, (e, inner) => {
      body(inner, (acc) => {
        const sym = { k: 'param', name: 'i', arity: 0, loc } as const;
        const v = literal
          ? g.gen({ k: 'fcnApply', fn, arg: { k: 'ref', sym, loc }, loc }, g.bind(inner, sym, e))
          : id(g.at(loc, `H.apply(${f}, ${g.toId(e)})`));
        return applyOperator(g, operator(args, 0), [g.tmp(inner, v), acc], inner, loc);
      });
    });
  });
}

/** FoldFunction(op, base, f): all values, in the order of the domain. */
function foldFunction(g: Gen, args: readonly Arg[], ctx: Ctx, loc: Loc): Code {
  const base = g.tmpJs(ctx, g.id(value(args, 1), ctx));
  const f = g.tmpJs(ctx, g.id(value(args, 2), ctx));
  const size = shared(g, 'functionSize', functionSize);
  return accumulate(g, base, ctx, (scope, body) => {
    const i = g.name('i');
    const inner = g.loop(scope);
    const e = g.tmp(inner, id(`H.fnValue(${f}, ${i})`));
    body(inner, (acc) => applyOperator(g, operator(args, 0), [e, acc], inner, loc));
    scope.block.out.line(`for (let ${i} = 0, ${i}n = ${g.at(loc, `${size}(H, ${f})`)}; ${i} < ${i}n; ${i}++) {`);
    scope.block.out.parts.push(inner.block.out);
    scope.block.out.line('}');
  });
}

function functionSize(heap: Heap, f: number): number {
  return heap.isFn(f) ? heap.fnSize(f) : wrongArgument(heap, 'third', 'FoldFunction', 'function', f);
}

/** Quantify(S, P): counts without building a set. */
function quantify(g: Gen, args: readonly Arg[], ctx: Ctx, loc: Loc): Code {
  const n = g.name('n');
  const scope = g.branch(ctx);
  forEach(g, value(args, 0), scope, (e, inner) => {
    const test = g.toBool(applyOperator(g, operator(args, 1), [e], inner, loc), loc);
    inner.block.out.line(`if (${test}) ${n}++;`);
  });
  ctx.block.out.line(`let ${n} = 0;`);
  ctx.block.out.parts.push(scope.block.out);
  return int(n);
}

/** The subsets with k elements, each once, without the other subsets. */
function kSubset(heap: Heap, k: number, set: number): number {
  if (!heap.isSet(set)) wrongArgument(heap, 'second', 'kSubset', 'set', set);
  if (!heap.isInt(k)) wrongArgument(heap, 'first', 'kSubset', 'natural number', k);
  const size = heap.intVal(k);
  const n = heap.size(set);
  const out: number[] = [];
  const picked: number[] = [];
  const pick = (from: number): void => {
    if (picked.length === size) {
      const base = heap.begin();
      for (const e of picked) heap.push(e);
      out.push(heap.setFromSorted(base));
      return;
    }
    for (let i = from; i <= n - (size - picked.length); i++) {
      picked.push(heap.elem(set, i));
      pick(i + 1);
      picked.pop();
    }
  };
  if (size >= 0 && size <= n) pick(0);
  return setOf(heap, out);
}

/** The largest (sign 1) or the smallest (sign -1) of a set of integers. */
function extreme(name: string, sign: 1 | -1): (heap: Heap, set: number) => number {
  return (heap, set) => {
    if (!heap.isSet(set) || heap.size(set) === 0) wrongArgument(heap, 'first', name, 'non-empty set', set);
    let best = heap.intVal(heap.elem(set, 0));
    for (let i = 1; i < heap.size(set); i++) best = sign * Math.max(sign * best, sign * heap.intVal(heap.elem(set, i)));
    return best;
  };
}

function isInjective(heap: Heap, f: number): boolean {
  if (!heap.isFn(f)) wrongArgument(heap, 'first', 'IsInjective', 'function', f);
  const n = heap.fnSize(f);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) if (heap.eq(heap.fnValue(f, i), heap.fnValue(f, j))) return false;
  }
  return true;
}

/** From each value back to the argument that has it. As TLC, it refuses a value that occurs twice. */
function antiFunction(heap: Heap, f: number): number {
  if (!heap.isFn(f)) wrongArgument(heap, 'first', 'AntiFunction', 'function', f);
  const keys = elementsOf(heap, heap.norm(heap.domain(f)));
  const back = new Map(keys.map((key, i) => [heap.fnValue(f, i), key] as const));
  if (back.size < keys.length)
    throw new TlaError('evaluation', `A value occurs multiple times in the function domain, in AntiFunction of\n${heap.toText(f)}`);
  const domain = setOf(heap, [...back.keys()]);
  const base = heap.begin();
  for (const v of elementsOf(heap, domain)) heap.push(back.get(v) ?? 0);
  return heap.fnFrom(domain, base);
}

/** TLC's Permutations(S): all bijections of a finite set onto itself, as functions. */
export function permutations(heap: Heap, set: number): number {
  if (!heap.isSet(set)) wrongArgument(heap, 'first', 'Permutations', 'finite set', set);
  const images = orders(elementsOf(heap, set)).map((order) => {
    const base = heap.begin();
    for (const v of order) heap.push(v);
    return heap.fnFrom(set, base);
  });
  return setOf(heap, images);
}

export const FINITE_SETS_EXT: NativeTable = {
  FoldSet: foldSet,
  Quantify: quantify,
  kSubset: library('kSubset', kSubset),
  Max: library('Max', extreme('Max', 1), 'int'),
  Min: library('Min', extreme('Min', -1), 'int'),
};

export const FUNCTIONS_MODULE: NativeTable = {
  IsInjective: library('IsInjective', isInjective, 'bool'),
  AntiFunction: library('AntiFunction', antiFunction),
  FoldFunction: foldFunction,
  FoldFunctionOnSet: foldFunctionOnSet,
};
