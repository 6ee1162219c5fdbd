/**
 * Temporal formulas, as the search for counterexamples reads them: in negation normal form over atoms that are functions of a state or
 * of a step. Quantifiers over constant sets are written out, definitions are entered, fairness is what it stands for.
 */
import { type Loc, TlaError } from '../errors.ts';
import { type Arg, bodyOf, type Callee, type OpSym, type ParamSym, type X, type XOf } from '../semantics/ir.ts';
import { levelOf, levelOfOperator } from '../semantics/levels.ts';
import { FALSE, TRUE } from '../values/heap.ts';
import type { Ctx, Env } from './code.ts';
import { konst } from './code.ts';
import { compileEnabled, genOwnEnabled } from './enabled.ts';
import { evaluateConstant } from './evaluate.ts';
import { bindLet } from './expr.ts';
import type { Gen } from './gen.ts';

/** A temporal formula: no operator but these, negation only in front of atoms. */
export type Formula =
  | { readonly k: 'const'; readonly value: boolean }
  /** The atom with this number, or its negation. */
  | { readonly k: 'atom'; readonly atom: number; readonly negated: boolean }
  | { readonly k: 'and' | 'or'; readonly parts: readonly Formula[] }
  | { readonly k: 'always'; readonly body: Formula }
  | { readonly k: 'eventually'; readonly body: Formula };

/** What an atom is about: a state, or a step. */
export type AtomKind = 'state' | 'step';

/** A function of the program's current state, or of the step from it to the next one. */
export interface Atom {
  readonly kind: AtomKind;
  /** Is it true of a step that changes nothing? */
  readonly ofStutter: boolean;
  /** The name of the generated function. */
  readonly js: string;
  /** For ENABLED, where the action stands. */
  readonly enabled?: Loc;
}

/** What parameters stand for within a formula. */
type Scope =
  | undefined
  | { readonly k: 'value'; readonly sym: ParamSym; readonly value: number; readonly outer: Scope }
  | { readonly k: 'argument'; readonly sym: ParamSym; readonly arg: Arg; readonly within: Scope; readonly outer: Scope }
  | { readonly k: 'let'; readonly x: XOf<'let'>; readonly outer: Scope };

/** `p` for all elements of constant sets: more formulas than this are not written out. */
const MAX_PARTS = 10_000;

/** Compiles the temporal formulas of a model; their atoms become functions of its program. */
export class TemporalCompiler {
  readonly atoms: Atom[] = [];
  private readonly g: Gen;
  private readonly known: Map<X, { readonly scope: Scope; readonly what: string; readonly atom: number }[]> = new Map();

  constructor(g: Gen) {
    this.g = g;
  }

  /** @throws TlaError `unsupported` for what TLC does not check either */
  formula(x: X, negated = false, scope: Scope = undefined): Formula {
    if (!this.isTemporal(x, scope)) return this.predicate(x, negated, scope);
    switch (x.k) {
      case 'prim':
        return this.primitive(x, negated, scope);
      case 'quant':
        return this.quantifier(x, negated, scope);
      case 'let':
        return this.formula(x.body, negated, { k: 'let', x, outer: scope });
      case 'if':
        return either([
          both([this.formula(x.cond, false, scope), this.formula(x.then, negated, scope)]),
          both([this.formula(x.cond, true, scope), this.formula(x.else, negated, scope)]),
        ]);
      case 'call':
        return this.call(x, negated, scope);
      case 'ref': {
        const found = x.sym.k === 'param' ? argumentOf(scope, x.sym) : undefined;
        if (found === undefined || found.arg.k === 'opArg') throw this.refused(x.loc);
        return this.formula(found.arg, negated, found.within);
      }
      case 'fairness':
        return this.fairness(x, negated, scope);
      case 'boxAction':
      case 'angleAction':
        return { k: 'atom', atom: this.step(x, scope), negated };
      default:
        throw this.refused(x.loc);
    }
  }

  private refused(loc: Loc): TlaError {
    return new TlaError(
      'unsupported',
      'This is no temporal formula that can be checked: actions must stand in [A]_v or <<A>>_v, under [] or <>',
      loc,
      'temporal formula',
    );
  }

  /** Does the expression, with what its parameters stand for, say anything of more than one state? */
  private isTemporal(x: X, scope: Scope): boolean {
    if (levelOf(x) > 1) return true;
    for (let s = scope; s !== undefined; s = s.outer)
      if (s.k === 'argument' && (s.arg.k === 'opArg' ? levelOfCallee(s.arg.op) : levelOf(s.arg)) > 1) return true;
    return false;
  }

