/**
 * The resolved form of a specification: every name is a symbol object, every INSTANCE is expanded into definitions of its
 * own, infix symbols of the language proper are `prim` nodes. The compiler reads only this.
 */
import type { Loc } from '../errors.ts';

/** A declared CONSTANT of the root module (those of instantiated modules are substituted away). */
export interface ConstSym {
  readonly k: 'const';
  readonly name: string;
  readonly arity: number;
  readonly loc: Loc;
}

/** A declared VARIABLE; `index` is its position in the state. */
export interface VarSym {
  readonly k: 'var';
  readonly name: string;
  readonly index: number;
  readonly loc: Loc;
}

/** An operator's parameter or a bound variable; `arity` > 0 only for operator parameters that are operators. */
export interface ParamSym {
  readonly k: 'param';
  readonly name: string;
  readonly arity: number;
  readonly loc: Loc;
}

/** A definition. `native` names the implementation of an operator of a standard module; it goes before the body, if there is one. */
export interface OpSym {
  readonly k: 'op';
  readonly name: string;
  readonly module: string;
  readonly loc: Loc;
  readonly params: readonly ParamSym[];
  /** How many leading `params` come from a parametrised INSTANCE. */
  readonly instanceParams: number;
  body: X | undefined;
  native: string | undefined;
  /** Its body may reach itself: compiled to a JavaScript function, never inlined. */
  recursive: boolean;
  /** Defined in a LET or as a LAMBDA: it may refer to parameters of its surroundings. */
  readonly captures: boolean;
}

export type Callee = OpSym | ParamSym | ConstSym;

/** An operator passed as an argument. */
export interface OpArg {
  readonly k: 'opArg';
  readonly op: Callee;
  readonly loc: Loc;
}
export type Arg = X | OpArg;

/** `x \in S` (one symbol) or `<<x, y>> \in S` (tuple: several). */
export interface Binder {
  readonly syms: readonly ParamSym[];
  readonly tuple: boolean;
  readonly set: X;
}

export interface ExceptUpdate {
  readonly path: readonly ({ readonly k: 'index'; readonly arg: X } | { readonly k: 'field'; readonly name: string })[];
  /** The symbol that stands for `@` in `value`. */
  readonly at: ParamSym;
  readonly value: X;
  readonly loc: Loc;
}

/**
 * An action as its module has it, where an INSTANCE replaces variables of the module by expressions. ENABLED is about the module's own
 * variables: their values now are those of the expressions, the next ones are free (Specifying Systems, 17.8).
 */
export interface OwnAction {
  readonly action: X;
  /** The subscript, for fairness. */
  readonly sub: X | undefined;
  readonly variables: readonly VarSym[];
  /** What stands for the variables. */
  readonly values: readonly X[];
}

/** Resolved expressions. `prim` operators: see `PRIMITIVES` in resolve.ts; `/\` and `\/` take any number of arguments. */
export type X = { readonly loc: Loc } & (
  | { readonly k: 'num'; readonly value: bigint }
  | { readonly k: 'str'; readonly value: string }
  | { readonly k: 'bool'; readonly value: boolean }
  | { readonly k: 'ref'; readonly sym: ConstSym | VarSym | ParamSym }
  | { readonly k: 'call'; readonly op: Callee; readonly args: readonly Arg[] }
  | { readonly k: 'prim'; readonly op: string; readonly args: readonly X[]; readonly own?: OwnAction | undefined }
  | { readonly k: 'fcnApply'; readonly fn: X; readonly arg: X }
  | { readonly k: 'dot'; readonly rec: X; readonly field: string }
  | { readonly k: 'tuple'; readonly items: readonly X[] }
  | { readonly k: 'times'; readonly items: readonly X[] }
  | { readonly k: 'setEnum'; readonly items: readonly X[] }
  | { readonly k: 'setFilter'; readonly bound: Binder; readonly body: X }
  | { readonly k: 'setMap'; readonly bounds: readonly Binder[]; readonly body: X }
  | { readonly k: 'fcn'; readonly bounds: readonly Binder[]; readonly body: X; readonly self: OpSym | undefined }
  | { readonly k: 'fcnSet'; readonly from: X; readonly to: X }
  | { readonly k: 'record'; readonly fields: readonly { readonly name: string; readonly value: X }[] }
  | { readonly k: 'recordSet'; readonly fields: readonly { readonly name: string; readonly value: X }[] }
  | { readonly k: 'except'; readonly fn: X; readonly updates: readonly ExceptUpdate[] }
  | { readonly k: 'quant'; readonly q: 'A' | 'E'; readonly bounds: readonly Binder[]; readonly body: X }
  | { readonly k: 'unboundedQuant'; readonly q: 'A' | 'E' | 'AA' | 'EE'; readonly syms: readonly ParamSym[]; readonly body: X }
  | { readonly k: 'choose'; readonly syms: readonly ParamSym[]; readonly tuple: boolean; readonly set: X | undefined; readonly body: X }
  | { readonly k: 'if'; readonly cond: X; readonly then: X; readonly else: X }
  | { readonly k: 'case'; readonly arms: readonly { readonly guard: X; readonly value: X }[]; readonly other: X | undefined }
  | { readonly k: 'let'; readonly defs: readonly OpSym[]; readonly body: X }
  | { readonly k: 'boxAction'; readonly action: X; readonly sub: X }
  | { readonly k: 'angleAction'; readonly action: X; readonly sub: X }
  | { readonly k: 'fairness'; readonly strong: boolean; readonly action: X; readonly sub: X; readonly own?: OwnAction | undefined }
);

