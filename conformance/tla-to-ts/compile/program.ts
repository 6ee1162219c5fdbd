/** A model compiled for one layout: JavaScript that loads states, generates successors, and evaluates predicates on them. */
import { linked, nth } from '../cast.ts';
import { type Loc, TlaError, withPlace } from '../errors.ts';
import type { X } from '../semantics/ir.ts';
import type { Model, Named } from '../semantics/model.ts';
import { K_SET } from '../values/heap.ts';
import { ActionCompiler } from './actions.ts';
import type { Ctx, Mode } from './code.ts';
import { createGen, evaluateConstant, link } from './evaluate.ts';
import type { Gen } from './gen.ts';
import { type ActionCoverage, GuardTable } from './guards.ts';
import type { Layout } from './layout.ts';
import { type ActionInstance, splitActions } from './split.ts';
import { readVariable } from './state.ts';
import { genStoreCode } from './store.ts';
import { type Atom, type AtomKind, type Formula, TemporalCompiler } from './temporal.ts';

/** Receives generated states. The next state stands in the program's T buffers while these run. */
export interface Sink {
  /** Index of the action instance that is being evaluated; -1 for initial states. Set by the program. */
  action: number;
  /** Are action properties to be checked: must steps to known states be completed that could violate one? */
  readonly steps: boolean;
  /** A state with this fingerprint was generated; true: complete it and call `take`. */
  offer(fpA: number, fpB: number): boolean;
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
  readonly alias: (() => number) | undefined;
  /** Where they were asked for. */
  readonly temporal: Temporal | undefined;
  /** The place of the expression that was being evaluated when an error came up. */
  position(): Loc | undefined;
  /** What the guards were seen to be so far; undefined unless they are counted. */
  coverage(): readonly ActionCoverage[] | undefined;
}

/** What generated code is to do besides. */
export interface ProgramOptions {
  /** Where TLC's Print and PrintT write. */
  readonly onPrint?: ((text: string) => void) | undefined;
  /** Count how often each guard of an action is true and false. */
  readonly coverage?: boolean | undefined;
  /** Compile the temporal formulas, too. */
  readonly temporal?: boolean | undefined;
}

