/** Names of several steps: `Inst!Op(x)`, `Inst(a)!Op`, and selectors of subexpressions such as `Op!1!<<`. */
import type { Expr, PathStep } from './ast.ts';
import type { Build } from './build-context.ts';
import { nameOf, symbolOf } from './build-context.ts';
import type { Cst } from './tree.ts';
import { fieldOf, locOf, namedOf, need, textOf, unknownNode } from './tree.ts';

/** `A!B(x)!C(y)`: the last step is an operator. */
export function buildPrefixed(cx: Build, node: Cst): Expr {
  const prefix = need(cx, node, fieldOf(node, 'prefix'));
  const last = need(cx, node, fieldOf(node, 'op'));
  return { k: 'path', steps: [...prefixSteps(cx, prefix), componentStep(cx, last)], loc: locOf(cx, node) };
}

/** `A!B!1`, `A!B!<<`: the last step selects a part of a definition's body. */
export function buildSubexpression(cx: Build, node: Cst): Expr {
  const [prefix, last] = namedOf(node);
  const steps = [...prefixSteps(cx, need(cx, node, prefix)), selectorStep(cx, need(cx, node, last))];
  return { k: 'path', steps, loc: locOf(cx, node) };
}

function prefixSteps(cx: Build, node: Cst): readonly PathStep[] {
  return namedOf(node).map((step) => {
    switch (step.type) {
      case 'subexpr_component':
        return componentStep(cx, need(cx, step, namedOf(step)[0]));
      case 'subexpr_tree_nav':
        return selectorStep(cx, step);
      default:
        return unknownNode(cx, step);
    }
  });
}

/** `Op`, `Op(x)`, `+`, `+(a, b)` */
function componentStep(cx: Build, node: Cst): PathStep {
  const loc = locOf(cx, node);
  if (node.type.endsWith('_op_symbol')) return { name: symbolOf(cx, node), args: [], loc };
  if (node.type !== 'bound_op' && node.type !== 'bound_nonfix_op') return { name: nameOf(cx, node), args: [], loc };
  const [head, ...args] = namedOf(node);
  const callee = need(cx, node, head);
  const name = callee.type.endsWith('_op_symbol') ? symbolOf(cx, callee) : nameOf(cx, callee);
  return { name, args: args.map(cx.expr), loc };
}

/** `1`, `<<`, `>>`, `:`, `@`; `(a, b)` is a step without a name. */
function selectorStep(cx: Build, node: Cst): PathStep {
  const [selector] = namedOf(node);
  const loc = locOf(cx, node);
  switch (selector?.type) {
    case 'langle_bracket':
      return { name: '<<', args: [], loc };
    case 'rangle_bracket':
      return { name: '>>', args: [], loc };
    case 'colon':
    case 'address':
    case 'child_id':
      return { name: textOf(cx, selector), args: [], loc };
    case 'operator_args':
      return { name: '', args: namedOf(selector).map(cx.expr), loc };
    default:
      return unknownNode(cx, node);
  }
}
