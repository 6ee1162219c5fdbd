/** The code by itself: all states of the small models have the counts of the specification, and every property holds in all of them. */
import { describe, expect, it } from 'vitest';
import type { Tagged } from '../../../src/core/index.ts';
import { logFile, pageStore, raftOnDisk } from '../../../src/storage/index.ts';
import { read } from '../specification.ts';
import { type Explored, explore, logConfig, pageConfig, raftConfig } from './models.ts';

interface Manifest {
  readonly models: readonly { readonly config: string; readonly distinct?: number; readonly depth?: number }[];
}

const manifest: Manifest = JSON.parse(read('spec/storage/manifest.json'));

function counts(config: string): Pick<Explored, 'distinct' | 'depth'> {
  const { distinct = 0, depth = 0 } = manifest.models.find((m) => m.config === config) ?? {};
  return { distinct, depth };
}

/** Every type of action that there is, but for some. */
function typesOf(actions: readonly Tagged[], never: readonly string[] = []): readonly string[] {
  return [...new Set(actions.map(({ type }) => type))].filter((type) => !never.includes(type)).sort();
}

function logs(c: logFile.LogFileConfig): Explored {
  const { invariants } = logFile;
  return explore(logFile.logFile, c, (_, t) => Object.keys(invariants).filter((name) => invariants[name]?.(c, t) !== true));
}

function pages(c: pageStore.PageStoreConfig): Explored {
  const { invariants } = pageStore;
  return explore(pageStore.pageStore, c, (_, t) => Object.keys(invariants).filter((name) => invariants[name]?.(c, t) !== true));
}

describe('the log file', () => {
  it.each([
    ['MCLogFile.cfg', true],
    ['MCLogFile_unmapped.cfg', false],
  ] as const)('%s', (config, mapped) => {
    const c = logConfig(mapped);
    const found = logs(c);
    expect(found).toMatchObject({ ...counts(config), broken: [] });
    expect(found.fired).toEqual(typesOf(logFile.logFile.actions(c), mapped ? [] : ['WriteBack']));
  });
});

describe('the page store', () => {
  const three = { blocks: [0, 1, 2, 3, 4], dataPages: 3 };

  it.each([
    ['MCPageStore.cfg', {}, [], []],
    ['MCPageStore_checksum.cfg', { dataSync: false, checksummed: true }, ['SyncData'], []],
    ['MCPageStore_nometasync.cfg', { metaSync: false, mapped: false, ...three }, ['SyncMeta', 'WriteBack'], ['AckedSurvivesCrash']],
  ])('%s', (config, changes, never, broken) => {
    const c = pageConfig(changes);
    const found = pages(c);
    expect(found).toMatchObject({ ...counts(config), broken });
    expect(found.fired).toEqual(typesOf(pageStore.pageStore.actions(c), never));
  });

  it('loses atomicity without the first sync, and without the second one if pages are used again too early', () => {
    expect(pages(pageConfig({ dataSync: false })).broken).toEqual(['MetaImpliesData', 'RecoveredIsPrefix']);
    expect(pages(pageConfig({ metaSync: false })).broken).toContain('MetaImpliesData');
  });
});

describe('Raft on its disks', () => {
  it('MCRaftOnDisk_small.cfg', () => {
    const { invariants, stepProperties } = raftOnDisk;
    const found = explore(raftOnDisk.raftOnDisk, raftConfig, (s, t) => [
      ...Object.keys(invariants).filter((name) => invariants[name]?.(raftConfig, t) !== true),
      ...Object.keys(stepProperties).filter((name) => stepProperties[name]?.(raftConfig, s, t) !== true),
    ]);
    expect(found).toEqual({
      ...counts('MCRaftOnDisk_small.cfg'),
      broken: [],
      fired: typesOf(raftOnDisk.raftOnDisk.actions(raftConfig)),
    });
  });
});
