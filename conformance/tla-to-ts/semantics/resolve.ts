/** Resolution of expressions: names to symbols, with the arity and level checks that SANY makes. */
import { nth } from '../cast.ts';
import { type Loc, TlaError } from '../errors.ts';
import type { Bound, Expr, ExprOf, PathStep, Pattern, Unit } from '../syntax/ast.ts';
import type { Arg, Binder, Callee, ExceptUpdate, OpSym, OwnAction, ParamSym, VarSym, X } from './ir.ts';
import { levelOf } from './levels.ts';
import { type Entry, Scope } from './scope.ts';
import { labelled, selected } from './subexpressions.ts';
import { arityError, arityOf, PRIMITIVES, paramSym, primitiveAsOperator, recursivePlaceholder } from './symbols.ts';

/** What the surroundings of an expression provide. */
export interface ResolveContext {
  readonly moduleName: string;
  /** Parameters of the instance being expanded; they lead the parameters of every definition in it. */
  readonly instanceParams: readonly ParamSym[];
  /** In an instance that replaces variables by expressions: the same place of the module by itself, with its own variables. */
  own(scope: Scope): { readonly scope: Scope; readonly variables: readonly VarSym[]; readonly values: readonly X[] } | undefined;
  /** Expands `INSTANCE` in a LET or at the top of a module. */
  instantiate(unit: Extract<Unit, { k: 'moduleDef' }>, scope: Scope, ctx: ResolveContext): Entry;
}

/** Resolves an expression in a scope. @throws TlaError `parse` on unknown names, wrong arities and levels. */
export function resolveExpr(e: Expr, scope: Scope, ctx: ResolveContext): X {
  return new Resolver(ctx).expr(e, scope);
}

/** Resolves a definition's parameters and body into a new symbol. */
export function resolveDefinition(
  unit: Extract<Unit, { k: 'opDef' | 'fcnDef' }>,
  scope: Scope,
  ctx: ResolveContext,
  captures: boolean,
  declared?: OpSym,
): OpSym {
  return new Resolver(ctx).definition(unit, scope, captures, declared);
}

class Resolver {
  private readonly ctx: ResolveContext;
  private readonly at: ParamSym[] = [];

  constructor(ctx: ResolveContext) {
    this.ctx = ctx;
  }

  definition(unit: Extract<Unit, { k: 'opDef' | 'fcnDef' }>, scope: Scope, captures: boolean, declared: OpSym | undefined): OpSym {
    const { ctx } = this;
    const own = unit.k === 'opDef' ? unit.params.map(paramSym) : [];
    if (declared !== undefined && declared.params.length - declared.instanceParams !== own.length) {
      throw new TlaError(
        'parse',
        `Operator ${unit.name} was declared RECURSIVE with ${declared.params.length - declared.instanceParams} arguments, but is defined with ${own.length}`,
        unit.nameLoc,
      );
    }
    const op: OpSym = {
      k: 'op',
      name: unit.name,
      module: ctx.moduleName,
      loc: unit.nameLoc,
      params: [...ctx.instanceParams, ...own],
      instanceParams: ctx.instanceParams.length,
      body: undefined,
      native: undefined,
      recursive: false,
      captures,
    };
    // A RECURSIVE declaration already handed out a symbol: it becomes the definition, with the real parameters.
    const target: OpSym = declared === undefined ? op : Object.assign(declared, { params: op.params, loc: op.loc });
    const inner = new Scope(scope);
    for (const p of own) inner.define(p.name, { k: 'sym', sym: p, local: true }, p.loc);
    if (unit.k === 'opDef') {
      target.body = this.expr(unit.body, inner);
    } else {
      inner.names.set(unit.name, { k: 'op', op: target, prefix: ctx.instanceParams, local: true });
      const { bounds, scope: bodyScope } = this.bounds(unit.bounds, inner, inner);
      target.body = { k: 'fcn', bounds, body: this.expr(unit.body, bodyScope), self: target, loc: unit.loc };
    }
    return target;
  }

