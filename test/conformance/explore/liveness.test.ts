/** Temporal properties: TLC's verdicts on known cases, and random graphs and formulas against a plain reading of the definitions. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CheckResult, checkModel, loadModel, simulateModel } from '../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';

beforeAll(loadGrammar);

function check(body: string, cfg: string): { readonly result: CheckResult; readonly states: readonly string[] } {
  const model = loadModel({ path: 'M.tla', text: `---- MODULE M ----\n${body}\n====\n` }, { path: 'M.cfg', text: cfg }, () => undefined);
  const result = checkModel(model);
  return { result, states: (result.trace?.states ?? []).map((s) => s.values.map((v) => model.heap.toText(v)).join(' ')) };
}

/** One counter that may or may not go on, one flag that flips. */
const COUNTER = `EXTENDS Integers
VARIABLES x, y
vars == <<x, y>>
Init == x = 0 /\\ y = 0
Inc == x < 3 /\\ x' = x + 1 /\\ y' = y
Flip == y' = 1 - y /\\ x' = x
Next == Inc \\/ Flip
Spec == Init /\\ [][Next]_vars
Fair == Spec /\\ WF_vars(Inc)
FairFlip == Fair /\\ WF_vars(Flip)
SomeX == Spec /\\ WF_vars(x < 3 /\\ x' = x + 1)
Done == <>(x = 3)
Stay == <>[](x = 3)
Lead == (x = 1) ~> (x = 2)
Often == []<>(y = 1)
Never == <>[](y = 0)
Each == \\A n \\in 0 .. 3 : <>(x = n)
Some == \\E n \\in 4 .. 5 : <>(x = n)
Within == LET Reaches(n) == <>(x = n) IN Reaches(2) /\\ Reaches(3)
Implied == []<><<Flip>>_vars => <>(y = 1)
`;

/** Two processes and a lock. */
const LOCK = `EXTENDS Integers, FiniteSets
P == {"a", "b"}
VARIABLES pc, lock
vars == <<pc, lock>>
Init == pc = [p \\in P |-> "idle"] /\\ lock = "free"
Try(p) == pc[p] = "idle" /\\ pc' = [pc EXCEPT ![p] = "wait"] /\\ UNCHANGED lock
Enter(p) == pc[p] = "wait" /\\ lock = "free" /\\ lock' = p /\\ pc' = [pc EXCEPT ![p] = "in"]
Leave(p) == pc[p] = "in" /\\ lock' = "free" /\\ pc' = [pc EXCEPT ![p] = "idle"]
Next == \\E p \\in P : Try(p) \\/ Enter(p) \\/ Leave(p)
Weak == Init /\\ [][Next]_vars /\\ \\A p \\in P : WF_vars(Enter(p)) /\\ WF_vars(Leave(p))
Strong == Init /\\ [][Next]_vars /\\ \\A p \\in P : SF_vars(Enter(p)) /\\ WF_vars(Leave(p))
Live == \\A p \\in P : pc[p] = "wait" ~> pc[p] = "in"
Infinite == \\A p \\in P : []<><<Enter(p)>>_vars => []<><<Leave(p)>>_vars
Wanted == \\A p \\in P : []<>(pc[p] = "wait") => []<>(pc[p] = "in")
Never == <>[][~ \\E p \\in P : Enter(p)]_vars
Quiet == (\\E p \\in P : <>[](pc[p] = "idle")) \\/ []<>(lock = "free")
FairLock == WF_vars(\\E p \\in P : Enter(p))
StrongLock == \\A p \\in P : SF_vars(Enter(p))
`;

