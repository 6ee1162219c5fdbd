/** Sets: loops over them, membership, and the operators that build them. */
import { nth } from '../cast.ts';
import type { Loc } from '../errors.ts';
import type { Binder, ParamSym, X, XOf } from '../semantics/ir.ts';
import { K_MODEL, K_SET, K_STR, L_FCNSET, L_INT, L_NAT, L_PROD, L_RECSET, L_SEQ, L_SUBSET } from '../values/heap.ts';
import { type Code, type Ctx, konst, Out } from './code.ts';
import type { Gen, Handlers } from './gen.ts';
import type { Only } from './only.ts';
import { MAX_FIELDS, SegmentIndex } from './segment-index.ts';
import { elementsOf, isOld, type Path, pathOf, readPath } from './state.ts';
import { unfold, unfoldCalls } from './unfold.ts';

const bool = (js: string): Code => ({ js, rep: 'bool' });

/** Runs `body` for every element of a set, in TLC's order; the code of the loop goes to the block of `ctx`. */
export function forEach(g: Gen, set: X, ctx: Ctx, body: (element: Code, ctx: Ctx) => void, only?: Only): void {
  const known = g.constantOf(set);
  if (known !== undefined) return overConstant(g, known, set.loc, ctx, body);
  const { x, ctx: at } = unfold(g, set, ctx);
  if (x.k === 'call' && x.op.k === 'op' && x.op.native === 'Naturals!..' && x.args.length === 2) {
    const [a, b] = x.args;
    if (a !== undefined && b !== undefined && a.k !== 'opArg' && b.k !== 'opArg') return overInterval(g, a, b, at, ctx, body);
  }
  if (x.k === 'setFilter' && !x.bound.tuple) return overFilter(g, x, at, ctx, body);
  if (x.k === 'prim' && x.op === 'DOMAIN') {
    const p = pathOf(g, nth(x.args, 0), at);
    if (p?.shape.k === 'fn') return overConstant(g, p.shape.dom, set.loc, ctx, body);
  }
  const path = pathOf(g, x, at);
  if (path?.shape.k === 'set') return overSegment(g, path, ctx, body, only);
  overValue(g, set, ctx, body);
}

function overConstant(g: Gen, set: number, loc: Loc, ctx: Ctx, body: (element: Code, ctx: Ctx) => void): void {
  const explicit = tryNorm(g, set);
  if (explicit === undefined) {
    const inner = g.loop(ctx);
    const c = g.name('c');
    const e = g.name('e');
    ctx.block.out.line(`for (let ${c} = ${g.at(loc, `H.cursor(${set})`)}, ${e} = ${c}.next(); ${e} !== -2; ${e} = ${c}.next()) {`);
    body({ js: e, rep: 'id' }, inner);
    ctx.block.out.parts.push(inner.block.out);
    ctx.block.out.line('}');
    return;
  }
  const n = g.heap.size(explicit);
  if (n === 0) return;
  if (n === 1) return body(konst(g.heap.elem(explicit, 0)), ctx);
  const array = g.elements(explicit);
  const inner = g.loop(ctx);
  const i = g.name('i');
  const e = g.name('e');
  ctx.block.out.line(`for (let ${i} = 0; ${i} < ${n}; ${i}++) {\nconst ${e} = ${array}[${i}];`);
  body({ js: e, rep: 'id', pos: { set: explicit, js: i } }, inner);
  ctx.block.out.parts.push(inner.block.out);
  ctx.block.out.line('}');
}

/** The explicit form of a constant set, where it is small enough to be listed while compiling. */
function tryNorm(g: Gen, set: number): number | undefined {
  if (!g.heap.isSet(set)) return undefined;
  if (g.heap.kind(set) === K_SET) return set;
  return g.heap.isEnumerable(set) && g.heap.sizeBound(set) <= 4096 ? g.heap.norm(set) : undefined;
}

function overInterval(g: Gen, a: X, b: X, at: Ctx, ctx: Ctx, body: (element: Code, ctx: Ctx) => void): void {
  const lo = g.tmp(ctx, { js: g.int(a, { ...at, block: ctx.block }), rep: 'int' }).js;
  const hi = g.tmp(ctx, { js: g.int(b, { ...at, block: ctx.block }), rep: 'int' }).js;
  const inner = g.loop(ctx);
  const i = g.name('n');
  ctx.block.out.line(`for (let ${i} = ${lo}; ${i} <= ${hi}; ${i}++) {`);
  body({ js: i, rep: 'int' }, inner);
  ctx.block.out.parts.push(inner.block.out);
  ctx.block.out.line('}');
}

