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
