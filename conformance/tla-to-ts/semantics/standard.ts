/**
 * The standard modules whose operators the engine implements itself: names and arities. What each one computes stands in
 * compile/natives.ts. Arity -1 in `operatorParams` marks an ordinary parameter, n > 0 a parameter that is an operator.
 */

/** One native operator: its arity and, where it takes operators, the arity of each parameter (0: a value). */
export interface NativeOperator {
  readonly name: string;
  readonly params: readonly number[];
}

/** One native module. */
export interface NativeModule {
  readonly extends: readonly string[];
  readonly operators: readonly NativeOperator[];
}

const values = (...names: string[]): readonly NativeOperator[] => names.map((n) => ({ name: n, params: [] }));
const unary = (...names: string[]): readonly NativeOperator[] => names.map((n) => ({ name: n, params: [0] }));
const binary = (...names: string[]): readonly NativeOperator[] => names.map((n) => ({ name: n, params: [0, 0] }));
const ternary = (...names: string[]): readonly NativeOperator[] => names.map((n) => ({ name: n, params: [0, 0, 0] }));

const NATURALS = [...values('Nat'), ...binary('+', '-', '*', '^', '<', '>', '<=', '>=', '..', '%', '\\div')];

/** Module name -> its native operators. */
export const NATIVE_MODULES: ReadonlyMap<string, NativeModule> = new Map<string, NativeModule>([
  ['Naturals', { extends: [], operators: NATURALS }],
  ['Integers', { extends: ['Naturals'], operators: [...values('Int'), ...unary('-.')] }],
  ['Reals', { extends: ['Integers'], operators: [...values('Real', 'Infinity'), ...binary('/')] }],
  [
    'Sequences',
    {
      extends: [],
      operators: [
        ...unary('Seq', 'Len', 'Head', 'Tail'),
        ...binary('\\o', 'Append'),
        ...ternary('SubSeq'),
        { name: 'SelectSeq', params: [0, 1] },
      ],
    },
  ],
  ['FiniteSets', { extends: [], operators: unary('IsFiniteSet', 'Cardinality') }],
  [
    'TLC',
    {
      extends: [],
      operators: [
        ...values('Any', 'JavaTime'),
        ...unary('PrintT', 'Permutations', 'TLCEval', 'ToString', 'RandomElement', 'TLCGet'),
        ...binary('Print', 'Assert', ':>', '@@', 'TLCSet'),
        { name: 'SortSeq', params: [0, 2] },
      ],
    },
  ],
  ['TLAPS', { extends: [], operators: [] }],
]);
