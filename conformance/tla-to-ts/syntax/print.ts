/** Prints abstract syntax as TLA+ text; parsing the text gives the same syntax again, but for places. */
import type { Expr, InstanceOf, Module, Param, Unit } from './ast.ts';
import { operatorOfSymbol } from './operators.ts';
import { paramText, putExpr, putFunctionBounds } from './print-expr.ts';
import type { Writer } from './writer.ts';
import { breakTo, newWriter, put, putList, written } from './writer.ts';

/** An expression as TLA+ text; several lines only if it holds a junction list or a LET of several definitions. */
export function printExpr(expr: Expr): string {
  const w = newWriter();
  putExpr(w, expr, putUnit);
  return written(w);
}

/** A unit as TLA+ text. */
export function printUnit(unit: Unit): string {
  const w = newWriter();
  putUnit(w, unit);
  return written(w);
}

/** A whole module as TLA+ text. */
export function printModule(module: Module): string {
  const w = newWriter();
  putModule(w, module);
  return `${written(w)}\n`;
}

function putModule(w: Writer, module: Module): void {
  put(w, `---- MODULE ${module.name} ----`);
  if (module.extends.length > 0) {
    breakTo(w, 0);
    put(w, `EXTENDS ${module.extends.map((e) => e.name).join(', ')}`);
  }
  for (const unit of module.units) {
    breakTo(w, 0);
    putUnit(w, unit);
  }
  breakTo(w, 0);
  put(w, '====');
}

function putUnit(w: Writer, unit: Unit): void {
  switch (unit.k) {
    case 'constants':
      return put(w, `CONSTANTS ${unit.decls.map(paramText).join(', ')}`);
    case 'variables':
      return put(w, `VARIABLES ${unit.decls.map((d) => d.name).join(', ')}`);
    case 'recursive':
      return put(w, `RECURSIVE ${unit.decls.map(paramText).join(', ')}`);
    case 'opDef':
      put(w, `${localText(unit.local)}${headText(unit.name, unit.params)} == `);
      return putExpr(w, unit.body, putUnit);
    case 'fcnDef':
      put(w, `${localText(unit.local)}${unit.name}[`);
      putFunctionBounds(w, unit.bounds, putUnit);
      put(w, '] == ');
      return putExpr(w, unit.body, putUnit);
    case 'moduleDef':
      put(w, `${localText(unit.local)}${headText(unit.name, unit.params)} == `);
      return putInstance(w, unit.instance);
    case 'instance':
      put(w, localText(unit.local));
      return putInstance(w, unit.instance);
    case 'assume':
      put(w, `ASSUME ${nameText(unit.name)}`);
      return unit.body === undefined ? put(w, 'TRUE') : putExpr(w, unit.body, putUnit);
    case 'theorem':
      put(w, `THEOREM ${nameText(unit.name)}`);
      // The statement of ASSUME ... PROVE is not kept.
      return unit.body === undefined ? put(w, 'ASSUME TRUE PROVE TRUE') : putExpr(w, unit.body, putUnit);
    case 'module':
      return putModule(w, unit.module);
  }
}

function localText(local: boolean): string {
  return local ? 'LOCAL ' : '';
}

function nameText(name: string | undefined): string {
  return name === undefined ? '' : `${name} == `;
}

/** The left side of a definition: `Op`, `Op(x, F(_))`, `a + b`, `-. a`, `a^+`. */
function headText(name: string, params: readonly Param[]): string {
  const op = operatorOfSymbol.get(name);
  const [first, second] = params.map(paramText);
  if (op === undefined || first === undefined) return params.length === 0 ? name : `${name}(${params.map(paramText).join(', ')})`;
  switch (op.fixity) {
    case 'prefix':
      return `${name} ${first}`;
    case 'infix':
      return `${first} ${name} ${second ?? '_'}`;
    case 'postfix':
      return `${first}${name}`;
  }
}

function putInstance(w: Writer, instance: InstanceOf): void {
  put(w, `INSTANCE ${instance.module}`);
  if (instance.substitutions.length > 0) put(w, ' WITH ');
  putList(w, instance.substitutions, ', ', (s) => {
    put(w, `${s.name} <- `);
    putExpr(w, s.value, putUnit);
  });
}
