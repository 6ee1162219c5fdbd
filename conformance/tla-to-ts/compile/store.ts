/** Assignments of variables: writing a value into the slots of the next state, without building it where the shape allows. */
import { nth } from '../cast.ts';
import type { ExceptUpdate, VarSym, X, XOf } from '../semantics/ir.ts';
import { bindArgs } from './arguments.ts';
import type { Code, Ctx } from './code.ts';
import { bindLet } from './expr.ts';
import { genUpdate } from './functions.ts';
import type { Gen } from './gen.ts';
import { LayoutMismatch } from './layout.ts';
import { elementsOf, type Path, pathOf, positionOf, readPath, shapeKey, spreadFunction } from './state.ts';
import { unfold } from './unfold.ts';

/** Writes the value of `x` to variable `v` of the next state. */
export function genStore(g: Gen, v: VarSym, x: X, ctx: Ctx): void {
  const shape = nth(g.layout.shapes, v.index);
  if (shape.k === 'set') storeSet(g, v, x, ctx);
  else storeSlots(g, { v, buffer: 'T', offset: String(g.layout.base[v.index]), shape }, x, ctx);
}

/** Writes a value that has been computed. */
export function genStoreCode(g: Gen, v: VarSym, c: Code, ctx: Ctx): void {
  const shape = nth(g.layout.shapes, v.index);
  const offset = String(g.layout.base[v.index]);
  const { out } = ctx.block;
  if (shape.k === 'set') out.line(`fill${v.index}(${g.toId(c)});`);
  else if (shape.k === 'atom') out.line(`T[${offset}] = ${g.toId(c)};`);
  else out.line(`${spreadFunction(g, shape)}(T, ${offset}, ${g.toId(c)}, ${v.index});`);
}

function storeSlots(g: Gen, to: Path, x: X, ctx: Ctx): void {
  const { out } = ctx.block;
  if (to.shape.k === 'atom') return out.line(`T[${to.offset}] = ${g.id(x, ctx)};`);
  const { x: e, ctx: unfolded } = unfold(g, x, ctx);
  const at: Ctx = { ...unfolded, block: ctx.block };
  const from = pathOf(g, e, at);
  if (from !== undefined && shapeKey(from.shape) === shapeKey(to.shape)) return copySlots(from, to, ctx);
  switch (e.k) {
    case 'if':
      return storeBranches(g, to, e, at);
    case 'let':
      return storeSlots(g, to, e.body, bindLet(g, e, at));
    case 'fcn':
      if (storeFunction(g, to, e, at)) return;
      break;
    case 'record':
      if (storeRecord(g, to, e, at)) return;
      break;
    case 'except': {
      const base = pathOf(g, e.fn, at);
      if (base === undefined || shapeKey(base.shape) !== shapeKey(to.shape)) break;
      copySlots(base, to, ctx);
      for (const u of e.updates) storeUpdate(g, to, u, 0, at);
      return;
    }
    case 'call': {
      const op = g.analysis.target(e.op);
      if (op.k !== 'op' || op.body === undefined || op.recursive || op.captures || op.native !== undefined || g.model.values.has(op)) break;
      return storeSlots(g, to, op.body, { ...at, env: bindArgs(g, op, e.args, undefined, at) });
    }
    default:
      break;
  }
  out.line(`${spreadFunction(g, to.shape)}(T, ${to.offset}, ${g.id(x, ctx)}, ${to.v.index});`);
}

function copySlots(from: Path, to: Path, ctx: Ctx): void {
  const { size } = to.shape;
  if (from.buffer === 'T' && from.offset === to.offset) return;
  const lines = Array.from({ length: size }, (_, i) => `T[${to.offset} + ${i}] = ${from.buffer}[${from.offset} + ${i}];`);
  ctx.block.out.line(
    size <= 8 ? lines.join(' ') : `for (let i = 0; i < ${size}; i++) T[${to.offset} + i] = ${from.buffer}[${from.offset} + i];`,
  );
}

function storeBranches(g: Gen, to: Path, e: XOf<'if'>, ctx: Ctx): void {
  const cond = g.bool(e.cond, ctx);
  const yes = g.branch(ctx);
  const no = g.branch(ctx);
  storeSlots(g, to, e.then, yes);
  storeSlots(g, to, e.else, no);
  const { out } = ctx.block;
  out.line(`if (${cond}) {`);
  out.parts.push(yes.block.out);
  out.line('} else {');
  out.parts.push(no.block.out);
  out.line('}');
}

/** `[i \in D |-> e]` over the constant domain of the shape: element by element. */
function storeFunction(g: Gen, to: Path, e: XOf<'fcn'>, ctx: Ctx): boolean {
  const [b] = e.bounds;
  const { shape } = to;
  if (shape.k !== 'fn' || b === undefined || e.bounds.length !== 1 || b.tuple || b.syms.length !== 1 || g.constantOf(b.set) !== shape.dom)
    return false;
  const [sym] = b.syms;
  if (sym === undefined) return false;
  if (shape.keys.length <= 4) {
    shape.keys.forEach((key, i) => {
      const element: Code = { js: String(key), rep: 'id', konst: key, pos: { set: shape.dom, js: String(i) } };
      storeSlots(
        g,
        { ...to, offset: `${to.offset} + ${i * shape.elem.size}`, shape: shape.elem },
        e.body,
        g.bind(g.branchInto(ctx), sym, element),
      );
    });
    return true;
  }
  const i = g.name('i');
  const key = g.name('k');
  const inner = g.loop(ctx);
  const element: Code = { js: key, rep: 'id', pos: { set: shape.dom, js: i } };
  storeSlots(g, { ...to, offset: `${to.offset} + ${i} * ${shape.elem.size}`, shape: shape.elem }, e.body, g.bind(inner, sym, element));
  const { out } = ctx.block;
  out.line(`for (let ${i} = 0; ${i} < ${shape.keys.length}; ${i}++) {\nconst ${key} = ${g.elements(shape.dom)}[${i}];`);
  out.parts.push(inner.block.out);
  out.line('}');
  return true;
}

