/** A model compiled for one layout: JavaScript that loads states, generates successors, and evaluates predicates on them. */
import { linked, nth } from '../cast.ts';
import { type Loc, TlaError, withPlace } from '../errors.ts';
import type { X } from '../semantics/ir.ts';
import { levelOf } from '../semantics/levels.ts';
import type { Model, Named } from '../semantics/model.ts';
import { ActionCompiler } from './actions.ts';
import { copyCode, stateCode } from './buffers.ts';
import { type Ctx, type Mode, Out } from './code.ts';
import { orRefused } from './enabled.ts';
import { createGen, emptyLayout, evaluateConstant } from './evaluate.ts';
import { drawn } from './expr.ts';
import type { Gen } from './gen.ts';
import { type ActionCoverage, GuardTable } from './guards.ts';
import { anyChanged, inductive } from './inductive.ts';
import type { Layout } from './layout.ts';
import { link } from './link.ts';
import { type ActionInstance, splitActions } from './split.ts';
import { type Atom, type AtomKind, type Formula, TemporalCompiler } from './temporal.ts';

/** Receives generated states. The next state stands in the program's T buffers while these run. */
export interface Sink {
  /** Index of the action instance that is being evaluated; -1 for initial states. Set by the program. */
  action: number;
  /** Are action properties to be checked: must steps to known states be completed that could violate one? */
  readonly steps: boolean;
  /** A state with this fingerprint was generated; true: complete it and call `take`. */
  offer(fpA: number, fpB: number): boolean;
  /** So many states lay between the two states of a step, and count as generated. */
  passed?(states: number): void;
  /** The next state is complete; `fresh`: `offer` asked for it. */
  take(fresh: boolean): void;
}

export interface Predicate {
  readonly name: string;
  readonly x: X;
  readonly holds: () => boolean;
}

/** An atom of the temporal formulas: of the current state, or of the step from it to the next one. */
export interface TemporalAtom {
  readonly kind: AtomKind;
  /** Is it true of a step that changes nothing? */
  readonly ofStutter: boolean;
  readonly holds: () => boolean;
}

/** The temporal formulas of a model. An atom of a state may overwrite the next state. */
export interface Temporal {
  readonly atoms: readonly TemporalAtom[];
  /** What the specification assumes of its behaviours beyond their steps. */
  readonly fairness: readonly Formula[];
  /** The negations of the properties. */
  readonly negated: readonly { readonly name: string; readonly formula: Formula }[];
}

export interface Program {
  readonly model: Model;
  readonly layout: Layout;
  readonly instances: readonly ActionInstance[];
  /** The generated source, for those who want to read it. */
  readonly text: string;
  setSink(sink: Sink): void;
  /** Makes the row at `offset` the current state, with its fingerprint; returns the row's length. */
  load(rows: Int32Array, offset: number, fpA: number, fpB: number): number;
  /** Computes the fingerprint of the current state from its slots (where the one given to `load` is another). */
  rehash(): void;
  /** Length of the next state's row. */
  rowLength(): number;
  /** Writes the next state's row; returns its length. */
  store(rows: Int32Array, offset: number): number;
  /** Sets the next state from values, one id for each variable; returns nothing. @throws LayoutMismatch */
  assign(values: readonly number[]): void;
  /** The fingerprint of the next state, in full. */
  hash(): void;
  readonly hashA: () => number;
  readonly hashB: () => number;
  /** Generates the initial states, and the successors of the current state. */
  init(): void;
  next(): void;
  /** Generates the successors of the current state by one action instance. */
  step(instance: number): void;
  /** The values of the variables in the current (S) or the next (T) state. */
  readS(): number[];
  readT(): number[];
  readonly invariants: readonly Predicate[];
  readonly impliedInits: readonly Predicate[];
  readonly constraints: readonly Predicate[];
  readonly actionConstraints: readonly Predicate[];
  readonly impliedActions: readonly Predicate[];
  readonly view: (() => number) | undefined;
  /** Where they were asked for. */
  readonly temporal: Temporal | undefined;
  /** The place of the expression that was being evaluated when an error came up. */
  position(): Loc | undefined;
  /** The counts of the guards so far, to be copied or set back; undefined unless they are counted. The same model gives them the same order in every thread. */
  readonly guardCounts: Float64Array | undefined;
  /** What the guards were seen to be, so far or by these counts; undefined unless they are counted. */
  coverage(counts?: Float64Array): readonly ActionCoverage[] | undefined;
}

