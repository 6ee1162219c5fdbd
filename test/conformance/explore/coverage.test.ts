/** Guard coverage: what is planted to be one-sided is found to be, and the counts are those that one finds by hand. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { withProgram } from '../../../conformance/tla-to-ts/explore/stepper.ts';
import {
  type ActionCoverage,
  type CheckResult,
  checkModel,
  loadModel,
  type Model,
  mergeCoverage,
  simulateModel,
  summarizeCoverage,
} from '../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';

const SPEC = join(dirname(fileURLToPath(import.meta.url)), '../../../spec');

/** A counter in the text of a program. */
const COUNTER = /\bG\d+\[\d+\]\+\+;/;

beforeAll(loadGrammar);

function model(body: string, cfg = 'INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n'): Model {
  const text = `---- MODULE M ----\nEXTENDS Integers\n${body}\n====\n`;
  return loadModel({ path: 'M.tla', text }, { path: 'M.cfg', text: cfg }, () => undefined);
}

/** What does not depend on whether guards are counted. */
function outcome(r: CheckResult): unknown {
  const { verdict, generated, distinct, depth, initial, actions, complete } = r;
  return { verdict, generated, distinct, depth, initial, actions, complete };
}

/** Checks with and without coverage, and compares. */
function covered(m: () => Model): readonly ActionCoverage[] {
  const plain = checkModel(m());
  const counted = checkModel(m(), { coverage: true });
  expect(plain).not.toHaveProperty('coverage');
  expect(outcome(counted)).toEqual(outcome(plain));
  expect(new Map(counted.coverage?.map((a) => [a.name, a.fired]))).toEqual(new Map(plain.actions.map((a) => [a.name, a.generated])));
  return counted.coverage ?? [];
}

/** Each guard as `text: true/false`, under its action and how often that fired. */
function seen(body: string, cfg?: string): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    covered(() => model(body, cfg)).map((a) => [
      `${a.name} ${a.fired}`,
      a.guards.map((g) => `${g.kind === 'branch' ? 'branch ' : ''}${g.text}: ${g.true}/${g.false}`),
    ]),
  );
}

describe('counts', () => {
  it('of a guard that is never false, one that is never true, and one that is constant', () => {
    expect(
      seen(String.raw`VARIABLE x
Init == x = 0
Up(i) == /\ i # 2   \* constant
         /\ x < 3
         /\ x' = x + i
Stop == /\ x >= 0
        /\ x > 9
        /\ x' = 0
Next == (\E i \in 1..2 : Up(i)) \/ Stop`),
    ).toEqual({ 'Up 3': ['i # 2: 4/4', 'x < 3: 3/1'], 'Stop 0': ['x >= 0: 4/0', 'x > 9: 0/4'] });
  });

  it('below LET, IF and \\E', () => {
    expect(
      seen(String.raw`VARIABLES x, s
Init == x = 0 /\ s = {1, 2}
Take == /\ \E m \in s :
             LET d == m - x IN
             /\ d > 0
             /\ IF m > 1 THEN /\ x = 0 /\ x' = 2
                         ELSE x' = 1
        /\ UNCHANGED s
Next == Take`),
    ).toEqual({ 'Take 2': ['d > 0: 3/3', 'branch m > 1: 2/1', 'x = 0: 1/1'] });
  });

  it('below CASE, an implication and a disjunction of actions', () => {
    expect(
      seen(String.raw`VARIABLE x
Init == x = 0
A == CASE x = 0 -> x' = 1
       [] x = 1 -> x < 1 /\ x' = 2
       [] OTHER -> FALSE
B == /\ x # 7
     /\ \/ x = 0 /\ x' = 2
        \/ x = 2 /\ x' = 1
C == /\ x = 5 => x' = 5
     /\ x = 5
     /\ x' = 5
Next == A \/ B \/ C`),
    ).toEqual({
      'A 1': ['branch x = 0: 1/2', 'branch x = 1: 1/1', 'x < 1: 0/1'],
      'B 2': ['x # 7: 3/0', 'x = 0: 1/2', 'x = 2: 1/2'],
      // Where x = 5 assigns x', the last conjunct is a test.
      'C 0': ['branch x = 5: 0/3', 'x = 5: 0/3', "x' = 5: 0/0"],
    });
  });

  it('takes conjunctions apart, and leaves other formulas whole, whatever they lead to', () => {
    expect(
      seen(String.raw`VARIABLES x, y
Init == x = 0 /\ y = 0
A == /\ (x < 2 /\ y = 0)
     /\ x >= 0 \/ x < 5 \/ x = 7
     /\ \E i \in {0, 1} : x = i
     /\ \A i \in {0, 1} : x >= i \/ x = 0
     /\ x' = x + 1 /\ y' = y
     /\ x' # 2
     /\ x' < 5 /\ x' > 0
Next == A`),
    ).toEqual({
      // Two disjuncts hold in both states, and in the first both of the formula under \A do for i = 0: each goes on.
      'A 4': [
        'x < 2: 2/0',
        'y = 0: 2/0',
        'x >= 0 \\/ x < 5 \\/ x = 7: 2/0',
        '\\E i \\in {0, 1} : x = i: 4/0',
        '\\A i \\in {0, 1} : x >= i \\/ x = 0: 4/0',
        "x' # 2: 4/2",
        "x' < 5: 4/0",
        "x' > 0: 4/0",
      ],
    });
  });
});

