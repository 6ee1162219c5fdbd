/** Module resolution: EXTENDS, INSTANCE (with substitution, parameters, LOCAL), nested modules, the standard modules. */
import { type Loc, type Source, TlaError } from '../errors.ts';
import { NATIVE_DEFINITIONS, STANDARD_SOURCES } from '../modules/index.ts';
import type { Expr, InstanceOf, Module, Unit } from '../syntax/ast.ts';
import type { ConstSym, OpSym, ParamSym, ResolvedModule, VarSym, X } from './ir.ts';
import { namesInOrder } from './names.ts';
import { type ResolveContext, resolveDefinition, resolveExpr } from './resolve.ts';
import { type Entry, Scope } from './scope.ts';
import { NATIVE_MODULES, type NativeModule } from './standard.ts';
import { paramSym, recursivePlaceholder } from './symbols.ts';

/** Where modules come from: the text of module `name` for a module that stands at `from`, or undefined. */
export type ModuleReader = (name: string, from: Source) => Source | undefined;

/** How module texts are read and parsed. */
export interface LoaderOptions {
  readonly read: ModuleReader;
  readonly parse: (source: Source) => Module;
  /** All modules of a file, in their order. */
  readonly parseAll: (source: Source) => readonly Module[];
}

/** Declarations collected for one context (the root, or one instance). */
interface Context {
  /** The surroundings that give values to declared names; undefined for the root. */
  readonly substitution: ((name: string, loc: Loc) => Entry) | undefined;
  readonly instanceParams: readonly ParamSym[];
  readonly modules: Map<string, ModuleScope>;
  readonly constants: ConstSym[];
  readonly variables: VarSym[];
  readonly assumes: { name: string | undefined; body: X }[];
  /** The scopes of the modules of this context, with their names. */
  readonly scopes: Map<Scope, string>;
  /** In an instance: its variables, with what stands for them. */
  readonly replaced: { readonly sym: VarSym; readonly value: X }[];
  /** In an instance: the same module once more, with variables of its own. */
  readonly again: (() => Context) | undefined;
  /** Is this such a second reading? */
  readonly own: boolean;
}

function newContext(parts: Partial<Context>): Context {
  return {
    substitution: undefined,
    instanceParams: [],
    modules: new Map(),
    constants: [],
    variables: [],
    assumes: [],
    scopes: new Map(),
    replaced: [],
    again: undefined,
    own: false,
    ...parts,
  };
}

/** A resolved module within a context. */
interface ModuleScope {
  readonly scope: Scope;
  readonly definitions: OpSym[];
  /** Modules nested in it, by name. */
  readonly nested: Map<string, { module: Module; scope: Scope }>;
}

/** Resolves the module of `root` and all that it reads. @throws TlaError `parse`. */
export function resolveModule(root: Module, options: LoaderOptions): ResolvedModule {
  return new Loader(options).root(root);
}

class Loader {
  private readonly options: LoaderOptions;
  private readonly parsed: Map<string, Module> = new Map();
  private readonly natives: Map<string, Map<string, Entry>> = new Map();
  private readonly reading: string[] = [];
  private readonly used: string[] = [];
  /** Texts that came from the engine's own library. */
  private readonly standard: Set<Source> = new Set();
  private rootSource: Source | undefined;

  constructor(options: LoaderOptions) {
    this.options = options;
  }

  root(module: Module): ResolvedModule {
    const ctx = newContext({});
    this.parsed.set(module.name, module);
    this.rootSource = module.source;
    const resolved = this.module(module, ctx, undefined);
    return {
      name: module.name,
      constants: ctx.constants,
      variables: ctx.variables,
      assumes: ctx.assumes,
      definitions: resolved.definitions,
      modules: this.used,
      names: namesInOrder(module, (name) => this.parsed.get(name)),
      lookup(name) {
        const parts = name.split('!');
        let entry = resolved.scope.lookup(parts[0] ?? '');
        for (const part of parts.slice(1)) entry = entry?.k === 'instance' ? entry.entries.get(part) : undefined;
        if (entry?.k === 'op') return entry.op;
        return entry?.k === 'sym' && entry.sym.k !== 'param' ? entry.sym : undefined;
      },
    };
  }

