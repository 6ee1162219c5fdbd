import { unreachable } from '../../core/index.ts';
import { clean, lefts } from '../disk.ts';
import type { Storage } from '../storage.ts';
import { Ack, Crash, Recover, Refuse, Rot, SyncData, SyncFails, SyncMeta, WriteBack, WriteData, WriteMeta } from './actions.ts';
import { DataPage, MetaPage } from './pages.ts';
import { NOTHING, type PageStoreAction, type PageStoreConfig, type PageStoreState } from './types.ts';

/** PageStore!Init and PageStore!Next: where the file starts, the domains of the quantifiers, and which function each action is. */

/** PageStore!Init: transaction 0, as if it had been committed. */
function init(c: PageStoreConfig): PageStoreState {
  const used = [MetaPage(0), DataPage(c, 0)];
  return {
    file: clean(Object.fromEntries(c.blocks.map((b) => [b, used.includes(b) ? 0 : NOTHING]))),
    status: 'up',
    phase: 'idle',
    txn: 0,
    history: { acked: 0, rotten: false },
  };
}

function actions({ blocks }: PageStoreConfig): readonly PageStoreAction[] {
  const left = lefts(blocks);
  return [
    { type: 'WriteData' },
    { type: 'SyncData' },
    { type: 'WriteMeta' },
    { type: 'SyncMeta' },
    ...left.map(({ kept, torn }) => ({ type: 'SyncFails', kept, torn }) as const),
    { type: 'Ack' },
    ...blocks.map((b) => ({ type: 'WriteBack', b }) as const),
    ...left.map(({ kept, torn }) => ({ type: 'Crash', kept, torn }) as const),
    ...blocks.map((b) => ({ type: 'Rot', b }) as const),
    { type: 'Recover' },
    { type: 'Refuse' },
  ];
}

function step(c: PageStoreConfig, s: PageStoreState, a: PageStoreAction): PageStoreState | undefined {
  switch (a.type) {
    case 'WriteData':
      return WriteData(c, s);
    case 'SyncData':
      return SyncData(c, s);
    case 'WriteMeta':
      return WriteMeta(c, s);
    case 'SyncMeta':
      return SyncMeta(c, s);
    case 'SyncFails':
      return SyncFails(c, s, a.kept, a.torn);
    case 'Ack':
      return Ack(c, s);
    case 'WriteBack':
      return WriteBack(c, s, a.b);
    case 'Crash':
      return Crash(s, a.kept, a.torn);
    case 'Rot':
      return Rot(c, s, a.b);
    case 'Recover':
      return Recover(c, s);
    case 'Refuse':
      return Refuse(c, s);
    default:
      return unreachable(a);
  }
}

/** The page store as a whole system. */
export const pageStore: Storage<PageStoreConfig, PageStoreState, PageStoreAction> = { init, actions, step };
