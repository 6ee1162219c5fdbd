/** The constants of models in spec/storage, for tests that need no engine. */
import type { Tagged } from '../../../src/core/index.ts';
import { type logFile, type pageStore, type raftOnDisk, type Storage, storageModel } from '../../../src/storage/index.ts';
import { deepFreeze } from '../freeze.ts';

/** MCLogFile.cfg, or MCLogFile_unmapped.cfg. */
export const logConfig = (mapped: boolean): logFile.LogFileConfig => deepFreeze({ blocks: [1, 2], values: ['v1', 'v2'], mapped });

/** MCPageStore.cfg, with changes. */
export const pageConfig = (changes: Partial<pageStore.PageStoreConfig> = {}): pageStore.PageStoreConfig =>
  deepFreeze({
    blocks: [0, 1, 2, 3],
    dataPages: 2,
    maxTxn: 3,
    mapped: true,
    dataSync: true,
    metaSync: true,
    checksummed: false,
    ...changes,
  });

/** MCRaftOnDisk_small.cfg. */
export const raftConfig: raftOnDisk.RaftOnDiskConfig = deepFreeze({
  servers: ['s1', 's2'],
  contenders: ['s1', 's2'],
  quorums: [['s1', 's2']],
  maxTerm: 1,
  oneRecord: true,
});

/** The state after a sequence of actions; one that is not enabled fails the test. */
export function play<C, S, A extends Tagged>(storage: Storage<C, S, A>, config: C, ...actions: readonly A[]): S {
  return actions.reduce((s, action) => {
    const t = storage.step(config, deepFreeze(s), action);
    if (t === undefined) throw new Error(`not enabled: ${JSON.stringify(action)}`);
    return t;
  }, storage.init(config));
}

/** What is found in all states of a model. */
export interface Explored {
  readonly distinct: number;
  readonly depth: number;
  readonly fired: readonly string[];
  /** The properties that some state, or some step, violates. */
  readonly broken: readonly string[];
}

/** All the states of a model, breadth-first. */
export function explore<C, S, A extends Tagged>(
  storage: Storage<C, S, A>,
  config: C,
  violated: (s: S, t: S) => readonly string[],
): Explored {
  const m = storageModel(storage, config);
  const seen = new Set(m.init().map(keyOf));
  const fired = new Set<string>();
  const broken = new Set<string>();
  let depth = 0;
  for (let level = [...m.init()]; level.length > 0; depth++) {
    const next: S[] = [];
    for (const s of level) {
      for (const action of m.actions(s)) {
        const t = m.next(deepFreeze(s), action);
        if (t === undefined) continue;
        fired.add(action.type);
        for (const name of violated(s, t)) broken.add(name);
        const key = keyOf(t);
        if (seen.has(key)) continue;
        seen.add(key);
        next.push(t);
      }
    }
    level = next;
  }
  return { distinct: seen.size, depth, fired: [...fired].sort(), broken: [...broken] };
}

/** Nothing that was never written is taken for what was torn. */
function keyOf(state: unknown): string {
  return JSON.stringify(state, (_, value: unknown) => (value === undefined ? 'undefined' : value));
}
