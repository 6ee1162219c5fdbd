/** The last line of a check: what was proved, and within which bounds. */
import type { CheckResult, Model, SimulateResult } from '../../tla-to-ts/index.ts';
import { counted, grouped } from './numbers.ts';

/** Values longer than this are cut: the line names bounds, it does not repeat the configuration. */
const VALUE_LENGTH = 60;

/** Two sentences: the outcome, the bounds. `deadlock`: whether the search looked for deadlocks. */
export function claimText(model: Model, result: CheckResult | SimulateResult, deadlock: boolean): string {
  return `${outcome(model, result, deadlock)} ${boundsText(model)}`;
}

function outcome(model: Model, result: CheckResult | SimulateResult, deadlock: boolean): string {
  const { module } = model;
  const steps = result.trace === undefined ? 0 : result.trace.states.length - 1;
  const after = `after ${counted(steps, 'step')}, ${'simulation' in result ? 'in a random behaviour' : 'on a shortest path'}`;
  switch (result.verdict) {
    case 'ok':
      return result.complete ? proved(model, result, deadlock) : sampled(model, result);
    case 'assumption':
      return `Violated for ${module.name}: ${model.postconditions.some((p) => p.name === result.property) ? 'postcondition' : 'assumption'} ${result.property ?? ''} does not hold.`;
    case 'deadlock':
      return `Violated for ${module.name}: a state without successor is reached ${after}.`;
    case 'safety':
      return `Violated for ${module.name}: ${result.property ?? 'a property'} does not hold ${after}.`;
    case 'liveness':
      return `Violated for ${module.name}: ${result.property ?? 'a property'} does not hold in a behaviour without end, ${counted(steps, 'step')} and then ${cycleText(result)}.`;
    case 'incomplete':
      return `Not proved for ${module.name}: ${result.message ?? 'the search is incomplete'}; ${reached(result)} without a violation.`;
    case 'error':
      return `Not proved for ${module.name}: it cannot be evaluated; ${reached(result)} before the error.`;
  }
}

/** What happens for ever at the end of a counterexample. */
function cycleText({ trace }: CheckResult): string {
  const loop = trace?.loop;
  if (trace === undefined || loop === undefined || trace.back === undefined) return 'nothing';
  return `a cycle of ${counted(trace.states.length - loop, 'step')}`;
}

/** Random behaviours: nothing is proved by them. */
function sampled(model: Model, result: CheckResult | SimulateResult): string {
  const how =
    'simulation' in result
      ? `${counted(result.simulation.runs, 'random behaviour')} of up to ${counted(result.simulation.depth, 'step')} (seed ${result.simulation.seed})`
      : 'the states that were looked at';
  return `No violation for ${model.module.name} in ${how}, ${counted(result.distinct, 'distinct state')}; what they did not reach is not proved.`;
}

function reached(result: CheckResult): string {
  return `${counted(result.distinct, 'state')} ${result.distinct === 1 ? 'was' : 'were'} reached to depth ${result.depth}`;
}

function proved(model: Model, result: CheckResult, deadlock: boolean): string {
  const { module } = model;
  if (model.init === undefined) {
    return `Proved for ${module.name}: ${counted(model.assumes.length, 'assumption')} hold${model.assumes.length === 1 ? 's' : ''}; there is no behaviour to explore.`;
  }
  const where = `in all ${grouped(result.distinct)} reachable states, to depth ${result.depth}`;
  const claims = [
    list('invariant', unique(model.invariants)),
    list('property', unique([...model.impliedInits, ...model.impliedActions, ...model.liveness]), 'properties'),
    ...(deadlock ? ['no deadlock'] : []),
    list('postcondition', unique(model.postconditions)),
  ].filter((claim) => claim !== '');
  if (claims.length === 0)
    return `Explored ${module.name} ${where}; nothing was to be proved: the configuration names no invariant and no property.`;
  return `Proved for ${module.name}, ${where}: ${claims.join('; ')}.`;
}

function unique(items: readonly { readonly name: string }[]): readonly string[] {
  return [...new Set(items.map((item) => item.name))];
}

function list(singular: string, names: readonly string[], plural: string = `${singular}s`): string {
  return names.length === 0 ? '' : `${names.length === 1 ? singular : plural} ${names.join(', ')}`;
}

/** The constants of the model and everything else that makes it smaller than the specification. */
export function boundsText(model: Model): string {
  const { heap } = model;
  const values = [...model.values].flatMap(([symbol, value]) => {
    const text = heap.toText(value);
    // `a1 = a1` names a model value; it bounds nothing.
    return text === symbol.name ? [] : [`${symbol.name} = ${text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH - 3)}...` : text}`];
  });
  const replaced = [...model.replaced].map(([symbol, by]) => `${symbol.name} <- ${by.name}`);
  const names = (what: string, items: readonly { readonly name: string }[]): string[] =>
    items.length === 0 ? [] : [list(what, unique(items))];
  const bounds = [
    ...values,
    ...replaced,
    ...names('constraint', model.constraints),
    ...names('action constraint', model.actionConstraints),
    ...(model.symmetry === undefined ? [] : [`up to symmetry ${model.symmetry.name}`]),
    ...(model.view === undefined ? [] : [`up to view ${model.view.name}`]),
  ];
  return bounds.length === 0 ? 'Bounds: none.' : `Bounds: ${bounds.join(', ')}.`;
}