  private primitive(x: XOf<'prim'>, negated: boolean, scope: Scope): Formula {
    const part = (i: number, not: boolean): Formula => {
      const y = x.args[i];
      if (y === undefined) throw this.refused(x.loc);
      return this.formula(y, not, scope);
    };
    switch (x.op) {
      case '/\\':
      case '\\/': {
        const parts = x.args.map((y) => this.formula(y, negated, scope));
        return (x.op === '/\\') === negated ? either(parts) : both(parts);
      }
      case '~':
        return part(0, !negated);
      case '=>':
        return negated ? both([part(0, false), part(1, true)]) : either([part(0, true), part(1, false)]);
      case '<=>':
      case '\\equiv':
        return either([both([part(0, false), part(1, negated)]), both([part(0, true), part(1, !negated)])]);
      case '[]':
        return negated ? eventually(part(0, true)) : always(part(0, false));
      case '<>':
        return negated ? always(part(0, true)) : eventually(part(0, false));
      case '~>':
        return negated
          ? eventually(both([part(0, false), always(part(1, true))]))
          : always(either([part(0, true), eventually(part(1, false))]));
      default:
        // An operator of values, whose parameters turned out to be no temporal formulas.
        if (levelOf(x) <= 1) return this.predicate(x, negated, scope);
        throw this.refused(x.loc);
    }
  }

  private quantifier(x: XOf<'quant'>, negated: boolean, scope: Scope): Formula {
    const parts: Formula[] = [];
    const names = x.bounds.flatMap((b) => {
      if (b.tuple) throw this.refused(x.loc);
      return b.syms.map((sym) => ({ sym, set: b.set }));
    });
    const go = (i: number, at: Scope): void => {
      const name = names[i];
      if (name === undefined) {
        parts.push(this.formula(x.body, negated, at));
        if (parts.length > MAX_PARTS) throw this.refused(x.loc);
        return;
      }
      for (const value of this.elements(name.set, scope)) go(i + 1, { k: 'value', sym: name.sym, value, outer: at });
    };
    go(0, scope);
    return (x.q === 'A') === negated ? either(parts) : both(parts);
  }

  /** The elements of a constant set. */
  private elements(x: X, scope: Scope): readonly number[] {
    const { g } = this;
    const inner = g.fork();
    const value = evaluateConstant(g, x, this.environment(inner, scope, inner.root('S', true)));
    if (value === undefined || g.analysis.varies(x))
      throw new TlaError('unsupported', 'A temporal formula can be quantified over constant sets only', x.loc, 'temporal formula');
    const set = g.heap.norm(value);
    return Array.from({ length: g.heap.size(set) }, (_, i) => g.heap.elem(set, i));
  }

  private call(x: XOf<'call'>, negated: boolean, scope: Scope): Formula {
    const op = this.g.analysis.target(x.op);
    if (op.k === 'param') {
      const found = argumentOf(scope, op);
      if (found?.arg.k !== 'opArg' || found.arg.op.k !== 'op') throw this.refused(x.loc);
      return this.formula(bodyOf(found.arg.op), negated, this.applied(found.arg.op, x.args, scope));
    }
    if (op.k !== 'op' || op.body === undefined || op.recursive) throw this.refused(x.loc);
    return this.formula(op.body, negated, this.applied(op, x.args, scope));
  }

  private applied(op: OpSym, args: readonly Arg[], scope: Scope): Scope {
    let out = scope;
    op.params.forEach((sym, i) => {
      const arg = args[i];
      if (arg !== undefined) out = { k: 'argument', sym, arg, within: scope, outer: out };
    });
    return out;
  }

  /**
   * WF_v(A): infinitely often, A is disabled or taken. SF_v(A): from some point on A is disabled, or it is taken infinitely often.
   * (Specifying Systems, 8.4 to 8.6)
   */
  private fairness(x: XOf<'fairness'>, negated: boolean, scope: Scope): Formula {
    const enabled = this.enabled(x, scope);
    const taken = this.step({ k: 'angleAction', action: x.action, sub: x.sub, loc: x.loc }, scope);
    const is = (atom: number, not: boolean): Formula => ({ k: 'atom', atom, negated: not });
    if (!x.strong) {
      return negated
        ? eventually(always(both([is(enabled, false), is(taken, true)])))
        : always(eventually(either([is(enabled, true), is(taken, false)])));
    }
    return negated
      ? both([always(eventually(is(enabled, false))), eventually(always(is(taken, true)))])
      : either([eventually(always(is(enabled, true))), always(eventually(is(taken, false)))]);
  }

  /** A state predicate; a constant one is decided at once. */
  private predicate(x: X, negated: boolean, scope: Scope): Formula {
    const { g } = this;
    if (!g.analysis.varies(x) && scope === undefined) {
      const value = g.constantOf(x);
      if (value === TRUE || value === FALSE) return { k: 'const', value: (value === TRUE) !== negated };
    }
    const atom = this.once(x, scope, 'state', () => {
      const ctx = this.rooted('S', true, scope);
      return { kind: 'state', ofStutter: false, js: this.function(ctx, g.bool(x, ctx)) };
    });
    return { k: 'atom', atom, negated };
  }

