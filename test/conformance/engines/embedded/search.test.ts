import { beforeAll, describe, expect, it } from 'vitest';
import type { ParallelOptions } from '../../../../conformance/engines/embedded/check.ts';
import { checkModel } from '../../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { CFG, counts, loaded, VALUES } from './support.ts';

beforeAll(loadGrammar);

/** Threads, and bytes of memory. */
const WAYS: readonly ParallelOptions[] = [{ workers: 1, memory: 1 }, { workers: 2 }, { workers: 3, memory: 1 }];

describe('a search by several threads', () => {
  it.each(WAYS)('has the counts of a search by one: %o', (way) => {
    const alone = checkModel(loaded(VALUES, CFG).model);
    expect(alone.distinct).toBeGreaterThan(9_000);
    const result = loaded(VALUES, CFG).run(way);
    expect(counts(result)).toEqual(counts(alone));
    // 9,000 states at the least that memory holds went to disk several times.
    if (way.memory === undefined) expect(result.memory.disk).toBe(0);
    else expect(result.memory.disk).toBeGreaterThan(100_000);
  });

  it.each([
    ['SYMMETRY Permuted'],
    ['VIEW Half'],
    ['CONSTRAINT Bounded'],
    ['ACTION_CONSTRAINT Forward\nCONSTRAINT Bounded'],
    ['CONSTRAINT Bounded\nSYMMETRY Permuted\nVIEW Half'],
  ])('the same under %s', (line) => {
    const body = `EXTENDS Naturals, FiniteSets, TLC
CONSTANT P
VARIABLES at, votes
Init == at = [p \\in P |-> 0] /\\ votes = {}
Step(p) == at[p] < 3 /\\ at' = [at EXCEPT ![p] = @ + 1] /\\ UNCHANGED votes
Vote(p, q) == votes' = votes \\cup {[by |-> p, for |-> q, at |-> at[p]]} /\\ UNCHANGED at
Next == \\E p \\in P : Step(p) \\/ (at[p] > 1 /\\ \\E q \\in P : Vote(p, q))
Spec == Init /\\ [][Next]_<<at, votes>>
Permuted == Permutations(P)
Half == <<at, Cardinality(votes)>>
Bounded == Cardinality(votes) < 4
Forward == \\A p \\in P : at'[p] >= at[p]`;
    const cfg = `SPECIFICATION Spec\nCONSTANT P = {p1, p2, p3}\nCHECK_DEADLOCK FALSE\n${line}`;
    const alone = checkModel(loaded(body, cfg).model);
    expect(counts(loaded(body, cfg).run({ workers: 2, memory: 1 }))).toEqual(counts(alone));
  });

  const broken = (line: string): string => CFG.replace('INVARIANT Short', `INVARIANT ${line}`);

  it.each(WAYS)('finds a violation at the depth where one thread finds it: %o', (way) => {
    const m = loaded(VALUES, broken('Few'));
    const alone = checkModel(m.model);
    const result = m.run(way);
    expect([result.verdict, result.property, result.depth, result.trace?.states.length, result.complete]).toEqual([
      'safety',
      'Few',
      alone.depth,
      alone.trace?.states.length,
      false,
    ]);
    // The last state violates the property, and each follows from the one before.
    const logs = (result.trace?.states ?? []).map((s) => m.model.heap.toText(s.values[0] ?? 0));
    expect(logs[0]).toBe('<<>>');
    expect(logs.at(-1)).toMatch(/^<<\[value \|-> 3, /);
    logs.slice(1).forEach((log, i) => expect(log === logs[i] || log.startsWith((logs[i] ?? '').slice(0, -2))).toBe(true));
  });

  it('an error of evaluation is that of one thread', () => {
    const way = { workers: 3, memory: 1 };
    const body = VALUES.replace('ToString(x) \\o', '(IF Len(log) = 4 THEN 1 ELSE ToString(x)) \\o');
    const alone = checkModel(loaded(body, CFG).model);
    const result = loaded(body, CFG).run(way);
    expect(alone.verdict).toBe('error');
    expect([result.verdict, result.message, result.error?.loc?.line, result.trace?.states.length]).toEqual([
      'error',
      alone.message,
      alone.error?.loc?.line,
      alone.trace?.states.length,
    ]);
  });

  it('a deadlock is found, and limits are kept', () => {
    const way = { workers: 2, memory: 1 };
    const body = VALUES.replace('Len(log) < N\n', 'Len(log) < N /\\ seen = {}\n').replace("seen' =", "log[i].value = 2 /\\ seen' =");
    const cfg = CFG.replace('CHECK_DEADLOCK FALSE\n', '');
    const alone = checkModel(loaded(body, cfg).model);
    const dead = loaded(body, cfg).run(way);
    expect([dead.verdict, dead.depth, dead.trace?.states.length]).toEqual(['deadlock', alone.depth, alone.trace?.states.length]);
    const levels = loaded(VALUES, CFG).run({ ...way, maxDepth: 4 });
    expect([levels.verdict, levels.message, levels.depth]).toEqual(['incomplete', 'the limit of 4 levels was reached', 4]);
    const states = loaded(VALUES, CFG).run({ ...way, maxStates: 1000 });
    expect([states.verdict, states.complete]).toEqual(['incomplete', false]);
    expect(states.distinct).toBeGreaterThan(1000);
  });

  it('the guards that all threads saw are put together', () => {
    const alone = checkModel(loaded(VALUES, CFG).model, { coverage: true });
    expect(alone.coverage?.length).toBeGreaterThan(0);
    expect(loaded(VALUES, CFG).run({ workers: 2, coverage: true }).coverage).toEqual(alone.coverage);
  });

  it('begins again where a value does not fit the layout that was learned', () => {
    const body = `EXTENDS Naturals
VARIABLES n, f
Init == n = 0 /\\ f = [a |-> 0, b |-> 0]
Next == n < 5000 /\\ n' = n + 1 /\\ f' = IF n = 4000 THEN [c |-> 1] ELSE [a |-> n % 7, b |-> n % 3]
Spec == Init /\\ [][Next]_<<n, f>>`;
    const cfg = 'SPECIFICATION Spec\nCHECK_DEADLOCK FALSE';
    expect(counts(loaded(body, cfg).run({ workers: 2 }))).toEqual(counts(checkModel(loaded(body, cfg).model)));
  });
});
