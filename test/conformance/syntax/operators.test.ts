import { beforeAll, describe, expect, it } from 'vitest';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { operatorOfKind, operatorOfSymbol } from '../../../conformance/tla-to-ts/syntax/operators.ts';
import { errorOf, exprOf, show } from './support.ts';

beforeAll(loadGrammar);

describe('precedence', () => {
  it.each([
    ['a = b /\\ c', '(/\\ (= a b) c)'],
    ['~a \\in S', '(~ (\\in a S))'],
    ['~(a) \\in S', '(~ (\\in a S))'],
    ['~(a) = b /\\ c', '(/\\ (~ (= a b)) c)'],
    ["~(a)'", "(~ (' a))"],
    ['DOMAIN (f)[x]', '(DOMAIN (at f x))'],
    ['DOMAIN (f).a[x]', '(DOMAIN (at (. f a) x))'],
    ['\\lnot (a)', '(~ a)'],
    ['-x + y', '(+ (-. x) y)'],
    ['-(x) + y', '(+ (-. x) y)'],
    ['-x * y', '(-. (* x y))'],
    ["x' = y", "(= (' x) y)"],
    ["f[x]'", "(' (at f x))"],
    ["f'[x]", "(at (' f) x)"],
    ["-x'", "(-. (' x))"],
    ['a + b * c', '(+ a (* b c))'],
    ['a * b + c', '(+ (* a b) c)'],
    ['a - b - c', '(- (- a b) c)'],
    ['a + b - c', '(+ a (- b c))'],
    ['a..b', '(.. a b)'],
    ['1..2', '(.. 1 2)'],
    ['-1..2', '(.. (-. 1) 2)'],
    ['1..n+1', '(.. 1 (+ n 1))'],
    ['a \\in 1..2 \\cup S', '(\\in a (\\cup (.. 1 2) S))'],
    ['a => b \\/ c', '(=> a (\\/ b c))'],
    ['a <=> b = c', '(<=> a (= b c))'],
    ['[]P => <>Q', '(=> ([] P) (<> Q))'],
    ['~[]P', '(~ ([] P))'],
    ['[]~P', '([] (~ P))'],
    ['x :> 1 @@ y :> 2', '(@@ (:> x 1) (:> y 2))'],
    ['s \\o t \\o u', '(\\o (\\o s t) u)'],
    ['A \\cup B \\cup C', '(\\cup (\\cup A B) C)'],
    ['SUBSET S \\cup T', '(\\cup (SUBSET S) T)'],
    ['UNCHANGED x /\\ UNCHANGED y', '(/\\ (UNCHANGED x) (UNCHANGED y))'],
    ['x^2', '(^ x 2)'],
    ['-x^2', '(-. (^ x 2))'],
    ["R^+'", "(' (^+ R))"],
    ['a ~> b /\\ c', '(~> a (/\\ b c))'],
    ['a - -b', '(- a (-. b))'],
    ['x \\in S \\X T', '(\\in x (times S T))'],
  ])('%s', (text, shape) => {
    expect(show(exprOf(text))).toBe(shape);
  });

  it.each([
    ['A \\cup B \\cap C', '15', '\\cup and \\cap follow one another'],
    ['a /\\ b \\/ c', '13', '/\\ and \\/ follow one another'],
    ['a = b = c', '12', '= cannot be repeated'],
    ['a = b \\in c', '12', '= and \\in follow one another'],
    ['a => b => c', '13', '=> cannot be repeated'],
    ['A \\ B \\ C', '12', '\\ cannot be repeated'],
    ['a <=> b \\equiv c', '14', '\\equiv cannot be repeated'],
    ['[]a = b', '10', '[] and = follow one another'],
    ["[]x'", '9', "[] and ' follow one another"],
    ['DOMAIN f * g', '15', 'DOMAIN and * follow one another'],
    ['a * -b', '10', '* and - follow one another'],
    ['a + b ++ c', '12', '+ and ++ follow one another'],
    ['S \\X T * U', '13', '\\X and * follow one another'],
    ['a / b / c', '12', '/ cannot be repeated'],
  ])('%s is a conflict', (text, column, message) => {
    expect(errorOf(() => exprOf(text))).toContain(`parse 2:${column} ${message}`);
  });
});