/** `{x \in S : P}` needs no set of its own when it is only walked through. */
function overFilter(g: Gen, x: XOf<'setFilter'>, at: Ctx, ctx: Ctx, body: (element: Code, ctx: Ctx) => void): void {
  forEach(g, x.bound.set, { ...ctx, env: at.env, mode: at.mode }, (element, inner) => {
    const [sym] = x.bound.syms;
    if (sym === undefined) return;
    const test = g.bool(x.body, g.bind(inner, sym, element));
    if (test === 'false') return;
    const then = g.branch(inner);
    body(element, { ...then, env: ctx.env, mode: ctx.mode });
    inner.block.out.line(`if (${test}) {`);
    inner.block.out.parts.push(then.block.out);
    inner.block.out.line('}');
  });
}

/** The name of the index of a segment of the current state by these fields. */
function indexOf(g: Gen, p: Path, fields: readonly number[]): string {
  const key = `index ${p.v.index} ${fields.join(' ')}`;
  const name = g.functions.get(key) ?? g.ref('I', new SegmentIndex(g.heap, fields));
  g.functions.set(key, name);
  return name;
}

function overSegment(g: Gen, p: Path, ctx: Ctx, body: (element: Code, ctx: Ctx) => void, only?: Only): void {
  const inner = g.loop(ctx);
  const i = g.name('i');
  const e = g.name('e');
  const { out } = ctx.block;
  const name = `${p.buffer}${p.v.index}`;
  if (only !== undefined && p.buffer === 'S') {
    // An action looks for its own messages under all its parameters, and most of the messages are not its own.
    const index = indexOf(g, p, only.fields);
    const next = g.name('n');
    const wanted = Array.from({ length: MAX_FIELDS }, (_, k) => only.values[k] ?? '0').join(', ');
    out.line(
      `for (let ${i} = ${index}.first(ES, ${name}e, ${name}n, ${wanted}), ${next} = ${index}.next; ${i} >= 0; ${i} = ${next}[${i}]) {`,
    );
    out.line(`const ${e} = ${name}e[${i}];`);
  } else {
    // A segment that is still being written has its new elements at the end.
    if (p.buffer === 'T' && !ctx.frozen) out.line(`sort${p.v.index}();`);
    out.line(`for (let ${i} = 0; ${i} < ${name}n; ${i}++) {\nconst ${e} = ${name}e[${i}];`);
  }
  body(memberOfSegment(p.v.index, e, inner), inner);
  out.parts.push(inner.block.out);
  out.line('}');
}

/** An element of a segment, at the beginning of the code that it is used in. */
export function memberOfSegment(variable: number, js: string, ctx: Ctx): Code {
  const head = new Out();
  ctx.block.out.parts.push(head);
  return { js, rep: 'id', member: { variable, js, ordinal: undefined, head } };
}

function overValue(g: Gen, set: X, ctx: Ctx, body: (element: Code, ctx: Ctx) => void): void {
  const c = g.gen(set, ctx);
  const inner = g.loop(ctx);
  const e = g.name('e');
  const { out } = ctx.block;
  const value = g.tmp(ctx, { js: c.rep === 'id' ? c.js : g.toId(c), rep: 'id' }).js;
  if (c.lazy === true && !isFinal(g, set)) {
    // Sets in lazy form are enumerated one by one: they may be huge and the loop may end early.
    const k = g.name('c');
    out.line(`for (let ${k} = ${g.at(set.loc, `H.cursor(${value})`)}, ${e} = ${k}.next(); ${e} !== -2; ${e} = ${k}.next()) {`);
  } else {
    const s = g.name('s');
    const i = g.name('i');
    out.line(
      `const ${s} = SET(${value}, ${g.loc(set.loc)});\nfor (let ${i} = 0, ${i}n = H.size(${s}); ${i} < ${i}n; ${i}++) {\nconst ${e} = H.elem(${s}, ${i});`,
    );
  }
  body({ js: e, rep: 'id' }, inner);
  out.parts.push(inner.block.out);
  out.line('}');
}

