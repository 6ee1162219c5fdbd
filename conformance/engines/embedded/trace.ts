/** The engine's behaviours as traces of the Informal Trace Format. */
import type { ItfTrace } from '../../itf/index.ts';
import type { Trace } from '../../tla-to-ts/index.ts';

/** The values stay in the heap of the model. */
export function itfTraceOf(trace: Trace, description: string | undefined): ItfTrace {
  const states = trace.states.map((state, index): ItfTrace['states'][number] => {
    const { action } = state;
    return {
      index,
      action: action === undefined ? undefined : { name: action.name, parameters: action.parameters.map((p) => p.value) },
      values: state.values,
    };
  });
  return { vars: trace.variables, states, loop: trace.loop, description };
}