  expr(e: Expr, s: Scope): X {
    const { loc } = e;
    switch (e.k) {
      case 'num':
        return { k: 'num', value: e.value, loc };
      case 'str':
        return { k: 'str', value: e.value, loc };
      case 'bool':
        return { k: 'bool', value: e.value, loc };
      case 'real':
        throw new TlaError('unsupported', `The real number ${e.text} cannot be evaluated`, loc, 'real numbers');
      case 'builtinSet':
        return { k: 'prim', op: e.name, args: [], loc };
      case 'id':
        return this.name(e.name, [], s, loc);
      case 'apply':
        return this.apply(e, s);
      case 'path':
        return this.path(e.steps, s, loc);
      case 'at': {
        const at = this.at.at(-1);
        if (at === undefined) throw new TlaError('parse', '@ used where it does not make sense: only inside EXCEPT', loc);
        return { k: 'ref', sym: at, loc };
      }
      case 'junction':
        return { k: 'prim', op: e.op, args: e.items.map((i) => this.expr(i, s)), loc };
      case 'if':
        return { k: 'if', cond: this.expr(e.cond, s), then: this.expr(e.then, s), else: this.expr(e.else, s), loc };
      case 'case':
        return {
          k: 'case',
          arms: e.arms.map((a) => ({ guard: this.expr(a.guard, s), value: this.expr(a.value, s) })),
          other: e.other === undefined ? undefined : this.expr(e.other, s),
          loc,
        };
      case 'let':
        return this.letIn(e, s);
      case 'label':
        return labelled(
          this.expr(e.body, s),
          e.name,
          e.params.map((name) => this.labelParameter(name, s, loc)),
        );
      case 'lambda':
        throw new TlaError('parse', 'LAMBDA is only allowed as an argument of an operator', loc);
      case 'boxAction':
      case 'angleAction':
        return { k: e.k, action: this.expr(e.action, s), sub: this.expr(e.sub, s), loc };
      case 'fairness':
        return {
          k: 'fairness',
          strong: e.strong,
          action: this.expr(e.action, s),
          sub: this.expr(e.sub, s),
          own: this.own(e.action, e.sub, s),
          loc,
        };
      default:
        return this.collection(e, s);
    }
  }

  /** Sets, functions, records, tuples and what binds variables. */
  private collection(
    e: ExprOf<
      | 'tuple'
      | 'times'
      | 'setEnum'
      | 'setFilter'
      | 'setMap'
      | 'fcn'
      | 'fcnSet'
      | 'record'
      | 'recordSet'
      | 'except'
      | 'quant'
      | 'unboundedQuant'
      | 'choose'
      | 'fcnApply'
      | 'dot'
    >,
    s: Scope,
  ): X {
    const { loc } = e;
    switch (e.k) {
      case 'tuple':
      case 'times':
      case 'setEnum':
        return { k: e.k, items: e.items.map((i) => this.expr(i, s)), loc };
      case 'fcnApply':
        return { k: 'fcnApply', fn: this.expr(e.fn, s), arg: this.index(e.args, s, loc), loc };
      case 'dot':
        return { k: 'dot', rec: this.expr(e.rec, s), field: e.field, loc };
      case 'fcnSet':
        return { k: 'fcnSet', from: this.expr(e.from, s), to: this.expr(e.to, s), loc };
      case 'record':
      case 'recordSet':
        return { k: e.k, fields: e.fields.map((f) => ({ name: f.name, value: this.expr(f.value, s) })), loc };
      case 'setFilter': {
        const { bounds, scope } = this.bounds([e.bound], s, s);
        return { k: 'setFilter', bound: nth(bounds, 0), body: this.expr(e.body, scope), loc };
      }
      case 'setMap':
      case 'fcn': {
        const { bounds, scope } = this.bounds(e.bounds, s, s);
        const body = this.expr(e.body, scope);
        return e.k === 'fcn' ? { k: 'fcn', bounds, body, self: undefined, loc } : { k: 'setMap', bounds, body, loc };
      }
      case 'quant': {
        const { bounds, scope } = this.bounds(e.bounds, s, s);
        return { k: 'quant', q: e.q, bounds, body: this.expr(e.body, scope), loc };
      }
      case 'unboundedQuant': {
        const inner = new Scope(s);
        const syms = e.names.map((n) => this.bind(n.name, n.loc, inner));
        return { k: 'unboundedQuant', q: e.q, syms, body: this.expr(e.body, inner), loc };
      }
      case 'choose': {
        const set = e.set === undefined ? undefined : this.expr(e.set, s);
        const inner = new Scope(s);
        const syms = this.pattern(e.pattern, inner);
        return { k: 'choose', syms, tuple: e.pattern.k === 'tuplePattern', set, body: this.expr(e.body, inner), loc };
      }
      case 'except':
        return { k: 'except', fn: this.expr(e.fn, s), updates: e.updates.map((u) => this.update(u, s)), loc };
    }
  }

