/** What the check says of a mutant, on a specification and a program that are small enough to see through. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Binding } from '../../../conformance/lockstep/binding.ts';
import { anySubject, type Properties } from '../../../conformance/mutation/catalogue.ts';
import { consequence } from '../../../conformance/mutation/consequence.ts';
import { type Finding, judge } from '../../../conformance/mutation/judge.ts';
import { type MutantReport, overall, reportOf } from '../../../conformance/mutation/verdict.ts';
import { loadModel, type Model } from '../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';

beforeAll(loadGrammar);

const SPEC = `---- MODULE Count ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Up(n) == x + n <= 4 /\\ x' = x + n
Reset == x = 4 /\\ x' = 0
Next == (\\E n \\in {1, 2} : Up(n)) \\/ Reset
====
`;

function model(): Model {
  return loadModel({ path: 'Count.tla', text: SPEC }, { path: 'Count.cfg', text: 'INIT Init\nNEXT Next\n' }, () => undefined);
}

type Action = { readonly type: 'Up'; readonly n: number } | { readonly type: 'Reset' };
interface Counter {
  readonly x: number;
}
type Next = (s: Counter, a: Action) => Counter | undefined;

const right: Next = (s, a) => {
  if (a.type === 'Reset') return s.x === 4 ? { x: 0 } : undefined;
  return s.x + a.n <= 4 ? { x: s.x + a.n } : undefined;
};

function code(next: Next, initial = 0) {
  const actions: readonly Action[] = [{ type: 'Up', n: 1 }, { type: 'Up', n: 2 }, { type: 'Reset' }];
  return { init: () => [{ x: initial }], actions: () => actions, next };
}

function binding(next: Next, initial?: number): Binding<Counter, Action> {
  return {
    protocol: 'count',
    spec: 'Count.tla',
    models: [],
    code: () => code(next, initial),
    refinement: (t) => ({
      variables: { x: (s) => t.int(s.x) },
      actions: { Up: (a) => [{ name: 'Up', parameters: [t.int(a.n)] }], Reset: () => [{ name: 'Reset', parameters: [] }] },
    }),
    source: (name) => ({ file: 'count.ts', name }),
  };
}

const properties: Properties<Counter, Action> = {
  states: { AtMostFour: (s: Counter) => s.x <= 4 },
  steps: { Moves: (s: Counter, t: Counter) => s.x !== t.x },
};

function find(mutant: Next, original: Next = right, initial?: number, maxStates?: number): Finding {
  const subject = anySubject({ mutant: binding(mutant, initial), original: binding(original), properties: () => properties });
  return judge(model(), subject, { breaks: 'AtMostFour', ...(maxStates === undefined ? {} : { maxStates }) });
}

describe('a mutant', () => {
  it('that does too much is killed by the first step that it has alone, and what it breaks is found', () => {
    const finding = find((s, a) => (a.type === 'Up' && s.x < 6 ? { x: s.x + a.n } : right(s, a)));
    expect(finding).toMatchObject({ verdict: 'killed', by: 'lockstep: code-only Up(2)', depth: 3 });
    expect(finding.violation).toEqual({ property: 'AtMostFour', depth: 3 });
  });

  it('that does too little is killed by the first step that it lacks', () => {
    expect(find((s, a) => (a.type === 'Reset' ? undefined : right(s, a)))).toMatchObject({
      verdict: 'killed',
      by: 'lockstep: spec-only Reset',
      depth: 3,
      violation: undefined,
    });
  });

  it('that goes elsewhere is killed by the step', () => {
    expect(find((s, a) => (a.type === 'Reset' && s.x === 4 ? { x: 1 } : right(s, a)))).toMatchObject({
      verdict: 'killed',
      by: 'lockstep: Reset leads elsewhere',
    });
  });

  it('that fails with an error is killed by it', () => {
    const finding = find((s, a) => {
      if (s.x === 3) throw new Error('three');
      return right(s, a);
    });
    expect(finding).toMatchObject({ verdict: 'killed', depth: 3 });
    expect(finding.by).toMatch(/^lockstep: the code raised an error in Up\(1\): three/);
  });

  it('that starts elsewhere is killed before the first step', () => {
    expect(find(right, right, 1)).toMatchObject({
      verdict: 'killed',
      by: 'lockstep: the code has an initial state that the specification does not have',
      depth: 0,
    });
  });

  it('that does the same is identical, after a complete check', () => {
    expect(find((s, a) => right({ ...s }, a))).toMatchObject({ verdict: 'identical', by: undefined, states: 5 });
  });

  it('is not called identical where a limit was reached', () => {
    expect(find(right, right, 0, 2)).toMatchObject({ verdict: 'incomplete', by: undefined });
  });

  it('is not credited with a difference that the original has, too', () => {
    const wrong: Next = (s, a) => (a.type === 'Reset' ? undefined : right(s, a));
    expect(find(wrong, wrong)).toMatchObject({ verdict: 'blind', violation: undefined });
  });
});

describe('what a bug leads to', () => {
  const up: Next = (s, a) => (a.type === 'Up' ? { x: s.x + a.n } : undefined);
  const start = [{ state: { x: 0 }, depth: 10 }];

  it('is found with the fewest steps when it is near', () => {
    expect(consequence(code(up), start, properties, 'AtMostFour')).toEqual({ property: 'AtMostFour', depth: 13 });
  });

  it('is found far away by walking, and always the same way', () => {
    const far = { states: { Under30: (s: Counter) => s.x < 30 }, steps: {} };
    const limits = { states: 5, walks: 10, steps: 40 };
    const found = consequence(code(up), start, far, 'Under30', { limits });
    expect(found?.depth).toBeGreaterThanOrEqual(25);
    expect(consequence(code(up), start, far, 'Under30', { limits })).toEqual(found);
    expect(consequence(code(up), start, far, 'Under30', { limits: { ...limits, walks: 0 } })).toBeUndefined();
  });

  it('is another property, where the wanted one is not met', () => {
    const stuck: Next = (s, a) => (a.type === 'Up' && s.x < 4 ? { x: s.x } : undefined);
    expect(consequence(code(stuck), start, properties, 'AtMostFour')).toEqual({ property: 'Moves', depth: 11 });
  });

  it('is looked for within bounds: what lies beyond them is seen, but nothing is that comes after it', () => {
    const within = (s: Counter): boolean => s.x <= 2;
    expect(consequence(code(up), start, properties, 'AtMostFour', { within })).toBeUndefined();
    expect(consequence(code(up), start, { states: { AtMostTwo: (s: Counter) => s.x <= 2 }, steps: {} }, 'AtMostTwo', { within })).toEqual({
      property: 'AtMostTwo',
      depth: 12,
    });
  });

  it('may be that an action is not enabled which should be', () => {
    const stuck: Next = (s, a) => (s.x === 4 ? undefined : right(s, a));
    const enabled = { Resets: (s: Counter, can: readonly Action[]) => s.x < 4 || can.some((a) => a.type === 'Reset') };
    expect(consequence(code(right), start, { ...properties, enabled }, 'Resets')).toBeUndefined();
    expect(consequence(code(stuck), start, { ...properties, enabled }, 'Resets')).toEqual({ property: 'Resets', depth: 12 });
  });

  it('may be that a state is not reached, which takes all of them from the beginning', () => {
    const short: Next = (s, a) => (a.type === 'Up' && s.x < 2 ? right(s, a) : undefined);
    const reachable = { Four: (s: Counter) => s.x === 4 };
    const beginning = [{ state: { x: 0 }, depth: 0 }];
    const of = (next: Next, starts = beginning, limits = { states: 100, walks: 0, steps: 0 }) =>
      consequence(code(next), starts, { ...properties, reachable }, 'Four', { limits });
    expect(of(right)).toBeUndefined();
    expect(of(short)).toEqual({ property: 'Four', depth: 2 });
    expect(of(short, [...start, ...beginning])).toEqual({ property: 'Four', depth: 2 });
    expect(of(short, beginning, { states: 2, walks: 0, steps: 0 })).toBeUndefined();
  });

  it('is nothing but what was asked for, if that is all that is looked for', () => {
    const stuck: Next = (s, a) => (a.type === 'Up' && s.x < 4 ? { x: s.x } : undefined);
    expect(consequence(code(stuck), start, properties, 'AtMostFour', { alone: true })).toBeUndefined();
    expect(consequence(code(up), start, properties, 'AtMostFour', { alone: true })).toEqual({ property: 'AtMostFour', depth: 13 });
  });

  it('is not claimed where nothing breaks', () => {
    expect(consequence(code(right), start, properties, 'AtMostFour')).toBeUndefined();
  });
});

describe('the verdict', () => {
  const bug = { id: 'B', title: 'a bug', why: '', breaks: '', file: '', find: '', replace: '' };
  const control = { ...bug, id: 'C', control: true } as const;
  const said = (verdict: Finding['verdict'], name = 'small') => ({
    model: name,
    verdict,
    by: 'lockstep: a step',
    depth: 3,
    states: 7,
    violation: undefined,
    message: undefined,
  });
  const of = (mutant: typeof bug, verdicts: readonly Finding['verdict'][], failure?: string): MutantReport =>
    reportOf(
      mutant,
      verdicts.map((v, i) => said(v, `model${i}`)),
      1,
      failure,
    );

  it('believes that a mutant is equivalent only of a control', () => {
    expect(of(control, ['identical', 'identical'])).toMatchObject({ verdict: 'equivalent', models: ['model0', 'model1'], states: 14 });
    expect(of(bug, ['identical', 'identical'])).toMatchObject({ verdict: 'survived', by: 'lockstep: identical (model0, model1)' });
  });

  it.each([
    ['a process that failed', of(control, ['identical'], 'out of memory')],
    ['a limit', of(control, ['identical', 'incomplete'])],
    ['a difference of the original', of(bug, ['blind'])],
    ['no finding at all', of(bug, [])],
  ])('leaves a mutant undecided after %s', (_, report) => {
    expect(report.verdict).toBe('incomplete');
  });

  it('of a run is the worst of them all', () => {
    const [killed, survived, equivalent] = [of(bug, ['identical', 'killed']), of(bug, ['identical']), of(control, ['identical'])];
    const undecided = of(bug, []);
    expect(overall([killed, equivalent])).toBe('ok');
    expect(overall([killed, undecided, equivalent])).toBe('incomplete');
    expect(overall([])).toBe('incomplete');
    expect(overall([of(control, ['killed']), undecided, killed])).toBe('false-alarm');
    expect(overall([survived, undecided, of(control, ['killed'])])).toBe('survived');
  });
});
