/** Functions, records, tuples, EXCEPT, and definitions that are recursive. */
import { nth } from '../cast.ts';
import type { Loc } from '../errors.ts';
import type { Arg, Binder, ExceptUpdate, OpSym, X, XOf } from '../semantics/ir.ts';
import { bodyOf } from '../semantics/ir.ts';
import { CallCache } from './call-cache.ts';
import { type Code, type Ctx, type Env, lookup } from './code.ts';
import type { Gen, Handlers } from './gen.ts';
import { memberOf } from './sets.ts';
import { pathOf, readPath } from './state.ts';
import { unfold } from './unfold.ts';

/** `f[e]`. */
function genApply(g: Gen, x: XOf<'fcnApply'>, ctx: Ctx): Code {
  const path = pathOf(g, x, ctx);
  if (path !== undefined) return readPath(g, path);
  const recursive = recursiveFcn(g, x.fn, ctx);
  if (recursive !== undefined) return genFcnCall(g, recursive.op, x.arg, recursive.env, ctx, x.loc);
  const { x: fn, ctx: at } = unfold(g, x.fn, ctx);
  if (fn.k === 'fcn' && fn.self === undefined && isBeta(g, fn)) return beta(g, fn, at, x, ctx);
  const f = g.tmpJs(ctx, g.id(x.fn, ctx));
  const a = g.gen(x.arg, ctx);
  if (a.rep === 'int') return { js: g.at(x.loc, `AT(${f}, ${a.js})`), rep: 'id' };
  return { js: g.at(x.loc, `H.apply(${f}, ${g.toId(a)})`), rep: 'id' };
}

/** `[x \in S |-> e][a]` is computed without the function where it is cheap, or where S cannot be enumerated. */
function isBeta(g: Gen, fn: XOf<'fcn'>): boolean {
  if (fn.bounds.length !== 1 || fn.bounds[0]?.tuple === true) return false;
  const domain = g.constantOf(nth(fn.bounds, 0).set);
  return g.analysis.size(fn.body) <= 12 || (domain !== undefined && !g.heap.isEnumerable(domain));
}

function beta(g: Gen, fn: XOf<'fcn'>, at: Ctx, x: XOf<'fcnApply'>, ctx: Ctx): Code {
  const b = nth(fn.bounds, 0);
  const a = g.tmp(ctx, g.gen(x.arg, ctx));
  const inner: Ctx = { ...at, block: ctx.block };
  const test = memberOf(g, a, b.set, inner);
  if (test.js !== 'true') ctx.block.out.line(`if (!${test.js}) outside(${g.toId(a)}, ${g.loc(x.loc)});`);
  const [sym] = b.syms;
  return sym === undefined ? a : g.gen(fn.body, g.bind(inner, sym, a));
}

/** The recursive function definition that an expression names, if it does. */
function recursiveFcn(g: Gen, x: X, ctx: Ctx): { op: OpSym; env: Env | undefined } | undefined {
  const { x: fn, ctx: at } = unfoldToCall(g, x, ctx);
  if (fn.k !== 'call' || fn.args.length > (fn.op.k === 'op' ? fn.op.instanceParams : 0)) return undefined;
  const op = g.analysis.target(fn.op);
  if (op.k !== 'op' || op.body?.k !== 'fcn' || op.body.self === undefined || op.params.length > 0) return undefined;
  if (op.captures) return lookup(at.env, op)?.binding.k === 'function' ? { op, env: at.env } : undefined;
  return g.analysis.isSelfRecursive(op) ? { op, env: undefined } : undefined;
}

/** Follows parameters, but not definitions. */
function unfoldToCall(g: Gen, x: X, ctx: Ctx): { x: X; ctx: Ctx } {
  if (x.k !== 'ref' || x.sym.k !== 'param') return { x, ctx };
  const found = lookup(ctx.env, x.sym);
  return found?.binding.k === 'closure' ? unfoldToCall(g, found.binding.x, { ...ctx, env: found.binding.env }) : { x, ctx };
}

/** A recursive function: applied to `argument`, or (undefined) as a value, which tabulates it. */
export function genFcnCall(g: Gen, op: OpSym, argument: X | undefined, env: Env | undefined, ctx: Ctx, loc: Loc): Code {
  const fn = functionOf(op);
  const found = op.captures ? lookup(env, op) : undefined;
  const name = found?.binding.k === 'function' ? found.binding.js : globalFcn(g, op, ctx, loc);
  if (argument !== undefined) return { js: `${name}(${g.id(argument, ctx)})`, rep: 'id' };
  return tabulate(g, fn.bounds, { ...ctx, env: op.captures ? env : undefined }, (_, arg) => `${name}(${arg})`);
}