  private update(u: ExprOf<'except'>['updates'][number], s: Scope): ExceptUpdate {
    const path = u.path.map((p) =>
      p.k === 'field' ? { k: 'field' as const, name: p.name } : { k: 'index' as const, arg: this.index(p.args, s, p.loc) },
    );
    const at: ParamSym = { k: 'param', name: '@', arity: 0, loc: u.loc };
    this.at.push(at);
    const value = this.expr(u.value, s);
    this.at.pop();
    return { path, at, value, loc: u.loc };
  }

  /** `f[a, b]` is `f[<<a, b>>]`. */
  private index(args: readonly Expr[], s: Scope, loc: Loc): X {
    const [first] = args;
    if (args.length === 1 && first !== undefined) return this.expr(first, s);
    return { k: 'tuple', items: args.map((a) => this.expr(a, s)), loc };
  }

  private bind(name: string, loc: Loc, scope: Scope): ParamSym {
    const sym: ParamSym = { k: 'param', name, arity: 0, loc };
    scope.define(name, { k: 'sym', sym, local: true }, loc);
    return sym;
  }

  private pattern(p: Pattern, scope: Scope): readonly ParamSym[] {
    return p.k === 'name' ? [this.bind(p.name, p.loc, scope)] : p.names.map((n) => this.bind(n.name, n.loc, scope));
  }

  /** Bound sets are resolved outside of the names that they bind. */
  private bounds(bounds: readonly Bound[], outer: Scope, parent: Scope): { bounds: readonly Binder[]; scope: Scope } {
    const scope = new Scope(parent);
    const sets = bounds.map((b, i) => (i > 0 && bounds[i - 1]?.set === b.set ? undefined : this.expr(b.set, outer)));
    const out: Binder[] = [];
    bounds.forEach((b, i) => {
      const set = sets[i] ?? nth(out, i - 1).set;
      out.push({ syms: this.pattern(b.pattern, scope), tuple: b.pattern.k === 'tuplePattern', set });
    });
    return { bounds: out, scope };
  }

  private letIn(e: ExprOf<'let'>, s: Scope): X {
    const scope = new Scope(s);
    const declared = new Map<string, OpSym>();
    const defs: OpSym[] = [];
    // Instance parameters are captured like any other name here, so LET definitions do not carry them.
    const ctx = { ...this.ctx, instanceParams: [] };
    for (const unit of e.defs) {
      if (unit.k === 'recursive') {
        for (const d of unit.decls) {
          const op = recursivePlaceholder(d, ctx, true);
          declared.set(d.name, op);
          scope.define(d.name, { k: 'op', op, prefix: [], local: true }, d.loc);
        }
      } else if (unit.k === 'opDef' || unit.k === 'fcnDef') {
        const inner = new Resolver(ctx);
        inner.at.push(...this.at);
        const op = inner.definition(unit, scope, true, declared.get(unit.name));
        if (!declared.has(unit.name)) scope.define(unit.name, { k: 'op', op, prefix: [], local: true }, unit.nameLoc);
        defs.push(op);
      } else if (unit.k === 'moduleDef') {
        scope.define(unit.name, this.ctx.instantiate(unit, scope, this.ctx), unit.nameLoc);
      } else {
        throw new TlaError('parse', 'Only definitions may stand in a LET', unit.loc);
      }
    }
    return { k: 'let', defs, body: this.expr(e.body, scope), loc: e.loc };
  }

  private apply(e: ExprOf<'apply'>, s: Scope): X {
    const arity = PRIMITIVES.get(e.name);
    if (arity === undefined) return this.name(e.name, e.args, s, e.loc);
    if (e.args.length !== arity) throw arityError(e.name, arity, e.args.length, e.loc);
    const args = e.args.map((a) => this.expr(a, s));
    if (e.name === "'") {
      const [a] = args;
      if (a !== undefined && levelOf(a) >= 2)
        throw new TlaError('parse', "Level error in applying operator ': its argument already contains a prime", e.loc);
    }
    const [action] = e.args;
    if (e.name === 'ENABLED' && action !== undefined)
      return { k: 'prim', op: e.name, args, own: this.own(action, undefined, s), loc: e.loc };
    return { k: 'prim', op: e.name, args, loc: e.loc };
  }

