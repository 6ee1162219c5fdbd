/**
 * The alternatives of a large disjunction become functions of their own. Where an action of another module is checked on every step (refinement),
 * all that it calls is inlined, and one function of thousands of lines is beyond what a JavaScript engine optimises; and each call of
 * it would clear all of its variables, even where the first test decides.
 */
import type { OpSym, ParamSym, X } from '../semantics/ir.ts';
import { type Binding, type Code, type Ctx, type Env, isSimple, lookup } from './code.ts';
import type { Gen } from './gen.ts';

/** Writes a function that evaluates the alternative `x`. @returns its call; undefined where it is light, or needs what cannot be passed on */
export function outlined(g: Gen, x: X, ctx: Ctx): string | undefined {
  if (!ctx.frozen || ctx.path !== undefined || ctx.tabulating === true || g.analysis.weight(x) < g.heavy) return undefined;
  const inner = g.root(ctx.mode, true, ctx.assigned);
  const surroundings = new Surroundings(g, inner);
  const env = surroundings.bring(g.analysis.free(x), ctx.env);
  if (env === 'not possible') return undefined;
  const js = g.bool(x, { ...inner, env });
  const name = g.name('part');
  const { names, values } = surroundings;
  g.link.globals.line(`function ${name}(${names.join(', ')}) {`);
  g.link.globals.parts.push(inner.block.out);
  g.link.globals.line(`return ${js};\n}`);
  return `${name}(${values.join(', ')})`;
}

/** What the symbols around an expression mean in the function that it becomes: values are passed, what waits to be evaluated waits there. */
class Surroundings {
  /** The parameters of the function, and what is passed for them. */
  readonly names: string[] = [];
  readonly values: string[] = [];
  private readonly g: Gen;
  private readonly ctx: Ctx;
  private readonly known: Map<Env, Binding | undefined> = new Map();

  constructor(g: Gen, ctx: Ctx) {
    this.g = g;
    this.ctx = ctx;
  }

  /** An environment with these symbols. */
  bring(symbols: readonly (ParamSym | OpSym)[], from: Env | undefined): Env | undefined | 'not possible' {
    let env: Env | undefined;
    for (const sym of symbols) {
      const found = lookup(from, sym);
      const binding = found && this.binding(found.at);
      if (binding === undefined) return 'not possible';
      env = { sym, binding, outer: env };
    }
    return env;
  }

  private binding(at: Env): Binding | undefined {
    if (!this.known.has(at)) this.known.set(at, this.rebuilt(at.binding));
    return this.known.get(at);
  }

  private rebuilt(binding: Binding): Binding | undefined {
    const { g, ctx } = this;
    switch (binding.k) {
      case 'code':
        return this.passed(binding.code);
      case 'closure': {
        const env = this.bring(g.analysis.free(binding.x), binding.env);
        return env === 'not possible' ? undefined : g.closure(binding.x, env, ctx);
      }
      case 'operator': {
        const { op } = binding;
        if (op.k !== 'op' || op.body === undefined || op.recursive) return undefined;
        const env = this.bring(g.analysis.free(op.body), binding.env);
        return env === 'not possible' ? undefined : { k: 'operator', op, env };
      }
      case 'function':
        return undefined;
    }
  }

  private passed(code: Code): Binding | undefined {
    if (code.konst !== undefined) return { k: 'code', code };
    if (code.instance !== undefined || !isSimple(code.js)) return undefined;
    const { pos, member, ...plain } = code;
    const js = this.parameter(code.js);
    return {
      k: 'code',
      code: {
        ...plain,
        js,
        ...(pos === undefined || !isSimple(pos.js) ? {} : { pos: { set: pos.set, js: this.parameter(pos.js) } }),
        ...(member === undefined ? {} : { member: { variable: member.variable, js, ordinal: undefined, head: this.ctx.block.out } }),
      },
    };
  }

  private parameter(value: string): string {
    const name = this.g.name('p');
    this.names.push(name);
    this.values.push(value);
    return name;
  }
}