function globalFcn(g: Gen, op: OpSym, ctx: Ctx, loc: Loc): string {
  const mode = functionMode(g, op, ctx, loc);
  const key = `fcn/${g.opKey(op)}/${mode.mode}/${mode.frozen}`;
  const known = g.functions.get(key);
  if (known !== undefined) return known;
  const name = g.name('F');
  g.functions.set(key, name);
  const inner = g.root(mode.mode, mode.frozen);
  // The values of a function of the state hold for one state only.
  const fresh = g.analysis.varies(bodyOf(op)) ? `if (${name}e !== E${mode.mode}) { ${name}m.clear(); ${name}e = E${mode.mode}; }` : '';
  g.link.globals.line(`const ${name}m = new Map(); let ${name}e = -1;`);
  const argument = g.name('a');
  g.link.globals.line(`function ${name}(${argument}) {\n${fresh}`);
  fcnBody(g, op, inner, `${name}m`, argument, loc);
  g.link.globals.parts.push(inner.block.out);
  g.link.globals.line('}');
  return name;
}

/** What a recursive function is defined as. */
function functionOf(op: OpSym): XOf<'fcn'> {
  if (op.body?.k !== 'fcn') throw new Error(`internal: ${op.name} is not a function`);
  return op.body;
}

/** The body of a memoised function of the argument `a`, a name of its own: functions are nested. */
function fcnBody(g: Gen, op: OpSym, inner: Ctx, memo: string, a: string, loc: Loc): void {
  const fn = functionOf(op);
  const { out } = inner.block;
  out.line(`const known = ${memo}.get(${a}); if (known !== undefined) return known;`);
  const names = fn.bounds.flatMap((b) => (b.tuple ? [{ ...b }] : b.syms.map((s) => ({ ...b, syms: [s] }))));
  let at = inner;
  if (names.length > 1) out.line(`TUPLE(${a}, ${names.length}, ${g.loc(loc)});`);
  names.forEach((b, i) => {
    const part: Code = names.length === 1 ? { js: a, rep: 'id' } : g.tmp(inner, { js: `H.at(${a}, ${i + 1})`, rep: 'id' });
    const test = memberOf(g, part, b.set, inner);
    if (test.js !== 'true') out.line(`if (!${test.js}) outside(${a}, ${g.loc(loc)});`);
    at = b.tuple ? destructure(g, b, part, at) : g.bind(at, nth(b.syms, 0), part);
  });
  const value = g.tmpJs(at, g.id(fn.body, at));
  out.line(`${memo}.set(${a}, ${value});\nreturn ${value};`);
}

function destructure(g: Gen, b: Binder, e: Code, ctx: Ctx): Ctx {
  return b.syms.reduce((c, sym, i) => g.bind(c, sym, g.tmp(ctx, { js: `H.at(${e.js}, ${i + 1})`, rep: 'id' })), ctx);
}

/** In which mode a function that stands alone is compiled: what does not read the state needs only one. */
function functionMode(g: Gen, op: OpSym, ctx: Ctx, loc: Loc): Pick<Ctx, 'mode' | 'frozen'> {
  if (op.body !== undefined && !g.analysis.varies(op.body)) return { mode: 'S', frozen: true };
  if (ctx.mode === 'T' && !ctx.frozen)
    throw g.unsupported('A recursive definition that reads the next state while it is being determined', loc);
  return { mode: ctx.mode, frozen: ctx.frozen };
}

/** A call of a RECURSIVE operator, or (`define`) the emission of one of a LET into its block. */
export function genRecursiveCall(g: Gen, op: OpSym, args: readonly Arg[] | 'define', env: Env | undefined, ctx: Ctx, x: X): Code {
  if (op.params.some((p) => p.arity > 0)) throw g.unsupported('A RECURSIVE operator with operator parameters', x.loc);
  const found = op.captures ? lookup(env, op) : undefined;
  const local = found?.binding.k === 'function' ? found.binding : undefined;
  if (args === 'define') {
    if (local !== undefined) defineLocal(g, op, local.js, local.isFcn, env, ctx, x.loc);
    return { js: '0', rep: 'id' };
  }
  if (local?.isFcn === true) return genFcnCall(g, op, undefined, env, ctx, x.loc);
  const name = local?.js ?? globalOperator(g, op, ctx, x.loc);
  const strict = g.analysis.strictParams(op);
  const passed = args.map((a, i) => {
    if (a.k === 'opArg') throw g.unsupported('An operator passed to a RECURSIVE operator', x.loc);
    if (strict.has(i) || a.k === 'num' || a.k === 'str' || a.k === 'ref') return g.any(a, ctx);
    const inner = g.loop(ctx);
    const js = g.any(a, inner);
    return inner.block.out.empty && /^[\w$-]+$/.test(js) ? js : `LAZY(() => {\n${inner.block.out}\nreturn ${js};\n})`;
  });
  return { js: g.at(x.loc, `${name}(${passed.join(', ')})`), rep: 'id', lazy: true };
}

