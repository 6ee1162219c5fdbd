/** What the tests of the syntax phase share: parsing of snippets, and a compact form of the abstract syntax. */

import type { Source } from '../../../conformance/tla-to-ts/errors.ts';
import { formatLoc, TlaError } from '../../../conformance/tla-to-ts/errors.ts';
import type { Bound, Expr, Module, PathStep, Pattern, Unit } from '../../../conformance/tla-to-ts/syntax/ast.ts';
import { parseModule } from '../../../conformance/tla-to-ts/syntax/parser.ts';

export function sourceOf(text: string): Source {
  return { path: 'M.tla', text };
}

export function moduleOf(...lines: readonly string[]): Module {
  return parseModule(sourceOf(['---- MODULE M ----', ...lines, '====', ''].join('\n')));
}

/** The only unit of a module with one unit. */
export function unitOf(...lines: readonly string[]): Unit {
  const { units } = moduleOf(...lines);
  const [unit] = units;
  if (unit === undefined || units.length !== 1) throw new Error(`${units.length} units instead of one`);
  return unit;
}

/** The body of a definition; further lines are indented as they are given, the first stands behind `d == `. */
export function exprOf(...lines: readonly string[]): Expr {
  const unit = unitOf(`d == ${lines.join('\n')}`);
  if (unit.k !== 'opDef') throw new Error(unit.k);
  return unit.body;
}

/** The error of a call, as `class line:col message`. */
export function errorOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (!(error instanceof TlaError)) throw error;
    return `${error.errorClass} ${error.loc === undefined ? '' : formatLoc(error.loc).replace(/^.*?:/, '')} ${error.message}`;
  }
  throw new Error('no error');
}

/** The abstract syntax as nested brackets without places: `a + b * c` is `(+ a (* b c))`. */
export function show(e: Expr): string {
  const all = (items: readonly Expr[]): string => items.map(show).join(' ');
  switch (e.k) {
    case 'num':
      return e.value.toString();
    case 'real':
      return e.text;
    case 'str':
      return JSON.stringify(e.value);
    case 'bool':
      return e.value ? 'TRUE' : 'FALSE';
    case 'builtinSet':
    case 'id':
      return e.name;
    case 'at':
      return '@';
    case 'apply':
      return `(${e.name} ${all(e.args)})`;
    case 'path':
      return `(path ${e.steps.map(showStep).join(' ')})`;
    case 'fcnApply':
      return `(at ${show(e.fn)} ${all(e.args)})`;
    case 'dot':
      return `(. ${show(e.rec)} ${e.field})`;
    case 'tuple':
    case 'times':
    case 'setEnum':
      return `(${e.k}${e.items.map((i) => ` ${show(i)}`).join('')})`;
    case 'boxAction':
    case 'angleAction':
      return `(${e.k} ${show(e.action)} ${show(e.sub)})`;
    case 'fairness':
      return `(${e.strong ? 'SF' : 'WF'} ${show(e.sub)} ${show(e.action)})`;
    case 'junction':
      return `[${e.op} ${all(e.items)}]`;
    case 'if':
      return `(if ${all([e.cond, e.then, e.else])})`;
    default:
      return showBinder(e);
  }
}

type Simple =
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
  | 'times'
  | 'setEnum';
type Binder = Exclude<Expr, { readonly k: Simple | 'boxAction' | 'angleAction' | 'fairness' | 'junction' | 'if' }>;

function showBinder(e: Binder): string {
  const fields = (list: readonly { readonly name: string; readonly value: Expr }[]): string =>
    list.map((f) => ` ${f.name}:${show(f.value)}`).join('');
  switch (e.k) {
    case 'setFilter':
      return `(filter ${showBounds([e.bound])} ${show(e.body)})`;
    case 'setMap':
      return `(map ${showBounds(e.bounds)} ${show(e.body)})`;
    case 'fcn':
      return `(fcn ${showBounds(e.bounds)} ${show(e.body)})`;
    case 'fcnSet':
      return `(fcnSet ${show(e.from)} ${show(e.to)})`;
    case 'record':
    case 'recordSet':
      return `(${e.k}${fields(e.fields)})`;
    case 'except': {
      const updates = e.updates.map((u) => {
        const path = u.path.map((s) => (s.k === 'field' ? `.${s.name}` : `[${s.args.map(show).join(' ')}]`)).join('');
        return ` ${path}=${show(u.value)}`;
      });
      return `(except ${show(e.fn)}${updates.join('')})`;
    }
    case 'quant':
      return `(${e.q} ${showBounds(e.bounds)} ${show(e.body)})`;
    case 'unboundedQuant':
      return `(${e.q} ${e.names.map((n) => n.name).join(' ')} : ${show(e.body)})`;
    case 'choose':
      return `(choose ${showPattern(e.pattern)}${e.set === undefined ? '' : ` in ${show(e.set)}`} ${show(e.body)})`;
    case 'case':
      return `(case${e.arms.map((a) => ` ${show(a.guard)}->${show(a.value)}`).join('')}${e.other === undefined ? '' : ` other->${show(e.other)}`})`;
    case 'let':
      return `(let ${e.defs.map(showUnit).join(' ')} ${show(e.body)})`;
    case 'lambda':
      return `(lambda ${e.params.map((p) => p.name).join(' ')} : ${show(e.body)})`;
    case 'label':
      return `(label ${[e.name, ...e.params].join(' ')} : ${show(e.body)})`;
  }
}

function showStep(step: PathStep): string {
  return step.args.length === 0 ? step.name : `${step.name}(${step.args.map(show).join(' ')})`;
}

function showPattern(p: Pattern): string {
  return p.k === 'name' ? p.name : `<<${p.names.map((n) => n.name).join(' ')}>>`;
}

function showBounds(bounds: readonly Bound[]): string {
  return bounds.map((b) => `${showPattern(b.pattern)}:${show(b.set)}`).join(' ');
}

/** A unit in the same form. */
export function showUnit(u: Unit): string {
  const decls = (list: readonly { readonly name: string; readonly arity?: number }[]): string =>
    list.map((d) => ` ${d.name}${d.arity ? `/${d.arity}` : ''}`).join('');
  const local = 'local' in u && u.local ? 'local ' : '';
  switch (u.k) {
    case 'constants':
    case 'variables':
    case 'recursive':
      return `(${u.k}${decls(u.decls)})`;
    case 'opDef':
      return `(${local}def ${u.name}${decls(u.params)} ${show(u.body)})`;
    case 'fcnDef':
      return `(${local}fcnDef ${u.name} ${showBounds(u.bounds)} ${show(u.body)})`;
    case 'moduleDef':
    case 'instance': {
      const substitutions = u.instance.substitutions.map((s) => ` ${s.name}<-${show(s.value)}`).join('');
      const head = u.k === 'instance' ? '' : `${u.name}${decls(u.params)} `;
      return `(${local}instance ${head}${u.instance.module}${substitutions})`;
    }
    case 'assume':
    case 'theorem':
      return `(${u.k}${u.name === undefined ? '' : ` ${u.name}`} ${u.body === undefined ? '-' : show(u.body)})`;
    case 'module':
      return `(module ${u.module.name}${u.module.units.map((x) => ` ${showUnit(x)}`).join('')})`;
  }
}

/** Abstract syntax without its places, for comparison. */
export function withoutPlaces(value: unknown): string {
  return JSON.stringify(value, (key, v: unknown) =>
    key === 'loc' || key === 'nameLoc' || key === 'source' ? undefined : typeof v === 'bigint' ? `${v}n` : v,
  );
}
