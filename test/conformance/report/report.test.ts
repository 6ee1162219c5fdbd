/** Reports: the path, the difference down to the values, the places, and a trace that shows it again. */
import { describe, expect, test } from 'vitest';
import { readItfTrace, writeItfTrace } from '../../../conformance/itf/index.ts';
import type { Divergence } from '../../../conformance/lockstep/index.ts';
import { type ReplayResult, replay } from '../../../conformance/replay/index.ts';
import { codePlace, differences, differenceText, divergenceText, divergenceTrace, failureText } from '../../../conformance/report/index.ts';
import { withProgram } from '../../../conformance/tla-to-ts/explore/stepper.ts';
import { Heap, type Model } from '../../../conformance/tla-to-ts/index.ts';
import { divergenceIn, next, type Plant, type Toy, toyBinding, toySpec, WITH_TICK } from '../lockstep/toy.ts';
import { fnOf, recOf, seqOf, setOf } from '../values/support.ts';

function lines(h: Heap, left: number, right: number): readonly string[] {
  return differences(h, 'x', left, right).map((d) => differenceText(h, d, 'spec', 'code'));
}

describe('differences', () => {
  const h = new Heap();
  const [one, two, three] = [h.int(1), h.int(2), h.int(3)];
  const [a, b] = [h.model('a1'), h.model('a2')];

  test.each<[string, number, number, readonly string[]]>([
    ['none', setOf(h, one, two), setOf(h, two, one), []],
    ['numbers', one, two, ['x: spec 1, code 2']],
    ['kinds', one, h.str('1'), ['x: spec 1, code "1"']],
    ['sets', setOf(h, one, two), setOf(h, two, three), ['x: only in spec: 1', 'x: only in code: 3']],
    [
      'functions',
      fnOf(h, [
        [a, one],
        [b, two],
      ]),
      fnOf(h, [
        [a, one],
        [b, three],
      ]),
      ['x[a2]: spec 2, code 3'],
    ],
    [
      'domains',
      fnOf(h, [[a, one]]),
      fnOf(h, [
        [a, one],
        [b, two],
      ]),
      ['x: spec (a1 :> 1), code (a1 :> 1 @@ a2 :> 2)'],
    ],
    [
      'records in functions',
      fnOf(h, [[a, recOf(h, { term: one, log: seqOf(h, one, two) })]]),
      fnOf(h, [[a, recOf(h, { term: one, log: seqOf(h, one, three) })]]),
      ['x[a1].log[2]: spec 2, code 3'],
    ],
    ['sequences', seqOf(h, one), seqOf(h, one, two), ['x[2]: spec nothing, code 2']],
  ])('%s', (_, left, right, expected) => {
    expect(lines(h, left, right)).toEqual(expected);
    expect(differences(h, 'x', right, left)).toHaveLength(expected.length);
  });
});

describe('the place of the code', () => {
  const files: Readonly<Record<string, string>> = {
    'src/toy.ts':
      "import x from 'y';\n\n/** Why. */\nexport function ResetAll() {}\nexport function Reset(s) {}\nexport const Lose = () => 1;\n",
  };
  const read = (file: string): string | undefined => files[file];
  test.each([
    ['Reset', 'src/toy.ts', 'src/toy.ts:5'],
    ['ResetAll', 'src/toy.ts', 'src/toy.ts:4'],
    ['Lose', 'src/toy.ts', 'src/toy.ts:6'],
    ['Gone', 'src/toy.ts', 'src/toy.ts'],
    ['Reset', 'src/other.ts', 'src/other.ts'],
  ])('%s in %s', (name, file, expected) => {
    expect(codePlace({ file, name }, read)).toBe(expected);
  });
});

function textOf(model: Model, divergence: Divergence): string {
  const reportModel = { heap: model.heap, variables: model.module.variables.map((v) => v.name) };
  return divergenceText(reportModel, divergence, { code: 'src/toy.ts:5', notes: ['replay: lockstep conform'], shortest: true });
}

