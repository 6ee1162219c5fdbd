/** The counterexamples that TLC prints, as traces. */
import type { ItfAction, ItfState, ItfTrace } from '../../itf/index.ts';
import { type Heap, TlaError } from '../../tla-to-ts/index.ts';
import { readState, readValues } from '../../tla-to-ts/values/read.ts';
import type { Ending, PrintedState } from './transcript.ts';

export interface TraceReading {
  readonly heap: Heap;
  /** The order in which the variables are to stand, where it is known; TLC has one of its own. */
  readonly variables: readonly string[] | undefined;
  /** What the trace shows. */
  readonly description: string | undefined;
}

/**
 * The action of `<Step(p1,2) line 11, col 3 to line 14, col 15 of module M>`; undefined where TLC does not name one, or writes a parameter
 * that is no value. TLC 1.7.4 tells no parameters at all.
 */
export function readAction(heap: Heap, heading: string): ItfAction | undefined {
  const label = /^<(.+) line \d+, col \d+ to line \d+, col \d+ of module [^>]+>$/s.exec(heading)?.[1];
  // What has no name is called Action.
  if (label === undefined || label === 'Action') return undefined;
  const [, name, parameters] = /^([^(]+)(?:\(([\s\S]*)\))?$/.exec(label) ?? [];
  if (name === undefined) return undefined;
  try {
    return { name, parameters: parameters === undefined ? [] : readValues(heap, parameters) };
  } catch (error) {
    if (error instanceof TlaError) return undefined;
    throw error;
  }
}

/** @throws TlaError `usage` where a state cannot be read */
export function readTrace(
  states: readonly PrintedState[],
  ending: Ending | undefined,
  { heap, variables, description }: TraceReading,
): { readonly itf: ItfTrace; readonly heap: Heap; readonly back?: ItfAction } {
  const maps = states.map((state) => readState(heap, state.text));
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
