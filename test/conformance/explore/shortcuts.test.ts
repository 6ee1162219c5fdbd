/**
 * What generated code passes over (messages that an action does not ask for, conjuncts of invariants that nothing changed, steps that no
 * action property reads) against the same model with one slot a variable, where it passes over much less.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { type CheckResult, checkModel, loadModel } from '../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';

beforeAll(loadGrammar);

const SPEC = `EXTENDS Naturals, FiniteSets
CONSTANTS a1, a2
VARIABLES bal, high, msgs
vars == <<bal, high, msgs>>
A == {a1, a2}
Ballot == 1..3
Ask == "ask"
Send(m) == msgs' = msgs \\cup {m}
Init == bal = [a \\in A |-> 0] /\\ high = 0 /\\ msgs = {}
Request(b) == Send([type |-> Ask, bal |-> b]) /\\ UNCHANGED <<bal, high>>
Answer(a, b) ==
  /\\ [type |-> Ask, bal |-> b] \\in msgs
  /\\ b > bal[a]
  /\\ bal' = [bal EXCEPT ![a] = b]
  /\\ Send([type |-> "answer", bal |-> b, from |-> a, was |-> bal[a]])
  /\\ UNCHANGED high
Is(m, t, b) == m.type = t /\\ m.bal = b
Count(a, b) == \\E m \\in msgs : Is(m, "answer", b) /\\ a = m.from /\\ b > high /\\ high' = b /\\ UNCHANGED <<bal, msgs>>
Drop == high = 3 /\\ \\E m \\in msgs : m.type = Ask /\\ msgs' = msgs \\ {m} /\\ UNCHANGED <<bal, high>>
Next == \\/ \\E b \\in Ballot : Request(b) \\/ \\E a \\in A : Answer(a, b) \\/ Count(a, b)
        \\/ Drop
AtLeast(b) == \\A m \\in msgs : m.bal >= b
Known == [type : {"ask"}, bal : Ballot] \\cup [type : {"answer"}, bal : Ballot, from : A, was : 0..1]
RECURSIVE Bits(_, _)
Bits(n, k) == IF n = 0 THEN 0 ELSE (n % 2) * k + Bits(n \\div 2, k)
`;

function run(definition: string, kind: string, layout: 'learned' | 'plain', spec: string = SPEC): CheckResult {
  const text = `---- MODULE M ----\n${spec}Claim == ${definition}\n====\n`;
  const cfg = `INIT Init\nNEXT Next\nCONSTANTS a1 = a1 a2 = a2\n${kind} Claim\nCHECK_DEADLOCK FALSE\n`;
  const model = loadModel({ path: 'M.tla', text }, { path: 'M.cfg', text: cfg }, () => undefined);
  return checkModel(model, layout === 'plain' ? { layout } : {});
}

function summary(r: CheckResult): unknown {
  return [r.verdict, r.property, r.generated, r.distinct, r.depth, r.message, r.trace?.states.length, r.actions];
}

function same(definition: string, kind: string, verdict: string): void {
  const learned = run(definition, kind, 'learned');
  expect(learned.verdict).toBe(verdict);
  expect(summary(learned)).toEqual(summary(run(definition, kind, 'plain')));
}

describe('invariants', () => {
  it.each([
    ['every message anew', 'ok', '\\A m \\in msgs : m.bal \\in Ballot'],
    ['old messages, where something else changed', 'safety', '\\A m \\in msgs : m.type = "answer" => m.bal = bal[m.from]'],
    ['the same under a LET', 'safety', 'LET top == high IN \\A m \\in msgs : m.bal + 1 >= top'],
    ['the same through an argument', 'safety', 'AtLeast(high - 1)'],
    ['the same through two arguments', 'safety', 'LET P(x) == AtLeast(x - 1) IN P(high)'],
    ['pairs of messages', 'safety', '\\A m, n \\in msgs : m.type = "answer" /\\ n.type = "answer" => m.bal < n.bal + 2'],
    [
      'pairs that stay',
      'ok',
      '\\A m, n \\in msgs : m.type = "answer" /\\ n.type = "answer" /\\ m.from = n.from => (m.bal = n.bal => m = n)',
    ],
    ['one message for another that goes', 'safety', '\\A m \\in msgs : \\E n \\in msgs : n.type = Ask /\\ n.bal = m.bal'],
    ['a condition that becomes true', 'safety', 'high > 1 => \\A m \\in msgs : m.bal > 1'],
    ['a condition that stays', 'safety', 'bal[a1] >= 0 => /\\ TRUE /\\ \\A m \\in msgs : m.type = "answer" => m.was < 2'],
    ['a set of messages', 'safety', 'msgs \\subseteq Known'],
    ['elements of other sets', 'safety', '\\A a \\in A : \\A m \\in msgs : (m.type = "answer" /\\ m.from = a) => bal[a] <= m.bal'],
    ['a range that grows', 'safety', '\\A n \\in 0..high : \\E m \\in msgs \\cup {[bal |-> 0]} : m.bal = n'],
    ['an operator of constants', 'safety', '\\A m \\in msgs : Bits(m.bal, 1) + Bits(m.bal, 2) < 6'],
    ['a question about one message', 'safety', '\\A m \\in msgs : \\E b \\in Ballot : m.bal = b /\\ (m.type = Ask \\/ b < 3)'],
    ['a field that is not there', 'error', '\\A m \\in msgs : m.was >= 0'],
  ])('%s', (_, verdict, definition) => same(definition, 'INVARIANT', verdict));
});

describe('action properties', () => {
  it.each([
    ['that most steps say nothing of', 'ok', "[][high' >= high]_vars"],
    ['that a step to a known state violates', 'safety', "[][Cardinality(msgs') >= Cardinality(msgs)]_vars"],
    ['that are false where nothing that they read changes', 'safety', "[][high' > high]_vars"],
    ['that are false so in some states only', 'safety', "[][high' > high \\/ high < 3]_vars"],
    ['of two variables', 'safety', "[][high' = high => \\A a \\in A : bal'[a] # 2]_vars"],
  ])('%s', (_, verdict, definition) => same(definition, 'PROPERTY', verdict));
});

describe('messages of other makes', () => {
  const odd = (message: string): string => `EXTENDS Naturals
CONSTANTS a1, a2
VARIABLES x, msgs
Init == x = 0 /\\ msgs = {}
Put == x' = x + 1 /\\ x < 40 /\\ msgs' = msgs \\cup {[type |-> "m", to |-> x % 7, n |-> x]}
Odd == x = 40 /\\ x' = 41 /\\ msgs' = msgs \\cup {${message}}
Get(i) == \\E m \\in msgs : m.type = "m" /\\ m.to = i /\\ x' = m.n /\\ UNCHANGED msgs
Next == Put \\/ Odd \\/ \\E i \\in 0..6 : Get(i)
`;
  it.each([
    ['lack a field', 'error', '[type |-> "m", n |-> 1]'],
    ['lack it, but are of another type', 'ok', '[type |-> "n", n |-> 1]'],
    ['cannot be compared, but are of another type', 'ok', '[type |-> "n", to |-> "x", n |-> 1]'],
    ['are model values', 'ok', '[type |-> "m", to |-> a1, n |-> 1]'],
  ])('%s', (_, verdict, message) => {
    const learned = run('TRUE', 'INVARIANT', 'learned', odd(message));
    expect(learned.verdict).toBe(verdict);
    expect(summary(learned)).toEqual(summary(run('TRUE', 'INVARIANT', 'plain', odd(message))));
  });
});
