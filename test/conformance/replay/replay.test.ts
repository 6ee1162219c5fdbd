/** Replay: good traces pass, and whatever is wrong with a trace, or with the code, is said. */
import { describe, expect, test } from 'vitest';
import { type ItfTrace, readItfTrace, writeItfTrace } from '../../../conformance/itf/index.ts';
import { type ReplayResult, replay, type TraceResult } from '../../../conformance/replay/index.ts';
import { withProgram } from '../../../conformance/tla-to-ts/explore/stepper.ts';
import { type Model, simulateModel, type Trace } from '../../../conformance/tla-to-ts/index.ts';
import { next, type Plant, type Toy, toyBinding, toySpec, WITH_TICK } from '../lockstep/toy.ts';

/** Traces as the files in which they stand. */
interface TraceJson {
  vars: string[];
  loop?: number;
  states: Record<string, unknown>[];
}

/** A behaviour of the toy: two counts, two announcements, a loss. */
const STEPS: readonly [
  action: string,
  parameters: readonly (string | number)[],
  n1: number,
  n2: number,
  msgs: readonly [string, number][],
][] = [
  ['', [], 0, 0, []],
  ['Increment', ['n1'], 1, 0, []],
  ['Announce', ['n1'], 1, 0, [['n1', 1]]],
  ['Increment', ['n1'], 2, 0, [['n1', 1]]],
  ['Lose', ['n1', 1], 2, 0, []],
  ['Reset', ['n1'], 0, 0, []],
];

function int(n: number): unknown {
  return { '#bigint': String(n) };
}

function good(labels: 'all' | 'names' | 'none' = 'all'): TraceJson {
  const states = STEPS.map(([name, parameters, n1, n2, msgs], index) => {
    const values = parameters.map((p) => (typeof p === 'number' ? int(p) : p));
    const action = labels === 'none' || name === '' ? {} : { action: { name, ...(labels === 'all' ? { parameters: values } : {}) } };
    return {
      '#meta': { index, ...action },
      count: {
        '#map': [
          ['n1', int(n1)],
          ['n2', int(n2)],
        ],
      },
      msgs: { '#set': msgs.map(([from, value]) => ({ from, value: int(value) })) },
    };
  });
  return { vars: ['count', 'msgs'], states };
}

function run(traces: readonly TraceJson[], plant: Plant = {}, model: Model = toySpec()): ReplayResult {
  const { heap, modelValues } = model;
  const read = (t: TraceJson, i: number): { name: string; trace: ItfTrace } => ({
    name: `trace ${i}`,
    trace: readItfTrace(JSON.stringify(t), heap, { modelValues }),
  });
  return withProgram(model, (program) => replay(program, toyBinding(plant), traces.map(read)));
}

/** The one result of one trace, which the whole run must agree with. */
function one(trace: TraceJson, plant: Plant = {}, model: Model = toySpec()): TraceResult {
  const result = run([trace], plant, model);
  const [only] = result.traces;
  if (only === undefined) throw new Error('no result');
  expect(result.verdict).toBe(only.verdict);
  return only;
}

function meta(trace: TraceJson, i: number): Record<string, unknown> {
  return trace.states[i]?.['#meta'] as Record<string, unknown>;
}

describe('a good trace', () => {
  test.each(['all', 'names', 'none'] as const)('with labels: %s', (labels) => {
    const result = run([good(labels)]);
    expect(result).toMatchObject({ verdict: 'identical', complete: false, transitions: 5, states: 6, depth: 6 });
    expect(Object.fromEntries(result.actions)).toEqual({ Increment: 2, Announce: 1, Lose: 1, Reset: 1 });
  });

  test('several in one run, and what the run says is about the worst', () => {
    const bad = good();
    meta(bad, 2).action = { name: 'Lose', parameters: ['n1', int(1)] };
    expect(run([good(), good('none')])).toMatchObject({ verdict: 'identical', transitions: 10 });
    const mixed = run([good(), bad, good()]);
    expect(mixed.verdict).toBe('divergent');
    expect(mixed.message).toMatch(/^trace 1: Lose\(n1, 1\), the step to state 2/);
    expect(mixed.traces.map((t) => t.verdict)).toEqual(['identical', 'divergent', 'identical']);
  });

  test('of the engine, in the order of another tool, with a loop', () => {
    const trace = good('none');
    expect(one({ ...trace, vars: ['msgs', 'count'], loop: 0 }).verdict).toBe('identical');
    expect(one({ ...trace, loop: 2 })).toMatchObject({ verdict: 'divergent', message: expect.stringMatching(/^no step leads to state 6/) });
  });

  test('that stutters, if it names no actions', () => {
    const trace = good('none');
    const twice = { ...trace, states: trace.states.flatMap((s) => [s, s]).map((s, index) => ({ ...s, '#meta': { index } })) };
    expect(one(twice)).toMatchObject({ verdict: 'identical', steps: 6 });
  });

  test('between whose states the code takes steps of its own', () => {
    const plant: Plant = {
      actions: WITH_TICK,
      next: (s, a) => {
        if (a.type === 'Tick') return s.hidden === 1 ? undefined : { ...s, hidden: 1 };
        const to = next(s, a);
        return to === undefined ? undefined : { ...to, hidden: 0 };
      },
    };
    expect(one(good(), plant).verdict).toBe('identical');
  });

  test('every random behaviour of the specification', () => {
    const model = toySpec();
    const { behaviours } = simulateModel(model, { runs: 20, depth: 30, seed: 3, keep: true });
    expect(behaviours).toHaveLength(20);
    const itf = (t: Trace): TraceJson =>
      JSON.parse(
        writeItfTrace(
          {
            vars: t.variables,
            states: t.states.map((s, index) => ({
              index,
              values: s.values,
              action: s.action === undefined ? undefined : { name: s.action.name, parameters: s.action.parameters.map((p) => p.value) },
            })),
            loop: undefined,
            description: undefined,
          },
          model.heap,
        ),
      );
    expect(run(behaviours.map(itf))).toMatchObject({ verdict: 'identical', transitions: 600 });
  });
});

