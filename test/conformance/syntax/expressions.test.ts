import { beforeAll, describe, expect, it } from 'vitest';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { exprOf, show } from './support.ts';

beforeAll(loadGrammar);

const cases: Readonly<Record<string, readonly (readonly [text: string, shape: string])[]>> = {
  literals: [
    ['0', '0'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['\\b101', '5'],
    ['\\B11', '3'],
    ['\\o17', '15'],
    ['\\O17', '15'],
    ['\\hfF', '255'],
    ['\\HA', '10'],
    ['3.25', '3.25'],
    ['""', '""'],
    ['"a b"', '"a b"'],
    ['"a\\"b\\\\c\\n\\t\\r\\f"', JSON.stringify('a"b\\c\n\t\r\f')],
    ['"(* no comment \\\\* *)"', JSON.stringify('(* no comment \\* *)')],
    ['TRUE', 'TRUE'],
    ['FALSE', 'FALSE'],
    ['BOOLEAN', 'BOOLEAN'],
    ['STRING', 'STRING'],
    ['Nat', 'Nat'],
    ['ℕ', 'Nat'],
    ['ℤ', 'Int'],
    ['_x1', '_x1'],
    ['1a', '1a'],
  ],
  names: [
    ['x', 'x'],
    ['Op(a, b)', '(Op a b)'],
    ['Op(+, LAMBDA x, y : x)', '(Op + (lambda x y : x))'],
    ['Op(-.)', '(Op -.)'],
    ['Op( - )', '(Op -)'],
    ['Op(SUBSET, \\cup, ^+)', '(Op SUBSET \\cup ^+)'],
    ['Inst!Op', '(path Inst Op)'],
    ['Inst!Op(a)', '(path Inst Op(a))'],
    ['Inst(a)!In2!Op(b, c)', '(path Inst(a) In2 Op(b c))'],
    ['Inst!Nat', '(path Inst Nat)'],
    ['Inst!+(a, b)', '(path Inst +(a b))'],
    ['Op!1!<<', '(path Op 1 <<)'],
    ['Op!(a)!:', '(path Op (a) :)'],
    ['Op!@!>>', '(path Op @ >>)'],
    ['+(a, b)', '(+ a b)'],
  ],
  sets: [
    ['{}', '(setEnum)'],
    ['{1, 2}', '(setEnum 1 2)'],
    ['{x \\in S : P(x)}', '(filter x:S (P x))'],
    ['{x \\in S : x \\in T}', '(filter x:S (\\in x T))'],
    ['{<<x, y>> \\in S : x = y}', '(filter <<x y>>:S (= x y))'],
    ['{f[x] : x \\in S}', '(map x:S (at f x))'],
    ['{x + y : x, y \\in S, <<z, w>> \\in T}', '(map x:S y:S <<z w>>:T (+ x y))'],
    ['{(x \\in S) : y \\in T}', '(map y:T (\\in x S))'],
    ['S \\X T', '(times S T)'],
    ['S \\times T \\X U', '(times S T U)'],
    ['(S \\X T) \\X U', '(times (times S T) U)'],
    ['S \\X (T \\X U)', '(times S (times T U))'],
    ['SUBSET S', '(SUBSET S)'],
    ['UNION {S}', '(UNION (setEnum S))'],
  ],
  functions: [
    ['f[x]', '(at f x)'],
    ['f[x, y]', '(at f x y)'],
    ['f[x][y].z', '(. (at (at f x) y) z)'],
    ['[x \\in S |-> x]', '(fcn x:S x)'],
    ['[x, y \\in S, z \\in T |-> x]', '(fcn x:S y:S z:T x)'],
    ['[<<x, y>> \\in S |-> x]', '(fcn <<x y>>:S x)'],
    ['[S -> T]', '(fcnSet S T)'],
    ['DOMAIN f', '(DOMAIN f)'],
    ['<<>>', '(tuple)'],
    ['<<1, <<2>>>>', '(tuple 1 (tuple 2))'],
    ['[a |-> 1, b |-> 2]', '(record a:1 b:2)'],
    ['[a : S, b : T]', '(recordSet a:S b:T)'],
    ['r.a.b', '(. (. r a) b)'],
    ['r.STATE', '(. r STATE)'],
    ['[f EXCEPT ![1] = 2]', '(except f [1]=2)'],
    ['[f EXCEPT ![1, 2].a["k"] = @ + 1, !.b = 3]', '(except f [1 2].a["k"]=(+ @ 1) .b=3)'],
  ],
  binders: [
    ['\\A x \\in S : P', '(A x:S P)'],
    ['\\E x, y \\in S, <<z, w>> \\in T : P', '(E x:S y:S <<z w>>:T P)'],
    ['\\forall x \\in S : \\exists y \\in T : P', '(A x:S (E y:T P))'],
    ['\\A x, y : P', '(A x y : P)'],
    ['\\E x : P', '(E x : P)'],
    ['\\AA x : P', '(AA x : P)'],
    ['\\EE x : P', '(EE x : P)'],
    ['CHOOSE x \\in S : P', '(choose x in S P)'],
    ['CHOOSE <<x, y>> \\in S : P', '(choose <<x y>> in S P)'],
    ['CHOOSE x : P', '(choose x P)'],
    ['\\A x \\in S : P /\\ Q', '(A x:S (/\\ P Q))'],
    ['(\\A x \\in S : P) /\\ Q', '(/\\ (A x:S P) Q)'],
    ['lab :: P /\\ Q', '(label lab : (/\\ P Q))'],
    ['\\A x \\in S : lab(x) :: P', '(A x:S (label lab x : P))'],
  ],
  control: [
    ['IF a THEN b ELSE c + 1', '(if a b (+ c 1))'],
    ['CASE a -> 1 [] b -> 2', '(case a->1 b->2)'],
    ['CASE a -> 1 [] OTHER -> 2', '(case a->1 other->2)'],
    ['CASE a -> CASE b -> 1 [] c -> 2', '(case a->(case b->1 c->2))'],
    ['LET x == 1 IN x', '(let (def x 1) x)'],
    ['LET f[x \\in S] == x g(y) == y IN g(f)', '(let (fcnDef f x:S x) (def g y y) (g f))'],
    ['LET RECURSIVE F(_) F(n) == F(n) I == INSTANCE M IN I!x', '(let (recursive F/1) (def F n (F n)) (instance I M) (path I x))'],
    ['LET a (+) b == a IN 1 (+) 2', '(let (def (+) a b a) ((+) 1 2))'],
  ],
  temporal: [
    ['[][Next]_vars', '([] (boxAction Next vars))'],
    ['<><<Next>>_<<x, y>>', '(<> (angleAction Next (tuple x y)))'],
    ['WF_vars(Next)', '(WF vars Next)'],
    ['SF_<<x>>(A \\/ B)', '(SF (tuple x) (\\/ A B))'],
    ['P ~> Q', '(~> P Q)'],
    ['[]<>P', '([] (<> P))'],
    ['ENABLED A', '(ENABLED A)'],
    ['UNCHANGED <<x, y>>', '(UNCHANGED (tuple x y))'],
    ['A \\cdot B', '(\\cdot A B)'],
    ['P -+-> Q', '(-+-> P Q)'],
  ],
};

describe.each(Object.entries(cases))('%s', (_, list) => {
  it.each(list)('%s', (text, shape) => {
    expect(show(exprOf(text))).toBe(shape);
  });
});

describe('junction lists', () => {
  it('are one node, whatever their items', () => {
    expect(show(exprOf('/\\ a', '     /\\ b'))).toBe('[/\\ a b]');
    expect(show(exprOf('\\/ a'))).toBe('[\\/ a]');
  });

  it('nest by their columns', () => {
    expect(show(exprOf('/\\ \\/ a', '        \\/ b', '     /\\ c'))).toBe('[/\\ [\\/ a b] c]');
    expect(show(exprOf('/\\ \\/ a', '     /\\ b'))).toBe('[/\\ [\\/ a] b]');
    expect(show(exprOf('/\\ x => /\\ a', '             /\\ b', '     /\\ c'))).toBe('[/\\ (=> x [/\\ a b]) c]');
  });

  it('differ from infix operators', () => {
    expect(show(exprOf('/\\ a /\\ b', '     /\\ c'))).toBe('[/\\ (/\\ a b) c]');
    expect(show(exprOf('a /\\ b', '   /\\ c'))).toBe('(/\\ (/\\ a b) c)');
  });

  it('end where a line starts to the left of their bullets', () => {
    expect(show(exprOf('  /\\ a', '       /\\ b', '     => c'))).toBe('(=> [/\\ a b] c)');
    expect(show(exprOf('(/\\ a', '      /\\ b) = c'))).toBe('(= [/\\ a b] c)');
  });

  it('count a tab to the next multiple of eight, as TLA+ does', () => {
    expect(show(exprOf('', '\t/\\ a', '        /\\ \\/ b', '\t   \\/ c'))).toBe('[/\\ a [\\/ b c]]');
  });

  it('give places in the text as it is, tabs and comments included', () => {
    const e = exprOf('', '\t/\\ a (* x', '\t*)', '\t/\\ "s" = b');
    expect(e.loc).toMatchObject({ line: 3, col: 2, endLine: 5, endCol: 12 });
    if (e.k !== 'junction') throw new Error(e.k);
    expect(e.items[1]?.loc).toMatchObject({ line: 5, col: 5, endLine: 5, endCol: 12 });
  });
});

describe('places', () => {
  it('cover the expression, parentheses of operands included', () => {
    const e = exprOf('(a + b) * c');
    expect(e.loc).toMatchObject({ line: 2, col: 6, endLine: 2, endCol: 17 });
    if (e.k !== 'apply') throw new Error(e.k);
    expect(e.args[0]?.loc).toMatchObject({ col: 7, endCol: 12 });
  });

  it('of names in one bound share the set', () => {
    const e = exprOf('\\E x, y \\in S : x = y');
    if (e.k !== 'quant') throw new Error(e.k);
    expect(e.bounds[0]?.set).toBe(e.bounds[1]?.set);
  });

  it('count UTF-16 units', () => {
    const e = exprOf('"😀" = x');
    if (e.k !== 'apply') throw new Error(e.k);
    expect(e.args[1]?.loc).toMatchObject({ line: 2, col: 13 });
  });
});
