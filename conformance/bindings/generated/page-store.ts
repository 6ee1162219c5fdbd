/**
 * The variables, messages and actions of module MCPageStore as types. Generated, do not edit:
 *
 *     lockstep codegen spec/storage/MCPageStore.tla --config spec/storage/MCPageStore_small.cfg --out conformance/bindings/generated/page-store.ts
 *
 * Names, and the order of parameters, are those of the specification. The shapes of values are those that occur in all
 * 95 reachable states of that model.
 */

/** The variables, in the order of the specification. */
export const VARIABLES = ['cache', 'disk', 'dirty', 'status', 'phase', 'txn', 'acked', 'rotten'] as const;

export type Variable = (typeof VARIABLES)[number];

/** A state of the specification. */
export interface State {
  readonly cache: ReadonlyMap<number, number>;
  readonly disk: ReadonlyMap<number, number>;
  readonly dirty: ReadonlySet<number>;
  readonly status: 'down' | 'failed' | 'refused' | 'up';
  readonly phase: 'data' | 'durable' | 'idle' | 'meta' | 'synced';
  readonly txn: number;
  readonly acked: number;
  readonly rotten: boolean;
}

/** The actions in the order of the next-state relation, with the names of their parameters in order. */
export const ACTIONS = {
  WriteData: [],
  SyncData: [],
  WriteMeta: [],
  SyncMeta: [],
  SyncFails: ['kept', 'torn'],
  Ack: [],
  WriteBack: ['b'],
  Crash: ['kept', 'torn'],
  Rot: ['b'],
  Recover: [],
  Refuse: [],
} as const;

/** A step's label: an action with its parameters. */
export type Action =
  | { readonly type: 'WriteData' }
  | { readonly type: 'SyncData' }
  | { readonly type: 'WriteMeta' }
  | { readonly type: 'SyncMeta' }
  | { readonly type: 'SyncFails'; readonly kept: ReadonlySet<number>; readonly torn: ReadonlySet<number> }
  | { readonly type: 'Ack' }
  | { readonly type: 'WriteBack'; readonly b: number }
  | { readonly type: 'Crash'; readonly kept: ReadonlySet<number>; readonly torn: ReadonlySet<number> }
  | { readonly type: 'Rot'; readonly b: number }
  | { readonly type: 'Recover' }
  | { readonly type: 'Refuse' };
