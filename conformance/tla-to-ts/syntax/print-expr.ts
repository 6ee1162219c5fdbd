/** Prints expressions, with the parentheses that TLA+ needs and not many more. */
import type { Bound, Expr, ExprOf, Param, PathStep, Pattern, Unit } from './ast.ts';
import { quoteString } from './literals.ts';
import type { Operator } from './operators.ts';
import { operatorOfSymbol } from './operators.ts';
import type { Writer } from './writer.ts';
import { breakTo, put, putList } from './writer.ts';

/** Prints the units inside LET; handed in because units contain expressions and expressions units. */
export type PutUnit = (w: Writer, unit: Unit) => void;

interface Printer {
  readonly w: Writer;
  readonly putUnit: PutUnit;
}

/** Writes an expression at the writer's column. */
export function putExpr(w: Writer, expr: Expr, putUnit: PutUnit): void {
  putOpen({ w, putUnit }, expr);
}

/** An expression where it may extend as far as it likes: a body, a list item, or between brackets. */
function putOpen(p: Printer, e: Expr): void {
  const { w } = p;
  switch (e.k) {
    case 'quant':
      put(w, `\\${e.q} `);
      putBounds(p, e.bounds);
      put(w, ' : ');
      return putOpen(p, e.body);
    case 'unboundedQuant':
      put(w, `\\${e.q} ${e.names.map((n) => n.name).join(', ')} : `);
      return putOpen(p, e.body);
    case 'choose':
      put(w, `CHOOSE ${patternText(e.pattern)}`);
      if (e.set !== undefined) {
        put(w, ' \\in ');
        putClosed(p, e.set);
      }
      put(w, ' : ');
      return putOpen(p, e.body);
    case 'if':
      put(w, 'IF ');
      putClosed(p, e.cond);
      put(w, ' THEN ');
      putClosed(p, e.then);
      put(w, ' ELSE ');
      return putOpen(p, e.else);
    case 'case':
      return putCase(p, e);
    case 'let':
      return putLet(p, e);
    case 'junction':
      return putJunction(p, e);
    case 'lambda':
      put(w, `LAMBDA ${e.params.map((x) => x.name).join(', ')} : `);
      return putOpen(p, e.body);
    case 'label':
      put(w, `${e.name}${e.params.length > 0 ? `(${e.params.join(', ')})` : ''} :: `);
      return putOpen(p, e.body);
    default:
      return putSelfContained(p, e);
  }
}

type OpenKind = 'quant' | 'unboundedQuant' | 'choose' | 'if' | 'case' | 'let' | 'junction' | 'lambda' | 'label';
type SelfContained = Exclude<Expr, { readonly k: OpenKind }>;

const openKinds: ReadonlySet<Expr['k']> = new Set<OpenKind>([
  'quant',
  'unboundedQuant',
  'choose',
  'if',
  'case',
  'let',
  'junction',
  'lambda',
  'label',
]);

/** An expression that something follows: in parentheses if it would swallow what follows. */
function putClosed(p: Printer, e: Expr): void {
  if (openKinds.has(e.k)) putParenthesised(p, e);
  else putOpen(p, e);
}

function putParenthesised(p: Printer, e: Expr): void {
  put(p.w, '(');
  putOpen(p, e);
  put(p.w, ')');
}

function putCase(p: Printer, e: ExprOf<'case'>): void {
  put(p.w, 'CASE ');
  putList(p.w, e.arms, ' [] ', (arm) => {
    putClosed(p, arm.guard);
    put(p.w, ' -> ');
    putClosed(p, arm.value);
  });
  if (e.other === undefined) return;
  put(p.w, ' [] OTHER -> ');
  putClosed(p, e.other);
}

function putLet(p: Printer, e: ExprOf<'let'>): void {
  const start = p.w.column;
  put(p.w, 'LET ');
  const column = p.w.column;
  e.defs.forEach((def, i) => {
    if (i > 0) breakTo(p.w, column);
    p.putUnit(p.w, def);
  });
  if (e.defs.length > 1) breakTo(p.w, start);
  else put(p.w, ' ');
  put(p.w, 'IN ');
  putOpen(p, e.body);
}

function putJunction(p: Printer, e: ExprOf<'junction'>): void {
  const { column } = p.w;
  e.items.forEach((item, i) => {
    if (i > 0) breakTo(p.w, column);
    put(p.w, `${e.op} `);
    putOpen(p, item);
  });
}

