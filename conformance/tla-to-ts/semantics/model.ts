/** A model: a resolved module together with what a `.cfg` says of it, in the form that the compiler reads. */
import { formatLoc, type Loc, TlaError } from '../errors.ts';
import type { CfgName, CfgValue, Config } from '../syntax/ast.ts';
import type { Heap } from '../values/heap.ts';
import type { Callee, ConstSym, OpSym, ResolvedModule, X } from './ir.ts';
import { levelOf } from './levels.ts';
import { Run } from './run.ts';

/** A formula with the name that reports use. */
export interface Named {
  readonly name: string;
  readonly x: X;
}

/** `[A]_v` to be checked on every step, for a property of this name. */
export interface ImpliedAction {
  readonly name: string;
  readonly action: X;
  readonly sub: X;
}

export interface Model {
  readonly module: ResolvedModule;
  readonly heap: Heap;
  /** What the specification can see, and change, of the run that checks it. */
  readonly run: Run;
  /** Values that the configuration gives to constants and to definitions. */
  readonly values: ReadonlyMap<Callee, number>;
  /** Operators that stand for constants and definitions (`C <- Op`). */
  readonly replaced: ReadonlyMap<Callee, OpSym>;
  /** The same for definitions of one module only (`C <-[Mod] Op`): by "Mod!C". */
  readonly replacedIn: ReadonlyMap<string, OpSym>;
  readonly modelValues: ReadonlySet<string>;
  /** What the configuration says that has no effect. */
  readonly warnings: readonly string[];
  readonly assumes: readonly Named[];
  readonly init: Named | undefined;
  readonly next: Named | undefined;
  /** The subscript of `[][Next]_vars`, where there is a SPECIFICATION. */
  readonly vars: X | undefined;
  readonly fairness: readonly X[];
  readonly invariants: readonly Named[];
  readonly impliedInits: readonly Named[];
  readonly impliedActions: readonly ImpliedAction[];
  /** Temporal properties beyond safety. */
  readonly liveness: readonly Named[];
  readonly constraints: readonly Named[];
  readonly actionConstraints: readonly Named[];
  readonly symmetry: Named | undefined;
  readonly view: Named | undefined;
  readonly alias: Named | undefined;
  readonly postconditions: readonly Named[];
  readonly checkDeadlock: boolean;
}

/** Binds a configuration to a module. @throws TlaError `config` where it names what does not exist or does not fit. */
export function buildModel(module: ResolvedModule, config: Config, heap: Heap): Model {
  const modelValues = new Set<string>();
  registerNames(module, config, heap);
  const binding = bindConstants(module, config, heap, modelValues);
  const behaviour = behaviourOf(module, config, binding);
  const implied: Implied = { invariants: [], impliedInits: [], impliedActions: [], liveness: [] };
  for (const p of config.properties) classify(p.name, operator(module, p, 'property', binding), implied);
  const named = (names: readonly CfgName[], what: string): Named[] =>
    names.map((n) => ({ name: n.name, x: operator(module, n, what, binding) }));
  const one = (n: CfgName | undefined, what: string): Named | undefined =>
    n === undefined ? undefined : { name: n.name, x: operator(module, n, what, binding) };
  const invariants = named(config.invariants, 'invariant');
  invariants.forEach((inv, i) => {
    if (levelOf(inv.x) > 1)
      throw new TlaError(
        'config',
        `The invariant ${inv.name} is not a state predicate (one with no primes or temporal operators)`,
        config.invariants[i]?.loc,
      );
  });
  if (config.symmetry.length > 1) throw new TlaError('config', 'More than one SYMMETRY is given', config.symmetry[1]?.loc);
  return {
    module,
    heap,
    run: new Run(),
    ...binding,
    modelValues,
    assumes: module.assumes.map((a, i) => ({ name: a.name ?? `assumption ${i + 1}`, x: a.body })),
    ...behaviour,
    invariants: [...invariants, ...implied.invariants],
    impliedInits: implied.impliedInits,
    impliedActions: implied.impliedActions,
    liveness: implied.liveness,
    constraints: named(config.constraints, 'constraint'),
    actionConstraints: named(config.actionConstraints, 'action constraint'),
    symmetry: one(config.symmetry[0], 'symmetry'),
    view: one(config.view, 'view'),
    alias: one(config.alias, 'alias'),
    postconditions: named(config.postconditions, 'postcondition'),
    checkDeadlock: config.checkDeadlock ?? true,
  };
}

/** The model without what is to be shown of it: for who only takes its steps. */
export function withoutProperties(model: Model): Model {
  return { ...model, invariants: [], impliedInits: [], impliedActions: [], liveness: [] };
}