  /**
   * The parsed text of a module that another one names. As in TLC, a file beside the specification comes before the library,
   * also for a module that the library itself names.
   */
  private load(name: string, from: Source, loc: Loc): Module {
    const known = this.parsed.get(name);
    if (known !== undefined) return known;
    const source = this.options.read(name, this.standard.has(from) ? (this.rootSource ?? from) : from) ?? this.library(name);
    const beside = source === undefined ? this.besideRoot(name) : undefined;
    if (beside !== undefined) return beside;
    if (source === undefined)
      throw new TlaError('parse', `Cannot find module ${name} (looked beside ${from.path} and among the standard modules)`, loc);
    const module = this.options.parse(source);
    // The parser may have known the text from before, under another object.
    if (this.standard.has(source)) this.standard.add(module.source);
    if (module.name !== name) throw new TlaError('parse', `File ${source.path} holds module ${module.name}, not ${name}`, module.loc);
    this.parsed.set(name, module);
    return module;
  }

  /** A module that stands in the root's file, after the root. */
  private besideRoot(name: string): Module | undefined {
    if (this.rootSource === undefined || !new RegExp(`MODULE\\s+${name}\\b`).test(this.rootSource.text)) return undefined;
    for (const module of this.options.parseAll(this.rootSource).slice(1))
      if (!this.parsed.has(module.name)) this.parsed.set(module.name, module);
    return this.parsed.get(name);
  }

  /** A module of the engine's own library. */
  private library(name: string): Source | undefined {
    const text = STANDARD_SOURCES.get(name);
    if (text === undefined) return undefined;
    const source: Source = { path: `${name}.tla`, text };
    this.standard.add(source);
    return source;
  }

  private module(module: Module, ctx: Context, outer: Scope | undefined): ModuleScope {
    if (this.reading.includes(module.name))
      throw new TlaError('parse', `Circular dependency among modules: ${[...this.reading, module.name].join(' -> ')}`, module.loc);
    this.reading.push(module.name);
    if (!this.used.includes(module.name)) this.used.push(module.name);
    const resolved: ModuleScope = { scope: new Scope(outer), definitions: [], nested: new Map() };
    ctx.scopes.set(resolved.scope, module.name);
    for (const ext of module.extends) this.extend(ext.name, resolved, ctx, module, ext.loc);
    const declared = new Map<string, OpSym>();
    for (const unit of module.units) this.unit(unit, module, resolved, ctx, declared);
    for (const [name, op] of declared) {
      if (op.body === undefined) throw new TlaError('parse', `${name} is declared RECURSIVE but not defined`, op.loc);
    }
    this.reading.pop();
    return resolved;
  }

  /** Reads an instantiated module once more, while it is being read. */
  private again(target: Module, parts: Partial<Context>, outer: Scope | undefined): Context {
    const ctx = newContext(parts);
    const reading = this.reading.splice(0);
    this.module(target, ctx, outer);
    this.reading.push(...reading);
    return ctx;
  }

  private extend(name: string, into: ModuleScope, ctx: Context, from: Module, loc: Loc): void {
    const native = NATIVE_MODULES.get(name);
    if (native !== undefined) {
      for (const [n, e] of this.native(name, native)) into.scope.import(n, e, loc, 'extends');
      return;
    }
    const nested = into.nested.get(name);
    let resolved = ctx.modules.get(name);
    if (resolved === undefined) {
      resolved = this.module(nested?.module ?? this.load(name, from.source, loc), ctx, nested?.scope);
      ctx.modules.set(name, resolved);
    }
    for (const [n, e] of resolved.scope.names) if (!e.local) into.scope.import(n, e, loc, 'extends');
    for (const [n, m] of resolved.nested) into.nested.set(n, m);
  }

