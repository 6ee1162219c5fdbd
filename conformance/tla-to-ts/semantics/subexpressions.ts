/**
 * Names of parts of definitions: `Op(a)!2!1`, `Op!label`, `Op!(x)` (TLA+ version 2, "naming subexpressions"). What such a name stands
 * for is a definition of its own, with the parameters of the whole and those that are bound on the way to the part.
 */
import { TlaError } from '../errors.ts';
import type { Expr, PathStep } from '../syntax/ast.ts';
import { type Binder, forEachChild, type ParamSym, type X, type XOf } from './ir.ts';
import { arityError } from './symbols.ts';

/** The label of an expression. */
interface Label {
  readonly name: string;
  /** Bound symbols that its name takes values for. */
  readonly params: readonly ParamSym[];
}

const labels = new WeakMap<X, Label>();

/** Gives an expression a label. @returns the expression to be used: one of its own */
export function labelled(x: X, name: string, params: readonly ParamSym[]): X {
  const own = { ...x };
  labels.set(own, { name, params });
  return own;
}

/** A part of a definition, and what is needed around it. */
interface Part {
  readonly x: X;
  /** LETs whose definitions the part may use, the outermost first. */
  readonly lets: readonly XOf<'let'>[];
  readonly params: readonly ParamSym[];
  readonly args: readonly X[];
  /** The label that led to it. */
  readonly via?: Label;
}

/**
 * The part of a call's definition that `steps` select; `resolve` makes the values that steps have.
 * @throws TlaError `unsupported` for other selectors than numbers, `<<`, `>>`, `:`, labels and values of bound variables
 */
export function selected(whole: XOf<'call'>, steps: readonly PathStep[], name: string, resolve: (e: Expr) => X): X {
  const { op } = whole;
  if (op.k !== 'op' || op.body === undefined) throw unsupported(name, whole.loc);
  let part: Part = { x: op.body, lets: [], params: [], args: [] };
  for (const step of steps) {
    const next = step.name === ':' ? part : select(part, step, resolve);
    if (next === undefined) throw unsupported(name, step.loc);
    part = next;
  }
  const body = part.lets.reduceRight<X>((inner, { defs, loc }) => ({ k: 'let', defs, body: inner, loc }), part.x);
  const params = [...op.params, ...part.params];
  return { ...whole, args: [...whole.args, ...part.args], op: { ...op, name, params, body } };
}

function unsupported(name: string, loc: X['loc']): TlaError {
  return new TlaError('unsupported', `The subexpression name ${name} is not supported yet`, loc, 'subexpression names');
}

function select(part: Part, step: PathStep, resolve: (e: Expr) => X): Part | undefined {
  const { x } = part;
  if (step.name === '') return instantiated(part, step, resolve);
  const { via: _, ...rest } = part;
  const inner = x.k === 'let' ? { ...rest, lets: [...part.lets, x] } : rest;
  const place = /^\d+$/.test(step.name) ? Number(step.name) : step.name === '<<' ? 1 : step.name === '>>' ? 2 : undefined;
  if (place !== undefined) {
    const operand = operands(x)[place - 1];
    return operand === undefined ? undefined : { ...inner, x: operand };
  }
  const own = labels.get(x);
  const open = own === undefined || own === part.via;
  const found = open ? find(x, step.name, part.lets) : own.name === step.name ? { x, label: own, lets: part.lets } : undefined;
  if (found === undefined) {
    // A definition of a LET can be named so, too.
    if (!/^\w+$/.test(step.name) || (x.k === 'let' && x.defs.some((d) => d.name === step.name))) return undefined;
    throw new TlaError('parse', `Cannot find the label \`${step.name}'`, step.loc);
  }
  const { params } = found.label;
  if (params.length !== step.args.length) throw arityError(step.name, params.length, step.args.length, step.loc);
  const args = [...part.args, ...step.args.map(resolve)];
  return { x: found.x, lets: found.lets, params: [...part.params, ...params], args, via: found.label };
}

/** `Op!(a, b)`: the body of a quantifier or the like, with values for what it binds. */
function instantiated(part: Part, step: PathStep, resolve: (e: Expr) => X): Part | undefined {
  const { x } = part;
  const bound = 'syms' in x ? x.syms : bindersOf(x).flatMap((b) => b.syms);
  if (bound.length === 0 || !('body' in x)) return undefined;
  if (bound.length !== step.args.length) throw arityError('!', bound.length, step.args.length, step.loc);
  return { ...part, x: x.body, params: [...part.params, ...bound], args: [...part.args, ...step.args.map(resolve)] };
}

function bindersOf(x: X): readonly Binder[] {
  return 'bounds' in x ? x.bounds : x.k === 'setFilter' ? [x.bound] : [];
}

/** The operands of an expression, as they are counted from 1; what binds variables has its sets as operands. */
function operands(x: X): readonly X[] {
  switch (x.k) {
    case 'prim':
      return x.args;
    case 'call':
      return x.args.every((a) => a.k !== 'opArg') ? x.args : [];
    case 'if':
      return [x.cond, x.then, x.else];
    case 'let':
      return [x.body];
    case 'tuple':
    case 'times':
    case 'setEnum':
      return x.items;
    case 'fcnApply':
      return [x.fn, x.arg];
    case 'fcnSet':
      return [x.from, x.to];
    case 'choose':
      return x.set === undefined ? [] : [x.set];
    case 'setFilter':
    case 'setMap':
    case 'fcn':
    case 'quant':
      // `x, y \in S` is one operand.
      return [...new Set(bindersOf(x).map((b) => b.set))];
    default:
      return [];
  }
}

/** Looks for a label, but not below another one. */
function find(x: X, name: string, lets: Part['lets']): { x: X; label: Label; lets: Part['lets'] } | undefined {
  let found: ReturnType<typeof find>;
  forEachChild(x, (child) => {
    if (found !== undefined) return;
    const inside = x.k === 'let' && child === x.body ? [...lets, x] : lets;
    const label = labels.get(child);
    if (label === undefined) found = find(child, name, inside);
    else if (label.name === name) found = { x: child, label, lets: inside };
  });
  return found;
}
