/** Random simulation by several threads: whatever their number, the result is that of one. */
import { beforeAll, describe, expect, it } from 'vitest';
import { packLayout, packRuns, unpackLayout, unpackRuns } from '../../../../conformance/engines/embedded/runs.ts';
import { type ParallelSimulateOptions, simulateInParallel } from '../../../../conformance/engines/embedded/simulate.ts';
import { remembering } from '../../../../conformance/engines/embedded/sources.ts';
import { ATOM, layoutOf, learnShape } from '../../../../conformance/tla-to-ts/compile/layout.ts';
import type { Run } from '../../../../conformance/tla-to-ts/explore/walker.ts';
import {
  type ActionLabel,
  Heap,
  loadModel,
  type Model,
  type Progress,
  type SimulateResult,
  type Trace,
} from '../../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../../conformance/tla-to-ts/syntax/grammar-node.ts';

beforeAll(loadGrammar);

interface Told extends Record<string, unknown> {
  readonly behaviours: readonly (readonly string[])[];
  readonly prints: readonly string[];
  readonly generated: number;
}

/** All that a simulation says but the time that it took; values as text. */
function simulate(body: string, cfg: string, options: Partial<ParallelSimulateOptions>): Told {
  const spec = { path: 'M.tla', text: `---- MODULE M ----\n${body}\n====\n` };
  const config = { path: 'M.cfg', text: cfg };
  const { sources, read } = remembering(spec, config, () => undefined);
  const model = loadModel(spec, config, read);
  const prints: string[] = [];
  const onPrint = (text: string): void => void prints.push(text);
  const result = simulateInParallel(
    model,
    { ...sources, cwd: '.' },
    {
      runs: 60,
      depth: 12,
      seed: 5,
      alone: 0,
      keep: true,
      coverage: true,
      onPrint,
      ...options,
    },
  );
  return { ...told(model, result), prints };
}

function told(
  model: Model,
  { seconds: _, memory: __, error, trace, behaviours, ...rest }: SimulateResult,
): Record<string, unknown> & Pick<Told, 'behaviours' | 'generated'> {
  return {
    ...rest,
    error: error && { message: error.message, rendered: error.render(), errorClass: error.errorClass },
    trace: trace && { loop: trace.loop, back: trace.back && labelText(model, trace.back), states: textOf(model, trace) },
    behaviours: behaviours.map((b) => textOf(model, b)),
  };
}

function textOf(model: Model, { states }: Trace): readonly string[] {
  return states.map(({ values, action }) => `${action && labelText(model, action)} ${values.map((v) => model.heap.toText(v))}`);
}

function labelText({ heap }: Model, { name, parameters }: ActionLabel): string {
  return `${name}(${parameters.map((p) => `${p.name}=${heap.toText(p.value)}`)})`;
}

/** Values of all kinds, strings and sets of them that are made on the way among them, and more initial states than one. */
const BODY = `EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANTS P, Q
VARIABLES log, seen, votes, odd
vars == <<log, seen, votes, odd>>
Init == /\\ log = <<>>
        /\\ seen \\in {{}, {"first"}}
        /\\ votes = [p \\in P |-> {}]
        /\\ odd = [a |-> -2147483647, b |-> [x \\in {2, 5} |-> TRUE]]
Add(x) == /\\ Len(log) < 6
          /\\ log' = Append(log, [value |-> x, at |-> Len(log), by |-> Q])
          /\\ seen' = seen \\cup {ToString(7 * x) \\o "/" \\o ToString(Len(log) % 3)}
          /\\ UNCHANGED <<votes, odd>>
Drop == /\\ log # <<>>
        /\\ \\E s \\in seen : seen' = seen \\ {s}
        /\\ log' = Tail(log)
        /\\ odd' = [odd EXCEPT !.b[5] = ~@]
        /\\ UNCHANGED votes
Vote(p, q) == /\\ p # q
              /\\ votes' = [votes EXCEPT ![p] = @ \\cup {<<q, Len(log)>>}]
              /\\ UNCHANGED <<log, seen, odd>>
Next == (\\E x \\in 1..3 : Add(x)) \\/ Drop \\/ (\\E p \\in P, q \\in P : Vote(p, q))
Spec == Init /\\ [][Next]_vars
Short == Len(log) < 7
Few == Cardinality(seen) < 5
Grows == [][Len(log') + 1 >= Len(log)]_log
Kept == [][\\A p \\in P : Cardinality(votes[p]) < 4 \\/ Len(log') >= Len(log)]_vars`;

const CFG = 'SPECIFICATION Spec\nCONSTANTS P = {p1, p2, a_q}\nQ = other\nINVARIANT Short\nPROPERTY Grows';