function isFinal(g: Gen, x: X): boolean {
  return g.analysis.size(x) === 0;
}

/**
 * Nested loops over the binders of a quantifier, function or set. As in TLC, the first name changes fastest: the last
 * binder is the outermost loop.
 */
export function forEachBinding(
  g: Gen,
  bounds: readonly Binder[],
  ctx: Ctx,
  body: (ctx: Ctx, elements: readonly Code[]) => void,
  only?: Only,
): void {
  const names = bounds.flatMap((b) => (b.tuple ? [b] : b.syms.map((s) => ({ ...b, syms: [s] }))));
  // Bound sets are evaluated outside of the names that they bind; a set that takes work is evaluated once.
  let outer = ctx;
  const sets = names.map((b) => {
    if (names.length === 1 || g.analysis.isClosedConstant(b.set) || b.set.k === 'ref') return b.set;
    const sym: ParamSym = { k: 'param', name: 'S', arity: 0, loc: b.set.loc };
    outer = { ...outer, env: { sym, binding: g.closure(b.set, ctx.env, ctx), outer: outer.env } };
    return { k: 'ref', sym, loc: b.set.loc } as const;
  });
  const go = (i: number, at: Ctx, elements: readonly Code[]): void => {
    const b = names[i];
    const set = sets[i];
    if (b === undefined || set === undefined) return body(at, elements);
    const { env } = at;
    const each = (element: Code, inner: Ctx): void => go(i - 1, bindElement(g, b, element, { ...inner, env }), [element, ...elements]);
    forEach(g, set, { ...at, env: outer.env }, each, only);
  };
  go(names.length - 1, ctx, []);
}

/** Binds one element: to a name, or taken apart by a tuple pattern. */
export function bindElement(g: Gen, b: Pick<Binder, 'syms' | 'tuple' | 'set'>, element: Code, ctx: Ctx): Ctx {
  const [first] = b.syms;
  if (!b.tuple) return first === undefined ? ctx : g.bind(ctx, first, element);
  const e = g.tmp(ctx, { js: g.toId(element), rep: 'id' }).js;
  ctx.block.out.line(`TUPLE(${e}, ${b.syms.length}, ${g.loc(b.set.loc)});`);
  return b.syms.reduce((c, sym, i) => g.bind(c, sym, g.tmp(ctx, { js: `H.at(${e}, ${i + 1})`, rep: 'id' })), ctx);
}

export function genQuant(g: Gen, x: XOf<'quant'>, ctx: Ctx): Code {
  const t = g.name('q');
  const label = g.name('L');
  const found = x.q === 'E';
  const { out } = ctx.block;
  const scope = g.branch(ctx);
  forEachBinding(g, x.bounds, scope, (inner) => {
    const c = g.bool(x.body, inner);
    inner.block.out.line(`if (${found ? c : `!${c}`}) { ${t} = ${found}; break ${label}; }`);
  });
  out.line(`let ${t} = ${!found};\n${label}: {`);
  out.parts.push(scope.block.out);
  out.line('}');
  return bool(t);
}

/** `x \in S`. */
export function genMember(g: Gen, element: X, set: X, ctx: Ctx): Code {
  const path = pathOf(g, element, ctx);
  if (path !== undefined && path.shape.k !== 'atom') {
    const structural = pathMember(g, path, set, ctx);
    if (structural !== undefined) return structural;
  }
  return memberOf(g, g.tmp(ctx, g.gen(element, ctx)), set, ctx);
}

/** A flattened function in a function or record set: slot by slot. */
function pathMember(g: Gen, p: Path, set: X, ctx: Ctx): Code | undefined {
  const { x, ctx: at } = unfold(g, set, ctx);
  const inner: Ctx = { ...at, block: ctx.block };
  if (p.shape.k === 'fn' && x.k === 'fcnSet' && g.constantOf(x.from) === p.shape.dom)
    return allOf(
      g,
      elementsOf(p.shape).map(({ elem, offset }) => ({ path: { ...p, offset: `${p.offset} + ${offset}`, shape: elem }, set: x.to })),
      inner,
    );
  if (p.shape.k === 'rec' && x.k === 'recordSet') {
    const byName = new Map(x.fields.map((f) => [g.heap.str(f.name), f.value] as const));
    if (byName.size !== p.shape.fields.length || p.shape.fields.some((f) => !byName.has(f))) return undefined;
    return allOf(
      g,
      elementsOf(p.shape).flatMap(({ key, elem, offset }) => {
        const set = byName.get(key);
        return set === undefined ? [] : [{ path: { ...p, offset: `${p.offset} + ${offset}`, shape: elem }, set }];
      }),
      inner,
    );
  }
  if (p.shape.k === 'set' && x.k === 'prim' && x.op === 'SUBSET') return segmentSubset(g, p, nth(x.args, 0), ctx, inner);
  return undefined;
}

