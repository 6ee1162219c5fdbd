import { describe, expect, it } from 'vitest';
import type { Config } from '../../../conformance/tla-to-ts/syntax/ast.ts';
import { parseConfig } from '../../../conformance/tla-to-ts/syntax/config.ts';
import { errorOf, sourceOf } from './support.ts';

const config = (...lines: readonly string[]): Config => parseConfig(sourceOf(lines.join('\n')));
const names = (list: readonly { readonly name: string }[]): readonly string[] => list.map((n) => n.name);

describe('sections', () => {
  it('of one name', () => {
    const c = config('SPECIFICATION Spec', 'INIT Init', 'NEXT Next', 'VIEW View', 'ALIAS Alias', 'SYMMETRY Sym', '_PERIODIC Per');
    expect([c.specification, c.init, c.next, c.view, c.alias].map((n) => n?.name)).toEqual(['Spec', 'Init', 'Next', 'View', 'Alias']);
    expect([names(c.symmetry), names(c.periodic)]).toEqual([['Sym'], ['Per']]);
  });

  it.each([
    ['INVARIANT', 'invariants'],
    ['INVARIANTS', 'invariants'],
    ['PROPERTY', 'properties'],
    ['PROPERTIES', 'properties'],
    ['CONSTRAINT', 'constraints'],
    ['CONSTRAINTS', 'constraints'],
    ['ACTION_CONSTRAINT', 'actionConstraints'],
    ['ACTION_CONSTRAINTS', 'actionConstraints'],
    ['POSTCONDITION', 'postconditions'],
    ['POSTCONDITIONS', 'postconditions'],
  ] as const)('of several names: %s', (keyword, field) => {
    expect(names(config(`${keyword} A`, '  B C', 'CHECK_DEADLOCK FALSE', `${keyword} D`)[field])).toEqual(['A', 'B', 'C', 'D']);
  });

  it('are absent from an empty file', () => {
    const c = config('\\* nothing', '(* at (* all *) *)');
    expect([c.specification, c.init, c.checkDeadlock, c.invariants, c.assignments]).toEqual([undefined, undefined, undefined, [], []]);
  });

  it('may be empty lists', () => {
    expect(config('INVARIANTS', 'CONSTANTS', 'PROPERTIES').invariants).toEqual([]);
  });

  it('switch deadlock', () => {
    expect([config('CHECK_DEADLOCK TRUE').checkDeadlock, config('CHECK_DEADLOCK FALSE').checkDeadlock]).toEqual([true, false]);
  });

  it('keep the places of names', () => {
    expect(config('INVARIANT', '  A', ' (* x *) B').invariants.map((n) => [n.loc.line, n.loc.col, n.loc.endCol])).toEqual([
      [2, 3, 4],
      [3, 10, 11],
    ]);
  });
});

describe('constants', () => {
  it.each([
    ['N = 3', { k: 'num', value: 3n }],
    ['N = -1', { k: 'num', value: -1n }],
    ['N = "a b"', { k: 'str', value: 'a b' }],
    ['N = "a\\"b"', { k: 'str', value: 'a\\"b' }],
    ['N = TRUE', { k: 'bool', value: true }],
    ['N = FALSE', { k: 'bool', value: false }],
    ['N = m1', { k: 'model', name: 'm1' }],
    ['N = N', { k: 'model', name: 'N' }],
    ['N = {}', { k: 'set', items: [] }],
    [
      'N = {a, 1, {"s"}}',
      {
        k: 'set',
        items: [
          { k: 'model', name: 'a' },
          { k: 'num', value: 1n },
          { k: 'set', items: [{ k: 'str', value: 's' }] },
        ],
      },
    ],
  ])('%s', (text, value) => {
    const [assignment] = config('CONSTANTS', text).assignments;
    expect(assignment).toMatchObject({ name: 'N', module: undefined, value });
  });

  it('are assigned in other modules, replaced, and follow one another on one line', () => {
    const c = config('CONSTANT A = [Mod] 1 B <- Op C <-[Mod2] Op2 D = 2', 'CONSTANTS I!J!E <- F', '+ <- Plus', 'Plus <- +');
    expect(c.assignments.map((a) => [a.name, a.module])).toEqual([
      ['A', 'Mod'],
      ['D', undefined],
    ]);
    expect(c.replacements.map((r) => [r.name, r.module, r.by])).toEqual([
      ['B', undefined, 'Op'],
      ['C', 'Mod2', 'Op2'],
      ['I!J!E', undefined, 'F'],
      ['+', undefined, 'Plus'],
      ['Plus', undefined, '+'],
    ]);
  });

  it('have places', () => {
    expect(config('CONSTANT', '  N = 1').assignments[0]?.loc).toMatchObject({ line: 2, col: 3, endCol: 4 });
  });
});

describe('an error', () => {
  it.each([
    ['FOO x', 'config 1:1 a keyword such as CONSTANTS or INVARIANT is expected here, not FOO'],
    ['INIT', 'config 1:5 a name after INIT is expected here, not the end of the file'],
    ['INIT A\nINIT B', 'config 2:1 INIT is given twice'],
    ['CHECK_DEADLOCK maybe', 'config 1:16 TRUE or FALSE is expected here, not maybe'],
    ['CHECK_DEADLOCK TRUE CHECK_DEADLOCK TRUE', 'config 1:21 CHECK_DEADLOCK is given twice'],
    ['INVARIANTS A, B', 'config 1:13 a name or the next keyword after INVARIANTS is expected here, not ,'],
    ['CONSTANT N', 'config 1:11 = or <- is expected after N, not the end of the file'],
    ['CONSTANT N 3', 'config 1:12 = or <- is expected after N, not 3'],
    ['CONSTANT = 3', 'config 1:10 the name of a constant is expected here, not ='],
    [
      'CONSTANT N =',
      'config 1:13 a value (a number, a string, TRUE, FALSE, a model value or a set) is expected here, not the end of the file',
    ],
    ['CONSTANT N = 1..3', 'config 1:15 the name of a constant is expected here, not ..'],
    ['CONSTANT N = {1 2}', 'config 1:17 , or } is expected here, not 2'],
    ['CONSTANT N = 2147483648', 'config 1:14 2147483648 is greater than 2147483647'],
    ['CONSTANT N = \\b1', 'config 1:14 a number is written in decimal here'],
    ['CONSTANT N <- 3', 'config 1:15 the name of a definition is expected after <-, not 3'],
    ['CONSTANT N <-[M Op', 'config 1:17 ] is expected here, not Op'],
    ['CONSTANT (* open', 'config 1:10 this comment is never closed'],
    ['CONSTANT N = "open', 'config 1:14 " does not begin a token'],
    ['CONSTANT F(1) = 2', 'unsupported 1:10 the operator F is given value by value; define it in a module and use <-'],
    ['_POSSIBLE P', 'unsupported 1:1 _POSSIBLE is not supported'],
  ])('%s', (text, error) => {
    expect(errorOf(() => config(text))).toBe(error);
  });
});
