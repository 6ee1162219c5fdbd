/** Builds expressions: one small function for each kind of grammar node. */
import type { Expr, ExprOf, Selector } from './ast.ts';
import type { Build } from './build-context.ts';
import { boundsOf, declaredNameOf, fieldNameOf, namedPlace, nameOf, operandsOf, patternOf, symbolOf } from './build-context.ts';
import { buildOperators, startsWithPrefix } from './build-operators.ts';
import { buildPrefixed, buildSubexpression } from './build-path.ts';
import { buildNumber, buildString } from './literals.ts';
import type { Cst } from './tree.ts';
import { childOf, fieldOf, fieldsOf, locOf, namedOf, need, textOf, unknownNode } from './tree.ts';

type Builder = (cx: Build, node: Cst) => Expr;

const builders: ReadonlyMap<string, Builder> = new Map<string, Builder>([
  ['nat_number', buildNumber],
  ['binary_number', buildNumber],
  ['octal_number', buildNumber],
  ['hex_number', buildNumber],
  ['real_number', (cx, n) => ({ k: 'real', text: textOf(cx, n), loc: locOf(cx, n) })],
  ['string', buildString],
  ['boolean', (cx, n) => ({ k: 'bool', value: textOf(cx, n) === 'TRUE', loc: locOf(cx, n) })],
  ['boolean_set', (cx, n) => ({ k: 'builtinSet', name: 'BOOLEAN', loc: locOf(cx, n) })],
  ['string_set', (cx, n) => ({ k: 'builtinSet', name: 'STRING', loc: locOf(cx, n) })],
  ['nat_number_set', buildName],
  ['int_number_set', buildName],
  ['real_number_set', buildName],
  ['identifier_ref', buildName],
  ['prev_func_val', (cx, n) => ({ k: 'at', loc: locOf(cx, n) })],
  ['parentheses', (cx, n) => cx.expr(operand(cx, n, 0))],
  ['label', buildLabel],
  ['subexpression', buildSubexpression],
  ['prefixed_op', buildPrefixed],
  ['bound_op', buildCall],
  ['bound_nonfix_op', buildCall],
  ['bound_infix_op', buildOperators],
  ['bound_prefix_op', buildOperators],
  ['bound_postfix_op', buildOperators],
  ['prefix_op_symbol', buildSymbol],
  ['infix_op_symbol', buildSymbol],
  ['postfix_op_symbol', buildSymbol],
  ['lambda', buildLambda],
  ['bounded_quantification', buildQuantifier],
  ['unbounded_quantification', buildUnboundedQuantifier],
  ['choose', buildChoose],
  ['finite_set_literal', (cx, n) => ({ k: 'setEnum', items: operandsOf(n).map(cx.expr), loc: locOf(cx, n) })],
  ['tuple_literal', (cx, n) => ({ k: 'tuple', items: operandsOf(n).map(cx.expr), loc: locOf(cx, n) })],
  ['set_filter', buildSetFilter],
  ['set_map', buildSetMap],
  ['function_evaluation', buildApplication],
  ['function_literal', buildFunction],
  ['set_of_functions', (cx, n) => ({ k: 'fcnSet', from: operandExpr(cx, n, 0), to: operandExpr(cx, n, 1), loc: locOf(cx, n) })],
  ['record_literal', (cx, n) => ({ k: 'record', fields: buildFields(cx, n), loc: locOf(cx, n) })],
  ['set_of_records', (cx, n) => ({ k: 'recordSet', fields: buildFields(cx, n), loc: locOf(cx, n) })],
  ['record_value', (cx, n) => ({ k: 'dot', rec: operandExpr(cx, n, 0), field: fieldNameOf(cx, operand(cx, n, 1)), loc: locOf(cx, n) })],
  ['except', buildExcept],
  ['step_expr_or_stutter', (cx, n) => ({ k: 'boxAction', action: operandExpr(cx, n, 0), sub: operandExpr(cx, n, 1), loc: locOf(cx, n) })],
  ['step_expr_no_stutter', (cx, n) => ({ k: 'angleAction', action: operandExpr(cx, n, 0), sub: operandExpr(cx, n, 1), loc: locOf(cx, n) })],
  ['fairness', buildFairness],
  ['if_then_else', buildIf],
  ['case', buildCase],
  ['let_in', buildLet],
  ['conj_list', (cx, n) => buildJunction(cx, n, '/\\')],
  ['disj_list', (cx, n) => buildJunction(cx, n, '\\/')],
]);