describe('what is no guard', () => {
  it('TRUE, UNCHANGED in every form, Assert and PrintT', () => {
    expect(
      seen(String.raw`LOCAL INSTANCE TLC
VARIABLES x, y
Same == UNCHANGED y
A == TRUE /\ Assert(x >= 0, "") /\ x < 1 /\ x' = 1 /\ Same /\ UNCHANGED <<y>>
Init == x = 0 /\ y = 0
Next == A`),
    ).toEqual({ 'A 1': ['x < 1: 1/1'] });
  });
});

describe('definitions', () => {
  const HELPER = String.raw`VARIABLES up, t
Init == up = [i \in 1..2 |-> i = 1] /\ t = 0
Leader(i) == /\ up[i]
             /\ t < 2
Idle(i) == ~ up[i]
A(i) == Leader(i) /\ t' = t + 1 /\ UNCHANGED up
B(i) == /\ Idle(i)
        /\ t = 2
        /\ Leader(i)
        /\ t' = 0
        /\ UNCHANGED up
C == Leader(1) /\ Leader(2) /\ UNCHANGED <<up, t>>
Next == (\E i \in 1..2 : A(i) \/ B(i)) \/ C`;

  it('a conjunction that several actions call is counted in each of them, and at each call', () => {
    const at = (line: number, col: number): string => `M.tla:${line}:${col}`;
    const up = { at: at(5, 17), text: 'up[i]', kind: 'guard' };
    const t = { at: at(6, 17), text: 't < 2', kind: 'guard' };
    expect(covered(() => model(HELPER))).toEqual([
      {
        name: 'A',
        fired: 2,
        guards: [
          { ...up, via: [at(8, 9)], true: 3, false: 3 },
          { ...t, via: [at(8, 9)], true: 2, false: 1 },
        ],
      },
      {
        name: 'B',
        fired: 0,
        guards: [
          { at: at(9, 12), text: 'Idle(i)', kind: 'guard', true: 3, false: 3 },
          { at: at(10, 12), text: 't = 2', kind: 'guard', true: 1, false: 2 },
          { ...up, via: [at(11, 12)], true: 0, false: 1 },
          { ...t, via: [at(11, 12)], true: 0, false: 0 },
        ],
      },
      {
        name: 'C',
        fired: 0,
        guards: [
          { ...up, via: [at(14, 6)], true: 3, false: 0 },
          { ...t, via: [at(14, 6)], true: 2, false: 1 },
          { ...up, via: [at(14, 19)], true: 0, false: 2 },
          { ...t, via: [at(14, 19)], true: 0, false: 0 },
        ],
      },
    ]);
  });

  it('what cannot be reached is listed: behind a constant that is false, and over an empty set', () => {
    expect(
      seen(
        String.raw`CONSTANT N
VARIABLE x
Init == x = 0
A == /\ N > 5
     /\ x = 0
     /\ x' = 1
B == /\ \E i \in {} : x = i /\ x' = i
C == IF N > 5 THEN x = 1 /\ x' = 2 ELSE x < 1 /\ x' = 1
Next == A \/ B \/ C`,
        'INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\nCONSTANT N = 3\n',
      ),
    ).toEqual({
      'A 0': ['N > 5: 0/2', 'x = 0: 0/0'],
      'B 0': ['x = i: 0/0'],
      'C 1': ['branch N > 5: 0/2', 'x = 1: 0/0', 'x < 1: 1/1'],
    });
  });

  it('an action over an empty set has its own name, and is no other than that of a model where the set is not empty', () => {
    const of = (s: string): readonly ActionCoverage[] =>
      covered(() =>
        model(
          String.raw`CONSTANT S
VARIABLE x
Init == x = 0
A(i) == x < i /\ x' = i
B(i) == /\ x = i
        /\ x' = 0
C == x' = 0
Next == (\E i \in S : A(i) \/ \E j \in 1..2 : B(j)) \/ C`,
          `INIT Init\nNEXT Next\nCONSTANT S = ${s}\n`,
        ),
      );
    expect(of('{}').map((a) => [a.name, a.fired, a.guards.map((g) => [g.text, g.true, g.false])])).toEqual([
      ['A', 0, [['x < i', 0, 0]]],
      ['B', 0, [['x = i', 0, 0]]],
      ['C', 1, []],
    ]);
    const both = mergeCoverage([of('{}'), of('{1, 2}')]);
    expect(both).toEqual(of('{1, 2}').map((a) => (a.name === 'C' ? { ...a, fired: a.fired + 1 } : a)));
    expect(summarizeCoverage(both).full).toBe(true);
  });

  it('actions as arguments, recursive definitions, and what stands behind several branches', () => {
    expect(
      seen(String.raw`VARIABLES x, y
RECURSIVE Below(_)
Below(n) == n > 0 /\ (x = n \/ Below(n - 1))
Init == x = 1 /\ y = 0
When(P, Q) == P /\ Q
A == When(x = 1, x' = 2) /\ UNCHANGED y
B == /\ x = 1 \/ Below(3)
     /\ IF y = 0 THEN y' = 1 ELSE y' = 0
     /\ x > 1 /\ x # 9 /\ x + 1 # 1 /\ x + 2 # 2 /\ x + 3 # 3
     /\ UNCHANGED x
Next == A \/ B`),
    ).toEqual({
      'A 1': ['x = 1: 1/2'],
      'B 2': [
        'x = 1 \\/ Below(3): 3/0',
        // Both disjuncts hold in the first state, and each goes on.
        'branch y = 0: 3/1',
        'x > 1: 2/2',
        'x # 9: 2/0',
        'x + 1 # 1: 2/0',
        'x + 2 # 2: 2/0',
        'x + 3 # 3: 2/0',
      ],
    });
  });
});

