/** Action composition; counts and verdicts are TLC's on the same text (with its property tlc2.tool.impl.Tool.cdot). */
import { beforeAll, describe, expect, it } from 'vitest';
import { type CheckResult, checkModel, loadModel } from '../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';

beforeAll(loadGrammar);

const SPEC = `---- MODULE M ----
EXTENDS Naturals, Sequences
VARIABLES x, y, s
vars == <<x, y, s>>
Init == x = 0 /\\ y = 0 /\\ s = {}
Up(n) == x < 4 /\\ x' = x + n /\\ y' = y /\\ s' = s
Put(n) == s' = s \\cup {x + n} /\\ UNCHANGED <<x, y>>
Flip == y' = 1 - y /\\ UNCHANGED <<x, s>>
Any == x' \\in {x, x + 1} /\\ y' \\in 0..1 /\\ s' = s
Next == \\/ \\E n \\in 1..2 : Up(n) \\cdot Put(n)
        \\/ Flip
        \\/ x = 1 /\\ (Any \\cdot Up(1))
        \\/ y = 1 /\\ (Up(1) \\cdot (Flip \\cdot Put(0)))
Small == x < 6
Steps == [][x' > x => (\\E n \\in 1..2 : Up(n) \\cdot Put(n)) \\/ (Any \\cdot Up(1)) \\/ (Up(1) \\cdot (Flip \\cdot Put(0)))]_vars
Wrong == [][x' > x => (\\E n \\in 1..2 : Up(n) \\cdot Put(n))]_vars
Can == ENABLED (Up(1) \\cdot Put(1)) <=> x < 4
Keep == x' = x /\\ y' = y /\\ s' = s
After == s' = {} /\\ (Up(1) \\cdot (x' = x /\\ y' = y))
NextAfter == After \\/ Flip
Partial == (x' = x + 1) \\cdot Keep
Fixed == y' = 1 /\\ (Up(1) \\cdot Keep)
NextFixed == Fixed \\/ Flip
Higher(Op(_)) == Op(1) \\cdot Keep
NextHigher == Higher(Up)
====
`;

function check(next: string, rest = ''): CheckResult {
  const cfg = `INIT Init\nNEXT ${next}\nCHECK_DEADLOCK FALSE\n${rest}`;
  return checkModel(loadModel({ path: 'M.tla', text: SPEC }, { path: 'M.cfg', text: cfg }, () => undefined));
}

describe('A \\cdot B', () => {
  it('is a step by way of a state in between, which counts as generated; in actions, properties and ENABLED', () => {
    const result = check('Next', 'INVARIANTS Small Can\nPROPERTY Steps\n');
    expect(result).toMatchObject({ verdict: 'ok', generated: 389, distinct: 126, depth: 10 });
  });

  it('does not hold of other steps', () => {
    expect(check('Next', 'PROPERTY Wrong\n')).toMatchObject({ verdict: 'safety', property: 'Wrong', generated: 16, distinct: 8, depth: 3 });
  });

  it('after an assignment leaves that to stand', () => {
    expect(check('NextAfter')).toMatchObject({ verdict: 'ok', generated: 27, distinct: 10, depth: 6 });
    expect(check('NextFixed')).toMatchObject({ verdict: 'ok', generated: 23, distinct: 10, depth: 7 });
  });

  it('needs a first action that fixes all variables', () => {
    const result = check('Partial');
    expect(result.verdict).toBe('error');
    expect(result.error).toMatchObject({ errorClass: 'evaluation', loc: { line: 21, col: 13 } });
    expect(result.message).toMatch(/does not specify the next value of y, s/);
  });

  it('of an operator from around it is refused by name', () => {
    expect(() => check('NextHigher')).toThrow(/Action composition of an action that takes operators/);
  });
});
