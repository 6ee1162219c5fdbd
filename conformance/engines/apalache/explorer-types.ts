/** What the explorer server is asked, and what it answers: the parts of its JSON-RPC methods, with its names. */
import type { Json } from '../../itf/index.ts';

/** A specification, as texts: the server reads no files. */
export interface ExplorerSpec {
  /** The texts of the modules, the root module first; of the standard modules none. With `format` json or qnt: one compiled text. */
  readonly sources: readonly string[];
  readonly init?: string;
  readonly next?: string;
  readonly invariants?: readonly string[];
  /** Operators without parameters that `query` and `nextModel` may name. */
  readonly exports?: readonly string[];
  readonly format?: 'tla' | 'json' | 'qnt';
}

/** A symbolic transition, or a part of an invariant; its labels are those of the specification. */
export interface SpecEntry {
  readonly index: number;
  readonly labels: readonly string[];
}

/** What Apalache made of the specification: it splits Init, Next and the invariants at their disjunctions and conjunctions. */
export interface SpecParameters {
  readonly initTransitions: readonly SpecEntry[];
  readonly nextTransitions: readonly SpecEntry[];
  readonly stateInvariants: readonly SpecEntry[];
  readonly actionInvariants: readonly SpecEntry[];
}

/** UNKNOWN: it was not checked, or not answered in time. The server goes back to where it was when it is DISABLED, and only then. */
export type AssumptionStatus = 'ENABLED' | 'DISABLED' | 'UNKNOWN';
export type InvariantStatus = 'SATISFIED' | 'VIOLATED' | 'UNKNOWN';
export type NextModelStatus = 'TRUE' | 'FALSE' | 'UNKNOWN';

export interface SolverOptions {
  /** Seconds for the solver; 0, the default: as long as it takes. */
  readonly timeoutSec?: number;
}

export interface AssumeOptions extends SolverOptions {
  /** False: nothing is checked, the status is UNKNOWN. Default: true. */
  readonly checkEnabled?: boolean;
}

/** Values of variables in the Informal Trace Format, as Apalache reads it: by the types of the variables. Those that are left out are not constrained. */
export type ItfValues = { readonly [variable: string]: Json };

export interface Query extends SolverOptions {
  readonly kinds: readonly ('OPERATOR' | 'TRACE' | 'STATE')[];
  /** For OPERATOR: one of the exports. */
  readonly operator?: string;
}

/** Undefined where it was not asked for, or where there is no model. */
export interface QueryResult {
  readonly trace: Json | undefined;
  readonly state: Json | undefined;
  readonly operatorValue: Json | undefined;
}

/** One call of `applyInOrder`, with the parameters of the method but the session. */
export interface OrderedCall {
  readonly method: 'assumeTransition' | 'assumeState' | 'nextStep' | 'query' | 'checkInvariant' | 'nextModel' | 'rollback' | 'compact';
  readonly params: { readonly [name: string]: Json };
}

export interface OrderedResult {
  readonly method: string;
  readonly ok: boolean;
  /** The answer of the method, or its error. */
  readonly answer: Json;
}

/** A specification in the server. Its solver is in one place of one symbolic behaviour; snapshots are the places that it can go back to. */
export interface Session {
  readonly id: string;
  /** Before the initial state. */
  readonly snapshot: number;
  readonly parameters: SpecParameters;
  /** Assumes a transition: of Init before the first step, of Next afterwards. */
  assumeTransition(transition: number, options?: AssumeOptions): Promise<{ readonly snapshot: number; readonly status: AssumptionStatus }>;
  /** Goes to the state after the transitions that were assumed. */
  nextStep(): Promise<{ readonly snapshot: number; readonly step: number }>;
  /** Assumes that variables have these values in the state. */
  assumeState(values: ItfValues, options?: AssumeOptions): Promise<{ readonly snapshot: number; readonly status: AssumptionStatus }>;
  /** @param kind STATE is the default */
  checkInvariant(
    invariant: number,
    options?: SolverOptions & { readonly kind?: 'STATE' | 'ACTION' },
  ): Promise<{ readonly status: InvariantStatus; readonly trace: Json | undefined }>;
  query(query: Query): Promise<QueryResult>;
  /** The value of an operator in the model that the solver has now; then excludes it. */
  nextModel(
    operator: string,
    options?: SolverOptions,
  ): Promise<{ readonly oldValue: Json | undefined; readonly hasOld: NextModelStatus; readonly hasNext: NextModelStatus }>;
  /** Goes back; later snapshots are gone. */
  rollback(snapshot: number): Promise<void>;
  /** Goes back, and from there in one step to the state that it is in now, with the values of one model. Version 0.62.1 refuses it for specifications with constants. @returns the new snapshot */
  compact(snapshot: number, options?: SolverOptions): Promise<number>;
  /** Several calls in one; ends with the first that fails. */
  applyInOrder(calls: readonly OrderedCall[]): Promise<readonly OrderedResult[]>;
  /** Frees what the server holds of it. */
  dispose(): Promise<void>;
}
