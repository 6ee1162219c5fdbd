/** ENABLED, as TLC has it; counts and verdicts are TLC's on the same text. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type CheckResult, checkModel, loadModel } from '../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';

beforeAll(loadGrammar);

const SPEC = `---- MODULE M ----
EXTENDS Integers
VARIABLES x, y
vars == <<x, y>>
Init == x = 0 /\\ y \\in {0, 1}
Inc(n) == x < n /\\ x' = x + 1 /\\ y' = y
Jump == x = 3 /\\ x' = 0 /\\ y' = 1 - y
Half == x % 2 = 0 /\\ x' = x
Next == Inc(3) \\/ (~ ENABLED Inc(3) /\\ Jump)
Spec == Init /\\ [][Next]_vars
Guard == ENABLED Inc(3) <=> x < 3
Parameters == \\A n \\in 0 .. 4 : (ENABLED Inc(n)) = (x < n)
Always == ENABLED Next
Changes == ~ ENABLED <<x' = x /\\ y' = y>>_vars
SomeVariables == ENABLED Half <=> x % 2 = 0
Unspecified == ENABLED <<Half>>_vars
Wrong == ENABLED Inc(2)
TooSoon == ENABLED ((x + 0)' = 1 /\\ x' = 1 /\\ y' = y)
====
`;

function check(cfg: string): CheckResult {
  return checkModel(loadModel({ path: 'M.tla', text: SPEC }, { path: 'M.cfg', text: cfg }, () => undefined));
}

describe('ENABLED', () => {
  it('is a state predicate: in guards, in invariants, with parameters, of actions that fix some variables only', () => {
    expect(check('SPECIFICATION Spec\nINVARIANTS Guard Parameters Always Changes SomeVariables\n')).toMatchObject({
      verdict: 'ok',
      generated: 10,
      distinct: 8,
      depth: 4,
    });
  });

  it('is false where there is no step', () => {
    expect(check('SPECIFICATION Spec\nINVARIANT Wrong\n')).toMatchObject({ verdict: 'safety', property: 'Wrong', depth: 3 });
  });

  it('of <<A>>_v, where A does not say what becomes of v, is a mistake', () => {
    const result = check('SPECIFICATION Spec\nINVARIANT Unspecified\n');
    expect(result.verdict).toBe('error');
    expect(result.message).toMatch(/does not specify the next value of y/);
  });

  it('of an action that reads a next value before it fixes it is refused by name, and never false', () => {
    const result = check('SPECIFICATION Spec\nINVARIANT TooSoon\n');
    expect(result.verdict).toBe('error');
    expect(result.error).toMatchObject({ errorClass: 'unsupported', feature: 'ENABLED' });
  });
});

const INNER = `---- MODULE Inner ----
EXTENDS Naturals
VARIABLES v, w
Inc == v < 3 /\\ v' = v + 1 /\\ w' = w
Add(n) == v + n < 4 /\\ v' = v + n /\\ UNCHANGED w
Far == v' = 5 /\\ w' = w
Spec == v = 0 /\\ [][Inc]_<<v, w>> /\\ WF_<<v, w>>(Inc)
CanInc == ENABLED Inc
CanAdd == \\A n \\in 1..3 : (ENABLED Add(n)) <=> v + n < 4
CanFar == ENABLED Far
CanChange == ENABLED <<Inc>>_<<v, w>>
====
`;

const OUTER = `---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y, w
vars == <<x, y, w>>
Init == x = 0 /\\ y = 0 /\\ w = 7
Next == x + y < 3 /\\ ((x' = x + 1 /\\ y' = y) \\/ (y' = y + 1 /\\ x' = x)) /\\ w' = w
Spec == Init /\\ [][Next]_vars
Fair == Spec /\\ WF_vars(Next)
I == INSTANCE Inner WITH v <- x + y
J(k) == INSTANCE Inner WITH v <- (x + y) % k
ISpec == I!Spec
Inc == I!CanInc <=> x + y < 3
Add == I!CanAdd
Far == I!CanFar
Change == I!CanChange <=> x + y < 3
Mod == J(2)!CanInc /\\ J(2)!CanFar /\\ J(3)!CanAdd
Wrong == I!CanInc
====
`;

describe('ENABLED in an instance that replaces a variable by an expression', () => {
  const refine = (cfg: string): CheckResult => {
    const read = (name: string): { path: string; text: string } | undefined =>
      name === 'Inner' ? { path: 'Inner.tla', text: INNER } : undefined;
    return checkModel(loadModel({ path: 'M.tla', text: OUTER }, { path: 'M.cfg', text: cfg }, read));
  };

  it('is about the variables of the module: their next values are free', () => {
    expect(refine('SPECIFICATION Fair\nINVARIANTS Inc Add Far Change Mod\nCHECK_DEADLOCK FALSE\n')).toMatchObject({
      verdict: 'ok',
      generated: 13,
      distinct: 10,
      depth: 4,
    });
    expect(refine('SPECIFICATION Fair\nINVARIANT Wrong\nCHECK_DEADLOCK FALSE\n')).toMatchObject({ verdict: 'safety', property: 'Wrong' });
  });

  it('so fairness of the instance can be refined, and is not without fairness', () => {
    expect(refine('SPECIFICATION Fair\nPROPERTY ISpec\nCHECK_DEADLOCK FALSE\n')).toMatchObject({ verdict: 'ok', distinct: 10 });
    const result = refine('SPECIFICATION Spec\nPROPERTY ISpec\nCHECK_DEADLOCK FALSE\n');
    expect(result).toMatchObject({ verdict: 'liveness', property: 'ISpec', distinct: 10 });
    expect(result.trace?.states).toHaveLength(1);
  });
});
