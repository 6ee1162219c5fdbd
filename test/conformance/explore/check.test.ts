import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type CheckOptions,
  type CheckResult,
  checkModel,
  loadModel,
  type Model,
  type Source,
} from '../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');

beforeAll(loadGrammar);

function model(body: string, cfg: string): Model {
  const text = `---- MODULE M ----\n${body}\n====\n`;
  return loadModel({ path: 'M.tla', text }, { path: 'M.cfg', text: cfg }, () => undefined);
}

function check(body: string, cfg: string, options: CheckOptions = {}): CheckResult {
  return checkModel(model(body, cfg), options);
}

/** The states of a trace as text, with the labels of the steps. */
function steps(m: Model, r: CheckResult): readonly string[] {
  return (r.trace?.states ?? []).map((s) => {
    const label = s.action === undefined ? '' : `${s.action.name}(${s.action.parameters.map((p) => m.heap.toText(p.value)).join(', ')}) `;
    return label + s.values.map((v) => m.heap.toText(v)).join(' ');
  });
}

const CYCLE = `EXTENDS Naturals
VARIABLE x
Init == x = 0
Step == x' = (x + 1) % 4
Next == Step
Small == x < 3
Rises == [][x' > x]_x
StartsAtOne == x = 1
`;

describe('verdicts', () => {
  it('explores a complete graph: states, generated states and depth as TLC counts them', () => {
    const r = check(CYCLE, 'INIT Init\nNEXT Next\n');
    expect(r).toMatchObject({ verdict: 'ok', complete: true, distinct: 4, generated: 5, depth: 4, initial: 1, queue: 0 });
    expect(r.actions).toEqual([{ name: 'Step', generated: 4, distinct: 3 }]);
  });

  it('finds a violated invariant by a shortest trace', () => {
    const m = model(CYCLE, 'INIT Init\nNEXT Next\nINVARIANT Small\n');
    const r = checkModel(m);
    expect(r).toMatchObject({ verdict: 'safety', property: 'Small', complete: false });
    expect(steps(m, r)).toEqual(['0', 'Step() 1', 'Step() 2', 'Step() 3']);
  });

  it('finds an action property that only a step to a known state violates', () => {
    const m = model(CYCLE, 'INIT Init\nNEXT Next\nPROPERTY Rises\n');
    const r = checkModel(m);
    expect(r).toMatchObject({ verdict: 'safety', property: 'Rises' });
    expect(steps(m, r).at(-1)).toBe('Step() 0');
  });

  it('checks a property of the initial states on them alone', () => {
    expect(check(CYCLE, 'INIT Init\nNEXT Next\nPROPERTY StartsAtOne\n')).toMatchObject({ verdict: 'safety', property: 'StartsAtOne' });
  });

  it('reports a deadlock, unless it is not asked for', () => {
    const spec = "EXTENDS Naturals\nVARIABLE x\nInit == x = 0\nNext == x < 2 /\\ x' = x + 1\n";
    const r = check(spec, 'INIT Init\nNEXT Next\n');
    expect(r).toMatchObject({ verdict: 'deadlock', distinct: 3 });
    expect(r.trace?.states).toHaveLength(3);
    expect(check(spec, 'INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n').verdict).toBe('ok');
  });

  it('reports a false assumption before anything else', () => {
    expect(
      check('ASSUME Fine == 1 + 1 = 2\nASSUME Odd == 2 \\in {1, 3}\nEXTENDS Naturals\n'.split('\n').reverse().join('\n'), ''),
    ).toMatchObject({ verdict: 'assumption', property: 'Odd' });
  });

  it('says that a limit was reached, and never that all is well', () => {
    const spec = "EXTENDS Naturals\nVARIABLE x\nInit == x = 0\nNext == x' = x + 1\n";
    expect(check(spec, 'INIT Init\nNEXT Next\n', { maxStates: 10 })).toMatchObject({ verdict: 'incomplete', complete: false });
    expect(check(spec, 'INIT Init\nNEXT Next\n', { maxDepth: 5 })).toMatchObject({ verdict: 'incomplete', complete: false });
  });

  it('finds that a liveness property does not hold, and by which behaviour', () => {
    const m = model(`${CYCLE}Live == <>(x = 3)\n`, 'INIT Init\nNEXT Next\nPROPERTY Live\n');
    const r = checkModel(m);
    expect(r).toMatchObject({ verdict: 'liveness', property: 'Live', distinct: 4, complete: true });
    // Nothing makes it go on.
    expect(steps(m, r)).toEqual(['0']);
    expect(r.trace?.loop).toBe(0);
  });
});