/** Compiles a model for a layout. @throws TlaError for what is not supported, and for errors in constants. */
export function compileProgram(model: Model, layout: Layout, options: ProgramOptions = {}): Program {
  const g = createGen(model, layout);
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
  boxed.forEach((p, i) => parts.set(`act${i}`, stepwise(g, predicate(g, p.x, 'S'), model.impliedActions[i]?.sub ?? p.x)));
  const temporal = options.temporal === true ? temporalCode(g) : undefined;
  temporal?.atoms.forEach((a, i) => parts.set(`atom${i}`, a.js));
  if (model.view !== undefined) parts.set('view', valueFunction(g, model.view.x, 'T'));
  if (model.alias !== undefined) parts.set('alias', valueFunction(g, model.alias.x, 'T'));
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
    alias: model.alias === undefined ? undefined : linked(api.alias),
    temporal: temporal && { ...temporal, atoms: temporal.atoms.map((a, i) => ({ ...a, holds: fn(`atom${i}`) })) },
    position: () => g.link.locs[api.position()],
    coverage: () => guards?.read(),
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

/** Evaluates the ASSUMEs of a model. @returns the first that is false. */
export function failedAssumption(model: Model, layout: Layout): Named | undefined {
  const g = createGen(model, layout);
  for (const a of model.assumes) {
    if (g.analysis.varies(a.x)) throw new TlaError('parse', 'An assumption must be a constant expression', a.x.loc);
    const ctx = g.fork().root('S', true);
    const inner = g.fork();
    const js = inner.bool(a.x, ctx);
    const run = linked<() => boolean>(link(inner, `${ctx.block.out}\nreturn ${js};`, () => {}).run);
    if (!withPlace(run, () => a.x.loc)) return a;
  }
  return undefined;
}

/** Buffers of the current and the next state, loading, storing, fingerprints. */
function stateCode(g: Gen): void {
  const { layout } = g;
  const { slots, sets } = layout;
  const key = (v: number): number => slots + v;
  const out: string[] = [
    `const S = new Int32Array(${Math.max(1, slots)}), T = new Int32Array(${Math.max(1, slots)});`,
    'let X, cA = 0, cB = 0, DA = 0, DB = 0, HA = 0, HB = 0;',
    layout.shapes.map((_, v) => `let D${v}a = 0, D${v}b = 0, C${v} = true;`).join(' '),
    'function diff(o, n) { DA = 0; DB = 0; for (let k = o; k < o + n; k++) { const x = S[k], y = T[k]; if (x !== y) { DA = (DA + mixA(H.hashOfA(y), k) - mixA(H.hashOfA(x), k)) | 0; DB = (DB + mixB(H.hashOfB(y), k) - mixB(H.hashOfB(x), k)) | 0; } } }',
    'function sameSlots(a, o, b, q, n) { for (let k = 0; k < n; k++) if (a[o + k] !== b[q + k]) return false; return true; }',
    ...sets.flatMap((v) => setCode(v, key(v))),
    `function load(r, o, a, b) { ES++; for (let k = 0; k < ${slots}; k++) S[k] = r[o + k]; let q = o + ${slots};`,
    ...sets.map(
      (v) =>
        `S${v}n = r[q++]; if (S${v}n > S${v}e.length) S${v}e = new Int32Array(S${v}n * 2); for (let k = 0; k < S${v}n; k++) S${v}e[k] = r[q++];`,
    ),
    'cA = a; cB = b; return q - o; }',
    // Under symmetry or a VIEW the recorded fingerprint is not that of the row.
    `function rehash() { cA = 0; cB = 0; for (let k = 0; k < ${slots}; k++) { const x = S[k]; cA = (cA + mixA(H.hashOfA(x), k)) | 0; cB = (cB + mixB(H.hashOfB(x), k)) | 0; }`,
    ...sets.map(
      (v) =>
        `for (let k = 0; k < S${v}n; k++) { const x = S${v}e[k]; cA = (cA + mixA(H.hashOfA(x), ${key(v)})) | 0; cB = (cB + mixB(H.hashOfB(x), ${key(v)})) | 0; }`,
    ),
    '}',
    `function lenT() { return ${[slots, ...sets.map((v) => `1 + T${v}n`)].join(' + ')}; }`,
    `function storeT(r, o) { for (let k = 0; k < ${slots}; k++) r[o + k] = T[k]; let q = o + ${slots};`,
    ...sets.map((v) => `r[q++] = T${v}n; for (let k = 0; k < T${v}n; k++) r[q++] = T${v}e[k];`),
    'return q - o; }',
    `function fullHash() { ET++; ${allChanged(g)} HA = 0; HB = 0; for (let k = 0; k < ${slots}; k++) { const x = T[k]; HA = (HA + mixA(H.hashOfA(x), k)) | 0; HB = (HB + mixB(H.hashOfB(x), k)) | 0; }`,
    ...sets.map(
      (v) =>
        `for (let k = 0; k < T${v}n; k++) { const x = T${v}e[k]; HA = (HA + mixA(H.hashOfA(x), ${key(v)})) | 0; HB = (HB + mixB(H.hashOfB(x), ${key(v)})) | 0; }`,
    ),
    '}',
  ];
  for (const line of out) g.link.globals.line(line);
  readers(g);
}

/** Marks all variables as changed: the next state has no predecessor that predicates could rely on. */
function allChanged(g: Gen): string {
  return g.layout.shapes.map((_, v) => `C${v} = true;`).join(' ');
}

/** A set variable: its elements in TLC's order, in a segment that grows. */
function setCode(v: number, key: number): string[] {
  const [S, T, D] = [`S${v}`, `T${v}`, `D${v}`];
  const shift = (sign: '+' | '-', x: string): string =>
    `${D}a = (${D}a ${sign} mixA(H.hashOfA(${x}), ${key})) | 0; ${D}b = (${D}b ${sign} mixB(H.hashOfB(${x}), ${key})) | 0;`;
  const room = (n: string): string => `if (${n} >= ${T}e.length) { const t = new Int32Array(${n} * 2 + 8); t.set(${T}e); ${T}e = t; }`;
  return [
    // Tm: so many elements are in order. Most generated states are known already, so elements are put in order only for new ones.
    `let ${S}e = new Int32Array(64), ${S}n = 0, ${T}e = new Int32Array(64), ${T}n = 0, ${T}m = 0;`,
    `function copy${v}() { ${room(`${S}n`)} for (let k = 0; k < ${S}n; k++) ${T}e[k] = ${S}e[k]; ${T}n = ${T}m = ${S}n; ${D}a = 0; ${D}b = 0; }`,
    `function add${v}(x) { for (let k = 0; k < ${T}n; k++) if (${T}e[k] === x) return; ${room(`${T}n`)} ${T}e[${T}n++] = x; ${shift('+', 'x')} }`,
    `function sort${v}() { for (; ${T}m < ${T}n; ${T}m++) { const x = ${T}e[${T}m]; let lo = 0, hi = ${T}m; while (lo < hi) { const m = (lo + hi) >> 1; if (H.cmp(${T}e[m], x) < 0) lo = m + 1; else hi = m; } for (let k = ${T}m; k > lo; k--) ${T}e[k] = ${T}e[k - 1]; ${T}e[lo] = x; } }`,
    `function del${v}(x) { for (let k = 0; k < ${T}n; k++) if (${T}e[k] === x) { if (k < ${T}m) ${T}m--; ${T}n--; for (; k < ${T}n; k++) ${T}e[k] = ${T}e[k + 1]; ${shift('-', 'x')} return; } }`,
    `function fill${v}(s) { s = H.norm(s); if (H.kind(s) !== ${K_SET}) mismatch(${v}); ${T}n = H.size(s); ${room(`${T}n`)} ${T}m = ${T}n; ${D}a = 0; ${D}b = 0; for (let k = 0; k < ${T}n; k++) { const x = H.elem(s, k); ${T}e[k] = x; ${shift('+', 'x')} }`,
    `for (let k = 0; k < ${S}n; k++) { const x = ${S}e[k]; ${shift('-', 'x')} } }`,
    `function same${v}() { if (${S}n !== ${T}n) return false; sort${v}(); for (let k = 0; k < ${S}n; k++) if (${S}e[k] !== ${T}e[k]) return false; return true; }`,
    `function boxS${v}() { const z = H.begin(); for (let k = 0; k < ${S}n; k++) H.push(${S}e[k]); return H.setFromSorted(z); }`,
    `function boxT${v}() { sort${v}(); const z = H.begin(); for (let k = 0; k < ${T}n; k++) H.push(${T}e[k]); return H.setFromSorted(z); }`,
  ];
}

/** `readS`, `readT`, `assign`: whole values in and out of the buffers. */
function readers(g: Gen): void {
  const { variables } = g.model.module;
  for (const mode of ['S', 'T'] as const) {
    const ctx = g.root(mode, true);
    const values = variables.map((v) => readVariable(g, v, ctx, v.loc).js);
    g.link.globals.line(`function read${mode}() { return [${values.join(', ')}]; }`);
  }
  const ctx = g.root('S', true);
  const lines = variables.map((_, i) => storeLine(g, i, `v[${i}]`, ctx));
  g.link.globals.line(`function assign(v) { ET++; ${allChanged(g)} ${lines.join(' ')} }`);
}

function storeLine(g: Gen, i: number, js: string, ctx: Ctx): string {
  const sub = g.branch(ctx);
  const v = g.model.module.variables[i];
  if (v !== undefined) genStoreCode(g, v, { js, rep: 'id' }, sub);
  return String(sub.block.out);
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
    const copies = variables.filter((v) => ctx.assigned.get(v.index) === 'S').map((v) => copyLine(g, v.index));
    // A step to a known state has to be completed only where an action property could be violated by it.
    const steps = g.model.impliedActions.map((a) => anyChanged(g, a.sub)).join(' || ') || 'false';
    const sorts = g.layout.sets.filter((v) => ctx.assigned.get(v) === 'T').map((v) => `sort${v}();`);
    g.link.globals.line(
      `function ${name}() { const fresh = X.offer(${sum('a')}, ${sum('b')}); ${marks} if (fresh || (X.steps && (${steps}))) { ET++; ${[...copies, ...sorts].join(' ')} X.take(fresh); } }`,
    );
  }
  ctx.block.out.line(`${name}();`);
}