  /** The operators of a standard module; one symbol for each, however often it is extended. */
  private native(name: string, module: NativeModule): Map<string, Entry> {
    const known = this.natives.get(name);
    if (known !== undefined) return known;
    const entries = new Map<string, Entry>();
    for (const ext of module.extends) {
      const m = NATIVE_MODULES.get(ext);
      if (m !== undefined) for (const [n, e] of this.native(ext, m)) entries.set(n, e);
    }
    const source: Source = { path: `${name}.tla`, text: '' };
    const loc: Loc = { source, line: 1, col: 1, endLine: 1, endCol: 1 };
    for (const o of module.operators) {
      const params = o.params.map((arity, i): ParamSym => ({ k: 'param', name: `a${i + 1}`, arity, loc }));
      const op: OpSym = {
        k: 'op',
        name: o.name,
        module: name,
        loc,
        params,
        instanceParams: 0,
        body: undefined,
        native: `${name}!${o.name}`,
        recursive: false,
        captures: false,
      };
      entries.set(o.name, { k: 'op', op, prefix: [], local: false });
    }
    this.natives.set(name, entries);
    return entries;
  }

  private unit(unit: Unit, module: Module, into: ModuleScope, ctx: Context, declared: Map<string, OpSym>): void {
    const { scope } = into;
    const rctx = this.resolveContext(module, into, ctx);
    switch (unit.k) {
      case 'constants':
        for (const d of unit.decls)
          scope.define(d.name, this.declare(ctx, { k: 'const', name: d.name, arity: d.arity, loc: d.loc }), d.loc);
        return;
      case 'variables':
        for (const d of unit.decls)
          scope.define(d.name, this.declare(ctx, { k: 'var', name: d.name, index: ctx.variables.length, loc: d.loc }), d.loc);
        return;
      case 'recursive':
        for (const d of unit.decls) {
          const op = recursivePlaceholder(d, rctx, false);
          declared.set(d.name, op);
          scope.define(d.name, { k: 'op', op, prefix: ctx.instanceParams, local: false }, d.loc);
        }
        return;
      case 'opDef':
      case 'fcnDef': {
        const before = declared.get(unit.name);
        const op = resolveDefinition(unit, scope, rctx, false, before);
        if (this.standard.has(module.source) && NATIVE_DEFINITIONS.get(module.name)?.has(unit.name))
          op.native = `${module.name}!${unit.name}`;
        into.definitions.push(op);
        if (before === undefined) scope.define(unit.name, { k: 'op', op, prefix: ctx.instanceParams, local: unit.local }, unit.nameLoc);
        return;
      }
      case 'moduleDef':
        scope.define(unit.name, this.namedInstance(unit, module, into, ctx), unit.nameLoc);
        return;
      case 'instance':
        this.unnamedInstance(unit, module, into, ctx);
        return;
      case 'assume': {
        if (unit.body === undefined) return;
        const body = resolveExpr(unit.body, scope, rctx);
        this.fact(unit, body, module, into, ctx);
        if (ctx.substitution === undefined) ctx.assumes.push({ name: unit.name, body });
        return;
      }
      case 'theorem':
        // A theorem is resolved for its errors only: the checker proves nothing with it.
        this.theorem(unit, module, into, ctx);
        return;
      case 'module':
        into.nested.set(unit.module.name, { module: unit.module, scope });
        scope.define(unit.module.name, { k: 'module', local: true }, unit.loc);
        return;
    }
  }

  /** What a theorem says is never evaluated, so what the engine does not support may stand in it. */
  private theorem(unit: Extract<Unit, { k: 'theorem' }>, module: Module, into: ModuleScope, ctx: Context): void {
    if (unit.body === undefined) return;
    try {
      this.fact(unit, resolveExpr(unit.body, into.scope, this.resolveContext(module, into, ctx)), module, into, ctx);
    } catch (e) {
      if (!(e instanceof TlaError && e.errorClass === 'unsupported')) throw e;
    }
  }

  /** The name of an assumption or theorem stands for its formula. */
  private fact(unit: Extract<Unit, { k: 'assume' | 'theorem' }>, body: X, module: Module, into: ModuleScope, ctx: Context): void {
    if (unit.name === undefined) return;
    const params = ctx.instanceParams;
    const op: OpSym = {
      k: 'op',
      name: unit.name,
      module: module.name,
      loc: unit.loc,
      params,
      instanceParams: params.length,
      body,
      native: undefined,
      recursive: false,
      captures: false,
    };
    into.scope.define(unit.name, { k: 'op', op, prefix: params, local: false }, unit.loc);
  }

