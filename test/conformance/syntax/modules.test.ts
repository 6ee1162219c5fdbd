import { beforeAll, describe, expect, it } from 'vitest';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { parseModule, parseModules } from '../../../conformance/tla-to-ts/syntax/parser.ts';
import { moduleOf, showUnit, sourceOf, unitOf } from './support.ts';

beforeAll(loadGrammar);

describe('units', () => {
  it.each([
    ['CONSTANT N', '(constants N)'],
    ['CONSTANTS N, Op(_, _), _ + _, -. _, _^+', '(constants N Op/2 +/2 -./1 ^+/1)'],
    ['VARIABLES x, y', '(variables x y)'],
    ['VARIABLE x', '(variables x)'],
    ['RECURSIVE F(_), G', '(recursive F/1 G)'],
    ['d == 1', '(def d 1)'],
    ['d ≜ 1', '(def d 1)'],
    ['d(x, Op(_, _)) == x', '(def d x Op/2 x)'],
    ['a (+) b == a', '(def (+) a b a)'],
    ['a \\oplus b == a', '(def (+) a b a)'],
    ['-. a == a', '(def -. a a)'],
    ['a^# == a', '(def ^# a a)'],
    ['x \\in S == S', '(def \\in x S S)'],
    ['Nat == 1', '(def Nat 1)'],
    ['LOCAL d == 1', '(local def d 1)'],
    ['f[x \\in S, <<y, z>> \\in T] == x', '(fcnDef f x:S <<y z>>:T x)'],
    ['LOCAL f[x \\in S] == x', '(local fcnDef f x:S x)'],
    ['INSTANCE M2', '(instance M2)'],
    ['LOCAL INSTANCE M2', '(local instance M2)'],
    ['INSTANCE M2 WITH x <- 1, + <- Op, Op <- +', '(instance M2 x<-1 +<-Op Op<-+)'],
    ['I == INSTANCE M2 WITH Op <- LAMBDA a : a', '(instance I M2 Op<-(lambda a : a))'],
    ['LOCAL I(x, _ + _) == INSTANCE M2', '(local instance I x +/2 M2)'],
    ['ASSUME N > 1', '(assume (> N 1))'],
    ['ASSUMPTION A1 == N > 1', '(assume A1 (> N 1))'],
    ['AXIOM TRUE', '(assume TRUE)'],
    ['THEOREM Spec => []Inv', '(theorem (=> Spec ([] Inv)))'],
    ['LEMMA L1 == ASSUME NEW x \\in S, P(x) PROVE Q', '(theorem L1 -)'],
    ['THEOREM T == TRUE PROOF OBVIOUS', '(theorem T TRUE)'],
    ['THEOREM T == TRUE BY DEF x', '(theorem T TRUE)'],
  ])('%s', (text, shape) => {
    expect(showUnit(unitOf(text))).toBe(shape);
  });

  it('leave proofs out', () => {
    const { units } = moduleOf(
      'THEOREM T == a',
      '<1>1. b',
      '  BY c DEF d',
      '<1> DEFINE e == 1',
      '<1>2. CASE f OBVIOUS',
      '<1> QED BY <1>1, <1>2',
      'd == 1',
    );
    expect(units.map(showUnit)).toEqual(['(theorem T a)', '(def d 1)']);
  });

  it('leave separators, USE and HIDE out', () => {
    expect(moduleOf('a == 1', '--------', 'USE DEF a', 'HIDE a', 'b == 2').units.map(showUnit)).toEqual(['(def a 1)', '(def b 2)']);
  });

  it('hold nested modules', () => {
    const [unit] = moduleOf('  ---- MODULE Inner ----', '  EXTENDS Naturals', '  VARIABLE x', '  ====', 'I == INSTANCE Inner').units;
    if (unit?.k !== 'module') throw new Error(unit?.k);
    expect(unit.module.extends.map((e) => e.name)).toEqual(['Naturals']);
    expect(showUnit(unit)).toBe('(module Inner (variables x))');
  });

  it('have places: the definition, its name', () => {
    const unit = unitOf('  LOCAL Op(x) == x +', '     1');
    if (unit.k !== 'opDef') throw new Error(unit.k);
    expect(unit.loc).toMatchObject({ line: 2, col: 3, endLine: 3, endCol: 7 });
    expect(unit.nameLoc).toMatchObject({ line: 2, col: 9, endCol: 11 });
    expect(unit.params[0]?.loc).toMatchObject({ line: 2, col: 12, endCol: 13 });
  });
});

describe('a module', () => {
  it('has a name and what it extends', () => {
    const m = moduleOf('EXTENDS Naturals, Sequences', 'd == 1');
    expect(m.name).toBe('M');
    expect(m.extends.map((e) => [e.name, e.loc.line, e.loc.col])).toEqual([
      ['Naturals', 2, 9],
      ['Sequences', 2, 19],
    ]);
    expect(m.loc).toMatchObject({ line: 1, col: 1, endLine: 4 });
  });

  it('may be empty', () => {
    expect(moduleOf().units).toEqual([]);
  });

  it('stands between texts that are ignored', () => {
    const text = 'Notes (* " here\n\n----MODULE A----\nx == 1\n====\nmore (* " ((\n---- MODULE B ----\ny == (\n====';
    const m = parseModule(sourceOf(text));
    expect([m.name, m.loc.line, ...m.units.map(showUnit)]).toEqual(['A', 3, '(def x 1)']);
  });

  it('may have company in its file', () => {
    const text = '---- MODULE A ----\nx == 1\n====\n---- MODULE B ----\n---- MODULE C ----\n====\ny == 2\n====\n';
    expect(parseModules(sourceOf(text)).map((m) => [m.name, m.units.map(showUnit), m.loc.line])).toEqual([
      ['A', ['(def x 1)'], 1],
      ['B', ['(module C)', '(def y 2)'], 4],
    ]);
  });

  it('may hold comments anywhere', () => {
    const m = moduleOf(
      '(* a (* nested *) comment ==== ---- MODULE X ---- " *)',
      'd == \\* to the end " (*',
      '  1 (**)+(* x *) 2',
      '(***)',
      '\\*',
    );
    expect(m.units.map(showUnit)).toEqual(['(def d (+ 1 2))']);
  });

  it('may hold PlusCal, whatever its faults', () => {
    const algorithm = ['(* --algorithm a {', '  variables x = ; { fair { "} ', '} *)'];
    expect(moduleOf(...algorithm, 'd == 1').units.map(showUnit)).toEqual(['(def d 1)']);
  });

  it('may have lines of Windows', () => {
    const m = parseModule(sourceOf('---- MODULE M ----\r\nd == /\\ a\r\n     /\\ b\r\n====\r\n'));
    expect(m.units.map(showUnit)).toEqual(['(def d [/\\ a b])']);
    expect(m.units[0]?.loc).toMatchObject({ endLine: 3, endCol: 10 });
  });
});