/** What generated code is to do besides. */
export interface ProgramOptions {
  /** Where TLC's Print and PrintT write. */
  readonly onPrint?: ((text: string) => void) | undefined;
  /** Count how often each guard of an action is true and false. */
  readonly coverage?: boolean | undefined;
  /** Compile the temporal formulas, too. */
  readonly temporal?: boolean | undefined;
  /** From which weight on an alternative becomes a function of its own (outline.ts); tests ask for it where it would not be done. */
  readonly heavy?: number | undefined;
}

/** Compiles a model for a layout. @throws TlaError for what is not supported, and for errors in constants. */
export function compileProgram(model: Model, layout: Layout, options: ProgramOptions = {}): Program {
  const g = createGen(model, layout);
  g.heavy = options.heavy ?? g.heavy;
  const parts = new Map<string, string>();
  stateCode(g);
  initCode(g);
  const guards = options.coverage === true ? new GuardTable(g) : undefined;
  const instances = nextCode(g, guards);
  const predicates = (items: readonly Named[], prefix: string, mode: Mode): void =>
    items.forEach((p, i) => parts.set(`${prefix}${i}`, predicate(g, p.x, mode)));
  const boxed = model.impliedActions.map(
    (a): Named => ({ name: a.name, x: { k: 'boxAction', action: a.action, sub: a.sub, loc: a.action.loc } }),
  );
  model.invariants.forEach((p, i) => parts.set(`inv${i}`, inductive(g, predicate(g, p.x, 'T'), p.x)));
  predicates(model.impliedInits, 'ini', 'T');
  predicates(model.constraints, 'con', 'T');
  predicates(model.actionConstraints, 'acc', 'S');
  const moves = model.impliedActions.map((a, i) => {
    const { holds, matters } = stepwise(g, predicate(g, nth(boxed, i).x, 'S'), a);
    parts.set(`act${i}`, holds);
    return matters;
  });
  // Is there an action property that the step could violate?
  g.link.globals.line(`function moves() { return ${moves.join(' || ') || 'false'}; }`);
  const temporal = options.temporal === true ? temporalCode(g) : undefined;
  temporal?.atoms.forEach((a, i) => parts.set(`atom${i}`, a.js));
  if (model.view !== undefined) parts.set('view', valueFunction(g, model.view.x, 'T'));
  const exported = [...parts].map(([key, name]) => `${key}: ${name}`);
  const body = `return { load, rehash, storeT, lenT, assign, fullHash, hashA: () => HA, hashB: () => HB, init, next, step, readS, readT, setSink: (s) => { X = s; }, position: () => P, ${exported.join(', ')} };`;
  guards?.close(g);
  const { run, text } = link(g, body, options.onPrint ?? (() => {}));
  const api = linked<() => Api>(run)();
  const fn = (key: string): (() => boolean) => linked(api[key]);
  const table = (items: readonly Named[], prefix: string): Predicate[] =>
    items.map((p, i) => ({ name: p.name, x: p.x, holds: fn(`${prefix}${i}`) }));
  return {
    model,
    layout,
    instances,
    text,
    setSink: api.setSink,
    load: api.load,
    rehash: api.rehash,
    rowLength: api.lenT,
    store: api.storeT,
    assign: api.assign,
    hash: api.fullHash,
    hashA: api.hashA,
    hashB: api.hashB,
    init: api.init,
    next: api.next,
    step: api.step,
    readS: api.readS,
    readT: api.readT,
    invariants: table(model.invariants, 'inv'),
    impliedInits: table(model.impliedInits, 'ini'),
    constraints: table(model.constraints, 'con'),
    actionConstraints: table(model.actionConstraints, 'acc'),
    impliedActions: table(boxed, 'act'),
    view: model.view === undefined ? undefined : linked(api.view),
    temporal: temporal && { ...temporal, atoms: temporal.atoms.map((a, i) => ({ ...a, holds: atomOf(a, fn(`atom${i}`)) })) },
    position: () => g.link.locs[api.position()],
    guardCounts: guards?.counts,
    coverage: (counts) => guards?.read(counts ?? guards.counts),
  };
}

/** The atoms of all temporal formulas, and the formulas. */
function temporalCode(g: Gen): Omit<Temporal, 'atoms'> & { readonly atoms: readonly Atom[] } {
  const compiler = new TemporalCompiler(g);
  const { fairness, liveness } = g.model;
  const assumed = fairness.map((x) => compiler.formula(x));
  const negated = liveness.map(({ name, x }) => ({ name, formula: compiler.formula(x, true) }));
  return { atoms: compiler.atoms, fairness: assumed, negated };
}

function atomOf({ enabled }: Atom, holds: () => boolean): () => boolean {
  return enabled === undefined ? holds : () => orRefused(holds, enabled);
}

