import { type Blocks, blockOf } from '../disk.ts';
import type { PageStoreConfig, Txn } from './types.ts';

/** Which pages a transaction has, and which transactions can be read: the operators of spec/storage/PageStore.tla that look at pages. */

/** PageStore!MetaPage: the meta pages take turns. */
export function MetaPage(n: Txn): number {
  return n % 2;
}

/** PageStore!DataPage: the data pages take turns, too. */
export function DataPage(c: PageStoreConfig, n: Txn): number {
  return 2 + (n % c.dataPages);
}

/** PageStore!Readable: the transactions whose meta page can be read; if it has a checksum of its data, they must be there, too. */
export function Readable(c: PageStoreConfig, disk: Blocks<Txn>): readonly Txn[] {
  const all = Array.from({ length: c.maxTxn + 1 }, (_, n) => n);
  const hasData = (n: Txn): boolean => blockOf(disk, DataPage(c, n)) === n;
  return all.filter((n) => blockOf(disk, MetaPage(n)) === n && (!c.checksummed || hasData(n)));
}

/** PageStore!Newest: the one that the server takes when it starts; `undefined` where none can be read. */
export function Newest(c: PageStoreConfig, disk: Blocks<Txn>): Txn | undefined {
  return Readable(c, disk).at(-1);
}

/** PageStore!CanRot: can the meta page rot so that it is noticed? It must be the only one that can be read. */
export function CanRot(c: PageStoreConfig, disk: Blocks<Txn>, b: number): boolean {
  const readable = Readable(c, disk);
  return readable.some((n) => b === MetaPage(n) && readable.length === 1);
}