/** Completes the next state with a variable that did not change. */
function copyLine(g: Gen, v: number): string {
  const shape = g.layout.shapes[v];
  const base = g.layout.base[v] ?? 0;
  if (shape === undefined || shape.k === 'set') return `copy${v}();`;
  if (shape.size <= 8) return Array.from({ length: shape.size }, (_, i) => `T[${base + i}] = S[${base + i}];`).join(' ');
  return `for (let k = ${base}; k < ${base + shape.size}; k++) T[k] = S[k];`;
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
  const compiled = new Map<X, { name: string; syms: readonly unknown[] }[]>();
  const calls = instances.map((inst, i) => {
    const syms = inst.bindings.map((b) => b.sym);
    const same = compiled.get(inst.x)?.find((c) => c.syms.length === syms.length && c.syms.every((s, k) => s === syms[k]));
    let name = same?.name;
    if (name === undefined) {
      name = actionFunction(g, inst, guards);
      compiled.set(inst.x, [...(compiled.get(inst.x) ?? []), { name, syms }]);
    }
    return `X.action = ${i}; ${name}(${inst.bindings.map((b) => b.value).join(', ')});`;
  });
  g.link.globals.line(`function next() {\n${calls.join('\n')}\n}`);
  g.link.globals.line(`function step(i) { switch (i) {\n${calls.map((call, i) => `case ${i}: ${call} break;`).join('\n')}\n} }`);
  return instances;
}

