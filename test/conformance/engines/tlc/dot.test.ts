/** The graph that TLC writes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDot } from '../../../../conformance/engines/tlc/dot.ts';
import { readState } from '../../../../conformance/engines/tlc/trace.ts';
import { Heap, TlaError } from '../../../../conformance/tla-to-ts/index.ts';
import { GRAPH } from './recorded.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-dot-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(lines: readonly string[]): string {
  const path = join(folder, 'g.dot');
  writeFileSync(path, lines.join('\n'));
  return path;
}
const lines = readFileSync(GRAPH, 'utf8').split('\n');

describe('a state graph', () => {
  it('has the states and steps of the model', async () => {
    const { nodes, edges } = await readDot(GRAPH);
    expect(nodes.size).toBe(79);
    expect([...nodes.values()].filter((node) => node.initial)).toHaveLength(1);
    // Each generated state but the initial one is a step.
    expect(edges).toHaveLength(136);
    expect([...new Set(edges.map((edge) => edge.action))].sort()).toEqual(['Drop', 'Step(p1,1)', 'Step(p1,2)', 'Step(p2,1)', 'Step(p2,2)']);
    expect(edges[0]).toEqual({ from: '4345235186478296148', to: '-1445478012547589398', action: 'Step(p1,1)' });
  });

  it('has states that can be read', async () => {
    const { nodes } = await readDot(GRAPH);
    const heap = new Heap();
    const values = new Set([...nodes.values()].map(({ state }) => [...readState(heap, state, 'label').values()].join()));
    expect(values.size).toBe(79);
  });

  const wrong: readonly (readonly [what: string, lines: readonly string[], message: RegExp])[] = [
    ['empty', [], /ends before its graph does/],
    ['cut off', lines.slice(0, 60), /ends before its graph does/],
    ['without a state', lines.filter((line) => !line.startsWith('-1445478012547589398 [')), /and not both states/],
    ['with another line', ['strict digraph DiskGraph {', 'rm -rf', '}'], /g\.dot:2: this is no line of a state graph: "rm -rf"/],
  ];
  it.each(wrong)('%s is refused', async (_, text, message) => {
    await expect(readDot(file(text))).rejects.toThrow(TlaError);
    await expect(readDot(file(text))).rejects.toThrow(message);
  });
});