  /** [A]_v or <<A>>_v of a step whose two states are complete. */
  private step(x: XOf<'boxAction'> | XOf<'angleAction'>, scope: Scope): number {
    // A step that leaves v alone is a matter of v only; so what changes v is asked first, and A seldom.
    const same: X = { k: 'prim', op: 'UNCHANGED', args: [x.sub], loc: x.loc };
    const changed: X = { k: 'prim', op: '~', args: [same], loc: x.loc };
    const formula: X =
      x.k === 'boxAction'
        ? { k: 'prim', op: '\\/', args: [same, x.action], loc: x.loc }
        : { k: 'prim', op: '/\\', args: [changed, x.action], loc: x.loc };
    return this.once(x.action, scope, `${x.k} ${this.g.ordinal(x.sub)}`, () => {
      const ctx = this.rooted('S', true, scope);
      return { kind: 'step', ofStutter: x.k === 'boxAction', js: this.function(ctx, this.g.bool(formula, ctx)) };
    });
  }

  /** ENABLED <<A>>_v, by looking for a step. It uses the place of the next state. */
  private enabled(x: XOf<'fairness'>, scope: Scope): number {
    const { g } = this;
    return this.once(x.action, scope, `enabled ${this.g.ordinal(x.sub)}`, () => {
      if (x.own !== undefined) {
        const here = this.rooted('S', true, scope);
        const { js } = genOwnEnabled(g, x.own, here, x.loc);
        return { kind: 'state', ofStutter: false, js: this.function(here, js), enabled: x.action.loc };
      }
      const ctx = this.rooted('S', false, scope);
      const flag = compileEnabled(g, x.action, x.sub, ctx);
      return { kind: 'state', ofStutter: false, js: this.function(ctx, flag), enabled: x.action.loc };
    });
  }

  /** The atom for an expression in a scope; the same number where it was asked for before. */
  private once(x: X, scope: Scope, what: string, make: () => Atom): number {
    const entries = this.known.get(x) ?? [];
    this.known.set(x, entries);
    const found = entries.find((e) => e.what === what && isSameScope(e.scope, scope));
    if (found !== undefined) return found.atom;
    const atom = this.atoms.push(make()) - 1;
    entries.push({ scope, what, atom });
    return atom;
  }

  private rooted(mode: 'S', frozen: boolean, scope: Scope): Ctx {
    const ctx = this.g.root(mode, frozen);
    return { ...ctx, env: this.environment(this.g, scope, ctx) };
  }

  private function(ctx: Ctx, js: string): string {
    const name = this.g.name('tmp');
    this.g.link.globals.line(`function ${name}() {`);
    this.g.link.globals.parts.push(ctx.block.out);
    this.g.link.globals.line(`return ${js};\n}`);
    return name;
  }

  /** The scope as the compiler of expressions wants it. */
  private environment(g: Gen, scope: Scope, ctx: Ctx): Env | undefined {
    if (scope === undefined) return undefined;
    const outer = this.environment(g, scope.outer, ctx);
    if (scope.k === 'value') return { sym: scope.sym, binding: { k: 'code', code: konst(scope.value) }, outer };
    if (scope.k === 'let') return bindLet(g, scope.x, { ...ctx, env: outer }).env;
    const within = scope.within === scope.outer ? outer : this.environment(g, scope.within, ctx);
    const { arg, sym } = scope;
    if (arg.k === 'opArg') return { sym, binding: { k: 'operator', op: g.analysis.target(arg.op), env: within }, outer };
    return { sym, binding: g.closure(arg, within, ctx), outer };
  }
}

function levelOfCallee(op: Callee): number {
  return op.k === 'op' ? levelOfOperator(op) : 0;
}

function argumentOf(scope: Scope, sym: ParamSym): (Scope & { readonly k: 'argument' }) | undefined {
  for (let s = scope; s !== undefined; s = s.outer) if (s.k === 'argument' && s.sym === sym) return s;
  return undefined;
}

function isSameScope(a: Scope, b: Scope): boolean {
  if (a === b) return true;
  return a?.k === 'value' && b?.k === 'value' && a.sym === b.sym && a.value === b.value && isSameScope(a.outer, b.outer);
}

/** Conjunction, without what is trivial. */
export function both(parts: readonly Formula[]): Formula {
  return joined('and', parts, true);
}

/** Disjunction, without what is trivial. */
export function either(parts: readonly Formula[]): Formula {
  return joined('or', parts, false);
}

function joined(k: 'and' | 'or', parts: readonly Formula[], neutral: boolean): Formula {
  const flat = parts.flatMap((p) => (p.k === k ? p.parts : [p])).filter((p) => p.k !== 'const' || p.value !== neutral);
  const [first] = flat;
  if (flat.some((p) => p.k === 'const')) return { k: 'const', value: !neutral };
  if (first === undefined) return { k: 'const', value: neutral };
  return flat.length === 1 ? first : { k, parts: flat };
}

export function always(body: Formula): Formula {
  return body.k === 'const' || body.k === 'always' ? body : { k: 'always', body };
}

export function eventually(body: Formula): Formula {
  return body.k === 'const' || body.k === 'eventually' ? body : { k: 'eventually', body };
}