/** Fixes the order of strings and model values: the configuration's come first. */
function registerNames(module: ResolvedModule, config: Config, heap: Heap): void {
  const visit = (v: CfgValue): void => {
    if (v.k === 'set') v.items.forEach(visit);
    else if (v.k === 'str') heap.name(v.value);
    else if (v.k === 'model') heap.name(v.name);
  };
  for (const a of config.assignments) visit(a.value);
  for (const name of module.names) heap.name(name);
}

type ConstantBinding = Pick<Model, 'values' | 'replaced' | 'replacedIn' | 'warnings'>;

function bindConstants(module: ResolvedModule, config: Config, heap: Heap, modelValues: Set<string>): ConstantBinding {
  const warnings: string[] = [];
  const values = new Map<Callee, number>();
  const replaced = new Map<Callee, OpSym>();
  const replacedIn = new Map<string, OpSym>();
  for (const a of config.assignments) {
    if (a.module !== undefined && a.module !== module.name) {
      const { name, loc } = a;
      const by = valueOperator(name, partOf(module, a.module, loc), loc);
      values.set(by, cfgValue(a.value, heap, modelValues));
      replacedIn.set(`${a.module}!${name}`, by);
      continue;
    }
    const sym = module.lookup(a.name);
    // As TLC does: a value for a name that the specification does not have is ignored, aloud.
    if (sym === undefined || sym.k === 'var') {
      warnings.push(
        `${formatLoc(a.loc)}: the configuration gives a value to ${a.name}, which is no constant or definition of module ${module.name}; it is ignored`,
      );
      continue;
    }
    values.set(sym, cfgValue(a.value, heap, modelValues));
  }
  for (const r of config.replacements) replace(module, r, { values, replaced, replacedIn });
  for (const c of module.constants) {
    if (!values.has(c) && !replaced.has(c))
      throw new TlaError('config', `The constant ${c.name} is not assigned a value by the configuration file`, { ...configPlace(config) });
  }
  return { values, replaced, replacedIn, warnings };
}

/** The name of a module that the specification has read. */
function partOf(module: ResolvedModule, name: string, loc: Loc): string {
  if (module.modules.includes(name)) return name;
  throw new TlaError('config', `The configuration names module ${name}, which is not part of the specification`, loc);
}

/** `C = [Mod] v`: what stands for the definition C of Mod, and has the value. */
function valueOperator(name: string, module: string, loc: Loc): OpSym {
  const none = { body: undefined, native: undefined, recursive: false, captures: false };
  return { k: 'op', name, module, loc, params: [], instanceParams: 0, ...none };
}

/** One `C <- Op`. A constant on the right stands for its value. */
function replace(
  module: ResolvedModule,
  r: Config['replacements'][number],
  into: { values: Map<Callee, number>; replaced: Map<Callee, OpSym>; replacedIn: Map<string, OpSym> },
): void {
  const by = module.lookup(r.by);
  if (by === undefined || by.k === 'var')
    throw new TlaError('config', `The configuration replaces ${r.name} by ${r.by}, which module ${module.name} does not define`, r.loc);
  if (by.k === 'const') {
    const value = into.values.get(by);
    if (value === undefined)
      throw new TlaError('config', `The configuration replaces ${r.name} by ${r.by}, a constant without a value`, r.loc);
    into.values.set(target(module, r.name, r.loc), value);
    return;
  }
  if (r.module !== undefined && r.module !== module.name) {
    into.replacedIn.set(`${partOf(module, r.module, r.loc)}!${r.name}`, by);
    return;
  }
  const sym = target(module, r.name, r.loc);
  const arity = sym.k === 'op' ? sym.params.length : sym.arity;
  if (arity !== by.params.length)
    throw new TlaError('config', `${r.name} has ${arity} arguments, but ${r.by}, which is to replace it, has ${by.params.length}`, r.loc);
  into.replaced.set(sym, by);
}

function configPlace(config: Config): Loc {
  return { source: config.source, line: 1, col: 1, endLine: 1, endCol: 1 };
}

function target(module: ResolvedModule, name: string, loc: Loc): ConstSym | OpSym {
  const sym = module.lookup(name);
  if (sym === undefined || sym.k === 'var')
    throw new TlaError(
      'config',
      `The configuration gives a value to ${name}, which is no constant or definition of module ${module.name}`,
      loc,
    );
  return sym;
}

function cfgValue(v: CfgValue, heap: Heap, modelValues: Set<string>): number {
  switch (v.k) {
    case 'num':
      return heap.int(Number(v.value));
    case 'str':
      return heap.str(v.value);
    case 'bool':
      return v.value ? 2 : 0;
    case 'model':
      modelValues.add(v.name);
      return heap.model(v.name);
    case 'set': {
      const base = heap.begin();
      for (const i of v.items) heap.push(cfgValue(i, heap, modelValues));
      return heap.setFrom(base);
    }
  }
}

