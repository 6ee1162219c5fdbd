/** The code generator's core: conversions between representations, temporaries, closures, constants. */

import { handlerFor } from '../cast.ts';
import { type Loc, TlaError } from '../errors.ts';
import type { OpSym, ParamSym, VarSym, X, XOf } from '../semantics/ir.ts';
import type { Model } from '../semantics/model.ts';
import { FALSE, type Heap, TRUE } from '../values/heap.ts';
import { Analysis } from './analysis.ts';
import { type Block, type Closure, type Code, type Ctx, type Env, isSimple, konst, Out } from './code.ts';
import type { Layout } from './layout.ts';

/** Compiles one kind of node. */
export type Handler<K extends X['k']> = (g: Gen, x: XOf<K>, ctx: Ctx) => Code;

/** Handlers for some kinds of nodes; evaluate.ts puts the whole table together. */
export type Handlers<K extends X['k'] = X['k']> = { readonly [J in K]: Handler<J> };

/** What is said of a variable that an action reads before it assigns it. */
export const NO_VALUE_YET = 'it has no value in the next state yet';

/** What generated code is given when it is linked. */
export interface Linkage {
  /** Top-level functions and constants of the generated program. */
  readonly globals: Out;
  /** Values that the text refers to as `R[i]`: typed arrays of set elements, caches. */
  readonly refs: unknown[];
  /** Places for evaluation errors: generated code sets `P = index` before what can fail. */
  readonly locs: Loc[];
}

export class Gen {
  readonly heap: Heap;
  readonly model: Model;
  readonly layout: Layout;
  readonly link: Linkage;
  readonly analysis: Analysis;
  /** Global functions made so far, by what they compute. */
  readonly functions: Map<string, string> = new Map();
  /** What weighs as much, in nodes with those of called operators, becomes a function of its own (outline.ts). */
  heavy = 150;
  private readonly handlers: Handlers;
  private readonly evaluate: (g: Gen, x: X) => number | undefined;
  private readonly constants: WeakMap<X, { id: number | undefined }>;
  private readonly setRefs: Map<number, string> = new Map();
  private readonly locIndex: Map<Loc, number> = new Map();
  private readonly opKeys: Map<OpSym, number> = new Map();
  private readonly ordinals: Map<X, number> = new Map();
  private counter = 0;

  constructor(parts: {
    heap: Heap;
    model: Model;
    layout: Layout;
    handlers: Handlers;
    evaluate: (g: Gen, x: X) => number | undefined;
    constants: WeakMap<X, { id: number | undefined }>;
  }) {
    this.heap = parts.heap;
    this.model = parts.model;
    this.layout = parts.layout;
    this.handlers = parts.handlers;
    this.evaluate = parts.evaluate;
    this.constants = parts.constants;
    this.link = { globals: new Out(), refs: [], locs: [] };
    this.analysis = new Analysis(parts.model);
  }

  /** A generator over the same heap and constants with an empty output: for evaluating constants while compiling. */
  fork(model: Model = this.model, layout: Layout = this.layout): Gen {
    const { heap, handlers, evaluate, constants } = this;
    const inner = new Gen({ heap, model, layout, handlers, evaluate, constants });
    inner.heavy = this.heavy;
    return inner;
  }

  name(prefix: string): string {
    this.counter += 1;
    return `${prefix}${this.counter}`;
  }

  /** Compiles an expression in the representation that comes naturally. */
  gen(x: X, ctx: Ctx): Code {
    const known = this.constantOf(x);
    return known === undefined ? handlerFor<X, (g: Gen, x: X, ctx: Ctx) => Code>(this.handlers, x)(this, x, ctx) : konst(known);
  }

  /** The value of a closed constant expression, computed once while compiling; undefined where it is none, or fails. */
  constantOf(x: X): number | undefined {
    if (x.k === 'ref' && x.sym.k !== 'const') return undefined;
    if (!this.analysis.isClosedConstant(x)) return undefined;
    const known = this.constants.get(x);
    if (known !== undefined) return known.id;
    // An error here is not the user's yet: the code is compiled as it stands and fails if it is ever reached.
    const entry: { id: number | undefined } = { id: undefined };
    this.constants.set(x, entry);
    entry.id = this.evaluate(this, x);
    return entry.id;
  }

  /** The value of an expression, computed now; undefined where that fails. */
  evaluated(x: X): number | undefined {
    return this.evaluate(this, x);
  }