  private resolveContext(module: Module, into: ModuleScope, ctx: Context): ResolveContext {
    return {
      moduleName: module.name,
      instanceParams: ctx.instanceParams,
      own: (scope) => ownPlace(ctx, scope),
      instantiate: (unit, scope) => this.namedInstance(unit, module, { ...into, scope }, ctx),
    };
  }

  /** A declared name: a symbol of the root context, or what an instance puts in its place. */
  private declare(ctx: Context, sym: ConstSym | VarSym): Entry {
    if (ctx.substitution !== undefined) return replacedBy(ctx, ctx.substitution(sym.name, sym.loc), sym);
    if (sym.k === 'const') ctx.constants.push(sym);
    else ctx.variables.push(sym);
    return { k: 'sym', sym, local: false };
  }

  private namedInstance(unit: Extract<Unit, { k: 'moduleDef' }>, module: Module, into: ModuleScope, ctx: Context): Entry {
    const params = unit.params.map(paramSym);
    const inner = new Scope(into.scope);
    for (const p of params) inner.define(p.name, { k: 'sym', sym: p, local: true }, p.loc);
    const all = [...ctx.instanceParams, ...params];
    const resolved = this.instance(unit.instance, module, { ...into, scope: inner }, ctx, all);
    const entries = new Map([...resolved].map(([n, e]) => [n, e] as const));
    return { k: 'instance', prefix: ctx.instanceParams, params, entries, module: unit.instance.module, local: unit.local };
  }

  private unnamedInstance(unit: Extract<Unit, { k: 'instance' }>, module: Module, into: ModuleScope, ctx: Context): void {
    const entries = this.instance(unit.instance, module, into, ctx, ctx.instanceParams);
    for (const [name, e] of entries) {
      if (e.k === 'op' && !into.definitions.includes(e.op) && e.op.native === undefined) into.definitions.push(e.op);
      into.scope.import(name, unit.local && !e.local ? { ...e, local: true } : e, unit.loc, 'instance');
    }
  }

  /** The definitions of an instantiated module, with its declared names replaced. Declarations themselves are not exported. */
  private instance(instance: InstanceOf, module: Module, into: ModuleScope, ctx: Context, params: readonly ParamSym[]): Map<string, Entry> {
    const native = NATIVE_MODULES.get(instance.module);
    // An instance has definitions of its own: `Nat <- [Mod]Op` replaces what Mod instantiates, and nothing else.
    if (native !== undefined)
      return new Map(
        [...this.native(instance.module, native)].map(([n, e]) => [n, e.k === 'op' ? { ...e, op: { ...e.op, module: module.name } } : e]),
      );
    const nested = into.nested.get(instance.module);
    const target = nested?.module ?? this.load(instance.module, module.source, instance.loc);
    const rctx = this.resolveContext(module, into, ctx);
    const given = new Map<string, Entry>();
    for (const s of instance.substitutions) given.set(s.name, substitutionEntry(s.value, into.scope, rctx));
    const declaredNames = new Set<string>();
    const substitution = (name: string, loc: Loc): Entry => {
      declaredNames.add(name);
      const entry = given.get(name) ?? into.scope.lookup(name);
      if (entry === undefined)
        throw new TlaError(
          'parse',
          `INSTANCE ${instance.module}: no value is given for ${name} (declared at line ${loc.line} of ${target.name})`,
          instance.loc,
        );
      if (entry.k === 'sym') return asSubstitution(entry.sym, instance.loc);
      if (entry.k === 'op') return operatorSubstitution(entry, instance.loc);
      return { ...entry, local: false };
    };
    let second: Context | undefined;
    const again = (): Context => {
      second ??= this.again(target, { substitution, instanceParams: params, own: true }, nested?.scope);
      return second;
    };
    const inner = newContext({ substitution, instanceParams: params, again });
    const resolved = this.module(target, inner, nested?.scope);
    const unknown = instance.substitutions.find((s) => !declaredNames.has(s.name));
    if (unknown !== undefined)
      throw new TlaError('parse', `Module ${instance.module} declares no constant or variable ${unknown.name}`, unknown.loc);
    return new Map([...resolved.scope.names].filter(([name, e]) => !e.local && !declaredNames.has(name)));
  }
}

