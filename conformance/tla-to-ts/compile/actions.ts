/**
 * The initial predicate and the actions, compiled to code that generates states. The order of evaluation, and what counts
 * as one generated state, follow TLC: every disjunct and every witness of \E leads to a state of its own, and once all
 * variables have a value the rest of the action is an ordinary predicate.
 */
import { nth } from '../cast.ts';
import { type Loc, TlaError } from '../errors.ts';
import type { OpSym, ParamSym, VarSym, X } from '../semantics/ir.ts';
import { bindArgs } from './arguments.ts';
import { mayBranch } from './branching.ts';
import { type Code, type Ctx, type Env, lookup, type Mode, Out } from './code.ts';
import { type CompileAction, overOutcomes } from './composition.ts';
import { bindLet, genEq } from './expr.ts';
import type { Gen } from './gen.ts';
import { type ActionCounters, type Counter, isWholeGuard } from './guards.ts';
import { onlyOf } from './only.ts';
import { overElements } from './over-elements.ts';
import { bindElement, forEach, forEachBinding, memberOf } from './sets.ts';
import { genStore, genStoreCode } from './store.ts';
import { follow, functionBehind, targetOf, variableOf } from './targets.ts';

/** What remains to be satisfied: an expression with its surroundings, a jump to code that continues elsewhere, or a line to be written. */
type Item =
  | { readonly k: 'x'; readonly x: X; readonly env: Env | undefined; readonly path: Ctx['path'] }
  | { readonly k: 'jump'; readonly to: (ctx: Ctx) => string }
  | { readonly k: 'line'; readonly text: string };

function later(x: X, { env, path }: Pick<Ctx, 'env' | 'path'>): Item {
  return { k: 'x', x, env, path };
}

/** Rests of an action larger than this become a function when more than one branch leads to them. */
const INLINE_REST = 12;

/** A control-flow description of one predicate: `init` assigns unprimed variables, otherwise primed ones. */
export class ActionCompiler {
  private readonly g: Gen;
  private readonly init: boolean;
  /** Called where all conjuncts hold: writes the code that hands the state over. */
  private readonly emit: (ctx: Ctx) => void;
  /** Where guards are counted. */
  private readonly counters: ActionCounters | undefined;
  /** Are these the steps of the search, which counts the states that it passes? */
  private readonly steps: boolean;

  constructor(
    g: Gen,
    init: boolean,
    emit: (ctx: Ctx) => void,
    options: { readonly counters?: ActionCounters | undefined; readonly steps?: boolean } = {},
  ) {
    this.g = g;
    this.init = init;
    this.emit = emit;
    this.counters = options.counters;
    this.steps = options.steps === true;
  }

  /** Compiles `x` into the block of `ctx`. */
  compile(x: X, ctx: Ctx): void {
    this.item(x, ctx, []);
  }

  /** Continues with what remains. */
  private rest(items: readonly Item[], ctx: Ctx): void {
    const [head, ...tail] = items;
    if (head === undefined) return this.emit(ctx);
    if (head.k === 'jump') return ctx.block.out.line(head.to(ctx));
    if (head.k === 'line') {
      ctx.block.out.line(head.text);
      return this.rest(tail, ctx);
    }
    const at: Ctx = { ...ctx, env: head.env, path: head.path };
    if (ctx.assigned.size < this.g.layout.shapes.length) return this.item(head.x, at, tail);
    // Conjuncts are counted one by one.
    if (this.counters !== undefined && head.x.k === 'prim' && head.x.op === '/\\')
      return this.rest([...head.x.args.map((y) => later(y, at)), ...tail], ctx);
    this.predicate(head.x, at, tail);
  }

