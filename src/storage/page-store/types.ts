import type { Disk } from '../disk.ts';

/**
 * The data of a page store: what spec/storage/PageStore.tla declares, with its names. Where `s` is a `PageStoreState`, the variables `cache`,
 * `disk` and `dirty` are `s.file`, `status`, `phase` and `txn` are fields of `s`, and `acked` and `rotten` are in `s.history`. What a page
 * holds is the number of the transaction that wrote it; `NOTHING` is read from a page that was torn, or never written.
 *
 * Constants of the specification are in the configuration. Pages 0 and 1 are the meta pages; the data pages follow.
 */

/** The number of a transaction; 0 is the empty database. */
export type Txn = number;

/** The `Nothing` of the specification. */
export const NOTHING: Txn = -1;

/** The constants. */
export interface PageStoreConfig {
  /** `Block`: the numbers of all pages, from 0. */
  readonly blocks: readonly number[];
  /** `DataPages`: how many of them are data pages, which transactions use in turn. */
  readonly dataPages: number;
  /** `MaxTxn`: the last transaction. */
  readonly maxTxn: Txn;
  /** `Mapped`: may the kernel write any dirty page at any time? */
  readonly mapped: boolean;
  /** `DataSync`: is there a sync between the data and the meta page? */
  readonly dataSync: boolean;
  /** `MetaSync`: is there a sync between the meta page and the reply? */
  readonly metaSync: boolean;
  /** `Checksummed`: does the meta page have a checksum of the data that it points to? */
  readonly checksummed: boolean;
}

/** `failed`: an fsync has failed. `refused`: no meta page could be read. */
export type Status = 'up' | 'failed' | 'down' | 'refused';

/** How far the transaction is that is being written; `idle`: there is none. */
export type Phase = 'idle' | 'data' | 'synced' | 'meta' | 'durable';

/** What properties speak of, and no server knows. */
export interface PageStoreHistory {
  /** The last transaction that a client was told of. */
  readonly acked: Txn;
  /** Has the disk lost a meta page that it had? */
  readonly rotten: boolean;
}

export interface PageStoreState {
  readonly file: Disk<Txn>;
  readonly status: Status;
  readonly phase: Phase;
  /** The transaction that the server holds to be the last one. */
  readonly txn: Txn;
  readonly history: PageStoreHistory;
}

/** An action: the names of the specification, for the action and for its parameters. */
export type PageStoreAction =
  | { readonly type: 'WriteData' }
  | { readonly type: 'SyncData' }
  | { readonly type: 'WriteMeta' }
  | { readonly type: 'SyncMeta' }
  | { readonly type: 'SyncFails'; readonly kept: readonly number[]; readonly torn: readonly number[] }
  | { readonly type: 'Ack' }
  | { readonly type: 'WriteBack'; readonly b: number }
  | { readonly type: 'Crash'; readonly kept: readonly number[]; readonly torn: readonly number[] }
  | { readonly type: 'Rot'; readonly b: number }
  | { readonly type: 'Recover' }
  | { readonly type: 'Refuse' };
