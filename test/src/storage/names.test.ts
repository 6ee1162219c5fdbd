/** Code and specification have the same names in the same order. The text is enough to see that; what the names do is checked by `conform`. */
import { describe, expect, it } from 'vitest';
import { logFile, pageStore, raftOnDisk } from '../../../src/storage/index.ts';
import { exported, read, specification } from '../specification.ts';
import { logConfig, pageConfig, raftConfig } from './models.ts';

const parts = [
  ['LogFile', 'log-file', logFile.logFile.actions(logConfig(true)), Object.keys(logFile.invariants)],
  ['PageStore', 'page-store', pageStore.pageStore.actions(pageConfig()), Object.keys(pageStore.invariants)],
  [
    'RaftOnDisk',
    'raft-on-disk',
    raftOnDisk.raftOnDisk.actions(raftConfig),
    [...Object.keys(raftOnDisk.invariants), ...Object.keys(raftOnDisk.stepProperties)],
  ],
] as const;

describe.each(parts)('%s.tla and src/storage/%s', (module, folder, actions, properties) => {
  const spec = specification(`storage/${module}`);
  const text = read(`spec/storage/${module}.tla`);
  const code = read(`src/storage/${folder}/actions.ts`);
  /** The actions that Next names, with parameters or without. */
  const disjuncts = /^Next ==\n((?: {4}\\\/ .*\n)+)/m.exec(text)?.[1] ?? '';
  const next = [...disjuncts.matchAll(/(?:\\\/|:) (\w+)(?:\(.*\))?$/gm)].map((match) => match[1] ?? '');

  it('have the same actions in the same order', () => {
    expect(next.length).toBeGreaterThan(9);
    expect(exported(code)).toEqual(next);
    expect([...new Set(actions.map(({ type }) => type))]).toEqual(next);
    const inText = (name: string): number => text.search(new RegExp(`^${name}(\\(.*\\))? ==`, 'm'));
    expect([...next].sort((a, b) => inText(a) - inText(b))).toEqual(next);
  });

  it('have the same parameters', () => {
    for (const name of next) {
      const action = actions.find(({ type }) => type === name);
      expect(Object.keys(action ?? {})).toEqual(['type', ...spec.parameters(name)]);
    }
  });

  it('have the same properties in the same order', () => {
    const names = [...read(`spec/storage/MC${module}.cfg`).matchAll(/^ {4}(\w+)$/gm)].map((match) => match[1] ?? '');
    expect(properties).toEqual(names);
  });

  it('each action names its operator', () => {
    for (const name of next) expect(code).toContain(`${module}!${name}`);
  });
});
