/** TLC's configurations as Apalache can be given them. */
import { describe, expect, it } from 'vitest';
import { amended, configText, hasModelValues, passedOver } from '../../../../conformance/engines/apalache/config.ts';
import { declaredTypes } from '../../../../conformance/engines/apalache/types.ts';
import { parseConfig } from '../../../../conformance/tla-to-ts/syntax/config.ts';

const read = (text: string) => parseConfig({ path: 'a.cfg', text });
const types = (constants: Readonly<Record<string, string>>) => ({
  constants: new Map(Object.entries(constants)),
  variables: new Map(),
  operators: new Map(),
});

describe('a configuration', () => {
  it('keeps what Apalache does of it', () => {
    const text =
      'NEXT B INIT A CONSTANTS N = 3 S = "s" T = {TRUE, FALSE} O <- Op INVARIANTS I J PROPERTY P CHECK_DEADLOCK FALSE SYMMETRY Y';
    expect(configText(read(text), undefined)).toEqual({
      text: 'INIT A\nNEXT B\nCONSTANT N = 3\nCONSTANT S = "s"\nCONSTANT T = {TRUE, FALSE}\nCONSTANT O <- Op\nINVARIANT I\nINVARIANT J\nCHECK_DEADLOCK FALSE\n',
      renamed: new Map(),
    });
    expect(configText(read('SPECIFICATION Spec'), undefined).text).toBe('SPECIFICATION Spec\n');
  });

  it('has model values with the types that their constants have', () => {
    const config = read('SPECIFICATION S CONSTANTS A = {a1, a2} Q = {{a1}, {}} N = none W = word');
    expect(hasModelValues(config)).toBe(true);
    expect(configText(config, types({ A: 'Set(ACCEPTOR)', Q: 'Set(Set(ACCEPTOR))', N: 'VALUE', W: 'Str' }))).toEqual({
      text: [
        'SPECIFICATION S',
        'CONSTANT A = {"a1_OF_ACCEPTOR", "a2_OF_ACCEPTOR"}',
        'CONSTANT Q = {{"a1_OF_ACCEPTOR"}, {}}',
        'CONSTANT N = "none_OF_VALUE"',
        'CONSTANT W = word',
        '',
      ].join('\n'),
      renamed: new Map([
        ['a1_OF_ACCEPTOR', 'a1'],
        ['a2_OF_ACCEPTOR', 'a2'],
        ['none_OF_VALUE', 'none'],
      ]),
    });
    expect(hasModelValues(read('SPECIFICATION S CONSTANTS A = {1, "a"}'))).toBe(false);
  });

  it('tells what Apalache passes over', () => {
    const config = read('SPECIFICATION S PROPERTIES P Q CONSTRAINT C ACTION_CONSTRAINT D POSTCONDITION E VIEW V ALIAS L');
    expect(passedOver(config)).toEqual({
      unchecked: ['PROPERTY P', 'PROPERTY Q', 'POSTCONDITION E'],
      widened: ['CONSTRAINT C', 'ACTION_CONSTRAINT D'],
    });
  });

  it('is amended by what is asked for by name', () => {
    const text = (config: string, by: Parameters<typeof amended>[1]) => configText(amended(read(config), by), undefined).text;
    expect(text('', {})).toBe('');
    expect(text('', { init: 'A' })).toBe('INIT A\nNEXT Next\n');
    expect(text('', { next: 'B', inv: ['I', 'J'] })).toBe('INIT Init\nNEXT B\nINVARIANT I\nINVARIANT J\n');
    expect(text('INIT A NEXT B INVARIANT I', { next: 'C', inv: [] })).toBe('INIT A\nNEXT C\n');
    expect(text('SPECIFICATION S', { inv: ['I'] })).toBe('SPECIFICATION S\nINVARIANT I\n');
    expect(text('SPECIFICATION S', { init: 'A', next: 'B' })).toBe('INIT A\nNEXT B\n');
    expect(() => text('SPECIFICATION S', { next: 'B' })).toThrow('Only one of the initial predicate and the next-state relation');
  });

  it('for one module only is refused', () => {
    expect(() => configText(read('SPECIFICATION S CONSTANT A =[M] 3'), undefined)).toThrow('Apalache: constants of one module only');
    expect(() => configText(read('SPECIFICATION S CONSTANT A <-[M] B'), undefined)).toThrow('Apalache: constants of one module only');
  });
});

describe('the types of declarations', () => {
  const declarations = [
    { kind: 'TlaConstDecl', name: 'A', type: 'Set(ACCEPTOR)' },
    { kind: 'TlaVarDecl', name: 'x', type: 'Int' },
    { kind: 'TlaOperDecl', name: 'Init', type: '(() => Bool)' },
  ];

  it('are read from the intermediate form', () => {
    const { constants, variables, operators } = declaredTypes(JSON.stringify({ modules: [{ declarations }] }));
    expect([...constants, ...variables, ...operators]).toEqual([
      ['A', 'Set(ACCEPTOR)'],
      ['x', 'Int'],
      ['Init', '(() => Bool)'],
    ]);
  });

  it.each(['', '{', '[]', '{"modules":[]}', '{"modules":[{"declarations":[{"kind":"TlaVarDecl","name":"x"}]}]}'])(
    'are not read from %j',
    (json) => {
      expect(() => declaredTypes(json)).toThrow('cannot be understood');
    },
  );
});