describe("TLC's verdicts", () => {
  it.each([
    ['Spec', 'Done', 'liveness'],
    ['Fair', 'Done', 'ok'],
    ['Fair', 'Stay', 'ok'],
    ['Spec', 'Lead', 'liveness'],
    ['Fair', 'Lead', 'ok'],
    ['Fair', 'Often', 'liveness'],
    ['FairFlip', 'Often', 'ok'],
    ['Fair', 'Each', 'ok'],
    ['Fair', 'Some', 'liveness'],
    ['Fair', 'Within', 'ok'],
    ['Spec', 'Implied', 'ok'],
  ])('counter: %s with %s is %s', (specification, property, verdict) => {
    const { result } = check(COUNTER, `SPECIFICATION ${specification}\nPROPERTY ${property}\nCHECK_DEADLOCK FALSE\n`);
    expect(result).toMatchObject({ verdict, distinct: 8, generated: 15, depth: 5, complete: true });
    if (verdict === 'liveness') expect(result.property).toBe(property);
  });

  it.each([
    ['Weak', 'Live', 'liveness'],
    ['Strong', 'Live', 'ok'],
    ['Strong', 'Infinite', 'ok'],
    ['Weak', 'Wanted', 'liveness'],
    ['Strong', 'Wanted', 'ok'],
    ['Strong', 'Never', 'liveness'],
    ['Weak', 'Quiet', 'ok'],
    ['Weak', 'FairLock', 'ok'],
    ['Weak', 'StrongLock', 'liveness'],
    ['Strong', 'StrongLock', 'ok'],
  ])('lock: %s with %s is %s', (specification, property, verdict) => {
    const { result } = check(LOCK, `SPECIFICATION ${specification}\nPROPERTY ${property}\nCHECK_DEADLOCK FALSE\n`);
    expect(result).toMatchObject({ verdict, distinct: 8, generated: 15, depth: 4 });
  });

  it('takes fairness of an action that does not fix all variables for a mistake', () => {
    const { result } = check(COUNTER, 'SPECIFICATION SomeX\nPROPERTY Done\nCHECK_DEADLOCK FALSE\n');
    expect(result).toMatchObject({ verdict: 'error' });
    expect(result.message).toMatch(/does not specify the next value of y/);
  });
});

