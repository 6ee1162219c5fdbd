import { blockOf } from '../disk.ts';
import { DataPage, Newest } from './pages.ts';
import { NOTHING, type PageStoreConfig, type PageStoreState, type Txn } from './types.ts';

/** The invariants of spec/storage/PageStore.tla, with its names: what the code can check of itself, in tests and in running systems. */

export type Invariant = (c: PageStoreConfig, s: PageStoreState) => boolean;

/** PageStore!Serves. */
function Serves(s: PageStoreState): boolean {
  return s.status === 'up';
}

/** Pages hold transactions that there are, or nothing. */
export const TypeOK: Invariant = (c, s) => {
  const isTxn = (n: Txn): boolean => Number.isInteger(n) && n >= 0 && n <= c.maxTxn;
  const isContent = (n: Txn): boolean => n === NOTHING || isTxn(n);
  const { cache, disk, dirty } = s.file;
  if (!c.blocks.every((b) => isContent(blockOf(cache, b)) && isContent(blockOf(disk, b)))) return false;
  return dirty.every((b) => c.blocks.includes(b)) && isTxn(s.txn) && isTxn(s.history.acked);
};

/** While the server serves, what the kernel holds to be written is written. */
export const CleanIsDurable: Invariant = (c, s) => {
  const { cache, disk, dirty } = s.file;
  return !Serves(s) || c.blocks.every((b) => dirty.includes(b) || disk[b] === cache[b]);
};

/** Atomicity: where a server that started now would begin, the data are. */
export const MetaImpliesData: Invariant = (c, s) => {
  const newest = Newest(c, s.file.disk);
  return newest === undefined || blockOf(s.file.disk, DataPage(c, newest)) === newest;
};

/** Durability: no transaction is lost that a client was told of. */
export const AckedSurvivesCrash: Invariant = (_, s) => !Serves(s) || s.txn >= s.history.acked;

/** The database is that of a transaction as a whole: of the last one that the server knows of. */
export const RecoveredIsPrefix: Invariant = (c, s) => !Serves(s) || blockOf(s.file.cache, DataPage(c, s.txn)) === s.txn;

/** A server refuses to serve only if the disk has lost what it had. */
export const RefusesOnlyCorrupt: Invariant = (_, s) => s.status !== 'refused' || s.history.rotten;

/** The invariants by name, in the order of the specification. */
export const invariants: Readonly<Record<string, Invariant>> = {
  TypeOK,
  CleanIsDurable,
  MetaImpliesData,
  AckedSurvivesCrash,
  RecoveredIsPrefix,
  RefusesOnlyCorrupt,
};
