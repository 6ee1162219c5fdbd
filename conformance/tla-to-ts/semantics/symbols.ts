/** Symbols that the resolver makes, and the operators that need none. */
import { type Loc, TlaError } from '../errors.ts';
import type { Param } from '../syntax/ast.ts';
import type { Callee, OpSym, ParamSym, X } from './ir.ts';

/** Operators of the language itself, with their arities (`/\` and `\/` lists take any number). */
export const PRIMITIVES: ReadonlyMap<string, number> = new Map([
  ['/\\', 2],
  ['\\/', 2],
  ['=>', 2],
  ['<=>', 2],
  ['~', 1],
  ['=', 2],
  ['/=', 2],
  ['\\in', 2],
  ['\\notin', 2],
  ['\\subseteq', 2],
  ['\\cup', 2],
  ['\\cap', 2],
  ['\\', 2],
  ['SUBSET', 1],
  ['UNION', 1],
  ['DOMAIN', 1],
  ["'", 1],
  ['UNCHANGED', 1],
  ['ENABLED', 1],
  ['[]', 1],
  ['<>', 1],
  ['~>', 2],
  ['-+->', 2],
  ['\\cdot', 2],
]);

/** A parameter symbol of a declaration. */
export function paramSym(p: Param): ParamSym {
  return { k: 'param', name: p.name, arity: p.arity, loc: p.loc };
}

/** The placeholder for `RECURSIVE Op(_)`. */
export function recursivePlaceholder(
  p: Param,
  ctx: { readonly moduleName: string; readonly instanceParams: readonly ParamSym[] },
  captures: boolean,
): OpSym {
  const own = Array.from({ length: p.arity }, (_, i): ParamSym => ({ k: 'param', name: `_${i + 1}`, arity: 0, loc: p.loc }));
  const params = [...ctx.instanceParams, ...own];
  return {
    k: 'op',
    name: p.name,
    module: ctx.moduleName,
    loc: p.loc,
    params,
    instanceParams: ctx.instanceParams.length,
    body: undefined,
    native: undefined,
    recursive: true,
    captures,
  };
}

/** How many arguments an operator takes. */
export function arityOf(op: Callee): number {
  return op.k === 'op' ? op.params.length : op.arity;
}

/** `\cup` and the like passed as an argument. */
export function primitiveAsOperator(name: string, arity: number, loc: Loc): OpSym {
  const params = Array.from({ length: arity }, (_, i): ParamSym => ({ k: 'param', name: `p${i}`, arity: 0, loc }));
  const body: X = { k: 'prim', op: name, args: params.map((sym): X => ({ k: 'ref', sym, loc })), loc };
  return { k: 'op', name, module: '', loc, params, instanceParams: 0, body, native: undefined, recursive: false, captures: false };
}

/** SANY's complaint about the number of arguments. */
export function arityError(name: string, expected: number, given: number, loc: Loc): TlaError {
  return new TlaError(
    'parse',
    `The operator ${name} requires ${expected} argument${expected === 1 ? '' : 's'}, but ${given} ${given === 1 ? 'is' : 'are'} given`,
    loc,
  );
}
