/** A divergence as a trace that other tools can read, and that a replay repeats. */
import type { ItfState, ItfTrace } from '../itf/trace.ts';
import type { Divergence, PathStep } from '../lockstep/result.ts';
import type { ActionLabel } from '../tla-to-ts/explore/result.ts';

/**
 * The path to the state where the two sides differ; then, if the spec goes on from there with the step in question, its next state.
 * The replay compares both sides in full at every state, so the path alone shows the divergence.
 */
export function divergenceTrace(variables: readonly string[], divergence: Divergence): ItfTrace {
  const { kind, path, spec, code, step, message } = divergence;
  const states = path.map((p, i) => itfState(i, p.action, p.values));
  const last = kind === 'initial' ? initialState(spec, code) : kind === 'not-a-stutter' || kind === 'no-sequence' ? undefined : spec[0];
  if (last !== undefined) states.push(itfState(states.length, step?.action, last));
  return { vars: variables, states, loop: undefined, description: message };
}

/** An initial state that only one side has. */
function initialState(spec: Divergence['spec'], code: Divergence['code']): readonly number[] | undefined {
  const has = (states: Divergence['spec'], s: readonly number[]): boolean => states.some((other) => other.every((x, i) => x === s[i]));
  return code.find((s) => !has(spec, s)) ?? spec.find((s) => !has(code, s)) ?? spec[0];
}

/** A path as a trace. */
export function pathTrace(variables: readonly string[], path: readonly PathStep[], description: string | undefined): ItfTrace {
  return { vars: variables, states: path.map((p, i) => itfState(i, p.action, p.values)), loop: undefined, description };
}

function itfState(index: number, action: ActionLabel | undefined, values: readonly number[]): ItfState {
  return {
    index,
    action: action === undefined ? undefined : { name: action.name, parameters: action.parameters.map((p) => p.value) },
    values,
  };
}