function globalOperator(g: Gen, op: OpSym, ctx: Ctx, loc: Loc): string {
  const mode = functionMode(g, op, ctx, loc);
  const key = `op/${g.opKey(op)}/${mode.mode}/${mode.frozen}`;
  const known = g.functions.get(key);
  if (known !== undefined) return known;
  const name = g.name('O');
  g.functions.set(key, name);
  const inner = g.root(mode.mode, mode.frozen);
  operatorBody(g, op, name, inner);
  g.link.globals.parts.push(inner.block.out);
  return name;
}

/** Writes `function name(p1, ...) {...}` to the block of `ctx`. */
function operatorBody(g: Gen, op: OpSym, name: string, ctx: Ctx): void {
  const strict = g.analysis.strictParams(op);
  const inner = g.loop(ctx);
  const names = op.params.map(() => g.name('p'));
  const at = op.params.reduce(
    (c, p, i) => g.bind(c, p, { js: strict.has(i) ? nth(names, i) : `FORCE(${names[i]})`, rep: 'id', lazy: true }),
    inner,
  );
  const js = g.any(bodyOf(op), at);
  const { out } = ctx.block;
  out.line(`function ${name}(${names.join(', ')}) {`);
  // What reads no state has one value for the same arguments, in all states; arguments that were not evaluated yet are not looked at.
  const kept = !op.captures && names.length > 0 && g.analysis.isStable(bodyOf(op)) ? g.ref('kept', new CallCache(names.length)) : undefined;
  if (kept === undefined) {
    out.parts.push(inner.block.out);
    out.line(`return ${js};\n}`);
    return;
  }
  const lazy = names.filter((_, i) => !strict.has(i)).map((n) => `typeof ${n} === 'number'`);
  const pushes = names.map((n) => `${kept}.push(${n});`).join(' ');
  const known = g.name('c');
  out.line(`const ${known} = ${lazy.length === 0 ? 'true' : `(${lazy.join(' && ')})`};`);
  out.line(`if (${known}) { ${pushes} const v = ${kept}.find(); if (v !== -2) return v; }`);
  out.parts.push(inner.block.out);
  out.line(`const v = ${js};\nif (${known}) { ${pushes} ${kept}.keep(v); }\nreturn v;\n}`);
}

function defineLocal(g: Gen, op: OpSym, name: string, isFcn: boolean, env: Env | undefined, ctx: Ctx, loc: Loc): void {
  const here: Ctx = { ...ctx, env };
  if (!isFcn) return operatorBody(g, op, name, here);
  const inner = g.loop(here);
  const argument = g.name('a');
  fcnBody(g, op, inner, `${name}m`, argument, loc);
  const { out } = ctx.block;
  out.line(`const ${name}m = new Map();\nfunction ${name}(${argument}) {`);
  out.parts.push(inner.block.out);
  out.line('}');
}