const CASES: readonly (readonly [what: string, verdict: string, body: string, cfg: string, workers: number])[] = [
  ['nothing is wrong', 'ok', BODY, CFG, 3],
  ['an invariant', 'safety', BODY, CFG.replace('Short', 'Few'), 2],
  ['an action property', 'safety', BODY, CFG.replace('Grows', 'Kept'), 2],
  [
    'a deadlock',
    'deadlock',
    BODY.replace('/\\ p # q', '/\\ p # q /\\ Len(log) < 6').replace('log # <<>>', 'log # <<>> /\\ Len(log) < 6'),
    CFG,
    2,
  ],
  ['an error of evaluation', 'error', BODY.replace('Tail(log)', '(IF Cardinality(seen) = 4 THEN Tail(seen) ELSE Tail(log))'), CFG, 2],
  ['what is printed', 'safety', BODY.replace('Drop ==', 'Drop == PrintT(<<"drop", log, seen>>) /\\'), CFG.replace('Short', 'Few'), 3],
];

describe('a simulation by several threads is that of one', () => {
  it.each(CASES)('%s', (_, verdict, body, cfg, workers) => {
    const one = simulate(body, cfg, { workers: 1 });
    expect(one).toMatchObject({ verdict });
    expect(simulate(body, cfg, { workers })).toEqual(one);
  });

  it('the level of a state', () => {
    const body = BODY.replace('Short ==', 'Short == TLCGet("level") < 9 /\\');
    const one = simulate(body, CFG, { workers: 1 });
    expect(one).toMatchObject({ verdict: 'safety', property: 'Short', depth: 9 });
    expect(simulate(body, CFG, { workers: 3 })).toEqual(one);
  });

  it.each([41, 77, 60, 88])('a temporal property, whose counterexample has values that another thread made: %i', (rare) => {
    const body = `EXTENDS Naturals, Sequences, TLC
VARIABLES n, text
vars == <<n, text>>
Number == [zero |-> 0, one |-> 1, two |-> 2]
Go(k) == n' = (2 * n + Number[k]) % 97 /\\ text' = {[at |-> ToString(n') \\o "/" \\o k]}
Next == \\E k \\in DOMAIN Number : Go(k)
Spec == n = 1 /\\ text = {} /\\ [][Next]_vars /\\ WF_vars(Next)
Once == <>[](n # ${rare})
Slow == \\A i \\in 1..2000 : i % 7 # n + 10`;
    // Slow enough for all threads to take part in every round.
    const options = { depth: 30, keep: false };
    const cfg = 'SPECIFICATION Spec\nPROPERTY Once\nINVARIANT Slow';
    const one = simulate(body, cfg, { ...options, workers: 1 });
    expect(one).toMatchObject({
      verdict: 'liveness',
      property: 'Once',
      trace: { loop: expect.any(Number), back: expect.stringMatching(/^Go/) },
    });
    expect(simulate(body, cfg, { ...options, workers: 5 })).toEqual(one);
  });

  it('where a value does not fit the layout that was learned, and something is printed', () => {
    const body = `EXTENDS Naturals, TLC
VARIABLES n, f
Init == n = 0 /\\ f = [a |-> 0, b |-> 0]
Next == \\E k \\in 1..3 : n' = n + k /\\ f' = IF n > 2400 THEN [c |-> PrintT(n)] ELSE [a |-> n % 7, b |-> IF n % 400 = 0 THEN PrintT(n) ELSE FALSE]
Spec == Init /\\ [][Next]_<<n, f>>`;
    const run = (workers: number): Told => simulate(body, 'SPECIFICATION Spec', { workers, runs: 12, depth: 1300, keep: false });
    const one = run(1);
    expect(one).toMatchObject({ verdict: 'ok', depth: 1301 });
    // Twelve behaviours, three steps from 0 in each: it began again, for values such as [c |-> TRUE], and did not say it again.
    expect(one.prints.filter((text) => text === '0').length).toBe(36);
    expect(one.prints.some((text) => Number(text) > 2400)).toBe(true);
    expect(run(2)).toEqual(one);
  });

  it('a behaviour prefers states that were not met in earlier rounds, whoever met them', () => {
    const body =
      "EXTENDS Naturals\nVARIABLE n\nInit == n = 1\nNext == \\E k \\in 0..1 : n' = (2 * n + k) % 4099\nSpec == Init /\\ [][Next]_n";
    const options = { runs: 130, depth: 14, keep: false };
    const one = simulate(body, 'SPECIFICATION Spec', { ...options, workers: 1 });
    expect(one).toMatchObject({ verdict: 'ok' });
    expect(simulate(body, 'SPECIFICATION Spec', { ...options, workers: 2 })).toEqual(one);
  });
});

