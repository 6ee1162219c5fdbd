/** The code by itself: all the states of two small models, and random walks through larger ones. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ClientModelConfig, invariants, type ObservedClients, stepProperties } from '../../../src/client/index.ts';
import { deepFreeze } from '../freeze.ts';
import { walk } from '../walk.ts';
import { config, model } from './models.ts';

interface Manifest {
  readonly models: readonly { readonly name: string; readonly distinct?: number; readonly depth?: number }[];
}

const manifest: Manifest = JSON.parse(readFileSync(new URL('../../../spec/client/manifest.json', import.meta.url), 'utf8'));

/** The names of the properties that a state, or a step to it, violates. */
function violated(c: ClientModelConfig, s: ObservedClients, t: ObservedClients): readonly string[] {
  const checked = Object.entries(invariants).filter(([name]) => name !== 'LogHasNoDuplicates' || c.refuses);
  const ofState = checked.filter(([, holds]) => !holds(c, t));
  const ofStep = Object.entries(stepProperties).filter(([, holds]) => !holds(c, s, t));
  return [...ofState, ...ofStep].map(([name]) => name);
}

function explore(c: ClientModelConfig): { readonly distinct: number; readonly depth: number; readonly broken: readonly string[] } {
  const m = model(c);
  const seen = new Set(m.init().map((s) => JSON.stringify(s)));
  const broken = new Set<string>();
  let depth = 0;
  for (let level = [...m.init()]; level.length > 0; depth++) {
    const next: ObservedClients[] = [];
    for (const s of level) {
      for (const action of m.actions(s)) {
        const t = m.next(deepFreeze(s), action);
        const key = JSON.stringify(t);
        if (t === undefined || seen.has(key)) continue;
        seen.add(key);
        next.push(t);
        for (const name of violated(c, s, t)) broken.add(name);
      }
    }
    level = next;
  }
  return { distinct: seen.size, depth, broken: [...broken].sort() };
}

describe('all states', () => {
  const once = config({ filters: false, retries: false, writes: { c1: [2] }, reads: { c1: [1, 3] }, maxLog: 2, electable: ['s2'] });
  it.each([
    ['small', config()],
    ['atmostonce', once],
  ])('of the model %s are those of the specification, and every property holds', (name, c) => {
    const { distinct, depth } = manifest.models.find((entry) => entry.name === name) ?? {};
    expect(explore(c)).toEqual({ distinct, depth, broken: [] });
  });

  it('at least once: a command is executed twice, and answered in two ways', () => {
    expect(explore(config({ filters: false, electable: [] })).broken).toEqual(['AtMostOnceApplied', 'SameSerialSameResponse']);
  });
});

describe('random walks', () => {
  const wide = config({
    ...{ clients: ['c1', 'c2', 'c3'], servers: ['s1', 's2', 's3'], electable: ['s1', 's2', 's3'], crashable: ['s1', 's2', 's3'] },
    ...{ writes: { c1: [1, 2, 3, 4, 5, 6], c2: [1, 3, 5], c3: [1, 2, 3] }, reads: { c2: [2, 4, 6], c3: [4] } },
    ...{ window: 2, maxLog: 60, time: [0, 1, 2, 3], timeout: 3, forgetful: ['c3'] },
  });

  it.each([
    ['the state machine', { filters: true, refuses: false }],
    ['both', { filters: true, refuses: true }],
  ])('keep every property, where duplicates are looked for by %s', (_, layers) => {
    const c = deepFreeze({ ...wide, ...layers });
    let executed = 0;
    walk({
      model: model(c),
      weights: { Elect: 1, RestartServer: 1, RestartClient: 1, Lose: 1, Register: 2, Retry: 4, InstallSnapshot: 1 },
      violated: (s, t) => {
        const log = t.processes.cluster;
        if (log?.role === 'cluster') executed = Math.max(executed, ...Object.values(log.machine).map((m) => m.value.length));
        return violated({ ...c, refuses: false }, s, t);
      },
      steps: 150,
      numRuns: 60,
    });
    // Walks in which nothing is executed would keep every property as well.
    expect(executed).toBeGreaterThan(3);
  });
});