describe('counterexamples', () => {
  it('end in a cycle, and say which action leads back', () => {
    const { result, states } = check(LOCK, 'SPECIFICATION Weak\nPROPERTY Live\nCHECK_DEADLOCK FALSE\n');
    expect(states.map((s) => s.replace(/"/g, ''))).toEqual([
      '[a |-> idle, b |-> idle] free',
      '[a |-> wait, b |-> idle] free',
      '[a |-> wait, b |-> wait] free',
      '[a |-> wait, b |-> in] b',
    ]);
    expect(result.trace).toMatchObject({ loop: 1, back: { name: 'Leave' } });
  });

  it('end in a state that stays as it is', () => {
    const { result, states } = check(COUNTER, 'SPECIFICATION Spec\nPROPERTY Done\nCHECK_DEADLOCK FALSE\n');
    expect(states).toEqual(['0 0']);
    expect(result.trace).toMatchObject({ loop: 0 });
    expect(result.trace?.back).toBeUndefined();
  });
});

describe('in a simulation', () => {
  const simulate = (spec: string, property: string, depth = 50): ReturnType<typeof simulateModel> => {
    const cfg = `SPECIFICATION ${spec}\nPROPERTY ${property}\nCHECK_DEADLOCK FALSE\n`;
    const model = loadModel(
      { path: 'M.tla', text: `---- MODULE M ----\n${COUNTER}\n====\n` },
      { path: 'M.cfg', text: cfg },
      () => undefined,
    );
    return simulateModel(model, { runs: 20, depth, seed: 1 });
  };

  it('a behaviour that ends where it may is a counterexample', () => {
    const result = simulate('Spec', 'Done');
    expect(result).toMatchObject({ verdict: 'liveness', property: 'Done' });
    expect(result.trace?.loop).toBeDefined();
  });

  it('a cycle that is fair is one, too', () => {
    expect(simulate('Fair', 'Stay')).toMatchObject({ verdict: 'ok' });
    const often = simulate('FairFlip', 'Never');
    expect(often).toMatchObject({ verdict: 'liveness', property: 'Never' });
    expect(often.trace?.back).toMatchObject({ name: 'Flip' });
  });

  it('a behaviour that is cut off where it must go on is none', () => {
    expect(simulate('Fair', 'Done', 2)).toMatchObject({ verdict: 'ok' });
    expect(simulate('Fair', 'Done')).toMatchObject({ verdict: 'ok' });
  });
});

describe('what is refused', () => {
  const LIVE = 'SPECIFICATION Spec\nPROPERTY Done\n';

  it('liveness under symmetry', () => {
    const body = `${COUNTER.replace('EXTENDS Integers', 'EXTENDS Integers, TLC\nCONSTANT N')}Perms == Permutations(N)\n`;
    expect(() => check(body, `CONSTANT N = {n1, n2}\nSYMMETRY Perms\n${LIVE}`)).toThrow(/SYMMETRY/);
  });

  it('an action that is not in [A]_v or <<A>>_v, with its place', () => {
    const body = `${COUNTER}Bad == <>(x' = x)\n`;
    expect(() => check(body, 'SPECIFICATION Spec\nPROPERTY Bad\n')).toThrow(/no temporal formula/);
  });
});

/** A temporal formula, for the text of a specification and for a plain reading. */
type F =
  | { readonly k: 'in'; readonly set: readonly number[] }
  | { readonly k: 'taken'; readonly action: 'A' | 'B' }
  | { readonly k: 'not'; readonly f: F }
  | { readonly k: 'and' | 'or' | 'leads'; readonly f: F; readonly g: F }
  | { readonly k: 'always' | 'eventually'; readonly f: F }
  | { readonly k: 'weak' | 'strong'; readonly action: 'A' | 'B' };

const STATES = 4;

interface Graph {
  readonly A: readonly (readonly [number, number])[];
  readonly B: readonly (readonly [number, number])[];
}

/** States in their order; after the last one comes the one at `loop`. */
interface Behaviour {
  readonly states: readonly number[];
  readonly loop: number;
}

function textOf(f: F): string {
  switch (f.k) {
    case 'in':
      return `(x \\in {${f.set.join(', ')}})`;
    case 'taken':
      return `([]<><<${f.action}>>_x)`;
    case 'not':
      return `(~ ${textOf(f.f)})`;
    case 'and':
      return `(${textOf(f.f)} /\\ ${textOf(f.g)})`;
    case 'or':
      return `(${textOf(f.f)} \\/ ${textOf(f.g)})`;
    case 'leads':
      return `(${textOf(f.f)} ~> ${textOf(f.g)})`;
    case 'always':
      return `([]${textOf(f.f)})`;
    case 'eventually':
      return `(<>${textOf(f.f)})`;
    case 'weak':
      return `WF_x(${f.action})`;
    case 'strong':
      return `SF_x(${f.action})`;
  }
}

/** Does the formula hold of the behaviour that begins at this position? The definitions of Specifying Systems, 8.1 and 8.4. */
function holds(graph: Graph, b: Behaviour, f: F, at: number): boolean {
  const from = (i: number): number[] => b.states.flatMap((_, n) => (n >= Math.min(i, b.loop) && (n >= i || n >= b.loop) ? [n] : []));
  const forEver = b.states.flatMap((_, n) => (n >= b.loop ? [n] : []));
  const after = (n: number): number => b.states[n + 1] ?? b.states[b.loop] ?? -1;
  const takes = (action: 'A' | 'B', n: number): boolean => {
    const [s, t] = [b.states[n], after(n)];
    return s !== t && graph[action].some(([x, y]) => x === s && y === t);
  };
  const enabled = (action: 'A' | 'B', n: number): boolean => graph[action].some(([x, y]) => x === b.states[n] && x !== y);
  switch (f.k) {
    case 'in':
      return f.set.includes(b.states[at] ?? -1);
    case 'taken':
      return forEver.some((n) => takes(f.action, n));
    case 'not':
      return !holds(graph, b, f.f, at);
    case 'and':
      return holds(graph, b, f.f, at) && holds(graph, b, f.g, at);
    case 'or':
      return holds(graph, b, f.f, at) || holds(graph, b, f.g, at);
    case 'leads':
      return from(at).every((n) => !holds(graph, b, f.f, n) || from(n).some((m) => holds(graph, b, f.g, m)));
    case 'always':
      return from(at).every((n) => holds(graph, b, f.f, n));
    case 'eventually':
      return from(at).some((n) => holds(graph, b, f.f, n));
    case 'weak':
      return forEver.some((n) => !enabled(f.action, n)) || forEver.some((n) => takes(f.action, n));
    case 'strong':
      return forEver.every((n) => !enabled(f.action, n)) || forEver.some((n) => takes(f.action, n));
  }
}

/** All behaviours of at most so many different positions. */
function behaviours(graph: Graph, length: number): readonly Behaviour[] {
  const steps = [...graph.A, ...graph.B];
  const follows = (s: number | undefined, t: number | undefined): boolean => s === t || steps.some(([x, y]) => x === s && y === t);
  let paths: number[][] = [[0]];
  const out: Behaviour[] = [];
  for (let n = 1; n <= length; n++) {
    for (const path of paths) path.forEach((s, loop) => follows(path.at(-1), s) && out.push({ states: path, loop }));
    paths = paths.flatMap((path) =>
      Array.from({ length: STATES }, (_, t) => t).flatMap((t) => (follows(path.at(-1), t) ? [[...path, t]] : [])),
    );
  }
  return out;
}

const action = fc.constantFrom('A' as const, 'B' as const);
const formula: fc.Arbitrary<F> = fc.letrec<{ f: F }>((tie) => ({
  f: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.record({ k: fc.constant('in' as const), set: fc.subarray([0, 1, 2, 3]) }),
    fc.record({ k: fc.constant('taken' as const), action }),
    fc.record({ k: fc.constant('not' as const), f: tie('f') }),
    fc.record({ k: fc.constantFrom('and' as const, 'or' as const, 'leads' as const), f: tie('f'), g: tie('f') }),
    fc.record({ k: fc.constantFrom('always' as const, 'eventually' as const), f: tie('f') }),
    fc.record({ k: fc.constantFrom('weak' as const, 'strong' as const), action }),
  ),
})).f;
const state = fc.integer({ min: 0, max: STATES - 1 });
const edges = fc.uniqueArray(fc.tuple(state, state), { minLength: 1, maxLength: 6, selector: ([s, t]) => s * STATES + t });
const fairness = fc.uniqueArray(fc.record({ k: fc.constantFrom('weak' as const, 'strong' as const), action }), {
  maxLength: 2,
  selector: (f) => f.action,
});