  /** Goes on only where a condition holds. */
  private test(js: string, ctx: Ctx, rest: readonly Item[], counter?: Counter): void {
    const { out } = ctx.block;
    if (counter !== undefined && js === 'true') out.line(counter.yes);
    if (js === 'true') return this.rest(rest, ctx);
    if (counter !== undefined && js === 'false') out.line(counter.no);
    if (js === 'false') return this.unreached(ctx, (c) => this.rest(rest, c));
    const then = this.g.branch(ctx);
    if (counter !== undefined) then.block.out.line(counter.yes);
    this.rest(rest, then);
    out.line(`if (${js}) {`);
    out.parts.push(then.block.out);
    out.line(counter === undefined ? '}' : `} else ${counter.no}`);
  }

  /** Where guards are counted, those in code that is never reached are to be listed too: it is compiled, and thrown away. */
  private unreached(ctx: Ctx, compile: (ctx: Ctx) => void): void {
    if (this.counters === undefined) return;
    try {
      compile(this.g.branch(ctx));
    } catch (e) {
      if (!(e instanceof TlaError)) throw e;
    }
  }

  /** A formula without primes that is taken apart below, and counts as one guard. */
  private whole(x: X, ctx: Ctx, rest: readonly Item[], counters: ActionCounters): void {
    const counter = counters.of(x, ctx, 'guard');
    if (counter === undefined) return this.item(x, counters.within(ctx), rest);
    const t = this.g.name('t');
    ctx.block.out.line(`let ${t} = false;`);
    const line: Item = { k: 'line', text: `if (!${t}) { ${t} = true; ${counter.yes} }` };
    this.item(x, counters.within(ctx), [line, ...rest]);
    ctx.block.out.line(`if (!${t}) ${counter.no}`);
  }

  private item(x: X, ctx: Ctx, rest: readonly Item[]): void {
    const { counters } = this;
    if (counters !== undefined && isWholeGuard(this.g.analysis, x, ctx)) return this.whole(x, ctx, rest, counters);
    switch (x.k) {
      case 'prim':
        return this.primitive(x, ctx, rest);
      case 'call':
        return this.call(x, ctx, rest);
      case 'ref': {
        const found = x.sym.k === 'param' ? lookup(ctx.env, x.sym) : undefined;
        if (found?.binding.k === 'closure') return this.item(found.binding.x, { ...ctx, env: found.binding.env }, rest);
        return this.predicate(x, ctx, rest);
      }
      case 'if': {
        const go = this.continuation(rest, ctx);
        return this.fork(
          this.g.bool(x.cond, ctx),
          ctx,
          (c) => this.item(x.then, c, go),
          (c) => this.item(x.else, c, go),
          counters?.of(x.cond, ctx, 'branch'),
        );
      }
      case 'case':
        return this.cases(x.arms, x.other, ctx, this.continuation(rest, ctx), x.loc);
      case 'let':
        return this.item(x.body, bindLet(this.g, x, ctx), rest);
      case 'quant':
        return x.q === 'E' ? this.exists(x, ctx, rest) : this.forall(x, ctx, rest);
      case 'boxAction': {
        const go = this.continuation(rest, ctx);
        this.inBlock(ctx, (c) => this.item(x.action, c, go));
        return this.inBlock(ctx, (c) => this.unchanged(x.sub, c, go));
      }
      case 'angleAction': {
        const same: X = { k: 'prim', op: 'UNCHANGED', args: [x.sub], loc: x.loc };
        const changed: X = { k: 'prim', op: '~', args: [same], loc: x.loc };
        const within = counters?.within(ctx) ?? ctx;
        return this.item(x.action, ctx, [later(changed, within), ...rest]);
      }
      case 'fcnApply':
        return this.application(x, ctx, rest);
      default:
        return this.predicate(x, ctx, rest);
    }
  }

  private predicate(x: X, ctx: Ctx, rest: readonly Item[]): void {
    this.test(this.g.bool(x, ctx), ctx, rest, this.counters?.of(x, ctx, 'guard'));
  }

  private inBlock(ctx: Ctx, f: (ctx: Ctx) => void): void {
    const inner = this.g.branch(ctx);
    f(inner);
    ctx.block.out.line('{');
    ctx.block.out.parts.push(inner.block.out);
    ctx.block.out.line('}');
  }

