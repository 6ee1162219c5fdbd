/** Apalache's notation of types, and what cannot be read of it. */
import { describe, expect, it } from 'vitest';
import { type ApalacheType, readType } from '../../../conformance/codegen/type-notation.ts';

const Int: ApalacheType = { k: 'Int' };
const Str: ApalacheType = { k: 'Str' };

describe('a type', () => {
  const read: readonly (readonly [text: string, type: ApalacheType])[] = [
    ['Bool', { k: 'Bool' }],
    ['NODE_2', { k: 'sort', name: 'NODE_2' }],
    ['a28', { k: 'variable', name: 'a28' }],
    ['Set(Seq(Int))', { k: 'set', of: { k: 'seq', of: Int } }],
    ['<<Int, Str>>', { k: 'tuple', items: [Int, Str] }],
    ['(Int -> Str)', { k: 'fn', key: Int, value: Str }],
    ['Int -> Int -> Str', { k: 'fn', key: Int, value: { k: 'fn', key: Int, value: Str } }],
    ['[a: Int, b: Str]', { k: 'record', partial: true, fields: new Map([...Object.entries({ a: Int, b: Str })]), row: undefined }],
    ['{ a: Int, r }', { k: 'record', partial: false, fields: new Map([['a', Int]]), row: 'r' }],
    ['(() => Bool)', { k: 'operator', parameters: [], result: { k: 'Bool' } }],
    ['((Int, (Str) => Bool) => Int)', { k: 'operator', parameters: [Int, expectOperator()], result: Int }],
    ['Some(Int) | None(UNIT)', { k: 'variant', options: new Map([...someOrNone()]), row: undefined }],
  ];
  it.each(read)('%s', (text, type) => {
    expect(readType(text)).toEqual(type);
  });

  const wrong = [
    '',
    'Set(Int',
    'Set Int',
    '<<Int',
    '(Int, Str)',
    '{ a Int }',
    'Int Str',
    'Set(Int) $',
    '{ r, a: Int }',
    'Some(Int) |',
    '9',
  ];
  it.each(wrong)('is not %j', (text) => {
    expect(() => readType(text)).toThrow('Apalache writes a type that cannot be read');
  });
});

function expectOperator(): ApalacheType {
  return { k: 'operator', parameters: [Str], result: { k: 'Bool' } };
}

function someOrNone(): Map<string, ApalacheType> {
  return new Map<string, ApalacheType>([
    ['Some', Int],
    ['None', { k: 'sort', name: 'UNIT' }],
  ]);
}
