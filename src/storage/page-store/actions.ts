import { fsync, fsyncFails, kernelWrites, powerFails, rots, write } from '../disk.ts';
import { CanRot, DataPage, MetaPage, Newest } from './pages.ts';
import { NOTHING, type PageStoreConfig, type PageStoreState, type Phase } from './types.ts';

/**
 * The actions of spec/storage/PageStore.tla, in its order and with its names: one function for each. A guard is an early
 * `return undefined`, one for each conjunct, in the order of the conjuncts.
 */

type After = PageStoreState | undefined;

/** PageStore!WriteData. A transaction writes its data, where nothing points to yet. */
export function WriteData(c: PageStoreConfig, s: PageStoreState): After {
  if (s.status !== 'up') return undefined;
  if (s.phase !== 'idle') return undefined;
  if (s.txn >= c.maxTxn) return undefined;
  const next = s.txn + 1;
  return { ...s, file: write(s.file, { [DataPage(c, next)]: next }), phase: 'data' };
}

/** PageStore!MaySyncData: after an fsync that failed nothing is synced any more. */
function MaySyncData(c: PageStoreConfig, s: PageStoreState): boolean {
  return c.dataSync && s.status === 'up' && s.phase === 'data';
}

/** PageStore!MaySyncMeta. */
function MaySyncMeta(c: PageStoreConfig, s: PageStoreState): boolean {
  return c.metaSync && s.status === 'up' && s.phase === 'meta';
}

/** PageStore!SyncData, the first sync: the data are on the disk before the pointer to them is written. */
export function SyncData(c: PageStoreConfig, s: PageStoreState): After {
  if (!MaySyncData(c, s)) return undefined;
  return { ...s, file: fsync(s.file), phase: 'synced' };
}

/** PageStore!DataWritten: when the meta page is written. */
function DataWritten(c: PageStoreConfig): Phase {
  return c.dataSync ? 'synced' : 'data';
}

/** PageStore!WriteMeta. The pointer is written, over the older one of the two. */
export function WriteMeta(c: PageStoreConfig, s: PageStoreState): After {
  if (s.status !== 'up') return undefined;
  if (s.phase !== DataWritten(c)) return undefined;
  const next = s.txn + 1;
  return { ...s, file: write(s.file, { [MetaPage(next)]: next }), phase: 'meta' };
}

/** PageStore!SyncMeta, the second sync: the pointer is on the disk before anybody is told. */
export function SyncMeta(c: PageStoreConfig, s: PageStoreState): After {
  if (!MaySyncMeta(c, s)) return undefined;
  return { ...s, file: fsync(s.file), phase: 'durable' };
}

/** PageStore!SyncFails. One of the two syncs fails: the server must go down. */
export function SyncFails(c: PageStoreConfig, s: PageStoreState, kept: readonly number[], torn: readonly number[]): After {
  if (!(MaySyncData(c, s) || MaySyncMeta(c, s))) return undefined;
  const file = fsyncFails(s.file, { kept, torn }, NOTHING);
  if (file === undefined) return undefined;
  return { ...s, file, status: 'failed' };
}

/** PageStore!Committed: when the client is told. */
function Committed(c: PageStoreConfig): Phase {
  return c.metaSync ? 'durable' : 'meta';
}

/** PageStore!Ack. The client is told that its transaction is there. */
export function Ack(c: PageStoreConfig, s: PageStoreState): After {
  if (s.status !== 'up') return undefined;
  if (s.phase !== Committed(c)) return undefined;
  const txn = s.txn + 1;
  return { ...s, txn, phase: 'idle', history: { ...s.history, acked: txn } };
}

/** PageStore!WriteBack. The kernel writes a page that nobody has asked it to write. */
export function WriteBack(c: PageStoreConfig, s: PageStoreState, b: number): After {
  if (!c.mapped) return undefined;
  const file = kernelWrites(s.file, b);
  if (file === undefined) return undefined;
  return { ...s, file };
}

/** PageStore!Crash. The machine stops. What was dirty is there, or not, or torn. */
export function Crash(s: PageStoreState, kept: readonly number[], torn: readonly number[]): After {
  if (s.status === 'down') return undefined;
  const file = powerFails(s.file, { kept, torn }, NOTHING);
  if (file === undefined) return undefined;
  return { ...s, file, status: 'down', phase: 'idle', txn: 0 };
}

/** PageStore!Rot. The disk loses a meta page that it had, so that it can be noticed. */
export function Rot(c: PageStoreConfig, s: PageStoreState, b: number): After {
  if (s.status !== 'down') return undefined;
  if (!CanRot(c, s.file.disk, b)) return undefined;
  return { ...s, file: rots(s.file, b, NOTHING), history: { ...s.history, rotten: true } };
}

/** PageStore!Recover. The server starts with the newest transaction whose meta page can be read. */
export function Recover(c: PageStoreConfig, s: PageStoreState): After {
  const newest = Newest(c, s.file.disk);
  if (s.status !== 'down') return undefined;
  if (newest === undefined) return undefined;
  return { ...s, status: 'up', txn: newest };
}

/** PageStore!Refuse. No meta page can be read: the server does not serve. */
export function Refuse(c: PageStoreConfig, s: PageStoreState): After {
  if (s.status !== 'down') return undefined;
  if (Newest(c, s.file.disk) !== undefined) return undefined;
  return { ...s, status: 'refused' };
}
