import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { operatorOfKind } from '../../../conformance/tla-to-ts/syntax/operators.ts';
import { parseModule } from '../../../conformance/tla-to-ts/syntax/parser.ts';
import { printExpr, printModule, printUnit } from '../../../conformance/tla-to-ts/syntax/print.ts';
import { exprOf, moduleOf, sourceOf, unitOf, withoutPlaces } from './support.ts';

beforeAll(loadGrammar);

describe('an expression is printed', () => {
  it.each([
    ['a+b*c', 'a + b * c'],
    ['(a+b)*c', '(a + b) * c'],
    ['(a - b) - c', 'a - b - c'],
    ['a - (b - c)', 'a - (b - c)'],
    ['~(a = b)', '~(a = b)'],
    ['~a', '~a'],
    ['-(-x)', '-(-x)'],
    ["(f')[x]", "f'[x]"],
    ["([]x)'", "([]x)'"],
    ['[](P => <>Q)', '[](P => <>Q)'],
    ['SUBSET (S \\ T)', 'SUBSET (S \\ T)'],
    ['x ∈ S ∪ T', 'x \\in S \\cup T'],
    ['(S \\X T) \\X U \\X V', '(S \\X T) \\X U \\X V'],
    ['(\\E x \\in S : P) => Q', '(\\E x \\in S : P) => Q'],
    ['\\A x, y \\in S, <<a, b>> \\in T : P', '\\A x, y \\in S, <<a, b>> \\in T : P'],
    ['{(x \\in S) : y \\in T}', '{(x \\in S) : y \\in T}'],
    ['[f EXCEPT ![1,2].a = @]', '[f EXCEPT ![1, 2].a = @]'],
    ['Op(-, x)', 'Op( -, x )'],
    ['LET a == 1 IN a', 'LET a == 1 IN a'],
    ['"a\\"\\n"', '"a\\"\\n"'],
    ['\\b11', '3'],
    ['WF_(<<x>>)(A)', 'WF_<<x>>(A)'],
    ['[A]_(x.y)', '[A]_(x.y)'],
    ['F! !!(1, 2)', 'F! !!(1, 2)'],
  ])('%s', (text, printed) => {
    expect(printExpr(exprOf(text))).toBe(printed);
  });

  it('with its lists below one another', () => {
    expect(printExpr(exprOf('/\\ a', '     /\\ x => \\/ b', '             \\/ c'))).toBe('/\\ a\n/\\ x => (\\/ b\n         \\/ c)');
  });

  it('with several definitions below one another', () => {
    expect(printExpr(exprOf('LET a == 1 f[x \\in S] == x IN a'))).toBe('LET a == 1\n    f[x \\in S] == x\nIN a');
  });

  it('in several lines if it is long', () => {
    const lines = printExpr(exprOf(`{${Array.from({ length: 100 }, (_, i) => i).join(', ')}}`)).split('\n');
    expect(lines.length).toBeGreaterThan(2);
    expect(Math.max(...lines.map((l) => l.length))).toBeLessThan(130);
  });
});

it('units are printed', () => {
  const text = 'LOCAL I(x, _ + _) == INSTANCE N WITH a <- 1, + <- Op';
  expect(printUnit(unitOf(text))).toBe(text);
  expect(printModule(moduleOf('EXTENDS Naturals', 'CONSTANTS C, Op(_)', 'ASSUME A == C > 1'))).toBe(
    '---- MODULE M ----\nEXTENDS Naturals\nCONSTANTS C, Op(_)\nASSUME A == C > 1\n====\n',
  );
});

describe('what is printed is read as the same again', () => {
  const spec = fileURLToPath(new URL('../../../spec', import.meta.url));
  const files = readdirSync(spec, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.tla'));

  it.each(files)('spec/%s', (file) => {
    const source = { path: file, text: readFileSync(`${spec}/${file}`, 'utf8') };
    const module = parseModule(source);
    expect(withoutPlaces(parseModule(sourceOf(printModule(module))))).toBe(withoutPlaces(module));
  });

  it('random expressions', () => {
    const ops = [...operatorOfKind.values()];
    const atom = fc.constantFrom('x', '1', '"s"', 'f[x]', 'Op(y)', 'r.a', '{x}', '<<x, y>>', '[f EXCEPT ![1] = @]', 'I!Op(x)', '@');
    const { text } = fc.letrec<{ text: string }>((tie) => ({
      text: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        atom,
        fc.tuple(fc.constantFrom(...ops), tie('text'), tie('text')).map(([op, a, b]) => {
          if (op.fixity === 'infix') return `((${a}) ${op.symbol} (${b}))`;
          return op.fixity === 'prefix' ? `(${op.symbol === '-.' ? '-' : op.symbol} (${a}))` : `((${a})${op.symbol})`;
        }),
        fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(IF ${a} THEN ${b} ELSE ${a})`),
        fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(\\E z \\in (${a}) : ${b})`),
        fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(LET q == ${a} IN ${b})`),
        fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(CASE ${a} -> ${b} [] OTHER -> ${a})`),
        fc.tuple(tie('text'), tie('text')).map(([a, b]) => `{${a} : v \\in ${b}}`),
        fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a})[${b}]`),
        fc.tuple(tie('text'), tie('text')).map(([a, b]) => `[${a}]_(${b})`),
        tie('text').map((a) => `(${a}).b`),
      ),
    }));
    fc.assert(
      fc.property(text, (t) => {
        const first = exprOf(t);
        const again = exprOf(printExpr(first).replaceAll('\n', '\n     '));
        expect(withoutPlaces(again)).toBe(withoutPlaces(first));
      }),
      { numRuns: 300 },
    );
  });
});
