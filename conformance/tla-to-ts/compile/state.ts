/** Access to the state: reading variables through the layout, and paths (`x[i].f`) that end in slots. */
import { nth } from '../cast.ts';
import type { Loc } from '../errors.ts';
import type { OpSym, VarSym, X } from '../semantics/ir.ts';
import { type Code, type Ctx, type Instances, lookup } from './code.ts';
import type { Gen } from './gen.ts';
import { LayoutMismatch, type Shape } from './layout.ts';

/** Smaller definitions are cheaper to repeat than to keep. */
const SHARE_FROM = 6;

/** Is this definition (without parameters) computed once for each state, by a function of its own? */
export function isShared(g: Gen, op: OpSym, ctx: Ctx): boolean {
  if (op.captures || op.recursive || op.params.length > 0 || op.body === undefined || op.body.k === 'tuple') return false;
  // What mentions the next state while it is being built depends on the path so far.
  if (ctx.mode === 'T' && !ctx.frozen) return false;
  if (g.analysis.dependsOnRun(op.body)) return false;
  if (g.analysis.size(op.body) < SHARE_FROM || !g.analysis.loops(op.body) || !g.analysis.varies(op.body) || g.analysis.hasPrime(op.body))
    return false;
  // A function over a set that cannot be enumerated is only ever applied.
  return op.body.k !== 'fcn' || op.body.bounds.every((b) => enumerable(g, b.set));
}

function enumerable(g: Gen, set: X): boolean {
  const known = g.constantOf(set);
  return known === undefined || g.heap.isEnumerable(known);
}

/** A part of a variable: where it starts in the slots of its buffer, and its shape. */
export interface Path {
  readonly v: VarSym;
  readonly buffer: 'S' | 'T';
  /** JavaScript of the first slot. */
  readonly offset: string;
  readonly shape: Shape;
}

/** The value of a whole variable. */
export function readVariable(g: Gen, v: VarSym, ctx: Ctx, loc: Loc): Code {
  const path = pathOf(g, { k: 'ref', sym: v, loc }, ctx);
  return path === undefined ? { js: '0', rep: 'id' } : readPath(g, path);
}

/** The value at a path: a slot, or the slots put together. */
export function readPath(g: Gen, p: Path): Code {
  if (p.shape.k === 'atom') return { js: `${p.buffer}[${p.offset}]`, rep: 'id' };
  if (p.shape.k === 'set') return { js: `box${p.buffer}${p.v.index}()`, rep: 'id' };
  return { js: `${boxFunction(g, p.shape)}(${p.buffer}, ${p.offset})`, rep: 'id' };
}

/** Is this expression a variable, or an application of one to arguments, that the layout splits into slots? */
export function pathOf(g: Gen, x: X, ctx: Ctx): Path | undefined {
  switch (x.k) {
    case 'ref': {
      if (x.sym.k === 'var') return variablePath(g, x.sym, ctx, x.loc);
      if (x.sym.k !== 'param') return undefined;
      const found = lookup(ctx.env, x.sym);
      return found?.binding.k === 'closure' ? pathOf(g, found.binding.x, { ...ctx, env: found.binding.env }) : undefined;
    }
    case 'call': {
      const op = g.analysis.target(x.op);
      if (op.k !== 'op' || op.params.length > 0 || op.body === undefined || op.recursive || g.model.values.has(op) || isShared(g, op, ctx))
        return undefined;
      if (!op.captures) return pathOf(g, op.body, { ...ctx, env: undefined });
      const found = lookup(ctx.env, op);
      return found?.binding.k === 'closure' ? pathOf(g, found.binding.x, { ...ctx, env: found.binding.env }) : undefined;
    }
    case 'prim':
      return x.op === "'" && x.args[0] !== undefined ? pathOf(g, x.args[0], { ...ctx, mode: 'T' }) : undefined;
    case 'fcnApply': {
      const p = pathOf(g, x.fn, ctx);
      if (p === undefined || p.shape.k === 'atom' || p.shape.k === 'set') return undefined;
      return step(g, p, g.gen(x.arg, ctx), ctx, x.loc);
    }
    case 'dot': {
      const p = pathOf(g, x.rec, ctx);
      if (p === undefined || p.shape.k === 'atom' || p.shape.k === 'set') return undefined;
      const id = g.heap.str(x.field);
      return step(g, p, { js: String(id), rep: 'id', konst: id }, ctx, x.loc);
    }
    default:
      return undefined;
  }
}

function variablePath(g: Gen, v: VarSym, ctx: Ctx, loc: Loc): Path | undefined {
  const buffer = g.buffer(v, ctx, loc);
  if (buffer === undefined) return undefined;
  return { v, buffer, offset: String(g.layout.base[v.index]), shape: nth(g.layout.shapes, v.index) };
}

/** One application along a path. An argument outside of the domain fails when the code runs, as in TLC. */
export function step(g: Gen, p: Path, a: Code, ctx: Ctx, loc: Loc): Path {
  const { shape } = p;
  if (shape.k === 'rec') {
    const i = a.konst === undefined ? -1 : shape.fields.indexOf(a.konst);
    if (i >= 0) {
      const before = shape.elems.slice(0, i).reduce((n, e) => n + e.size, 0);
      return { ...p, offset: plus(p.offset, String(before)), shape: nth(shape.elems, i) };
    }
    // A field chosen at run time does not go with slots of different shapes: the variable is kept whole.
    throw new LayoutMismatch(p.v.index);
  }
  if (shape.k !== 'fn') throw new Error('internal: no step from this shape');
  const at = positionOf(g, shape, a, ctx, (id) => `pos(${shape.dom}, ${id}, ${g.loc(loc)})`);
  return { ...p, offset: plus(p.offset, times(at, shape.elem.size)), shape: shape.elem };
}

