/** The exhaustive check: it passes what is identical, and finds every kind of difference, each of which is planted here. */
import { describe, expect, test } from 'vitest';
import { lockstep } from '../../../conformance/lockstep/index.ts';
import { withProgram } from '../../../conformance/tla-to-ts/explore/stepper.ts';
import { checkModel } from '../../../conformance/tla-to-ts/index.ts';
import { checkToy, divergenceIn, next, type Plant, TOY_CONFIG, type Toy, toyBinding, toySpec, WITH_TICK } from './toy.ts';

describe('what is identical', () => {
  test('every pair is compared, as many as the specification has states', () => {
    const result = checkToy();
    const spec = checkModel(toySpec());
    expect(result).toMatchObject({ verdict: 'identical', complete: true, divergence: undefined, states: spec.distinct, depth: spec.depth });
    expect(result.transitions).toBe(spec.generated - spec.initial);
    for (const { name, generated } of spec.actions) expect(result.actions.get(name)).toBe(generated);
  });

  test('more than one action of the code may be the same step', () => {
    const result = checkToy({ actions: [...WITH_TICK, { type: 'Increment', n: 'n1' }] });
    expect(result).toMatchObject({ verdict: 'identical', states: 144 });
  });

  test('a constraint of the model bounds the check, and what is just outside is still compared', () => {
    const model = (): ReturnType<typeof toySpec> => toySpec((t) => t, `${TOY_CONFIG}CONSTRAINT Few\n`);
    expect(checkToy({}, model())).toMatchObject({ verdict: 'identical', states: checkModel(model()).distinct });
    const outside = divergenceIn({ next: (s, a) => (a.type === 'Increment' && s.count[a.n] === 1 ? undefined : next(s, a)) }, model());
    expect(outside.message).toBe('the specification takes Increment(n1) here, the code does not');
  });

  test('an action of the code alone may change what the specification does not see', () => {
    const result = checkToy({
      actions: WITH_TICK,
      next: (s, a) => (a.type === 'Tick' ? { ...s, hidden: ((s.hidden ?? 0) + 1) % 3 } : next(s, a)),
      init: [{ count: { n1: 0, n2: 0 }, msgs: [], hidden: 0 }],
    });
    expect(result).toMatchObject({ verdict: 'identical', complete: true, states: 3 * 144 });
    expect(result.actions.get('Tick')).toBe(3 * 144);
  });
});

describe('what differs', () => {
  test('a step that the code lacks', () => {
    const d = divergenceIn({ next: (s, a) => (a.type === 'Reset' && a.n === 'n2' ? undefined : next(s, a)) });
    expect(d).toMatchObject({ kind: 'spec-only', message: 'the specification takes Reset(n2) here, the code does not', code: [] });
    expect(d.path.map((p) => p.label)).toEqual([undefined, 'Increment(n2)', 'Increment(n2)']);
    expect(d.spec).toHaveLength(1);
    expect(d.step).toMatchObject({ label: 'Reset(n2)', action: { name: 'Reset' } });
    expect(d.source).toEqual({ spec: 'spec/Toy.tla:16:1', action: 'Reset' });
  });

  test('a step that the code has in excess', () => {
    const d = divergenceIn({
      next: (s, a) => (a.type === 'Reset' && s.count[a.n] === 1 ? { ...s, count: { ...s.count, [a.n]: 0 } } : next(s, a)),
    });
    expect(d).toMatchObject({ kind: 'code-only', message: 'the code takes Reset(n1) here, the specification does not', spec: [] });
    expect(d.path).toHaveLength(2);
    expect(d.code).toHaveLength(1);
  });

  test('a step to another state', () => {
    const d = divergenceIn({
      next: (s, a) => (a.type === 'Announce' && s.count[a.n] === 2 ? { ...s, msgs: [...s.msgs, { from: a.n, value: 1 }] } : next(s, a)),
    });
    expect(d).toMatchObject({ kind: 'spec-only', message: 'Announce(n1) leads to different states' });
    expect([d.spec.length, d.code.length, d.path.length]).toEqual([1, 1, 3]);
  });

  test.each<[string, (s: Toy) => Toy]>([
    ['to the same state with a message too many', (s) => ({ ...s, msgs: [{ from: 'n1', value: 2 }] })],
    ['to the state that it came from', (s) => s],
  ])('an Increment %s', (_, wrong) => {
    const d = divergenceIn({ next: (s, a) => (a.type === 'Increment' && s.count[a.n] === 0 ? wrong(s) : next(s, a)) });
    expect(d.message).toBe('Increment(n1) leads to different states');
    expect(d.path).toHaveLength(1);
  });

  test('an initial state of the code alone', () => {
    const start: Toy = { count: { n1: 0, n2: 0 }, msgs: [] };
    const d = divergenceIn({ init: [start, { ...start, count: { n1: 1, n2: 0 } }] });
    expect(d).toMatchObject({ kind: 'initial', message: 'the code has an initial state that the specification does not have', path: [] });
  });

  test('an initial state of the specification alone', () => {
    const model = toySpec((t) => t.replace('count = [n \\in Node |-> 0]', 'count \\in {[n \\in Node |-> 0], [n \\in Node |-> 1]}'));
    expect(divergenceIn({}, model)).toMatchObject({
      kind: 'initial',
      message: 'the specification has an initial state that the code does not have',
    });
  });

  test('no initial state at all', () => {
    expect(divergenceIn({ init: [] }).kind).toBe('initial');
  });

  test('an action that is none of the specification, but changes its variables', () => {
    const d = divergenceIn({
      actions: WITH_TICK,
      next: (s, a) => (a.type === 'Tick' ? { ...s, count: { ...s.count, n1: 2 } } : next(s, a)),
    });
    expect(d.kind).toBe('not-a-stutter');
    expect(d.message).toBe("the code's action Tick is bound to no step of the specification, but it changes its variables");
    expect(d.source?.action).toBe('Tick');
  });

  test('an action that is bound to a step that does not exist', () => {
    const d = divergenceIn({ tick: 'Tick', actions: WITH_TICK, next: (s, a) => (a.type === 'Tick' ? s : next(s, a)) });
    expect(d).toMatchObject({ kind: 'no-such-step', message: 'the code took Tick, a step that the specification does not have' });
  });

  test('an error that the code raises', () => {
    const d = divergenceIn({
      next: (s, a) => {
        if (a.type === 'Lose' && a.v === 2) throw new RangeError('out of range');
        return next(s, a);
      },
    });
    expect(d).toMatchObject({ kind: 'code-failed', message: 'the code raised an error in Lose(n1, 2): out of range' });
  });

  test('a state of the code that cannot be understood', () => {
    const d = divergenceIn({
      variables: (all) => ({
        ...all,
        count: (s) => {
          if (s.msgs.length > 1) throw new Error('too many messages');
          return all.count(s);
        },
      }),
    });
    expect(d.message).toMatch(/^the code raised an error in Announce\(n\d\): too many messages$/);
  });

  test('the path is a shortest one, and shows the states', () => {
    const d = divergenceIn({ next: (s, a) => (a.type === 'Lose' && s.msgs.length === 4 ? undefined : next(s, a)) });
    expect(d.path).toHaveLength(9);
    expect(new Set(d.path.map((p) => p.values.join())).size).toBe(9);
  });
});

