import { beforeAll, describe, expect, it } from 'vitest';
import { TlaError } from '../../../conformance/tla-to-ts/errors.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { parseModule } from '../../../conformance/tla-to-ts/syntax/parser.ts';
import { errorOf, moduleOf, sourceOf } from './support.ts';

beforeAll(loadGrammar);

const end = 'the end of the module (====) is not expected here';

describe('a syntax error names what was found, and its place', () => {
  it.each([
    [['d == 1 +'], `3:1 ${end}`],
    [['d == (1', 'e == 2'], '3:1 e is not expected here'],
    [['d == 1)'], '2:7 ) is not expected here'],
    [['d(x) = x'], '2:6 = is not expected here; a definition is written with =='],
    [['d == {x in S : P}'], '2:9 in is not expected here; membership is written \\in'],
    [['d == IF a THEN b', 'e == 3'], '3:1 e is not expected here'],
    [['d == [f EXCEPT ![1] == 2]'], '2:21 == is not expected here; equality is written with ='],
    [['d == /\\ a', '     /\\ b', '    c'], `5:1 ${end}`],
    [['d == \\A x \\in S P'], '2:17 P is not expected here'],
    [['VARIABLES x,, y'], '2:13 , is not expected here'],
    [['EXTENDS A B'], `3:1 ${end}`],
    [['d == a \\in \\in'], `3:1 ${end}`],
    [['d == a == b'], '2:8 == is not expected here; equality is written with ='],
    [['d == 1', '--', 'e == 2'], '4:3 == is not expected here; equality is written with ='],
    [['d == CASE a -> 1 [] OTHER 2'], '2:27 2 is not expected here'],
    [['d == \u0001'], '2:6 \u0001 is not expected here'],
    [['VARIABLE IF'], '2:10 IF is a reserved word and cannot be a name'],
    [['TRUE == 1'], '2:1 TRUE is built in and cannot be defined'],
    [['d == "abc', 'e == "x"'], '2:6 this string has no closing quote'],
    [['d == "a\\qb"'], '2:8 \\q is not an escape of TLA+ strings; \\\\ \\" \\n \\t \\r \\f are'],
    [['d == 1 (* never', '(* closed *)'], '2:8 this comment is never closed'],
    [['d == /\\ (a', '  )'], '3:3 ) stands too far to the left for the item of the list that it belongs to'],
  ])('%j', (lines, error) => {
    expect(errorOf(() => moduleOf(...lines))).toBe(`parse ${error}`);
  });

  it('is the first one, far down in a long module', () => {
    const lines = Array.from({ length: 400 }, (_, i) =>
      i === 300 || i === 350 ? `d${i} == [x |-> ]` : `d${i} == /\\ ${i}\n     /\\ TRUE`,
    );
    expect(errorOf(() => moduleOf(...lines))).toBe('parse 602:16 ] is not expected here');
  });

  it('has its place behind tabs and comments', () => {
    expect(errorOf(() => moduleOf('\t(* \t *)\td == \t)'))).toBe('parse 2:16 ) is not expected here');
  });

  it('renders with the line and a caret', () => {
    try {
      moduleOf('d == a ++', 'e == 1');
    } catch (error) {
      if (!(error instanceof TlaError)) throw error;
      expect(error.render()).toBe('M.tla:3:3: == is not expected here; equality is written with =\n3 | e == 1\n      ^^');
    }
  });
});

describe('a file', () => {
  it.each(['', 'hello', 'd == 1', '---- MOD ULE M ----', '--algorithm x begin skip end algorithm'])('without a module: %j', (text) => {
    expect(errorOf(() => parseModule(sourceOf(text)))).toContain('parse 1:1 the file contains no module');
  });

  it('that ends within its module', () => {
    expect(errorOf(() => parseModule(sourceOf('---- MODULE M ----\nd == 1\n\n')))).toBe(
      'parse 2:7 the module has no end: ==== is missing, or something before it',
    );
  });

  it('whose header is broken', () => {
    expect(errorOf(() => parseModule(sourceOf('---- MODULE M\nd == 1\n====')))).toBe('parse 2:1 d is not expected here');
  });
});

describe('limits', () => {
  it.each([
    ['parentheses', () => ['d == ', '(\n'.repeat(20_000), '1', ')\n'.repeat(20_000)].join('')],
    ['junction lists', () => `d == ${'/\\ '.repeat(300)}1`],
    ['levels of proofs', () => `THEOREM 1\n${Array.from({ length: 300 }, (_, i) => `<${i}>1. 1`).join('\n')}`],
    ['a line', () => `d == ${'"x" = '.repeat(6000)} 1`],
  ])('%s', (_, text) => {
    expect(errorOf(() => moduleOf(text()))).toMatch(/^unsupported .*(too deeply|nested|levels|longer)/);
  });

  it('are not near what people write', () => {
    const conjunction = Array.from({ length: 1000 }, (_, i) =>
      `${i === 0 ? 'd == ' : '     '}/\\ x${i} /\\ y \\/ z`.replace('/\\ y \\/ z', '/\\ y /\\ z'),
    );
    expect(moduleOf(...conjunction).units).toHaveLength(1);
    expect(moduleOf(`d == ${Array.from({ length: 500 }, () => 'a /\\ b').join(' /\\ ')}`).units).toHaveLength(1);
  });
});