/** The expression that a configuration entry names: a definition without arguments. */
function operator(module: ResolvedModule, n: CfgName, what: string, binding: ConstantBinding): X {
  const sym = module.lookup(n.name);
  if (sym === undefined) throw new TlaError('config', `The ${what} ${n.name} is not defined in module ${module.name}`, n.loc);
  if (sym.k === 'var') throw new TlaError('config', `The ${what} ${n.name} is a variable, not a definition`, n.loc);
  if (sym.k === 'const') return { k: 'ref', sym, loc: n.loc };
  const op = binding.replaced.get(sym) ?? sym;
  if (op.params.length > 0) throw new TlaError('config', `The ${what} ${n.name} takes arguments`, n.loc);
  return { k: 'call', op, args: [], loc: op.loc };
}

type Behaviour = Pick<Model, 'init' | 'next' | 'vars' | 'fairness'>;

function behaviourOf(module: ResolvedModule, config: Config, binding: ConstantBinding): Behaviour {
  const { specification } = config;
  if (specification !== undefined) {
    if (config.init !== undefined || config.next !== undefined)
      throw new TlaError('config', 'The configuration has both SPECIFICATION and INIT or NEXT', specification.loc);
    return specificationOf(specification, operator(module, specification, 'specification', binding));
  }
  if (config.init === undefined && config.next === undefined) return { init: undefined, next: undefined, vars: undefined, fairness: [] };
  if (config.init === undefined) throw new TlaError('config', 'The configuration has NEXT without INIT', config.next?.loc);
  if (config.next === undefined) throw new TlaError('config', 'The configuration has INIT without NEXT', config.init.loc);
  const init = { name: config.init.name, x: operator(module, config.init, 'initial predicate', binding) };
  const next = { name: config.next.name, x: operator(module, config.next, 'next-state relation', binding) };
  return { init, next, vars: undefined, fairness: [] };
}

/** Splits `Init /\ [][Next]_vars /\ Fairness`. */
function specificationOf(name: CfgName, spec: X): Behaviour {
  const inits: X[] = [];
  const fairness: X[] = [];
  let next: Named | undefined;
  let vars: X | undefined;
  const visit = (x: X, via: string): void => {
    if (x.k === 'prim' && x.op === '/\\') return x.args.forEach((a) => visit(a, via));
    if (levelOf(x) <= 1) return void inits.push(x);
    if (x.k === 'call' && x.op.k === 'op' && x.args.length === 0 && x.op.body !== undefined) return visit(x.op.body, x.op.name);
    const box = x.k === 'prim' && x.op === '[]' ? x.args[0] : undefined;
    if (box?.k === 'boxAction') {
      if (next !== undefined)
        throw new TlaError('config', `The specification ${name.name} has more than one next-state relation`, name.loc);
      next = { name: box.action.k === 'call' ? box.action.op.name : 'Next', x: box.action };
      vars = box.sub;
      return;
    }
    if (levelOf(x) < 3)
      throw new TlaError('config', `The specification ${name.name} has a conjunct that is an action, not a temporal formula`, x.loc);
    fairness.push(x);
  };
  visit(spec, name.name);
  if (inits.length === 0) throw new TlaError('config', `The specification ${name.name} has no initial predicate`, name.loc);
  const [first] = inits;
  const init: X = inits.length === 1 && first !== undefined ? first : { k: 'prim', op: '/\\', args: inits, loc: spec.loc };
  return { init: { name: 'Init', x: init }, next, vars, fairness };
}

interface Implied {
  readonly invariants: Named[];
  readonly impliedInits: Named[];
  readonly impliedActions: ImpliedAction[];
  readonly liveness: Named[];
}

/** Sorts the conjuncts of a PROPERTY, as TLC does, into initial predicates, invariants, action properties and the rest. */
function classify(name: string, x: X, into: Implied): void {
  if (x.k === 'prim' && x.op === '/\\') return x.args.forEach((a) => classify(name, a, into));
  if (levelOf(x) <= 1) return void into.impliedInits.push({ name, x });
  if (x.k === 'call' && x.op.k === 'op' && x.args.length === 0 && x.op.body !== undefined)
    return classify(x.op.name === 'Spec' ? name : x.op.name, x.op.body, into);
  const box = x.k === 'prim' && x.op === '[]' ? x.args[0] : undefined;
  if (box?.k === 'boxAction') return void into.impliedActions.push({ name, action: box.action, sub: box.sub });
  if (box !== undefined && levelOf(box) <= 1) return void into.invariants.push({ name, x: box });
  into.liveness.push({ name, x });
}
