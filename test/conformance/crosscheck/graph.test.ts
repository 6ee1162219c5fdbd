/** The graph that a real TLC wrote, against the steps of our engine; and graphs that are not quite that. */
import { describe, expect, it } from 'vitest';
import { compareGraph, graphObstacle } from '../../../conformance/crosscheck/graph.ts';
import { crosscheck } from '../../../conformance/crosscheck/run.ts';
import { embeddedEngine } from '../../../conformance/engines/embedded/engine.ts';
import { type DotEdge, readDot, type StateGraph } from '../../../conformance/engines/tlc/dot.ts';
import { ownModel } from '../../../conformance/engines/tlc/model.ts';
import type { Model } from '../../../conformance/tla-to-ts/index.ts';
import { GRAPH, questionOf, RECORDED } from '../engines/tlc/recorded.ts';
import { fake } from './fakes.ts';

const recorded = RECORDED.find(({ name }) => name === 'live') ?? expect.fail('no such recording');
const question = questionOf(recorded);
const modelOf = async (): Promise<Model> => (await ownModel(question)) ?? expect.fail('no model');
const graph = await readDot(GRAPH);

/** The graph, changed. */
const withEdges = (edges: readonly DotEdge[]): StateGraph => ({ ...graph, edges });

describe('the graph of a model', () => {
  it('is the one that TLC wrote', async () => {
    const found = compareGraph(await modelOf(), graph);
    expect(found).toEqual({
      states: 79,
      steps: new Set(graph.edges.map((e) => `${e.from} ${e.to} ${e.action?.replace(/\(.*/, '')}`)).size,
    });
  });

  const [first, ...rest] = graph.edges;
  if (first === undefined) throw new Error('no edges');
  const [origin] = [...graph.nodes.values()].filter(({ initial }) => initial);
  if (origin === undefined) throw new Error('no initial state');
  const other = graph.edges.find((e) => e.from === first.from && e.action !== first.action)?.to ?? '';
  const wrong: readonly (readonly [what: string, StateGraph, tlc: RegExp])[] = [
    ['lacks a step', withEdges(rest), /no step that the other has not/],
    ['has one more step', withEdges([...graph.edges, { from: first.from, to: first.from, action: 'Step(p1,1)' }]), /^Step beside/],
    ['has a step of another action', withEdges([{ ...first, action: 'Leap' }, ...rest]), /^Leap beside/],
    ['has a step to another state', withEdges([{ ...first, to: first.from }, ...rest]), /^Step beside/],
    [
      'has another initial state',
      {
        ...graph,
        nodes: new Map([...graph.nodes].map(([id, node]) => [id, { ...node, initial: id === other }])),
      },
      /^1 initial states, 0 of them the same$/,
    ],
  ];
  it.each(wrong)('that %s is another', async (_, changed, tlc) => {
    expect(compareGraph(await modelOf(), changed).difference?.tlc).toMatch(tlc);
  });

  it('is not compared where it would not be the same thing', async () => {
    const model = await modelOf();
    expect(graphObstacle(model)).toBeUndefined();
    const [property] = model.liveness;
    expect(graphObstacle({ ...model, actionConstraints: property === undefined ? [] : [property] })).toBe('it has action constraints');
    expect(graphObstacle({ ...model, init: undefined })).toBe('it has no behaviour');
  });
});

describe('crosscheck with graphs', () => {
  const ask = async (told: StateGraph | undefined, graphs = true) => {
    const tlc = fake('tlc', ({ graph: wanted }) => ({
      ...(wanted === true && told !== undefined ? { graph: told } : {}),
      generated: 137,
      distinct: 79,
      depth: 7,
    }));
    const subject = { name: 'live', ...question };
    const [report] = await crosscheck([subject], [embeddedEngine(), tlc], { workers: 1, bound: 8, graphs });
    return report ?? expect.fail('no report');
  };

  it('agrees where they are the same, and says how large they are', async () => {
    expect(await ask(graph)).toMatchObject({ verdict: 'agree', graph: { states: 79 }, differences: [] });
    expect((await ask(graph, false)).graph).toBeUndefined();
  });
  it('disagrees where counts are equal and graphs are not', async () => {
    const report = await ask(withEdges(graph.edges.map((e, i) => (i === 0 ? { ...e, to: e.from } : e))));
    expect(report).toMatchObject({ verdict: 'disagree', differences: [{ field: 'graph' }] });
  });
  it('says so where TLC told none', async () => {
    expect((await ask(undefined)).graph).toEqual({ why: 'TLC told none' });
  });
});