interface Api {
  readonly [predicate: string]: unknown;
  readonly setSink: Program['setSink'];
  readonly load: Program['load'];
  readonly rehash: () => void;
  readonly storeT: Program['store'];
  readonly lenT: () => number;
  readonly assign: Program['assign'];
  readonly fullHash: () => void;
  readonly hashA: () => number;
  readonly hashB: () => number;
  readonly init: () => void;
  readonly next: () => void;
  readonly step: Program['step'];
  readonly readS: () => number[];
  readonly readT: () => number[];
  readonly position: () => number;
}

/**
 * Evaluates a constant formula. `what` it is, in one word, for messages. @throws TlaError `parse` for a formula that is about states,
 * `evaluation` for one that has no value
 */
export function isTrue(model: Model, { x }: Named, what: string, onPrint: (text: string) => void): boolean {
  if (levelOf(x) > 0) throw new TlaError('parse', `The ${what} must be a constant expression`, x.loc);
  const g = createGen(model, emptyLayout(model));
  const ctx = g.root('S', true);
  const js = g.bool(x, ctx);
  return withPlace(linked<() => boolean>(link(g, `${ctx.block.out}\nreturn ${js};`, onPrint).run), () => x.loc);
}

/** Draws what the definitions without parameters that are a matter of chance stand for, in their order, as TLC does when it starts. */
export function drawConstants(model: Model): void {
  const g = createGen(model, emptyLayout(model));
  for (const op of model.module.definitions) drawn(g, op);
}

/** Writes the call of the function that hands a complete state over; there is one for each way in which variables were assigned. */
function emitNext(g: Gen, ctx: Ctx): void {
  const { variables } = g.model.module;
  const missing = variables.filter((v) => !ctx.assigned.has(v.index));
  if (missing.length > 0) {
    g.fail(
      ctx,
      `The successor state is not completely specified by the next-state action: no value for ${missing.map((v) => v.name).join(', ')}`,
      g.model.next?.x.loc ?? nth(missing, 0).loc,
    );
    return;
  }
  const key = `emit/${variables.map((v) => ctx.assigned.get(v.index)).join('')}`;
  let name = g.functions.get(key);
  if (name === undefined) {
    name = g.name('emit');
    g.functions.set(key, name);
    const written = variables.filter((v) => ctx.assigned.get(v.index) === 'T');
    const sum = (h: string): string => `(${[`c${h.toUpperCase()}`, ...written.map((v) => `D${v.index}${h}`)].join(' + ')}) | 0`;
    // A variable whose part of the fingerprint did not change has the value that it had.
    const marks = variables
      .map((v) => `C${v.index} = ${ctx.assigned.get(v.index) === 'T' ? `(D${v.index}a | D${v.index}b) !== 0` : 'false'};`)
      .join(' ');
    const copies = variables.filter((v) => ctx.assigned.get(v.index) === 'S').map((v) => copyCode(g, v.index));
    const sorts = g.layout.sets.filter((v) => ctx.assigned.get(v) === 'T').map((v) => `sort${v}();`);
    // A step to a known state has to be completed only where an action property could be violated by it.
    g.link.globals.line(
      `function ${name}() { const fresh = X.offer(${sum('a')}, ${sum('b')}); FREE = false; ${marks} if (fresh || (X.steps && moves())) { ET++; ${[...copies, ...sorts].join(' ')} X.take(fresh); } }`,
    );
  }
  ctx.block.out.line(`${name}();`);
}

function initCode(g: Gen): void {
  const { init, module } = g.model;
  const ctx = g.root('T', false);
  if (init !== undefined) {
    const compiler = new ActionCompiler(g, true, (at) => {
      const missing = module.variables.filter((v) => !at.assigned.has(v.index));
      if (missing.length > 0)
        g.fail(at, `The initial state is not completely specified: no value for ${missing.map((v) => v.name).join(', ')}`, init.x.loc);
      else at.block.out.line(`${g.layout.sets.map((v) => `sort${v}();`).join(' ')} fullHash(); if (X.offer(HA, HB)) X.take(true);`);
    });
    compiler.compile(init.x, ctx);
  }
  g.link.globals.line('function init() {\nX.action = -1;');
  g.link.globals.parts.push(ctx.block.out);
  g.link.globals.line('}');
}

