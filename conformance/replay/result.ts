/** What the replay of traces reports. */
import type { Divergence, LockstepResult, PathStep } from '../lockstep/result.ts';

/** Why a trace is no behaviour of the two sides, where these agree with one another. */
export interface ReplayFailure {
  /** The position of the state that cannot be reached. */
  readonly state: number;
  /** The step to it, if the trace names one. */
  readonly action: string | undefined;
  /** The path up to the state before. */
  readonly path: readonly PathStep[];
  /** What the trace says of the variables, in the order of the spec; nothing where that is not known, as there is nothing to compare it with. */
  readonly expected: readonly number[];
  /** Where the nearest enabled step leads. */
  readonly nearest: PathStep | undefined;
}

/** The outcome for one trace. */
export interface TraceOutcome {
  readonly verdict: LockstepResult['verdict'];
  /** Steps that both sides took as the trace says. */
  readonly steps: number;
  readonly message: string | undefined;
  readonly failure: ReplayFailure | undefined;
  readonly divergence: Divergence | undefined;
}

export interface TraceResult extends TraceOutcome {
  readonly name: string;
}

/** The outcome for all traces. `states`, `transitions` and `actions` count what the traces took. */
export interface ReplayResult extends LockstepResult {
  readonly traces: readonly TraceResult[];
}