  /** An interned value, sets in lazy form enumerated: what may be stored and compared. */
  id(x: X, ctx: Ctx): string {
    return this.toId(this.gen(x, ctx));
  }

  /** An interned value, possibly a set in lazy form. */
  any(x: X, ctx: Ctx): string {
    const c = this.gen(x, ctx);
    return c.rep === 'id' ? c.js : this.toId(c);
  }

  bool(x: X, ctx: Ctx): string {
    return this.toBool(this.gen(x, ctx), x.loc);
  }

  int(x: X, ctx: Ctx): string {
    return this.toInt(this.gen(x, ctx), x.loc);
  }

  toId(c: Code): string {
    if (c.rep === 'int') return /^-?\d+$/.test(c.js) ? String(this.heap.int(Number(c.js))) : `I(${c.js})`;
    if (c.rep === 'bool') return c.js === 'true' ? String(TRUE) : c.js === 'false' ? String(FALSE) : `(${c.js} ? ${TRUE} : ${FALSE})`;
    // A constant set that cannot be listed fails only when its elements are asked for.
    if (c.konst !== undefined)
      return this.heap.isSettled(c.konst) ? c.js : this.heap.isEnumerable(c.konst) ? String(this.heap.norm(c.konst)) : `H.norm(${c.js})`;
    return c.lazy === true ? `H.norm(${c.js})` : c.js;
  }

  toBool(c: Code, loc: Loc): string {
    if (c.rep === 'bool') return c.js;
    if (c.konst === TRUE) return 'true';
    if (c.konst === FALSE) return 'false';
    return c.rep === 'int' ? `B(I(${c.js}), ${this.loc(loc)})` : `B(${c.js}, ${this.loc(loc)})`;
  }

  toInt(c: Code, loc: Loc): string {
    if (c.rep === 'int') return c.js;
    if (c.konst !== undefined && this.heap.isInt(c.konst)) return String(this.heap.intVal(c.konst));
    return c.rep === 'bool' ? `N(${this.toId(c)}, ${this.loc(loc)})` : `N(${c.js}, ${this.loc(loc)})`;
  }

  /** Names a value, so that its text can be repeated. */
  tmp(ctx: Ctx, c: Code): Code {
    if (isSimple(c.js)) return c;
    const name = this.name('t');
    ctx.block.out.line(`const ${name} = ${c.js};`);
    return { ...c, js: name };
  }

  tmpJs(ctx: Ctx, js: string): string {
    return this.tmp(ctx, { js, rep: 'id' }).js;
  }

  /** A nested block in the same region (a branch). */
  branch(ctx: Ctx): Ctx {
    return { ...ctx, block: { out: new Out(), parent: ctx.block, region: ctx.block.region, memo: new Map() } };
  }

  /** The same block again with memos of its own: for code that is repeated with other bindings. */
  branchInto(ctx: Ctx): Ctx {
    return { ...ctx, block: { out: ctx.block.out, parent: ctx.block, region: ctx.block.region, memo: new Map() } };
  }

  /** A nested block that may run any number of times (a loop's or a function's body). */
  loop(ctx: Ctx): Ctx {
    this.counter += 1;
    return { ...ctx, block: { out: new Out(), parent: ctx.block, region: this.counter, memo: new Map() } };
  }

  /** A fresh context for a top-level function. */
  root(mode: Ctx['mode'], frozen: boolean, assigned: ReadonlyMap<number, Ctx['mode']> = new Map()): Ctx {
    this.counter += 1;
    return { env: undefined, mode, frozen, assigned, block: { out: new Out(), parent: undefined, region: this.counter, memo: new Map() } };
  }

  bind(ctx: Ctx, sym: ParamSym, code: Code): Ctx {
    return { ...ctx, env: { sym, binding: { k: 'code', code }, outer: ctx.env } };
  }

  /** A closure over `env`, declared in the block of `ctx`. */
  closure(x: X, env: Env | undefined, ctx: Ctx): Closure {
    return { k: 'closure', x, env, block: ctx.block, slot: ctx.block.out.placeholder(), cells: new Map() };
  }

