/**
 * Invariants, evaluated for a state whose predecessor satisfies them: a conjunct that reads nothing that the step changed still holds,
 * and so does `P(m)` of a message m that was there before, where P reads nothing else that changed. What is left is evaluated as always.
 */
import type { Binder, X, XOf } from '../semantics/ir.ts';
import { bindArgs } from './arguments.ts';
import { type Code, type Ctx, type Env, lookup } from './code.ts';
import { bindLet } from './expr.ts';
import type { Gen } from './gen.ts';
import { bindElement, forEach, memberOf, memberOfSegment } from './sets.ts';
import { isOld, type Path, pathOf } from './state.ts';
import { follow } from './targets.ts';
import { unfold } from './unfold.ts';

/** Is any variable changed that the expression reads, in itself or through what its parameters stand for? JavaScript. */
export function anyChanged(g: Gen, x: X, env?: Env): string {
  const deps = [...dependencies(g, x, env)].sort((p, q) => p - q);
  return deps.length === 0 ? 'false' : deps.map((v) => `C${v}`).join(' || ');
}

function dependencies(g: Gen, x: X, env: Env | undefined): ReadonlySet<number> {
  const out = new Set(g.analysis.variables(x));
  const add = (y: X, at: Env | undefined): void => dependencies(g, y, at).forEach((v) => void out.add(v));
  for (const sym of g.analysis.free(x)) {
    const binding = lookup(env, sym)?.binding;
    if (binding?.k === 'closure') add(binding.x, binding.env);
    if (binding?.k === 'operator' && binding.op.k === 'op' && binding.op.body !== undefined) add(binding.op.body, binding.env);
  }
  return out;
}

/**
 * Writes a function that evaluates the invariant `x`. Every expanded state satisfies it, so all of it is needed only where there is no predecessor.
 * @param pred the function that evaluates all of it
 * @returns its name
 */
export function inductive(g: Gen, pred: string, x: X): string {
  if (g.analysis.dependsOnRun(x)) return pred;
  const name = g.name('inv');
  const ctx = g.root('T', true);
  new Induction(g).still(x, ctx);
  g.link.globals.line(`function ${name}() {\nif (FREE) return ${pred}();`);
  g.link.globals.parts.push(ctx.block.out);
  g.link.globals.line('return true;\n}');
  return name;
}

/** Writes statements that return false where a formula is false. */
class Induction {
  private readonly g: Gen;

  constructor(g: Gen) {
    this.g = g;
  }

  /** All of `x`. */
  private all(x: X, ctx: Ctx): void {
    const js = this.g.bool(x, ctx);
    if (js !== 'true') ctx.block.out.line(`if (!${js}) return false;`);
  }

  /** `x`, known to have held in the state before, for the same bound values. */
  still(x: X, ctx: Ctx): void {
    const changed = anyChanged(this.g, x, ctx.env);
    if (changed === 'false') return;
    this.when(changed, ctx, (c) => this.parts(x, c));
  }

  private when(cond: string, ctx: Ctx, body: (ctx: Ctx) => void, otherwise?: (ctx: Ctx) => void): void {
    const { out } = ctx.block;
    const block = (write: (ctx: Ctx) => void): void => {
      const inner = this.g.branch(ctx);
      write(inner);
      out.parts.push(inner.block.out);
    };
    out.line(`if (${cond}) {`);
    block(body);
    if (otherwise !== undefined) {
      out.line('} else {');
      block(otherwise);
    }
    out.line('}');
  }

  private parts(x: X, ctx: Ctx): void {
    switch (x.k) {
      case 'prim':
        return this.primitive(x, ctx);
      case 'quant':
        if (x.q === 'A' && x.bounds.every((b) => !b.tuple)) return this.forall(x, x.bounds.flatMap(single), ctx);
        break;
      case 'let':
        return this.still(x.body, bindLet(this.g, x, ctx));
      case 'call':
      case 'ref':
        return this.named(x, ctx);
      default:
        break;
    }
    this.all(x, ctx);
  }