describe('symbols', () => {
  const unicode = {
    '∧': '/\\',
    '∨': '\\/',
    '⇒': '=>',
    '⇔': '<=>',
    '≡': '<=>',
    '≠': '/=',
    '≤': '<=',
    '≥': '>=',
    '∈': '\\in',
    '∉': '\\notin',
    '⊆': '\\subseteq',
    '∪': '\\cup',
    '∩': '\\cap',
    '÷': '\\div',
    '∘': '\\o',
    '⊕': '(+)',
    '⊖': '(-)',
    '⊗': '(\\X)',
    '⊘': '(/)',
    '⊙': '(.)',
    '↝': '~>',
    '⋅': '\\cdot',
    '‥': '..',
    '…': '...',
    '≺': '\\prec',
    '⪯': '\\preceq',
    '⊑': '\\sqsubseteq',
    '⊎': '\\uplus',
    '‖': '||',
    '⊢': '|-',
    '⊨': '|=',
    '≔': ':=',
    '⩴': '::=',
    '∼': '\\sim',
    '⋆': '\\star',
    '●': '\\bullet',
    '≀': '\\wr',
    '⁇': '??',
  };
  const ascii = {
    '#': '/=',
    '=<': '<=',
    '\\leq': '<=',
    '\\geq': '>=',
    '\\land': '/\\',
    '\\lor': '\\/',
    '\\equiv': '<=>',
    '\\union': '\\cup',
    '\\intersect': '\\cap',
    '\\circ': '\\o',
    '\\oplus': '(+)',
    '\\ominus': '(-)',
    '\\odot': '(.)',
    '\\oslash': '(/)',
    '\\otimes': '(\\X)',
  };
  it.each([...Object.entries(unicode), ...Object.entries(ascii)])('a %s b is %s', (text, symbol) => {
    expect(show(exprOf(`a ${text} b`))).toBe(`(${symbol} a b)`);
  });

  it.each([
    ['¬a', '(~ a)'],
    ['\\neg a', '(~ a)'],
    ['\\lnot a', '(~ a)'],
    ['□P', '([] P)'],
    ['◇P', '(<> P)'],
    ['R⁺', '(^+ R)'],
    ['S × T', '(times S T)'],
    ['∀ x ∈ S : P', '(A x:S P)'],
    ['∃ x ∈ S : P', '(E x:S P)'],
    ['⟨1, 2⟩', '(tuple 1 2)'],
    ['[x ∈ S ↦ x]', '(fcn x:S x)'],
    ['[S → T]', '(fcnSet S T)'],
    ['CASE a → b □ OTHER → c', '(case a->b other->c)'],
    ['⟨A⟩_v', '(angleAction A v)'],
  ])('%s', (text, shape) => {
    expect(show(exprOf(text))).toBe(shape);
  });

  it('all stand between, before or behind operands', () => {
    for (const { symbol, fixity } of operatorOfKind.values()) {
      if (symbol === '\\X') continue;
      const text = fixity === 'infix' ? `a ${symbol} b` : fixity === 'prefix' ? `${symbol === '-.' ? '-' : symbol} a` : `a${symbol}`;
      expect(show(exprOf(text))).toBe(`(${symbol} a${fixity === 'infix' ? ' b' : ''})`);
    }
    expect(operatorOfSymbol.size).toBe(operatorOfKind.size - 1); // \equiv is <=>
  });

  it.each([
    ['x<-1', 'parse 2:7 <- is one symbol'],
    ['S \\E', 'parse 2:8 \\E is one symbol'],
    ['x->(y, z)', 'parse 2:7 -> is'],
  ])('%s is read with the longest symbol', (text, error) => {
    expect(errorOf(() => exprOf(text))).toContain(error);
  });
});
