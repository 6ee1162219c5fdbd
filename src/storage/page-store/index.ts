/** A database in one file of pages that are never changed in place, with two meta pages: spec/storage/PageStore.tla as pure functions. */
export * as actions from './actions.ts';
export { type Invariant, invariants } from './invariants.ts';
export { pageStore } from './next.ts';
export { DataPage, MetaPage, Newest, Readable } from './pages.ts';
export {
  NOTHING,
  type PageStoreAction,
  type PageStoreConfig,
  type PageStoreHistory,
  type PageStoreState,
  type Phase,
  type Status,
  type Txn,
} from './types.ts';
