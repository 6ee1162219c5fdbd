/** The counterexamples that TLC prints, as traces. */
import type { ItfAction, ItfState, ItfTrace } from '../../itf/index.ts';
import { orUndefined } from '../../tla-to-ts/errors.ts';
import { type Heap, TlaError } from '../../tla-to-ts/index.ts';
import type { Id } from '../../tla-to-ts/values/kinds.ts';
import { printedAction, printedState } from '../../traces/tlc-state.ts';
import { decodeTla, type TlaNode, type ValueContext, ValueReader } from '../../traces/value.ts';
import type { Ending, PrintedState } from './transcript.ts';

export interface TraceReading {
  readonly heap: Heap;
  /** The order in which the variables are to stand, where it is known; TLC has one of its own. */
  readonly variables: readonly string[] | undefined;
  /** What the trace shows. */
  readonly description: string | undefined;
}

/** Any name is a model value: which ones there are is not known where our own engine refuses the model. */
const contextOf = (heap: Heap, path: string, text: string): ValueContext => ({ heap, modelValues: undefined, source: { path, text } });

/** @throws TlaError `usage`, with the place in the text, for what is no state. @param path what the text is called in errors */
export function readState(heap: Heap, text: string, path: string): ReadonlyMap<string, Id> {
  const context = contextOf(heap, path, text);
  const reader = new ValueReader(context.source);
  // Without variables there is one state, and nothing to say of it.
  const nodes = reader.space() ? printedState(reader) : new Map<string, TlaNode>();
  reader.end();
  return new Map([...nodes].map(([name, node]) => [name, decodeTla(context, node)]));
}

/** The action of a heading; undefined where TLC does not name one, or writes a parameter that is no value. */
export function readAction(heap: Heap, heading: string): ItfAction | undefined {
  const context = contextOf(heap, 'heading', heading);
  return orUndefined(() => {
    const action = printedAction(new ValueReader(context.source));
    return action && { name: action.name, parameters: action.parameters.map((node) => decodeTla(context, node)) };
  });
}

/** @throws TlaError `usage` where a state cannot be read */
export function readTrace(
  states: readonly PrintedState[],
  ending: Ending | undefined,
  { heap, variables, description }: TraceReading,
): { readonly itf: ItfTrace; readonly heap: Heap; readonly back?: ItfAction } {
  const maps = states.map((state, i) => readState(heap, state.text, `state ${i + 1}`));
  const told = [...(maps[0]?.keys() ?? [])];
  // With an ALIAS other names than the variables' are shown.
  const vars = variables !== undefined && sameNames(variables, told) ? variables : told;
  const itfStates = states.map(({ heading }, index): ItfState => {
    const map = maps[index];
    if (map === undefined || !sameNames([...map.keys()], vars))
      throw new TlaError('usage', `state ${index + 1} has other variables than the first one`);
    return { index, action: index === 0 ? undefined : readAction(heap, heading), values: vars.flatMap((name) => map.get(name) ?? []) };
  });
  const back = ending?.k === 'back' ? readAction(heap, ending.heading) : undefined;
  const loop = ending === undefined ? undefined : ending.k === 'back' ? ending.to - 1 : states.length - 1;
  return { itf: { vars, states: itfStates, loop, description }, heap, ...(back === undefined ? {} : { back }) };
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}