  /** An action of ENABLED in the variables of its own module, where they are not those of the specification. */
  private own(action: Expr, sub: Expr | undefined, s: Scope): OwnAction | undefined {
    const own = this.ctx.own(s);
    if (own === undefined) return undefined;
    const { scope, variables, values } = own;
    return { action: this.expr(action, scope), sub: sub && this.expr(sub, scope), variables, values };
  }

  /** A name with its arguments. */
  private name(name: string, args: readonly Expr[], s: Scope, loc: Loc): X {
    const entry = s.lookup(name);
    if (entry === undefined) throw new TlaError('parse', `Unknown operator: \`${name}'`, loc);
    return this.reference(name, entry, [], args, s, loc);
  }

  private reference(name: string, entry: Entry, given: readonly X[], args: readonly Expr[], s: Scope, loc: Loc): X {
    switch (entry.k) {
      case 'sym':
        return this.symbol(entry.sym, name, args, s, loc);
      case 'op': {
        const prefix: readonly X[] = given.length > 0 ? given : entry.prefix.map((sym): X => ({ k: 'ref', sym, loc }));
        const own = entry.op.params.slice(prefix.length);
        return { k: 'call', op: entry.op, args: [...prefix, ...this.args(name, own, args, s, loc)], loc };
      }
      case 'subst':
        if (args.length > 0) throw arityError(name, 0, args.length, loc);
        return entry.value;
      case 'substOp':
        return this.callee(entry.op, name, args, s, loc);
      case 'instance':
      case 'module':
        throw new TlaError('parse', `${name} is a module, not an operator`, loc);
    }
  }

  private symbol(sym: Extract<Entry, { k: 'sym' }>['sym'], name: string, args: readonly Expr[], s: Scope, loc: Loc): X {
    if (sym.k === 'var' || sym.arity === 0) {
      if (args.length > 0) throw arityError(name, 0, args.length, loc);
      return { k: 'ref', sym, loc };
    }
    return this.callee(sym, name, args, s, loc);
  }

  private callee(op: Callee, name: string, args: readonly Expr[], s: Scope, loc: Loc): X {
    const params = op.k === 'op' ? op.params : Array.from({ length: op.arity }, () => ({ arity: 0 }));
    return { k: 'call', op, args: this.args(name, params, args, s, loc), loc };
  }

  private args(name: string, params: readonly { readonly arity: number }[], args: readonly Expr[], s: Scope, loc: Loc): readonly Arg[] {
    if (args.length !== params.length) throw arityError(name, params.length, args.length, loc);
    return args.map((a, i) => ((params[i]?.arity ?? 0) === 0 ? this.valueArg(a, s) : this.operatorArg(a, params[i]?.arity ?? 0, s)));
  }

  private valueArg(a: Expr, s: Scope): X {
    if (a.k === 'lambda') throw new TlaError('parse', 'An operator stands where an expression is expected', a.loc);
    return this.expr(a, s);
  }

  private operatorArg(a: Expr, arity: number, s: Scope): Arg {
    const { loc } = a;
    if (a.k === 'lambda') {
      if (a.params.length !== arity) throw arityError('LAMBDA', arity, a.params.length, loc);
      const inner = new Scope(s);
      const params = a.params.map(paramSym);
      for (const p of params) inner.define(p.name, { k: 'sym', sym: p, local: true }, p.loc);
      const body = this.expr(a.body, inner);
      const op: OpSym = {
        k: 'op',
        name: 'LAMBDA',
        module: this.ctx.moduleName,
        loc,
        params,
        instanceParams: 0,
        body,
        native: undefined,
        recursive: false,
        captures: true,
      };
      return { k: 'opArg', op, loc };
    }
    if (a.k === 'id') {
      const prim = PRIMITIVES.get(a.name);
      if (prim === arity) return { k: 'opArg', op: primitiveAsOperator(a.name, arity, loc), loc };
      const entry = s.lookup(a.name);
      if (entry === undefined) throw new TlaError('parse', `Unknown operator: \`${a.name}'`, loc);
      const op = this.operatorEntry(entry);
      if (op !== undefined && arityOf(op) === arity) return { k: 'opArg', op, loc };
      throw new TlaError('parse', `An operator of ${arity} argument${arity === 1 ? '' : 's'} is expected; \`${a.name}' is none`, loc);
    }
    if (a.k === 'path') {
      const { entry, given } = this.walk(a.steps, s);
      if (entry.k === 'op' && given.length === 0 && entry.op.params.length === arity) return { k: 'opArg', op: entry.op, loc };
    }
    throw new TlaError('parse', `An operator of ${arity} argument${arity === 1 ? '' : 's'} is expected here`, loc);
  }