describe('one thread goes through the behaviours in their order, whatever the number asked for', () => {
  const body = `EXTENDS Naturals, TLC
VARIABLE n
Init == n = 1
Next == \\E k \\in 0..1 : n' = (2 * n + k) % 997
Spec == Init /\\ [][Next]_n
ASSUME TLCSet(1, 0)
Count == TLCSet(1, TLCGet(1) + 1)
Until == TLCGet("diameter") = 9 /\\ n > 40 => TLCSet("exit", TRUE)
Told == PrintT(<<TLCGet("diameter"), TLCGet("stats").traces, TLCGet(1)>>)
Never == FALSE
Led == (TLCGet("level") = 1) = (TLCGet("action").name = "Init")
Lucky == RandomElement(1..(n + 300)) # 7`;
  const simulated = (cfg: string, workers: number): Told => simulate(body, `SPECIFICATION Spec\n${cfg}`, { workers, runs: 40 });

  it.each([
    ['registers', 'INVARIANT Count\nPOSTCONDITION Told', 'ok', 40],
    ['the end that it asks for', 'INVARIANT Until\nPOSTCONDITION Told', 'ok', 9],
    ['the step that led to the state', 'INVARIANT Count\nACTION_CONSTRAINT Led', 'ok', 40],
    ['a postcondition that is false', 'INVARIANT Count\nPOSTCONDITION Never', 'assumption', 40],
    ['chance', 'INVARIANT Lucky', 'safety', expect.any(Number)],
  ])('%s', (_, cfg, verdict, runs) => {
    const one = simulated(cfg, 1);
    expect(one).toMatchObject({ verdict, simulation: { runs } });
    if (cfg.includes('Told')) expect(one.prints).toEqual([`<<${runs}, ${runs}, ${cfg.includes('Count') ? one.generated : 0}>>`]);
    // What ends the simulation cuts its behaviour short, too.
    const whole = one.behaviours.filter((b) => b.length === 13);
    expect(whole.length).toBe(one.behaviours.length - (runs === 40 ? 0 : 1));
    expect(simulated(cfg, 3)).toEqual(one);
  });
});

it('the first behaviours of a longer simulation are those of a shorter one', () => {
  const of = (runs: number): readonly unknown[] => simulate(BODY, CFG, { workers: 1, runs }).behaviours;
  expect(of(45).slice(0, 20)).toEqual(of(20));
});

it('who looks at the progress, which never goes back, can end a simulation by several threads', () => {
  const progress: Progress[] = [];
  const interrupt = (p: Progress): void => {
    progress.push(p);
    if (p.generated > 40_000) throw new Error('that will do');
  };
  expect(() => simulate(BODY, CFG, { workers: 2, runs: 100_000, keep: false, onProgress: interrupt })).toThrow('that will do');
  const distinct = progress.map((p) => p.distinct);
  expect(distinct).toEqual([...distinct].sort((a, b) => a - b));
  expect(distinct.at(-1)).toBeGreaterThan(100);
});

it('a layout means the same in a heap that has other values', () => {
  const here = new Heap();
  const there = new Heap();
  there.str('first');
  const pairs = [1, 2].map((n) => here.single(here.str('b'), here.single(here.int(5), here.int(n))));
  const layout = layoutOf([learnShape(here, pairs), ATOM]);
  const moved = unpackLayout(there, packLayout(here, layout));
  const [shape] = moved.shapes;
  expect(shape).toMatchObject({ k: 'fn', elem: { k: 'fn' } });
  expect(moved).toEqual(layoutOf([learnShape(there, [there.single(there.str('b'), there.single(there.int(5), there.int(1)))]), ATOM]));
  expect(moved).not.toEqual(layout);
});

it('a counterexample means the same in a heap that has other values', () => {
  const [here, there] = [new Heap(), new Heap()];
  there.str('first');
  const traceIn = (heap: Heap): Trace => {
    const label = { name: 'Act', parameters: [{ name: 'p', value: heap.str('x') }] };
    const states = [undefined, label].map((action, n) => ({ values: [heap.str(`state ${n}`)], action }));
    return { variables: ['v'], states, loop: 0, back: label };
  };
  const runIn = (heap: Heap): Run => ({
    index: 3,
    generated: 2,
    initial: 1,
    taken: Float64Array.of(1),
    guards: undefined,
    instances: [-1, 0],
    states: [[heap.str('state 0')], [heap.str('state 1')]],
    fingerprints: Int32Array.of(1, 2, 3, 4),
    prints: [],
    end: { verdict: 'liveness', message: 'Property P is violated', property: 'P', error: undefined, trace: traceIn(heap) },
    enough: false,
    thrown: undefined,
  });
  const moved = unpackRuns(there, structuredClone(packRuns(here, [runIn(here)])));
  expect(moved).toEqual([runIn(there)]);
  expect(moved).not.toEqual([runIn(here)]);
});
