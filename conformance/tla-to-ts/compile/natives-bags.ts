/** The operators of Bags and BagsExt on function values. What each does with a function that is no bag is what TLC does. */
import type { Loc } from '../errors.ts';
import type { Arg } from '../semantics/ir.ts';
import type { Heap } from '../values/heap.ts';
import type { Code, Ctx } from './code.ts';
import type { Gen } from './gen.ts';
import { accumulate, applyOperator, id, library, type NativeTable, operator, shared, value, wrongArgument } from './natives-support.ts';

/** Pairs (element, copies), in the order of the elements. */
type Copies = Map<number, number>;

function isABag(heap: Heap, b: number): boolean {
  if (!heap.isFn(b)) return false;
  for (let i = 0; i < heap.fnSize(b); i++) {
    const n = heap.fnValue(b, i);
    if (!heap.isInt(n) || heap.intVal(n) <= 0) return false;
  }
  return true;
}

/** The elements of a function with their numbers; `check` refuses what is no bag. */
function copiesOf(heap: Heap, b: number, which: string, name: string, check: 'function' | 'bag'): Copies {
  if (!heap.isFn(b) || (check === 'bag' && !isABag(heap, b))) wrongArgument(heap, which, name, check, b);
  const keys = heap.norm(heap.domain(b));
  const out: Copies = new Map();
  for (let i = 0; i < heap.size(keys); i++) out.set(heap.elem(keys, i), heap.intVal(heap.fnValue(b, i)));
  return out;
}

function bagOf(heap: Heap, copies: Copies): number {
  const keys = heap.begin();
  for (const e of copies.keys()) heap.push(e);
  const domain = heap.setFrom(keys);
  const base = heap.begin();
  for (let i = 0; i < heap.size(domain); i++) heap.push(heap.int(copies.get(heap.elem(domain, i)) ?? 0));
  return heap.fnFrom(domain, base);
}

function bagCup(heap: Heap, a: number, b: number): number {
  const sum = copiesOf(heap, a, 'first', '(+)', 'bag');
  for (const [e, n] of copiesOf(heap, b, 'second', '(+)', 'bag')) sum.set(e, n + (sum.get(e) ?? 0));
  return bagOf(heap, sum);
}

function bagDiff(heap: Heap, a: number, b: number): number {
  const less = copiesOf(heap, b, 'second', '(-)', 'function');
  const rest = [...copiesOf(heap, a, 'first', '(-)', 'function')].map(([e, n]) => [e, n - (less.get(e) ?? 0)] as const);
  return bagOf(heap, new Map(rest.filter(([, n]) => n > 0)));
}

function sqSubseteq(heap: Heap, a: number, b: number): boolean {
  const more = copiesOf(heap, b, 'second', '\\sqsubseteq', 'function');
  return [...copiesOf(heap, a, 'first', '\\sqsubseteq', 'function')].every(([e, n]) => n <= (more.get(e) ?? 0));
}

/** The sum of a set of bags. A single element is returned as it is, whatever it may be. */
function bagUnion(heap: Heap, set: number): number {
  if (!heap.isSet(set)) wrongArgument(heap, 'first', 'BagUnion', 'finite enumerable set', set);
  if (heap.size(set) === 1) return heap.elem(set, 0);
  const sum: Copies = new Map();
  for (let i = 0; i < heap.size(set); i++) {
    for (const [e, n] of copiesOf(heap, heap.elem(set, i), 'first', 'BagUnion', 'function')) sum.set(e, n + (sum.get(e) ?? 0));
  }
  return bagOf(heap, sum);
}

function bagCardinality(heap: Heap, b: number): number {
  let n = 0;
  for (const copies of copiesOf(heap, b, 'first', 'BagCardinality', 'bag').values()) n += copies;
  return n;
}

function copiesIn(heap: Heap, e: number, b: number): number {
  if (!heap.isFn(b)) wrongArgument(heap, 'second', 'CopiesIn', 'bag', b);
  const i = heap.posIn(heap.norm(heap.domain(b)), e);
  if (i < 0) return 0;
  const n = heap.fnValue(b, i);
  return heap.isInt(n) ? heap.intVal(n) : wrongArgument(heap, 'second', 'CopiesIn', 'bag', b);
}

/** BagOfAll(F, b): the copies of all elements that F maps to the same value come together. */
function bagOfAll(g: Gen, args: readonly Arg[], ctx: Ctx, loc: Loc): Code {
  const b = g.tmpJs(ctx, g.id(value(args, 1), ctx));
  const f = g.name('f');
  const inner = g.loop(ctx);
  const image = g.toId(applyOperator(g, operator(args, 0), [id('a')], inner, loc));
  ctx.block.out.line(`const ${f} = (a) => {`);
  ctx.block.out.parts.push(inner.block.out);
  ctx.block.out.line(`return ${image};\n};`);
  return id(g.at(loc, `${shared(g, 'bagImage', bagImage)}(H, ${b}, ${f})`));
}

function bagImage(heap: Heap, b: number, f: (e: number) => number): number {
  const sum: Copies = new Map();
  for (const [e, n] of copiesOf(heap, b, 'second', 'BagOfAll', 'function')) {
    const v = f(e);
    sum.set(v, n + (sum.get(v) ?? 0));
  }
  return bagOf(heap, sum);
}

/** FoldBag(op, base, b): every copy counts; the accumulator stands on the left, unlike in FoldSet. */
function foldBag(g: Gen, args: readonly Arg[], ctx: Ctx, loc: Loc): Code {
  const base = g.tmpJs(ctx, g.id(value(args, 1), ctx));
  const b = g.tmpJs(ctx, g.id(value(args, 2), ctx));
  const list = shared(g, 'bagList', bagList);
  return accumulate(g, base, ctx, (scope, body) => {
    const e = g.name('e');
    const inner = g.loop(scope);
    body(inner, (acc) => applyOperator(g, operator(args, 0), [acc, id(e)], inner, loc));
    scope.block.out.line(`for (const ${e} of ${g.at(loc, `${list}(H, ${b})`)}) {`);
    scope.block.out.parts.push(inner.block.out);
    scope.block.out.line('}');
  });
}

function bagList(heap: Heap, b: number): readonly number[] {
  return [...copiesOf(heap, b, 'third', 'FoldBag', 'bag')].flatMap(([e, n]) => Array.from({ length: n }, () => e));
}

export const BAGS: NativeTable = {
  IsABag: library('IsABag', isABag, 'bool'),
  BagIn: library('BagIn', (heap, e, b) => copiesIn(heap, e, b) > 0, 'bool'),
  CopiesIn: library('CopiesIn', copiesIn, 'int'),
  '(+)': library('(+)', bagCup),
  '(-)': library('(-)', bagDiff),
  '\\sqsubseteq': library('\\sqsubseteq', sqSubseteq, 'bool'),
  BagUnion: library('BagUnion', bagUnion),
  BagOfAll: bagOfAll,
  BagCardinality: library('BagCardinality', bagCardinality, 'int'),
};

export const BAGS_EXT: NativeTable = { FoldBag: foldBag };