/** The position of an argument in a constant domain; `fallback` makes the code for an argument that is not one of a few. */
export function positionOf(g: Gen, shape: Extract<Shape, { k: 'fn' }>, a: Code, ctx: Ctx, fallback: (id: string) => string): string {
  if (a.konst !== undefined) {
    const i = shape.keys.indexOf(a.konst);
    if (i >= 0) return String(i);
  }
  if (a.pos !== undefined && a.pos.set === shape.dom) return a.pos.js;
  const known = a.instance && instancePosition(g, shape.dom, a.instance);
  if (known !== undefined) return known;
  const lo = shape.keys[0];
  const n = shape.keys.length;
  const interval = lo !== undefined && shape.keys.every((k, i) => k === lo + 2 * i && (k & 1) === 1);
  if (interval && a.rep === 'int') {
    const t = g.tmp(ctx, { js: a.js, rep: 'int' }).js;
    const low = (lo ?? 0) >> 1;
    return `(${t} >= ${low} && ${t} <= ${low + n - 1} ? ${low === 0 ? t : `${t} - ${low}`} : ${fallback(`I(${t})`)})`;
  }
  const t = g.tmp(ctx, { js: g.toId(a), rep: 'id' }).js;
  if (n > 8) return fallback(t);
  return `(${shape.keys.map((k, i) => `${t} === ${k} ? ${i} : `).join('')}${fallback(t)})`;
}

/** The same for a parameter of an action; undefined where an instance's value is not in the domain. */
function instancePosition(g: Gen, dom: number, { js, values, positions, head }: Instances): string | undefined {
  const known = positions.get(dom);
  if (known !== undefined) return known;
  const table = values.map((v) => g.heap.posIn(dom, v));
  if (table.some((i) => i < 0)) return undefined;
  const name = g.name('q');
  head.line(`const ${name} = ${g.ref('Q', Int32Array.from(table))}[${js}];`);
  positions.set(dom, name);
  return name;
}

function plus(a: string, b: string): string {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) return String(Number(a) + Number(b));
  return a === '0' ? b : b === '0' ? a : `${a} + ${b}`;
}

function times(a: string, n: number): string {
  return n === 1 ? a : /^\d+$/.test(a) ? String(Number(a) * n) : `${a} * ${n}`;
}

/** Is this value an element of a set variable (with a segment) in the current state? JavaScript. */
export function isOld(v: VarSym, id: string): string {
  return `inS${v.index}(${id})`;
}

/** The name of a function that puts the value of a shape together from slots. */
export function boxFunction(g: Gen, shape: Shape): string {
  const key = `box/${shapeKey(shape)}`;
  const known = g.functions.get(key);
  if (known !== undefined) return known;
  const name = g.name('box');
  g.functions.set(key, name);
  const parts = elementsOf(shape).map(({ elem, offset }) =>
    elem.k === 'atom' ? `b[o + ${offset}]` : `${boxFunction(g, elem)}(b, o + ${offset})`,
  );
  // Nested values are built before the stack of the heap is used.
  const locals = parts.map((p, i) => `const e${i} = ${p};`).join(' ');
  const pushes = parts.map((_, i) => `H.push(e${i});`).join(' ');
  const dom = shape.k === 'fn' ? shape.dom : shape.k === 'rec' ? shape.shape : 0;
  g.link.globals.line(`function ${name}(b, o) { ${locals} const z = H.begin(); ${pushes} return H.fnFrom(${dom}, z); }`);
  return name;
}

/** The elements of a shape with their offsets. */
export function elementsOf(shape: Shape): readonly { readonly key: number; readonly elem: Shape; readonly offset: number }[] {
  if (shape.k === 'fn') return shape.keys.map((key, i) => ({ key, elem: shape.elem, offset: i * shape.elem.size }));
  if (shape.k !== 'rec') return [];
  let offset = 0;
  return shape.fields.map((key, i) => {
    const elem = nth(shape.elems, i);
    const at = offset;
    offset += elem.size;
    return { key, elem, offset: at };
  });
}

export function shapeKey(shape: Shape): string {
  switch (shape.k) {
    case 'atom':
    case 'set':
      return shape.k;
    case 'fn':
      return `fn(${shape.dom},${shapeKey(shape.elem)})`;
    case 'rec':
      return `rec(${shape.shape},${shape.elems.map(shapeKey).join(',')})`;
  }
}

/** The name of a function that spreads a value over slots; it raises LayoutMismatch where the value has another shape. */
export function spreadFunction(g: Gen, shape: Shape): string {
  const key = `spread/${shapeKey(shape)}`;
  const known = g.functions.get(key);
  if (known !== undefined) return known;
  const name = g.name('spread');
  g.functions.set(key, name);
  const dom = shape.k === 'fn' ? shape.dom : shape.k === 'rec' ? shape.shape : 0;
  const body = elementsOf(shape).map(({ elem, offset }, i) =>
    elem.k === 'atom' ? `b[o + ${offset}] = H.fnValue(f, ${i});` : `${spreadFunction(g, elem)}(b, o + ${offset}, H.fnValue(f, ${i}), v);`,
  );
  g.link.globals.line(`function ${name}(b, o, f, v) { if (!H.isFn(f) || H.domain(f) !== ${dom}) mismatch(v); ${body.join(' ')} }`);
  return name;
}