/** What a declared name of an instance stands for; variables are noted, and stand for themselves where the module is read once more. */
function replacedBy(ctx: Context, entry: Entry, sym: ConstSym | VarSym): Entry {
  if (sym.k !== 'var' || entry.k !== 'subst') return entry;
  const own: VarSym = { ...sym, index: ctx.replaced.length };
  ctx.replaced.push({ sym: own, value: entry.value });
  return ctx.own ? { ...entry, value: { k: 'ref', sym: own, loc: sym.loc } } : entry;
}

/** A place in an instance that does not just rename variables, as a place of the module by itself. */
function ownPlace(ctx: Context, scope: Scope): ReturnType<ResolveContext['own']> {
  const variables = ctx.replaced.flatMap(({ value }) => (value.k === 'ref' && value.sym.k === 'var' ? [value.sym] : []));
  if (ctx.again === undefined || new Set(variables).size === ctx.replaced.length) return undefined;
  const own = ctx.again();
  const place = samePlace(scope, ctx, own);
  return place && { scope: place, variables: own.replaced.map((r) => r.sym), values: own.replaced.map((r) => r.value) };
}

/** The scope with the same bound names in another reading of the module; none below definitions of a LET, which are of one reading. */
function samePlace(scope: Scope, from: Context, to: Context): Scope | undefined {
  const module = from.scopes.get(scope);
  if (module !== undefined) return [...to.scopes].find(([, name]) => name === module)?.[0];
  if (scope.outer === undefined || [...scope.names.values()].some((e) => e.k !== 'sym')) return undefined;
  const outer = samePlace(scope.outer, from, to);
  if (outer === undefined) return undefined;
  const place = new Scope(outer);
  for (const [name, entry] of scope.names) place.names.set(name, entry);
  return place;
}

/** A declared name of the surroundings stands for one of the same name. */
function asSubstitution(sym: ConstSym | VarSym | ParamSym, loc: Loc): Entry {
  if (sym.k !== 'var' && sym.arity > 0) return { k: 'substOp', op: sym, local: false };
  return { k: 'subst', value: { k: 'ref', sym, loc }, local: false };
}

/** `c <- Op`: an operator of the surroundings stands for a declared name. */
function operatorSubstitution(entry: Extract<Entry, { k: 'op' }>, loc: Loc): Entry {
  const own = entry.op.params.length - entry.prefix.length;
  if (own > 0) return { k: 'substOp', op: entry.op, local: false };
  const args = entry.prefix.map((sym): X => ({ k: 'ref', sym, loc }));
  return { k: 'subst', value: { k: 'call', op: entry.op, args, loc }, local: false };
}

function substitutionEntry(value: Expr, scope: Scope, ctx: ResolveContext): Entry {
  if (value.k === 'lambda') {
    const inner = new Scope(scope);
    const params = value.params.map(paramSym);
    for (const p of params) inner.define(p.name, { k: 'sym', sym: p, local: true }, p.loc);
    const op: OpSym = {
      k: 'op',
      name: 'LAMBDA',
      module: ctx.moduleName,
      loc: value.loc,
      params,
      instanceParams: 0,
      body: resolveExpr(value.body, inner, ctx),
      native: undefined,
      recursive: false,
      captures: true,
    };
    return { k: 'substOp', op, local: true };
  }
  if (value.k === 'id') {
    const entry = scope.lookup(value.name);
    if (entry?.k === 'op' && entry.op.params.length > entry.prefix.length) return { k: 'substOp', op: entry.op, local: true };
    if (entry?.k === 'substOp') return { ...entry, local: true };
    if (entry?.k === 'sym' && entry.sym.k !== 'var' && entry.sym.arity > 0) return { k: 'substOp', op: entry.sym, local: true };
  }
  return { k: 'subst', value: resolveExpr(value, scope, ctx), local: true };
}
