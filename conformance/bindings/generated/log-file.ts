/**
 * The variables, messages and actions of module MCLogFile as types. Generated, do not edit:
 *
 *     lockstep codegen spec/storage/MCLogFile.tla --config spec/storage/MCLogFile_small.cfg --out conformance/bindings/generated/log-file.ts
 *
 * Names, and the order of parameters, are those of the specification. The shapes of values are those that occur in all
 * 188 reachable states of that model.
 */

/** An element of Value; in this model v1. */
export type Value = string;

/** The variables, in the order of the specification. */
export const VARIABLES = ['cache', 'disk', 'dirty', 'status', 'length', 'synced', 'memory', 'page', 'wrote', 'acked', 'rotten'] as const;

export type Variable = (typeof VARIABLES)[number];

/** A state of the specification. */
export interface State {
  readonly cache: readonly ({ readonly mark: number; readonly value: Value | 'Garbage' | 'None' })[];
  readonly disk: readonly ({ readonly mark: number; readonly value: Value | 'Garbage' | 'None' })[];
  readonly dirty: ReadonlySet<number>;
  readonly status: 'down' | 'failed' | 'refused' | 'repair' | 'up';
  readonly length: number;
  readonly synced: number;
  readonly memory: { readonly index: number; readonly state: readonly Value[] };
  readonly page: { readonly index: number; readonly state: readonly Value[] };
  readonly wrote: readonly Value[];
  readonly acked: readonly Value[];
  readonly rotten: boolean;
}

/** The actions in the order of the next-state relation, with the names of their parameters in order. */
export const ACTIONS = {
  WriteRecord: ['v'],
  Sync: [],
  SyncFails: ['kept', 'torn'],
  WriteBack: ['b'],
  Ack: ['n'],
  Apply: [],
  Save: [],
  Crash: ['kept', 'torn'],
  Rot: ['b'],
  Recover: [],
  Refuse: [],
} as const;

/** A step's label: an action with its parameters. */
export type Action =
  | { readonly type: 'WriteRecord'; readonly v: Value }
  | { readonly type: 'Sync' }
  | { readonly type: 'SyncFails'; readonly kept: ReadonlySet<number>; readonly torn: ReadonlySet<number> }
  | { readonly type: 'WriteBack'; readonly b: number }
  | { readonly type: 'Ack'; readonly n: number }
  | { readonly type: 'Apply' }
  | { readonly type: 'Save' }
  | { readonly type: 'Crash'; readonly kept: ReadonlySet<number>; readonly torn: ReadonlySet<number> }
  | { readonly type: 'Rot'; readonly b: number }
  | { readonly type: 'Recover' }
  | { readonly type: 'Refuse' };