describe('of a whole specification', () => {
  const spec = (folder: string, name: string, config: string): Model => {
    const read = (module: string): { path: string; text: string } => {
      const path = join(SPEC, /^(Voting|Consensus)$/.test(module) ? 'consensus' : folder, `${module}.tla`);
      return { path, text: readFileSync(path, 'utf8') };
    };
    const path = join(SPEC, folder, `${config}.cfg`);
    return loadModel(read(name), { path, text: readFileSync(path, 'utf8') }, read);
  };
  const voting = (): Model => spec('consensus', 'MCVoting', 'MCVoting_small');

  it('counting changes nothing else', () => {
    expect(summarizeCoverage(covered(voting))).toEqual({ actions: 2, fired: 2, guards: 5, both: 5, full: true });
  });

  it('every action of Paxos fires, and every guard is seen both true and false', () => {
    const { coverage, ...result } = checkModel(spec('paxos', 'MCPaxos', 'MCPaxos_small'), { coverage: true });
    expect(summarizeCoverage(coverage ?? [])).toEqual({ actions: 9, fired: 9, guards: 16, both: 16, full: true });
    expect(coverage?.map((a) => a.fired)).toEqual(result.actions.map((a) => a.generated));
  });

  it('random behaviours are counted too', () => {
    const options = { runs: 20, depth: 20, seed: 1 };
    const plain = simulateModel(voting(), options);
    const counted = simulateModel(voting(), { ...options, coverage: true });
    expect(outcome(counted)).toEqual(outcome(plain));
    expect(counted.coverage?.map((a) => a.fired)).toEqual(plain.actions.map((a) => a.generated));
  });

  it('the program has no counters where nothing is to be counted', () => {
    const text = (coverage?: boolean): string => withProgram(voting(), (p) => p.text, { coverage });
    expect(text(false)).toBe(text());
    expect(text()).not.toMatch(COUNTER);
    expect(text(true)).toMatch(COUNTER);
  });
});

describe('of several runs', () => {
  const guard = { at: 'M.tla:1:1', text: 'x', kind: 'guard' } as const;
  const one: readonly ActionCoverage[] = [{ name: 'A', fired: 1, guards: [{ ...guard, true: 1, false: 0 }] }];
  const other: readonly ActionCoverage[] = [
    { name: 'A', fired: 2, guards: [{ ...guard, true: 0, false: 4 }] },
    { name: 'B', fired: 0, guards: [] },
  ];

  it('a guard is seen both ways if it is in one of them', () => {
    expect(mergeCoverage([one, other])).toEqual([
      { name: 'A', fired: 3, guards: [{ ...guard, true: 1, false: 4 }] },
      { name: 'B', fired: 0, guards: [] },
    ]);
    expect(mergeCoverage([one])).toEqual(one);
  });

  it('is full only where every action fired, every guard was seen both ways, and there is an action', () => {
    expect(summarizeCoverage(one)).toEqual({ actions: 1, fired: 1, guards: 1, both: 0, full: false });
    expect(summarizeCoverage(mergeCoverage([one, other]))).toEqual({ actions: 2, fired: 1, guards: 1, both: 1, full: false });
    expect(summarizeCoverage(mergeCoverage([one, other]).slice(0, 1)).full).toBe(true);
    expect(summarizeCoverage([]).full).toBe(false);
  });

  it('is plain data', () => {
    const coverage = covered(() => model("VARIABLE x\nInit == x = 0\nA == x < 1 /\\ x' = 1\nNext == A"));
    expect(structuredClone(coverage)).toEqual(coverage);
  });
});
