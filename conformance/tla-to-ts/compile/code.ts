/** The pieces that generated JavaScript is put together from. */
import type { Loc } from '../errors.ts';
import type { Callee, OpSym, ParamSym, X } from '../semantics/ir.ts';

/**
 * How a compiled expression is held in JavaScript: `id` an interned value of the heap, `int` a plain number (a TLA+ integer in
 * 32 bits), `bool` a JavaScript boolean. Conversions are made where a consumer wants another one.
 */
export type Rep = 'id' | 'int' | 'bool';

/** A compiled expression: JavaScript without side effects (statements that it needs were written before it). */
export interface Code {
  readonly js: string;
  readonly rep: Rep;
  /** The value, where it is known while compiling. */
  readonly konst?: number;
  /** `id` only: may be a set in lazy form, which must be enumerated before it is stored or compared. */
  readonly lazy?: boolean;
  /** The value is element number `js` of the constant set `set`: its position is known without a search. */
  readonly pos?: { readonly set: number; readonly js: string };
  /** The value is a parameter that each instance of an action has a constant for. */
  readonly instance?: Instances;
  /** The value is an element of a set variable with a segment. */
  readonly member?: Member;
}

/** A way to number the elements of a set variable. */
export interface Member {
  /** Index of the variable. */
  readonly variable: number;
  /** JavaScript: the element. */
  readonly js: string;
  /** JavaScript: the number of the element, once it is asked for. */
  ordinal: string | undefined;
  /** Where it can be declared. */
  readonly head: Out;
}

/** The instances of an action, which share their code. */
export interface Instances {
  /** JavaScript: the number of the instance. */
  readonly js: string;
  /** The value of the parameter, by instance. */
  readonly values: readonly number[];
  /** JavaScript of the value's position in a constant set, by set. */
  readonly positions: Map<number, string>;
  /** The beginning of the action's code. */
  readonly head: Out;
}

/** A place in the output that is filled later (declarations that turn out to be needed). */
export interface Placeholder {
  text: string;
}

/** A sequence of output lines. */
export class Out {
  readonly parts: (string | Placeholder | Out)[] = [];

  line(text: string): void {
    this.parts.push(text);
  }

  placeholder(): Placeholder {
    const p = { text: '' };
    this.parts.push(p);
    return p;
  }

  get empty(): boolean {
    return this.parts.every((p) => (typeof p === 'string' ? false : p instanceof Out ? p.empty : p.text === ''));
  }

  toString(): string {
    return this.parts.map((p) => (typeof p === 'string' ? p : p instanceof Out ? p.toString() : p.text)).join('\n');
  }
}

/**
 * A JavaScript block under construction. `memo` holds values of closures that were computed in it and are visible from
 * here on; `region` changes with every loop or function around: code in another region may run any number of times.
 */
export interface Block {
  readonly out: Out;
  readonly parent: Block | undefined;
  readonly region: number;
  readonly memo: Map<Closure, Map<string, Code>>;
}

/** An expression that waits in an environment: an argument or a LET definition, evaluated where it is used. */
export interface Closure {
  readonly k: 'closure';
  readonly x: X;
  readonly env: Env | undefined;
  readonly block: Block;
  /** Where a variable that keeps the value across loops can be declared. */
  readonly slot: Placeholder;
  /** Names of such variables, by mode. */
  readonly cells: Map<string, Code>;
}

/** An operator together with the environment that it closes over. */
export interface OperatorBinding {
  readonly k: 'operator';
  readonly op: Callee;
  readonly env: Env | undefined;
}

/** A recursive definition of a LET, emitted as a JavaScript function in its block. */
export interface FunctionBinding {
  readonly k: 'function';
  readonly js: string;
  readonly isFcn: boolean;
}

export type Binding = { readonly k: 'code'; readonly code: Code } | Closure | OperatorBinding | FunctionBinding;

/** What parameters and bound variables mean: a linked list, the innermost first. */
export interface Env {
  readonly sym: ParamSym | OpSym;
  readonly binding: Binding;
  readonly outer: Env | undefined;
}

/** Looks a symbol up. */
export function lookup(env: Env | undefined, sym: ParamSym | OpSym): { binding: Binding; at: Env } | undefined {
  for (let e = env; e !== undefined; e = e.outer) if (e.sym === sym) return { binding: e.binding, at: e };
  return undefined;
}

/** Which buffer a variable of the state is read from: S the current state, T the next one. */
export type Mode = 'S' | 'T';

/** How an expression is reached from its action, where guards are counted. */
export interface GuardPath {
  /** The calls on the way, the outermost first. */
  readonly calls: readonly Loc[];
  /** Within a formula that counts as one guard. */
  readonly whole: boolean;
}

/** Everything that the compilation of an expression depends on. */
export interface Ctx {
  readonly env: Env | undefined;
  readonly mode: Mode;
  readonly block: Block;
  /** The next state is complete and does not change while this code runs (invariants, constraints, action properties). */
  readonly frozen: boolean;
  /** Variables that the action has fixed so far on this path, and where their next value stands. */
  readonly assigned: ReadonlyMap<number, Mode>;
  /** Within an expression whose values are kept in a table. */
  readonly tabulating?: boolean;
  /** Only where guards are counted. */
  readonly path?: GuardPath | undefined;
}

/** A literal of a known value. */
export function konst(id: number): Code {
  return { js: String(id), rep: 'id', konst: id };
}

/** Can the text be repeated without cost? */
export function isSimple(js: string): boolean {
  return /^-?[\w$]+$/.test(js);
}
