/** Storage, the page store: spec/storage/PageStore.tla and src/storage/page-store, variable by variable and action by action. */
import type { Model } from '../../src/core/index.ts';
import { type Blocks, pageStore, storageModel } from '../../src/storage/index.ts';
import { type Binding, ofPart, type Plain, type Refinement } from '../lockstep/binding.ts';
import { asNumber, asNumbers } from '../lockstep/plain.ts';
import type { Tla } from '../lockstep/tla.ts';
import type { Action, Variable } from './generated/page-store.ts';

type State = pageStore.PageStoreState;
type PageAction = pageStore.PageStoreAction;

/** The table is total: a variable or an action of the specification that is missing in it does not compile. */
type Table = Refinement<State, PageAction, Variable> & { readonly actions: Readonly<Record<Action['type'], unknown>> };

/** The constants of the specification, as the code wants them. */
export function pageStoreConfig(constant: (name: string) => Plain): pageStore.PageStoreConfig {
  return {
    blocks: asNumbers(constant('Block')),
    dataPages: asNumber(constant('DataPages')),
    maxTxn: asNumber(constant('MaxTxn')),
    mapped: constant('Mapped') === true,
    dataSync: constant('DataSync') === true,
    metaSync: constant('MetaSync') === true,
    checksummed: constant('Checksummed') === true,
  };
}

function refinement(t: Tla, { blocks }: pageStore.PageStoreConfig): Table {
  const pages = t.cached((file: Blocks<number>) => t.map(blocks.map((b) => [t.int(b), t.int(file[b] ?? pageStore.NOTHING)] as const)));
  const numbers = t.cached((all: readonly number[]) => t.set(all.map(t.int)));
  return {
    variables: {
      cache: ofPart(
        (s) => s.file,
        (file) => pages(file.cache),
      ),
      disk: ofPart(
        (s) => s.file,
        (file) => pages(file.disk),
      ),
      dirty: ofPart(
        (s) => s.file,
        (file) => numbers(file.dirty),
      ),
      status: (s) => t.str(s.status),
      phase: (s) => t.str(s.phase),
      txn: (s) => t.int(s.txn),
      acked: (s) => t.int(s.history.acked),
      rotten: (s) => t.bool(s.history.rotten),
    },
    actions: {
      WriteData: () => [{ name: 'WriteData', parameters: [] }],
      SyncData: () => [{ name: 'SyncData', parameters: [] }],
      WriteMeta: () => [{ name: 'WriteMeta', parameters: [] }],
      SyncMeta: () => [{ name: 'SyncMeta', parameters: [] }],
      SyncFails: (a) => [{ name: 'SyncFails', parameters: [numbers(a.kept), numbers(a.torn)] }],
      Ack: () => [{ name: 'Ack', parameters: [] }],
      WriteBack: (a) => [{ name: 'WriteBack', parameters: [t.int(a.b)] }],
      Crash: (a) => [{ name: 'Crash', parameters: [numbers(a.kept), numbers(a.torn)] }],
      Rot: (a) => [{ name: 'Rot', parameters: [t.int(a.b)] }],
      Recover: () => [{ name: 'Recover', parameters: [] }],
      Refuse: () => [{ name: 'Refuse', parameters: [] }],
    },
  };
}

/** A binding of the page store; `code` is the code to check, which the mutation runner replaces by a mutant. */
export function pageStoreBinding(code: typeof pageStore.pageStore = pageStore.pageStore): Binding<State, PageAction, Variable> {
  return {
    protocol: 'storage',
    part: 'page-store',
    spec: 'spec/storage/MCPageStore.tla',
    models: [
      { name: 'small', config: 'MCPageStore_small.cfg', size: 'small' },
      { name: 'two-syncs', config: 'MCPageStore.cfg', size: 'default' },
      { name: 'checksum', config: 'MCPageStore_checksum.cfg', size: 'default' },
      { name: 'nometasync', config: 'MCPageStore_nometasync.cfg', size: 'default' },
      { name: 'large', config: 'MCPageStore_large.cfg', size: 'large' },
    ],
    code: (constant): Model<State, PageAction> => storageModel(code, pageStoreConfig(constant)),
    refinement: (t, constant) => refinement(t, pageStoreConfig(constant)),
    source: (name) => ({ file: 'src/storage/page-store/actions.ts', name }),
  };
}