describe('random graphs and formulas', () => {
  it('have the verdict of the definitions, and counterexamples that are ones', () => {
    const seen = { ok: 0, liveness: 0 };
    fc.assert(
      fc.property(edges, edges, fairness, formula, (A, B, fair, property) => {
        const graph: Graph = { A, B };
        const set = (pairs: Graph['A']): string => `{${pairs.map(([s, t]) => `<<${s}, ${t}>>`).join(', ')}}`;
        const body = [
          'EXTENDS Integers',
          'VARIABLE x',
          `A == \\E t \\in 0 .. ${STATES - 1} : <<x, t>> \\in ${set(A)} /\\ x' = t`,
          `B == \\E t \\in 0 .. ${STATES - 1} : <<x, t>> \\in ${set(B)} /\\ x' = t`,
          `Spec == x = 0 /\\ [][A \\/ B]_x${fair.map((f) => ` /\\ ${textOf(f)}`).join('')}`,
          // So that no part of it is taken for an invariant.
          `Property == ${textOf(property)} /\\ <>TRUE`,
        ].join('\n');
        const { result, states } = check(body, 'SPECIFICATION Spec\nPROPERTY Property\nCHECK_DEADLOCK FALSE\n');
        const counterexample = (b: Behaviour): boolean => fair.every((f) => holds(graph, b, f, 0)) && !holds(graph, b, property, 0);
        if (result.verdict === 'ok') {
          seen.ok += 1;
          expect(behaviours(graph, 6).find(counterexample)).toBeUndefined();
        } else {
          seen.liveness += 1;
          // A property that says nothing of the future is one of initial states.
          if (result.verdict === 'safety') return;
          expect(result.verdict).toBe('liveness');
          const loop = result.trace?.loop ?? -1;
          const found: Behaviour = { states: states.map(Number), loop };
          expect(counterexample(found), `${body}\n${JSON.stringify(found)}`).toBe(true);
        }
      }),
      { numRuns: 150, seed: 20 },
    );
    expect(Math.min(seen.ok, seen.liveness)).toBeGreaterThan(20);
  });
});