describe('a trace that was tampered with', () => {
  const tampered: readonly [string, (t: TraceJson) => void, string | RegExp][] = [
    ['a value', (t) => Object.assign(t.states[3] ?? {}, { msgs: { '#set': [] } }), 'Increment(n1) does not lead to state 3 of the trace'],
    [
      'an action',
      (t) => Object.assign(meta(t, 3), { action: { name: 'Reset', parameters: ['n1'] } }),
      'Reset(n1), the step to state 3 of the trace, is not enabled; the nearest step that is: Increment(n1)',
    ],
    [
      'a parameter',
      (t) => Object.assign(meta(t, 3), { action: { name: 'Increment', parameters: ['n2'] } }),
      'Increment(n2) does not lead to state 3 of the trace',
    ],
    [
      'the number of parameters',
      (t) => Object.assign(meta(t, 3), { action: { name: 'Increment', parameters: ['n1', 'n1'] } }),
      /^Increment\(n1, n1\), the step to state 3 of the trace, is not enabled/,
    ],
    [
      'an unknown action',
      (t) => Object.assign(meta(t, 3), { action: { name: 'Jump', parameters: [] } }),
      'the step to state 3 of the trace is Jump; Toy has no such action',
    ],
    ['a state taken out', (t) => t.states.splice(2, 1), 'state 2 of the trace has the index 3: states are missing before it'],
    ['the first state taken out', (t) => t.states.shift(), 'state 0 of the trace is no initial state'],
    [
      'another variable',
      (t) => t.states.forEach((s) => Object.assign(s, { clock: int(0) })),
      /variables that the specification does not have: clock/,
    ],
    ['a variable less', (t) => t.states.forEach((s) => Reflect.deleteProperty(s, 'msgs')), 'the trace says nothing of the variables msgs'],
  ];
  test.each(tampered)('%s', (what, tamper, message) => {
    const trace = structuredClone(good());
    tamper(trace);
    if (what === 'another variable') trace.vars.push('clock');
    if (what === 'a variable less') trace.vars = ['count'];
    const result = one(trace);
    expect(result.verdict).toBe('divergent');
    if (typeof message === 'string') expect(result.message).toBe(message);
    else expect(result.message).toMatch(message);
  });

  test('a value, where nothing is labelled: the nearest step is named', () => {
    const trace = good('none');
    Object.assign(trace.states[3] ?? {}, { msgs: { '#set': [] } });
    const result = one(trace);
    expect(result.message).toBe('no step leads to state 3 of the trace; the nearest: Increment(n1)');
    expect(result.failure).toMatchObject({ state: 3, nearest: { label: 'Increment(n1)' } });
    expect(result.failure?.path).toHaveLength(3);
    expect(result.steps).toBe(2);
  });
});

describe('a trace that shows nothing is no pass', () => {
  test('one state', () => {
    const trace = good();
    expect(one({ ...trace, states: trace.states.slice(0, 1) })).toMatchObject({
      verdict: 'incomplete',
      steps: 0,
      message: 'the trace has no step, so nothing was compared',
    });
  });

  test('stuttering alone', () => {
    const [first] = good('none').states;
    const states = [0, 1, 2].map((index) => ({ ...first, '#meta': { index } }));
    expect(one({ vars: ['count', 'msgs'], states }).verdict).toBe('incomplete');
  });

  test('no trace', () => {
    expect(run([])).toMatchObject({ verdict: 'incomplete', message: 'there is no trace to replay' });
  });
});

describe('a bug in the code', () => {
  test('on the path of the trace', () => {
    const result = run([good()], { next: (s, a) => (a.type === 'Lose' ? undefined : next(s, a)) });
    expect(result).toMatchObject({ verdict: 'divergent', divergence: { kind: 'spec-only' } });
    expect(result.message).toBe('trace 0: the specification takes Lose(n1, 1) here, the code does not');
  });

  test('beside the path, at the last state even', () => {
    const trace = good();
    const short = { ...trace, states: trace.states.slice(0, 4) };
    const result = one(short, { next: (s, a) => (a.type === 'Reset' ? undefined : next(s, a)) });
    expect(result).toMatchObject({
      verdict: 'divergent',
      steps: 3,
      divergence: { message: 'the specification takes Reset(n1) here, the code does not' },
    });
    expect(result.divergence?.path).toHaveLength(4);
  });

  test('in a state that only one of the states of the code has that the trace can stand for', () => {
    const plant: Plant = {
      actions: WITH_TICK,
      next: (s: Toy, a) => {
        if (a.type === 'Tick') return s.hidden === 1 ? undefined : { ...s, hidden: 1 };
        return a.type === 'Announce' && s.hidden === 1 ? undefined : next(s, a);
      },
    };
    expect(one(good(), plant).divergence?.message).toBe('the specification takes Announce(n1) here, the code does not');
  });

  test('in the initial state', () => {
    expect(run([good()], { init: [] })).toMatchObject({ verdict: 'divergent', divergence: { kind: 'initial' } });
  });
});
