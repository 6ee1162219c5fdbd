/** What a check reports. */
import type { ActionCoverage } from '../compile/guards.ts';
import type { TlaError } from '../errors.ts';

/** TLC's verdicts, and `incomplete` for a limit that was reached. */
export type Verdict = 'ok' | 'assumption' | 'deadlock' | 'safety' | 'liveness' | 'incomplete' | 'error';

/** A step's label. Parameter values are ids of the model's heap. */
export interface ActionLabel {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly value: number }[];
}

/** A behaviour: values are ids of the model's heap, one for each variable, in the order of `variables`. */
export interface Trace {
  readonly variables: readonly string[];
  readonly states: readonly { readonly values: readonly number[]; readonly action: ActionLabel | undefined }[];
  /** For a behaviour without end: the position of the state that follows the last one. It may be the last one itself. */
  readonly loop?: number;
  /** The action that leads back there; none where the last state stays as it is. */
  readonly back?: ActionLabel | undefined;
}

/** How often an action was taken, and how many states it found. */
export interface Coverage {
  readonly name: string;
  readonly generated: number;
  readonly distinct: number;
}

export interface CheckResult {
  readonly verdict: Verdict;
  /** The property that is violated. */
  readonly property: string | undefined;
  /** One sentence on the outcome, for errors and limits. */
  readonly message: string | undefined;
  readonly error: TlaError | undefined;
  readonly generated: number;
  readonly distinct: number;
  /** Length of the longest shortest path from an initial state, counted in states. */
  readonly depth: number;
  /** States that still waited when the search ended. */
  readonly queue: number;
  readonly complete: boolean;
  readonly seconds: number;
  readonly initial: number;
  readonly actions: readonly Coverage[];
  readonly collisionProbability: number;
  /** Bytes of the visited set, the frontier at its largest, the interned values, and of what went to disk. */
  readonly memory: { readonly visited: number; readonly frontier: number; readonly values: number; readonly disk: number };
  readonly trace: Trace | undefined;
  /** The guards of the actions, if they were to be counted. */
  readonly coverage?: readonly ActionCoverage[];
}

export interface Progress {
  readonly generated: number;
  readonly distinct: number;
  readonly depth: number;
  readonly queue: number;
  readonly seconds: number;
}
