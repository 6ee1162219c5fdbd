/** What a model asks of the run that checks it. */
import type { X } from '../semantics/ir.ts';
import type { Model } from '../semantics/model.ts';
import { Analysis, CHANCE, calledBy, READS_RUN } from './analysis.ts';

/**
 * Does it set registers, or read them, or the counts of the search? Such expressions depend on the order in which states are met, so the
 * search has to stay on one thread. TLCGet("level") alone does not count: the level belongs to the state.
 */
export function usesRegisters(model: Model): boolean {
  return uses(model, (x, native) => native === 'TLC!TLCSet' || (READS_RUN.has(native) && !(native === 'TLC!TLCGet' && isLevel(x))));
}

/** Does chance decide anything? Then a run is repeated only with the same seed. */
export function usesChance(model: Model): boolean {
  return uses(model, (_x, native) => CHANCE.has(native));
}

function isLevel(x: X): boolean {
  const [key] = x.k === 'call' ? x.args : [];
  return key?.k === 'str' && key.value === 'level';
}

function uses(model: Model, wanted: (x: X, native: string) => boolean): boolean {
  const analysis = new Analysis(model);
  const test = (x: X): boolean => calledBy(x).some((op) => op.k === 'op' && op.native !== undefined && wanted(x, op.native));
  const known = new WeakMap<X, boolean>();
  return formulas(model).some((x) => analysis.deep(x, known, test));
}

function formulas(model: Model): readonly X[] {
  const { init, next, view, vars, symmetry } = model;
  const named = [
    ...[init, next, view, symmetry].filter((n) => n !== undefined),
    ...model.assumes,
    ...model.invariants,
    ...model.impliedInits,
    ...model.liveness,
    ...model.constraints,
    ...model.actionConstraints,
    ...model.postconditions,
  ];
  return [
    ...named.map((n) => n.x),
    ...model.impliedActions.flatMap((a) => [a.action, a.sub]),
    ...model.fairness,
    ...(vars === undefined ? [] : [vars]),
  ];
}
