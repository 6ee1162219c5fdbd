/**
 * Splits the next-state relation into action instances, as TLC does: through disjunctions, \E over constant sets and
 * calls with constant arguments, down to what is neither. Each instance has the name of the definition that it was
 * reached through and the values of that definition's parameters.
 */
import type { Loc } from '../errors.ts';
import { bodyOf, type OpSym, type ParamSym, type X } from '../semantics/ir.ts';
import { type Env, konst } from './code.ts';
import type { Gen } from './gen.ts';

/** One action instance. */
export interface ActionInstance {
  readonly name: string;
  /** Names and values of the parameters of the definition. */
  readonly parameters: readonly { readonly name: string; readonly value: number }[];
  readonly x: X;
  /** The part of `x` that is the action itself: all of it, except where an \E over an empty set stands around a call. */
  readonly root: X;
  /** Constants that stand for parameters and bound variables, the outermost first. */
  readonly bindings: readonly { readonly sym: ParamSym; readonly value: number }[];
  readonly loc: Loc;
}

/** Evaluates an expression under constant bindings; undefined where it is not constant or fails. */
export type EvaluateIn = (x: X, env: Env | undefined) => number | undefined;

export function splitActions(g: Gen, next: { name: string; x: X }, evaluate: EvaluateIn): readonly ActionInstance[] {
  const out: ActionInstance[] = [];
  const known = new Map<X, readonly Disjunct[]>();
  type At = { name: string; parameters: ActionInstance['parameters']; bindings: ActionInstance['bindings'] };
  const envOf = (bindings: ActionInstance['bindings']): Env | undefined =>
    bindings.reduce<Env | undefined>((outer, b) => ({ sym: b.sym, binding: { k: 'code', code: konst(b.value) }, outer }), undefined);
  const leaf = (x: X, at: At): void => void out.push({ ...at, x, root: x, loc: x.loc });

  const visit = (x: X, at: At): void => {
    if (x.k === 'prim' && x.op === '\\/') return x.args.forEach((a) => visit(a, at));
    if (x.k === 'quant' && x.q === 'E' && x.bounds.every((b) => !b.tuple)) return exists(x, at);
    if (x.k === 'call') {
      const op = g.analysis.target(x.op);
      if (op.k === 'op' && op.body !== undefined && !op.recursive && !op.captures && !g.model.values.has(op)) return call(x, op, at);
    }
    leaf(x, at);
  };

  const call = (x: X & { k: 'call' }, op: OpSym, at: At): void => {
    const env = envOf(at.bindings);
    const values = x.args.map((a) => (a.k === 'opArg' || g.analysis.varies(a) ? undefined : evaluate(a, env)));
    if (values.some((v) => v === undefined)) return leaf(x, { ...at, name: op.name, parameters: [] });
    const bindings = op.params.map((sym, i) => ({ sym, value: values[i] as number }));
    const parameters = bindings.slice(op.instanceParams).map((b) => ({ name: b.sym.name, value: b.value }));
    visit(bodyOf(op), { name: op.name, parameters, bindings: [...at.bindings, ...bindings] });
  };

  const exists = (x: X & { k: 'quant' }, at: At): void => {
    // As in TLC the first name changes fastest.
    const names = x.bounds.flatMap((b) => b.syms.map((sym) => ({ sym, set: b.set }))).reverse();
    let empty = false;
    const go = (i: number, bindings: ActionInstance['bindings']): boolean => {
      const b = names[i];
      if (b === undefined) {
        visit(x.body, { ...at, bindings });
        return true;
      }
      const set = g.analysis.varies(b.set) ? undefined : evaluate(b.set, envOf(at.bindings));
      if (set === undefined || !g.heap.isSet(set) || !g.heap.isEnumerable(set)) return false;
      const explicit = g.heap.norm(set);
      empty = g.heap.size(explicit) === 0;
      if (empty) return false;
      for (let k = 0; k < g.heap.size(explicit); k++)
        if (!go(i + 1, [...bindings, { sym: b.sym, value: g.heap.elem(explicit, k) }])) return false;
      return true;
    };
    const before = out.length;
    if (go(0, at.bindings)) return;
    out.length = before;
    if (empty) nothing(x, at);
    else leaf(x, at);
  };

  /** As in TLC a quantifier over an empty set is an action that never happens; it has the names of those that would. */
  const nothing = (x: X, at: At): void => {
    const parts = known.get(x) ?? disjuncts(x);
    known.set(x, parts);
    for (const { x: part, call } of parts) {
      const op = call === undefined ? undefined : g.analysis.target(call.op);
      const named = call !== undefined && op?.k === 'op' && op.body !== undefined && !g.model.values.has(op);
      out.push(
        named ? { ...at, name: op.name, parameters: [], x: part, root: call, loc: call.loc } : { ...at, x: part, root: part, loc: x.loc },
      );
    }
  };

  visit(next.x, { name: next.name, parameters: [], bindings: [] });
  return out;
}

/** A part of a disjunction below \E, with the call that it is, if it is one. */
interface Disjunct {
  readonly x: X;
  readonly call: (X & { readonly k: 'call' }) | undefined;
}

/** The parts of a disjunction, the quantifiers around it around each of them. */
function disjuncts(x: X): readonly Disjunct[] {
  if (x.k === 'prim' && x.op === '\\/') return x.args.flatMap(disjuncts);
  if (x.k === 'quant' && x.q === 'E') return disjuncts(x.body).map((d) => ({ ...d, x: { ...x, body: d.x } }));
  return [{ x, call: x.k === 'call' ? x : undefined }];
}
