/**
 * Infix, prefix and postfix operators. The grammar resolves precedence by one number for each operator, TLA+ by ranges, with an
 * error where two ranges overlap. So a chain of operators is taken apart and resolved again by TLA+'s rule.
 */
import type { Loc } from '../errors.ts';
import { TlaError } from '../errors.ts';
import type { Expr } from './ast.ts';
import type { Build } from './build-context.ts';
import type { Operator } from './operators.ts';
import { operatorOfKind } from './operators.ts';
import type { Cst } from './tree.ts';
import { fieldOf, locOf, need, span, textOf, unknownNode } from './tree.ts';

interface OperatorToken {
  readonly op: Operator;
  /** As written, for messages. */
  readonly text: string;
  readonly loc: Loc;
}

type Token = OperatorToken | { readonly operand: Cst };

const chains: ReadonlySet<string> = new Set(['bound_infix_op', 'bound_prefix_op', 'bound_postfix_op']);

/** Builds a chain of operators whose topmost node is `root`. */
export function buildOperators(cx: Build, root: Cst): Expr {
  const machine: Machine = { operands: [], operators: [], previous: undefined, products: new Set() };
  for (const token of tokensOf(cx, root)) feed(cx, machine, token);
  while (machine.operators.length > 0) reduce(machine);
  return machine.operands.pop()?.expr ?? unknownNode(cx, root);
}

/** The chain from left to right; parentheses, lists and everything else bracketed are operands. */
function tokensOf(cx: Build, root: Cst): readonly Token[] {
  const tokens: Token[] = [];
  const todo: Cst[] = [root];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    const op = node.field === 'symbol' ? operatorOfKind.get(node.type) : undefined;
    if (op !== undefined) tokens.push({ op, text: textOf(cx, node), loc: locOf(cx, node) });
    else if (!chains.has(node.type)) tokens.push(...operandTokens(cx, node));
    else {
      const symbol = need(cx, node, fieldOf(node, 'symbol'));
      if (!operatorOfKind.has(symbol.type)) unknownNode(cx, symbol);
      for (let i = node.children.length - 1; i >= 0; i--) todo.push(need(cx, node, node.children[i]));
    }
  }
  return tokens;
}

function operandTokens(cx: Build, node: Cst): readonly Token[] {
  const split = splitPrefix(node);
  if (split === undefined) return [{ operand: node }];
  const op = operatorOfKind.get(need(cx, split.symbol, split.symbol.children[0]).type);
  if (op === undefined) return unknownNode(cx, split.symbol);
  return [{ op, text: textOf(cx, split.symbol), loc: locOf(cx, split.symbol) }, { operand: split.rest }];
}

/**
 * `~(a) = b` and `DOMAIN (f)[x]`: the grammar may take `~(a)` for a call, binding tightest. It is a prefix operator before
 * parentheses, so such a beginning is taken off: `~` and `(a)`, `DOMAIN` and `(f)[x]`.
 */
function splitPrefix(node: Cst): { readonly symbol: Cst; readonly rest: Cst } | undefined {
  const [first, ...others] = node.children;
  if (first === undefined) return undefined;
  if (node.type === 'bound_nonfix_op') {
    if (first.type !== 'prefix_op_symbol') return undefined;
    return { symbol: first, rest: { ...node, type: 'parentheses', start: others[0]?.start ?? node.start, children: others } };
  }
  if (node.type !== 'function_evaluation' && node.type !== 'record_value') return undefined;
  const inner = splitPrefix(first);
  return inner && { symbol: inner.symbol, rest: { ...node, start: inner.rest.start, children: [inner.rest, ...others] } };
}

/** Whether the node is for the operator machine although the grammar does not call it an operator's application. */
export function startsWithPrefix(node: Cst): boolean {
  return splitPrefix(node) !== undefined;
}

interface Operand {
  readonly expr: Expr;
  /** With the parentheses around it. */
  readonly loc: Loc;
}

interface Machine {
  readonly operands: Operand[];
  readonly operators: OperatorToken[];
  /** The operator that the previous token was, if it was one. */
  previous: OperatorToken | undefined;
  /** The products of this chain: they grow, those in parentheses do not. */
  readonly products: Set<Expr>;
}

function feed(cx: Build, machine: Machine, token: Token): void {
  if ('operand' in token) {
    machine.operands.push({ expr: cx.expr(token.operand), loc: locOf(cx, token.operand) });
    machine.previous = undefined;
    return;
  }
  if (token.op.fixity === 'prefix') {
    // `a * -b`: a minus sign right after an operator that binds tighter is a conflict too.
    if (token.op.symbol === '-.' && machine.previous !== undefined && machine.previous.op.low > token.op.high)
      conflict(machine.previous, token);
  } else {
    for (let left = machine.operators.at(-1); left !== undefined && !shifts(left, token); left = machine.operators.at(-1)) reduce(machine);
  }
  if (token.op.fixity === 'postfix') {
    const operand = popOperand(machine, token);
    const loc = span(operand.loc, token.loc);
    machine.operands.push({ expr: { k: 'apply', name: token.op.symbol, args: [operand.expr], loc }, loc });
    return;
  }
  machine.operators.push(token);
  machine.previous = token;
}

/** Whether the operand between the two belongs to the right one. */
function shifts(left: OperatorToken, right: OperatorToken): boolean {
  if (left.op.low > right.op.high) return false;
  if (left.op.symbol === right.op.symbol && left.op.leftAssociative) return false;
  if (left.op.high < right.op.low) return true;
  return conflict(left, right);
}

function conflict(left: OperatorToken, right: OperatorToken): never {
  const message =
    left.op.symbol === right.op.symbol
      ? `${right.text} cannot be repeated without parentheses: it is not associative`
      : `${left.text} and ${right.text} follow one another and neither binds tighter: parentheses are needed`;
  throw new TlaError('parse', message, right.loc);
}

function popOperand(machine: Machine, token: OperatorToken): Operand {
  const operand = machine.operands.pop();
  if (operand === undefined) throw new TlaError('parse', `an operand of ${token.text} is missing`, token.loc);
  return operand;
}

/** Applies the topmost operator to the topmost operands. */
function reduce(machine: Machine): void {
  const token = machine.operators.pop();
  if (token === undefined) return;
  const right = popOperand(machine, token);
  if (token.op.fixity === 'prefix') {
    const loc = span(token.loc, right.loc);
    machine.operands.push({ expr: { k: 'apply', name: token.op.symbol, args: [right.expr], loc }, loc });
    return;
  }
  const left = popOperand(machine, token);
  const loc = span(left.loc, right.loc);
  const { symbol } = token.op;
  const expr: Expr =
    symbol === '\\X' ? product(machine, left.expr, right.expr, loc) : { k: 'apply', name: symbol, args: [left.expr, right.expr], loc };
  machine.operands.push({ expr, loc });
}

/** `S \X T \X U` without parentheses is one product of three. */
function product(machine: Machine, left: Expr, right: Expr, loc: Loc): Expr {
  const items = left.k === 'times' && machine.products.has(left) ? [...left.items, right] : [left, right];
  const result: Expr = { k: 'times', items, loc };
  machine.products.add(result);
  return result;
}