  private fork(cond: string, ctx: Ctx, then: (ctx: Ctx) => void, otherwise: (ctx: Ctx) => void, counter?: Counter): void {
    if (cond === 'true' || cond === 'false') {
      const [taken, other] = cond === 'true' ? [then, otherwise] : [otherwise, then];
      if (counter !== undefined) ctx.block.out.line(cond === 'true' ? counter.yes : counter.no);
      taken(ctx);
      return this.unreached(ctx, other);
    }
    const yes = this.g.branch(ctx);
    const no = this.g.branch(ctx);
    if (counter !== undefined) {
      yes.block.out.line(counter.yes);
      no.block.out.line(counter.no);
    }
    then(yes);
    otherwise(no);
    ctx.block.out.line(`if (${cond}) {`);
    ctx.block.out.parts.push(yes.block.out);
    ctx.block.out.line('} else {');
    ctx.block.out.parts.push(no.block.out);
    ctx.block.out.line('}');
  }

  private cases(arms: readonly { guard: X; value: X }[], other: X | undefined, ctx: Ctx, rest: readonly Item[], loc: Loc): void {
    const [arm, ...more] = arms;
    if (arm === undefined) {
      if (other !== undefined) return this.item(other, ctx, rest);
      this.g.fail(ctx, 'Attempted to evaluate a CASE with no conditions true', loc);
      return;
    }
    this.fork(
      this.g.bool(arm.guard, ctx),
      ctx,
      (c) => this.item(arm.value, c, rest),
      (c) => this.cases(more, other, c, rest, loc),
      this.counters?.of(arm.guard, ctx, 'branch'),
    );
  }

  /**
   * What several branches have in common. A long rest becomes a function, one for each set of variables that the branches
   * may have assigned when they get there.
   */
  private continuation(rest: readonly Item[], ctx: Ctx): readonly Item[] {
    const size = rest.reduce((n, i) => n + (i.k === 'x' ? this.g.analysis.size(i.x) : 0), 0);
    if (size <= INLINE_REST) return rest;
    const functions = new Map<string, string>();
    const out = new Out();
    ctx.block.out.parts.push(out);
    // The jump is resolved where it is reached, since only there the assigned variables are known.
    return [{ k: 'jump', to: (at) => this.shared(rest, ctx, at, functions, out) }];
  }

  private shared(rest: readonly Item[], ctx: Ctx, at: Ctx, functions: Map<string, string>, out: Out): string {
    const key = [...at.assigned]
      .map(([v, m]) => `${v}${m}`)
      .sort()
      .join(' ');
    let name = functions.get(key);
    if (name === undefined) {
      name = this.g.name('k');
      functions.set(key, name);
      const inner = this.g.loop({ ...ctx, assigned: at.assigned });
      this.rest(rest, inner);
      out.line(`const ${name} = () => {`);
      out.parts.push(inner.block.out);
      out.line('};');
    }
    return `${name}();`;
  }

  private primitive(x: X & { k: 'prim' }, ctx: Ctx, rest: readonly Item[]): void {
    const [a, b] = x.args;
    if (a === undefined) return this.predicate(x, ctx, rest);
    switch (x.op) {
      case '/\\':
        return this.item(a, ctx, [...x.args.slice(1).map((y) => later(y, ctx)), ...rest]);
      case '\\/': {
        const go = x.args.length > 1 ? this.continuation(rest, ctx) : rest;
        for (const y of x.args) this.inBlock(ctx, (c) => this.item(y, c, go));
        return;
      }
      case '=>': {
        if (b === undefined) break;
        const go = this.continuation(rest, ctx);
        return this.fork(
          this.g.bool(a, ctx),
          ctx,
          (c) => this.item(b, c, go),
          (c) => this.rest(go, c),
          this.counters?.of(a, ctx, 'branch'),
        );
      }
      case '=': {
        const v = targetOf(this.g, this.init, a, ctx);
        if (v !== undefined && b !== undefined && !ctx.assigned.has(v.index)) return this.assign(v, b, ctx, rest);
        break;
      }
      case '\\in':
      case '\\subseteq': {
        const v = targetOf(this.g, this.init, a, ctx);
        if (v !== undefined && b !== undefined && !ctx.assigned.has(v.index)) {
          const set: X = x.op === '\\in' ? b : { k: 'prim', op: 'SUBSET', args: [b], loc: b.loc };
          return this.choose(v, set, ctx, rest);
        }
        break;
      }
      case 'UNCHANGED':
        if (!this.init) return this.unchanged(a, ctx, rest);
        break;
      case '\\cdot':
        if (!this.init) return this.composed(x, ctx, rest);
        break;
      default:
        break;
    }
    this.predicate(x, ctx, rest);
  }

