/** What the builders of expressions and of units share: the text, each other, and the parts that both have. */
import type { Bound, Expr, Param, Pattern, Unit } from './ast.ts';
import { operatorOfKind } from './operators.ts';
import type { Context, Cst } from './tree.ts';
import { childOf, fieldOf, locOf, namedOf, need, parseError, textOf, unknownNode } from './tree.ts';

/** The context of one module; `expr` and `definition` tie the knot between the two builders. */
export interface Build extends Context {
  readonly expr: (node: Cst) => Expr;
  readonly definition: (node: Cst) => Unit;
}

/** Words that the language keeps for itself; the grammar takes some of them as names where they cannot occur otherwise. */
export const reservedWords: ReadonlySet<string> = new Set(
  (
    'ACTION ACTIONS ASSUME ASSUMPTION AXIOM BY CASE CHOOSE CONSTANT CONSTANTS COROLLARY DEF DEFINE DEFS DOMAIN ELSE ENABLED EXCEPT ' +
    'EXTENDS HAVE HIDE IF IN INSTANCE LAMBDA LEMMA LET LOCAL MODULE NEW OBVIOUS OMITTED ONLY OTHER PICK PROOF PROPOSITION PROVE QED ' +
    'RECURSIVE SF_ STATE SUBSET SUFFICES TAKE TEMPORAL TEMPORALS THEN THEOREM UNCHANGED UNION USE VARIABLE VARIABLES WF_ WITH WITNESS'
  ).split(' '),
);

const builtinValues: ReadonlySet<string> = new Set(['TRUE', 'FALSE', 'BOOLEAN', 'STRING']);

const numberSets: ReadonlyMap<string, string> = new Map([
  ['nat_number_set', 'Nat'],
  ['int_number_set', 'Int'],
  ['real_number_set', 'Real'],
]);

/** Nodes that only separate: arrows, brackets and the like. */
const separators: ReadonlySet<string> = new Set([
  'set_in',
  'gets',
  'def_eq',
  'case_arrow',
  'case_box',
  'maps_to',
  'all_map_to',
  'langle_bracket',
  'rangle_bracket',
  'rangle_bracket_sub',
  'label_as',
  'bullet_conj',
  'bullet_disj',
]);

/** The children of a node that carry meaning. */
export function operandsOf(node: Cst): readonly Cst[] {
  return node.children.filter((c) => c.named && !separators.has(c.type));
}

/** The text of an identifier, which must not be a reserved word. */
export function nameOf(cx: Build, node: Cst): string {
  const set = numberSets.get(node.type);
  if (set !== undefined) return set;
  if (node.type !== 'identifier' && node.type !== 'identifier_ref') return unknownNode(cx, node);
  const name = textOf(cx, node);
  if (reservedWords.has(name)) parseError(cx, node, `${name} is a reserved word and cannot be a name`);
  return name;
}

/** The name of a record's field, which may be any word. */
export function fieldNameOf(cx: Build, node: Cst): string {
  return numberSets.get(node.type) ?? textOf(cx, node);
}

/** The name that a definition or declaration introduces: an identifier or the canonical symbol of an operator. */
export function declaredNameOf(cx: Build, node: Cst): string {
  if (node.type.endsWith('_op_symbol')) return symbolOf(cx, node);
  const name = nameOf(cx, node);
  if (builtinValues.has(name)) parseError(cx, node, `${name} is built in and cannot be defined`);
  return name;
}

/** The canonical symbol of an operator that stands without arguments (`+` in `Op(+)`). */
export function symbolOf(cx: Build, node: Cst): string {
  const kind = need(cx, node, node.children[0]).type;
  return operatorOfKind.get(kind)?.symbol ?? unknownNode(cx, node);
}

/** A parameter or a declared constant: `x`, `Op(_, _)`, `_ + _`. */
export function paramOf(cx: Build, node: Cst): Param {
  if (node.type !== 'operator_declaration') return { name: declaredNameOf(cx, node), arity: 0, loc: locOf(cx, node) };
  const name = declaredNameOf(cx, need(cx, node, fieldOf(node, 'name')));
  return { name, arity: node.children.filter((c) => c.type === 'placeholder').length, loc: locOf(cx, node) };
}

/** A name with its place. */
export function namedPlace(cx: Build, node: Cst): { readonly name: string; readonly loc: Param['loc'] } {
  return { name: declaredNameOf(cx, node), loc: locOf(cx, node) };
}

/** What a bound variable may be: `x` or `<<x, y>>`. */
export function patternOf(cx: Build, node: Cst): Pattern {
  if (node.type !== 'tuple_of_identifiers') return { k: 'name', ...namedPlace(cx, node) };
  return { k: 'tuplePattern', names: operandsOf(node).map((n) => namedPlace(cx, n)), loc: locOf(cx, node) };
}

/** The bounds of `x, y \in S`: one for each name, all with the same set. */
export function boundsOf(cx: Build, node: Cst): readonly Bound[] {
  if (node.type !== 'quantifier_bound') return unknownNode(cx, node);
  const set = cx.expr(need(cx, node, fieldOf(node, 'set')));
  return namedOf(node)
    .filter((c) => c.field === 'intro')
    .map((c) => ({ pattern: patternOf(cx, c), set }));
}

/** The body of a definition. */
export function definitionOf(cx: Build, node: Cst): Cst {
  return need(cx, node, fieldOf(node, 'definition') ?? childOf(node, 'instance'));
}
