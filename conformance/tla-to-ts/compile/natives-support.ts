/** What the implementations of the standard modules' operators (natives*.ts) are made of. */
import { nth } from '../cast.ts';
import { type Loc, TlaError } from '../errors.ts';
import type { Arg, ParamSym, X } from '../semantics/ir.ts';
import type { Heap } from '../values/heap.ts';
import type { Code, Ctx } from './code.ts';
import type { Gen } from './gen.ts';

/** Compiles one application of an operator. */
export type Native = (g: Gen, args: readonly Arg[], ctx: Ctx, loc: Loc) => Code;
export type NativeTable = Readonly<Record<string, Native>>;

export const int = (js: string): Code => ({ js, rep: 'int' });
export const bool = (js: string): Code => ({ js, rep: 'bool' });
export const id = (js: string): Code => ({ js, rep: 'id' });

/** The names of a table with their module in front. */
export function table(module: string, natives: NativeTable): readonly (readonly [string, Native])[] {
  return Object.entries(natives).map(([name, native]) => [`${module}!${name}`, native] as const);
}

/** Argument `i`, an expression. */
export function value(args: readonly Arg[], i: number): X {
  const a = args[i];
  if (a === undefined || a.k === 'opArg') throw new Error('internal: a value argument is missing');
  return a;
}

/** Argument `i`, an operator. */
export function operator(args: readonly Arg[], i: number): Arg {
  const a = args[i];
  if (a?.k !== 'opArg') throw new Error('internal: an operator argument is missing');
  return a;
}

/** Applies an operator argument to values that have been computed. */
export function applyOperator(g: Gen, op: Arg, codes: readonly Code[], ctx: Ctx, loc: Loc): Code {
  if (op.k !== 'opArg') throw new Error('internal: an operator argument is missing');
  const params = codes.map((_, i): ParamSym => ({ k: 'param', name: `v${i}`, arity: 0, loc }));
  const inner = codes.reduce((c, code, i) => g.bind(c, nth(params, i), code), ctx);
  return g.gen({ k: 'call', op: op.op, args: params.map((sym): X => ({ k: 'ref', sym, loc })), loc }, inner);
}

/** A method of the heap on interned values. */
export function method(name: string, result: Code['rep'] = 'id', lazy = false): Native {
  return (g, args, ctx, loc) => {
    const values = args.map((_, i) => g.id(value(args, i), ctx));
    return { js: g.at(loc, `H.${name}(${values.join(', ')})`), rep: result, ...(lazy ? { lazy } : {}) };
  };
}

/** An operator on values that a plain function computes; sets in lazy form reach it enumerated. */
export function library(name: string, f: (heap: Heap, ...args: number[]) => number | boolean, result: Code['rep'] = 'id'): Native {
  return (g, args, ctx, loc) => {
    const values = args.map((_, i) => g.tmpJs(ctx, g.id(value(args, i), ctx)));
    return { js: g.at(loc, `${shared(g, name, f)}(${['H', ...values].join(', ')})`), rep: result };
  };
}

/** Hands a function to the generated program, once. */
export function shared(g: Gen, name: string, f: unknown): string {
  const key = `library/${name}`;
  const known = g.functions.get(key);
  if (known !== undefined) return known;
  const js = g.ref('J', f);
  g.functions.set(key, js);
  return js;
}

/** All orders of some values. */
export function orders(values: readonly number[]): number[][] {
  const out: number[][] = [];
  const go = (chosen: readonly number[]): void => {
    if (chosen.length === values.length) out.push([...chosen]);
    else for (const v of values) if (!chosen.includes(v)) go([...chosen, v]);
  };
  go([]);
  return out;
}

/** The set of some values. */
export function setOf(heap: Heap, values: readonly number[]): number {
  const base = heap.begin();
  for (const v of values) heap.push(v);
  return heap.setFrom(base);
}

/** A record. */
export function recordOf(heap: Heap, fields: Readonly<Record<string, number>>): number {
  const shape = heap.shape(Object.keys(fields));
  const values = new Map(Object.entries(fields).map(([name, v]) => [heap.str(name), v]));
  const base = heap.begin();
  for (const name of heap.shapeFields(shape)) heap.push(values.get(name) ?? 0);
  return heap.recFrom(shape, base);
}

/** A sequence. */
export function sequenceOf(heap: Heap, values: readonly number[]): number {
  const base = heap.begin();
  for (const v of values) heap.push(v);
  return heap.seqFrom(base);
}

/** The elements of an explicit set. */
export function elementsOf(heap: Heap, set: number): number[] {
  return Array.from({ length: heap.size(set) }, (_, i) => heap.elem(set, i));
}

/** What TLC reports when an argument is of the wrong kind. */
export function wrongArgument(heap: Heap, which: string, operatorName: string, expected: string, given: number): never {
  throw new TlaError(
    'evaluation',
    `The ${which} argument of ${operatorName} should be a ${expected}, but instead it is:\n${heap.toText(given)}`,
  );
}

/**
 * A loop that carries a value: `step` returns the code of the next value from that of the present one. `walk` writes the loop
 * around what it is given.
 */
export function accumulate(
  g: Gen,
  base: string,
  ctx: Ctx,
  walk: (scope: Ctx, body: (inner: Ctx, step: (acc: Code) => Code) => void) => void,
): Code {
  const acc = g.name('a');
  const scope = g.branch(ctx);
  walk(scope, (inner, step) => inner.block.out.line(`${acc} = ${g.toId(step(id(acc)))};`));
  const { out } = ctx.block;
  out.line(`let ${acc} = ${base};`);
  out.parts.push(scope.block.out);
  return id(acc);
}

/** A loop over the elements of a sequence, or over its indices, in either direction. */
export function overSequence(
  g: Gen,
  sequence: string,
  from: 'first' | 'last',
  what: 'elements' | 'indices',
  ctx: Ctx,
  body: (element: Code, inner: Ctx) => void,
): void {
  const i = g.name('i');
  const inner = g.loop(ctx);
  const { out } = ctx.block;
  out.line(
    from === 'first'
      ? `for (let ${i} = 1, ${i}n = H.len(${sequence}); ${i} <= ${i}n; ${i}++) {`
      : `for (let ${i} = H.len(${sequence}); ${i} > 0; ${i}--) {`,
  );
  const e = what === 'indices' ? int(i) : g.tmp(inner, id(`H.at(${sequence}, ${i})`));
  body(e, inner);
  out.parts.push(inner.block.out);
  out.line('}');
}

/** An operator that acts when it is evaluated, and is TRUE. */
export function statement(ctx: Ctx, js: string): Code {
  ctx.block.out.line(`${js};`);
  return { js: 'true', rep: 'bool' };
}

/** An argument that must be a sequence. */
export function sequence(g: Gen, x: X, which: string, operatorName: string, ctx: Ctx): string {
  const s = g.tmpJs(ctx, g.id(x, ctx));
  const check = shared(
    g,
    'checkSequence',
    (heap: Heap, which: string, name: string, s: number) => heap.isSeq(s) || wrongArgument(heap, which, name, 'sequence', s),
  );
  ctx.block.out.line(`P = ${g.loc(x.loc)}; ${check}(H, ${JSON.stringify(which)}, ${JSON.stringify(operatorName)}, ${s});`);
  return s;
}