  private operatorEntry(entry: Entry): Callee | undefined {
    if (entry.k === 'op') {
      const { op, prefix } = entry;
      if (prefix.length === 0) return op;
      // Inside a parametrised instance the operator is passed with its instance's parameters filled in.
      const own = op.params.slice(prefix.length).map((p): ParamSym => ({ ...p }));
      const refs = [...prefix, ...own].map((sym): X => ({ k: 'ref', sym, loc: op.loc }));
      return { ...op, params: own, instanceParams: 0, captures: true, recursive: false, body: { k: 'call', op, args: refs, loc: op.loc } };
    }
    if (entry.k === 'substOp') return entry.op;
    return entry.k === 'sym' && entry.sym.k !== 'var' ? entry.sym : undefined;
  }

  /** `A!B(x)!C`: walks the name spaces, collecting the instances' arguments. */
  private path(steps: readonly PathStep[], s: Scope, loc: Loc): X {
    const at = this.selectorsOf(steps, s);
    if (at < steps.length) return this.subexpression(steps, at, s, loc);
    const { entry, given } = this.walk(steps, s);
    const last = nth(steps, steps.length - 1);
    return this.reference(last.name, entry, given, last.args, s, loc);
  }

  /** A parameter of a label: a variable that is bound around it. */
  private labelParameter(name: string, s: Scope, loc: Loc): ParamSym {
    const entry = s.lookup(name);
    if (entry?.k === 'sym' && entry.sym.k === 'param') return entry.sym;
    throw new TlaError('parse', `The parameter ${name} of a label is no variable that is bound around it`, loc);
  }

  /** Where in a path the selectors of a subexpression begin: after its first step that is no name space. */
  private selectorsOf(steps: readonly PathStep[], s: Scope): number {
    let entry = s.lookup(nth(steps, 0).name);
    for (let i = 1; i < steps.length; i++) {
      if (entry?.k !== 'instance') return entry === undefined ? steps.length : i;
      entry = entry.entries.get(nth(steps, i).name);
    }
    return steps.length;
  }

  private subexpression(steps: readonly PathStep[], at: number, s: Scope, loc: Loc): X {
    const prefix = steps.slice(0, at);
    const [first] = prefix;
    const whole = prefix.length === 1 && first !== undefined ? this.name(first.name, first.args, s, loc) : this.path(prefix, s, loc);
    const name = steps.map((t) => t.name).join('!');
    if (whole.k !== 'call')
      throw new TlaError('unsupported', `The subexpression name ${name} is not supported yet`, loc, 'subexpression names');
    return selected(whole, steps.slice(at), name, (e) => this.expr(e, s));
  }

  private walk(steps: readonly PathStep[], s: Scope): { entry: Entry; given: readonly X[] } {
    const given: X[] = [];
    let entry = s.lookup(nth(steps, 0).name);
    for (let i = 0; i < steps.length - 1; i++) {
      const step = nth(steps, i);
      if (entry === undefined) throw new TlaError('parse', `Unknown operator: \`${step.name}'`, step.loc);
      if (entry.k !== 'instance') {
        throw new TlaError(
          'unsupported',
          `Subexpression names (${steps.map((t) => t.name).join('!')}) are not supported yet`,
          step.loc,
          'subexpression names',
        );
      }
      const { params, prefix } = entry;
      if (i === 0) for (const sym of prefix) given.push({ k: 'ref', sym, loc: step.loc });
      for (const a of this.args(step.name, params, step.args, s, step.loc)) {
        if (a.k === 'opArg')
          throw new TlaError(
            'unsupported',
            'An operator as an argument of a parametrised INSTANCE is not supported yet',
            step.loc,
            'operator argument of INSTANCE',
          );
        given.push(a);
      }
      const next = nth(steps, i + 1);
      entry = entry.entries.get(next.name);
      if (entry === undefined)
        throw new TlaError(
          'parse',
          `Unknown operator: \`${steps
            .slice(0, i + 2)
            .map((t) => t.name)
            .join('!')}'`,
          next.loc,
        );
    }
    if (entry === undefined) throw new TlaError('parse', `Unknown operator: \`${nth(steps, 0).name}'`, nth(steps, 0).loc);
    return { entry, given };
  }
}