/** `[x \in S, y \in T |-> e]`: the values in the order of the domain. */
export function tabulate(g: Gen, bounds: readonly Binder[], ctx: Ctx, value: (ctx: Ctx, argument: string) => string): Code {
  const { out } = ctx.block;
  const names = bounds.flatMap((b) => (b.tuple ? [b] : b.syms.map((s) => ({ ...b, syms: [s] }))));
  const [only] = names;
  const dom = g.name('d');
  const base = g.name('z');
  const i = g.name('i');
  const e = g.name('e');
  const inner = g.loop(ctx);
  let at = inner;
  if (names.length === 1 && only !== undefined) {
    const known = g.constantOf(only.set);
    const explicit = known !== undefined && g.heap.isEnumerable(known) && g.heap.sizeBound(known) < 4096 ? g.heap.norm(known) : undefined;
    out.line(`const ${dom} = ${explicit ?? `SET(${g.any(only.set, ctx)}, ${g.loc(only.set.loc)})`};`);
    const element: Code = { js: e, rep: 'id', ...(explicit === undefined ? {} : { pos: { set: explicit, js: i } }) };
    at = only.tuple ? destructure(g, only, element, inner) : g.bind(inner, nth(only.syms, 0), element);
  } else {
    const sets = names.map((b) => g.tmpJs(ctx, g.any(b.set, ctx)));
    out.line(`const ${dom}b = H.begin(); ${sets.map((s) => `H.push(${s});`).join(' ')} const ${dom} = H.norm(H.prod(${dom}b));`);
    names.forEach((b, n) => {
      const part = g.tmp(inner, { js: `H.at(${e}, ${n + 1})`, rep: 'id' });
      at = b.tuple ? destructure(g, b, part, at) : g.bind(at, nth(b.syms, 0), part);
    });
  }
  const js = value(at, e);
  out.line(
    `const ${base} = H.begin();\nfor (let ${i} = 0, ${i}n = H.size(${dom}); ${i} < ${i}n; ${i}++) {\nconst ${e} = H.elem(${dom}, ${i});`,
  );
  out.parts.push(inner.block.out);
  const t = g.name('f');
  out.line(`H.push(${js});\n}\nconst ${t} = H.fnFrom(${dom}, ${base});`);
  return { js: t, rep: 'id' };
}

function genExcept(g: Gen, x: XOf<'except'>, ctx: Ctx): Code {
  let f = g.tmpJs(ctx, g.id(x.fn, ctx));
  for (const u of x.updates) f = genUpdate(g, f, u, 0, ctx);
  return { js: f, rep: 'id' };
}

/** One update of the value `f`, from the `from`-th selector of its path on. As in TLC, a key outside of the domain changes nothing. */
export function genUpdate(g: Gen, f: string, u: ExceptUpdate, from: number, ctx: Ctx): string {
  const selector = u.path[from];
  if (selector === undefined) {
    const old: Code = { js: f, rep: 'id' };
    return g.tmpJs(ctx, g.id(u.value, g.bind(ctx, u.at, old)));
  }
  const key = g.tmpJs(ctx, selector.k === 'field' ? String(g.heap.str(selector.name)) : g.id(selector.arg, ctx));
  const { out } = ctx.block;
  const old = g.name('o');
  const r = g.name('u');
  const sub = g.branch(ctx);
  const value = genUpdate(g, old, u, from + 1, sub);
  out.line(`const ${old} = ${g.at(u.loc, `H.applyOr(${f}, ${key})`)}; let ${r} = ${f};\nif (${old} !== -2) {`);
  out.parts.push(sub.block.out);
  out.line(`${r} = H.except(${f}, ${key}, ${value});\n}`);
  return r;
}

function genRecord(g: Gen, x: XOf<'record'>, ctx: Ctx): Code {
  const shape = g.heap.shape(x.fields.map((f) => f.name));
  const values = new Map(x.fields.map((f) => [g.heap.str(f.name), g.tmpJs(ctx, g.id(f.value, ctx))] as const));
  const t = g.name('r');
  const base = g.name('z');
  const pushes = g.heap.shapeFields(shape).map((id) => `H.push(${values.get(id)});`);
  ctx.block.out.line(`const ${base} = H.begin(); ${pushes.join(' ')} const ${t} = H.recFrom(${shape}, ${base});`);
  return { js: t, rep: 'id' };
}

export const FUNCTIONS: Handlers<'fcn' | 'fcnApply' | 'dot' | 'except' | 'record' | 'tuple'> = {
  fcn: (g, x, ctx) => tabulate(g, x.bounds, ctx, (at) => g.id(x.body, at)),
  fcnApply: (g, x, ctx) => genApply(g, x, ctx),
  dot: (g, x, ctx) => {
    const path = pathOf(g, x, ctx);
    if (path !== undefined) return readPath(g, path);
    const { rec, field, loc } = x;
    return { js: g.at(loc, `H.field(${g.id(rec, ctx)}, ${g.heap.str(field)})`), rep: 'id' };
  },
  except: (g, x, ctx) => genExcept(g, x, ctx),
  record: (g, x, ctx) => genRecord(g, x, ctx),
  tuple: (g, x, ctx) => {
    const ids = x.items.map((i) => g.tmpJs(ctx, g.id(i, ctx)));
    const t = g.name('t');
    const base = g.name('z');
    ctx.block.out.line(`const ${base} = H.begin(); ${ids.map((i) => `H.push(${i});`).join(' ')} const ${t} = H.seqFrom(${base});`);
    return { js: t, rep: 'id' };
  },
};
