/** Random behaviours of a model: repeatable, checked on the way, and never taken for a proof. */
import { describe, expect, test } from 'vitest';
import { Random } from '../../../conformance/tla-to-ts/explore/random.ts';
import { checkModel, type Model, type SimulateOptions, type SimulateResult, simulateModel } from '../../../conformance/tla-to-ts/index.ts';
import { TOY_CONFIG, toySpec } from '../lockstep/toy.ts';

function simulate(options: Partial<SimulateOptions> = {}, model: Model = toySpec()): SimulateResult {
  return simulateModel(model, { runs: 10, depth: 20, seed: 1, ...options });
}

/** The labels of the steps of each behaviour. */
function labels(result: SimulateResult): readonly string[] {
  return result.behaviours.map((b) => b.states.map((s) => `${s.action?.name}(${s.action?.parameters.map((p) => p.value)})`).join(' '));
}

describe('chance', () => {
  test('is even, and the seed decides', () => {
    const random = new Random(42);
    const counts = [0, 0, 0, 0, 0];
    for (let i = 0; i < 10_000; i++) {
      const n = random.below(5);
      counts[n] = (counts[n] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  test('belongs to the seed for good', () => {
    const random = new Random(2026);
    expect(Array.from({ length: 8 }, () => random.below(100))).toEqual([45, 30, 66, 61, 15, 22, 68, 80]);
  });

  test('the same seed, the same behaviours', () => {
    const first = simulate({ keep: true, seed: 9 });
    expect(labels(first)).toEqual(labels(simulate({ keep: true, seed: 9 })));
    expect(labels(first)).not.toEqual(labels(simulate({ keep: true, seed: 10 })));
  });
});

describe('a run without violation', () => {
  test('is ok, but not complete', () => {
    const result = simulate();
    expect(result).toMatchObject({
      verdict: 'ok',
      complete: false,
      depth: 21,
      initial: 1,
      behaviours: [],
      simulation: { runs: 10, depth: 20, seed: 1 },
    });
    expect(result.distinct).toBeGreaterThan(20);
    expect(result.generated).toBeGreaterThan(result.distinct);
    for (const action of result.actions) expect(action.generated).toBeGreaterThan(0);
  });

  test('stays within the constraints', () => {
    const model = toySpec((t) => t, `${TOY_CONFIG}CONSTRAINT Few\n`);
    const within = checkModel(toySpec((t) => t, `${TOY_CONFIG}CONSTRAINT Few\n`)).distinct;
    expect(simulate({ runs: 200 }, model).distinct).toBe(within);
  });
});

describe('a violation', () => {
  test('of an invariant, with the behaviour that leads to it', () => {
    const model = toySpec((t) => t, `${TOY_CONFIG}INVARIANT Few\n`);
    const result = simulate({ keep: true }, model);
    expect(result).toMatchObject({ verdict: 'safety', property: 'Few', message: 'Invariant Few is violated', complete: false });
    expect(result.trace?.states.at(-1)?.action?.name).toBe('Increment');
    expect(result.trace?.states.length).toBeGreaterThan(2);
    expect(result.behaviours.at(-1)).toEqual(result.trace);
  });

  test('of an action property', () => {
    const model = toySpec(
      (t) => t.replace('Few ==', "Grows == [][\\A n \\in Node : count[n] <= count[n]']_count\nFew =="),
      `${TOY_CONFIG}PROPERTY Grows\n`,
    );
    expect(simulate({}, model)).toMatchObject({ verdict: 'safety', message: 'Action property Grows is violated' });
  });

  test('deadlock, unless it is allowed', () => {
    const change = (text: string): string => text.replace(/Next == [\s\S]*?(?=Few)/, 'Next == \\E n \\in Node : Increment(n)\n');
    expect(simulate({}, toySpec(change))).toMatchObject({ verdict: 'deadlock' });
    expect(simulate({ checkDeadlock: false }, toySpec(change))).toMatchObject({ verdict: 'ok' });
  });

  test('an error of evaluation, with its place', () => {
    const result = simulate(
      {},
      toySpec((t) => t.replace('count[n] = Max\n', 'count[n] = Max /\\ count["x"] = 1\n')),
    );
    expect(result.verdict).toBe('error');
    expect(result.error?.loc?.line).toBe(16);
    expect(result.trace).toBeDefined();
  });

  test('an assumption', () => {
    const model = toySpec((t) => t.replace('Init ==', 'ASSUME Max > 5\nInit =='));
    expect(simulate({}, model)).toMatchObject({ verdict: 'assumption', behaviours: [] });
  });
});

test('progress is reported', () => {
  let calls = 0;
  simulate({ runs: 20, onProgress: () => calls++ });
  expect(calls).toBeGreaterThan(1);
});