function allOf(g: Gen, items: readonly { path: Path; set: X }[], ctx: Ctx): Code {
  const t = g.name('a');
  const { out } = ctx.block;
  out.line(`let ${t} = true;`);
  for (const { path, set } of items) {
    const sub = g.branch(ctx);
    const nested = path.shape.k === 'atom' ? undefined : pathMember(g, path, set, sub);
    const c = nested ?? memberOf(g, g.tmp(sub, readPath(g, path)), set, sub);
    out.line(`if (${t}) {`);
    out.parts.push(sub.block.out);
    out.line(`${t} = ${c.js};\n}`);
  }
  return bool(t);
}

/** All elements of a set variable are in `set`. */
function segmentSubset(g: Gen, p: Path, set: X, ctx: Ctx, setCtx: Ctx): Code {
  const t = g.name('a');
  const scope = g.branch(ctx);
  overSegment(g, p, scope, (element, inner) => {
    const c = memberOf(g, element, set, { ...inner, env: setCtx.env, mode: setCtx.mode });
    inner.block.out.line(`if (!${c.js}) { ${t} = false; break; }`);
  });
  const { out } = ctx.block;
  out.line(`let ${t} = true;`);
  out.parts.push(scope.block.out);
  return bool(t);
}

/** Membership of a value that has been computed. */
export function memberOf(g: Gen, e: Code, set: X, ctx: Ctx): Code {
  const known = g.constantOf(set);
  if (known !== undefined) return memberOfConstant(g, e, known, set.loc);
  const { x, ctx: unfolded } = unfoldCalls(g, set, ctx);
  const at: Ctx = { ...unfolded, block: ctx.block };
  switch (x.k) {
    case 'setFilter': {
      if (x.bound.tuple) break;
      const [sym] = x.bound.syms;
      const base = memberOf(g, e, x.bound.set, at);
      const sub = g.branch(at);
      const test = sym === undefined ? 'false' : g.bool(x.body, g.bind(sub, sym, e));
      return both(g, base.js, sub, test, ctx, '&&');
    }
    case 'fcnSet': {
      const functions = memberOfFunctions(g, e, x, at);
      if (functions !== undefined) return functions;
      break;
    }
    case 'prim': {
      const [a, b] = x.args;
      if (a !== undefined && x.op === 'UNION') {
        const union = memberOfUnion(g, e, a, at);
        if (union !== undefined) return union;
      }
      if (a === undefined || b === undefined) break;
      if (x.op === '\\cup' || x.op === '\\cap' || x.op === '\\') {
        const first = memberOf(g, e, a, at);
        const sub = g.branch(at);
        const second = memberOf(g, e, b, sub);
        return both(g, first.js, sub, x.op === '\\' ? `!${second.js}` : second.js, ctx, x.op === '\\cup' ? '||' : '&&');
      }
      break;
    }
    case 'call':
      if (x.op.k === 'op' && x.op.native === 'Naturals!..' && e.rep === 'int') {
        const [a, b] = x.args;
        if (a === undefined || b === undefined || a.k === 'opArg' || b.k === 'opArg') break;
        return bool(`(${e.js} >= ${g.int(a, at)} && ${e.js} <= ${g.int(b, at)})`);
      }
      break;
    default:
      break;
  }
  const path = pathOf(g, x, at);
  if (path?.shape.k === 'set') {
    if (path.buffer === 'S') return bool(isOld(path.v, g.toId(e)));
    return bool(`inSeg(T${path.v.index}e, T${path.v.index}n, ${g.toId(e)})`);
  }
  return bool(g.at(set.loc, `H.has(${g.any(set, ctx)}, ${g.toId(e)})`));
}

