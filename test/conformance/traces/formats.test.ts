/** Traces as TLC and Apalache write them: read without loss, or recognised; and nothing that is wrong with them passes. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KnownTexts } from '../../../conformance/itf/index.ts';
import { Heap } from '../../../conformance/tla-to-ts/index.ts';
import { looksLikeTrace, openTraces, type RecordedTrace } from '../../../conformance/traces/index.ts';

function recorded(name: string): string {
  return readFileSync(new URL(`./tlc/${name}`, import.meta.url), 'utf8');
}

const NAMES = ['a', 'b', 'a1', 'a2', 'a3', 'p1', 'p2', 'v1', 'v2', 'l1', 'None'];

function read(text: string, heap: Heap = new Heap(), variables: readonly string[] = ['x']): readonly RecordedTrace[] {
  const model = { heap, modelValues: new Set(NAMES), variables: new Set(variables), texts: new KnownTexts() };
  return openTraces(text, 'f').map((t) => t.decode(model));
}

function only(text: string, heap?: Heap, variables?: readonly string[]): RecordedTrace {
  const [trace, ...others] = read(text, heap, variables);
  if (trace === undefined || others.length > 0) throw new Error('not one trace');
  return trace;
}

/** A trace as text: the action and the variables of each state, in the order of their names. */
function shown(trace: RecordedTrace, heap: Heap): readonly string[] {
  const order = trace.vars.map((name, i) => [name, i] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  return trace.states.map(({ action, values }) => {
    const state = order.map(([name, i]) => `${name} = ${heap.toText(values[i] ?? -1)}`).join(' ');
    return action === undefined ? state : `${action.name}(${action.parameters.map((p) => heap.toText(p))}) ${state}`;
  });
}

function text(name: string): readonly string[] {
  const heap = new Heap();
  return shown(only(recorded(name), heap), heap);
}

const LASSO = [
  'f = (a :> {} @@ b :> {}) r = [t |-> "on\\"e", e |-> {}] s = <<>> x = 0',
  'Up() f = (a :> {<<0, "s">>} @@ b :> {}) r = [t |-> "on\\"e", e |-> {}] s = <<{a, b}>> x = 1',
  'Up() f = (a :> {<<0, "s">>, <<1, "s">>} @@ b :> {}) r = [t |-> "on\\"e", e |-> {}] s = <<{a, b}, {a, b}>> x = 2',
  'Up() f = (a :> {<<0, "s">>, <<1, "s">>, <<2, "s">>} @@ b :> {}) r = [t |-> "on\\"e", e |-> {}] s = <<{a, b}, {a, b}, {a, b}>> x = 3',
  'Back(a) f = (a :> {<<0, "s">>} @@ b :> {}) r = [t |-> "on\\"e", e |-> {}] s = <<{a, b}>> x = 1',
];

describe('TLC, as TLA+ text', () => {
  test.each(['lasso.txt', 'lasso-tool.txt', 'lasso.tla'])('%s: the step that closes the loop is one more', (name) => {
    expect(text(name)).toEqual(LASSO);
  });

  test('a behaviour that stutters takes no further step', () => {
    expect(text('stuttering.txt')).toEqual(LASSO.slice(0, 3));
  });

  test('the same counterexample in all forms', () => {
    const expected = text('output.txt');
    expect(expected).toHaveLength(10);
    expect(expected[9]).toMatch(/^Learn\(l1,1,v1\) bal = \(p1 :> 1 @@ p2 :> -1\) learned = \(l1 :> v1\)/);
    expect(text('output-tool.txt')).toEqual(expected);
    expect(text('counterexample.tla')).toEqual(expected);
  });

  test('several counterexamples of one variable', () => {
    const heap = new Heap();
    const traces = read(recorded('several.txt'), heap);
    expect(traces.map((t) => t.states.length)).toEqual([3, 4, 4, 5, 5]);
    expect(traces[0] && shown(traces[0], heap)).toEqual([
      'x = (a :> 0 @@ b :> 0)',
      'Next() x = (a :> 1 @@ b :> 0)',
      'Next() x = (a :> 1 @@ b :> 1)',
    ]);
  });

  test('a file of the simulation', () => {
    const found = text('simulation');
    expect(found.length).toBeGreaterThan(5);
    expect(found[1]).toMatch(/^Phase1a\(/);
  });

  test('any value', () => {
    const values = '1..3, {TRUE, FALSE}, <<>>, <<"\\\\\\"\\n", -7>>, (<<1, a>> :> {} @@ <<2, b>> :> {{}}), [q |-> (1 :> "x" @@ 2 :> "y")]';
    const heap = new Heap();
    const { states } = only(`State 1: <Initial predicate>\nx = <<${values}>>\n`, heap);
    expect(heap.toText(states[0]?.values[0] ?? -1)).toBe(
      '<<{1, 2, 3}, {FALSE, TRUE}, <<>>, <<"\\\\\\"\\n", -7>>, (<<1, a>> :> {} @@ <<2, b>> :> {{}}), [q |-> <<"x", "y">>]>>',
    );
  });
});

describe('TLC, as JSON', () => {
  test.each(['counterexample', 'lasso'])('%s: every value of the lossless form fits, and no other of its variable', (name) => {
    const heap = new Heap();
    const exact = only(recorded(`${name}.tla`), heap);
    const lossy = only(recorded(`${name}.json.txt`), heap);
    expect(lossy.states).toHaveLength(exact.states.length);
    exact.vars.forEach((variable, v) => {
      const w = lossy.vars.indexOf(variable);
      const all = exact.states.map((s) => s.values[v] ?? -1);
      lossy.states.forEach((state, i) => {
        const told = state.values[w] ?? -1;
        expect(all.filter((x) => lossy.notation?.matches(told, x))).toEqual(all.filter((x) => x === all[i]));
        expect(lossy.notation?.valueLike(told, all.at(-1) ?? -1)).toBe(all[i]);
      });
    });
    expect(lossy.states.map((s) => s.action?.name)).toEqual(exact.states.map((s) => s.action?.name));
    expect(lossy.states.map((s) => s.action?.parameters.map((p) => lossy.notation?.toText(p)))).toEqual(
      exact.states.map((s) => s.action?.parameters.map((p) => heap.toText(p).replace(/^[a-z]\w*$/, '"$&"'))),
    );
  });

  test('a self-loop names no action: TLC means that nothing happens any more', () => {
    const { states } = only(recorded('stuttering.json.txt'));
    expect(states.map((s) => s.action?.name)).toEqual([undefined, 'Up', 'Up', undefined]);
    expect(states[3]?.values).toEqual(states[2]?.values);
  });

  test.each([
    ['[]', ['{}', '<<>>'], ['{1}', '""', '{{}}']],
    ['[1,2]', ['{1, 2}', '<<1, 2>>', '(1 :> 1 @@ 2 :> 2)', '1..2'], ['<<2, 1>>', '{1, 2, 3}', '{1}']],
    ['[2,1]', ['{1, 2}', '<<2, 1>>'], ['<<1, 2>>', '{2}']],
    ['"a"', ['a', '"a"'], ['b', '"b"', '{a}']],
    ['{"a":[[1],[2]]}', ['[a |-> {{1}, {2}}]', '(a :> <<{1}, <<2>>>>)'], ['[a |-> {{1}}]', '[b |-> {{1}, {2}}]']],
    ['{"<<1, {b, a}>>":3}', ['(<<1, {a, b}>> :> 3)'], ['(<<1, {a}>> :> 3)', '(<<1, {a, b}>> :> 4)']],
    ['[[1],[2],[2]]', ['<<{1}, {2}, {2}>>'], ['{{1}, {2}}']],
    ['["a","b"]', ['{a, b}', '{a, "b"}', '<<"a", b>>'], ['{a, "a"}', '<<b, a>>']],
    ['true', ['TRUE'], ['FALSE', '"true"']],
  ])('%s could be %j and not %j', (json, could, couldNot) => {
    const heap = new Heap();
    const { states, notation } = only(`{"x":${json}}\n{"x":0}\n`, heap);
    const fits = (x: string): boolean => {
      const value = only(`State 1: <Initial predicate>\nx = ${x}\n`, heap).states[0]?.values[0] ?? -1;
      return notation?.matches(states[0]?.values[0] ?? -1, value) ?? false;
    };
    expect(could.filter((x) => !fits(x))).toEqual([]);
    expect(couldNot.filter(fits)).toEqual([]);
  });

  test('lines, with the name of the action', () => {
    const { states, vars } = only('{"x":0,"_action":"Init"}\n{"_action":"Up","x":1}\n{"x":2,"_action":{"name":"Up"}}\n');
    expect(vars).toEqual(['x']);
    expect(states.map((s) => s.action?.name)).toEqual([undefined, 'Up', 'Up']);
  });
});

describe('ITF of other tools', () => {
  const itf = (vars: readonly string[], ...states: readonly object[]): string =>
    JSON.stringify({ vars, params: ['N'], states: states.map((s) => ({ ...s, N: { '#bigint': '3' } })) });

  test('Apalache: its own variables are left out, and its model values are ours', () => {
    const heap = new Heap();
    const state = { __InLoop: false, __saved_x: 'p1_OF_P', x: { '#set': ['p1_OF_P', 'q_OF_P', 'v1'] } };
    const trace = only(itf(['__InLoop', '__saved_x', 'x'], state), heap);
    expect(shown(trace, heap)).toEqual(['x = {p1, v1, "q_OF_P"}']);
    expect(only(itf(['__InLoop', '__saved_x', 'x'], state), heap, ['x', '__saved_x']).vars).toEqual(['__saved_x', 'x']);
  });

  test('Quint: plain numbers, and the action in a variable', () => {
    const heap = new Heap();
    const state = (taken: string, x: number): object => ({
      x,
      'mbt::actionTaken': taken,
      'mbt::nondetPicks': { n: { tag: 'None', value: {} } },
    });
    const trace = only(itf(['x', 'mbt::actionTaken', 'mbt::nondetPicks'], state('init', 0), state('Up', 1)), heap);
    expect(shown(trace, heap)).toEqual(['x = 0', 'Up() x = 1']);
  });
});

describe('what is wrong is said with its place', () => {
  const header = 'State 1: <Initial predicate>\n/\\ x = 0\n/\\ y = 1\n\n';
  test.each<[string, string | RegExp]>([
    ['', 'f:1:1: the file is empty'],
    ['hello', /^f:1:1: this is no trace/],
    ['{"counterexample":{"state":[]', /^f:1:30: the file ends where/],
    ['{"counterexample":{"state":[]}}', 'f:1:19: a counterexample of TLC is a record with the field action'],
    ['{"counterexample":{"state":[],"action":[]}}', 'f:1:1: the trace has no state'],
    [`${header}State 2: <Up line 1>\n/\\ x = 1\n`, /^f:5:1: state 2 says nothing of y; the file may be truncated/],
    [`${header}State 3: <Up line 1>\n/\\ x = 1\n/\\ y = 1\n`, 'f:5:1: this is state 3, where state 2 is expected'],
    [`${header}State 2: <Up line 1>\n/\\ x = {1,\n`, 'f:7:1: the text ends where a value is expected; it may be truncated'],
    [`${header}State 2: <Up line 1>\n/\\ x = c\n/\\ y = 1\n`, 'f:6:8: c is no model value of this model'],
    [`${header}State 2: <Up line 1>\n/\\ x = {1, "a"}\n/\\ y = 1\n`, /^f:6:8: Attempted to/],
    [`${header}State 2: <Up line 1>\n/\\ x = 99999999999\n/\\ y = 1\n`, /^f:6:8: the integer 99999999999 does not fit/],
    [`${header}Back to state 3: <Up>\n`, 'f:5:1: the trace goes back to state 3, which it has not'],
    ['@!@!@STARTMSG 2217:4 @!@!@\n1: <Initial predicate>\nx = 1\n', /^f:4:1: the text ends where "@!@!@ENDMSG" is expected/],
    [`TLC2 Version 2\n${header}`, /^f:6:1: TLC's output ends before TLC did/],
    ['TLC2 Version 2\nFinished in 1s\n', "f:1:1: TLC's output shows no behaviour"],
    ['{"x":1}\n{"x":1.5}\n', 'f:2:6: 1.5 is not an integer'],
    ['{"x":1}\n{"y":1}\n', /^f:2:1: state 2 says nothing of x/],
    ['{"x":1}\n{"x":', /^f:2:6: the file ends where a value is expected/],
  ])('%j', (input, message) => {
    const failed = (): unknown => read(input);
    expect(failed).toThrow(expect.objectContaining({ errorClass: 'usage' }));
    expect(failed).toThrow(message instanceof RegExp ? message : new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`));
  });

  test.each(['counterexample.json.txt', 'counterexample.tla', 'output.txt', 'output-tool.txt', 'simulation'])(
    '%s, wherever it ends',
    (name) => {
      const whole = recorded(name).trimEnd();
      for (let i = 1; i < 60; i++) expect(() => read(whole.slice(0, Math.floor((whole.length * i) / 60)))).toThrow(/^f:\d+:\d+: /);
    },
  );

  test('a counterexample whose step has another state than the list', () => {
    const json = recorded('lasso.json.txt');
    const at = json.indexOf('"x":2');
    expect(() => read(`${json.slice(0, at)}"x":9${json.slice(at + 5)}`)).toThrow(/this state 3 is not the one in the list of states/);
  });
});

test('a trace is known by its beginning', () => {
  for (const name of ['counterexample.json.txt', 'counterexample.tla', 'output.txt', 'output-tool.txt', 'simulation'])
    expect(looksLikeTrace(recorded(name).slice(0, 4096))).toBe(true);
  for (const other of ['{"name":"ApalacheIR"}', '---- MODULE M ----\nx == 1\n====\n', 'SPECIFICATION Spec\n', '# Title\n'])
    expect(looksLikeTrace(other)).toBe(false);
});