  /** A \cdot B: for each of its outcomes the variables that it fixes are given their values, or compared with those that they have. */
  private composed(x: X & { k: 'prim' }, ctx: Ctx, rest: readonly Item[]): void {
    overOutcomes(this.g, x, ctx, { compile: compileAction, counts: this.steps }, (values, test, inner) => {
      let at = inner;
      for (const [v, value] of values) {
        genStoreCode(this.g, v, value, at);
        this.changed(v, at);
        at = this.with(at, v, 'T');
      }
      this.test(test, at, rest);
    });
  }

  private with(ctx: Ctx, v: VarSym, where: Mode): Ctx {
    return { ...ctx, assigned: new Map(ctx.assigned).set(v.index, where) };
  }

  private assign(v: VarSym, value: X, ctx: Ctx, rest: readonly Item[]): void {
    const same = this.init ? undefined : variableOf(this.g, value, ctx);
    if (same === v && ctx.mode === 'S') return this.rest(rest, this.with(ctx, v, 'S'));
    genStore(this.g, v, value, ctx);
    this.changed(v, ctx);
    this.rest(rest, this.with(ctx, v, 'T'));
  }

  private choose(v: VarSym, set: X, ctx: Ctx, rest: readonly Item[]): void {
    forEach(this.g, set, ctx, (element, inner) => {
      genStoreCode(this.g, v, element, inner);
      this.changed(v, inner);
      this.rest(rest, this.with(inner, v, 'T'));
    });
  }

  /** The fingerprint's difference for a variable that was just written. */
  private changed(v: VarSym, ctx: Ctx): void {
    const shape = this.g.layout.shapes[v.index];
    if (this.init || shape === undefined || shape.k === 'set') return;
    ctx.block.out.line(`diff(${this.g.layout.base[v.index]}, ${shape.size}); D${v.index}a = DA; D${v.index}b = DB;`);
  }

  private unchanged(x: X, ctx: Ctx, rest: readonly Item[]): void {
    if (x.k === 'tuple') {
      const [first, ...more] = x.items;
      if (first === undefined) return this.rest(rest, ctx);
      return this.unchanged(first, ctx, [...more.map((y) => later({ k: 'prim', op: 'UNCHANGED', args: [y], loc: y.loc }, ctx)), ...rest]);
    }
    if (x.k === 'ref' && x.sym.k === 'var') {
      if (!ctx.assigned.has(x.sym.index)) return this.rest(rest, this.with(ctx, x.sym, 'S'));
      return this.test(genEq(this.g, { k: 'prim', op: "'", args: [x], loc: x.loc }, x, ctx).js, ctx, rest);
    }
    const next = follow(this.g, x, ctx);
    if (next !== undefined) return this.unchanged(next.x, next.ctx, rest);
    this.predicate({ k: 'prim', op: 'UNCHANGED', args: [x], loc: x.loc }, ctx, rest);
  }