/** `f \in [S -> {x \in T : P(x)}]`: value by value, as T may be infinite. */
function memberOfFunctions(g: Gen, e: Code, set: XOf<'fcnSet'>, ctx: Ctx): Code | undefined {
  if (unfold(g, set.to, ctx).x.k !== 'setFilter') return undefined;
  const [f, t, i] = [g.tmpJs(ctx, g.toId(e)), g.name('q'), g.name('i')];
  const inner = g.loop(ctx);
  const test = memberOf(g, g.tmp(inner, { js: `H.fnValue(${f}, ${i})`, rep: 'id' }), set.to, inner);
  const { out } = ctx.block;
  // A function with this domain, whatever its values are.
  out.line(`let ${t} = ${g.at(set.loc, `H.has(H.fcnSet(${g.any(set.from, ctx)}, ${g.heap.anySet}), ${f})`)};`);
  out.line(`if (${t}) for (let ${i} = 0, ${i}n = H.fnSize(${f}); ${i} < ${i}n; ${i}++) {`);
  out.parts.push(inner.block.out);
  out.line(`if (!${test.js}) { ${t} = false; break; }\n}`);
  return bool(t);
}

/** `e \in UNION {S, T}` and `e \in UNION {S(x) : x \in D}`: member by member, as the members may be too large to enumerate. */
function memberOfUnion(g: Gen, e: Code, sets: X, ctx: Ctx): Code | undefined {
  const { x, ctx: unfolded } = unfold(g, sets, ctx);
  const at: Ctx = { ...unfolded, block: ctx.block };
  if (x.k !== 'setEnum' && x.k !== 'setMap') return undefined;
  const t = g.name('q');
  const label = g.name('L');
  const scope = g.branch(at);
  if (x.k === 'setMap') {
    forEachBinding(g, x.bounds, scope, (inner) =>
      inner.block.out.line(`if (${memberOf(g, e, x.body, inner).js}) { ${t} = true; break ${label}; }`),
    );
  } else {
    for (const s of x.items) scope.block.out.line(`if (${memberOf(g, e, s, scope).js}) { ${t} = true; break ${label}; }`);
  }
  ctx.block.out.line(`let ${t} = false;\n${label}: {`);
  ctx.block.out.parts.push(scope.block.out);
  ctx.block.out.line('}');
  return bool(t);
}

function both(g: Gen, first: string, sub: Ctx, second: string, ctx: Ctx, op: '&&' | '||'): Code {
  if (sub.block.out.empty) return bool(`(${first} ${op} ${second})`);
  const t = g.name('b');
  const { out } = ctx.block;
  out.line(`let ${t} = ${first};\nif (${op === '&&' ? t : `!${t}`}) {`);
  out.parts.push(sub.block.out);
  out.line(`${t} = ${second};\n}`);
  return bool(t);
}

function memberOfConstant(g: Gen, e: Code, set: number, loc: Loc): Code {
  const { heap } = g;
  const kind = heap.kind(set);
  if (e.rep === 'int' && kind === L_NAT) return bool(`(${e.js} >= 0)`);
  if (e.rep === 'int' && kind === L_INT) return bool('true');
  const id = g.toId(e);
  if (kind === K_SET) {
    const n = heap.size(set);
    const elements = Array.from({ length: n }, (_, i) => heap.elem(set, i));
    const scalar = elements.every((v) => (v & 1) === 1 || heap.kind(v) === K_STR || heap.kind(v) === K_MODEL || heap.isBool(v));
    if (scalar && n <= 8) return bool(`(${elements.map((v) => `${id} === ${v} || `).join('')}${g.at(loc, `H.has(${set}, ${id})`)})`);
  }
  const structured = kind === L_SUBSET || kind === L_FCNSET || kind === L_RECSET || kind === L_PROD || kind === L_SEQ || kind >= L_SEQ;
  if (!structured && kind !== K_SET) return bool(g.at(loc, `H.has(${set}, ${id})`));
  // The same values are tested again and again (messages, logs): the answer is kept for each id.
  const cache = g.functions.get(`member/${set}`) ?? g.ref('M', { bits: new Uint8Array(1024) });
  g.functions.set(`member/${set}`, cache);
  return bool(`inConst(${cache}, ${set}, ${id}, ${g.loc(loc)})`);
}