describe('what the abstraction ignores', () => {
  test('states that differ only in that are different pairs', () => {
    const remember = (s: Toy, a: Parameters<typeof next>[1]): Toy | undefined => {
      const to = next(s, a);
      return to === undefined ? undefined : a.type === 'Reset' ? { ...to, hidden: 1 } : to;
    };
    const result = checkToy({ next: remember });
    expect(result.verdict).toBe('identical');
    expect(result.states).toBeGreaterThan(144);
  });

  test('a difference that shows only in one of them is found', () => {
    // After a Reset the specification's state is one that was seen long before; only the code knows that it is not the same.
    const d = divergenceIn({
      next: (s, a) => {
        if (a.type === 'Announce' && s.hidden === 1 && s.count[a.n] === 1) return undefined;
        const to = next(s, a);
        return to === undefined ? undefined : a.type === 'Reset' ? { ...to, hidden: 1 } : to;
      },
    });
    expect(d.message).toMatch(/^the specification takes Announce\(n\d\) here, the code does not$/);
    expect(d.path.map((p) => p.label)).toContain('Reset(n1)');
  });
});

describe('what checked nothing is no pass', () => {
  test('a limit that is reached', () => {
    const result = checkToy({}, toySpec(), { maxStates: 20 });
    expect(result).toMatchObject({ verdict: 'incomplete', complete: false, message: 'the limit of 20 states was reached' });
    expect(checkToy({}, toySpec(), { maxStates: 144 }).verdict).toBe('identical');
  });

  test('no step', () => {
    const model = toySpec((t) => t.replace('count[n] < Max\n', 'count[n] < 0\n'));
    const result = checkToy({ next: (s, a) => (a.type === 'Increment' ? undefined : next(s, a)) }, model);
    expect(result).toMatchObject({ verdict: 'incomplete', complete: false, transitions: 0, message: 'no step was compared' });
  });

  test('an action that is never enabled has the count 0', () => {
    const model = toySpec((t) => t.replace('count[n] = Max\n', 'count[n] > Max\n'));
    const result = checkToy({ next: (s, a) => (a.type === 'Reset' ? undefined : next(s, a)) }, model);
    expect(result.verdict).toBe('identical');
    expect(result.actions.get('Reset')).toBe(0);
    expect(result.actions.get('Tick')).toBe(0);
  });
});

describe('a binding that does not fit', () => {
  const run = (variables: NonNullable<Parameters<typeof toyBinding>[0]>['variables']) => () =>
    withProgram(toySpec(), (program) => lockstep(program, toyBinding(variables === undefined ? {} : { variables })));

  test('a variable is missing', () => {
    expect(run(({ count }) => ({ count }))).toThrow('The binding of toy says nothing of the variables msgs');
  });

  test('a variable does not exist', () => {
    expect(run((all) => ({ ...all, votes: () => all.count({ count: {}, msgs: [] }) }))).toThrow(
      'The binding of toy speaks of variables that the specification does not have: votes',
    );
  });
});

test('an error of the specification has its place', () => {
  const model = toySpec((t) => t.replace('count[n] > 0\n', 'count[n] > "zero"\n'));
  expect(() => checkToy({}, model)).toThrow(
    expect.objectContaining({ errorClass: 'evaluation', loc: expect.objectContaining({ line: 10 }) }),
  );
});

test('progress is reported', () => {
  const seen: number[] = [];
  const plant: Plant = {
    actions: WITH_TICK,
    next: (s, a) => (a.type === 'Tick' ? { ...s, hidden: ((s.hidden ?? 0) + 1) % 10 } : next(s, a)),
  };
  checkToy(plant, toySpec(), { onProgress: (p) => seen.push(p.states) });
  expect(seen.length).toBeGreaterThan(1);
});
