/** Is a trace a behaviour of a specification? Asked symbolically, step by step: what the trace leaves open the solver fills in. */
import type { Explorer } from './explorer.ts';
import type { ExplorerSpec, ItfValues, Session } from './explorer-types.ts';

export interface ValidateOptions {
  /** Seconds for each question to the solver; 0, the default: as long as it takes. */
  readonly timeoutSec?: number;
  /** So many transitions are tried, at most; default: 10,000. Where a trace leaves variables open, several ways through it may have to be tried. */
  readonly attempts?: number;
}

export type TraceVerdict =
  /** The transitions, of Init first, that lead along the trace. */
  | { readonly kind: 'explained'; readonly transitions: readonly number[] }
  /** No behaviour of the specification has the states before `step`, and then this one. */
  | { readonly kind: 'unexplained'; readonly step: number }
  /** The solver did not answer in time, or too many ways were tried: nothing is known of the state `step` and what follows. */
  | { readonly kind: 'unknown'; readonly step: number };

const ATTEMPTS = 10_000;

interface Search {
  readonly session: Session;
  readonly states: readonly ItfValues[];
  readonly timeoutSec: number;
  attempts: number;
  /** The first state that no way has reached yet. */
  furthest: number;
  /** Something was not answered. */
  unknown: boolean;
}

/**
 * Whether a behaviour of the specification has these states: for each of them some transition, and the values that it names.
 * @param states in the dialect of Apalache's own traces; a variable that a state leaves out may have any value
 * @throws RpcError if the specification is refused, or a value does not have the type of its variable
 */
export async function validateTrace(
  explorer: Explorer,
  spec: ExplorerSpec,
  states: readonly ItfValues[],
  options: ValidateOptions = {},
): Promise<TraceVerdict> {
  if (states.length === 0) throw new RangeError('A trace has at least one state');
  const session = await explorer.loadSpec(spec);
  try {
    const { timeoutSec = 0, attempts = ATTEMPTS } = options;
    const search: Search = { session, states, timeoutSec, attempts, furthest: 0, unknown: false };
    const transitions = await follow(search, session.snapshot, []);
    if (transitions !== undefined) return { kind: 'explained', transitions };
    return { kind: search.unknown ? 'unknown' : 'unexplained', step: search.furthest };
  } finally {
    await session.dispose();
  }
}

/** Goes on from a snapshot; `taken`: the transitions so far. @returns all transitions, or undefined if no way leads to the end */
async function follow(search: Search, from: number, taken: readonly number[]): Promise<readonly number[] | undefined> {
  const { session, states } = search;
  const state = states[taken.length];
  if (state === undefined) return taken;
  const { initTransitions, nextTransitions } = session.parameters;
  for (const { index } of taken.length === 0 ? initTransitions : nextTransitions) {
    if (search.attempts-- <= 0) {
      search.unknown = true;
      return undefined;
    }
    await session.rollback(from);
    const reached = await step(search, index, state);
    if (reached === undefined) continue;
    search.furthest = Math.max(search.furthest, taken.length + 1);
    const rest = await follow(search, reached, [...taken, index]);
    if (rest !== undefined) return rest;
  }
  return undefined;
}

/** One transition into one state. @returns the snapshot there; undefined if that is not possible, or not known to be */
async function step(search: Search, transition: number, state: ItfValues): Promise<number | undefined> {
  const { session, timeoutSec } = search;
  const assumed = await session.assumeTransition(transition, { timeoutSec });
  if (assumed.status === 'UNKNOWN') search.unknown = true;
  if (assumed.status !== 'ENABLED') return undefined;
  await session.nextStep();
  const there = await session.assumeState(state, { timeoutSec });
  if (there.status === 'UNKNOWN') search.unknown = true;
  return there.status === 'ENABLED' ? there.snapshot : undefined;
}