/** Builds any expression, and also what only an argument may be: an operator symbol, a LAMBDA. */
export function buildExpr(cx: Build, node: Cst): Expr {
  const builder = startsWithPrefix(node) ? buildOperators : builders.get(node.type);
  return builder === undefined ? unknownNode(cx, node) : builder(cx, node);
}

function operand(cx: Build, node: Cst, index: number): Cst {
  return need(cx, node, operandsOf(node)[index]);
}

function operandExpr(cx: Build, node: Cst, index: number): Expr {
  return cx.expr(operand(cx, node, index));
}

function fieldExpr(cx: Build, node: Cst, field: string): Expr {
  return cx.expr(need(cx, node, fieldOf(node, field)));
}

function buildName(cx: Build, node: Cst): Expr {
  return { k: 'id', name: nameOf(cx, node), loc: locOf(cx, node) };
}

function buildSymbol(cx: Build, node: Cst): Expr {
  return { k: 'id', name: symbolOf(cx, node), loc: locOf(cx, node) };
}

function buildCall(cx: Build, node: Cst): Expr {
  const [head, ...args] = namedOf(node);
  const callee = need(cx, node, head);
  const name = callee.type.endsWith('_op_symbol') ? symbolOf(cx, callee) : nameOf(cx, callee);
  return { k: 'apply', name, args: args.map(cx.expr), loc: locOf(cx, node) };
}

function buildLabel(cx: Build, node: Cst): Expr {
  const [name, ...params] = operandsOf(node).filter((c) => c.field !== 'expression');
  return {
    k: 'label',
    name: nameOf(cx, need(cx, node, name)),
    params: params.map((p) => nameOf(cx, p)),
    body: fieldExpr(cx, node, 'expression'),
    loc: locOf(cx, node),
  };
}

function buildLambda(cx: Build, node: Cst): Expr {
  const parts = operandsOf(node);
  const params = parts.slice(0, -1).map((p) => ({ name: declaredNameOf(cx, p), arity: 0, loc: locOf(cx, p) }));
  return { k: 'lambda', params, body: cx.expr(need(cx, node, parts.at(-1))), loc: locOf(cx, node) };
}

function quantifierOf(cx: Build, node: Cst): ExprOf<'unboundedQuant'>['q'] {
  const quantifier = need(cx, node, fieldOf(node, 'quantifier'));
  switch (quantifier.type) {
    case 'forall':
      return 'A';
    case 'exists':
      return 'E';
    case 'temporal_forall':
      return 'AA';
    case 'temporal_exists':
      return 'EE';
    default:
      return unknownNode(cx, quantifier);
  }
}

function buildQuantifier(cx: Build, node: Cst): Expr {
  const q = quantifierOf(cx, node);
  if (q === 'AA' || q === 'EE') return unknownNode(cx, node);
  const bounds = fieldsOf(node, 'bound').flatMap((b) => boundsOf(cx, b));
  return { k: 'quant', q, bounds, body: fieldExpr(cx, node, 'expression'), loc: locOf(cx, node) };
}

function buildUnboundedQuantifier(cx: Build, node: Cst): Expr {
  const names = fieldsOf(node, 'intro').map((n) => namedPlace(cx, n));
  return { k: 'unboundedQuant', q: quantifierOf(cx, node), names, body: fieldExpr(cx, node, 'expression'), loc: locOf(cx, node) };
}

function buildChoose(cx: Build, node: Cst): Expr {
  const set = fieldOf(node, 'set');
  return {
    k: 'choose',
    pattern: patternOf(cx, need(cx, node, fieldOf(node, 'intro'))),
    set: set === undefined ? undefined : cx.expr(set),
    body: fieldExpr(cx, node, 'expression'),
    loc: locOf(cx, node),
  };
}