/** The value of a set-building expression, walked with `push`. */
function build(g: Gen, ctx: Ctx, loc: Loc, fill: (scope: Ctx) => void): Code {
  const scope = g.branch(ctx);
  fill(scope);
  const base = g.name('z');
  const t = g.name('s');
  const { out } = ctx.block;
  out.line(`const ${base} = H.begin();`);
  out.parts.push(scope.block.out);
  out.line(`const ${t} = ${g.at(loc, `H.setFrom(${base})`)};`);
  return { js: t, rep: 'id' };
}

export const SETS: Handlers<'setEnum' | 'setFilter' | 'setMap' | 'quant' | 'choose' | 'unboundedQuant' | 'times' | 'fcnSet' | 'recordSet'> =
  {
    setEnum: (g, x, ctx) => {
      // The elements are evaluated before the stack of the heap is in use.
      const ids = x.items.map((i) => g.tmpJs(ctx, g.id(i, ctx)));
      return build(g, ctx, x.loc, (c) => c.block.out.line(ids.map((i) => `H.push(${i});`).join(' ')));
    },
    setFilter: (g, x, ctx) => {
      const { bound, body } = x;
      return build(g, ctx, x.loc, (c) =>
        forEach(g, bound.set, c, (e, inner) => {
          const at = bindElement(g, bound, e, inner);
          const test = g.bool(body, at);
          inner.block.out.line(`if (${test}) H.push(${g.toId(e)});`);
        }),
      );
    },
    setMap: (g, x, ctx) => {
      const { bounds, body } = x;
      return build(g, ctx, x.loc, (c) =>
        forEachBinding(g, bounds, c, (inner) => {
          inner.block.out.line(`H.push(${g.id(body, inner)});`);
        }),
      );
    },
    quant: (g, x, ctx) => genQuant(g, x, ctx),
    choose: (g, x, ctx) => genChoose(g, x, ctx),
    unboundedQuant: (g, x, ctx) => g.fail(ctx, 'TLC and this engine cannot evaluate a quantifier without a bound', x.loc),
    times: (g, x, ctx) => lazySet(g, x.items, ctx, (base) => `H.prod(${base})`),
    fcnSet: (g, x, ctx) => {
      const { from, to } = x;
      return { js: `H.fcnSet(${g.tmpJs(ctx, g.any(from, ctx))}, ${g.tmpJs(ctx, g.any(to, ctx))})`, rep: 'id', lazy: true };
    },
    recordSet: (g, x, ctx) => {
      const { fields } = x;
      const shape = g.heap.shape(fields.map((f) => f.name));
      const order = g.heap.shapeFields(shape);
      const sorted = order.flatMap((id) => fields.filter((f) => g.heap.str(f.name) === id).map((f) => f.value));
      return lazySet(g, sorted, ctx, (base) => `H.recSet(${shape}, ${base})`);
    },
  };

function lazySet(g: Gen, sets: readonly X[], ctx: Ctx, make: (base: string) => string): Code {
  const ids = sets.map((s) => g.tmpJs(ctx, g.any(s, ctx)));
  const base = g.name('z');
  const t = g.name('s');
  ctx.block.out.line(`const ${base} = H.begin(); ${ids.map((i) => `H.push(${i});`).join(' ')} const ${t} = ${make(base)};`);
  return { js: t, rep: 'id', lazy: true };
}

function genChoose(g: Gen, x: XOf<'choose'>, ctx: Ctx): Code {
  if (x.set === undefined)
    return g.fail(
      ctx,
      'Attempted to evaluate an unbounded CHOOSE; make it bounded, or give the definition a model value in the configuration',
      x.loc,
    );
  const t = g.name('v');
  const label = g.name('L');
  const scope = g.branch(ctx);
  const { set } = x;
  forEach(g, set, scope, (e, inner) => {
    const test = g.bool(x.body, bindElement(g, { syms: x.syms, tuple: x.tuple, set }, e, inner));
    inner.block.out.line(`if (${test}) { ${t} = ${g.toId(e)}; break ${label}; }`);
  });
  const { out } = ctx.block;
  out.line(`let ${t} = -2;\n${label}: {`);
  out.parts.push(scope.block.out);
  out.line(
    `fail("Attempted to compute the value of an expression of the form CHOOSE x \\\\in S: P, but no element of S satisfied P", ${g.loc(x.loc)});\n}`,
  );
  return { js: t, rep: 'id' };
}