describe('what TLC counts', () => {
  it('counts every witness and every true disjunct as a generated state', () => {
    // Two of three values satisfy the guard, and both disjuncts hold for each of them.
    const spec =
      "EXTENDS Naturals\nVARIABLE x\nInit == x = 0\nNext == /\\ \\E y \\in 1..3 : y > 1\n        /\\ (x >= 0 \\/ x < 5)\n        /\\ x' = 0\n";
    expect(check(spec, 'INIT Init\nNEXT Next\n')).toMatchObject({ generated: 5, distinct: 1 });
  });

  it('takes the rest of an action as a predicate once all variables have a value', () => {
    const spec = "EXTENDS Naturals\nVARIABLE x\nInit == x = 0\nNext == /\\ x' = 0\n        /\\ \\E y \\in 1..3 : y > 1\n";
    expect(check(spec, 'INIT Init\nNEXT Next\n')).toMatchObject({ generated: 2, distinct: 1 });
  });

  it('follows a function, or a recursive operator, that is applied as a conjunct', () => {
    const spec = `EXTENDS Integers
VARIABLE w
Init == w = 0
G[n \\in 0 .. 3] == IF n <= 0 THEN (w = 0 \\/ w = 0) ELSE G[n - 1]
H == [n \\in 0 .. 3 |-> (w = 0 \\/ w = 0)]
Local == (LET f[n \\in 0 .. 3] == IF n <= 0 THEN (w = 0 \\/ w = 0) ELSE f[n - 1] IN f[1]) /\\ w' = w
Global == G[1] /\\ w' = w
Named == H[1] /\\ w' = w
Operator == (LET RECURSIVE r(_) r(n) == IF n <= 0 THEN (w = 0 \\/ w = 0) ELSE r(n - 1) IN r(1)) /\\ w' = w
Written == [n \\in 0 .. 3 |-> (w = 0 \\/ w = 0)][1] /\\ w' = w
NoBranch == (LET f[n \\in 0 .. 3] == IF n <= 0 THEN w = 0 ELSE f[n - 1] IN f[1]) /\\ w' = w
Outside == G[4] /\\ w' = w
`;
    for (const next of ['Local', 'Global', 'Named', 'Operator', 'Written'])
      expect(check(spec, `INIT Init\nNEXT ${next}\n`), next).toMatchObject({ verdict: 'ok', generated: 3, distinct: 1 });
    expect(check(spec, 'INIT Init\nNEXT NoBranch\n')).toMatchObject({ verdict: 'ok', generated: 2, distinct: 1 });
    expect(check(spec, 'INIT Init\nNEXT Outside\n')).toMatchObject({ verdict: 'error' });
  });

  it('does not explore states outside of a constraint, but checks invariants on them', () => {
    const spec = "EXTENDS Naturals\nVARIABLE x\nInit == x = 0\nNext == x' = x + 1\nBound == x < 3\nInv == x < 3\n";
    expect(check(spec, 'INIT Init\nNEXT Next\nCONSTRAINT Bound\n')).toMatchObject({ verdict: 'ok', distinct: 3, generated: 4 });
    expect(check(spec, 'INIT Init\nNEXT Next\nCONSTRAINT Bound\nINVARIANT Inv\n')).toMatchObject({ verdict: 'safety', property: 'Inv' });
  });

  it('merges states that a symmetry maps onto each other', () => {
    const spec = "EXTENDS TLC\nCONSTANT P\nVARIABLE s\nInit == s = {}\nNext == \\E p \\in P : s' = s \\cup {p}\nSym == Permutations(P)\n";
    const cfg = 'CONSTANT P = {a, b, c}\nINIT Init\nNEXT Next\n';
    expect(check(spec, cfg)).toMatchObject({ distinct: 8 });
    expect(check(spec, `${cfg}SYMMETRY Sym\n`)).toMatchObject({ distinct: 4 });
  });

  it('identifies states by a VIEW', () => {
    const spec = "EXTENDS Naturals\nVARIABLES x, y\nInit == x = 0 /\\ y = 0\nNext == x' = (x + 1) % 3 /\\ y' = (y + 1) % 2\nV == x\n";
    expect(check(spec, 'INIT Init\nNEXT Next\n')).toMatchObject({ distinct: 6 });
    expect(check(spec, 'INIT Init\nNEXT Next\nVIEW V\n')).toMatchObject({ distinct: 3 });
  });
});

describe('layouts', () => {
  it('start again when a value leaves the layout that was learned', () => {
    // The domain of f is constant for more states than the engine looks at before it fixes the layout.
    const spec = `EXTENDS Naturals
VARIABLES n, f
Init == n = 0 /\\ f = [i \\in 1..2 |-> 0]
Next == /\\ n < 4000
        /\\ n' = n + 1
        /\\ f' = IF n < 3990 THEN [f EXCEPT ![1] = n % 5] ELSE [i \\in 1..3 |-> n]
`;
    const cfg = 'INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n';
    expect(check(spec, cfg)).toMatchObject({ verdict: 'ok', distinct: 4001 });
  });

  it('give the same counts as one slot a variable, on Paxos', () => {
    const read = (path: string): Source => ({ path, text: readFileSync(path, 'utf8') });
    const folders = ['spec/paxos', 'spec/consensus'].map((f) => join(ROOT, f));
    const find = (name: string): Source | undefined => {
      for (const f of folders) {
        try {
          return read(join(f, `${name}.tla`));
        } catch {
          // The next folder may have it.
        }
      }
      return undefined;
    };
    const paxos = (): Model =>
      loadModel(read(join(ROOT, 'spec/paxos/MCPaxos.tla')), read(join(ROOT, 'spec/paxos/MCPaxos_small.cfg')), find);
    const learned = checkModel(paxos());
    const plain = checkModel(paxos(), { layout: 'plain' });
    expect(learned.verdict).toBe('ok');
    const counts = (r: CheckResult): unknown => [r.verdict, r.generated, r.distinct, r.depth, r.actions];
    expect(counts(learned)).toEqual(counts(plain));
  });
});