  private primitive(x: XOf<'prim'>, ctx: Ctx): void {
    const [a, b] = x.args;
    if (x.op === '/\\') return x.args.forEach((y) => this.still(y, ctx));
    if (x.op === '=>' && a !== undefined && b !== undefined && this.divides(b, ctx)) {
      const test = this.g.bool(a, ctx);
      const changed = anyChanged(this.g, a, ctx.env);
      return this.when(test, ctx, (c) => {
        if (changed === 'false') return this.still(b, c);
        this.when(
          changed,
          c,
          (d) => this.all(b, d),
          (d) => this.still(b, d),
        );
      });
    }
    if (x.op === '\\subseteq' && a !== undefined && b !== undefined && this.subset(a, b, ctx)) return;
    this.all(x, ctx);
  }

  /** Is there a part of it that could be passed over? */
  private divides(x: X, ctx: Ctx): boolean {
    if (x.k === 'quant') return x.q === 'A';
    if (x.k === 'prim') return x.op === '/\\' || x.op === '=>' || x.op === '\\subseteq';
    if (x.k === 'let') return this.divides(x.body, ctx);
    return x.k === 'call' && x.op.k === 'op' && x.op.native === undefined;
  }

  /** A set of messages that grew is a subset of what does not change. */
  private subset(a: X, b: X, ctx: Ctx): boolean {
    const path = pathOf(this.g, a, ctx);
    if (path?.shape.k !== 'set' || path.buffer !== 'T') return false;
    if (anyChanged(this.g, b, ctx.env) !== 'false') return false;
    this.overNew(path, ctx, (element, inner) => {
      const { js } = memberOf(this.g, element, b, inner);
      inner.block.out.line(`if (!${js}) return false;`);
    });
    return true;
  }

  private named(x: XOf<'call'> | XOf<'ref'>, ctx: Ctx): void {
    const { g } = this;
    const next = follow(g, x, ctx);
    if (next !== undefined) return this.still(next.x, { ...next.ctx, block: ctx.block });
    if (x.k !== 'call') return this.all(x, ctx);
    const op = g.analysis.target(x.op);
    if (op.k !== 'op' || op.body === undefined || op.native !== undefined || op.recursive || op.captures || g.model.values.has(op))
      return this.all(x, ctx);
    this.still(op.body, { ...ctx, env: bindArgs(g, op, x.args, undefined, ctx) });
  }

  /** `\A`, bound by bound. */
  private forall(x: XOf<'quant'>, bounds: readonly Binder[], ctx: Ctx): void {
    // As everywhere the last name is the outermost loop; bound sets do not see the other names.
    const bound = bounds.at(-1);
    if (bound === undefined) return this.still(x.body, ctx);
    const { g } = this;
    const more = bounds.slice(0, -1);
    const rest: X = more.length === 0 ? x.body : { ...x, bounds: more };
    const at = unfold(g, bound.set, ctx);
    const path = pathOf(g, at.x, { ...at.ctx, block: ctx.block });
    const element = (e: Code, inner: Ctx): Ctx => bindElement(g, bound, e, { ...inner, env: ctx.env });
    if (path?.shape.k === 'set' && path.buffer === 'T') {
      const old = anyChanged(g, rest, ctx.env) === 'false' ? undefined : (e: Code, inner: Ctx) => this.still(rest, element(e, inner));
      return this.overNew(path, ctx, (e, inner) => this.all(rest, element(e, inner)), old);
    }
    const loop = (c: Ctx): void => forEach(g, bound.set, c, (e, inner) => this.still(rest, element(e, inner)));
    const changed = anyChanged(g, bound.set, ctx.env);
    if (changed === 'false') return loop(ctx);
    this.when(changed, ctx, (c) => this.all({ ...x, bounds }, c), loop);
  }

  /** Runs `added` for the elements of a set variable that were not in it before, and `old` for the others. */
  private overNew(p: Path, ctx: Ctx, added: (e: Code, ctx: Ctx) => void, old?: (e: Code, ctx: Ctx) => void): void {
    const { g } = this;
    const inner = g.loop(ctx);
    const [i, e] = [g.name('i'), g.name('e')];
    const element = memberOfSegment(p.v.index, e, inner);
    this.when(`!${isOld(p.v, e)}`, inner, (c) => added(element, c), old && ((c) => old(element, c)));
    const { out } = ctx.block;
    out.line(`for (let ${i} = 0; ${i} < T${p.v.index}n; ${i}++) {\nconst ${e} = T${p.v.index}e[${i}];`);
    out.parts.push(inner.block.out);
    out.line('}');
  }
}

/** One binder for each name. */
function single(b: Binder): readonly Binder[] {
  return b.syms.map((s) => ({ ...b, syms: [s] }));
}
