/**
 * The abstract syntax of TLA+ modules: what `parseModule` delivers and the semantic phase reads. It is close to the
 * text: names are not resolved, operators carry their symbol, and every node knows its place.
 */
import type { Loc } from '../errors.ts';

/** A declared parameter: `arity` 0 is an ordinary one, `Op(_, _)` has arity 2. */
export interface Param {
  readonly name: string;
  readonly arity: number;
  readonly loc: Loc;
}

/** What a quantifier binds: one name, or the names of a tuple pattern `<<x, y>>`. */
export type Pattern =
  | { readonly k: 'name'; readonly name: string; readonly loc: Loc }
  | { readonly k: 'tuplePattern'; readonly names: readonly { readonly name: string; readonly loc: Loc }[]; readonly loc: Loc };

/** `x, y \in S` is two bounds with the same `set` node; `<<x, y>> \in S` is one with a tuple pattern. */
export interface Bound {
  readonly pattern: Pattern;
  readonly set: Expr;
}

/** One element of an EXCEPT path: `[e1, e2]` (several are a tuple) or `.field`. */
export type Selector =
  | { readonly k: 'index'; readonly args: readonly Expr[]; readonly loc: Loc }
  | { readonly k: 'field'; readonly name: string; readonly loc: Loc };

/** One step of `A!B(x)!C`: a name with its arguments, or a subexpression selector (`1`, `<<`, `>>`, `:`, `@`; `!(a, b)` is a step named ''). */
export interface PathStep {
  readonly name: string;
  readonly args: readonly Expr[];
  readonly loc: Loc;
}

/**
 * Expressions. Operators written infix, prefix or postfix are `apply` nodes whose `name` is the ONE canonical ASCII
 * symbol: `/\`, `\/`, `=>`, `<=>`, `~`, `=`, `/=` (also `#`), `\in`, `\notin`, `\subseteq`, `\cup` (also `\union`), `\cap`,
 * `\`, `+`, `-`, `-.` (negation), `*`, `/`, `\div`, `%`, `^`, `..`, `<`, `>`, `<=` (also `=<`, `\leq`), `>=`, `'` (prime), `^+`,
 * `^*`, `^#`, `SUBSET`, `UNION`, `DOMAIN`, `UNCHANGED`, `ENABLED`, `[]`, `<>`, `~>`, `-+->`, `\cdot`, `\o` (also `\circ`), `@@`, `:>`, `(+)` (also `\oplus`), ...
 * Unicode forms are mapped to them too. `\X` is the node `times`.
 */
export type Expr = { readonly loc: Loc } & (
  | { readonly k: 'num'; readonly value: bigint } // decimal, \b, \o, \h
  | { readonly k: 'real'; readonly text: string }
  | { readonly k: 'str'; readonly value: string } // escapes decoded
  | { readonly k: 'bool'; readonly value: boolean }
  | { readonly k: 'builtinSet'; readonly name: 'BOOLEAN' | 'STRING' }
  | { readonly k: 'id'; readonly name: string } // a name without arguments; also an operator passed as argument, symbol included
  | { readonly k: 'apply'; readonly name: string; readonly args: readonly Expr[] } // Op(a, b) and every infix, prefix, postfix operator
  | { readonly k: 'path'; readonly steps: readonly PathStep[] } // Inst!Op(x), Op!1, Inst(a)!Op; at least two steps
  | { readonly k: 'at' } // @ inside EXCEPT
  | { readonly k: 'fcnApply'; readonly fn: Expr; readonly args: readonly Expr[] }
  | { readonly k: 'dot'; readonly rec: Expr; readonly field: string }
  | { readonly k: 'tuple'; readonly items: readonly Expr[] }
  | { readonly k: 'times'; readonly items: readonly Expr[] } // S \X T \X U, one node
  | { readonly k: 'setEnum'; readonly items: readonly Expr[] }
  | { readonly k: 'setFilter'; readonly bound: Bound; readonly body: Expr }
  | { readonly k: 'setMap'; readonly bounds: readonly Bound[]; readonly body: Expr }
  | { readonly k: 'fcn'; readonly bounds: readonly Bound[]; readonly body: Expr }
  | { readonly k: 'fcnSet'; readonly from: Expr; readonly to: Expr }
  | { readonly k: 'record'; readonly fields: readonly { readonly name: string; readonly value: Expr }[] }
  | { readonly k: 'recordSet'; readonly fields: readonly { readonly name: string; readonly value: Expr }[] }
  | {
      readonly k: 'except';
      readonly fn: Expr;
      readonly updates: readonly { readonly path: readonly Selector[]; readonly value: Expr; readonly loc: Loc }[];
    }
  | { readonly k: 'quant'; readonly q: 'A' | 'E'; readonly bounds: readonly Bound[]; readonly body: Expr }
  | {
      readonly k: 'unboundedQuant';
      readonly q: 'A' | 'E' | 'AA' | 'EE';
      readonly names: readonly { readonly name: string; readonly loc: Loc }[];
      readonly body: Expr;
    }
  | { readonly k: 'choose'; readonly pattern: Pattern; readonly set: Expr | undefined; readonly body: Expr }
  | { readonly k: 'if'; readonly cond: Expr; readonly then: Expr; readonly else: Expr }
  | { readonly k: 'case'; readonly arms: readonly { readonly guard: Expr; readonly value: Expr }[]; readonly other: Expr | undefined }
  | { readonly k: 'let'; readonly defs: readonly Unit[]; readonly body: Expr }
  | { readonly k: 'junction'; readonly op: '/\\' | '\\/'; readonly items: readonly Expr[] } // a bulleted list
  | { readonly k: 'lambda'; readonly params: readonly Param[]; readonly body: Expr }
  | { readonly k: 'boxAction'; readonly action: Expr; readonly sub: Expr } // [A]_v
  | { readonly k: 'angleAction'; readonly action: Expr; readonly sub: Expr } // <<A>>_v
  | { readonly k: 'fairness'; readonly strong: boolean; readonly sub: Expr; readonly action: Expr } // WF_v(A), SF_v(A)
  | { readonly k: 'label'; readonly name: string; readonly params: readonly string[]; readonly body: Expr }
);