  private call(x: X & { k: 'call' }, from: Ctx, rest: readonly Item[]): void {
    const { g } = this;
    const ctx = this.counters?.called(x, from) ?? from;
    const op = g.analysis.target(x.op);
    if (op.k === 'param') {
      const found = lookup(ctx.env, op);
      if (found?.binding.k === 'operator') {
        const { op: bound, env: outer } = found.binding;
        if (bound.k === 'op' && bound.body !== undefined)
          return this.item(bound.body, { ...ctx, env: bindArgs(g, bound, x.args, outer, ctx) }, rest);
      }
      return this.predicate(x, from, rest);
    }
    if (op.k !== 'op' || op.body === undefined || g.model.values.has(op)) return this.predicate(x, from, rest);
    if (op.recursive) return this.recursive(op, x, from, rest);
    const captured = op.captures ? lookup(ctx.env, op) : undefined;
    if (captured?.binding.k === 'closure') return this.item(captured.binding.x, { ...ctx, env: captured.binding.env }, rest);
    if (captured?.binding.k === 'function') return this.predicate(x, from, rest);
    this.item(op.body, { ...ctx, env: bindArgs(g, op, x.args, captured?.at, ctx) }, rest);
  }

  /** A RECURSIVE operator as a conjunct: TLC follows its definition, so each of its disjuncts leads to a state of its own. */
  private recursive(op: OpSym, x: X & { k: 'call' }, ctx: Ctx, rest: readonly Item[]): void {
    const { g } = this;
    const { body } = op;
    const local = op.captures ? lookup(ctx.env, op) : undefined;
    if (
      body === undefined ||
      (op.captures && local?.binding.k !== 'function') ||
      g.analysis.hasPrime(body) ||
      !mayBranch(this.g.analysis, body) ||
      x.args.some((a) => a.k === 'opArg')
    )
      return this.predicate(x, ctx, rest);
    const args = x.args.map((a) => (a.k === 'opArg' ? '0' : g.tmpJs(ctx, g.any(a, ctx))));
    this.withBody(op, body, op.params, args, local?.at, ctx, rest);
  }

  /** The same for the application of a function, `f[e]` or `[x \in S |-> P][e]`: TLC follows its body. */
  private application(x: X & { k: 'fcnApply' }, ctx: Ctx, rest: readonly Item[]): void {
    const { g } = this;
    const found = functionBehind(g, x.fn, ctx);
    if (found === undefined) return this.predicate(x, ctx, rest);
    const { fn, bound, sym, env } = found;
    if (g.analysis.hasPrime(fn.body) || !mayBranch(g.analysis, fn.body)) return this.predicate(x, ctx, rest);
    const argument = g.tmp(ctx, { js: g.id(x.arg, ctx), rep: 'id' });
    const test = memberOf(g, argument, bound.set, { ...ctx, env });
    if (test.js !== 'true') ctx.block.out.line(`if (!${test.js}) outside(${argument.js}, ${g.loc(x.loc)});`);
    const { self } = fn;
    if (self !== undefined && g.analysis.isSelfRecursive(self)) this.withBody(self, fn.body, bound.syms, [argument.js], env, ctx, rest);
    else this.item(fn.body, g.bind({ ...ctx, env }, sym, argument), rest);
  }

  private readonly open: Map<OpSym, string> = new Map();

  /** Emits (once while it is open) a function that runs its continuation for every way in which `body` holds, and calls it. */
  private withBody(
    op: OpSym,
    body: X,
    params: readonly ParamSym[],
    args: readonly string[],
    env: Env | undefined,
    ctx: Ctx,
    rest: readonly Item[],
  ): void {
    const first = !this.open.has(op);
    try {
      const name = this.open.get(op) ?? this.bodyFunction(op, body, params, env, ctx);
      const then = this.g.loop(ctx);
      this.rest(rest, then);
      ctx.block.out.line(`${name}(${[...args, `() => {\n${then.block.out}\n}`].join(', ')});`);
    } finally {
      if (first) this.open.delete(op);
    }
  }