function buildSetFilter(cx: Build, node: Cst): Expr {
  const [bound] = boundsOf(cx, need(cx, node, fieldOf(node, 'generator')));
  if (bound === undefined) return unknownNode(cx, node);
  return { k: 'setFilter', bound, body: fieldExpr(cx, node, 'filter'), loc: locOf(cx, node) };
}

function buildSetMap(cx: Build, node: Cst): Expr {
  const bounds = fieldsOf(node, 'generator').flatMap((b) => boundsOf(cx, b));
  return { k: 'setMap', bounds, body: fieldExpr(cx, node, 'map'), loc: locOf(cx, node) };
}

function buildApplication(cx: Build, node: Cst): Expr {
  const [fn, ...args] = operandsOf(node);
  return { k: 'fcnApply', fn: cx.expr(need(cx, node, fn)), args: args.map(cx.expr), loc: locOf(cx, node) };
}

function buildFunction(cx: Build, node: Cst): Expr {
  const parts = operandsOf(node);
  const bounds = parts.slice(0, -1).flatMap((b) => boundsOf(cx, b));
  return { k: 'fcn', bounds, body: cx.expr(need(cx, node, parts.at(-1))), loc: locOf(cx, node) };
}

/** `a |-> 1, b |-> 2` and `a : S, b : T`: names and values alternate. */
function buildFields(cx: Build, node: Cst): ExprOf<'record'>['fields'] {
  const parts = operandsOf(node);
  const fields: { readonly name: string; readonly value: Expr }[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    fields.push({ name: fieldNameOf(cx, need(cx, node, parts[i])), value: cx.expr(need(cx, node, parts[i + 1])) });
  }
  return fields;
}

function buildExcept(cx: Build, node: Cst): Expr {
  const updates = node.children
    .filter((c) => c.type === 'except_update')
    .map((update) => ({
      path: namedOf(need(cx, update, childOf(update, 'except_update_specifier'))).map((s) => buildSelector(cx, s)),
      value: fieldExpr(cx, update, 'new_val'),
      loc: locOf(cx, update),
    }));
  return { k: 'except', fn: fieldExpr(cx, node, 'expr_to_update'), updates, loc: locOf(cx, node) };
}

function buildSelector(cx: Build, node: Cst): Selector {
  const loc = locOf(cx, node);
  switch (node.type) {
    case 'except_update_record_field':
      return { k: 'field', name: fieldNameOf(cx, operand(cx, node, 0)), loc };
    case 'except_update_fn_appl':
      return { k: 'index', args: operandsOf(node).map(cx.expr), loc };
    default:
      return unknownNode(cx, node);
  }
}

function buildFairness(cx: Build, node: Cst): Expr {
  const strong = cx.source.text.startsWith('SF_', node.start);
  return { k: 'fairness', strong, sub: operandExpr(cx, node, 0), action: operandExpr(cx, node, 1), loc: locOf(cx, node) };
}

function buildIf(cx: Build, node: Cst): Expr {
  return {
    k: 'if',
    cond: fieldExpr(cx, node, 'if'),
    then: fieldExpr(cx, node, 'then'),
    else: fieldExpr(cx, node, 'else'),
    loc: locOf(cx, node),
  };
}

function buildCase(cx: Build, node: Cst): Expr {
  const arms: { readonly guard: Expr; readonly value: Expr }[] = [];
  let other: Expr | undefined;
  for (const arm of operandsOf(node)) {
    if (arm.type === 'other_arm') other = operandExpr(cx, arm, 0);
    else if (arm.type === 'case_arm') arms.push({ guard: operandExpr(cx, arm, 0), value: operandExpr(cx, arm, 1) });
    else unknownNode(cx, arm);
  }
  return { k: 'case', arms, other, loc: locOf(cx, node) };
}

function buildLet(cx: Build, node: Cst): Expr {
  const defs = fieldsOf(node, 'definitions').map(cx.definition);
  return { k: 'let', defs, body: fieldExpr(cx, node, 'expression'), loc: locOf(cx, node) };
}

function buildJunction(cx: Build, node: Cst, op: ExprOf<'junction'>['op']): Expr {
  return { k: 'junction', op, items: namedOf(node).map((item) => operandExpr(cx, item, 0)), loc: locOf(cx, node) };
}