function putSelfContained(p: Printer, e: SelfContained): void {
  const { w } = p;
  switch (e.k) {
    case 'num':
      return put(w, e.value.toString());
    case 'real':
      return put(w, e.text);
    case 'str':
      return put(w, quoteString(e.value));
    case 'bool':
      return put(w, e.value ? 'TRUE' : 'FALSE');
    case 'builtinSet':
    case 'id':
      return put(w, e.name);
    case 'at':
      return put(w, '@');
    case 'apply':
      return putApply(p, e);
    case 'path':
      return putList(w, e.steps, '!', (step) => putStep(p, step));
    case 'fcnApply':
      putBase(p, e.fn);
      return putItems(p, '[', e.args, ']');
    case 'dot':
      putBase(p, e.rec);
      return put(w, `.${e.field}`);
    case 'tuple':
      return putItems(p, '<<', e.items, '>>');
    case 'setEnum':
      return putItems(p, '{', e.items, '}');
    case 'times':
      return putList(w, e.items, ' \\X ', (item) => putOperand(p, item, bindsTighter(item, operatorOfSymbol.get('\\X'))));
    default:
      return putBracketed(p, e);
  }
}

type Bracketed = Exclude<
  SelfContained,
  {
    readonly k:
      | 'num'
      | 'real'
      | 'str'
      | 'bool'
      | 'builtinSet'
      | 'id'
      | 'at'
      | 'apply'
      | 'path'
      | 'fcnApply'
      | 'dot'
      | 'tuple'
      | 'setEnum'
      | 'times';
  }
>;

function putBracketed(p: Printer, e: Bracketed): void {
  const { w } = p;
  switch (e.k) {
    case 'setFilter':
      put(w, '{');
      putBounds(p, [e.bound]);
      return putTail(p, ' : ', e.body, '}');
    case 'setMap':
      return putSetMap(p, e);
    case 'fcn':
      put(w, '[');
      putBounds(p, e.bounds);
      return putTail(p, ' |-> ', e.body, ']');
    case 'fcnSet':
      put(w, '[');
      putClosed(p, e.from);
      return putTail(p, ' -> ', e.to, ']');
    case 'record':
      return putFields(p, e.fields, ' |-> ');
    case 'recordSet':
      return putFields(p, e.fields, ': ');
    case 'except':
      return putExcept(p, e);
    case 'boxAction':
      putTail(p, '[', e.action, ']_');
      return putSubscript(p, e.sub);
    case 'angleAction':
      putTail(p, '<<', e.action, '>>_');
      return putSubscript(p, e.sub);
    case 'fairness':
      put(w, e.strong ? 'SF_' : 'WF_');
      putSubscript(p, e.sub);
      return putTail(p, '(', e.action, ')');
  }
}

function putTail(p: Printer, before: string, e: Expr, after: string): void {
  put(p.w, before);
  putOpen(p, e);
  put(p.w, after);
}

function putItems(p: Printer, open: string, items: readonly Expr[], close: string): void {
  put(p.w, open);
  const { column } = p.w;
  items.forEach((item, i) => {
    if (i > 0) putComma(p.w, column);
    putOpen(p, item);
  });
  put(p.w, close);
}

const width = 120;

/** A comma, and a new line where the line is long: to the right of any list that the brackets stand in. */
function putComma(w: Writer, column: number): void {
  if (w.column < width) return put(w, ', ');
  put(w, ',');
  breakTo(w, column);
}

/** `(*` would start a comment and `(+)` is an operator, so a symbol keeps its distance. */
function putArguments(p: Printer, args: readonly Expr[]): void {
  const bare = args.some((a) => a.k === 'id' && operatorOfSymbol.has(a.name));
  putItems(p, bare ? '( ' : '(', args, bare ? ' )' : ')');
}

function putSetMap(p: Printer, e: ExprOf<'setMap'>): void {
  put(p.w, '{');
  // `{x \in S : y \in T}` would be a filter.
  if (e.body.k === 'apply' && e.body.name === '\\in') putParenthesised(p, e.body);
  else putClosed(p, e.body);
  put(p.w, ' : ');
  putBounds(p, e.bounds);
  put(p.w, '}');
}

function putFields(p: Printer, fields: ExprOf<'record'>['fields'], arrow: string): void {
  put(p.w, '[');
  const { column } = p.w;
  fields.forEach((field, i) => {
    if (i > 0) putComma(p.w, column);
    putTail(p, `${field.name}${arrow}`, field.value, '');
  });
  put(p.w, ']');
}

