/** The code by itself: all the states of the small model, and random walks through a larger one. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invariants, type PaxosAction, type PaxosSystem, paxos, stepProperties } from '../../../src/paxos/index.ts';
import { deepFreeze } from '../freeze.ts';
import { config, model, start } from './models.ts';

interface Manifest {
  readonly models: readonly { readonly name: string; readonly distinct?: number; readonly depth?: number }[];
}

const manifest: Manifest = JSON.parse(readFileSync(new URL('../../../spec/paxos/manifest.json', import.meta.url), 'utf8'));

/** The names of the properties that a state, or a step from it, violates. */
function violated(c: ReturnType<typeof config>, s: PaxosSystem, t: PaxosSystem): readonly string[] {
  const ofState = Object.entries(invariants).filter(([, holds]) => !holds(c, t));
  const ofStep = Object.entries(stepProperties).filter(([, holds]) => !holds(c, s, t));
  return [...ofState, ...ofStep].map(([name]) => name);
}

describe('the small model', () => {
  it('has the states and the depth of the specification, every action fires, and every property holds', () => {
    const c = deepFreeze(config(2));
    const m = model(c);
    const seen = new Set(m.init().map((s) => JSON.stringify(s)));
    const fired = new Set<string>();
    const broken = new Set<string>();
    let depth = 0;
    for (let level = [...m.init()]; level.length > 0; depth++) {
      const next: PaxosSystem[] = [];
      for (const s of level) {
        for (const action of m.actions(s)) {
          const t = m.next(deepFreeze(s), action);
          if (t === undefined) continue;
          fired.add(action.type);
          const key = JSON.stringify(t);
          if (seen.has(key)) continue;
          seen.add(key);
          next.push(t);
          for (const name of violated(c, s, t)) broken.add(name);
        }
      }
      level = next;
    }
    const expected = manifest.models.find((entry) => entry.name === 'small');
    expect({ distinct: seen.size, depth }).toEqual({ distinct: expected?.distinct, depth: expected?.depth });
    expect([...broken]).toEqual([]);
    expect([...fired].sort()).toEqual([...new Set(paxos.actions(c).map((action) => action.type))].sort());
  });
});

describe('random walks', () => {
  it('keep every property, with three ballots and any value proposed by anybody', () => {
    const c = deepFreeze(config(3, { p1: ['v1', 'v2'], p2: ['v1', 'v2'] }));
    const m = model(c);
    const decided = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 60, maxLength: 120, size: 'max' }), (choices) => {
        let s = start(c);
        for (const choice of choices) {
          const t = step(s, choice);
          expect(violated(c, s, t)).toEqual([]);
          s = t;
        }
        const l = s.processes.l1;
        if (l?.role === 'learner' && l.learned !== undefined) decided.add(l.learned);
      }),
      { numRuns: 300 },
    );
    // Walks that decide nothing would keep every property as well.
    expect([...decided].sort()).toEqual(['v1', 'v2']);

    /** One of the enabled steps that change something; restarts only now and then, or no proposer would ever get anywhere. */
    function step(s: PaxosSystem, choice: number): PaxosSystem {
      const allowed = (action: PaxosAction): boolean => choice % 7 === 0 || !action.type.startsWith('Restart');
      const next = [...m.actions(s)].filter(allowed).flatMap((action) => {
        const t = m.next(deepFreeze(s), action);
        return t === undefined || t === s ? [] : [t];
      });
      return next[choice % next.length] ?? s;
    }
  });
});
