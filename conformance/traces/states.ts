/** States as they were written, made into a trace: which belong together, and whether any is missing. */
import { jsonError } from '../itf/json.ts';
import type { ItfState } from '../itf/trace.ts';
import type { Id } from '../tla-to-ts/values/heap.ts';
import type { OpenTrace, RecordedTrace, TraceModel, TraceText } from './trace.ts';

/** The action that led to a state; parameters in order. */
export interface WrittenAction<N> {
  readonly name: string;
  readonly parameters: readonly N[];
}

/** A state as it was written, its values as nodes of the format. */
export interface WrittenState<N> {
  readonly at: number;
  /** The position in the behaviour, from 0. */
  readonly index: number;
  readonly action: WrittenAction<N> | undefined;
  readonly values: ReadonlyMap<string, N>;
}

/** Where a lasso goes on after its last state. */
export interface WrittenLoop<N> {
  readonly at: number;
  readonly to: number;
  readonly action: WrittenAction<N> | undefined;
}

/** How the values of a format are read for a model. */
export type Decoding<N> = (
  source: TraceText,
  model: TraceModel,
) => { readonly value: (node: N) => Id; readonly notation?: RecordedTrace['notation'] };

/**
 * The trace of these states. The step that closes a lasso is one more step, to the values of the state where the loop begins.
 * @throws TlaError `usage` where a state is missing, or has not the variables of the first one
 */
export function openStates<N>(
  source: TraceText,
  written: readonly WrittenState<N>[],
  loop: WrittenLoop<N> | undefined,
  decoding: Decoding<N>,
): OpenTrace {
  const [first] = written;
  if (first === undefined) throw jsonError(source.path, source.text, 0, 'the trace has no state');
  const vars = [...first.values.keys()];
  written.forEach((state, i) => {
    if (state.index !== i)
      throw jsonError(source.path, source.text, state.at, `this is state ${state.index + 1}, where state ${i + 1} is expected`);
    sameVariables(source, state, vars);
  });
  const states = loop === undefined ? written : [...written, closing(source, written, loop)];
  const decode = (model: TraceModel): RecordedTrace => {
    const { value, notation } = decoding(source, model);
    const decoded = states.map(
      ({ index, action, values }): ItfState => ({
        index,
        action: action === undefined ? undefined : { name: action.name, parameters: action.parameters.map(value) },
        values: [...values.values()].map(value),
      }),
    );
    // The values stand in the order of the first state's.
    return { vars, states: decoded, loop: undefined, description: undefined, ...(notation === undefined ? {} : { notation }) };
  };
  return { vars, decode };
}

function sameVariables<N>(source: TraceText, state: WrittenState<N>, vars: readonly string[]): void {
  const here = [...state.values.keys()];
  const missing = vars.find((name) => !state.values.has(name));
  if (missing !== undefined) {
    const hint = 'the file may be truncated; TLC leaves out what does not change with -difftrace';
    throw jsonError(source.path, source.text, state.at, `state ${state.index + 1} says nothing of ${missing}; ${hint}`);
  }
  const unknown = here.find((name) => !vars.includes(name));
  if (unknown !== undefined)
    throw jsonError(
      source.path,
      source.text,
      state.at,
      `state ${state.index + 1} has the variable ${unknown}, which the first one has not`,
    );
}

function closing<N>(source: TraceText, states: readonly WrittenState<N>[], loop: WrittenLoop<N>): WrittenState<N> {
  const target = states[loop.to];
  if (target === undefined)
    throw jsonError(source.path, source.text, loop.at, `the trace goes back to state ${loop.to + 1}, which it has not`);
  return { at: loop.at, index: states.length, action: loop.action, values: target.values };
}