function nextCode(g: Gen, guards: GuardTable | undefined): readonly ActionInstance[] {
  const { next } = g.model;
  if (next === undefined) {
    g.link.globals.line('function next() {}\nfunction step() {}');
    return [];
  }
  const instances = splitActions(g, next, (x, env) => evaluateConstant(g, x, env));
  const groups: ActionInstance[][] = [];
  const byText = new Map<X, ActionInstance[][]>();
  for (const inst of instances) {
    const alike = byText.get(inst.x) ?? [];
    const group = alike.find(([first]) => first !== undefined && sameSyms(first, inst)) ?? [];
    if (group.length === 0) {
      groups.push(group);
      byText.set(inst.x, [...alike, group]);
    }
    group.push(inst);
  }
  const callOf = new Map<ActionInstance, string>();
  for (const group of groups) {
    const name = actionFunction(g, group, guards);
    group.forEach((inst, i) => callOf.set(inst, `${name}(${[i, ...inst.bindings.map((b) => b.value)].join(', ')});`));
  }
  const calls = instances.map((inst, i) => `X.action = ${i}; ${callOf.get(inst) ?? ''}`);
  g.link.globals.line(`function next() {\n${calls.join('\n')}\n}`);
  g.link.globals.line(`function step(i) { switch (i) {\n${calls.map((call, i) => `case ${i}: ${call} break;`).join('\n')}\n} }`);
  return instances;
}

function sameSyms(a: ActionInstance, b: ActionInstance): boolean {
  return a.bindings.length === b.bindings.length && a.bindings.every((p, i) => p.sym === b.bindings[i]?.sym);
}

/** One JavaScript function for all instances of an action; its parameters are their number and the constants that they differ in. */
function actionFunction(g: Gen, group: readonly ActionInstance[], guards: GuardTable | undefined): string {
  const inst = nth(group, 0);
  const name = g.name('A');
  const number = g.name('a');
  const params = inst.bindings.map(() => g.name('p'));
  let ctx = g.root('S', false);
  const head = new Out();
  ctx.block.out.parts.push(head);
  inst.bindings.forEach((b, i) => {
    const values = group.map((one) => nth(one.bindings, i).value);
    const js = nth(params, i);
    ctx = g.bind(ctx, b.sym, { js, rep: 'id', instance: { js: number, values, positions: new Map(), head } });
  });
  const counters = guards?.action(inst.name, inst.root);
  const emit = (at: Ctx): void => {
    if (counters !== undefined) at.block.out.line(counters.fired);
    emitNext(g, at);
  };
  new ActionCompiler(g, false, emit, { counters, steps: true }).compile(inst.x, ctx);
  g.link.globals.line(`function ${name}(${[number, ...params].join(', ')}) {`);
  g.link.globals.parts.push(ctx.block.out);
  g.link.globals.line('}');
  return name;
}

function predicate(g: Gen, x: X, mode: Mode): string {
  const name = g.name('pred');
  const ctx = g.root(mode, true);
  const js = g.bool(x, ctx);
  g.link.globals.line(`function ${name}() {`);
  g.link.globals.parts.push(ctx.block.out);
  g.link.globals.line(`return ${js};\n}`);
  return name;
}

/**
 * `[A]_v` holds of a step that leaves v alone. Of a step that leaves alone all that A reads, A says the same as of any other such
 * step from the same state: it is evaluated for the first one. (`x' >= x` reads little, and most steps change something else.)
 * @returns JavaScript: the name of the predicate, and the condition under which it has to be evaluated.
 */
function stepwise(g: Gen, pred: string, { action, sub }: Model['impliedActions'][number]): { holds: string; matters: string } {
  const name = g.name('act');
  const changed = anyChanged(g, sub);
  const read = g.analysis.variables(action);
  const covered = g.analysis.variables(sub).every((v) => read.includes(v));
  if (covered || g.analysis.dependsOnRun(action)) {
    g.link.globals.line(`function ${name}() { return !(${changed}) || ${pred}(); }`);
    return { holds: name, matters: `(${changed})` };
  }
  const still = g.name('still');
  const copies = read.map((v) => copyCode(g, v)).join(' ');
  const matters = `(${changed}) && (${anyChanged(g, action)} || !${still}())`;
  g.link.globals.line(
    `let ${still}e = -1, ${still}v = false;\nfunction ${still}() { if (${still}e !== ES) { ${copies} ET++; ${still}v = ${predicate(g, action, 'S')}(); ${still}e = ES; } return ${still}v; }`,
  );
  g.link.globals.line(`function ${name}() { return !(${matters}) || ${pred}(); }`);
  return { holds: name, matters: `(${matters})` };
}

function valueFunction(g: Gen, x: X, mode: Mode): string {
  const name = g.name('val');
  const ctx = g.root(mode, true);
  const js = g.id(x, ctx);
  g.link.globals.line(`function ${name}() {`);
  g.link.globals.parts.push(ctx.block.out);
  g.link.globals.line(`return ${js};\n}`);
  return name;
}