/** One JavaScript function for all instances of an action; its parameters are the constants that they differ in. */
function actionFunction(g: Gen, inst: ActionInstance, guards: GuardTable | undefined): string {
  const name = g.name('A');
  const params = inst.bindings.map(() => g.name('p'));
  let ctx = g.root('S', false);
  inst.bindings.forEach((b, i) => {
    ctx = g.bind(ctx, b.sym, { js: nth(params, i), rep: 'id' });
  });
  const counters = guards?.action(inst.name, inst.root);
  const emit = (at: Ctx): void => {
    if (counters !== undefined) at.block.out.line(counters.fired);
    emitNext(g, at);
  };
  new ActionCompiler(g, false, emit, counters).compile(inst.x, ctx);
  g.link.globals.line(`function ${name}(${params.join(', ')}) {`);
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

/** Is any variable changed that the expression reads? JavaScript. */
function anyChanged(g: Gen, x: X): string {
  const deps = g.analysis.variables(x);
  return deps.length === 0 ? 'false' : deps.map((v) => `C${v}`).join(' || ');
}

/** An invariant that held before still holds where nothing that it reads has changed: every expanded state satisfies it. */
function inductive(g: Gen, pred: string, x: X): string {
  const name = g.name('inv');
  g.link.globals.line(`function ${name}() { return !(${anyChanged(g, x)} || X.action < 0) || ${pred}(); }`);
  return name;
}

/** `[A]_v` holds of a step that leaves v alone. */
function stepwise(g: Gen, pred: string, sub: X): string {
  const name = g.name('act');
  g.link.globals.line(`function ${name}() { return !(${anyChanged(g, sub)}) || ${pred}(); }`);
  return name;
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
