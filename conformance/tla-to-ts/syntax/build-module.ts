/** Builds modules and their units. */
import type { InstanceOf, Module, Substitution, Unit } from './ast.ts';
import type { Build } from './build-context.ts';
import { boundsOf, declaredNameOf, definitionOf, fieldNameOf, namedPlace, nameOf, operandsOf, paramOf, symbolOf } from './build-context.ts';
import type { Cst } from './tree.ts';
import { childOf, fieldOf, fieldsOf, locOf, namedOf, need, unknownNode } from './tree.ts';

/** Builds a module, nested ones included. */
export function buildModule(cx: Build, node: Cst): Module {
  const extended = childOf(node, 'extends');
  const units: Unit[] = [];
  for (const child of namedOf(node)) {
    if (child.field === 'name' || layout.has(child.type)) continue;
    units.push(buildUnit(cx, child));
  }
  return {
    name: nameOf(cx, need(cx, node, fieldOf(node, 'name'))),
    extends: extended === undefined ? [] : namedOf(extended).map((n) => ({ name: fieldNameOf(cx, n), loc: locOf(cx, n) })),
    units,
    source: cx.source,
    loc: locOf(cx, node),
  };
}

/** Parts of a module that are not units, or (USE, HIDE) steer only the prover. */
const layout: ReadonlySet<string> = new Set(['header_line', 'single_line', 'double_line', 'extends', 'use_or_hide']);

function buildUnit(cx: Build, node: Cst): Unit {
  const loc = locOf(cx, node);
  switch (node.type) {
    case 'variable_declaration':
      return { k: 'variables', decls: namedOf(node).map((n) => namedPlace(cx, n)), loc };
    case 'constant_declaration':
      return { k: 'constants', decls: namedOf(node).map((n) => paramOf(cx, n)), loc };
    case 'assumption':
      return { k: 'assume', name: optionalName(cx, node), body: cx.expr(need(cx, node, operandsOf(node).at(-1))), loc };
    case 'theorem':
      return buildTheorem(cx, node);
    case 'module':
      return { k: 'module', module: buildModule(cx, node), loc };
    case 'local_definition':
      return { ...buildDefinition(cx, need(cx, node, namedOf(node)[0]), true), loc };
    default:
      return buildDefinition(cx, node, false);
  }
}

/** Builds a unit that may stand in LET as well. */
export function buildDefinition(cx: Build, node: Cst, local: boolean): Unit {
  const loc = locOf(cx, node);
  switch (node.type) {
    case 'recursive_declaration':
      return { k: 'recursive', decls: namedOf(node).map((n) => paramOf(cx, n)), loc };
    case 'operator_definition':
      return { k: 'opDef', local, ...definedName(cx, node), params: paramsOf(cx, node), body: cx.expr(definitionOf(cx, node)), loc };
    case 'function_definition': {
      const bounds = node.children.filter((c) => c.type === 'quantifier_bound').flatMap((b) => boundsOf(cx, b));
      return { k: 'fcnDef', local, ...definedName(cx, node), bounds, body: cx.expr(definitionOf(cx, node)), loc };
    }
    case 'module_definition':
      return {
        k: 'moduleDef',
        local,
        ...definedName(cx, node),
        params: paramsOf(cx, node),
        instance: buildInstance(cx, definitionOf(cx, node)),
        loc,
      };
    case 'instance':
      return { k: 'instance', local, instance: buildInstance(cx, node), loc };
    default:
      return unknownNode(cx, node);
  }
}

function definedName(cx: Build, node: Cst): { readonly name: string; readonly nameLoc: Unit['loc'] } {
  const name = need(cx, node, fieldOf(node, 'name'));
  return { name: declaredNameOf(cx, name), nameLoc: locOf(cx, name) };
}

function paramsOf(cx: Build, node: Cst): Extract<Unit, { readonly k: 'opDef' }>['params'] {
  return fieldsOf(node, 'parameter').map((p) => paramOf(cx, p));
}

function optionalName(cx: Build, node: Cst): string | undefined {
  const name = fieldOf(node, 'name');
  return name === undefined ? undefined : declaredNameOf(cx, name);
}

function buildTheorem(cx: Build, node: Cst): Unit {
  const statement = need(cx, node, fieldOf(node, 'statement'));
  const body = statement.type === 'assume_prove' ? undefined : cx.expr(statement);
  return { k: 'theorem', name: optionalName(cx, node), body, loc: locOf(cx, node) };
}

function buildInstance(cx: Build, node: Cst): InstanceOf {
  const [module, ...substitutions] = namedOf(node);
  return {
    module: fieldNameOf(cx, need(cx, node, module)),
    substitutions: substitutions.map((s) => buildSubstitution(cx, s)),
    loc: locOf(cx, node),
  };
}

function buildSubstitution(cx: Build, node: Cst): Substitution {
  if (node.type !== 'substitution') return unknownNode(cx, node);
  const [left, right] = operandsOf(node);
  const target = need(cx, node, left);
  const name = target.type.endsWith('_op_symbol') ? symbolOf(cx, target) : nameOf(cx, target);
  return { name, value: cx.expr(need(cx, node, right)), loc: locOf(cx, node) };
}