  /** The value of a closure at a place: computed at most once on each path where that is possible, and never too early. */
  force(c: Closure, ctx: Ctx): Code {
    const inner: Ctx = { ...ctx, env: c.env };
    if (this.isTrivial(c.x)) return this.gen(c.x, inner);
    for (let b: Block | undefined = ctx.block; b !== undefined; b = b.parent) {
      const known = b.memo.get(c)?.get(ctx.mode);
      if (known !== undefined) return known;
    }
    const here = ctx.block.region === c.block.region;
    const stable = ctx.mode === 'S' || ctx.frozen;
    // What chance gives is drawn once, wherever it is used first.
    const once = this.analysis.dependsOnRun(c.x) && !this.analysis.varies(c.x);
    const code = (here && !once) || !stable ? this.tmp(ctx, this.gen(c.x, inner)) : this.cell(c, ctx, inner);
    const memo = ctx.block.memo.get(c) ?? new Map<string, Code>();
    memo.set(ctx.mode, code);
    ctx.block.memo.set(c, memo);
    return code;
  }

  /** Keeps a closure's value in a variable outside of the loop in which it is used. */
  private cell(c: Closure, ctx: Ctx, inner: Ctx): Code {
    const sub = this.branch(inner);
    const value = this.gen(c.x, sub);
    if (value.konst !== undefined) return value;
    let cell = c.cells.get(ctx.mode);
    if (cell === undefined) {
      const name = this.name('m');
      // -2 is no value's id: even ids are not negative.
      c.slot.text += `let ${name} = -2;`;
      cell = { js: name, rep: 'id', ...(value.lazy === undefined ? {} : { lazy: value.lazy }) };
      c.cells.set(ctx.mode, cell);
    }
    const raw = value.rep === 'id' ? value.js : this.toId(value);
    ctx.block.out.line(`if (${cell.js} === -2) {\n${sub.block.out}\n${cell.js} = ${raw};\n}`);
    if (value.rep === 'bool') return { js: `(${cell.js} === ${TRUE})`, rep: 'bool' };
    return cell;
  }

  private isTrivial(x: X): boolean {
    return x.k === 'num' || x.k === 'str' || x.k === 'bool' || x.k === 'ref';
  }

  /** The name of a typed array with the elements of a constant set. */
  elements(set: number): string {
    const known = this.setRefs.get(set);
    if (known !== undefined) return known;
    const n = this.heap.size(set);
    const name = this.ref(
      'K',
      Int32Array.from({ length: n }, (_, i) => this.heap.elem(set, i)),
    );
    this.setRefs.set(set, name);
    return name;
  }

  /** Hands a value to the generated program under a name. */
  ref(prefix: string, value: unknown): string {
    const name = this.name(prefix);
    this.link.refs.push(value);
    this.link.globals.line(`const ${name} = R[${this.link.refs.length - 1}];`);
    return name;
  }

  /** The index of a place, for errors. */
  loc(loc: Loc): number {
    const known = this.locIndex.get(loc);
    if (known !== undefined) return known;
    this.link.locs.push(loc);
    this.locIndex.set(loc, this.link.locs.length - 1);
    return this.link.locs.length - 1;
  }

  /** `(P = place, js)`: remembers where an evaluation error would be. */
  at(loc: Loc, js: string): string {
    return `(P = ${this.loc(loc)}, ${js})`;
  }

  /** Code that fails when it is reached. */
  fail(ctx: Ctx, message: string, loc: Loc): Code {
    ctx.block.out.line(`fail(${JSON.stringify(message)}, ${this.loc(loc)});`);
    return konst(FALSE);
  }

  /** A number for an expression. */
  ordinal(x: X): number {
    const known = this.ordinals.get(x) ?? this.ordinals.size;
    this.ordinals.set(x, known);
    return known;
  }

  opKey(op: OpSym): number {
    const known = this.opKeys.get(op);
    if (known !== undefined) return known;
    this.opKeys.set(op, this.opKeys.size);
    return this.opKeys.size - 1;
  }

  /** The buffer that holds a variable here. @throws where TLC would find it undefined. */
  buffer(v: VarSym, ctx: Ctx, loc: Loc): Ctx['mode'] | undefined {
    if (ctx.mode === 'S' || ctx.frozen) return ctx.mode;
    const where = ctx.assigned.get(v.index);
    if (where === undefined)
      this.fail(ctx, `In evaluation, the identifier ${v.name} is either undefined or not an operator: ${NO_VALUE_YET}`, loc);
    return where;
  }

  unsupported(feature: string, loc: Loc): TlaError {
    return new TlaError('unsupported', `${feature} is not supported by the embedded engine yet`, loc, feature);
  }
}
