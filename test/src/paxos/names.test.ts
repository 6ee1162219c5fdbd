/** Code and specification have the same names in the same order. The text is enough to see that; what the names do is checked by `conform`. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { invariants, stepProperties } from '../../../src/paxos/index.ts';
import { config, model, start } from './models.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const spec = read('spec/paxos/Paxos.tla');
const code = read('src/paxos/actions.ts');

/** The actions that the specification's Next names, in its order. */
const next = [...(/^Next ==\n((?: {4}\\\/ .*\n)+)/m.exec(spec)?.[1] ?? '').matchAll(/: (\w+)\(/g)].map((match) => match[1] ?? '');
const position = (name: string): number => spec.search(new RegExp(`^${name}(\\(.*\\))? ==`, 'm'));

describe('Paxos.tla and src/paxos', () => {
  it('have the same actions in the same order', () => {
    const exported = [...code.matchAll(/^export function (\w+)/gm)].map((match) => match[1]);
    expect(next.length).toBeGreaterThan(0);
    expect(exported).toEqual(next);
    expect([...next].sort((a, b) => position(a) - position(b))).toEqual(next);
  });

  it('have the same parameters', () => {
    const c = config(1);
    for (const name of next) {
      const parameters = new RegExp(`^${name}\\((.*)\\) ==`, 'm').exec(spec)?.[1]?.split(', ');
      const action = [...model(c).actions(start(c))].find(({ type }) => type === name);
      expect(Object.keys(action ?? {})).toEqual(['type', ...(parameters ?? [])]);
    }
  });

  it('have the same properties in the same order, but for the refinements', () => {
    const properties = [...read('spec/paxos/MCPaxos_small.cfg').matchAll(/^ {4}(\w+)$/gm)].map((match) => match[1] ?? '');
    expect(properties.filter((name) => !name.startsWith('Refines'))).toEqual([...Object.keys(invariants), ...Object.keys(stepProperties)]);
  });

  it('each action names its operator and the section of the paper', () => {
    for (const name of next) expect(code).toMatch(new RegExp(`Paxos!${name}, section 2\\.\\d`));
  });
});