describe('membership in a part of a very large set', () => {
  const body = `EXTENDS Naturals
VARIABLE n
Init == n = 1
Next == n < 5 /\\ n' = n + 1
Parts == {S \\in SUBSET SUBSET (1 .. n + 3) : {1} \\in S /\\ \\A T \\in S : n + 4 \\notin T}
In == {{1}, {2, n}} \\in Parts
Not == {{2}} \\notin Parts /\\ {{1}, {n + 4}} \\notin Parts
Wrong == {{1}, {4}} \\in Parts => n # 3
`;

  it('does not list it, though the definition belongs to the state', () => {
    const cfg = 'INIT Init\nNEXT Next\nINVARIANTS In Not\nCHECK_DEADLOCK FALSE\n';
    expect(check(body, cfg)).toMatchObject({ verdict: 'ok', generated: 5, distinct: 5, depth: 5 });
  });

  it('is decided in each state anew', () => {
    expect(check(body, 'INIT Init\nNEXT Next\nINVARIANT Wrong\n')).toMatchObject({ verdict: 'safety', depth: 3 });
  });
});

it('recursive operators whose results are kept do not get in the way of many variables', () => {
  const names = Array.from({ length: 40 }, (_, i) => `v${i}`);
  const body = `EXTENDS Naturals
VARIABLES ${names.join(', ')}
RECURSIVE Sum(_), Twice(_), Third(_)
Sum(n) == IF n = 0 THEN 0 ELSE n + Sum(n - 1)
Twice(n) == IF n = 0 THEN 0 ELSE 2 + Twice(n - 1)
Third(n) == IF n = 0 THEN 0 ELSE 3 + Third(n - 1)
Init == ${names.map((n) => `${n} = 0`).join(' /\\ ')}
Next == v0 < 3 /\\ v0' = v0 + 1 /\\ UNCHANGED <<${names.slice(1).join(', ')}>>
Inv == Sum(v0) + Twice(v0) + Third(v0) < 100
`;
  expect(check(body, 'INIT Init\nNEXT Next\nINVARIANT Inv\nCHECK_DEADLOCK FALSE\n')).toMatchObject({ verdict: 'ok', distinct: 4 });
});

describe('modules and the configuration', () => {
  it('finds modules in the file of the root', () => {
    const text =
      "---- MODULE M ----\nEXTENDS Second\nVARIABLE x\nInit == x = Low\nNext == x < High /\\ x' = x + 1\n====\n\n" +
      '---- MODULE Third ----\nHigh == 3\n====\n---- MODULE Second ----\nEXTENDS Naturals, Third\nLow == 1\n====\n';
    const m = loadModel({ path: 'M.tla', text }, { path: 'M.cfg', text: 'INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n' }, () => undefined);
    expect(checkModel(m)).toMatchObject({ verdict: 'ok', distinct: 3 });
    const other = { path: 'M.tla', text: text.replace('EXTENDS Second', 'EXTENDS Fourth') };
    expect(() => loadModel(other, { path: 'M.cfg', text: '' }, () => undefined)).toThrow(/Cannot find module Fourth/);
  });

  it('C = [Mod] v is about the definition of one module; the answers are those of TLC', () => {
    const lib = '---- MODULE Lib ----\nEXTENDS Naturals\nCONSTANT K\nNone == CHOOSE n : n \\notin Nat\nTwice == K * 2\n====\n';
    const body =
      'EXTENDS Naturals, TLC\nNone == 17\nI == INSTANCE Lib WITH K <- 5\nJ(k) == INSTANCE Lib WITH K <- k\n' +
      'ASSUME PrintT(<<None, I!None, J(4)!None, I!Twice, J(4)!Twice>>)\n';
    const run = (cfg: string): readonly string[] => {
      const printed: string[] = [];
      const read = (name: string): Source | undefined => (name === 'Lib' ? { path: 'Lib.tla', text: lib } : undefined);
      const m = loadModel({ path: 'M.tla', text: `---- MODULE M ----\n${body}\n====\n` }, { path: 'M.cfg', text: cfg }, read);
      checkModel(m, { onPrint: (text) => printed.push(text) });
      return printed;
    };
    expect(run('CONSTANTS\nNone = [Lib]none\nTwice = [Lib]3\n')).toEqual(['<<17, none, none, 3, 3>>']);
    expect(run('CONSTANTS\nNone = [Lib]none\n')).toEqual(['<<17, none, none, 10, 8>>']);
    expect(() => run('CONSTANT None = [Nix]none\n')).toThrow(/names module Nix/);
  });
});