  private bodyFunction(op: OpSym, body: X, params: readonly ParamSym[], env: Env | undefined, ctx: Ctx): string {
    const { g } = this;
    const { out } = ctx.block;
    const name = g.name('g');
    this.open.set(op, name);
    const names = params.map(() => g.name('p'));
    const inner = params.reduce((c, p, i) => g.bind(c, p, { js: nth(names, i), rep: 'id', lazy: true }), { ...g.loop(ctx), env });
    this.item(body, inner, [{ k: 'jump', to: () => 'k();' }]);
    out.line(`const ${name} = (${[...names, 'k'].join(', ')}) => {`);
    out.parts.push(inner.block.out);
    out.line('};');
    return name;
  }

  private exists(x: X & { k: 'quant' }, ctx: Ctx, rest: readonly Item[]): void {
    let reached = false;
    const each = (inner: Ctx): void => {
      reached = true;
      this.item(x.body, inner, rest);
    };
    const [bound, ...others] = x.bounds;
    const [sym, ...more] = bound?.syms ?? [];
    const one = sym !== undefined && others.length + more.length === 0 && bound?.tuple === false;
    // Who counts guards wants to see all the elements.
    forEachBinding(this.g, x.bounds, ctx, each, one && this.counters === undefined ? onlyOf(this.g, sym, x.body, ctx) : undefined);
    if (!reached) this.empty(x, ctx, rest);
  }

  /** A quantifier over a set that is known to be empty. */
  private empty(x: X & { k: 'quant' }, ctx: Ctx, rest: readonly Item[]): void {
    const syms = x.bounds.flatMap((b) => b.syms);
    this.unreached(ctx, (c) =>
      this.item(
        x.body,
        syms.reduce((at, sym) => this.g.bind(at, sym, { js: '0', rep: 'id' }), c),
        rest,
      ),
    );
  }

  /** `\A x \in S : P` as a conjunct: P for each element in turn, so that P may branch or assign. */
  private forall(x: X & { k: 'quant' }, ctx: Ctx, rest: readonly Item[]): void {
    if (!mayBranch(this.g.analysis, x.body) && !this.assigns(x.body, ctx)) return this.predicate(x, ctx, rest);
    const [first, ...more] = x.bounds;
    if (first === undefined) return this.item(x.body, ctx, rest);
    const body: X = more.length === 0 ? x.body : { ...x, bounds: more };
    const known = this.g.constantOf(first.set);
    if (known !== undefined && this.g.heap.isEnumerable(known)) {
      const set = this.g.heap.norm(known);
      const n = this.g.heap.size(set);
      const items = Array.from({ length: n }, (_, i): Item => {
        const key = this.g.heap.elem(set, i);
        const element: Code = { js: String(key), rep: 'id', konst: key, pos: { set, js: String(i) } };
        return later(body, bindElement(this.g, first, element, ctx));
      });
      if (n === 0) this.empty(x, ctx, []);
      return this.rest([...items, ...rest], ctx);
    }
    // A set that cannot be listed: the error comes up where it is reached.
    if (known !== undefined) return ctx.block.out.line(`${this.g.at(first.set.loc, `H.cursor(${known})`)};`);
    if (this.assigns(x.body, ctx) && this.init) return this.predicate(x, ctx, rest);
    if (this.assigns(x.body, ctx)) throw this.g.unsupported('Assigning variables under \\A over a set that depends on the state', x.loc);
    const each = (e: Code, inner: Ctx, next: string): void =>
      this.item(body, bindElement(this.g, first, e, inner), [{ k: 'jump', to: () => next }]);
    overElements(this.g, first.set, ctx, (at) => this.rest(rest, at), each);
  }

  private assigns(x: X, ctx: Ctx): boolean {
    if (this.init) return this.g.analysis.varies(x);
    return this.g.analysis.hasPrime(x) && ctx.assigned.size < this.g.layout.shapes.length;
  }
}

/** Compiles an action whose steps are not those of the search. */
export const compileAction: CompileAction = (g, action, ctx, emit) => new ActionCompiler(g, false, emit).compile(action, ctx);