function putExcept(p: Printer, e: ExprOf<'except'>): void {
  put(p.w, '[');
  putClosed(p, e.fn);
  put(p.w, ' EXCEPT ');
  putList(p.w, e.updates, ', ', (update) => {
    put(p.w, '!');
    for (const selector of update.path) {
      if (selector.k === 'field') put(p.w, `.${selector.name}`);
      else putItems(p, '[', selector.args, ']');
    }
    putTail(p, ' = ', update.value, '');
  });
  put(p.w, ']');
}

function putSubscript(p: Printer, e: Expr): void {
  if (e.k === 'id' || e.k === 'tuple') putOpen(p, e);
  else putParenthesised(p, e);
}

function putStep(p: Printer, step: PathStep): void {
  put(p.w, step.name.startsWith('!') ? ` ${step.name}` : step.name);
  if (step.args.length > 0) putArguments(p, step.args);
}

/** What stands before `[x]` or `.field`. */
function putBase(p: Printer, e: Expr): void {
  const number = e.k === 'num' || e.k === 'real';
  const plain = !number && (operatorOf(e) === undefined || operatorOf(e)?.fixity === 'postfix');
  putOperand(p, e, plain);
}

function putOperand(p: Printer, e: Expr, plain: boolean): void {
  if (plain && !openKinds.has(e.k)) putOpen(p, e);
  else putParenthesised(p, e);
}

/** The operator that an expression is written with, if it is. */
function operatorOf(e: Expr): Operator | undefined {
  if (e.k === 'times') return operatorOfSymbol.get('\\X');
  return e.k === 'apply' ? operatorOfSymbol.get(e.name) : undefined;
}

/** Whether an operand holds together beside an operator without parentheses. */
function bindsTighter(e: Expr, beside: Operator | undefined): boolean {
  const inner = operatorOf(e);
  return inner === undefined || beside === undefined || inner.low > beside.high;
}

function putApply(p: Printer, e: ExprOf<'apply'>): void {
  const op = operatorOfSymbol.get(e.name);
  const [first, second] = e.args;
  if (op === undefined || first === undefined) {
    put(p.w, e.name);
    return putArguments(p, e.args);
  }
  switch (op.fixity) {
    case 'prefix':
      put(p.w, op.symbol === '-.' ? '-' : op.symbol);
      if (/[A-Z]/.test(op.symbol)) put(p.w, ' ');
      return putOperand(p, first, fitsPrefix(op, first));
    case 'postfix':
      putBase(p, first);
      return put(p.w, op.symbol);
    case 'infix':
      putOperand(p, first, bindsTighter(first, op) || (op.leftAssociative && first.k === 'apply' && first.name === op.symbol));
      put(p.w, ` ${op.symbol} `);
      if (second !== undefined) putOperand(p, second, bindsTighter(second, op));
      return undefined;
  }
}

/** `[]<>P` and `~x'` need no parentheses; `-(-x)` does, and so does every infix operator: `~(a = b)` reads better. */
function fitsPrefix(op: Operator, e: Expr): boolean {
  if (e.k === 'real') return false; // -.5 would be the operator -. and 5
  const inner = operatorOf(e);
  if (inner === undefined) return true;
  if (inner.fixity === 'postfix') return inner.low > op.high;
  return inner.fixity === 'prefix' && inner.low >= op.low && op.symbol !== '-.';
}

/** Names that share their set share its text. */
function putBounds(p: Printer, bounds: readonly Bound[]): void {
  bounds.forEach((bound, i) => {
    if (i > 0) put(p.w, ', ');
    put(p.w, patternText(bound.pattern));
    const next = bounds[i + 1];
    if (next !== undefined && next.set === bound.set && next.pattern.k === 'name' && bound.pattern.k === 'name') return;
    put(p.w, ' \\in ');
    putClosed(p, bound.set);
  });
}

/** `x` or `<<x, y>>` */
function patternText(pattern: Pattern): string {
  return pattern.k === 'name' ? pattern.name : `<<${pattern.names.map((n) => n.name).join(', ')}>>`;
}

/** `x`, `Op(_, _)`, `_ + _` */
export function paramText(param: Param): string {
  const op = operatorOfSymbol.get(param.name);
  if (op === undefined)
    return param.arity === 0 ? param.name : `${param.name}(${Array.from({ length: param.arity }, () => '_').join(', ')})`;
  switch (op.fixity) {
    case 'prefix':
      return `${op.symbol} _`;
    case 'infix':
      return `_ ${op.symbol} _`;
    case 'postfix':
      return `_ ${op.symbol}`;
  }
}

/** The bounds of a function definition. */
export function putFunctionBounds(w: Writer, bounds: readonly Bound[], putUnit: PutUnit): void {
  putBounds({ w, putUnit }, bounds);
}