describe('the report', () => {
  test('another next state, in full', () => {
    const model = toySpec();
    const plant: Plant = {
      next: (s, a) => (a.type === 'Announce' && s.count[a.n] === 2 ? { ...s, msgs: [...s.msgs, { from: a.n, value: 1 }] } : next(s, a)),
    };
    expect(textOf(model, divergenceIn(plant, model))).toBe(`Announce(n1) leads to different states.

A shortest path there, 2 steps:
  1  Increment(n1)
     count[n1]: 0 -> 1
  2  Increment(n1)
     count[n1]: 1 -> 2

The state there:
  count = (n1 :> 2 @@ n2 :> 0)
  msgs  = {}

Announce(n1):
  msgs: only in spec: [from |-> n1, value |-> 2]
  msgs: only in code: [from |-> n1, value |-> 1]

spec: spec/Toy.tla:10:1
code: src/toy.ts:5
replay: lockstep conform
`);
  });

  const cases: readonly [string, Plant, RegExp][] = [
    [
      'a step of the spec alone',
      { next: (s, a) => (a.type === 'Reset' ? undefined : next(s, a)) },
      /Reset\(n1\), only in the specification:\n {2}count\[n1\]: 2 -> 0\n/,
    ],
    [
      'a step of the code alone',
      { next: (s, a) => (a.type === 'Increment' && s.count[a.n] === 2 ? s : next(s, a)) },
      /Increment\(n1\), only in the code:\n {2}\(nothing changes\)\n/,
    ],
    [
      'no stutter',
      { actions: WITH_TICK, next: (s, a) => (a.type === 'Tick' ? { ...s, count: { ...s.count, n1: 2 } } : next(s, a)) },
      /Tick:\n {2}count\[n1\]: before 0, after 2\n/,
    ],
    [
      'an initial state',
      { init: [{ count: { n1: 0, n2: 1 }, msgs: [] }] },
      /^The code has an initial state that the specification does not have\.\n\nThe initial state:\n {2}count\[n2\]: spec 0, code 1\n/,
    ],
    ['no initial state', { init: [] }, /The state of the specification:\n {2}count = \(n1 :> 0 @@ n2 :> 0\)\n/],
  ];
  test.each(cases)('%s', (_, plant, expected) => {
    const model = toySpec();
    expect(textOf(model, divergenceIn(plant, model))).toMatch(expected);
  });
});

describe('the trace of a divergence', () => {
  /** Writes the trace as a file, and replays it on the same code. */
  function again(plant: Plant): { readonly divergence: Divergence; readonly result: ReplayResult } {
    const model = toySpec();
    const divergence = divergenceIn(plant, model);
    const variables = model.module.variables.map((v) => v.name);
    const text = writeItfTrace(divergenceTrace(variables, divergence), model.heap);
    const trace = readItfTrace(text, model.heap, { modelValues: model.modelValues });
    return { divergence, result: withProgram(model, (program) => replay(program, toyBinding(plant), [{ name: 'trace', trace }])) };
  }

  const plants: readonly [string, Plant][] = [
    ['a step of the spec alone', { next: (s, a) => (a.type === 'Reset' ? undefined : next(s, a)) }],
    ['a step of the code alone', { next: (s, a) => (a.type === 'Increment' && s.count[a.n] === 2 ? s : next(s, a)) }],
    ['another next state', { next: (s, a) => (a.type === 'Announce' && s.msgs.length > 0 ? { ...s, msgs: [] } : next(s, a)) }],
    ['no stutter', { actions: WITH_TICK, next: (s, a) => (a.type === 'Tick' ? { ...s, count: { ...s.count, n1: 2 } } : next(s, a)) }],
    ['an initial state of the spec', { init: [] }],
    ['an initial state of the code', { init: [{ count: { n1: 0, n2: 1 }, msgs: [] }] }],
    [
      'after a step of the code alone',
      {
        actions: WITH_TICK,
        next: (s: Toy, a) => {
          if (a.type === 'Tick') return s.hidden === 1 ? undefined : { ...s, hidden: 1 };
          return a.type === 'Announce' && s.hidden === 1 ? undefined : next(s, a);
        },
      },
    ],
  ];
  test.each(plants)('is repeated by a replay: %s', (_, plant) => {
    const { divergence, result } = again(plant);
    expect(result.verdict).toBe('divergent');
    expect(result.divergence).toMatchObject({ kind: divergence.kind, message: divergence.message });
  });
});

test('a trace that fails says what the nearest step would have done', () => {
  const model = toySpec();
  const { heap } = model;
  const state = (n: number, index: number): unknown => ({
    '#meta': index === 0 ? { index } : { index, action: { name: 'Increment', parameters: ['n1'] } },
    count: {
      '#map': [
        ['n1', n],
        ['n2', 0],
      ],
    },
    msgs: { '#set': [] },
  });
  const text = JSON.stringify({ vars: ['count', 'msgs'], states: [state(0, 0), state(1, 1), state(1, 2)] });
  const trace = readItfTrace(text, heap, { modelValues: model.modelValues });
  const result = withProgram(model, (program) => replay(program, toyBinding(), [{ name: 'bad.itf.json', trace }]));
  const [one] = result.traces;
  expect(one === undefined ? '' : failureText({ heap, variables: ['count', 'msgs'] }, one)).toBe(
    `bad.itf.json: Increment(n1) does not lead to state 2 of the trace
What changes there, by the trace:
  (nothing changes)
What Increment(n1) changes:
  count[n1]: 1 -> 2
What differs between the trace and Increment(n1):
  count[n1]: the trace 1, Increment(n1) 2
Up to there, specification and code take the same steps: the error is in the trace.
`,
  );
});