function storeRecord(g: Gen, to: Path, e: XOf<'record'>, ctx: Ctx): boolean {
  const { shape } = to;
  if (shape.k !== 'rec' || shape.fields.length !== e.fields.length) return false;
  const values = new Map(e.fields.map((f) => [g.heap.str(f.name), f.value] as const));
  if (shape.fields.some((f) => !values.has(f))) return false;
  for (const { key, elem, offset } of elementsOf(shape)) {
    const value = values.get(key);
    if (value !== undefined) storeSlots(g, { ...to, offset: `${to.offset} + ${offset}`, shape: elem }, value, ctx);
  }
  return true;
}

/** `![i].f = e` on slots that already hold the old value. A key outside of the domain changes nothing, as in TLC. */
function storeUpdate(g: Gen, to: Path, u: ExceptUpdate, from: number, ctx: Ctx): void {
  const { out } = ctx.block;
  const selector = u.path[from];
  if (selector === undefined) {
    const old = g.analysis.mentions(u.value, u.at) ? g.tmp(ctx, readPath(g, to)) : undefined;
    return storeSlots(g, to, u.value, old === undefined ? ctx : g.bind(ctx, u.at, old));
  }
  const { shape } = to;
  if (shape.k === 'atom' || shape.k === 'set') {
    const old = g.tmpJs(ctx, `T[${to.offset}]`);
    return out.line(`T[${to.offset}] = ${genUpdate(g, old, u, from, ctx)};`);
  }
  if (shape.k === 'rec') {
    const key = selector.k === 'field' ? g.heap.str(selector.name) : g.gen(selector.arg, ctx).konst;
    if (key === undefined) throw new LayoutMismatch(to.v.index);
    const found = elementsOf(shape).find((e) => e.key === key);
    if (found !== undefined) storeUpdate(g, { ...to, offset: `${to.offset} + ${found.offset}`, shape: found.elem }, u, from + 1, ctx);
    return;
  }
  const key: Code =
    selector.k === 'field'
      ? { js: String(g.heap.str(selector.name)), rep: 'id', konst: g.heap.str(selector.name) }
      : g.gen(selector.arg, ctx);
  const position = g.tmpJs(
    ctx,
    positionOf(g, shape, key, ctx, (id) => `H.posIn(${shape.dom}, ${id})`),
  );
  const next: Path = {
    ...to,
    offset: `${to.offset} + ${position}${shape.elem.size === 1 ? '' : ` * ${shape.elem.size}`}`,
    shape: shape.elem,
  };
  if (/^\d+$/.test(position) || key.pos?.js === position) return storeUpdate(g, next, u, from + 1, ctx);
  const sub = g.branch(ctx);
  storeUpdate(g, next, u, from + 1, sub);
  out.line(`if (${position} >= 0) {`);
  out.parts.push(sub.block.out);
  out.line('}');
}

/** `v' = (v \cup {a}) \ {b}` changes the segment in place of building sets; anything else fills it anew. */
function storeSet(g: Gen, v: VarSym, x: X, ctx: Ctx): void {
  const changes: { add: boolean; items: readonly X[]; ctx: Ctx }[] = [];
  let here: { x: X; ctx: Ctx } = unfoldOperators(g, x, ctx);
  for (;;) {
    const { x: e, ctx: at } = here;
    if (e.k !== 'prim' || (e.op !== '\\cup' && e.op !== '\\')) break;
    const [a, b] = e.args;
    if (a === undefined || b === undefined) break;
    const left = unfoldOperators(g, a, at);
    const right = unfoldOperators(g, b, at);
    if (right.x.k === 'setEnum') {
      changes.unshift({ add: e.op === '\\cup', items: right.x.items, ctx: right.ctx });
      here = left;
    } else if (left.x.k === 'setEnum' && e.op === '\\cup') {
      changes.unshift({ add: true, items: left.x.items, ctx: left.ctx });
      here = right;
    } else break;
  }
  const base = pathOf(g, here.x, here.ctx);
  const { out } = ctx.block;
  if (base?.shape.k !== 'set' || base.v !== v || base.buffer !== 'S') return out.line(`fill${v.index}(${g.id(x, ctx)});`);
  // All elements are computed before the segment changes: they may read it.
  const ids = changes.map((c) => ({ add: c.add, ids: c.items.map((i) => g.tmpJs(ctx, g.id(i, { ...c.ctx, block: ctx.block }))) }));
  out.line(`copy${v.index}();`);
  for (const c of ids) for (const i of c.ids) out.line(`${c.add ? 'add' : 'del'}${v.index}(${i});`);
}

/** Follows names and calls of operators with arguments (`Send(m)`), so that the set expression itself is seen. */
function unfoldOperators(g: Gen, x: X, ctx: Ctx): { x: X; ctx: Ctx } {
  const { x: e, ctx: at } = unfold(g, x, ctx);
  if (e.k !== 'call') return { x: e, ctx: { ...at, block: ctx.block } };
  const op = g.analysis.target(e.op);
  if (
    op.k !== 'op' ||
    op.body === undefined ||
    op.recursive ||
    op.captures ||
    op.native !== undefined ||
    op.params.length === 0 ||
    g.model.values.has(op)
  )
    return { x: e, ctx: { ...at, block: ctx.block } };
  const inner: Ctx = { ...at, block: ctx.block };
  return unfoldOperators(g, op.body, { ...inner, env: bindArgs(g, op, e.args, undefined, inner) });
}