export type ExprKind = Expr['k'];
export type ExprOf<K extends ExprKind> = Extract<Expr, { readonly k: K }>;

/** `x <- e` of INSTANCE ... WITH; `name` may be an operator symbol. */
export interface Substitution {
  readonly name: string;
  readonly value: Expr;
  readonly loc: Loc;
}

export interface InstanceOf {
  readonly module: string;
  readonly substitutions: readonly Substitution[];
  readonly loc: Loc;
}

/** The units of a module, and of LET (where only recursive, opDef, fcnDef and moduleDef occur). Proofs are skipped. */
export type Unit = { readonly loc: Loc } & (
  | { readonly k: 'constants'; readonly decls: readonly Param[] }
  | { readonly k: 'variables'; readonly decls: readonly { readonly name: string; readonly loc: Loc }[] }
  | { readonly k: 'recursive'; readonly decls: readonly Param[] }
  | {
      readonly k: 'opDef';
      readonly local: boolean;
      readonly name: string;
      readonly nameLoc: Loc;
      readonly params: readonly Param[];
      readonly body: Expr;
    } // infix definitions too: `a (+) b == e` has name "(+)"
  | {
      readonly k: 'fcnDef';
      readonly local: boolean;
      readonly name: string;
      readonly nameLoc: Loc;
      readonly bounds: readonly Bound[];
      readonly body: Expr;
    } // f[x \in S] == e
  | {
      readonly k: 'moduleDef';
      readonly local: boolean;
      readonly name: string;
      readonly nameLoc: Loc;
      readonly params: readonly Param[];
      readonly instance: InstanceOf;
    } // I(x) == INSTANCE M WITH ...
  | { readonly k: 'instance'; readonly local: boolean; readonly instance: InstanceOf } // INSTANCE M WITH ...
  | { readonly k: 'assume'; readonly name: string | undefined; readonly body: Expr | undefined } // body undefined: ASSUME ... PROVE
  | { readonly k: 'theorem'; readonly name: string | undefined; readonly body: Expr | undefined }
  | { readonly k: 'module'; readonly module: Module }
);

export interface Module {
  readonly name: string;
  readonly extends: readonly { readonly name: string; readonly loc: Loc }[];
  readonly units: readonly Unit[];
  readonly source: Source_;
  readonly loc: Loc;
}
type Source_ = Loc['source'];

/** A TLC configuration file, as read; every entry keeps its place so that a wrong name can be shown. */
export interface Config {
  readonly source: Source_;
  readonly specification: CfgName | undefined;
  readonly init: CfgName | undefined;
  readonly next: CfgName | undefined;
  readonly invariants: readonly CfgName[];
  readonly properties: readonly CfgName[];
  readonly constraints: readonly CfgName[];
  readonly actionConstraints: readonly CfgName[];
  readonly symmetry: readonly CfgName[];
  readonly view: CfgName | undefined;
  readonly alias: CfgName | undefined;
  readonly postconditions: readonly CfgName[];
  readonly periodic: readonly CfgName[];
  readonly checkDeadlock: boolean | undefined;
  /** `C = value` */
  readonly assignments: readonly {
    readonly name: string;
    readonly module: string | undefined;
    readonly value: CfgValue;
    readonly loc: Loc;
  }[];
  /** `C <- Op` and `C <-[Mod] Op` */
  readonly replacements: readonly { readonly name: string; readonly module: string | undefined; readonly by: string; readonly loc: Loc }[];
}

export interface CfgName {
  readonly name: string;
  readonly loc: Loc;
}

/** A value of a `.cfg`: an identifier is a model value. */
export type CfgValue =
  | { readonly k: 'num'; readonly value: bigint }
  | { readonly k: 'str'; readonly value: string }
  | { readonly k: 'bool'; readonly value: boolean }
  | { readonly k: 'model'; readonly name: string }
  | { readonly k: 'set'; readonly items: readonly CfgValue[] };