export type XOf<K extends X['k']> = Extract<X, { readonly k: K }>;

/** The body of a definition that has one: all but those of the standard modules. */
export function bodyOf(op: OpSym): X {
  if (op.body === undefined) throw new Error(`internal: ${op.name} has no body`);
  return op.body;
}

/** A module after resolution, with everything that its name scope holds. */
export interface ResolvedModule {
  readonly name: string;
  readonly constants: readonly ConstSym[];
  readonly variables: readonly VarSym[];
  readonly assumes: readonly { readonly name: string | undefined; readonly body: X }[];
  /** Names visible in the module (its own, extended, instantiated without a name); `Inst!Op` under that text. */
  lookup(name: string): OpSym | ConstSym | VarSym | undefined;
  /** Definitions of this module in textual order (its own only). */
  readonly definitions: readonly OpSym[];
  /** Names of all modules that were read, the root first. */
  readonly modules: readonly string[];
  /** Identifiers and strings in the order in which TLC comes to know them, which is the order of strings (see names.ts). */
  readonly names: readonly string[];
}

/** Calls `f` on each direct subexpression (bodies of called operators are not entered; LET definitions and LAMBDAs are). */
export function forEachChild(x: X, f: (child: X) => void): void {
  for (const c of childrenOf(x)) if (c !== undefined) f(c);
}

function childrenOf(x: X): readonly (X | undefined)[] {
  switch (x.k) {
    case 'num':
    case 'str':
    case 'bool':
    case 'ref':
      return [];
    case 'call':
      return x.args.map((a) => (a.k !== 'opArg' ? a : a.op.k === 'op' && a.op.captures ? a.op.body : undefined));
    case 'prim':
      return x.args;
    case 'fcnApply':
      return [x.fn, x.arg];
    case 'dot':
      return [x.rec];
    case 'tuple':
    case 'times':
    case 'setEnum':
      return x.items;
    case 'setFilter':
      return [x.bound.set, x.body];
    case 'setMap':
    case 'fcn':
    case 'quant':
      return [...x.bounds.map((b) => b.set), x.body];
    case 'fcnSet':
      return [x.from, x.to];
    case 'record':
    case 'recordSet':
      return x.fields.map((field) => field.value);
    case 'except':
      return [x.fn, ...x.updates.flatMap((u) => [...u.path.flatMap((s) => (s.k === 'index' ? [s.arg] : [])), u.value])];
    case 'unboundedQuant':
      return [x.body];
    case 'choose':
      return [x.set, x.body];
    case 'if':
      return [x.cond, x.then, x.else];
    case 'case':
      return [...x.arms.flatMap((a) => [a.guard, a.value]), x.other];
    case 'let':
      return [...x.defs.map((d) => d.body), x.body];
    case 'boxAction':
    case 'angleAction':
    case 'fairness':
      return [x.action, x.sub];
  }
}
